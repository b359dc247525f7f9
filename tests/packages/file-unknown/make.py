"""A working file left beside the tables: only a note."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "data" / "students-old.csv").write_text("id\n", encoding="utf-8")
