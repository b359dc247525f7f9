"""Four tables of figures without a figure."""

from __future__ import annotations

from pathlib import Path

from cases import edit_rows


def make(folder: Path) -> None:
    for table in ("students", "teachers", "provision", "funds"):
        edit_rows(folder, table, lambda rows: rows.__delitem__(slice(1, None)))
