"""Twenty megabytes in one cell."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "places", 2, "note_zh", "长" * 7_000_000)
