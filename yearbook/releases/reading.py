"""The folder of a publisher's releases in, its record out, with all in it that is not as it was written.

A release is never changed, so whatever differs from its check sums, or from the chain they make, is found:
each `release.json` names the SHA-256 of the `SHA256SUMS` before it, and `LATEST` the one of the last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from yearbook.model import Finding, Result, Where
from yearbook.record import (
    FOLDER,
    PUBLISHED,
    RELEASE,
    SIGNATURES,
    SUMS,
    Change,
    Record,
    Released,
    digest_of,
    read_sums,
)
from yearbook.releases.difference import difference

LATEST = "LATEST"
_TEXTS = ("publisher", "version", "reason", "reason_en", "signer", "previous", "digest", "made_with")


def read_record(
    releases: Path, publisher: str, *, whole: bool = True, anchored: bool = True
) -> tuple[Record, tuple[Finding, ...]]:
    """Return a publisher's releases, oldest first, and every finding about them.

    Without `whole` the folder is one from a ZIP: packages of earlier releases, and the sums of the last, are
    not in it and not missed. Without `anchored` it is a copy that has no `LATEST`.
    """
    folder = releases / publisher
    names = sorted(_versions_in(folder), key=version_key)
    read = [_read(folder / name) for name in names]
    record = Record(releases=tuple(each for each in read if each))
    wrong = [
        _at(publisher, name, "release_unreadable") for name, each in zip(names, read, strict=True) if not each
    ]
    for each in record.releases:
        wrong += _altered(each, publisher, whole=whole)
    wrong += _unchained(record, publisher)
    if whole and anchored:
        wrong += _forgotten(record, folder, publisher)
    wrong = wrong or list(_untold(record, publisher))
    return record, tuple(wrong)


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are sorted by: 1.10.0 comes after 1.9.0."""
    return tuple(int(part) if part.isdigit() else -1 for part in version.split("."))


def latest_line(release: Released) -> bytes:
    """Return what `LATEST` says of a release."""
    return f"{release.version} {release.sums}\n".encode()


def missing_from(result: Result, site: Path) -> Iterator[Finding]:
    """Yield every release that a site has published and the record does not know, or knows otherwise."""
    publisher = result.package.id
    known = {each.version: each.sums for each in result.record.releases}
    for sums in sorted((site / "data" / publisher).glob(f"*/{SUMS}")):
        version = sums.parent.name
        if known.get(version) != sha256(sums.read_bytes()).hexdigest():
            yield _at(publisher, version, "release_forgotten")


def _versions_in(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from (each.name for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))


def _read(folder: Path) -> Released | None:
    files = {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and not each.is_symlink()
    }
    try:
        release = _release(json.loads(files[RELEASE]), files)
        read_sums(files.get(SUMS, b"") + files.get(PUBLISHED, b""))
    except (KeyError, TypeError, ValueError):
        return None
    return release if release.version == folder.name else None


def _release(told: dict[str, Any], files: Mapping[str, bytes]) -> Released:
    texts: dict[str, Any] = {name: str(told[name]) for name in _TEXTS}
    texts |= {name: tuple(map(str, told[name])) for name in ("added", "removed", "texts")}
    return Released(
        **texts,
        day=date.fromisoformat(told["date"]),
        changes=tuple(Change(**each) for each in told["changes"]),
        files=files,
        sums=sha256(files[SUMS]).hexdigest() if SUMS in files else "",
    )


def _altered(release: Released, publisher: str, *, whole: bool) -> Iterator[Finding]:
    """Every file of a release that is not the one its sums name; then whether the release is its own."""
    listed = read_sums(release.files.get(SUMS, b""))
    there = {path for path in release.files if path not in (SUMS, *SIGNATURES)}
    if not whole:
        there &= set(listed)
        listed = {path: listed[path] for path in there}
    wrong = [(path, _difference(release, path, listed)) for path in sorted(there | set(listed))]
    yield from (_at(publisher, f"{release.version}/{path}", code) for path, code in wrong if code)
    is_its_own = not release.package or release.digest == digest_of(release.package)
    if release.publisher != publisher or not (is_its_own or any(code for _, code in wrong)):
        yield _at(publisher, f"{release.version}/{RELEASE}", "release_unreadable")


def _difference(release: Released, path: str, listed: Mapping[str, str]) -> str:
    body = release.files.get(path)
    if body is None:
        return "release_file_gone"
    if path not in listed:
        return "release_file_new"
    return "" if sha256(body).hexdigest() == listed[path] else "release_altered"


def _unchained(record: Record, publisher: str) -> Iterator[Finding]:
    before = ""
    for each in record.releases:
        if each.previous != before:
            yield _at(publisher, each.version, "release_unchained")
        before = each.sums


def _forgotten(record: Record, folder: Path, publisher: str) -> Iterator[Finding]:
    """The last release removed: `LATEST` still names it. It may lag by one, written after the release is."""
    told = (folder / LATEST).read_bytes() if (folder / LATEST).is_file() else b""
    named = [latest_line(each) for each in record.releases[-2:]]
    first_is_new = len(record.releases) == 1 and not told
    if told not in named and (record.releases or told) and not first_is_new:
        yield _at(publisher, LATEST, "release_last_gone")


def _untold(record: Record, publisher: str) -> Iterator[Finding]:
    """A release whose list of changes is not what its package differs by from the one before."""
    before: Mapping[str, bytes] = {}
    for each in record.releases:
        if each.package:
            found = difference(before, each.package) if before or not each.previous else None
            told = {(one.table, one.row, one.column, one.old, one.new) for one in each.changes}
            if found and (told, each.added, each.removed) != (set(found.cells), found.added, found.removed):
                yield _at(publisher, f"{each.version}/{RELEASE}", "release_untold")
        before = each.package


def _at(publisher: str, file: str, code: str) -> Finding:
    return Finding(code=code, where=Where(file=f"{FOLDER}/{publisher}/{file}"))
