"""Which figure a number of a draft is: by value, unit and hedge, and by the words that stand near it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from yearbook.draft.document import Paragraph
from yearbook.draft.wording import SENTENCE_END, Name, Rarity, around, name_of
from yearbook.model import Derived, Observation, Package, Quantity, Result
from yearbook.numerals import Numeral, numerals
from yearbook.numerals.grammar import PARTS
from yearbook.words import Words

# How well words must name a figure, from 0 to 1, for a number to be it, and how far ahead of the next one.
# These and the next were chosen on the texts of `benchmarks/draft_check.py`.
_SURE, _APART = 0.12, 0.05
# So many digits are hardly the value of two figures by chance; so small a number is that of many.
_LONG, _SMALL = 3, 10
# How well words must name a figure for a number of so many digits to be a slip of it; not at all with more.
_SLIP = {1: 0.25, 2: 0.25, 3: _SURE, 4: _SURE}
# The difference of a figure that is the same in a year of which nothing is said.
_YEAR = "year"
_SCALES = frozenset(Decimal(10) ** power for power in (-8, -4, -2, -1, 1, 2, 4, 8))
# A place in a list that begins a heading or a paragraph: 一、 （一） 1.
_ORDINAL = re.compile(r"[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[、.）)．]")
_PERSONS = ("人", "名", "位", "个")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")

Figure = Observation | Derived


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One number of a draft: its state, the figure it is or may be, other candidates, and why.

    `why` is a key of the wordings `draft.why`; `recorded`: the publisher's own prose names the figure.
    Where a number stands in a name, `name` is its wording and `entry` the thing it names.
    """

    paragraph: int
    reading: Numeral
    state: str
    why: str
    figure: str = ""
    others: tuple[str, ...] = ()
    name: str = ""
    entry: str = ""
    recorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A figure of the data with what a draft may say of it."""

    id: str
    year: int
    quantity: Quantity
    name: Name
    units: tuple[str, ...]
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A figure a number may be: how well the words name it, and in what the number differs."""

    figure: str
    named: float
    difference: str


class Matcher:
    """The figures of a package, ready to be told from the words around a number."""

    def __init__(self, result: Result, year: int, words: Words) -> None:
        self._package, self._year, self._words = result.package, year, words
        every: list[Figure] = [*result.package.observations.values(), *result.derived.values()]
        self._known = {each.id: self._figure(each, each.quantity) for each in every if each.quantity}
        self._units = {unit for each in self._known.values() for unit in each.units}
        self._rarity = Rarity(each.name for each in self._known.values())
        named = _names(self._package, words)
        self._names = dict(sorted(named.items(), key=lambda each: -len(each[0])))

    def marks(self, paragraph: Paragraph, known: Mapping[int, str]) -> Iterator[Mark]:
        """Yield a mark for each number of a paragraph; `known` are figures by the place of their number."""
        found = tuple(numerals(paragraph.text, self._words.language))
        settled = [self._settled(paragraph, each, known) for each in found]
        listed = [
            () if settled[at] else self._candidates(paragraph.text, at, found) for at in range(len(found))
        ]
        ends = [each.end() for each in SENTENCE_END.finditer(paragraph.text)]
        bound = _bound(listed, found, [bisect(ends, each.start) for each in found])
        for at, each in enumerate(found):
            if done := settled[at]:
                yield done
                continue
            mark = partial(Mark, paragraph=paragraph.number, reading=each)
            if at in bound:
                yield mark(state="bound", why="words", figure=bound[at])
            # "A school" counts nothing unless the words around it name a figure.
            elif each.kind == "article":
                yield mark(state="no_statistic", why="article")
            else:
                yield self._unsure(mark, each, listed[at], set(bound.values()))

    def _settled(self, paragraph: Paragraph, reading: Numeral, known: Mapping[int, str]) -> Mark | None:
        """The mark of a number that is no statistic, or that the publisher's prose has; else None."""
        mark = partial(Mark, paragraph=paragraph.number, reading=reading, state="no_statistic")
        list_mark = _ORDINAL.match(paragraph.text)
        if list_mark and reading.start < list_mark.end():
            return mark(why="ordinal")
        if name := self._named(paragraph.text, reading):
            return mark(why="name", name=name, entry=self._names[name])
        if figure := known.get(reading.start):
            why = _other(reading, self._known[figure].quantity) if figure in self._known else ""
            state = "differs" if why else "bound"
            return mark(state=state, why=why or "record", figure=figure, recorded=True)
        return None if reading.kind in ("statistic", "article") else mark(why=reading.kind)

    def _unsure(
        self, mark: partial[Mark], reading: Numeral, listed: Sequence[_Candidate], taken: Collection[str]
    ) -> Mark:
        """The mark of a number that is none for sure: proposed, a slip of one not `taken`, or unknown."""
        agreeing = [each for each in listed if each.difference in ("", _YEAR)]
        slips = [each for each in listed if _is_slip(each, reading) and each.figure not in taken]
        # A small number agrees with many figures: words must speak for one of them.
        small = reading.value <= _SMALL * min(reading.resolution, Decimal(1))
        least = _SLIP[1] if small else _SURE if slips else 0.0
        if agreeing and agreeing[0].named >= least:
            best, *rest = agreeing
            others = tuple(each.figure for each in rest[:3])
            why = "several" if rest else "value"
            return mark(state="proposed", why=why, figure=best.figure, others=others)
        likely = [each for each in slips if slips[0].named - each.named < _APART]
        if len({self._known[each.figure].quantity.value for each in likely}) == 1:
            return mark(state="differs", why=likely[0].difference, figure=likely[0].figure)
        return mark(state="unknown", why="none")

    def _candidates(self, text: str, at: int, numbers: Sequence[Numeral]) -> tuple[_Candidate, ...]:
        """The figures of a fitting unit, the best named first; of years not named only those that agree."""
        unit = self._unit(numbers[at].unit)
        weights = around(text, at, numbers, self._words.language)
        years = {self._year, *(int(each.value) for each in numbers if each.kind == "year")}
        found = []
        for each in self._known.values():
            difference = _other(numbers[at], each.quantity)
            if _same_unit(unit, each) and (each.year in years or not difference):
                named = self._rarity.score(each.name, weights)
                difference = difference if each.year in years else _YEAR
                found.append(_Candidate(figure=each.id, named=named, difference=difference))
        return tuple(sorted(found, key=lambda each: (-each.named, each.figure)))

    def _unit(self, said: str) -> str:
        """What a number counts; in English any word may follow it, and says nothing if it is no unit."""
        measured = said in PARTS or said.startswith("RMB") or not said.isascii() or said in self._units
        return said if measured else ""

    def _named(self, text: str, reading: Numeral) -> str:
        """The name of a thing of the package in which a number stands: 57 in 57中学."""
        for name in self._names:
            at = text.find(name, max(0, reading.start - len(name)))
            while 0 <= at <= reading.start:
                if at + len(name) > reading.start:
                    return name
                at = text.find(name, at + 1)
        return ""

    def _figure(self, figure: Figure, quantity: Quantity) -> _Known:
        package, words = self._package, self._words
        indicator = package.indicators[figure.indicator]
        unit = words.unit(indicator, package)
        units = [unit, *(_PERSONS if unit == "人" else ())]
        if isinstance(figure, Observation):
            units += [each.unit for each in numerals(figure.printed, "zh")]
        units += [each.unit for each in numerals(words.figure(quantity, indicator, package), words.language)]
        return _Known(
            id=figure.id,
            year=figure.year,
            quantity=quantity,
            name=name_of(figure, package, words),
            units=tuple(filter(None, units)),
            unit=indicator.unit,
        )


