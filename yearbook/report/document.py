"""The whole paper as one JSON document: every string ready-made, every chapter and table numbered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from yearbook.model import REPAYABLE, Chart, Commitment, Observation, Source, Verdict
from yearbook.report.answers import answers, key_figures
from yearbook.report.edition import CHAPTERS, Edition
from yearbook.report.tables import Block, Cell, derived_table, figures_table, table, text

Attachment = tuple[str, bytes, str]


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
        "author": publisher,
        "description": words.pick(package.description),
        "keywords": [publisher, str(edition.year), *(words(f"tables.{each}") for each in CHAPTERS if edition.of(each))],
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
            {"name": name, "text": body.decode(), "description": description} for name, body, description in attachments
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
        "issuer": edition.listed(dict.fromkeys(edition.words.pick(each.issuer) for each in _sources(edition))),
        "compiler": edition.listed(_compilers(edition)),
        "version": edition("version", version=package.version, date=edition.words.date(day)),
        "address": edition("address", path=address),
    }
    return [[edition(f"about.{name}"), value] for name, value in rows.items() if value]


def _compilers(edition: Edition) -> list[str]:
    contributors = json.loads(edition.package.descriptor).get("contributors", [])
    return [each["title"] for each in contributors if "compiler" in each.get("roles", []) and each.get("title")]


# Sections: each is a heading and its blocks; one without blocks is left out before numbers are given.

Section = tuple[str, list[Block]]


def _sections(edition: Edition, charts: Sequence[Chart], attachments: Sequence[Attachment]) -> Iterator[Section]:
    for name in CHAPTERS:
        if edition.of(name):
            yield edition.words(f"tables.{name}"), list(_chapter(edition, name, charts))
    yield edition("headings.reconciliation"), list(_reconciliation(edition))
    yield edition("headings.not_stated"), list(_not_stated(edition))
    yield edition("headings.not_computed"), list(_not_computed(edition))
    yield edition("headings.commitments"), list(_commitments(edition))
    yield edition("headings.sources"), [_source(edition, each) for each in _sources(edition)]
    yield edition("headings.notes"), _legend(edition, attachments)


def _numbered(edition: Edition, sections: Iterable[Section]) -> list[dict[str, Any]]:
    numerals = edition("numerals").split()
    kept = [section for section in sections if section[1]]
    return [
        {"heading": edition("heading", number=numerals[at], title=title), "blocks": _with_numbers(edition, at + 1, blocks)}
        for at, (title, blocks) in enumerate(kept)
    ]


def _with_numbers(edition: Edition, chapter: int, blocks: Iterable[Block]) -> list[Block]:
    numbered: list[Block] = []
    count = 0
    for block in blocks:
        count += block["kind"] == "table"
        number = {"number": edition("table_number", chapter=chapter, table=count)} if block["kind"] == "table" else {}
        numbered.append(block | number)
    return numbered


def _chapter(edition: Edition, name: str, charts: Sequence[Chart]) -> Iterator[Block]:
    facts = edition.of(name)
    yield from text(*(_prose(edition, name) or [_finding(edition, facts)]))
    if name == "funds":
        yield from text(_loans(edition, facts))
    drawn = [each for each in charts if (each.topic, each.year) == (name, edition.year)]
    if drawn:
        yield {"kind": "charts", "charts": [{"svg": each.paper.decode(), "alt": each.description} for each in drawn]}
    for key, part in _split(edition, name, facts):
        yield figures_table(edition, edition(f"table_titles.{key}", year=edition.year), part)
    computed = [each for each in edition.derived if each.table == name and each.quantity]
    if computed:
        yield derived_table(edition, edition("table_titles.derived", table=edition.words(f"tables.{name}")), computed)


def _prose(edition: Edition, name: str) -> list[str]:
    """The publisher's own words on a chapter; on funds also what the first page left out of its answers."""
    rest = [edition.prose.get(answer) for answer in ("how-much", "where-from") if name == "funds"]
    begun = [each for section in rest if section for each in edition.paragraphs(section.text)[1:]]
    section = edition.prose.get(name)
    return begun + (edition.paragraphs(section.text) if section else [])


