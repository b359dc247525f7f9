"""Descriptor and CSV files in, a typed `Package` out; the only module that knows frictionless."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from yearbook.formula import expand
from yearbook.model import (
    DIMENSIONS,
    FACT_TABLES,
    Commitment,
    Contact,
    Entry,
    Field,
    Finding,
    Indicator,
    Observation,
    Package,
    Participation,
    Quantity,
    Relation,
    Source,
    Table,
    Text,
    Where,
)
from yearbook.preflight import preflight
from yearbook.preflight.folder import contents_of
from yearbook.store import Store, code_hash, hash_of, version_of

Row = Mapping[str, str]
Kind = TypeVar("Kind")

_FACT_TEXTS = (
    "id",
    "indicator",
    *DIMENSIONS,
    "period_kind",
    "status",
    "printed",
    "absent",
    "series",
    "source",
    "locator",
)
_PROSE = re.compile(r"(?P<year>\d{4})\.(?P<language>[a-z]{2})\.md")


def read_packages(
    root: Path, store: Store, only: Iterable[str] = ()
) -> tuple[tuple[Package, ...], tuple[Finding, ...]]:
    """Return every package in a folder of packages, and what is wrong with those that cannot be read."""
    names = sorted(each.name for each in root.iterdir() if each.is_dir() and not each.name.startswith("."))
    chosen = set(only) or set(names)
    findings = [
        Finding(code="no_such_publisher", details=(("value", name), ("names", ", ".join(names))))
        for name in sorted(chosen - set(names))
    ]
    packages = []
    for name in names:
        if name in chosen:
            package, found = read_package(root / name, store)
            findings += [each.of(name) for each in found]
            packages += [package] if package else []
    if not packages and not findings:
        findings.append(Finding(code="no_packages", where=Where(file=root.name)))
    return _linked(packages), tuple(findings)


def _linked(packages: list[Package]) -> tuple[Package, ...]:
    """Give each package the others that its relations name, and a fingerprint that changes with them."""
    known = {each.id: each for each in packages}
    linked = []
    for package in packages:
        others = {name: known[name] for name in sorted(package.neighbours & set(known) - {package.id})}
        prints = (package.fingerprint, *(each.fingerprint for each in others.values()))
        linked.append(replace(package, others=MappingProxyType(others), fingerprint=hash_of(prints)))
    return tuple(linked)


def read_package(folder: Path, store: Store) -> tuple[Package | None, tuple[Finding, ...]]:
    """Return one folder as a package, or nothing and every reason why not."""
    # What is not plain files is never opened, so it has no fingerprint to keep a verdict under.
    if contents_of(folder).findings:
        findings = _inspect(folder)
    else:
        key = ("inspection", fingerprint(folder), *_inspectors())
        findings = _from_json(store.keep(key, lambda: _to_json(_inspect(folder))))
    blocked = any(each.severity == "must_fix" for each in findings)
    return None if blocked else _load(folder), findings


def fingerprint(folder: Path) -> str:
    """Return the hash of every file in a package folder, names included."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return hash_of(part for file in files for part in (str(file.relative_to(folder)), file.read_bytes()))


def _inspectors() -> tuple[str, ...]:
    return version_of("frictionless", "jsonschema"), code_hash(Path(__file__).parent)


def _inspect(folder: Path) -> tuple[Finding, ...]:
    findings = preflight(folder)
    if any(each.severity == "must_fix" for each in findings):
        return findings
    return findings + tuple(
        Finding(
            code="frictionless",
            where=Where(file=each["file"], row=each["row"], column=each["column"]),
            details=(("value", each["message"]),),
        )
        for each in _ask_frictionless(folder)
    )


def _to_json(findings: tuple[Finding, ...]) -> bytes:
    return json.dumps([asdict(each) for each in findings]).encode()


def _from_json(body: bytes) -> tuple[Finding, ...]:
    def finding(kept: dict[str, Any]) -> Finding:
        where, figures = Where(**kept["where"]), tuple(kept["figures"])
        details = tuple((name, value) for name, value in kept["details"])
        return Finding(**kept | {"where": where, "figures": figures, "details": details})

    return tuple(finding(each) for each in json.loads(body))


