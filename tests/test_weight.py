"""What a page costs its reader: bytes, requests, and patience with things that move."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from yearbook.website.finish import UNUSED, trimmed

if TYPE_CHECKING:
    from tests.conftest import Site

KB = 1000
WIDTHS = (360, 1280)
KINDS = (
    "",
    "erdao/",
    "erdao/2018/",
    "erdao/2018/funds/",
    "erdao/figures/2018-aid-paid/",
    "erdao/reconciliation/",
)
SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => { for (const each of list.getEntries()) shifted += each.value; })
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    opened.add_init_script(SHIFTS)
    yield opened
    opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["", "en/"])
def test_the_home_page_and_all_it_needs_weigh_less_than_300_kilobytes(
    page: Page, address: str, language: str
) -> None:
    sizes: dict[str, int] = {}
    page.on("response", lambda each: sizes.__setitem__(each.url, len(each.body())))
    page.goto(f"{address}/{language}index.html")
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= 10, sizes
    assert sum(sizes.values()) < 300 * KB, sizes


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_while_a_page_loads(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for kind in KINDS:
        page.goto(f"{address}/{kind}index.html")
        page.wait_for_load_state("networkidle")
        # Nobody sees a thousandth of a screen move; a loaded machine may paint a line in two steps.
        assert page.evaluate("shifted") < 0.001, kind


def test_what_no_browser_asks_for_is_not_published(site: Site) -> None:
    files = {each.relative_to(site.folder).as_posix() for each in site.folder.rglob("*") if each.is_file()}
    assert [
        each for each in files if re.search(r"lunr|workers|\.map$|\.gz$|404|sitemap|favicon\.png", each)
    ] == []
    for each in files:
        if each.endswith((".css", ".js")):
            assert "sourceMappingURL" not in (site.folder / each).read_text(encoding="utf-8"), each


def test_no_page_has_what_its_style_sheets_left_out(site: Site) -> None:
    for path, page in site.pages.items():
        for classes in page.xpath("//@class"):
            found = [each for each in classes.split() if UNUSED.match(f".{each}")]
            assert found == [], (path, "take it out of UNUSED in yearbook/website/finish.py")
        assert page.xpath("//@data-md-color-primary | //@data-md-color-accent")[:2] == ["custom", "custom"], (
            path
        )


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".md-typeset .admonition{color:red}", ""),
        (".md-typeset .admonition,.md-typeset details{color:red}", None),
        (".md-typeset p:not(.admonition){color:red}", None),
        ("@media print{.md-typeset .tabbed-set{color:red}p{color:red}}", "@media print{p{color:red}}"),
        ("[data-md-color-primary=indigo]{--a:b}[data-md-color-primary=custom]{--a:b}", "[data-md-color-primary=custom]{--a:b}"),
        (".md-grid .md-topics{color:red}", None),
    ],
)  # fmt: skip
def test_only_rules_for_what_no_page_has_are_left_out(css: str, left: str | None) -> None:
    made = trimmed("assets/stylesheets/main.css", css.encode()).decode()
    assert made == (css if left is None else left)