def _split(edition: Edition, name: str, facts: Sequence[Observation]) -> Iterator[tuple[str, list[Observation]]]:
    """Money and everything else are never in one table: their figures have nothing to do under one head."""
    money = [each for each in facts if edition.is_money(each)]
    rest = [each for each in facts if not edition.is_money(each)]
    yield from ((key, part) for key, part in ((f"{name}_money", money), (name, rest)) if part)


def _finding(edition: Edition, facts: Sequence[Observation]) -> str:
    leads = edition.leads(facts) or facts
    return edition("sentence", items=edition.listed(edition.named(each) for each in leads[:4]))


def _loans(edition: Edition, facts: Sequence[Observation]) -> str:
    """What must be repaid and what need not, never in one number."""
    handed = [each for each in facts if each.status in ("paid", "applied", "allocated") and edition.nature(each)]
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


def _reconciliation(edition: Edition) -> Iterator[Block]:
    verdicts = edition.verdicts
    if not verdicts:
        return
    yield from text(edition("reconciliation"))
    columns = [("label", edition("columns.relation")), ("verdict", edition("columns.verdict"))]
    rows: list[list[Cell]] = [[_relation(edition, each), _verdict(edition, each)] for each in verdicts]
    yield table(edition("table_titles.reconciliation"), columns, rows)


def _relation(edition: Edition, verdict: Verdict) -> Cell:
    relation = verdict.relation
    lines = [edition.words.pick(relation.statement), edition.equation(relation.terms)]
    return {"text": lines[0], "below": lines[1], "depth": "0", "mark": ""}


def _verdict(edition: Edition, verdict: Verdict) -> Cell:
    explanation = edition.words.pick(verdict.relation.explanation) if verdict.relation.explanation else ""
    reason = edition("space").join(each for each in (_reason(edition, verdict), explanation) if each)
    return {"text": edition.words(f"verdict.{verdict.code}"), "below": reason, "depth": "0", "mark": ""}


def _reason(edition: Edition, verdict: Verdict) -> str:
    if verdict.code == "holds":
        return ""
    if verdict.printed is None or verdict.computed is None:
        return "" if verdict.relation.explanation else edition.words("reason.absent")
    indicator = edition.package.indicators[edition.package.observations[verdict.inputs[0]].indicator]
    left, right = (edition.words.interval(each, indicator) for each in (verdict.printed, verdict.computed))
    return edition(f"reasons.{verdict.reason}", left=left, right=right)


def _not_stated(edition: Edition) -> Iterator[Block]:
    missing = [each for each in edition.package.in_year(edition.year) if each.absent]
    if not missing:
        return
    columns = [("label", edition("columns.indicator")), ("text", edition("columns.remark"))]
    rows: list[list[Cell]] = [[_plain(_with_status(edition, each)), _remark(edition, each)] for each in missing]
    yield table(edition("table_titles.not_stated"), columns, rows)


def _with_status(edition: Edition, fact: Observation) -> str:
    if not edition.is_money(fact):
        return edition.label(fact)
    status = edition.words(f"status.{fact.status}")
    return edition.words("patterns.joint").join([edition.label(fact), status])


def _remark(edition: Edition, fact: Observation) -> str:
    note = edition.words.pick(fact.note) if fact.note else ""
    if fact.absent == "not_stated" and note:
        return note
    return edition("space").join(each for each in (edition.words(f"absent.{fact.absent}"), note) if each)


