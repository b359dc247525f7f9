"""What a language needs to have its numbers read, and what words are worth in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """A language: the pattern of what may stand in a text, and what its words mean.

    The pattern has a group for each kind (idiom, date, ordinal, label) and one for each piece of a statistic:
    before, money, share, minus, number, more, scale, more_small, unit, per, after, range.
    """

    pattern: re.Pattern[str]
    scales: Mapping[str, Decimal]
    hedges: Mapping[str, str]
    durations: frozenset[str]
    of_years: frozenset[str]  # what may follow a year; anything where there is none
    money: str
    between: re.Pattern[str]


SPACE = "[ \u00a0\u3000]?"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
SIGN = r"(?:(?<![\w.,%）)])|(?<=[是为]))[-−–](?=\d)"
DATE_IN_DIGITS = r"\d{4}(?P<joint>[-/.])\d{1,2}(?P=joint)\d{1,2}(?!\d)|\d{1,2}[:：]\d\d(?!\d)"
ITEM_NUMBER = r"(?m:^)[ \t\u3000#>*-]*\d{1,2}(?:\.\d{1,2})*[.、．)）](?!\d)|[(（]\d{1,2}[)）]"
TELEPHONE = r"(?<!\d)\d{3,4}-\d{7,8}(?!\d)"

HAN_DIGITS = "零〇一二两三四五六七八九"
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORTH = {
    **dict(zip(HAN_DIGITS, (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8,
    **{word: at for at, word in enumerate(f"{_UNITS} seventeen eighteen nineteen".split(), start=1)},
    **{word: 10 * at for at, word in enumerate(_TENS.split(), start=2)},
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_PERCENT = "%|个百分点|百分点|per cent|percent|percentage points|percentage point"
PARTS = {
    **dict.fromkeys(_PERCENT.split("|"), Decimal("0.01")),
    "‰": Decimal("0.001"),
    "成": Decimal("0.1"),
}


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def codes(**words: str) -> dict[str, str]:
    """Return which code each word stands for, from the words of each code, parted by bars."""
    return {word: code for code, listed in words.items() for word in listed.split("|")}
