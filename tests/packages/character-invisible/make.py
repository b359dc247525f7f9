"""A zero-width space inside a word."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 7, "note_zh", "原\u200b文取整。")
