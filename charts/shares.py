"""A share as squares of a hundred: printed ones full, computed ones hollow; loans come first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from charts.common import finished, sum_in_line
from charts.drawing import Drawing, Hundred
from charts.view import View, addends, given
from yearbook.compare import is_bound
from yearbook.formula import Expression, Figure, Operation, nominal, parse_expression
from yearbook.model import DIMENSIONS, Derived, Observation, Result
from yearbook.words import Words


def funds_of_a_hundred(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw a share of money, that of loans where there is one."""
    return of_a_hundred(View(result, year, words), "funds")


def students_of_a_hundred(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw a share of students."""
    return of_a_hundred(View(result, year, words), "students")


def teachers_of_a_hundred(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw a share of teachers."""
    return of_a_hundred(View(result, year, words), "teachers")


def provision_of_a_hundred(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw a share of schools or places."""
    return of_a_hundred(View(result, year, words), "provision")


def of_a_hundred(view: View, table: str) -> Drawing | None:
    """Draw one share of a table as squares of a hundred: full where it is printed, hollow where computed.

    What must be repaid comes first; of other shares only one that its source prints is drawn.
    """
    found = [*_printed(view, table), *_computed(view, table)]
    loans = sorted((each for each in found if view.is_loan(each.part)), key=lambda each: -each.whole)
    printed = [each for each in found if isinstance(each.share, Observation)]
    chosen = next(iter((*loans, *printed)), None)
    if chosen is None:
        return None
    part, share = chosen.part, chosen.share
    values = {"part": view.figure(part), "whole": view.amount_in_words(chosen.whole, [part])}
    mark = replace(view.mark(share, ""), look="derived" if isinstance(share, Derived) else "solid")
    mark = replace(mark, label=view.words("charts.hundred.counted", label=_told(view, chosen), **values))
    notes = [view.words("charts.hundred.computed" if mark.look == "derived" else "charts.hundred.key")]
    if chosen in loans:
        notes.append(view.words("charts.hundred.loan", status=view.words(f"status.{part.status}")))
    wholes = [view.fact(each) for each in chosen.inputs]
    shown = [part.id, *chosen.inputs]
    # Where the whole is a sum, the sum is written out, up to the printed total it is tied to.
    for each in (each for each in view.sums(table) if {one.id for one in each.parts} == set(chosen.inputs)):
        notes.append(sum_in_line(view, each))
        shown.append(each.total.id)
    return finished(
        view,
        _title(view, chosen, loan=chosen in loans),
        [Hundred(mark=mark)],
        [share, part, *wholes],
        tuple(notes),
        view.subtitle([part, *wholes]),
        tuple(dict.fromkeys(shown)),
        form="hundred",
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """A share with what it is of: one figure, or several added."""

    share: Observation | Derived
    part: Observation
    inputs: tuple[str, ...]
    whole: Fraction


def _title(view: View, chosen: _Share, *, loan: bool) -> str:
    share = view.figure(chosen.share)
    if loan or len(chosen.inputs) > 1:
        label = _told(view, chosen)
        whole = view.fact(chosen.inputs[0])
        of = view.name(whole) if len(chosen.inputs) == 1 else view.words.pick(view.indicator(whole).label)
        return view.words("charts.hundred.title_loan", whole=of, label=label, share=share)
    whole = view.fact(chosen.inputs[0])
    return view.words(
        "charts.hundred.title",
        label=view.name(whole), whole=view.figure(whole), part=_told(view, chosen), share=share,
    )  # fmt: skip


def _told(view: View, chosen: _Share) -> str:
    """Return what tells the part from the whole, as short as it can be."""
    whole = view.fact(chosen.inputs[0])
    codes = (each for each in DIMENSIONS if getattr(chosen.part, each) != getattr(whole, each))
    labels = [each for each in (view.code(chosen.part, dimension) for dimension in codes) if each]
    if view.is_loan(chosen.part) and view.code(chosen.part, "programme"):
        return view.code(chosen.part, "programme")
    return labels[0] if labels else view.name(chosen.part)


def _printed(view: View, table: str) -> Iterator[_Share]:
    """The shares a source prints with what they are of, where the three agree."""
    for verdict, equation in view.verdicts("ratio", table):
        if isinstance(equation.left, Figure) and verdict.code in ("holds", "rounding"):
            yield from _share(view, view.fact(equation.left.id), equation.right)


def _computed(view: View, table: str) -> Iterator[_Share]:
    """The shares worked out here."""
    for each in view.result.derived.values():
        if each.year == view.year and each.table == table and each.quantity:
            yield from _share(view, each, parse_expression(each.formula))


def _share(view: View, share: Observation | Derived, expression: Expression) -> Iterator[_Share]:
    """A part over a whole it is in: one figure over another of one kind, or over a sum that contains it."""
    match expression:
        case Operation("/", Figure(part), whole):
            ids = [part, *(each.id for each in addends(whole) if isinstance(each, Figure))]
            facts = [view.fact(each) for each in ids if each in view.package.observations]
            if len(facts) == len(addends(whole)) + 1 and _is_share(view, share, facts):
                amount = nominal(whole, lambda each: given(view.fact(each)).value)
                yield _Share(share, facts[0], tuple(each.id for each in facts[1:]), amount)


def _is_share(view: View, share: Observation | Derived, facts: list[Observation]) -> bool:
    """Whether it is a share of the year, of like in like, and no bound."""
    own = all(each.year == view.year and each.quantity and not is_bound(each) for each in facts)
    like = len({(each.indicator, each.period_kind) for each in facts}) == 1
    ratio = view.indicator(share).unit == "ratio" and 0 < given(share).value <= 1
    bound = isinstance(share, Observation) and is_bound(share)
    return own and like and ratio and not bound and facts[0].period_kind != "cumulative"
