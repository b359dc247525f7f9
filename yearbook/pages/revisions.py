"""What each release changed; what a figure was in each; what the page that verifies files looks up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from itertools import groupby
from typing import Any

from yearbook.metadata import purpose
from yearbook.model import FACT_TABLES, Artifact, Chart, Observation, Package, Quantity, Result
from yearbook.pages.gallery import place_of
from yearbook.pages.links import superseding
from yearbook.record import FOLDER, Change, Released, Row
from yearbook.vocabulary import in_words
from yearbook.words import Words

SECTION = "revisions"
VERIFY = "verify"
# More changes than a notice should list; the page of revisions has all.
MOST_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A changed cell in words: the column's title, both texts, and how far they are apart."""

    column: str
    old: str
    new: str
    difference: str
    relative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A row that a release changed: its figure where it is one, its name, why, its cells, and what shows it.

    `pages`, `charts` and `papers` are titles with their addresses (of a paper, the path); `computed` are the
    derived figures worked out from it.
    """

    figure: str
    name: str
    change: Change
    cells: tuple[Cell, ...]
    pages: tuple[tuple[str, str], ...] = ()
    charts: tuple[tuple[str, str, str], ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    computed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a figure was in a release, and in those after it until it changed."""

    release: Released
    until: Released
    value: str
    printed: str
    change: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What shows figures: the pages that quote each, the charts and the files of a publisher."""

    quotes: Mapping[str, Sequence[tuple[str, str]]]
    charts: Sequence[Chart]
    files: Sequence[Artifact]


def changed_rows(release: Released, result: Result, words: Words, touched: Touched) -> tuple[Changed, ...]:
    """Return what a release changed, a row of a table at a time, in the order of the record."""
    rows = groupby(release.changes, key=lambda each: (each.table, each.row))
    return tuple(_changed(list(cells), release, result, words, touched) for _, cells in rows)


def _changed(
    changes: list[Change], release: Released, result: Result, words: Words, touched: Touched
) -> Changed:
    first, package = changes[0], result.package
    cells = tuple(_cell(each, release, result, words) for each in changes)
    fact = package.observations.get(first.row) if first.table in FACT_TABLES else None
    if fact is None:
        title = next(
            (words.pick(each.title) for each in package.tables if each.name == first.table), first.table
        )
        return Changed(
            figure="",
            name=f"{title} · {first.row}",
            change=first,
            cells=cells,
        )
    return Changed(
        figure=fact.id,
        name=words("site.figure_title", label=words.label(fact, package), year=fact.year),
        change=first,
        cells=cells,
        pages=tuple(touched.quotes.get(fact.id, ())),
        charts=tuple(_charts(fact.id, touched.charts)),
        papers=tuple(_papers(fact.id, touched.files, package, words)),
        computed=tuple(each.id for each in result.derived.values() if fact.id in each.inputs),
    )


def _charts(figure: str, charts: Iterable[Chart]) -> Iterator[tuple[str, str, str]]:
    for each in charts:
        if figure in each.figures:
            yield (each.title, *place_of(each))


def _papers(
    figure: str, files: Iterable[Artifact], package: Package, words: Words
) -> Iterator[tuple[str, str]]:
    """The papers in this language that show a figure: title and path."""
    for each in files:
        if figure in each.made_from and f".{words.language}." in each.path:
            yield f"{each.path.split('/')[2]} · {purpose(each.path, package, words)}", each.path


def _cell(change: Change, release: Released, result: Result, words: Words) -> Cell:
    package, before = result.package, _before(release, result)
    texts = (change.old, change.new)
    old, new = (in_words(change.table, change.column, each, words, package) or "—" for each in texts)
    difference = "" if change.difference is None else f"{abs(change.difference):,f}"
    if change.table in FACT_TABLES and change.column == "value":
        rows = [each.tables.get(change.table, {}).get(change.row, {}) for each in (before, release) if each]
        old, new = (value_in_words(row, package, words) for row in rows)
        if change.difference is not None:
            apart = {**rows[-1], "value": str(abs(change.difference)), "qualifier": "exact"}
            difference = value_in_words(apart, package, words)
            if difference.endswith("%"):  # beside how many per cent of the old number it is
                difference = words("revisions.points", number=difference.removesuffix("%"))
    part = change.relative
    relative = "" if part is None else f"{Decimal(100 * part.numerator) / part.denominator:+.2f}%"
    return Cell(
        column=_title_of(change.table, change.column, package, words),
        old=old,
        new=new,
        difference=difference and ("−" if (change.difference or 0) < 0 else "+") + difference,
        relative=relative.replace("-", "−"),
    )


def _before(release: Released, result: Result) -> Released | None:
    releases = result.record.releases
    at = releases.index(release)
    return releases[at - 1] if at else None


def _title_of(table: str, column: str, package: Package, words: Words) -> str:
    fields = (field for each in package.tables if each.name == table for field in each.fields)
    return next((words.pick(each.title) for each in fields if each.name == column), column)


def value_in_words(row: Row, package: Package, words: Words) -> str:
    """Return the value a released row has, with its unit; why there is none where it has none."""
    indicator = package.indicators.get(row.get("indicator", ""))
    if not row.get("value") or indicator is None:
        return words(f"absent.{row['absent']}") if row.get("absent") else "—"
    quantity = Quantity(
        value=Decimal(row["value"]),
        qualifier=row["qualifier"],
        resolution=Decimal(row["resolution"]),
        grain=indicator.grain,
    )
    return words.figure(quantity, indicator, package)


def history(figure: Observation, result: Result, words: Words) -> tuple[Step, ...]:
    """Return what a figure was in each release, oldest first; releases that left it alone are one step."""
    steps: list[Step] = []
    for release, row in result.record.as_of(figure.id):
        changes = release.about(figure.id) if steps else ()
        if steps and not changes:
            steps[-1] = _until(steps[-1], release)
        else:
            value = value_in_words(row, result.package, words)
            change = changes[0] if changes else None
            step = Step(release=release, until=release, value=value, printed=row["printed"], change=change)
            steps.append(step)
    return tuple(steps)


def _until(step: Step, release: Released) -> Step:
    return Step(
        release=step.release, until=release, value=step.value, printed=step.printed, change=step.change
    )


def look_ups(
    results: Sequence[Result], artifacts: Iterable[Artifact], languages: Iterable[Words]
) -> Iterator[Artifact]:
    """Yield the script the verify page asks for in each language: the SHA-256 of every file but the pages.

    It holds all releases and this build. No JSON, because a page from a disk may load nothing but scripts.
    """
    kept = tuple(each.address for result in results for each in result.record.releases)
    files = [each for each in artifacts if each.kind == "file" and not each.path.startswith(kept)]
    bodies = [(each.path, sha256(each.body).hexdigest()) for each in files]
    for words in languages:
        publishers = [_told(result, bodies, words) for result in results]
        own = {path for each in publishers for path in each["files"]}
        others = {path: digest for path, digest in bodies if path not in own}
        all_together = {**_of_all(results, words), "page": "", "releases": [], "tables": [], "files": others}
        told = {
            "words": dict(words.catalogue["checking"]),
            "publishers": [*publishers, all_together],
        }
        body = f"verifiable({json.dumps(told, ensure_ascii=False, separators=(',', ':'))})\n"
        origins = tuple(f"{FOLDER}/{each.package.id}" for each in results)
        yield Artifact(path=f"data/verify.{words.language}.js", body=body.encode(), made_from=origins)


def _told(result: Result, bodies: Iterable[tuple[str, str]], words: Words) -> dict[str, Any]:
    package, last = result.package, result.record.latest
    title = {"title": words.pick(package.title), "path": "{path}"}
    present = words("checking.draft", **title)
    if last and result.is_released:
        present = words("checking.present", **title, version=last.version, day=words.date(last.day))
    return {
        "title": words.pick(package.title),
        "page": f"{package.id}/{SECTION}/index.html" if result.record.releases else "",
        "releases": [_released(each, result, words) for each in result.record.releases],
        # The file of such a table shows changes of that table alone; any other file may show any of them.
        "tables": [each.name for each in package.tables if each.name != "relations"],
        "kind": "current" if result.is_released else "draft",
        "present": present,
        "files": {path: digest for path, digest in bodies if package.id in path.split("/")[1:2]},
    }


def _of_all(results: Iterable[Result], words: Words) -> dict[str, str]:
    """What is said of a present file that is no one publisher's."""
    if all(result.is_released for result in results):
        return {"kind": "current", "present": words("checking.present_of_all", path="{path}")}
    return {"kind": "draft", "present": words("checking.draft", title=words("site.name"), path="{path}")}


def _released(release: Released, result: Result, words: Words) -> dict[str, object]:
    kept = {release.address + path: sha256(body).hexdigest() for path, body in release.files.items()}
    published = set(release.published.values())
    return {
        "version": release.version,
        "day": words.date(release.day),
        "changes": list(_lines(release, result, words)),
        # What is kept as it was published is found under the name it was published by.
        "files": {**release.published, **{path: kept[path] for path in kept if kept[path] not in published}},
    }


def lines_since(release: Released, result: Result, words: Words) -> tuple[str, ...]:
    """Return every cell that later releases changed, the next release first, a sentence each."""
    later = superseding(release, result)
    return tuple(line for each in later for _, line in _lines(each, result, words))


def _lines(release: Released, result: Result, words: Words) -> Iterator[tuple[str, str]]:
    """Every changed cell as its table and a sentence."""
    changed = changed_rows(release, result, words, Touched(quotes={}, charts=(), files=()))
    tables = [table for (table, _), _ in groupby(release.changes, key=lambda each: (each.table, each.row))]
    for table, row in zip(tables, changed, strict=True):
        for each in row.cells:
            said = {"name": row.name, "column": each.column, "old": each.old, "new": each.new}
            yield table, words("revisions.line", **said)
