"""The list of sources has only its header."""

from __future__ import annotations

from pathlib import Path

from cases import edit_rows


def make(folder: Path) -> None:
    edit_rows(folder, "sources", lambda rows: rows.__delitem__(slice(1, None)))
