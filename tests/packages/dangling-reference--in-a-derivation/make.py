"""A derivation names a figure that does not exist."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "derivations", 2, "formula", "2024-loans-paid / 2024-aid-paid")
