"""Intervals of exact rational numbers, open or closed at each end; `None` is an end without bound.

Sums, differences and the like follow R. E. Moore, Interval Analysis (1966), with open ends carried along.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between `low` and `high`; an open end is not itself included."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: Fraction | int) -> Interval:
        """The interval of one number."""
        return cls(Fraction(value), Fraction(value))

    @property
    def is_point(self) -> bool:
        """Whether exactly one number lies inside."""
        return self.low is not None and self.low == self.high

    @property
    def is_bounded(self) -> bool:
        """Whether both ends are known."""
        return self.low is not None and self.high is not None

    def __contains__(self, value: Fraction) -> bool:
        return not (self.is_below(Interval.point(value)) or Interval.point(value).is_below(self))

    def is_below(self, other: Interval) -> bool:
        """Whether every number here is smaller than every number of `other`."""
        if self.high is None or other.low is None:
            return False
        touching_open = self.high_open or other.low_open
        return self.high < other.low or (self.high == other.low and touching_open)

    def is_at_most(self, other: Interval) -> bool:
        """Whether every number here is smaller than or equal to every number of `other`."""
        return self.high is not None and other.low is not None and self.high <= other.low

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return not (self.is_below(other) or other.is_below(self))

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return _hull([*_ends(self), *_ends(other)])

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __neg__(self) -> Interval:
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_open, self.low_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        return _hull(_times(a, b) for a, b in product(_ends(self), _ends(other)))

    def __truediv__(self, other: Interval) -> Interval:
        """Quotients; without bound on both sides where the divisor may be zero."""
        zero = Interval.point(0)
        if not (zero.is_below(other) or other.is_below(zero)):
            return Interval(None, None)
        return self * _reciprocal(other)


_End = tuple[Fraction | float, bool]
_INFINITY = float("inf")


def _ends(interval: Interval) -> list[_End]:
    low = -_INFINITY if interval.low is None else interval.low
    high = _INFINITY if interval.high is None else interval.high
    return [(low, interval.low_open), (high, interval.high_open)]


def _times(left: _End, right: _End) -> _End:
    if left[0] == 0 or right[0] == 0:
        # A closed zero makes the product's zero reachable, whatever the other factor.
        closed = (left[0] == 0 and not left[1]) or (right[0] == 0 and not right[1])
        return Fraction(0), not closed
    return left[0] * right[0], left[1] or right[1]


def _hull(ends: Iterable[_End]) -> Interval:
    # At equal values a closed end wins, on either side.
    ends = list(ends)
    low = min(ends, key=lambda end: (end[0], end[1]))
    high = max(ends, key=lambda end: (end[0], not end[1]))
    return Interval(_finite(low[0]), _finite(high[0]), low[1], high[1])


def _finite(value: Fraction | float) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def _reciprocal(interval: Interval) -> Interval:
    low = Fraction(0) if interval.high is None else _inverse(interval.high)
    high = Fraction(0) if interval.low is None else _inverse(interval.low)
    low_open = interval.high_open or interval.high is None
    high_open = interval.low_open or interval.low is None
    return Interval(low, high, low_open, high_open)


def _inverse(value: Fraction) -> Fraction | None:
    return None if value == 0 else 1 / value
