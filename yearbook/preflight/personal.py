"""Personal data in a text: which kinds stand in it, never the value itself.

Resident numbers follow GB 11643 (province, date of birth, check digit of ISO 7064 MOD 11-2); python-stdnum
refuses many valid ones because it wants a county of today's list. Cards are told by the Luhn check.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import accumulate

RESIDENT_NUMBER = "personal_resident_number"
BANK_CARD = "personal_bank_card"
MOBILE = "personal_mobile"
LANDLINE = "personal_landline"
EMAIL = "personal_email"

OFFICIAL = frozenset({LANDLINE, EMAIL})

_PROVINCE_CODES = (
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
)
_PROVINCES = frozenset(map(str, (*_PROVINCE_CODES, 71, 81, 82, 83)))
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FEWEST_DIGITS = 7
_LENGTHS = range(15, 20)

_SHORTEST = 11
_Run = tuple[list[str], str]

_MACHINE = re.compile(r"\b(?:[0-9a-fA-F]{32,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\b")
_ADDRESS = re.compile(r"https?://[^\s\"'<>,。;、()]+", re.IGNORECASE)
_RUN = re.compile(r"[0-9]+[Xx]?(?:[ -]{1,3}[0-9]+[Xx]?)*")
_SEPARATOR = re.compile(r"[ -]+")
_DASHES = re.compile(r"[‐‑‒–—−]")
_FRACTION_BEFORE = re.compile(r"[0-9]\.$")
_FRACTION_AFTER = re.compile(r"\.[0-9]")
_UNIT = re.compile(r" ?[元万亿人名户个件册台套所平%]")
_LANDLINE = re.compile(r"(?<![0-9.])\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]{0,2}[1-9][0-9]{6,7}(?![0-9])")
_LOCAL_LINE = re.compile(
    r"(?:电话|座机|联系方式|传真|tel|phone)[^0-9]{0,4}[1-9][0-9]{6,7}(?![0-9])", re.IGNORECASE
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
)
_COUNTRY_CODE = re.compile(r"^(?:00)?86(?=1[0-9]{10}$)")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_GROUPINGS = frozenset({(11,), (3, 4, 4), (3, 3, 5), (3, 8), (4, 3, 4), (4, 4, 3), (5, 6), (7, 4)})


def kinds_in(text: str, *, is_number: bool = False) -> tuple[str, ...]:
    """Return the finding codes of the kinds of personal data in a text.

    A number column is asked only for numbers no sum of money can be; addresses of web pages hold long numbers
    of their own and are asked only for resident numbers.
    """
    if "@" not in text and "\uff20" not in text and sum(map(str.isdecimal, text)) < _FEWEST_DIGITS:
        return ()
    text = _MACHINE.sub(" ", _normal(text))
    found = {RESIDENT_NUMBER} if any(map(_is_resident_number, _joined(_runs(text)))) else set()
    text = _ADDRESS.sub(" ", text)
    runs = _runs(text)
    if any(map(_is_bank_card, _joined(runs))) and not found:
        found.add(BANK_CARD)
    if not is_number:
        found |= set(_reachable(text, runs))
    return tuple(sorted(found))


def _reachable(text: str, runs: list[_Run]) -> Iterator[str]:
    if any(_is_mobile(groups, after) for groups, after in runs):
        yield MOBILE
    if _LANDLINE.search(text) or _LOCAL_LINE.search(text):
        yield LANDLINE
    if "@" in text and _EMAIL.search(text):
        yield EMAIL


def _normal(text: str) -> str:
    """The text with one kind of digit, dash and space, and nothing invisible between them."""
    if text.isascii():
        return text.replace("\t", " ")
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(_plain(each) for each in plain)
    return _DASHES.sub("-", plain)


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) == "Cf":
        return ""
    return " " if character.isspace() else character


def _runs(text: str) -> list[_Run]:
    """Runs of digits long enough to matter, in groups, with what follows; no parts of decimal numbers."""
    return [_run(each, text) for each in _RUN.finditer(text) if len(each[0]) >= _SHORTEST]


def _run(run: re.Match[str], text: str) -> _Run:
    groups = _SEPARATOR.split(run[0])
    after = text[run.end() : run.end() + 3]
    if _FRACTION_BEFORE.search(text[max(0, run.start() - 2) : run.start()]):
        groups = groups[1:]
    if _FRACTION_AFTER.match(after):
        groups = groups[:-1]
    return groups, after


def _joined(runs: list[_Run]) -> Iterator[str]:
    """Every number that neighbouring groups of digits make when the spaces and hyphens are left out."""
    for groups, _ in runs:
        digits = "".join(groups).upper()
        ends = frozenset(accumulate(map(len, groups)))
        for start in (0, *sorted(ends)) if len(digits) >= _LENGTHS[0] else ():
            yield from (digits[start : start + length] for length in _LENGTHS if start + length in ends)


def _is_resident_number(number: str) -> bool:
    if number[:2] not in _PROVINCES:
        return False
    if len(number) == 18 and number[:17].isdigit():
        total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
        return number[17] == _CHECK_DIGITS[total % 11] and _is_day(number[6:14])
    if len(number) == 15 and number.isdigit():
        return not number.endswith("000") and _is_day(f"19{number[6:12]}")
    return False


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100


def _is_bank_card(number: str) -> bool:
    if not number.isdigit():
        return False
    is_length = 16 <= len(number) <= 19 if number.startswith("62") else len(number) in (16, 19)
    return is_length and (number.startswith("62") or number[0] in "345") and _passes_luhn(number)


def _passes_luhn(number: str) -> bool:
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in number[-1::-2])) % 10 == 0


def _is_mobile(groups: list[str], after: str) -> bool:
    groups = [_COUNTRY_CODE.sub("", each) for each in groups]
    lengths = tuple(map(len, groups))
    for start in range(len(groups)):
        for end in (start + 1, start + 2, start + 3):
            is_amount = end >= len(groups) and _UNIT.match(after)
            if (
                lengths[start:end] in _GROUPINGS
                and _MOBILE.match("".join(groups[start:end]))
                and not is_amount
            ):
                return True
    return False
