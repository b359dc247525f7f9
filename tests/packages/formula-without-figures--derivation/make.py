"""A derivation that has nothing to do with the data."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "derivations", 2, "formula", "1 / 2")
