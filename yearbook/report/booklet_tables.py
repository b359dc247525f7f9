"""The tables of the booklet: years, places or one year's figures as columns; unit, sources, title."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from yearbook.compare import Point
from yearbook.model import TOTAL, Derived, Observation
from yearbook.pages.views import EntryTable
from yearbook.report.annex import sources
from yearbook.report.booklet_rows import (
    Cell,
    Figure,
    Line,
    Notes,
    Placed,
    Row,
    Wholes,
    cell,
    codes_label,
    label_cell,
    lines_of,
    lines_of_years,
    nested,
    unit_of,
    wholes_of,
)
from yearbook.report.edition import Edition
from yearbook.report.tables import Block, number

_MOST_YEARS = 6  # columns of numbers that stand beside a column of labels on an upright A4 page
_WIDEST = 9  # characters of a number in a column of a year, before a larger unit is taken
_NAMED = 2  # indicators named in the title of a table, before the others are counted
_RUN = 3  # numbers in a row from which only the first and the last are printed
_EMPTY: Cell = {"whole": "", "rest": "", "mark": ""}


def tables_of_years(edition: Edition, topic: str) -> Iterator[Block]:
    """Yield the tables of a topic with years as columns: one for each unit, status and kind of period."""
    wholes = wholes_of(edition)
    groups: dict[Hashable, list[Line]] = defaultdict(list)
    for line in lines_of_years(edition, topic):
        indicator = edition.package.indicators[line.fact.indicator]
        kind = (indicator.unit, indicator.counting_unit, line.fact.status, line.fact.period_kind)
        groups[kind].append(line)
    for group in groups.values():
        yield _of_years(edition, sorted(group, key=_order(group)), wholes)


def _order(lines: Sequence[Line]) -> Callable[[Line], tuple[int, int]]:
    """Order by indicator as the files do, the broadest row of each first."""
    ids = list(dict.fromkeys(each.fact.indicator for each in lines))
    return lambda each: (ids.index(each.fact.indicator), -each.fact.codes.count(TOTAL))


def _of_years(edition: Edition, lines: Sequence[Line], wholes: Wholes) -> Block:
    factor, unit = _scale(edition, lines)
    notes = Notes(edition, lines)
    blocks = []
    for years in _in_blocks(sorted({each.year for line in lines for each in line.points})):
        rows = nested([each for each in lines if set(_years([each])) & set(years)], wholes)
        columns = [("label", edition("columns.indicator")), *(("number", str(year)) for year in years)]
        blocks += notes.pieces(columns, list(_rows_of_years(edition, rows, years, factor, notes)))
    first, last = min(_years(lines)), max(_years(lines))
    span = edition("booklet.years", first=first, last=last) if first < last else str(first)
    return _table(
        edition, title=edition("booklet.titled", what=_named(edition, lines), years=span), unit=unit,
        period=_kind(edition, lines[0].fact), blocks=blocks, notes=notes.common, lines=lines,
    )  # fmt: skip


def _years(lines: Iterable[Line]) -> list[int]:
    return [point.year for line in lines for point in line.points]


def _in_blocks(years: list[int]) -> Iterator[list[int]]:
    """Yield years in blocks of about the same size that fit a page."""
    count = -(-len(years) // _MOST_YEARS)
    size = -(-len(years) // count)
    yield from (years[at : at + size] for at in range(0, len(years), size))


def _rows_of_years(
    edition: Edition, placed: Sequence[Placed], years: Sequence[int], factor: Decimal, notes: Notes
) -> Iterator[Row]:
    several = _several(placed)
    before = ""
    for each in placed:
        indicator = each.line.fact.indicator
        if not each.depth and indicator != before and indicator in several and len(_indicators(placed)) > 1:
            yield [{"group": edition.words.pick(edition.package.indicators[indicator].label)}]
        before = indicator if not each.depth else before
        label = label_cell(edition, each, short=indicator in several and not each.whole)
        points = {point.year: point for point in each.line.points}
        cells = [_year_cell(edition, each.line, points.get(year), factor, notes) for year in years]
        yield [label, *cells]


def _several(placed: Sequence[Placed]) -> frozenset[str]:
    """Return the indicators that stand in more than one row, next to one another, and not under a whole."""
    count = Counter(each.line.fact.indicator for each in placed if not each.depth)
    runs = Counter(
        b.line.fact.indicator
        for a, b in pairwise([None, *(each for each in placed if not each.depth)])
        if b and (a is None or a.line.fact.indicator != b.line.fact.indicator)
    )
    return frozenset(each for each in count if count[each] > 1 and runs[each] == 1)


def _indicators(placed: Iterable[Placed]) -> frozenset[str]:
    return frozenset(each.line.fact.indicator for each in placed)


def _year_cell(edition: Edition, line: Line, point: Point | None, factor: Decimal, notes: Notes) -> Cell:
    if point is None:
        return _EMPTY
    shown = cell(edition, point.figure, factor)
    bar = edition("booklet.break") if point.year in line.breaks else ""
    if isinstance(point.figure, Derived):  # its note and formula stand in the table of what was worked out
        return {**number(bar + shown + edition("booklet.computed")), "mark": ""}
    return {**number(bar + shown), "mark": notes.of(point.figure)}


def _scale(edition: Edition, lines: Sequence[Line]) -> tuple[Decimal, str]:
    """Return the unit of counting that keeps every number of a table short, with the unit in words."""
    indicator = edition.package.indicators[lines[0].fact.indicator]
    name = unit_of(edition, indicator)
    if indicator.unit not in ("CNY", "count"):
        return Decimal(1), name
    known = sorted((each.factor, each.word) for each in edition.words.scales)
    figures = [figure for line in lines for figure in line.figures]

    def width(factor: Decimal) -> int:
        return max(len(cell(edition, each, factor)) for each in figures)

    fitting = (each for each in [(Decimal(1), ""), *known] if width(each[0]) <= _WIDEST)
    narrowest = min([(Decimal(1), ""), *known], key=lambda each: width(each[0]))
    factor, word = next(fitting, narrowest)
    return factor, edition("booklet.scaled", scale=word.strip(), unit=name) if word else name


def _named(edition: Edition, lines: Sequence[Line]) -> str:
    """Return the indicators of a table in a few words, for its title."""
    ids = dict.fromkeys(each.fact.indicator for each in lines)
    labels = [edition.words.pick(edition.package.indicators[each].label) for each in ids]
    first = edition.words("patterns.list").join(labels[:_NAMED])
    return edition("booklet.and_more", labels=first, count=len(labels)) if len(labels) > _NAMED else first


def _kind(edition: Edition, fact: Observation) -> str:
    """Return what kind of number it is: nature of the money, status, period."""
    words, nature = edition.words, edition.nature(fact)
    parts = [words(f"nature.{nature}")] if nature else []
    parts += [words(f"status.{fact.status}"), words(f"period_kind.{fact.period_kind}")]
    start, end = fact.period_start, fact.period_end
    if start and end and start.year < end.year:
        parts.append(edition("booklet.years", first=start.year, last=end.year))
    return words("patterns.list").join(parts)


# One year.


def table_of_figures(edition: Edition, title: str, facts: Sequence[Observation]) -> Block:
    """Return figures one under the other: value, unit, kind of number, wording of the source."""
    placed = nested(lines_of(facts), wholes_of(edition))
    notes = Notes(edition, [each.line for each in placed])
    units = {each.id: unit_of(edition, edition.package.indicators[each.indicator]) for each in facts}
    kinds = {each.id: _kind(edition, each) for each in facts}
    roles = {"label": "indicator", "number": "value"}
    roles |= {"unit": "unit"} if len(set(units.values())) > 1 else {}
    roles |= {"kind": "kind"} if len(set(kinds.values())) > 1 else {}
    roles |= {"printed": "printed"}
    rows = []
    for each in placed:
        fact = each.line.fact
        made = {
            "label": {**label_cell(edition, each, short=False), "mark": notes.of(fact)},
            "number": number(cell(edition, fact)),
            "unit": units[fact.id],
            "kind": kinds[fact.id],
            "printed": fact.printed,
        }
        rows.append([made[role] for role in roles])
    columns = [(role, edition(f"columns.{heading}")) for role, heading in roles.items()]
    same = next(iter(kinds.values())) if "kind" not in roles else ""
    unit = next(iter(units.values())) if "unit" not in roles else edition("booklet.by_row")
    return _table(
        edition, title=title, unit=unit, period=same, blocks=notes.pieces(columns, rows), notes=notes.common,
        lines=[each.line for each in placed],
    )  # fmt: skip


def table_of_entries(edition: Edition, entries: EntryTable, topic: str) -> Block:
    """Return what many places or schools share, each in a row."""
    columns = [next(row[at] for _, row in entries.rows if row[at]) for at in range(len(entries.columns))]
    firsts = [each for each in columns if each]
    facts = [each for _, row in entries.rows for each in row if each]
    notes = Notes(edition, lines_of(facts))
    units = {unit_of(edition, edition.package.indicators[each.indicator]) for each in firsts}
    one = len({each.indicator for each in firsts}) == 1
    heads = [_head(edition, each, one=one, units=units) for each in firsts]
    rows = []
    for entry, row in entries.rows:
        label = {"text": edition.words.pick(entry.label), "depth": "0", "sign": "", "mark": ""}
        cells = [{**number(cell(edition, each)), "mark": notes.of(each)} if each else _EMPTY for each in row]
        rows.append([label, *cells])
    what = _named(edition, lines_of(firsts)) if one else edition.words(f"tables.{topic}")
    return _table(
        edition,
        title=edition(f"booklet.by_{entries.section}", topic=what, year=edition.year),
        unit=next(iter(units)) if len(units) == 1 else edition("booklet.by_column"),
        period=_kind(edition, firsts[0]),
        blocks=notes.pieces(
            [("label", edition(f"booklet.{entries.section}")), *(("even", each) for each in heads)], rows
        ),
        notes=notes.common,
        lines=lines_of(facts),
    )  # fmt: skip


def _head(edition: Edition, fact: Observation, *, one: bool, units: set[str]) -> str:
    codes = codes_label(edition, replace(fact, place=edition.package.place, school="_T"))
    name = edition.words.pick(edition.package.indicators[fact.indicator].label)
    label = (codes or edition("booklet.total")) if one else (f"{name}\n{codes}" if codes else name)
    unit = unit_of(edition, edition.package.indicators[fact.indicator])
    return label if len(units) == 1 else edition("booklet.with_unit", label=label, unit=unit)


def table_of_derived(edition: Edition, title: str, derived: Sequence[Derived]) -> Block:
    """Return figures that were worked out, each with its formula."""
    notes = Notes(edition, ())
    columns = [("label", "indicator"), ("number", "value"), ("unit", "unit"), ("text", "formula")]
    rows = []
    for each in derived:
        label = {"text": edition.label(each), "depth": "0", "sign": "", "mark": notes.of(each)}
        unit = unit_of(edition, edition.package.indicators[each.indicator])
        rows.append([label, number(cell(edition, each)), unit, edition.equation(each.formula)])
    heads = [(role, edition(f"columns.{heading}")) for role, heading in columns]
    return _table(
        edition,
        title=title,
        unit=edition("booklet.by_row"),
        period="",
        blocks=notes.pieces(heads, rows),
        notes=[],
        lines=(),
    )


# What goes with every table.


def _table(edition: Edition, *, lines: Sequence[Line], period: str, **more: Any) -> Block:
    used = {
        each.source for line in lines for point in line.points for each in _printed(edition, point.figure)
    }
    known = [each.id for each in sources(edition)]
    numbers = [at for at, each in enumerate(known, 1) if each in used]
    where = edition("booklet.sources", numbers=_ranges(edition, numbers)) if numbers else ""
    more["unit"] = edition("unit_line", unit=more["unit"])
    return {"kind": "table", "period": period, "sources": where, **more}


def _printed(edition: Edition, figure: Figure) -> Iterator[Observation]:
    inputs = figure.inputs if isinstance(figure, Derived) else (figure.id,)
    yield from (edition.package.observations[each] for each in inputs if each in edition.package.observations)


def _ranges(edition: Edition, numbers: Sequence[int]) -> str:
    """Return numbers in square brackets, runs of three and more as a range."""
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    listed = edition.words("patterns.list")
    shown = (
        f"[{run[0]}]–[{run[-1]}]" if len(run) >= _RUN else listed.join(f"[{each}]" for each in run)
        for run in runs
    )
    return listed.join(shown)
