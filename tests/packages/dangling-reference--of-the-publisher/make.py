"""The publisher is at a place that is not in its table."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value["yearbook"].update(place="made-up"))
