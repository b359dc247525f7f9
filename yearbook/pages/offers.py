"""The page of files to download: what each is, its rows and size, and how to open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from yearbook.metadata import file_kind, purpose, rows_in
from yearbook.metadata.files import GROUPS, KINDS, is_of_one_year
from yearbook.model import Artifact, Package
from yearbook.pages.views import SHEETS
from yearbook.record import CHARTS, PACKAGE, Released
from yearbook.words import Words

_DESCRIPTOR = "datapackage.json"


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
    shown = [each for each in shown if not (SHEETS in each.path or is_of_one_year(each.path))]
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


def kept(release: Released, package: Package, words: Words) -> tuple[Offered, ...]:
    """Return what stands at the address of a release: the files people cite first, its check sums last.

    Of the package itself only the descriptor is listed, which names all its files; charts stand apart.
    """
    listed = (path for path in release.files if not path.startswith((PACKAGE, CHARTS)))
    shown = (*listed, PACKAGE + _DESCRIPTOR)
    files = [Artifact(path=release.address + path, body=release.files[path], made_from=()) for path in shown]
    files.sort(key=lambda each: (KINDS.index(file_kind(each.path)), each.path.count("/")))
    offered = [_offered(each, package, words) for each in files]
    offered = [replace(each, name=each.path.removeprefix(release.address)) for each in offered]
    whole = PACKAGE + _DESCRIPTOR
    return tuple(
        replace(each, purpose=words("purpose.package")) if each.name == whole else each for each in offered
    )


def kept_charts(release: Released, words: Words) -> tuple[tuple[str, str], ...]:
    """Return the charts kept with a release in one language: name and path in the site."""
    end = f".{words.language}.svg"
    paths = (path for path in release.files if path.startswith(CHARTS) and path.endswith(end))
    return tuple((path.removeprefix(CHARTS).removesuffix(end), release.address + path) for path in paths)


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
