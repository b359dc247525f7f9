"""A bank card number in a note."""

from __future__ import annotations

from pathlib import Path

from cases import bank_card_number, set_cell


def make(folder: Path) -> None:
    set_cell(folder, "funds", 3, "note_zh", f"账号{bank_card_number()}")
