"""Which figure a number of a draft is: by value, unit and hedge, and by the words that stand near it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from yearbook.draft.document import Paragraph
from yearbook.model import DIMENSIONS, Derived, Observation, Package, Quantity, Result
from yearbook.numerals import Numeral, numerals
from yearbook.words import Words

# Words near a number name a figure from this share of them on (weighed by how rare they are), and for sure
# when the next best figure is this far behind. Both were chosen on the texts of `benchmarks/draft_check.py`.
_NAMED, _APART, _SURE = 0.25, 0.05, 0.55
_BEFORE, _BEHIND, _NEAR = 45, 12, 0.7
_STOP = re.compile(r"[。；！？;!?]|\.\s")
# A place in a list that begins a heading or a paragraph: 一、 （一） 1.
_ORDINAL = re.compile(r"[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[、.）)．]")
# A small number agrees with many figures: words must speak for one of them before it is proposed.
_SMALL, _LITTLE, _AGAIN = 10, 0.15, 0.25
_PERSONS = ("人", "名", "位", "个")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")
_WORD = re.compile(r"[a-z]{3,}")

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
class _Candidate:
    id: str
    figure: Figure
    quantity: Quantity
    grams: frozenset[str]
    units: tuple[str, ...]
    unit: str


class Matcher:
    """The figures of a year, ready to be told from the words around a number."""

    def __init__(self, result: Result, year: int, words: Words) -> None:
        self._package, self._words = result.package, words
        self._candidates = tuple(self._all(result, year))
        every: list[Figure] = [*result.package.observations.values(), *result.derived.values()]
        self._known = {each.id: each.quantity for each in every if each.quantity}
        seen = Counter(gram for each in self._candidates for gram in each.grams)
        self._weight = {gram: math.log(1 + len(self._candidates) / count) for gram, count in seen.items()}
        named = _names(self._package, words)
        self._names = dict(sorted(named.items(), key=lambda each: -len(each[0])))

    def marks(self, paragraph: Paragraph, known: Mapping[int, str]) -> Iterator[Mark]:
        """Yield a mark for each number of a paragraph; `known` are figures by the place of their number."""
        text = paragraph.text
        found = list(numerals(text, self._words.language))
        used: set[str] = set()
        for at, reading in enumerate(found):
            start = found[at - 1].end if at else 0
            if (list_mark := _ORDINAL.match(text)) and reading.start < list_mark.end():
                yield Mark(paragraph=paragraph.number, reading=reading, state="no_statistic", why="ordinal")
            elif name := self._named(text, reading):
                entry = self._names[name]
                yield Mark(
                    paragraph=paragraph.number,
                    reading=reading,
                    state="no_statistic",
                    why="name",
                    name=name,
                    entry=entry,
                )
            elif reading.start in known:
                yield self._by_record(paragraph, reading, known[reading.start])
            elif reading.kind not in ("statistic", "article"):
                yield Mark(
                    paragraph=paragraph.number, reading=reading, state="no_statistic", why=reading.kind
                )
            else:
                mark = self._by_words(paragraph, reading, start, used)
                used |= {mark.figure} if mark.state == "bound" else set()
                # "A school" counts nothing unless the words around it name a figure.
                only = reading.kind == "article" and mark.state != "bound"
                yield replace(mark, state="no_statistic", why="article", figure="") if only else mark

    def _by_record(self, paragraph: Paragraph, reading: Numeral, figure: str) -> Mark:
        mark = partial(Mark, paragraph=paragraph.number, reading=reading, figure=figure, recorded=True)
        known = self._known.get(figure)
        why = _other(reading, known) if known else ""
        return mark(state="differs" if why else "bound", why=why or "record")

    def _by_words(self, paragraph: Paragraph, reading: Numeral, start: int, used: set[str]) -> Mark:
        scores = self._scores(paragraph.text, reading, start)
        for figure in used:
            scores[figure] -= _AGAIN  # one paragraph seldom says a figure twice
        agreeing = sorted(
            (each for each in self._candidates if not _difference(reading, each)),
            key=lambda each: scores[each.id],
            reverse=True,
        )
        mark = partial(Mark, paragraph=paragraph.number, reading=reading)
        if agreeing and (reading.value > _SMALL or scores[agreeing[0].id] >= _LITTLE):
            best, *rest = agreeing
            apart = scores[best.id] - (scores[rest[0].id] if rest else 0)
            if scores[best.id] >= _NAMED and apart >= _APART:
                return mark(state="bound", why="words", figure=best.id)
            others = tuple(each.id for each in rest[:3])
            return mark(state="proposed", why="several" if rest else "value", figure=best.id, others=others)
        fitting = (each for each in self._candidates if _same_unit(reading, each))
        first, second = (*sorted(fitting, key=lambda each: -scores[each.id]), None, None)[:2]
        if (
            first
            and scores[first.id] >= _SURE
            and scores[first.id] - (scores[second.id] if second else 0) >= _APART
        ):
            return mark(state="differs", why=_difference(reading, first), figure=first.id)
        return mark(state="unknown", why="none")

    def _scores(self, text: str, reading: Numeral, start: int) -> dict[str, float]:
        """How much of what a figure is called stands near a number, and in its sentence."""
        near = (
            text[max(start, reading.start - _BEFORE) : reading.start]
            + text[reading.end : reading.end + _BEHIND]
        )
        begin = max((each.end() for each in _STOP.finditer(text[: reading.start])), default=0)
        stop = _STOP.search(text, reading.end)
        sentence = text[begin : stop.start() if stop else len(text)]
        here, around = _grams(near, self._words.language), _grams(sentence, self._words.language)
        return {
            each.id: _NEAR * self._share(each, here) + (1 - _NEAR) * self._share(each, around)
            for each in self._candidates
        }

    def _share(self, candidate: _Candidate, grams: frozenset[str]) -> float:
        every = sum(self._weight[each] for each in candidate.grams)
        return sum(self._weight[each] for each in candidate.grams & grams) / every if every else 0.0

    def _named(self, text: str, reading: Numeral) -> str:
        """The name of a thing of the package in which a number stands: 57 in 57中学."""
        for name in self._names:
            at = text.find(name, max(0, reading.start - len(name)))
            while 0 <= at <= reading.start:
                if at + len(name) > reading.start:
                    return name
                at = text.find(name, at + 1)
        return ""

    def _all(self, result: Result, year: int) -> Iterator[_Candidate]:
        figures: list[Figure] = [*self._package.in_year(year)]
        figures += [each for each in result.derived.values() if each.year == year]
        for each in figures:
            if each.quantity:
                yield self._candidate(each, each.quantity)

    def _candidate(self, figure: Figure, quantity: Quantity) -> _Candidate:
        package, words = self._package, self._words
        indicator = package.indicators[figure.indicator]
        said = [words.label(figure, package)]
        if isinstance(figure, Observation):
            said += [
                words.code(name, getattr(figure, name), package)
                for name in DIMENSIONS
                if name != "place" or figure.place != package.place
            ]
            look_ups = (
                package.programmes.get(figure.programme),
                package.schools.get(figure.school),
                package.places.get(figure.place),
            )
            said += [alias for entry in look_ups if entry for alias in entry.aliases]
        unit = words.unit(indicator, package)
        units = [unit]
        if isinstance(figure, Observation):
            units += [each.unit for each in numerals(figure.printed, "zh")]
        if quantity_in_words := list(numerals(words.figure(quantity, indicator, package), words.language)):
            units.append(quantity_in_words[0].unit)
        if unit == "人":
            units += _PERSONS
        return _Candidate(
            id=figure.id,
            figure=figure,
            quantity=quantity,
            grams=_grams(" ".join(said), words.language),
            units=tuple(each for each in dict.fromkeys(units) if each),
            unit=indicator.unit,
        )


def _difference(reading: Numeral, candidate: _Candidate) -> str:
    """In what a number of a text is another than a figure: unit, value or hedge; empty where in nothing."""
    return _other(reading, candidate.quantity) if _same_unit(reading, candidate) else "unit"


def _other(reading: Numeral, known: Quantity) -> str:
    """In what a number of a text is another than a quantity: its value or its hedge."""
    if reading.value == known.value:
        return "" if reading.qualifier == known.qualifier else "hedge"
    rounded = (
        abs(reading.value - known.value) <= reading.resolution / 2 and reading.resolution > known.resolution
    )
    if rounded and reading.qualifier in (known.qualifier, "about"):
        return ""
    return _slip(reading.value, known.value)


def _slip(said: Decimal, known: Decimal) -> str:
    """What kind of slip makes one number of the other: its scale, two digits changed about, one digit."""
    if known and said and said / known in {Decimal(10) ** power for power in (-8, -4, -2, -1, 1, 2, 4, 8)}:
        return "scale"
    one, other = (f"{each.normalize():f}".replace(".", "").strip("0") for each in (said, known))
    if len(one) == len(other):
        apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(apart) == 2 and sorted(one) == sorted(other):
            return "transposed"
        if len(apart) == 1:
            return "digit"
    return "differs"


def _same_unit(reading: Numeral, candidate: _Candidate) -> bool:
    """Whether a number may be of a figure's unit; one without a unit may be of any but a ratio."""
    unit, money = reading.unit, reading.unit.startswith(("元", "RMB"))
    if candidate.unit == "ratio" or unit.startswith("%"):
        return candidate.unit == "ratio" and unit.startswith("%")
    if money or not unit:
        return not unit or candidate.unit.startswith("CNY")
    return unit in candidate.units


def _grams(text: str, language: str) -> frozenset[str]:
    """Pairs of Chinese characters, or words of three letters and more without their ending."""
    if language == "zh":
        runs = re.findall(r"[\u4e00-\u9fff]+", text)
        return frozenset(run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))
    return frozenset(re.sub(r"(ies|es|s|ing|ed)$", "", each) for each in _WORD.findall(text.lower()))


def _names(package: Package, words: Words) -> dict[str, str]:
    """The things whose names have a numeral in them, by every name they go by."""
    tables = (package.schools, package.places, package.programmes, package.entities)
    entries = [entry for table in tables for entry in table.values()]
    named = ((name, entry.id) for entry in entries for name in (words.pick(entry.label), *entry.aliases))
    return {name: entry for name, entry in named if _NUMERAL.search(name)}
