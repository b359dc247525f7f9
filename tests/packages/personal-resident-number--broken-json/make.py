"""A resident number in a descriptor that is no JSON, just where it breaks."""

from __future__ import annotations

from pathlib import Path

from cases import resident_number


def make(folder: Path) -> None:
    file = folder / "datapackage.json"
    text = file.read_text(encoding="utf-8").replace('"1.0.0"', f'"1" {resident_number()}', 1)
    file.write_text(text, encoding="utf-8")
