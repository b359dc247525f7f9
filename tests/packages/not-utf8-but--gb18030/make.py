"""What Chinese Excel saves as plain CSV."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "data" / "relations.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))