def _bound(
    listed: Sequence[Sequence[_Candidate]], numbers: Sequence[Numeral], sentences: Sequence[int]
) -> dict[int, str]:
    """The figure each number certainly is, the best named first; no figure is said twice in a sentence."""
    agreeing = [[each for each in candidates if not each.difference] for candidates in listed]
    bound: dict[int, str] = {}
    for at in sorted(range(len(listed)), key=lambda at: -(agreeing[at][0].named if agreeing[at] else 0)):
        said = {figure for other, figure in bound.items() if sentences[other] == sentences[at]}
        free = [each for each in agreeing[at] if each.figure not in said]
        rival = max((each.named for each in listed[at] if each.difference), default=0.0)
        if free and _is_sure(free, rival, numbers[at]):
            bound[at] = free[0].figure
    return bound


def _is_sure(agreeing: Sequence[_Candidate], rival: float, reading: Numeral) -> bool:
    """Whether a number is the best named of the figures it agrees with, and not one it differs from."""
    best, second = agreeing[0].named, agreeing[1].named if len(agreeing) > 1 else 0.0
    return best >= _SURE and best - second >= _APART and (_significant(reading) >= _LONG or best >= rival)


def _is_slip(candidate: _Candidate, reading: Numeral) -> bool:
    """Whether a number is a figure mistyped. One that is quite another may be one the data have not."""
    digits = _significant(reading)
    # Any number of one digit is a slip of any other.
    if candidate.difference in ("", _YEAR, "differs") or (digits == 1 and candidate.difference != "hedge"):
        return False
    return candidate.named >= _SLIP.get(digits, 0.0)


def _significant(reading: Numeral) -> int:
    """How many digits of a number tell it from others: 2 of 5300."""
    return len(str(int(abs(reading.value) / reading.resolution)).strip("0"))


def _other(reading: Numeral, known: Quantity) -> str:
    """In what a number of a text is another than a quantity: its value or its hedge."""
    if reading.value == known.value:
        return "" if reading.qualifier == known.qualifier else "hedge"
    rounded = (
        abs(reading.value - known.value) <= reading.resolution / 2 and reading.resolution > known.resolution
    )
    if rounded and reading.qualifier in (known.qualifier, "about"):
        return ""
    return _slip(reading, known)


def _slip(reading: Numeral, known: Quantity) -> str:
    """What kind of slip makes one number of the other: its scale, two digits changed about, one digit."""
    said, meant = reading.value, known.value
    if meant and said and said / meant in _SCALES:
        return "scale"
    fine = min(reading.resolution, known.resolution)
    one, other = (str(int(abs(each) / fine)) for each in (said, meant))
    if len(one) == len(other) > 1:
        apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(apart) == 2 and sorted(one) == sorted(other):
            return "transposed"
        if len(apart) == 1:
            return "digit"
    return "differs"


def _same_unit(unit: str, known: _Known) -> bool:
    """Whether a number may be of a figure's unit; one without a unit may be of any but a ratio."""
    if known.unit == "ratio" or unit in PARTS:
        return known.unit == "ratio" and unit in PARTS
    if unit.startswith(("元", "RMB")):
        return known.unit.startswith("CNY")
    return not unit or unit in known.units


def _names(package: Package, words: Words) -> dict[str, str]:
    """The things whose names have a numeral in them, by every name they go by."""
    tables = (package.schools, package.places, package.programmes, package.entities)
    entries = [entry for table in tables for entry in table.values()]
    named = ((name, entry.id) for entry in entries for name in (words.pick(entry.label), *entry.aliases))
    return {name: entry for name, entry in named if _NUMERAL.search(name)}
