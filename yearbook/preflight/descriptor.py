"""`datapackage.json` against JSON, the official Data Package 2.0 profile and what every package states."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from yearbook.model import Finding
from yearbook.preflight.form import form
from yearbook.preflight.personal import OFFICIAL, kinds_in
from yearbook.preflight.plain import (
    MASK,
    character_problems,
    markup_problems,
    personal_problems,
    problem,
    shown,
)

FILE = "datapackage.json"

_PROFILE = Path(__file__).parent.parent / "profiles" / "datapackage-2.0.json"
_OFFICIAL_PROFILE = re.compile(r"https://datapackage\.org/profiles/[12]\.0/\w+\.json")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SAMPLES = {
    "string": '"…"',
    "array": "[…]",
    "object": "{…}",
    "integer": "123",
    "number": "1.5",
    "boolean": "true",
}
_STATED = ("name", "title", "title@en", "version", "yearbook")
_STATED_BY_PUBLISHER = ("publisher_zh", "publisher_en", "official", "place", "contact")
_CONTACT = ("telephone", "address", "source")
_STATES = ("draft", "released")
_DEEPEST = 20
_ADDRESSES = ("path", "homepage", "image")
_NO_WORDING = (*_ADDRESSES, "pattern")
_SMALL_SCHEMA = {"fields": [{"name": "id"}]}


def parse(text: str) -> tuple[Mapping[str, Any] | None, list[Finding]]:
    """Return the descriptor, None when it is no JSON object, and everything wrong with its JSON."""
    repeated: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in items]
        repeated.extend(key for key in dict.fromkeys(keys) if keys.count(key) > 1)
        return dict(items)

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return None, [_broken(error), *raw_findings(text)]
    except (ValueError, RecursionError):
        return None, [problem("json_strange").at(FILE), *raw_findings(text)]
    findings = [
        problem("json_key_twice", entry=shown(key)).at(FILE, _line(text, f'"{key}"')) for key in repeated
    ]
    if not isinstance(value, dict):
        return None, [*findings, problem("json_no_object").at(FILE), *raw_findings(text)]
    if _is_deeper(value, _DEEPEST):
        return None, [*findings, problem("json_strange").at(FILE), *raw_findings(text)]
    return value, findings


def raw_findings(text: str) -> Iterator[Finding]:
    """Yield the personal data in a descriptor that cannot be read as JSON."""
    for row, line in enumerate(text.split("\n"), start=1):
        for each in personal_problems(line):
            yield each.at(FILE, row)


def descriptor_findings(descriptor: Mapping[str, Any], text: str, folder: str) -> Iterator[Finding]:
    """Yield what the descriptor must state and does not, and every wording in it that is not plain."""
    yield from _statement_findings(descriptor, folder)
    yield from _translation_findings(descriptor)
    yield from _address_findings(descriptor)
    for path, wording in _wordings(descriptor):
        yield from _wording_findings(path, wording, text)


def profile_findings(descriptor: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Finding]]:
    """Yield path and finding for each break of the official profile."""
    errors = _validator().iter_errors(_without_known_schemas(descriptor))
    first: dict[tuple[str | int, ...], Any] = {}
    for error in sorted(errors, key=lambda each: [str(part) for part in each.path]):
        first.setdefault(tuple(error.absolute_path), error)
    for path, error in first.items():
        yield path, _profile_finding(error, _name(path))


def _without_known_schemas(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """The schemas of the form follow the profile (a test says so); judging them anew would take long."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        return dict(descriptor)
    return {**descriptor, "resources": [_without_known_schema(each) for each in resources]}


def _without_known_schema(resource: object) -> object:
    name = resource.get("name") if isinstance(resource, dict) else None
    if not isinstance(resource, dict) or not isinstance(name, str) or name not in form():
        return resource
    return (
        {**resource, "schema": _SMALL_SCHEMA} if resource.get("schema") == form()[name].schema else resource
    )


def _broken(error: json.JSONDecodeError) -> Finding:
    line = error.doc.split("\n")[error.lineno - 1]
    # A piece of a number must not escape the mask that the whole line would get.
    stands = MASK if kinds_in(line) else shown(line[error.colno - 1 : error.colno + 11])
    place = {"line": error.lineno, "position": error.colno, "value": stands}
    return problem("json_broken" if stands else "json_unfinished", **place).at(FILE, error.lineno)


def _is_deeper(value: object, levels: int) -> bool:
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return bool(inside) and (levels == 0 or any(_is_deeper(each, levels - 1) for each in inside))


def _profile_finding(error: Any, path: str) -> Finding:
    given = error.instance
    value = shown(given if isinstance(given, str) else json.dumps(given, ensure_ascii=False))
    match error.validator:
        case "required":
            missing = next(str(each) for each in error.validator_value if each not in given)
            return problem("profile_required", path=path, name=missing).at(FILE)
        case "type":
            wanted = (
                error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
            )
            sample = " / ".join(_SAMPLES.get(str(each), str(each)) for each in wanted)
            return problem("profile_type", path=path, value=value, expected=sample).at(FILE)
        case "minItems" | "minProperties":
            return problem("profile_empty", path=path).at(FILE)
        case "enum":
            allowed = ", ".join(map(str, error.validator_value))
            return problem("profile_enum", path=path, value=value, allowed=allowed).at(FILE)
        case "format":
            return problem("profile_format", path=path, value=value).at(FILE)
    return problem("profile_other", path=path, value=value).at(FILE)


