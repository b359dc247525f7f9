"""The statistical booklet read back: every figure in its row, nothing outside its column, codes that lead home."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
import zxingcpp

from build import examine
from charts import make_charts
from tests.cases import GOOD, ROOT
from tests.printed import pictures
from tests.readback import Paper, elements, squeezed
from yearbook.about import about
from yearbook.check import check
from yearbook.downloads import make_downloads
from yearbook.model import Artifact, Derived, Observation, Result, Text
from yearbook.pages.answers import page_code
from yearbook.report.booklet import compose, editions, make_booklets
from yearbook.report.edition import Edition
from yearbook.store import Store
from yearbook.words import Words, read_words

LANGUAGES = {words.language: words for words in read_words(ROOT / "words")}
STORE = Store(ROOT / ".cache")
PACKAGES = ROOT / "datapackages"
BOOKLETS = {"erdao": (2018, 2024), "jinzhai": (2021,), "china": (2024,)}
PAPERS = [
    pytest.param((name, year, language), id=f"{name}-{year}-{language}")
    for name, years in BOOKLETS.items()
    for year in years
    for language in LANGUAGES
]
EDGE = 25 / 25.4 * 72
KERN = 1.5  # letters that fit into each other, as T and o do
HANG = 3.0  # a comma at the end of a line hangs out a little
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
SCALES = {"万": 10**4, "亿": 10**8, "million": 10**6, "billion": 10**9}
HOME = "https://data.example.org/made-up/"
FACES = {"NotoSansSC-Regular", "NotoSerifSC-Regular"}
Key = tuple[str, int, str]


@cache
def result_of(name: str) -> Result:
    root = GOOD.parent if name == "good" else PACKAGES
    (found,), findings = examine(root, (name,), STORE)
    assert found, findings
    return found


@cache
def files_of(name: str) -> tuple[Artifact, ...]:
    return tuple(make_downloads((result_of(name),), tuple(LANGUAGES.values()), STORE))


@cache
def booklets(name: str, language: str) -> dict[int, Paper]:
    words = LANGUAGES[language]
    charts = make_charts(result_of(name), words, STORE)
    made = make_booklets(result_of(name), words, charts, files_of(name), STORE)
    return {int(each.path.split("/")[2]): Paper(each.body) for each in made}


def edition_of(key: Key) -> Edition:
    name, year, language = key
    return next(each for each in editions(result_of(name), LANGUAGES[language]) if each.year == year)


@cache
def document(key: Key) -> dict[str, Any]:
    return compose(edition_of(key), (), files_of(key[0]))


@pytest.fixture
def key(request: pytest.FixtureRequest) -> Key:
    found: Key = request.param
    return found


@pytest.fixture
def paper(key: Key) -> Paper:
    return booklets(key[0], key[2])[key[1]]


each_paper = pytest.mark.parametrize("key", PAPERS, indirect=True)


def test_many_years_make_one_booklet_and_few_one_each() -> None:
    for name, years in BOOKLETS.items():
        assert tuple(booklets(name, "zh")) == years


def tables(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The pieces of the tables of a document, each with what belongs to the whole table."""
    for section in document["sections"]:
        for table in section["blocks"]:
            if table["kind"] == "table":
                yield from ({**table, **piece} for piece in table["blocks"])


def printed(cell: Any) -> str:
    if isinstance(cell, str):
        return squeezed(cell)
    if "whole" in cell:
        return squeezed(cell["whole"] + cell["rest"] + cell.get("mark", ""))
    sign = "" if cell.get("next") else cell.get("sign", "")
    return squeezed(
        sign + cell.get("text", cell.get("group", "")) + cell.get("mark", "") + cell.get("below", "")
    )


@each_paper
def test_every_cell_is_read_back_from_its_row_in_the_tags(key: Key, paper: Paper) -> None:
    expected = list(tables(document(key)))
    assert len(paper.tables) == len(expected)
    for found, piece in zip(paper.tables, expected, strict=True):
        top, heads, *rows = found
        assert squeezed(piece["unit"]) in top[0]
        assert heads == [squeezed(each["title"]) for each in piece["columns"]]
        assert rows == [[printed(cell) for cell in row] for row in piece["rows"]]


