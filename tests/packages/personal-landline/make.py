"""A landline number outside the official contact."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 7, "note_zh", "详询" + "0431" + "-8000" + "1234")
