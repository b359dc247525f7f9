"""The built site in a browser: phones and desks, light and dark, both languages, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

if TYPE_CHECKING:
    from tests.conftest import Site

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
KINDS = {
    "home": "", "publisher": "erdao/", "year": "erdao/2018/", "funds": "erdao/2018/funds/",
    "reconciliation": "erdao/reconciliation/", "promises": "erdao/promises/",
    "figure": "erdao/figures/2018-aid-paid/", "dictionary": "erdao/dictionary/", "downloads": "erdao/downloads/",
}  # fmt: skip
AXE = Axe()
LANGUAGES = {"zh": "", "en": "en/"}

# What axe lets pass: drawings without a name, pictures without a text, another language than the page says.
UNNAMED = """() => {
  const named = (e) => (e.getAttribute('aria-label') || e.getAttribute('title') || e.textContent || '').trim()
    || (e.getAttribute('aria-labelledby') || '').split(' ').some((id) => document.getElementById(id)?.textContent.trim());
  const shown = (e) => e.checkVisibility() && !e.closest('[aria-hidden=true]');
  const drawings = [...document.querySelectorAll('svg')].filter((e) => shown(e) && !named(e)
    && !(e.closest('a, button, label') && named(e.closest('a, button, label'))));
  const pictures = [...document.querySelectorAll('img')].filter((e) => shown(e) && !(e.getAttribute('alt') || '').trim());
  return [...drawings, ...pictures].map((e) => e.outerHTML.slice(0, 200) + ' in ' + e.parentElement.outerHTML.slice(0, 200));
}"""


@dataclass
class Log:
    """What a page asked for and complained about."""

    home: str
    trouble: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("request", lambda each: self._asked(each.url))
        page.on(
            "response", lambda each: each.status >= 400 and self.trouble.append(f"{each.status} {each.url}")
        )
        page.on("requestfailed", lambda each: self._failed(each.failure or "", each.url))
        page.on("console", lambda each: each.type in ("error", "warning") and self.trouble.append(each.text))
        page.on("pageerror", lambda each: self.trouble.append(str(each)))

    def _failed(self, why: str, url: str) -> None:
        # Whoever follows a link before everything is there calls the rest off.
        if "ERR_ABORTED" not in why:
            self.trouble.append(f"{why} {url}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.trouble.append(f"off-site {url}")


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def tabs(browser: Browser, address: str) -> Iterator[dict[str, tuple[Page, Log]]]:
    """A tab in light and one in dark, kept open: a fresh one for every page would cost more than the page."""
    found = {}
    for scheme in ("light", "dark"):
        page, log = browser.new_page(color_scheme=scheme, viewport=PHONE), Log(address)  # type: ignore[arg-type]
        log.listen(page)
        found[scheme] = (page, log)
    yield found
    for page, _ in found.values():
        page.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of its own that must not complain."""
    opened, log = browser.new_page(viewport=PHONE), Log(address)  # type: ignore[arg-type]
    log.listen(opened)
    yield opened
    opened.close()
    assert log.trouble == []


