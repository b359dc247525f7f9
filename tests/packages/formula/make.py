"""A note that a spreadsheet would compute."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 7, "note_en", '=HYPERLINK("https://example.org";"Rounded")')
