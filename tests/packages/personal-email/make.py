"""An e-mail address in a note."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "sources", 2, "note_en", "Ask teacher" + "@" + "example.org")
