"""The publisher's own words: Markdown sections with figures bound by id.

A section starts with `## Title {#id}`; a number is always `{{ figure("2018-aid-paid") }}`, never typed. The
sections of the work summary (NARRATIVE) may be parted by headings `### Title`, which need no id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yearbook.model import Package

ANSWERS = ("how-much", "where-from", "what-changed", "promised", "adds-up", "whom-to-call")
TOPICS = ("funds", "students", "teachers", "provision")
NARRATIVE = ("background", "work", "problems", "next")
CALLS = ("figure", "number", "count", "verdicts")
COUNTS = (
    "observations",
    "relations",
    "commitments",
    "participations",
    "schools",
    "programmes",
    "places",
    "entities",
    "sources",
)

CALL = re.compile(r'\{\{\s*(?P<name>\w+)\("(?P<value>[^"]*)"\)\s*\}\}')
_HEADING = re.compile(r"## (?P<title>.+?) \{#(?P<id>[a-z-]+)\}")
_PART = re.compile(r"### (?P<title>\S.*)")
_SECTIONS = frozenset((*ANSWERS, *TOPICS, *NARRATIVE))
_NUMERAL = re.compile(r"\d[\d,.]*")
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of prose: its id, its title and its Markdown text."""

    id: str
    title: str
    text: str

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of the figures named in the text, in order."""
        return tuple(
            each["value"] for each in CALL.finditer(self.text) if each["name"] in ("figure", "number")
        )


def sections(text: str) -> tuple[Section, ...]:
    """Return the sections of a prose file in their order; text before the first heading is left out."""
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    split = (part.partition("\n") for part in parts)
    headed = ((_HEADING.fullmatch(head.strip()), body.strip()) for head, _, body in split)
    return tuple(Section(id=head["id"], title=head["title"], text=body) for head, body in headed if head)


def problems(text: str, package: Package) -> Iterator[tuple[int, str, str]]:
    """Yield line, code and what stands there for every heading, call or number that breaks the rules."""
    inside = ""
    for at, line in enumerate(text.splitlines(), 1):
        heading = _HEADING.fullmatch(line.strip())
        inside = heading["id"] if heading else inside
        part = _PART.fullmatch(line.strip()) and inside in NARRATIVE
        if line.startswith("#") and not part and not (heading and inside in _SECTIONS):
            yield at, "unknown_section", line
        for call in CALL.finditer(line):
            yield from ((at, code, call[0]) for code in _call_problem(call["name"], call["value"], package))
        rest = re.sub(r"\{#[a-z-]+\}", "", CALL.sub("", line))
        if "{{" in rest or "}}" in rest:
            yield at, "malformed_call", line
        for numeral in _NUMERAL.finditer(rest):
            if not _is_year(numeral[0].rstrip(".,"), package):
                yield at, "bare_number", numeral[0]


def _is_year(numeral: str, package: Package) -> bool:
    """Whether a number is a year; 1916 is none where a figure is 1,916 and the package has no such year."""
    if not _YEAR.fullmatch(numeral):
        return False
    facts = package.observations.values()
    own = any(each.year == int(numeral) for each in facts)
    return own or not any(each.quantity and each.quantity.value == int(numeral) for each in facts)


def _call_problem(name: str, value: str, package: Package) -> Iterator[str]:
    if name not in CALLS:
        yield "malformed_call"
    elif name in ("figure", "number"):
        derived = {row["id"] for row in package.derivations}
        fact = package.observations.get(value)
        if value not in derived and (fact is None or fact.quantity is None):
            yield "unknown_figure_in_prose"
    elif value not in (COUNTS if name == "count" else ("holds", "rounding", "fails", "open")):
        yield "malformed_call"
