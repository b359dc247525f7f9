"""Bytes to text: size, UTF-8 and line ends, with the line and column of what is wrong."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from yearbook.model import Finding
from yearbook.preflight.plain import problem

MOST_BYTES = 50_000_000
_NEWLINE = re.compile(r"\r\n|\r|\n")
_TOO_FEW = 3
_NAMES = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}


def read_text(path: Path, file: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the text of a file without its byte order mark, and what is wrong with its bytes.

    There is no text when the file is empty, unreadable, not UTF-8, or too large (which `folder` has said).
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            return None, ()
        body = path.read_bytes()
    except OSError:
        return None, (problem("file_unreadable").at(file),)
    if not body.removeprefix(codecs.BOM_UTF8).strip():
        return None, (problem("file_empty").at(file),)
    return _decode(body, file)


def newline_findings(text: str, file: str) -> Iterator[Finding]:
    """Yield a finding when a file ends its lines in more than one way, or in the way of very old machines."""
    ways = sorted(set(_NEWLINE.findall(text)))
    if len(ways) > 1 or ways == ["\r"]:
        yield problem("newlines", ways=" + ".join(_NAMES[each] for each in ways)).at(file)


def _decode(body: bytes, file: str) -> tuple[str | None, tuple[Finding, ...]]:
    try:
        return body.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line_start = before.rfind(b"\n") + 1
        position = len(before[line_start:].decode("utf-8", "replace")) + 1
        place = {"line": before.count(b"\n") + 1, "position": position}
    likely = _likely_encoding(body[:1_000_000])
    if likely:
        return None, (problem("not_utf8_but", encoding=likely, **place).at(file, place["line"]),)
    return None, (problem("not_utf8", **place).at(file, place["line"]),)


def _likely_encoding(body: bytes) -> str:
    """The encoding that Chinese office software probably saved in; empty when none fits."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or body.count(b"\0") > len(body) // 5:
        return "UTF-16"
    mostly = body.decode("utf-8", "ignore").encode()
    if len(body) - len(mostly) < 0.1 * sum(byte > 127 for byte in body):
        return ""
    for name, at_home in (("GB18030", "gb2312"), ("Big5", "big5")):
        text = body.decode(name.lower(), "ignore")
        foreign = "".join(each for each in text if not each.isascii())
        known = foreign.encode(at_home, "ignore").decode(at_home)
        # Big5 bytes read as GB18030 give rare characters, most of them outside GB 2312.
        if len(foreign) > _TOO_FEW and len(known) >= 0.9 * len(foreign) and _lost(text, body, name) <= 1:
            return name
    return ""


def _lost(text: str, body: bytes, name: str) -> int:
    """How many bytes do not belong to an encoding; one may be cut off at the end."""
    return len(body) - len(text.encode(name.lower(), "ignore"))
