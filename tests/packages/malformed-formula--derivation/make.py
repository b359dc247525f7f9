"""A derivation that calls a function."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "derivations", 2, "formula", "sum( 2024-loans-applied )")
