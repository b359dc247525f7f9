"""Charts of students: at which stage, in need, reached by programmes, over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.common import bars_by_period, bound_keys, finished, one_square, title_of_two
from charts.drawing import Bars, Block, Drawing, Heading, Look, Mark, Row, Squares, Whole
from charts.view import View, by_size, given
from charts.years import over_years, panels_over_years
from yearbook.compare import is_bound
from yearbook.model import NOT_APPLICABLE, TOTAL, Derived, Observation, Result
from yearbook.words import Words

_MOST_SQUARES = 60
_PEOPLE = frozenset({"person", "student", "child"})


def students_by_stage(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw all students as one bar, cut into the stages they are at."""
    view = View(result, year, words)
    found = next(
        (
            each
            for each in view.sums("students")
            if each.total.group == TOTAL
            and len(each.parts) <= 3
            and view.indicator(each.total).measure == "stock"
        ),
        None,
    )
    if found is None:
        return None
    parts = by_size(found.parts)
    looks: tuple[Look, ...] = ("solid", "quiet", "dotted")
    labels = view.labels(parts)
    shares = [view.computed_share(fact, found.total) for fact in parts]
    marks = tuple(
        view.mark(fact, _with_share(view, label, share), look)
        for fact, label, look, share in zip(parts, labels, looks, shares, strict=False)
    )
    title = words(
        "charts.students_by_stage.title",
        label=view.name(found.total),
        total=view.figure(found.total),
        most=labels[0],
        value=view.number(parts[0]),
    )
    known = [each for each in shares if each]
    notes = (words("charts.students_by_stage.computed"),) if known else ()
    facts, also = [*parts, found.total], tuple(each.id for each in known)
    return finished(view, title, [Whole(parts=marks)], facts, notes, view.subtitle(facts), also, form="whole")


