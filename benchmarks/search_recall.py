"""What the search finds, how much of it is right, what its text weighs, and how long a phone waits for it.

    python benchmarks/search_recall.py              the site in site/, built before from datapackages/
    python benchmarks/search_recall.py public       another site of the same packages

Queries are all words of all labels and titles: in Chinese every two, three and four characters side by side,
in English every word and every two words. The truth is the pages in whose text a query stands. Recall is the
share of these found; precision the share of those found that are true, as the mean of the queries, and of the
first ten results alone. The time runs from the first key to the first result in the box of the home page,
with the processor four times slower than this one: when the text has yet to be fetched, and when it is there.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import shutil
import sys
import threading
import time
from functools import partial
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from playwright.sync_api import Page, sync_playwright  # noqa: E402 - the tests are found only now

from tests import test_search as search  # noqa: E402
from tests.conftest import CHROMIUM, FLAGS, Quiet  # noqa: E402
from yearbook.read import read_packages  # noqa: E402
from yearbook.store import Store  # noqa: E402
from yearbook.words import read_words  # noqa: E402

if TYPE_CHECKING:
    from yearbook.words import Words

TYPED = {"zh": ("助学贷款", "教师", "295万"), "en": ("student loan", "teachers", "2.95 million")}


def main() -> None:
    """Measure the search of a built site in every language."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path, nargs="?", default=ROOT / "site")
    folder = parser.parse_args().site.resolve()
    handler = partial(Quiet, directory=str(folder))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = next(filter(None, map(shutil.which, CHROMIUM)), None)
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        for at, words in enumerate(read_words(ROOT / "words")):
            part = "" if at == 0 else f"{words.language}/"
            home = f"http://127.0.0.1:{server.server_port}/{part}"
            print(f"\n{words.language}")
            page = browser.new_page()
            _print_findings(page, home, folder / part, words)
            page.close()
            for cold in (True, False):
                waits = [
                    _wait(browser.new_page(), home, query, cold=cold) for query in TYPED[words.language] * 3
                ]
                print(f"  first result, text {'not there' if cold else 'there':<9} {median(waits):8.0f} ms")
        server.shutdown()


def _print_findings(page: Page, home: str, folder: Path, words: Words) -> None:
    packages, _ = read_packages(ROOT / "datapackages", Store(ROOT / ".cache"))
    texts = search.texts_of(folder)
    plain, body = search.plain_of(texts), (folder / "search" / "texts.js").read_bytes()
    labels = set().union(search.titles_of(texts), *(search.labels_of(each, words) for each in packages))
    queries = search.queries_for(words, labels)
    search.enter(page, home)
    started, found = time.monotonic(), search.ask(page, *queries)
    each_query = (time.monotonic() - started) * 1000 / len(queries)
    recalls, precisions, tens = [], [], []
    for query in queries:
        truth, pages = search.pages_with(query, plain), [each.partition("#")[0] for each in found[query]]
        if truth:
            recalls.append(len(truth & set(pages)) / len(truth))
            precisions.append(len(truth & set(pages)) / len(pages) if pages else 0)
            first = pages[: min(10, len(truth))]
            tens.append(len(truth & set(first)) / len(first) if first else 0)
    missed, packed = sum(each < 1 for each in recalls), len(gzip.compress(body)) / 1000
    print(f"  pages                        {len(texts):8}")
    print(f"  queries                      {len(queries):8}   {each_query:.1f} ms each on this processor")
    print(f"  recall                       {mean(recalls):8.4f}   {missed} queries miss a page")
    print(f"  precision                    {mean(precisions):8.4f}")
    print(f"  precision of the first ten   {mean(tens):8.4f}")
    print(f"  text                         {len(body) / 1000:8.0f} kB, {packed:.0f} kB as gzip")


def _wait(page: Page, home: str, query: str, *, cold: bool) -> float:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{home}index.html")
    page.wait_for_load_state("networkidle")
    if not cold:
        search.enter(page, home)
        search.type_into_box(page, "2018")
    page.evaluate(
        """() => {
          const list = document.querySelector(".md-search-result__list");
          const shown = new MutationObserver(() => { window.shownAt ||= performance.now(); });
          shown.observe(list, { childList: true });
          addEventListener("keydown", () => { window.typedAt ||= performance.now(); }, true);
        }"""
    )
    page.locator(".md-search__input").focus()
    page.locator(".md-search__input").fill(query)
    page.keyboard.press("End")
    page.wait_for_function("window.shownAt && document.querySelector('.md-search-result__item')")
    waited: float = page.evaluate("window.shownAt - window.typedAt")
    page.close()
    return waited


if __name__ == "__main__":
    main()
