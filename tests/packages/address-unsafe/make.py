"""A link that runs a script."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value["sources"][0].update(path="javascript:alert(1)"))
