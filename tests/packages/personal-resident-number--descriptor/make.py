"""A resident number in the descriptor."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor, resident_number


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value.update(description=f"经办人 {resident_number()}"))
