"""The resources a descriptor names: safe paths, plain UTF-8 CSV, the tables and columns of the form."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from yearbook.model import Finding
from yearbook.preflight.columns import column_findings
from yearbook.preflight.descriptor import FILE
from yearbook.preflight.folder import Contents
from yearbook.preflight.form import Form, form
from yearbook.preflight.plain import problem, shown

_ABOUT = ("title", "description")
_PLAIN_KEYS = (
    "$schema",
    "name",
    "path",
    "data",
    "type",
    "title",
    "description",
    "homepage",
    "sources",
    "licenses",
)
_FILE_KEYS = ("format", "mediatype", "encoding", "bytes", "hash", "schema", "dialect", "profile")
_KEYS = frozenset((*_PLAIN_KEYS, *_FILE_KEYS))
_PLAIN_DIALECT: Mapping[str, tuple[object, ...]] = {
    "delimiter": (",",),
    "quoteChar": ('"',),
    "doubleQuote": (True,),
    "header": (True,),
    "headerRows": ([1],),
    "lineTerminator": ("\r\n", "\n"),
    "skipInitialSpace": (False,),
}

Placed = tuple[tuple[str | int, ...], Finding]


def resources_of(descriptor: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the resources that are objects at all; the profile names the others."""
    resources = descriptor.get("resources")
    return [each for each in resources if isinstance(each, dict)] if isinstance(resources, list) else []


def resource_findings(descriptor: Mapping[str, Any], contents: Contents) -> Iterator[Placed]:
    """Yield path and finding for everything a resource must not say, or says otherwise than the form."""
    given = descriptor.get("resources")
    for index, resource in enumerate(given if isinstance(given, list) else ()):
        if isinstance(resource, dict):
            for key, each in _one_resource(resource, f"resources[{index}]", contents):
                yield ("resources", index, key), each
    for each in _table_findings(resources_of(descriptor)) if isinstance(given, list) else ():
        yield ("resources",), each


def _one_resource(resource: Mapping[str, Any], at: str, contents: Contents) -> Iterator[tuple[str, Finding]]:
    name = resource.get("name")
    if not isinstance(name, str) or not name:
        yield "name", problem("resource_name_missing", path=at).at(FILE)
    label = shown(name) if isinstance(name, str) and name else at
    if "data" in resource:
        yield "data", problem("resource_data_inside", table=label).at(FILE)
    for each in _path_findings(resource, name, label, contents):
        yield "path", each
    for key in resource:
        if key.partition("@")[0] not in _KEYS:
            yield key, problem("resource_key_unknown", table=label, entry=shown(key)).at(FILE)
    for each in _format_findings(resource, label):
        yield "dialect", each
    for each in _schema_findings(resource, label):
        yield "schema", each


def _path_findings(
    resource: Mapping[str, Any], name: object, label: str, contents: Contents
) -> Iterator[Finding]:
    path = resource.get("path")
    if path is None:
        if "data" not in resource:
            yield problem("path_missing", table=label).at(FILE)
    elif not isinstance(path, str):
        yield problem("path_no_text", table=label, value=shown(json.dumps(path, ensure_ascii=False))).at(FILE)
    elif danger := danger_of(path):
        yield problem(danger, table=label, value=shown(path)).at(FILE)
    elif path not in contents.files:
        yield from () if contents.is_refused(path) else _missing_file(path, label, contents.files)
    elif isinstance(name, str) and name in form() and path != f"data/{name}.csv":
        yield problem("path_other", table=label, value=shown(path), expected=f"data/{label}.csv").at(FILE)


