"""The environment the program makes for itself: when it is there, when made anew, what it says when not."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cases import ROOT
from yearbook import setup
from yearbook.setup import ensure_environment

HASH = " \\\n    --hash=sha256:" + "0" * 64 + "\n"


def lock(folder: Path, *pins: str, name: str = "requirements.txt") -> Path:
    """Write a lock file as uv exports it."""
    file = folder / name
    file.write_text(
        "# made by uv\n" + "".join(pin + HASH + "    # via something==9.9\n" for pin in pins),
        encoding="utf-8",
    )
    return file


HERE = f"pytest=={version('pytest')}"


@pytest.mark.parametrize(
    ("pins", "there"),
    [
        ([HERE], True),
        ([HERE, "no-such-thing==1.0"], False),
        (["pytest==0.0.1"], False),
        ([HERE, "no-such-thing==1.0 ; sys_platform == 'win32'"], True),
        ([HERE, "hypothesis==0.0.1"], False),
        ([], True),
    ],
)
def test_an_interpreter_is_enough_when_it_has_every_pin(tmp_path: Path, pins: list[str], there: bool) -> None:
    assert setup._has_everything(lock(tmp_path, *pins)) == there


def test_a_lock_without_hashes_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(f"no-such-thing==1.0\n{HERE}\n")
    assert [each["name"] for each in setup._PIN.finditer(file.read_text())] == ["no-such-thing", "pytest"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_pin_of_the_lock_files_is_seen_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line[:1].isalnum()]
    assert len(list(setup._PIN.finditer(text))) == len(pins) > 20
    assert all(line.endswith("\\") for line in pins)
    assert "://" not in text


class Commands:
    """Stands in for running programs: keeps what was asked for; `pip` fails while `broken`."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.broken = False

    def __call__(self, command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        self.asked.append(command)
        return subprocess.CompletedProcess(command, int(self.broken and "pip" in command))

    @property
    def installed(self) -> int:
        return sum("pip" in command for command in self.asked)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    found = Commands()

    def create(home: Path, **_: object) -> None:
        python = Path(home) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        python.parent.mkdir(parents=True)
        python.write_text("")

    monkeypatch.setattr(subprocess, "run", found)
    monkeypatch.setattr(venv, "create", create)
    return found


def run(root: Path, *, testing: bool = False) -> object:
    with pytest.raises(SystemExit) as left:
        ensure_environment(root, testing=testing)
    return left.value.code


def test_an_interpreter_with_everything_is_used_as_it_is(tmp_path: Path, commands: Commands) -> None:
    lock(tmp_path, HERE)
    ensure_environment(tmp_path)
    assert commands.asked == []
    assert not (tmp_path / ".venv").exists()


def test_a_missing_environment_is_made_from_hashed_wheels_and_the_program_run_in_it(
    tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lock(tmp_path, "no-such-thing==1.0")
    monkeypatch.setattr(sys, "argv", ["build.py", "check", "--publisher", "a b"])
    assert run(tmp_path) == 0
    install, again = commands.asked
    assert {"--require-hashes", "--only-binary=:all:", str(file)} <= set(install)
    assert again[1:] == ["build.py", "check", "--publisher", "a b"]
    assert Path(again[0]).is_relative_to(tmp_path / ".venv")


def test_an_environment_of_the_same_lock_is_used_again(tmp_path: Path, commands: Commands) -> None:
    lock(tmp_path, "no-such-thing==1.0")
    run(tmp_path)
    run(tmp_path)
    assert commands.installed == 1


def test_a_changed_lock_installs_again(tmp_path: Path, commands: Commands) -> None:
    lock(tmp_path, "no-such-thing==1.0")
    run(tmp_path)
    lock(tmp_path, "no-such-thing==1.1")
    run(tmp_path)
    run(tmp_path)
    assert commands.installed == 2


def test_tests_have_a_lock_of_their_own(tmp_path: Path, commands: Commands) -> None:
    lock(tmp_path, "no-such-thing==1.0")
    lock(tmp_path, "no-such-test==1.0", name="requirements-test.txt")
    run(tmp_path)
    run(tmp_path, testing=True)
    run(tmp_path)
    assert [command[-1] for command in commands.asked if "pip" in command] == [
        str(tmp_path / "requirements.txt"),
        str(tmp_path / "requirements-test.txt"),
    ]


def test_an_installation_that_fails_says_what_to_do_and_is_tried_again(
    tmp_path: Path, commands: Commands
) -> None:
    lock(tmp_path, "no-such-thing==1.0")
    commands.broken = True
    said = run(tmp_path)
    assert "检查网络" in str(said)
    assert "check the network" in str(said)
    commands.broken = False
    assert run(tmp_path) == 0
    assert commands.installed == 2


def test_the_exit_code_of_the_program_is_handed_on(
    tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(tmp_path, "no-such-thing==1.0")

    def stopped(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, 0 if "pip" in command else 1)

    monkeypatch.setattr(subprocess, "run", stopped)
    assert run(tmp_path) == 1


def test_an_old_python_is_refused_in_both_languages(
    tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    said = str(run(tmp_path))
    assert "需要 Python 3.11" in said
    assert "Python 3.11 or newer is needed" in said
    assert commands.asked == []
