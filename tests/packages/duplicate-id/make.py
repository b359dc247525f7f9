"""A derived figure takes the id of a figure."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "derivations", 2, "id", "2024-aid-paid")
