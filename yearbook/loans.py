"""Totals of money that contain loans: what must be repaid is told from what need not be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yearbook.formula import Figure, figures_of, parse_equation
from yearbook.model import REPAYABLE, Package, Result, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A total of money with loans in it: its relation, the parts to be repaid, the sum of the others."""

    verdict: Verdict
    total: str
    loans: tuple[str, ...]
    without: str


def totals_with_loans(result: Result, year: int | None = None) -> Iterator[Total]:
    """Yield every sum of money whose parts include loans, of one year where it is named."""
    facts = result.package.observations
    for verdict in result.verdicts:
        if year not in (None, facts[verdict.inputs[0]].year):
            continue
        parts = _money_parts(verdict, result.package)
        loans = tuple(each for each in parts if _is_loan(each, result.package))
        if loans:
            without = _computed_from(set(parts) - set(loans), result)
            yield Total(verdict=verdict, total=verdict.inputs[0], loans=loans, without=without)


def _computed_from(parts: set[str], result: Result) -> str:
    """The derived figure that adds up exactly these parts; empty where the package asks for none."""
    found = result.derived.values()
    return next((each.id for each in found if set(each.inputs) == parts and "/" not in each.formula), "")


def _money_parts(verdict: Verdict, package: Package) -> tuple[str, ...]:
    equation = parse_equation(verdict.relation.terms)
    if verdict.relation.kind != "sum" or not isinstance(equation.left, Figure):
        return ()
    parts = tuple(figures_of(equation.right))
    money = all(package.indicators[package.observations[each].indicator].unit == "CNY" for each in parts)
    return parts if money else ()


def _is_loan(figure: str, package: Package) -> bool:
    programme = package.programmes.get(package.observations[figure].programme)
    return programme is not None and programme.kind in REPAYABLE
