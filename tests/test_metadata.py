"""Catalogues, search engines and programs are told of the same files, whole addresses only where they are known."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import duckdb
import pytest
from conftest import served

from build import examine
from tests.cases import ROOT
from yearbook.catalogue import make_catalogue
from yearbook.downloads import make_downloads
from yearbook.metadata import dataset_json, dataset_of, file_kind
from yearbook.metadata.files import KINDS, is_of_one_year
from yearbook.model import Artifact, Release, Result
from yearbook.pages import conformance
from yearbook.pages.offers import SNIPPETS, snippets
from yearbook.store import Store
from yearbook.words import Words, read_words

if TYPE_CHECKING:
    from tests.conftest import Site

HOME = "https://example.org/education/"
PAGES = tuple(
    Artifact(path=f"{language}/{page}", body=b"", made_from=("x",), kind="page")
    for language in ("zh", "en")
    for page in ("index.md", "erdao/index.md")
)


@pytest.fixture(scope="module")
def all_words() -> tuple[Words, ...]:
    return read_words(ROOT / "words")


@pytest.fixture(scope="module")
def result() -> Result:
    (found,), _ = examine(ROOT / "datapackages", ("erdao",), Store(None))
    return found


@pytest.fixture(scope="module")
def files(result: Result, all_words: tuple[Words, ...]) -> tuple[Artifact, ...]:
    return make_downloads((result,), all_words, Store(None))


def made(result: Result, all_words: tuple[Words, ...], files: tuple[Artifact, ...]) -> dict[str, bytes]:
    release = Release(results=(result,), findings=())
    return {each.path: each.body for each in make_catalogue(release, all_words, files, PAGES)}


def at_home(result: Result) -> Result:
    descriptor = json.loads(result.package.descriptor) | {"homepage": HOME}
    return replace(
        result, package=replace(result.package, descriptor=json.dumps(descriptor, ensure_ascii=False))
    )


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(each)


def test_the_catalogue_lists_every_file_with_its_size_and_hash(
    result: Result, all_words: tuple[Words, ...], files: tuple[Artifact, ...]
) -> None:
    catalogue = json.loads(made(result, all_words, files)["data/catalog.jsonld"])
    found = {
        f"data/{each['dcat:downloadURL']['@id']}": (
            int(each["dcat:byteSize"]["@value"]),
            each["spdx:checksum"]["spdx:checksumValue"]["@value"],
        )
        for each in nodes(catalogue)
        if each.get("@type") == "dcat:Distribution"
    }
    own = [each for each in files if each.path.startswith("data/erdao/") and not is_of_one_year(each.path)]
    assert found == {each.path: (len(each.body), hashlib.sha256(each.body).hexdigest()) for each in own}


def test_without_a_homepage_every_address_is_relative_and_there_is_no_sitemap(
    result: Result, all_words: tuple[Words, ...], files: tuple[Artifact, ...]
) -> None:
    published = made(result, all_words, files)
    assert published.keys() == {"data/catalog.jsonld", "llms.txt"}
    catalogue = json.loads(published["data/catalog.jsonld"])
    assert "@base" not in catalogue["@context"]
    own = [
        each["@id"] for each in nodes(catalogue) if each.get("@type") in ("dcat:Distribution", "dcat:Dataset")
    ]
    assert own
    assert not [each for each in own if ":" in each or each.startswith("/")]


def test_with_a_homepage_addresses_are_whole_and_pages_are_listed(
    result: Result, all_words: tuple[Words, ...]
) -> None:
    named = at_home(result)
    published = made(named, all_words, make_downloads((named,), all_words, Store(None)))
    assert json.loads(published["data/catalog.jsonld"])["@context"]["@base"] == f"{HOME}data/"
    urls = ElementTree.fromstring(published["sitemap.xml"])
    places = [each.text for each in urls.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert places == [
        f"{HOME}{start}{page}" for start in ("en/", "") for page in ("erdao/index.html", "index.html")
    ]
    assert f"Sitemap: {HOME}sitemap.xml" in published["robots.txt"].decode()


def test_the_summary_for_language_models_leads_to_files_that_are_there(
    result: Result, all_words: tuple[Words, ...], files: tuple[Artifact, ...]
) -> None:
    said = made(result, all_words, files)["llms.txt"].decode()
    links = re.findall(r"\]\(([^)]+)\)", said)
    published = {each.path for each in files}
    assert {each for each in links if each.startswith("data/")} <= published
    assert any(each.startswith("en/erdao/") for each in links)
    for words in all_words:
        assert words("llms.reading") in said
        assert words.pick(result.package.title) in said


def test_the_same_columns_are_described_to_every_program(files: tuple[Artifact, ...]) -> None:
    read = {each.path.rsplit("/", 1)[-1]: json.loads(each.body) for each in files if each.path.endswith("a.json") or each.path.endswith("e.json") or each.path.endswith("t.json")}  # fmt: skip
    descriptor = {
        each["name"]: [field["name"] for field in each["schema"]["fields"]]
        for each in read["datapackage.json"]["resources"]
    }
    csvw = {
        each["url"].removesuffix(".csv"): [column["name"] for column in each["tableSchema"]["columns"]]
        for each in read["csv-metadata.json"]["tables"]
    }
    croissant = {
        each["name"]: [field["source"]["extract"]["column"] for field in each["field"]]
        for each in read["croissant.json"]["recordSet"]
    }
    datasette = read["datasette.json"]["databases"]["erdao"]["tables"]
    assert descriptor == csvw == croissant
    assert descriptor == {name: list(each["columns"]) for name, each in datasette.items()}


def test_text_from_a_package_cannot_end_the_script_it_stands_in(
    result: Result, all_words: tuple[Words, ...], files: tuple[Artifact, ...]
) -> None:
    hostile = "</script><script>steal()</script><!--"
    title = replace(result.package.title, wordings=(("zh", hostile), ("en", hostile)))
    dataset = dataset_of(
        replace(result.package, title=title), (each for each in files if "/erdao/" in each.path)
    )
    said = dataset_json(dataset, all_words[0], lambda path: path)
    assert "<" not in said
    assert json.loads(said)["name"] == hostile


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.key)
def test_every_kind_of_file_is_named_in_both_languages(kind: Any, all_words: tuple[Words, ...]) -> None:
    for words in all_words:
        assert words.catalogue["purpose"][kind.key]
        assert words(f"offers.{kind.group}.title")


def test_no_published_file_is_of_a_kind_nobody_named(files: tuple[Artifact, ...]) -> None:
    assert [each.path for each in files if file_kind(each.path).key == "file"] == []


# Pages


def test_every_page_of_a_publisher_tells_what_data_it_is_about(site: Site) -> None:
    for path, page in site.pages.items():
        said = page.xpath("//head/script[@type='application/ld+json']/text()")
        about = [json.loads(each) for each in said]
        if path.removeprefix("en/").startswith("erdao/"):
            words = site.words_of(path)
            assert [each["@type"] for each in about] == ["Dataset"], path
            assert about[0]["name"] == words.pick(site.result.package.title)
            for each in about[0]["distribution"]:
                assert (site.folder / path).parent.joinpath(each["contentUrl"]).resolve().is_file(), path
        elif path in ("index.html", "en/index.html"):
            assert [each["@type"] for each in about] == ["DataCatalog"], path
        else:
            assert about == [], path


# How to open the files


def expected_funds(folder: Path) -> list[tuple[str, str]]:
    text = (folder / "figures.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return [(row["label_zh"], row["year"]) for row in rows if row["table"] == "funds"]


@pytest.fixture
def folder(files: tuple[Artifact, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of a publisher in the current folder, as after downloading them."""
    for each in files:
        if each.path.startswith("data/erdao/") and not is_of_one_year(each.path):
            (tmp_path / each.path.rsplit("/", 1)[-1]).write_bytes(each.body)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(result: Result, all_words: tuple[Words, ...]) -> dict[str, str]:
    return dict(snippets(result.package, all_words[0]))


