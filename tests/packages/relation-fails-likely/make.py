"""One figure copied wrongly makes two relations fail: the finding of each names it."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "students", 4, value="7800", printed="7800人")
    set_cells(folder, "relations", 8, terms="2024-students-primary = 2024-students-secondary + 3400")
