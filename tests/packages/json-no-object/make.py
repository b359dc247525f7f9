"""The descriptor is a list."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "datapackage.json").write_text("[]\n", encoding="utf-8")