def danger_of(path: str) -> str:
    """Return the finding code of what makes a path unsafe; empty for a plain path inside the package."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path) or path.startswith("//"):
        return "path_address"
    if "\\" in path:
        return "path_backslash"
    if path.startswith("/") or re.match(r"[A-Za-z]:|~", path):
        return "path_absolute"
    parts = path.split("/")
    if ".." in parts:
        return "path_parent"
    if any(each.startswith(".") for each in parts):
        return "path_hidden"
    return "path_odd" if not all(parts) or any(ord(each) < 32 for each in path) else ""


def _missing_file(path: str, label: str, files: Set[str]) -> Iterator[Finding]:
    nearest = difflib.get_close_matches(path[:100], sorted(files), n=1, cutoff=0.8)
    if nearest:
        suggestion = shown(nearest[0], 100)
        yield problem("path_no_file_near", table=label, value=shown(path), suggestion=suggestion).at(FILE)
    else:
        yield problem("path_no_file", table=label, value=shown(path)).at(FILE)


def _format_findings(resource: Mapping[str, Any], label: str) -> Iterator[Finding]:
    encoding = resource.get("encoding", "utf-8")
    if not isinstance(encoding, str) or encoding.lower() not in ("utf-8", "utf8"):
        yield problem("encoding_declared", table=label, value=shown(str(encoding))).at(FILE)
    for key, plain in (("format", "csv"), ("mediatype", "text/csv")):
        if resource.get(key, plain) != plain:
            yield problem(
                "resource_no_csv", table=label, entry=key, value=shown(str(resource[key])), expected=plain
            ).at(FILE)
    dialect = resource.get("dialect", {})
    if not isinstance(dialect, dict):
        yield problem("dialect_elsewhere", table=label, value=shown(str(dialect))).at(FILE)
        return
    for key, value in dialect.items():
        if key != "$schema" and value not in _PLAIN_DIALECT.get(key, ()):
            yield problem("dialect_other", table=label, entry=shown(key), value=shown(str(value))).at(FILE)


def _table_findings(resources: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    names = [each["name"] for each in resources if isinstance(each.get("name"), str) and each["name"]]
    for name in form():
        if name not in names:
            yield problem("table_missing", table=name).at(FILE)
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield problem("table_twice", table=shown(name)).at(FILE)
        if name not in form():
            yield problem("table_unknown", table=shown(name), tables=", ".join(form())).at(FILE)


def _schema_findings(resource: Mapping[str, Any], label: str) -> Iterator[Finding]:
    schema, name = resource.get("schema"), resource.get("name")
    if isinstance(schema, str):
        yield problem("schema_elsewhere", table=label, value=shown(schema)).at(FILE)
        return
    table = form().get(name) if isinstance(name, str) else None
    if table is None:
        return
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if (
        not isinstance(schema, dict)
        or not isinstance(fields, list)
        or not all(isinstance(each, dict) for each in fields)
    ):
        yield problem("schema_missing", table=label).at(FILE)
        return
    yield from _field_findings(table, fields, label)
    yield from _changes(_rules(table.schema), _rules(schema), label, "schema")


def _field_findings(table: Form, fields: Sequence[Mapping[str, Any]], label: str) -> Iterator[Finding]:
    expected = [each.name for each in table.columns]
    names = [str(each.get("name")) for each in fields]
    yield from (each.at(FILE) for each in column_findings(expected, names, label))
    given = {str(each.get("name")): each for each in fields}
    for field in table.schema["fields"]:
        if field["name"] in given:
            yield from _changes(_rules(field), _rules(given[field["name"]]), label, field["name"])


def _changes(
    wanted: Mapping[str, Any], given: Mapping[str, Any], label: str, place: str
) -> Iterator[Finding]:
    for key in dict.fromkeys([*wanted, *given]):
        if wanted.get(key) != given.get(key) or type(wanted.get(key)) is not type(given.get(key)):
            values = {"expected": _as_json(wanted, key), "value": _as_json(given, key)}
            yield problem("schema_changed", table=label, place=place, entry=shown(key), **values).at(FILE)


def _rules(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema or a field without what only describes it, each constraint an entry of its own."""
    constraints = schema.get("constraints")
    inside = constraints if isinstance(constraints, dict) else {}
    left_out = {*_ABOUT, "fields", "$schema", "name", *(["constraints"] if constraints == inside else [])}
    plain = {key: value for key, value in schema.items() if key.partition("@")[0] not in left_out}
    return plain | {f"constraints.{key}": value for key, value in inside.items()}


def _as_json(rules: Mapping[str, Any], key: str) -> str:
    return shown(json.dumps(rules[key], ensure_ascii=False)) if key in rules else "–"
