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

from dataclasses import replace  # noqa: E402

from charts import make_charts, make_place_charts  # noqa: E402 - the libraries are there only now
from yearbook.catalogue import make_catalogue  # noqa: E402
from yearbook.check import check  # noqa: E402
from yearbook.claims import covered, too_few, with_claims  # noqa: E402
from yearbook.command import Blocked, Say, Spine, run  # noqa: E402
from yearbook.derive import derive  # noqa: E402
from yearbook.downloads import make_downloads  # noqa: E402
from yearbook.mend import named, suggestions  # noqa: E402
from yearbook.model import Artifact, Chart, Finding, Manifest, Release, Result  # noqa: E402
from yearbook.pages import make_pages  # noqa: E402
from yearbook.pages.embed import chart_pictures  # noqa: E402
from yearbook.pages.revisions import look_ups  # noqa: E402
from yearbook.publish import publish  # noqa: E402
from yearbook.read import read_packages  # noqa: E402
from yearbook.record import Released  # noqa: E402
from yearbook.releases import beside, missing_from, record_of, without_package  # noqa: E402
from yearbook.releases.outward import record_files  # noqa: E402
from yearbook.releases.plan import Plan, Wish, plan_of  # noqa: E402
from yearbook.releases.verifying import Verified, verified  # noqa: E402
from yearbook.releases.writing import alone, append, recover, versioned  # noqa: E402
from yearbook.report import faces_used, make_reports  # noqa: E402
from yearbook.store import Store  # noqa: E402
from yearbook.website import build_site, make_looks  # noqa: E402
from yearbook.words import Words, read_words  # noqa: E402


def examine(
    packages: Path, only: tuple[str, ...], store: Store
) -> tuple[tuple[Result, ...], tuple[Finding, ...]]:
    """Read, check and derive: what is worked out from every package, and everything found on the way."""
    languages = read_words(ROOT / "words")
    read, findings = read_packages(packages, store, only)
    releases = beside(packages)
    findings += without_package(releases, packages)
    results = []
    for package in read:
        verdicts, found = check(package)
        likely = suggestions(verdicts, package)
        findings += tuple(each.of(package.id) for each in named(found, likely))
        record, wrong = record_of(package, releases)
        findings += wrong
        result = Result(
            package=package,
            verdicts=verdicts,
            derived=derive(package),
            suggestions=likely,
            record=record,
        )
        # Only texts whose calls can be filled in have a ledger.
        if not any(each.severity == "must_fix" for each in found):
            result = with_claims(result, languages)
        findings += tuple(too_few(result))
        results.append(result)
    return tuple(results), findings


def versioned_as_draft(result: Result) -> Result:
    """Return a result whose version says that it is a draft made after a release, and is cited so."""
    if result.record.latest is None or result.is_released:
        return result
    return replace(result, package=replace(result.package, version=f"{result.package.version}+draft"))


def make_files(
    results: tuple[Result, ...], languages: tuple[Words, ...], store: Store, say: Say
) -> tuple[list[Artifact], dict[str, list[Chart]]]:
    """Make everything to take away (downloads, papers, pictures), and the charts of each language."""
    say("downloads")
    files = list(make_downloads(results, languages, store))
    charts: dict[str, list[Chart]] = {}
    for words in languages:
        say("charts", words)
        drawn = [chart for result in results for chart in make_charts(result, words, store)]
        say("papers", words, faces=faces_used(words))
        files += [paper for result in results for paper in make_reports(result, words, drawn, files, store)]
        strips = [strip for result in results for strip in make_place_charts(result, words, store).values()]
        charts[words.language] = [*drawn, *strips]
        for result in results:
            own = [each for each in charts[words.language] if each.publisher == result.package.id]
            files += chart_pictures(own, result.package, words)
    return files, charts


def build(root: Path, packages: Path, out: Path, only: tuple[str, ...], store: Store, say: Say) -> Manifest:
    """Make the whole site of some packages and put it at `out`; Blocked when findings stop it."""
    say("reading")
    results, findings = examine(packages, only, store)
    findings += tuple(each for result in results for each in missing_from(result, out))
    if any(each.severity == "must_fix" for each in findings):
        raise Blocked(findings)
    results = tuple(map(versioned_as_draft, results))
    release = Release(results=results, findings=findings)
    languages = read_words(root / "words")
    for words, counted in covered(results, languages):
        say("claims", words, **counted)

    files, charts = make_files(results, languages, store, say)
    pages: list[Artifact] = []
    for words in languages:
        say("pages", words)
        drawn = charts[words.language]
        pages += make_pages(release, words, languages, drawn, files, root / "templates", store)

    say("website")
    files += make_catalogue(release, languages, files, pages)
    looks = make_looks(release, languages, root)
    files += record_files(results, languages)
    files += look_ups(results, [*files, *pages], languages)
    return publish([*files, *pages], out, lambda folder: build_site(pages, looks, folder, store))


def release(packages: Path, publisher: str, wish: Wish, root: Path, store: Store, say: Say) -> Released:
    """Freeze a publisher's package into the record of releases; Blocked when findings stop it."""
    require_publisher(packages, publisher, store)
    releases, descriptor = beside(packages), packages / publisher / "datapackage.json"
    with alone(releases, publisher):
        recover(releases, descriptor)
        say("reading")
        plan = plan_release(packages, publisher, wish, store)
        with versioned(releases, descriptor, plan.release.package["datapackage.json"]):
            results, _ = examine(packages, (), store)
            result = next(each for each in results if each.package.id == publisher)
            result = replace(result, record=result.record.plus(plan.release))
            files, _ = make_files((result,), read_words(root / "words"), store, say)
            own = [each for each in files if each.path.split("/")[1] == publisher]
            return append(releases, plan.release, own, wish.sign)


def require_publisher(packages: Path, publisher: str, store: Store) -> None:
    """Raise Blocked where no folder of packages has this name."""
    if publisher not in {each.name for each in packages.iterdir()}:
        raise Blocked(examine(packages, (publisher,), store)[1])


def plan_release(packages: Path, publisher: str, wish: Wish, store: Store) -> Plan:
    """Return what the next release of a publisher would be; Blocked when findings stop it."""
    require_publisher(packages, publisher, store)
    results, findings = examine(packages, (), store)
    found = [each for each in findings if each.where.publisher in ("", publisher)]
    result = next((each for each in results if each.package.id == publisher), None)
    if result is None or any(each.severity == "must_fix" for each in found):
        raise Blocked(found)
    drafts = {each.package.id for each in results if not each.is_released}
    plan = plan_of(result, found, wish, drafts)
    if plan.findings:
        raise Blocked(plan.findings)
    return plan


def verify(source: Path, signers: Path | None, root: Path, store: Store, say: Say) -> Verified:
    """Rebuild a published ZIP or site from the packages in it, and set every file against what was given."""

    def remake(packages: Path, publishers: tuple[str, ...], out: Path | None) -> dict[str, bytes]:
        if out is not None:
            build(root, packages, out, publishers, store, say)
            return {}
        results, _ = examine(packages, (), store)
        own = tuple(versioned_as_draft(each) for each in results if each.package.id in publishers)
        return {each.path: each.body for each in make_downloads(own, read_words(root / "words"), store)}

    say("reading")
    return verified(source, signers, remake)


if __name__ == "__main__":
    sys.exit(
        run(ROOT, Spine(build=build, examine=examine, plan=plan_release, release=release, verify=verify))
    )
