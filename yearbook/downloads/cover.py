"""The first sheet of the workbook: what this is, whose, under which licence, how to cite it, what follows."""

from __future__ import annotations

from dataclasses import dataclass

from yearbook.about import About
from yearbook.downloads.sheets import Sheet, both, titled
from yearbook.model import Text
from yearbook.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The cover as plain texts, `created` an ISO 8601 day; each term with its wording in every language."""

    sheet: str
    title: str
    subtitle: str
    author: str
    created: str
    terms: tuple[tuple[str, ...], ...]
    contents_header: tuple[str, ...]
    contents: tuple[tuple[str, str, str, int], ...]


def cover_of(facts: About, sheets: tuple[tuple[Sheet, Text], ...], all_words: tuple[Words, ...]) -> Cover:
    """Return the cover of a workbook of sheets, each given with its title."""
    package = facts.package
    terms = {
        "publisher": [words.pick(package.publisher) for words in all_words],
        "about": [words.pick(package.description) for words in all_words],
        "notice": [facts.notice(words) for words in all_words],
        "version": [f"{package.version}  {facts.created[:10]}"],
        "licence": [facts.licence(words) for words in all_words],
        "citation": [facts.citation(words) for words in all_words],
        "reading": [words("downloads.workbook.how_to_read") for words in all_words],
    }
    return Cover(
        sheet=titled("cover", all_words),
        title=package.title["zh"],
        subtitle=package.title["en"],
        author=facts.authors["zh"],
        created=package.created.date().isoformat(),
        terms=tuple((both(key, all_words), *texts) for key, texts in terms.items() if any(texts)),
        contents_header=(both("sheet", all_words), *_titles(all_words), both("rows", all_words)),
        contents=tuple((sheet.name, title["zh"], title["en"], len(sheet.rows)) for sheet, title in sheets),
    )


def _titles(all_words: tuple[Words, ...]) -> tuple[str, ...]:
    return tuple(words("downloads.workbook.title") for words in all_words)
