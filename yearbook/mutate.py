"""Would a slip be noticed: every figure in a relation, its last printed digit one unit off, judged again.

Mutation testing (R. A. DeMillo, R. J. Lipton, F. G. Sayward, Hints on Test Data Selection, 1978), of the
relations instead of a program: what they let pass, nothing in the record can tell from a right figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from yearbook.check import judge
from yearbook.model import Observation, Package, Verdict

STEPS = (-1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """A figure moved by one unit of its last printed digit; `unnoticed` is why nothing tells, else empty.

    The reasons: `hedged` the figure is itself a bound or about; `open` its relations cannot be decided;
    `fails` they fail already; `bound` they only say no more than; `rounding` other figures in them are
    printed too coarsely.
    """

    figure: str
    step: int
    unnoticed: str


def mutations(verdicts: Sequence[Verdict], package: Package) -> tuple[Mutation, ...]:
    """Return both mutations of every figure that takes part in a relation, and whether anything tells."""
    taking_part: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        for figure in verdict.inputs:
            taking_part[figure].append(verdict)
    return tuple(
        Mutation(figure=figure, step=step, unnoticed=_unnoticed(figure, step, own, package))
        for figure, own in taking_part.items()
        if package.observations[figure].quantity
        for step in STEPS
    )


def share_noticed(found: Sequence[Mutation]) -> tuple[int, int]:
    """Return how many figures would be noticed whichever way the digit slips, and how many were tried."""
    missed = {each.figure for each in found if each.unnoticed}
    tried = {each.figure for each in found}
    return len(tried - missed), len(tried)


def reasons(found: Sequence[Mutation]) -> Mapping[str, int]:
    """Return how many figures can slip unnoticed, by reason, most first; each figure once."""
    by_figure = {each.figure: each.unnoticed for each in reversed(found) if each.unnoticed}
    counted: dict[str, int] = defaultdict(int)
    for reason in by_figure.values():
        counted[reason] += 1
    return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def _unnoticed(figure: str, step: int, verdicts: Sequence[Verdict], package: Package) -> str:
    sound = [each for each in verdicts if each.code in ("holds", "rounding")]
    moved = _moved(figure, step, package)
    if any(judge(each.relation, moved).code == "fails" for each in sound):
        return ""
    return next(_reasons(package.observations[figure], sound, verdicts))


def _reasons(fact: Observation, sound: Sequence[Verdict], verdicts: Sequence[Verdict]) -> Iterator[str]:
    if fact.quantity and not fact.quantity.is_exact:
        yield "hedged"
    if not sound:
        yield "fails" if any(each.code == "fails" for each in verdicts) else "open"
    yield "bound" if all("<=" in each.relation.terms for each in sound) else "rounding"


def _moved(figure: str, step: int, package: Package) -> Package:
    fact = package.observations[figure]
    assert fact.quantity is not None, "only printed figures are moved"
    quantity = replace(fact.quantity, value=fact.quantity.value + step * fact.quantity.resolution)
    return replace(package, observations={**package.observations, figure: replace(fact, quantity=quantity)})
