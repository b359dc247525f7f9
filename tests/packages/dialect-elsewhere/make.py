"""How the file is written stands somewhere else."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor, resource


def make(folder: Path) -> None:
    edit_descriptor(
        folder, lambda value: resource(value, "students").update(dialect="https://example.org/dialect.json")
    )
