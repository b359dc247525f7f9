"""A table of the form is not named."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor, resource


def make(folder: Path) -> None:
    edit_descriptor(folder, lambda value: value["resources"].remove(resource(value, "participations")))
