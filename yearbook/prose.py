"""The publisher's own words: Markdown sections with figures bound by id.

A section starts with `## Title {#id}`; a number is always `{{ figure("2018-aid-paid") }}`, never typed. The
sections of the work summary (NARRATIVE) may be parted by headings `### Title`, which need no id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yearbook.calls import CALL, problem_of
from yearbook.model import Package
from yearbook.numerals import Numeral, numerals

ANSWERS = ("how-much", "where-from", "what-changed", "promised", "adds-up", "whom-to-call")
TOPICS = ("funds", "students", "teachers", "provision")
NARRATIVE = ("background", "work", "problems", "next")
_HEADING = re.compile(r"## (?P<title>.+?) \{#(?P<id>[a-z-]+)\}")
_PART = re.compile(r"### (?P<title>\S.*)")
# Calls about one figure each.
_OF_FIGURES = ("figure", "number", "share", "change", "loans")
_YEAR = re.compile(r"(19|20)\d\d")
_OF_YEARS = ("年", "届", "级")
# What a typed number may not be; "a" and "the first" state no number.
_STATEMENTS = ("statistic", "duration", "label")
_SECTIONS = frozenset((*ANSWERS, *TOPICS, *NARRATIVE))
_MARK = re.compile(r"\{#[a-z-]+\}")
_BRACES = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of prose: its id, its title and its Markdown text."""

    id: str
    title: str
    text: str

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of the figures named in the text, in order."""
        calls = CALL.finditer(self.text)
        return tuple(each["value"] for each in calls if each["name"] in _OF_FIGURES)


def sections(text: str) -> tuple[Section, ...]:
    """Return the sections of a prose file in their order; text before the first heading is left out."""
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    split = (part.partition("\n") for part in parts)
    headed = ((_HEADING.fullmatch(head.strip()), body.strip()) for head, _, body in split)
    return tuple(Section(id=head["id"], title=head["title"], text=body) for head, body in headed if head)


@dataclass(frozen=True, slots=True)
class Problem:
    """What breaks the rules of prose: line and column as an editor counts them, and what stands there."""

    line: int
    column: int
    code: str
    value: str


def problems(text: str, package: Package, language: str) -> Iterator[Problem]:
    """Yield a problem for every heading, call or number that breaks the rules."""
    inside = ""
    for at, line in enumerate(text.splitlines(), 1):
        heading = _HEADING.fullmatch(line.strip())
        inside = heading["id"] if heading else inside
        part = _PART.fullmatch(line.strip()) and inside in NARRATIVE
        if line.startswith("#") and not part and not (heading and inside in _SECTIONS):
            yield Problem(at, 1, "unknown_section", line)
        for call in CALL.finditer(line):
            if code := problem_of(call, package):
                yield Problem(at, call.start() + 1, code, call[0])
        rest = typed(line)
        if brace := _BRACES.search(rest):
            yield Problem(at, brace.start() + 1, "malformed_call", line)
        for each in numerals(rest, language):
            if is_statistic(each, package):
                yield Problem(at, each.start + 1, "bare_number", each.text)


def typed(line: str) -> str:
    """Return a line with its calls and the marks of headings blanked out, every other letter in its place."""
    return _MARK.sub(_blank, CALL.sub(_blank, line))


def is_statistic(numeral: Numeral, package: Package) -> bool:
    """Whether a typed number states something; 1916 is no year where a figure is 1,916 and no year has it."""
    if not is_year(numeral):
        one_year = numeral.kind == "duration" and numeral.value == 1  # 上一年, a year
        return numeral.kind in _STATEMENTS and not one_year
    facts = package.observations.values()
    known = any(each.year == numeral.value for each in facts)
    return not known and any(each.quantity and each.quantity.value == numeral.value for each in facts)


def is_year(numeral: Numeral) -> bool:
    """Whether a number is one of a year: in 2018, the 2018 summary; 2018名 is none."""
    measured = not numeral.unit.isascii() and numeral.unit not in _OF_YEARS
    return bool(_YEAR.fullmatch(digits_of(numeral))) and not measured


def digits_of(numeral: Numeral) -> str:
    """Return the digits of a number without what stands around them."""
    first, last = (at - numeral.start for at in numeral.digits)
    return numeral.text[first:last]


def _blank(found: re.Match[str]) -> str:
    # No letter, digit or space: what stands before and after a call is never read as one number.
    return "\ufffc" * len(found[0])
