"""A comma is missing between two entries."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "datapackage.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"good",', '"good"', 1), encoding="utf-8")
