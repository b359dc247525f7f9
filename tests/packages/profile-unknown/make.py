"""A standard of somebody else, to be fetched from their computer."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value.update({"$schema": "https://example.org/profile.json"}))
