"""Files as a ZIP whose bytes depend on the files alone: not on time, system, mode or order."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644


def zipped(files: Mapping[str, bytes], first: Mapping[str, tuple[bytes, int]] | None = None) -> bytes:
    """Return files by path as a ZIP, sorted; those in `first` stand before them, each packed as it says."""
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as opened:
        for path, (body, method) in (first or {}).items():
            opened.writestr(_entry(path), body, method)
        for path in sorted(files):
            opened.writestr(_entry(path), files[path], ZIP_DEFLATED, 9)
    return archive.getvalue()


def _entry(path: str) -> ZipInfo:
    entry = ZipInfo(path, _DATE)
    # The system and mode of the machine that builds must not show in the bytes.
    entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE << 16
    return entry
