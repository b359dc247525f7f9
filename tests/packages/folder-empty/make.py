"""Nothing is left in the folder."""

from __future__ import annotations

import shutil
from pathlib import Path


def make(folder: Path) -> None:
    for each in ("data", "prose"):
        shutil.rmtree(folder / each)
    (folder / "datapackage.json").unlink()
