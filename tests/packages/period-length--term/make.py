"""A term of eleven months."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "funds", 2, period_kind="term", period_start="2024-01-01", period_end="2024-11-30")
