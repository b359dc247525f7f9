"""A resident number as the name of a column."""

from __future__ import annotations

from pathlib import Path

from cases import resident_number, set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 1, "note_en", resident_number())
