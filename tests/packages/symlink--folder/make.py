"""The folder of the tables is a link."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "data").rename(folder.parent.parent / "data")
    (folder / "data").symlink_to(folder.parent.parent / "data")
