"""A result in, its papers out: PDF typeset by Typst, Word files, a maker for each kind of paper.

The only module that imports typst, and python-docx for what is published. A template reads one JSON document:
text of a package is only ever text.
"""

from __future__ import annotations

from collections.abc import Sequence

from yearbook.model import Artifact, Chart, Result
from yearbook.report.document import make_documents
from yearbook.report.faces import faces_of
from yearbook.report.summary import make_summaries
from yearbook.store import Store
from yearbook.words import Words

MAKERS = (make_summaries, make_documents)


def make_reports(
    result: Result, words: Words, charts: Sequence[Chart], files: Sequence[Artifact], store: Store
) -> tuple[Artifact, ...]:
    """Return every paper of a publisher in one language, under `reports/<publisher>/`."""
    return tuple(paper for make in MAKERS for paper in make(result, words, charts, files, store))


def faces_used(words: Words) -> str:
    """Return the families official documents are set in, in the order of title, text and headings."""
    return ", ".join(dict.fromkeys(each.family for each in faces_of(words.language)))
