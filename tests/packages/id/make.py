"""An id in Chinese."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "entities", 2, "id", "阅读课程")
