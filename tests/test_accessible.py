"""Every kind of page for everyone: by axe in four modes, and by checks of our own for what axe lets pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import parsed
from lxml.html import HtmlElement
from playwright.sync_api import Browser, Page, expect

from tests.kinds import DESK, KINDS, LANGUAGES, PHONE, address_of

pytestmark = pytest.mark.browser

AXE = Axe()
PLAIN = {"media": "screen", "color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
MODES = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "high-contrast": {"contrast": "more", "forced_colors": "active"},
    "print": {"media": "print"},
}
# A desk of 1280 at 400 %: what a reader with weak eyes has before them.
ENLARGED = {"width": 320, "height": 256}
HAN = re.compile("[\u3400-\u9fff]")
MAIN = "//article[contains(@class, 'md-content__inner')]"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab kept open: a fresh one for every page would cost more than the page."""
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.add_init_script("localStorage.clear()")  # the theme remembers the colours of an earlier visit
    yield page
    page.close()


def opened(tab: Page, whole: str, kind: str, language: str, mode: str = "light", **size: int) -> Page:
    """A page of a kind, in a mode, on a phone or as large as asked."""
    tab.set_viewport_size({**PHONE, **size})  # type: ignore[arg-type, typeddict-item]
    tab.emulate_media(**{**PLAIN, **MODES[mode]})  # type: ignore[arg-type]
    tab.goto(f"{whole}/{address_of(kind, language)}")
    return tab


# axe

# Both languages share their templates (test_parity), so that each has every kind in two of the modes.
IN_LANGUAGE = {"light": "zh", "dark": "en", "high-contrast": "en", "print": "zh"}


def violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = AXE.run(page, options={"resultTypes": ["violations"]}).response[
        "violations"
    ]
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes']][:3]}" for each in found]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(tab: Page, whole: str, kind: str, mode: str) -> None:
    page = opened(tab, whole, kind, IN_LANGUAGE[mode], mode)
    if mode in ("light", "dark"):
        assert (
            page.evaluate("document.body.dataset.mdColorScheme")
            == {"light": "default", "dark": "slate"}[mode]
        )
    assert violations(page) == []


def test_axe_would_find_a_fault(tab: Page, whole: str) -> None:
    page = opened(tab, whole, "home", "zh")
    page.evaluate("document.querySelector('article p').style.color = '#bbb'")
    assert any(each.startswith("color-contrast") for each in violations(page))


# What axe lets pass, on all pages


@pytest.fixture(scope="module")
def pages(everything: Path) -> dict[str, HtmlElement]:
    """Every page but those of figures, of which each kind stands for a thousand alike."""
    kinds = {address_of(kind, language) for kind in KINDS for language in LANGUAGES}
    files = {each.relative_to(everything).as_posix(): each for each in everything.rglob("*.html")}
    return {
        path: parsed(file) for path, file in sorted(files.items()) if "/figures/" not in path or path in kinds
    }


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def unnamed_pictures(page: HtmlElement) -> list[str]:
    """Pictures without a text of their own, and drawings in the content neither named nor hidden."""
    found = [
        each.get("src")
        for each in page.iter("img")
        if not (alt := (each.get("alt") or "").strip()) or alt == each.get("src").rpartition("/")[2] or re.search(r"\.(svg|png|jpe?g)$", alt)
    ]  # fmt: skip
    ids = {each.get("id"): said(each) for each in page.iter() if isinstance(each.tag, str) and each.get("id")}
    for each in page.xpath(f"{MAIN}//svg"):
        named = all(ids.get(name) for name in (each.get("aria-labelledby") or "-").split())
        if each.get("aria-hidden") != "true" and not (each.get("role") == "img" and named):
            found.append(f"svg {each.get('class')}")
    return found


def test_every_picture_says_what_it_shows(pages: dict[str, HtmlElement]) -> None:
    assert {path: found for path, page in pages.items() if (found := unnamed_pictures(page))} == {}
    assert sum(len(page.xpath(f"{MAIN}//svg")) for page in pages.values()) > 200


def wrong_languages(page: HtmlElement) -> list[str]:
    """Text in another language than the nearest element with a language says."""
    found = []
    for text in page.xpath("//body//text()[not(parent::script or parent::style)]"):
        parent = text.getparent().getparent() if text.is_tail else text.getparent()
        lines = parent.xpath("ancestor-or-self::*")
        language = next(each.get("lang") for each in reversed(lines) if each.get("lang"))
        if any(each.tag == "code" or each.get("class") == "yb-dictionary" for each in lines):
            continue
        if language.startswith("en") and HAN.search(text):
            found.append(f"{language}: {text.strip()}")
        # Names of firms and plain Latin signs stand in Chinese too; a sentence does not.
        if language.startswith("zh") and re.search(r"(\b[a-z]{2,}\b[ ,]+){4}", text) and not HAN.search(text):
            found.append(f"{language}: {text.strip()}")
    return found


