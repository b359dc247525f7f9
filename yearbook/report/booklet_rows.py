"""The rows of the booklet's tables: what stands under what, what a cell says, which notes go with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from yearbook.compare import Point, series_of
from yearbook.model import DIMENSIONS, Derived, Indicator, Observation, Quantity
from yearbook.report.edition import Edition
from yearbook.report.tables import Block, part_and_whole

_PIECE = 12  # rows of a table with notes that stand together on a page, the notes under them
_SIGNS = {"below_unit": "…", "not_applicable": "—"}

Cell = dict[str, Any]
Row = list[Any]
Figure = Observation | Derived


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row to be: one thing in one year or several, `fact` being the latest.

    `breaks` are the years whose figure must not be compared with the one before.
    """

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
    return tuple(
        Line(fact=each, points=(Point(year=each.year, figure=each, observed=each),)) for each in facts
    )


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

    The parts of a sum that is declared whole stand behind 其中 (`of`, then `next`); what is only declared to
    be in the whole, so that more may be in it, behind # (`main`). A whole split twice has two such lists.
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


# What cells say.


def label_cell(edition: Edition, placed: Placed, *, short: bool) -> Cell:
    """Return the first cell of a row; a part is named by what tells it from its whole.

    `short` leaves out the name of the indicator.
    """
    fact, whole = placed.line.fact, placed.whole
    if whole:
        differing = [
            each for each in reversed(DIMENSIONS) if getattr(fact, each) != getattr(whole.fact, each)
        ]
        codes = [edition.words.code(each, getattr(fact, each), edition.package) for each in differing]
        text = edition.words("patterns.joint").join(each for each in codes if each) or edition.label(fact)
    else:
        text = (codes_label(edition, fact) or edition("booklet.total")) if short else edition.label(fact)
    sign = edition(f"booklet.sign_{placed.sign}") if placed.sign else ""
    return {"text": text, "depth": str(placed.depth), "sign": sign, "next": placed.sign == "next", "mark": ""}


def codes_label(edition: Edition, fact: Observation) -> str:
    """Return the label of a figure without the name of its indicator."""
    name = edition.words.pick(edition.package.indicators[fact.indicator].label)
    label = edition.label(fact)
    inside = edition.words("patterns.label", name=name, parts="\0")
    before, _, after = inside.partition("\0")
    return label.removeprefix(before).removesuffix(after) if label != name else ""


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


def unit_of(edition: Edition, indicator: Indicator) -> str:
    """Return the unit of an indicator, % for a ratio."""
    return edition.words.unit(indicator, edition.package) or edition("booklet.of_one")


# Notes: those of most rows are told once, at the end of a table. The others stand under the piece of the
# table in which their number stands, and a piece is not broken over two pages.


class Notes:
    """Numbers the notes of one table."""

    def __init__(self, edition: Edition, lines: Sequence[Line]) -> None:
        """Find the notes most rows share."""
        self._edition = edition
        self._marks: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for line in lines:
            said = (edition.words.pick(figure.note) for figure in line.figures if figure.note)
            counted.update(list(dict.fromkeys(said)))  # a set has another order in every process
        self.common = [note for note, count in counted.items() if count > max(2, len(lines) // 2)]

    def of(self, figure: Figure) -> str:
        """Return the number of a figure's note, empty without one of its own."""
        note = self._edition.words.pick(figure.note) if figure.note else ""
        if not note or note in self.common:
            return ""
        return self._marks.setdefault(note, self._edition("mark", number=len(self._marks) + 1))

    def pieces(self, columns: Iterable[tuple[str, str]], rows: Sequence[Row]) -> list[Block]:
        """Return rows in pieces that stand whole on a page, each with its notes; without any, in one."""
        heads = [{"role": role, "title": title} for role, title in columns]
        cut = _cut(rows) if _marks_in(rows) else [rows]
        return [{"columns": heads, "rows": list(each), "notes": self._under(each)} for each in cut]

    def _under(self, rows: Sequence[Row]) -> list[list[str]]:
        used = _marks_in(rows)
        return [[mark, note] for note, mark in self._marks.items() if mark in used]


def _cut(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield rows in pieces of about the same length, the parts of a sum together with the first of them."""
    size = -(-len(rows) // -(-len(rows) // _PIECE))
    first = 0
    for at in range(1, len(rows)):
        if at - first >= size and not rows[at][0].get("next"):
            yield rows[first:at]
            first = at
    yield rows[first:]


def _marks_in(rows: Iterable[Row]) -> set[str]:
    return {cell["mark"] for row in rows for cell in row if isinstance(cell, dict) and cell.get("mark")}
