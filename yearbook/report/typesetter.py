"""One JSON document in, one PDF out: the templates in `templates/report/`, the faces, the compiler."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from yearbook.errors import PaperError
from yearbook.store import Store, code_hash, version_of

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parents[2] / "templates" / "report"
# Compilers are kept and two threads must not enter one at once. Never fork after typst was called: it hangs.
_ONE_AT_A_TIME = Lock()


def typeset(path: str, template: str, document: Mapping[str, Any], day: date, store: Store) -> bytes:
    """Return a document as a tagged PDF, exported as PDF/UA-1 and PDF/A-3a, dated `day`.

    `template` is a file in `templates/report/` without its `.typ`; `path` names the paper in a complaint.
    PaperError where Typst refuses or warns. Kept in the store by the code, the versions and the document;
    made anew it takes from some hundredths of a second to some tenths.
    """
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    versions = version_of("typst", "pylopdf-fonts-zh-cn")
    made_from = (code_hash(TEMPLATES), versions, template, day.isoformat(), text)
    return store.keep(made_from, lambda: _compile(path, template, text, day))


def _compile(path: str, template: str, document: str, day: date) -> bytes:
    import typst

    try:
        with _ONE_AT_A_TIME:
            body, warnings = _compiler(TEMPLATES / f"{template}.typ").compile_with_warnings(
                format="pdf",
                sys_inputs={"document": document},
                pdf_standards=["ua-1", "a-3a"],
                timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
            )
    except typst.TypstError as error:
        raise PaperError(_complaint(path, error.message, error.hints)) from error
    if warnings:
        raise PaperError(_complaint(path, warnings[0].message, warnings[0].hints))
    assert isinstance(body, bytes)
    return body


def _complaint(path: str, message: str, hints: list[str]) -> str:
    return f"{path}: the typesetter says: {message}" + "".join(f" ({hint})" for hint in hints)


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Return the compiler of a template, kept for the next paper (see `benchmarks/papers.md`)."""
    import typst

    return typst.Compiler(
        input=str(template), root=str(template.parent), font_paths=_fonts(), ignore_system_fonts=True
    )


@cache
def _fonts() -> typst.Fonts:
    """Return the two faces of the paper, from a wheel, so that every machine prints the same."""
    import typst
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    folders = sorted({str(sans_path().parent), str(serif_path().parent)})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
