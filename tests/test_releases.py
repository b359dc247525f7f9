"""Releases: the record is only added to, every altered byte of it is found, and what changed is told everywhere."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import parsed

from build import build, examine, plan_release, release
from tests.cases import ROOT, copy_good, edit_descriptor, edit_rows, resource, set_cells
from yearbook.command import Blocked
from yearbook.errors import ReleaseError
from yearbook.model import Artifact
from yearbook.pages.revisions import Touched, changed_rows
from yearbook.record import PUBLISHED, RELEASE, SUMS, Released, read_sums, sums_of
from yearbook.releases.outward import FEED, record_files
from yearbook.releases.plan import Wish, bumped, with_stated
from yearbook.releases.reading import LATEST, read_record
from yearbook.releases.signature import NAMESPACE, sign, verify
from yearbook.releases.spoken import add_arguments, wish_of
from yearbook.releases.writing import alone, append, recover, versioned
from yearbook.store import Store
from yearbook.words import read_words

# No test opens the papers of these releases, so any file will do as published with them.
PAPER = Artifact(path="data/good/good.xlsx", body=b"made up", made_from=())
WORDS = read_words(ROOT / "words")
ATOM = "{http://www.w3.org/2005/Atom}"
FIRST, SECOND, THIRD = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)


def quiet(*_: object, **__: object) -> None:
    """Tells nobody what is done."""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    copy_good(tmp_path / "datapackages" / "good")
    return tmp_path / "datapackages"


def wish(day: date = FIRST, why: str = "为测试而虚构的原因。", **more: object) -> Wish:
    return Wish(why=why, day=day, **more)  # type: ignore[arg-type]


def freeze(packages: Path, asked: Wish) -> Released:
    """Release without making papers."""
    plan = plan_release(packages, "good", asked, store(packages))
    with versioned(
        packages.parent / "releases",
        packages / "good" / "datapackage.json",
        plan.release.package["datapackage.json"],
    ):
        return append(packages.parent / "releases", plan.release, [PAPER], asked.sign)


def store(packages: Path) -> Store:
    return Store(packages.parent / ".cache")


def teachers(packages: Path, value: str) -> None:
    """Write another number of teachers, a figure in no relation."""
    set_cells(packages / "good", "teachers", 3, value=value, printed=f"{value}人")


def three(packages: Path) -> Path:
    """A record of three releases: as it was, one figure corrected, the figure corrected again."""
    freeze(packages, wish(FIRST))
    teachers(packages, "831")
    freeze(packages, wish(SECOND))
    teachers(packages, "832")
    freeze(packages, wish(THIRD))
    return packages.parent / "releases"


def codes(packages: Path) -> set[str]:
    """The codes of what `check` must have mended."""
    findings = examine(packages, (), store(packages))[1]
    return {each.code for each in findings if each.severity == "must_fix"}


def refused(packages: Path, asked: Wish) -> set[str]:
    with pytest.raises(Blocked) as blocked:
        plan_release(packages, "good", asked, store(packages))
    return {each.code for each in blocked.value.findings if each.severity == "must_fix"}


# What is written


def test_a_release_holds_the_package_exactly(packages: Path) -> None:
    made = freeze(packages, wish())
    frozen = packages.parent / "releases" / "good" / "1.0.0" / "package"
    own = sorted(
        each.relative_to(packages / "good") for each in (packages / "good").rglob("*") if each.is_file()
    )
    assert sorted(each.relative_to(frozen) for each in frozen.rglob("*") if each.is_file()) == own
    assert all((frozen / each).read_bytes() == (packages / "good" / each).read_bytes() for each in own)
    assert made.published == {PAPER.path: sha256(PAPER.body).hexdigest()}


def test_its_check_sums_are_those_sha256sum_reads(packages: Path) -> None:
    freeze(packages, wish())
    folder = packages.parent / "releases" / "good" / "1.0.0"
    done = subprocess.run(["sha256sum", "-c", "--strict", SUMS], cwd=folder, capture_output=True, check=False)
    listed = set(read_sums((folder / SUMS).read_bytes()))
    there = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    assert (done.returncode, listed) == (0, there - {SUMS})


def test_a_release_says_what_changed_and_the_package_says_its_version(packages: Path) -> None:
    releases = three(packages)
    record, findings = read_record(releases, "good")
    assert not findings
    assert [each.version for each in record.releases] == ["1.0.0", "1.0.1", "1.0.2"]
    told = [(each.row, each.column, each.old, each.new, each.kind) for each in record.releases[1].changes]
    assert told == [
        ("2024-teachers", "value", "830", "831", "correction"),
        ("2024-teachers", "printed", "830人", "831人", "correction"),
    ]
    (value, printed) = record.releases[1].changes
    assert (value.difference, printed.difference, printed.relative) == (1, None, None)
    descriptor = json.loads((packages / "good" / "datapackage.json").read_text(encoding="utf-8"))
    assert (descriptor["version"], descriptor["created"]) == ("1.0.2", f"{THIRD.isoformat()}T00:00:00Z")


def test_what_any_figure_was_in_any_release_is_known(packages: Path) -> None:
    record, _ = read_record(three(packages), "good")
    assert [row["value"] for _, row in record.as_of("2024-teachers")] == ["830", "831", "832"]
    assert [each.version for each, _ in record.as_of("2024-students")] == ["1.0.0", "1.0.1", "1.0.2"]


def test_the_same_releases_are_the_same_bytes_anywhere(packages: Path, tmp_path: Path) -> None:
    copy_good(tmp_path / "另一处 & elsewhere" / "datapackages" / "good")
    here, there = three(packages), three(tmp_path / "另一处 & elsewhere" / "datapackages")
    files = [each.relative_to(here) for each in here.rglob("*") if each.is_file()]
    assert all((here / each).read_bytes() == (there / each).read_bytes() for each in files)


def test_reasons_can_differ_from_figure_to_figure(packages: Path) -> None:
    freeze(packages, wish())
    teachers(packages, "831")
    own = "figure,kind,reason,reason_en\n2024-teachers,revision,来源重新公布。,Stated anew.\n,,,\n,,,\n"
    made = freeze(packages, wish(SECOND, reasons=own))
    assert made.version == "1.1.0", "a revision, whoever says so"
    change = made.changes[0]
    assert (change.kind, change.why("zh"), change.why("en")) == ("revision", "来源重新公布。", "Stated anew.")


# Versions


@pytest.mark.parametrize(
    ("step", "after"), [("major", "2.0.0"), ("minor", "1.5.0"), ("patch", "1.4.3"), ("", "1.4.2")]
)
def test_a_version_goes_up_by_its_step(step: str, after: str) -> None:
    assert bumped("1.4.2", step) == after  # type: ignore[arg-type]


def add_row(folder: Path) -> None:
    def add(rows: list[list[str]]) -> None:
        rows.append(["2022-teachers", *rows[2][1:]])
        rows[-1][rows[0].index("year")] = "2022"

    edit_rows(folder, "teachers", add)


def new_word(folder: Path) -> None:
    edit_descriptor(folder, lambda it: it.update(description="换了说法，仍是为测试而虚构。"))


def fewer_codes(folder: Path) -> None:
    edit_descriptor(folder, lambda it: resource(it, "codes")["schema"]["fields"].reverse())


CHANGES: list[tuple[str, Callable[[Path], None], str, str]] = [
    ("a corrected cell", lambda it: teachers(it.parent, "831"), "correction", "1.0.1"),
    ("a cell its source states anew", lambda it: teachers(it.parent, "831"), "revision", "1.1.0"),
    ("a new row", add_row, "correction", "1.1.0"),
    ("another description", new_word, "correction", "1.0.1"),
]


@pytest.mark.parametrize(
    ("change", "kind", "version"), [each[1:] for each in CHANGES], ids=[each[0] for each in CHANGES]
)
def test_the_least_version_is_worked_out_from_what_changed(
    packages: Path, change: Callable[[Path], None], kind: str, version: str
) -> None:
    freeze(packages, wish())
    change(packages / "good")
    plan = plan_release(packages, "good", wish(SECOND, kind=kind), store(packages))
    assert plan.release.version == version


def test_a_column_that_moves_asks_for_a_major_version(packages: Path) -> None:
    from yearbook.releases.difference import difference

    files = {each.relative_to(packages / "good").as_posix(): each.read_bytes() for each in (packages / "good").rglob("*") if each.is_file()}  # fmt: skip
    fewer_codes(packages / "good")
    changed = files | {"datapackage.json": (packages / "good" / "datapackage.json").read_bytes()}
    assert (difference(files, changed).step, difference(files, files).step) == ("major", "")


def test_a_too_small_version_is_refused_and_a_larger_one_kept(packages: Path) -> None:
    freeze(packages, wish())
    add_row(packages / "good")
    edit_descriptor(packages / "good", lambda it: it.update(version="1.0.7"))
    assert refused(packages, wish(SECOND)) == {"release_version_small"}
    edit_descriptor(packages / "good", lambda it: it.update(version="3.0.0"))
    assert freeze(packages, wish(SECOND)).version == "3.0.0"


@pytest.mark.parametrize("version", ["2", "2.0", "02.0.0", "v2.0.0", "2.0.0-draft"])
def test_a_version_that_is_not_three_numbers_is_refused(packages: Path, version: str) -> None:
    freeze(packages, wish())
    teachers(packages, "831")
    edit_descriptor(packages / "good", lambda it: it.update(version=version))
    assert refused(packages, wish(SECOND)) == {"release_version_form"}


def test_only_the_version_of_a_descriptor_is_changed() -> None:
    text = b'\xef\xbb\xbf{"resources": [{"version": "1.0.0"}],\r\n  "version" :  "1.0.0"}'
    assert with_stated(text, "version", "1.0.1") == text[:-8] + b'"1.0.1"}'


# What is refused


def test_nothing_is_released_twice_without_a_reason_or_backwards_in_time(packages: Path) -> None:
    assert refused(packages, wish(why=" ")) == {"release_no_reason"}
    freeze(packages, wish(SECOND))
    assert refused(packages, wish(SECOND)) == {"release_nothing"}
    teachers(packages, "831")
    own = "figure,kind,reason\n2024-students,correction,x\n2024-teachers,guess,x\n2024-teachers,guess,y\n"
    expected = {"release_too_early", "release_reason_unknown", "release_reason_twice", "release_kind"}
    assert refused(packages, wish(FIRST, reasons=own)) == expected


def test_a_package_packed_in_with_another_is_released_first(packages: Path) -> None:
    """Otherwise what was released would hold another publisher's draft and no longer be what the site shows."""
    folder = copy_good(packages / "other")
    edit_descriptor(folder, lambda it: it.update(name="other", id="other"))
    edit_rows(packages / "good", "relations", lambda rows: rows.append(relation_to("other", rows[0])))
    assert refused(packages, wish()) == {"release_of_draft"}
    plan = plan_release(packages, "other", wish(), store(packages))
    with versioned(
        packages.parent / "releases", folder / "datapackage.json", plan.release.package["datapackage.json"]
    ):
        append(packages.parent / "releases", plan.release, [])
    assert freeze(packages, wish()).version == "1.0.0"


