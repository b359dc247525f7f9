"""One figure is changed in the data: nothing that is published still says what it was, in any format or language.

The old wordings are looked for in whatever the manifest lists; a new format needs a reader below, or the test fails.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pypdf
import pytest
from conftest import Project

FIGURE = "2018-aid-disability-paid"
# What the figure was, as each language and the files write it; what it becomes is as unlike.
OLD = ("92.7万", "927,000", "927000")
NEW_VALUE, NEW_PRINTED = "931000", "93.1万元"
NEW = ("93.1万", "931,000", "931000")


def page_text(body: bytes) -> str:
    """Everything a page says, in its head and attributes too, without the tags."""
    text = body.decode()
    attributes = re.findall(r'(?:alt|title|content|aria-label)="([^"]*)"', text)
    return unescape(" ".join([re.sub(r"<[^>]+>", "\n", text), *attributes]))


def sheet_text(body: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def paper_text(body: bytes) -> str:
    """The text of a PDF, its alt texts and the files attached to it; lines may break anywhere in a number."""
    reader = pypdf.PdfReader(io.BytesIO(body))
    pages = "".join("".join(page.extract_text().split()) for page in reader.pages)
    attached = [each.decode(errors="replace") for files in reader.attachments.values() for each in files]
    return "\n".join([pages, *_alt_texts(reader), *attached])


def _alt_texts(reader: pypdf.PdfReader) -> Iterator[str]:
    for each in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(each)
        if isinstance(found, dict) and "/Alt" in found:
            yield str(found["/Alt"])


def archive_text(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = ((Path(name).suffix, archive.read(name)) for name in archive.namelist())
        return "\n".join(READERS[suffix](part) for suffix, part in parts)


def document_text(body: bytes) -> str:
    """The text of a Word file, whatever part it stands in: runs may split a number."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    return "\n".join(unescape(re.sub(r"<[^>]+>", "", part)) for part in parts)


def spreadsheet_text(body: bytes) -> str:
    """An ODS file with the typed values of its cells, which stand in attributes."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return unescape(archive.read("content.xml").decode())


def database_text(body: bytes) -> str:
    database = sqlite3.connect(":memory:")
    database.deserialize(body)
    text = "\n".join(database.iterdump())
    database.close()
    return text


def plain_text(body: bytes) -> str:
    return body.decode("utf-8-sig")


def nothing(_: bytes) -> str:
    """Pictures and codes: what they show is read elsewhere."""
    return ""


READERS: dict[str, Callable[[bytes], str]] = {
    ".html": page_text,
    ".svg": page_text,
    ".xml": page_text,
    ".jsonld": plain_text,
    ".csv": plain_text,
    ".json": plain_text,
    ".jsonl": plain_text,
    ".md": plain_text,
    ".txt": plain_text,
    ".cff": plain_text,
    ".css": plain_text,
    ".js": plain_text,
    ".webmanifest": plain_text,
    ".xlsx": sheet_text,
    ".ods": spreadsheet_text,
    ".sqlite": database_text,
    ".pdf": paper_text,
    ".docx": document_text,
    ".zip": archive_text,
    ".png": nothing,
    ".gz": nothing,
    ".ico": nothing,
    "": plain_text,
}


def change(package: Path) -> None:
    """Write another amount into the data, as a clerk would who mends a slip; the total no longer adds up, and says so."""
    _edit(package / "data" / "funds.csv", FIGURE, value=NEW_VALUE, printed=NEW_PRINTED)


def _edit(file: Path, row_id: str, **cells: str) -> None:
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    (row,) = (each for each in rows if each["id"] == row_id)
    row.update(cells)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(text.getvalue().encode())


def _alone(wording: str) -> str:
    before, after = (r"[A-Za-z\d.,]", r"[A-Za-z\d]") if wording.isdigit() else (r"[\d.,]", r"\d")
    return rf"(?<!{before}){re.escape(wording)}(?!{after})"


def saying(site: Path, wordings: tuple[str, ...]) -> set[str]:
    """The published files in which any of these wordings stands as a number of its own."""
    # Digits alone are looked for as a word of their own: six of them may stand inside a hash.
    pattern = re.compile("|".join(_alone(each) for each in wordings))
    listed = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    paths = [each["path"] for each in listed["files"]]
    assert len(paths) > 300
    unread = {Path(each).suffix for each in paths} - set(READERS)
    assert unread == set(), "a new format: say above how its text is read"
    found = set()
    for path in paths:
        if pattern.search(READERS[Path(path).suffix]((site / path).read_bytes())):
            found.add(path)
    return found


@pytest.fixture(scope="module")
def before(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project.build(tmp_path_factory.mktemp("before") / "site")


@pytest.fixture(scope="module")
def after(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    packages = tmp_path_factory.mktemp("changed") / "datapackages"
    shutil.copytree(project.root / "datapackages", packages)
    change(packages / "erdao")
    return project.build(tmp_path_factory.mktemp("after") / "site", "--packages", packages)


def test_the_old_number_stands_in_every_format_and_language_before(before: Path) -> None:
    found = saying(before, OLD)
    suffixes = {Path(each).suffix for each in found}
    assert {".html", ".csv", ".xlsx", ".pdf", ".zip"} <= suffixes
    pages = [each for each in found if each.endswith(".html")]
    assert any(each.startswith("en/") for each in pages)
    assert any(not each.startswith("en/") for each in pages)


def test_no_stale_copy_of_a_changed_figure_is_left(before: Path, after: Path) -> None:
    assert saying(after, OLD) == set()
    assert saying(after, NEW) >= saying(before, OLD), "what said the old number says the new one"
