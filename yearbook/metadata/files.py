"""The kinds of files to download: what each is for, its media type, and in which group it is offered."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass

from yearbook.model import Package
from yearbook.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file: its key in `[purpose]` of the words, and how its name is written.

    `media` is its type as IANA registers it, `format` its code in the EU's vocabulary of file types, empty
    where that has none. `group` is where the downloads page shows it.
    """

    key: str
    name: str
    media: str
    format: str
    group: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
# In the order they are offered; the first that fits a name is its kind.
KINDS = tuple(
    FileKind(key=key, name=name, media=media, format=format_, group=group)
    for key, name, media, format_, group in (
        ("xlsx", r".+\.xlsx", f"{_OFFICE}.spreadsheetml.sheet", "XLSX", "people"),
        ("ods", r".+\.ods", "application/vnd.oasis.opendocument.spreadsheet", "ODS", "people"),
        ("by_year", r"by-year\.\w+\.csv", "text/csv", "CSV", "people"),
        ("document", r"document\.\w+\.pdf", "application/pdf", "PDF", "papers"),
        ("summary", r"summary\.\w+\.pdf", "application/pdf", "PDF", "papers"),
        ("docx", r".+\.docx", f"{_OFFICE}.wordprocessingml.document", "DOCX", "papers"),
        ("booklet", r"yearbook\.\w+\.pdf", "application/pdf", "PDF", "papers"),
        ("leaflet", r"leaflet\.\w+\.pdf", "application/pdf", "PDF", "papers"),
        ("poster", r"poster\.\w+\.pdf", "application/pdf", "PDF", "papers"),
        ("gate", r"gate\.\w+\.pdf", "application/pdf", "PDF", "papers"),
        ("pdf", r".+\.pdf", "application/pdf", "PDF", "papers"),
        ("zip", r".+\.zip", "application/zip", "ZIP", "all"),
        ("figures", r"figures\.csv", "text/csv", "CSV", "tables"),
        ("dictionary", r"dictionary\.csv", "text/csv", "CSV", "about"),
        ("csv", r".+\.csv", "text/csv", "CSV", "tables"),
        ("sqlite", r".+\.sqlite", "application/vnd.sqlite3", "", "programs"),
        ("parquet", r".+\.parquet", "application/vnd.apache.parquet", "PARQUET", "programs"),
        ("jsonl", r".+\.jsonl", "application/jsonl", "JSON", "programs"),
        ("descriptor", r"datapackage\.json", "application/vnd.datapackage+json", "JSON", "about"),
        ("csvw", r"csv-metadata\.json", "application/csvm+json", "JSON_LD", "about"),
        ("croissant", r"croissant\.json", "application/ld+json", "JSON_LD", "about"),
        ("datasette", r"datasette\.json", "application/json", "JSON", "about"),
        ("release", r"release\.json", "application/json", "JSON", "about"),
        ("published", r"published\.sha256", "text/plain", "TXT", "about"),
        ("signature", r"SHA256SUMS\.(mini)?sig", "text/plain", "TXT", "about"),
        ("json", r".+\.json", "application/json", "JSON", "programs"),
        ("SHA256SUMS", r"SHA256SUMS", "text/plain", "TXT", "about"),
        ("file", r".*", "application/octet-stream", "", "about"),
    )
)  # fmt: skip
GROUPS = ("people", "papers", "all", "tables", "programs", "about")


def file_kind(path: str) -> FileKind:
    """Return the kind of a file to download."""
    name = path.rsplit("/", 1)[-1]
    return next(each for each in KINDS if re.fullmatch(each.name, name))


def is_of_publisher(path: str, publisher: str) -> bool:
    """Whether a file is one of those offered of a publisher: its data or a paper."""
    return path.startswith((f"data/{publisher}/", f"reports/{publisher}/"))


def is_of_one_year(path: str) -> bool:
    """Whether a file holds one year of a table that is offered whole as well."""
    return bool(re.match(r"data/[^/]+/\d{4}/", path))


def purpose(path: str, package: Package, words: Words) -> str:
    """Return what a file to download is for; of a table of the package, its title."""
    stem = path.rsplit("/", 1)[-1].partition(".")[0]
    kind = file_kind(path)
    title = next((words.pick(each.title) for each in package.tables if each.name == stem), "")
    if kind.group in ("tables", "programs") and kind.key != "figures":
        known = words.catalogue["downloads"]["tables"]
        title = known[stem]["title"] if stem in known else title
        return title if kind.key == "csv" else words(f"purpose.{kind.key}", title=title)
    return words(f"purpose.{kind.key}")


def rows_in(path: str, body: bytes) -> int | None:
    """Return how many rows of data a file holds; nothing where a file is no single table."""
    match file_kind(path):
        case FileKind(media="text/csv"):
            return sum(1 for _ in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))) - 1
        case FileKind(key="jsonl"):
            return body.count(b"\n")
        case FileKind(key="json"):
            return len(json.loads(body))
    return None
