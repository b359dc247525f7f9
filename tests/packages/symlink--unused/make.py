"""A link nobody uses, to a file of the system."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "notes.txt").symlink_to("/etc/hostname")
