"""The workbook as an OpenDocument spreadsheet, the format of the ISO standard 26300.

Written here: the libraries for it stamp the time, and leave the types of cells to their reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED

from yearbook.downloads.cover import Cover
from yearbook.downloads.layout import papers_of_width, width_of
from yearbook.downloads.ods_parts import (
    CELL_STYLES,
    HEAD,
    MANIFEST,
    NAMESPACES,
    TYPE,
    meta_of,
    settings_of,
    styles_of,
)
from yearbook.downloads.sheets import Column, Sheet
from yearbook.downloads.zipped import zipped

_CM_A_DIGIT = 0.21
_COVER_WIDTHS = (34, 50, 50, 12)


def ods_of(cover: Cover, sheets: tuple[Sheet, ...]) -> bytes:
    """Return cover and sheets as ODS: typed cells, every digit, no formula; same sheets, same bytes."""
    page = _Page()
    tables = [_cover(cover, page), *(_sheet(each, page) for each in sheets)]
    ranges = "".join(map(_named_range, (each for each in sheets if each.rows)))
    content = (
        f'{HEAD}<office:document-content {NAMESPACES} office:version="1.3">'
        f"<office:automatic-styles>{CELL_STYLES}{''.join(page.styles.values())}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}"
        f"<table:database-ranges>{ranges}</table:database-ranges>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {
        "META-INF/manifest.xml": MANIFEST,
        "content.xml": content,
        "meta.xml": meta_of(cover),
        "settings.xml": settings_of(sheets),
        "styles.xml": styles_of(sorted(page.papers)),
    }
    # The type stands first and unpacked, so that a file can be known by its first bytes.
    kind = {"mimetype": (TYPE.encode(), ZIP_STORED)}
    return zipped({name: text.encode() for name, text in parts.items()}, first=kind)


@dataclass(frozen=True, slots=True)
class _Page:
    """The styles that the sheets asked for, by name, and over how many sheets of paper they go."""

    styles: dict[str, str] = field(default_factory=dict)
    papers: set[int] = field(default_factory=set)

    def sheet(self, papers: int) -> str:
        """Return the name of the style of a sheet printed over so many sheets of paper side by side."""
        self.papers.add(papers)
        name = f"sheet{papers}"
        self.styles[name] = (
            f'<style:style style:name="{name}" style:family="table" style:master-page-name="paper{papers}">'
            '<style:table-properties table:display="true"/></style:style>'
        )
        return name

    def column(self, width: float) -> str:
        """Return the name of the style of a column so many digits wide."""
        name = f"w{round(width * 10)}"
        self.styles[name] = (
            f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width * _CM_A_DIGIT:.2f}cm"/></style:style>'
        )
        return name

    def number(self, decimals: int) -> str:
        """Return the name of the style of numbers with so many decimals, thousands apart."""
        name = f"n{decimals}"
        self.styles[name] = (
            f'<number:number-style style:name="{name}f"><number:number number:decimal-places="{decimals}" '
            f'number:min-decimal-places="{decimals}" number:min-integer-digits="1" number:grouping="true"/>'
            f'</number:number-style><style:style style:name="{name}" style:family="table-cell" '
            f'style:parent-style-name="body" style:data-style-name="{name}f">'
            '<style:paragraph-properties fo:text-align="end"/></style:style>'
        )
        return name


def _cover(cover: Cover, page: _Page) -> str:
    rows = [[_text(cover.title, "title")], [_text(cover.subtitle, "subtitle")]]
    rows.append([_text("", "rule")] * len(_COVER_WIDTHS))
    for term, *texts in cover.terms:
        rows.append([_text(term, "term"), *(_text(each, "wrapped") for each in texts)])
    rows += [[], [_text(each, "head") for each in cover.contents_header]]
    for name, zh, en, count in cover.contents:
        rows.append([*(_text(each, "wrapped") for each in (name, zh, en)), _number(str(count), page)])
    return _table(cover.sheet, _COVER_WIDTHS, map(_line, rows), page)


def _sheet(sheet: Sheet, page: _Page) -> str:
    by_column = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.columns)
    widths = [width_of(each, list(texts)) for each, texts in zip(sheet.columns, by_column, strict=True)]
    head = _line([_text(each.header, "head") for each in sheet.columns])
    rows = (
        _line(_cell(column, text, page) for column, text in zip(sheet.columns, row, strict=True))
        for row in sheet.rows
    )
    return _table(
        sheet.name, widths, [f"<table:table-header-rows>{head}</table:table-header-rows>", *rows], page
    )


def _table(name: str, widths: Sequence[float], rows: Iterable[str], page: _Page) -> str:
    style = page.sheet(papers_of_width(widths))
    columns = "".join(f'<table:table-column table:style-name="{page.column(each)}"/>' for each in widths)
    return (
        f'<table:table table:name={quoteattr(name)} table:style-name="{style}">'
        f"{columns}{''.join(rows)}</table:table>"
    )


def _line(cells: Iterable[str]) -> str:
    return (
        f'<table:table-row table:style-name="row">{"".join(cells) or "<table:table-cell/>"}</table:table-row>'
    )


def _cell(column: Column, text: str, page: _Page) -> str:
    if not text:
        return "<table:table-cell/>"
    match column.type:
        case "number":
            return _number(text, page)
        case "integer":
            return _valued("float", f'office:value="{Decimal(text):f}"', text, "plain")
        case "date":
            return _valued("date", f'office:date-value="{text}"', text, "day")
    return _text(text, "wrapped")


def _number(text: str, page: _Page) -> str:
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return _valued("float", f'office:value="{number:f}"', f"{number:,f}", page.number(decimals))


def _text(text: str, style: str) -> str:
    return _valued("string", "", text, style)


def _valued(kind: str, value: str, shown: str, style: str) -> str:
    lines = "".join(f"<text:p>{_spaced(each)}</text:p>" for each in shown.split("\n"))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="{kind}" {value}>{lines}'
        "</table:table-cell>"
    )


def _spaced(line: str) -> str:
    """Return a line as XML; a reader would make one space of several."""
    return re.sub("(?<= ) +| +$|^ +", lambda run: f'<text:s text:c="{len(run[0])}"/>', escape(line))


def _named_range(sheet: Sheet) -> str:
    name = "t_" + re.sub(r"\W", "_", sheet.name.split()[-1])
    quoted = "'" + sheet.name.replace("'", "''") + "'"
    last = f"{_letters(len(sheet.columns))}{len(sheet.rows) + 1}"
    return (
        f'<table:database-range table:name="{name}" table:display-filter-buttons="true" '
        f"table:target-range-address={quoteattr(f'{quoted}.A1:{quoted}.{last}')}/>"
    )


def _letters(column: int) -> str:
    before, at = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + at)
