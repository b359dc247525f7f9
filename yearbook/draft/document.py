"""Drafts as they are written: Word files, Markdown and plain text, as paragraphs of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from yearbook.errors import DraftError

_MOST_BYTES = 20_000_000
_MOST_UNPACKED = 200_000_000
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s*\{#[a-z-]+\})?")
# 一、 （一） 1. at the start of a short line without a full stop: headings of an official document.
_CHINESE_HEADING = re.compile(
    r"([一二三四五六七八九十]+、)[^。；]{1,30}|([（(][一二三四五六七八九十]+[）)])[^。；]{1,40}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph: its number from one, its text, and the level of a heading (0 for text)."""

    number: int
    text: str
    level: int = 0


def read_draft(file: Path) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a draft, those of tables and notes after those of the text.

    Reads .docx (text, tables, foot- and endnotes; not text boxes, pictures and tracked deletions), .md and
    .txt (UTF-8 or GB18030). DraftError says what is wrong with a file that cannot be read.
    """
    readers = {".docx": _word, ".md": _plain, ".txt": _plain}
    if file.suffix.lower() not in readers:
        raise DraftError("kind", file.name)
    if not file.is_file():
        raise DraftError("missing", file.name)
    if file.stat().st_size > _MOST_BYTES:
        raise DraftError("size", file.name)
    found = [(text.strip(), level) for text, level in readers[file.suffix.lower()](file) if text.strip()]
    if not found:
        raise DraftError("empty", file.name)
    return tuple(Paragraph(number=at, text=text, level=level) for at, (text, level) in enumerate(found, 1))


def _plain(file: Path) -> Iterator[tuple[str, int]]:
    body = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield from (_leveled(line) for line in text.splitlines())
        return
    raise DraftError("encoding", file.name)


def _leveled(line: str) -> tuple[str, int]:
    line = line.strip()
    if heading := _MARKDOWN_HEADING.fullmatch(line):
        return heading[2], len(heading[1])
    if heading := _CHINESE_HEADING.fullmatch(line):
        return line, 2 if heading[1] else 3
    return line, 0


def _word(file: Path) -> Iterator[tuple[str, int]]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with ZipFile(file) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                raise DraftError("size", file.name)
        document = docx.Document(str(file))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise DraftError("broken", file.name) from error
    for each in document.paragraphs:
        style = each.style.name if each.style is not None and each.style.name else ""
        level = re.fullmatch(r"(?:Heading|标题) ?(\d)", style)
        yield (each.text, int(level[1]) + 1) if level else _leveled(each.text)
    for table in document.tables:
        for row in table.rows:
            yield "　".join(dict.fromkeys(cell.text.strip() for cell in row.cells)), 0
    for part in document.part.package.iter_parts():
        if part.partname.endswith(("footnotes.xml", "endnotes.xml")):
            yield from ((text, 0) for text in _notes(part.blob))


def _notes(body: bytes) -> Iterator[str]:
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    for note in parse_xml(body).iter(qn("w:footnote"), qn("w:endnote")):
        yield "".join(each.text or "" for each in note.iter(qn("w:t")))
