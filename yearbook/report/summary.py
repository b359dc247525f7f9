"""The summary of a year: one JSON document, every string ready-made, every chapter and table numbered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from yearbook.about import about
from yearbook.model import REPAYABLE, Artifact, Chart, Observation, Result
from yearbook.report.annex import (
    Attachment,
    commitments,
    legend,
    not_computed,
    not_stated,
    reconciliation,
    source_block,
    sources,
)
from yearbook.report.answers import answers, key_figures
from yearbook.report.edition import CHAPTERS, Edition
from yearbook.report.tables import Block, derived_table, figures_table, text
from yearbook.report.typesetter import typeset
from yearbook.store import Store
from yearbook.words import Words


def make_summaries(
    result: Result, words: Words, charts: Sequence[Chart], files: Sequence[Artifact], store: Store
) -> tuple[Artifact, ...]:
    """Return the summary of every year of a publisher, with its tables among `files` attached."""
    package = result.package
    own = tuple(each for each in charts if each.publisher == package.id)
    titles = {f"data/{package.id}/{each.name}.csv": words.pick(each.title) for each in package.tables}
    attached = tuple(
        (each.path.rpartition("/")[2], each.body, titles[each.path]) for each in files if each.path in titles
    )
    editions = (Edition(result, year, words) for year in package.years)
    return tuple(make_summary(each, own, attached, store, package.created.date()) for each in editions)


def make_summary(
    edition: Edition,
    charts: tuple[Chart, ...],
    attachments: tuple[Attachment, ...],
    store: Store,
    built_on: date,
) -> Artifact:
    """Return the summary of a year with files attached: (file name, UTF-8 text, description) each."""
    path = f"reports/{edition.package.id}/{edition.year}/summary.{edition.words.language}.pdf"
    document = compose(edition, charts, attachments, built_on)
    body = typeset(path, "summary", document, created(edition, built_on), store)
    return Artifact(path=path, body=body, made_from=_ingredients(edition, charts))


def _ingredients(edition: Edition, charts: tuple[Chart, ...]) -> tuple[str, ...]:
    figures = [each.id for each in edition.package.in_year(edition.year)] + [
        each.id for each in edition.derived
    ]
    drawn = [f"charts/{each.id}" for each in charts if each.year == edition.year]
    return ("templates/report/summary.typ", f"words/{edition.words.language}.toml", *drawn, *figures)


def compose(
    edition: Edition, charts: Sequence[Chart], attachments: Sequence[Attachment], built_on: date
) -> dict[str, Any]:
    """Return the document the template prints; its date is the package's own, `built_on` only without one."""
    package, words = edition.package, edition.words
    publisher = words.pick(package.publisher)
    day = created(edition, built_on)
    title = edition("title", publisher=publisher, year=edition.year)
    return {
        "language": words("html"),
        "title": title,
        "author": words.pick(about(package).authors),
        "description": words.pick(package.description),
        "keywords": [
            publisher,
            str(edition.year),
            *(words(f"tables.{each}") for each in CHAPTERS if edition.of(each)),
        ],
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "head": [publisher, edition("head", year=edition.year)],
        "foot": edition("page_number", page="\0", pages="\0").split("\0"),
        "about": _about(edition, day),
        "notice": "" if package.official else edition("notice"),
        "panel": key_figures(edition),
        "answers_title": edition("answers_title"),
        "answers": answers(edition),
        "sections": _numbered(edition, _sections(edition, charts, attachments)),
        "attachments": [
            {"name": name, "text": body.decode(), "description": description}
            for name, body, description in attachments
        ],
    }


def created(edition: Edition, built_on: date) -> date:
    """Return the day the data package says it was made."""
    stated = json.loads(edition.package.descriptor).get("created")
    return datetime.fromisoformat(stated).date() if stated else built_on


def _about(edition: Edition, day: date) -> list[list[str]]:
    package = edition.package
    address = f"{package.id}/{edition.year}/"
    rows = {
        "issuer": edition.listed(dict.fromkeys(edition.words.pick(each.issuer) for each in sources(edition))),
        "compiler": edition.listed(_compilers(edition)),
        "version": edition("version", version=package.version, date=edition.words.date(day)),
        "address": edition("address", path=address),
    }
    return [[edition(f"about.{name}"), value] for name, value in rows.items() if value]


def _compilers(edition: Edition) -> list[str]:
    contributors = json.loads(edition.package.descriptor).get("contributors", [])
    return [
        each["title"] for each in contributors if "compiler" in each.get("roles", []) and each.get("title")
    ]


