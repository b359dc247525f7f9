"""Is a folder safe, and exactly what it says? Nothing else opens it before this has passed.

frictionless follows links and addresses, guesses encodings and passes formulas, markup and invisible
characters; so every path, character, cell and wording is judged here first. Personal data is named by kind,
never repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from yearbook.model import Finding
from yearbook.preflight.across import emptiness_findings, reference_findings, repeated_id_findings
from yearbook.preflight.descriptor import FILE, descriptor_findings, parse, profile_findings
from yearbook.preflight.files import read_text
from yearbook.preflight.folder import Contents, contents_of
from yearbook.preflight.form import form
from yearbook.preflight.plain import problem
from yearbook.preflight.prose import is_prose, name_findings, prose_findings
from yearbook.preflight.resources import danger_of, resource_findings, resources_of
from yearbook.preflight.tables import TableFile, table_findings

__all__ = ["preflight"]

_MOST_OF_A_KIND = 30
_WELCOME = frozenset({FILE, "README.md", "LICENSE", "LICENSE.txt", "CHANGELOG.md"})


def preflight(folder: Path) -> tuple[Finding, ...]:
    """Return everything that makes a package folder unsafe or other than the form, all at once."""
    contents = contents_of(folder)
    if not contents.files:
        return contents.findings
    descriptor, about_descriptor = _descriptor(folder, contents)
    tables = _table_paths(descriptor, contents)
    findings = [*contents.findings, *about_descriptor]
    findings += _table_findings(folder, tables)
    findings += _prose_findings(folder, contents)
    findings += _unknown_files(contents, set(tables.values()))
    return tuple(_without_floods(findings))


def _descriptor(folder: Path, contents: Contents) -> tuple[Mapping[str, Any] | None, list[Finding]]:
    if FILE not in contents.files:
        return None, [problem("descriptor_missing").at(FILE)]
    text, findings = read_text(folder / FILE, FILE)
    if text is None:
        return None, [*findings]
    descriptor, wrong_json = parse(text)
    if descriptor is None:
        return None, wrong_json
    stated = descriptor_findings(descriptor, text, folder.resolve().name)
    return descriptor, [*wrong_json, *stated, *_form_findings(descriptor, contents)]


def _form_findings(descriptor: Mapping[str, Any], contents: Contents) -> Iterator[Finding]:
    """Our own rules, then the official profile where it says something new."""
    own = list(resource_findings(descriptor, contents))
    said = {path for path, _ in own}
    yield from (each for _, each in own)
    for path, each in profile_findings(descriptor):
        is_whole_resource = len(path) == 2 and any(place[:2] == path for place in said)
        if path[:3] not in said and not is_whole_resource:
            yield each


def _table_paths(descriptor: Mapping[str, Any] | None, contents: Contents) -> dict[str, str]:
    """The file of each table of the form: the one named if it is safe, else the usual one if it is there."""
    named = {
        resource["name"]: path
        for resource in resources_of(descriptor or {})
        if isinstance(path := resource.get("path"), str) and isinstance(resource.get("name"), str)
        if path in contents.files and not danger_of(path)
    }
    paths = {name: named.get(name, f"data/{name}.csv") for name in form()}
    return {name: path for name, path in paths.items() if path in contents.files}


def _table_findings(folder: Path, paths: Mapping[str, str]) -> Iterator[Finding]:
    tables: list[TableFile] = []
    for name, path in paths.items():
        text, findings = read_text(folder / path, path)
        yield from findings
        if text is not None:
            table, inside = table_findings(form()[name], path, text)
            yield from inside
            tables += [table] if table else []
    yield from emptiness_findings(tables)
    yield from repeated_id_findings(tables)
    yield from reference_findings(tables)


def _prose_findings(folder: Path, contents: Contents) -> Iterator[Finding]:
    for file in sorted(filter(is_prose, contents.files)):
        yield from name_findings(file)
        text, findings = read_text(folder / file, file)
        yield from findings
        if text is not None:
            yield from prose_findings(text, file)


def _unknown_files(contents: Contents, used: set[str]) -> Iterator[Finding]:
    for file in sorted(contents.files - used - _WELCOME):
        if not is_prose(file):
            yield problem("file_unknown").at(file, severity="note")


def _without_floods(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first findings of each kind in each file; how many more there are is said once."""
    seen = Counter[tuple[str, str]]()
    for each in findings:
        kind = (each.code, each.where.file)
        seen[kind] += 1
        if seen[kind] <= _MOST_OF_A_KIND:
            yield each
    for (_, file), times in seen.items():
        if times > _MOST_OF_A_KIND:
            yield problem("and_more", count=times - _MOST_OF_A_KIND).at(file)
