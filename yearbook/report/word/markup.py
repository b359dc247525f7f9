"""WordprocessingML as text: the one door to python-docx's elements."""

from __future__ import annotations

import unicodedata
from typing import Any

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MICROSOFT = "urn:schemas-microsoft-com"
NAMES = f'xmlns:w="{WORD}" xmlns:v="{_MICROSOFT}:vml" xmlns:o="{_MICROSOFT}:office:office"'


def element(text: str) -> Any:
    """Return markup as an element the library knows; it must declare its `NAMES`."""
    from docx.oxml.parser import parse_xml

    return parse_xml(text)


def width(words: str) -> float:
    """Return how wide words are in characters: a Chinese one counts one, a Latin one half."""
    return sum(1 if unicodedata.east_asian_width(each) in "WF" else 0.5 for each in words)
