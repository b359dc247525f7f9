"""Tables as files to take away: CSV, XLSX, a Data Package and a ZIP, for every language the same files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from yearbook.about import about
from yearbook.downloads.bundle import papers_of, sources_of, zip_of
from yearbook.downloads.cover import cover_of
from yearbook.downloads.csv_files import csv_of
from yearbook.downloads.descriptor import descriptor_of
from yearbook.downloads.figures import by_topic, figures_of
from yearbook.downloads.sheets import data_sheet, dictionary_sheet, notes_sheet
from yearbook.downloads.tables import PublishedTable, in_every_language, tables_of
from yearbook.model import Artifact, Package, Result
from yearbook.record import sums_of
from yearbook.store import Store, code_hash, version_of
from yearbook.words import Words

_CODE = (Path(__file__).parent, Path(__file__).parents[1] / "words.py")


def make_downloads(
    results: tuple[Result, ...], all_words: tuple[Words, ...], store: Store
) -> tuple[Artifact, ...]:
    """Return the files to download of every publisher, under `data/<publisher>/`; Chinese words first.

    One table a topic with the figures of all publishers stands above them, in `data/`.
    """
    figures = [figures_of(result, all_words) for result in results]
    pairs = zip(results, figures, strict=True)
    own = (artifact for result, table in pairs for artifact in _downloads(result, table, all_words, store))
    return (*own, *_of_all(results, figures, all_words))


def _of_all(
    results: tuple[Result, ...], figures: list[PublishedTable], all_words: tuple[Words, ...]
) -> Iterator[Artifact]:
    made_from = tuple(f"datapackages/{each.package.id}/datapackage.json" for each in results)
    for table in by_topic(figures, all_words):
        yield Artifact(path=f"data/{table.name}.csv", body=csv_of(table), made_from=made_from)


def _downloads(
    result: Result, figures: PublishedTable, all_words: tuple[Words, ...], store: Store
) -> Iterator[Artifact]:
    package = result.package
    tables = tables_of(result, all_words)
    published = (*tables, figures)
    csv_files = {f"{table.name}.csv": csv_of(table) for table in published}
    descriptor = descriptor_of(package, published, csv_files, all_words)
    data = {**csv_files, "datapackage.json": descriptor}
    key: tuple[str | bytes, ...] = (_code_and_words(all_words), *data, *data.values())
    workbook = store.keep(
        ("xlsx", version_of("xlsxwriter"), *key), lambda: _workbook(package, tables, descriptor, all_words)
    )
    data[f"{package.id}.xlsx"] = workbook
    papers = papers_of(about(package), published, all_words)
    bundled = {**data, **papers, **sources_of(result)}
    parts = (part for each in bundled.items() for part in each)
    bundle = store.keep(("zip", code_hash(*_CODE), *parts), lambda: zip_of(package.id, bundled))
    files = {**data, f"{package.id}.zip": bundle}
    files["SHA256SUMS"] = sums_of(files)
    origins = _origins(package, published, all_words)
    every = tuple(dict.fromkeys(origin for each in origins.values() for origin in each))
    for name, body in files.items():
        yield Artifact(path=f"data/{package.id}/{name}", body=body, made_from=origins.get(name, every))


def _workbook(
    package: Package, tables: tuple[PublishedTable, ...], descriptor: bytes, all_words: tuple[Words, ...]
) -> bytes:
    from yearbook.downloads.workbook import workbook_of

    notes = notes_sheet(all_words)
    dictionary = dictionary_sheet(tables, _references(descriptor), all_words)
    sheets = (
        (notes, in_every_language("downloads.workbook.notes", all_words)),
        (dictionary, in_every_language("downloads.workbook.dictionary", all_words)),
        *((data_sheet(each, package, all_words), each.title) for each in tables),
    )
    return workbook_of(cover_of(about(package), sheets, all_words), tuple(sheet for sheet, _ in sheets))


def _references(descriptor: bytes) -> Mapping[tuple[str, str], str]:
    """Which column refers to which, as `table.column`, from the foreign keys of the descriptor."""
    return {
        (resource["name"], field): f"{key['reference']['resource']}.{key['reference']['fields'][0]}"
        for resource in json.loads(descriptor)["resources"]
        for key in resource["schema"].get("foreignKeys", ())
        for field in key["fields"]
    }


def _code_and_words(all_words: tuple[Words, ...]) -> str:
    return code_hash(*_CODE) + "".join(repr(words) for words in all_words)


def _origins(
    package: Package, tables: tuple[PublishedTable, ...], all_words: tuple[Words, ...]
) -> dict[str, tuple[str, ...]]:
    """Return what each CSV was made from; every other file is made from all of it."""
    folder = f"datapackages/{package.id}"
    descriptor = f"{folder}/datapackage.json"
    paths = {each["name"]: f"{folder}/{each['path']}" for each in json.loads(package.descriptor)["resources"]}
    words = tuple(f"words/{each.language}.toml" for each in all_words)
    everything = (descriptor, *paths.values(), *words)
    found = {f"{each.name}.csv": (descriptor, paths[each.name]) for each in tables if not each.computed}
    return found | {f"{each.name}.csv": everything for each in tables if each.computed}
