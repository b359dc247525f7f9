"""What a chart says before anyone draws it: plain frozen values, so that a chart is kept by what it shows.

No drawing library is imported here or in the chart functions: a build whose charts are all in the store never
loads one. `house` turns a `Drawing` into a figure, `svg` turns the figure into the two files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

Look = Literal["solid", "quiet", "loan", "planned", "derived", "crossed", "open", "dotted", "times"]
End = Literal["closed", "beyond", "short"]
RefersTo = Literal["fact", "relation", "commitment", "source", "publisher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One figure as it is drawn: what it is, its value in words, how long, and in which look.

    `end` is `beyond` for a lower bound (余) and `short` for an upper bound (近); `whole` is the figure it is
    part of, drawn as an empty track; `start` is where the bar begins when bars stand on one another;
    `cells` splits the bar into so many equal pieces. `year` is where the mark stands on an axis of years;
    `short` is printed instead of the value where room is narrow.
    """

    fact: str
    label: str
    value: str
    amount: Fraction
    look: Look = "solid"
    end: End = "closed"
    start: Fraction = Fraction(0)
    whole: Fraction = Fraction(0)
    cells: int = 1
    year: int = 0
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Lying bars from a common zero, each under its label; `full` is the amount as wide as the chart."""

    marks: tuple[Mark, ...]
    full: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What goes one way and what comes the other: lying bars to both sides of one upright, on one scale."""

    there: tuple[Mark, ...]
    back: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """What there is as a bar, and upright strokes where it ought to be; no bar where nothing is given.

    `counted` says under the label how the bar was worked out.
    """

    mark: Mark
    standards: tuple[Mark, ...]
    counted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """Bars against their standards under one another, from a common zero.

    A stroke that has no room for its name under it has its number there (`short`), and its name at the end.
    """

    rows: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hundred:
    """A share as so many squares of a hundred; the number and what it is stand beside them."""

    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One square of a row, with what it stands for; its look where it has another than its row.

    `day` is where it stands in a calendar.
    """

    refers_to: RefersTo
    id: str
    says: str
    look: Look | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Squares of one kind: a label, how many, and each square where each stands for something of its own."""

    mark: Mark
    squares: tuple[Square, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a look stands for."""

    look: Look
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Squares:
    """Rows of squares, one square for one of the things counted, and a key where their looks differ."""

    rows: tuple[Row, ...]
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A line a year from January to December, with a dot on each day that has something."""

    rows: tuple[Row, ...]
    months: tuple[str, ...]
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One bar that is the whole, cut into its parts, each part labelled under its own beginning."""

    parts: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Standing bars side by side; `breaks` says before which of them the definition changes."""

    marks: tuple[Mark, ...]
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing over the years above a zero base, each mark at its year, the axis from the first of `span`.

    No line crosses a break (`breaks` says before which marks the definition changes), reaches a bound or is
    solid over years that are not given. What is planned for later years is joined to nothing.
    """

    marks: tuple[Mark, ...]
    span: tuple[int, int]
    breaks: tuple[int, ...] = ()
    planned: tuple[Mark, ...] = ()

    @property
    def all(self) -> tuple[Mark, ...]:
        """What is and what is planned."""
        return (*self.marks, *self.planned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A small line under its name."""

    heading: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """Small lines in two columns, all on one scale."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A lying bar cut into parts: its label before it, what it comes to after it."""

    label: str
    value: str
    parts: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacks:
    """Cut bars on one scale under one another, and the key to their looks."""

    stacks: tuple[Stack, ...]
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A dot for each of many like things along one axis from zero, in no order; only solid dots are named.

    Under the axis stand the amount in the middle, with its words, and the words for both ends.
    """

    marks: tuple[Mark, ...]
    middle: Fraction
    says: tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One row of a heat table: a mark or nothing a column; no two across a break are set side by side.

    `breaks` says before which columns the definition changes, counted from 0.
    """

    label: str
    cells: tuple[Mark | None, ...]
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A table whose cells are darker the more they are, each with its number and sign in it."""

    columns: tuple[str, ...]
    rows: tuple[Level, ...]
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAndDone:
    """One thing with both of its days: `value` says how far they lie apart, `dated` which days they are."""

    label: str
    value: str
    dated: str
    due: Mark
    done: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Something due and done: for each a hollow dot on the day it was due and a full one when it was done.

    The amounts of the marks are days, counted as `date.toordinal` does; `ends` names the outer ones.
    """

    spans: tuple[DueAndDone, ...]
    ends: tuple[str, str]
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line of words between two parts of a chart.

    `apart` puts a firm rule above it, for what must not be compared; `equation` is to be read like a figure.
    """

    text: str
    kind: Literal["plain", "apart", "equation"] = "plain"


Block = (
    Bars
    | Ways
    | Bullets
    | Hundred
    | Squares
    | Calendar
    | Whole
    | Columns
    | Line
    | Panels
    | Stacks
    | Strip
    | Heat
    | Dates
    | Heading
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart in one language: a finding as its title, blocks of marks, notes and the source.

    `form` is the name of the way it is drawn (`charts.forms`).
    """

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    source: str = ""
    description: str = ""
    figures: tuple[str, ...] = ()
    form: str = ""


def marks_of(block: Block) -> tuple[Mark, ...]:
    """Return the marks of a block in the order they are drawn."""
    match block:
        case Ways(there=there, back=back):
            return (*there, *back)
        case Bullets(rows=bullets):
            return tuple(mark for row in bullets for mark in (row.mark, *row.standards))
        case Hundred(mark=mark):
            return (mark,)
        case Squares(rows=rows) | Calendar(rows=rows):
            return tuple(row.mark for row in rows)
        case Whole(parts=parts):
            return parts
        case Line():
            return block.all
        case Panels(panels=panels):
            return tuple(mark for panel in panels for mark in panel.line.all)
        case Stacks(stacks=stacks):
            return tuple(mark for stack in stacks for mark in stack.parts)
        case Heat(rows=levels):
            return tuple(mark for level in levels for mark in level.cells if mark is not None)
        case Dates(spans=spans):
            return tuple(mark for each in spans for mark in (each.due, each.done))
        case Heading():
            return ()
        case _:
            return block.marks


def capital(label: str) -> str:
    """Return a label for the start of its line; package labels are written for the middle of a sentence."""
    return label[:1].upper() + label[1:]
