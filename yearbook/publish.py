"""Artifacts onto the disk: clash, dead link, manifest, atomic switch; the only writer of published files.

The site is finished in a folder beside the published one and then takes its place in one step. Whatever
goes wrong before that step, and a kill at any moment, leaves the published site as it was.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from yearbook.errors import PublishError
from yearbook.lock import only_one
from yearbook.model import Artifact, Manifest, ManifestEntry

MANIFEST = "manifest.json"

_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
_ELSEWHERE = re.compile(r"(https?|mailto|tel):")
# The page about problems is told the code of the page one comes from; any other query means nothing here.
_CODE = re.compile(r"\?[2-9A-Z]{6}$")
_ID = re.compile(r'\sid="([^"]*)"')


def publish(artifacts: Iterable[Artifact], out: Path, make_site: Callable[[Path], None]) -> Manifest:
    """Put every artifact and the site made of the pages at `out` in one step; return what stands there.

    `make_site` fills a folder with the HTML of the pages. Raises PublishError, and leaves the site that was
    published before as it was, when paths clash, a link leads nowhere or the folder is not ours to replace.
    """
    artifacts = tuple(artifacts)
    files = [each for each in artifacts if each.kind == "file"]
    _stop_on_clashes(artifacts)
    _stop_on_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(out):
        _tidy(out)
        staged = _fresh(_beside(out, "staged"))
        make_site(staged)
        for each in files:
            _stop_on_taken(staged, each)
            _write(staged / each.path, each.body)
        _stop_on_dead_links(staged)
        manifest = _manifest(staged, artifacts)
        _write(staged / MANIFEST, _as_json(manifest))
        _switch(staged, out)
    return manifest


def undo(out: Path) -> None:
    """Put the site published before the present one back in its place; a second call takes that back."""
    previous = _beside(out, "previous")
    if not (previous / MANIFEST).exists():
        raise PublishError(
            f"{out.name}/ 旁边没有更早的网站可以换回。 There is no earlier site beside it to go back to."
        )
    with _only_one(out):
        _tidy(out)
        _exchange(previous, out)


def _stop_on_clashes(artifacts: tuple[Artifact, ...]) -> None:
    seen: dict[str, Artifact] = {}
    for each in artifacts:
        parts = PurePosixPath(each.path).parts
        if not parts or parts[0] == "/" or ".." in parts:
            raise PublishError(f"{each.path} does not stay inside the site.")
        # Two names that differ by case alone are one file on many computers.
        name = PurePosixPath(_published_path(each)).as_posix().casefold()
        other = seen.setdefault(name, each)
        if other is not each:
            raise PublishError(
                f"Two artifacts want to be {name}: from {other.made_from} and {each.made_from}."
            )
    if MANIFEST in seen:
        raise PublishError(f"{MANIFEST} is the list of all files; call the artifact something else.")


def _stop_on_taken(staged: Path, artifact: Artifact) -> None:
    if (staged / artifact.path).exists():
        raise PublishError(f"{artifact.path} from {artifact.made_from} is also a file of the site engine.")


def _stop_on_foreign(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise PublishError(
            f"{out.name} 不是文件夹，请用 --out 换个地方。 It is not a folder; choose another with --out."
        )
    if out.exists() and any(out.iterdir()) and not (out / MANIFEST).exists():
        raise PublishError(
            f"{out.name}/ 里有不是本程序生成的文件，请用 --out 换一个空文件夹。 "
            "It holds files this program did not make; choose an empty folder with --out."
        )


def _stop_on_dead_links(staged: Path) -> None:
    files = {file.relative_to(staged).as_posix(): file for file in staged.rglob("*") if file.is_file()}
    pages = {path: file.read_text(encoding="utf-8") for path, file in files.items() if path.endswith(".html")}
    anchors = {path: frozenset(_ID.findall(html)) for path, html in pages.items()}
    targets = {path: anchors.get(path) for path in files}
    links = ((page, link) for page, html in pages.items() for link in set(_LINK.findall(html)))
    dead = sorted(
        f"{page}: {link}" for page, link in links if not _leads_somewhere(unescape(link), page, targets)
    )
    if dead:
        raise PublishError("Links that lead nowhere:\n" + "\n".join(dead[:50]))


def _leads_somewhere(link: str, page: str, targets: Mapping[str, frozenset[str] | None]) -> bool:
    """Whether a link leaves the site, or its file is there and holds the anchor."""
    if _ELSEWHERE.match(link):
        return True
    path, anchor = (unquote(part) for part in _CODE.sub("", link).partition("#")[::2])
    # An absolute path would lead nowhere under a sub-path or from a disk, so it is not found here either.
    target = normpath(join(dirname(page), path)) if path else page
    if target not in targets:
        return False
    anchors = targets[target]
    return not anchor or anchors is None or anchor in anchors


def _manifest(staged: Path, artifacts: tuple[Artifact, ...]) -> Manifest:
    made_from = {_published_path(each): each.made_from for each in artifacts}
    entries = []
    for file in (each for each in staged.rglob("*") if each.is_file()):
        path, body = file.relative_to(staged).as_posix(), file.read_bytes()
        digest = hashlib.sha256(body).hexdigest()
        entries.append(
            ManifestEntry(
                path=path, sha256=digest, bytes=len(body), made_from=made_from.get(path, ("templates/theme",))
            )
        )
    # By address and not by path, which every system sorts its own way.
    return Manifest(entries=tuple(sorted(entries, key=lambda each: each.path)))


def _published_path(artifact: Artifact) -> str:
    if artifact.kind == "file":
        return artifact.path
    return artifact.path.removeprefix("zh/").removesuffix(".md") + ".html"


def _as_json(manifest: Manifest) -> bytes:
    files = [
        {"path": each.path, "sha256": each.sha256, "bytes": each.bytes, "made_from": list(each.made_from)}
        for each in manifest.entries
    ]
    return (json.dumps({"files": files}, ensure_ascii=False, indent=1) + "\n").encode()


def _write(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f".{out.name}.{what}")


def _tidy(out: Path) -> None:
    """Clear away what a killed build left, and put back a site that it had put aside."""
    shutil.rmtree(_beside(out, "retired"), ignore_errors=True)
    aside, previous = _beside(out, "aside"), _beside(out, "previous")
    if aside.exists() and not (out.exists() and previous.exists()):
        os.rename(aside, previous if out.exists() else out)
    shutil.rmtree(aside, ignore_errors=True)


def _switch(staged: Path, out: Path) -> None:
    if not out.exists():
        os.rename(staged, out)
        return
    _exchange(staged, out)
    # Retired by one rename before it is deleted: a kill never leaves half a site to go back to.
    previous, retired = _beside(out, "previous"), _beside(out, "retired")
    if previous.exists():
        os.rename(previous, retired)
    os.rename(staged, previous)
    shutil.rmtree(retired, ignore_errors=True)


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change names, in one step where the system offers it."""
    if _exchange_at_once(one, other):
        return
    aside = _beside(other, "aside")
    os.rename(other, aside)
    os.rename(one, other)
    os.rename(aside, one)


def _exchange_at_once(one: Path, other: Path) -> bool:
    names = (os.fsencode(one), os.fsencode(other))
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(*names, 2) == 0)  # RENAME_SWAP
        return bool(libc.renameat2(-100, names[0], -100, names[1], 2) == 0)  # AT_FDCWD, RENAME_EXCHANGE
    return False


@contextmanager
def _only_one(out: Path) -> Iterator[None]:
    """Let nobody else publish at `out` while the block runs."""
    busy = PublishError(
        f"另一次生成正在写 {out.name}/，等它完成再试。 "
        "Another build is publishing there just now; try again when it is done."
    )
    with only_one(_beside(out, "lock"), busy):
        yield
