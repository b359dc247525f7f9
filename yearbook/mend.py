"""Which printed figures, if they were other numbers, would explain every relation that fails.

A suggestion to look at, published as one: nothing is corrected. The smallest set of figures is sought for
which new values satisfy all failing relations without breaking one that holds; the values follow from the
linear equations, solved exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from yearbook.formula import Equation, nominal, parse_equation
from yearbook.model import Finding, Package, Suggestion, Verdict, Where

MOST_CELLS = 3
_MOST_CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class _Linear:
    """An equation around the printed values: `gap` plus each slope times its change should be zero."""

    id: str
    gap: Fraction
    slopes: Mapping[str, Fraction]


def suggestions(verdicts: Sequence[Verdict], package: Package) -> tuple[Suggestion, ...]:
    """Return the smallest explanation of each group of failing relations that hang together.

    There is none beyond three cells. Only equations between exact figures take part: what is rounded or
    hedged pins no value down.
    """
    equations = [_linear(each, package) for each in verdicts if _is_exact(each)]
    failing = [each for each in equations if each.gap]
    holding = [each for each in equations if not each.gap]
    # A sum that fails alone may be wrong in any of its terms: only several together point at a figure.
    several = (group for group in _groups(failing) if len(group) > 1)
    found = (_smallest(group, holding, package) for group in several)
    return tuple(each for each in found if each)


def likely_misprints(found: Sequence[Suggestion]) -> tuple[Finding, ...]:
    """Return each suggestion as a note to the publisher."""
    return tuple(
        Finding(
            code="likely_misprint",
            where=Where(file="data/relations.csv"),
            severity="note",
            figures=tuple(figure for figure, _ in each.values),
            details=(
                ("values", "; ".join(f"{figure} → {float(value):,.10g}" for figure, value in each.values)),
                ("relations", ", ".join(each.relations)),
            ),
        )
        for each in found
    )


def _is_exact(verdict: Verdict) -> bool:
    sides = (verdict.printed, verdict.computed)
    own = not verdict.elsewhere and "<=" not in verdict.relation.terms
    return own and all(each is not None and each.is_point for each in sides)


def _linear(verdict: Verdict, package: Package) -> _Linear:
    equation = parse_equation(verdict.relation.terms)
    values = {each: _printed(each, package) for each in equation.figures}
    gap = _gap(equation, values)
    slopes = {each: _gap(equation, values | {each: values[each] + 1}) - gap for each in values}
    return _Linear(verdict.relation.id, gap, slopes)


def _printed(figure: str, package: Package) -> Fraction:
    quantity = package.quantity(figure)
    assert quantity is not None, "an exact equation has every value"
    return Fraction(quantity.value)


def _gap(equation: Equation, values: Mapping[str, Fraction]) -> Fraction:
    return nominal(equation.left, values.__getitem__) - nominal(equation.right, values.__getitem__)


def _groups(failing: Sequence[_Linear]) -> Iterator[list[_Linear]]:
    """Failing equations that share figures, directly or through others."""
    rest = list(failing)
    while rest:
        group, figures = [rest.pop(0)], set[str]()
        figures |= set(group[0].slopes)
        while joined := [each for each in rest if figures & set(each.slopes)]:
            group += joined
            figures.update(*(each.slopes for each in joined))
            rest = [each for each in rest if each not in joined]
        yield group


def _smallest(failing: list[_Linear], holding: list[_Linear], package: Package) -> Suggestion | None:
    times = Counter(figure for each in failing for figure in each.slopes)
    candidates = [figure for figure, _ in times.most_common(_MOST_CANDIDATES)]
    for size in range(1, MOST_CELLS + 1):
        for cells in combinations(candidates, size):
            touched = failing + [each for each in holding if set(cells) & set(each.slopes)]
            changes = _solve(touched, cells)
            if changes:
                values = tuple(
                    (cell, _printed(cell, package) + change)
                    for cell, change in zip(cells, changes, strict=True)
                )
                return Suggestion(values=values, relations=tuple(each.id for each in failing))
    return None


def _solve(equations: Sequence[_Linear], cells: Sequence[str]) -> list[Fraction] | None:
    """The one change of each cell that closes every gap; nothing when there is none, or more than one."""
    rows = [[each.slopes.get(cell, Fraction(0)) for cell in cells] + [-each.gap] for each in equations]
    for column in range(len(cells)):
        pivot = next((row for row in rows[column:] if row[column]), None)
        if pivot is None:
            return None
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        rows.insert(column, pivot)
    if any(any(row) for row in rows[len(cells) :]):
        return None
    changes = [row[-1] for row in rows[: len(cells)]]
    return changes if all(changes) else None
