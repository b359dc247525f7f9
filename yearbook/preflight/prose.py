"""The prose of a package: named by year and language, plain Markdown, nothing personal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yearbook.model import Finding
from yearbook.preflight.files import newline_findings
from yearbook.preflight.plain import character_problems, markup_problems, personal_problems, problem

_NAME = re.compile(r"prose/[0-9]{4}\.(zh|en)\.md")
_LONGEST_LINE = 100_000


def is_prose(file: str) -> bool:
    """Whether a file is where prose lies, named rightly or not."""
    return file.startswith("prose/")


def name_findings(file: str) -> Iterator[Finding]:
    """Yield a finding when a file of prose is not named after its year and language."""
    if not _NAME.fullmatch(file):
        yield problem("prose_name").at(file)


def prose_findings(text: str, file: str) -> Iterator[Finding]:
    """Yield everything that must not stand in a prose text, line by line."""
    yield from newline_findings(text, file)
    for row, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if len(line) > _LONGEST_LINE:
            yield problem("field_too_long", length=f"{len(line):,}", limit=f"{_LONGEST_LINE:,}").at(file, row)
            continue
        for each in (*personal_problems(line), *character_problems(line), *markup_problems(line)):
            yield each.at(file, row)
