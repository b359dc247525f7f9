"""Numbers in English."""

from __future__ import annotations

import re
from decimal import Decimal

from yearbook.numerals.grammar import (
    ARABIC,
    DATE_IN_DIGITS,
    ITEM_NUMBER,
    SIGN,
    SPACE,
    TELEPHONE,
    WORTH,
    Grammar,
    any_of,
    codes,
)

# Words that hold the name of a number and say none.
IDIOMS = [
    "one of",
    "one by one",
    "one-off",
    "one another",
    "no one",
    "one day",
    "one-to-one",
    "one-on-one",
    "two-way",
    "one or more",
    "each one",
    "the one",
    "this one",
    "any one",
    "one's",
    "one and the same",
    "on the one hand",
    "at one time",
    "one-stop",
    "nine-year",
    "once",
    "twice",
    "three connections",
    "two platforms",
    "two assurances",
    "three guarantees",
    "two exemptions",
    "one subsidy",
    "one thing",
]
BEFORE = codes(
    about="about|around|approximately|roughly|some",
    nearly="nearly|almost|close to|just under|under|fewer than|less than",
    more_than="more than|over|above|upwards of",
    at_least="at least|no fewer than|no less than",
    at_most="at most|up to|no more than|not more than",
)
AFTER = codes(at_least="or more|or over", at_most="or less|or fewer", about="or so")
SCALES = {
    "hundred": 100, "thousand": 1000, "hundred thousand": 10**5, "million": 10**6, "hundred million": 10**8,
    "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
# A word that follows a number is what it counts, but for these.
NO_MEASURE = (
    "of|in|on|and|or|to|the|a|an|were|was|is|are|at|by|for|from|with|that|this|who|which|had|have|as|but|than|into|"
    "per|be|has|out|more|less|fewer|not|so|only|after|before|over|under|went|came|made|it|its|their|those|these"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NAMED = r"Nos?\.?|Article|Chapter|Section|Part|Table|Figure|Grade|Document|Row|Page"

_WORD = any_of(word for word in WORTH if word.isascii())
_MEASURE = rf"(?-i:(?!(?:{NO_MEASURE})\b)[a-z][a-z-]+)"
_PART = r"%|‰|percentage[ ]points?|per[ ]cent|percent|(?:km²|m²|km2|m2)(?!\w)"
# The up to of a sum hedges nothing: the parts add up to 400.
_SUM = r"(?:(?<=add[ ])|(?<=adds[ ])|(?<=added[ ]))up[ ]to\b"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"

GRAMMAR = Grammar(
    pattern=re.compile(
        rf"""
        (?P<idiom>\b(?:{any_of(IDIOMS)})\b)
        |(?P<date>{DATE_IN_DIGITS}
            |\b(?:{_DAY}[ ])?(?:{MONTHS})[ ](?:\d{{1,2}},?[ ])?\d{{4}}\b|\b{_DAY}[ ](?:{MONTHS})\b
            |\b(?:{MONTHS})[ ]\d{{1,2}}\b(?!,\d))
        |(?P<ordinal>\b\d+(?:st|nd|rd|th)\b)
        |(?P<label>\b(?:{NAMED})[ ]\d+\b|\b[A-Za-z][A-Za-z.-]*-?\d[\w.-]*|\b(?:19|20)\d\d[/–-]\d\d\b
            |{ITEM_NUMBER}|{TELEPHONE})
        |(?P<statistic>
            (?:(?<!\d[ ])\b(?!{_SUM})(?P<before>{any_of(BEFORE)})[ ](?:a[ ])?)?
            (?:(?P<money>RMB|CNY|[¥￥]){SPACE})?
            (?P<minus>{SIGN})?
            (?P<number>(?<![\w.,]){ARABIC}|\b(?:{_WORD})(?:[- ](?:and[ ])?(?:{_WORD}))*\b)
            (?P<more>(?!))?
            (?:[ ](?P<scale>{any_of(SCALES)})\b(?P<more_small>(?!))?)?
            (?:{SPACE}(?P<unit>{_PART}|{_MEASURE}))?
            (?P<per>[ ]per[ ](?!cent)[a-z]+)?
            (?:[ ](?P<after>{any_of(AFTER)})\b)?
            (?P<share>(?!))?(?P<range>(?!))?
        )""",
        re.VERBOSE | re.IGNORECASE,
    ),
    scales={word: Decimal(factor) for word, factor in SCALES.items()},
    hedges={**BEFORE, **AFTER},
    durations=frozenset(
        f"{each}{s}" for each in ("year", "month", "week", "day", "hour", "minute") for s in ("", "s")
    ),
    of_years=frozenset(),
    money="RMB",
    between=re.compile(r"\s?(?:[-–~]|to)\s?"),
)
