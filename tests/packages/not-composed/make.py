"""A letter and its accent written apart."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "schools", 2, "label_en", "Cafe\u0301 School")
