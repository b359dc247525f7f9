"""A rate times heads that does not give the money."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "funds", 5, value="900", printed="900元/人")
