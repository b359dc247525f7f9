"""A row that was cut off."""

from __future__ import annotations

from pathlib import Path

from cases import edit_rows


def make(folder: Path) -> None:
    edit_rows(folder, "places", lambda rows: rows[2].pop())
