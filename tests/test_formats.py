"""Every format gives back what the CSV says, read by the programs that people have, and is the same bytes again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Context, Decimal
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pandas as pd
import pytest
from frictionless import Package as FrictionlessPackage

from build import examine
from tests.cases import ROOT
from yearbook.downloads import make_downloads
from yearbook.downloads.json_files import json_of
from yearbook.downloads.sqlite_file import sqlite_of
from yearbook.downloads.tables import PublishedTable
from yearbook.downloads.wide import by_year_of
from yearbook.errors import YearbookError
from yearbook.metadata.files import is_of_one_year
from yearbook.model import FACT_TABLES, Field, Package, Result, Text
from yearbook.store import Store
from yearbook.words import Words, read_words

# A row of a table: every cell a text, a number, a truth, or nothing.
Cell = str | Decimal | bool | None
Rows = list[dict[str, Cell]]
Types = Mapping[str, str]

PUBLISHERS = ("china", "erdao", "jinzhai")


@pytest.fixture(scope="module")
def all_words() -> tuple[Words, ...]:
    return read_words(ROOT / "words")


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    found, _ = examine(ROOT / "datapackages", (), Store(None))
    return {each.package.id: each for each in found}


@pytest.fixture(scope="module")
def data(
    results: dict[str, Result], all_words: tuple[Words, ...], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder `data` of all packages, as it is published."""
    site = tmp_path_factory.mktemp("site")
    for each in make_downloads(tuple(results.values()), all_words, Store(None)):
        (site / each.path).parent.mkdir(parents=True, exist_ok=True)
        (site / each.path).write_bytes(each.body)
    return site / "data"


@pytest.fixture(params=PUBLISHERS)
def publisher(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def types_of(folder: Path) -> dict[str, Types]:
    """The type of every column of every table, as the descriptor gives it."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {
        each["name"]: {field["name"]: field["type"] for field in each["schema"]["fields"]}
        for each in descriptor["resources"]
    }


def plain_rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


def expected(folder: Path, table: str) -> Rows:
    """The rows of a CSV, typed by the descriptor with nothing of the project's."""
    types = types_of(folder)[table]
    return [
        {name: typed(text, types[name]) for name, text in row.items()}
        for row in plain_rows(folder / f"{table}.csv")
    ]


def typed(text: str, type_: str) -> Cell:
    if text == "":
        return None
    if type_ in ("number", "integer"):
        return Decimal(text)
    return text == "yes" if type_ == "boolean" else text


def same(left: Rows, right: Rows) -> list[tuple[int, str, Cell, Cell]]:
    """The cells that differ, with their places: none when the tables are the same."""
    assert len(left) == len(right)
    return [
        (at, name, one[name], other.get(name))
        for at, (one, other) in enumerate(zip(left, right, strict=True))
        for name in one
        if one[name] != other.get(name) or one.keys() != other.keys()
    ]


# --- The values of every figure, format by format


def read_json(folder: Path) -> Rows:
    body = (folder / "figures.json").read_text(encoding="utf-8")
    return list(json.loads(body, parse_float=Decimal, parse_int=Decimal))


def read_json_lines(folder: Path) -> Rows:
    lines = (folder / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]


def read_sqlite(folder: Path) -> Rows:
    with closing(sqlite3.connect(folder / f"{folder.name}.sqlite")) as base:
        base.row_factory = sqlite3.Row
        return [
            {name: as_decimal(row[name]) for name in row.keys()}  # noqa: SIM118 - a Row is no mapping
            for row in base.execute("SELECT * FROM figures ORDER BY rowid")
        ]


def as_decimal(value: object) -> Cell:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value)).normalize() + 0
    if isinstance(value, date):
        return value.isoformat()
    assert value is None or isinstance(value, str | Decimal | bool), value
    return value


