"""The page of files to download: what each is, its rows and size, and how to open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yearbook.metadata import file_kind, purpose, rows_in
from yearbook.metadata.files import GROUPS, KINDS
from yearbook.model import Artifact, Package
from yearbook.pages.views import SHEETS
from yearbook.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A file as the page lists it; `rows` only where it is one table."""

    path: str
    name: str
    purpose: str
    rows: int | None
    bytes: int


def groups(
    files: Iterable[Artifact], package: Package, words: Words, languages: Iterable[str] = ("zh", "en")
) -> Iterator[tuple[str, tuple[Offered, ...]]]:
    """Yield the groups of files with what is in them, what most people want first.

    A file that is made once a language is shown in the language of the page only.
    """
    others = tuple(f".{each}." for each in languages if each != words.language)
    shown = [each for each in files if not any(other in each.path for other in others)]
    shown = [each for each in shown if SHEETS not in each.path]
    for group in GROUPS:
        found = [each for each in shown if file_kind(each.path).group == group]
        found.sort(key=lambda each: KINDS.index(file_kind(each.path)))
        if found:
            yield group, tuple(_offered(each, package, words) for each in found)


def _offered(file: Artifact, package: Package, words: Words) -> Offered:
    return Offered(
        path=file.path,
        name="/".join(file.path.split("/")[2:]),
        purpose=purpose(file.path, package, words),
        rows=rows_in(file.path, file.body),
        bytes=len(file.body),
    )


_PANDAS = """import pandas as pd
figures = pd.read_csv("figures.csv", encoding="utf-8-sig")
print(figures[figures["table"] == "funds"][["label_{language}", "year", "value", "qualifier"]])"""
_R = """figures <- read.csv("figures.csv", fileEncoding = "UTF-8-BOM")
subset(figures, table == "funds", c(label_{language}, year, value, qualifier))"""
_DUCKDB = "SELECT label_{language}, year, value, qualifier FROM 'figures.csv' WHERE \"table\" = 'funds'"
_SQLITE = "SELECT label, year, value, qualifier FROM figures_{language} WHERE \"table\" = 'funds'"
_POWER_QUERY = """Table.PromoteHeaders(Csv.Document(File.Contents("C:\\figures.csv"),
  [Delimiter=",", Encoding=TextEncoding.Utf8, QuoteStyle=QuoteStyle.Csv]))"""

# What to type in each program, in its own words; `{name}` is the publisher.
SNIPPETS = (
    ("pandas (Python)", _PANDAS),
    ("R", _R),
    ("DuckDB", _DUCKDB),
    ("SQLite", _SQLITE),
    ("Datasette", "datasette {name}.sqlite -m datasette.json"),
    ("Excel Power Query", _POWER_QUERY),
)


def snippets(package: Package, words: Words) -> tuple[tuple[str, str], ...]:
    """Return what to type in each program to see the figures of funds, ready to be copied."""
    filled = {"{name}": package.id, "{language}": words.language}
    return tuple((program, _filled(code, filled)) for program, code in SNIPPETS)


def _filled(code: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        code = code.replace(name, value)
    return code
