"""A table saved with semicolons."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "data" / "entities.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
