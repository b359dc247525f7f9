"""The official document, as PDF and as Word file: what a reader finds in both, and the measures of the standard."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pikepdf
import pypdf
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import serif_path

from tests.cases import ROOT
from tests.test_report import DAY, LANGUAGES, cell, result_of, squeezed, text_of, with_label
from yearbook.errors import PaperError
from yearbook.model import Result
from yearbook.report import faces
from yearbook.report.document import compose, make_document, make_documents, numeral
from yearbook.report.edition import Edition
from yearbook.report.faces import SANS, SERIF
from yearbook.store import Store

RARE = "䶮㛃堃𬭎"
LONG = "虚构测试文字" * 60
STORY = {
    "zh": f"""
## 基本情况 {{#background}}

本县有学生{{{{ figure("2024-students") }}}}，校名里有{RARE}。

{LONG}

## 主要做法 {{#work}}

### 资助学生

全年发放{{{{ figure("2024-aid-paid") }}}}。

### 其他

{LONG}{LONG}{LONG}
""",
    "en": """
## The county {#background}

There are {{ figure("2024-students") }}.

## What was done {#work}

### Aid

In the year {{ figure("2024-aid-paid") }} was paid.
""",
}
MM = 72 / 25.4


def told(result: Result, **wordings: str) -> Result:
    """The same figures with a made-up story of 2024, and other statements in the descriptor where given."""
    prose = {(2024, language): text for language, text in STORY.items()}
    descriptor = json.loads(result.package.descriptor)
    descriptor["yearbook"].update(wordings)
    package = replace(result.package, prose=prose, descriptor=json.dumps(descriptor))
    return replace(result, package=package)


def edition(language: str, **wordings: str) -> Edition:
    return Edition(told(result_of("good"), **wordings), 2024, LANGUAGES[language])


@cache
def made(language: str, **wordings: str) -> tuple[bytes, bytes]:
    pdf, word = make_document(edition(language, **wordings), Store(None), DAY)
    return pdf.body, word.body


def pdf_of(language: str, **wordings: str) -> bytes:
    return made(language, **wordings)[0]


def word_of(language: str, **wordings: str) -> Document:
    return docx.Document(io.BytesIO(made(language, **wordings)[1]))


def lines_of(page: pypdf.PageObject) -> list[tuple[float, float, float, str]]:
    """The lines of a page from the top: baseline from the top, left edge, size of type (points), words."""
    runs: list[tuple[float, float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if text.strip():
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            runs.append((float(page.mediabox.height) - y, x, size * abs(tm[0] or tm[1]), text.strip("\n")))

    page.extract_text(visitor_text=visit)
    lines: dict[float, tuple[float, float, float, str]] = {}
    for down, across, size, text in runs:
        at = round(down, 1)
        before = lines.get(at)
        lines[at] = (
            (down, min(across, before[1]), size, before[3] + text) if before else (down, across, size, text)
        )
    return sorted(lines.values())


def running_text(body: bytes, watermark: str) -> str:
    """The text of a PDF with nothing of what stands behind it: watermark and page number."""
    pages = pypdf.PdfReader(io.BytesIO(body)).pages
    texts = (squeezed(page.extract_text()) for page in pages)
    cleaned = (
        text.replace(squeezed(watermark), "", 1).replace(f"—{at}—", "", 1) for at, text in enumerate(texts, 1)
    )
    return "".join(cleaned)


def type_area(page: pypdf.PageObject) -> list[tuple[float, float, float, str]]:
    """The lines of the text alone: no page number, no watermark, whose type is much larger."""
    return [line for line in lines_of(page) if "—" not in line[3] and line[2] < 30]


both = pytest.mark.parametrize("language", LANGUAGES)


@both
def test_every_word_of_the_story_stands_in_both_files(language: str) -> None:
    document = compose(edition(language), DAY)
    in_pdf = running_text(pdf_of(language), LANGUAGES[language]("report.document.draft"))
    in_word = squeezed("".join(each.text for each in word_of(language).paragraphs))
    for each in document["text"]:
        assert squeezed(each["text"]) in in_pdf
        assert squeezed(each["text"]) in in_word
    fact = edition(language).package.observations["2024-students"]
    assert squeezed(edition(language).figure(fact)) in in_pdf


@both
def test_every_figure_of_the_year_stands_in_the_tables_of_both_files(language: str) -> None:
    package, words = edition(language).package, LANGUAGES[language]
    expected = sorted(
        (cell(each, package, words), each.printed) for each in package.in_year(2024) if each.quantity
    )
    tables = [
        table for table in word_of(language).tables if _heads(table)[-1] == words("report.columns.printed")
    ]
    rows = [[each.text for each in row.cells] for table in tables for row in table.rows[1:]]
    assert sorted((row[1], row[-1]) for row in rows) == expected
    in_pdf = text_of(pdf_of(language))
    # The cells of a row follow one another in the PDF, so a whole row can be looked for.
    assert [row for row in rows if squeezed("".join(row)) not in in_pdf] == []


def _heads(table: Any) -> list[str]:
    return [each.text for each in table.rows[0].cells]


@both
def test_relations_stand_with_their_verdicts_and_are_counted_on_the_last_page(language: str) -> None:
    own, words = edition(language), LANGUAGES[language]
    text = text_of(pdf_of(language))
    assert own.verdicts
    for each in own.verdicts:
        assert squeezed(words.pick(each.relation.statement)) in text
        assert squeezed(words(f"verdict.{each.code}")) in text
    last = squeezed(pypdf.PdfReader(io.BytesIO(pdf_of(language))).pages[-1].extract_text())
    assert str(len(own.verdicts)) in last
    assert own.package.fingerprint[:12] in last
    assert own.package.version in last


def test_a_chinese_page_has_22_lines_of_28_characters_where_the_standard_puts_them() -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf_of("zh"))).pages
    lines = type_area(pages[1])
    assert len(lines) == 22
    size, pitch = 156 * MM / 28, 225 * MM / 22
    assert lines[0][0] == pytest.approx(37 * MM + 0.88 * size, abs=0.2)
    assert [low[0] - high[0] for high, low in pairwise(lines)] == pytest.approx([pitch] * 21, abs=0.1)
    full = [line for line in lines if squeezed(line[3]) in LONG * 3 and len(squeezed(line[3])) == 28]
    assert len(full) > 10
    for _, left, measured, _ in full:
        assert left == pytest.approx(28 * MM, abs=0.1)
        assert left + 28 * measured == pytest.approx(184 * MM, abs=0.1)


def test_page_numbers_stand_one_character_inside_right_on_odd_pages_and_left_on_even_ones() -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf_of("zh"))).pages
    for number in (1, 2, 3):
        (line,) = [line for line in lines_of(pages[number - 1]) if squeezed(line[3]) == f"—{number}—"]
        assert line[2] == pytest.approx(14)
        assert 37 + 225 + 7 < line[0] / MM < 37 + 225 + 7 + 5.5
        assert (line[1] > 150 * MM) if number % 2 else line[1] == pytest.approx(28 * MM + 14, abs=0.1)


def test_levels_are_numbered_as_the_standard_counts_them() -> None:
    texts = [
        (each["kind"], each["text"]) for each in compose(edition("zh"), DAY)["text"] if each["kind"] != "text"
    ]
    assert texts == [
        ("heading", "一、基本情况"),
        ("heading", "二、主要做法"),
        ("part", "（一）资助学生"),
        ("part", "（二）其他"),
    ]
    counted = [numeral(edition("zh"), each) for each in (1, 10, 11, 20, 21)]
    assert counted == ["一", "十", "十一", "二十", "二十一"]
    assert numeral(edition("en"), 21) == "21"


@both
def test_annexes_lie_across_the_page_and_are_listed_in_their_order(language: str) -> None:
    document = compose(edition(language), DAY)
    numbers = [each["mark"] for each in document["annexes"]]
    assert numbers == [edition(language)("document.annex", number=at) for at in range(1, len(numbers) + 1)]
    sections = word_of(language).sections
    assert [each.orientation for each in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(language))).pages
    wide = [page.mediabox.width > page.mediabox.height for page in pages]
    assert wide == [*sorted(wide[:-1]), False]
    assert sum(wide) >= len(numbers)
    with pikepdf.open(io.BytesIO(pdf_of(language))) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
    assert len(links) == len(numbers)


@both
def test_a_draft_says_so_on_every_page_and_to_no_screen_reader(language: str) -> None:
    says = LANGUAGES[language]("report.document.draft")
    for page in pypdf.PdfReader(io.BytesIO(pdf_of(language))).pages:
        assert squeezed(says) in squeezed(page.extract_text())
    with pikepdf.open(io.BytesIO(pdf_of(language))) as pdf:
        for page in pdf.pages:
            # What is drawn before the first mark of the text is the background: an artifact.
            first = next(
                str(each.operator) + str(each.operands[0])
                for each in pikepdf.parse_content_stream(page)
                if str(each.operator) in ("BMC", "BDC")
            )
            assert "Artifact" in first
    marks = [each for each in _headers(made(language)[1]) if says in each]
    assert len(marks) == 6, "odd and even pages of three sections"


def _headers(body: bytes) -> list[str]:
    with ZipFile(io.BytesIO(body)) as opened:
        return [opened.read(each).decode() for each in opened.namelist() if each.startswith("word/header")]


@both
def test_a_released_package_has_no_watermark_and_no_lines_to_sign(language: str) -> None:
    words = LANGUAGES[language]
    assert words("report.document.lines.issued") in text_of(pdf_of(language)).replace("Issuedby", "Issued by")
    released = compose(edition(language, status="released"), DAY)
    assert (released["watermark"], released["sign_off"]["lines"]) == ("", [])
    body = made(language, status="released")
    assert squeezed(words("report.document.draft")) not in text_of(body[0])
    assert not [each for each in _headers(body[1]) if "textpath" in each]
    assert squeezed(edition(language).package.fingerprint[:12]) in text_of(body[0])


@both
def test_only_an_official_publisher_stands_in_red_over_a_document(language: str) -> None:
    document = compose(edition(language), DAY)
    assert (document["authority"], document["notice"]) == ("", LANGUAGES[language]("report.notice"))
    own = edition(language)
    official = replace(own.result, package=replace(own.package, official=True))
    document = compose(Edition(official, 2024, LANGUAGES[language]), DAY)
    assert (document["authority"], document["notice"]) == (
        LANGUAGES[language].pick(own.package.publisher),
        "",
    )
    assert document["signature"][0] == LANGUAGES[language].pick(own.package.publisher)
    pdf, word = make_document(Edition(official, 2024, LANGUAGES[language]), Store(None), DAY)
    assert squeezed(document["authority"]) in text_of(pdf.body)
    assert docx.Document(io.BytesIO(word.body)).paragraphs[0].style.name == "Authority"


def test_rare_characters_of_names_survive_in_both_files() -> None:
    assert RARE in text_of(pdf_of("zh"))
    assert RARE in "".join(each.text for each in word_of("zh").paragraphs)


def test_a_character_no_face_has_is_refused_and_named() -> None:
    result = told(with_label(result_of("good"), "ሀ"))
    with pytest.raises(PaperError, match=r"document\.zh\.pdf.*ሀ"):
        make_document(Edition(result, 2024, LANGUAGES["zh"]), Store(None), DAY)


def families(body: bytes) -> set[str]:
    """The faces embedded in a PDF, without the prefix of a subset."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        fonts = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"
        ]
        return {str(each.BaseFont).lstrip("/").partition("+")[2].partition("-")[0] for each in fonts}


