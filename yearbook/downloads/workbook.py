"""The look of the workbook, a statistical publication: numbers as numbers, text as text, no formula."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from yearbook.downloads.cover import Cover
from yearbook.downloads.layout import WIDEST, height_of, length_of, papers_of_width, width_of
from yearbook.downloads.sheets import Column, Sheet
from yearbook.errors import YearbookError

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
_GREY, _RULE, _ACCENT = "#F2F2F2", "#7F7F7F", "#0B5FA5"

# A cell holds a binary number of 15 certain digits; a longer number stays text, so that no digit changes.
_CERTAIN_DIGITS = 15
_FIRST_DAY = date(1900, 3, 1)


def workbook_of(cover: Cover, sheets: tuple[Sheet, ...]) -> bytes:
    """Return an XLSX workbook: the cover, then one worksheet a sheet; same sheets, same bytes."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": dict(_FONT),  # a copy: xlsxwriter writes into it
        },
    ) as book:
        created = datetime.fromisoformat(cover.created)
        book.set_properties({"title": cover.title, "author": cover.author, "created": created})
        styles = _Styles(book)
        _write_cover(book, cover, styles)
        for sheet in sheets:
            _write_sheet(book, sheet, styles)
    return file.getvalue()


class _Styles:
    """The few formats of the workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top"}
        self.text = book.add_format(top)
        self.wrapped = book.add_format(top | {"text_wrap": True})
        self.day = book.add_format(top | {"num_format": "yyyy-mm-dd", "align": "left"})
        self.plain_number = book.add_format(top | {"num_format": "0"})
        self.header = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter"}
            | {"bg_color": _GREY, "bottom": 1, "bottom_color": _RULE}
        )
        self.title = book.add_format({"bold": True, "font_size": 20, "valign": "vcenter"})
        self.rule = book.add_format({"top": 5, "top_color": _ACCENT})
        self.subtitle = book.add_format({"font_size": 12, "valign": "vcenter", "font_color": "#404040"})
        self.term = book.add_format(top | {"bold": True, "font_color": _ACCENT, "text_wrap": True})
        self._numbers: dict[int, Format] = {}
        self._book = book

    def number(self, decimals: int) -> Format:
        """Thousands apart, with as many decimals as the text has."""
        if decimals not in self._numbers:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._numbers[decimals] = self._book.add_format(
                {"valign": "top", "align": "right", "indent": 1, "num_format": pattern}
            )
        return self._numbers[decimals]


def _write_cover(book: Workbook, cover: Cover, styles: _Styles) -> None:
    page = book.add_worksheet(cover.sheet)
    page.hide_gridlines(2)
    for column, width in enumerate((34, 50, 50, 12)):
        page.set_column(column, column, width)
        page.write_blank(2, column, None, styles.rule)
    page.set_row(0, 40)
    page.set_row(1, 26)
    _put(page, 0, 0, cover.title, styles.title)
    _put(page, 1, 0, cover.subtitle, styles.subtitle)
    for at, (term, *texts) in enumerate(cover.terms, 3):
        page.set_row(at, height_of(texts, 50) + 6)
        _put(page, at, 0, term, styles.term)
        for column, text in enumerate(texts, 1):
            _put(page, at, column, text, styles.wrapped)
    at = len(cover.terms) + 4
    for column, header in enumerate(cover.contents_header):
        _put(page, at, column, header, styles.header)
    for row, (sheet, zh, en, count) in enumerate(cover.contents, at + 1):
        for column, text in enumerate((sheet, zh, en)):
            _put(page, row, column, text, styles.wrapped)
        page.write_number(row, 3, count, styles.number(0))
    _for_print(page)
    page.fit_to_pages(1, 1)


def _write_sheet(book: Workbook, sheet: Sheet, styles: _Styles) -> None:
    page = book.add_worksheet(sheet.name)
    by_column = [[row[at] for row in sheet.rows] for at in range(len(sheet.columns))]
    widths = [width_of(column, texts) for column, texts in zip(sheet.columns, by_column, strict=True)]
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
        _write_column(page, at, sheet.columns[at], by_column[at], styles)
    page.set_row(0, 32)
    for row, cells in enumerate(sheet.rows, 1):
        page.set_row(row, max(height_of([text], width) for text, width in zip(cells, widths, strict=True)))
    page.freeze_panes(1, sheet.frozen)
    page.repeat_rows(0)
    if sheet.rows:
        _as_table(page, sheet, styles)
    _for_print(page)
    page.fit_to_pages(papers_of_width(widths), 0)


def _write_column(page: Worksheet, at: int, column: Column, texts: list[str], styles: _Styles) -> None:
    _put(page, 0, at, column.header, styles.header)
    write = _WRITERS.get(column.type, _write_text)
    for row, text in enumerate(texts, 1):
        if text:
            write(page, _Cell(row, at, text), styles)


def _as_table(page: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    options = {
        "name": "t_" + re.sub(r"\W", "_", sheet.name.split()[-1]),
        "style": "Table Style Light 1",
        "columns": [{"header": each.header, "header_format": styles.header} for each in sheet.columns],
    }
    page.add_table(0, 0, len(sheet.rows), len(sheet.columns) - 1, options)


def _for_print(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C&P / &N")


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    text: str


def _write_text(page: Worksheet, cell: _Cell, styles: _Styles) -> None:
    wraps = "\n" in cell.text or length_of(cell.text) > WIDEST - 2
    _put(page, cell.row, cell.column, cell.text, styles.wrapped if wraps else styles.text)


def _write_number(page: Worksheet, cell: _Cell, styles: _Styles) -> None:
    number = Decimal(cell.text)
    _, digits, exponent = number.as_tuple()
    if len(digits) > _CERTAIN_DIGITS or not isinstance(exponent, int):
        _write_text(page, cell, styles)
        return
    page.write_number(cell.row, cell.column, float(number), styles.number(max(0, -exponent)))


def _write_integer(page: Worksheet, cell: _Cell, styles: _Styles) -> None:
    # Years and numbers of decimals: a separator would make 2,018 of a year.
    page.write_number(cell.row, cell.column, int(cell.text), styles.plain_number)


def _write_date(page: Worksheet, cell: _Cell, styles: _Styles) -> None:
    day = date.fromisoformat(cell.text)
    if day < _FIRST_DAY:
        # Earlier days do not exist in Excel, or are off by one.
        _write_text(page, cell, styles)
        return
    page.write_datetime(cell.row, cell.column, datetime.combine(day, time()), styles.day)


_WRITERS: dict[str, Callable[[Worksheet, _Cell, _Styles], None]] = {
    "number": _write_number,
    "integer": _write_integer,
    "date": _write_date,
}


def _put(page: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    if page.write_string(row, column, text, style) < 0:
        raise YearbookError(f"Too long for a workbook (row {row + 1}): shorten the text or split the table.")
