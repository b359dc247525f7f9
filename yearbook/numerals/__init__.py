"""Numbers in running text, read as a reader of the language would: 近百名, 200余万元, nearly 100 teachers.

A language is one `Grammar` (`zh.py`, `en.py`): its lists of words and the pattern made of them. Idioms
(一次性, one of) are no numbers and are left out; dates, ordinals, labels are given with their kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from yearbook.numerals import en, zh
from yearbook.numerals.grammar import PARTS, WORTH, Grammar

Kind = Literal["statistic", "article", "year", "date", "duration", "ordinal", "label"]

_GRAMMARS = {"zh": zh.GRAMMAR, "en": en.GRAMMAR}
_HEDGED = ("before", "more", "more_small", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number in a text: its span with hedge and unit, the span of its digits, and what they say.

    `value` and `resolution` are in the base unit, as those of a `Quantity`: 92.7万 is 927000 with 1000,
    40% is 0.40 with 0.01; `scale` is what the digits were multiplied by. `unit` is the measure word or
    currency, "" if none.
    """

    start: int
    end: int
    digits: tuple[int, int]
    text: str
    value: Decimal
    qualifier: str = "exact"
    resolution: Decimal = Decimal(1)
    scale: Decimal = Decimal(1)
    unit: str = ""
    kind: Kind


def numerals(text: str, language: str) -> Iterator[Numeral]:
    """Yield every number of a text in `language` (zh, en), in order; a range gives a number for each end."""
    grammar = _GRAMMARS[language]
    found = (_numeral(match, text, grammar) for match in grammar.pattern.finditer(_narrow(text)))
    before: Numeral | None = None
    for each in filter(None, found):
        if before:
            ranged = grammar.between.fullmatch(text, before.end, each.start) and not before.unit
            yield _like(before, each) if ranged and before.kind == each.kind == "statistic" else before
        before = each
    if before:
        yield before


def _narrow(text: str) -> str:
    """The same text with full-width digits and signs made narrow, every character where it was."""
    text = re.sub(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))", ",", text)
    return text.translate({0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF0E: ".", 0xFF05: "%"})


def _like(first: Numeral, second: Numeral) -> Numeral:
    """The first end of a range, which shares scale and unit with the second: 3至5万元, 3 to 5 million."""
    factor = second.scale if first.scale == 1 else Decimal(1)
    return replace(
        first,
        value=first.value * factor,
        resolution=first.resolution * factor,
        scale=first.scale * factor,
        unit=second.unit,
    )


def _numeral(match: re.Match[str], text: str, grammar: Grammar) -> Numeral | None:
    """The numeral of a match; nothing for an idiom, or for words that only look like a number."""
    parts = {name: found for name, found in match.groupdict().items() if found is not None}
    for kind in ("date", "ordinal", "label"):
        if kind in parts:
            return _named(match, text, kind)
    if "idiom" in parts or not _counts(parts):
        return None
    value, resolution, scale = _amount(parts, grammar)
    hedges = [grammar.hedges[parts[name].casefold()] for name in _HEDGED if name in parts]
    unit = "%" if "share" in parts else grammar.money if "money" in parts else parts.get("unit", "")
    if "share" in parts and parts["share"][-1] not in "十百千万":
        # 三分之一 says how much, but not how exactly.
        value, resolution, hedges = round(value, 2), Decimal("0.01"), hedges or ["about"]
    kind = _kind(value, parts, grammar)
    start, end = match.span() if kind != "year" or unit in grammar.of_years else match.span("number")
    return Numeral(
        start=start,
        end=end,
        digits=match.span("number"),
        text=text[start:end],
        value=value,
        qualifier=hedges[0] if hedges else "exact",
        resolution=resolution,
        scale=scale,
        unit=unit + parts.get("per", ""),
        kind=kind,
    )


def _named(match: re.Match[str], text: str, kind: Kind) -> Numeral:
    """A number that says which, not how many; its value is that of its first digits, zero without any."""
    found = re.search(r"\d+", match[0])
    first, last = found.span() if found else (0, len(match[0]))
    return Numeral(
        start=match.start(),
        end=match.end(),
        digits=(match.start() + first, match.start() + last),
        text=text[match.start() : match.end()],
        value=Decimal(found[0]) if found else Decimal(0),
        kind=kind,
    )


