"""An address that is no web address."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "sources", 2, "url", "见档案室")
