"""The statistical booklet (统计年报): the whole record of a publisher as a book of tables.

A publisher whose figures run over three years or more gets one booklet over all of them, with years as
columns, in its last year: a booklet a year would print every series once a year and show none of them. One
with a year or two gets a booklet for each: two columns are no series, and each year has a text of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from yearbook.about import about
from yearbook.model import Artifact, Chart, Result
from yearbook.prose import ANSWERS
from yearbook.report.answers import answers, key_figures
from yearbook.report.booklet_annex import how_to_read
from yearbook.report.booklet_rows import lines_of_years
from yearbook.report.booklet_sections import numbered, sections_of, span_of, topics_of, way_to
from yearbook.report.edition import CHAPTERS, Edition, Span
from yearbook.report.typesetter import typeset
from yearbook.store import Store
from yearbook.words import Words

SERIES_FROM = 3
_ATTACHED = {"json": "application/json", "csv": "text/csv"}
_LEADS = 3


def make_booklets(
    result: Result, words: Words, charts: Sequence[Chart], files: Sequence[Artifact], store: Store
) -> tuple[Artifact, ...]:
    """Return the booklets of a publisher, one over all its years or one for each of at most two."""
    own = [each for each in charts if each.publisher == result.package.id]
    return tuple(_booklet(edition, own, files, store) for edition in editions(result, words))


def editions(result: Result, words: Words) -> tuple[Edition, ...]:
    """Return what there is a booklet of: all years from three years on, else each year."""
    years = result.package.years
    if len(years) >= SERIES_FROM:
        return (Span(result, years[-1], words),)
    return tuple(Edition(result, year, words) for year in years)


def path_of(edition: Edition) -> str:
    """Return where a booklet is published."""
    return f"reports/{edition.package.id}/{edition.year}/yearbook.{edition.words.language}.pdf"


def _booklet(edition: Edition, charts: Sequence[Chart], files: Sequence[Artifact], store: Store) -> Artifact:
    path, shown = path_of(edition), _shown(edition, charts)
    body = typeset(path, "booklet", compose(edition, shown, files), edition.package.created.date(), store)
    figures = (*(each.id for each in edition.rows), *(each.id for each in edition.derived))
    drawn = (f"charts/{each.id}" for each in shown)
    words = f"words/{edition.words.language}.toml"
    return Artifact(path=path, body=body, made_from=("templates/report/booklet.typ", words, *drawn, *figures))


def _shown(edition: Edition, charts: Sequence[Chart]) -> tuple[Chart, ...]:
    if isinstance(edition, Span):
        last: dict[str, Chart] = {each.id: each for each in charts if each.over_years}
        return tuple(last.values())
    return tuple(each for each in charts if each.year == edition.year)


def compose(edition: Edition, charts: Sequence[Chart], files: Sequence[Artifact]) -> dict[str, Any]:
    """Return the document the template prints: every string ready-made, every chapter and table numbered."""
    package, words = edition.package, edition.words
    publisher, day = words.pick(package.publisher), package.created.date()
    title = edition("booklet.title", publisher=publisher, years=span_of(edition))
    sections = numbered(edition, sections_of(edition, charts))
    folder = f"data/{package.id}/"
    data = {each.path.removeprefix(folder): each.body for each in files if each.path.startswith(folder)}
    return {
        "language": words("html"),
        "title": title,
        "author": words.pick(about(package).authors),
        "description": words.pick(package.description),
        "keywords": [publisher, span_of(edition), *(words(f"tables.{each}") for each in topics_of(edition))],
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "head": [publisher, edition("booklet.head", years=span_of(edition))],
        "foot": edition("page_number", page="\0", pages="\0").split("\0"),
        "cover": _cover(edition),
        "named": {
            name: edition(f"booklet.{name}")
            for name in ("reading", "contents", "chapters", "list", "continued", "key", "note", "colophon")
        },
        "reading": how_to_read(edition),
        "panel": _panel(edition),
        "answers_title": edition("answers_title"),
        "answers": _answers(edition),
        "sections": sections,
        "tables": sum(each["kind"] == "table" for section in sections for each in section["blocks"]),
        "colophon": _colophon(edition, data),
        "attachments": _attachments(edition, data),
    }


def _cover(edition: Edition) -> dict[str, Any]:
    package, words = edition.package, edition.words
    years = [package.years[0], package.years[-1]] if isinstance(edition, Span) else [edition.year]
    return {
        "publisher": words.pick(package.publisher),
        "title": edition("booklet.name"),
        "years": [str(each) for each in years],
        "about": edition("booklet.of", title=words.pick(package.title)),
        "version": edition(
            "booklet.version", version=package.version, date=words.date(package.created.date())
        ),
        "notice": about(package).notice(words),
    }


def _panel(edition: Edition) -> list[dict[str, str]]:
    """Return the key figures: over several years the latest of what was measured most often in each topic."""
    if not isinstance(edition, Span):
        return key_figures(edition)
    return [each for topic in CHAPTERS for each in _latest(edition, topic)]


def _latest(edition: Edition, topic: str) -> Iterator[dict[str, str]]:
    package = edition.package
    broad = [
        each
        for each in lines_of_years(edition, topic)
        if each.fact.status != "derived" and set(each.fact.codes) <= {"_T", "_Z", package.place}
    ]
    broad.sort(key=lambda each: (-each.fact.year, -len(each.points)))
    for line in broad[:_LEADS]:
        label = edition.label(line.fact)
        yield {
            "figure": edition.figure(line.points[-1].figure),
            "label": edition("booklet.latest", label=label, year=line.fact.year),
        }


def _answers(edition: Edition) -> list[dict[str, str]]:
    """Return the questions with their answers, of the last year whose prose answers them."""
    if not isinstance(edition, Span):
        return answers(edition)
    return [_last_answer(edition, at, name) for at, name in enumerate(ANSWERS)]


def _last_answer(edition: Span, at: int, name: str) -> dict[str, str]:
    years = [Edition(edition.result, year, edition.words) for year in reversed(edition.package.years)]
    written = next((each for each in years if name in each.prose), None)
    if written is None:
        return answers(edition)[at]
    return _dated(answers(written)[at], written)


def _dated(answer: dict[str, str], edition: Edition) -> dict[str, str]:
    said = edition("booklet.asked", question=answer["question"], year=edition.year)
    return {**answer, "question": said}


def _colophon(edition: Edition, data: dict[str, bytes]) -> dict[str, Any]:
    package, words, facts = edition.package, edition.words, about(edition.package)
    prints = {name: data[name] for name in (f"{package.id}.zip", "datapackage.json") if name in data}
    rows = {
        "publisher": words.pick(package.publisher),
        "compiler": words.pick(facts.authors),
        "version": edition(
            "booklet.version", version=package.version, date=words.date(package.created.date())
        ),
        "notice": facts.notice(words),
        "licence": facts.licence(words),
        "cite": facts.citation(
            words, edition("booklet.title", publisher="", years=span_of(edition)).lstrip(": "), ""
        ),
        "contact": answers(edition)[-1]["answer"],
        "print": edition("booklet.printed"),
    }
    hashes = [[name, sha256(body).hexdigest()] for name, body in prints.items()]
    return {
        "rows": [[edition(f"booklet.about.{name}"), value] for name, value in rows.items() if value],
        "hashes_title": edition("booklet.hashes"),
        "hashes": hashes,
        "web": way_to(edition, f"{package.id}/"),
    }


def _attachments(edition: Edition, data: dict[str, bytes]) -> list[dict[str, str]]:
    """Return the whole data package as text files: the descriptor and every table it names."""
    titles = {f"{each.name}.csv": edition.words.pick(each.title) for each in edition.package.tables}
    return [
        {
            "name": name,
            "text": body.decode(),
            "type": _ATTACHED[name.rpartition(".")[2]],
            "description": titles.get(name) or edition("booklet.attached", name=name),
        }
        for name, body in data.items()
        if name.rpartition(".")[2] in _ATTACHED
    ]
