"""What lies in a package folder: plain files only, no links out, not too many."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yearbook.model import Finding
from yearbook.preflight.files import MOST_BYTES
from yearbook.preflight.plain import character_problems, personal_problems, problem

MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Contents:
    """The plain files of a folder by their path with forward slashes; what was refused; what is wrong."""

    files: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()

    def is_refused(self, file: str) -> bool:
        """Whether a path is, or lies in, something that is no plain file or folder."""
        return any(file == each or file.startswith(each + "/") for each in self.refused)


def contents_of(folder: Path) -> Contents:
    """Return what lies in a folder without ever following a link or opening a file."""
    if folder.is_symlink():
        return Contents(findings=(problem("symlink").at(folder.name),))
    if not folder.is_dir():
        return Contents(findings=(problem("folder_missing").at(folder.name),))
    files: list[str] = []
    refused: list[str] = []
    findings: list[Finding] = []
    for path, code in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if code:
            refused.append(name)
            findings.append(problem(code).at(name))
        else:
            files.append(name)
            findings.extend(_size_findings(path, name))
        if len(files) > MOST_FILES:
            return Contents(findings=(problem("too_many_files", limit=MOST_FILES).at(folder.name),))
        findings.extend(_name_findings(name))
    if not files and not findings:
        findings.append(problem("folder_empty").at(folder.name))
    return Contents(frozenset(files), frozenset(refused), tuple(findings))


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file with the code of what is wrong with its kind, sorted by name in each folder."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            yield here, "file_unreadable"
            continue
        for entry in entries:
            if entry.is_dir() and not entry.is_symlink():
                waiting.append(Path(entry.path))
            else:
                yield Path(entry.path), _kind(entry)


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "symlink"
    return "" if entry.is_file() else "file_special"


def _size_findings(path: Path, name: str) -> Iterator[Finding]:
    size = path.lstat().st_size
    if size > MOST_BYTES:
        details = {"size": _megabytes(size), "limit": _megabytes(MOST_BYTES)}
        yield problem("file_too_large", **details).at(name)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def _name_findings(name: str) -> Iterator[Finding]:
    for each in (*personal_problems(name), *character_problems(name)):
        yield each.at(name)
