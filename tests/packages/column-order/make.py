"""Two columns changed places."""

from __future__ import annotations

from pathlib import Path

from cases import edit_rows


def make(folder: Path) -> None:
    def edit(rows: list[list[str]]) -> None:
        for row in rows:
            row[1], row[2] = row[2], row[1]

    edit_rows(folder, "students", edit)
