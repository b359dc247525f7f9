"""A quotation mark without its partner."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "data" / "places.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("虚构镇", '"虚构镇', 1), encoding="utf-8")
