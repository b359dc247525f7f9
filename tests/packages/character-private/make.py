"""A character only one office can see."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "schools", 3, "label_zh", "虚构镇\ue863中学")