@both
def test_the_pdf_is_set_in_the_open_faces_and_says_for_what_they_stand(language: str) -> None:
    assert families(pdf_of(language)) == {"NotoSerifSC", "NotoSansSC"}
    terms = dict(compose(edition(language), DAY)["sign_off"]["terms"])
    said = terms[LANGUAGES[language]("report.document.about.faces")]
    assert {SERIF in said, SANS in said} == {True}
    assert ("仿宋体" in said) == (language == "zh")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of fonts with a face named FangSong_GB2312 (made up of another), which lacks rare characters."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "README.md").write_text("not a font", encoding="utf-8")
    options = Options(name_IDs=["*"], notdef_outline=True)
    font = TTFont(serif_path())
    text = json.dumps(compose(edition("zh"), DAY), ensure_ascii=False)
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(set(text) - set(RARE)) + "— FangSong_GB2312")
    subsetter.subset(font)
    for name_id, name in (
        (1, "FangSong_GB2312"),
        (4, "FangSong_GB2312"),
        (6, "FangSongGB2312-Regular"),
        (16, "FangSong_GB2312"),
    ):
        font["name"].setName(name, name_id, 3, 1, 0x409)
    for record in [each for each in font["name"].names if each.langID != 0x409]:
        font["name"].names.remove(record)
    font["CFF "].cff.fontNames = ["FangSongGB2312-Regular"]
    font.save(folder / "anything.otf")
    monkeypatch.setattr(faces, "FOLDER", folder)
    return folder


