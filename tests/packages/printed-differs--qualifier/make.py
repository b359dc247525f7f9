"""A hedge of the source that the row forgot."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "funds", 2, qualifier="exact")
