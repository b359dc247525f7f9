"""What was measured in several years, side by side; where the definition changes, the break is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from yearbook.compare import Point, Series, series_of
from yearbook.model import TOTAL, Derived, Observation, Package, Result
from yearbook.pages.views import Line, lines
from yearbook.words import Words

AT_LENGTH = 3
MANY_NOTES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One year of a row: its figure with its footnote, and why the one before is not like it."""

    line: Line
    broken: str

    @property
    def is_computed(self) -> bool:
        """Whether the figure was worked out here because no source prints it."""
        return isinstance(self.line.figure, Derived)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing in the years of a table, an empty cell where a year has none."""

    label: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTable:
    """Several things of one topic side by side in the years that have any of them."""

    topic: str
    years: tuple[int, ...]
    rows: tuple[Row, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every figure shown, for the footnotes."""
        return tuple(cell.line for row in self.rows for cell in row.cells if cell)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why lines are broken, each reason once."""
        found = (cell.broken for row in self.rows for cell in row.cells if cell and cell.broken)
        return tuple(dict.fromkeys(found))

    @property
    def has_computed(self) -> bool:
        """Whether any figure was worked out here."""
        return any(cell.is_computed for row in self.rows for cell in row.cells if cell)


def side_by_side(result: Result, words: Words) -> tuple[YearTable, ...]:
    """Return what the publisher's place has in more than one year, a table a topic."""
    package = result.package
    own = (each for each in series_of(result) if _is_own(each.latest.observed, package))
    several = (each for each in own if len(each.points) > 1)
    return _tables(several, lambda figure: words.label(figure, package), words)


def of_place(result: Result, place: str, words: Words) -> tuple[YearTable, ...]:
    """Return every figure about one place, a table a topic."""
    package = result.package
    found = (each for each in series_of(result) if each.latest.observed.place == place)
    return _tables(found, lambda figure: words.label(replace(figure, place=package.place), package), words)


def of_school(result: Result, school: str, words: Words) -> tuple[YearTable, ...]:
    """Return every figure about one school, a table a topic."""
    package = result.package
    found = (each for each in series_of(result) if each.latest.observed.school == school)
    return _tables(found, lambda figure: words.label(replace(figure, school=TOTAL), package), words)


def _is_own(fact: Observation, package: Package) -> bool:
    """Whether a figure is about the whole publisher, and no rate printed beside what it compares."""
    return package.is_whole(fact) and fact.status != "derived"


def _tables(
    series: Iterable[Series], label: Callable[[Observation], str], words: Words
) -> tuple[YearTable, ...]:
    by_topic: dict[str, list[Series]] = defaultdict(list)
    for each in series:
        by_topic[each.latest.observed.table].append(each)
    return tuple(_table(topic, found, label, words) for topic, found in by_topic.items())


def _table(topic: str, found: list[Series], label: Callable[[Observation], str], words: Words) -> YearTable:
    years = tuple(sorted({point.year for each in found for point in each.points}))
    figures = [point.figure for each in found for point in each.points]
    marked = {line.figure.id: line for line in lines(figures, words)}
    rows = (
        Row(label=label(each.latest.observed), cells=tuple(_cells(each, years, marked))) for each in found
    )
    return YearTable(topic=topic, years=years, rows=tuple(rows))


def _cells(series: Series, years: tuple[int, ...], marked: dict[str, Line]) -> Iterator[Cell | None]:
    points: dict[int, Point] = {each.year: each for each in series.points}
    broken = {series.points[at].year: reason for at, reason in series.breaks}
    for year in years:
        point = points.get(year)
        yield Cell(line=marked[point.figure.id], broken=broken.get(year, "")) if point else None


def latest(package: Package) -> tuple[int, ...]:
    """Return the years to show at length, newest first: those with prose of their own, or the last."""
    written = sorted({year for year, _ in package.prose if year in package.years}, reverse=True)
    return tuple(written[:AT_LENGTH]) or package.years[-1:]


def in_menu(package: Package, year: int) -> tuple[int, ...]:
    """Return the years in a publisher's menu: the latest, and the one being read."""
    return tuple(each for each in package.years if each == year or each in package.years[-AT_LENGTH:])
