"""Which figures would explain every relation that fails."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from yearbook.check import check
from yearbook.mend import likely_misprints, suggestions
from yearbook.model import Package
from yearbook.read import read_package
from yearbook.store import Store

ERDAO = Path(__file__).parent.parent / "datapackages" / "erdao"


@pytest.fixture(scope="module")
def erdao() -> Package:
    package, findings = read_package(ERDAO, Store(None))
    assert package, findings
    return package


def _misprinted(package: Package, **values: str) -> Package:
    facts = dict(package.observations)
    for name, value in values.items():
        figure = name.replace("_", "-").removeprefix("y")
        quantity = facts[figure].quantity
        assert quantity
        facts[figure] = replace(facts[figure], quantity=replace(quantity, value=Decimal(value)))
    return replace(package, observations=facts)


def test_nothing_is_suggested_where_nothing_fails(erdao: Package) -> None:
    assert suggestions(check(erdao)[0], erdao) == ()


def test_one_misprint_in_two_sums_is_found_with_the_value_it_should_have(erdao: Package) -> None:
    spoilt = _misprinted(erdao, y2024_schools="28")
    (found,) = suggestions(check(spoilt)[0], spoilt)
    assert found.values == (("2024-schools", Fraction(27)),)
    assert len(found.relations) == 2


def test_a_sum_that_fails_alone_points_at_no_figure(erdao: Package) -> None:
    spoilt = _misprinted(erdao, y2018_students="39518")
    assert suggestions(check(spoilt)[0], spoilt) == ()


def test_a_change_that_would_break_a_relation_that_holds_is_no_explanation(erdao: Package) -> None:
    spoilt = _misprinted(erdao, y2018_aid_meals_students="265", y2024_schools="28")
    (found,) = suggestions(check(spoilt)[0], spoilt)
    changed = {figure for figure, _ in found.values}
    assert changed == {"2024-schools"}


def test_the_publisher_is_told_which_figure_and_value(erdao: Package) -> None:
    spoilt = _misprinted(erdao, y2024_schools="28")
    (finding,) = likely_misprints(suggestions(check(spoilt)[0], spoilt))
    assert finding.severity == "note"
    assert finding.figures == ("2024-schools",)
    assert "2024-schools → 27" in dict(finding.details)["values"]