def _statement_findings(descriptor: Mapping[str, Any], folder: str) -> Iterator[Finding]:
    for key in _STATED:
        if descriptor.get(key) in (None, ""):
            yield problem("statement_missing", path=key).at(FILE)
    name = descriptor.get("name")
    if isinstance(name, str) and name and (name != folder or not _SLUG.fullmatch(name)):
        yield problem("name_not_folder", value=shown(name), folder=shown(folder)).at(FILE)
    own = descriptor.get("yearbook")
    if isinstance(own, dict):
        yield from _publisher_findings(own)
    elif own is not None:
        yield problem("statement_form", path="yearbook", expected="{…}").at(FILE)


def _publisher_findings(own: Mapping[str, Any]) -> Iterator[Finding]:
    for key in _STATED_BY_PUBLISHER:
        if own.get(key) in (None, ""):
            yield problem("statement_missing", path=f"yearbook.{key}").at(FILE)
    forms = {"publisher_zh": str, "publisher_en": str, "place": str, "official": bool, "contact": dict}
    samples = {str: '"…"', bool: "true / false", dict: "{…}"}
    for key, kind in forms.items():
        if own.get(key) is not None and not isinstance(own[key], kind):
            yield problem("statement_form", path=f"yearbook.{key}", expected=samples[kind]).at(FILE)
    claims = own.get("claims", {})
    share = claims.get("threshold", 1) if isinstance(claims, dict) else None
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        yield problem("statement_form", path="yearbook.claims.threshold", expected="0 … 1").at(FILE)
    if own.get("status", _STATES[0]) not in _STATES:
        yield problem("statement_form", path="yearbook.status", expected=" / ".join(_STATES)).at(FILE)
    contact = own["contact"] if isinstance(own.get("contact"), dict) else {}
    for key in _CONTACT:
        if not isinstance(contact.get(key), str | None):
            yield problem("statement_form", path=f"yearbook.contact.{key}", expected='"…" / null').at(FILE)


def _translation_findings(value: object, path: tuple[str | int, ...] = ()) -> Iterator[Finding]:
    """Translated titles are no part of the official profile, which lets them be anything."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inside in items:
        if isinstance(key, str) and "@" in key and not isinstance(inside, str):
            yield problem("statement_form", path=_name((*path, key)), expected='"…"').at(FILE)
        else:
            yield from _translation_findings(inside, (*path, key))


def _address_findings(descriptor: Mapping[str, Any]) -> Iterator[Finding]:
    for path, value in _wordings(descriptor):
        key, of_resource = path[-1], path[0] == "resources" and len(path) == 3
        is_other_profile = key == "$schema" and not _OFFICIAL_PROFILE.fullmatch(value)
        if is_other_profile or (key == "profile" and len(path) in (1, 3)):
            yield problem("profile_unknown", path=_name(path), value=shown(value)).at(FILE)
        elif key in _ADDRESSES and not of_resource and not _is_safe_address(value):
            yield problem("address_unsafe", path=_name(path), value=shown(value)).at(FILE)


def _is_safe_address(value: str) -> bool:
    if re.match(r"https?://[^/\s]", value):
        return True
    parts = value.split("/")
    return (
        bool(value)
        and not re.search(r"[\\:]", value)
        and not any(each.startswith(".") or not each for each in parts)
    )


def _wording_findings(path: tuple[str | int, ...], wording: str, text: str) -> Iterator[Finding]:
    is_contact = path[:2] == ("yearbook", "contact")
    problems = [each for each in personal_problems(wording) if not (is_contact and each.code in OFFICIAL)]
    problems += [*character_problems(wording), *(() if path[-1] in _NO_WORDING else markup_problems(wording))]
    for each in problems:
        line = _line(text, json.dumps(wording, ensure_ascii=False)) or _line(text, wording)
        yield each.at(FILE, line)


def _wordings(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every key, wording and number with its path."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield (*path, "key"), key
            yield from _wordings(inside, (*path, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from _wordings(inside, (*path, index))
    elif isinstance(value, str):
        yield path, value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, str(value)


def _name(path: tuple[str | int, ...]) -> str:
    """A path as people write it: resources[2].name."""
    parts = (f"[{each}]" if isinstance(each, int) else f".{shown(each)}" for each in path)
    return "".join(parts).removeprefix(".") or FILE


def _line(text: str, wording: str) -> int | None:
    at = text.find(wording)
    return None if at < 0 or not wording else text.count("\n", 0, at) + 1


def _refuse(constant: str) -> None:
    raise ValueError(constant)


@cache
def _validator() -> Any:
    from jsonschema import Draft7Validator

    profile = json.loads(_PROFILE.read_text(encoding="utf-8"))
    return Draft7Validator(profile, format_checker=Draft7Validator.FORMAT_CHECKER)
