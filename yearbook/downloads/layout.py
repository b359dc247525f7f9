"""How wide a column and how high a row must be: not every program works it out itself."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from unicodedata import east_asian_width

from yearbook.downloads.sheets import Column

WIDEST, NARROWEST = 46, 7
# How wide a sheet of paper may be and still be read.
PAPER = 5 * WIDEST
_CHARACTER, _LETTER = 2.1, 1.0


def width_of(column: Column, texts: list[str]) -> float:
    """Return a width for every cell of a column, and its header beside the filter button in two lines."""
    header = max(length_of(word) for word in column.header.split()) + 4
    longest = max((length_of(line) for text in texts for line in text.splitlines()), default=0)
    separators = longest // 3 if column.type == "number" else 0
    return min(WIDEST, max(NARROWEST, header, longest + separators + 2))


def papers_of_width(widths: Iterable[float]) -> int:
    """Return over how many sheets of paper side by side a wide table goes, each large enough to read."""
    return ceil(sum(widths) / PAPER)


def length_of(text: str) -> float:
    """Return the width of a text in digits of the default font; a Chinese character takes two."""
    if text.isascii():
        return _LETTER * len(text)
    return sum(_CHARACTER if east_asian_width(each) in "WFA" else _LETTER for each in text)


def height_of(texts: list[str], width: float) -> float:
    """Return the height in points of a row of wrapped texts; not every program works it out itself."""
    lines = [sum(max(1, ceil(length_of(line) / (width - 1))) for line in text.splitlines()) for text in texts]
    return 15.0 * max([1, *lines])
