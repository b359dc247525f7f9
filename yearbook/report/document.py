"""The official document: a year's work in the layout of GB/T 9704-2012, as PDF and as a Word file.

Made where the package tells the year's work in prose; one document of ready-made strings feeds both files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from yearbook.about import about, is_released
from yearbook.model import Artifact, Chart, Result
from yearbook.prose import NARRATIVE
from yearbook.report.annex import commitments, not_computed, not_stated, reconciliation, source_block, sources
from yearbook.report.edition import CHAPTERS, Edition
from yearbook.report.faces import ROLES, SANS, Face, faces_of
from yearbook.report.summary import created, tables_of, with_numbers
from yearbook.report.tables import Block
from yearbook.report.typesetter import typeset
from yearbook.report.word import write_word
from yearbook.store import Store
from yearbook.words import Words

_LINES = ("drafted", "checked", "countersigned", "issued", "date")
_TEMPLATE = "templates/report/document.typ"
_SHORT = 12


def make_documents(
    result: Result,
    words: Words,
    charts: Sequence[Chart],  # noqa: ARG001 - an official document has none
    files: Sequence[Artifact],  # noqa: ARG001
    store: Store,
) -> tuple[Artifact, ...]:
    """Return PDF and Word file of every year whose work the publisher tells in this language."""
    editions = (Edition(result, year, words) for year in result.package.years)
    day = result.package.created.date()
    return tuple(paper for each in editions if narrative(each) for paper in make_document(each, store, day))


def narrative(edition: Edition) -> tuple[str, ...]:
    """Return which sections of the work summary the year's prose has, in the order of the document."""
    return tuple(name for name in NARRATIVE if name in edition.prose)


def make_document(edition: Edition, store: Store, built_on: date) -> tuple[Artifact, Artifact]:
    """Return the official document of a year as PDF and as Word file, both from one `compose`."""
    path = f"reports/{edition.package.id}/{edition.year}/document.{edition.words.language}"
    document, day = compose(edition, built_on), created(edition, built_on)
    made_from = (
        f"words/{edition.words.language}.toml",
        *(each.id for each in edition.package.in_year(edition.year)),
        *(each.id for each in edition.derived),
    )
    pdf = typeset(f"{path}.pdf", "document", document, day, store)
    word = write_word(document, day, store)
    return (
        Artifact(path=f"{path}.pdf", body=pdf, made_from=(_TEMPLATE, *made_from)),
        Artifact(path=f"{path}.docx", body=word, made_from=("yearbook/report/word", *made_from)),
    )


def compose(edition: Edition, built_on: date) -> dict[str, Any]:
    """Return the document both files are made from; its date is the package's own."""
    package, words = edition.package, edition.words
    publisher, day = words.pick(package.publisher), created(edition, built_on)
    document: dict[str, Any] = {
        "language": words("html"),
        "title": edition("document.title", publisher=publisher, year=edition.year),
        "author": words.pick(about(package).authors),
        "description": words.pick(package.description),
        "keywords": [publisher, str(edition.year)],
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "watermark": "" if is_released(edition.result) else edition("document.draft"),
        # An official publisher's name may stand in red over its own document; nobody else's ever does.
        "authority": publisher if package.official else "",
        "notice": "" if package.official else edition("notice"),
        "text": list(_text(edition)),
        "annexes": list(_annexes(edition)),
        "annexes_label": edition("document.annexes"),
        "signature": [_signed(edition), words.date(day)],
    }
    chosen = faces_of(words.language)
    document["faces"] = {each.role: each.families for each in chosen}
    # The open face is the one that stands in for what a Word file names.
    document["word_faces"] = {each.role: [each.word, each.behind] for each in chosen}
    document["drawn_bold"] = not chosen[ROLES.index("title")].file
    document["sign_off"] = _sign_off(edition, day, chosen, _characters(document))
    return document


# The text: sections numbered 一、 and their parts （一）, as the standard counts them.


def _text(edition: Edition) -> Iterator[dict[str, str]]:
    for at, name in enumerate(narrative(edition), 1):
        section, number = edition.prose[name], numeral(edition, at)
        yield {"kind": "heading", "text": edition("document.level_1", number=number, title=section.title)}
        yield from _parts(edition, section.text)


def _parts(edition: Edition, text: str) -> Iterator[dict[str, str]]:
    # Headings and what stands between them, by turns; text before the first heading needs none.
    first, *rest = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    yield from _paragraphs(edition, first)
    for at, (title, body) in enumerate(zip(rest[::2], rest[1::2], strict=True), 1):
        (heading,) = edition.paragraphs(title)
        number = numeral(edition, at)
        yield {"kind": "part", "text": edition("document.level_2", number=number, title=heading)}
        yield from _paragraphs(edition, body)


