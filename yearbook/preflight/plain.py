"""Plain text: what may stand in it, how it is echoed, and the problems it can have."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from yearbook.model import Finding, Severity, Where
from yearbook.preflight.personal import kinds_in

MASK = "███"

_BIDI = frozenset(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_TAG = re.compile(r"<[A-Za-z/!?][^<>\s]{0,20}>?")
_SCRIPT = re.compile(r"(?:javascript|vbscript)\s*:|data\s*:\s*[\w.+-]*(?:/[\w.+-]*)?\s*[;,]", re.IGNORECASE)
_NO_PLAIN_CHARACTER = re.compile(r"[^\x20-\x7e\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]")


class Problem(NamedTuple):
    """What is wrong with a text: the code of a finding and its details."""

    code: str
    details: tuple[tuple[str, str], ...]

    def at(
        self, file: str = "", row: int | None = None, column: str = "", severity: Severity = "must_fix"
    ) -> Finding:
        """Return it as a finding at a place, the place fit to be shown too."""
        where = Where(file="/".join(map(_shown_name, file.split("/"))), row=row, column=shown(column))
        return Finding(code=self.code, where=where, severity=severity, details=self.details)


def shown(text: str, limit: int = 40) -> str:
    """Return a text fit to be echoed: short, its invisible characters visible, nothing personal in it."""
    if kinds_in(text):
        return MASK
    visible = "".join(each if _kind(each) == "" else f"U+{ord(each):04X}" for each in text[: limit + 1])
    return visible if len(text) <= limit and len(visible) <= 2 * limit else visible[:limit] + "…"


def _shown_name(name: str) -> str:
    """A file name fit to be shown; of one with something personal in it only what kind of file it is."""
    ending = re.search(r"\.[a-z]{1,5}$", name)
    masked = shown(name, 80)
    return masked + ending[0] if masked == MASK and ending else masked


def problem(code: str, **details: object) -> Problem:
    """Return a problem; details that come from the package must have gone through `shown`."""
    return Problem(code, tuple((name, str(value)) for name, value in details.items()))


def character_problems(text: str) -> Iterator[Problem]:
    """Yield one problem for each kind of character that must not stand in any text."""
    kinds: set[str] = set()
    for at in _NO_PLAIN_CHARACTER.finditer(text):
        kind = _kind(at[0])
        if kind and kind not in kinds:
            kinds.add(kind)
            yield problem(kind, character=f"U+{ord(at[0]):04X}", position=at.start() + 1)


def markup_problems(text: str) -> Iterator[Problem]:
    """Yield a problem when a text would act as markup or script instead of being read."""
    at = _TAG.search(text) or _SCRIPT.search(html.unescape(text) if "&" in text else text)
    if at:
        yield problem("markup", value=shown(text), markup=shown(at.group()))


def personal_problems(text: str, *, is_number: bool = False) -> Iterator[Problem]:
    """Yield a problem for each kind of personal data in a text, without the data."""
    for code in kinds_in(text, is_number=is_number):
        yield problem(code)


def _kind(character: str) -> str:
    """The code of the finding for a character that must not stand in a text; empty for the others."""
    number = ord(character)
    if character == "\ufffd":
        return "character_lost"
    if character in _BIDI:
        return "character_bidi"
    if 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE:
        return "character_control"
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp" | "Cs":
            return "character_control"
        case "Cf":
            return "character_invisible"
        case "Co":
            return "character_private"
    return ""
