"""A computed figure put in a series that does not exist."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "derivations", 2, like="2024-aid-payd")
