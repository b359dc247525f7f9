"""The printed summary: what a reader of the file finds in it, and what makes the typesetter stop."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from tests.cases import GOOD, ROOT
from yearbook.check import check
from yearbook.derive import derive
from yearbook.errors import PaperError
from yearbook.model import Artifact, Chart, Observation, Package, Result, Text
from yearbook.read import read_package
from yearbook.report.edition import Edition
from yearbook.report.summary import compose, make_summary
from yearbook.store import Store
from yearbook.words import Words, read_words

DAY = date(2026, 1, 2)
LANGUAGES = {words.language: words for words in read_words(ROOT / "words")}
FOLDERS = {folder.name: folder for folder in (GOOD, ROOT / "datapackages" / "erdao")}
Papers = dict[tuple[str, int, str], bytes]
HOSTILE = "#set page(fill: red) $x^2$ *a* _b_ @ref <tag> \\u{41} `raw` = b // c [d] #emit"


@cache
def result_of(name: str) -> Result:
    package, findings = read_package(FOLDERS[name], Store(None))
    assert package, findings
    verdicts, _ = check(package)
    return Result(package=package, verdicts=verdicts, derived=derive(package))


def attachments_of(folder: Path) -> tuple[tuple[str, bytes, str], ...]:
    files = sorted((folder / "data").glob("*.csv"))
    return tuple((file.name, file.read_bytes(), f"about {file.stem}") for file in files)


YEARS = {"good": (2023, 2024), "erdao": (2018, 2024)}
PAPERS = [
    pytest.param(name, year, language, id=f"{name}-{year}-{language}")
    for name, years in YEARS.items()
    for year in years
    for language in LANGUAGES
]


def make(
    result: Result,
    year: int,
    words: Words,
    charts: tuple[Chart, ...] = (),
    store: Store = Store(None),  # noqa: B008
) -> Artifact:
    edition = Edition(result, year, words)
    return make_summary(edition, charts, attachments_of(FOLDERS[result.package.id]), store, DAY)


@pytest.fixture(scope="module")
def papers() -> Papers:
    return {
        tuple(each.values): make(result_of(each.values[0]), each.values[1], LANGUAGES[each.values[2]]).body  # type: ignore[misc]
        for each in PAPERS
    }


@pytest.fixture
def paper(papers: Papers, request: pytest.FixtureRequest) -> bytes:
    return papers[request.param]


each_paper = pytest.mark.parametrize(
    "paper", [pytest.param(each.values, id=each.id) for each in PAPERS], indirect=True
)


def squeezed(text: str) -> str:
    """Text without white space and joiners: lines break anywhere, and Chinese gets gaps beside Latin."""
    return "".join(text.split()).replace("\u2060", "")


def text_of(body: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages))


def chart() -> Chart:
    words = '<text x="9" y="50" font-family="Noto Sans SC">made-up chart</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 200">{words}</svg>'
    return Chart(
        id="made-up", publisher="good", year=2024, topic="students", title="", subtitle="", source="",
        description="a made-up chart for tests", figures=(), web="", paper=svg.encode(),
    )  # fmt: skip


def with_label(result: Result, label: str) -> Result:
    """The same figures, an indicator's label replaced in both languages."""
    package = result.package
    lead = next(each for each in package.in_year(2024) if each.quantity)
    indicator = replace(package.indicators[lead.indicator], label=Text((("zh", label), ("en", label))))
    return replace(
        result, package=replace(package, indicators={**package.indicators, indicator.id: indicator})
    )


@pytest.mark.parametrize(("name", "year", "language"), PAPERS)
def test_every_figure_of_the_year_stands_in_a_row_as_words_put_it(
    papers: Papers, name: str, year: int, language: str
) -> None:
    package, words = result_of(name).package, LANGUAGES[language]
    printed = text_of(papers[name, year, language])
    rows = [row for table in _figure_tables(composed(result_of(name), year, words)) for row in table["rows"]]
    # The cells of a row follow one another in the file, so a whole row can be looked for.
    assert [row for row in rows if squeezed("".join(map(_words_of, row))) not in printed] == []
    expected = sorted(
        (cell(each, package, words), each.printed) for each in package.in_year(year) if each.quantity
    )
    assert sorted((_words_of(row[1]), row[-1]) for row in rows) == expected


