"""A resource that is only a name."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value["resources"].append("students"))
