"""Places side by side: a dot a place on one axis, in no ranking; one is named where it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from statistics import median

from charts.common import finished
from charts.drawing import Block, Drawing, Heading, Strip
from charts.view import View, by_size, given
from yearbook.compare import is_bound
from yearbook.model import NOT_APPLICABLE, TOTAL, Observation, Result
from yearbook.words import Words

_FEWEST = 5
_PEOPLE = frozenset({"person", "student", "child"})


def places_strip(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the money of each place as a dot."""
    view = View(result, year, words)
    return dot_strip(view, [_money(view)])


def heads_strip(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the heads of each place as a dot."""
    view = View(result, year, words)
    return dot_strip(view, [_heads(view)])


def place_strip(result: Result, year: int, words: Words, place: str) -> Drawing | None:
    """Draw money and heads of each place as dots, with one place named."""
    view = View(result, year, words)
    return dot_strip(view, [_money(view), _heads(view)], place)


def places_below(result: Result) -> tuple[str, ...]:
    """Return the places that lie side by side right below one place: the most there are under one."""
    children: dict[str, list[str]] = defaultdict(list)
    for each in result.package.places.values():
        # Subtotals and what lies elsewhere are kept as places too.
        if each.parent and each.kind != "other":
            children[each.parent].append(each.id)
    most: list[str] = max(children.values(), key=len, default=[])
    return tuple(most)


def _money(view: View) -> list[Observation]:
    return _one_a_place([each for each in view.facts("funds") if view.indicator(each).unit == "CNY"], view)


def _heads(view: View) -> list[Observation]:
    heads = [each for each in view.facts("students") if view.indicator(each).counting_unit in _PEOPLE]
    return _one_a_place(heads, view)


def _one_a_place(facts: list[Observation], view: View) -> list[Observation]:
    """The figure that most places have for themselves as a whole; none where fewer than five have it."""
    places = places_below(view.result)
    alike: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for each in facts:
        whole = all(code in (TOTAL, NOT_APPLICABLE) for code in each.codes[1:])
        if each.place in places and whole and not is_bound(each):
            alike[each.indicator, each.status, each.period_kind].append(each)
    most = max(alike.values(), key=len, default=[])
    return most if len({each.place for each in most}) == len(most) >= _FEWEST else []


def dot_strip(view: View, figures: Sequence[list[Observation]], place: str = "") -> Drawing | None:
    """Return a strip a figure, and as the finding what the named place has or between which ends all lie."""
    figures = [each for each in figures if each and (not place or any(fact.place == place for fact in each))]
    if not figures:
        return None
    blocks: list[Block] = []
    for facts in figures:
        blocks += [Heading(text=view.words.pick(view.indicator(facts[0]).label))] if len(figures) > 1 else []
        blocks.append(_strip(view, facts, place))
    title = _of_one(view, figures, place) if place else _of_all(view, figures[0])
    notes = (view.words("charts.places.no_ranking"),)
    facts = [each for found in figures for each in found]
    return finished(view, title, blocks, facts, notes, view.subtitle(facts), form="strip")


def _strip(view: View, facts: list[Observation], place: str) -> Strip:
    middle = Fraction(median(Fraction(given(each).value) for each in facts))
    lowest, highest = by_size(facts)[-1], by_size(facts)[0]
    marks = tuple(
        view.mark(each, view.code(each, "place"), "solid" if each.place == place else "quiet")
        for each in facts
    )
    says = (
        view.words("charts.places.lowest", value=view.figure(lowest)),
        view.words("charts.places.middle", value=view.amount_in_words(middle, facts)),
        view.words("charts.places.highest", value=view.figure(highest)),
    )
    return Strip(marks=marks, middle=middle, says=says)


def _of_all(view: View, facts: list[Observation]) -> str:
    return view.words(
        "charts.places.title",
        count=len(facts),
        label=view.words.pick(view.indicator(facts[0]).label),
        lowest=view.figure(by_size(facts)[-1]),
        highest=view.figure(by_size(facts)[0]),
    )


def _of_one(view: View, figures: Sequence[list[Observation]], place: str) -> str:
    own = [next(each for each in facts if each.place == place) for facts in figures]
    said = (
        view.words(
            "charts.patterns.value",
            label=view.words.pick(view.indicator(each).label),
            value=view.figure(each),
        )
        for each in own
    )
    return view.words(
        "charts.places.title_of_one",
        place=view.code(own[0], "place"),
        values=view.words("charts.patterns.two").join(said),
    )
