"""A column may be left empty although the form asks for it."""

from __future__ import annotations

from pathlib import Path

from cases import edit_descriptor, resource


def make(folder: Path) -> None:
    edit_descriptor(
        folder,
        lambda value: resource(value, "students")["schema"]["fields"][0]["constraints"].update(
            required=False
        ),
    )
