"""A pattern whose ids do not exist."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "relations", 2, "terms", "2024-pupils-{place} = 2024-students")
