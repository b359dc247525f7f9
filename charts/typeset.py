"""Words measured with the real font and broken into lines as Chinese and English break them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags

# The page shows another font than the one measured (PingFang, YaHei, Helvetica): a little room is kept for
# it, and more for the title, which a page sets bold.
SLACK, TITLE_SLACK = 1.05, 1.12

# What must stay in one piece: Latin words, dates, and numbers with their hedge, scale and measure word.
_PIECES = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?"
    r"|(?:RMB |[约近])?\d[\d.,]*余?[万亿]{0,2}余?(?:[%％]|人次|元/人|[元人个所名节次件套项条年校]|平方米)?"
    r"|[A-Za-zÀ-ɏ][\w'’-]*|[ \t]+|."
)
_NEVER_FIRST = frozenset("\u00a0,.;:!?%)]}、。，；：！？％）》〉」』】”’…·")
_NEVER_LAST = frozenset("\u00a0([{（《〈「『【“‘")
_LONGEST = 30
_PAUSES, _OPENINGS = frozenset(",.;:!?、。，；：！？"), frozenset("(（")
# What it costs a title to break a line inside a clause, against the square of the empty share of a line.
_INSIDE_A_CLAUSE = 0.12


class Typesetter:
    """Measures and breaks lines in one font file."""

    def __init__(self, font: Path) -> None:
        self.font = font

    def properties(self, size: float) -> FontProperties:
        """Return the font as matplotlib names it."""
        return FontProperties(fname=str(self.font), size=size)

    def width(self, text: str, size: float) -> float:
        """Return how wide a line is, in units, with room for a wider font."""
        return sum(_width(self.font, each) for each in _pieces(text)) * size / 100 * SLACK

    def wrap(self, text: str, size: float, room: float, *, title: bool = False) -> list[str]:
        """Return the fewest lines that fit and, of those, the most even ones that break at pauses."""
        slack = TITLE_SLACK if title else SLACK
        return _even(
            _pieces(text), [_width(self.font, each) * size / 100 * slack for each in _pieces(text)], room
        )


def _even(pieces: tuple[str, ...], widths: list[float], room: float) -> list[str]:
    """Break by dynamic programming over pieces: Knuth and Plass, Breaking paragraphs into lines (1981)."""
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for stop in range(1, len(pieces) + 1):
        choices = []
        for start in range(stop):
            used = sum(widths[start:stop]) - (widths[stop - 1] if pieces[stop - 1].isspace() else 0)
            if used <= room or start == stop - 1:
                cost = ((room - used) / room) ** 2 + (0 if _pauses(pieces, stop) else _INSIDE_A_CLAUSE)
                choices.append((best[start][0] + 1, best[start][1] + cost, start))
        best.append(min(choices))
    lines, stop = [], len(pieces)
    while stop:
        start = best[stop][2]
        lines.append("".join(pieces[start:stop]).strip())
        stop = start
    return lines[::-1]


def _pauses(pieces: tuple[str, ...], stop: int) -> bool:
    before = "".join(pieces[:stop]).rstrip()
    return stop == len(pieces) or before[-1:] in _PAUSES or pieces[stop][0] in _OPENINGS


@cache
def _pieces(text: str) -> tuple[str, ...]:
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        if pieces and (
            piece[0] in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST or _is_one_word(pieces[-1], piece)
        ):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return tuple(part for piece in pieces for part in _cut(piece))


def _cut(piece: str) -> list[str]:
    """Cut what is too long for any line, such as an address."""
    return [piece[at : at + _LONGEST] for at in range(0, len(piece), _LONGEST)]


def _is_one_word(before: str, piece: str) -> bool:
    return before.isascii() and piece.isascii() and not before[-1].isspace() and not piece[0].isspace()


@cache
def _width(font: Path, text: str) -> float:
    face = get_font(str(font))
    face.set_size(100, 72)
    # The advance widths, not the ink: a space at the end of a piece counts.
    return (
        float(sum(face.load_char(ord(each), flags=LoadFlags.NO_HINTING).linearHoriAdvance for each in text))
        / 65536
    )
