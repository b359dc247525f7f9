"""Intervals against brute force: results hold what numbers inside the operands give, and are filled by it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from operator import add, mul, sub, truediv

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yearbook.interval import Interval

# The same examples on every computer, however slow it is, and nothing written beside the project.
settings.register_profile("project", derandomize=True, deadline=None, database=None)
settings.load_profile("project")

FAR = 10**9
NEAR = Fraction(1, 10**9)
OPERATIONS = {"+": add, "-": sub, "*": mul, "/": truediv}

numbers = st.builds(Fraction, st.integers(-12, 12), st.integers(1, 4))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Points, closed, open, half-open and unbounded intervals, with small ends that often meet."""
    low, high = sorted((draw(numbers), draw(numbers)))
    if low == high:
        return Interval.point(low)
    ends = [None if draw(st.integers(0, 5)) == 0 else end for end in (low, high)]
    return Interval(ends[0], ends[1], *(end is not None and draw(st.booleans()) for end in ends))


def inside(interval: Interval) -> list[Fraction]:
    """Numbers inside: closed ends, numbers close to open ones, far ones where no end is, some between."""
    low = (
        interval.low
        if interval.low is not None
        else min(Fraction(-FAR), (interval.high or Fraction(0)) - FAR)
    )
    high = (
        interval.high
        if interval.high is not None
        else max(Fraction(FAR), (interval.low or Fraction(0)) + FAR)
    )
    if low == high:
        return [low]
    step = min(NEAR, (high - low) / 4)
    first = low + step if interval.low_open else low
    last = high - step if interval.high_open else high
    return [
        first,
        low + step,
        (low + high) / 2,
        *([Fraction(0)] if low < 0 < high else []),
        high - step,
        last,
    ]


def holds(interval: Interval, value: Fraction) -> bool:
    """Membership written out, independent of the code under test."""
    above = interval.low is None or value > interval.low or (value == interval.low and not interval.low_open)
    below = (
        interval.high is None or value < interval.high or (value == interval.high and not interval.high_open)
    )
    return above and below


def results(
    left: Interval, right: Interval, operation: Callable[[Fraction, Fraction], Fraction]
) -> list[Fraction]:
    return [operation(a, b) for a, b in product(inside(left), inside(right))]


@pytest.mark.parametrize("sign", OPERATIONS)
@given(left=intervals(), right=intervals())
def test_whatever_is_computed_from_numbers_inside_lies_inside_the_result(
    sign: str, left: Interval, right: Interval
) -> None:
    operation = OPERATIONS[sign]
    assume(sign != "/" or not any(value == 0 for value in inside(right)))
    result = operation(left, right)
    assert [value for value in results(left, right, operation) if not holds(result, value)] == []


@pytest.mark.parametrize("sign", OPERATIONS)
@given(left=intervals(), right=intervals())
def test_every_end_of_a_result_is_attained_or_approached(sign: str, left: Interval, right: Interval) -> None:
    operation = OPERATIONS[sign]
    assume(sign != "/" or not holds(right, Fraction(0)))
    result = operation(left, right)
    found = results(left, right, operation)
    for end, is_open, reached in (
        (result.low, result.low_open, min(found)),
        (result.high, result.high_open, max(found)),
    ):
        if end is None:
            assert abs(reached) >= FAR / 100
        elif is_open:
            assert reached != end
            assert abs(reached - end) <= Fraction(1, 10**6)
        else:
            assert abs(reached - end) <= (Fraction(1, 10**6) if _far(left, right) else 0)


def _far(*operands: Interval) -> bool:
    # Zero times, or one over, something without an end: the end of the result is only approached by samples.
    return not all(each.is_bounded for each in operands)


@given(left=intervals(), right=intervals())
def test_below_means_every_number_here_is_smaller_than_every_number_there(
    left: Interval, right: Interval
) -> None:
    pairs = list(product(inside(left), inside(right)))
    if left.is_below(right):
        assert all(a < b for a, b in pairs)
    elif left.high is not None and right.low is not None:
        gap = left.high - right.low
        assert gap > 0 or (gap == 0 and not left.high_open and not right.low_open)


@given(left=intervals(), right=intervals())
def test_at_most_means_no_number_here_is_larger_than_any_there(left: Interval, right: Interval) -> None:
    assert not left.is_at_most(right) or all(a <= b for a, b in product(inside(left), inside(right)))
    if left.is_bounded and right.is_bounded and not left.is_at_most(right):
        assert any(a > b for a, b in product(inside(left), inside(right)))


@given(left=intervals(), right=intervals())
def test_two_intervals_meet_exactly_when_some_number_lies_in_both(left: Interval, right: Interval) -> None:
    ends = [end for each in (left, right) for end in (each.low, each.high) if end is not None]
    candidates = {*ends, *((a + b) / 2 for a, b in product(ends, ends)), *inside(left), *inside(right)}
    assert left.meets(right) == any(holds(left, value) and holds(right, value) for value in candidates)


@given(interval=intervals(), value=numbers)
def test_membership_respects_open_ends(interval: Interval, value: Fraction) -> None:
    assert (value in interval) == holds(interval, value)


@given(left=intervals(), right=intervals())
def test_a_hull_holds_both_and_no_more(left: Interval, right: Interval) -> None:
    hull = left.hull(right)
    assert all(holds(hull, value) for each in (left, right) for value in inside(each))
    for end, is_open, name in ((hull.low, hull.low_open, "low"), (hull.high, hull.high_open, "high")):
        assert (end, is_open) in {
            (getattr(each, name), getattr(each, f"{name}_open")) for each in (left, right)
        }


def test_a_divisor_that_may_be_zero_leaves_the_quotient_without_ends() -> None:
    nearly_a_hundred = Interval(Fraction(0), Fraction(100), high_open=True)
    assert Interval.point(5) / nearly_a_hundred == Interval(None, None)
    assert Interval.point(5) / Interval.point(0) == Interval(None, None)


def test_a_divisor_that_only_comes_close_to_zero_gives_one_end() -> None:
    upwards = Interval.point(6) / Interval(Fraction(0), Fraction(2), low_open=True)
    assert (upwards.low, upwards.low_open, upwards.high) == (3, False, None)
    towards_zero = Interval.point(6) / Interval(Fraction(2), None)
    assert (towards_zero.low, towards_zero.low_open, towards_zero.high) == (0, True, 3)


def test_a_point_and_a_bounded_interval_say_so() -> None:
    assert Interval.point(3).is_point
    assert not Interval(Fraction(3), None).is_point
    assert not Interval(None, None).is_point
    assert Interval(Fraction(1), Fraction(2)).is_bounded
    assert not Interval(Fraction(1), None).is_bounded
