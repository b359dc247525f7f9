"""Figure by figure: pages, tables, workbook and papers in both languages say what the publisher's file says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pikepdf
import pytest

from yearbook.model import FACT_TABLES, Quantity

if TYPE_CHECKING:
    from tests.conftest import Project, Site

Rows = dict[str, dict[str, str]]


def rows_of(body: str) -> Rows:
    """The rows of a table by their first column."""
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    return {next(iter(row.values())): row for row in rows}


@pytest.fixture(scope="module")
def entered(project: Project) -> Rows:
    """The figures as they were entered, read with nothing of the project's."""
    folder = project.root / "datapackages" / "erdao" / "data"
    found: Rows = {}
    for table in FACT_TABLES:
        found |= rows_of((folder / f"{table}.csv").read_text(encoding="utf-8-sig"))
    return found


@pytest.fixture(scope="module")
def published(site: Site) -> Rows:
    """The figures in the CSV files to download, the derived ones too."""
    found: Rows = {}
    for table in (*FACT_TABLES, "derived"):
        found |= rows_of((site.folder / "data" / "erdao" / f"{table}.csv").read_text(encoding="utf-8-sig"))
    return found


def values(rows: Rows) -> dict[str, Decimal]:
    return {figure: Decimal(row["value"]) for figure, row in rows.items() if row["value"]}


def test_the_tables_to_download_have_the_values_entered(site: Site, entered: Rows, published: Rows) -> None:
    assert set(published) == set(site.figures)
    assert {figure: published[figure] for figure in entered} == entered
    assert {figure for figure in entered if entered[figure]["value"]} | {
        figure for figure, row in published.items() if figure not in entered and not row["refused"]
    } == set(values(published))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_shows_the_value_of_the_table(site: Site, published: Rows, language: str) -> None:
    """Read back from the words on the page; a rounded figure in the table has the digits of the page and more."""
    expected, different = values(published), []
    (words,) = (each for each in site.languages if each.language == language)
    for figure in site.figures:
        page = site.pages[site.page_of(figure, words)]
        (said,) = page.xpath("//p[@class='yb-hero']/a")
        shown = site.values_in(said.text_content())
        if figure not in expected:
            assert shown == [], figure
        elif shown != [shown_as(site, figure, expected[figure])]:
            different.append((figure, said.text_content(), expected[figure]))
    assert different == []


def shown_as(site: Site, figure: str, value: Decimal) -> Decimal:
    quantity = site.figures[figure].quantity
    assert isinstance(quantity, Quantity)
    steps = value / quantity.resolution
    return steps.quantize(Decimal(1), "ROUND_HALF_UP") * quantity.resolution


def test_the_workbook_has_the_values_of_the_tables(site: Site, published: Rows) -> None:
    book = openpyxl.load_workbook(site.folder / "data" / "erdao" / "erdao.xlsx", read_only=True)
    found: dict[str, Decimal] = {}
    for sheet in book:
        head, *rows = sheet.iter_rows(values_only=True)
        columns = [str(each).split()[-1] for each in head]
        if "value" in columns and columns[0] == "id":
            at = columns.index("value")
            found |= {str(row[0]): Decimal(repr(row[at])) for row in rows if row[at] is not None}
    book.close()
    expected = values(published)
    assert found.keys() == expected.keys()
    assert {
        figure
        for figure in found
        if abs(found[figure] - expected[figure]) > abs(expected[figure]) * Decimal("1e-11")
    } == set()


def paper_of(site: Site, year: int, language: str) -> Path:
    return site.folder / "reports" / "erdao" / str(year) / f"summary.{language}.pdf"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("year", [2018, 2024])
def test_the_paper_prints_every_figure_of_its_year(
    site: Site, text_of_paper: Callable[[Path], str], year: int, language: str
) -> None:
    (words,) = (each for each in site.languages if each.language == language)
    said, missing = text_of_paper(paper_of(site, year, language)), []
    for figure in site.result.package.in_year(year):
        if figure.quantity:
            number = "".join(site.written(figure.id, words)["cell"].split())
            printed = "".join(figure.printed.split())
            # A row of a table: the number, then unit, status and period, then the wording of the source.
            row = rf"(?<![\d,.]){re.escape(number)}.{{0,90}}?{re.escape(printed)}"
            if not re.search(row, said):
                missing.append((figure.id, number, printed))
    assert missing == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("year", [2018, 2024])
def test_the_paper_prints_every_computed_figure_of_its_year(
    site: Site, text_of_paper: Callable[[Path], str], year: int, language: str
) -> None:
    (words,) = (each for each in site.languages if each.language == language)
    said = text_of_paper(paper_of(site, year, language))
    own = [each.id for each in site.result.derived.values() if each.year == year and each.quantity]
    ways = {each: {"".join(way.split()) for way in site.written(each, words).values()} for each in own}
    assert [each for each in own if not any(way in said for way in ways[each])] == []


def test_the_paper_has_the_published_tables_attached(site: Site) -> None:
    for language in ("zh", "en"):
        with pikepdf.open(paper_of(site, 2018, language)) as paper:
            attached = {name: spec.get_file().read_bytes() for name, spec in paper.attachments.items()}
        assert {f"{table}.csv" for table in FACT_TABLES} <= attached.keys()
        for name, body in attached.items():
            assert body == (site.folder / "data" / "erdao" / name).read_bytes(), name
