"""Every folder in `packages` but `good` is a case: how the good package is spoilt, and what is said of it.

A case is called after the code of the finding it is about, with a variant after two hyphens. Its expected
files hold one finding a line: where | what | why | do. `YEARBOOK_UPDATE=1` writes them anew; read them before
they are committed.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import cases
import pytest

from build import examine
from yearbook.model import Finding
from yearbook.preflight import preflight
from yearbook.preflight.personal import kinds_in
from yearbook.preflight.plain import MASK, shown
from yearbook.read import read_packages
from yearbook.store import Store
from yearbook.words import Words, read_words

LANGUAGES = {words.language: words for words in read_words(cases.ROOT / "words")}
FILES = sorted((cases.ROOT / "yearbook").rglob("*.py"))
# One text, so that one parse finds every code; the imports of the future must come first and are left out.
SOURCE = "\n".join(
    each.read_text(encoding="utf-8").replace("from __future__ import annotations", "") for each in FILES
)
TESTED_ELSEWHERE = {
    "folder_missing",
    "frictionless",
    "no_packages",
    "no_such_publisher",
    "file_unreadable",
    "prose_coverage",
    # the record of releases: test_releases.py, test_verify.py
    "figure_gone",
    "figure_reused",
    "release_altered",
    "release_file_gone",
    "release_file_new",
    "release_forgotten",
    "release_kind",
    "release_last_gone",
    "release_no_reason",
    "release_nothing",
    "release_orphaned",
    "release_of_draft",
    "release_reason_twice",
    "release_reason_unknown",
    "release_too_early",
    "release_unchained",
    "release_unreadable",
    "release_untold",
    "release_version_form",
    "release_version_small",
}
CASES = sorted(each for each in cases.PACKAGES.iterdir() if each.is_dir() and each != cases.GOOD)


def findings_of(root: Path) -> tuple[Finding, ...]:
    """Everything the build would find in a folder of packages, by the way the build goes."""
    return examine(root, (), Store(None))[1]


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


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading itself is refused here: nothing on disk is closed to whoever may read everything."""
    folder, read = cases.copy_good(tmp_path / "datapackages" / "good"), Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "students.csv":
            raise PermissionError
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    found = preflight(folder)
    assert [each.where.file for each in found if each.code == "file_unreadable"] == ["data/students.csv"]


def test_the_schemas_of_the_form_follow_the_official_profile() -> None:
    from yearbook.preflight import descriptor

    assert list(descriptor._validator().iter_errors(cases.descriptor())) == []


def test_every_wording_of_a_finding_is_there_in_both_languages() -> None:
    chinese, english = (words.catalogue["findings"] for words in LANGUAGES.values())
    assert chinese.keys() == english.keys()
    for code in chinese:
        assert chinese[code].keys() == english[code].keys() == {"what", "why", "do"}
        assert names_in(chinese[code]) == names_in(english[code])


def test_every_code_has_its_wording_and_every_wording_its_code() -> None:
    worded = set(LANGUAGES["zh"].catalogue["findings"])
    used = codes_used()
    literals = set(re.findall(r'"([a-z0-9_]+)"', SOURCE))
    assert used - worded == set()
    assert worded - literals == set(), "no code of these names is left in the engine"


def test_every_wording_is_told_by_a_case_or_a_test_of_its_own() -> None:
    told = {each.name.partition("--")[0].replace("-", "_") for each in CASES}
    assert set(LANGUAGES["zh"].catalogue["findings"]) - told == TESTED_ELSEWHERE


def test_what_no_case_tells_stands_in_a_test() -> None:
    files = sorted((cases.ROOT / "tests").glob("test_*.py"))
    table = re.compile(r"^TESTED_ELSEWHERE = \{.*?^\}", re.MULTILINE | re.DOTALL)
    texts = [table.sub("", each.read_text(encoding="utf-8")) for each in files]
    assert TESTED_ELSEWHERE - set(re.findall(r'"([a-z_]+)"', "".join(texts))) == set()


