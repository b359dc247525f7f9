"""A percentage instead of a ratio."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 7, "value", "10%")
