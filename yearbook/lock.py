"""One writer at a time: a lock the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yearbook.errors import YearbookError


@contextmanager
def only_one(lock: Path, busy: YearbookError) -> Iterator[None]:
    """Hold a lock file while the block runs; raises `busy` where another process holds it."""
    with lock.open("w") as opened:
        try:
            _lock(opened.fileno())
        except OSError as error:
            raise busy from error
        yield


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
