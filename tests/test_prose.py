"""The publisher's own words: sections, bound figures, and everything that is not allowed in them."""

from __future__ import annotations

import pytest
from test_model import erdao, fact, good, package_of

from yearbook.calls import COUNTS
from yearbook.model import Package
from yearbook.prose import ANSWERS, NARRATIVE, TOPICS, problems, sections

HEAD = "## 发了多少，帮了谁 {#how-much}\n\n"


def codes(text: str, package: Package | None = None, language: str = "zh") -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in problems(text, package or good(), language)]


def bare(text: str, language: str = "zh") -> list[tuple[int, int, str]]:
    """Where each bare number stands: line, column and text."""
    found = problems(text, good(), language)
    return [(each.line, each.column, each.value) for each in found if each.code == "bare_number"]


def test_sections_come_in_their_order_with_id_title_and_text() -> None:
    text = "before\n\n## One: two {#how-much}\n\nfirst\n\nsecond\n\n## Three {#funds}\nthird\n"
    found = sections(text)
    assert [(each.id, each.title, each.text) for each in found] == [
        ("how-much", "One: two", "first\n\nsecond"),
        ("funds", "Three", "third"),
    ]


def test_a_section_knows_its_figures_in_order_and_not_its_counts() -> None:
    (found,) = sections(HEAD + '{{ figure("b") }} {{count("relations")}} {{ number("a") }} {{ figure("b") }}')
    assert found.figures == ("b", "a", "b")


def test_windows_line_ends_make_no_difference() -> None:
    assert sections("## A {#funds}\r\n\r\ntext\r\n") == sections("## A {#funds}\n\ntext\n")


def test_the_prose_of_the_packages_has_no_problem_and_answers_every_question() -> None:
    for package in (good(), erdao()):
        for (_, language), text in package.prose.items():
            assert codes(text, package, language) == []
    named = {each.id for each in sections(erdao().prose[2018, "zh"])}
    assert named == {*ANSWERS, *TOPICS, *NARRATIVE} - {"problems"}, "the source names no problems"


def test_a_bare_number_is_told_with_line_column_and_what_stands_there() -> None:
    assert bare(HEAD + "发放了295万元。") == [(3, 4, "295万元")]
    assert bare("in all 1,916 awards", "en") == [(1, 8, "1,916 awards")]


def test_a_bare_number_is_told_where_an_editor_shows_it_behind_calls() -> None:
    line = '{{ figure("2024-students") }}，共12名'
    assert bare(line) == [(1, line.index("12") + 1, "12名")]


@pytest.mark.parametrize(
    "number", ["5", "12.5", "39,517", "40%", "20180", "1800", "三", "一百二十", "百分之三"]
)
def test_numbers_of_any_form_are_bare(number: str) -> None:
    assert codes(f"有{number}人") == [(1, "bare_number")]


@pytest.mark.parametrize("number", ["Four", "twenty", "5", "2.95 million"])
def test_english_numbers_are_bare_in_words_too(number: str) -> None:
    assert codes(f"{number} schools", language="en") == [(1, "bare_number")]


@pytest.mark.parametrize(
    "text", ["一些学校一起统一安排，第一，下一步", "四舍五入", "每一所学校", "同一名学生", "三通两平台"]
)
def test_an_idiom_is_no_number(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["one of the schools", "at once", "a nine-year school", "one by one"])
def test_an_english_idiom_is_no_number(text: str) -> None:
    assert codes(text, language="en") == []


@pytest.mark.parametrize("text", ["次年7月启用", "2018年5月4日", "三月"])
def test_a_date_is_no_bare_number(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["2018年的总结", "In 2018, and 2019.", "1985年以来"])
def test_a_year_is_no_bare_number(text: str) -> None:
    assert codes(text) == []


def test_a_figure_that_looks_like_a_year_is_a_bare_number_all_the_same() -> None:
    package = package_of(fact("awards", "1916", year=2018), fact("rate", "2018", year=2018))
    assert codes("资助1916人次", package) == [(1, "bare_number")]
    assert codes("2018年", package) == []


def test_numbers_in_ids_and_calls_are_no_bare_numbers() -> None:
    assert codes(HEAD + '{{ figure("2024-students") }}') == []


@pytest.mark.parametrize(
    "heading",
    ["## 发了多少", "# 标题 {#how-much}", "### 小节 {#funds}", "## 其他 {#other}", "## A {#How-Much}"],
)
def test_a_heading_without_a_known_id_is_told(heading: str) -> None:
    assert (1, "unknown_section") in codes(heading)


@pytest.mark.parametrize("call", ['figure("2024-studens")', 'number("nobody")', 'figure("")'])
def test_a_figure_that_does_not_exist_is_told(call: str) -> None:
    assert codes(f"{HEAD}有{{{{ {call} }}}}人") == [(3, "unknown_figure_in_prose")]


def test_a_figure_its_source_does_not_give_cannot_be_quoted() -> None:
    package = package_of(fact("dropouts", None))
    assert codes('{{ figure("dropouts") }}', package) == [(1, "unknown_figure_in_prose")]


def test_computed_figures_may_be_quoted() -> None:
    assert codes('{{ figure("2024-loans-share") }}') == []


@pytest.mark.parametrize(
    "call",
    [
        '{{ delete("2024-students") }}',
        "{{ figure('2024-students') }}",
        "{{ figure(2024-students) }}",
        '{{ figure("2024-students") | safe }}',
        '{{ verdicts("perhaps") }}',
        '{{ count("fingerprint") }}',
        '{{ count("__class__") }}',
        '{{ count("nobody") }}',
        '{{ figure("2024-students")',
        "}}",
    ],
)
def test_a_call_no_page_could_fill_in_is_told(call: str) -> None:
    assert (1, "malformed_call") in codes(call)


@pytest.mark.parametrize("name", COUNTS)
def test_whatever_may_be_counted_can_be_counted(name: str) -> None:
    assert codes(f'{{{{ count("{name}") }}}}') == []
    assert len(getattr(good(), name)) >= 0


@pytest.mark.parametrize("code", ["holds", "rounding", "fails", "open"])
def test_verdicts_may_be_counted(code: str) -> None:
    assert codes(f'{{{{ verdicts("{code}") }}}}') == []


def test_the_work_summary_may_be_parted_by_headings_without_an_id() -> None:
    text = "## 主要做法 {#work}\n\n### 资助到人\n\n写了字。\n\n## 钱 {#funds}\n\n### 不行\n"
    assert codes(text) == [(9, "unknown_section")]
