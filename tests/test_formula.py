"""The grammar of relations, and intervals of formulas in which a figure stands more than once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yearbook.errors import FormulaError
from yearbook.formula import evaluate, figures_of, nominal, parse_equation, parse_expression
from yearbook.interval import Interval

settings.register_profile("project", derandomize=True, deadline=None, database=None)
settings.load_profile("project")

VALUES = {"a": 12, "b": 5, "c": 3, "2018-aid-paid": 100}


def value_of(text: str) -> Fraction:
    return nominal(parse_expression(text), lambda figure: Decimal(VALUES[figure]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", 12),
        ("a + b * c", 27),
        ("( a + b ) * c", 51),
        ("a - b - c", 4),
        ("a - ( b - c )", 10),
        ("a / c / b", Fraction(4, 5)),
        ("a / ( c / b )", 20),
        ("a / c * b", 20),
        ("2.5 * b", Fraction(25, 2)),
        ("2018-aid-paid - a", 88),
        ("( ( a ) )", 12),
    ],
)
def test_products_come_before_sums_and_brackets_before_both(text: str, expected: Fraction | int) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a + b", "one = or <= expected, 0 found"),
        ("a = b = c", "one = or <= expected, 2 found"),
        ("a <= b = c", "one = or <= expected, 2 found"),
        ("a = b +", "something is missing"),
        ("= b", "something is missing"),
        ("a =", "something is missing"),
        ("a = ( b + c", "a ) is missing"),
        ("a = b )", "')' is one too many"),
        ("a = b c", "'c' is one too many"),
        ("a = B", "'B' is neither an id nor a number"),
        ("a = b+c", "'b+c' is neither an id nor a number"),
        ("a = -5", "'-5' is neither an id nor a number"),
        ("a = ½", "'½' is neither an id nor a number"),
        ("a = __import__", "'__import__' is neither an id nor a number"),
        ("a = ( )", "')' is neither an id nor a number"),
        ("a = b ** c", "'**' is one too many"),
        ("", "one = or <= expected, 0 found"),
    ],
)
def test_a_bad_equation_is_refused_with_what_is_wrong_and_the_whole_text(text: str, said: str) -> None:
    with pytest.raises(FormulaError) as refusal:
        parse_equation(text)
    assert said in str(refusal.value)
    assert str(refusal.value).endswith(text)


def test_an_equation_knows_its_sign_and_names_each_figure_once_in_order() -> None:
    equation = parse_equation("c <= ( b - a ) / a")
    assert equation.sign == "<="
    assert equation.figures == ("c", "b", "a")
    assert tuple(figures_of(equation.right)) == ("b", "a", "a")
    assert parse_equation("a = b").sign == "="


bounded = st.builds(
    lambda low, width: Interval(Fraction(low), Fraction(low + width)), st.integers(1, 30), st.integers(0, 9)
)

MONOTONE = ("( b - a ) / a", "a / ( a + b + c )", "a + b - a", "a / ( a + b ) - c", "( a + b ) / ( a + c )")


@pytest.mark.parametrize("text", MONOTONE)
@given(a=bounded, b=bounded, c=bounded)
def test_a_repeated_figure_is_the_same_number_each_time(
    text: str, a: Interval, b: Interval, c: Interval
) -> None:
    """Growth and shares are as narrow as the figures allow: the ends are those of trying every corner."""
    known, expression = {"a": a, "b": b, "c": c}, parse_expression(text)
    ends = product(*((each.low, each.high) for each in known.values()))
    corners = [nominal(expression, dict(zip(known, corner, strict=True)).__getitem__) for corner in ends]
    result = evaluate(expression, known.__getitem__)
    assert (result.low, result.high) == (min(corners), max(corners))


@given(a=bounded, b=bounded, at=st.fractions(0, 1))
def test_growth_of_numbers_inside_lies_inside_the_interval_of_growth(
    a: Interval, b: Interval, at: Fraction
) -> None:
    assert a.low is not None
    assert a.high is not None
    assert b.low is not None
    assert b.high is not None
    first, then = a.low + at * (a.high - a.low), b.low + (1 - at) * (b.high - b.low)
    assert (then - first) / first in evaluate(parse_expression("( b - a ) / a"), {"a": a, "b": b}.__getitem__)


def test_a_repeated_figure_without_an_end_still_gives_a_true_interval() -> None:
    more_than_200 = Interval(Fraction(200), None, low_open=True)
    share = evaluate(
        parse_expression("a / ( a + b )"), {"a": more_than_200, "b": Interval.point(100)}.__getitem__
    )
    assert all(Fraction(value, value + 100) in share for value in (201, 500, 10**6))


def test_open_ends_reach_the_result_of_a_formula() -> None:
    tenths = {"a": Interval(Fraction(1), Fraction(2), high_open=True), "b": Interval.point(3)}
    assert evaluate(parse_expression("a * b + 1"), tenths.__getitem__) == Interval(
        Fraction(4), Fraction(7), high_open=True
    )


def test_nominal_takes_every_figure_as_printed_and_stays_exact() -> None:
    assert value_of("a / b - c") == Fraction(-3, 5)
    assert nominal(parse_expression("a + a + a"), lambda _: Decimal("0.1")) == Fraction(3, 10)


def test_a_sum_of_a_thousand_schools_is_added_up() -> None:
    names = [f"s{at}" for at in range(1000)]
    found = parse_expression(" + ".join(names) + " - t")
    values = {name: Interval.point(at) for at, name in enumerate(names)} | {"t": Interval.point(500)}
    assert evaluate(found, values.__getitem__) == Interval.point(999 * 500 - 500)
    assert set(figures_of(found)) == {*names, "t"}


def test_many_factors_are_refused_and_many_repeated_figures_take_no_age() -> None:
    with pytest.raises(FormulaError, match="anybody can check"):
        parse_expression(" * ".join(["a"] * 300))
    names = [f"s{at}" for at in range(40)]
    found = parse_expression(" + ".join([*names, *names]))
    rounded = Interval(Fraction(1), Fraction(2))
    assert evaluate(found, lambda _: rounded) == Interval(Fraction(80), Fraction(160))