def test_frictionless_stands_behind_preflight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = cases.copy_good(tmp_path / "datapackages" / "good")
    cases.set_cell(folder, "students", 3, "year", "two thousand")
    monkeypatch.setattr("yearbook.read.preflight", lambda folder: ())
    (found,) = findings_of(folder.parent)
    assert (found.code, found.where.file, found.where.row) == ("frictionless", "data/students.csv", 3)


def test_an_unknown_publisher_and_an_empty_folder_are_findings(tmp_path: Path) -> None:
    assert [each.code for each in findings_of(tmp_path)] == ["no_packages"]
    cases.copy_good(tmp_path / "good")
    (found,) = read_packages(tmp_path, Store(None), ["bad"])[1]
    assert (found.code, dict(found.details)) == ("no_such_publisher", {"value": "bad", "names": "good"})


RESIDENT, MOBILE, CARD = cases.resident_number(), cases.mobile_number(), cases.bank_card_number()
FULL_WIDTH = {code: code + 0xFEE0 for code in range(48, 58)}
WRITTEN = {
    "plain": RESIDENT,
    "in a sentence": f"学生{RESIDENT}已毕业",
    "after a date": f"2018-05-04 {RESIDENT}",
    "spaces": f"{RESIDENT[:6]} {RESIDENT[6:14]} {RESIDENT[14:]}",
    "hyphens": f"{RESIDENT[:6]}-{RESIDENT[6:14]}-{RESIDENT[14:]}",
    "full width": RESIDENT.translate(FULL_WIDTH),
    "zero width inside": RESIDENT[:9] + "\u200b" + RESIDENT[9:],
    "small x": RESIDENT.lower(),
    "in an address": f"https://example.org/?id={RESIDENT}",
    "old form": RESIDENT[:6] + RESIDENT[8:17],
    "mobile": MOBILE,
    "mobile with country": f"+86{MOBILE}",
    "mobile in groups": f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}",
    "card": CARD,
    "card in groups": " ".join(CARD[at : at + 4] for at in range(0, len(CARD), 4)),
    "landline": "0431" + "80001234",
    "landline in brackets": "(0431)" + "8000" + "1234",
    "local line": "电话：" + "8000" + "1234",
    "full-width e-mail": "teacher\uff20example.org",
}
NOBODYS = (
    *(
        "2950000",
        "92.7",
        "0.13800001234",
        "13800001234.5",
        "13,800,001,234",
        "13800001234元",
        "130000000000000",
    ),
    *("2018-05-04", "2018-05-04 2019-01-01", "1950-10-01 123", "20180504", "2018年5月4日"),
    *("2024-students-primary", "吉教发〔2018〕13号", "GB 11643-1999", "12345", "39,517 = 13,064 + 26,453"),
    *(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "https://example.org/art_13800001234.html",
    ),
    *(
        "550e8400-e29b-41d4-a716-446655440000",
        "2026-11-23T22:33:00Z",
        RESIDENT[:17] + "0" * (RESIDENT[17] != "0"),
    ),
)


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_personal_numbers_are_found_however_they_are_written(text: str) -> None:
    assert kinds_in(text)
    assert shown(text) == MASK


@pytest.mark.parametrize("text", NOBODYS)
def test_money_dates_hashes_and_codes_are_nobodys(text: str) -> None:
    assert kinds_in(text) == ()


def test_sums_of_money_that_look_like_mobile_numbers_may_stand_in_number_columns() -> None:
    assert kinds_in(MOBILE, is_number=True) == ()
    assert kinds_in(RESIDENT, is_number=True)


def codes_used() -> set[str]:
    """Every code that a finding is given by name anywhere in the engine."""
    calls = (each for each in ast.walk(ast.parse(SOURCE)) if isinstance(each, ast.Call))
    return {code for call in calls for code in codes_of(call)}


def codes_of(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", "")
    given = [each.value for each in call.keywords if each.arg == "code"] if name == "Finding" else []
    given += call.args[:1] if name == "problem" else []
    for each in given:
        yield from (part.value for part in ast.walk(each) if isinstance(part, ast.Constant))


def names_in(wording: dict[str, str]) -> dict[str, set[str]]:
    """The details each part of a wording speaks of."""
    return {
        part: {name for _, name, _, _ in Formatter().parse(text) if name} for part, text in wording.items()
    }
