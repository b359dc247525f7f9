"""Every folder in `packages` but `good` is a case: how the good package is spoilt, and what is said of it.

A case is called after the code of the finding it is about, with a variant after two hyphens. Its expected
files hold one finding a line: where | what | why | do. `YEARBOOK_UPDATE=1` writes them anew; read them before
they are committed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import cases
import pytest

from yearbook.check import check
from yearbook.model import Finding
from yearbook.preflight import preflight
from yearbook.read import read_packages
from yearbook.store import Store
from yearbook.words import Words, read_words

LANGUAGES = {words.language: words for words in read_words(cases.ROOT / "words")}
CASES = sorted(each for each in cases.PACKAGES.iterdir() if each.is_dir() and each != cases.GOOD)

_CODE = re.compile(r'problem\(\s*"(\w+)"|code\s*=\s*"(\w+)"|yield at, "(\w+)"|yield "(\w+)"|return "(\w+)"')


def findings_of(root: Path) -> tuple[Finding, ...]:
    """Everything the build would find in a folder of packages, by the way the build goes."""
    packages, findings = read_packages(root, Store(None))
    return findings + tuple(each for package in packages for each in check(package)[1])


def in_words(findings: tuple[Finding, ...], words: Words) -> str:
    """Findings as they are told, one a line."""
    return "".join(" | ".join(words.finding(each)) + "\n" for each in findings)


@pytest.fixture(scope="module", params=CASES, ids=lambda case: str(case.name))
def case(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture(scope="module")
def found(case: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    root = tmp_path_factory.mktemp("case") / "datapackages"
    return findings_of(cases.copy_case(case, root / "good").parent)


def test_a_case_is_told_in_both_languages(case: Path, found: tuple[Finding, ...]) -> None:
    for language, words in LANGUAGES.items():
        expected = case / f"expected.{language}.txt"
        if os.environ.get("YEARBOOK_UPDATE"):
            expected.write_text(in_words(found, words), encoding="utf-8")
        assert in_words(found, words) == expected.read_text(encoding="utf-8")


def test_a_case_fails_for_the_reason_it_is_named_for(case: Path, found: tuple[Finding, ...]) -> None:
    assert case.name.partition("--")[0].replace("-", "_") in {each.code for each in found}


def test_nothing_personal_is_repeated(case: Path, found: tuple[Finding, ...]) -> None:
    told = re.sub(r"\D", "", repr(found) + "".join(in_words(found, words) for words in LANGUAGES.values()))
    for secret in (cases.resident_number(), cases.mobile_number(), cases.bank_card_number()):
        assert secret[:12].rstrip("X")[:11] not in told


def test_the_good_package_has_nothing_wrong(tmp_path: Path) -> None:
    assert findings_of(cases.copy_good(tmp_path / "datapackages" / "good").parent) == ()


def test_the_good_package_follows_the_form_of_today() -> None:
    file = cases.GOOD / "datapackage.json"
    if os.environ.get("YEARBOOK_UPDATE"):
        file.write_text(cases.as_json(cases.descriptor()), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == cases.as_json(cases.descriptor())


def test_a_byte_order_mark_and_windows_line_ends_are_welcome(tmp_path: Path) -> None:
    folder = cases.copy_good(tmp_path / "datapackages" / "good")
    for file in (folder / "data").iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert findings_of(folder.parent) == ()


def test_a_folder_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    assert [each.code for each in preflight(tmp_path / "nowhere")] == ["folder_missing"]


def test_the_schemas_of_the_form_follow_the_official_profile() -> None:
    from yearbook.preflight import descriptor

    assert list(descriptor._validator().iter_errors(cases.descriptor())) == []
