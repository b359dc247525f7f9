"""Which figures may be set against one another, and why others may not: like with like only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from yearbook.formula import Expression, Figure, Operation, figures_of, parse_equation
from yearbook.model import Derived, Indicator, Observation, Package, Result, Verdict

# A year can have several of these, or they run over several: never in one line with years.
_OF_THEIR_OWN = frozenset({"term", "part_year", "school_year", "cumulative"})
_A_MONTH = 28


def unlike(one: Observation, other: Observation) -> str:
    """Return why two figures must not be compared as one thing at two times; empty where they may.

    The reason is a key of `refused` in `words/`: indicator, scope, status, period, exactness.
    """
    if one.indicator != other.indicator:
        return "indicator"
    if one.series != other.series:
        return "scope"
    if one.status != other.status:
        return "status"
    if not same_period(one, other):
        return "period"
    return "exactness" if is_bound(one) != is_bound(other) else ""


def same_period(one: Observation, other: Observation) -> bool:
    """Whether two figures are of one kind of period, and as far as it is known of one length."""
    if one.period_kind != other.period_kind:
        return False
    if one.days is None or other.days is None:
        return True
    return abs(one.days - other.days) < _A_MONTH


def is_bound(fact: Observation) -> bool:
    """Whether only an end of what the figure may be is known: more than, nearly."""
    return fact.quantity is not None and fact.quantity.qualifier not in ("exact", "about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One year of a series: its figure, and what other sources or editions print for the same cell.

    `observed` is the figure itself, or the one a computed figure is like.
    """

    year: int
    figure: Observation | Derived
    observed: Observation
    beside: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One thing in several years, oldest first; no year twice."""

    points: tuple[Point, ...]

    @property
    def latest(self) -> Point:
        """The last year there is."""
        return self.points[-1]

    @property
    def breaks(self) -> tuple[tuple[int, str], ...]:
        """Before which points, counted from 0, the line is broken, and the reason."""
        found = ((at, unlike(a.observed, b.observed)) for at, (a, b) in enumerate(pairwise(self.points), 1))
        return tuple((at, reason) for at, reason in found if reason)

    @property
    def is_whole(self) -> bool:
        """Whether every year counts the same."""
        return not self.breaks


def series_of(result: Result) -> tuple[Series, ...]:
    """Return everything measured in a package as a series, in the order of its files, single years too.

    Where several rows say something about one cell, the first one in the file is taken and the others stand
    beside it. A computed figure fills a year that no row gives. Totals of several years are no series.
    """
    lines: dict[Hashable, dict[int, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for fact in result.package.observations.values():
        if fact.quantity and fact.period_kind != "cumulative":
            lines[_line_of(fact)][fact.year].append(fact)
    computed = _computed(result)
    return tuple(
        Series(points=tuple(sorted(_points(years, computed.get(key, {})), key=lambda each: each.year)))
        for key, years in lines.items()
    )


def _line_of(fact: Observation) -> Hashable:
    return (fact.table, fact.indicator, *fact.codes, fact.status, *_own_period(fact))


def _own_period(fact: Observation) -> tuple[object, ...]:
    if fact.period_kind not in _OF_THEIR_OWN:
        return ()
    ends = (fact.period_start, fact.period_end)
    return (fact.period_kind, *((end.month, end.day) for end in ends if end))


def _computed(result: Result) -> dict[Hashable, dict[int, Derived]]:
    found: dict[Hashable, dict[int, Derived]] = defaultdict(dict)
    for each in result.derived.values():
        like = result.package.observations.get(each.like)
        if like and each.quantity:
            found[_line_of(like)][each.year] = each
    return found


def _points(years: dict[int, list[Observation]], computed: dict[int, Derived]) -> Iterator[Point]:
    known = {each.id: each for facts in years.values() for each in facts}
    for year, (first, *beside) in years.items():
        yield Point(year=year, figure=first, observed=first, beside=tuple(beside))
    for year, derived in computed.items():
        if year not in years:
            yield Point(year=year, figure=derived, observed=known[derived.like])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One thing that several publishers measure: a figure of each, and what keeps them apart.

    `reason` is a key of `refused` in `words/`, empty where the figures may be compared.
    """

    indicator: Indicator
    figures: tuple[tuple[Result, Observation], ...]
    reason: str


