"""A school of a stage that is not among the codes."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "schools", 3, "stage", "senior")
