"""A text named otherwise than by year and language."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "prose" / "2024.zh.md").rename(folder / "prose" / "2024年总结.md")
