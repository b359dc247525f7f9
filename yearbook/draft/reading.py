"""What a number of a text says: its value in the base unit, its hedge, how finely it is given, its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from yearbook.numerals import numerals

_DIGITS = {each: at for at, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_BY_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH = {each: at for at, each in enumerate(_TO_NINETEEN.split())}
_ENGLISH |= {each: at * 10 for at, each in enumerate(_BY_TENS.split(), 2)} | {
    "hundred": 100,
    "thousand": 1000,
}
_HEDGES = {
    "zh": {
        "about": "约|大约",
        "nearly": "近|将近|接近",
        "more_than": "超过|逾",
        "at_least": "至少|不少于",
        "at_most": "最多|至多|不超过",
    },
    "en": {
        "about": "about|around",
        "nearly": "nearly|almost",
        "more_than": "more than|over",
        "at_least": "at least",
        "at_most": "at most|up to",
    },
}
_BEFORE = {
    language: {
        name: re.compile(rf"(?:{words})\s*(?:RMB\s*)?$", re.IGNORECASE) for name, words in hedges.items()
    }
    for language, hedges in _HEDGES.items()
}
_AFTER = {
    "zh": re.compile(
        r"(?P<more>余|多)?\s*(?P<scale>万亿|亿|万)?(?P<more_too>余|多)?(?P<percent>%|％)?"
        r"(?P<unit>[^\d\s，。；、：！？（）()《》“”]{0,5})"
    ),
    "en": re.compile(
        r"\s?(?P<scale>million|billion|trillion)?\s?(?P<percent>%|per cent)?\s?(?P<unit>(?:[a-z-]+\s?){0,3})"
    ),
}
_NUMBER = re.compile(r"(?P<digits>\d[\d,]*(?:\.\d+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A number in a paragraph: where it stands with its scale and unit, and what it says.

    `value` is in the base unit, `resolution` what one unit of its last digit is worth. `kind` is `statistic`,
    `year` or `date`; `unit` are the letters that follow, which may be more than a unit.
    """

    start: int
    end: int
    text: str
    kind: str
    value: Decimal = Decimal(0)
    resolution: Decimal = Decimal(1)
    qualifier: str = "exact"
    unit: str = ""
    money: bool = False


def readings(text: str, language: str) -> Iterator[Reading]:
    """Yield what every number of a paragraph says; numbers in full-width digits are read as well."""
    text = text.translate(_HALFWIDTH)
    for each in numerals(text, language):
        if each.kind == "date":
            yield Reading(start=each.start, end=each.end, text=each.text, kind="date")
        else:
            yield _read(text, each.start, each.text, each.kind, language)


_HALFWIDTH = {
    ord(full): half for full, half in zip("０１２３４５６７８９．，％", "0123456789.,%", strict=True)
}


def _read(text: str, start: int, said: str, kind: str, language: str) -> Reading:
    number = _NUMBER.match(text, start)
    if number:
        digits = number["digits"].rstrip(",")
        value, end = Decimal(digits.replace(",", "")), start + len(digits)
        resolution = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    else:
        value, resolution, end = *_in_words(said, language), start + len(said)
        if language == "zh":
            end -= len(re.search(r"(万亿|亿|万)?$", said)[0])  # type: ignore[index]
    after = _AFTER[language].match(text, end)
    assert after is not None, "every part of the pattern may be missing"
    if said.startswith("百分之") or after["percent"]:
        value, resolution = value / 100, resolution / 100
    factor = _SCALES.get(after["scale"] or "", 1)
    found = after.groupdict()
    more = "more_than" if found.get("more") or found.get("more_too") else ""
    before = next((name for name, words in _BEFORE[language].items() if words.search(text[:start])), "")
    unit = after["unit"].strip()
    last = after.start("unit") if after["unit"] else after.end()
    return Reading(
        start=start,
        end=max(last, start + len(said)),
        text=text[start : max(last, start + len(said))].strip() or said,
        kind=kind if not unit.startswith(("人", "元", "所", "名")) else "statistic",
        value=value * factor,
        resolution=resolution * factor,
        qualifier=more or before or "exact",
        unit=unit,
        money=unit.startswith("元") or text[:start].rstrip().endswith(("RMB", "¥", "￥")),
    )


def _in_words(said: str, language: str) -> tuple[Decimal, Decimal]:
    if language == "en":
        return Decimal((_ENGLISH | _SCALES)[said.lower()]), Decimal(1)
    said = said.removeprefix("百分之")
    total = section = digit = 0
    last = 1
    for each in re.sub(r"(万亿|亿|万)$", "", said):
        if each in _TENS:
            section += (digit or 1) * _TENS[each]
            digit, last = 0, _TENS[each]
        else:
            digit, last = digit * 10 + _DIGITS[each] if digit else _DIGITS[each], 1
    total += section + digit
    return Decimal(total), Decimal(last)