def _paragraphs(edition: Edition, text: str) -> Iterator[dict[str, str]]:
    return ({"kind": "text", "text": each} for each in edition.paragraphs(text))


def numeral(edition: Edition, number: int) -> str:
    """Return 1 to 99 as the language counts headings: 一, 十二, 二十; 1, 12, 20."""
    digits = ["", *edition("numerals").split()]
    if number < len(digits):
        return digits[number]
    if digits[1] == "1":
        return str(number)
    tens, ones = divmod(number, 10)
    return f"{digits[tens] if tens > 1 else ''}{digits[10]}{digits[ones]}"


# Annexes: every table of the year, an annex a topic; an empty one is left out before numbers are given.


def _annexes(edition: Edition) -> Iterator[dict[str, Any]]:
    kept = (each for each in _contents(edition) if each[1])
    for at, (title, blocks) in enumerate(kept, 1):
        yield {
            "mark": edition("document.annex", number=at),
            "number": edition("document.annex_number", number=at),
            "title": title,
            "blocks": with_numbers(edition, at, blocks),
        }


def _contents(edition: Edition) -> Iterator[tuple[str, list[Block]]]:
    for name in CHAPTERS:
        title = edition("document.figures", topic=edition.words(f"tables.{name}"), year=edition.year)
        yield title, list(tables_of(edition, name))
    yield edition("table_titles.reconciliation"), list(reconciliation(edition))
    yield edition("table_titles.not_stated"), list(not_stated(edition))
    yield edition("table_titles.not_computed"), list(not_computed(edition))
    yield edition("table_titles.commitments"), list(commitments(edition))
    yield edition("headings.sources"), [source_block(edition, each) for each in sources(edition)]


def _signed(edition: Edition) -> str:
    authors = edition.words.pick(about(edition.package).authors)
    return authors if edition.package.official else edition("document.compiled", authors=authors)


# The last page: lines to be filled by hand while it is a draft, and always what it was made from.


def _sign_off(edition: Edition, day: date, chosen: Sequence[Face], text: str) -> dict[str, Any]:
    package, state = edition.package, "released" if is_released(edition.result) else "draft"
    rows = {
        "state": edition(f"document.states.{state}"),
        "version": edition("version", version=package.version, date=edition.words.date(day)),
        "fingerprint": package.fingerprint[:_SHORT],
        "relations": _relations(edition),
        "unchecked": edition("document.unchecked", count=_unchecked(edition)),
        "faces": _in_words(edition, chosen, text),
        "word": edition("document.word"),
    }
    return {
        "title": edition(f"document.sign_off.{state}"),
        "lines": [edition(f"document.lines.{each}") for each in _LINES] if state == "draft" else [],
        "terms": [[edition(f"document.about.{name}"), value] for name, value in rows.items()],
    }


def _relations(edition: Edition) -> str:
    verdicts: Counter[str] = Counter(each.code for each in edition.verdicts)
    parts = (
        edition("counted", what=edition.words(f"verdict.{code}"), count=count)
        for code, count in verdicts.items()
    )
    if not verdicts:
        return edition("answers.no_relations")
    return edition("answers.relations", total=verdicts.total(), parts=edition.listed(parts))


def _unchecked(edition: Edition) -> int:
    return sum(each.year == edition.year for each in edition.result.unchecked)


def _in_words(edition: Edition, chosen: Sequence[Face], text: str) -> str:
    """Return which face each part is set in, which stands in for another, and for which characters."""
    said = [face_in_words(edition.words, each) for each in chosen]
    said.append(edition("document.face", role=edition("document.roles.table"), family=SANS))
    lacking = {each.family: each for each in chosen if each.lacks(text)}
    return edition("space").join(
        [
            edition("sentence", items=edition.listed(said)),
            *(
                edition(
                    "document.lacking", family=name, behind=each.behind, characters=" ".join(each.lacks(text))
                )
                for name, each in lacking.items()
            ),
        ]
    )


def face_in_words(words: Words, face: Face) -> str:
    """Return the face of a role, and what it stands in for where the standard names another."""
    told = {"role": words(f"report.document.roles.{face.role}"), "family": face.family}
    if face.file or not face.stands_for:
        return words("report.document.face", **told)
    standard = words(f"report.document.standard.{face.stands_for}")
    return words("report.document.stand_in", standard=standard, **told)


def _characters(value: object) -> str:
    """Return every character of a document, to look for those a face lacks."""
    if isinstance(value, dict):
        return "".join(_characters(each) for each in value.values())
    if isinstance(value, list):
        return "".join(_characters(each) for each in value)
    return value if isinstance(value, str) else ""
