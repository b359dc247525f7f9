"""What calls in a text say, in both languages; and which ones a package cannot answer."""

from __future__ import annotations

from functools import cache

import pytest
from test_model import erdao, good, package_of

from tests.cases import ROOT
from yearbook.calls import CALL, CALLS, pieces, problem_of
from yearbook.check import check
from yearbook.derive import derive
from yearbook.model import Package, Result
from yearbook.words import Words, read_words

LANGUAGES = {each.language: each for each in read_words(ROOT / "words")}


@cache
def result_of(name: str) -> Result:
    package = {"erdao": erdao, "good": good}[name]()
    return Result(package=package, verdicts=check(package)[0], derived=derive(package))


def said(text: str, language: str = "zh", name: str = "erdao") -> str:
    return "".join(each.text for each in pieces(text, result_of(name), LANGUAGES[language]))


def problem(text: str, package: Package | None = None) -> str:
    call = CALL.search(text)
    assert call, text
    return problem_of(call, package or erdao())


@pytest.mark.parametrize(("call", "zh", "en"), [
    ('figure("2018-aid-paid")', "295万元", "RMB 2.95 million"),
    ('number("2018-fund-donated")', "200余万", "more than 2 million"),
    ('share("2018-loans-share")', "27.9%", "27.9%"),
    ('loans("2018-aid-paid")', "含贷款295万元，不含贷款212.7万元",
     "RMB 2.95 million with loans, RMB 2.127 million without"),
    ('name("no-57-secondary")', "57中学", "No. 57 Secondary School"),
    ('name("origin-loan")', "生源地信用助学贷款", "origin-based student credit loan"),
    ('name("origin-loan", "贷款")', "贷款", "贷款"),
    ('terms("aid-items-2018")', "四", "four"),
    ('terms("2018-aid-non-repayable")', "三", "three"),
    ('count("commitments")', "20", "20"),
    ('plain("六", "理由")', "六", "六"),
    ('commitment("measure-gaps")', "算出基建、设备、教师、资助各缺多少",
     "work out the gaps in building, equipment, teachers and aid"),
    ('schools("home-teaching")', "长青小学、开封小学等",
     "Changqing Primary School and Kaifeng Primary School among others"),
    ('schools("rural-repair")', "57中学、腰十小学、苇子小学、长江小学",
     "No. 57 Secondary School, Yaoshi Primary School, Weizi Primary School and Changjiang Primary School"),
])  # fmt: skip
def test_a_call_says_what_the_data_says(call: str, zh: str, en: str) -> None:
    text = f"x {{{{ {call} }}}} y"
    assert [said(text, each) for each in ("zh", "en")] == [f"x {zh} y", f"x {en} y"]


@pytest.mark.parametrize(
    ("before", "name"), [("", "Four"), ("So. ", "Four"), ("the ", "four"), ("“", "four")]
)
def test_a_word_begins_as_its_place_in_the_sentence_asks(before: str, name: str) -> None:
    assert said(before + '{{ terms("aid-items-2018") }}', "en") == before + name


def test_commitments_follow_one_another_in_one_sentence() -> None:
    assert said('{{ commitment("measure-gaps") }}; {{ commitment("support-baoyongge-fund") }}.', "en") == (
        "Work out the gaps in building, equipment, teachers and aid; support the growth of the Baoyongge fund."
    )


def test_a_wording_given_stays_as_it_is() -> None:
    assert said('in {{ name("changchun", "Changchun") }}', "en") == "in Changchun"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("call", ["share", "change"])
def test_what_must_not_be_computed_says_why(language: str, call: str) -> None:
    words = LANGUAGES[language]
    reason = words("refused.scope").rstrip("。.")
    assert said(f'{{{{ {call}("2018-2024-students-growth") }}}}', language) == reason


@pytest.mark.parametrize(("call", "code"), [
    ('name("nobody")', "unknown_name_in_prose"),
    ('name("no-57-secondary", "58中学")', "malformed_call"),
    ('schools("three-connections")', "unknown_name_in_prose"),
    ('commitment("no-such")', "unknown_name_in_prose"),
    ('terms("nothing")', "unknown_name_in_prose"),
    ('share("2018-students")', "call_does_not_fit"),
    ('change("2018-loans-share")', "call_does_not_fit"),
    ('loans("2018-award-paid")', "call_does_not_fit"),
    ('loans("2018-retention-rate")', "unknown_figure_in_prose"),
    ('plain("三")', "malformed_call"),
    ('plain("三", " ")', "malformed_call"),
    ('figure("2018-students", "39517")', "malformed_call"),
    ('delete("2018-students")', "malformed_call"),
])  # fmt: skip
def test_a_call_that_cannot_be_answered_is_told(call: str, code: str) -> None:
    assert problem(f"{{{{ {call} }}}}") == code


def test_a_formula_that_cannot_be_read_is_no_crash() -> None:
    broken = {**good().derivations[0], "id": "broken", "formula": "( a +"}
    package = package_of(good(), derivations=(broken,))
    assert problem('{{ change("broken") }}', package) == "call_does_not_fit"
    assert problem('{{ terms("broken") }}', package) == "unknown_name_in_prose"


def test_every_piece_that_names_something_leads_to_its_page() -> None:
    words: Words = LANGUAGES["zh"]
    text = '{{ figure("2018-aid-paid") }}{{ name("no-57-secondary") }}{{ name("hujia") }}{{ name("jilin") }}{{ name("doc-key-tasks") }}'
    found = [(each.address, each.anchor) for each in pieces(text, result_of("erdao"), words)]
    assert found == [
        ("erdao/figures/2018-aid-paid", ""),
        ("erdao/schools/no-57-secondary", ""),
        ("erdao/places/hujia", ""),
        ("", ""),
        ("erdao/programmes", "doc-key-tasks"),
    ]


def test_every_call_is_used_by_some_package() -> None:
    texts = "".join(each.read_text(encoding="utf-8") for each in (ROOT / "datapackages").rglob("prose/*.md"))
    used = {each["name"] for each in CALL.finditer(texts)}
    assert set(CALLS) - used <= {"change"}, "a call nobody uses can go"
