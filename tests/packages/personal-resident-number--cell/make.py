"""A resident number in a note."""

from __future__ import annotations

from pathlib import Path

from cases import resident_number, set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 7, "note_zh", f"学生{resident_number()}")
