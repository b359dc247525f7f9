"""A table as CSV that Excel, WPS and every library read alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from yearbook.downloads.tables import PublishedTable


def csv_of(table: PublishedTable) -> bytes:
    """Return a table as CSV, machine names in its head, every cell exactly as it was read."""
    return csv_rows([field.name for field in table.fields], table.rows)


def csv_rows(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows of text as CSV: UTF-8 with BOM, lines ended as RFC 4180 says.

    The BOM is for Excel and WPS, which otherwise take the file for GB 18030; libraries strip it.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")
