"""What stands around the chapters of the booklet: how to read it, reconciliation, sources, indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from yearbook.compare import series_of
from yearbook.model import REPAYABLE, Observation, Source, Verdict, VerdictCode
from yearbook.report.annex import QUALIFIERS, example_of, reconciliation, sources
from yearbook.report.booklet_rows import unit_of
from yearbook.report.edition import Edition
from yearbook.report.tables import Block, Cell, table, text

_MOST_EQUATIONS = 90  # relations told one by one; of more, only those that do not hold
_CODES: tuple[VerdictCode, ...] = ("holds", "rounding", "fails", "open")


def how_to_read(edition: Edition) -> dict[str, Any]:
    """Return the legend: signs in a column, rules as paragraphs; only what this booklet has need of."""
    known = edition.words.catalogue["report"]["symbols"]
    hedges = {each.quantity.qualifier for each in edition.facts if each.quantity}
    signs = [edition(f"booklet.sign.{name}") for name in _signs(edition)]
    signs += [known[name] for name in QUALIFIERS if name in hedges]
    signs += [known["interval"]]
    rules = [edition(f"booklet.rule.{name}", example=example_of(edition)) for name in _rules(edition)]
    return {"signs": [each.rsplit("|", 1) for each in signs], "rules": rules}


def _signs(edition: Edition) -> tuple[str, ...]:
    several = len({each.year for each in edition.facts}) > 1
    return (
        "below",
        "none",
        "blank",
        "of",
        "main",
        *(("break", "computed") if several else ()),
        "note",
        "source",
    )


def _rules(edition: Edition) -> Iterator[str]:
    package = edition.package
    counted = {package.indicators[each.indicator].counting_unit for each in edition.facts}
    yield "rounding"
    yield "range"
    if any(edition.is_money(each) for each in edition.facts):
        yield "money"
    if any(edition.nature(each) in REPAYABLE for each in edition.facts):
        yield "loans"
    if "person-time" in counted:
        yield "persons"
    if edition.derived:
        yield "computed"
    yield "sources"


def reconciliation_tables(edition: Edition) -> Iterator[Block]:
    """Yield how the relations came out: one by one, or where there are many by kind and what does not."""
    verdicts = edition.verdicts
    if len(verdicts) <= _MOST_EQUATIONS:
        yield from reconciliation(edition)
        return
    yield from text(edition("reconciliation"), edition("booklet.many", count=len(verdicts)))
    yield _counted(edition, verdicts)
    for code in ("fails", "open"):
        found = [each for each in verdicts if each.code == code]
        if found:
            title = edition("booklet.verdicts", verdict=edition.words(f"verdict.{code}"))
            *_, block = reconciliation(edition, found)
            yield {**block, "title": title}


def _counted(edition: Edition, verdicts: Sequence[Verdict]) -> Block:
    counted = Counter((each.relation.kind, each.code) for each in verdicts)
    kinds = dict.fromkeys(each.relation.kind for each in verdicts)
    columns = [("label", edition("booklet.kind_of_relation"))]
    columns += [("number", edition.words(f"verdict.{code}")) for code in _CODES]
    columns += [("number", edition("booklet.total"))]
    rows: list[list[Cell]] = [
        _count_row(edition.words(f"relation_kind.{kind}"), [counted[kind, code] for code in _CODES])
        for kind in kinds
    ]
    totals = [sum(counted[kind, code] for kind in kinds) for code in _CODES]
    rows.append(_count_row(edition("booklet.total"), totals))
    return table(edition("booklet.verdict_counts"), columns, rows)


def _count_row(label: str, counts: list[int]) -> list[Cell]:
    named = {"text": label, "depth": "0", "mark": ""}
    return [named, *({"whole": str(each) if each else "", "rest": ""} for each in (*counts, sum(counts)))]


def beside_table(edition: Edition, topic: str) -> Iterator[Block]:
    """Yield what several sources print for one cell: the figure of the tables, and what stands beside it."""
    numbers = {each.id: at for at, each in enumerate(sources(edition), 1)}
    rows: list[list[Cell]] = []
    for series in series_of(edition.result):
        for point in series.points:
            if point.beside and point.observed.table == topic:
                label = {"text": edition.label(point.observed), "depth": "0", "mark": ""}
                others = [_with_source(edition, each, numbers) for each in point.beside]
                taken = _with_source(edition, point.observed, numbers)
                rows.append([label, str(point.year), taken, edition("joint").join(others)])
    if rows:
        heads = ("label", "short", "kind", "text")
        names = ("indicator", "year", "taken", "others")
        columns = [
            (role, edition(f"booklet.columns.{name}")) for role, name in zip(heads, names, strict=True)
        ]
        yield table(edition("booklet.beside", topic=edition.words(f"tables.{topic}")), columns, rows)


def _with_source(edition: Edition, fact: Observation, numbers: dict[str, int]) -> str:
    return edition("booklet.printed_by", printed=fact.printed, number=numbers[fact.source])


def source_table(edition: Edition) -> Block:
    """Return the documents by number: title, issuer, day, completeness, address."""
    columns = [("short", edition("columns.serial")), ("label", edition("booklet.columns.document"))]
    columns += [("text", edition("booklet.columns.about"))]
    rows: list[list[Cell]] = [
        [
            f"[{at}]",
            {"text": _titled(edition, each), "below": each.url, "depth": "0", "mark": ""},
            _about(edition, each),
        ]
        for at, each in enumerate(sources(edition), 1)
    ]
    return table(edition("booklet.documents"), columns, rows)


def _titled(edition: Edition, source: Source) -> str:
    return edition.words.pick(source.title) + (edition("supplied") if source.title_supplied else "")


def _about(edition: Edition, source: Source) -> str:
    issuer = edition.words.pick(source.issuer) + (edition("supplied") if source.issuer_supplied else "")
    day = edition.words.date(source.published) if source.published else edition("booklet.undated")
    parts = [issuer, day, edition.words(f"completeness.{source.completeness}")]
    parts += [edition.words.pick(source.note)] if source.note else []
    return edition("joint").join(each for each in parts if each)


def dictionary_table(edition: Edition) -> Block:
    """Return the indicators of the booklet with unit and definition, in the order of the package."""
    used = {each.indicator for each in edition.rows} | {each.indicator for each in edition.derived}
    columns = [("label", edition("columns.indicator")), ("unit", edition("columns.unit"))]
    columns += [("text", edition("booklet.columns.definition"))]
    rows: list[list[Cell]] = [
        [
            {"text": edition.words.pick(each.label), "depth": "0", "mark": ""},
            unit_of(edition, each),
            edition.words.pick(each.definition),
        ]
        for each in edition.package.indicators.values()
        if each.id in used
    ]
    return table(edition("booklet.terms"), columns, rows)
