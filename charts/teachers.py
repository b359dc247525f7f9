"""Charts of teachers: who was recruited, who was exchanged, who was honoured and trained, lessons online."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from charts.common import bars_by_period, bound_keys, finished, title_of_two
from charts.drawing import Bars, Drawing, Mark
from charts.view import View, by_size, given
from charts.ways import in_and_out
from charts.years import over_years, panels_over_years
from yearbook.model import TOTAL, Observation, Result
from yearbook.words import Words

_EXCHANGE = ("teachers-exchanged", "teachers-commissioned")
_LESSONS = ("sessions", "lessons")
_BESIDE_LESSONS = ("subjects", "attendances")


def new_teachers(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw teachers, those of them, and those of those: each bar on the track of the one it is part of."""
    view = View(result, year, words)
    chain = _longest_chain(view)
    if len(chain) < 3:
        return None
    shares = [view.share(part, whole) for whole, part in pairwise(chain)]
    marks = [view.mark(chain[0])]
    marks += [
        _of(view, part, whole, share) for whole, part, share in zip(chain, chain[1:], shares, strict=False)
    ]
    title = words(
        "charts.new_teachers.title",
        label=marks[0].label,
        whole=marks[0].value,
        part_label=view.code(chain[1], "group"),
        part=view.number(chain[1]),
    )
    facts = [*chain, *(each for each in shares if each is not None)]
    note = words("charts.new_teachers.track")
    bars = [Bars(marks=tuple(marks))]
    return finished(view, title, bars, facts, (note,), view.subtitle(chain), form="nested")


def teacher_exchange(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw teachers who went to rural schools and those who came from them."""
    view = View(result, year, words)
    found = [each for each in view.facts("teachers") if each.indicator in _EXCHANGE]
    wholes = {part.id: whole.id for part, whole in view.subsets("teachers")}
    ways = {each.indicator: each for each in reversed(found) if each.id not in wholes}
    if len(ways) < len(_EXCHANGE):
        return None
    there, back = (ways[each] for each in _EXCHANGE)
    return in_and_out(view, there, back, [each for each in found if wholes.get(each.id) == there.id])


def teachers_honoured(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw teachers honoured and trained, bounds open at their end, cumulative figures apart."""
    view = View(result, year, words)
    in_chains = {each.id for pair in view.subsets("teachers") for each in pair}
    found = [
        each
        for each in view.facts("teachers")
        if view.indicator(each).counting_unit == "teacher"
        and view.indicator(each).measure == "flow"
        and each.indicator not in _EXCHANGE
        and each.id not in in_chains
    ]
    if len(found) < 2:
        return None
    blocks, marks = bars_by_period(view, found)
    title = title_of_two(view, marks)
    return finished(view, title, blocks, found, bound_keys(view, marks), form="amounts")


def online_lessons(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw lessons and preparation sessions given online under one programme."""
    view = View(result, year, words)
    found = by_size(
        each for each in view.facts("teachers") if each.indicator in _LESSONS and each.programme != TOTAL
    )
    if len(found) < 2 or len({each.programme for each in found}) != 1:
        return None
    beside = [
        each
        for each in view.facts()
        if each.indicator in _BESIDE_LESSONS and each.programme == found[0].programme
    ]
    marks = view.marks(found)
    said = (words("charts.patterns.value", label=each.label, value=each.value) for each in marks)
    title = words(
        "charts.online_lessons.title",
        programme=view.code(found[0], "programme"),
        values=words("patterns.joint").join(said),
    )
    values = (
        words(
            "charts.patterns.value",
            label=view.words.pick(view.indicator(each).label),
            value=view.figure(each),
        )
        for each in beside
    )
    notes = (
        (words("charts.online_lessons.beside", values=words("patterns.joint").join(values)),)
        if beside
        else ()
    )
    facts = [*found, *beside]
    return finished(view, title, [Bars(marks=marks)], facts, notes, view.subtitle(found), form="amounts")


def teachers_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw teachers and staff in every year that has them."""
    return over_years(View(result, year, words), _is_on_the_staff)


def teachers_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw teachers of each stage in every year that has them."""
    return panels_over_years(View(result, year, words), _is_on_the_staff, "stage")


def _is_on_the_staff(view: View, fact: Observation) -> bool:
    return fact.table == "teachers" and view.indicator(fact).measure == "stock"


def _longest_chain(view: View) -> list[Observation]:
    """Return the longest row of figures each of which is part of the one before."""
    inside: dict[str, list[Observation]] = {}
    facts: dict[str, Observation] = {}
    for part, whole in view.subsets("teachers"):
        inside.setdefault(whole.id, []).append(part)
        facts |= {part.id: part, whole.id: whole}

    def below(fact: Observation) -> list[Observation]:
        return [fact, *max((below(each) for each in inside.get(fact.id, [])), key=len, default=[])]

    return max((below(each) for each in facts.values()), key=len, default=[])


def _of(view: View, part: Observation, whole: Observation, share: Observation | None) -> Mark:
    mark = view.mark(
        part, view.words("charts.new_teachers.part", label=view.code(part, "group") or view.name(part))
    )
    value = (
        mark.value
        if share is None
        else view.words("charts.new_teachers.share", value=mark.value, share=view.figure(share))
    )
    return replace(mark, value=value, whole=Fraction(given(whole).value))
