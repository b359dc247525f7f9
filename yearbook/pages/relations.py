"""Relations as pages show them: by verdict, year and pattern; totals that contain loans; what would slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from yearbook.formula import Figure, figures_of, parse_equation
from yearbook.model import REPAYABLE, Package, Result, Verdict
from yearbook.mutate import mutations, reasons, share_noticed
from yearbook.words import Words

MANY_RELATIONS = 60
MANY_TERMS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A total of money that contains loans: its relation, and the parts to be repaid."""

    verdict: Verdict
    total: str
    loans: tuple[str, ...]
    without: str


def alike(result: Result, code: str, year: int) -> Iterator[tuple[Verdict, ...]]:
    """Yield the relations of a year with a verdict, those written as one pattern together."""
    found = [each for each in result.verdicts if each.code == code and _year_of(each, result) == year]
    yield from grouped(found)


def grouped(verdicts: Iterable[Verdict]) -> Iterator[tuple[Verdict, ...]]:
    """Yield relations with one verdict that were written as one pattern together."""
    for _, group in groupby(
        verdicts, key=lambda each: (each.code, each.relation.pattern or each.relation.id)
    ):
        yield tuple(group)


def years_of(result: Result, code: str) -> tuple[tuple[int, int], ...]:
    """Return the years of the relations with a verdict, latest first, and how many each has."""
    found = Counter(_year_of(each, result) for each in result.verdicts if each.code == code)
    return tuple(sorted(found.items(), reverse=True))


def years_apart(result: Result) -> tuple[int, ...]:
    """Return the years whose relations have a page of their own, latest first; none where one holds all."""
    years = {_year_of(each, result) for each in result.verdicts}
    return (
        tuple(sorted(years, reverse=True)) if len(result.verdicts) > MANY_RELATIONS and len(years) > 1 else ()
    )


def by_year(result: Result) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return how many relations of each year came out each way, in the order of `counts`."""
    found = ((_year_of(each, result), each.code) for each in result.verdicts)
    counted: Counter[tuple[int, str]] = Counter(found)
    codes = [code for code, count in counts(result) if count]
    return tuple((year, tuple(counted[year, code] for code in codes)) for year in years_apart(result))


def address_of(verdict: Verdict, result: Result) -> str:
    """Return the page a relation stands on with all its terms; its id is the anchor there."""
    base = f"{result.package.id}/reconciliation"
    return f"{base}/{_year_of(verdict, result)}" if years_apart(result) else base


def slips(result: Result) -> tuple[tuple[int, int], Mapping[str, int]]:
    """Return how many figures would show a wrong last digit, of how many, and why the others would not."""
    found = mutations(result.verdicts, result.package)
    return share_noticed(found), reasons(found)


def _year_of(verdict: Verdict, result: Result) -> int:
    """The year of the figure a relation is about: the first one named."""
    return result.package.observations[verdict.inputs[0]].year


def suggested(result: Result, relation: str, words: Words) -> tuple[tuple[str, str], ...]:
    """Return which figures, printed otherwise, would mend a relation that fails: id and value in words."""
    values = (value for each in result.suggestions if relation in each.relations for value in each.values)
    return tuple((figure, _in_words(figure, value, result.package, words)) for figure, value in values)


def _in_words(figure: str, value: Fraction, package: Package, words: Words) -> str:
    fact = package.observations[figure]
    assert fact.quantity is not None, "only printed figures are suggested another value for"
    changed = replace(fact.quantity, value=Decimal(value.numerator) / Decimal(value.denominator))
    return words.figure(changed, package.indicators[fact.indicator], package)


def counts(result: Result) -> tuple[tuple[str, int], ...]:
    """Return how many relations came out each way, those to look at first."""
    return tuple(
        (code, sum(each.code == code for each in result.verdicts))
        for code in ("fails", "open", "rounding", "holds")
    )


def totals_with_loans(result: Result, year: int) -> Iterator[Total]:
    """Yield every sum of money of a year whose parts include loans."""
    for verdict in result.verdicts:
        if _year_of(verdict, result) != year:
            continue
        parts = _money_parts(verdict, result.package)
        loans = tuple(each for each in parts if _is_loan(each, result.package))
        if loans:
            grants = set(parts) - set(loans)
            total = verdict.inputs[0]
            without = next(
                (
                    each.id
                    for each in result.derived.values()
                    if set(each.inputs) == grants and "/" not in each.formula
                ),
                "",
            )
            yield Total(verdict=verdict, total=total, loans=loans, without=without)


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
