"""One year of a package as charts see it: figures in words, marks in their look, relations by shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from charts.drawing import End, Look, Mark
from yearbook.formula import Equation, Expression, Figure, Operation, parse_equation
from yearbook.model import (
    NOT_APPLICABLE,
    REPAYABLE,
    TOTAL,
    Derived,
    Indicator,
    Observation,
    Package,
    Quantity,
    Result,
    Verdict,
)
from yearbook.words import Words

# The order in which dimensions are tried to tell figures apart in a label.
_TELLING = ("programme", "stage", "group", "place", "school", "funding")
_MOST_TITLES = 3
_ENDS: dict[str, End] = {"more_than": "beyond", "at_least": "beyond", "nearly": "short", "at_most": "short"}


@dataclass(frozen=True, slots=True)
class Sum:
    """A relation that says a figure is the sum of others, all of them given."""

    total: Observation
    parts: tuple[Observation, ...]
    equation: Equation
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class View:
    """A result in one year and one language."""

    result: Result
    year: int
    words: Words

    @property
    def package(self) -> Package:
        """The package the figures are from."""
        return self.result.package

    def facts(self, table: str = "") -> list[Observation]:
        """Return the figures of the year that have a value, in the order of their files.

        Of several sources that say something about one cell the first is taken. What a source worked out
        from its other figures is left out.
        """
        found: dict[tuple[object, ...], Observation] = {}
        for each in self.package.in_year(self.year, table):
            if each.quantity is not None and each.status != "derived":
                found.setdefault(each.natural_key[1:], each)
        return list(found.values())

    def indicator(self, fact: Observation | Derived) -> Indicator:
        """Return what a figure measures."""
        return self.package.indicators[fact.indicator]

    def figure(self, fact: Observation | Derived) -> str:
        """Return a figure in words with its unit: 295万元."""
        return self.words.figure(given(fact), self.indicator(fact), self.package)

    def number(self, fact: Observation | Derived) -> str:
        """Return a figure for a sentence that has named its unit; Chinese repeats its measure word."""
        return (
            self.figure(fact)
            if self.words("charts.patterns.measure")
            else self.words.number(given(fact), self.indicator(fact))
        )

    def amount_in_words(self, amount: Fraction, like: Sequence[Observation], *, unit: bool = True) -> str:
        """Return an amount worked out from figures, as finely as they are printed."""
        quantity, indicator = given(like[0]), self.indicator(like[0])
        finest = min(given(each).resolution for each in like)
        finest = max(finest, Decimal(1)) if amount.denominator == 1 else finest
        value = round(amount / Fraction(finest)) * finest
        exact = Quantity(value=value, resolution=finest, grain=quantity.grain)
        return (
            self.words.figure(exact, indicator, self.package) if unit else self.words.number(exact, indicator)
        )

    # Labels and marks

    def name(self, fact: Observation | Derived) -> str:
        """Return the full label of a figure."""
        return self.words.label(fact, self.package)

    def labels(self, facts: Sequence[Observation]) -> list[str]:
        """Return what tells each figure from the others, as short as it can be."""
        if len({each.indicator for each in facts}) == len(facts) > 1:
            return [self.words.pick(self.indicator(each).label) for each in facts]
        for dimension in _TELLING:
            codes = [getattr(each, dimension) for each in facts]
            if len(set(codes)) == len(facts) > 1 and not {TOTAL, NOT_APPLICABLE} & set(codes):
                return [self.code(each, dimension) for each in facts]
        return [self._told_apart(each, facts) for each in facts]

    def _told_apart(self, fact: Observation, facts: Sequence[Observation]) -> str:
        first = next((each for each in _TELLING if self.code(fact, each)), "")
        if not first:
            return self.name(fact)
        twins = [each for each in facts if getattr(each, first) == getattr(fact, first) and each is not fact]
        told = (
            each for each in _TELLING if any(getattr(twin, each) != getattr(fact, each) for twin in twins)
        )
        codes = [each for each in (self.code(fact, dimension) for dimension in told) if each]
        name = self.code(fact, first)
        return (
            self.words("patterns.label", name=name, parts=self.words("patterns.joint").join(codes))
            if codes
            else name
        )

    def code(self, fact: Observation, dimension: str) -> str:
        """Return the label of one of a figure's dimensions; empty where it is a total."""
        return self.words.code(dimension, getattr(fact, dimension), self.package)

    def look(self, fact: Observation | Derived) -> Look:
        """Return the look of a figure by its kind: worked out, planned, lent or plain."""
        if isinstance(fact, Derived):
            return "derived"
        if fact.status == "planned":
            return "planned"
        return "loan" if self.is_loan(fact) and fact.table == "funds" else "solid"

    def is_loan(self, fact: Observation) -> bool:
        """Say whether the money must be repaid."""
        programme = self.package.programmes.get(fact.programme)
        return programme is not None and programme.kind in REPAYABLE

    def mark(self, fact: Observation | Derived, label: str = "", look: Look | None = None) -> Mark:
        """Return a figure as a mark in the look its kind asks for, open at the end where it is a bound."""
        quantity = given(fact)
        return Mark(
            fact=fact.id,
            label=label or self.name(fact),
            value=self.figure(fact),
            amount=Fraction(quantity.value),
            look=look or self.look(fact),
            end=_ENDS.get(quantity.qualifier, "closed"),
        )

    def marks(self, facts: Sequence[Observation], look: Look | None = None) -> tuple[Mark, ...]:
        """Figures as marks, each labelled by what tells it from the others."""
        pairs = zip(facts, self.labels(facts), strict=True)
        return tuple(self.mark(fact, self._with_status(fact, label), look) for fact, label in pairs)

    def _with_status(self, fact: Observation, label: str) -> str:
        if not self.is_loan(fact) or fact.table != "funds":
            return label
        return self.words("charts.patterns.loan", label=label, status=self.words(f"status.{fact.status}"))

    # The words around a chart

    def subtitle(self, facts: Sequence[Observation | Derived]) -> str:
        """Return year, unit and kind of period where all share one; money names its unit at every mark."""
        observed = [each for each in facts if isinstance(each, Observation)]
        periods = {each.period_kind for each in observed}
        parts = [self.words("charts.patterns.year", year=self.year)]
        units = {self.words.unit(self.indicator(each), self.package) for each in facts}
        if len(units) == 1 and "CNY" not in {self.indicator(each).unit for each in facts}:
            parts.append(self.words("charts.patterns.unit", unit=units.pop()))
        if len(periods) == 1:
            parts.append(self.words(f"period_kind.{periods.pop()}"))
        return self.words("charts.patterns.joint").join(parts)

    def source(self, facts: Iterable[str]) -> str:
        """Return the short source line: titles of the documents the figures stand in."""
        known = (self.package.observations[each].source for each in self._observed(facts))
        titles = [self.words.pick(self.package.sources[each].title) for each in dict.fromkeys(known)]
        return self.source_line(titles)

    def source_line(self, titles: Sequence[str]) -> str:
        """Return titles as a source line: three at most, and of how many they are."""
        shown = self.words("charts.patterns.joint").join(titles[:_MOST_TITLES])
        which = "source" if len(titles) <= _MOST_TITLES else "sources"
        return self.words(f"charts.patterns.{which}", titles=shown, count=len(titles))

    def _observed(self, figures: Iterable[str]) -> Iterable[str]:
        for each in figures:
            derived = self.result.derived.get(each)
            yield from derived.inputs if derived else (each,)

    # Relations by their shape

    def verdicts(self, kind: str, table: str = "") -> list[tuple[Verdict, Equation]]:
        """Return the relations of one kind between given figures of the year (and of one table)."""
        found = []
        for verdict in self.result.verdicts:
            facts = [self.package.observations[each] for each in verdict.inputs]
            given_here = all(
                each.quantity and each.year == self.year and table in ("", each.table) for each in facts
            )
            # A pattern says the same of every place: a table's business, not a chart's.
            if verdict.relation.kind == kind and given_here and not verdict.relation.pattern:
                found.append((verdict, parse_equation(verdict.relation.terms)))
        return found

    def sums(self, table: str) -> list[Sum]:
        """Return the sums of two or more figures, longest first."""
        found = []
        for verdict, equation in self.verdicts("sum", table):
            parts = addends(equation.right)
            if (
                isinstance(equation.left, Figure)
                and len(parts) > 1
                and all(isinstance(each, Figure) for each in parts)
            ):
                ids = [each.id for each in parts if isinstance(each, Figure)]
                found.append(Sum(self.fact(equation.left.id), tuple(map(self.fact, ids)), equation, verdict))
        return sorted(found, key=lambda each: -len(each.parts))

    def equations(self, kind: str) -> list[tuple[Verdict, Equation]]:
        """Return the relations of one kind of the whole package, of all its years."""
        return [
            (each, parse_equation(each.relation.terms))
            for each in self.result.verdicts
            if each.relation.kind == kind and not each.relation.pattern
        ]

    def sums_of_all_years(self) -> list[tuple[Figure, Expression]]:
        """Return what the sums of the whole package say: a figure, and what it is the sum of."""
        found = (equation for _, equation in self.equations("sum"))
        return [(each.left, each.right) for each in found if isinstance(each.left, Figure)]

    def subsets(self, table: str) -> list[tuple[Observation, Observation]]:
        """Return pairs of a part and the whole it is of, from the relations that say so."""
        sides = [(equation.left, equation.right) for _, equation in self.verdicts("subset", table)]
        return [
            (self.fact(a.id), self.fact(b.id))
            for a, b in sides
            if isinstance(a, Figure) and isinstance(b, Figure)
        ]

    def share(self, part: Observation, whole: Observation) -> Observation | None:
        """Return the printed share of a part in its whole, where a relation ties the three."""
        for _, equation in self.verdicts("ratio"):
            if equation.right == Operation("/", Figure(part.id), Figure(whole.id)) and isinstance(
                equation.left, Figure
            ):
                return self.fact(equation.left.id)
        return None

    def computed_share(self, part: Observation, whole: Observation) -> Derived | None:
        """Return the share of a part in its whole that is worked out here."""
        shares = (each for each in self.result.derived.values() if each.quantity)
        return next((each for each in shares if each.formula == f"{part.id} / {whole.id}"), None)

    def fact(self, figure: str) -> Observation:
        """Return a figure by its id."""
        return self.package.observations[figure]


def given(fact: Observation | Derived) -> Quantity:
    """Return the quantity of a figure that is known to have one."""
    assert fact.quantity is not None, f"{fact.id} has no value"
    return fact.quantity


def addends(expression: Expression) -> list[Expression]:
    """Return the parts of a sum; the expression itself where it is none."""
    if isinstance(expression, Operation) and expression.operator == "+":
        return [*addends(expression.left), *addends(expression.right)]
    return [expression]


def by_size(facts: Iterable[Observation]) -> list[Observation]:
    """Return figures from the largest to the smallest."""
    return sorted(facts, key=lambda each: -given(each).value)