def relation_to(publisher: str, header: list[str]) -> list[str]:
    """A row of relations that names another publisher's figure."""
    row = dict.fromkeys(header, "")
    row |= {
        "id": "2024-teachers-of-another",
        "kind": "bound",
        "exhaustive": "no",
        "terms": f"2024-teachers <= {publisher}:2024-students",
        "statement_zh": "为测试而虚构。",
        "statement_en": "Made up for a test.",
    }
    return [row[name] for name in header]


def test_a_relation_that_fails_without_an_explanation_stops_a_release(packages: Path) -> None:
    set_cells(packages / "good", "students", 3, value="12401", printed="12401人")
    assert refused(packages, wish()) == {"relation_fails"}


def test_a_released_figure_cannot_be_deleted_or_become_another(packages: Path) -> None:
    freeze(packages, wish())
    edit_rows(packages / "good", "teachers", lambda rows: rows.pop(2))
    assert "figure_gone" in codes(packages)
    shutil.rmtree(packages / "good")
    copy_good(packages / "good")
    set_cells(packages / "good", "teachers", 3, year="2025")
    assert "figure_reused" in codes(packages)


def test_a_released_figure_can_be_withdrawn(packages: Path) -> None:
    freeze(packages, wish())
    empty = {"value": "", "qualifier": "", "resolution": "", "printed": "", "absent": "withheld"}
    set_cells(packages / "good", "teachers", 3, **empty)
    made = freeze(packages, wish(SECOND))
    assert ("2024-teachers", "absent", "withheld") in [
        (each.row, each.column, each.new) for each in made.changes
    ]


