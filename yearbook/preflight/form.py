"""The form every package fills in: tables, columns and their rules, from `yearbook/form.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent.parent / "form.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the form and what its cells must be."""

    name: str
    type: str
    required: bool
    allowed: tuple[str, ...]
    pattern: str
    low: int | None
    high: int | None

    @property
    def is_free_text(self) -> bool:
        """Whether a cell is wording and not a number, a date, an id or a code."""
        return self.type == "string" and not self.allowed and not self.pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A table of the form."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    schema: Mapping[str, Any]


@cache
def form() -> Mapping[str, Form]:
    """Return the tables of the form by name, in their order."""
    tables = json.loads(_FILE.read_text(encoding="utf-8"))
    return {name: _table(name, table["schema"]) for name, table in tables.items()}


def _table(name: str, schema: Mapping[str, Any]) -> Form:
    columns = tuple(_column(each) for each in schema["fields"])
    return Form(name=name, columns=columns, key=tuple(schema["primaryKey"]), schema=schema)


def _column(field: Mapping[str, Any]) -> Column:
    rules = field.get("constraints", {})
    words = (*field.get("trueValues", ()), *field.get("falseValues", ()))
    return Column(
        name=field["name"],
        type=field["type"],
        required=rules.get("required", False),
        allowed=(*rules.get("enum", ()), *words),
        pattern=rules.get("pattern", ""),
        low=rules.get("minimum"),
        high=rules.get("maximum"),
    )
