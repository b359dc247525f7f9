"""Rounding explains a little, but not this."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "funds", 3, value="2990000", printed="299万元")