# The record is only added to


def recorded(releases: Path) -> list[Path]:
    return sorted(each for each in (releases / "good").rglob("*") if each.is_file())


def test_every_altered_byte_of_the_record_is_found(packages: Path) -> None:
    releases = three(packages)
    for file in recorded(releases):
        before = file.read_bytes()
        for at in {0, len(before) // 2, len(before) - 1}:
            file.write_bytes(before[:at] + bytes([before[at] ^ 1]) + before[at + 1 :])
            assert read_record(releases, "good")[1], f"{file.name}, byte {at}"
        file.write_bytes(before)
    assert not read_record(releases, "good")[1]


def test_every_file_that_is_gone_or_added_is_found(packages: Path) -> None:
    releases = three(packages)
    for file in recorded(releases):
        before = file.read_bytes()
        file.unlink()
        assert read_record(releases, "good")[1], file
        file.write_bytes(before)
    (releases / "good" / "1.0.1" / "package" / "data" / "more.csv").write_bytes(b"x")
    assert {each.code for each in read_record(releases, "good")[1]} == {"release_file_new"}


def test_a_file_gone_from_a_release_is_named(packages: Path) -> None:
    releases = three(packages)
    file = "releases/good/1.0.1/package/data/teachers.csv"
    (releases.parent / file).unlink()
    gone = [each for each in read_record(releases, "good")[1] if each.code == "release_file_gone"]
    assert [each.where.file for each in gone] == [file]


@pytest.mark.parametrize("version", ["1.0.0", "1.0.1", "1.0.2"])
def test_a_release_taken_out_is_found_wherever_it_stood(packages: Path, version: str) -> None:
    releases = three(packages)
    shutil.rmtree(releases / "good" / version)
    assert codes(packages) & {"release_unchained", "release_last_gone"}


def test_releases_that_change_places_are_found(packages: Path) -> None:
    good = three(packages) / "good"
    for old, new in (("1.0.0", "x"), ("1.0.1", "1.0.0"), ("x", "1.0.1")):
        (good / old).rename(good / new)
    assert codes(packages) >= {"release_unreadable"}


def test_an_earlier_release_written_anew_with_fitting_sums_breaks_the_chain(packages: Path) -> None:
    releases = three(packages)
    rewrite(releases / "good" / "1.0.1", lambda told: told.update(reason="别的原因"))
    assert {each.code for each in read_record(releases, "good")[1]} == {"release_unchained"}


def test_a_change_left_out_of_the_record_is_found_although_all_sums_fit(packages: Path) -> None:
    releases = three(packages)
    rewrite(releases / "good" / "1.0.2", lambda told: told["changes"].pop())
    sums = sha256((releases / "good" / "1.0.2" / SUMS).read_bytes()).hexdigest()
    (releases / "good" / LATEST).write_text(f"1.0.2 {sums}\n", encoding="utf-8")
    assert {each.code for each in read_record(releases, "good")[1]} == {"release_untold"}


def rewrite(folder: Path, edit: Callable[[dict[str, object]], object]) -> None:
    """Change what a release says of itself and make its check sums fit again."""
    told = json.loads((folder / RELEASE).read_text(encoding="utf-8"))
    edit(told)
    (folder / RELEASE).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    files = {
        each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()
    }
    files.pop(SUMS)
    (folder / SUMS).write_bytes(sums_of(files))


def test_a_publisher_with_releases_cannot_vanish(packages: Path) -> None:
    freeze(packages, wish())
    (packages / "good").rename(packages / "other")
    edit_descriptor(packages / "other", lambda it: it.update(name="other"))
    assert "release_orphaned" in codes(packages)


def test_a_release_is_never_written_over(packages: Path) -> None:
    made = freeze(packages, wish())
    with pytest.raises(ReleaseError):
        append(packages.parent / "releases", made, [])


def test_while_one_releases_another_process_cannot(packages: Path) -> None:
    releases = packages.parent / "releases"
    with alone(releases, "good"):
        script = (
            "import sys; from pathlib import Path; from yearbook.releases.writing import alone\n"
            "with alone(Path(sys.argv[1]), sys.argv[2]): pass"
        )
        command = [sys.executable, "-c", script, str(releases)]
        runs = {
            name: subprocess.run([*command, name], cwd=ROOT, capture_output=True, check=False, text=True)
            for name in ("good", "other")
        }
    assert (runs["good"].returncode, runs["other"].returncode) == (1, 0)
    assert "Somebody else is releasing it just now" in runs["good"].stderr


def test_a_release_that_fails_leaves_everything_as_it_was(packages: Path) -> None:
    freeze(packages, wish())
    teachers(packages, "831")
    before = {each: each.read_bytes() for each in packages.parent.rglob("*.json")}

    def fail(_: Path) -> None:
        raise ReleaseError("no key")

    with pytest.raises(ReleaseError):
        freeze(packages, wish(SECOND, sign=fail))
    left = {each: each.read_bytes() for each in before}
    assert left == before
    record, findings = read_record(packages.parent / "releases", "good")
    assert ([each.version for each in record.releases], findings) == (["1.0.0"], ())
    assert freeze(packages, wish(SECOND)).version == "1.0.1", "what was half written is cleared away"


def test_a_kill_leaves_no_version_that_nobody_released(packages: Path) -> None:
    freeze(packages, wish())
    teachers(packages, "831")
    releases, descriptor = packages.parent / "releases", packages / "good" / "datapackage.json"
    before = descriptor.read_bytes()
    killed = versioned(releases, descriptor, with_stated(before, "version", "1.0.1"))
    killed.__enter__()  # and never left
    assert descriptor.read_bytes() != before
    recover(releases, descriptor)
    assert descriptor.read_bytes() == before
    assert freeze(packages, wish(SECOND, kind="revision")).version == "1.1.0"
    made = descriptor.read_bytes()
    (releases / ".good.before").write_bytes(before)  # killed after the last step
    recover(releases, descriptor)
    assert descriptor.read_bytes() == made
    assert [each.name for each in releases.iterdir()] == ["good"]


def test_what_was_mended_after_a_kill_is_not_lost(packages: Path) -> None:
    freeze(packages, wish())
    teachers(packages, "831")
    releases, descriptor = packages.parent / "releases", packages / "good" / "datapackage.json"
    planned = plan_release(packages, "good", wish(SECOND), store(packages)).release
    versioned(releases, descriptor, planned.package["datapackage.json"]).__enter__()  # and never left
    edit_descriptor(packages / "good", lambda it: it.update(homepage="https://example.org/"))
    recover(releases, descriptor)
    told = json.loads(descriptor.read_text(encoding="utf-8"))
    day = f"{FIRST.isoformat()}T00:00:00Z"
    assert (told["version"], told["created"], told["homepage"]) == ("1.0.0", day, "https://example.org/")


def asked(*arguments: str) -> Wish:
    """What is wished for at the keyboard on the second day."""
    parser = ArgumentParser()
    add_arguments(parser)
    return wish_of(parser.parse_args(["--why", "x", *arguments]), SECOND)


def test_what_cannot_be_taken_back_is_refused_at_the_keyboard(packages: Path) -> None:
    assert asked("--date", "2026-01-05").day == FIRST
    with pytest.raises(ReleaseError, match="still to come"):
        asked("--date", "2026-03-05")
    with pytest.raises(ReleaseError, match="no such key"):
        asked("--sign", str(packages / "key"))


def test_a_kill_before_the_last_step_is_no_loss(packages: Path) -> None:
    releases = three(packages)
    last = read_record(releases, "good")[0].releases[-2]
    (releases / "good" / LATEST).write_text(f"{last.version} {last.sums}\n", encoding="utf-8")
    assert not read_record(releases, "good")[1]


def test_a_signature_is_worth_what_it_is(packages: Path, tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("no ssh-keygen here")
    for name in ("ours", "theirs"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(tmp_path / name)]
        subprocess.run(command, check=True)
    freeze(packages, wish(sign=lambda sums: sign(tmp_path / "ours", sums)))
    folder = packages.parent / "releases" / "good" / "1.0.0"
    listed, foreign = tmp_path / "signers", tmp_path / "foreign"
    for file, key in ((listed, "ours"), (foreign, "theirs")):
        public = (tmp_path / f"{key}.pub").read_text(encoding="utf-8")
        file.write_text(f'office@example.org namespaces="{NAMESPACE}" {public}', encoding="utf-8")
    assert verify(folder, listed) == ("good", "office@example.org")
    assert verify(folder, foreign) == ("bad", "")
    assert verify(folder, None)[0] == "unlisted"
    assert not codes(packages), "a signature is no altered file"
    (folder / SUMS).write_bytes((folder / SUMS).read_bytes() + b"\n")
    assert (verify(folder, listed)[0], verify(folder, None)[0]) == ("bad", "bad")


def test_the_command_shows_releases_and_says_what_it_did(packages: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "build.py"), "release", "good", "--packages", str(packages)]
        return subprocess.run(
            [*command, *arguments], capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}, check=False
        )  # fmt: skip

    shown = run("--why", "第一次发布。", "--dry-run")
    assert (shown.returncode, (packages.parent / "releases" / "good").exists()) == (0, False)
    assert "1.0.0" in shown.stdout
    refused = run("--dry-run")
    assert (refused.returncode, "--why" in refused.stdout) == (1, True)
    assert "Nothing was released" in refused.stderr


