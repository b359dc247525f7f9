"""The record of other houses' validators is what is found when they are run again, and a gap is never silent."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.cases import ROOT


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """The program `docs/conformance.py`, which no other module imports."""
    spec = importlib.util.spec_from_file_location("conformance_program", ROOT / "docs" / "conformance.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def found(program: ModuleType) -> list[Any]:
    """What a run would find that finds exactly what is recorded."""
    recorded = json.loads(program.RECORD.read_text(encoding="utf-8"))
    return [program.Outcome(**each) for each in recorded]


def run(program: ModuleType, monkeypatch: pytest.MonkeyPatch, outcomes: list[Any], *arguments: str) -> int:
    """The exit code where the validators said this."""
    monkeypatch.setattr(program, "hold", lambda *_: outcomes)
    monkeypatch.setattr(sys, "argv", ["conformance.py", *arguments])
    return int(program.main())


def test_the_record_is_accepted_where_the_same_is_found(
    program: ModuleType, found: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(program, monkeypatch, found, "--check") == 0


@pytest.mark.parametrize(
    "change",
    [
        {"accepted": False},
        {"rejected": False},
        {"programs": ["jsonschema 4.0.0"]},
        {"inputs": ["data/china/datapackage.json"]},
        {"id": "another"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_record_that_is_not_what_was_found_is_refused_and_named(
    program: ModuleType,
    found: list[Any],
    change: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = program.RECORD.read_bytes()
    found[0] = replace(found[0], **change)
    assert run(program, monkeypatch, found, "--check") == 1
    assert str(next(iter(change.values()))) in capsys.readouterr().out
    assert program.RECORD.read_bytes() == before


def test_a_validator_that_is_not_there_any_more_is_missed(program: ModuleType, found: list[Any]) -> None:
    recorded = [asdict(each) for each in found]
    assert list(program.differences(found[1:], recorded))
    assert list(program.differences(found, recorded[1:]))


def test_only_the_version_of_a_program_of_the_system_may_differ(
    program: ModuleType, found: list[Any]
) -> None:
    recorded = [asdict(each) for each in found]
    (sums,) = (each for each in found if each.id == "sums")
    for version, told in (("sha256sum (GNU coreutils) 9.9", 0), ("sha256sum (another) 9.1", 1)):
        other = [replace(each, programs=(version,)) if each is sums else each for each in found]
        assert len(list(program.differences(other, recorded))) == told


def test_what_was_not_run_is_said_and_leaves_a_gap_only_in_a_record_that_is_written(
    program: ModuleType,
    found: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    at = [each.id for each in found].index("dcat_ap")
    found[at] = replace(found[at], accepted=None, rejected=None)
    assert run(program, monkeypatch, found, "--check") == 0
    assert f"{len(found) - 1} of {len(found)} validators" in capsys.readouterr().out
    monkeypatch.setattr(program, "RECORD", tmp_path / "conformance.json")
    assert run(program, monkeypatch, found) == 1
    written = json.loads((tmp_path / "conformance.json").read_text(encoding="utf-8"))
    assert written[at]["accepted"] is None


def test_shapes_that_cannot_be_had_or_are_others_are_told_of(
    program: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text("# shapes", encoding="utf-8")
    known = hashlib.sha256(file.read_bytes()).hexdigest()
    gone, other = (tmp_path / "gone.ttl").as_uri(), file.as_uri()
    shapes = {"a": ("known shapes", gone, known), "b": ("gone shapes", gone, "0"), "c": ("c", other, "f00")}
    monkeypatch.setattr(program, "SHAPES", shapes)
    assert list(program.shapes_at_hand([file], tmp_path)) == ["a"]
    told = capsys.readouterr().out
    assert f"The gone shapes cannot be read from {gone}" in told
    assert "the known c, f00" in told


def test_a_validator_without_what_it_needs_is_recorded_as_not_run(
    program: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trial = program.Trial(id="x", programs=("p 1",), inputs=("f",), run=None, spoil=lambda site: None)
    held = program.held(trial, tmp_path, tmp_path)
    assert (held.accepted, held.rejected) == (None, None)
    assert "x: NOT RUN" in capsys.readouterr().out
