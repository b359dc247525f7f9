"""What tables say of one another: rows that must be there, ids used twice, references to nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from yearbook.model import FACT_TABLES, Finding
from yearbook.preflight.cells import cell_problems
from yearbook.preflight.plain import problem, shown
from yearbook.preflight.tables import TableFile

_FILLED_IN_EVERY_PACKAGE = ("indicators", "sources")
_MOST_SUGGESTIONS = 30


def emptiness_findings(tables: Sequence[TableFile]) -> Iterator[Finding]:
    """Yield a finding for each table that must have rows and has none."""
    for table in tables:
        if table.form.name in _FILLED_IN_EVERY_PACKAGE and table.is_whole and not table.rows:
            yield problem("table_empty", table=table.form.name).at(table.file)
    facts = [table for table in tables if table.form.name in FACT_TABLES]
    if len(facts) == len(FACT_TABLES) and all(table.is_whole and not table.rows for table in facts):
        yield problem("no_figures", tables=", ".join(FACT_TABLES)).at("data", severity="note")


def repeated_id_findings(tables: Sequence[TableFile]) -> Iterator[Finding]:
    """Yield a finding for each fact whose id another fact table has used before."""
    first: dict[str, tuple[str, int]] = {}
    for table in tables:
        for row, name in table.cells_of("id") if table.form.name in FACT_TABLES else ():
            file, first_row = first.setdefault(name, (table.file, row))
            if name and file != table.file:
                repeated = problem("id_in_two_tables", value=shown(name), other=shown(file), first=first_row)
                yield repeated.at(table.file, row, "id")


def reference_findings(tables: Sequence[TableFile]) -> Iterator[Finding]:
    """Yield a finding for each cell that names a row of another table which is not there.

    A table with nothing in it, or with rows that could not be read, is asked for nothing: that has been said.
    """
    whole = {table.form.name: table for table in tables if table.is_whole and table.rows}
    for table in tables:
        for rule in table.form.schema.get("foreignKeys", ()):
            other, key = rule["reference"]["resource"], rule["reference"]["fields"][0]
            if other in whole:
                known = {text for _, text in whole[other].cells_of(key)}
                yield from _dangling(table, rule["fields"][0], known)


def _dangling(table: TableFile, name: str, known: set[str]) -> Iterator[Finding]:
    column = next(each for each in table.form.columns if each.name == name)
    lost = [(row, text) for row, text in table.cells_of(name) if text not in known]
    lost = [(row, text) for row, text in lost if text and not cell_problems(column, text)]
    for count, (row, text) in enumerate(lost):
        # Looking for the nearest name is slow, and nobody reads beyond the first few.
        among = sorted(known) if count < _MOST_SUGGESTIONS else ()
        nearest = next(iter(difflib.get_close_matches(text[:60], among, n=1, cutoff=0)), "-")
        yield problem("dangling_reference", value=shown(text), nearest=shown(nearest)).at(
            table.file, row, name
        )
