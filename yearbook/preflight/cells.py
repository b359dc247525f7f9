"""One cell against its column: characters, wording and type; a value is judged alone, whatever its row."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from yearbook.preflight.form import Column
from yearbook.preflight.personal import kinds_in
from yearbook.preflight.plain import (
    Problem,
    character_problems,
    markup_problems,
    personal_problems,
    problem,
    shown,
)

_MOST_CHARACTERS = 100_000
_FORMULA_STARTS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,19})(\.[0-9]{1,10})?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,19})")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}([, '_][0-9]{3})+(\.[0-9]+)?")
_EXPONENT = re.compile(r"-?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]{1,2}")
_PERCENT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*%")
_WITH_UNIT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*[余多]?\s*([万亿]?)\s*[余多]?\s*[^\W\d_十百千万亿]*")
_NO_NUMBER = frozenset(
    {"nan", "inf", "infinity", "#n/a", "n/a", "null", "none", "#div/0!", "#value!", "#ref!"}
)
_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_TIMES = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}


def cell_problems(column: Column, text: str) -> tuple[Problem, ...]:
    """Return everything wrong with a cell; what would only repeat the first cause is left out.

    Where something personal stands nothing else is said: the text must go, and no part of it be repeated.
    """
    if not text:
        return (problem("required_empty", name=column.name),) if column.required else ()
    if len(text) > _MOST_CHARACTERS:
        return (problem("field_too_long", length=f"{len(text):,}", limit=f"{_MOST_CHARACTERS:,}"),)
    private = tuple(personal_problems(text, is_number=column.type in ("number", "integer")))
    return private or tuple(_form_problems(column, text)) or tuple(_type_problems(column, text))


def _form_problems(column: Column, text: str) -> Iterator[Problem]:
    yield from _line_problems(text)
    yield from character_problems(text.replace("\n", "").replace("\r", ""))
    yield from markup_problems(text)
    if column.is_free_text and text.lstrip(" ")[:1] in _FORMULA_STARTS and text.strip(" "):
        yield problem("formula", value=shown(text), character=shown(text.lstrip(" ")[0]))
    if text != text.strip():
        yield problem("edge_space", value=shown(text))
    yield from _normal_problems(column, text)


def _line_problems(text: str) -> Iterator[Problem]:
    if "\n" in text or "\r" in text:
        yield problem("line_break", value=shown(text.splitlines()[0] if text.splitlines() else ""))


def _normal_problems(column: Column, text: str) -> Iterator[Problem]:
    if text.isascii():
        return
    composed, plain = unicodedata.normalize("NFC", text), unicodedata.normalize("NFKC", text)
    if composed != text:
        yield problem("not_composed", value=shown(text))
    elif plain != text and not column.is_free_text:
        yield problem("full_width", value=shown(text), suggestion=shown(plain.strip()))


def _type_problems(column: Column, text: str) -> Iterator[Problem]:
    if column.allowed:
        yield from _allowed_problems(column.allowed, text)
    elif column.type == "number":
        yield from _number_problems(text)
    elif column.type == "integer":
        yield from _integer_problems(column, text)
    elif column.type == "date":
        yield from _date_problems(text)
    elif column.pattern and not re.fullmatch(column.pattern, text):
        yield from _id_problems(column, text)
    elif column.name == "url" and not re.match(r"https?://[^/\s]", text):
        yield problem("address", value=shown(text))


def _allowed_problems(allowed: tuple[str, ...], text: str) -> Iterator[Problem]:
    if text in allowed:
        return
    nearest = difflib.get_close_matches(text.strip().lower().replace(" ", "_")[:60], allowed, n=1)
    values = ", ".join(allowed)
    if nearest:
        yield problem("not_allowed_near", value=shown(text), allowed=values, suggestion=nearest[0])
    else:
        yield problem("not_allowed", value=shown(text), allowed=values)


def _number_problems(text: str) -> Iterator[Problem]:
    value = shown(text)
    if _NUMBER.fullmatch(text):
        return
    if text.lower().lstrip("+-") in _NO_NUMBER:
        yield problem("number_none", value=value)
    elif len(text) <= 40 and _THOUSANDS.fullmatch(text):
        yield problem("number_separator", value=value, suggestion=shown(re.sub(r"[, '_]", "", text)))
    elif len(text) <= 40 and _EXPONENT.fullmatch(text):
        yield problem("number_exponent", value=value, suggestion=shown(f"{Decimal(text):f}"))
    elif len(text) <= 40 and (percent := _PERCENT.fullmatch(text)):
        yield problem("number_percent", value=value, suggestion=shown(f"{Decimal(percent[1]).scaleb(-2):f}"))
    elif len(text) <= 40 and (united := _WITH_UNIT.fullmatch(text)) and not text.isascii():
        number = Decimal(united[1]) * _TIMES[united[2]]
        yield problem("number_unit", value=value, suggestion=f"{number.normalize():f}")
    else:
        yield problem("number", value=value)


def _integer_problems(column: Column, text: str) -> Iterator[Problem]:
    if not _INTEGER.fullmatch(text):
        yield problem("integer", value=shown(text))
        return
    low, high = column.low, column.high
    if low is not None and high is not None and not low <= int(text) <= high:
        yield problem("out_of_range", value=shown(text), low=low, high=high)


def _date_problems(text: str) -> Iterator[Problem]:
    parts = _DAY.fullmatch(text) or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text)
    if not parts:
        yield problem("date", value=shown(text))
        return
    try:
        day = date(int(parts[1]), int(parts[2]), int(parts[3])).isoformat()
    except ValueError:
        yield problem("date_impossible", value=shown(text))
        return
    if day != text:
        yield problem("date_form", value=shown(text), suggestion=day)


def _id_problems(column: Column, text: str) -> Iterator[Problem]:
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    has_other_letters = any(each.isalnum() and not each.isascii() for each in text)
    if slug and not has_other_letters and re.fullmatch(column.pattern, slug) and not kinds_in(slug):
        yield problem("id_near", value=shown(text), suggestion=shown(slug))
    elif "_T" in column.pattern:
        yield problem("code", value=shown(text))
    else:
        yield problem("id", value=shown(text))
