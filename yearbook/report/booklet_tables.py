"""Tables of the booklet: years, places or one year's figures as columns; parts under their whole; notes; sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from yearbook.compare import Point, series_of
from yearbook.model import DIMENSIONS, TOTAL, Derived, Indicator, Observation, Quantity
from yearbook.pages.views import EntryTable
from yearbook.report.annex import sources
from yearbook.report.edition import Edition
from yearbook.report.tables import Block, number, part_and_whole

_MOST_YEARS = 6  # columns of numbers that stand beside a column of labels on an upright A4 page
_WIDEST = 9  # characters of a number in a column of a year, before a larger unit is taken
_NAMED = 2  # indicators named in the title of a table, before the others are counted
_PIECE = 12  # rows of a table with notes that stand together on a page, the notes under them
_SIGNS = {"below_unit": "…", "not_applicable": "—"}

Cell = dict[str, Any]
Row = list[Any]
Figure = Observation | Derived


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row to be: one thing in one year or several, `fact` being the latest; `breaks` are years unlike the one before."""

    fact: Observation
    points: tuple[Point, ...]
    breaks: frozenset[int] = frozenset()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What the row holds, oldest first."""
        return tuple(each.figure for each in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line where it stands: under which whole, how deep, behind which sign (`of`, `next`, `main`)."""

    line: Line
    whole: Line | None = None
    depth: int = 0
    sign: str = ""


def lines_of_years(edition: Edition, topic: str) -> tuple[Line, ...]:
    """Return everything measured in a topic as a line over the years."""
    return tuple(
        Line(
            fact=each.latest.observed,
            points=each.points,
            breaks=frozenset(each.points[at].year for at, reason in each.breaks if reason != "exactness"),
        )
        for each in series_of(edition.result)
        if each.latest.observed.table == topic
    )


def lines_of(facts: Iterable[Observation]) -> tuple[Line, ...]:
    """Return figures as lines of one year each."""
    return tuple(Line(fact=each, points=(Point(year=each.year, figure=each, observed=each),)) for each in facts)


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
        label = _short(edition, each, short=indicator in several and not each.whole)
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
        return {"whole": "", "rest": "", "mark": ""}
    shown = cell(edition, point.figure, factor)
    bar = edition("booklet.break") if point.year in line.breaks else ""
    if isinstance(point.figure, Derived):  # its note and formula stand in the table of what was worked out
        return {**number(bar + shown + edition("booklet.computed")), "mark": ""}
    return {**number(bar + shown), "mark": notes.of(point.figure)}


def cell(edition: Edition, figure: Figure, factor: Decimal = Decimal(1)) -> str:
    """Return a figure for a cell in units of `factor`; a sign for one that is absent with a reason."""
    if figure.quantity is None:
        return _SIGNS.get(getattr(figure, "absent", ""), "")
    indicator = edition.package.indicators[figure.indicator]
    return edition.words.cell(_in_units(figure.quantity, factor), indicator)


def _in_units(quantity: Quantity, factor: Decimal) -> Quantity:
    return replace(
        quantity,
        value=quantity.value / factor,
        resolution=quantity.resolution / factor,
        grain=quantity.grain / factor,
    )


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


def unit_of(edition: Edition, indicator: Indicator) -> str:
    """Return the unit of an indicator, % for a ratio."""
    return edition.words.unit(indicator, edition.package) or edition("booklet.of_one")


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
            "label": {**_short(edition, each, short=False), "mark": notes.of(fact)},
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
        cells = [
            {**number(cell(edition, each)), "mark": notes.of(each)} if each else {"whole": "", "rest": "", "mark": ""}
            for each in row
        ]  # fmt: skip
        rows.append([label, *cells])
    return _table(
        edition,
        title=edition(f"booklet.by_{entries.section}", topic=edition.words(f"tables.{topic}"), year=edition.year)
        if not one
        else edition(f"booklet.by_{entries.section}", topic=_named(edition, lines_of(firsts)), year=edition.year),
        unit=next(iter(units)) if len(units) == 1 else edition("booklet.by_column"),
        period=_kind(edition, firsts[0]),
        blocks=notes.pieces(
            [("label", edition(f"booklet.{entries.section}")), *(("even", each) for each in heads)], rows
        ),
        notes=notes.common,
        lines=lines_of(facts),
    )  # fmt: skip


def _head(edition: Edition, fact: Observation, *, one: bool, units: set[str]) -> str:
    codes = _codes(edition, replace(fact, place=edition.package.place, school="_T"))
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
        edition, title=title, unit=edition("booklet.by_row"), period="", blocks=notes.pieces(heads, rows), notes=[],
        lines=(),
    )  # fmt: skip


# Which row stands under which: only a part the package itself declares, and of the same thing.


Wholes = Mapping[str, tuple[str, bool]]


def wholes_of(edition: Edition) -> Wholes:
    """Return, by id, the whole each figure is a part of, and whether it is one of all parts of a sum."""
    found: dict[str, tuple[str, bool]] = {}
    for relation in edition.package.relations:
        for part, whole in part_and_whole(relation):
            found.setdefault(part, (whole, relation.kind == "sum"))
    return found


