"""What templates show, worked out beforehand: templates do no arithmetic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from yearbook.formula import Figure, figures_of, parse_equation
from yearbook.model import (
    DIMENSIONS,
    REPAYABLE,
    Artifact,
    Chart,
    Commitment,
    Derived,
    Entry,
    Observation,
    Package,
    Result,
    Verdict,
)
from yearbook.prose import ANSWERS, Section, sections
from yearbook.words import Words

MANY_RELATIONS = 60
MANY_ROWS = 20
_MANY_PLACES = 5
_YEARS_AT_LENGTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A publisher in brief: the figure that answers first, and the answers in words."""

    result: Result
    year: int
    lead: str
    answers: tuple[Section, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table of figures: the figure and the number of its footnote, 0 without one."""

    figure: Observation | Derived
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One thing measured in several years; `comparable` only when every year counts the same."""

    label: str
    lines: tuple[Line | None, ...]
    comparable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTable:
    """The same figures of many places: what the columns are, and each place with its cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Observation | None, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A total of money that contains loans: its relation, and the parts to be repaid."""

    verdict: Verdict
    total: str
    loans: tuple[str, ...]
    without: str


def card(result: Result, words: Words, charts: Iterable[Chart]) -> Card:
    """Return the publisher's first answer: the latest year whose prose says how much."""
    package = result.package
    for year in reversed(package.years):
        answers = {each.id: each for each in prose_sections(package, year, words) if each.id in ANSWERS}
        if "how-much" in answers and answers["how-much"].figures:
            lead = answers["how-much"].figures[0]
            break
    else:
        year, answers = package.years[-1], {}
        lead = next(each.id for each in package.in_year(year) if each.quantity)
    return Card(
        result=result,
        year=year,
        lead=lead,
        answers=tuple(answers[name] for name in ANSWERS if name in answers),
        chart=_about(lead, year, package, charts),
    )


def _about(figure: str, year: int, package: Package, charts: Iterable[Chart]) -> Chart | None:
    """Return the first chart of a year that shows a figure."""
    return next(
        (
            each
            for each in charts
            if (each.publisher, each.year) == (package.id, year) and figure in each.figures
        ),
        None,
    )


def prose_sections(package: Package, year: int, words: Words) -> tuple[Section, ...]:
    """Return the sections of a year's prose in this language; none where there is no prose."""
    return sections(package.prose.get((year, words.language), ""))


def section(package: Package, year: int, name: str, words: Words) -> Section | None:
    """Return one section of a year's prose."""
    return next((each for each in prose_sections(package, year, words) if each.id == name), None)


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


def by_place(package: Package, year: int, topic: str, words: Words) -> PlaceTable | None:
    """Return the figures that many places share as one table; nothing where there are few places."""
    columns: dict[tuple[str, ...], dict[str, Observation]] = defaultdict(dict)
    for each in published(package, year, topic):
        if each.place != package.place:
            columns[(each.indicator, *each.codes[1:], each.status)][each.place] = each
    shared = [column for column in columns.values() if len(column) >= _MANY_PLACES]
    if not shared:
        return None
    places = [place for place in package.places if any(place in column for column in shared)]
    return PlaceTable(
        columns=tuple(
            words.label(replace(next(iter(each.values())), place=package.place), package) for each in shared
        ),
        rows=tuple(
            (words.pick(package.places[place].label), tuple(column.get(place) for column in shared))
            for place in places
        ),
    )


def besides(package: Package, year: int, topic: str, table: PlaceTable | None) -> tuple[Observation, ...]:
    """Return the figures of a topic that stand in no table of places."""
    shown = {each.id for _, cells in table.rows for each in cells if each} if table else set()
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


def alike(result: Result, code: str, year: int) -> Iterator[tuple[Verdict, ...]]:
    """Yield the relations of a year with a verdict, those written as one pattern together."""
    found = [each for each in result.verdicts if each.code == code and _year_of(each, result) == year]
    for _, group in groupby(found, key=lambda each: each.relation.pattern or each.relation.id):
        yield tuple(group)


def years_of(result: Result, code: str) -> tuple[tuple[int, int], ...]:
    """Return the years of the relations with a verdict, latest first, and how many each has."""
    found = Counter(_year_of(each, result) for each in result.verdicts if each.code == code)
    return tuple(sorted(found.items(), reverse=True))


def _year_of(verdict: Verdict, result: Result) -> int:
    """The year of the figure a relation is about: the first one named."""
    return result.package.observations[verdict.inputs[0]].year


def suggested(result: Result, relation: str) -> tuple[tuple[str, str], ...]:
    """Return which figures, printed otherwise, would mend a relation that fails: id and value."""
    return tuple(
        (figure, f"{Decimal(value.numerator) / Decimal(value.denominator):,f}")
        for each in result.suggestions
        if relation in each.relations
        for figure, value in each.values
    )


def verdict_counts(result: Result) -> tuple[tuple[str, int], ...]:
    """Return how many relations came out each way, those to look at first."""
    return tuple(
        (code, sum(each.code == code for each in result.verdicts))
        for code in ("fails", "open", "rounding", "holds")
    )


def totals_with_loans(result: Result, year: int) -> Iterator[Total]:
    """Yield every sum of money of a year whose parts include loans."""
    for verdict in result.verdicts:
        if _year_of(verdict, result) != year:
            continue
        parts = _money_parts(verdict, result.package)
        loans = tuple(each for each in parts if _is_loan(each, result.package))
        if loans:
            grants = set(parts) - set(loans)
            total = verdict.inputs[0]
            without = next(
                (
                    each.id
                    for each in result.derived.values()
                    if set(each.inputs) == grants and "/" not in each.formula
                ),
                "",
            )
            yield Total(verdict=verdict, total=total, loans=loans, without=without)


def _money_parts(verdict: Verdict, package: Package) -> tuple[str, ...]:
    equation = parse_equation(verdict.relation.terms)
    if verdict.relation.kind != "sum" or not isinstance(equation.left, Figure):
        return ()
    parts = tuple(figures_of(equation.right))
    money = all(package.indicators[package.observations[each].indicator].unit == "CNY" for each in parts)
    return parts if money else ()


def _is_loan(figure: str, package: Package) -> bool:
    programme = package.programmes.get(package.observations[figure].programme)
    return programme is not None and programme.kind in REPAYABLE


def side_by_side(package: Package, words: Words) -> tuple[Comparison, ...]:
    """Return what was measured in more than one year, the years next to one another."""
    found: dict[tuple[str, ...], dict[int, Observation]] = defaultdict(dict)
    for each in package.observations.values():
        if each.quantity:
            found[(each.indicator, *each.codes, each.status)].setdefault(each.year, each)
    rows = [by_year for by_year in found.values() if len(by_year) > 1]
    marked = {line.figure.id: line for line in lines((each for row in rows for each in row.values()), words)}
    return tuple(_comparison(by_year, marked, package, words) for by_year in rows)


def _comparison(
    by_year: dict[int, Observation], marked: dict[str, Line], package: Package, words: Words
) -> Comparison:
    figures = [by_year.get(year) for year in package.years]
    return Comparison(
        label=words.label(next(iter(by_year.values())), package),
        lines=tuple(marked[each.id] if each else None for each in figures),
        comparable=len({(each.series, each.period_kind) for each in by_year.values()}) == 1,
    )


def latest(package: Package) -> tuple[int, ...]:
    """Return the years to show at length, newest first: those with prose of their own, or the last."""
    written = sorted({year for year, _ in package.prose if year in package.years}, reverse=True)
    return tuple(written[:_YEARS_AT_LENGTH]) or package.years[-1:]


def in_menu(package: Package, year: int) -> tuple[int, ...]:
    """Return the years in a publisher's menu: the latest, and the one being read."""
    return tuple(each for each in package.years if each == year or each in package.years[-_YEARS_AT_LENGTH:])


def all_lines(rows: Iterable[Comparison]) -> tuple[Line, ...]:
    """Return every figure of a comparison, for its footnotes."""
    return tuple(line for row in rows for line in row.lines if line)


def fields(figure: Observation) -> tuple[tuple[str, str], ...]:
    """Return the cells of a figure's row by column name, empty ones left out."""
    names = ("indicator", *DIMENSIONS, "year", "period_kind", "status", "series")
    return tuple((name, str(getattr(figure, name))) for name in names)


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


def purpose(path: str, package: Package, words: Words) -> str:
    """Return what a file to download is for."""
    name = path.rsplit("/", 1)[-1]
    title = next((words.pick(each.title) for each in package.tables if f"{each.name}.csv" == name), "")
    return title or words(f"purpose.{name.rpartition('.')[2]}")


def figures_of_source(package: Package, source: str) -> tuple[Observation, ...]:
    """Return the figures taken from one source."""
    return tuple(each for each in package.observations.values() if each.source == source)


def description(title: str, result: Result, words: Words) -> str:
    """Return the sentence search engines show for a page."""
    return words("site.page_description", title=title, publisher=words.pick(result.package.publisher))


def best_first(files: Iterable[Artifact]) -> list[Artifact]:
    """Return files to download with what most people want first: the workbook, everything, papers, tables."""
    order = (".xlsx", ".zip", ".pdf", ".csv")
    suffixes = {each.path: "." + each.path.rpartition(".")[2] for each in files}
    return sorted(files, key=lambda each: (*order, suffixes[each.path]).index(suffixes[each.path]))


def size(count: int) -> str:
    """Return a number of bytes for people: 12 kB."""
    return f"{count / 1000:,.0f} kB" if count >= 1000 else f"{count} B"
