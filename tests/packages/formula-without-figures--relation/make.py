"""A relation that has nothing to do with the data."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "relations", 2, "terms", "1 = 1")
