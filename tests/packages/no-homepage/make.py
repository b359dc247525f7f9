"""A descriptor that does not say at which address the site is."""

from __future__ import annotations

import json
from pathlib import Path


def make(folder: Path) -> None:
    file = folder / "datapackage.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    del told["homepage"]
    file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
