"""A part was copied wrongly and the sum no longer holds."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "students", 4, value="7800", printed="7800人")
