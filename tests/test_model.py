"""Quantities as intervals, natural keys, wordings; and small packages made up for the other tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from tests.cases import GOOD, ROOT
from yearbook.interval import Interval
from yearbook.model import Indicator, Observation, Package, Quantity, Relation, Text
from yearbook.read import read_package
from yearbook.store import Store

Printed = tuple[str, str, str]  # value, qualifier, resolution


@cache
def package_in(folder: Path) -> Package:
    """A package of a folder, read once."""
    package, findings = read_package(folder, Store(None))
    assert package, findings
    return package


def erdao() -> Package:
    """The real package of Erdao."""
    return package_in(ROOT / "datapackages" / "erdao")


def good() -> Package:
    """The made-up package that has nothing wrong with it."""
    return package_in(GOOD)


def quantity(printed: Printed | str, grain: str = "1") -> Quantity:
    """A quantity from what was printed; a bare number is a count in full."""
    value, qualifier, resolution = (printed, "exact", "1") if isinstance(printed, str) else printed
    return Quantity(
        value=Decimal(value), qualifier=qualifier, resolution=Decimal(resolution), grain=Decimal(grain)
    )


def fact(figure: str, printed: Printed | str | None, *, grain: str = "1", **changes: object) -> Observation:
    """A made-up figure from a source of its own; without `printed` one that its source does not give."""
    base = replace(next(iter(good().observations.values())), source=figure, printed="")
    known = None if printed is None else quantity(printed, grain)
    absent = "not_stated" if printed is None else ""
    return replace(base, id=figure, quantity=known, absent=absent, **changes)  # type: ignore[arg-type]


def relation(terms: str, explanation: str = "") -> Relation:
    """A made-up relation."""
    base = good().relations[0]
    wording = Text((("zh", explanation), ("en", explanation)))
    return replace(base, id="made-up", terms=terms, explanation=wording)


def package_of(*facts: Observation, terms: str = "", **changes: object) -> Package:
    """A made-up package of some figures and one relation."""
    relations = (relation(terms),) if terms else ()
    known: dict[str, object] = {"observations": {each.id: each for each in facts}, "relations": relations}
    return replace(
        good(), **{"derivations": (), "commitments": (), "tables": (), "prose": {}} | known | changes
    )  # type: ignore[arg-type]


def with_facts(package: Package, **changes: Mapping[str, object]) -> Package:
    """The package with some figures changed, ids written with underscores."""
    facts = dict(package.observations)
    for name, change in changes.items():
        figure = name.strip("_").replace("_", "-")
        facts[figure] = replace(facts[figure], **change)  # type: ignore[arg-type]
    return replace(package, observations=facts)


F = Fraction


@pytest.mark.parametrize(
    ("printed", "grain", "expected"),
    [
        pytest.param(
            ("927000", "exact", "1000"), "1", Interval(F(926500), F(927500), high_open=True), id="92.7万"
        ),
        pytest.param(
            ("2950000", "exact", "10000"), "1", Interval(F(2945000), F(2955000), high_open=True), id="295万"
        ),
        pytest.param(
            ("2000000", "more_than", "10000"), "1", Interval(F(2000000), None, low_open=True), id="200余万"
        ),
        pytest.param(("400", "more_than", "1"), "1", Interval(F(400), None, low_open=True), id="400余名"),
        pytest.param(("400", "at_least", "1"), "1", Interval(F(400), None), id="400名以上"),
        pytest.param(("100", "nearly", "100"), "1", Interval(F(0), F(100), high_open=True), id="近百"),
        pytest.param(("100", "at_most", "1"), "1", Interval(F(0), F(100)), id="不超过100"),
        pytest.param(("450000", "about", "10000"), "1", Interval(F(440000), F(460000)), id="约45万"),
        pytest.param(("39517", "exact", "1"), "1", Interval.point(39517), id="39517人"),
        pytest.param(("0", "exact", "1"), "1", Interval.point(0), id="无"),
        pytest.param(
            ("0.40", "exact", "0.01"), "0.0001", Interval(F("0.395"), F("0.405"), high_open=True), id="40%"
        ),
        pytest.param(
            ("12.5", "exact", "0.1"), "0.01", Interval(F("12.45"), F("12.55"), high_open=True), id="12.5"
        ),
        pytest.param(("12.50", "exact", "0.01"), "0.01", Interval.point(F("12.5")), id="12.50 in full"),
    ],
)
def test_a_quantity_is_every_number_that_would_have_been_printed_like_it(
    printed: Printed, grain: str, expected: Interval
) -> None:
    assert quantity(printed, grain).interval == expected


def test_an_unknown_hedge_is_an_error_and_not_an_exact_number() -> None:
    with pytest.raises(ValueError, match="unknown qualifier 'roughly'"):
        quantity(("5", "roughly", "1")).interval  # noqa: B018


def test_only_an_unhedged_quantity_counts_as_exact() -> None:
    assert quantity(("927000", "exact", "1000")).is_exact
    assert not any(
        quantity(("5", hedge, "1")).is_exact
        for hedge in ("about", "more_than", "at_least", "nearly", "at_most")
    )


def test_every_figure_of_erdao_lies_in_its_own_interval_unless_it_is_a_bound() -> None:
    for each in erdao().observations.values():
        if each.quantity and each.quantity.qualifier in ("exact", "about", "at_least", "at_most"):
            assert Fraction(each.quantity.value) in each.quantity.interval, each.id


def test_the_grain_of_an_indicator_is_its_last_decimal() -> None:
    indicator: Indicator = erdao().indicators["students"]
    assert indicator.grain == 1
    assert replace(indicator, decimals=4).grain == Decimal("0.0001")


@pytest.mark.parametrize(
    "change",
    [
        {"source": "other"},
        {"place": "other"},
        {"group": "other"},
        {"year": 1999},
        {"period_kind": "term"},
        {"status": "planned"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_natural_key_changes_with_every_part_of_the_story(change: dict[str, object]) -> None:
    first = fact("a", "5", source="paper")
    assert replace(first, **change).natural_key != first.natural_key  # type: ignore[arg-type]
    assert fact("b", "6", source="paper", locator="elsewhere").natural_key == first.natural_key


def test_a_wording_missing_in_one_language_falls_back_to_chinese() -> None:
    assert Text((("zh", "学校"), ("en", "")))["en"] == "学校"
    assert Text((("zh", "学校"), ("en", "schools")))["en"] == "schools"
    assert not Text((("zh", ""), ("en", "")))


def test_years_are_those_with_a_published_value() -> None:
    package = package_of(fact("a", "5", year=2020), fact("b", None, year=2019), fact("c", "1", year=2018))
    assert package.years == (2018, 2020)
    assert [each.id for each in package.in_year(2019)] == ["b"]


def test_tables_give_rows_as_records_in_the_order_of_the_file() -> None:
    table = next(each for each in good().tables if each.name == "sources")
    assert [row["id"] for row in table.records()] == list(good().sources)