def _kind(value: Decimal, parts: Mapping[str, str], grammar: Grammar) -> Kind:
    number, unit = parts["number"], parts.get("unit", "")
    alone = not {"scale", "before", "more", "money", "share"} & set(parts)
    if 1900 <= value < 2100 and len(number) == 4 and _may_be_year(unit, alone, parts, grammar):
        return "year"
    # In English any word may follow a telephone number or a code: one that is no unit counts nothing.
    counted = unit and not (unit.isascii() and unit not in PARTS)
    if re.fullmatch(r"0\d+" if counted else r"0\d+|\d{9,}", number) and alone:
        return "label"
    if alone and number.casefold() in ("一", "one"):
        return "article"
    return "duration" if unit in grammar.durations else "statistic"


def _may_be_year(unit: str, alone: bool, parts: Mapping[str, str], grammar: Grammar) -> bool:
    """Four digits are a year unless they count something; English parts 2,018 and says up to 2018."""
    if not grammar.of_years:
        return not {"scale", "money"} & set(parts) and unit not in PARTS
    return unit in grammar.of_years or (alone and not unit)


def _counts(parts: Mapping[str, str]) -> bool:
    """Whether a number in words is one: it counts something, is a share, or is too long to be a chance."""
    number = parts["number"].casefold()
    if number[0].isdigit() or "range" in parts:
        return True
    if re.fullmatch(r"[一二两三四五六七八九]{2}", number):
        return False  # 三五名: somewhere between
    if re.fullmatch("[百千万亿]+|hundred|thousand|million", number):
        return any(name in parts for name in _HEDGED)
    return bool({*_HEDGED, "unit", "share", "scale"} & set(parts)) or bool(re.search("[十百千万].", number))


def _amount(parts: Mapping[str, str], grammar: Grammar) -> tuple[Decimal, Decimal, Decimal]:
    """Value, resolution and scale of the pieces of a number."""
    number = parts["number"].casefold()
    value, resolution, own = _digits(number, grammar) if number[0].isdigit() else _spelled(number)
    scale = grammar.scales[parts["scale"].casefold()] if "scale" in parts else Decimal(1)
    scale *= PARTS.get(parts.get("unit", ""), Decimal(1))
    if "share" in parts:
        scale /= _spelled(parts["share"])[0]
    return value * scale * (-1 if "minus" in parts else 1), resolution * scale, own * scale


def _digits(number: str, grammar: Grammar) -> tuple[Decimal, Decimal, Decimal]:
    """Value, resolution and own scale of 39,517 or 1亿2000万."""
    total, resolution, factor = Decimal(0), Decimal(1), Decimal(1)
    for digits, scale in re.findall(r"([\d,.]+)([^\d,.]*)", number):
        plain, factor = Decimal(digits.replace(",", "")), grammar.scales[scale] if scale else Decimal(1)
        total += plain * factor
        resolution = Decimal(1).scaleb(int(plain.as_tuple().exponent)) * factor
    return total, resolution, factor


def _spelled(words: str) -> tuple[Decimal, Decimal, Decimal]:
    """Value, resolution and own scale of a number in words: 一百二十, twenty-five."""
    tokens = re.findall(r"[a-z]+", words) or list(words)
    worths = [WORTH[each] for each in tokens if each in WORTH]
    if not words.isascii() and len(worths) > 1 and max(worths) < 10:
        return Decimal("".join(map(str, worths))), Decimal(1), Decimal(1)  # 二〇一八
    total = section = current = 0
    for worth in worths:
        if worth >= 10_000 or (worth == 1000 and words.isascii()):
            total, section, current = (total + section + current or 1) * worth, 0, 0
        elif worth in (10, 100, 1000) and not (words.isascii() and worth == 10):
            section, current = section + (current or 1) * worth, 0
        else:
            current += worth
    last = Decimal(worths[-1])
    fine = last if last >= 100 else Decimal(1)
    return Decimal(total + section + current), fine, fine if fine >= 10_000 else Decimal(1)
