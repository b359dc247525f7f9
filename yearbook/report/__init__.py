"""A result in, its printable summary out: one PDF for a publisher, year and language, typeset by Typst.

The only module that imports typst. The template reads one JSON document: text of a package is only ever text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from yearbook.errors import PaperError
from yearbook.model import Artifact, Chart, Result
from yearbook.report.annex import Attachment
from yearbook.report.document import compose, created
from yearbook.report.edition import Edition
from yearbook.store import Store, code_hash, version_of
from yearbook.words import Words

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parents[2] / "templates" / "report"


def make_reports(
    result: Result, words: Words, charts: Iterable[Chart], files: Iterable[Artifact], store: Store
) -> tuple[Artifact, ...]:
    """Return the summary of every year of a publisher, with its tables among `files` attached."""
    package = result.package
    own = tuple(each for each in charts if each.publisher == package.id)
    titles = {f"data/{package.id}/{each.name}.csv": words.pick(each.title) for each in package.tables}
    attached = tuple(
        (each.path.rpartition("/")[2], each.body, titles[each.path]) for each in files if each.path in titles
    )
    return tuple(
        make_report(result, year, words, own, attached, store, package.created.date())
        for year in package.years
    )


def make_report(
    result: Result,
    year: int,
    words: Words,
    charts: tuple[Chart, ...],
    attachments: tuple[Attachment, ...],
    store: Store,
    built_on: date,
) -> Artifact:
    """Return the summary of a year as a tagged PDF (exported as PDF/UA-1 and PDF/A-3a) with files attached.

    `attachments` are (file name, UTF-8 text, description). PaperError where Typst refuses or warns. Kept in
    the store by the code, the versions and the document; made anew Typst takes some tenths of a second.
    """
    edition = Edition(result, year, words)
    document = json.dumps(compose(edition, charts, attachments, built_on), ensure_ascii=False, sort_keys=True)
    path = f"reports/{result.package.id}/{year}/summary.{words.language}.pdf"
    made_from = (
        code_hash(Path(__file__).parent, TEMPLATE),
        version_of("typst", "pylopdf-fonts-zh-cn"),
        document,
    )
    body = store.keep(made_from, lambda: _typeset(path, document, created(edition, built_on)))
    return Artifact(path=path, body=body, made_from=_ingredients(edition, charts))


def _ingredients(edition: Edition, charts: tuple[Chart, ...]) -> tuple[str, ...]:
    figures = [each.id for each in edition.package.in_year(edition.year)] + [
        each.id for each in edition.derived
    ]
    drawn = [f"charts/{each.id}" for each in charts if each.year == edition.year]
    return ("templates/report/summary.typ", f"words/{edition.words.language}.toml", *drawn, *figures)


def _typeset(path: str, document: str, day: date) -> bytes:
    import typst

    # A compiler for each paper (2 ms) instead of a shared one, which two threads must not enter at once.
    compiler = typst.Compiler(
        input=str(TEMPLATE / "summary.typ"), root=str(TEMPLATE), font_paths=_fonts(), ignore_system_fonts=True
    )
    try:
        body, warnings = compiler.compile_with_warnings(
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
def _fonts() -> typst.Fonts:
    """Return the two faces of the paper, from a wheel, so that every machine prints the same."""
    import typst
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    folders = sorted({str(sans_path().parent), str(serif_path().parent)})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
