"""A comma cut a text in two."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "data" / "places.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace("Made-up Town", "Made-up, Town"), encoding="utf-8"
    )
