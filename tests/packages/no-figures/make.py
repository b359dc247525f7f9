"""Four tables of figures without a figure, and nothing that speaks of one."""

from __future__ import annotations

import shutil
from pathlib import Path

from cases import edit_rows


def make(folder: Path) -> None:
    for table in ("students", "teachers", "provision", "funds", "relations", "derivations", "commitments"):
        edit_rows(folder, table, lambda rows: rows.__delitem__(slice(1, None)))
    shutil.rmtree(folder / "prose")
