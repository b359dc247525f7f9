"""What may be compared: series by year with their breaks, publishers by definition, money by rate and heads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_model import fact, good, package_of

from yearbook.check import check
from yearbook.compare import series_of, shared, splits, unlike
from yearbook.derive import derive
from yearbook.model import Observation, Package, Result, Text


def result_of(package: Package) -> Result:
    return Result(package=package, verdicts=check(package)[0], derived=derive(package))


def several(*facts: Observation, **changes: object) -> Result:
    return result_of(package_of(*facts, **changes))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"indicator": "another"}, "indicator"),
        ({"series": "wide"}, "scope"),
        ({"status": "planned"}, "status"),
        ({"period_kind": "term"}, "period"),
        ({"period_start": date(2024, 1, 1), "period_end": date(2024, 6, 30)}, "period"),
    ],
)
def test_like_is_compared_with_like_only(change: dict[str, object], reason: str) -> None:
    whole = {"period_kind": "year", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
    one = fact("a", "5", **whole)
    assert unlike(one, replace(one, **change)) == reason  # type: ignore[arg-type]


@pytest.mark.parametrize("hedge", ["more_than", "at_least", "nearly", "at_most"])
def test_a_bound_is_not_compared_with_a_number(hedge: str) -> None:
    assert unlike(fact("a", "5"), fact("b", ("6", hedge, "1"))) == "exactness"
    assert unlike(fact("a", ("5", hedge, "1")), fact("b", ("6", hedge, "1"))) == ""
    assert unlike(fact("a", ("5", "about", "1")), fact("b", "6")) == ""


def test_a_series_has_each_year_once_the_first_row_of_a_cell_before_the_others() -> None:
    facts = (fact("b", "6", year=2024), fact("c", "7", year=2024), fact("a", "5", year=2022))
    (series,) = series_of(several(*facts))
    assert [each.figure.id for each in series.points] == ["a", "b"]
    assert [each.id for each in series.latest.beside] == ["c"]
    assert series.is_whole


def test_a_change_of_definition_breaks_a_series() -> None:
    old, new = fact("a", "5", year=2022), fact("b", "6", year=2023, series="wide")
    (series,) = series_of(several(old, new, fact("c", "7", year=2024, series="wide")))
    assert series.breaks == ((1, "scope"),)


def test_a_computed_figure_fills_its_year_and_never_replaces_a_printed_one() -> None:
    asked = {"id": "result", "indicator": fact("a", "5").indicator, "formula": "c - b", "like": "a"}
    texts = dict.fromkeys(("label_zh", "label_en", "note_zh", "note_en"), "made up")
    facts = (fact("a", "5", year=2022), fact("b", "2", year=2024), fact("c", "9", year=2024))
    facts = (facts[0], *(replace(each, group="elsewhere") for each in facts[1:]))
    for year, ids in (("2023", ["a", "result"]), ("2022", ["a"])):
        found = series_of(several(*facts, derivations=(asked | texts | {"year": year},)))
        assert [each.figure.id for each in found[0].points] == ids


def test_totals_of_several_years_and_terms_are_not_in_one_line_with_years() -> None:
    kinds = ("year", "cumulative", "term", "part_year", "school_year")
    facts = [fact(f"f{at}", "5", year=2020 + at, period_kind=kind) for at, kind in enumerate(kinds)]
    found = series_of(several(*facts))
    assert [[each.figure.id for each in line.points] for line in found] == [["f0"], ["f2"], ["f3"], ["f4"]]


def test_a_renamed_programme_joins_by_its_id() -> None:
    programme = next(iter(good().programmes.values()))
    old, new = (
        fact(name, "5", year=year, programme=programme.id) for name, year in (("a", 2022), ("b", 2023))
    )
    renamed = replace(
        programme, label=Text((("zh", "新名"), ("en", "New name"))), aliases=(programme.label["zh"],)
    )
    (series,) = series_of(several(old, new, programmes={programme.id: renamed}))
    assert len(series.points) == 2


def publisher(name: str, year: int, **changes: object) -> Result:
    package = package_of(fact(f"{year}-{name}", "5", year=year, place=f"{name}-place"))
    known = dict(package.indicators)
    own = fact("a", "5").indicator
    known[own] = replace(known[own], **changes)  # type: ignore[arg-type]
    return result_of(replace(package, id=name, place=f"{name}-place", indicators=known))


def test_publishers_are_compared_on_one_definition_in_one_year() -> None:
    (found,) = shared([publisher("one", 2023), publisher("two", 2023)])
    assert found.reason == ""
    assert [result.package.id for result, _ in found.figures] == ["one", "two"]


def test_publishers_of_different_years_stand_side_by_side_with_the_reason() -> None:
    (found,) = shared([publisher("one", 2022), publisher("two", 2023)])
    assert found.reason == "year"


@pytest.mark.parametrize(
    "changes", [{"definition": Text((("zh", "另一种"), ("en", "another")))}, {"unit": "m2"}, {"per": "x"}]
)
def test_an_id_alone_does_not_make_two_indicators_one(changes: dict[str, object]) -> None:
    assert shared([publisher("one", 2023), publisher("two", 2023, **changes)]) == ()


amounts = st.integers(min_value=0, max_value=10**6)


def money(year: int, rate: int, heads: int) -> tuple[Observation, ...]:
    values = {"money": rate * heads, "rate": rate, "heads": heads}
    indicators = {"money": "aid-paid", "rate": "aid-rate", "heads": "aid-heads"}
    return tuple(
        fact(f"{year}-{name}", str(value), year=year, indicator=indicators[name], status="paid")
        for name, value in values.items()
    )


def rated(*years: tuple[Observation, ...]) -> Result:
    own = good().indicators[fact("a", "5").indicator]
    units = {"aid-paid": "CNY", "aid-rate": "CNY-per-person", "aid-heads": "count"}
    indicators = {name: replace(own, id=name, unit=unit) for name, unit in units.items()}
    facts = [each for year in years for each in year]
    base = good().relations[0]
    terms = [f"{each[0].id} = {each[1].id} * {each[2].id}" for each in years]
    relations = tuple(replace(base, id=f"r{at}", kind="product", terms=each) for at, each in enumerate(terms))
    return several(*facts, indicators=indicators, relations=relations)


@given(amounts, amounts, amounts, amounts)
def test_a_change_of_money_is_all_rate_and_heads(rate: int, heads: int, later: int, more: int) -> None:
    (found,) = splits(rated(money(2023, rate, heads), money(2024, later, more)))
    assert found.by_rate + found.by_heads == found.change == later * more - rate * heads


def test_with_the_rate_unchanged_the_heads_explain_it_all() -> None:
    (found,) = splits(rated(money(2023, 500, 40), money(2024, 500, 50)))
    assert (found.by_rate, found.by_heads) == (Fraction(0), Fraction(5000))
    assert found.later == ("2024-money", "2024-rate", "2024-heads")


def test_money_of_another_definition_is_not_split() -> None:
    later = tuple(replace(each, series="wide") for each in money(2024, 500, 50))
    assert splits(rated(money(2023, 500, 40), later)) == ()


def test_a_product_that_fails_splits_nothing() -> None:
    wrong = (fact("2024-money", "1", year=2024, indicator="aid-paid", status="paid"), *money(2024, 5, 5)[1:])
    assert splits(rated(money(2023, 500, 40), wrong)) == ()
