"""More than two million, in words."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "funds", 2, "value", "200余万")
