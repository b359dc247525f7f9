"""A pipe that would never end."""

from __future__ import annotations

import os
from pathlib import Path


def make(folder: Path) -> None:
    os.mkfifo(folder / "data" / "pipe.csv")
