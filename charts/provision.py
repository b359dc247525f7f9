"""Charts of provision: schools by kind, kindergartens by who runs them, what is planned, over the years."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from charts.common import finished, listed, one_square
from charts.drawing import Bars, Block, Drawing, Heading, Look, Mark, Row, Squares, Whole
from charts.view import Sum, View, by_size, given
from charts.years import over_years, panels_over_years
from yearbook.model import TOTAL, Observation, Result
from yearbook.words import Words

_MOST_SQUARES = 60
_LOOKS: tuple[Look, ...] = ("solid", "quiet", "dotted")


def schools_by_kind(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw schools by stage and by who runs them, one square a school where they are few."""
    view = View(result, year, words)
    found = [each for each in view.sums("provision") if each.total.indicator == "schools"]
    found.sort(key=lambda each: each.parts[0].stage == TOTAL)
    if not found:
        return None
    total = found[0].total
    few = given(total).value <= _MOST_SQUARES
    blocks: list[Block] = []
    for at, each in enumerate(found):
        blocks += [Heading(text=words("charts.schools_by_kind.also"))] if at else []
        blocks.append(_parts(view, each, few=few))
    title = words(
        "charts.schools_by_kind.title",
        label=view.name(total),
        total=view.figure(total),
        parts=listed(view, by_size(found[0].parts)),
    )
    facts = list(dict.fromkeys([total.id, *(part.id for each in found for part in each.parts)]))
    notes = one_square(view, total) if few else ()
    form = "squares" if few else "bars"
    return finished(view, title, blocks, [view.fact(each) for each in facts], notes, form=form)


def kindergartens_by_owner(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw all kindergartens as one bar: public, private, and of these the affordable."""
    view = View(result, year, words)
    found = next((each for each in view.sums("provision") if each.total.indicator == "kindergartens"), None)
    if found is None or len(found.parts) != 2:
        return None
    inside = [(part, whole) for part, whole in view.subsets("provision") if whole in found.parts]
    marks, facts = _owners(view, found, inside)
    title = words(
        "charts.kindergartens_by_owner.title", total=view.figure(found.total), parts=listed(view, found.parts)
    )
    return finished(view, title, [Whole(parts=marks)], [*facts, found.total], form="whole")


def planned(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw what is planned and not yet there, dashed: things counted as squares, areas as bars."""
    view = View(result, year, words)
    found = [each for each in view.facts("provision") if each.status == "planned"]
    counted = [
        each
        for each in found
        if view.indicator(each).unit == "count" and 1 < given(each).value <= _MOST_SQUARES
    ]
    areas = by_size(each for each in found if view.indicator(each).unit == "m2")
    places = [each for each in found if view.indicator(each).counting_unit == "place"]
    if not places or len(counted) + len(areas) < 2:
        return None
    blocks: list[Block] = []
    if counted:
        blocks.append(Squares(rows=tuple(Row(mark=_planned(view, each)) for each in counted)))
    if areas:
        blocks.append(Bars(marks=tuple(_planned(view, each) for each in areas)))
    title = words(
        "charts.planned.title",
        label=view.code(places[0], "school") or view.code(places[0], "programme"),
        places=view.figure(places[0]),
    )
    notes, subtitle = (words("charts.planned.key"),), words("charts.planned.subtitle", year=year)
    return finished(view, title, blocks, [*places, *counted, *areas], notes, subtitle, form="planned")


def provision_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw schools and kindergartens in every year that has them."""
    return over_years(View(result, year, words), _is_there)


def schools_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw schools of each stage in every year that has them."""
    return panels_over_years(View(result, year, words), _is_there, "stage")


def _is_there(view: View, fact: Observation) -> bool:
    return fact.table == "provision" and view.indicator(fact).measure == "stock"


def _parts(view: View, found: Sum, *, few: bool) -> Block:
    marks = view.marks(by_size(found.parts))
    return Squares(rows=tuple(Row(mark=each) for each in marks)) if few else Bars(marks=marks)


def _owners(
    view: View, found: Sum, inside: list[tuple[Observation, Observation]]
) -> tuple[tuple[Mark, ...], list[Observation]]:
    """Return the parts as marks; one that has a part of its own is cut into that and the rest."""
    marks: list[Mark] = []
    facts: list[Observation] = []
    for fact, label in zip(found.parts, view.labels(found.parts), strict=True):
        facts.append(fact)
        within = next((part for part, whole in inside if whole is fact), None)
        if within is None:
            marks.append(view.mark(fact, label))
            continue
        facts.append(within)
        rest = Fraction(given(fact).value - given(within).value)
        marks.append(view.mark(within, view.code(within, "group") or view.name(within)))
        rest_label = view.words(
            "charts.kindergartens_by_owner.rest",
            label=label,
            whole=view.number(fact),
            part=view.number(within),
        )
        marks.append(
            replace(
                view.mark(fact, rest_label, "derived"), amount=rest, value=view.amount_in_words(rest, [fact])
            )
        )
    looks = (*_LOOKS, *_LOOKS)
    return tuple(
        replace(each, look="derived" if each.look == "derived" else looks[at])
        for at, each in enumerate(marks)
    ), facts


def _planned(view: View, fact: Observation) -> Mark:
    return view.mark(fact, view.words.pick(view.indicator(fact).label), "planned")
