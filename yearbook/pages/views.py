"""What templates show, worked out beforehand: templates do no arithmetic."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from yearbook.about import about
from yearbook.model import (
    DIMENSIONS,
    NOT_APPLICABLE,
    TOTAL,
    Artifact,
    Chart,
    Commitment,
    Derived,
    Entry,
    Observation,
    Package,
    Result,
)
from yearbook.pages import embed
from yearbook.pages.embed import Taken
from yearbook.prose import NARRATIVE, TOPICS, Section, sections
from yearbook.record import Released
from yearbook.words import Words

_MANY_ENTRIES = 5
SHEETS = "/sheets/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table of figures: the figure and the number of its footnote, 0 without one."""

    figure: Observation | Derived
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTable:
    """The same figures of many places or schools: what the columns are, and each entry with its cells."""

    section: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Entry, tuple[Observation | None, ...]], ...]


def years_in_words(package: Package, words: Words) -> str:
    """Return which years a publisher has: 2018, 2024; 2007-2024."""
    if not package.years:
        return words("site.no_figures")
    if len(package.years) > 2:
        return words("site.years_range", first=package.years[0], last=package.years[-1])
    return words("patterns.list").join(map(str, package.years))


def by_topic_over_years(charts: Iterable[Chart]) -> Iterator[tuple[str, Chart, tuple[Chart, ...]]]:
    """Yield for each topic the chart over the years to see first, and the others."""
    for topic in TOPICS:
        found = [each for each in charts if each.over_years and each.topic == topic]
        if found:
            yield topic, found[0], tuple(found[1:])


def prose_sections(package: Package, year: int, words: Words) -> tuple[Section, ...]:
    """Return the sections of a year's prose in this language; none where there is no prose."""
    return sections(package.prose.get((year, words.language), ""))


def section(package: Package, year: int, name: str, words: Words) -> Section | None:
    """Return one section of a year's prose."""
    return next((each for each in prose_sections(package, year, words) if each.id == name), None)


def narrative(package: Package, year: int, words: Words) -> tuple[Section, ...]:
    """Return the sections of a year's work summary, none where there is no such text."""
    return tuple(each for each in prose_sections(package, year, words) if each.id in NARRATIVE)


def lead_section(package: Package, year: int, words: Words) -> Section | None:
    """Return the section that says the most of a year in the fewest words: how much, or its first topic."""
    found = {each.id: each for each in prose_sections(package, year, words)}
    return next((found[name] for name in ("how-much", *TOPICS) if name in found), None)


def first_paragraph(text: str) -> str:
    """Return the paragraph that answers."""
    return text.split("\n\n", 1)[0]


def lines(figures: Iterable[Observation | Derived], words: Words) -> tuple[Line, ...]:
    """Return rows of a table; figures with the same footnote share its number."""
    marks: dict[str, int] = {}
    rows = []
    for each in figures:
        note = words.pick(each.note) if each.note else ""
        mark = marks.setdefault(note, len(marks) + 1) if note else 0
        rows.append(Line(figure=each, mark=mark))
    return tuple(rows)


def notes(rows: Iterable[Line], words: Words) -> tuple[tuple[int, str], ...]:
    """Return the footnotes of a table in the order of their numbers."""
    found = {row.mark: words.pick(row.figure.note) for row in rows if row.mark}
    return tuple(sorted(found.items()))


def published(package: Package, year: int, topic: str) -> tuple[Observation, ...]:
    """Return the figures of a topic that have a value."""
    return tuple(each for each in package.in_year(year, topic) if each.quantity)


def by_entry(package: Package, year: int, topic: str, words: Words) -> tuple[EntryTable, ...]:
    """Return the figures that many places share as one table, and those that many schools share."""
    places = _by_entry(package, year, topic, "place", words)
    schools = _by_entry(package, year, topic, "school", words)
    return tuple(each for each in (places, schools) if each)


