"""A formula in full-width characters, which spreadsheets accept too."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 7, "note_zh", "\uff1d1+1")
