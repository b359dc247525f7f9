"""A sum printed to ten thousand yuan, entered as if printed to the yuan."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "funds", 3, resolution="1")
