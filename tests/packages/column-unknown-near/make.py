"""A header with a slip of the keyboard."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "students", 1, "locator", "locater ")
