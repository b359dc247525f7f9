"""What a chart says before anyone draws it: plain frozen values, so that a chart is kept by what it shows.

No drawing library is imported here or in the chart functions: a build whose charts are all in the store never
loads one. `house` turns a `Drawing` into a figure, `svg` turns the figure into the two files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from yearbook.words import Words

Look = Literal["solid", "quiet", "loan", "planned", "derived", "crossed", "open", "dotted"]
End = Literal["closed", "beyond", "short"]
RefersTo = Literal["fact", "relation", "commitment"]


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
class Square:
    """One square of a row, with what it stands for."""

    refers_to: RefersTo
    id: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Squares of one kind: a label, how many, and each square where each stands for something of its own."""

    mark: Mark
    squares: tuple[Square, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Squares:
    """Rows of squares, one square for one of the things counted."""

    rows: tuple[Row, ...]


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
    solid over years that are not given.
    """

    marks: tuple[Mark, ...]
    span: tuple[int, int]
    breaks: tuple[int, ...] = ()


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
class Key:
    """What a look stands for."""

    look: Look
    says: str


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
class Heading:
    """A line of words between two parts of a chart."""

    text: str


Block = Bars | Squares | Whole | Columns | Line | Panels | Stacks | Strip | Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart in one language: a finding as its title, blocks of marks, notes and the source."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    source: str = ""
    description: str = ""
    figures: tuple[str, ...] = ()


def marks_of(block: Block) -> tuple[Mark, ...]:
    """Return the marks of a block in the order they are drawn."""
    match block:
        case Squares(rows=rows):
            return tuple(row.mark for row in rows)
        case Whole(parts=parts):
            return parts
        case Panels(panels=panels):
            return tuple(mark for panel in panels for mark in panel.line.marks)
        case Stacks(stacks=stacks):
            return tuple(mark for stack in stacks for mark in stack.parts)
        case Heading():
            return ()
        case _:
            return block.marks


def capital(label: str) -> str:
    """Return a label for the start of its line; package labels are written for the middle of a sentence."""
    return label[:1].upper() + label[1:]


def finish(drawing: Drawing, words: Words, also: tuple[str, ...] = ()) -> Drawing:
    """Return a drawing with its description and list of figures, both made from its marks.

    `also` are figures the title or the notes name that have no mark of their own.
    """
    facts = [mark.fact for block in drawing.blocks for mark in marks_of(block) if mark.fact]
    described = _describe(drawing, words)
    return replace(drawing, description=described, figures=tuple(dict.fromkeys([*facts, *also])))


def _describe(drawing: Drawing, words: Words) -> str:
    kinds = dict.fromkeys(
        type(each).__name__.lower() for each in drawing.blocks if not isinstance(each, Heading)
    )
    kind = words("patterns.list").join(words(f"charts.kinds.{each}") for each in kinds)
    says = [part for block in drawing.blocks for part in _says(block, words)]
    return words(
        "charts.patterns.description",
        kind=kind,
        title=drawing.title,
        values="".join(says),
        notes=words("charts.patterns.gap").join(drawing.notes),
    )


def _says(block: Block, words: Words) -> list[str]:
    if isinstance(block, Heading):
        return [words("charts.patterns.heading", text=block.text)]
    if isinstance(block, Panels):
        return [said for panel in block.panels for said in _says_panel(panel, words)]
    marks = marks_of(block)
    said = [words("charts.patterns.described", label=each.label, value=each.value) for each in marks]
    return [
        words("charts.patterns.stop").join(said),
        words("charts.patterns.end"),
        *_extremes(block, words),
        *_ends(block, words),
    ]


def _says_panel(panel: Panel, words: Words) -> list[str]:
    return [*_says(Heading(text=panel.heading), words), *_says(panel.line, words)]


def _ends(block: Block, words: Words) -> list[str]:
    """The middle and the ends of a strip, and nothing for other blocks."""
    if not isinstance(block, Strip):
        return []
    return [words("charts.patterns.stop").join(block.says), words("charts.patterns.end")]


def _extremes(block: Block, words: Words) -> list[str]:
    """Name the largest and the smallest part; say nothing where bounds or parts of parts are among them."""
    marks = block.marks if isinstance(block, Bars) else ()
    parts = [each for each in marks if each.look in ("solid", "loan", "planned")]
    if len(parts) < 3 or any(each.end != "closed" or each.whole for each in marks):
        return []
    most, least = max(parts, key=lambda each: each.amount), min(parts, key=lambda each: each.amount)
    if most.amount == least.amount:
        return []
    return [words("charts.patterns.extremes", most=most.label, least=least.label)]
