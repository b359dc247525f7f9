"""An id with capitals and an underscore."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "entities", 2, "id", "Reading_Course")
