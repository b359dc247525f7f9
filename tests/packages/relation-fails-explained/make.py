"""The source itself disagrees, and says why: a note."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells


def make(folder: Path) -> None:
    set_cells(folder, "students", 4, value="7800", printed="7800人")
    why = {
        "explanation_zh": "年报表1的小学一栏漏了分校。",
        "explanation_en": "Table 1 leaves out a branch school.",
    }
    set_cells(folder, "relations", 2, **why)
