"""What follows the chapters: reconciliation, what is missing, what was promised, sources, symbols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from yearbook.model import Commitment, Observation, Source, Verdict
from yearbook.report.edition import Edition
from yearbook.report.tables import Block, Cell, table, text

Attachment = tuple[str, bytes, str]
QUALIFIERS = ("about", "more_than", "at_least", "nearly", "at_most")


def reconciliation(edition: Edition, verdicts: Sequence[Verdict] | None = None) -> Iterator[Block]:
    """Yield every relation of the year, or those given, as an equation with its verdict and the reason."""
    verdicts = edition.verdicts if verdicts is None else verdicts
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


def not_stated(edition: Edition) -> Iterator[Block]:
    """Yield what the sources do not say."""
    missing = [each for each in edition.rows if each.absent]
    if not missing:
        return
    columns = [("label", edition("columns.indicator")), ("text", edition("columns.remark"))]
    rows: list[list[Cell]] = [
        [_plain(_with_status(edition, each)), _remark(edition, each)] for each in missing
    ]
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


def not_computed(edition: Edition) -> Iterator[Block]:
    """Yield what must not be computed, with the reason."""
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


def commitments(edition: Edition) -> Iterator[Block]:
    """Yield what was promised, by topic; columns without a single entry become a note."""
    made = edition.promised
    if not made:
        return
    given = {"due": any(each.due for each in made), "owner": any(each.owner for each in made)}
    shown = [name for name in given if given[name]]
    left_out = [edition(f"columns.{name}") for name in given if not given[name]]
    columns = [("short", edition("columns.serial")), ("label", edition("columns.commitment"))]
    columns += [("short", edition(f"columns.{name}")) for name in shown] + [
        ("short", edition("columns.outcome"))
    ]
    rows: list[list[Cell]] = []
    serials = {each.id: at for at, each in enumerate(made, 1)}
    for topic, group in groupby(made, key=lambda each: edition.words.pick(each.topic)):
        rows += [[{"group": topic}], *(_commitment(edition, serials[each.id], each, shown) for each in group)]
    notes = [edition("no_column", names=edition.words("patterns.list").join(left_out))] if left_out else []
    yield table(edition("table_titles.commitments"), columns, rows, notes=notes)


def _commitment(edition: Edition, serial: int, made: Commitment, shown: Sequence[str]) -> list[Cell]:
    optional = {"due": edition.words.date(made.due) if made.due else "", "owner": made.owner}
    cells = [optional[name] or edition.words("codes.unstated") for name in shown]
    return [
        str(serial),
        _plain(edition.words.pick(made.label)),
        *cells,
        edition.words(f"outcome.{made.outcome}"),
    ]


def _plain(words: str) -> dict[str, str]:
    return {"text": words, "depth": "0", "mark": ""}


def sources(edition: Edition) -> list[Source]:
    """Return the documents the year's figures and commitments were taken from."""
    used = {each.source for each in edition.rows} | {each.source for each in edition.promised}
    return [each for each in edition.package.sources.values() if each.id in used]


def source_block(edition: Edition, source: Source) -> Block:
    """Return everything known about a document, and which parts of it the compiler supplied."""
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
    return {
        "kind": "terms",
        "terms": [[edition(f"source.{name}"), value] for name, value in rows.items() if value],
    }


def legend(edition: Edition, attachments: Sequence[Attachment]) -> list[Block]:
    """Return what the signs mean, how numbers are rounded and what is attached."""
    used = {each.quantity.qualifier for each in edition.facts if each.quantity}
    known = edition.words.catalogue["report"]["symbols"]
    symbols = [meaning for name, meaning in known.items() if name in used or name not in QUALIFIERS]
    notes = [edition("rounding", example=example_of(edition))]
    notes += [edition("yuan")] if any(edition.is_money(each) for each in edition.facts) else []
    if attachments:
        files = edition.listed(
            edition("file", name=name, description=about) for name, _, about in attachments
        )
        notes.append(edition("attached", files=files))
    terms: Block = {"kind": "terms", "terms": [each.split("|", 1) for each in symbols]}
    return [terms, *({"kind": "note", "text": each} for each in notes)]


def example_of(edition: Edition) -> str:
    """Return a figure of this paper that its source rounded, with the range it stands for."""
    for fact in edition.facts:
        assert fact.quantity is not None
        interval = fact.quantity.interval
        if interval.is_bounded and not interval.is_point and fact.quantity.is_exact:
            ends = edition.words.interval(interval, edition.package.indicators[fact.indicator])
            return edition("example", figure=edition.figure(fact), label=edition.label(fact), interval=ends)
    return ""
