"""Equations between figures: `2018-schools = 2018-schools-secondary + 2018-schools-primary`.

Grammar, items separated by spaces (an id may contain hyphens):

    relation   = expression ( "=" | "<=" ) expression
    expression = product  { ( "+" | "-" ) product }
    product    = item     { ( "*" | "/" ) item }
    item       = id | number | "(" expression ")"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import add, mul, sub, truediv
from typing import Literal

from yearbook.errors import FormulaError
from yearbook.interval import Interval

Lookup = Callable[[str], Interval]

_Parser = Callable[[list[str], str], "tuple[Expression, list[str]]"]

_OPERATIONS = {"+": add, "-": sub, "*": mul, "/": truediv}
_SIGNS = ("=", "<=")
_MOST_ITEMS, _MOST_BRACKETS = 400, 40
_NUMBER = re.compile(r"\d+(\.\d+)?")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number in a formula."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure named by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions joined by an operator."""

    operator: str
    left: Expression
    right: Expression


Expression = Number | Figure | Operation


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sides that should be equal (`=`), or the left no more than the right (`<=`)."""

    left: Expression
    sign: Literal["=", "<="]
    right: Expression

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids on both sides, each once, in the order they are written."""
        return tuple(dict.fromkeys([*figures_of(self.left), *figures_of(self.right)]))


def parse_equation(text: str) -> Equation:
    """Return the equation written in `text`; raise FormulaError where it breaks the grammar."""
    tokens = _items(text)
    signs = [index for index, token in enumerate(tokens) if token in _SIGNS]
    if len(signs) != 1:
        rest = tokens[signs[1] :] if signs else []
        raise FormulaError(f"one = or <= expected, {len(signs)} found: {text}", rest)
    left, rest = _parse_sum(tokens, text)
    if rest[0] not in _SIGNS:
        raise FormulaError(f"{rest[0]!r} is one too many in: {text}", rest)
    return Equation(left, "=" if rest[0] == "=" else "<=", _parse(rest[1:], text))


def parse_expression(text: str) -> Expression:
    """Return the expression written in `text`; raise FormulaError where it breaks the grammar."""
    return _parse(_items(text), text)


def figures_of(expression: Expression) -> Iterator[str]:
    """Yield the ids in an expression from left to right, repeats included."""
    if isinstance(expression, Figure):
        yield expression.id
    elif isinstance(expression, Operation):
        yield from figures_of(expression.left)
        yield from figures_of(expression.right)


def evaluate(expression: Expression, lookup: Lookup) -> Interval:
    """Return the interval of an expression, ids looked up by `lookup`.

    A figure that stands in it twice is the same number both times: its two ends are tried one after the
    other, which is exact for growth, shares and every other formula monotone in that figure.
    """
    times = Counter(figures_of(expression))
    repeated = [each for each in times if times[each] > 1 and not lookup(each).is_point]
    if not repeated or not lookup(repeated[0]).is_bounded:
        return _evaluate(expression, lookup)
    name, known = repeated[0], lookup(repeated[0])
    at_low, at_high = (
        evaluate(expression, _fixed(lookup, name, Interval(end, end))) for end in (known.low, known.high)
    )
    return at_low.hull(at_high)


def nominal(expression: Expression, value: Callable[[str], Decimal]) -> Fraction:
    """Return the value of an expression when every figure is taken exactly as printed."""
    match expression:
        case Number(number):
            return Fraction(number)
        case Figure(name):
            return Fraction(value(name))
        case Operation(operator, left, right):
            result: Fraction = _OPERATIONS[operator](nominal(left, value), nominal(right, value))
            return result


def _fixed(lookup: Lookup, name: str, value: Interval) -> Lookup:
    return lambda figure: value if figure == name else lookup(figure)


def _evaluate(expression: Expression, lookup: Lookup) -> Interval:
    match expression:
        case Number(number):
            return Interval.point(Fraction(number))
        case Figure(name):
            return lookup(name)
        case Operation(operator, left, right):
            result: Interval = _OPERATIONS[operator](_evaluate(left, lookup), _evaluate(right, lookup))
            return result


def _items(text: str) -> list[str]:
    items = text.split()
    if len(items) > _MOST_ITEMS or items.count("(") > _MOST_BRACKETS:
        raise FormulaError(f"more than anybody can check in: {text}", items[_MOST_ITEMS:])
    return items


def _parse(tokens: list[str], text: str) -> Expression:
    expression, rest = _parse_sum(tokens, text)
    if rest:
        raise FormulaError(f"{rest[0]!r} is one too many in: {text}", rest)
    return expression


def _parse_sum(tokens: list[str], text: str) -> tuple[Expression, list[str]]:
    return _parse_chain(tokens, text, ("+", "-"), _parse_product)


def _parse_product(tokens: list[str], text: str) -> tuple[Expression, list[str]]:
    return _parse_chain(tokens, text, ("*", "/"), _parse_item)


def _parse_chain(
    tokens: list[str], text: str, operators: tuple[str, str], parse_part: _Parser
) -> tuple[Expression, list[str]]:
    left, rest = parse_part(tokens, text)
    while rest and rest[0] in operators:
        operator = rest[0]
        right, rest = parse_part(rest[1:], text)
        left = Operation(operator, left, right)
    return left, rest


def _parse_item(tokens: list[str], text: str) -> tuple[Expression, list[str]]:
    if not tokens or tokens[0] in _SIGNS:
        raise FormulaError(f"something is missing in: {text}", tokens)
    token, rest = tokens[0], tokens[1:]
    if token == "(":
        inside, rest = _parse_sum(rest, text)
        if not rest or rest[0] != ")":
            raise FormulaError(f"a ) is missing in: {text}", rest)
        return inside, rest[1:]
    if _NUMBER.fullmatch(token):
        return Number(Decimal(token)), rest
    if _ID.fullmatch(token):
        return Figure(token), rest
    raise FormulaError(f"{token!r} is neither an id nor a number in: {text}", tokens)
