"""A column was deleted in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from cases import edit_rows


def make(folder: Path) -> None:
    def edit(rows: list[list[str]]) -> None:
        for row in rows:
            del row[3]

    edit_rows(folder, "students", edit)
