#!/usr/bin/env python3
"""Build the public record: validated data packages in, a website, papers and open data out.

Read this file from top to bottom: it is the table of contents of the project.
"""

from __future__ import annotations

import sys
from pathlib import Path

from yearbook.setup import ensure_environment

ROOT = Path(__file__).resolve().parent

if __name__ == "__main__":
    ensure_environment(ROOT, testing="test" in sys.argv[1:])

from charts import make_charts, make_place_charts  # noqa: E402 - the libraries are there only now
from yearbook.check import check  # noqa: E402
from yearbook.claims import covered, too_few, with_claims  # noqa: E402
from yearbook.command import Blocked, Say, run  # noqa: E402
from yearbook.derive import derive  # noqa: E402
from yearbook.downloads import make_downloads  # noqa: E402
from yearbook.mend import named, suggestions  # noqa: E402
from yearbook.model import Artifact, Finding, Manifest, Release, Result  # noqa: E402
from yearbook.pages import make_pages  # noqa: E402
from yearbook.publish import publish  # noqa: E402
from yearbook.read import read_packages  # noqa: E402
from yearbook.report import faces_used, make_reports  # noqa: E402
from yearbook.store import Store  # noqa: E402
from yearbook.website import build_site, make_looks  # noqa: E402
from yearbook.words import read_words  # noqa: E402


def examine(
    packages: Path, only: tuple[str, ...], store: Store
) -> tuple[tuple[Result, ...], tuple[Finding, ...]]:
    """Read, check and derive: what is worked out from every package, and everything found on the way."""
    languages = read_words(ROOT / "words")
    read, findings = read_packages(packages, store, only)
    results = []
    for package in read:
        verdicts, found = check(package)
        likely = suggestions(verdicts, package)
        findings += tuple(each.of(package.id) for each in named(found, likely))
        result = Result(package=package, verdicts=verdicts, derived=derive(package), suggestions=likely)
        # Only texts whose calls can be filled in have a ledger.
        if not any(each.severity == "must_fix" for each in found):
            result = with_claims(result, languages)
        findings += tuple(too_few(result))
        results.append(result)
    return tuple(results), findings


def build(root: Path, packages: Path, out: Path, only: tuple[str, ...], store: Store, say: Say) -> Manifest:
    """Make the whole site of some packages and put it at `out`; Blocked when findings stop it."""
    say("reading")
    results, findings = examine(packages, only, store)
    if any(each.severity == "must_fix" for each in findings):
        raise Blocked(findings)
    release = Release(results=results, findings=findings)
    languages = read_words(root / "words")
    for words, counted in covered(results, languages):
        say("claims", words, **counted)

    say("downloads")
    files = list(make_downloads(results, languages, store))
    pages: list[Artifact] = []
    for words in languages:
        say("charts", words)
        charts = [chart for result in results for chart in make_charts(result, words, store)]
        strips = [strip for result in results for strip in make_place_charts(result, words, store).values()]
        say("papers", words, faces=faces_used(words))
        papers = [paper for result in results for paper in make_reports(result, words, charts, files, store)]
        say("pages", words)
        pages += make_pages(
            release, words, languages, [*charts, *strips], [*files, *papers], root / "templates", store
        )
        files += papers

    say("website")
    looks = make_looks(release, languages, root)
    return publish([*files, *pages], out, lambda folder: build_site(pages, looks, folder, store))


if __name__ == "__main__":
    sys.exit(run(ROOT, build, examine))
