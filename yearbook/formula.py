"""Equations between figures: `2018-schools = 2018-schools-secondary + 2018-schools-primary`.

Grammar, items separated by spaces (an id may contain hyphens):

    relation   = expression ( "=" | "<=" ) expression
    expression = product  { ( "+" | "-" ) product }
    product    = item     { ( "*" | "/" ) item }
    item       = id | number | "(" expression ")"

An id of another publisher has its name before a colon: `china:2018-aid-paid`.

A pattern stands for many equations. `{place}` in an id means: one equation for every place whose figures
exist; `{year-1}` is the year before `{year}`. `sum 2021-[place]-paid` adds the figures of
all places together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from operator import add, mul, sub, truediv
from typing import Literal

from yearbook.errors import FormulaError
from yearbook.interval import Interval

Lookup = Callable[[str], Interval]

_Parser = Callable[[list[str], str], "tuple[Expression, list[str]]"]

_OPERATIONS = {"+": add, "-": sub, "*": mul, "/": truediv}
_SIGNS = ("=", "<=")
_MOST_ITEMS, _MOST_BRACKETS = 4000, 40
_LONG_SUM, _MOST_FACTORS, _MOST_REPEATED = 50, 200, 10
_NUMBER = re.compile(r"\d+(\.\d+)?")
_EVERY = re.compile(r"\{([a-z_]+)(?:-1)?\}")
_ALL = re.compile(r"\[([a-z_]+)\]")
_TOGETHER = re.compile(r"\bsum (\S*\[[a-z_]+\]\S*)")
_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = re.compile(rf"(?:{_NAME}:)?{_NAME}")


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


def expand(terms: str, codes: Mapping[str, Sequence[str]], known: Container[str]) -> list[tuple[str, str]]:
    """Return the equations a pattern stands for, each with the codes it was written out for.

    `codes` are the codes of every dimension, `known` the ids that exist: an equation that names any other
    figure of the package is left out. Terms without a pattern come back alone; so does a pattern that fits
    nothing.
    """
    dimensions = tuple(dict.fromkeys(_EVERY.findall(terms)))
    if not dimensions and not _TOGETHER.search(terms):
        return [("", terms)]
    written = []
    for chosen in product(*(codes.get(each, ()) for each in dimensions)):
        values = dict(zip(dimensions, chosen, strict=True))
        equation = _TOGETHER.sub(lambda found: _added(found[1], codes, known), _chosen(terms, values))
        ids = (each for each in equation.split() if _ID.fullmatch(each) and not _NUMBER.fullmatch(each))
        if all(":" in each or each in known for each in ids):
            written.append(("-".join(chosen), equation))
    return [each for each in written if not is_pattern(each[1])] or [("", terms)]


def is_pattern(terms: str) -> bool:
    """Whether an equation still has a dimension to be written out."""
    return bool(_EVERY.search(terms) or _TOGETHER.search(terms))


def _chosen(terms: str, values: Mapping[str, str]) -> str:
    for dimension, value in values.items():
        terms = terms.replace(f"{{{dimension}}}", value)
        if value.isdigit():
            terms = terms.replace(f"{{{dimension}-1}}", str(int(value) - 1))
    return terms


def _added(pattern: str, codes: Mapping[str, Sequence[str]], known: Container[str]) -> str:
    dimension = _ALL.search(pattern)
    assert dimension is not None, "the caller found one"
    figures = [pattern.replace(dimension[0], code) for code in codes.get(dimension[1], ())]
    present = [each for each in figures if each in known]
    return f"( {' + '.join(present)} )" if present else f"sum {pattern}"


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
    other, which is exact for growth, shares and every other formula monotone in that figure. Beyond ten such
    figures each is taken for itself: the interval is then wider than it need be, never too narrow.
    """
    times = Counter(figures_of(expression))
    repeated = [each for each in times if times[each] > 1 and not lookup(each).is_point]
    if not repeated or not lookup(repeated[0]).is_bounded or len(repeated) > _MOST_REPEATED:
        return _evaluate(expression, lookup)
    name, known = repeated[0], lookup(repeated[0])
    at_low, at_high = (
        evaluate(expression, _fixed(lookup, name, Interval(end, end))) for end in (known.low, known.high)
    )
    return at_low.hull(at_high)


def nominal(expression: Expression, value: Callable[[str], Decimal | Fraction]) -> Fraction:
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
    first, rest = parse_part(tokens, text)
    joined: list[tuple[str, Expression]] = []
    while rest and rest[0] in operators:
        operator = rest[0]
        right, rest = parse_part(rest[1:], text)
        joined.append((operator, right))
    if len(joined) > _MOST_FACTORS and "*" in operators:
        raise FormulaError(f"more than anybody can check in: {text}", rest)
    return _chained(first, joined), rest


def _chained(first: Expression, joined: list[tuple[str, Expression]]) -> Expression:
    """Join terms from left to right; a long sum as a tree of few levels, so that no stack runs over."""
    if len(joined) > _LONG_SUM and {operator for operator, _ in joined} <= {"+", "-"}:
        added = [first, *(term for operator, term in joined if operator == "+")]
        taken = [term for operator, term in joined if operator == "-"]
        return Operation("-", _summed(added), _summed(taken)) if taken else _summed(added)
    for operator, term in joined:
        first = Operation(operator, first, term)
    return first


def _summed(terms: Sequence[Expression]) -> Expression:
    half = len(terms) // 2
    return terms[0] if not half else Operation("+", _summed(terms[:half]), _summed(terms[half:]))


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
