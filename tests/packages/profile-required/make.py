"""There is no list of tables at all."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value.pop("resources"))
