"""The claim ledger: every numeral of every text, in both languages, with what it is bound to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from test_model import good

from build import examine
from tests.cases import ROOT, copy_good, edit_descriptor
from yearbook.check import check
from yearbook.claims import claims_of, coverage, too_few
from yearbook.derive import derive
from yearbook.model import CLAIM_KINDS, Claim, Result
from yearbook.read import read_package
from yearbook.store import Store
from yearbook.words import read_words

LANGUAGES = read_words(ROOT / "words")


def ledger(text: str, language: str = "zh", threshold: str = "1") -> Result:
    package = replace(good(), prose={(2024, language): text}, threshold=Fraction(threshold))
    result = Result(package=package, verdicts=check(good())[0], derived=derive(good()))
    return replace(result, claims=claims_of(result, LANGUAGES))


def rows(text: str, language: str = "zh") -> list[tuple[int, int, str, str, str]]:
    return [
        (each.line, each.column, each.text, each.kind, each.bound_to)
        for each in ledger(text, language).claims
    ]


@pytest.fixture(scope="module")
def results() -> tuple[Result, ...]:
    found, _ = examine(ROOT / "datapackages", (), Store(None))
    return found


def test_a_numeral_is_entered_with_its_place_and_what_it_is_bound_to() -> None:
    text = (
        '## 标题 {#students}\n\n2024年有{{ figure("2024-students") }}，5月起{{ plain("三", "层次数") }}层。'
    )
    call = text.splitlines()[2].index("{{") + 1
    assert rows(text) == [
        (3, 1, "2024", "year", ""),
        (3, call, ledger(text).claims[1].text, "figure", "2024-students"),
        (3, text.splitlines()[2].index("5月") + 1, "5月", "date", ""),
        (3, text.splitlines()[2].rindex("{{") + 1, "三", "plain", ""),
    ]
    assert ledger(text).claims[3].reason == "层次数"


def test_a_typed_statistic_is_entered_as_bound_to_nothing() -> None:
    assert rows("有五名学生") == [(1, 2, "五名", "bare", "")]
    assert rows("for five students", "en") == [(1, 5, "five students", "bare", "")]


def test_a_name_without_a_numeral_is_no_claim() -> None:
    assert rows('{{ name("made-up-town") }}') == []


def test_coverage_counts_what_is_not_bare() -> None:
    result = ledger('{{ figure("2024-students") }}，另有12人')
    assert (coverage(result.claims).bound, coverage(result.claims).total) == (1, 2)
    assert coverage(()).share == 1


def test_the_build_stops_below_the_threshold_of_the_publisher() -> None:
    text = '{{ figure("2024-students") }}，另有12人'
    assert [each.code for each in too_few(ledger(text, threshold="0.6"))] == ["prose_coverage"]
    assert [each.code for each in too_few(ledger(text, threshold="0.5"))] == []


def test_a_bare_number_stops_the_build_unless_a_lower_threshold_allows_some() -> None:
    for threshold, severity in (("1", "must_fix"), ("0.5", "explain")):
        (found,) = check(ledger("另有12人", threshold=threshold).package)[1]
        assert (found.code, found.severity, found.where.row, found.where.position) == (
            "bare_number", severity, 1, 3,
        )  # fmt: skip


def test_the_threshold_is_read_from_the_descriptor(tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = copy_good(tmp_path / "good")
    edit_descriptor(folder, lambda value: value["yearbook"].update(claims={"threshold": 0.9}))
    package, _ = read_package(folder, Store(None))
    assert package is not None
    assert package.threshold == Fraction(9, 10)
    for wrong in (2, "0.9", True, None):
        edit_descriptor(
            folder, lambda value, wrong=wrong: value["yearbook"].update(claims={"threshold": wrong})
        )
        package, findings = read_package(folder, Store(None))
        assert package is None
        assert {each.code for each in findings} == {"statement_form"}


def test_every_number_in_the_texts_of_every_package_is_bound(results: tuple[Result, ...]) -> None:
    for result in results:
        for words in LANGUAGES:
            covered = coverage(result.claims, language=words.language)
            assert covered.total > 20, (result.package.id, words.language)
            assert covered.bound == covered.total


def test_the_ledger_is_complete_and_in_order(results: tuple[Result, ...]) -> None:
    for result in results:
        assert {each.kind for each in result.claims} <= set(CLAIM_KINDS)
        for each in result.claims:
            assert (each.bound_to == "") == (each.kind in ("year", "date", "plain", "bare")), each
            assert (each.reason != "") == (each.kind == "plain"), each
        places: dict[tuple[int, str], list[Claim]] = {}
        for each in result.claims:
            places.setdefault((each.year, each.language), []).append(each)
        for found in places.values():
            assert [(each.line, each.column) for each in found] == sorted(
                (each.line, each.column) for each in found
            )


def test_both_languages_make_the_same_claims_about_figures(results: tuple[Result, ...]) -> None:
    for result in results:
        bound = {
            words.language: sorted(
                (each.year, each.bound_to)
                for each in result.claims
                if each.language == words.language and each.kind in ("figure", "derived", "count")
            )
            for words in LANGUAGES
        }
        assert bound["zh"] == bound["en"], result.package.id
