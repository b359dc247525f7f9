"""What Lighthouse says of the built site on a phone: speed, accessibility, good practice, search engines.

    python benchmarks/lighthouse.py                     four kinds of page, three runs of each
    python benchmarks/lighthouse.py --runs 1            quicker
    python benchmarks/lighthouse.py --write             and keep the figures in lighthouse.md
    python benchmarks/lighthouse.py --tool /tmp/lh      with a Lighthouse installed there before

Needs the built site (`python3 build.py`), Chromium, Node and npm; Lighthouse itself comes by npm into a
temporary folder. The site is served from this computer without compression, to the slow phone and network
that Lighthouse makes up: a busy machine makes it look slower than it is.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VERSION = "12.8.2"
PAGES = {
    "home": "index.html",
    "publisher": "erdao/index.html",
    "topic": "erdao/2018/funds/index.html",
    "figure": "erdao/figures/2018-aid-paid/index.html",
    "home in English": "en/index.html",
}
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
AUDITS = {
    "first-contentful-paint": ("first paint, s", 1000),
    "largest-contentful-paint": ("largest paint, s", 1000),
    "total-blocking-time": ("blocked, ms", 1),
    "cumulative-layout-shift": ("shift", 1),
    "total-byte-weight": ("weight, kB", 1000),
}
# What Lighthouse shows in green.
GOOD = 0.9
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Measure each page and print the medians, perhaps into the file beside this one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--site", type=Path, default=HERE.parent / "site", help="the built site")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tool", type=Path, help="a folder Lighthouse is or will be installed in")
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/lighthouse.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, _served(asked.site) as root:
        program = _installed(asked.tool or Path(name))
        reports = {
            kind: [_run(program, f"{root}/{path}") for _ in range(asked.runs)] for kind, path in PAGES.items()
        }
    said = _table(reports)
    print(said)
    if asked.write:
        (HERE / "lighthouse.md").write_text(said, encoding="utf-8")


def _installed(folder: Path) -> Path:
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    npm = shutil.which("npm")
    if not program.is_file() and npm:
        command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder)]
        subprocess.run([*command, f"lighthouse@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
    return program


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _run(program: Path, address: str) -> dict[str, Any]:
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), "chromium")
    command = ["node", str(program), address, "--output=json", "--quiet"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run([*command, flags], capture_output=True, check=True, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _table(reports: dict[str, list[dict[str, Any]]]) -> str:
    first = next(iter(reports.values()))
    chromium = first[0]["environment"]["hostUserAgent"].partition("Chrome/")[2].partition(".")[0]
    columns = [*CATEGORIES.values(), *(name for name, _ in AUDITS.values())]
    circumstances = (
        f"{date.today()}, Lighthouse {first[0]['lighthouseVersion']}, Chromium {chromium}, mobile settings, "
        f"median of {len(first)}, served from this computer without compression. "
        "Made by `python benchmarks/lighthouse.py --write`."
    )
    lines = [
        "# Lighthouse",
        "",
        circumstances,
        "",
        "| page | " + " | ".join(columns) + " |",
        "|---|" + "---:|" * len(columns),
    ]
    for kind, runs in reports.items():
        scores = [100 * _median(run["categories"][each]["score"] for run in runs) for each in CATEGORIES]
        values = [
            _median(run["audits"][each]["numericValue"] for run in runs) / by
            for each, (_, by) in AUDITS.items()
        ]
        cells = [f"{score:.0f}" for score in scores] + [f"{value:.3g}" for value in values]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    failed: dict[str, list[str]] = {}
    for kind, runs in reports.items():
        for title, times in Counter(title for run in runs for title in _failed(run)).items():
            if times > len(runs) / 2:
                failed.setdefault(title, []).append(kind)
    lines += ["", "Not in the green:", ""] if failed else []
    lines += [f"- {title}: {', '.join(kinds)}" for title, kinds in sorted(failed.items())]
    return "\n".join(lines) + "\n"


def _failed(report: dict[str, Any]) -> set[str]:
    """Return the titles of what counts against a page."""
    audits = report["audits"]
    counted = (
        audits[each["id"]]
        for category in CATEGORIES
        for each in report["categories"][category]["auditRefs"]
        if each["weight"]
    )
    return {each["title"] for each in counted if each["score"] is not None and each["score"] < GOOD}


def _median(values: Iterator[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    main()
