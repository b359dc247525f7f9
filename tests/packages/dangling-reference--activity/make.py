"""An activity that is neither programme nor entity."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "participations", 2, "activity", "writing-course")
