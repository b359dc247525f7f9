"""A ratio on the base of an indicator that is not there."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "indicators", 7, "per", "pupils")
