"""A summary written the old way in, every number of it set against the data.

Numbers that agree by value alone are proposals: nothing is accepted in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from yearbook.draft.document import Paragraph
from yearbook.draft.match import Mark, Matcher
from yearbook.draft.record import recorded
from yearbook.model import Result
from yearbook.words import Words

STATES = ("bound", "proposed", "differs", "unknown", "no_statistic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A draft with a mark for each of its numbers, in their order."""

    year: int
    words: Words
    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many numbers are in each state, in the order of `STATES`."""
        found = Counter(each.state for each in self.marks)
        return {state: found[state] for state in STATES}

    def of(self, paragraph: Paragraph) -> tuple[Mark, ...]:
        """Return the marks of one paragraph."""
        return tuple(each for each in self.marks if each.paragraph == paragraph.number)


def examine_draft(
    paragraphs: Sequence[Paragraph], result: Result, year: int, words: Words, *, by_record: bool = True
) -> Examined:
    """Return every number of a draft with what it is bound to.

    Where a paragraph is one of the publisher's bound prose of that year, with other numbers in it, the prose
    says what each must be. Elsewhere value, unit, hedge and the words near a number propose what it is.
    """
    matcher = Matcher(result, year, words)
    marks: list[Mark] = []
    for each in paragraphs:
        known = recorded(each, result, year, words) if by_record else {}
        marks += matcher.marks(each, known)
    return Examined(year=year, words=words, paragraphs=tuple(paragraphs), marks=tuple(marks))
