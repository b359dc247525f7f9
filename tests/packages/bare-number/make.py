"""A number typed into a sentence."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    with (folder / "prose" / "2024.zh.md").open("a", encoding="utf-8") as file:
        file.write("\n共有学生12400人。\n")