def shared(results: Sequence[Result]) -> tuple[Shared, ...]:
    """Return what two publishers or more measure by the same definition, about their own place as a whole.

    The same definition is the same id with the same wording, unit and counting unit; an id alone is not
    enough. The latest year that most of them have is taken for all: a figure of another year is left out.
    """
    found: dict[Hashable, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    owners = {each.package.id: each for each in results}
    for result in results:
        for series in series_of(result):
            for point in series.points:
                fact = point.observed
                if point.figure is fact and fact.place == result.package.place:
                    found[_definition(fact, result.package)][result.package.id].append(fact)
    several = (facts for facts in found.values() if len(facts) > 1)
    return tuple(_shared(facts, owners) for facts in several)


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """One name that publishers give to different things: the indicator as each defines it."""

    definitions: tuple[tuple[Result, Indicator], ...]


def alike_in_name(results: Sequence[Result]) -> tuple[Namesake, ...]:
    """Return the indicators of one id that two publishers or more define differently."""
    found: dict[str, list[tuple[Result, Indicator]]] = defaultdict(list)
    for result in results:
        used = {each.indicator for each in result.package.observations.values() if each.quantity}
        for indicator in result.package.indicators.values():
            if indicator.id in used:
                found[indicator.id].append((result, indicator))
    several = (each for each in found.values() if len({indicator.definition for _, indicator in each}) > 1)
    return tuple(Namesake(definitions=tuple(each)) for each in several)


def _definition(fact: Observation, package: Package) -> Hashable:
    what = package.indicators[fact.indicator]
    defined = (what.id, what.definition, what.unit, what.counting_unit, what.per)
    return (*defined, fact.table, fact.status, *fact.codes[1:])


def _shared(facts: dict[str, list[Observation]], owners: dict[str, Result]) -> Shared:
    by_year: dict[int, dict[str, Observation]] = defaultdict(dict)
    for publisher, own in facts.items():
        for fact in own:
            by_year[fact.year].setdefault(publisher, fact)
    year = max(by_year, key=lambda each: (len(by_year[each]), each))
    same_year = len(by_year[year]) > 1
    latest = {publisher: max(own, key=lambda each: each.year) for publisher, own in facts.items()}
    chosen = by_year[year] if same_year else latest
    first, *others = chosen.values()
    reasons = ["" if same_year else "year", *(unlike(first, each) for each in others)]
    return Shared(
        indicator=owners[next(iter(chosen))].package.indicators[first.indicator],
        figures=tuple((owners[publisher], fact) for publisher, fact in chosen.items()),
        reason=next((each for each in reasons if each), ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A change of money between two years, split into what the rate and what the heads did to it.

    `by_rate` and `by_heads` add up to the change; `earlier` and `later` are ids: money, rate, heads.
    """

    earlier: tuple[str, str, str]
    later: tuple[str, str, str]
    change: Fraction
    by_rate: Fraction
    by_heads: Fraction


def splits(result: Result) -> tuple[Split, ...]:
    """Return the change of every sum of money that relations give as rate x heads in more than one year.

    The split is T. L. Bennet's (The Theory of Measurement of Changes in Cost of Living, 1920): each factor's
    change times the mean of the other, so that nothing is left over. Only years that are like one another,
    given exactly, whose product holds, are set against each other.
    """
    found: dict[Hashable, list[tuple[Observation, Observation, Observation]]] = defaultdict(list)
    for verdict in result.verdicts:
        product = _rate_times_heads(verdict, result.package)
        if product and verdict.code == "holds":
            found[tuple(_line_of(each) for each in product)].append(product)
    ordered = (sorted(products, key=lambda each: each[0].year) for products in found.values())
    return tuple(_split(a, b) for products in ordered for a, b in pairwise(products) if _are_like(a, b))


def rate_and_heads(product: Expression, package: Package) -> tuple[Observation, Observation] | None:
    """Return the rate and the heads of an expression that is one times the other, whichever comes first."""
    match product:
        case Operation("*", Figure(left), Figure(right)):
            pair = (package.observations[left], package.observations[right])
            rates = [package.indicators[each.indicator].unit == "CNY-per-person" for each in pair]
            if sum(rates) == 1:
                return pair if rates[0] else (pair[1], pair[0])
    return None


def _rate_times_heads(
    verdict: Verdict, package: Package
) -> tuple[Observation, Observation, Observation] | None:
    if verdict.relation.kind != "product":
        return None
    equation = parse_equation(verdict.relation.terms)
    if not isinstance(equation.left, Figure) or len(list(figures_of(equation.right))) != 2:
        return None
    pair = rate_and_heads(equation.right, package)
    return (package.observations[equation.left.id], *pair) if pair else None


def _are_like(earlier: Iterable[Observation], later: Iterable[Observation]) -> bool:
    pairs = list(zip(earlier, later, strict=True))
    return pairs[0][0].year < pairs[0][1].year and not any(unlike(a, b) for a, b in pairs)


def _split(earlier: Sequence[Observation], later: Sequence[Observation]) -> Split:
    (_, rate, heads), (_, new_rate, new_heads) = (tuple(map(_value, each)) for each in (earlier, later))
    return Split(
        earlier=(earlier[0].id, earlier[1].id, earlier[2].id),
        later=(later[0].id, later[1].id, later[2].id),
        change=new_rate * new_heads - rate * heads,
        by_rate=(new_rate - rate) * (heads + new_heads) / 2,
        by_heads=(new_heads - heads) * (rate + new_rate) / 2,
    )


def _value(fact: Observation) -> Fraction:
    assert fact.quantity is not None, "a relation that holds has every value"
    return Fraction(fact.quantity.value)
