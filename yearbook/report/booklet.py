"""The statistical booklet (统计年报): the whole record of a publisher as a book of tables.

A publisher whose figures run over three years or more gets one booklet over all of them, with years as
columns, in its last year: a booklet a year would print every series once a year and show none of them. One
with a year or two gets a booklet for each: two columns are no series, and each year has a text of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from yearbook.about import about
from yearbook.model import (
    LANGUAGES_FIRST,
    Artifact,
    Chart,
    Commitment,
    Derived,
    Observation,
    Result,
    Verdict,
)
from yearbook.pages.answers import page_code
from yearbook.pages.views import besides, by_entry
from yearbook.prose import ANSWERS
from yearbook.report.annex import commitments, not_computed, not_stated
from yearbook.report.answers import answers, key_figures
from yearbook.report.booklet_annex import (
    beside_table,
    dictionary_table,
    how_to_read,
    reconciliation_tables,
    source_table,
)
from yearbook.report.booklet_rows import lines_of_years
from yearbook.report.booklet_tables import (
    table_of_derived,
    table_of_entries,
    table_of_figures,
    tables_of_years,
)
from yearbook.report.edition import CHAPTERS, Edition
from yearbook.report.qr import address_of, qr_svg
from yearbook.report.summary import loans_apart
from yearbook.report.tables import Block, text
from yearbook.report.typesetter import typeset
from yearbook.store import Store
from yearbook.words import Words

SERIES_FROM = 3
_ATTACHED = {"json": "application/json", "csv": "text/csv"}
_LEADS = 3


@dataclass(frozen=True, slots=True)
class Span(Edition):
    """An edition over all years of a publisher; `year` is the last."""

    @property
    def rows(self) -> tuple[Observation, ...]:
        """Every row of every year."""
        return tuple(self.package.observations.values())

    @property
    def promised(self) -> tuple[Commitment, ...]:
        """Everything promised."""
        return self.package.commitments

    @property
    def derived(self) -> tuple[Derived, ...]:
        """What was computed, or refused."""
        return tuple(self.result.derived.values())

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every verdict."""
        return self.result.verdicts


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
    title = edition("booklet.title", publisher=publisher, years=_span(edition))
    sections = _numbered(edition, _sections(edition, charts))
    folder = f"data/{package.id}/"
    data = {each.path.removeprefix(folder): each.body for each in files if each.path.startswith(folder)}
    return {
        "language": words("html"),
        "title": title,
        "author": publisher,
        "description": words.pick(package.description),
        "keywords": [publisher, _span(edition), *(words(f"tables.{each}") for each in _topics(edition))],
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "head": [publisher, edition("booklet.head", years=_span(edition))],
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


def _span(edition: Edition) -> str:
    first, last = edition.package.years[0], edition.package.years[-1]
    if isinstance(edition, Span):
        return edition("booklet.years", first=first, last=last)
    return edition("booklet.year", year=edition.year)


def _topics(edition: Edition) -> list[str]:
    return [each for each in CHAPTERS if edition.of(each)]


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


# Sections: each is a heading, an address on the site and its blocks; one without blocks is left out.

Section = tuple[str, str, list[Block]]


def _sections(edition: Edition, charts: Sequence[Chart]) -> Iterator[Section]:
    home, year = edition.package.id, edition.year
    for topic in _topics(edition):
        drawn = [each for each in charts if each.topic == topic]
        blocks = [*_lead(edition, topic), *_charts(drawn), *_tables(edition, topic)]
        yield edition.words(f"tables.{topic}"), f"{home}/{year}/{topic}/", blocks
    overview = [*_charts([each for each in charts if each.topic == "overview"])]
    yield (
        edition("headings.reconciliation"),
        f"{home}/reconciliation/",
        [*overview, *reconciliation_tables(edition)],
    )
    yield edition("headings.not_stated"), f"{home}/{year}/", list(not_stated(edition))
    yield edition("headings.not_computed"), f"{home}/reconciliation/", list(not_computed(edition))
    yield edition("headings.commitments"), f"{home}/promises/", list(commitments(edition))
    yield edition("headings.sources"), f"{home}/sources/", [source_table(edition)]
    yield edition("booklet.dictionary"), f"{home}/dictionary/", [dictionary_table(edition)]


def _lead(edition: Edition, topic: str) -> list[Block]:
    """Return what the publisher says about a topic, of the last year that says something."""
    years = reversed(edition.package.years) if isinstance(edition, Span) else [edition.year]
    for year in years:
        written = Edition(edition.result, year, edition.words)
        section = written.prose.get(topic)
        if section:
            return text(*written.paragraphs(section.text), *_loans(written, topic))
    return text(*_loans(edition, topic))


def _loans(edition: Edition, topic: str) -> list[str]:
    return [loans_apart(edition, edition.of(topic))] if topic == "funds" else []


def _charts(charts: Sequence[Chart]) -> Iterator[Block]:
    if charts:
        yield {
            "kind": "charts",
            "charts": [{"svg": each.paper.decode(), "alt": each.description} for each in charts],
        }


def _tables(edition: Edition, topic: str) -> Iterator[Block]:
    if isinstance(edition, Span):
        yield from tables_of_years(edition, topic)
        yield from _apart(edition, topic)
        yield from beside_table(edition, topic)
    else:
        yield from _of_one_year(edition, topic)
    computed = [each for each in edition.derived if each.table == topic and each.quantity]
    if computed:
        title = edition("table_titles.derived", table=edition.words(f"tables.{topic}"))
        yield table_of_derived(edition, title, computed)


def _apart(edition: Edition, topic: str) -> Iterator[Block]:
    """Yield the totals of several years: they stand in no series."""
    totals = [each for each in edition.of(topic) if each.period_kind == "cumulative"]
    if totals:
        title = edition("booklet.cumulative", topic=edition.words(f"tables.{topic}"))
        yield table_of_figures(edition, title, totals)


def _of_one_year(edition: Edition, topic: str) -> Iterator[Block]:
    """Yield places and schools in tables of their own; money and everything else are never in one table."""
    shared = by_entry(edition.package, edition.year, topic, edition.words)
    for entries in shared:
        yield table_of_entries(edition, entries, topic)
    rest = besides(edition.package, edition.year, topic, shared)
    money = [each for each in rest if edition.is_money(each)]
    others = [each for each in rest if not edition.is_money(each)]
    for key, facts in ((f"{topic}_money", money), (topic, others)):
        if facts:
            yield table_of_figures(edition, edition(f"table_titles.{key}", year=edition.year), facts)


def _numbered(edition: Edition, sections: Iterable[Section]) -> list[dict[str, Any]]:
    numerals = edition("numerals").split()
    kept = [section for section in sections if section[2]]
    return [
        {
            "heading": edition("heading", number=numerals[at], title=title),
            "blocks": list(_with_numbers(edition, at + 1, address, blocks)),
        }
        for at, (title, address, blocks) in enumerate(kept)
    ]


def _with_numbers(edition: Edition, chapter: int, address: str, blocks: Iterable[Block]) -> Iterator[Block]:
    count = 0
    for block in blocks:
        if block["kind"] != "table":
            yield block
            continue
        count += 1
        yield {
            **_whole(edition, block),
            "number": edition("table_number", chapter=chapter, table=count),
            "continued": edition("booklet.continued_number", chapter=chapter, table=count),
            "key": f"{chapter}-{count}",
            "web": _web(edition, address),
        }


def _whole(edition: Edition, block: Block) -> Block:
    """Return a table with everything the template asks for; those of the summary have one block."""
    if "blocks" in block:
        return block
    parts = [{"columns": block["columns"], "rows": block["rows"], "notes": []}]
    unit = block["unit"]
    return {"kind": "table", "title": block["title"], "blocks": parts, "notes": block["notes"],
            "unit": unit, "period": _span(edition), "sources": ""}  # fmt: skip


def _web(edition: Edition, path: str) -> dict[str, str]:
    """Return where a table is on the site: a QR code where the address is known, else path and page code."""
    address = address_of(edition.package, _on_site(edition, path))
    if not address:
        shown = edition("booklet.path", path=_on_site(edition, path), code=page_code(path))
        return {"text": shown, "qr": "", "alt": ""}
    shown = edition("booklet.at", address=address, code=page_code(path))
    return {"text": shown, "qr": qr_svg(address), "alt": edition("booklet.qr", address=address)}


def _on_site(edition: Edition, path: str) -> str:
    """Return the path of a page in the language of the paper; the first language has no folder of its own."""
    language = edition.words.language
    return path if language == LANGUAGES_FIRST else f"{language}/{path}"


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
            words, edition("booklet.title", publisher="", years=_span(edition)).strip(), ""
        ),
        "contact": answers(edition)[-1]["answer"],
        "print": edition("booklet.printed"),
    }
    hashes = [[name, sha256(body).hexdigest()] for name, body in prints.items()]
    return {
        "rows": [[edition(f"booklet.about.{name}"), value] for name, value in rows.items() if value],
        "hashes_title": edition("booklet.hashes"),
        "hashes": hashes,
        "web": _web(edition, f"{package.id}/"),
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
