"""Verifying: a page that knows any file of any release, and a command that makes everything again."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from conftest import served
from playwright.sync_api import Browser, Page, expect

from build import build, release, verify
from tests.cases import ROOT, copy_good, set_cells
from yearbook.errors import ReleaseError
from yearbook.releases import spoken
from yearbook.releases.plan import Wish
from yearbook.releases.verifying import Verified
from yearbook.store import Store
from yearbook.words import read_words


def quiet(*_: object, **__: object) -> None:
    """Tells nobody what is done."""


@dataclass(frozen=True)
class Three:
    """Sites of one made-up publisher: its first release, its second, and a draft after it."""

    root: Path

    @property
    def first(self) -> Path:
        return self.root / "first"

    @property
    def second(self) -> Path:
        return self.root / "second"

    @property
    def draft(self) -> Path:
        return self.root / "draft"

    @property
    def kept(self) -> Store:
        return Store(self.root / ".cache")

    def verify(self, source: Path, signers: Path | None = None) -> Verified:
        return verify(source, signers, ROOT, self.kept, quiet)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Three:
    made = Three(tmp_path_factory.mktemp("three"))
    packages = made.root / "datapackages"
    copy_good(packages / "good")

    def put(site: Path) -> None:
        build(ROOT, packages, site, (), made.kept, quiet)

    release(packages, "good", Wish(why="第一次发布。", day=date(2026, 1, 5)), ROOT, made.kept, quiet)
    put(made.first)
    set_cells(packages / "good", "teachers", 3, value="831", printed="831人")
    why = Wish(why="抄错了。", why_en="Copied wrongly.", day=date(2026, 2, 5))
    release(packages, "good", why, ROOT, made.kept, quiet)
    put(made.second)
    set_cells(packages / "good", "teachers", 3, value="832", printed="832人")
    put(made.draft)
    return made


# The command


def test_every_file_of_a_published_zip_is_made_again_byte_for_byte(three: Three) -> None:
    for site in (three.first, three.second, three.draft):
        found = three.verify(site / "data" / "good" / "good.zip")
        assert found.is_consistent, found
        assert "good.zip" in found.same
        assert "good.xlsx" in found.same
        assert "packages/good/data/funds.csv" in found.same


def test_a_zip_brings_its_own_history(three: Three) -> None:
    record = three.verify(three.second / "data" / "good" / "good.zip").records["good"]
    assert [each.version for each in record.releases] == ["1.0.0", "1.0.1"]


def test_a_draft_does_not_pass_for_the_release_before_it(three: Three) -> None:
    said = {}
    for site in (three.first, three.second, three.draft):
        found = three.verify(site / "data" / "good" / "good.zip")
        said[site.name] = (found.is_good, "\n".join(spoken.verified(found, read_words(ROOT / "words")[1])))
    assert [good for good, _ in said.values()] == [True, True, False]
    assert "the data is release 1.0.0 of 5 January 2026" in said["first"][1]
    assert "the data is release 1.0.1 of 5 February 2026" in said["second"][1]
    assert "not release 1.0.1 of 5 February 2026" in said["draft"][1]
    assert not three.verify(three.draft).is_good


def test_a_draft_is_cited_as_one(three: Three) -> None:
    for site, version in ((three.second, "1.0.1"), (three.draft, "1.0.1+draft")):
        with ZipFile(site / "data" / "good" / "good.zip") as opened:
            assert f'"{version}"' in opened.read("good/CITATION.cff").decode()
        page = (site / "en" / "good" / "index.html").read_text(encoding="utf-8")
        assert f"data version {version} " in page


def test_where_signers_are_named_a_release_without_a_signature_is_not_good(
    three: Three, tmp_path: Path
) -> None:
    signers = tmp_path / "signers"
    signers.write_text("", encoding="utf-8")
    found = three.verify(three.second, signers)
    assert [signed for _, signed, _ in found.signatures] == ["missing", "missing"]
    assert not found.is_good


def test_every_file_of_a_published_site_is_made_again_byte_for_byte(three: Three) -> None:
    found = three.verify(three.second)
    assert found.is_good, found
    assert len(found.same) == sum(each.is_file() for each in three.second.rglob("*"))
    assert found.signatures == (("good 1.0.0", "none", ""), ("good 1.0.1", "none", ""))


def spoil(bundle: Path, name: str, edit: Callable[[bytes], bytes]) -> Path:
    """Write a ZIP anew with one member changed."""
    body = io.BytesIO()
    with ZipFile(bundle) as old, ZipFile(body, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, edit(old.read(each)) if each == name else old.read(each))
    bundle.write_bytes(body.getvalue())
    return bundle


def test_a_number_changed_in_a_zip_is_found(three: Three, tmp_path: Path) -> None:
    copy = Path(shutil.copy(three.second / "data" / "good" / "good.zip", tmp_path))
    found = three.verify(spoil(copy, "good/teachers.csv", lambda body: body.replace(b"831", b"931")))
    assert not found.is_good
    assert found.altered == ("teachers.csv",)
    assert set(found.different) == {"teachers.csv", "good.zip"}


def test_a_number_changed_in_the_package_of_a_zip_is_found(three: Three, tmp_path: Path) -> None:
    copy = Path(shutil.copy(three.second / "data" / "good" / "good.zip", tmp_path))
    name = "good/packages/good/data/teachers.csv"
    found = three.verify(spoil(copy, name, lambda body: body.replace(b"831", b"931")))
    assert found.altered == ("packages/good/data/teachers.csv",)
    assert "teachers.csv" in found.different


def test_a_release_changed_in_a_zip_is_found(three: Three, tmp_path: Path) -> None:
    copy = Path(shutil.copy(three.second / "data" / "good" / "good.zip", tmp_path))
    name = "good/releases/1.0.0/release.json".replace("releases/", "releases/good/")
    found = three.verify(spoil(copy, name, lambda body: body.replace(b"2026-01-05", b"2026-01-04")))
    assert {each.code for each in found.findings} == {"release_altered"}


def test_a_page_changed_in_a_site_is_found_and_so_is_one_added(three: Three, tmp_path: Path) -> None:
    site = Path(shutil.copytree(three.second, tmp_path / "site"))
    page = site / "good" / "figures" / "2024-teachers" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"831", b"931"))
    (site / "more.html").write_text("x", encoding="utf-8")
    found = three.verify(site)
    path = page.relative_to(site).as_posix()
    assert (found.altered, found.different, found.unknown) == ((path,), (path,), ("more.html",))
    frozen = site / "data" / "good" / "1.0.0" / "package" / "data" / "teachers.csv"
    frozen.write_bytes(frozen.read_bytes().replace(b"830", b"930"))
    assert {each.code for each in three.verify(site).findings} == {"release_altered"}


@pytest.mark.parametrize("names", [["../out.txt"], ["/out.txt"], ["a/b.txt"], ["a\\..\\b"], []])
def test_what_is_no_published_zip_is_refused_unopened(three: Three, names: list[str], tmp_path: Path) -> None:
    with ZipFile(tmp_path / "other.zip", "w") as opened:
        for each in names:
            opened.writestr(each, "x")
    (tmp_path / "text.zip").write_text("no zip", encoding="utf-8")
    for source in (tmp_path / "other.zip", tmp_path / "text.zip", tmp_path, tmp_path / "nothing"):
        with pytest.raises(ReleaseError):
            three.verify(source)


def test_the_command_says_how_many_files_are_the_same_and_names_the_others(
    three: Three, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(three.second / "data" / "good" / "good.zip", tmp_path))

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "build.py"), "verify", str(copy)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    good = run()
    assert (good.returncode, "核验通过。" in good.stdout, "It verifies." in good.stdout) == (0, True, True)
    spoil(copy, "good/teachers.csv", lambda body: body + b"x")
    bad = run()
    assert (bad.returncode, "  teachers.csv" in bad.stdout) == (1, True)


# The page


def ask(page: Page, address: str, *files: Path) -> list[str]:
    """What the page says of files, a section each."""
    page.goto(address)
    page.set_input_files(".yb-drop input", [str(each) for each in files])
    expect(page.locator(".yb-found > section")).to_have_count(len(files))
    return [each.inner_text() for each in page.locator(".yb-found > section").all()]


def test_signers_that_cannot_be_asked_and_a_damaged_zip_are_named(three: Three, tmp_path: Path) -> None:
    bundle = three.first / "data" / "good" / "good.zip"
    broken, signers = tmp_path / "good.zip", tmp_path / "signers"
    body = bytearray(bundle.read_bytes())
    body[len(body) // 2] ^= 1
    broken.write_bytes(body)
    with pytest.raises(ReleaseError, match="damaged"):
        three.verify(broken)
    locked = bundle.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    broken.write_bytes(locked)
    with pytest.raises(ReleaseError, match="damaged"):
        three.verify(broken)
    with pytest.raises(ReleaseError, match="signers"):
        three.verify(three.first, signers)
    signers.touch()
    with pytest.raises(ReleaseError, match="signers"):
        three.verify(bundle, signers)


@pytest.mark.browser
@pytest.mark.parametrize("way", ["http", "disk"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_knows_a_file_of_any_release(
    three: Three, browser: Browser, way: str, language: str, tmp_path: Path
) -> None:
    data = Path("data") / "good"
    saved_again = tmp_path / "students.csv"
    saved_again.write_bytes((three.second / data / "students.csv").read_bytes() + b"\r\n")
    # Of a file of no row nothing can be told, though a table without rows may be published as one.
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    files = [
        three.draft / data / "students.csv",
        three.first / data / "teachers.csv",
        three.first / data / "good.xlsx",
        three.draft / data / "teachers.csv",
        saved_again,
        three.first / "data/good/1.0.0/package/data/teachers.csv",
        empty,
        three.first / data / "by-year.zh.csv",
        three.first / data / "2024" / "teachers.csv",
    ]
    place = f"{'' if language == 'zh' else 'en/'}verify/index.html"
    page = browser.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda each: trouble.append(str(each)))
    page.on("console", lambda each: each.type == "error" and trouble.append(each.text))
    with served(three.draft) as root:
        said = ask(page, f"{root}/{place}" if way == "http" else f"{three.draft.as_uri()}/{place}", *files)
    page.close()
    expected = {
        "zh": (
            ["1.0.0 版，2026年1月5日发布，内容没有被改过", "最新一版里，这个文件还是这样"],
            ["1.0.0 版", "1.0.1 版（2026年2月5日）", "830人 → 831人"],
            ["1.0.1 版（2026年2月5日）", "830人 → 831人", "不一定都在这个文件里"],
            ["草稿，还没有发布"],
            ["和本站发布过的文件都对不上", "Excel"],
            ["1.0.0 版", "存档"],
            ["这是空文件"],
            ["830人 → 831人", "不一定都在这个文件里"],
            ["830人 → 831人", "不一定都在这个文件里"],
        ),
        "en": (
            ["release 1.0.0 of 5 January 2026, unaltered", "still the same"],
            [
                "release 1.0.0",
                "superseded by release 1.0.1 of 5 February 2026",
                "830 persons → 831 persons",
            ],
            [
                "superseded by release 1.0.1",
                "830 persons → 831 persons",
                "perhaps not all of it in this file",
            ],
            ["a draft and not released"],
            ["none of the files this site has published", "Excel"],
            ["release 1.0.0", "copy kept of that release"],
            ["This file is empty"],
            ["830 persons → 831 persons", "perhaps not all of it in this file"],
            ["830 persons → 831 persons", "perhaps not all of it in this file"],
        ),
    }[language]
    for section, sentences in zip(said, expected, strict=True):
        assert all(each in section for each in sentences), section
    assert not trouble


@pytest.mark.browser
def test_the_page_takes_a_file_that_is_dropped_on_it(three: Three, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{three.draft.as_uri()}/verify/index.html")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["abc"], "abc.txt"));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    section = page.locator(".yb-found > section")
    expect(section).to_contain_text("abc.txt")
    # The SHA-256 of "abc" as FIPS 180-4 gives it.
    expect(section).to_contain_text("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    page.close()


@pytest.mark.browser
def test_the_page_says_how_to_verify_without_a_script(three: Three, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{three.draft.as_uri()}/verify/index.html")
    expect(page.locator("text=sha256sum good.xlsx")).to_be_visible()
    expect(page.locator(".yb-drop")).to_be_hidden()
    page.context.close()
