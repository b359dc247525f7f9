"""A word in place of a code."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 3, "stage", "全部")
