"""Packages for tests: a whole made-up one, its descriptor made from the form, and ways to spoil a copy."""

from __future__ import annotations

import csv
import io
import json
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PACKAGES = Path(__file__).parent / "packages"
GOOD = PACKAGES / "good"

_SPOILER = "make.py"
_EXPECTED = "expected.*.txt"


def copy_good(folder: Path) -> Path:
    """Copy the package that has nothing wrong with it."""
    shutil.copytree(GOOD, folder)
    return folder


def copy_case(case: Path, folder: Path) -> Path:
    """Copy the good package and spoil it as a case says: by its files laid over, then by its make.py."""
    copy_good(folder)
    ignored = shutil.ignore_patterns(_SPOILER, _EXPECTED, "__pycache__")
    shutil.copytree(case, folder, ignore=ignored, dirs_exist_ok=True)
    if (case / _SPOILER).exists():
        runpy.run_path(str(case / _SPOILER))["make"](folder)
    return folder


def descriptor() -> dict[str, Any]:
    """Return the descriptor of the good package, every table as the form has it."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "good",
        "title": "虚构县教育年度数据（为测试而虚构）",
        "title@en": "Made-up County: education figures by year (made up for tests)",
        "description": "为测试而虚构，没有这样的县，也没有这些数字。",
        "description@en": "Made up for tests: there is no such county and there are no such figures.",
        "version": "1.0.0",
        "created": "2026-01-01T00:00:00Z",
        "homepage": "https://data.example.org/made-up/",
        "keywords": ["虚构", "made up"],
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "contributors": [{"title": "yearbook contributors", "roles": ["compiler"]}],
        "sources": [{"title": "虚构县教育年报", "path": "https://example.org/yearbook"}],
        "yearbook": {
            "official": False,
            "publisher_zh": "虚构县教育局",
            "publisher_en": "Education bureau of Made-up County",
            "place": "made-up-county",
            "contact": {"telephone": None, "address": None, "source": None},
        },
        "resources": [_resource(name, table) for name, table in form().items()],
    }


def form() -> dict[str, Any]:
    """Return the form every package fills in."""
    tables: dict[str, Any] = json.loads((ROOT / "yearbook" / "form.json").read_text(encoding="utf-8"))
    return tables


def as_json(value: object) -> str:
    """Return a descriptor as it is written to its file."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def edit_descriptor(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Change the descriptor of a package: `edit` gets it and changes it."""
    file = folder / "datapackage.json"
    value = json.loads(file.read_text(encoding="utf-8"))
    edit(value)
    file.write_text(as_json(value), encoding="utf-8")


def resource(value: dict[str, Any], name: str) -> dict[str, Any]:
    """Return one resource of a descriptor by its name."""
    found: dict[str, Any] = next(each for each in value["resources"] if each["name"] == name)
    return found


def edit_rows(folder: Path, table: str, edit: Callable[[list[list[str]]], object]) -> None:
    """Change the rows of a table, its header being row 0: `edit` gets them and changes them."""
    file = folder / "data" / f"{table}.csv"
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
    edit(rows)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    file.write_bytes(text.getvalue().encode())


def set_cell(folder: Path, table: str, row: int, column: str, text: str) -> None:
    """Write a cell; rows are counted as a spreadsheet does, the header being row 1."""

    def edit(rows: list[list[str]]) -> None:
        rows[row - 1][rows[0].index(column)] = text

    edit_rows(folder, table, edit)


def set_cells(folder: Path, table: str, row: int, **cells: str) -> None:
    """Write several cells of one row."""
    for column, text in cells.items():
        set_cell(folder, table, row, column, text)


def resident_number() -> str:
    """Return a number that passes every test of a resident number, made anew so that none is ever kept."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number = "".join(["22", "01", "05", "1985", "01", "01", "123"])
    return (
        number
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 11]
    )


def mobile_number() -> str:
    """Return a number of the form of a mobile number."""
    return "138" + "0" * 4 + "1234"


def bank_card_number() -> str:
    """Return a number of the form of a bank card, with a check digit that fits."""
    number = "62" + "1700" * 4
    doubled = sum(sum(divmod(int(digit) * 2, 10)) for digit in number[::-2])
    return number + str(-(doubled + sum(int(digit) for digit in number[-2::-2])) % 10)


def _resource(name: str, table: dict[str, Any]) -> dict[str, Any]:
    about = {"name": name, "path": f"data/{name}.csv", "type": "table"}
    plain = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return (
        about
        | {key: value for key, value in table.items() if key != "schema"}
        | plain
        | {"schema": table["schema"]}
    )
