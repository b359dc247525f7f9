"""The command `prose`: what it can be asked, what it says, and the files it writes where it is told to."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yearbook.draft import Examined, examine_draft
from yearbook.draft.document import read_draft
from yearbook.draft.report import lines_of, page_of
from yearbook.draft.write import bound_prose
from yearbook.errors import DraftError
from yearbook.model import Result
from yearbook.words import Words

_BACKUP = ".before"


@dataclass(frozen=True, slots=True)
class Said:
    """What to print and the exit code: 0 nothing differs, 1 something does, 2 it could not be looked at."""

    lines: tuple[str, ...]
    code: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `prose` to the command line."""
    group = parser.add_argument_group("prose", "核文 checking a draft")
    group.add_argument("--lang", choices=("zh", "en"), help="文稿的语言，默认自动判断 its language")
    group.add_argument("--report", type=Path, metavar="FILE", help="把报告写成网页 write the report as HTML")
    group.add_argument(
        "--write", type=Path, metavar="FILE", help="写成连着数据的文字 write it as bound prose"
    )
    group.add_argument(
        "--accept",
        metavar="IDS",
        default="",
        help="认可这些建议，逗号分开，all 为全部 accept these proposals",
    )
    group.add_argument(
        "--force",
        action="store_true",
        help="已有的文件也换掉，原来的留作备份 replace a file, keeping a backup",
    )


def proofread(
    asked: argparse.Namespace,
    names: Sequence[str],
    results: Sequence[Result],
    languages: tuple[Words, ...],
    templates: Path,
) -> Said:
    """Return what was found in the draft named; a report and bound prose are written where asked."""
    by_id = {each.package.id: each for each in results}
    known = "、".join(by_id)
    python = "py" if os.name == "nt" else "python3"
    if len(names) != 1:
        return _refused("no_file", languages, python=python, publisher=next(iter(by_id), ""))
    wanted = asked.publisher[0] if len(asked.publisher) == 1 else ""
    result = by_id.get(wanted or (known if len(by_id) == 1 else ""))
    if result is None:
        return _refused("publisher", languages, publisher=wanted, known=known)
    years = result.package.years
    year = int(asked.year) if str(asked.year or "").isdigit() else 0 if asked.year else max(years, default=0)
    if year not in years:
        years_said = "、".join(map(str, years))
        return _refused("year", languages, publisher=result.package.id, year=asked.year, known=years_said)
    try:
        paragraphs = read_draft(Path(names[0]))
    except DraftError as error:
        return _refused(error.why, languages, file=error.file)
    language = asked.lang or (
        "zh" if any("\u4e00" <= each <= "\u9fff" for one in paragraphs for each in one.text[:80]) else "en"
    )
    own = next(words for words in languages if words.language == language)
    examined = examine_draft(paragraphs, result, year, own)
    lines = [*_lines(examined, result, languages, Path(names[0]))]
    lines += _written(asked, examined, result, languages, Path(names[0]), templates)
    return Said(tuple(lines), 1 if examined.counts["differs"] else 0)


def _lines(examined: Examined, result: Result, languages: tuple[Words, ...], file: Path) -> Iterator[str]:
    yield from lines_of(examined, result, examined.words)
    for words in languages:
        if words is not examined.words:
            yield list(lines_of(examined, result, words))[-1]
    if file.suffix.lower() == ".docx":
        yield from (words("draft.unread") for words in languages)


def _written(
    asked: argparse.Namespace,
    examined: Examined,
    result: Result,
    languages: tuple[Words, ...],
    file: Path,
    templates: Path,
) -> Iterator[str]:
    if asked.report:
        page = page_of(
            examined,
            result,
            (examined.words, *(each for each in languages if each is not examined.words)),
            file.name,
            templates,
        )
        asked.report.write_text(page, encoding="utf-8")
        yield from (words("draft.reported", file=asked.report) for words in languages)
    if asked.write:
        proposed = {each.figure for each in examined.marks if each.state == "proposed"}
        accepted = proposed if asked.accept == "all" else set(asked.accept.replace("，", ",").split(","))
        wording = _save(asked.write, bound_prose(examined, accepted), force=asked.force)
        backup = asked.write.with_name(asked.write.name + _BACKUP).name
        yield from (words(f"draft.{wording}", file=asked.write, backup=backup) for words in languages)


def _save(file: Path, text: str, *, force: bool) -> str:
    """Write a text; one that is there is left alone, or kept beside the new one when told to replace it."""
    if file.exists():
        if not force:
            return "kept"
        os.replace(file, file.with_name(file.name + _BACKUP))
    file.write_text(text, encoding="utf-8", newline="\n")
    return "written"


def _refused(why: str, languages: tuple[Words, ...], **values: object) -> Said:
    return Said(tuple(words(f"draft.error.{why}", **values) for words in languages), 2)
