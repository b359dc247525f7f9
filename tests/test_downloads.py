"""The files to download hold the same figures in every format, open everywhere and never run anything."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from frictionless import Package as FrictionlessPackage
from jsonschema import Draft7Validator, FormatChecker

from tests.cases import GOOD, ROOT
from yearbook.check import check
from yearbook.derive import derive
from yearbook.downloads import make_downloads
from yearbook.downloads.tables import tables_of
from yearbook.interval import Interval
from yearbook.model import FACT_TABLES, Package, Result, Table
from yearbook.read import read_package
from yearbook.store import Store
from yearbook.words import Words, read_words

Files = Mapping[str, bytes]
Rows = list[dict[str, str]]

HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2",
    "https://example.org",
    "007",
    "1E5",
    "_x0041_",
    "<b>&",
    "TRUE",
)


@pytest.fixture(scope="module")
def all_words() -> tuple[Words, ...]:
    return read_words(ROOT / "words")


@pytest.fixture(scope="module", params=["good", "erdao"])
def result(request: pytest.FixtureRequest) -> Result:
    folder = GOOD if request.param == "good" else ROOT / "datapackages" / request.param
    package, findings = read_package(folder, Store(None))
    assert package is not None, findings
    return _result(package)


@pytest.fixture(scope="module")
def files(result: Result, all_words: tuple[Words, ...]) -> Files:
    return _made(result, all_words)


@pytest.fixture(scope="module")
def folder(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(files, tmp_path_factory.mktemp("data"))


def _result(package: Package) -> Result:
    verdicts, _ = check(package)
    return Result(package=package, verdicts=verdicts, derived=derive(package))


def _made(result: Result, all_words: tuple[Words, ...], store: Store | None = None) -> Files:
    artifacts = make_downloads((result,), all_words, store or Store(None))
    start = f"data/{result.package.id}/"
    assert all(each.path.startswith("data/") and each.kind == "file" for each in artifacts)
    own = (each for each in artifacts if each.path.startswith(start))
    return {each.path.removeprefix(start): each.body for each in own}


def _written(files: Files, folder: Path) -> Path:
    for name, body in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


def _rows(body: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def _workbook(files: Files, name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(files[f"{name}.xlsx"]))


def _sheet_rows(book: openpyxl.Workbook, table: str) -> Rows:
    """Every cell of a sheet as the text it has in the CSV, by machine name."""
    (sheet,) = (each for each in book.worksheets if each.title.split()[-1] == table)
    head, *rows = sheet.iter_rows(values_only=True)
    names = [str(each).split()[-1] for each in head]
    return [dict(zip(names, map(_as_text, row), strict=True)) for row in rows]


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float):
        return f"{Decimal(repr(value)).normalize():f}"
    return "" if value is None else str(value)


def _same(left: str, right: str, type_: str) -> bool:
    return Decimal(left) == Decimal(right) if type_ == "number" and left and right else left == right


# --- CSV


def test_every_table_of_the_package_is_published_cell_by_cell(result: Result, files: Files) -> None:
    for table in _as_they_are(result):
        assert _rows(files[f"{table.name}.csv"]) == list(table.records()), table.name


def _as_they_are(result: Result) -> list[Table]:
    """The tables published as they were read: all but the relations, which carry their verdicts."""
    return [each for each in result.package.tables if each.name != "relations"]


def test_what_a_relation_says_is_published_as_it_was_written(result: Result, files: Files) -> None:
    rows = {row["id"]: row for row in _rows(files["relations.csv"])}
    (declared,) = (each for each in result.package.tables if each.name == "relations")
    for row in declared.records():
        if row["id"] in rows:  # a pattern is written out, under ids of its own
            kept = {name: rows[row["id"]][name] for name in row}
            assert kept == dict(row)


def test_csv_has_a_bom_and_the_line_ends_of_rfc_4180(files: Files) -> None:
    for name, body in files.items():
        if name.endswith(".csv"):
            assert body.startswith(b"\xef\xbb\xbf")
            assert body.endswith(b"\r\n")
            assert body.count(b"\n") == body.count(b"\r\n")


def test_pandas_reads_the_same_cells(result: Result, folder: Path) -> None:
    for table in _as_they_are(result):
        read = pd.read_csv(
            folder / f"{table.name}.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False
        )
        pd.testing.assert_frame_equal(read, table.frame, check_dtype=False)


def test_one_file_holds_all_years_with_labels_and_units(
    result: Result, files: Files, all_words: tuple[Words, ...]
) -> None:
    package = result.package
    rows = _rows(files["figures.csv"])
    assert [row["id"] for row in rows] == list(package.observations)
    facts = (each for each in package.tables if each.name in FACT_TABLES)
    tables = {each.name: {row["id"]: row for row in each.records()} for each in facts}
    for row in rows:
        own = tables[row["table"]][row["id"]]
        assert {name: row[name] for name in own} == own
        assert row["publisher"] == package.id
        for words in all_words:
            fact = package.observations[row["id"]]
            assert row[f"label_{words.language}"] == words.label(fact, package)
            assert row[f"unit_{words.language}"]
            assert row[f"status_{words.language}"] == words(f"status.{fact.status}")


def test_every_table_of_figures_also_stands_a_year_at_a_time(files: Files) -> None:
    for table in (*FACT_TABLES, "figures"):
        whole = _rows(files[f"{table}.csv"])
        years = {name: _rows(body) for name, body in files.items() if name.endswith(f"/{table}.csv")}
        assert whole
        assert sorted(years) == [f"{year}/{table}.csv" for year in sorted({each["year"] for each in whole})]
        for name, rows in years.items():
            assert rows == [each for each in whole if each["year"] == name.partition("/")[0]]


def test_one_file_a_topic_holds_all_publishers(all_words: tuple[Words, ...]) -> None:
    read = [read_package(folder, Store(None))[0] for folder in (GOOD, ROOT / "datapackages" / "erdao")]
    results = tuple(_result(each) for each in read if each)
    made = {each.path: each.body for each in make_downloads(results, all_words, Store(None))}
    for topic in FACT_TABLES:
        rows = _rows(made[f"data/{topic}.csv"])
        own = [
            row
            for each in results
            for row in _rows(made[f"data/{each.package.id}/figures.csv"])
            if row["table"] == topic
        ]
        assert rows == own
        assert {row["publisher"] for row in rows} == {"good", "erdao"}


def test_computed_tables_say_so_in_their_titles(result: Result, all_words: tuple[Words, ...]) -> None:
    for table in tables_of(result, all_words):
        if table.computed:
            assert "计算" in table.title["zh"]
            assert "computed" in table.title["en"]


def test_every_verdict_is_published_with_both_sides(result: Result, files: Files) -> None:
    rows = {row["id"]: row for row in _rows(files["relations.csv"])}
    assert len(rows) == len(result.verdicts) > 0
    for each in result.verdicts:
        row = rows[each.relation.id]
        assert (row["verdict"], row["reason"], row["kind"]) == (each.code, each.reason, each.relation.kind)
        assert _contains(each.printed, row, "printed")
        assert _contains(each.computed, row, "computed")


def _contains(interval: Interval | None, row: dict[str, str], side: str) -> bool:
    """Whether the published ends hold the computed interval, and hug it to 11 digits."""
    low, high = row[f"{side}_low"], row[f"{side}_high"]
    if interval is None:
        return low == high == ""
    below = (
        interval.low is None if not low else 0 <= interval.low - Fraction(low) <= abs(interval.low) / 10**11
    )
    above = (
        interval.high is None
        if not high
        else 0 <= Fraction(high) - interval.high <= abs(interval.high) / 10**11
    )
    return below and above


def test_a_derived_figure_has_a_value_or_a_reason_in_both_languages(result: Result, files: Files) -> None:
    for row in _rows(files["derived.csv"]):
        derived = result.derived[row["id"]]
        if derived.quantity:
            assert Decimal(row["value"]) == derived.quantity.value
            assert row["refused"] == row["reason_zh"] == row["reason_en"] == ""
        else:
            assert row["value"] == row["low"] == row["high"] == ""
            assert row["refused"]
            assert row["reason_zh"]
            assert row["reason_en"]


# --- XLSX


def test_the_workbook_holds_the_cells_of_the_csv(
    result: Result, files: Files, all_words: tuple[Words, ...]
) -> None:
    book = _workbook(files, result.package.id)
    for table in tables_of(result, all_words):
        shown = _sheet_rows(book, table.name)
        rows = _rows(files[f"{table.name}.csv"])
        assert len(shown) == len(rows), table.name
        for field in table.fields:
            cells = zip(rows, shown, strict=True)
            assert all(_same(row[field.name], cell[field.name], field.type) for row, cell in cells), (
                field.name
            )


def test_numbers_are_typed_in_the_workbook(result: Result, files: Files) -> None:
    book = _workbook(files, result.package.id)
    found = set()
    for sheet in book.worksheets:
        if sheet.title.split()[-1] in FACT_TABLES:
            head, *rows = sheet.iter_rows(values_only=True)
            names = [str(each).split()[-1] for each in head]
            for row in rows:
                cells = dict(zip(names, row, strict=True))
                assert isinstance(cells["year"], int)
                assert isinstance(cells["value"], int | float | None)
                found.add(type(cells["value"]))
    assert int in found


def test_dates_are_typed_in_the_workbook(result: Result, files: Files) -> None:
    sheet = next(
        each for each in _workbook(files, result.package.id).worksheets if each.title.endswith(" sources")
    )
    head, *rows = sheet.iter_rows(values_only=True)
    at = next(at for at, header in enumerate(head) if str(header).endswith(" retrieved"))
    assert any(isinstance(row[at], datetime) for row in rows)


def test_a_reader_of_the_fact_sheets_needs_no_look_up(
    result: Result, files: Files, all_words: tuple[Words, ...]
) -> None:
    package, book = result.package, _workbook(files, result.package.id)
    for table in FACT_TABLES:
        for row in _sheet_rows(book, table):
            fact = package.observations[row["id"]]
            for words in all_words:
                language = words.language
                assert row[f"label_{language}"] == words.label(fact, package)
                assert row[f"indicator_{language}"] == package.indicators[fact.indicator].label[language]
                assert row[f"status_{language}"] == words(f"status.{fact.status}")
                assert row[f"place_{language}"]
                assert row[f"unit_{language}"]
                assert row[f"source_{language}"] == package.sources[fact.source].title[language]


def test_the_workbook_has_no_formula_merged_cell_hidden_part_or_link(result: Result, files: Files) -> None:
    for name, body in _parts(files[f"{result.package.id}.xlsx"]):
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(body).iter()}
        assert not tags & {"f", "mergeCell", "hyperlink", "externalReference", "definedNameFormula"}, name
        hidden = [
            each for each in ElementTree.fromstring(body).iter() if each.get("hidden") not in (None, "0")
        ]
        assert not [each for each in hidden if each.tag.rpartition("}")[2] != "definedName"], name
        assert not any(
            each.get("state") in ("hidden", "veryHidden") for each in ElementTree.fromstring(body).iter()
        )


def _parts(workbook: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as opened:
        for name in opened.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, opened.read(name)


def test_headers_are_unique_frozen_and_filtered(result: Result, files: Files) -> None:
    cover, *sheets = _workbook(files, result.package.id).worksheets
    assert cover.title.endswith("cover")
    for sheet in sheets:
        head = [cell.value for cell in sheet[1]]
        assert len(set(head)) == len(head)
        assert sheet.freeze_panes
        assert len(sheet.title) <= 31
        if sheet.max_row > 1:
            (table,) = sheet.tables.values()
            assert table.autoFilter.ref == sheet.dimensions


def test_the_cover_says_what_it_is_and_counts_the_rows(
    result: Result, files: Files, all_words: tuple[Words, ...]
) -> None:
    book = _workbook(files, result.package.id)
    rows = [
        [cell for cell in row if cell is not None] for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    text = "\n".join(str(cell) for row in rows for cell in row)
    for language in ("zh", "en"):
        assert result.package.title[language] in text
        assert result.package.publisher[language] in text
    assert "creativecommons.org/licenses/by/4.0" in text
    assert not result.package.official
    assert "非官方" in text
    assert "Not official" in text
    counted = {row[0]: row[-1] for row in rows if row}
    for table in tables_of(result, all_words):
        (sheet,) = (each for each in book.sheetnames if each.split()[-1] == table.name)
        assert counted[sheet] == len(table.rows)


def test_the_dictionary_describes_every_column(
    result: Result, files: Files, all_words: tuple[Words, ...]
) -> None:
    book = _workbook(files, result.package.id)
    described = {(row["Table"], row["Field"]): row for row in _sheet_rows(book, "dictionary")}
    for table in tables_of(result, all_words):
        for field in table.fields:
            row = described[(table.name, field.name)]
            assert row["title_zh"] == field.title["zh"]
            assert row["title_en"] == field.title["en"]
            assert all(code in row["values"] for code in field.enum)


def test_text_that_a_spreadsheet_would_run_or_change_stays_text(
    result: Result, all_words: tuple[Words, ...], tmp_path: Path
) -> None:
    spoiled = _with_notes(result, HOSTILE)
    files = _made(spoiled, all_words)
    sheet = _sheet_rows(_workbook(files, result.package.id), "indicators")
    shown = [row["definition_zh"] for row in sheet][: len(HOSTILE)]
    assert shown == list(HOSTILE)[: len(sheet)]
    for _, body in _parts(files[f"{result.package.id}.xlsx"]):
        assert not list(ElementTree.fromstring(body).iter("{*}f"))
    assert [row["definition_zh"] for row in _rows(files["indicators.csv"])] == [
        row["definition_zh"] for row in sheet
    ]


def _rows_of(frame: pd.DataFrame) -> tuple[tuple[str, ...], ...]:
    return tuple(frame.itertuples(index=False, name=None))


def _with_notes(result: Result, texts: tuple[str, ...]) -> Result:
    def spoil(table: Table) -> Table:
        if table.name != "indicators":
            return table
        frame = table.frame.copy()
        for at, text in enumerate(texts[: len(frame)]):
            frame.loc[at, "definition_zh"] = text
        return replace(table, rows=_rows_of(frame))

    package = replace(result.package, tables=tuple(map(spoil, result.package.tables)))
    return replace(result, package=package)


def test_a_number_too_long_for_a_spreadsheet_stays_text(result: Result, all_words: tuple[Words, ...]) -> None:
    long, tables = "12345678901234567890.12", []
    for table in result.package.tables:
        frame = table.frame.copy()
        if table.name == "students":
            frame.loc[0, "value"] = long
        tables.append(replace(table, rows=_rows_of(frame)))
    files = _made(replace(result, package=replace(result.package, tables=tuple(tables))), all_words)
    assert _rows(files["students.csv"])[0]["value"] == long
    assert _sheet_rows(_workbook(files, result.package.id), "students")[0]["value"] == long


# --- datapackage.json


def test_the_published_descriptor_fits_the_official_profile(files: Files) -> None:
    profile = json.loads(
        (ROOT / "yearbook" / "profiles" / "datapackage-2.0.json").read_text(encoding="utf-8")
    )
    validator = Draft7Validator(profile, format_checker=FormatChecker())
    assert [each.message for each in validator.iter_errors(json.loads(files["datapackage.json"]))] == []


@pytest.mark.filterwarnings("default")
def test_frictionless_finds_nothing_wrong_with_the_published_folder(folder: Path) -> None:
    report = FrictionlessPackage(folder / "datapackage.json").validate()
    assert report.flatten(["path", "type", "message"]) == []


def test_the_descriptor_gives_every_csv_with_its_size_and_hash(result: Result, files: Files) -> None:
    published = json.loads(files["datapackage.json"])
    own = json.loads(result.package.descriptor)
    for_people = {"by-year.zh.csv", "by-year.en.csv", "dictionary.csv"}
    tables = {name for name in files if name.endswith(".csv") and "/" not in name} - for_people
    assert {each["path"] for each in published["resources"]} == tables
    assert all(each["bytes"] == len(files[each["path"]]) for each in published["resources"])
    assert all(published[key] == own[key] for key in own if key != "resources")


def test_labels_stand_beside_the_codes_they_name(files: Files) -> None:
    fields = [
        field
        for resource in json.loads(files["datapackage.json"])["resources"]
        for field in resource["schema"]["fields"]
        if "enum" in field.get("constraints", {})
    ]
    assert fields
    for field in fields:
        assert [each["value"] for each in field["categories"]] == field["constraints"]["enum"]
        assert all(each["label"] and each["label@en"] for each in field["categories"])


# --- ZIP, sums, bytes


def test_sha256sum_agrees_with_the_folder_and_with_the_unpacked_zip(
    result: Result, folder: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(folder / f"{result.package.id}.zip") as opened:
        opened.extractall(tmp_path)
    for place in (folder, tmp_path / result.package.id):
        told = subprocess.run(
            ["sha256sum", "-c", "SHA256SUMS"], cwd=place, capture_output=True, check=True, text=True
        )
        listed = {line.rpartition(": ")[0] for line in told.stdout.splitlines()}
        there = {each.relative_to(place).as_posix() for each in place.rglob("*") if each.is_file()}
        assert listed == there - {"SHA256SUMS"}


def test_the_zip_holds_the_published_files_and_the_papers(result: Result, files: Files) -> None:
    name = result.package.id
    with zipfile.ZipFile(io.BytesIO(files[f"{name}.zip"])) as opened:
        inside = {each.filename.removeprefix(f"{name}/"): opened.read(each) for each in opened.infolist()}
        assert opened.namelist() == sorted(opened.namelist())
        assert {each.date_time for each in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    papers = {"README.txt", "LICENSE.txt", "CITATION.txt", "CITATION.cff"}
    given = {f"packages/{name}/{path}": body for path, body in result.package.files.items()}
    whole = {each for each in files if "/" not in each}
    assert inside.keys() == (whole | papers | given.keys()) - {f"{name}.zip"}
    assert {each: inside[each] for each in given} == given
    assert all(inside[each] == files[each] for each in files if each in inside and each != "SHA256SUMS")
    assert "非官方" in inside["README.txt"].decode("utf-8-sig")
    assert result.package.title["en"] in inside["CITATION.cff"].decode()


def test_two_makings_give_the_same_bytes(result: Result, files: Files, all_words: tuple[Words, ...]) -> None:
    assert _made(result, all_words) == files


def test_the_store_gives_back_the_same_bytes(
    result: Result, files: Files, all_words: tuple[Words, ...], tmp_path: Path
) -> None:
    store = Store(tmp_path)
    assert _made(result, all_words, store) == files
    kept = len([each for each in tmp_path.rglob("*") if each.is_file()])
    assert _made(result, all_words, store) == files
    assert len([each for each in tmp_path.rglob("*") if each.is_file()]) == kept == 3


def test_a_changed_cell_or_wording_is_made_anew(
    result: Result, files: Files, all_words: tuple[Words, ...], tmp_path: Path
) -> None:
    store, name = Store(tmp_path), f"{result.package.id}.xlsx"
    _made(result, all_words, store)
    assert _made(_with_notes(result, ("changed",)), all_words, store)[name] != files[name]


def test_every_file_names_what_it_was_made_from(result: Result, all_words: tuple[Words, ...]) -> None:
    for each in make_downloads((result,), all_words, Store(None)):
        assert each.made_from, each.path
        assert all((ROOT / path).suffix in (".csv", ".json", ".toml") for path in each.made_from)
        if each.path.endswith(f"{result.package.id}/students.csv"):
            assert f"datapackages/{result.package.id}/data/students.csv" in each.made_from
