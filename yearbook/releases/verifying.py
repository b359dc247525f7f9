"""A published ZIP or site in, what it is worth out: its sums, releases, signatures, and the rebuild."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from yearbook.errors import ReleaseError
from yearbook.model import Finding
from yearbook.record import FOLDER, SUMS, Record, read_sums
from yearbook.releases.reading import LATEST, latest_line, read_record
from yearbook.releases.signature import Signed, verify

# Rebuilds packages: the files of the publishers named, by path, or a whole site into the folder given.
Remake = Callable[[Path, tuple[str, ...], Path | None], Mapping[str, bytes]]

_MOST_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found out: paths of files each, findings about the releases, and signatures by version.

    `altered` differ from the check sums they came with; `same` were rebuilt byte for byte, `different` were
    not, `missing` only stand in the rebuild and `unknown` only in what was given. `records` are the releases
    it brings by publisher; `drafts` the publishers whose package is none of them.
    """

    altered: tuple[str, ...]
    same: tuple[str, ...]
    different: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    records: Mapping[str, Record]
    drafts: tuple[str, ...]
    findings: tuple[Finding, ...]
    signatures: tuple[tuple[str, Signed, str], ...]

    @property
    def is_consistent(self) -> bool:
        """Whether everything is what it says it is, and signed where it has to be."""
        bad = (*self.altered, *self.different, *self.missing, *self.unknown, *self.findings)
        return not bad and all(signed in ("none", "good", "unlisted") for _, signed, _ in self.signatures)

    @property
    def is_good(self) -> bool:
        """Whether it is consistent, and no draft made after a release passes for that release."""
        return self.is_consistent and not any(self.records[each].latest for each in self.drafts)


def verified(source: Path, signers: Path | None, remake: Remake) -> Verified:
    """Return what a published ZIP, or the folder of a site, is worth; ReleaseError where it is neither."""
    if signers is not None and (not signers.is_file() or not source.is_dir()):
        raise ReleaseError(_SIGNERS.format(name=signers.name))
    with TemporaryDirectory(prefix="yearbook-") as name:
        if source.is_dir():
            return _site(source, signers, remake, Path(name))
        return _bundle(source, remake, Path(name))


def _bundle(source: Path, remake: Remake, folder: Path) -> Verified:
    body = _body(source)
    given, publisher = _inside(_members(body))
    packages, releases = _unpack(given, folder)
    record, findings = read_record(releases, publisher, whole=False)
    made = remake(packages, (publisher,), None).get(f"data/{publisher}/{publisher}.zip", b"")
    again = _inside(_members(made))[0] if made else {}
    return _compared(
        {**given, f"{publisher}.zip": body},
        {**again, f"{publisher}.zip": made},
        altered=_altered(given, read_sums(given.get(SUMS, b""))),
        records={publisher: record},
        drafts=_drafts(packages, {publisher: record}),
        findings=findings,
    )


def _site(source: Path, signers: Path | None, remake: Remake, folder: Path) -> Verified:
    given = {each.relative_to(source).as_posix(): each for each in source.rglob("*") if each.is_file()}
    bundles = sorted(path for path in given if _is_bundle(path))
    if not bundles:
        raise ReleaseError(_NEITHER.format(name=source.name))
    publishers = tuple(path.split("/")[1] for path in bundles)
    for path in bundles:
        inside, _ = _inside(_members(given[path].read_bytes()))
        _unpack({each: body for each, body in inside.items() if each.startswith("packages/")}, folder)
    findings: list[Finding] = []
    signatures: list[tuple[str, Signed, str]] = []
    records: dict[str, Record] = {}
    for publisher in publishers:
        for sums in sorted((source / "data" / publisher).glob(f"*/{SUMS}")):
            _copy(sums.parent, folder / FOLDER / publisher / sums.parent.name)
            signatures.append((f"{publisher} {sums.parent.name}", *verify(sums.parent, signers)))
        record, wrong = read_record(folder / FOLDER, publisher, whole=True, anchored=False)
        findings += wrong
        records[publisher] = record
        if record.latest:
            _write(folder / FOLDER / publisher / LATEST, latest_line(record.latest))
    bodies = {path: file.read_bytes() for path, file in given.items()}
    made: dict[str, bytes] = {}
    if not findings:
        remake(folder / "packages", publishers, folder / "site")
        again = (each for each in (folder / "site").rglob("*") if each.is_file())
        made = {each.relative_to(folder / "site").as_posix(): each.read_bytes() for each in again}
    return _compared(
        bodies,
        made,
        altered=_altered(bodies, _manifest(bodies)),
        records=records,
        drafts=_drafts(folder / "packages", records),
        findings=tuple(findings),
        signatures=tuple(signatures),
    )


