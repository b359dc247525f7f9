"""A share asked of a figure that is none."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    with (folder / "prose" / "2024.zh.md").open("a", encoding="utf-8") as file:
        file.write('\n占{{ share("2024-students") }}。\n')
