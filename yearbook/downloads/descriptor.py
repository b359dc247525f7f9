"""The published `datapackage.json`: the package's own, with paths, sizes and hashes of what is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from yearbook.downloads.tables import PublishedTable
from yearbook.model import Field, Package, Text
from yearbook.vocabulary import labels_of
from yearbook.words import Words

_KEYS: dict[str, dict[str, Any]] = {
    "relations": {"primaryKey": ["id"]},
    "figures": {"primaryKey": ["id"]},
    "claims": {"primaryKey": ["id"]},
    "releases": {"primaryKey": ["release"]},
    "changes": {"primaryKey": ["release", "table", "row_id", "column"]},
    "derived": {
        "primaryKey": ["id"],
        "foreignKeys": [
            {"fields": ["id"], "reference": {"resource": "derivations", "fields": ["id"]}},
            {"fields": ["indicator"], "reference": {"resource": "indicators", "fields": ["id"]}},
        ],
    },
}


def descriptor_of(
    package: Package,
    tables: tuple[PublishedTable, ...],
    bodies: Mapping[str, bytes],
    all_words: tuple[Words, ...],
) -> bytes:
    """Return the descriptor of the published tables, whose CSV is given by file name; JSON in UTF-8."""
    descriptor = json.loads(package.descriptor)
    own = {each["name"]: each for each in descriptor["resources"]}
    descriptor["resources"] = [
        _published(
            _of_ours(table) if table.computed else own[table.name],
            table.name,
            bodies[f"{table.name}.csv"],
            all_words,
        )
        for table in tables
    ]
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _published(
    resource: dict[str, Any], name: str, body: bytes, all_words: tuple[Words, ...]
) -> dict[str, Any]:
    # The file is written anew in one dialect, whatever the package's own file was written in.
    kept = {key: resource[key] for key in resource if key not in ("dialect", "schema")}
    schema = {key: value for key, value in resource["schema"].items() if key != "fieldsMatch"}
    return kept | {
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "schema": schema | {"fields": [_labelled(each, name, all_words) for each in schema["fields"]]},
    }


def _labelled(field: dict[str, Any], table: str, all_words: tuple[Words, ...]) -> dict[str, Any]:
    """Return a field with labels beside its enum: not every reader knows `categories`."""
    codes = field.get("constraints", {}).get("enum", ())
    labels = {words.language: labels_of(table, field["name"], words) for words in all_words}
    if not codes or not all(code in each for each in labels.values() for code in codes):
        return field
    wordings = {code: Text(tuple((name, each[code]) for name, each in labels.items())) for code in codes}
    categories = [{"value": code} | _in_languages("label", text) for code, text in wordings.items()]
    return field | {"categories": categories}


def _of_ours(table: PublishedTable) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(each) for each in table.fields], "missingValues": [""]}
    schema |= _KEYS[table.name]
    titles = _in_languages("title", table.title) | _in_languages("description", table.description)
    return {"name": table.name, "type": "table", **titles, "schema": schema}


def _field(field: Field) -> dict[str, Any]:
    titles = _in_languages("title", field.title) | _in_languages("description", field.description)
    constraints = {"constraints": {"enum": list(field.enum)}} if field.enum else {}
    return {"name": field.name, "type": field.type, **titles, **constraints}


def _in_languages(name: str, text: Text) -> dict[str, str]:
    """Return `title` in the first language and `title@en` in others, as packages write their titles."""
    if not text:
        return {}
    (_, first), *others = text.wordings
    return {name: first} | {f"{name}@{language}": wording for language, wording in others}