def read_pandas(folder: Path) -> Rows:
    frame = pd.read_csv(folder / "figures.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
    types = types_of(folder)["figures"]
    return [
        {str(name): typed(text, types[str(name)]) for name, text in row.items()}
        for row in frame.to_dict("records")
    ]


def read_duckdb(folder: Path) -> Rows:
    """Types as DuckDB finds them itself in the CSV, but for numbers, of which it is asked to keep every digit."""
    exact = "{'value': 'DECIMAL(38, 6)', 'resolution': 'DECIMAL(38, 6)'}"
    found = duckdb.sql(
        f"SELECT * FROM read_csv('{folder / 'figures.csv'}', types = {exact}, sample_size = -1)"
    )
    return [dict(zip(found.columns, map(as_decimal, row), strict=True)) for row in found.fetchall()]


@pytest.mark.filterwarnings("default")
def read_frictionless(folder: Path) -> Rows:
    resource = FrictionlessPackage(folder / "datapackage.json").get_resource("figures")
    return [
        {name: as_decimal(value) for name, value in row.to_dict().items()} for row in resource.read_rows()
    ]


READERS = (read_json, read_json_lines, read_sqlite, read_pandas, read_duckdb, read_frictionless)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("read", READERS)
def test_every_figure_comes_back_with_its_value_labels_notes_and_source(
    read: Callable[[Path], Rows], data: Path, publisher: str
) -> None:
    assert same(expected(data / publisher, "figures"), read(data / publisher)) == []


def test_a_changed_digit_is_noticed(data: Path) -> None:
    rows = expected(data / "erdao", "figures")
    rows[3] = rows[3] | {"value": Decimal("0.1")}
    assert [name for _, name, *_ in same(rows, read_json(data / "erdao"))] == ["value"]


def test_absent_figures_say_why_in_both_languages(data: Path, all_words: tuple[Words, ...]) -> None:
    absent = [row for row in read_json(data / "erdao") if row["value"] is None]
    assert absent
    for row in absent:
        for words in all_words:
            assert row[f"absent_{words.language}"] == words(f"absent.{row['absent']}")


def test_chinese_is_chinese_in_every_file(data: Path) -> None:
    for file in (data / "erdao").iterdir():
        if file.suffix in (".csv", ".json", ".jsonl"):
            text = file.read_text(encoding="utf-8-sig")
            assert "\ufffd" not in text, file.name
            assert "\\u" not in text, file.name
            assert any("\u4e00" <= each <= "\u9fff" for each in text) or ".en." in file.name, file.name


# --- SQLite


@pytest.fixture
def base(data: Path, publisher: str) -> sqlite3.Connection:
    return sqlite3.connect(data / publisher / f"{publisher}.sqlite")


def test_the_database_is_sound_and_every_reference_leads_somewhere(base: sqlite3.Connection) -> None:
    with closing(base):
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA foreign_key_list(funds)").fetchall() != []


def test_the_database_has_every_table_row_by_row(
    base: sqlite3.Connection, data: Path, publisher: str
) -> None:
    with closing(base):
        for table in types_of(data / publisher):
            found = base.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
            rows = plain_rows(data / publisher / f"{table}.csv")
            assert [text_of(row) for row in found] == [
                tuple(as_number_or_text(each) for each in row.values()) for row in rows
            ], table


def text_of(row: tuple[object, ...]) -> tuple[str, ...]:
    return tuple("" if each is None else as_number_or_text(str(each)) for each in row)


def as_number_or_text(text: str) -> str:
    """A number in its 15 certain digits: no figure has more, a computed side of a relation may."""
    try:
        return f"{Context(prec=15).plus(Decimal(text)).normalize():f}"
    except ArithmeticError:
        return text


def test_views_show_the_figures_in_one_language(
    base: sqlite3.Connection, all_words: tuple[Words, ...]
) -> None:
    with closing(base):
        for words in all_words:
            language = words.language
            figures = base.execute(
                f"SELECT id, label_{language}, value, unit_{language}, status_{language} FROM figures"
            )
            view = base.execute(f"SELECT id, label, value, unit, status FROM figures_{language}")
            assert view.fetchall() == figures.fetchall()
            names = [each[0] for each in base.execute(f"SELECT * FROM figures_{language}").description]
            assert not [each for each in names if each.endswith(("_zh", "_en"))]


def test_the_database_adds_up_as_numbers(base: sqlite3.Connection, data: Path, publisher: str) -> None:
    rows = plain_rows(data / publisher / "figures.csv")
    with closing(base):
        (total,) = base.execute("SELECT SUM(value) FROM figures").fetchone()
    assert total == pytest.approx(float(sum(Decimal(row["value"]) for row in rows if row["value"])))


def test_every_code_has_a_label_in_the_database(base: sqlite3.Connection) -> None:
    with closing(base):
        for column in ("status", "qualifier", "period_kind", "absent"):
            without = base.execute(
                f'SELECT {column} FROM funds WHERE {column} NOT IN (SELECT code FROM labels WHERE "table" = ? '
                "AND \"column\" = ? AND label_zh <> '' AND label_en <> '')",
                ("funds", column),
            )
            assert without.fetchall() == []


def test_the_database_names_no_version_of_sqlite_and_has_fixed_settings(data: Path, publisher: str) -> None:
    body = (data / publisher / f"{publisher}.sqlite").read_bytes()
    assert int.from_bytes(body[16:18], "big") == 4096
    assert body[96:100] == (3_037_000).to_bytes(4, "big")
    assert body[68:72] == b"YBK1"
    assert len(body) % 4096 == 0


def test_a_reference_that_leads_nowhere_is_found_by_the_database(all_words: tuple[Words, ...]) -> None:
    parent, child = made_up("parent", ("id",), ("a",)), made_up("child", ("id", "parent"), ("x", "nowhere"))
    schema = {"primaryKey": ["id"]}
    key = {"fields": ["parent"], "reference": {"resource": "parent", "fields": ["id"]}}
    descriptor = {
        "resources": [
            {"name": "parent", "schema": schema},
            {"name": "child", "schema": schema | {"foreignKeys": [key]}},
            {"name": "figures", "schema": {}},
        ]
    }
    figures = made_up("figures", ("id",), ("f",))
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(sqlite_of((parent, child, figures), descriptor, all_words))
        assert len(base.execute("PRAGMA foreign_key_check").fetchall()) == 1


def made_up(
    name: str, columns: tuple[str, ...], *rows: tuple[str, ...], types: tuple[str, ...] = ()
) -> PublishedTable:
    """A table of made-up cells."""
    fields = tuple(
        Field(name=each, type=type_, title=Text(()), description=Text(()))
        for each, type_ in zip(columns, types or ("string",) * len(columns), strict=True)
    )
    return PublishedTable(name=name, title=Text(()), description=Text(()), fields=fields, rows=rows)


# --- JSON


def test_numbers_keep_every_digit_in_json() -> None:
    table = made_up(
        "made-up", ("n", "t"), ("12345678901234567890.10", "=1+1"), ("", ""), types=("number", "string")
    )
    body = json_of(table).decode()
    assert '"n": 12345678901234567890.10' in body
    assert json.loads(body)[1] == {"n": None, "t": None}
    assert json.loads(body)[0]["t"] == "=1+1"


@pytest.mark.parametrize("table", ["relations", "derived", "figures"])
def test_json_lines_say_what_json_says(data: Path, publisher: str, table: str) -> None:
    folder = data / publisher
    lines = (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(each) for each in lines] == json.loads(
        (folder / f"{table}.json").read_text(encoding="utf-8")
    )
    assert len(pd.read_json(folder / f"{table}.jsonl", lines=True)) == len(lines)


# --- By year


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_stands_once_in_the_column_of_its_year(
    data: Path, results: dict[str, Result], all_words: tuple[Words, ...], publisher: str, language: str
) -> None:
    package = results[publisher].package
    (words,) = (each for each in all_words if each.language == language)
    rows = plain_rows(data / publisher / f"by-year.{language}.csv")
    found: dict[str, str] = {}
    for row in rows:
        ids = row[words("downloads.by_year.ids")].split(" | ")
        years = [name for name in row if name.isdigit() and row[name]]
        assert len(ids) == len(years)
        found |= dict(zip(ids, (row[year] for year in years), strict=True))
        assert years == [str(package.observations[each].year) for each in ids]
        for name in ("figure", "unit", "status", "sources"):
            assert row[words(f"downloads.by_year.{name}")]
    assert found.keys() == package.observations.keys()
    for figure, cell in found.items():
        assert cell == by_hand(package, figure, words), figure


def by_hand(package: Package, figure: str, words: Words) -> str:
    fact = package.observations[figure]
    if fact.quantity is None:
        return words(f"absent.{fact.absent}")
    if fact.quantity.qualifier == "exact":
        return f"{fact.quantity.value:f}"
    return words.cell(fact.quantity, package.indicators[fact.indicator])


def test_a_bound_is_never_a_plain_number_in_the_table_by_year(
    results: dict[str, Result], all_words: tuple[Words, ...]
) -> None:
    package = results["erdao"].package
    hedged = [each for each in package.observations.values() if each.quantity and not each.quantity.is_exact]
    assert hedged
    alone = {each.id: replace(package, observations={each.id: each}) for each in hedged}
    for figure, each in alone.items():
        (row,) = csv.DictReader(io.StringIO(by_year_of(each, all_words[0]).decode("utf-8-sig"), newline=""))
        assert not is_number(row[str(package.observations[figure].year)]), figure


def is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


# --- ODS and LibreOffice


def ods_cells(body: bytes) -> dict[str, list[list[tuple[str, str]]]]:
    """Every sheet of an ODS file as rows of (type, value), read by the names of the standard."""
    with zipfile.ZipFile(io.BytesIO(body)) as opened:
        root = ElementTree.fromstring(opened.read("content.xml"))
    office, table, text = (
        f"{{urn:oasis:names:tc:opendocument:xmlns:{each}:1.0}}" for each in ("office", "table", "text")
    )
    found = {}
    for sheet in root.iter(f"{table}table"):
        rows = []
        for row in sheet.iter(f"{table}table-row"):
            cells = []
            for cell in row.iter(f"{table}table-cell"):
                kind = cell.get(f"{office}value-type", "")
                said = "\n".join("".join(each.itertext()) for each in cell.iter(f"{text}p"))
                cells.append((kind, cell.get(f"{office}value") or cell.get(f"{office}date-value") or said))
            rows.append(cells)
        found[str(sheet.get(f"{table}name"))] = rows
    return found


def test_the_ods_has_every_cell_of_the_tables_typed(data: Path, publisher: str) -> None:
    folder = data / publisher
    sheets = ods_cells((folder / f"{publisher}.ods").read_bytes())
    kinds = {"number": "float", "integer": "float", "date": "date"}
    for table, types in types_of(folder).items():
        if table == "figures":
            continue
        (rows,) = (rows for name, rows in sheets.items() if name.split()[-1] == table)
        names = [said.split()[-1] for _, said in rows[0]]
        for cells, row in zip(rows[1:], plain_rows(folder / f"{table}.csv"), strict=True):
            shown = dict(zip(names, cells, strict=True))
            for name, cell in row.items():
                kind, value = shown[name]
                assert kind == (kinds.get(types[name], "string") if cell else ""), (table, name)
                assert (Decimal(value) == Decimal(cell)) if kind == "float" else value == cell


def test_the_ods_has_no_formula_merged_cell_hidden_part_or_link(data: Path) -> None:
    with zipfile.ZipFile(data / "erdao" / "erdao.ods") as opened:
        assert opened.namelist()[0] == "mimetype"
        assert opened.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        content = opened.read("content.xml").decode()
    for never in (
        "table:formula",
        "number-columns-spanned",
        "covered-table-cell",
        "xlink",
        'display="false"',
        "collapse",
    ):
        assert never not in content


def opened(office: str, file: Path, form: str, out: Path) -> None:
    """Let LibreOffice open a file and write it out in another form."""
    home = f"-env:UserInstallation={(out / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", form, "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_libreoffice_reads_the_figures_of_the_csv(
    data: Path, libreoffice: str, tmp_path: Path, suffix: str
) -> None:
    """Every sheet as LibreOffice writes it out again, compared cell by cell in the digits of a spreadsheet."""
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    opened(libreoffice, data / "erdao" / f"erdao.{suffix}", every_sheet, tmp_path)
    written = {file.stem.split()[-1]: file for file in tmp_path.glob("*.csv")}
    for table in FACT_TABLES:
        rows = plain_rows(written[table])
        read = [{name.split()[-1]: text for name, text in row.items()} for row in rows]
        for shown, row in zip(read, plain_rows(data / "erdao" / f"{table}.csv"), strict=True):
            for name in ("id", "printed", "absent", "note_zh", "note_en", "source"):
                assert shown[name] == row[name]
            assert (shown["value"] == "") == (row["value"] == "")
            if row["value"]:
                assert float(shown["value"]) == pytest.approx(float(row["value"]), rel=1e-11)
            assert shown["label_zh"]
            assert shown["label_en"]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_libreoffice_finds_no_formula_and_no_garbled_character(
    data: Path, publisher: str, libreoffice: str, tmp_path: Path, suffix: str
) -> None:
    """What is garbled has characters that no published text has: replaced ones, or UTF-8 read as something else."""
    opened(libreoffice, data / publisher / f"{publisher}.{suffix}", "fods", tmp_path)
    whole = ElementTree.parse(tmp_path / f"{publisher}.fods").getroot()
    assert not [name for each in whole.iter() for name in each.attrib if name.endswith("}formula")]
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table"
    shown = {character for each in whole.iter(table) for text in each.itertext() for character in text}
    descriptor = ROOT / "datapackages" / publisher / "datapackage.json"
    files = [*(data / publisher).glob("*.csv"), *(ROOT / "words").glob("*.toml"), descriptor]
    texts = [file.read_text(encoding="utf-8-sig") for file in files]
    assert "\ufffd" not in shown
    assert shown - {character for text in texts for character in text} == set()


