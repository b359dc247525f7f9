"""What several topics draw alike: bars by kind of period, and the words around a chart."""

from __future__ import annotations

from collections.abc import Sequence

from charts.described import finish
from charts.drawing import Bars, Block, Drawing, Heading, Mark
from charts.view import Sum, View, by_size, given
from yearbook.formula import nominal
from yearbook.model import Derived, Observation


def finished(
    view: View,
    title: str,
    blocks: Sequence[Block],
    facts: Sequence[Observation | Derived],
    notes: tuple[str, ...] = (),
    subtitle: str = "",
    also: tuple[str, ...] = (),
    *,
    form: str,
) -> Drawing:
    """Return a drawing of a form with subtitle, source, description and figures made from the facts it shows.

    `also` are figures a label quotes without a mark of their own.
    """
    ids = tuple(each.id for each in facts)
    drawing = Drawing(
        title=title,
        subtitle=subtitle or view.subtitle(facts),
        blocks=tuple(blocks),
        notes=notes,
        source=view.source(ids),
        form=form,
    )
    return finish(drawing, view.words, (*ids, *also))


def title_of_two(view: View, marks: Sequence[Mark]) -> str:
    """Return a finding that claims no order, for bounds have none: the first two marks with their values."""
    said = (view.words("charts.patterns.value", label=each.label, value=each.value) for each in marks[:2])
    return view.words("charts.patterns.two").join(said)


def listed(view: View, facts: Sequence[Observation]) -> str:
    """Return parts with their numbers, for a title that has named the unit."""
    pairs = zip(view.labels(facts), facts, strict=True)
    said = (
        view.words("charts.patterns.number", label=label, number=view.number(fact)) for label, fact in pairs
    )
    return view.words("patterns.joint").join(said)


def bars_by_period(view: View, facts: Sequence[Observation]) -> tuple[list[Block], list[Mark]]:
    """Return bars on one scale, figures of one kind of period together; the year's own come first."""
    kinds = sorted({each.period_kind for each in facts}, key=lambda kind: (kind == "cumulative", kind))
    ordered = by_size(facts)
    marks = dict(zip((each.id for each in ordered), view.marks(ordered), strict=True))
    full = max(each.amount for each in marks.values())
    blocks: list[Block] = []
    for kind in kinds:
        blocks += [Heading(text=view.words(f"period_kind.{kind}"))] if len(kinds) > 1 else []
        blocks.append(
            Bars(marks=tuple(marks[each.id] for each in ordered if each.period_kind == kind), full=full)
        )
    return blocks, [mark for block in blocks if isinstance(block, Bars) for mark in block.marks]


def one_square(view: View, fact: Observation) -> tuple[str, ...]:
    """Return the note that says what one square is."""
    return (
        view.words("charts.patterns.one_square", unit=view.words.unit(view.indicator(fact), view.package)),
    )


def bound_keys(view: View, marks: Sequence[Mark]) -> tuple[str, ...]:
    """Return the notes that explain open ends, for the ends that are there."""
    ends = {each.end for each in marks}
    return tuple(view.words(f"charts.patterns.{end}") for end in ("beyond", "short") if end in ends)


def sum_in_line(view: View, found: Sum) -> str:
    """Return a sum in one line of numbers: 92.7万 + 22.8万 = 115.5万 ≈ 116万元.

    No number is broken off from its scale, nor from the sign before it.
    """
    amount = nominal(found.equation.right, lambda each: given(view.fact(each)).value)
    numbers = (view.words.number(given(each), view.indicator(each)) for each in found.parts)
    values = {
        "parts": view.words("charts.aid_equation.joint").join(map(_kept_whole, numbers)),
        "added": _kept_whole(view.amount_in_words(amount, found.parts, unit=False)),
        "total": _kept_whole(view.figure(found.total)),
    }
    sign = view.words(f"charts.aid_equation.sign_{found.verdict.code}")
    return view.words("charts.aid_equation.line", sign=sign, **values)


def _kept_whole(number: str) -> str:
    return number.replace(" ", "\u00a0")
