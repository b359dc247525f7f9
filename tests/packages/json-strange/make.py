"""A number that JSON does not have."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "datapackage.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"1.0.0"', "NaN", 1), encoding="utf-8")
