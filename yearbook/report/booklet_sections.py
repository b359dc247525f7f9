"""The chapters of the booklet and what follows them: numbered, each table with the way to its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from yearbook.model import LANGUAGES_FIRST, Chart
from yearbook.pages.answers import page_code
from yearbook.pages.views import besides, by_entry
from yearbook.report.annex import commitments, not_computed, not_stated
from yearbook.report.booklet_annex import (
    beside_table,
    dictionary_table,
    reconciliation_tables,
    source_table,
)
from yearbook.report.booklet_tables import (
    table_of_derived,
    table_of_entries,
    table_of_figures,
    tables_of_years,
)
from yearbook.report.edition import CHAPTERS, Edition, Span
from yearbook.report.qr import address_of, qr_svg
from yearbook.report.summary import loans_apart
from yearbook.report.tables import Block, text

# Sections: each is a heading, an address on the site and its blocks; one without blocks is left out.

Section = tuple[str, str, list[Block]]


def sections_of(edition: Edition, charts: Sequence[Chart]) -> Iterator[Section]:
    """Yield the chapters and what follows them."""
    home, year = edition.package.id, edition.year
    for topic in topics_of(edition):
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


def numbered(edition: Edition, sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Return sections with their number, and the tables in them with theirs."""
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
            "web": way_to(edition, address),
        }


def _whole(edition: Edition, block: Block) -> Block:
    """Return a table with everything the template asks for; those of the summary have one block."""
    if "blocks" in block:
        return block
    parts = [{"columns": block["columns"], "rows": block["rows"], "notes": []}]
    unit = block["unit"]
    return {"kind": "table", "title": block["title"], "blocks": parts, "notes": block["notes"],
            "unit": unit, "period": span_of(edition), "sources": ""}  # fmt: skip


def way_to(edition: Edition, path: str) -> dict[str, str]:
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


def span_of(edition: Edition) -> str:
    """Return the years a booklet covers, in words."""
    first, last = edition.package.years[0], edition.package.years[-1]
    if isinstance(edition, Span):
        return edition("booklet.years", first=first, last=last)
    return edition("booklet.year", year=edition.year)


def topics_of(edition: Edition) -> list[str]:
    """Return the chapters there are figures for."""
    return [each for each in CHAPTERS if edition.of(each)]