def nested(lines: Sequence[Line], wholes: Wholes) -> list[Placed]:
    """Return lines in the order of a table, parts under their whole.

    The parts of a sum that is declared whole stand behind 其中 (`of`, then `next`); what is only declared to be
    in the whole, so that more may be in it, behind # (`main`). A whole split twice has two such lists.
    """
    owners = {point.figure.id: line for line in lines for point in line.points}
    above: dict[str, tuple[Line, bool]] = {}
    for line in lines:
        for point in line.points:
            whole, complete = wholes.get(point.figure.id, ("", False))
            if whole in owners and _alike(line, owners[whole]):
                above.setdefault(line.fact.id, (owners[whole], complete))
    return list(_under(lines, above, None, 0))


def _alike(part: Line, whole: Line) -> bool:
    return part is not whole and part.fact.indicator == whole.fact.indicator


def _under(
    lines: Sequence[Line], above: Mapping[str, tuple[Line, bool]], whole: Line | None, depth: int
) -> Iterator[Placed]:
    parts = [each for each in lines if above.get(each.fact.id, (None, False))[0] is whole]
    if whole:
        parts.sort(key=lambda each: _split_by(each, whole))
    before: tuple[str, ...] = ()
    for line in parts:
        complete = above.get(line.fact.id, (None, False))[1]
        split = _split_by(line, whole) if whole else ()
        sign = "" if whole is None else "main" if not complete else "next" if split == before else "of"
        before = split if complete else before
        yield Placed(line=line, whole=whole, depth=depth, sign=sign)
        yield from _under(lines, above, line, depth + 1)


def _split_by(part: Line, whole: Line) -> tuple[str, ...]:
    """Return the dimensions in which a part is narrower than its whole."""
    return tuple(each for each in DIMENSIONS if getattr(part.fact, each) != getattr(whole.fact, each))


def _short(edition: Edition, placed: Placed, *, short: bool) -> Cell:
    fact, whole = placed.line.fact, placed.whole
    if whole:
        differing = [each for each in reversed(DIMENSIONS) if getattr(fact, each) != getattr(whole.fact, each)]
        codes = [edition.words.code(each, getattr(fact, each), edition.package) for each in differing]
        text = edition.words("patterns.joint").join(each for each in codes if each) or edition.label(fact)
    else:
        text = (_codes(edition, fact) or edition("booklet.total")) if short else edition.label(fact)
    sign = edition(f"booklet.sign_{placed.sign}") if placed.sign else ""
    return {"text": text, "depth": str(placed.depth), "sign": sign, "next": placed.sign == "next", "mark": ""}


def _codes(edition: Edition, fact: Observation) -> str:
    """Return the label of a figure without the name of its indicator."""
    name = edition.words.pick(edition.package.indicators[fact.indicator].label)
    label = edition.label(fact)
    inside = edition.words("patterns.label", name=name, parts="\0")
    before, _, after = inside.partition("\0")
    return label.removeprefix(before).removesuffix(after) if label != name else ""


# Notes: those of most rows are told once, at the end of a table. The others stand under the piece of the table in
# which their number stands, and a piece is not broken over two pages.


class Notes:
    """Numbers the notes of one table."""

    def __init__(self, edition: Edition, lines: Sequence[Line]) -> None:
        """Find the notes most rows share."""
        self._edition = edition
        self._marks: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for line in lines:
            counted.update({edition.words.pick(figure.note) for figure in line.figures if figure.note})
        self.common = [note for note, count in counted.items() if count > max(2, len(lines) // 2)]

    def of(self, figure: Figure) -> str:
        """Return the number of a figure's note, empty without one of its own."""
        note = self._edition.words.pick(figure.note) if figure.note else ""
        if not note or note in self.common:
            return ""
        return self._marks.setdefault(note, self._edition("mark", number=len(self._marks) + 1))

    def pieces(self, columns: Iterable[tuple[str, str]], rows: Sequence[Row]) -> list[Block]:
        """Return rows in pieces that stand whole on a page, each with its notes; in one piece without notes."""
        heads = [{"role": role, "title": title} for role, title in columns]
        size = -(-len(rows) // (-(-len(rows) // _PIECE))) if _marks_in(rows) else len(rows)
        cut = [rows[at : at + size] for at in range(0, len(rows), size)]
        return [{"columns": heads, "rows": list(each), "notes": self._under(each)} for each in cut]

    def _under(self, rows: Sequence[Row]) -> list[list[str]]:
        used = _marks_in(rows)
        return [[mark, note] for note, mark in self._marks.items() if mark in used]


def _marks_in(rows: Iterable[Row]) -> set[str]:
    return {cell["mark"] for row in rows for cell in row if isinstance(cell, dict) and cell.get("mark")}


def _table(edition: Edition, *, lines: Sequence[Line], period: str, **more: Any) -> Block:
    used = {each.source for line in lines for point in line.points for each in _printed(edition, point.figure)}
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
    shown = (
        f"[{run[0]}]–[{run[-1]}]" if len(run) > 2 else edition.words("patterns.list").join(f"[{each}]" for each in run)  # noqa: PLR2004
        for run in runs
    )  # fmt: skip
    return edition.words("patterns.list").join(shown)
