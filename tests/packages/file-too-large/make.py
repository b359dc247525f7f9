"""A table far beyond any real one."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    with (folder / "data" / "funds.csv").open("r+b") as file:
        file.truncate(60_000_000)
