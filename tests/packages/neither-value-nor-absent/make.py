"""Neither a value nor a reason for having none."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "teachers", 2, "absent", "")
