"""Two relations fail and are explained; one and the same figure would mend both, and it is named."""

from __future__ import annotations

from pathlib import Path

from cases import set_cells

WHY = {
    "explanation_zh": "年报表1的小学一栏漏了分校。",
    "explanation_en": "Table 1 leaves out a branch school.",
}


def make(folder: Path) -> None:
    set_cells(folder, "students", 4, value="7800", printed="7800人")
    set_cells(folder, "relations", 8, terms="2024-students-primary = 2024-students-secondary + 3400", **WHY)
    set_cells(folder, "relations", 2, **WHY)