def faults(page: Page) -> list[str]:
    found = AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes']][:3]}" for each in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_quiet_fits_and_is_accessible(
    tabs: dict[str, tuple[Page, Log]], address: str, kind: str, language: str, scheme: str
) -> None:
    page, log = tabs[scheme]
    log.trouble.clear()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{address}/{LANGUAGES[language]}{KINDS[kind]}index.html")
    assert page.evaluate("document.body.dataset.mdColorScheme") == (
        "slate" if scheme == "dark" else "default"
    )
    assert page.evaluate("document.documentElement.lang").startswith(language)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        # Colours go by the scheme and the frame by the width: one run for each of both finds the faults of either.
        assert (scheme, size) not in (("light", PHONE), ("dark", DESK)) or faults(page) == []
        assert page.evaluate(UNNAMED) == []
    assert log.trouble == []


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", ("资助", "教师", "学生", "高中", "人次")), ("en/", ("aid", "teachers"))],
    ids=LANGUAGES,
)
def test_search_finds_the_word_and_not_its_first_character(
    page: Page, address: str, prefix: str, words: tuple[str, ...]
) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(f"{address}/{prefix}index.html")
    box = page.locator(".md-search__input")
    for word in words:
        box.click()
        # Filling in alone does not start the theme's search: it listens to keys.
        box.fill("")
        page.keyboard.insert_text(word)
        page.keyboard.press("End")
        first = page.locator(".md-search-result__item").first
        expect(first.locator("mark").first).to_contain_text(re.compile(f"^{word}", re.IGNORECASE))
        marked = {each.strip() for each in page.locator(".md-search-result__item mark").all_text_contents()}
        assert [each for each in marked if not each.lower().startswith(word[:4])] == []
        link = first.locator(".md-search-result__link").first.get_attribute("href")
        assert link is not None
        assert link.startswith((f"{address}/{prefix}erdao/", f"{address}/{prefix}index.html")), link
        page.keyboard.press("Escape")


@pytest.mark.parametrize("kind", ["home", "funds", "figure"])
def test_the_other_language_is_the_same_page(page: Page, address: str, kind: str) -> None:
    page.goto(f"{address}/{KINDS[kind]}index.html")
    page.locator(".yb-language:visible").click()
    page.wait_for_url(f"{address}/en/{KINDS[kind]}index.html")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator(".yb-language:visible").click()
    page.wait_for_url(f"{address}/{KINDS[kind]}index.html")


def test_a_reader_without_javascript_reads_everything(browser: Browser, address: str, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    for prefix, number in (("", "295万元"), ("en/", "RMB 2.95 million")):
        page.goto(f"{address}/{prefix}index.html")
        expect(page.locator(".yb-hero a")).to_be_visible()
        page.locator(".yb-hero a").click()
        page.wait_for_url("**/figures/2018-aid-paid/index.html")
        expect(page.locator(".yb-hero a")).to_have_text(number)
        expect(page.locator("#row ~ .yb-row")).to_be_visible()
        page.locator(".yb-local a").nth(1).click()
        page.wait_for_url(f"**/{prefix}erdao/2018/index.html")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("figure svg").first).to_be_visible()
        page.locator("details.yb-data summary").first.click()
        expect(page.locator("details.yb-data table").first).to_be_visible()
        page.locator(".yb-language:visible").click()
        page.wait_for_url(f"**/sub-path/{'' if prefix else 'en/'}erdao/2018/index.html")
    context.close()


def test_the_keyboard_reaches_the_skip_link_and_the_first_figure(page: Page, address: str) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(f"{address}/erdao/2018/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('md-skip')")
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.yb-fig')"):
            break
    assert page.evaluate("document.activeElement.matches('a.yb-fig')")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures/*/index.html")


def test_the_site_opens_from_a_disk(browser: Browser, site: Site) -> None:
    page, asked = browser.new_page(viewport=PHONE), []  # type: ignore[arg-type]
    page.on("request", lambda each: asked.append(each.url))
    page.goto((site.folder / "index.html").as_uri())
    page.locator(".yb-hero a").click()
    page.wait_for_url("file://**/figures/2018-aid-paid/index.html")
    page.locator(".yb-language:visible").click()
    page.wait_for_url("file://**/en/erdao/figures/2018-aid-paid/index.html")
    page.locator(".yb-local a").first.click()
    page.wait_for_url("file://**/en/erdao/index.html")
    expect(page.locator("h1")).to_be_visible()
    assert [each for each in asked if not each.startswith(("file:", "data:", "blob:"))] == []
    page.close()


def test_a_heading_is_reached_by_its_address(page: Page, address: str) -> None:
    page.goto(f"{address}/erdao/figures/2018-aid-paid/index.html#row")
    expect(page.locator("#row")).to_be_in_viewport()
