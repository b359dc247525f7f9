"""What was found in a draft, for the screen and as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from yearbook.draft import STATES, Examined
from yearbook.draft.document import Paragraph
from yearbook.draft.match import Mark
from yearbook.model import Derived, Observation, Result
from yearbook.words import Words

_AROUND = 12


def lines_of(examined: Examined, result: Result, words: Words) -> Iterator[str]:
    """Yield a line for each number to look at, those that differ first, and what the others come to."""
    paragraphs = {each.number: each for each in examined.paragraphs}
    for state in ("differs", "unknown", "proposed"):
        for mark in (each for each in examined.marks if each.state == state):
            paragraph = paragraphs[mark.paragraph]
            where = words("draft.where", paragraph=mark.paragraph, position=mark.reading.start + 1)
            yield f"[{words(f'draft.state.{state}')}] {where}  {_around(paragraph, mark)}"
            yield f"    {said(mark, result, words)}"
    counts = (f"{words(f'draft.state.{state}')} {count}" for state, count in examined.counts.items())
    yield words("draft.counts", counts=words("patterns.list").join(counts))


def said(mark: Mark, result: Result, words: Words) -> str:
    """Return what a mark tells: why, the figure as the data have it, and other candidates."""
    parts = [words(f"draft.why.{mark.why}", name=mark.name)]
    if mark.figure:
        parts.append(words("draft.data", figure=mark.figure, said=figure_said(mark.figure, result, words)))
    others = (words("draft.data", figure=each, said=figure_said(each, result, words)) for each in mark.others)
    if listed := words("draft.joint").join(others):
        parts.append(words("draft.others", others=listed))
    return words("report.space").join(parts)


def figure_said(figure: str, result: Result, words: Words) -> str:
    """Return a figure with what it is, as the data have it."""
    package = result.package
    found: Observation | Derived = package.observations.get(figure) or result.derived[figure]
    assert found.quantity is not None, "a figure without a value is no candidate"
    number = words.figure(found.quantity, package.indicators[found.indicator], package)
    return words("draft.labelled", label=words.label(found, package), number=number)


def page_of(
    examined: Examined, result: Result, languages: tuple[Words, ...], title: str, templates: Path
) -> str:
    """Return the report as one page of HTML: the draft with its numbers marked, and what each is."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("draft.html.j2").render(
        title=title,
        languages=languages,
        own=examined.words,
        states=STATES,
        counts=examined.counts,
        publisher=result.package.publisher,
        year=examined.year,
        paragraphs=[(each, list(_pieces(each, examined.of(each)))) for each in examined.paragraphs],
        said=lambda mark, words: said(mark, result, words),
    )


def _pieces(paragraph: Paragraph, marks: tuple[Mark, ...]) -> Iterator[tuple[str, Mark | None]]:
    """The text of a paragraph cut at its numbers."""
    at = 0
    for mark in marks:
        start, end = mark.reading.start, mark.reading.start + len(mark.reading.text)
        if start >= at:
            yield paragraph.text[at:start], None
            yield paragraph.text[start:end], mark
            at = end
    yield paragraph.text[at:], None


def _around(paragraph: Paragraph, mark: Mark) -> str:
    start, end = mark.reading.start, mark.reading.start + len(mark.reading.text)
    text = paragraph.text
    return f"…{text[max(0, start - _AROUND) : start]}【{text[start:end]}】{text[end : end + _AROUND]}…"
