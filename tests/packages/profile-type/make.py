"""The title is a list of titles."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value.update(title=["虚构县教育年度数据"]))