# --- Parquet


def asking_for_parquet(result: Result) -> Result:
    descriptor = json.loads(result.package.descriptor)
    descriptor["yearbook"]["parquet"] = True
    return replace(
        result, package=replace(result.package, descriptor=json.dumps(descriptor, ensure_ascii=False))
    )


def test_parquet_is_made_where_a_package_asks_for_it(
    results: dict[str, Result], all_words: tuple[Words, ...], data: Path, tmp_path: Path
) -> None:
    pytest.importorskip("pyarrow", reason="the optional library for Parquet is not installed")
    made = make_downloads((asking_for_parquet(results["erdao"]),), all_words, Store(None))
    bodies = {each.path: each.body for each in made if each.path.endswith(".parquet")}
    assert len(bodies) == len(types_of(data / "erdao"))
    file = tmp_path / "figures.parquet"
    file.write_bytes(bodies["data/erdao/figures.parquet"])
    read = duckdb.sql(f"SELECT * FROM '{file}'")
    rows = [dict(zip(read.columns, map(as_decimal, row), strict=True)) for row in read.fetchall()]
    assert same(expected(data / "erdao", "figures"), rows) == []


def test_without_the_library_the_request_for_parquet_stops_with_what_to_do(
    results: dict[str, Result], all_words: tuple[Words, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(YearbookError, match=r"pyproject\.toml"):
        make_downloads((asking_for_parquet(results["erdao"]),), all_words, Store(None))


def test_no_package_that_does_not_ask_has_parquet(data: Path) -> None:
    assert list(data.rglob("*.parquet")) == []


# --- All publishers


def test_each_table_stands_in_one_file_for_all_publishers(data: Path) -> None:
    for table in types_of(data / "erdao"):
        if table == "figures":
            continue
        rows = plain_rows(data / f"{table}.csv")
        own = {name: plain_rows(data / name / f"{table}.csv") for name in PUBLISHERS}
        if table in FACT_TABLES:
            own = {
                name: [row for row in plain_rows(data / name / "figures.csv") if row["table"] == table]
                for name in PUBLISHERS
            }
        assert rows == [{"publisher": name, **row} for name, each in own.items() for row in each], table


def test_the_zip_of_everything_can_be_checked_and_read_by_a_stranger(data: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(data / "all.zip") as opened:
        opened.extractall(tmp_path)
        assert {each.date_time for each in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    folder = tmp_path / "yearbook"
    told = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=True, text=True
    )
    inside = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert {line.rpartition(": ")[0] for line in told.stdout.splitlines()} == inside - {"SHA256SUMS"}
    published = {file.relative_to(data).as_posix() for file in data.rglob("*") if file.is_file()}
    whole = {each for each in published if not is_of_one_year(f"data/{each}")}
    assert whole - inside == {"all.zip"} | {f"{each}/{each}.zip" for each in PUBLISHERS} | {
        f"{each}/SHA256SUMS" for each in PUBLISHERS
    }
    assert inside - published == {"README.txt", "LICENSE.txt", "CITATION.txt", "SHA256SUMS"}
    (folder / "erdao" / "funds.csv").write_bytes(b"changed")
    assert subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    ).returncode


def test_the_dictionary_describes_every_column_of_every_file(data: Path, publisher: str) -> None:
    folder = data / publisher
    described = {(row["table"], row["field"]): row for row in plain_rows(folder / "dictionary.csv")}
    columns = {(table, name) for table, types in types_of(folder).items() for name in types}
    assert described.keys() == columns
    assert all(row["title_zh"] and row["title_en"] for row in described.values())


# --- Same input, same bytes


MAKE = """
import hashlib, sys
from pathlib import Path
from build import examine
from yearbook.downloads import make_downloads
from yearbook.store import Store
from yearbook.words import read_words
root = Path(sys.argv[1])
results, _ = examine(root / "datapackages", (), Store(None))
erdao = tuple(each for each in results if each.package.id == "erdao")
for each in make_downloads(erdao, read_words(root / "words"), Store(None)):
    print(hashlib.sha256(each.body).hexdigest(), each.path)
"""


def test_another_process_with_other_settings_makes_the_same_bytes(
    results: dict[str, Result], all_words: tuple[Words, ...]
) -> None:
    here = {
        each.path: hashlib.sha256(each.body).hexdigest()
        for each in make_downloads((results["erdao"],), all_words, Store(None))
    }
    settings = {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Shanghai",
        "LC_ALL": "C",
        "PYTHONPATH": ":".join(filter(None, sys.path)),
    }
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", MAKE, str(ROOT)],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=True,
    )
    there = {path: digest for digest, path in (line.split(maxsplit=1) for line in done.stdout.splitlines())}
    assert there == here


def test_dates_are_days_in_the_cells_of_the_workbook(data: Path) -> None:
    sources = ods_cells((data / "erdao" / "erdao.ods").read_bytes())
    (rows,) = (rows for name, rows in sources.items() if name.split()[-1] == "sources")
    days = [value for row in rows for kind, value in row if kind == "date"]
    assert days
    assert all(datetime.fromisoformat(each) for each in days)