def _ask_frictionless(folder: Path) -> list[dict[str, Any]]:
    from frictionless import Package as FrictionlessPackage

    report = FrictionlessPackage(folder / "datapackage.json").validate()
    errors = [(task.place, error) for task in report.tasks for error in task.errors]
    errors += [("datapackage.json", error) for error in report.errors]
    return [
        {
            "file": place,
            "row": getattr(error, "row_number", None),
            "column": getattr(error, "field_name", ""),
            "message": error.message,
        }
        for place, error in errors
    ]


def _load(folder: Path) -> Package:
    descriptor_text = (folder / "datapackage.json").read_text(encoding="utf-8-sig")
    descriptor = json.loads(descriptor_text)
    own = descriptor["yearbook"]
    rows = {each["name"]: _rows(folder / each["path"]) for each in descriptor["resources"]}
    tables = tuple(_table(each, rows[each["name"]]) for each in descriptor["resources"])
    indicators = _by_id(_indicator(row) for row in rows["indicators"])
    facts = (
        _observation(row, table, at, indicators)
        for table in FACT_TABLES
        for at, row in enumerate(rows[table], 2)
    )
    observations = _by_id(facts)
    return Package(
        id=descriptor["name"],
        title=_titles(descriptor, "title"),
        description=_titles(descriptor, "description"),
        publisher=_text(own, "publisher"),
        version=descriptor["version"],
        created=datetime.fromisoformat(descriptor["created"]),
        official=own["official"],
        contact=Contact(
            **{name: own["contact"].get(name) or "" for name in ("telephone", "address", "source")}
        ),
        place=own["place"],
        descriptor=descriptor_text,
        tables=tables,
        prose=MappingProxyType(_prose(folder / "prose")),
        observations=observations,
        indicators=indicators,
        programmes=_by_id(_entry(row, "nature") for row in rows["programmes"]),
        places=_by_id(_entry(row, "kind") for row in rows["places"]),
        schools=_by_id(_entry(row, "stage") for row in rows["schools"]),
        entities=_by_id(_entry(row, "kind") for row in rows["entities"]),
        codes=MappingProxyType(
            {(row["dimension"], row["code"]): _text(row, "label") for row in rows["codes"]}
        ),
        sources=_by_id(_source(row) for row in rows["sources"]),
        relations=tuple(_relations(rows, observations)),
        derivations=tuple(MappingProxyType(row) for row in rows["derivations"]),
        commitments=tuple(_commitment(row) for row in rows["commitments"]),
        participations=tuple(_participation(row) for row in rows["participations"]),
        fingerprint=fingerprint(folder),
        threshold=Fraction(str(own.get("claims", {}).get("threshold", 1))),
        files=MappingProxyType(_files(folder, descriptor)),
    )


def _files(folder: Path, descriptor: Mapping[str, Any]) -> dict[str, bytes]:
    """What a package is: the descriptor, its tables and the prose; whatever else lies about is not of it."""
    paths = ["datapackage.json", *(each["path"] for each in descriptor["resources"])]
    paths += [
        f"prose/{each.name}"
        for each in sorted((folder / "prose").glob("*.md"))
        if _PROSE.fullmatch(each.name)
    ]
    return {path: (folder / path).read_bytes() for path in paths}


def _rows(file: Path) -> list[dict[str, str]]:
    text = file.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _table(resource: Mapping[str, Any], rows: list[dict[str, str]]) -> Table:
    fields = tuple(_field(each) for each in resource["schema"]["fields"])
    cells = tuple(tuple(row[each.name] for each in fields) for row in rows)
    return Table(name=resource["name"], title=_titles(resource, "title"), fields=fields, rows=cells)


def _field(field: Mapping[str, Any]) -> Field:
    return Field(
        name=field["name"],
        type=field["type"],
        title=_titles(field, "title"),
        description=_titles(field, "description"),
        enum=tuple(field.get("constraints", {}).get("enum", ())),
    )


def _observation(row: Row, table: str, at: int, indicators: Mapping[str, Indicator]) -> Observation:
    indicator = indicators.get(row["indicator"])
    return Observation(
        **{name: row[name] for name in _FACT_TEXTS},
        table=table,
        year=int(row["year"]),
        period_start=_day(row["period_start"]),
        period_end=_day(row["period_end"]),
        quantity=_quantity(row, indicator),
        note=_text(row, "note"),
        row=at,
    )


