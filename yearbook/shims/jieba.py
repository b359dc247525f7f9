"""Stands in for jieba when the site engine indexes Chinese pages: rjieba, cut at every word boundary.

The theme calls nothing but `jieba.cut(bytes)`. The finest partition finds 学生 inside 贫困学生, which
jieba's own longest words miss.
"""

from __future__ import annotations

from itertools import pairwise

import rjieba


def cut(text: bytes) -> list[str]:
    """Return the shortest words a text divides into, in order, with nothing left out."""
    plain = text.decode("utf-8")
    ends = {end for _, *span in rjieba.tokenize(plain, "search") for end in span}
    return [plain[start:end] for start, end in pairwise(sorted(ends | {0, len(plain)}))]
