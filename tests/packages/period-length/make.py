"""Eight months entered as a whole year."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "funds", 2, period_kind="year", period_start="2024-01-01", period_end="2024-08-31")
