"""A resident number with spaces and full-width digits, where an id is due."""

from __future__ import annotations

from pathlib import Path

from cases import resident_number, set_cell


def make(folder: Path) -> None:
    number = resident_number().translate({code: code + 0xFEE0 for code in range(48, 58)})
    set_cell(folder, "students", 7, "id", f"{number[:6]} {number[6:14]} {number[14:]}")
