"""A folder somebody unpacked an archive into."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    for number in range(600):
        (folder / f"photo-{number}.txt").touch()
