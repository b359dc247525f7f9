"""A value with its unit."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "funds", 3, "value", "295万元")
