"""What the publisher's bound prose says of a paragraph: which figure stands at which of its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from yearbook.calls import pieces
from yearbook.draft.document import Paragraph
from yearbook.model import Result
from yearbook.numerals import numerals
from yearbook.prose import sections
from yearbook.words import Words

_ALIKE = 0.8
_GAP = "\ufffc"
_SPACE = re.compile(r"\s+")


def recorded(paragraph: Paragraph, result: Result, year: int, words: Words) -> dict[int, str]:
    """Return the figures of a paragraph by the place of their number, from the paragraph of the prose it is.

    Both are laid over one another with their numbers taken out, so that a changed number changes nothing;
    nothing where no paragraph of the prose is alike.
    """
    masked, places = _masked(paragraph.text, words.language)
    best: tuple[float, dict[int, str]] = (_ALIKE, {})
    for text, bound in _known(result, year, words):
        laid = SequenceMatcher(None, masked, text, autojunk=False)
        if laid.real_quick_ratio() >= best[0] and laid.quick_ratio() >= best[0] and laid.ratio() >= best[0]:
            best = (laid.ratio(), _paired(laid, places, bound))
    return best[1]


def _paired(laid: SequenceMatcher[str], places: dict[int, int], bound: dict[int, str]) -> dict[int, str]:
    found = {}
    for one, other, length in laid.get_matching_blocks():
        for at in range(length):
            if one + at in places and bound.get(other + at):
                found[places[one + at]] = bound[other + at]
    return found


def _masked(text: str, language: str) -> tuple[str, dict[int, int]]:
    """The text with a sign for each number, and where each sign's number stood."""
    parts, places, at, size = [], {}, 0, 0
    for each in numerals(text, language):
        between = _SPACE.sub("", text[at : each.start])
        size += len(between)
        places[size] = each.start
        parts += [between, _GAP]
        size, at = size + 1, each.end
    return "".join([*parts, _SPACE.sub("", text[at:])]), places


def _known(result: Result, year: int, words: Words) -> Iterator[tuple[str, dict[int, str]]]:
    """Every paragraph of the prose with its numbers taken out, and the figure at each of them."""
    for section in sections(result.package.prose.get((year, words.language), "")):
        for text in re.split(r"\n\s*\n", section.text):
            whole, spans = "", []
            for piece in pieces(text, result, words):
                spans.append((len(whole), piece.id if piece.kind in ("figure", "derived") else ""))
                whole += piece.text
            masked, places = _masked(whole, words.language)
            # Of two numbers in the words of a call (12.7 students to 1 teacher) the first is the figure.
            first: dict[tuple[int, str], int] = {}
            for sign, place in places.items():
                said = next((each for each in reversed(spans) if each[0] <= place), (0, ""))
                first.setdefault(said, sign)
            yield masked, {sign: figure for (_, figure), sign in first.items()}
