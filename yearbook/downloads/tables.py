"""The tables to publish: those of the package as they are, and the computed verdicts and derived figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from yearbook.formula import Expression, nominal, parse_equation
from yearbook.interval import Interval
from yearbook.model import Claim, Derived, Field, Package, Result, Table, Text, Verdict
from yearbook.record import Change, Record, Released
from yearbook.vocabulary import codes_of
from yearbook.words import Words

# Of a computed value without an exact decimal form, more digits than any source prints.
_DIGITS = 12
_EXACT = Context(prec=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """A table as it leaves the house: titles, columns and the text of every cell, "" where there is none."""

    name: str
    title: Text
    description: Text
    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...]
    computed: bool = False


def tables_of(result: Result, all_words: tuple[Words, ...]) -> tuple[PublishedTable, ...]:
    """Return every table of a package in its own order, then what was computed.

    Once there is a release, `releases` follows; once one has changed a cell, `changes`: each such cell.

    The package's own rows of relations are not published beside them: patterns are written out, one relation
    a row, each with its verdict.
    """
    own = [_as_it_is(table) for table in result.package.tables if table.name != "relations"]
    relations = tuple(_relation_row(each, result.package) for each in result.verdicts)
    derived = tuple(_derived_row(each, all_words) for each in result.derived.values())
    return (
        *own,
        _computed("relations", RELATION_FIELDS, relations, all_words),
        _computed("derived", DERIVED_FIELDS, derived, all_words),
        _computed("claims", CLAIM_FIELDS, tuple(_claim_rows(result.claims)), all_words),
        *(_released(result.record, all_words) if result.record.releases else ()),
    )


def by_year(table: PublishedTable) -> Iterator[tuple[int, PublishedTable]]:
    """Yield a table of figures once for each of its years, with the rows of that year."""
    at = [each.name for each in table.fields].index("year")
    for year in sorted({row[at] for row in table.rows}):
        yield int(year), replace(table, rows=tuple(row for row in table.rows if row[at] == year))


def _released(record: Record, all_words: tuple[Words, ...]) -> Iterator[PublishedTable]:
    yield _computed("releases", RELEASE_FIELDS, tuple(_release_rows(record)), all_words)
    if record.changes:
        changes = tuple(_change_row(each, release) for release, each in record.changes)
        yield _computed("changes", CHANGE_FIELDS, changes, all_words)


def in_every_language(key: str, all_words: tuple[Words, ...]) -> Text:
    """Return one wording of ours in every language."""
    return Text(tuple((words.language, words(key)) for words in all_words))


def _as_it_is(table: Table) -> PublishedTable:
    return PublishedTable(
        name=table.name,
        title=table.title,
        description=Text(()),
        fields=table.fields,
        rows=table.rows,
    )


def _computed(
    name: str, columns: dict[str, str], rows: tuple[tuple[str, ...], ...], all_words: tuple[Words, ...]
) -> PublishedTable:
    return PublishedTable(
        name=name,
        title=in_every_language(f"downloads.tables.{name}.title", all_words),
        description=in_every_language(f"downloads.tables.{name}.description", all_words),
        fields=tuple(_field(name, column, columns[column], all_words) for column in columns),
        rows=rows,
        computed=True,
    )


def _field(table: str, name: str, type_: str, all_words: tuple[Words, ...]) -> Field:
    # A column that means something of its own in one table is worded under that table.
    of_table = all_words[0].catalogue["downloads"]["fields"].get(table, {})
    key = f"downloads.fields.{table}.{name}" if name in of_table else f"downloads.fields.{name}"
    return Field(
        name=name,
        type=type_,
        title=in_every_language(f"{key}.title", all_words),
        description=in_every_language(f"{key}.description", all_words),
        enum=codes_of(table, name, all_words[0]),
    )


RELATION_FIELDS = {
    "id": "string",
    "pattern": "string",
    "kind": "string",
    "statement_zh": "string",
    "statement_en": "string",
    "terms": "string",
    "exhaustive": "string",
    "printed": "number",
    "printed_low": "number",
    "printed_high": "number",
    "printed_interval": "string",
    "computed": "number",
    "computed_low": "number",
    "computed_high": "number",
    "computed_interval": "string",
    "verdict": "string",
    "reason": "string",
    "explanation_zh": "string",
    "explanation_en": "string",
}

CLAIM_FIELDS = {
    "id": "string",
    "publisher": "string",
    "year": "integer",
    "language": "string",
    "line": "integer",
    "column": "integer",
    "text": "string",
    "kind": "string",
    "bound_to": "string",
    "reason": "string",
}

DERIVED_FIELDS = {
    "id": "string",
    "indicator": "string",
    "label_zh": "string",
    "label_en": "string",
    "year": "integer",
    "like": "string",
    "formula": "string",
    "value": "number",
    "resolution": "number",
    "low": "number",
    "high": "number",
    "interval": "string",
    "refused": "string",
    "reason_zh": "string",
    "reason_en": "string",
    "note_zh": "string",
    "note_en": "string",
}

RELEASE_FIELDS = {
    "release": "string",
    "released_on": "date",
    "why_zh": "string",
    "why_en": "string",
    "signer": "string",
    "changed": "integer",
    "added": "integer",
    "removed": "integer",
    "superseded_by": "string",
    "address": "string",
}

CHANGE_FIELDS = {
    "release": "string",
    "released_on": "date",
    "table": "string",
    "row_id": "string",
    "column": "string",
    "old": "string",
    "new": "string",
    "difference": "number",
    "relative": "number",
    "change": "string",
    "why_zh": "string",
    "why_en": "string",
}


def _relation_row(verdict: Verdict, package: Package) -> tuple[str, ...]:
    relation = verdict.relation
    equation = parse_equation(relation.terms)
    return (
        relation.id,
        relation.pattern,
        relation.kind,
        relation.statement["zh"],
        relation.statement["en"],
        relation.terms,
        "yes" if relation.exhaustive else "no",
        _side(equation.left, package),
        *_ends(verdict.printed),
        _side(equation.right, package),
        *_ends(verdict.computed),
        verdict.code,
        verdict.reason,
        _wording(relation.explanation, "zh"),
        _wording(relation.explanation, "en"),
    )


def _claim_rows(claims: tuple[Claim, ...]) -> Iterator[tuple[str, ...]]:
    """One row a numeral; its id counts the numerals of one text."""
    counted: Counter[str] = Counter()
    for each in claims:
        text = f"{each.year}-{each.language}"
        counted[text] += 1
        place = (str(each.line), str(each.column))
        said = (each.text, each.kind, each.bound_to, each.reason)
        yield (f"{text}-{counted[text]}", each.publisher, str(each.year), each.language, *place, *said)


def _derived_row(derived: Derived, all_words: tuple[Words, ...]) -> tuple[str, ...]:
    reasons = {words.language: words(f"refused.{derived.refused}") for words in all_words if derived.refused}
    quantity = derived.quantity
    return (
        derived.id,
        derived.indicator,
        derived.label["zh"],
        derived.label["en"],
        str(derived.year),
        derived.like,
        derived.formula,
        f"{quantity.value:f}" if quantity else "",
        f"{quantity.resolution:f}" if quantity else "",
        *_ends(derived.interval),
        derived.refused,
        reasons.get("zh", ""),
        reasons.get("en", ""),
        _wording(derived.note, "zh"),
        _wording(derived.note, "en"),
    )


def _release_rows(record: Record) -> Iterator[tuple[str, ...]]:
    later = (*(each.version for each in record.releases[1:]), "")
    for each, next_ in zip(record.releases, later, strict=True):
        counts = map(str, each.counts.values())
        said = (each.version, each.day.isoformat(), each.reason, each.reason_en, each.signer)
        yield (*said, *counts, next_, each.address)


def _change_row(change: Change, release: Released) -> tuple[str, ...]:
    return (
        release.version,
        release.day.isoformat(),
        change.table,
        change.row,
        change.column,
        change.old,
        change.new,
        "" if change.difference is None else f"{change.difference:f}",
        "" if change.relative is None else _digits(change.relative, ROUND_HALF_EVEN),
        change.kind,
        change.reason,
        change.reason_en,
    )


def _wording(text: Text, language: str) -> str:
    """Return a package's wording in exactly this language: a column says what it holds."""
    return dict(text.wordings).get(language, "")


