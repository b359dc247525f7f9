"""What goes one way and what comes the other, from one upright to both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.common import finished
from charts.drawing import Drawing, Mark, Ways
from charts.view import View, given
from yearbook.model import Observation

_MOST_CELLS = 24


def in_and_out(
    view: View, there: Observation, back: Observation, inside: Sequence[Observation] = ()
) -> Drawing:
    """Draw what goes there to the right of an upright and what comes back to its left, on one scale.

    `inside` are parts of what goes there, in grey under it; a few persons are a cell each.
    """
    few = all(given(each).value <= _MOST_CELLS for each in (there, back))
    parts = [_part(view, each) for each in inside]
    marks = [_way(view, there, "there"), *parts, _way(view, back, "back")]
    if few:
        marks = [replace(each, cells=max(int(each.amount), 1)) for each in marks]
    title = view.words(
        "charts.in_and_out.title",
        there=view.words.pick(view.indicator(there).label), there_value=view.figure(there),
        back=view.words.pick(view.indicator(back).label), back_value=view.figure(back),
    )  # fmt: skip
    unit = view.words.unit(view.indicator(there), view.package)
    notes = [view.words("charts.in_and_out.one_cell", unit=unit)] if few else []
    notes += [view.words("charts.in_and_out.inside")] if inside else []
    block = Ways(there=tuple(marks[:-1]), back=(marks[-1],))
    return finished(view, title, [block], [there, *inside, back], tuple(notes), form="ways")


def _way(view: View, fact: Observation, way: str) -> Mark:
    label = view.words.pick(view.indicator(fact).label)
    return view.mark(fact, view.words(f"charts.in_and_out.{way}", label=label))


def _part(view: View, fact: Observation) -> Mark:
    label = view.code(fact, "group") or view.name(fact)
    return view.mark(fact, view.words("charts.new_teachers.part", label=label), "quiet")
