"""The search: whatever stands on the pages is found by any word of it, in the box of the site and from a disk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

if TYPE_CHECKING:
    from tests.conftest import Site
    from yearbook.model import Package
    from yearbook.words import Words

pytestmark = pytest.mark.browser

Texts = dict[str, list[tuple[str, str, str]]]

DESK = {"width": 1280, "height": 800}
HAN = re.compile("[\u3400-\u9fff]+")
WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
ENTRIES = ("programmes", "schools", "places", "entities")

# Queries, the page of Erdao that should come, and among how many of the first results.
WANTED = {
    "zh": {
        "长青小学": ("schools/changqing-primary/", 1),
        "助学贷款": ("programmes/", 3),
        "295万": ("figures/2018-aid-paid/", 1),
        "２９５ 万元": ("figures/2018-aid-paid/", 1),
        "2018-aid-paid": ("figures/2018-aid-paid/", 1),
        "对账": ("reconciliation/", 3),
        "承诺": ("promises/", 2),
        "二道区资助": ("", 10),
    },
    "en": {
        "Changqing": ("schools/changqing-primary/", 1),
        "origin-based student loan": ("programmes/", 2),
        "RMB 2.95 million": ("figures/2018-aid-paid/", 2),
        "promises": ("promises/", 2),
        "studentes": ("2018/students/", 10),
    },
}

# What the theme does with the box: a query, and the results of all pages in their order.
ASK = """async (queries) => {
  const worker = new Worker("search"), found = {};
  for (const query of queries) {
    const answered = new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
    worker.postMessage({ type: 2, data: query });
    found[query] = (await answered).data.data.items.map((items) => items[0].location);
  }
  return found;
}"""


def texts_of(folder: Path) -> Texts:
    """What the search reads in one language: the sections of every page."""
    body = (folder / "search" / "texts.js").read_text(encoding="utf-8")
    return {
        path: [tuple(each) for each in sections]
        for path, sections in json.loads(body[len("searchable(") : -1])
    }


def labels_of(package: Package, words: Words) -> set[str]:
    """What a reader would look for: the names of all things, their other names, and who publishes."""
    entries = [each for kind in ENTRIES for each in getattr(package, kind).values()]
    named = [*entries, *package.indicators.values()]
    other = {alias for each in entries for alias in each.aliases}
    return (
        {words.pick(each.label) for each in named}
        | other
        | {words.pick(package.publisher), words.pick(package.title)}
    )


def titles_of(texts: Texts) -> set[str]:
    """The titles of all sections but those of figures, which are made of labels."""
    return {title for path, sections in texts.items() if "/figures/" not in path for _, title, _ in sections}


def chinese_words(labels: Iterable[str]) -> set[str]:
    """Every two, three and four characters that stand side by side in a label: 职工 in 教职工, 小学 in 中小学."""
    runs = [run for label in labels for run in HAN.findall(label)]
    return {run[at : at + size] for run in runs for size in (2, 3, 4) for at in range(len(run) - size + 1)}


def english_words(labels: Iterable[str]) -> set[str]:
    """Every word and every two words of a label."""
    found = set()
    for label in labels:
        words = WORD.findall(label)
        pairs = {f"{one} {other}" for one, other in pairwise(words) if f"{one} {other}" in label}
        found |= {*words, *pairs}
    return {each.lower() for each in found}


def queries_for(words: Words, labels: Iterable[str]) -> list[str]:
    """What could be typed of some labels in a language."""
    return sorted(chinese_words(labels) if words.language == "zh" else english_words(labels))


def pages_with(word: str, plain: dict[str, str]) -> set[str]:
    """The truth: pages in whose text a word stands, an English one as a whole word."""
    if HAN.search(word):
        return {path for path, text in plain.items() if word in text}
    pattern = re.compile(rf"\b{re.escape(word)}\b")
    return {path for path, text in plain.items() if word in text and pattern.search(text)}


def plain_of(texts: Texts) -> dict[str, str]:
    return {
        path: "\n".join(part for _, *parts in sections for part in parts).lower()
        for path, sections in texts.items()
    }


def enter(page: Page, home: str) -> None:
    """Open a home page, go into the search box, and wait until it is ready."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(f"{home}index.html")
    page.locator(".md-search__input").click()
    page.wait_for_function(
        "document.querySelector('.md-search-result__list').getAttribute('role') === 'list'"
    )


