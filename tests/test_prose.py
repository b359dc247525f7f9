"""The publisher's own words: sections, bound figures, and everything that is not allowed in them."""

from __future__ import annotations

import pytest
from test_model import erdao, fact, good, package_of

from yearbook.prose import ANSWERS, COUNTS, TOPICS, problems, sections

HEAD = "## 发了多少，帮了谁 {#how-much}\n\n"


def codes(text: str) -> list[tuple[int, str]]:
    return [(line, code) for line, code, _ in problems(text, good())]


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
        for text in package.prose.values():
            assert list(problems(text, package)) == []
    named = {each.id for each in sections(erdao().prose[2018, "zh"])}
    assert named == {*ANSWERS, *TOPICS}


def test_a_bare_number_is_told_with_its_line_and_what_stands_there() -> None:
    assert list(problems(HEAD + "发放了295万元。", good())) == [(3, "bare_number", "295")]
    assert list(problems("in all 1,916 awards", good())) == [(1, "bare_number", "1,916")]


@pytest.mark.parametrize("number", ["5", "12.5", "39,517", "５", "40%", "20180", "1800"])
def test_numbers_of_any_form_are_bare(number: str) -> None:
    assert codes(f"有{number}人") == [(1, "bare_number")]


@pytest.mark.parametrize("text", ["2018年的总结", "In 2018, and 2019.", "1985年以来"])
def test_a_year_is_no_bare_number(text: str) -> None:
    assert codes(text) == []


def test_a_figure_that_looks_like_a_year_is_a_bare_number_all_the_same() -> None:
    package = package_of(fact("awards", "1916", year=2018), fact("rate", "2018", year=2018))
    assert list(problems("资助1916人次", package)) == [(1, "bare_number", "1916")]
    assert list(problems("2018年", package)) == []


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
    assert [each[1] for each in problems('{{ figure("dropouts") }}', package)] == ["unknown_figure_in_prose"]


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
    assert [(at, code) for at, code, _ in problems(text, package_of(good()))] == [(9, "unknown_section")]
