"""How well the words around a number name a figure: shared pairs of characters, or shared English words.

Rare ones count more than common ones, as in K. Spärck Jones (1972); so do those that stand nearer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt

from yearbook.model import DIMENSIONS, Derived, Observation, Package
from yearbook.numerals import Numeral
from yearbook.words import Words

SENTENCE_END = re.compile(r"[。；;！？!?]|\.(?=\s|$)")
# How much a word counts: beside the number, in its clause, in its sentence, earlier in the paragraph.
_NEAR, _CLAUSE, _SENTENCE, _EARLIER = 1.0, 0.7, 0.4, 0.2
_BREAK = re.compile(r"[，,、：:（(）)]|" + SENTENCE_END.pattern)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z]{2,}")

# For each part of a figure's name (indicator, stage, programme ...) the pieces of every wording of it.
Name = tuple[tuple[frozenset[str], ...], ...]


def around(text: str, at: int, numbers: Sequence[Numeral], language: str) -> dict[str, float]:
    """Return the pieces that stand around the number `at` of a paragraph, each with how much it counts."""
    number = numbers[at]
    begin = max((each.end() for each in SENTENCE_END.finditer(text, 0, number.start)), default=0)
    clause = text[max(begin, numbers[at - 1].end if at else 0) : number.start]
    breaks = (each.end() for each in _BREAK.finditer(clause.rstrip("，,、（( ")))
    behind = text[number.end : numbers[at + 1].start if at + 1 < len(numbers) else len(text)]
    near = f"{clause[max(breaks, default=0) :]}|{number.unit}|{_BREAK.split(behind, maxsplit=1)[0]}"
    before, sentence = text[: number.start], text[begin : number.start]
    weights: dict[str, float] = {}
    for said, weight in ((before, _EARLIER), (sentence, _SENTENCE), (clause, _CLAUSE), (near, _NEAR)):
        weights |= dict.fromkeys(_pieces(said, language), weight)
    return weights


def name_of(figure: Observation | Derived, package: Package, words: Words) -> Name:
    """Return what names a figure: its indicator, the labels and aliases of its dimensions."""
    said = _said(figure, package, words)
    return tuple(tuple(filter(None, (_pieces(each, words.language) for each in part))) for part in said)


def _pieces(text: str, language: str) -> frozenset[str]:
    """What is compared of a text: pairs of characters, or words without their plural."""
    if language == "zh":
        runs = _HAN.findall(text)
        return frozenset(run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))
    return frozenset(each.removesuffix("s") for each in _WORD.findall(text.lower()))


def _said(figure: Observation | Derived, package: Package, words: Words) -> Iterator[tuple[str, ...]]:
    if isinstance(figure, Derived):
        yield (words.pick(figure.label),)
        return
    yield _with_short(words.pick(package.indicators[figure.indicator].label))
    tables = {"place": package.places, "school": package.schools, "programme": package.programmes}
    for dimension in DIMENSIONS:
        code = getattr(figure, dimension)
        label = words.code(dimension, code, package)
        if label and (dimension, code) != ("place", package.place):
            entry = tables.get(dimension, {}).get(code)
            yield (*_with_short(label), *(entry.aliases if entry else ()))


def _with_short(label: str) -> tuple[str, ...]:
    """A label as it is, and without what stands in brackets."""
    return tuple(dict.fromkeys((label, re.sub(r"[（(].*?[）)]", "", label))))


class Rarity:
    """What a piece is worth: the less, the more figures it names."""

    def __init__(self, names: Iterable[Name]) -> None:
        every = (frozenset(piece for part in name for one in part for piece in one) for name in names)
        seen = Counter(piece for each in every for piece in each)
        self._worth = {piece: 1 / sqrt(1 + count) for piece, count in seen.items()}

    def score(self, name: Name, weights: Mapping[str, float]) -> float:
        """Return how well some words name a figure, from 0 to 1: the mean over the parts of its name."""
        parts = [max((self._share(each, weights) for each in part), default=0.0) for part in name]
        return sum(parts) / len(parts) if parts else 0.0

    def _share(self, wording: frozenset[str], weights: Mapping[str, float]) -> float:
        found = sum(self._worth[each] * weights.get(each, 0.0) for each in wording)
        return found / sum(self._worth[each] for each in wording)
