"""A draft set against the data: what is bound, proposed, differing, unknown or no statistic, and what is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from lxml import html

from tests.cases import ROOT
from yearbook.calls import pieces
from yearbook.derive import derive
from yearbook.draft import Examined, examine_draft
from yearbook.draft.document import Paragraph, read_draft
from yearbook.draft.match import Mark
from yearbook.draft.report import page_of
from yearbook.draft.write import bound_prose
from yearbook.errors import DraftError
from yearbook.model import Result
from yearbook.prose import problems, sections
from yearbook.read import read_package
from yearbook.store import Store
from yearbook.words import read_words

LANGUAGES = read_words(ROOT / "words")
ZH, EN = LANGUAGES
YEAR = 2018


@cache
def read(publisher: str) -> Result:
    package, findings = read_package(ROOT / "datapackages" / publisher, Store(None))
    assert package, findings
    return Result(package=package, verdicts=(), derived=derive(package))


def erdao() -> Result:
    return read("erdao")


def examined(text: str, *, by_record: bool = False) -> Examined:
    lines = enumerate(text.splitlines(), 1)
    draft = [Paragraph(number=at, text=line) for at, line in lines if line]
    return examine_draft(draft, erdao(), YEAR, ZH, by_record=by_record)


def states(text: str) -> list[tuple[str, str, str]]:
    return [(each.reading.text, each.state, each.figure) for each in examined(text).marks]


def test_value_unit_and_words_together_bind_a_number() -> None:
    assert states("在园幼儿8636人。") == [("8636人", "bound", "2018-kindergarten-children")]


def test_a_value_alone_is_a_proposal_and_never_bound() -> None:
    assert states("今年一共有295万元。") == [("295万元", "proposed", "2018-aid-paid")]
    (mark,) = examined("其中3人。").marks
    assert mark.state in ("proposed", "unknown")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("残疾学生营养餐补贴资助金额22.9万元。", "digit"),
        ("残疾学生营养餐补贴资助金额28.2万元。", "differs"),
        ("残疾学生营养餐补贴资助金额22.8亿元。", "scale"),
    ],
)
def test_a_number_whose_words_name_a_figure_differs_with_the_likely_slip(text: str, why: str) -> None:
    (mark,) = examined(text).marks
    assert (mark.state, mark.figure) == ("differs", "2018-aid-meals-paid")
    assert mark.why in (why, "transposed")


@pytest.mark.parametrize(
    "text",
    [
        "在园幼儿5120人。",  # quite another number: the data may not have it
        "残疾学生营养餐补贴资助金额9万元。",  # any number of one digit is a slip of any other
        "学校25所。",  # a figure of a year of which nothing is said
    ],
)
def test_what_may_be_right_is_not_called_wrong(text: str) -> None:
    (mark,) = examined(text).marks
    assert mark.state in ("unknown", "proposed")


def test_a_figure_of_another_year_is_bound_where_the_year_is_said() -> None:
    assert states("2024年有学校27所。")[1:] == [("27所", "bound", "2024-schools")]
    assert states("学校27所。") == [("27所", "proposed", "2024-schools")]


def test_english_words_that_count_nothing_do_not_hide_a_slip() -> None:
    draft = [Paragraph(number=1, text="Kindergartens have 8,836 enrolled children.")]
    (mark,) = examine_draft(draft, erdao(), YEAR, EN, by_record=False).marks
    assert (mark.state, mark.figure) == ("differs", "2018-kindergarten-children")


@pytest.mark.parametrize("unit", ["%", " per cent", " percentage points"])
def test_a_share_is_never_a_slip_of_a_count(unit: str) -> None:
    draft = [Paragraph(number=1, text=f"Of the schools 26{unit}.")]
    (mark,) = examine_draft(draft, erdao(), YEAR, EN, by_record=False).marks
    assert mark.state == "unknown"


def test_a_hedge_left_out_is_no_agreement() -> None:
    assert ("200余万", "proposed", "2018-fund-donated") in states("企业捐资200余万注入基金。")
    assert all(
        figure != "2018-fund-donated" or state == "differs" for _, state, figure in states("捐资200万元。")
    )


def test_what_is_no_statistic_is_told_from_what_is() -> None:
    marks = examined("一、维修57中学，2018年7月完工。").marks
    assert [(each.reading.text[:2], each.why) for each in marks if each.state == "no_statistic"] == [
        ("57", "name"),
        ("20", "date"),
    ]


def test_an_unknown_number_is_said_to_be_unknown() -> None:
    assert states("买了98765台电脑。") == [("98765台", "unknown", "")]


# Once bound


def rendered(language: str, result: Result | None = None, year: int = YEAR) -> list[Paragraph]:
    words, result = ZH if language == "zh" else EN, result or read("erdao")
    found = sections(result.package.prose[year, language])
    texts = [text for section in found for text in re.split(r"\n\s*\n", section.text) if text[0] != "#"]
    said = ("".join(each.text for each in pieces(text, result, words)) for text in texts)
    return [Paragraph(number=at, text=text) for at, text in enumerate(said, 1)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_once_bound_every_altered_digit_is_found(language: str) -> None:
    words = ZH if language == "zh" else EN
    draft = rendered(language)
    plain = examine_draft(draft, erdao(), YEAR, words)
    assert plain.counts["differs"] == 0
    bound = [each for each in plain.marks if each.recorded]
    assert len(bound) > 100
    missed = []
    for mark, altered in slips(draft, bound[:: 6 if language == "zh" else 9]):
        (found,) = at_the_place(mark, examine_draft([altered], erdao(), YEAR, words).marks)
        missed += [] if found.state == "differs" and found.figure == mark.figure else [altered.text]
    assert missed == []


def test_the_bound_prose_of_every_package_is_true_to_itself() -> None:
    """Among others 12.70名学生比1名教师: one figure in two numbers."""
    for publisher in ("erdao", "jinzhai", "china"):
        result = read(publisher)
        for year, language in result.package.prose:
            words = ZH if language == "zh" else EN
            draft = rendered(language, result, year)
            for by_record in (True, False):
                found = examine_draft(draft, result, year, words, by_record=by_record)
                assert found.counts["differs"] == 0, (publisher, year, language, by_record)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_slip_named_without_a_bound_text_is_nearly_always_the_right_one(language: str) -> None:
    words = ZH if language == "zh" else EN
    draft = rendered(language)
    plain = examine_draft(draft, erdao(), YEAR, words, by_record=False)
    assert plain.counts["differs"] == 0
    bound = [each for each in examine_draft(draft, erdao(), YEAR, words).marks if each.recorded]
    truth = {(each.paragraph, each.reading.start): each.figure for each in bound}
    sure = [each for each in plain.marks if each.state == "bound"]
    assert {truth[each.paragraph, each.reading.start] == each.figure for each in sure} == {True}
    tried, named, right = 0, 0, 0
    for mark, altered in slips(draft, bound):
        found = examine_draft([altered], erdao(), YEAR, words, by_record=False).marks
        told = [each.figure for each in at_the_place(mark, found) if each.state == "differs"]
        tried, named, right = tried + 1, named + len(told), right + told.count(mark.figure)
    assert named > 0.45 * tried
    assert right >= 0.95 * named


def slips(draft: list[Paragraph], marks: list[Mark]) -> Iterator[tuple[Mark, Paragraph]]:
    """Yield numbers with their paragraph, one digit of each changed to another."""
    for at, mark in enumerate(marks):
        text, (first, last) = draft[mark.paragraph - 1].text, mark.reading.digits
        places = [each for each in range(first, last) if text[each].isdigit()]
        if not places:
            continue
        place = places[at % len(places)]
        digit = str((int(text[place]) + 1 + at % 8) % 10)
        digit = "7" if (digit == "0" and place == first) else digit
        if digit != text[place]:
            yield mark, Paragraph(number=mark.paragraph, text=text[:place] + digit + text[place + 1 :])


def at_the_place(mark: Mark, found: Sequence[Mark]) -> list[Mark]:
    """Return what was found where a number stood."""
    return [each for each in found if each.reading.digits[0] == mark.reading.digits[0]]


# What is written


def test_a_bound_draft_passes_the_gate_but_for_what_nobody_accepted() -> None:
    text = "一、基本情况\n在园幼儿8636人，买了98765台电脑，一共295万元。"
    draft = [
        Paragraph(number=1, text="一、基本情况", level=2),
        Paragraph(number=2, text=text.splitlines()[1]),
    ]
    found = examine_draft(draft, erdao(), YEAR, ZH, by_record=False)
    written = bound_prose(found)
    assert written.startswith("## 基本情况 {#background}\n")
    assert '在园幼儿{{ figure("2018-kindergarten-children") }}' in written
    bare = [each.value for each in problems(written, erdao().package, "zh")]
    assert len(bare) == 2
    assert "98765" in bare[0]
    accepted = bound_prose(found, {"2018-aid-paid"})
    assert '一共{{ figure("2018-aid-paid") }}' in accepted
    assert len(list(problems(accepted, erdao().package, "zh"))) == 1


def test_names_with_numerals_are_bound_to_what_they_name() -> None:
    found = examined("57中学修好了。")
    assert '{{ name("no-57-secondary", "57中学") }}修好了。' in bound_prose(found)


# Files


def test_word_files_are_read_with_headings_tables_and_notes(tmp_path: Path) -> None:
    written = docx.Document()
    written.add_heading("基本情况", 1)
    written.add_paragraph("在园幼儿8636人。")
    table = written.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "教职工", "3107人"
    written.save(str(tmp_path / "draft.docx"))
    found = read_draft(tmp_path / "draft.docx")
    assert [(each.text, each.level) for each in found] == [
        ("基本情况", 2),
        ("在园幼儿8636人。", 0),
        ("教职工　3107人", 0),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_text_is_read_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "draft.txt").write_bytes("（一）资助\r\n在园幼儿8636人。\r\n".encode(encoding))
    assert [(each.text, each.level) for each in read_draft(tmp_path / "draft.txt")] == [
        ("（一）资助", 3),
        ("在园幼儿8636人。", 0),
    ]


def packed(file: Path, body: bytes) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("draft.pdf", b"%PDF-1.7", "kind"),
        ("draft.docx", b"not a zip", "broken"),
        ("draft.docx", b"PK\x05\x06" + bytes(18), "broken"),
        ("draft.txt", b"\xff\xfe\x00\x00\xff", "encoding"),
        ("draft.md", b" \n \n", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, name: str, body: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(DraftError) as refused:
        read_draft(tmp_path / name)
    assert refused.value.why == why
    for words in LANGUAGES:
        assert name in words(f"draft.error.{why}", file=name)


def test_a_word_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    packed(tmp_path / "bomb.docx", bytes(210_000_000))
    with pytest.raises(DraftError) as refused:
        read_draft(tmp_path / "bomb.docx")
    assert refused.value.why == "size"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=r"nothing\.txt"):
        read_draft(tmp_path / "nothing.txt")


# The report


def test_the_report_needs_nothing_else_and_marks_every_number_in_both_languages() -> None:
    found = examined(
        "在园幼儿8636人。\n残疾学生营养餐补贴资助金额22.9万元。\n<script>alert(1)</script>2018年。"
    )
    text = page_of(found, erdao(), LANGUAGES, "draft <b>", ROOT / "templates" / "draft")
    page = html.fromstring(text)
    assert page.xpath("//script | //link | //img | //@src | //@*[starts-with(name(), 'on')]") == []
    assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")
    assert len(page.xpath("//mark")) == len(found.marks)
    assert len(page.xpath("//li/span[@lang='zh']")) == len(page.xpath("//li/span[@lang='en']")) == 2
    assert "draft <b>" in page.xpath("string(//title)")


# The command


def test_the_command_says_what_differs_and_writes_only_where_it_may(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import build
    from yearbook.command import Spine
    from yearbook.command import run as command

    draft, bound, report = (tmp_path / name for name in ("draft.txt", "bound.md", "report.html"))
    draft.write_text("在园幼儿8636人。\n", encoding="utf-8")
    spine = Spine(
        build=build.build,
        examine=build.examine,
        plan=build.plan_release,
        release=build.release,
        verify=build.verify,
    )
    given = ["prose", str(draft), "--publisher", "erdao", "--year", "2018"]
    assert command(ROOT, spine, [*given, "--write", str(bound), "--report", str(report)]) == 0
    assert "2018-kindergarten-children" in bound.read_text(encoding="utf-8")
    assert report.exists()
    before = bound.read_text(encoding="utf-8")
    draft.write_text("残疾学生营养餐补贴资助金额22.9万元。\n", encoding="utf-8")
    assert command(ROOT, spine, [*given, "--write", str(bound)]) == 1
    assert bound.read_text(encoding="utf-8") == before
    assert "2018-aid-meals-paid" in capsys.readouterr().out
    assert command(ROOT, spine, [*given, "--write", str(bound), "--force"]) == 1
    assert (tmp_path / "bound.md.before").read_text(encoding="utf-8") == before
    assert (
        command(ROOT, spine, ["prose", str(tmp_path / "no.txt"), "--publisher", "erdao", "--year", "2018"])
        == 2
    )
    assert command(ROOT, spine, ["prose", str(draft), "--publisher", "nobody"]) == 2
    assert command(ROOT, spine, ["prose", str(draft), "--publisher", "erdao", "--year", "1999"]) == 2


def test_a_rounded_number_agrees_with_the_figure_it_rounds() -> None:
    (mark,) = examined("在校学生约4万人。").marks
    assert mark.reading.value == Decimal(40000)
    assert mark.figure in ("2018-students", "")
