"""Evidence that is no figure."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "commitments", 2, "evidence", "2024-teacher")
