"""A place inside a place that is not there."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "places", 3, "parent", "made-up-province")
