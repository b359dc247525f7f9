"""A CSV file against its table of the form: columns, rows, cells and ids."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial

from yearbook.model import Finding
from yearbook.preflight.cells import cell_problems
from yearbook.preflight.columns import column_findings
from yearbook.preflight.files import MOST_BYTES, newline_findings
from yearbook.preflight.form import Form
from yearbook.preflight.plain import character_problems, personal_problems, problem, shown

_OTHER_SEPARATORS = ";\t|\uff0c\uff1b\u3001"

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """A table with the columns of the form: its rows with a cell for each, numbered as a spreadsheet does.

    It is whole when no row had to be left out.
    """

    form: Form
    file: str
    rows: tuple[Row, ...]
    is_whole: bool

    def cells_of(self, column: str) -> Iterator[tuple[int, str]]:
        """Yield row number and text of each cell of a column."""
        at = [each.name for each in self.form.columns].index(column)
        return ((number, cells[at]) for number, cells in self.rows)


def table_findings(form: Form, file: str, text: str) -> tuple[TableFile | None, list[Finding]]:
    """Return a CSV file as a table and everything wrong inside it; no table when its columns are wrong."""
    rows, broken = _read_rows(text, file)
    findings = [*newline_findings(text, file), *broken]
    wrong_header = [*_header_findings(form, file, rows[0][1])] if rows else []
    if not rows or wrong_header:
        return None, findings + wrong_header
    wrong_rows = [*_row_findings(form, file, rows[1:])]
    fitting = tuple(row for row in rows[1:] if len(row[1]) == len(form.columns) and any(row[1]))
    is_whole = not broken and not wrong_rows
    table = TableFile(form=form, file=file, rows=fitting, is_whole=is_whole)
    return table, [*findings, *wrong_rows, *_cell_findings(table), *_key_findings(table)]


def _read_rows(text: str, file: str) -> tuple[list[Row], list[Finding]]:
    rows: list[Row] = []
    # csv keeps one limit for everybody, which other libraries set too: ours is in force only while we read.
    limit_before = csv.field_size_limit(MOST_BYTES)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            rows.append((number, tuple(cells)))
    except csv.Error:
        return rows, [problem("csv_broken").at(file, len(rows) + 1)]
    finally:
        csv.field_size_limit(limit_before)
    return rows, []


def _header_findings(form: Form, file: str, header: tuple[str, ...]) -> Iterator[Finding]:
    for name in header:
        for each in (*personal_problems(name), *character_problems(name)):
            yield each.at(file, 1)
    if len(header) == 1 and (used := [each for each in _OTHER_SEPARATORS if each in header[0]]):
        yield problem("separator", character=shown(used[0])).at(file, 1)
    else:
        expected = [column.name for column in form.columns]
        yield from (each.at(file, 1) for each in column_findings(expected, header, form.name))


def _row_findings(form: Form, file: str, rows: list[Row]) -> Iterator[Finding]:
    for number, cells in rows:
        if not any(cells):
            yield problem("row_blank").at(file, number)
        elif len(cells) < len(form.columns):
            yield problem("row_short", expected=len(form.columns), found=len(cells)).at(file, number)
        elif len(cells) > len(form.columns):
            yield problem("row_long", expected=len(form.columns), found=len(cells)).at(file, number)


def _cell_findings(table: TableFile) -> Iterator[Finding]:
    # Cells repeat from row to row: a value is judged once in each column.
    judges = [(column.name, cache(partial(cell_problems, column))) for column in table.form.columns]
    for number, cells in table.rows:
        for (name, judge), text in zip(judges, cells, strict=True):
            for each in judge(text):
                yield each.at(table.file, number, name)


def _key_findings(table: TableFile) -> Iterator[Finding]:
    first: dict[tuple[str, ...], int] = {}
    at = [[each.name for each in table.form.columns].index(name) for name in table.form.key]
    for number, cells in table.rows:
        key = tuple(cells[each] for each in at)
        before = first.setdefault(key, number)
        if before != number and all(key):
            repeated = problem("id_twice", value=shown(" ".join(key)), first=before)
            yield repeated.at(table.file, number, table.form.key[-1])
