"""Computed figures: their values, how many digits are shown, and what is refused with which reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_model import Printed, erdao, fact, good, package_of

from yearbook.derive import REFUSALS, derive
from yearbook.interval import Interval
from yearbook.model import Derived, Observation, Package

settings.register_profile("project", derandomize=True, deadline=None, database=None)
settings.load_profile("project")


def row(formula: str, indicator: str = "made-up") -> Mapping[str, str]:
    texts = dict.fromkeys(("label_zh", "label_en", "note_zh", "note_en"), "made up")
    return MappingProxyType(
        {"id": "result", "indicator": indicator, "formula": formula, "year": "", "like": "", **texts}
    )


def package(
    formula: str, *facts: Observation, unit: str = "ratio", decimals: int = 4, per: str = ""
) -> Package:
    """A package that asks for one thing to be computed."""
    known = good().indicators
    result = replace(
        next(iter(known.values())), id="made-up", unit=unit, counting_unit="_Z", decimals=decimals, per=per
    )
    return package_of(*facts, derivations=(row(formula),), indicators={**known, "made-up": result})


def computed(formula: str, *facts: Observation, **indicator: object) -> Derived:
    return derive(package(formula, *facts, **indicator))["result"]  # type: ignore[arg-type]


def shown(formula: str, figures: dict[str, Printed | str], **indicator: object) -> tuple[str, str]:
    """The hedge and the number that would be shown."""
    found = computed(formula, *(fact(name, printed) for name, printed in figures.items()), **indicator)
    assert found.quantity, found.refused
    return found.quantity.qualifier, f"{found.quantity.value:f}"


@pytest.mark.parametrize(
    ("figure", "value", "resolution"),
    [
        ("2018-aid-non-repayable", "2127000", "1000"),
        ("2018-loans-share", "0.279", "0.001"),
        ("2018-aid-disability-per-student", "9000", "1"),
        ("2018-aid-meals-per-student", "864", "1"),
        ("2018-students-secondary-share", "0.331", "0.001"),
        ("2018-students-primary-share", "0.669", "0.001"),
        ("2024-schools-private-share", "0.074", "0.001"),
        ("2024-kindergartens-public-share", "0.148", "0.001"),
        ("2024-kindergartens-private-share", "0.852", "0.001"),
        ("2024-kindergartens-affordable-share", "0.533", "0.001"),
    ],
)
def test_erdao_gets_these_figures_computed(figure: str, value: str, resolution: str) -> None:
    found = derive(erdao())[figure]
    assert found.refused == ""
    assert found.quantity is not None
    assert (found.quantity.value, found.quantity.resolution) == (Decimal(value), Decimal(resolution))
    assert found.quantity.qualifier == "exact"
    assert found.interval is not None
    assert found.quantity.interval.meets(found.interval)


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        ("2018-2024-students-growth", "scope"),
        ("2018-aid-per-award", "person_times"),
        ("2018-fund-per-student", "two_bounds"),
        ("2018-pupil-teacher-ratio", "denominator"),
        ("2018-yingjun-cost-per-place", "status"),
    ],
)
def test_erdao_is_refused_what_must_never_be_computed(figure: str, reason: str) -> None:
    found = derive(erdao())[figure]
    assert (found.refused, found.quantity, found.interval) == (reason, None, None)


def test_nothing_else_of_erdao_is_computed_or_refused() -> None:
    assert sum(not each.refused for each in derive(erdao()).values()) == 10
    assert sum(bool(each.refused) for each in derive(erdao()).values()) == 5
    assert list(derive(erdao())) == [each["id"] for each in erdao().derivations]


def test_a_computed_figure_knows_its_formula_inputs_years_and_table() -> None:
    found = derive(good())["2024-students-growth"]
    assert found.inputs == ("2024-students", "2023-students")
    assert (found.years, found.year, found.table) == ((2023, 2024), 2024, "students")
    assert found.label["en"] == "Growth in students"
    growth = Fraction(3, 121)
    assert found.interval == Interval.point(growth)


# How many digits


@pytest.mark.parametrize(
    ("figures", "value"),
    [
        pytest.param({"a": "1", "b": "3"}, "0.333", id="counts-give-a-tenth-of-a-percentage-point"),
        pytest.param({"a": ("9270000", "exact", "10000"), "b": "10000000"}, "0.927", id="finely-printed"),
        pytest.param({"a": ("9000000", "exact", "1000000"), "b": "10000000"}, "0.90", id="roughly-printed"),
        pytest.param(
            {"a": ("9000000", "exact", "1000000"), "b": ("10000000", "exact", "10000000")},
            "1",
            id="very-roughly-printed",
        ),
    ],
)
def test_roughly_printed_figures_give_fewer_digits(figures: dict[str, Printed | str], value: str) -> None:
    assert shown("a / b", figures) == ("exact", value)


@pytest.mark.parametrize(
    ("unit", "decimals", "value"), [("CNY-per-person", 2, "333"), ("CNY", 0, "333"), ("m2", 1, "333.3")]
)
def test_a_result_is_no_finer_than_its_unit(unit: str, decimals: int, value: str) -> None:
    asked = {"unit": unit, "decimals": decimals, "per": fact("b", "3").indicator}
    assert shown("a / b", {"a": "1000", "b": "3"}, **asked) == ("exact", value)


@pytest.mark.parametrize(("a", "value"), [("5", "0.313"), ("3", "0.188"), ("1", "0.063")])
def test_a_half_is_rounded_up_as_in_print(a: str, value: str) -> None:
    assert shown("a / b", {"a": a, "b": "16"}) == ("exact", value)


def test_a_fall_is_rounded_like_a_rise() -> None:
    assert shown("( b - a ) / a", {"a": "16", "b": "11"}) == ("exact", "-0.313")


counts = st.integers(1, 10**9)
steps = st.sampled_from(["1", "10", "1000", "10000", "1000000"])


@given(a=counts, b=counts, step_a=steps, step_b=steps)
def test_at_most_the_last_digit_shown_is_in_doubt(a: int, b: int, step_a: str, step_b: str) -> None:
    """What is not known about a result is at most ten units of its last digit: none before it is false."""
    top = (str(a + 10**7), "exact", step_a)
    base = (str(b + 10**7), "exact", step_b)
    found = computed("a / b", fact("a", top), fact("b", base))
    assert found.interval is not None
    assert found.quantity is not None
    assert found.interval.high is not None
    assert found.interval.low is not None
    assert found.interval.high - found.interval.low <= 10 * Fraction(found.quantity.resolution) * (
        1 + Fraction(1, 10**9)
    )
    assert Fraction(found.quantity.value) % Fraction(found.quantity.resolution) == 0


# A result is never surer than what it was computed from


@pytest.mark.parametrize(
    ("formula", "figures", "expected"),
    [
        ("a + b", {"a": ("200", "more_than", "1"), "b": "50"}, ("more_than", "250")),
        ("a + b", {"a": ("200", "at_least", "1"), "b": "50"}, ("at_least", "250")),
        ("a + b", {"a": ("100", "nearly", "1"), "b": "5"}, ("nearly", "105")),
        ("a + b", {"a": ("100", "at_most", "1"), "b": "5"}, ("at_most", "105")),
        ("a + b", {"a": ("100", "about", "10"), "b": "5"}, ("about", "110")),
        ("b - a", {"a": ("100", "nearly", "1"), "b": "500"}, ("at_most", "500")),
    ],
)
def test_a_bound_stays_a_bound(
    formula: str, figures: dict[str, Printed | str], expected: tuple[str, str]
) -> None:
    assert shown(formula, figures, unit="count", decimals=0) == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"a": ("200", "more_than", "1"), "b": "300"}, ("more_than", "0.666")),
        ({"a": "200", "b": ("300", "more_than", "1")}, ("nearly", "0.667")),
        ({"a": "200", "b": ("300", "at_least", "1")}, ("at_most", "0.667")),
    ],
)
def test_a_bound_is_rounded_to_the_side_on_which_it_stays_true(
    figures: dict[str, Printed | str], expected: tuple[str, str]
) -> None:
    assert shown("a / b", figures) == expected


# What is never computed


def refusal(formula: str, *facts: Observation, per: str = "") -> str:
    return computed(formula, *facts, per=per).refused


PERSON_TIMES = {"indicator": "awards"}


def with_awards(formula: str, *facts: Observation) -> str:
    """The refusal when one indicator counts persons and another person-times."""
    asked = package(formula, *facts)
    awards = replace(asked.indicators["students"], id="awards", counting_unit="person-time")
    return derive(replace(asked, indicators={**asked.indicators, "awards": awards}))["result"].refused


@pytest.mark.parametrize(
    "formula",
    ["a / t", "t / a", "a + t", "a - t", "( a + t ) / ( a + t )", "100 * ( a / t )", "a / t + a / t"],
)
def test_persons_and_person_times_are_never_put_together(formula: str) -> None:
    assert with_awards(formula, fact("a", "5"), fact("t", "9", **PERSON_TIMES)) == "person_times"


def test_person_times_may_be_carried_back_by_their_own_growth_rate() -> None:
    asked = package(
        "t / ( 1 + g )",
        fact("t", "1069", **PERSON_TIMES),
        fact("g", ("0.069", "exact", "0.001"), grain="0.001", indicator="growth"),
    )
    known = {**asked.indicators}
    known["awards"] = replace(known["students"], id="awards", counting_unit="person-time")
    known["growth"] = replace(known["students"], id="growth", unit="ratio", counting_unit="_Z")
    found = derive(replace(asked, indicators=known))["result"]
    assert (found.refused, found.quantity and found.quantity.value) == ("", 1000)


def test_person_times_alone_may_be_added_and_shared() -> None:
    facts = (fact("s", "5", **PERSON_TIMES), fact("t", "9", **PERSON_TIMES))
    assert with_awards("s / ( s + t )", *facts) == ""


@pytest.mark.parametrize("formula", ["a / b", "( a / b ) * 1", "a / b + c"])
@pytest.mark.parametrize("hedge", ["more_than", "at_least"])
def test_a_ratio_of_two_lower_bounds_is_refused_wherever_it_stands(formula: str, hedge: str) -> None:
    facts = (fact("a", ("200", hedge, "1")), fact("b", ("400", hedge, "1")), fact("c", "1"))
    assert refusal(formula, *facts) == "two_bounds"


def test_the_difference_of_two_lower_bounds_is_refused() -> None:
    assert (
        refusal("a - b", fact("a", ("200", "more_than", "1")), fact("b", ("400", "more_than", "1")))
        == "two_bounds"
    )


def test_growth_over_a_break_in_the_series_is_refused() -> None:
    facts = (fact("a", "5", year=2023, series="old"), fact("b", "6", year=2024, series="new"))
    assert refusal("( b - a ) / a", *facts) == "scope"
    assert refusal("b - a", *facts) == "scope"
    same = tuple(replace(each, series="old") for each in facts)
    assert refusal("( b - a ) / a", *same) == ""


def test_a_share_of_one_scope_in_another_is_refused_within_a_year_too() -> None:
    facts = (fact("a", "31", series="by-household"), fact("b", "39517", series="in-schools"))
    assert refusal("a / b", *facts) == "scope"


@pytest.mark.parametrize("formula", ["a / b", "( a / b ) * 1", "1 * ( a / b )", "a / b + a / b"])
def test_a_denominator_other_than_the_defined_one_is_refused_wherever_it_stands(formula: str) -> None:
    facts = (fact("a", "5"), fact("b", "6"))
    own = facts[1].indicator
    assert refusal(formula, *facts, per="full-time-teachers") == "denominator"
    assert refusal(formula, *facts, per=own) == ""


def test_plans_and_claims_are_no_part_of_a_ratio_with_facts() -> None:
    assert refusal("a / b", fact("a", "5", status="claimed"), fact("b", "6", status="planned")) == "status"
    assert refusal("a / b", fact("a", "5", status="actual"), fact("b", "6", status="planned")) == "status"
    assert refusal("a / b", fact("a", "5", status="actual"), fact("b", "6", status="actual")) == ""


def test_cumulative_figures_are_not_put_beside_those_of_a_year() -> None:
    assert (
        refusal("a + b", fact("a", "5", period_kind="cumulative"), fact("b", "6", period_kind="year"))
        == "period"
    )
    assert (
        refusal("a / b", fact("a", "5", period_kind="cumulative"), fact("b", "6", period_kind="as_of"))
        == "period"
    )


FIVE_YEARS = {
    "period_kind": "cumulative",
    "period_start": date(2012, 1, 1),
    "period_end": date(2016, 12, 31),
    "year": 2016,
}
ONE_YEAR = {"period_kind": "year", "period_start": None, "period_end": None}


def test_years_may_be_taken_from_a_total_of_several_years_that_holds_them() -> None:
    total = fact("t", "90", **FIVE_YEARS)
    years = [fact(f"y{year}", "10", **ONE_YEAR, year=year) for year in (2012, 2013, 2014, 2018)]
    assert refusal("t - y2012 - ( y2013 - y2014 )", total, *years) == "period"  # 2014 is added again
    assert refusal("t - y2012 - y2013 - y2014", total, *years) == ""
    assert refusal("t - y2018", total, *years) == "period"  # not in it
    assert refusal("t + y2012", total, *years) == "period"
    assert refusal("t - y2012", replace(total, period_start=None), *years) == "period"  # nobody knows which


@pytest.mark.parametrize("kind", ["term", "part_year", "school_year"])
@pytest.mark.parametrize("formula", ["( b - a ) / a", "a / b", "a + b"])
def test_a_part_of_a_year_never_passes_as_a_year(kind: str, formula: str) -> None:
    facts = (fact("a", "5", **ONE_YEAR), fact("b", "6", **ONE_YEAR | {"period_kind": kind}))
    assert refusal(formula, *facts) == "period"
    assert refusal(formula, *(replace(each, period_kind=kind) for each in facts)) == ""


def test_a_year_of_eight_months_is_not_compared_with_one_of_twelve() -> None:
    short = ONE_YEAR | {"period_start": date(2023, 1, 1), "period_end": date(2023, 8, 31)}
    whole = ONE_YEAR | {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
    assert refusal("b / a", fact("a", "5", **short), fact("b", "6", **whole)) == "period"


def test_growth_is_between_one_status_and_one_exactness() -> None:
    paid, later = fact("a", "5", status="paid", year=2023), fact("b", "6", status="paid", year=2024)
    assert refusal("( b - a ) / a", paid, later) == ""
    assert refusal("( b - a ) / a", paid, replace(later, status="allocated")) == "status"
    bound = fact("b", ("6", "more_than", "1"), status="paid", year=2024)
    assert refusal("( b - a ) / a", paid, bound) == "exactness"
    # Of one year it is no growth: money paid of the money allocated is a share worth knowing.
    assert refusal("a / b", paid, replace(later, year=2023, status="allocated")) == ""


def test_a_head_is_declared_and_of_the_same_place_and_year() -> None:
    money, heads = fact("a", "500"), fact("b", "5")
    asked = {"unit": "CNY-per-person", "per": heads.indicator}
    assert computed("a / b", money, heads, **asked).refused == ""
    assert computed("a / b", money, heads, unit="CNY-per-person").refused == "denominator"
    assert computed("a / b", money, replace(heads, place="elsewhere"), **asked).refused == "denominator"
    assert computed("a / b", money, replace(heads, year=2022), **asked).refused == "denominator"


def test_a_result_can_name_the_year_it_is_about_and_the_series_it_stands_in() -> None:
    asked = package("b - a", fact("a", "5", year=2023), fact("b", "9", year=2024))
    named = row("b - a") | {"year": "2023", "like": "a"}
    found = derive(replace(asked, derivations=(named,)))["result"]
    assert (found.year, found.years, found.like) == (2023, (2023, 2024), "a")


def test_what_its_source_does_not_give_is_not_filled_in() -> None:
    assert refusal("a / b", fact("a", "5"), fact("b", None)) == "absent"


@pytest.mark.parametrize("divisor", ["0", ("100", "nearly", "1"), ("100", "at_most", "1")])
def test_nothing_is_divided_by_what_may_be_zero(divisor: Printed | str) -> None:
    assert refusal("a / b", fact("a", "5"), fact("b", divisor)) == "zero"


def test_the_first_reason_that_applies_is_given() -> None:
    facts = (fact("a", "5", status="claimed"), fact("t", None, **PERSON_TIMES))
    assert with_awards("a / t", *facts) == "absent"
    assert len(REFUSALS) == 7


def test_a_formula_that_cannot_be_read_is_left_to_the_rules() -> None:
    facts = (fact("a", "5"), fact("b", "6"))
    assert derive(package("a +", *facts)) == {}
    assert derive(package("a / nobody", *facts)) == {}