def test_the_office_s_own_face_is_taken_and_what_it_lacks_is_named(office: Path) -> None:
    pdf, word = make_document(edition("zh"), Store(None), DAY)
    assert families(pdf.body) == {"FangSongGB2312", "NotoSerifSC", "NotoSansSC"}
    assert RARE in text_of(pdf.body)
    document = compose(edition("zh"), DAY)
    said = dict(document["sign_off"]["terms"])["字体"]
    assert "正文用 FangSong_GB2312" in said
    assert "正文用 FangSong_GB2312（代" not in said
    assert f"FangSong_GB2312 里没有的字用 {SERIF}：{' '.join(sorted(RARE))}" in said
    with ZipFile(io.BytesIO(word.body)) as opened:
        assert 'w:eastAsia="FangSong_GB2312"' in opened.read("word/styles.xml").decode()


def test_a_paper_kept_before_is_set_anew_with_the_office_s_face(office: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    with pytest.MonkeyPatch.context() as without:
        without.setattr(faces, "FOLDER", tmp_path / "none")
        before = make_document(edition("zh"), store, DAY)
    assert make_document(edition("zh"), store, DAY)[0].body != before[0].body


def test_a_file_in_the_folder_that_cannot_be_used_is_named_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "letter.ttf").write_bytes(b"no font")
    shutil.copy(serif_path(), tmp_path / "unknown.otf")
    with pytest.raises(
        PaperError, match=r"(?s)用不上：.*letter\.ttf.*unknown\.otf \(Noto Serif SC\).*cannot be used"
    ):
        faces.faces_of("zh", tmp_path)


