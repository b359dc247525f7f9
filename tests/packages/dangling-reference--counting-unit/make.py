"""A counting unit that is not among the codes."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "indicators", 2, "counting_unit", "persons")