def figure_cells(piece: dict[str, Any]) -> Iterator[str]:
    """The number cells of a piece without hedge marks, bars and stars."""
    for row in piece["rows"]:
        for cell in row:
            if isinstance(cell, dict) and cell.get("whole"):
                yield cell["whole"] + cell["rest"]


def scale_of(unit: str) -> int:
    return next((factor for word, factor in SCALES.items() if word in unit), 1)


def values(piece: dict[str, Any]) -> Iterator[Decimal]:
    """The values of the number cells, by the unit in the head of the table."""
    for cell in figure_cells(piece):
        (found,) = NUMBER.findall(cell)
        share = cell.rstrip("*余").endswith("%")
        yield (
            Decimal(found.replace(",", ""))
            * (1 if share else scale_of(piece["unit"]))
            / (100 if share else 1)
        )


def quantities(edition: Edition) -> Counter[Decimal]:
    return Counter(each.quantity.value for each in (*edition.rows, *edition.derived) if each.quantity)


def holds_figures(piece: dict[str, Any]) -> bool:
    return any(each["role"] in ("number", "even") for each in piece["columns"]) and piece["sources"] != ""


@each_paper
def test_every_number_in_a_table_of_figures_is_a_figure(key: Key) -> None:
    known = {rounded(each) for each in quantities(edition_of(key))}
    found = {
        rounded(value) for piece in tables(document(key)) if holds_figures(piece) for value in values(piece)
    }
    assert found
    assert found - known == set()


def rounded(value: Decimal) -> Decimal:
    return value.normalize()


@each_paper
def test_every_figure_stands_in_a_table(key: Key) -> None:
    edition = edition_of(key)
    shown = Counter(
        rounded(value) for piece in tables(document(key)) if holds_figures(piece) for value in values(piece)
    )
    shown.update(beside(key))
    expected = Counter(rounded(each.quantity.value) for each in edition.rows if each.quantity)
    assert expected - shown == Counter()


def beside(key: Key) -> Counter[Decimal]:
    """What a source prints beside the figure of the tables: as it prints it, so by its own row."""
    edition, text = edition_of(key), squeezed("".join(str(each["rows"]) for each in tables(document(key))))
    rows = (each for each in edition.rows if each.quantity and squeezed(f"{each.printed} [") in text)
    return Counter(rounded(each.quantity.value) for each in rows if each.quantity)


@each_paper
def test_a_figure_of_one_year_stands_beside_the_wording_of_its_source(key: Key) -> None:
    edition = edition_of(key)
    rows = [
        (row[1]["whole"] + row[1]["rest"], row[-1])
        for piece in tables(document(key))
        if piece["columns"][-1]["role"] == "printed"
        for row in piece["rows"]
    ]
    facts = {(cell(each, edition), each.printed) for each in edition.facts}
    assert set(rows) <= facts
    if key[0] == "erdao":
        assert len(rows) == len(edition.facts)


def cell(figure: Observation | Derived, edition: Edition) -> str:
    assert figure.quantity is not None
    return edition.words.cell(figure.quantity, edition.package.indicators[figure.indicator])


def test_a_series_stands_in_its_year_in_the_unit_of_its_table() -> None:
    piece = next(
        each
        for each in tables(document(("china", 2024, "zh")))
        if "2019" in [column["title"] for column in each["columns"]] and "学生资助金额" in each["title"]
    )
    fact = result_of("china").package.observations["2019-aid-paid"]
    assert fact.quantity
    assert fact.quantity.value in list(values(piece))


@each_paper
def test_no_text_leaves_the_page_or_runs_into_its_neighbour(paper: Paper) -> None:
    for number, page in enumerate(paper.pages, 1):
        right = float(paper.pdf.pages[number - 1].mediabox[2]) - EDGE
        outside = [
            run for run in page if run.text.strip() and not (run.x >= EDGE - 0.5 and run.end <= right + HANG)
        ]
        assert outside == [], number
        lines: dict[float, list[Any]] = {}
        for run in page:
            if run.text.strip():
                lines.setdefault(round(run.y, 1), []).append(run)
        for line in lines.values():
            ordered = sorted(line, key=lambda run: run.x)
            assert [(a, b) for a, b in pairwise(ordered) if a.end > b.x + KERN] == [], number


