"""The numbers of a text, Arabic and in words, in Chinese and English: where each stands and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# Where a numeral is no number: idioms, and the one that only says "a" or "the same".
_IDIOMS = {
    "zh": (
        "第[一二三四五六七八九十百]+|[一二三四五六七八九十]是(?=[\u4e00-\u9fff])|统一|唯一|万一|一一|九年一贯|四舍五入|"
        "一(?:些|共|次性|起|同|并|道|直|样|定|般|旦|律|切|致|边|方面|体|贯|部分|下|点|时|再|向|经|举|流|线|带|事)|"
        "进一步|下一步|(?:每|上|前|后|下|同|这|那|另|各|某|任何|没有)一|十分|千方百计|三通两平台|两免一补|双一流"
    ),
    "en": (
        r"\b(?:one of|one another|one by one|one-off|no one|any one|each one|every one|the one|for one|"
        r"in the one|one and the same|one is|one year's|one student|nine-year|three-year)\b"
    ),
}
_ARABIC = r"(?<![A-Za-z\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_HAN = "零〇一二两三四五六七八九十百千"
_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
)
_NUMBER = {
    "zh": re.compile(
        rf"(?P<digits>{_ARABIC})(?P<scale>万亿|亿|万|%)?|(?P<words>百分之[{_HAN}]+|[{_HAN}]+(?:万亿|亿|万)?)"
    ),
    "en": re.compile(
        rf"(?P<digits>{_ARABIC})(?:\s?(?P<scale>million|billion|trillion|%|per cent))?"
        rf"|\b(?P<words>{_WORDS})\b",
        re.IGNORECASE,
    ),
}
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = {
    "zh": re.compile(rf"(?:\d{{4}}年)?[\d{_HAN}]{{1,3}}月(?:[\d{_HAN}]{{1,3}}日)?"),
    "en": re.compile(rf"\b(?:\d{{1,2}} )?(?:{_MONTHS}) \d{{4}}\b|\b\d{{1,2}} (?:{_MONTHS})\b"),
}
_YEAR = re.compile(r"(?:19|20)\d\d")
_SCALES: dict[str, Decimal] = {
    "": Decimal(1),
    "%": Decimal("0.01"),
    "per cent": Decimal("0.01"),
    "万": Decimal(10**4),
    "亿": Decimal(10**8),
    "万亿": Decimal(10**12),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number in a text: its span, its words and what kind it is: statistic, year or date."""

    start: int
    end: int
    text: str
    kind: str
    value: Decimal = Decimal(0)


def numerals(text: str, language: str) -> Iterator[Numeral]:
    """Yield every number of a text in its order; idioms are none."""
    text = re.sub(_IDIOMS[language], lambda each: "\ufffc" * len(each[0]), text, flags=re.IGNORECASE)
    dates = [
        Numeral(start=each.start(), end=each.end(), text=each[0], kind="date")
        for each in _DATE[language].finditer(text)
    ]
    found = dates + [_number(each) for each in _NUMBER[language].finditer(text) if not _inside(each, dates)]
    yield from sorted(found, key=lambda each: each.start)


def _inside(found: re.Match[str], spans: list[Numeral]) -> bool:
    return any(each.start <= found.start() < each.end for each in spans)


def _number(found: re.Match[str]) -> Numeral:
    digits, scale = found["digits"], found["scale"] or ""
    value = Decimal(digits.replace(",", "")) * _SCALES[scale.lower()] if digits else Decimal(0)
    kind = "year" if digits and not scale and _YEAR.fullmatch(digits) else "statistic"
    return Numeral(start=found.start(), end=found.end(), text=found[0], kind=kind, value=value)