# Sections: each is a heading and its blocks; one without blocks is left out before numbers are given.

Section = tuple[str, list[Block]]


def _sections(
    edition: Edition, charts: Sequence[Chart], attachments: Sequence[Attachment]
) -> Iterator[Section]:
    for name in CHAPTERS:
        if edition.of(name):
            yield edition.words(f"tables.{name}"), list(_chapter(edition, name, charts))
    yield edition("headings.reconciliation"), list(reconciliation(edition))
    yield edition("headings.not_stated"), list(not_stated(edition))
    yield edition("headings.not_computed"), list(not_computed(edition))
    yield edition("headings.commitments"), list(commitments(edition))
    yield edition("headings.sources"), [source_block(edition, each) for each in sources(edition)]
    yield edition("headings.notes"), legend(edition, attachments)


def _numbered(edition: Edition, sections: Iterable[Section]) -> list[dict[str, Any]]:
    numerals = edition("numerals").split()
    kept = [section for section in sections if section[1]]
    return [
        {
            "heading": edition("heading", number=numerals[at], title=title),
            "blocks": with_numbers(edition, at + 1, blocks),
        }
        for at, (title, blocks) in enumerate(kept)
    ]


def with_numbers(edition: Edition, chapter: int, blocks: Iterable[Block]) -> list[Block]:
    """Return blocks with their tables numbered within a chapter: table 2-1, 2-2."""
    numbered: list[Block] = []
    count = 0
    for block in blocks:
        count += block["kind"] == "table"
        number = (
            {"number": edition("table_number", chapter=chapter, table=count)}
            if block["kind"] == "table"
            else {}
        )
        numbered.append(block | number)
    return numbered


def _chapter(edition: Edition, name: str, charts: Sequence[Chart]) -> Iterator[Block]:
    facts = edition.of(name)
    yield from text(*(_prose(edition, name) or [_finding(edition, facts)]))
    if name == "funds":
        yield from text(loans_apart(edition, facts))
    drawn = [each for each in charts if (each.topic, each.year) == (name, edition.year)]
    if drawn:
        yield {
            "kind": "charts",
            "charts": [{"svg": each.paper.decode(), "alt": each.description} for each in drawn],
        }
    yield from tables_of(edition, name)


def tables_of(edition: Edition, name: str) -> Iterator[Block]:
    """Yield the tables of a chapter: money, the other figures, what was computed from them."""
    for key, part in _split(edition, name, edition.of(name)):
        yield figures_table(edition, edition(f"table_titles.{key}", year=edition.year), part)
    computed = [each for each in edition.derived if each.table == name and each.quantity]
    if computed:
        yield derived_table(
            edition, edition("table_titles.derived", table=edition.words(f"tables.{name}")), computed
        )


def _prose(edition: Edition, name: str) -> list[str]:
    """Return the prose on a chapter; on funds also what the first page left out of its answers."""
    rest = [edition.prose.get(answer) for answer in ("how-much", "where-from") if name == "funds"]
    begun = [each for section in rest if section for each in edition.paragraphs(section.text)[1:]]
    section = edition.prose.get(name)
    return (edition.paragraphs(section.text) if section else []) + begun


def _split(
    edition: Edition, name: str, facts: Sequence[Observation]
) -> Iterator[tuple[str, list[Observation]]]:
    """Money and everything else are never in one table: their figures have nothing to do under one head."""
    money = [each for each in facts if edition.is_money(each)]
    rest = [each for each in facts if not edition.is_money(each)]
    yield from ((key, part) for key, part in ((f"{name}_money", money), (name, rest)) if part)


def _finding(edition: Edition, facts: Sequence[Observation]) -> str:
    leads = edition.leads(facts) or facts
    return edition("sentence", items=edition.listed(edition.named(each) for each in leads[:4]))


def loans_apart(edition: Edition, facts: Sequence[Observation]) -> str:
    """Return what must be repaid and what need not, never in one number."""
    handed = [
        each for each in facts if each.status in ("paid", "applied", "allocated") and edition.nature(each)
    ]
    loans = [each for each in handed if edition.nature(each) in REPAYABLE]
    free = [each for each in handed if each not in loans]
    if not (loans and free):
        return ""
    return edition("loans", loans=_by_programme(edition, loans), free=_by_programme(edition, free))


def _by_programme(edition: Edition, facts: Sequence[Observation]) -> str:
    return edition.listed(
        edition(
            "item_of_money",
            label=edition.words.code("programme", each.programme, edition.package),
            figure=edition.figure(each),
            status=edition.words(f"status.{each.status}"),
        )
        for each in facts
    )