@each_paper
def test_no_heading_and_no_name_of_a_table_is_the_last_line_of_a_page(paper: Paper) -> None:
    headings = {squeezed(str(text)) for text in headings_of(paper)}
    assert headings
    for page in paper.pages[1:]:
        bottom = max(run.y for run in page)  # the number of the page
        last = max((run.y for run in page if run.y < bottom - 1), default=0)
        line = squeezed("".join(run.text for run in page if abs(run.y - last) < 1))
        assert line not in headings


def headings_of(paper: Paper) -> Iterator[str]:
    words = paper._by_mark()
    for each in elements(paper.pdf.Root.StructTreeRoot):
        if str(each.get("/S", "")) in ("/H1", "/H2", "/H3", "/Caption"):
            yield "".join(paper._words(each, words))


@each_paper
def test_a_note_stands_on_the_page_of_its_number(paper: Paper) -> None:
    for page in paper.pages:
        small = {
            run.text.strip() for run in page if run.size < 6.5 and re.fullmatch(r"\d+\)", run.text.strip())
        }
        notes = {found[1] for run in page if run.size > 6.5 and (found := re.match(r"\s*(\d+\))", run.text))}
        assert small <= notes


@each_paper
def test_every_picture_has_words(key: Key, paper: Paper) -> None:
    figures = [each for each in elements(paper.pdf.Root.StructTreeRoot) if each.get("/S") == "/Figure"]
    charts = make_charts(result_of(key[0]), LANGUAGES[key[2]], STORE)
    described = {each.description for each in charts}
    assert figures
    assert {str(each.get("/Alt", "")) for each in figures} <= described


@each_paper
def test_only_the_two_faces_are_used_and_both_are_embedded_as_subsets(paper: Paper) -> None:
    fonts = {
        str(each.BaseFont)[1:]: each.DescendantFonts[0].FontDescriptor
        for each in paper.pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/Type0"
    }
    assert {name.partition("+")[2].removesuffix("-Identity-H") for name in fonts} == FACES
    assert all(re.fullmatch(r"[A-Z]{6}", name.partition("+")[0]) for name in fonts)
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in fonts.values())


@each_paper
def test_it_is_tagged_declares_both_standards_and_has_an_outline(key: Key, paper: Paper) -> None:
    pdf = paper.pdf
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang).split("-")[0] == LANGUAGES[key[2]]("html")
    assert str(pdf.docinfo.Title) == document(key)["title"]
    assert "/Outlines" in pdf.Root
    with pdf.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("3", "A")


@each_paper
def test_the_whole_package_is_attached_and_its_fingerprint_printed(key: Key, paper: Paper) -> None:
    folder = f"data/{key[0]}/"
    files = {
        each.path.removeprefix(folder): each.body for each in files_of(key[0]) if each.path.startswith(folder)
    }
    expected = {name: body for name, body in files.items() if name.endswith((".csv", ".json"))}
    assert {name: spec.get_file().read_bytes() for name, spec in paper.pdf.attachments.items()} == expected
    assert {str(each.AFRelationship) for each in paper.pdf.Root.AF} == {"/Source"}
    for name in (f"{key[0]}.zip", "datapackage.json"):
        assert hashlib.sha256(files[name]).hexdigest() in paper.text


@each_paper
def test_the_contents_lead_to_every_chapter_and_table(key: Key, paper: Paper) -> None:
    told = document(key)
    pages = [squeezed("".join(run.text for run in page)) for page in paper.pages]
    begin = squeezed(told["named"]["contents"])
    contents = "".join(pages[2:4]) if begin in pages[2] else ""
    for section in told["sections"]:
        assert squeezed(section["heading"]) in contents
    for piece in tables(told):
        assert squeezed(piece["number"] + piece["title"]) in contents


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_of_a_whole_sum_stand_behind_of_which_and_others_behind_a_hash(language: str) -> None:
    rows = [row[0] for piece in tables(document(("erdao", 2018, language))) for row in piece["rows"]]
    edition = edition_of(("erdao", 2018, language))
    signs = {
        each["text"]: each["sign"] for each in rows if isinstance(each, dict) and each.get("depth") == "1"
    }
    assert signs[edition.words.code("stage", "secondary", edition.package)] == edition("booklet.sign_of")
    assert edition("booklet.sign_main") in signs.values()


