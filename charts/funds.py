"""Charts of money: aid by kind, does it add up, over the years."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from charts.common import finished, sum_in_line
from charts.drawing import Bars, Block, Drawing, Heading, Mark
from charts.view import Sum, View, by_size, given
from charts.years import over_years, panels_over_years
from yearbook.formula import nominal
from yearbook.model import NOT_APPLICABLE, Derived, Observation, Result
from yearbook.words import Words

_MOST_STEPS = 8
_THINGS = frozenset({"capital", "equipment"})


def aid_by_kind(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw what the aid money went to, largest first, loans outlined; the total with and without loans.

    Places are no kinds of aid: they are not put in an order (`places`).
    """
    view = View(result, year, words)
    found = _money_sum(view)
    if found is None or len({each.place for each in found.parts}) > 1:
        return None
    parts, without = by_size(found.parts), _without_loans(view, found)
    loans = [each for each in parts if view.is_loan(each)]
    totals = [view.mark(found.total, words("charts.aid_by_kind.total"), "quiet")]
    if without is not None:
        totals.append(view.mark(without))
    marks = view.marks(parts)
    full = max(each.amount for each in totals)
    heading = words(f"charts.aid_by_kind.total{'s' if without is not None else '_alone'}")
    bars: list[Block] = [Bars(marks=marks, full=full), Heading(text=heading)]
    bars.append(Bars(marks=tuple(totals), full=full))
    label = words.pick(view.indicator(found.total).label)
    values = {"label": label, "count": len(parts), "total": view.figure(found.total)}
    if len(loans) == 1:
        title = words("charts.aid_by_kind.title_loan", **values, loan=view.figure(loans[0]))
    else:
        title = words("charts.aid_by_kind.title", **values, most=marks[0].label, value=marks[0].value)
    notes = [] if found.verdict.relation.exhaustive else [words("charts.aid_by_kind.not_stated")]
    notes += [words("charts.aid_by_kind.loan_key")] if loans else []
    if found.verdict.code == "fails":
        notes.append(words("charts.aid_equation.verdict", verdict=words("verdict.fails")))
    return finished(view, title, bars, [*parts, found.total], tuple(notes), form="bars")


def aid_equation(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw a sum as on paper: each part after those before it, what they come to, and the printed total."""
    view = View(result, year, words)
    found = _money_sum(view)
    if found is None:
        return None
    amount = nominal(found.equation.right, lambda each: given(view.fact(each)).value)
    added = view.amount_in_words(amount, found.parts)
    computed = Mark(
        fact="",
        label=words("charts.aid_equation.added", count=len(found.parts)),
        value=added,
        amount=amount,
        look="derived",
    )
    sign = words(f"charts.aid_equation.sign_{found.verdict.code}")
    printed = view.mark(found.total, words("charts.aid_equation.printed", sign=sign), "quiet")
    few = len(found.parts) <= _MOST_STEPS
    steps = _steps(view, view.marks(found.parts)) if few else ()
    title = words(
        f"charts.aid_equation.title_{found.verdict.code}",
        count=len(found.parts),
        added=added,
        total=printed.value,
    )
    notes = [words("charts.aid_equation.verdict", verdict=words(f"verdict.{found.verdict.code}"))]
    notes += [words("charts.aid_by_kind.loan_key")] if any(each.look == "loan" for each in steps) else []
    blocks: list[Block] = [Bars(marks=(*steps, computed, printed))]
    if few:
        blocks.insert(0, Heading(text=sum_in_line(view, found), kind="equation"))
    return finished(view, title, blocks, [*found.parts, found.total], tuple(notes), form="equation")


def aid_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw aid money in every year that has it."""
    return over_years(View(result, year, words), _is_aid)


def aid_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the aid money of each stage in every year that has it."""
    return panels_over_years(View(result, year, words), _is_aid, "stage")


def aid_by_funding_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw where the aid money came from in every year that has it, loans hatched."""
    return panels_over_years(View(result, year, words), _is_aid, "funding")


def funding_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw money for education by where it came from, in all and in parts; in all where parts are missing."""
    view = View(result, year, words)
    return panels_over_years(view, _is_funding, "funding") or over_years(view, _is_funding)


def funding_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the money for education of each stage in every year that has it."""
    return panels_over_years(View(result, year, words), _is_funding, "stage")


def per_head_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw money a head at each stage in every year that has it."""
    return panels_over_years(View(result, year, words), _is_per_head, "stage")


def _is_aid(view: View, fact: Observation) -> bool:
    """Whether a figure is money of a programme; what was built or bought is no aid."""
    programme = view.package.programmes.get(fact.programme)
    things = programme is not None and programme.kind in _THINGS
    return _is_money(view, fact) and fact.programme != NOT_APPLICABLE and not things


def _is_funding(view: View, fact: Observation) -> bool:
    return _is_money(view, fact) and fact.programme == NOT_APPLICABLE


def _is_money(view: View, fact: Observation) -> bool:
    return view.indicator(fact).unit == "CNY" and view.indicator(fact).measure == "flow"


def _is_per_head(view: View, fact: Observation) -> bool:
    return view.indicator(fact).unit == "CNY-per-person" and view.indicator(fact).measure == "ratio"


def _money_sum(view: View) -> Sum | None:
    return next((each for each in view.sums("funds") if view.indicator(each.total).unit == "CNY"), None)


def _without_loans(view: View, found: Sum) -> Derived | None:
    """Return the declared figure that adds up the same parts but the loans."""
    wanted = {each.id for each in found.parts if not view.is_loan(each)}
    if len(wanted) == len(found.parts):
        return None
    same = (each for each in view.result.derived.values() if set(each.inputs) == wanted and each.quantity)
    return next((each for each in same if each.indicator == found.total.indicator), None)


def _steps(view: View, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Bars that begin where the one before ended, each but the first with a plus."""
    standing, steps = Fraction(0), list[Mark]()
    for mark in marks:
        label = view.words("charts.aid_equation.plus", label=mark.label) if steps else mark.label
        steps.append(replace(mark, start=standing, label=label))
        standing += mark.amount
    return tuple(steps)