def _by_entry(package: Package, year: int, topic: str, dimension: str, words: Words) -> EntryTable | None:
    entries = package.places if dimension == "place" else package.schools
    own = package.place if dimension == "place" else TOTAL
    columns: dict[tuple[object, ...], dict[str, Observation]] = defaultdict(dict)
    for each in published(package, year, topic):
        entry = getattr(each, dimension)
        if entry in entries and entry != own:
            alike = _at(each, dimension, own)
            columns[alike.indicator, alike.codes, each.status].setdefault(entry, each)
    shared = [column for column in columns.values() if len(column) >= _MANY_ENTRIES]
    if not shared:
        return None
    firsts = (_at(next(iter(each.values())), dimension, own) for each in shared)
    return EntryTable(
        section=f"{dimension}s",
        columns=tuple(words.label(each, package) for each in firsts),
        rows=tuple(
            (entries[entry], tuple(column.get(entry) for column in shared))
            for entry in entries
            if any(entry in column for column in shared)
        ),
    )


def _at(fact: Observation, dimension: str, code: str) -> Observation:
    return replace(fact, place=code) if dimension == "place" else replace(fact, school=code)


def besides(package: Package, year: int, topic: str, tables: Iterable[EntryTable]) -> tuple[Observation, ...]:
    """Return the figures of a topic that stand in no table of places or schools."""
    shown = {each.id for table in tables for _, cells in table.rows for each in cells if each}
    return tuple(each for each in published(package, year, topic) if each.id not in shown)


def not_stated(package: Package, year: int | None = None, topic: str = "") -> tuple[Observation, ...]:
    """Return what the sources do not say, of one year and topic where named."""
    facts = package.observations.values()
    return tuple(
        each for each in facts if each.absent and year in (None, each.year) and topic in ("", each.table)
    )


def derived(result: Result, year: int, topic: str, *, computed: bool) -> tuple[Derived, ...]:
    """Return derived figures of a year and topic: the computed or the refused ones."""
    found = result.derived.values()
    return tuple(
        each for each in found if each.year == year and each.table == topic and (not each.refused) == computed
    )


def fields(figure: Observation) -> tuple[tuple[str, str], ...]:
    """Return the cells of a figure's row by column name; totals and what does not apply are left out."""
    names = ("indicator", *DIMENSIONS, "year", "period_kind", "status", "series")
    cells = ((name, str(getattr(figure, name))) for name in names)
    return tuple((name, cell) for name, cell in cells if cell not in ("", TOTAL, NOT_APPLICABLE))


def totals(figure: Observation) -> tuple[str, ...]:
    """Return the dimensions over which a figure is a total, by column name."""
    return tuple(name for name in DIMENSIONS if getattr(figure, name) == TOTAL)


def to_take(
    figure: Observation | Derived, result: Result, languages: Iterable[Words], own: Words
) -> Iterator[Taken]:
    """Yield what can be copied from the page of a figure: number, row, citations, pieces for other sites."""
    package, languages = result.package, tuple(languages)
    path = f"{package.id}/figures/{figure.id}/"

    def part(words: Words) -> str:
        return words.label(figure, package) + words("downloads.citation.of_year", year=figure.year)

    if figure.quantity:
        for words in languages:
            said = words.figure(figure.quantity, package.indicators[figure.indicator], package)
            yield Taken(kind=words("name"), text=said, language=words("html"))
    if isinstance(figure, Observation):
        yield Taken(kind="CSV", text=row_of(figure, package), language="zh")
    parts = {words.language: part(words) for words in languages}
    yield from cited(package, f"{package.id}-{figure.id}", parts, path, languages, own)
    yield from embed.snippets(figure, result, own)


def cited(
    package: Package, key: str, parts: Mapping[str, str], path: str, languages: Iterable[Words], own: Words
) -> Iterator[Taken]:
    """Yield how to cite a part of the data: as texts in every language, for BibTeX and as CSL-JSON.

    `parts` says what the part is called by language, `path` where it stands.
    """
    facts, part = about(package), parts[own.language]
    for words in languages:
        text = facts.citation(words, parts[words.language], path)
        yield Taken(kind=words("downloads.citation.style"), text=text, language=words("html"))
    yield Taken(kind="BibTeX", text=facts.bibtex(own, key, part, path), language=own("html"))
    yield Taken(kind="CSL-JSON", text=facts.csl(own, key, part, path), language=own("html"))


