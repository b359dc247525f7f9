"""One more release into the record: whole or not at all, and never over another. There is no undo."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from yearbook.errors import ReleaseError
from yearbook.lock import only_one
from yearbook.model import Artifact
from yearbook.record import CHARTS, FOLDER, PUBLISHED, SUMS, Released, sums_of, write_sums
from yearbook.releases.plan import STATED, with_stated
from yearbook.releases.reading import LATEST, latest_line

_CITED = (".csv", ".xlsx", ".zip")


def append(
    releases: Path,
    release: Released,
    published: Iterable[Artifact],
    sign: Callable[[Path], None] | None = None,
) -> Released:
    """Add a release with the files published with it to the record and return it with its check sums.

    Of those that people cite the files themselves are kept, of all others the check sum.
    It is written under a hidden name and gets its own in one step: a kill leaves the record as it was.
    `sign` is given the finished list of check sums and may put a signature beside it.
    """
    target = releases / release.publisher / release.version
    if target.exists():
        raise ReleaseError(
            f"{FOLDER}/{release.publisher}/{release.version}/ 已经发布，不能再改。 "
            "It is released already; nothing there changes."
        )
    published = tuple(published)
    sums = {each.path: sha256(each.body).hexdigest() for each in published}
    files = {**release.files, **dict(_cited(published, release)), PUBLISHED: write_sums(sums)}
    files |= {SUMS: sums_of(files)}
    with _staged(releases, release.publisher) as staged:
        for path, body in files.items():
            _write(staged / path, body)
        if sign:
            sign(staged / SUMS)
        target.parent.mkdir(exist_ok=True)
        os.rename(staged, target)
    made = replace(release, files=files, sums=sha256(files[SUMS]).hexdigest())
    _replace(target.parent / LATEST, latest_line(made))
    return made


def _cited(published: Iterable[Artifact], release: Released) -> Iterator[tuple[str, bytes]]:
    """Yield by its name what is kept as people take it away: tables, workbook, ZIP, descriptor and charts."""
    for each in published:
        folder, _, name = each.path.rpartition("/")
        if folder == f"data/{release.publisher}" and (name == "datapackage.json" or name.endswith(_CITED)):
            yield name, each.body
        elif folder == f"embed/{release.publisher}":
            yield CHARTS + name, each.body


@contextmanager
def alone(releases: Path, publisher: str) -> Iterator[None]:
    """Let nobody else release this publisher while the block runs."""
    releases.mkdir(parents=True, exist_ok=True)
    busy = ReleaseError(
        f"另一个程序正在发布 {publisher}，等它完成再试。 "
        "Somebody else is releasing it just now; try again when it is done."
    )
    with only_one(releases / f".{publisher}.lock", busy):
        yield


@contextmanager
def versioned(releases: Path, descriptor: Path, body: bytes) -> Iterator[None]:
    """Let the publisher's descriptor say its new version; as before when the block fails or is killed."""
    before = _before(releases, descriptor)
    _replace(before, descriptor.read_bytes())
    _replace(descriptor, body)
    try:
        yield
    except BaseException:
        recover(releases, descriptor)
        raise
    before.unlink()


def recover(releases: Path, descriptor: Path) -> None:
    """Take back version and day that a release which was killed has left in the descriptor, and no more.

    Whatever else was changed in it since stays; one that cannot be read is left alone.
    """
    before = _before(releases, descriptor)
    if not before.exists():
        return
    with suppress(KeyError, ValueError):
        body = descriptor.read_bytes()
        version = json.loads(body.decode("utf-8-sig"))["version"]
        if not (releases / descriptor.parent.name / version).exists():
            told = json.loads(before.read_text(encoding="utf-8-sig"))
            for key in STATED:
                body = with_stated(body, key, told[key])
            _replace(descriptor, body)
    before.unlink()


def _before(releases: Path, descriptor: Path) -> Path:
    return releases / f".{descriptor.parent.name}.before"


@contextmanager
def _staged(releases: Path, publisher: str) -> Iterator[Path]:
    staged = releases / f".{publisher}.staged"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _write(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        opened.write(body)
        opened.flush()
        os.fsync(opened.fileno())


def _replace(file: Path, body: bytes) -> None:
    half = file.with_name(f".{file.name}.half")
    _write(half, body)
    os.replace(half, file)