def _compared(
    given: Mapping[str, bytes],
    made: Mapping[str, bytes],
    *,
    altered: tuple[str, ...],
    records: Mapping[str, Record],
    drafts: tuple[str, ...],
    findings: tuple[Finding, ...],
    signatures: tuple[tuple[str, Signed, str], ...] = (),
) -> Verified:
    both = sorted(given.keys() & made.keys())
    return Verified(
        altered=altered,
        same=tuple(each for each in both if given[each] == made[each]),
        different=tuple(each for each in both if given[each] != made[each]),
        missing=tuple(sorted(made.keys() - given.keys())),
        unknown=tuple(sorted(given.keys() - made.keys())),
        records=records,
        drafts=drafts,
        findings=findings,
        signatures=signatures,
    )


def _altered(bodies: Mapping[str, bytes], sums: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        path for path in sorted(sums) if path not in bodies or sha256(bodies[path]).hexdigest() != sums[path]
    )


def _manifest(bodies: Mapping[str, bytes]) -> Mapping[str, str]:
    try:
        return {each["path"]: each["sha256"] for each in json.loads(bodies["manifest.json"])["files"]}
    except (KeyError, TypeError, ValueError):
        return {"manifest.json": ""}


def _drafts(packages: Path, records: Mapping[str, Record]) -> tuple[str, ...]:
    """The publishers whose package is not the one last released."""
    found = []
    for publisher, record in records.items():
        folder = packages / publisher
        files = {each.relative_to(folder).as_posix(): each.read_bytes() for each in _files(folder)}
        if not record.covers(files):
            found.append(publisher)
    return tuple(found)


def _is_bundle(path: str) -> bool:
    parts = path.split("/")
    return len(parts) == 3 and parts[0] == "data" and parts[2] == f"{parts[1]}.zip"


def _body(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise ReleaseError(f"打不开 {source.name}。 It cannot be opened: {error.strerror}") from error


def _members(body: bytes) -> dict[str, bytes]:
    """Every file of a ZIP by its path; a path that leads out of it, or too much to unpack, is refused."""
    try:
        with ZipFile(io.BytesIO(body)) as opened:
            entries = [each for each in opened.infolist() if not each.is_dir()]
            if sum(each.file_size for each in entries) > _MOST_BYTES or not all(
                map(_is_safe, opened.namelist())
            ):
                raise ReleaseError(_NEITHER.format(name="ZIP"))
            return {each.filename: opened.read(each) for each in entries}
    except (BadZipFile, EOFError, ValueError, RuntimeError, zlib.error) as error:
        raise ReleaseError(_BROKEN) from error


def _is_safe(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and parts[0] != "/" and "\\" not in path and ":" not in path


def _inside(members: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """Return the files below the one folder of a published ZIP, and its name, which is the publisher's."""
    tops = {path.partition("/")[0] for path in members}
    top = next(iter(tops), "")
    if len(tops) != 1 or f"{top}/packages/{top}/datapackage.json" not in members:
        raise ReleaseError(_NEITHER.format(name="ZIP"))
    return {path.removeprefix(f"{top}/"): body for path, body in members.items()}, top


def _unpack(files: Mapping[str, bytes], folder: Path) -> tuple[Path, Path]:
    for path, body in files.items():
        if path.startswith(("packages/", f"{FOLDER}/")):
            _write(folder / path, body)
    return folder / "packages", folder / FOLDER


def _copy(source: Path, target: Path) -> None:
    """Copy a release; the page about it, which stands in the same folder, is not part of it."""
    for each in _files(source):
        if each != source / "index.html":
            _write(target / each.relative_to(source), each.read_bytes())


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())


def _write(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)


_BROKEN = (
    "打不开：这不是 ZIP，或者已经损坏、被改过。请重新下载再核验。 "
    "It cannot be opened: it is no ZIP, or is damaged or altered. Download it again."
)
_SIGNERS = (
    "--signers 要一个存在的名单文件，而且只用于整个网站的文件夹：ZIP 里没有签名。 "
    "--signers needs a file that is there ({name}) and the folder of a site: a ZIP holds no signatures."
)
_NEITHER = (
    "{name} 不是本程序发布的 ZIP，也不是整个网站的文件夹。"
    "请给出 data/<名称>/<名称>.zip，或有 manifest.json 的文件夹。 "
    "It is neither a ZIP this program published nor the folder of a whole site: "
    "give data/<publisher>/<publisher>.zip, or the folder that holds manifest.json."
)
