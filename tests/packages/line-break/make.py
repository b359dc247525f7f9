"""A note written on two lines."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 7, "note_zh", "原文取整。\n经办人已核对。")
