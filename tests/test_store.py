"""The store of expensive makings: kept by what they are made from, never half there, never in the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases import ROOT
from yearbook.store import Store, code_hash, hash_of, version_of

settings.register_profile("project", derandomize=True, deadline=None, database=None)
settings.load_profile("project")

KEY = ("chart", b"data")


def never() -> bytes:
    raise AssertionError("made anew")


def stored(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def test_what_was_made_before_is_not_made_again(tmp_path: Path) -> None:
    assert Store(tmp_path).keep(KEY, lambda: b"body") == b"body"
    assert Store(tmp_path).keep(KEY, never) == b"body"
    assert len(stored(tmp_path)) == 1


@pytest.mark.parametrize(
    "other", [("chart", b"date"), ("chartdata",), ("chart", b"data", ""), (b"data", "chart"), ()]
)
def test_another_key_is_made_anew(tmp_path: Path, other: tuple[str | bytes, ...]) -> None:
    Store(tmp_path).keep(KEY, lambda: b"body")
    assert Store(tmp_path).keep(other, lambda: b"other") == b"other"
    assert Store(tmp_path).keep(KEY, never) == b"body"


def test_without_a_folder_everything_is_made_anew() -> None:
    made: list[int] = []
    for _ in range(2):
        Store(None).keep(KEY, lambda: bytes(made.append(1) or b"x"))
    assert len(made) == 2


def test_an_empty_making_is_kept_too(tmp_path: Path) -> None:
    Store(tmp_path).keep(KEY, lambda: b"")
    assert Store(tmp_path).keep(KEY, never) == b""


@given(parts=st.lists(st.binary(max_size=4), max_size=4), others=st.lists(st.binary(max_size=4), max_size=4))
def test_lists_of_parts_share_a_hash_only_when_they_are_the_same(
    parts: list[bytes], others: list[bytes]
) -> None:
    assert (hash_of(parts) == hash_of(others)) == (parts == others)


def test_the_same_bytes_on_either_side_of_a_boundary_differ() -> None:
    assert (
        len({hash_of(parts) for parts in (["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"])}) == 5
    )


def test_a_making_that_fails_keeps_nothing(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        Store(tmp_path).keep(KEY, never)
    assert stored(tmp_path) == []


def test_a_write_that_fails_half_way_leaves_nothing_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert Store(tmp_path).keep(KEY, lambda: b"body") == b"body"
    assert stored(tmp_path) == []
    assert Store(tmp_path).keep(KEY, lambda: b"body") == b"body"


def test_a_store_that_cannot_be_written_does_not_stop_the_build(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    assert Store(in_the_way).keep(KEY, lambda: b"body") == b"body"
    assert Store(in_the_way / "below").keep(KEY, lambda: b"body") == b"body"
    assert in_the_way.read_text() == "not a folder"


WRITER = """
import sys
from pathlib import Path
from yearbook.store import Store
for at in range(10**6):
    Store(Path(sys.argv[1])).keep([str(at % 40), "again" * (at // 40)], lambda: bytes([at % 40]) * 3_000_000)
"""


def test_a_kill_while_writing_never_leaves_half_a_file_under_a_key(tmp_path: Path) -> None:
    for pause in (0.25, 0.3, 0.35):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT)
        time.sleep(pause)
        child.kill()
        child.wait()
    kept = [each for each in stored(tmp_path) if len(each.name) == 64]
    assert kept
    assert {each.stat().st_size for each in kept} == {3_000_000}


def test_changed_code_makes_anew(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one")
    (tmp_path / "b.py").write_text("two")
    before = code_hash.__wrapped__(tmp_path)
    (tmp_path / "b.pyc").write_bytes(b"compiled")
    assert code_hash.__wrapped__(tmp_path) == before
    (tmp_path / "b.py").rename(tmp_path / "c.py")
    renamed = code_hash.__wrapped__(tmp_path)
    (tmp_path / "c.py").write_text("three")
    assert len({before, renamed, code_hash.__wrapped__(tmp_path)}) == 3


def test_the_versions_of_libraries_are_named() -> None:
    assert version_of("pytest") == f"pytest={pytest.__version__}"