def _quantity(row: Row, indicator: Indicator | None) -> Quantity | None:
    if not (row["value"] and row["resolution"] and row["qualifier"] and indicator):
        return None
    value, resolution = Decimal(row["value"]), Decimal(row["resolution"])
    return Quantity(value=value, qualifier=row["qualifier"], resolution=resolution, grain=indicator.grain)


def _indicator(row: Row) -> Indicator:
    return Indicator(
        **{name: row[name] for name in ("id", "unit", "counting_unit", "measure", "per")},
        label=_text(row, "label"),
        definition=_text(row, "definition"),
        decimals=int(row["decimals"]),
        sum_over=_split(row["sum_over"]),
    )


def _entry(row: Row, kind: str) -> Entry:
    optional = {
        name: row.get(name, "") for name in ("place", "parent", "stage", "setting", "source", "locator")
    }
    return Entry(
        id=row["id"],
        kind=row[kind],
        label=_text(row, "label"),
        aliases=_split(row["aliases"]),
        definition=_text(row, "definition"),
        note=_text(row, "note"),
        **optional,
    )


def _source(row: Row) -> Source:
    return Source(
        **{name: row[name] for name in ("id", "url", "completeness")},
        title=_text(row, "title"),
        title_supplied=row["title_supplied"] == "yes",
        issuer=_text(row, "issuer"),
        issuer_supplied=row["issuer_supplied"] == "yes",
        published=_day(row["published"]),
        retrieved=_day(row["retrieved"]),
        note=_text(row, "note"),
    )


def _relations(
    rows: Mapping[str, list[dict[str, str]]], observations: Mapping[str, Observation]
) -> Iterator[Relation]:
    codes = {each: [row["id"] for row in rows[f"{each}s"]] for each in ("place", "school", "programme")}
    for each in ("stage", "group", "funding"):
        codes[each] = [row["code"] for row in rows["codes"] if row["dimension"] == each]
    codes["year"] = sorted({str(each.year) for each in observations.values()})
    for at, row in enumerate(rows["relations"], 2):
        for code, terms in expand(row["terms"], codes, observations):
            yield _relation(row, terms, code, at)


def _relation(row: Row, terms: str, code: str, at: int) -> Relation:
    return Relation(
        id=f"{row['id']}-{code}" if code else row["id"],
        kind=row["kind"],
        terms=terms,
        exhaustive=row["exhaustive"] == "yes",
        statement=_text(row, "statement"),
        explanation=_text(row, "explanation"),
        row=at,
        pattern=row["id"] if code else "",
    )


def _commitment(row: Row) -> Commitment:
    return Commitment(
        **{name: row[name] for name in ("id", "owner", "outcome", "source", "locator")},
        topic=_text(row, "topic"),
        label=_text(row, "label"),
        year=int(row["year"]),
        due=_day(row["due"]),
        evidence=_split(row["evidence"]),
        note=_text(row, "note"),
    )


def _participation(row: Row) -> Participation:
    return Participation(
        **{name: row[name] for name in ("id", "school", "activity", "source", "locator")},
        year=int(row["year"]),
        complete=row["complete"] == "yes",
        note=_text(row, "note"),
    )


def _prose(folder: Path) -> dict[tuple[int, str], str]:
    found = {file: _PROSE.fullmatch(file.name) for file in sorted(folder.glob("*.md"))}
    return {
        (int(match["year"]), match["language"]): file.read_text(encoding="utf-8-sig")
        for file, match in found.items()
        if match
    }


def _by_id(items: Iterable[Kind]) -> Mapping[str, Kind]:
    key: Callable[[Any], str] = lambda item: item.id  # noqa: E731
    return MappingProxyType({key(item): item for item in items})


def _text(row: Mapping[str, Any], name: str) -> Text:
    return Text(
        tuple(
            (key[len(name) + 1 :], row[key])
            for key in row
            if key.startswith(name + "_") and len(key) == len(name) + 3
        )
    )


def _titles(descriptor: Mapping[str, Any], name: str) -> Text:
    english = descriptor.get(f"{name}@en", "")
    return Text((("zh", descriptor.get(name, "")), ("en", english)))


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
