"""All tables of a publisher as one SQLite database, and what Datasette wants to know of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from yearbook.about import About
from yearbook.downloads.tables import PublishedTable
from yearbook.model import Field
from yearbook.vocabulary import labels_of
from yearbook.words import Words

_AFFINITY = {"number": "NUMERIC", "integer": "INTEGER"}
# "YBK1": what `file` and SQLite's own tools show as the program a database is of.
_APPLICATION = int.from_bytes(b"YBK1", "big")
# Where a database says which version of SQLite wrote it last, for information only; always this one here.
_WRITTEN_BY, _VERSION = slice(96, 100), (3_037_000).to_bytes(4, "big")


def sqlite_of(
    tables: tuple[PublishedTable, ...], descriptor: Mapping[str, Any], all_words: tuple[Words, ...]
) -> bytes:
    """Return the tables as an SQLite database; same tables, same bytes, whichever SQLite wrote them.

    Keys and references are those of the descriptor. Numbers are NUMERIC: whole ones integers, others binary
    of 15 certain digits; dates are texts, an empty cell is NULL. The table `labels` puts every code into
    words, and the views `figures_zh`, `figures_en` show all figures in one language.
    """
    schemas = {each["name"]: each["schema"] for each in descriptor["resources"]}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        # Set, because each of them has another default in some build of SQLite.
        base.execute("PRAGMA page_size = 4096")
        base.execute("PRAGMA auto_vacuum = NONE")
        base.execute("PRAGMA encoding = 'UTF-8'")
        base.execute(f"PRAGMA application_id = {_APPLICATION}")
        for table in tables:
            base.execute(_create(table, schemas[table.name]))
            _insert(base, table.name, len(table.fields), table.rows)
        _add_labels(base, tables, all_words)
        for words in all_words:
            base.execute(_view(tables[-1], words, all_words))
        base.execute("VACUUM")
        body = bytearray(base.serialize())
    body[_WRITTEN_BY] = _VERSION
    return bytes(body)


def _create(table: PublishedTable, schema: Mapping[str, Any]) -> str:
    parts = [
        f"{_quoted(each.name)} {_AFFINITY.get(each.type, 'TEXT')}{_check(each)}" for each in table.fields
    ]
    if schema.get("primaryKey"):
        parts.append(f"PRIMARY KEY ({_listed(schema['primaryKey'])})")
    for key in schema.get("foreignKeys", ()):
        to = key["reference"]
        parts.append(
            f"FOREIGN KEY ({_listed(key['fields'])}) "
            f"REFERENCES {_quoted(to['resource'])} ({_listed(to['fields'])})"
        )
    return f"CREATE TABLE {_quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _check(field: Field) -> str:
    if not field.enum:
        return ""
    codes = ", ".join("'" + code.replace("'", "''") + "'" for code in field.enum)
    return f" CHECK ({_quoted(field.name)} IN ({codes}))"


def _insert(base: sqlite3.Connection, name: str, columns: int, rows: tuple[tuple[str, ...], ...]) -> None:
    places = ", ".join("?" * columns)
    command = f"INSERT INTO {_quoted(name)} VALUES ({places})"  # noqa: S608 - names are quoted
    base.execute("BEGIN")
    base.executemany(command, ([cell or None for cell in row] for row in rows))
    base.execute("COMMIT")


def _add_labels(
    base: sqlite3.Connection, tables: tuple[PublishedTable, ...], all_words: tuple[Words, ...]
) -> None:
    columns = ["table", "column", "code", *(f"label_{words.language}" for words in all_words)]
    named = ", ".join(f"{_quoted(each)} TEXT" for each in columns)
    base.execute(f'CREATE TABLE "labels" ({named}, PRIMARY KEY ("table", "column", "code"))')
    _insert(base, "labels", len(columns), tuple(_labels(tables, all_words)))


def _labels(tables: tuple[PublishedTable, ...], all_words: tuple[Words, ...]) -> Iterator[tuple[str, ...]]:
    for table in tables:
        for field in table.fields:
            labels = [labels_of(table.name, field.name, words) for words in all_words]
            for code in labels[0]:
                yield (table.name, field.name, code, *(each[code] for each in labels))


def _view(figures: PublishedTable, words: Words, all_words: tuple[Words, ...]) -> str:
    """Return the view of all figures in one language: labels in the place of codes."""
    own = f"_{words.language}"
    others = tuple(f"_{each.language}" for each in all_words if each is not words)
    names = [field.name for field in figures.fields]
    shown = (
        f"{_quoted(name)} AS {_quoted(name.removesuffix(own))}"
        for name in names
        if not name.endswith(others) and name + own not in names
    )
    chosen = ", ".join(shown)
    return f'CREATE VIEW "figures{own}" AS SELECT {chosen} FROM "figures"'  # noqa: S608 - names are quoted


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _listed(names: list[str]) -> str:
    return ", ".join(map(_quoted, names))


def datasette_of(facts: About, tables: tuple[PublishedTable, ...], all_words: tuple[Words, ...]) -> bytes:
    """Return the metadata that `datasette <publisher>.sqlite -m datasette.json` shows, in JSON.

    Titles and columns stand in all languages, side by side; a code leads to its Chinese label.
    """
    package, licence = facts.package, facts.licences[0] if facts.licences else None
    own = {
        "title": _side_by_side(package.title[words.language] for words in all_words),
        "description": "\n".join(package.description[words.language] for words in all_words),
        "source": _side_by_side(facts.authors[words.language] for words in all_words),
        **({"license": licence.title, "license_url": licence.path} if licence else {}),
        **({"source_url": facts.address} if facts.address else {}),
    }
    described = {each.name: _described(each, all_words) for each in tables}
    databases = {package.id: {"tables": described}}
    return (json.dumps(own | {"databases": databases}, ensure_ascii=False, indent=1) + "\n").encode()


def _described(table: PublishedTable, all_words: tuple[Words, ...]) -> dict[str, Any]:
    columns = {
        field.name: _side_by_side(field.title[words.language] for words in all_words)
        for field in table.fields
        if field.title
    }
    named = {each.name for each in table.fields} & {"label_zh", "title_zh"}
    title = _side_by_side(table.title[words.language] for words in all_words)
    return {
        "title": title,
        "columns": columns,
        **({"label_column": min(named)} if named else {}),
        **(
            {"description": "\n".join(wording for _, wording in table.description.wordings)}
            if table.description
            else {}
        ),
    }


def _side_by_side(texts: Iterator[str]) -> str:
    return " · ".join(dict.fromkeys(texts))
