"""A link that runs a script, its colon hidden."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 7, "note_en", "[Rounded](javascript&colon;alert(1))")
