"""Bytes of no encoding in the middle of a table."""

from __future__ import annotations

from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "data" / "places.csv"
    file.write_bytes(file.read_bytes().replace("虚构镇".encode(), b"\xff\x81\xff\xfe\xff"))
