"""Expensive makings kept by a hash of what they are made from; the folder is safe to delete at any time.

A small store of our own instead of joblib.Memory or diskcache: the key must hold the code of whole modules,
the words and the library versions, and the file must be safe to share between processes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile


@dataclass(frozen=True, slots=True)
class Store:
    """Made bytes by key in a folder; without a folder everything is made anew."""

    folder: Path | None

    def keep(self, made_from: Iterable[str | bytes], make: Callable[[], bytes]) -> bytes:
        """Return what `make` returns, from the store when it was made from the same before."""
        made_from = tuple(made_from)
        kept = self.find(made_from)
        if kept is None:
            kept = make()
            self.put(made_from, kept)
        return kept

    def find(self, made_from: Iterable[str | bytes]) -> bytes | None:
        """Return what was kept under the same ingredients, if anything was."""
        if self.folder is None:
            return None
        try:
            return self._file(made_from).read_bytes()
        except OSError:
            return None

    def put(self, made_from: Iterable[str | bytes], body: bytes) -> None:
        """Keep bytes under what they were made from."""
        if self.folder is not None:
            with suppress(OSError):  # a store that cannot be written costs time, not the build
                _write(self._file(made_from), body)

    def _file(self, made_from: Iterable[str | bytes]) -> Path:
        assert self.folder is not None, "a store without a folder has no files"
        key = hash_of(made_from)
        return self.folder / key[:2] / key


def hash_of(parts: Iterable[str | bytes]) -> str:
    """Return the SHA-256 of a list of parts, in hexadecimal; no two lists share their bytes."""
    digest = hashlib.sha256()
    for part in parts:
        body = part.encode() if isinstance(part, str) else part
        digest.update(len(body).to_bytes(8, "big") + body)
    return digest.hexdigest()


@cache
def code_hash(*paths: Path) -> str:
    """Return the hash of source files (of every file in a folder), so that changed code makes anew."""
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    kept = [file for file in files if file.is_file() and file.suffix != ".pyc"]
    return hash_of(part for file in kept for part in (file.name, file.read_bytes()))


@cache
def version_of(*distributions: str) -> str:
    """Return the installed versions of libraries whose output is kept."""
    return " ".join(f"{each}={version(each)}" for each in distributions)


def _write(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as half:
        try:
            half.write(body)
            half.close()
            os.replace(half.name, file)
        except OSError:
            Path(half.name).unlink(missing_ok=True)
            raise
