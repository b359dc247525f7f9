"""Which printed figures, if they were other numbers, would explain every relation that fails.

A suggestion to look at, published as one: nothing is corrected. The smallest set of figures is sought for
which new values, rounded as they are printed, satisfy all failing relations that hang together without
breaking one that holds. Where two sets of the same size would do, the relations point at none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations

from yearbook.check import judge
from yearbook.formula import Equation, nominal, parse_equation
from yearbook.model import Finding, Package, Suggestion, Verdict

MOST_CELLS = 3
_MOST_CANDIDATES = 60
_STEPS = 6
_FINEST = 10**15

_LIKELY = {
    "relation_fails": "relation_fails_likely",
    "relation_fails_explained": "relation_fails_explained_likely",
}

_Values = Mapping[str, Decimal]


def suggestions(verdicts: Sequence[Verdict], package: Package) -> tuple[Suggestion, ...]:
    """Return the smallest explanation of each group of failing relations that hang together.

    There is none beyond three cells, and none where several would do.
    """
    equations = [each for each in verdicts if _is_equation(each)]
    failing = [each for each in equations if each.code == "fails"]
    touching: dict[str, list[Verdict]] = defaultdict(list)
    for each in verdicts:
        for figure in each.inputs:
            touching[figure].append(each)
    found = (_explanation(group, touching, package) for group in _groups(failing))
    return tuple(each for each in found if each)


def named(findings: Iterable[Finding], found: Sequence[Suggestion]) -> tuple[Finding, ...]:
    """Return findings about failing relations with the figures to look at first, where there are any."""
    likely = {relation: each for each in found for relation in each.relations}
    return tuple(_with_likely(each, likely) for each in findings)


def _with_likely(finding: Finding, likely: Mapping[str, Suggestion]) -> Finding:
    suggestion = likely.get(dict(finding.details).get("relation", ""))
    if suggestion is None or finding.code not in _LIKELY:
        return finding
    values = "; ".join(f"{figure} → {float(value):,.10g}" for figure, value in suggestion.values)
    more = (("values", values), ("relations", ", ".join(suggestion.relations)))
    return replace(finding, code=_LIKELY[finding.code], details=(*finding.details, *more))


def _is_equation(verdict: Verdict) -> bool:
    sides = (verdict.printed, verdict.computed)
    own = not verdict.elsewhere and "<=" not in verdict.relation.terms
    return own and all(each is not None and each.is_bounded for each in sides)


def _groups(failing: Sequence[Verdict]) -> Iterator[list[Verdict]]:
    """Failing equations that share figures, directly or through others."""
    rest = list(failing)
    while rest:
        group, figures = [rest.pop(0)], set[str]()
        figures |= set(group[0].inputs)
        while joined := [each for each in rest if figures & set(each.inputs)]:
            group += joined
            figures.update(*(each.inputs for each in joined))
            rest = [each for each in rest if each not in joined]
        yield group


def _explanation(
    group: list[Verdict], touching: Mapping[str, list[Verdict]], package: Package
) -> Suggestion | None:
    times = Counter(figure for each in group for figure in each.inputs)
    candidates = [figure for figure, _ in times.most_common(_MOST_CANDIDATES)]
    for size in range(1, MOST_CELLS + 1):
        hitting = (each for each in combinations(candidates, size) if _hit(each, group))
        found = [values for each in hitting if (values := _mending(each, group, touching, package))]
        if len(found) == 1:
            cells = tuple((cell, Fraction(value)) for cell, value in found[0].items())
            return Suggestion(values=cells, relations=tuple(each.relation.id for each in group))
        if found:
            return None
    return None


def _hit(cells: Sequence[str], group: Sequence[Verdict]) -> bool:
    return all(set(cells) & set(each.inputs) for each in group)


def _mending(
    cells: Sequence[str], group: Sequence[Verdict], touching: Mapping[str, list[Verdict]], package: Package
) -> _Values | None:
    """The values of some figures that mend a group: each closes one relation, then everything is judged."""
    touched = [each for cell in cells for each in touching[cell]]
    for values in _closing(tuple(cells), {}, group, package):
        mended = _with(values, package)
        if not any(judge(each.relation, mended).code == "fails" for each in touched):
            return values
    return None


def _closing(
    cells: tuple[str, ...], values: _Values, group: Sequence[Verdict], package: Package
) -> Iterator[_Values]:
    """Every way to give the figures values in turn, each from a relation with no other unknown."""
    if not cells:
        yield values
        return
    for verdict in group:
        unknown = [each for each in cells if each in verdict.inputs]
        if len(unknown) == 1:
            value = _value(unknown[0], verdict, _with(values, package))
            if value is not None and value != _printed(unknown[0], package):
                rest = tuple(each for each in cells if each != unknown[0])
                yield from _closing(rest, {**values, unknown[0]: value}, group, package)


def _value(figure: str, verdict: Verdict, package: Package) -> Decimal | None:
    """The value of a figure that makes both sides equal (secant method), as finely as it is printed."""
    equation = parse_equation(verdict.relation.terms)
    values = {each: Fraction(_printed(each, package)) for each in equation.figures}
    quantity = package.quantity(figure)
    assert quantity is not None, "an equation with both sides has every value"
    before, now = values[figure], values[figure] + Fraction(quantity.resolution)
    try:
        for _ in range(_STEPS):
            gap_before, gap = (_gap(equation, values | {figure: each}) for each in (before, now))
            if gap in (0, gap_before):
                break
            before, now = now, (now - gap * (now - before) / (gap - gap_before)).limit_denominator(_FINEST)
    except ZeroDivisionError:
        return None
    digits = (Decimal(now.numerator) / Decimal(now.denominator) / quantity.resolution).quantize(
        Decimal(1), ROUND_HALF_UP
    )
    return digits * quantity.resolution


def _with(values: _Values, package: Package) -> Package:
    facts = dict(package.observations)
    for figure, value in values.items():
        quantity = facts[figure].quantity
        assert quantity is not None, "only printed figures are given other values"
        facts[figure] = replace(facts[figure], quantity=replace(quantity, value=value))
    return replace(package, observations=facts)


def _printed(figure: str, package: Package) -> Decimal:
    quantity = package.quantity(figure)
    assert quantity is not None, "an equation with both sides has every value"
    return quantity.value


def _gap(equation: Equation, values: Mapping[str, Fraction]) -> Fraction:
    return nominal(equation.left, values.__getitem__) - nominal(equation.right, values.__getitem__)
