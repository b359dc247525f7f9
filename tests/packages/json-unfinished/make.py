"""The end of the descriptor was lost."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "datapackage.json"
    file.write_text(file.read_text(encoding="utf-8").rstrip()[:-1].rstrip(), encoding="utf-8")
