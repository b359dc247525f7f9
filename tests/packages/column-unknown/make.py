"""A column of private remarks was added."""

from __future__ import annotations

from pathlib import Path

from cases import edit_rows


def make(folder: Path) -> None:
    def edit(rows: list[list[str]]) -> None:
        for row in rows:
            row.append("经办人备注" if row is rows[0] else "")

    edit_rows(folder, "students", edit)
