"""A drawing in words, for whoever cannot see it: every mark, most and least, the ends, the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.drawing import (
    Bars,
    Block,
    Bullet,
    Bullets,
    Dates,
    Drawing,
    Heading,
    Heat,
    Mark,
    Panels,
    Strip,
    marks_of,
)
from yearbook.words import Words


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
    match block:
        case Heading(text=text):
            return [words("charts.patterns.heading", text=text)]
        case Panels(panels=panels):
            return [said for each in panels for said in _under(each.heading, each.line.all, words)]
        case Heat(rows=rows):
            cells = ((row.label, [each for each in row.cells if each is not None]) for row in rows)
            return [said for label, marks in cells for said in _under(label, marks, words)]
        case Dates(spans=spans):
            return [said for each in spans for said in _sentence([each.label, each.dated, each.value], words)]
        case Bullets(rows=bullets):
            return [said for each in bullets for said in _against(each, words)]
        case Bars(marks=marks):
            return [*_values(marks, words), *_extremes(marks, words)]
        case Strip(marks=marks, says=says):
            return [*_values(marks, words), *_sentence(says, words)]
    return _values(marks_of(block), words)


def _against(row: Bullet, words: Words) -> list[str]:
    values = [(row.mark.label, row.mark.value), *((each.label, each.value) for each in row.standards)]
    said = [words("charts.patterns.described", label=label, value=value) for label, value in values]
    return _sentence([said[0], *([row.counted] if row.counted else []), *said[1:]], words)


def _under(heading: str, marks: Sequence[Mark], words: Words) -> list[str]:
    return [*_says(Heading(text=heading), words), *_values(marks, words)]


def _values(marks: Sequence[Mark], words: Words) -> list[str]:
    said = [words("charts.patterns.described", label=each.label, value=each.value) for each in marks]
    return _sentence(said, words)


def _sentence(parts: Sequence[str], words: Words) -> list[str]:
    return [words("charts.patterns.stop").join(parts), words("charts.patterns.end")]


def _extremes(marks: Sequence[Mark], words: Words) -> list[str]:
    """Name the largest and the smallest part; say nothing where bounds or parts of parts are among them."""
    parts = [each for each in marks if each.look in ("solid", "loan", "planned")]
    if len(parts) < 3 or any(each.end != "closed" or each.whole for each in marks):
        return []
    most, least = max(parts, key=lambda each: each.amount), min(parts, key=lambda each: each.amount)
    if most.amount == least.amount:
        return []
    return [words("charts.patterns.extremes", most=most.label, least=least.label)]
