"""Detached signatures of a release's check sums, made and verified by ssh-keygen, or verified by minisign."""

from __future__ import annotations

import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Literal

from yearbook.errors import ReleaseError
from yearbook.record import SUMS

# What signatures are made for, so that one made for something else means nothing here.
NAMESPACE = "yearbook"
Signed = Literal["none", "good", "bad", "unlisted", "no_tool", "missing"]


def sign(key: Path, sums: Path) -> None:
    """Put a signature by a private SSH key beside a list of check sums."""
    tool = _tool("ssh-keygen")
    done = _run(tool, "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(sums)) if tool else None
    if done is None or done.returncode:
        said = (done.stderr.strip() if done else "ssh-keygen?").splitlines()[-1:]
        raise ReleaseError(f"没有签成名，也没有发布。 Not signed, and not released: {' '.join(said)}")


def verify(folder: Path, signers: Path | None) -> tuple[Signed, str]:
    """Return what the signature in a release's folder is worth, and who made it where that is known.

    `signers` is a file of allowed signers as ssh-keygen reads it, or a public key of minisign. Without it a
    signature that fits says only that somebody made it: `unlisted`. With it a release without one is
    `missing` it, for whoever alters a signed release would take its signature away.
    """
    if (folder / f"{SUMS}.sig").is_file():
        return _by_ssh(folder, signers)
    if (folder / f"{SUMS}.minisig").is_file():
        return _by_minisign(folder, signers)
    return "none" if signers is None else "missing", ""


def _by_ssh(folder: Path, signers: Path | None) -> tuple[Signed, str]:
    tool, signature = _tool("ssh-keygen"), str(folder / f"{SUMS}.sig")
    if tool is None:
        return "no_tool", "ssh-keygen"
    ask = partial(_run, tool, "-Y", body=(folder / SUMS).read_bytes())
    if signers is None:
        done = ask("check-novalidate", "-n", NAMESPACE, "-s", signature)
        return ("bad", "") if done.returncode else ("unlisted", done.stdout.strip().rpartition(" ")[2])
    found = _run(tool, "-Y", "find-principals", "-s", signature, "-f", str(signers))
    who = (found.stdout.split() or [""])[0]
    if found.returncode or not who:
        return "bad", ""
    done = ask("verify", "-f", str(signers), "-I", who, "-n", NAMESPACE, "-s", signature)
    return ("bad", "") if done.returncode else ("good", who)


def _by_minisign(folder: Path, signers: Path | None) -> tuple[Signed, str]:
    tool = _tool("minisign")
    if tool is None or signers is None:
        return ("no_tool", "minisign") if tool is None else ("unlisted", "")
    done = _run(tool, "-V", "-q", "-m", str(folder / SUMS), "-p", str(signers))
    return ("bad", "") if done.returncode else ("good", signers.name)


def _tool(name: str) -> str | None:
    return shutil.which(name)


def _run(*command: str, body: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, input=body, capture_output=True, check=False)
    said = (each.decode(errors="replace") for each in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, *said)
