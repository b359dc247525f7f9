"""A CSV file against its table of the form: columns, rows, cells and ids."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from yearbook.model import FACT_TABLES, Finding
from yearbook.preflight.cells import cell_problems
from yearbook.preflight.files import MOST_BYTES, newline_findings
from yearbook.preflight.form import Form
from yearbook.preflight.plain import problem, shown

_FILLED_IN_EVERY_PACKAGE = ("indicators", "sources")
_OTHER_SEPARATORS = ";\t|\uff0c\uff1b\u3001"


@dataclass(frozen=True, slots=True)
class Rows:
    """What a CSV file holds: its rows as a spreadsheet numbers them, and what is wrong with the file."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """A table that could be read as text, before its cells are looked at."""

    form: Form
    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def table_findings(form: Form, file: str, text: str) -> tuple[TableFile | None, list[Finding]]:
    """Return a CSV file as a table and everything wrong inside it; no table when its columns are wrong."""
    read = _read_rows(text, file)
    findings = [*newline_findings(text, file), *read.findings]
    if not read.rows:
        return None, findings
    header = tuple(read.rows[0][1])
    wrong = [*_header_findings(form, file, header)]
    if wrong:
        return None, [*findings, *wrong]
    table = TableFile(form=form, file=file, header=header, rows=read.rows[1:])
    return table, [*findings, *_row_findings(table)]


def emptiness_findings(tables: Sequence[TableFile]) -> Iterator[Finding]:
    """Yield a finding for each table that must have rows and has none."""
    for table in tables:
        if table.form.name in _FILLED_IN_EVERY_PACKAGE and not table.rows:
            yield problem("table_empty", table=table.form.name).at(table.file)
    facts = [table for table in tables if table.form.name in FACT_TABLES]
    if len(facts) == len(FACT_TABLES) and not any(table.rows for table in facts):
        yield problem("no_figures", tables=", ".join(FACT_TABLES)).at()


def repeated_id_findings(tables: Sequence[TableFile]) -> Iterator[Finding]:
    """Yield a finding for each fact whose id another fact table has used before."""
    first: dict[str, tuple[str, int]] = {}
    for table in tables:
        if table.form.name not in FACT_TABLES:
            continue
        for row, name in _column(table, "id").items():
            file, first_row = first.setdefault(name, (table.file, row))
            if name and file != table.file:
                place = {"other": shown(file, 100), "first": first_row}
                yield problem("id_in_two_tables", value=shown(name), **place).at(table.file, row, "id")


def reference_findings(tables: Sequence[TableFile]) -> Iterator[Finding]:
    """Yield a finding for each cell that names a row of another table which is not there."""
    by_name = {table.form.name: table for table in tables}
    for table in tables:
        for rule in table.form.schema.get("foreignKeys", ()):
            column, (other,) = rule["fields"][0], rule["reference"]["fields"]
            if rule["reference"]["resource"] in by_name:
                known = set(_column(by_name[rule["reference"]["resource"]], other).values())
                yield from _dangling(table, column, known)


def _dangling(table: TableFile, column: str, known: set[str]) -> Iterator[Finding]:
    for row, value in _column(table, column).items():
        if value and value not in known:
            nearest = difflib.get_close_matches(value[:60], sorted(known), n=1, cutoff=0)
            details = {"value": shown(value), "nearest": shown(nearest[0]) if nearest else "-"}
            yield problem("dangling_reference", **details).at(table.file, row, column)


def _column(table: TableFile, column: str) -> dict[int, str]:
    """The cells of a column by their row; rows that are too short are named elsewhere."""
    at = table.header.index(column)
    return {row: cells[at] for row, cells in table.rows if at < len(cells)}


def _read_rows(text: str, file: str) -> Rows:
    rows: list[tuple[int, tuple[str, ...]]] = []
    # csv keeps one limit for everybody, which other libraries set too: ours is in force only while we read.
    limit_before = csv.field_size_limit(MOST_BYTES)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            rows.append((number, tuple(cells)))
    except csv.Error:
        return Rows(tuple(rows), (problem("csv_broken").at(file, len(rows) + 1),))
    finally:
        csv.field_size_limit(limit_before)
    return Rows(tuple(rows), ())


def _header_findings(form: Form, file: str, header: tuple[str, ...]) -> Iterator[Finding]:
    expected = [column.name for column in form.columns]
    if len(header) == 1 and (used := [each for each in _OTHER_SEPARATORS if each in header[0]]):
        yield problem("separator", character=shown(used[0])).at(file, 1)
        return
    yield from column_findings(expected, header, file, 1)


def column_findings(
    expected: Sequence[str], given: Sequence[str], file: str, row: int | None, table: str = ""
) -> Iterator[Finding]:
    """Yield how the columns given differ from those of the form."""
    inside = {"table": shown(table or file, 100)}
    for name in expected:
        if name not in given:
            yield problem("column_missing", name=name, **inside).at(file, row)
    for name in dict.fromkeys(given):
        if name not in expected:
            yield _unknown_column(name, expected, file, row, inside)
        elif given.count(name) > 1:
            yield problem("column_twice", name=name, **inside).at(file, row)
    if sorted(expected) == sorted(given) and list(expected) != list(given):
        name, other = next(pair for pair in zip(expected, given, strict=True) if pair[0] != pair[1])
        yield problem("column_order", name=name, found=shown(other), **inside).at(file, row)


def _unknown_column(
    name: str, expected: Sequence[str], file: str, row: int | None, inside: dict[str, str]
) -> Finding:
    nearest = difflib.get_close_matches(name.strip().lower()[:60], expected, n=1)
    if nearest:
        return problem("column_unknown_near", name=shown(name), suggestion=nearest[0], **inside).at(file, row)
    return problem("column_unknown", name=shown(name), **inside).at(file, row)


def _row_findings(table: TableFile) -> Iterator[Finding]:
    # Cells repeat from row to row: a value is judged once in each column.
    judge = cache(cell_problems)
    columns = table.form.columns
    first: dict[tuple[str, ...], int] = {}
    for row, cells in table.rows:
        if not any(cells):
            yield problem("row_blank").at(table.file, row)
        elif len(cells) != len(columns):
            code = "row_short" if len(cells) < len(columns) else "row_long"
            yield problem(code, expected=len(columns), found=len(cells)).at(table.file, row)
        else:
            for column, text in zip(columns, cells, strict=True):
                for each in judge(column, text):
                    yield each.at(table.file, row, column.name)
            yield from _key_findings(table, row, cells, first)


def _key_findings(
    table: TableFile, row: int, cells: tuple[str, ...], first: dict[tuple[str, ...], int]
) -> Iterator[Finding]:
    key = tuple(cells[table.header.index(name)] for name in table.form.key)
    before = first.setdefault(key, row)
    if before != row and all(key):
        value = shown(" ".join(key))
        yield problem("id_twice", value=value, first=before).at(table.file, row, table.form.key[-1])
