"""CSV on the Web: what every column of the CSV files is, as the W3C writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yearbook.metadata.dataset import as_json, filled, in_languages, worded

_TYPES = {"number": "decimal", "integer": "integer", "date": "date"}


def csvw_of(descriptor: Mapping[str, Any]) -> bytes:
    """Return `csv-metadata.json`, the metadata of all CSV files in its folder (W3C Recommendation, 2015).

    Tables, columns, keys and codes are those of the Data Package; addresses are relative to the folder.
    """
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dc:title": in_languages(worded(descriptor, "title")),
        "dc:description": in_languages(worded(descriptor, "description")),
        "dc:license": [{"@id": each["path"]} for each in descriptor.get("licenses", ()) if "path" in each],
        "dc:modified": descriptor.get("created", "")[:10],
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [_table(each) for each in descriptor["resources"]],
    }
    return as_json(filled(group))


def _table(resource: Mapping[str, Any]) -> dict[str, object]:
    schema = resource["schema"]
    columns = {
        "columns": [_column(each) for each in schema["fields"]],
        "primaryKey": schema.get("primaryKey", []),
        "foreignKeys": [_reference(each) for each in schema.get("foreignKeys", ())],
    }
    return filled(
        {
            "url": resource["path"],
            "dc:title": in_languages(worded(resource, "title")),
            "dc:description": in_languages(worded(resource, "description")),
            "tableSchema": filled(columns),
        }
    )


def _column(field: Mapping[str, Any]) -> dict[str, object]:
    rules = field.get("constraints", {})
    return filled(
        {
            "name": field["name"],
            "titles": field["name"],  # the head of the file
            "dc:title": in_languages(worded(field, "title")),
            "dc:description": in_languages(worded(field, "description")),
            "datatype": _datatype(field, rules.get("enum", ())),
            "required": rules.get("required"),
        }
    )


def _datatype(field: Mapping[str, Any], codes: list[str]) -> object:
    if codes:
        return {"base": "string", "format": "|".join(map(re.escape, codes))}
    if field["type"] == "boolean":
        return {"base": "boolean", "format": "yes|no"}
    return _TYPES.get(field["type"], "string")


def _reference(key: Mapping[str, Any]) -> dict[str, object]:
    to = key["reference"]
    return {
        "columnReference": key["fields"],
        "reference": {"resource": f"{to['resource']}.csv", "columnReference": to["fields"]},
    }
