"""A path with an empty part."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor, resource


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: resource(value, "students").update(path="data//students.csv"))