def type_into_box(page: Page, query: str) -> str:
    """Type a query into the box and return what is said of its results once it is said."""
    box, said = page.locator(".md-search__input"), page.locator(".md-search-result__meta")
    box.fill("")
    page.keyboard.press("End")  # the theme listens to keys
    said.evaluate("(element) => { element.textContent = '' }")
    page.keyboard.insert_text(query)
    page.keyboard.press("End")
    expect(said).not_to_be_empty()
    return (said.text_content() or "").strip()


def shown(page: Page, home: str) -> list[str]:
    """The pages the results shown lead to, as paths inside the site."""
    links = page.locator(".md-search-result__item > a:first-child").evaluate_all(
        "(all) => all.map((each) => each.href)"
    )
    return [re.sub(r"[?#].*", "", each.removeprefix(home)) for each in links]


@pytest.fixture(scope="module", params=["zh", "en"])
def words(request: pytest.FixtureRequest, site: Site) -> Words:
    return next(each for each in site.languages if each.language == request.param)


@pytest.fixture(scope="module")
def folder(site: Site, words: Words) -> Path:
    return (site.folder / site.home(words)).parent


@pytest.fixture(scope="module")
def home(address: str, words: Words, site: Site) -> str:
    return f"{address}/{site.home(words).removesuffix('index.html')}"


@pytest.fixture(scope="module")
def texts(folder: Path) -> Texts:
    return texts_of(folder)


@pytest.fixture(scope="module")
def page(browser: Browser, home: str) -> Iterator[Page]:
    opened = browser.new_page()
    enter(opened, home)
    yield opened
    opened.close()


