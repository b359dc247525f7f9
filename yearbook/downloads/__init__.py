"""Tables as files to take away, a function a format, and what describes them; one set for all languages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yearbook.about import About, about
from yearbook.downloads.bundle import papers_of, sources_of, zip_of
from yearbook.downloads.cover import Cover, cover_of
from yearbook.downloads.csv_files import csv_of, csv_rows
from yearbook.downloads.descriptor import descriptor_of
from yearbook.downloads.everything import all_of, everything_zip
from yearbook.downloads.figures import figures_of
from yearbook.downloads.json_files import json_lines_of, json_of
from yearbook.downloads.parquet import parquet_of
from yearbook.downloads.sheets import Sheet, data_sheet, dictionary_names, dictionary_sheet, notes_sheet
from yearbook.downloads.sqlite_file import datasette_of, sqlite_of
from yearbook.downloads.tables import PublishedTable, by_year, in_every_language, tables_of
from yearbook.downloads.wide import by_year_of
from yearbook.metadata import croissant_of, csvw_of
from yearbook.model import FACT_TABLES, Artifact, Package, Result
from yearbook.record import sums_of
from yearbook.store import Store, code_hash, version_of
from yearbook.words import Words

_CODE = (
    Path(__file__).parent,
    Path(__file__).parents[1] / "metadata",
    Path(__file__).parents[1] / "words.py",
    Path(__file__).parents[1] / "vocabulary.py",
)


def make_downloads(
    results: tuple[Result, ...], all_words: tuple[Words, ...], store: Store
) -> tuple[Artifact, ...]:
    """Return the files to download of every publisher, under `data/<publisher>/`; Chinese words first.

    Every table with the rows of all publishers stands above them, in `data/`, and a ZIP of everything.
    """
    published = {each.package.id: _published(each, all_words) for each in results}
    own = [
        artifact
        for each in results
        for artifact in _downloads(each, published[each.package.id], all_words, store)
    ]
    made_from = tuple(f"datapackages/{each.package.id}/datapackage.json" for each in results)
    of_all = {f"data/{each.name}.csv": csv_of(each) for each in all_of(published, all_words)}
    everything = everything_zip([about(each.package) for each in results], own, of_all, all_words)
    files = of_all | {"data/all.zip": everything}
    return (*own, *(Artifact(path=path, body=files[path], made_from=made_from) for path in files))


def _published(result: Result, all_words: tuple[Words, ...]) -> tuple[PublishedTable, ...]:
    return (*tables_of(result, all_words), figures_of(result, all_words))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Publication:
    """What every file of a publisher is made from; the last of the tables is that of all figures."""

    package: Package
    tables: tuple[PublishedTable, ...]
    descriptor: bytes
    all_words: tuple[Words, ...]

    @property
    def described(self) -> dict[str, Any]:
        """The descriptor as read from JSON."""
        return dict(json.loads(self.descriptor))


def _downloads(
    result: Result, tables: tuple[PublishedTable, ...], all_words: tuple[Words, ...], store: Store
) -> Iterator[Artifact]:
    package = result.package
    csv_files = {f"{table.name}.csv": csv_of(table) for table in tables}
    descriptor = descriptor_of(package, tables, csv_files, all_words)
    data = {**csv_files, "datapackage.json": descriptor}
    key: tuple[str | bytes, ...] = (_code_and_words(all_words), package.version, *data, *data.values())
    own = _Publication(package=package, tables=tables, descriptor=descriptor, all_words=all_words)
    data |= _for_people(own, key, store) | _for_programs(own) | _about_the_files(own)
    papers = papers_of(about(package), tables, all_words)
    bundled = {**data, **papers, **sources_of(result)}
    parts = (part for each in bundled.items() for part in each)
    bundle = store.keep(("zip", code_hash(*_CODE), *parts), lambda: zip_of(package.id, bundled))
    files = {**data, f"{package.id}.zip": bundle, **dict(_year_by_year(own))}
    files["SHA256SUMS"] = sums_of(files)
    origins = _origins(package, tables, all_words)
    every = tuple(dict.fromkeys(origin for each in origins.values() for origin in each))
    for name, body in files.items():
        yield Artifact(
            path=f"data/{package.id}/{name}", body=body, made_from=origins.get(name.rpartition("/")[2], every)
        )


def _for_people(own: _Publication, key: tuple[str | bytes, ...], store: Store) -> dict[str, bytes]:
    """Return the workbook in both formats, and all figures with a column a year in each language."""
    from yearbook.downloads.ods import ods_of
    from yearbook.downloads.workbook import workbook_of

    name = own.package.id
    return {
        f"{name}.xlsx": store.keep(
            ("xlsx", version_of("xlsxwriter"), *key), lambda: workbook_of(*_cover_and_sheets(own))
        ),
        f"{name}.ods": store.keep(("ods", *key), lambda: ods_of(*_cover_and_sheets(own))),
        **{f"by-year.{words.language}.csv": by_year_of(own.package, words) for words in own.all_words},
    }


def _year_by_year(own: _Publication) -> Iterator[tuple[str, bytes]]:
    """Yield every table of figures once more a year: an address that keeps its year as others are added."""
    for table in own.tables:
        if table.name in (*FACT_TABLES, "figures"):
            for year, rows in by_year(table):
                yield f"{year}/{table.name}.csv", csv_of(rows)


def _cover_and_sheets(own: _Publication) -> tuple[Cover, tuple[Sheet, ...]]:
    """Return the workbook; without the table of all figures, which stand with their labels in its topics."""
    all_words, tables = own.all_words, own.tables[:-1]
    sheets = (
        (notes_sheet(all_words), in_every_language("downloads.workbook.notes", all_words)),
        (
            dictionary_sheet(tables, _references(own.described), all_words),
            in_every_language("downloads.workbook.dictionary", all_words),
        ),
        *((data_sheet(each, own.package, all_words), each.title) for each in tables),
    )
    return cover_of(about(own.package), sheets, all_words), tuple(sheet for sheet, _ in sheets)


def _for_programs(own: _Publication) -> dict[str, bytes]:
    """Return all tables as a database, those computed as JSON, and Parquet where the package asks for it."""
    described, computed = own.described, [each for each in own.tables if each.computed]
    files = {f"{own.package.id}.sqlite": sqlite_of(own.tables, described, own.all_words)}
    files |= {f"{each.name}.json": json_of(each) for each in computed}
    files |= {f"{each.name}.jsonl": json_lines_of(each) for each in computed}
    if described["yearbook"].get("parquet"):
        files |= {f"{each.name}.parquet": parquet_of(each) for each in own.tables}
    return files


def _about_the_files(own: _Publication) -> dict[str, bytes]:
    """Return what describes the files: a dictionary for people, the formats that programs know."""
    facts, described, english = about(own.package), own.described, own.all_words[-1]
    dictionary = dictionary_sheet(own.tables, _references(described), own.all_words)
    # A line a row for whatever reads lines; the workbook puts the values of a column below each other.
    rows = ([cell.replace("\n", " | ") for cell in row] for row in dictionary.rows)
    return {
        "dictionary.csv": csv_rows(dictionary_names(own.all_words), rows),
        "csv-metadata.json": csvw_of(described),
        "croissant.json": croissant_of(
            described, facts.citation(english), english.pick(facts.authors), _page_of(own.package.id, facts)
        ),
        "datasette.json": datasette_of(facts, own.tables, own.all_words),
    }


def _page_of(publisher: str, facts: About) -> str:
    """Return the address of a publisher's page, as seen from its data where no homepage is named."""
    return f"{facts.address.rstrip('/') or '../..'}/{publisher}/index.html"


def _references(descriptor: Mapping[str, Any]) -> Mapping[tuple[str, str], str]:
    """Which column refers to which, as `table.column`, from the foreign keys of the descriptor."""
    return {
        (resource["name"], field): f"{key['reference']['resource']}.{key['reference']['fields'][0]}"
        for resource in descriptor["resources"]
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
