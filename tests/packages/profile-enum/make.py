"""A resource of a type the standard does not know."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor, resource


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: resource(value, "students").update(type="tables"))
