"""A resident number in a text."""

from __future__ import annotations

from pathlib import Path

from cases import resident_number


def make(folder: Path) -> None:
    with (folder / "prose" / "2024.zh.md").open("a", encoding="utf-8") as file:
        file.write(f"\n联系人 {resident_number()}。\n")