def test_the_word_file_has_the_measures_of_the_standard() -> None:
    document = word_of("zh")
    first = document.sections[0]
    edges = (first.top_margin, first.left_margin, first.right_margin, first.bottom_margin)
    assert [each.mm for each in edges] == pytest.approx([37, 28, 26, 35], abs=0.15)
    assert (first.page_width.mm, first.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    grid = first._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch = int(grid.get(qn("w:linePitch")))
    high = first.page_height - first.top_margin - first.bottom_margin
    assert high.twips // pitch if hasattr(high, "twips") else int(high / 635) // pitch == 22
    normal = document.styles["Normal"]
    assert normal.font.size.pt == 16
    assert normal.paragraph_format.line_spacing.pt == pytest.approx(28.99, abs=0.02)
    closer = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:spacing')}")
    wide = int((first.page_width - first.left_margin - first.right_margin) / 635)
    assert wide // (16 * 20 + int(closer.get(qn("w:val")))) == 28


def test_the_word_file_has_real_headings_in_the_faces_of_the_standard() -> None:
    document = word_of("zh")
    headings = [
        (each.style.name, each.text) for each in document.paragraphs if each.style.name.startswith("Heading")
    ]
    assert headings[:3] == [
        ("Heading 1", "一、基本情况"),
        ("Heading 1", "二、主要做法"),
        ("Heading 2", "（一）资助学生"),
    ]
    named = {name: _face(document, name) for name in ("Title", "Normal", "Heading 1", "Heading 2")}
    assert named == {"Title": "方正小标宋简体", "Normal": "仿宋", "Heading 1": "黑体", "Heading 2": "楷体"}
    with ZipFile(io.BytesIO(made("zh")[1])) as opened:
        table = opened.read("word/fontTable.xml").decode()
    assert f'<w:font w:name="仿宋"><w:altName w:val="{SERIF}"/>' in table
    assert f'<w:font w:name="黑体"><w:altName w:val="{SANS}"/>' in table


def _face(document: Document, style: str) -> str:
    return str(document.styles[style].element.rPr.rFonts.get(qn("w:eastAsia")))


@both
def test_tables_of_the_word_file_repeat_their_head_keep_rows_whole_and_are_named(language: str) -> None:
    tables = word_of(language).tables
    assert tables
    for table in tables:
        head, *rows = table._tbl.tr_lst
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert all(each.trPr.find(qn("w:cantSplit")) is not None for each in rows)
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        wide = sum(int(each.get(qn("w:w"))) for each in table._tbl.tblGrid)
        assert wide <= 225 * MM * 20 + 5


@both
def test_the_word_file_says_its_language_title_and_day_and_nothing_of_the_machine(language: str) -> None:
    about = word_of(language).core_properties
    assert (about.title, about.language) == (
        compose(edition(language), DAY)["title"],
        LANGUAGES[language]("html"),
    )
    assert about.created.isoformat().startswith("2026-01-01")
    assert about.created == about.modified
    with ZipFile(io.BytesIO(made(language)[1])) as opened:
        assert {each.date_time for each in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.create_system for each in opened.infolist()} == {3}
        assert not [each for each in opened.namelist() if "thumbnail" in each or "custom" in each]
        assert 'w:instr=" PAGE "' in opened.read("word/footer1.xml").decode()


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "from tests.test_document import *; from hashlib import sha256;"
        "print([sha256(body).hexdigest() for body in (*made('zh'), *made('en'))])"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York"))
    }
    assert len(hashes) == 1


