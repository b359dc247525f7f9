"""A licence without a name or an address."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value.update(licenses=[{"title": "CC BY 4.0"}]))