def _side(expression: Expression, package: Package) -> str:
    """Return one side of a relation with every figure taken exactly as printed; empty where one is absent."""

    def value(figure: str) -> Decimal:
        quantity = package.quantity(figure)
        if quantity is None:
            raise LookupError(figure)
        return quantity.value

    try:
        return _digits(nominal(expression, value), ROUND_HALF_EVEN)
    except (LookupError, ZeroDivisionError):
        return ""


def _ends(interval: Interval | None) -> Iterator[str]:
    if interval is None:
        yield from ("", "", "")
        return
    # Rounded outwards, so that what is published never claims to know more than was computed.
    low = "" if interval.low is None else _digits(interval.low, ROUND_FLOOR)
    high = "" if interval.high is None else _digits(interval.high, ROUND_CEILING)
    opening = "(" if interval.low_open or not low else "["
    closing = ")" if interval.high_open or not high else "]"
    yield from (low, high, f"{opening}{low or '-inf'}, {high or 'inf'}{closing}")


def _digits(value: Fraction, rounding: str) -> str:
    numerator, denominator = Decimal(value.numerator), Decimal(value.denominator)
    quotient = _EXACT.divide(numerator, denominator)
    if Fraction(quotient) != value:
        quotient = Context(prec=_DIGITS, rounding=rounding).divide(numerator, denominator)
    return f"{quotient.normalize(_EXACT):f}"
