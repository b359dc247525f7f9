"""A school that is not in the look-up tables."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    with (folder / "prose" / "2024.zh.md").open("a", encoding="utf-8") as file:
        file.write('\n{{ name("second-primary") }}很远。\n')