def test_foreign_words_say_in_which_language_they_are(pages: dict[str, HtmlElement]) -> None:
    assert {path: found for path, page in pages.items() if (found := wrong_languages(page))} == {}
    marked = [
        each
        for path, page in pages.items()
        for each in page.xpath(f"{MAIN}//*[@lang='zh']")
        if path.startswith("en/")
    ]
    assert len(marked) > 100


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ('<img src="a/map.png" alt="map.png">', "a/map.png"), ('<img src="map.png" alt=" ">', "map.png"),
        ('<svg class="x" role="img" aria-labelledby="none"></svg>', "svg x"), ('<svg class="x"></svg>', "svg x"),
        ("<p>学校</p>", "en: 学校"), ('<p lang="zh">the source gives no figure here</p>', "zh: the source gives no figure here"),
    ],
)  # fmt: skip
def test_such_a_fault_would_be_found(markup: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        f'<html lang="en"><body><article class="md-content__inner">{markup}</article></body></html>',
        encoding="utf-8",
    )
    page = parsed(file)
    assert unnamed_pictures(page) + wrong_languages(page) == [fault]


# Keyboard only

# What can be reached, whether it is seen, and how its focus looks. A switch of no size has its label drawn.
FOCUSED = """() => {
  const own = document.activeElement;
  if (own === document.body) return null;
  const drawn = own.matches('.md-option') ? own.nextElementSibling : own;
  const box = drawn.getClientRects()[0] || drawn.getBoundingClientRect(), style = getComputedStyle(drawn);
  const x = Math.min(Math.max((box.left + box.right) / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max((box.top + box.bottom) / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  own.dataset.visited = 'yes';
  return {
    name: own.outerHTML.slice(0, 120),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 && style.outlineColor !== 'rgba(0, 0, 0, 0)',
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
      && top !== null && (drawn.contains(top) || top.contains(drawn)),
  };
}"""
# Links and controls on the screen that the keyboard has not reached.
UNREACHED = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, label[for]')]
  .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && each.getClientRects().length
    && !each.dataset.visited && !each.matches('.md-overlay, .md-search__overlay, .md-option ~ label, .md-option, [type=checkbox], [for=__toc]')
    && !each.closest('.md-search__inner') && each.getBoundingClientRect().width > 0)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(
    ("width", "mode"), [(PHONE["width"], "light"), (DESK["width"], "high-contrast")], ids=["phone", "desk"]
)
@pytest.mark.parametrize("kind", ["home", "publisher-one-year", "figure", "students-by-place", "downloads"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    tab: Page, whole: str, kind: str, width: int, mode: str
) -> None:
    page = opened(tab, whole, kind, "zh", mode, width=width)
    wrong, stops = [], 0
    while found := press_tab(page):
        stops += 1
        assert stops < 1500, f"a trap at {found['name']}"
        for _ in range(10):  # the search folds away while the next link is reached
            if found["seen"]:
                break
            page.wait_for_timeout(50)
            found = page.evaluate(FOCUSED)
        if not (found["ring"] and found["seen"]):
            wrong.append(found)
    assert wrong == []
    assert page.evaluate(UNREACHED) == []
    assert stops > 20


def press_tab(page: Page) -> dict[str, Any] | None:
    page.keyboard.press("Tab")
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu_and_search_open_by_keyboard(tab: Page, whole: str, language: str) -> None:
    page = opened(tab, whole, "publisher-two-years", language)
    page.locator("button[for=__drawer]").press("Enter")
    home = page.locator(".md-sidebar--primary a.md-nav__link").first
    expect(home).to_be_in_viewport()
    home.press("Enter")
    page.wait_for_url(f"{whole}/{LANGUAGES[language]}index.html")
    page.locator("button[for=__search]").press("Enter")
    page.keyboard.insert_text({"zh": "资助", "en": "aid"}[language])
    page.keyboard.press("End")
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__output")).not_to_be_in_viewport()


# Enlarged, small, and without a script

# Words outside the screen that no scrolling box would bring back, and boxes that cut their words off.
LOST = """() => {
  const scrolls = (each) => each && each !== document.body
    && (['auto', 'scroll'].includes(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
  const found = [];
  for (const each of document.querySelectorAll('article *, header *, footer *')) {
    const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || each.closest('.md-search, .md-header__topic')) continue;
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    if (box.width && (box.right > innerWidth + 1 || box.left < -1) && !scrolls(each)) found.push(each.outerHTML.slice(0, 150));
    if (['hidden', 'clip'].includes(style.overflowX) && each.scrollWidth > each.clientWidth + 1 && box.width > 1) found.push(each.outerHTML.slice(0, 150));
  }
  return found;
}"""


# Controls smaller than 24 px either way; links inside sentences are as tall as their line.
SMALL = """() => [...document.querySelectorAll(
    'button, summary, input, .md-header__button, .yb-language, .yb-local a, .yb-more a, .yb-tiles a, .yb-years a, .yb-verdicts a, .md-nav__link')]
  .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !each.closest('.md-search__inner')
    && !each.matches('.md-toggle, .md-option'))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width && (box.height < 24 || box.width < 24))
  .map(([each, box]) => `${each.outerHTML.slice(0, 120)} ${box.width} x ${box.height}`)"""
# Letters of less than 12 px as they are drawn; those of a drawing shrink and grow with it.
TINY = """() => {
  const found = [];
  for (const each of document.querySelectorAll('body *')) {
    const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || each.matches('script, style, title, desc') || !each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const scale = each.ownerSVGElement ? each.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(each).fontSize) * scale;
    if (size < 11.99) found.push(`${size.toFixed(2)} ${each.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_or_too_small_at_any_size(tab: Page, whole: str, kind: str, language: str) -> None:
    page = opened(tab, whole, kind, language, **ENLARGED)
    assert page.evaluate("document.documentElement.scrollWidth") <= ENLARGED["width"]
    assert page.evaluate(LOST) == []
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate(SMALL) == []
        assert page.evaluate(TINY) == []


# What is printed outside a sheet of A4 with margins of a centimetre.
PAPER = {"width": 718, "height": 1047}
CUT_OFF = """() => [...document.querySelectorAll('article *')]
  .filter((each) => each.checkVisibility() && each.getClientRects().length && each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["students-by-place", "publisher-many-years", "reconciliation-by-year"])
def test_paper_cuts_nothing_off(tab: Page, whole: str, kind: str, language: str) -> None:
    page = opened(tab, whole, kind, language, "print", **PAPER)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.evaluate(CUT_OFF) == []


def test_small_and_lost_things_would_be_found(tab: Page, whole: str) -> None:
    page = opened(tab, whole, "home", "zh", **ENLARGED)
    page.evaluate("""() => {
      const article = document.querySelector('article');
      const add = (tag, text, style) => {
        const made = Object.assign(document.createElement(tag), { textContent: text });
        made.style.cssText = style;
        article.append(made);
      };
      add('button', '', 'display: block; width: 5px; height: 5px');
      add('p', '看不清', 'font-size: 11px');
      add('p', '看不见', 'position: absolute; left: 400px');
      add('p', '看不完', 'width: 10px; overflow: hidden; white-space: nowrap');
    }""")
    assert len(page.evaluate(SMALL)) == 1
    assert len(page.evaluate(TINY)) == 1
    assert len(page.evaluate(LOST)) == 2


@pytest.fixture(scope="module")
def plain_tab(browser: Browser) -> Iterator[Page]:
    """A tab that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_the_same_without_a_script(tab: Page, plain_tab: Page, whole: str, kind: str) -> None:
    """The words of the page, its links, and a way to other pages."""
    language = "en" if list(KINDS).index(kind) % 2 else "zh"
    with_script = words_of(opened(tab, whole, kind, language))
    plain_tab.goto(f"{whole}/{address_of(kind, language)}")
    assert words_of(plain_tab) == with_script
    assert plain_tab.locator("article h1").is_visible()
    assert plain_tab.locator(".yb-language:visible").count() == 1
    assert plain_tab.locator("article a:visible").count() > 0
    for fold in plain_tab.locator("article details > summary").all()[:1]:
        fold.click()
        assert plain_tab.locator("article details[open]").count() == 1


def words_of(page: Page) -> str:
    """What a page shows: all of its own part, without the buttons and tools a script adds."""
    page.wait_for_load_state()
    return " ".join(
        str(
            page.evaluate("""() => {
      const own = document.querySelector('article').cloneNode(true);
      for (const each of own.querySelectorAll('.yb-take button, .yb-tools, .yb-ask, .yb-turned')) each.remove();
      return own.textContent;
    }""")
        ).split()
    )
