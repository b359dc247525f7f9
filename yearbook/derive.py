"""Numbers from numbers: what a package asks to have computed, or the reason why it must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, log10
from types import MappingProxyType

from yearbook.errors import FormulaError
from yearbook.formula import Expression, Operation, evaluate, figures_of, nominal, parse_expression
from yearbook.interval import Interval
from yearbook.model import Derived, Indicator, Observation, Package, Quantity, Text

# The finest step worth showing of a computed value: a tenth of a percentage point, whole yuan a head.
_SHOWN_GRAIN = {"ratio": Decimal("0.001"), "CNY-per-person": Decimal(1)}


def derive(package: Package) -> Mapping[str, Derived]:
    """Return every derived figure a package declares, computed or refused, by id."""
    return MappingProxyType({row["id"]: _derive(row, package) for row in package.derivations if _known(row, package)})


def _known(row: Mapping[str, str], package: Package) -> bool:
    try:
        return all(each in package.observations for each in figures_of(parse_expression(row["formula"])))
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
        table=facts[0].table,
        interval=None if refused else _interval(expression, package),
        quantity=None if refused else _quantity(expression, indicator, package),
        refused=refused,
    )


def _interval(expression: Expression, package: Package) -> Interval:
    return evaluate(expression, lambda each: _quantity_of(each, package).interval)


def _quantity(expression: Expression, indicator: Indicator, package: Package) -> Quantity:
    value = nominal(expression, lambda each: _quantity_of(each, package).value)
    interval = _interval(expression, package)
    step = _resolution(interval, _SHOWN_GRAIN.get(indicator.unit, indicator.grain))
    rounded = Decimal(round(value / Fraction(step))) * step
    return Quantity(value=rounded, resolution=step, grain=indicator.grain)


def _resolution(interval: Interval, grain: Decimal) -> Decimal:
    """A power of ten about as wide as what is not known about the result, so that no false digit is shown."""
    if interval.low is None or interval.high is None or interval.is_point:
        return grain
    width = float(interval.high - interval.low)
    return max(grain, Decimal(1).scaleb(ceil(log10(width / 10))))


def _quantity_of(figure: str, package: Package) -> Quantity:
    quantity = package.observations[figure].quantity
    assert quantity is not None, f"{figure} has no value"
    return quantity


# Reasons not to compute, in the order they are tried; the first that applies is published.


def _refusal(expression: Expression, indicator: Indicator, facts: list[Observation], package: Package) -> str:
    if any(each.quantity is None for each in facts):
        return "absent"
    above, below = _above_and_below(expression, package)
    reasons = (rule(indicator, above, below, package) for rule in REFUSALS)
    return next((reason for reason in reasons if reason), "")


def _above_and_below(expression: Expression, package: Package) -> tuple[list[Observation], list[Observation]]:
    if isinstance(expression, Operation) and expression.operator == "/":
        sides = (expression.left, expression.right)
    else:
        return [package.observations[each] for each in figures_of(expression)], []
    above, below = ([package.observations[each] for each in figures_of(side)] for side in sides)
    return above, below


Refusal = Callable[[Indicator, list[Observation], list[Observation], Package], str]


def _of_person_times(_: Indicator, above: list[Observation], below: list[Observation], package: Package) -> str:
    units_above, units_below = _counting_units(above, package), _counting_units(below, package)
    mixed = {"person-time"} < units_above | units_below and units_above != units_below
    return "person_times" if mixed else ""


def _of_two_bounds(_: Indicator, above: list[Observation], below: list[Observation], __: Package) -> str:
    hedged = [any(each.quantity and not each.quantity.interval.is_bounded for each in side) for side in (above, below)]
    return "two_bounds" if all(hedged) else ""


def _of_scopes(_: Indicator, above: list[Observation], below: list[Observation], __: Package) -> str:
    years = {each.year for each in (*above, *below)}
    by_indicator = {(each.indicator, each.series) for each in (*above, *below)}
    indicators = {each.indicator for each in (*above, *below)}
    return "scope" if len(years) > 1 and len(by_indicator) > len(indicators) else ""


def _of_denominators(indicator: Indicator, _: list[Observation], below: list[Observation], __: Package) -> str:
    wrong = below and indicator.per and any(each.indicator != indicator.per for each in below)
    return "denominator" if wrong else ""


def _of_statuses(_: Indicator, above: list[Observation], below: list[Observation], package: Package) -> str:
    """Money put in is not money spent, and plans are not facts: no ratio from one to the other."""
    statuses = {each.status for each in (*above, *below)}
    return "status" if below and statuses & {"planned", "claimed"} and len(statuses) > 1 else ""


def _of_periods(_: Indicator, above: list[Observation], below: list[Observation], __: Package) -> str:
    periods = {each.period_kind for each in (*above, *below)}
    return "period" if "cumulative" in periods and len(periods) > 1 else ""


REFUSALS: tuple[Refusal, ...] = (
    _of_person_times,
    _of_two_bounds,
    _of_scopes,
    _of_denominators,
    _of_statuses,
    _of_periods,
)


def _counting_units(facts: Iterable[Observation], package: Package) -> set[str]:
    return {package.indicators[each.indicator].counting_unit for each in facts}
