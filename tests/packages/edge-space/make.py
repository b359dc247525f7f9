"""A space after a name."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "schools", 2, "label_zh", "虚构县第一小学 ")
