"""Raw HTML in a text."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    with (folder / "prose" / "2024.en.md").open("a", encoding="utf-8") as file:
        file.write("\n<img src=x onerror=alert(1)>\n")
