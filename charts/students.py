"""Charts of students: at which stage, in need, reached by programmes, over the years."""

from __future__ import annotations

from charts.common import bars_by_period, bound_keys, finished, one_square, title_of_two
from charts.drawing import Bars, Drawing, Look, Row, Squares, Whole
from charts.view import View, by_size, given
from charts.years import over_years, panels_over_years
from yearbook.model import NOT_APPLICABLE, TOTAL, Observation, Result
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
    marks = tuple(
        view.mark(fact, label, look) for fact, label, look in zip(parts, labels, looks, strict=False)
    )
    title = words(
        "charts.students_by_stage.title",
        label=view.name(found.total),
        total=view.figure(found.total),
        most=labels[0],
        value=view.number(parts[0]),
    )
    return finished(view, title, [Whole(parts=marks)], [*parts, found.total])


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
    return finished(view, title, [block], [*parts, found.total], notes)


def people_reached(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw how many people each programme reached, bounds open at their end, cumulative figures apart."""
    view = View(result, year, words)
    found = [each for each in view.facts("students") if _is_reach(view, each)]
    if len(found) < 3:
        return None
    blocks, marks = bars_by_period(view, found)
    title = title_of_two(view, marks)
    return finished(
        view, title, blocks, found, (*bound_keys(view, marks), words("charts.people_reached.overlap"))
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


def _is_reach(view: View, fact: Observation) -> bool:
    indicator = view.indicator(fact)
    counted = indicator.counting_unit in _PEOPLE and indicator.measure == "flow"
    own = view.package.is_whole(fact) and fact.status == "actual"
    return counted and own and fact.programme not in (NOT_APPLICABLE, TOTAL)
