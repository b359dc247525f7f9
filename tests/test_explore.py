"""Tables to filter: what a reader finds, turns and takes away, and that the plain table needs none of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from tests.kinds import DESK, LANGUAGES, PHONE
from yearbook.model import FACT_TABLES, Package

if TYPE_CHECKING:
    from tests.conftest import Site

pytestmark = pytest.mark.browser


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest, whole: str, everything: Path) -> str:
    return whole if request.param == "http" else everything.as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    opened.set_default_timeout(10_000)
    trouble: list[str] = []
    opened.on(
        "console", lambda each: trouble.append(each.text) if each.type in ("error", "warning") else None
    )
    opened.on("pageerror", lambda each: trouble.append(str(each)))
    yield opened
    opened.close()
    assert trouble == []


def taken(page: Page, button: str) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.click(button)
    body = Path(download.value.path()).read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def shown(page: Page, column: str) -> list[str]:
    return page.evaluate(
        """(name) => {
          const heads = [...document.querySelectorAll('.yb-all thead th')].map((each) => each.dataset.name);
          return [...document.querySelectorAll('.yb-all tbody tr')].map((row) => row.cells[heads.indexOf(name)].textContent);
        }""",
        column,
    )


@pytest.mark.parametrize("topic", FACT_TABLES)
def test_the_table_holds_every_figure_with_its_exact_value(site: Site, topic: str) -> None:
    package: Package = site.result.package
    for language in LANGUAGES.values():
        rows = site.pages[f"{language}{package.id}/{topic}/index.html"].xpath(
            "//table[contains(@class,'yb-all')]/tbody/tr"
        )
        found = {row.get("id"): row.xpath("string(td/@data-value)") for row in rows}
        facts = [each for each in package.observations.values() if each.table == topic]
        assert facts
        assert set(found) == {each.id for each in facts}
        for each in facts:
            assert (
                found[each.id] == ""
                if each.quantity is None
                else Decimal(found[each.id]) == each.quantity.value
            )


def test_what_is_chosen_is_shown_saved_and_restored_by_its_link(page: Page, home: str) -> None:
    page.goto(f"{home}/erdao/funds/index.html")
    everything = shown(page, "year")
    page.click(".yb-tools summary")
    page.select_option("[name=status]", index=1)
    (status,) = set(shown(page, "status"))
    page.click("th[data-name=value] button")
    page.click("th[data-name=value] button")
    rows = taken(page, ".yb-tools [name=save]")
    assert 0 < len(rows) < len(everything)
    assert {each["status"] for each in rows} == {status}
    values = [Decimal(each["value"]) for each in rows if each["value"]]
    assert values == sorted(values, reverse=True)
    assert page.get_attribute("th[data-name=value]", "aria-sort") == "descending"
    labels, link = shown(page, "label"), page.url
    page.goto("about:blank")
    page.goto(link)
    assert shown(page, "label") == labels
    page.click(".yb-tools [type=reset]")
    page.wait_for_function("() => !location.hash")
    assert shown(page, "year") == everything


def test_a_word_is_found_in_any_column_and_nothing_found_is_said(page: Page, home: str) -> None:
    page.goto(f"{home}/erdao/students/index.html#q=2024")
    assert set(shown(page, "year")) == {"2024"}
    page.fill("[name=q]", "no such word")
    assert shown(page, "year") == []
    assert page.inner_text(".yb-count").startswith("显示 0 行")


def test_years_stand_side_by_side_with_exact_values_in_the_file(page: Page, home: str) -> None:
    page.goto(f"{home}/china/teachers/index.html")
    page.check("[name=pivot]")
    heads = page.locator(".yb-turned thead th").all_inner_texts()
    years = [each for each in heads if each.isdigit()]
    assert years == sorted(years)
    assert len(years) > 5
    rows = taken(page, ".yb-tools [name=save]")
    assert len(rows) == page.locator(".yb-turned tbody tr").count()
    assert list(rows[0])[-len(years) :] == years
    numbers = [part for row in rows for year in years for part in row[year].split(" / ") if part]
    assert len(numbers) >= len(shown(page, "year")) == page.locator(".yb-all tbody tr").count()
    assert all(Decimal(each) >= 0 for each in numbers if each[0].isdigit())


def test_sql_is_answered_in_the_page_and_mistakes_are_told(page: Page, home: str) -> None:
    page.goto(f"{home}/en/jinzhai/funds/index.html")
    page.click(".yb-ask summary")
    page.fill(".yb-ask [name=query]", "SELECT count(*) AS many, sum(value) AS total FROM figures")
    page.click(".yb-ask [type=submit]")
    page.wait_for_selector(".yb-answered td")
    many, total = page.locator(".yb-answered tbody tr > *").all_inner_texts()
    values = page.evaluate(
        "[...document.querySelectorAll('.yb-all [data-value]')].map((each) => each.dataset.value)"
    )
    assert int(many) == len(values)
    assert Decimal(total) == sum(Decimal(each) for each in values if each)
    assert taken(page, ".yb-ask [name=save]") == [{"many": many, "total": total}]
    page.fill(".yb-ask [name=query]", "SELECT nothing")
    page.click(".yb-ask [type=submit]")
    page.wait_for_function(
        "() => document.querySelector('.yb-ask [role=status]').textContent.includes('nothing')"
    )


def test_nothing_a_spreadsheet_would_run_is_saved(page: Page, home: str) -> None:
    page.goto(f"{home}/erdao/funds/index.html")
    page.click(".yb-ask summary")
    page.fill(".yb-ask [name=query]", "SELECT '=1+1' AS a, '-5' AS b, '-cmd' AS c, '@x' AS d")
    page.click(".yb-ask [type=submit]")
    page.wait_for_selector(".yb-answered td")
    assert taken(page, ".yb-ask [name=save]") == [{"a": "'=1+1", "b": "-5", "c": "'-cmd", "d": "'@x"}]


def test_a_phone_shows_the_tools_without_swiping(page: Page, home: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{home}/en/erdao/funds/index.html")
    page.click(".yb-tools summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for box in page.locator(".yb-tools :is(input, select, button)").all():
        at = box.bounding_box()
        assert at
        assert at["x"] >= 0
        assert at["x"] + at["width"] <= PHONE["width"]


def test_without_a_script_the_table_is_whole_and_no_tool_is_seen(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page.goto(f"{address}/erdao/funds/index.html")
    assert page.locator(".yb-all tbody tr").count() > 10
    assert page.locator(".yb-tools, .yb-ask, select").count() == 0
    page.close()
