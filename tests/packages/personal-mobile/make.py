"""A mobile number in a note."""

from __future__ import annotations

from pathlib import Path

from cases import mobile_number, set_cell


def make(folder: Path) -> None:
    number = mobile_number()
    set_cell(folder, "students", 7, "note_zh", f"张老师 +86 {number[:3]} {number[3:7]} {number[7:]}")
