"""The rows are written into the descriptor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cases import edit_descriptor, resource


def make(folder: Path) -> None:
    def edit(value: dict[str, Any]) -> None:
        students = resource(value, "students")
        students.pop("path")
        students["data"] = [{"id": "2024-students"}]

    edit_descriptor(folder, edit)