def test_whom_nobody_knows_is_named_with_those_there_are(packages: Path) -> None:
    for name in ("nobody", "datapackages/good"):
        with pytest.raises(Blocked) as blocked:
            release(packages, name, wish(), ROOT, store(packages), quiet)
        (found,) = blocked.value.findings
        assert (found.code, dict(found.details)["names"]) == ("no_such_publisher", "good")
        assert not (packages.parent / "releases").exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [("figure,kind,reason\nx,,抄错".encode("gbk"), "UTF-8"), (b"figur,reason\nx,y\n", "figure,kind,reason")],
    ids=["gbk", "columns"],
)
def test_a_file_of_reasons_that_cannot_be_read_is_refused_in_words(
    body: bytes, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "reasons.csv"
    file.write_bytes(body)
    with pytest.raises(ReleaseError, match=said):
        asked("--reasons", str(file))


def test_releases_of_one_day_stand_in_the_feed_newest_first_and_its_name_stays(packages: Path) -> None:
    def feed() -> list[str]:
        results, _ = examine(packages, (), store(packages))
        body = next(each.body for each in record_files(results, WORDS) if each.path == FEED)
        return [each.text or "" for each in ElementTree.fromstring(body).iter(f"{ATOM}id")]

    first = freeze(packages, wish())
    before = feed()
    set_cells(packages / "good", "teachers", 3, value="831", printed="831人")
    second = freeze(packages, wish())
    assert first.day == second.day
    name, newest, oldest = feed()
    assert [name, oldest] == before
    assert newest not in before


def test_shares_differ_by_percentage_points(packages: Path) -> None:
    freeze(packages, wish())
    set_cells(packages / "good", "students", 7, value="0.097", resolution="0.001", printed="9.7%")
    assert freeze(packages, wish(SECOND)).version == "1.0.1"
    results, _ = examine(packages, (), store(packages))
    nothing = Touched(quotes={}, charts=(), files=())
    for words, said in zip(WORDS, ("−0.3 个百分点", "−0.3 percentage points"), strict=True):
        (changed,) = changed_rows(results[0].record.releases[-1], results[0], words, nothing)
        value = changed.cells[0]
        assert (value.old, value.new, value.difference, value.relative) == ("10%", "9.7%", said, "−3.00%")


# What the public sees: a correction of Erdao, on a copy


@dataclass(frozen=True)
class Corrected:
    """A copy of Erdao: released with two digits swapped, and released again as its source has it."""

    packages: Path
    site: Path
    record: tuple[Released, ...]


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    root = tmp_path_factory.mktemp("corrected")
    packages, kept = root / "datapackages", Store(root / ".cache")
    shutil.copytree(ROOT / "datapackages" / "erdao", packages / "erdao")
    edit_descriptor(packages / "erdao", lambda it: it.update(version="1.0.0"))
    right = {"value": "3107", "printed": "3107人"}
    set_cells(packages / "erdao", "teachers", 2, value="3017", printed="3017人")
    first = release(packages, "erdao", Wish(why="第一次发布。", day=FIRST), ROOT, kept, quiet)
    set_cells(packages / "erdao", "teachers", 2, **right)
    why = Wish(why="抄写时两位数字颠倒。", why_en="Two digits had changed places.", day=SECOND)
    second = release(packages, "erdao", why, ROOT, kept, quiet)
    build(ROOT, packages, root / "site", (), kept, quiet)
    return Corrected(packages=packages, site=root / "site", record=(first, second))


def text_of(file: Path) -> str:
    return " ".join(parsed(file).xpath("//article")[0].text_content().split())


def test_a_correction_stands_on_its_page(corrected: Corrected) -> None:
    for language, kind, reason in (
        ("", "更正", "抄写时两位数字颠倒。"),
        ("en/", "correction", "Two digits had changed places."),
    ):
        page = corrected.site / language / "erdao" / "revisions" / "index.html"
        said = text_of(page)
        assert all(
            each in said for each in ("1.0.0", "1.0.1", "3,017", "3,107", "+90", "+2.98%", kind, reason)
        )
        links = parsed(page).xpath("//details//a/@href")
        touched = ("2018/teachers/index.html", f"2018/summary.{'en' if language else 'zh'}.pdf")
        assert all(any(each in link for link in links) for each in touched)
        papers = [each for each in parsed(page).xpath("//details//a") if "/reports/" in each.get("href")]
        assert len({each.text_content() for each in papers}) == len(papers), "no two papers by one name"


def test_a_correction_stands_in_the_file_of_changes_and_in_the_feed(corrected: Corrected) -> None:
    body = (corrected.site / "data" / "erdao" / "changes.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [
        (each["row_id"], each["column"], each["old"], each["new"], each["difference"]) for each in rows
    ] == [
        ("2018-staff", "value", "3017", "3107", "90"),
        ("2018-staff", "printed", "3017人", "3107人", ""),
    ]
    feed = ElementTree.parse(corrected.site / "feed.xml")
    names = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.findall("a:entry", names)
    assert [each.findtext("a:updated", namespaces=names) for each in entries] == [
        "2026-02-05T00:00:00Z",
        "2026-01-05T00:00:00Z",
    ]
    said = entries[0].findtext("a:content", namespaces=names) or ""
    assert "3017 → 3107" in said
    assert "抄写时两位数字颠倒。" in said
    assert "Two digits had changed places." in said
    ids = [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(ids) == len(set(ids)) == 3


def test_the_page_of_a_figure_says_what_it_was_in_each_release(corrected: Corrected) -> None:
    figures = corrected.site / "erdao" / "figures"
    corrected_one = text_of(figures / "2018-staff" / "index.html")
    assert all(each in corrected_one for each in ("1.0.1", "3,017人", "3,107人", "更正", "首次发布"))
    assert "1.0.0 版（2026年1月5日）首次发布，此后没有改过。" in text_of(
        figures / "2018-students" / "index.html"
    )


def test_every_release_keeps_its_address(corrected: Corrected) -> None:
    for each in corrected.record:
        there = corrected.site / "data" / "erdao" / each.version
        files = {
            file.relative_to(there).as_posix(): file.read_bytes()
            for file in there.rglob("*")
            if file.is_file()
        }
        del files["index.html"]
        assert files == each.files


def test_what_people_cite_is_kept_as_it_was_published(corrected: Corrected) -> None:
    first, _ = corrected.record
    for name in ("figures.csv", "teachers.csv", "erdao.xlsx", "erdao.zip", "datapackage.json"):
        assert sha256(first.files[name]).hexdigest() == first.published[f"data/erdao/{name}"]
    charts = [path for path in first.files if path.startswith("charts/")]
    assert {path.rpartition(".svg")[0][-3:] for path in charts} == {".zh", ".en"}
    for path in charts:
        name = f"embed/erdao/{path.removeprefix('charts/')}"
        assert sha256(first.files[path]).hexdigest() == first.published[name]
    kept = {path for path in first.files if "/" not in path}
    own = {RELEASE, SUMS, PUBLISHED}
    assert kept - own <= {path.removeprefix("data/erdao/") for path in first.published}
    described = json.loads(first.files["datapackage.json"])
    assert {each["path"] for each in described["resources"]} <= kept, "a data package by itself"


def test_a_superseded_release_says_so_where_it_stands_and_what_changed(corrected: Corrected) -> None:
    for language, superseded, change in (
        ("", "2026年2月5日发布了 1.0.1 版", "3,017人 → 3,107人"),
        (
            "en/",
            "release 1.0.1 followed on 5 February 2026",
            "3,017 teachers and staff → 3,107 teachers and staff",
        ),
    ):
        first, second = (
            corrected.site / language / "data" / "erdao" / version / "index.html"
            for version in ("1.0.0", "1.0.1")
        )
        (notice,) = parsed(first).xpath("//*[contains(@class, 'yb-superseded')]")
        said = " ".join(notice.text_content().split())
        assert superseded in said
        assert change in said
        assert not parsed(second).xpath("//*[contains(@class, 'yb-superseded')]")
    body = (corrected.site / "data" / "erdao" / "releases.csv").read_text(encoding="utf-8-sig")
    rows = [
        (each["release"], each["changed"], each["superseded_by"], each["address"])
        for each in csv.DictReader(io.StringIO(body))
    ]
    assert rows == [("1.0.0", "0", "1.0.1", "data/erdao/1.0.0/"), ("1.0.1", "2", "", "data/erdao/1.0.1/")]


def test_a_figure_and_a_table_have_three_kinds_of_link(corrected: Corrected) -> None:
    paths = {f"data/erdao/{each}teachers.csv" for each in ("", "2018/", "1.0.1/")}
    for page in ("erdao/figures/2018-staff/", "en/erdao/figures/2018-staff/", "erdao/teachers/"):
        file = corrected.site / page / "index.html"
        links = parsed(file).xpath("//*[contains(@class, 'yb-links')]//a/@href")
        found = {str((file.parent / link).resolve().relative_to(corrected.site.resolve())) for link in links}
        assert paths <= found
    old, new = (
        (corrected.site / "data" / "erdao" / each / "teachers.csv").read_text(encoding="utf-8-sig")
        for each in ("1.0.0", "2018")
    )
    assert "3017人" in old
    assert "3107人" in new


def test_what_was_published_with_the_last_release_is_what_the_site_holds(corrected: Corrected) -> None:
    published = corrected.record[-1].published
    assert {path for path in published if path.endswith((".pdf", ".xlsx", ".zip", ".csv"))}
    for path, digest in published.items():
        assert sha256((corrected.site / path).read_bytes()).hexdigest() == digest, path


def test_a_site_does_not_forget_what_it_published(corrected: Corrected, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(corrected.packages.parent, root, ignore=shutil.ignore_patterns(".cache", "site"))
    shutil.rmtree(root / "releases" / "erdao" / "1.0.1")
    first = corrected.record[0]
    (root / "releases" / "erdao" / LATEST).write_text(f"{first.version} {first.sums}\n", encoding="utf-8")
    with pytest.raises(Blocked) as blocked:
        build(
            ROOT,
            root / "datapackages",
            corrected.site,
            (),
            Store(corrected.packages.parent / ".cache"),
            quiet,
        )
    assert {each.code for each in blocked.value.findings if each.severity == "must_fix"} == {
        "release_forgotten"
    }


def test_a_package_is_a_draft_until_it_is_released(corrected: Corrected) -> None:
    (result,), _ = examine(corrected.packages, (), store(corrected.packages))
    assert result.is_released
    assert "2026年2月5日发布" in text_of(corrected.site / "erdao" / "index.html")
