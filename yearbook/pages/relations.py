"""Relations as pages show them: by verdict, year and pattern; what would slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from yearbook.loans import totals_with_loans as totals_with_loans
from yearbook.model import Package, Result, Verdict
from yearbook.mutate import mutations, reasons, share_noticed
from yearbook.words import Words

MANY_RELATIONS = 60
MANY_TERMS = 9


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
