"""A table as JSON and JSON Lines: typed values, and of a number every digit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from yearbook.downloads.tables import PublishedTable
from yearbook.model import Field


def json_of(table: PublishedTable) -> bytes:
    """Return a table as an array of objects, one a row and a line, in UTF-8 without BOM (RFC 8259).

    Numbers are JSON numbers with the digits of the CSV: exact for a reader that asks for decimals, such as
    Python's `json.loads(text, parse_float=Decimal)`. Booleans are true and false, an empty cell is null.
    """
    return ("[\n" + ",\n".join(_objects(table)) + "\n]\n").encode()


def json_lines_of(table: PublishedTable) -> bytes:
    """Return a table as JSON Lines: the same objects, each a document on a line of its own."""
    return "".join(f"{each}\n" for each in _objects(table)).encode()


def _objects(table: PublishedTable) -> Iterator[str]:
    names = [json.dumps(field.name, ensure_ascii=False) for field in table.fields]
    for row in table.rows:
        cells = zip(names, table.fields, row, strict=True)
        yield "{" + ", ".join(f"{name}: {_value(field, text)}" for name, field, text in cells) + "}"


def _value(field: Field, text: str) -> str:
    if not text:
        return "null"
    match field.type:
        case "number" | "integer":
            return f"{Decimal(text):f}"
        case "boolean":
            return "true" if text == "yes" else "false"
    return json.dumps(text, ensure_ascii=False)