@pytest.fixture(params=["in the current folder", "at an address"])
def read_from(request: pytest.FixtureRequest, folder: Path) -> Iterator[Callable[[str], str]]:
    """What to do to a piece of code: nothing, or write the address of the file in place of its name."""
    with served(folder) as root:
        start = f"{root}/" if request.param == "at an address" else ""
        yield lambda code: code.replace("figures.csv", f"{start}figures.csv")


def test_what_to_type_in_pandas_shows_the_funds(
    typed: dict[str, str], folder: Path, read_from: Callable[[str], str]
) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(read_from(typed["pandas (Python)"]), {})
    for label, year in expected_funds(folder)[:5]:
        assert label in out.getvalue()
        assert year in out.getvalue()


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed: its lines were not run")
def test_what_to_type_in_r_shows_the_funds(
    typed: dict[str, str], folder: Path, read_from: Callable[[str], str]
) -> None:
    """A first column of its own name shows that the byte order mark is no part of it."""
    code = read_from(typed["R"]) + "\nnames(figures)[1]"
    wide = "options(width = 1000)\n"
    (folder / "funds.R").write_text(wide + code, encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["Rscript", "--vanilla", "funds.R"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=environment,
    )
    *rows, first = done.stdout.splitlines()[1:]
    assert (first, done.stderr) == ('[1] "publisher"', "")
    shown = [(row.split()[1], row.split()[2]) for row in rows]
    assert shown == expected_funds(folder)


def test_what_to_type_in_duckdb_shows_the_funds(typed: dict[str, str], folder: Path) -> None:
    rows = duckdb.sql(typed["DuckDB"]).fetchall()
    assert [(row[0], str(row[1])) for row in rows] == expected_funds(folder)


def test_what_to_type_in_sqlite_shows_the_funds(typed: dict[str, str], folder: Path) -> None:
    with contextlib.closing(sqlite3.connect("erdao.sqlite")) as base:
        rows = base.execute(typed["SQLite"]).fetchall()
    assert [(row[0], str(row[1])) for row in rows] == expected_funds(folder)


@pytest.mark.skipif(not shutil.which("datasette"), reason="Datasette is not installed: its line was not run")
def test_what_to_type_in_datasette_shows_the_funds_with_labels(typed: dict[str, str], folder: Path) -> None:
    line = [*shlex.split(typed["Datasette"]), "--get", "/erdao/funds.json?_labels=on&_size=max&_shape=array"]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=True)
    rows = {row["id"]: row["indicator"]["label"] for row in json.loads(done.stdout)}
    text = (folder / "figures.csv").read_text(encoding="utf-8-sig")
    figures = csv.DictReader(io.StringIO(text, newline=""))
    assert rows == {row["id"]: row["indicator_zh"] for row in figures if row["table"] == "funds"}


def test_every_snippet_names_only_files_that_are_there(typed: dict[str, str], folder: Path) -> None:
    assert typed.keys() == {program for program, _ in SNIPPETS}
    for code in typed.values():
        for name in re.findall(r"[\w-]+\.(?:csv|sqlite|json)\b(?!\()", code):
            assert (folder / name).is_file(), name


# The record of other houses' validators


def test_every_validator_accepted_what_is_published_and_rejected_a_spoiled_copy(
    all_words: tuple[Words, ...],
) -> None:
    found = conformance.trials()
    for words in all_words:
        assert [each.id for each in found] == list(words.catalogue["conformance"]["trials"])
    for each in found:
        assert (each.accepted, each.rejected) == (True, True), each.id
        assert each.inputs, each.id
        assert any(re.search(r"\d", name) for name in each.programs), each.id


def test_the_record_names_no_place_of_the_computer_it_was_made_on() -> None:
    for each in conformance.trials():
        assert not re.search(r"(^|\s)(/\w|\w:\\)", f" {each.said} {each.said_of_spoiled}"), each.id