@both
def test_a_year_without_a_story_has_no_official_document(language: str) -> None:
    words = LANGUAGES[language]
    silent = replace(result_of("good"), package=replace(result_of("good").package, prose={}))
    assert make_documents(silent, words, (), (), Store(None)) == ()
    paths = [each.path for each in make_documents(told(result_of("good")), words, (), (), Store(None))]
    assert paths == [f"reports/good/2024/document.{language}.{form}" for form in ("pdf", "docx")]


@both
def test_the_pdf_is_tagged_and_declares_both_standards(language: str) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(language))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).split("-")[0] == LANGUAGES[language]("html")
        with pdf.open_metadata() as about:
            assert (about["pdfuaid:part"], about["pdfaid:part"], about["pdfaid:conformance"]) == (
                "1",
                "3",
                "A",
            )
        kinds = list(_kinds(pdf.Root.StructTreeRoot))
    assert {"/Title", "/H1", "/H2", "/Table", "/TH", "/Link"} <= set(kinds)


def _kinds(element: Any) -> Iterator[str]:
    if isinstance(element, pikepdf.Dictionary):
        yield str(element.get("/S"))
        children = element.get("/K", [])
        for each in children if isinstance(children, pikepdf.Array) else [children]:
            yield from _kinds(each)


def test_the_word_file_opens_with_22_lines_of_28_characters(libreoffice: str, tmp_path: Path) -> None:
    (tmp_path / "made-up.docx").write_bytes(made("zh")[1])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [libreoffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "made-up.docx")], check=True, capture_output=True)
    page = pypdf.PdfReader(tmp_path / "made-up.pdf").pages[1]
    lines = type_area(page)
    assert len(lines) == 22
    full = [line for line in lines if squeezed(line[3]) in LONG * 3]
    assert max(len(squeezed(line[3])) for line in full) == 28
    assert full[1][0] - full[0][0] == pytest.approx(225 * MM / 22, abs=0.05)
