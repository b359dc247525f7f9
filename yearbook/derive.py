"""Numbers from numbers: what a package asks to have computed, or the reason why it must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, log10
from types import MappingProxyType

from yearbook.compare import same_period, unlike
from yearbook.errors import FormulaError
from yearbook.formula import Expression, Figure, Operation, evaluate, figures_of, nominal, parse_expression
from yearbook.interval import Interval
from yearbook.model import NOT_APPLICABLE, Derived, Indicator, Observation, Package, Quantity, Text

# The finest step worth showing of a computed value: a tenth of a percentage point, whole yuan a head.
_SHOWN_GRAIN = {"ratio": Decimal("0.001"), "CNY-per-person": Decimal(1)}
SHARE = Indicator(
    id="share", label=Text(()), definition=Text(()), unit="ratio", counting_unit=NOT_APPLICABLE,
    measure="ratio", decimals=3,
)  # fmt: skip


def derive(package: Package) -> Mapping[str, Derived]:
    """Return every derived figure a package declares, computed or refused, by id."""
    return MappingProxyType(
        {row["id"]: _derive(row, package) for row in package.derivations if _known(row, package)}
    )


def share(part: str, whole: str, package: Package) -> Quantity | None:
    """Return one figure as a fraction of another; nothing where that must not be computed."""
    expression = parse_expression(f"{part} / {whole}")
    refused = _refusal(expression, SHARE, [package.observations[part], package.observations[whole]], package)
    return None if refused else _quantity(expression, SHARE, package)


def _known(row: Mapping[str, str], package: Package) -> bool:
    try:
        figures = tuple(figures_of(parse_expression(row["formula"])))
        return bool(figures) and all(each in package.observations for each in figures)
    except FormulaError:
        return False


def _derive(row: Mapping[str, str], package: Package) -> Derived:
    expression = parse_expression(row["formula"])
    inputs = tuple(dict.fromkeys(figures_of(expression)))
    facts = [package.observations[each] for each in inputs]
    indicator = package.indicators[row["indicator"]]
    refused = _refusal(expression, indicator, facts, package)
    return Derived(
        id=row["id"],
        indicator=row["indicator"],
        formula=row["formula"],
        inputs=inputs,
        label=Text((("zh", row["label_zh"]), ("en", row["label_en"]))),
        note=Text((("zh", row["note_zh"]), ("en", row["note_en"]))),
        years=tuple(sorted({each.year for each in facts})),
        year=int(row["year"]) if row["year"] else max(each.year for each in facts),
        like=row["like"],
        table=facts[0].table,
        interval=None if refused else _interval(expression, package),
        quantity=None if refused else _quantity(expression, indicator, package),
        refused=refused,
    )


def _interval(expression: Expression, package: Package) -> Interval:
    return evaluate(expression, lambda each: _quantity_of(each, package).interval)


def _quantity(expression: Expression, indicator: Indicator, package: Package) -> Quantity:
    value = nominal(expression, lambda each: _quantity_of(each, package).value)
    interval, grain = _interval(expression, package), _SHOWN_GRAIN.get(indicator.unit, indicator.grain)
    qualifier = _qualifier(
        interval, {_quantity_of(each, package).qualifier for each in figures_of(expression)}
    )
    if qualifier in ("exact", "about"):
        step = _resolution(interval, grain)
        rounded = Decimal(_half_up(value / Fraction(step))) * step
        return Quantity(value=rounded, qualifier=qualifier, resolution=step, grain=indicator.grain)
    end, to_whole = (interval.low, floor) if interval.high is None else (interval.high, ceil)
    assert end is not None, "refused where nothing bounds it"
    step = max(grain, _coarsest(expression, indicator, package))
    bound = Decimal(to_whole(end / Fraction(step))) * step
    return Quantity(value=bound, qualifier=qualifier, resolution=step, grain=indicator.grain)


def _coarsest(expression: Expression, indicator: Indicator, package: Package) -> Decimal:
    """How finely a bound may be shown that was added up from figures of its own unit."""
    facts = [package.observations[each] for each in figures_of(expression)]
    if any(package.indicators[each.indicator].unit != indicator.unit for each in facts):
        return Decimal(0)
    return max(_quantity_of(each.id, package).resolution for each in facts)


def _half_up(number: Fraction) -> int:
    # As figures are rounded in print (四舍五入); round() would take a half to the even side.
    whole = floor(abs(number) + Fraction(1, 2))
    return whole if number >= 0 else -whole


def _qualifier(interval: Interval, inputs: set[str]) -> str:
    """How a result must be hedged: it is never surer than what it was computed from."""
    if inputs <= {"exact", "about"}:
        return "about" if "about" in inputs else "exact"
    if interval.high is None:
        return "more_than" if interval.low_open else "at_least"
    return "nearly" if interval.high_open else "at_most"


def _resolution(interval: Interval, grain: Decimal) -> Decimal:
    """A power of ten about as wide as what is not known about the result, so that no false digit is shown."""
    if interval.low is None or interval.high is None or interval.is_point:
        return grain
    width = float(interval.high - interval.low)
    return max(grain, Decimal(1).scaleb(ceil(log10(width / 10))))


def _quantity_of(figure: str, package: Package) -> Quantity:
    quantity = package.quantity(figure)
    assert quantity is not None, f"{figure} has no value"
    return quantity


# Reasons not to compute, in the order they are tried; the first that applies is published.


def _refusal(expression: Expression, indicator: Indicator, facts: list[Observation], package: Package) -> str:
    if any(each.quantity is None for each in facts):
        return "absent"
    above, below = _above_and_below(expression, package)
    reasons = [rule(indicator, above, below, package) for rule in REFUSALS]
    reasons += [_of_years_in_a_total(expression, package), _of_nothing_known(expression, below, package)]
    return next((reason for reason in reasons if reason), "")


def _of_years_in_a_total(expression: Expression, package: Package) -> str:
    """Single years go with a total of several years only when they lie inside it and are taken from it."""
    signed = [(sign, package.observations[each]) for sign, each in _signed(expression)]
    totals = [fact for _, fact in signed if fact.period_kind == "cumulative"]
    years = {fact.year for _, fact in signed if fact.period_kind not in ("cumulative", "as_of")}
    inside = {fact.year for sign, fact in signed if sign < 0 and any(_holds(each, fact) for each in totals)}
    return "period" if totals and years - inside else ""


def _holds(total: Observation, fact: Observation) -> bool:
    first, last = total.period_start, total.period_end
    return first is not None and last is not None and first.year <= fact.year <= last.year


def _signed(expression: Expression, sign: int = 1) -> Iterator[tuple[int, str]]:
    """Every figure with the sign it is added with."""
    if isinstance(expression, Figure):
        yield sign, expression.id
    elif isinstance(expression, Operation):
        yield from _signed(expression.left, sign)
        yield from _signed(expression.right, -sign if expression.operator == "-" else sign)


def _of_nothing_known(expression: Expression, below: list[Observation], package: Package) -> str:
    """A result without a lower end says nothing: the divisor may be zero, or a bound was taken away."""
    if _interval(expression, package).low is not None:
        return ""
    return "zero" if below else "two_bounds"


def _above_and_below(expression: Expression, package: Package) -> tuple[list[Observation], list[Observation]]:
    """The figures above and below the line, wherever in the formula the line stands."""
    if not isinstance(expression, Operation):
        return [package.observations[each] for each in figures_of(expression)], []
    left_above, left_below = _above_and_below(expression.left, package)
    right_above, right_below = _above_and_below(expression.right, package)
    if expression.operator == "/":
        right_above, right_below = right_below, right_above
    return left_above + right_above, left_below + right_below


Refusal = Callable[[Indicator, list[Observation], list[Observation], Package], str]


def _of_person_times(
    _: Indicator, above: list[Observation], below: list[Observation], package: Package
) -> str:
    return "person_times" if {"person-time"} < _counting_units((*above, *below), package) else ""


def _of_two_bounds(_: Indicator, above: list[Observation], below: list[Observation], __: Package) -> str:
    hedged = [
        any(each.quantity and not each.quantity.interval.is_bounded for each in side)
        for side in (above, below)
    ]
    return "two_bounds" if all(hedged) else ""


def _of_scopes(_: Indicator, above: list[Observation], below: list[Observation], __: Package) -> str:
    years = {each.year for each in (*above, *below)}
    by_indicator = {(each.indicator, each.series) for each in (*above, *below)}
    indicators = {each.indicator for each in (*above, *below)}
    compared = len(years) > 1 or bool(below)
    return "scope" if compared and len(by_indicator) > len(indicators) else ""


def _of_denominators(
    indicator: Indicator, above: list[Observation], below: list[Observation], _: Package
) -> str:
    """A head is what the indicator says it is, at the same place and school, in the same year."""
    if not below:
        return ""
    other = indicator.per and any(each.indicator != indicator.per for each in below)
    undeclared = indicator.unit == "CNY-per-person" and not indicator.per
    elsewhere = indicator.unit == "CNY-per-person" and len({_where(each) for each in (*above, *below)}) > 1
    return "denominator" if other or undeclared or elsewhere else ""


def _where(fact: Observation) -> tuple[str, str, int]:
    return fact.place, fact.school, fact.year


def _of_statuses(_: Indicator, above: list[Observation], below: list[Observation], __: Package) -> str:
    """Money put in is not money spent, and plans are not facts: no ratio from one to the other."""
    statuses = {each.status for each in (*above, *below)}
    return "status" if below and statuses & {"planned", "claimed"} and len(statuses) > 1 else ""


def _of_periods(_: Indicator, above: list[Observation], below: list[Observation], __: Package) -> str:
    """A term is no year, and a total of several years is not one year's; stocks at a date go with any."""
    facts = [*above, *below]
    flows = [each for each in facts if each.period_kind != "as_of"]
    cumulative = [each for each in flows if each.period_kind == "cumulative"]
    if below:
        compared = facts if cumulative else flows
        return "" if all(same_period(compared[0], each) for each in compared[1:]) else "period"
    yearly = [each for each in flows if each not in cumulative]
    return "" if all(same_period(yearly[0], each) for each in yearly[1:]) else "period"


def _of_growth(_: Indicator, above: list[Observation], below: list[Observation], __: Package) -> str:
    """One thing in two years must be like in status and exactness: paid is not allocated, 400余 not 412."""
    earlier = {each.indicator: each for each in below}
    pairs = ((each, earlier[each.indicator]) for each in above if each.indicator in earlier)
    reasons = (unlike(a, b) for a, b in pairs if a.year != b.year)
    return next((reason for reason in reasons if reason), "")


REFUSALS: tuple[Refusal, ...] = (
    _of_person_times,
    _of_two_bounds,
    _of_scopes,
    _of_denominators,
    _of_statuses,
    _of_periods,
    _of_growth,
)


def _counting_units(facts: Iterable[Observation], package: Package) -> set[str]:
    """What the figures count; a growth rate counts nothing of its own."""
    measured = (package.indicators[each.indicator] for each in facts)
    return {each.counting_unit for each in measured if each.unit != "ratio"}
