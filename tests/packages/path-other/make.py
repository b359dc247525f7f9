"""A table kept elsewhere in the package."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor, resource


def make(folder: Path) -> None:
    (folder / "data" / "students.csv").rename(folder / "students.csv")
    edit_descriptor(folder, lambda value: resource(value, "students").update(path="students.csv"))
