"""A resident number as the name of a file."""

from __future__ import annotations

from pathlib import Path

from cases import resident_number


def make(folder: Path) -> None:
    (folder / f"{resident_number()}.txt").touch()