# With an address of its own, and without.


def made_up(homepage: str) -> Result:
    """The made-up package of the tests, said to be published at an address or at none."""
    result = result_of("good")
    told = json.loads(result.package.descriptor) | {"homepage": homepage}
    if not homepage:
        del told["homepage"]
    package = replace(result.package, descriptor=json.dumps(told, ensure_ascii=False))
    assert about(package).address == homepage
    return replace(result, package=package)


def composed(result: Result, words: Words) -> dict[str, Any]:
    return compose(editions(result, words)[0], (), files_of("good"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_beside_a_table_leads_to_its_page(language: str) -> None:
    document = composed(made_up(HOME), LANGUAGES[language])
    found = [
        code.text for page in pictures("booklet", document, ppi=216) for code in zxingcpp.read_barcodes(page)
    ]
    beside = [
        piece for piece in document["sections"] for piece in piece["blocks"] if piece["kind"] == "table"
    ]
    prefix = HOME + ("" if language == "zh" else f"{language}/")
    assert len(found) == len(beside) + 1
    assert f"{prefix}good/2023/students/" in found
    assert f"{prefix}good/" in found
    assert all(each.startswith(prefix) for each in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_address_the_path_and_the_page_code_are_printed(language: str) -> None:
    document = composed(made_up(""), LANGUAGES[language])
    for piece in tables(document):
        assert piece["web"]["qr"] == ""
        assert piece["web"]["text"].count("/good/") == 1
    students = next(each for each in tables(document) if "/students/" in each["web"]["text"])
    assert page_code("good/2023/students/") in students["web"]["text"]


def test_markup_in_a_package_is_printed_as_it_stands() -> None:
    hostile = "#set page(fill: red) $x^2$ *a* _b_ @ref <tag> \\u{41} `raw` = b // c [d]"
    result, words = result_of("good"), LANGUAGES["en"]
    lead = next(each for each in result.package.in_year(2024) if each.quantity)
    label = Text((("zh", hostile), ("en", hostile)))
    indicator = replace(result.package.indicators[lead.indicator], label=label)
    indicators = {**result.package.indicators, indicator.id: indicator}
    changed = replace(result, package=replace(result.package, indicators=indicators))
    made = make_booklets(changed, words, (), (), Store(None))
    assert any(squeezed(hostile) in Paper(each.body).text for each in made)


def test_the_same_input_gives_the_same_bytes() -> None:
    words = LANGUAGES["zh"]
    first, second = (make_booklets(result_of("good"), words, (), files_of("good"), Store(None)) for _ in "ab")
    assert [each.body for each in first] == [each.body for each in second]


@pytest.mark.parametrize("key", PAPERS)
def test_a_booklet_is_cited_by_a_title_without_its_publisher(key: Key) -> None:
    assert ". : " not in repr(compose(edition_of(key), (), ()))


COMPOSED = """
from hashlib import sha256
from tests.test_booklet import BOOKLETS, LANGUAGES, compose, edition_of

keys = [(name, year, language) for name, years in BOOKLETS.items() for year in years for language in LANGUAGES]
print([sha256(repr(compose(edition_of(key), (), ())).encode()).hexdigest() for key in keys])
"""


def test_every_booklet_is_composed_alike_in_every_process() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", COMPOSED],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(told) == 1


def test_a_publisher_without_an_address_is_told_why_there_are_no_codes() -> None:
    for homepage, codes in ((HOME, []), ("", ["no_homepage"])):
        _, findings = check(made_up(homepage).package)
        assert [each.code for each in findings if each.code == "no_homepage"] == codes
        assert all(each.severity == "note" for each in findings)
