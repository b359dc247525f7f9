"""Official is said in words instead of true or false."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value["yearbook"].update(official="是"))