def students_by_group(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw students of a group in need by stage, one square a student where they are few."""
    view = View(result, year, words)
    found = next(
        (each for each in view.sums("students") if each.total.group not in (TOTAL, NOT_APPLICABLE)), None
    )
    if found is None:
        return None
    parts = by_size(found.parts)
    marks = view.marks(parts)
    few = given(found.total).value <= _MOST_SQUARES
    block = Squares(rows=tuple(Row(mark=each) for each in marks)) if few else Bars(marks=marks)
    values = {"total": view.number(found.total), "most": marks[0].label, "value": view.number(parts[0])}
    title = words("charts.students_by_group.title", group=view.code(found.total, "group"), **values)
    notes = one_square(view, found.total) if few else ()
    form = "squares" if few else "bars"
    return finished(view, title, [block], [*parts, found.total], notes, form=form)


def people_reached(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw how many people each programme reached, bounds open at their end, cumulative figures apart."""
    view = View(result, year, words)
    found = [each for each in view.facts("students") if _is_reach(view, each)]
    if len(found) < 3 or _times(view):
        return None
    blocks, marks = _bars_of_people(view, found)
    notes = (*_keys_of_people(view, marks), words("charts.people_reached.overlap"))
    return finished(
        view,
        title_of_two(view, [each for each in marks if each.look != "quiet"]),
        blocks,
        found,
        notes,
        form="amounts",
    )


def persons_and_times(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw how often aid was given and, under a firm rule and on another scale, how many people were reached.

    Times are striped and persons full, so that nobody divides or adds what must not be.
    """
    view = View(result, year, words)
    times, found = _times(view), [each for each in view.facts("students") if _is_reach(view, each)]
    if not times or not found:
        return None
    persons, marks = _bars_of_people(view, found)
    blocks = [
        Heading(text=words("charts.persons_and_times.times")),
        Bars(marks=(view.mark(times[0], words.pick(view.indicator(times[0]).label), "times"),)),
        Heading(text=words("charts.persons_and_times.persons"), kind="apart"),
        *persons,
    ]
    most = max(marks, key=lambda each: (each.end == "closed", each.amount))
    title = words(
        "charts.persons_and_times.title", times=view.figure(times[0]), label=most.label, value=most.value
    )
    notes = (words("charts.persons_and_times.apart"), *_keys_of_people(view, marks))
    return finished(view, title, blocks, [*times, *found], notes, form="times")


def _bars_of_people(view: View, found: Sequence[Observation]) -> tuple[list[Block], list[Mark]]:
    """Return bars of programmes, each with its parts in grey under it: a whole is never beside its part."""
    parts = {
        each.id: _by_stage_first([part for part in found if _is_part(part, each)])
        for each in found
        if not any(_is_part(each, whole) for whole in found)
    }
    blocks, _ = bars_by_period(view, [each for each in found if each.id in parts])
    with_parts: list[Block] = []
    for block in blocks:
        if isinstance(block, Bars):
            whole = [(mark, [_part(view, each) for each in parts[mark.fact]]) for mark in block.marks]
            block = replace(block, marks=tuple(each for mark, own in whole for each in (mark, *own)))
        with_parts.append(block)
    return with_parts, [mark for block in with_parts if isinstance(block, Bars) for mark in block.marks]


def _by_stage_first(facts: Sequence[Observation]) -> list[Observation]:
    return sorted(by_size(facts), key=lambda each: each.stage == TOTAL)


def _is_part(fact: Observation, whole: Observation) -> bool:
    """Whether a figure counts some of those another counts: of one stage, one group."""
    alike = (fact.indicator, fact.programme, fact.period_kind) == (
        whole.indicator,
        whole.programme,
        whole.period_kind,
    )
    pairs = tuple(zip(fact.codes, whole.codes, strict=True))
    return alike and fact.codes != whole.codes and all(own == of or of == TOTAL for own, of in pairs)


def _part(view: View, fact: Observation) -> Mark:
    codes = (view.code(fact, each) for each in ("stage", "group"))
    label = view.words("patterns.joint").join(each for each in codes if each)
    return view.mark(fact, view.words("charts.people_reached.part", label=label), "quiet")


def _keys_of_people(view: View, marks: Sequence[Mark]) -> tuple[str, ...]:
    grey = any(each.look == "quiet" for each in marks)
    return (
        *bound_keys(view, marks),
        *((view.words("charts.people_reached.parts"),) if grey else ()),
    )


def students_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw students, kindergarten children and the like in every year that has them."""
    return over_years(View(result, year, words), _is_enrolled)


def students_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw students of each stage in every year that has them."""
    return panels_over_years(View(result, year, words), _is_enrolled, "stage")


def awards_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw how often aid was given, and to how many, in every year that has it."""
    return over_years(View(result, year, words), _is_aided)


def awards_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw how often aid was given at each stage in every year that has it."""
    return panels_over_years(View(result, year, words), _is_aided, "stage")


def _is_enrolled(view: View, fact: Observation) -> bool:
    return fact.table == "students" and view.indicator(fact).measure == "stock"


def _is_aided(view: View, fact: Observation) -> bool:
    return fact.table == "students" and view.indicator(fact).measure == "flow"


def _with_share(view: View, label: str, share: Derived | None) -> str:
    return view.words("charts.new_teachers.share", value=label, share=view.figure(share)) if share else label


def _times(view: View) -> list[Observation]:
    """How often aid was given in a year, all programmes and stages together; the first way of counting it."""
    found = [
        each
        for each in view.facts("students")
        if view.indicator(each).counting_unit == "person-time"
        and each.place == view.package.place
        and all(code in (TOTAL, NOT_APPLICABLE) for code in each.codes[1:])
        and each.period_kind == "year"
        and not is_bound(each)
    ]
    return found[:1]


def _is_reach(view: View, fact: Observation) -> bool:
    indicator = view.indicator(fact)
    counted = indicator.counting_unit in _PEOPLE and indicator.measure == "flow"
    own = view.package.is_whole(fact) and fact.status == "actual"
    return counted and own and fact.programme not in (NOT_APPLICABLE, TOTAL)
