"""A date as a spreadsheet shows it."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 3, "period_start", "2024/9/1")
