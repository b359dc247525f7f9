"""The descriptor is gone."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "datapackage.json").unlink()