def _not_computed(edition: Edition) -> Iterator[Block]:
    refused = [each for each in edition.derived if each.refused]
    if not refused:
        return
    columns = [("label", edition("columns.indicator")), ("text", edition("columns.reason"))]
    rows: list[list[Cell]] = [
        [
            {"text": edition.label(each), "below": edition.equation(each.formula), "depth": "0", "mark": ""},
            edition.words(f"refused.{each.refused}"),
        ]
        for each in refused
    ]
    yield table(edition("table_titles.not_computed"), columns, rows)


def _commitments(edition: Edition) -> Iterator[Block]:
    made = [each for each in edition.package.commitments if each.year == edition.year]
    if not made:
        return
    optional = {"due": [each.due for each in made], "owner": [each.owner for each in made]}
    shown = [name for name, values in optional.items() if any(values)]
    left_out = [edition(f"columns.{name}") for name in optional if name not in shown]
    columns = [("short", edition("columns.serial")), ("label", edition("columns.commitment"))]
    columns += [("short", edition(f"columns.{name}")) for name in shown] + [("short", edition("columns.outcome"))]
    rows: list[list[Cell]] = []
    serials = {each.id: at for at, each in enumerate(made, 1)}
    for topic, group in groupby(made, key=lambda each: edition.words.pick(each.topic)):
        rows += [[{"group": topic}], *(_commitment(edition, serials[each.id], each, shown) for each in group)]
    notes = [edition("no_column", names=edition.words("patterns.list").join(left_out))] if left_out else []
    yield table(edition("table_titles.commitments"), columns, rows, notes=notes)


def _commitment(edition: Edition, serial: int, made: Commitment, shown: Sequence[str]) -> list[Cell]:
    optional = {"due": edition.words.date(made.due) if made.due else "", "owner": made.owner}
    cells = [optional[name] or edition.words("codes.unstated") for name in shown]
    return [str(serial), _plain(edition.words.pick(made.label)), *cells, edition.words(f"outcome.{made.outcome}")]


def _plain(words: str) -> dict[str, str]:
    return {"text": words, "depth": "0", "mark": ""}


def _sources(edition: Edition) -> list[Source]:
    used = {each.source for each in edition.package.in_year(edition.year)}
    used |= {each.source for each in edition.package.commitments if each.year == edition.year}
    return [each for each in edition.package.sources.values() if each.id in used]


def _source(edition: Edition, source: Source) -> Block:
    pick, unknown = edition.words.pick, edition.words("codes.unstated")
    supplied = edition("supplied")
    rows = {
        "title": pick(source.title) + (supplied if source.title_supplied else ""),
        "issuer": pick(source.issuer) + (supplied if source.issuer_supplied else ""),
        "published": edition.words.date(source.published) if source.published else unknown,
        "retrieved": edition.words.date(source.retrieved) if source.retrieved else "",
        "url": source.url or unknown,
        "completeness": edition.words(f"completeness.{source.completeness}"),
        "note": pick(source.note) if source.note else "",
    }
    return {"kind": "terms", "terms": [[edition(f"source.{name}"), value] for name, value in rows.items() if value]}


def _legend(edition: Edition, attachments: Sequence[Attachment]) -> list[Block]:
    symbols = edition.words.catalogue["report"]["symbols"].values()
    blocks = [{"kind": "terms", "terms": [each.split("|", 1) for each in symbols]}]
    blocks += text(edition("rounding", example=_example(edition)))
    if attachments:
        files = edition.listed(edition("file", name=name, description=about) for name, _, about in attachments)
        blocks += text(edition("attached", files=files))
    return blocks


def _example(edition: Edition) -> str:
    """A figure of this paper that its source rounded, with the range it stands for."""
    for fact in edition.facts:
        assert fact.quantity is not None
        interval = fact.quantity.interval
        if interval.is_bounded and not interval.is_point and fact.quantity.is_exact:
            ends = edition.words.interval(interval, edition.package.indicators[fact.indicator])
            return edition("example", figure=edition.figure(fact), label=edition.label(fact), interval=ends)
    return ""