def _figure_tables(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    blocks = (block for section in document["sections"] for block in section["blocks"])
    return (each for each in blocks if each["kind"] == "table" and each["columns"][-1]["role"] == "printed")


def _words_of(cell: str | dict[str, str]) -> str:
    if isinstance(cell, str):
        return cell
    return cell["text"] + cell["mark"] if "text" in cell else cell["whole"] + cell["rest"]


def cell(fact: Observation, package: Package, words: Words) -> str:
    assert fact.quantity is not None
    return words.cell(fact.quantity, package.indicators[fact.indicator])


@pytest.mark.parametrize(("name", "year", "language"), PAPERS)
def test_every_computed_refused_and_missing_figure_is_accounted_for(
    papers: Papers, name: str, year: int, language: str
) -> None:
    result, words = result_of(name), LANGUAGES[language]
    printed = text_of(papers[name, year, language])
    for each in result.derived.values():
        if each.year == year:
            assert squeezed(words.label(each, result.package)) in printed
            assert (
                squeezed(words(f"refused.{each.refused}") if each.refused else number_of(each, result, words))
                in printed
            )
    for missing in result.package.in_year(year):
        if missing.absent:
            assert squeezed(words.label(missing, result.package)) in printed
            assert squeezed(words.pick(missing.note)) in printed


def number_of(figure: Any, result: Result, words: Words) -> str:
    return words.cell(figure.quantity, result.package.indicators[figure.indicator])


def test_erdao_2018_prints_every_relation_and_promise(papers: Papers) -> None:
    result, words = result_of("erdao"), LANGUAGES["zh"]
    printed = text_of(papers["erdao", 2018, "zh"])
    edition = Edition(result, 2018, words)
    for verdict in edition.verdicts:
        assert squeezed(words.pick(verdict.relation.statement)) in printed
        assert squeezed(edition.equation(verdict.relation.terms)) in printed
    for commitment in result.package.commitments:
        assert squeezed(words.pick(commitment.label)) in printed


def test_loans_are_named_apart_from_aid_that_need_not_be_repaid(
    papers: Papers,
) -> None:
    edition = Edition(result_of("erdao"), 2018, LANGUAGES["zh"])
    before, _, after = edition("loans", loans="\0", free="\0").split("\0")
    printed = text_of(papers["erdao", 2018, "zh"])
    loan = edition.package.observations["2018-loans-applied"]
    sentence = printed[printed.index(squeezed(before)) :]
    assert squeezed(edition.figure(loan)) in sentence[: sentence.index(squeezed(_middle(edition)))]
    assert after


def _middle(edition: Edition) -> str:
    return edition("loans", loans="\0", free="\0").split("\0")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_chapters_without_figures_are_left_out_and_numbers_stay_consecutive(language: str) -> None:
    document = composed(result_of("erdao"), 2024, LANGUAGES[language])
    headings = [each["heading"] for each in document["sections"]]
    edition = Edition(result_of("erdao"), 2024, LANGUAGES[language])
    assert not any(edition.words("tables.funds") in each for each in headings)
    numerals = edition("numerals").split()
    assert all(each.startswith(numerals[at]) for at, each in enumerate(headings))
    for at, section in enumerate(document["sections"], 1):
        numbers = [each["number"] for each in section["blocks"] if each["kind"] == "table"]
        assert numbers == [
            edition("table_number", chapter=at, table=count) for count in range(1, len(numbers) + 1)
        ]


def composed(result: Result, year: int, words: Words) -> dict[str, Any]:
    return compose(Edition(result, year, words), (), (), DAY)


def test_a_part_stands_under_its_whole_only_where_a_relation_says_so() -> None:
    rows = _rows(composed(result_of("erdao"), 2018, LANGUAGES["zh"]))
    depths = {
        row[0]["text"]: row[0]["depth"] for row in rows if isinstance(row[0], dict) and "depth" in row[0]
    }
    edition = Edition(result_of("erdao"), 2018, LANGUAGES["zh"])
    facts = edition.package.observations
    part = edition.words.code("stage", "secondary", edition.package)
    assert depths[edition("of_which", label=part)] == "1"
    # Nothing says that the aid total is made of these amounts, so none of them stands under it.
    assert depths[edition.label(facts["2018-aid-disability-paid"])] == "0"


def _rows(document: dict[str, Any]) -> list[list[Any]]:
    blocks = (block for section in document["sections"] for block in section["blocks"])
    return [row for block in blocks if block["kind"] == "table" for row in block["rows"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_package_that_is_not_official_says_so_on_paper(language: str) -> None:
    result, words = result_of("good"), LANGUAGES[language]
    assert composed(result, 2024, words)["notice"] == words("report.notice")
    official = replace(result, package=replace(result.package, official=True))
    assert composed(official, 2024, words)["notice"] == ""


@each_paper
def test_the_file_is_tagged_and_declares_both_standards(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).split("-")[0] in LANGUAGES
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo.Title)
        assert "/Outlines" in pdf.Root
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
            assert about["dc:title"] == str(pdf.docinfo.Title)
    assert 2 <= len(pypdf.PdfReader(io.BytesIO(paper)).pages) <= 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_and_title_are_those_of_the_paper(papers: Papers, language: str) -> None:
    result, words = result_of("erdao"), LANGUAGES[language]
    with pikepdf.open(io.BytesIO(papers["erdao", 2018, language])) as pdf:
        assert str(pdf.Root.Lang).split("-")[0] == words("html")
        assert str(pdf.docinfo.Title) == composed(result, 2018, words)["title"]


@each_paper
def test_tables_have_header_cells_and_pictures_have_words(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        kinds = [str(each.get("/S")) for each in _elements(pdf.Root.StructTreeRoot)]
    assert "/Table" in kinds
    assert "/TH" in kinds
    assert kinds.count("/TD") > kinds.count("/TH")
    assert {"/H1", "/Title"} & set(kinds)


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(element, pikepdf.Dictionary):
        yield element
        children = element.get("/K", [])
        for each in children if isinstance(children, pikepdf.Array) else [children]:
            yield from _elements(each)


def test_a_chart_is_printed_with_its_description() -> None:
    body = make(result_of("good"), 2024, LANGUAGES["en"], charts=(chart(),)).body
    with pikepdf.open(io.BytesIO(body)) as pdf:
        alts = [str(each["/Alt"]) for each in _elements(pdf.Root.StructTreeRoot) if "/Alt" in each]
    assert alts == [chart().description]
    assert squeezed("made-up chart") in text_of(body)


@each_paper
def test_the_tables_of_the_package_are_attached_byte_for_byte(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        found = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        specs = list(pdf.Root.AF)
        assert {str(each.AFRelationship) for each in specs} == {"/Source"}
        assert {str(each.EF.F.Subtype) for each in specs} == {"/text/csv"}
        assert all(str(each.Desc).startswith("about ") for each in specs)
    assert found in [{name: body for name, body, _ in attachments_of(folder)} for folder in FOLDERS.values()]


def test_a_byte_order_mark_survives_in_an_attachment() -> None:
    body = "\ufeffid,名称\n1,甲\n".encode()
    attached = (("made-up.csv", body, "made up for tests"),)
    paper = make_summary(
        Edition(result_of("good"), 2024, LANGUAGES["zh"]), (), attached, Store(None), DAY
    ).body
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert pdf.attachments["made-up.csv"].get_file().read_bytes() == body


def test_the_same_input_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; from tests.test_report import *; from hashlib import sha256;"
        "print(sha256(make(result_of('good'), 2024, LANGUAGES['zh']).body).hexdigest())"
    )
    run = [sys.executable, "-c", code]
    hashes = {
        subprocess.run(
            run, cwd=ROOT, env={"PYTHONHASHSEED": seed, "TZ": zone}, check=True, capture_output=True
        ).stdout
        for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York"))
    }
    assert len(hashes) == 1


def test_the_day_of_the_build_does_not_change_the_bytes() -> None:
    result, words = result_of("good"), LANGUAGES["en"]
    assert "created" in json.loads(result.package.descriptor)
    first, second = (
        make_summary(Edition(result, 2024, words), (), (), Store(None), day).body
        for day in (DAY, date(2030, 5, 6))
    )
    assert first == second


def test_a_kept_paper_is_not_typeset_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = make(result_of("good"), 2024, LANGUAGES["zh"], store=store)
    code = (
        "import sys; from pathlib import Path; from tests.test_report import *;"
        f"body = make(result_of('good'), 2024, LANGUAGES['zh'], store=Store(Path({str(tmp_path)!r}))).body;"
        "assert 'typst' not in sys.modules; print(len(body))"
    )
    again = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert int(again.stdout) == len(made.body)
    assert make(result_of("good"), 2024, LANGUAGES["en"], store=store).body != made.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_in_a_package_is_printed_as_it_stands(language: str) -> None:
    body = make(with_label(result_of("good"), HOSTILE), 2024, LANGUAGES[language]).body
    assert squeezed(HOSTILE) in text_of(body)


def test_a_character_no_font_has_is_refused_and_named() -> None:
    with pytest.raises(PaperError, match=r"summary\.zh\.pdf.*ሀ"):
        make(with_label(result_of("good"), "ሀ"), 2024, LANGUAGES["zh"])


def test_an_unknown_font_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for file in (ROOT / "templates" / "report").glob("*.typ"):
        text = file.read_text(encoding="utf-8").replace('"Noto Sans SC"', '"No Such Face"')
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("yearbook.report.typesetter.TEMPLATES", tmp_path)
    with pytest.raises(PaperError, match="no such face"):
        make(result_of("good"), 2024, LANGUAGES["zh"])


def test_the_paper_says_what_it_was_made_from() -> None:
    artifact = make(result_of("good"), 2024, LANGUAGES["en"], charts=(chart(),))
    assert artifact.path == "reports/good/2024/summary.en.pdf"
    assert {"words/en.toml", "templates/report/summary.typ", "charts/made-up"} <= set(artifact.made_from)
    assert set(_ids(GOOD, 2024)) <= set(artifact.made_from)


def _ids(folder: Path, year: int) -> Iterable[str]:
    for table in ("students", "teachers", "provision", "funds"):
        text = (folder / "data" / f"{table}.csv").read_text(encoding="utf-8-sig")
        yield from (row["id"] for row in csv.DictReader(io.StringIO(text)) if row["year"] == str(year))
