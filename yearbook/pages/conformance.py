"""What validators of other houses made of the published files, as `docs/conformance.py` recorded it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_RECORD = Path(__file__).parent.parent / "conformance.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One validator: its programs with versions, what it read, and what it said of it and of a spoiled copy.

    `id` is its key under `[conformance.trials]`. `accepted` and `rejected` are None where it was not run.
    """

    id: str
    programs: tuple[str, ...]
    inputs: tuple[str, ...]
    accepted: bool | None
    said: str
    rejected: bool | None
    said_of_spoiled: str


@cache
def trials() -> tuple[Trial, ...]:
    """Return the record, in its order."""
    return tuple(
        Trial(
            id=each["id"],
            programs=tuple(each["programs"]),
            inputs=tuple(each["inputs"]),
            accepted=each["accepted"],
            said=each["said"],
            rejected=each["rejected"],
            said_of_spoiled=each["said_of_spoiled"],
        )
        for each in json.loads(_RECORD.read_text(encoding="utf-8"))
    )
