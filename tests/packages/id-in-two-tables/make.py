"""A figure was entered among the students and among the teachers."""

from __future__ import annotations

from pathlib import Path

from cases import set_cell


def make(folder: Path) -> None:
    set_cell(folder, "teachers", 3, "id", "2024-students")
