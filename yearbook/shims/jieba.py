"""Stands in for jieba when the site engine indexes Chinese pages: rjieba, cut into many short words.

The theme calls nothing but `jieba.cut(bytes)`. Short words find 学生 inside 贫困学生, which jieba's own
longest words miss; cutting wherever some word ends would tear 教师 apart inside 专任教师, 任教 being a word.
"""

from __future__ import annotations

import rjieba

# A way to divide the text up to some place: the number of single characters, minus the number of words, and
# where each word starts; the least is the best.
_Way = tuple[int, int, tuple[int, ...]]


def cut(text: bytes) -> list[str]:
    """Return the words a text divides into, nothing left out: few single characters, then many words."""
    plain = text.decode("utf-8")
    spans = {tuple(span) for _, *span in rjieba.tokenize(plain, "search")} | {
        (at, at + 1) for at in range(len(plain))
    }
    best: list[_Way] = [(0, 0, ())]
    for end in range(1, len(plain) + 1):
        best.append(min(_further(best[start], start, end) for start in range(end) if (start, end) in spans))
    starts = best[-1][2]
    return [plain[start:end] for start, end in zip(starts, (*starts[1:], len(plain)), strict=True)]


def _further(way: _Way, start: int, end: int) -> _Way:
    singles, words, starts = way
    return (singles + (end - start == 1), words - 1, (*starts, start))
