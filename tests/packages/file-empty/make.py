"""A table without even a header."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "data" / "entities.csv").write_bytes(b"")