def ask(page: Page, *queries: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.evaluate(ASK, list(queries))
    return found


# Everything is found


def test_every_word_of_every_label_and_title_finds_every_page_it_stands_on(
    page: Page, site: Site, words: Words, texts: Texts
) -> None:
    queries = queries_for(words, labels_of(site.result.package, words) | titles_of(texts))
    plain, found, precise = plain_of(texts), ask(page, *queries), []
    assert len(queries) > 500
    for query in queries:
        truth, pages = pages_with(query, plain), {each.partition("#")[0] for each in found[query]}
        assert truth - pages == set(), query
        precise += [len(truth) / len(pages)] if truth else []
    # English words are also found at the beginning of longer ones, and two of them apart on a page.
    assert len(precise) > len(queries) - 5
    assert mean(precise) > {"zh": 0.999, "en": 0.65}[words.language]


def test_every_name_and_other_name_leads_to_its_own_page(page: Page, site: Site, words: Words) -> None:
    package = site.result.package
    for kind in ENTRIES:
        for entry in getattr(package, kind).values():
            own = {f"{package.id}/{kind}/{entry.id}/index.html", f"{package.id}/programmes/index.html"}
            for name in (words.pick(entry.label), *entry.aliases):
                pages = {each.partition("#")[0] for each in ask(page, name)[name]}
                assert pages & own or (kind == "places" and pages), (kind, name)
    for indicator in package.indicators.values():
        name = words.pick(indicator.label)
        assert f"{package.id}/dictionary/index.html" in {
            each.partition("#")[0] for each in ask(page, name)[name]
        }


def test_what_a_reader_wants_comes_first(page: Page, words: Words) -> None:
    for query, (wanted, within) in WANTED[words.language].items():
        pages = [each.partition("#")[0] for each in ask(page, query)[query]]
        assert f"erdao/{wanted}index.html" in pages[:within], (query, pages[:within])


def test_a_page_about_a_figure_is_read_by_its_title_value_and_wording_only(texts: Texts, site: Site) -> None:
    figures = {path: sections for path, sections in texts.items() if "/figures/" in path}
    assert len(figures) == len(site.figures) + 1, "and the list of them"
    assert {
        len(sections) for path, sections in figures.items() if not path.endswith("figures/index.html")
    } == {1}


def test_menus_are_not_searched(texts: Texts, words: Words) -> None:
    for path, sections in texts.items():
        assert sections[0][0] == "", path
        menu = " ".join(words(f"site.{each}") for each in ("reconciliation", "promises"))
        assert menu not in " ".join(text for _, _, text in sections), path


# In the box


def test_the_box_shows_what_was_found(page: Page, home: str, site: Site, words: Words, texts: Texts) -> None:
    enter(page, home)
    queries, plain = queries_for(words, labels_of(site.result.package, words)), plain_of(texts)
    for query in queries[:: len(queries) // 40]:
        truth = ask(page, query)[query]
        said = type_into_box(page, query)
        assert str(len(truth)) in said, (query, said)
        assert pages_with(query, plain) <= {each.partition("#")[0] for each in truth}
        pages = shown(page, home)
        assert pages[:10] == [each.partition("#")[0] for each in truth[:10]], query


def test_nothing_is_asked_for_until_the_box_is_entered(browser: Browser, home: str) -> None:
    page, asked = browser.new_page(viewport=DESK), []  # type: ignore[arg-type]
    page.on("request", lambda each: asked.append(each.url))
    page.goto(f"{home}index.html")
    page.wait_for_load_state("networkidle")
    assert not [each for each in asked if each.endswith("texts.js")]
    page.locator(".md-search__input").click()
    type_into_box(page, "2018")
    assert len([each for each in asked if each.endswith("texts.js")]) == 1
    page.close()


def test_a_text_that_did_not_arrive_is_asked_for_again(browser: Browser, home: str) -> None:
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    page.route("**/texts.js", lambda route: route.abort(), times=1)
    page.goto(f"{home}index.html")
    with page.expect_event("requestfailed"):
        page.locator(".md-search__input").click()
    page.locator("h1").click(force=True)
    page.locator(".md-search__input").blur()
    page.locator(".md-search__input").focus()
    assert "2018" in type_into_box(page, "2018") or shown(page, home)
    page.close()


def test_the_text_of_pages_never_becomes_markup(browser: Browser, home: str) -> None:
    hostile = 'word <img src=x onerror="document.title=1"> & <b>'
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    body = f"searchable({json.dumps([['index.html', [['', hostile, hostile], ['#a', hostile, hostile]]]])})"
    page.route("**/texts.js", lambda route: route.fulfill(body=body, content_type="text/javascript"))
    page.goto(f"{home}index.html")
    page.locator(".md-search__input").click()
    for query in ("word", "<img", "&", "onerror"):
        type_into_box(page, query)
        results = page.locator(".md-search-result__list")
        expect(results).to_contain_text('<img src=x onerror="document.title=1"> & <b>')
        assert results.locator("img, b").count() == 0
        assert set(results.locator("mark").all_text_contents()) == {query}
    page.close()


# From a disk


def test_a_site_on_a_disk_is_searched_and_asks_no_one(browser: Browser, site: Site, words: Words) -> None:
    page, asked, trouble = browser.new_page(viewport=DESK), [], []  # type: ignore[arg-type]
    page.on("request", lambda each: asked.append(each.url))
    page.on("console", lambda each: trouble.append(each.text))
    page.on("pageerror", lambda each: trouble.append(str(each)))
    home = f"{site.folder.as_uri()}/{site.home(words).removesuffix('index.html')}"
    enter(page, home)
    type_into_box(page, {"zh": "教师", "en": "teachers"}[words.language])
    page.locator(
        ".md-search-result__item a", has_text=re.compile("教师|teachers", re.IGNORECASE)
    ).first.click()
    page.wait_for_url(re.compile(r"file://.*\?h=.*"))
    expect(page.locator("mark[data-md-highlight]").first).to_have_text(
        re.compile("教师|teachers", re.IGNORECASE)
    )
    assert [each for each in asked if not each.startswith(("file:", "data:"))] == []
    assert trouble == []
    page.close()
