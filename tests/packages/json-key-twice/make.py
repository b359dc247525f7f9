"""Two titles: which one is read depends on the program."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "datapackage.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"version"', '"title": "另一个标题",\n  "version"', 1), encoding="utf-8")
