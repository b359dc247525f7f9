"""Brackets nested a thousand deep."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    (folder / "datapackage.json").write_text(
        '{"resources": ' + "[" * 5000 + "]" * 5000 + "}", encoding="utf-8"
    )