def cite_table(package: Package, topic: str, languages: Iterable[Words], own: Words) -> Iterator[Taken]:
    """Yield how to cite the table of a topic."""
    languages = tuple(languages)
    parts = {words.language: words(f"tables.{topic}") for words in languages}
    return cited(package, f"{package.id}-{topic}", parts, f"{package.id}/{topic}/", languages, own)


def cite_release(
    release: Released, package: Package, languages: Iterable[Words], own: Words
) -> Iterator[Taken]:
    """Yield how to cite a release, whatever version and day the package has now."""
    descriptor = {**json.loads(package.descriptor), "created": release.day.isoformat()}
    as_released = replace(package, version=release.version, descriptor=json.dumps(descriptor))
    parts = {words.language: "" for words in languages}
    return cited(as_released, f"{package.id}-{release.version}", parts, release.address, languages, own)


def row_of(figure: Observation, package: Package) -> str:
    """Return a figure's row as it stands in the CSV."""
    (table,) = (each for each in package.tables if each.name == figure.table)
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="").writerow(table.rows[figure.row - 2])
    return line.getvalue()


def beside(result: Result, figure: Observation) -> tuple[Observation, ...]:
    """Return what other sources and editions print for the same cell, in the order of the files."""
    cell = _cell(figure)
    same = (each for each in result.package.observations.values() if _cell(each) == cell)
    return tuple(each for each in same if each.id != figure.id and each.quantity)


def _cell(fact: Observation) -> tuple[object, ...]:
    return (*fact.natural_key[1:], fact.series)


def took_part(package: Package, school: str) -> tuple[tuple[Entry, bool], ...]:
    """Return what a school took part in, and whether the source's list of schools is complete."""
    known = {**package.entities, **package.programmes}
    return tuple(
        (known[each.activity], each.complete) for each in package.participations if each.school == school
    )


def figures_of_programme(package: Package, programme: str) -> tuple[Observation, ...]:
    """Return the figures about one programme."""
    return tuple(
        each for each in package.observations.values() if each.programme == programme and each.quantity
    )


def figures_of_school(package: Package, school: str) -> tuple[Observation, ...]:
    """Return the figures about one school."""
    return tuple(each for each in package.observations.values() if each.school == school and each.quantity)


def by_topic(package: Package, words: Words) -> tuple[tuple[str, tuple[Commitment, ...]], ...]:
    """Return the commitments under their topics, in the order they were made."""
    found: dict[str, list[Commitment]] = defaultdict(list)
    for each in package.commitments:
        found[words.pick(each.topic)].append(each)
    return tuple((topic, tuple(rows)) for topic, rows in found.items())


def by_kind(package: Package) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return documents, organisations, curricula and honours, each kind apart."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for each in package.entities.values():
        found[each.kind].append(each)
    return tuple((kind, tuple(rows)) for kind, rows in found.items())


def figures_of_source(package: Package, source: str) -> tuple[Observation, ...]:
    """Return the figures taken from one source."""
    return tuple(each for each in package.observations.values() if each.source == source)


def description(title: str, result: Result, words: Words) -> str:
    """Return the sentence search engines show for a page."""
    return words("site.page_description", title=title, publisher=words.pick(result.package.publisher))


def sheets_among(files: Iterable[Artifact], language: str) -> tuple[Artifact, ...]:
    """Return the printed pages of places, schools and programmes in one language."""
    return tuple(each for each in files if SHEETS in each.path and each.path.endswith(f".{language}.pdf"))


def size_of(files: Iterable[Artifact]) -> str:
    """Return how much several files are together, for people."""
    return size(sum(len(each.body) for each in files))


def size(count: int) -> str:
    """Return a number of bytes for people: 12 kB."""
    return f"{count / 1000:,.0f}\N{NO-BREAK SPACE}kB" if count >= 1000 else f"{count}\N{NO-BREAK SPACE}B"
