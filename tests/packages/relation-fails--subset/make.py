"""A part is larger than its whole."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "relations", 7, terms="2024-students <= 2024-boarders")
