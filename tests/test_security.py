"""No page runs a script or takes a style that was not made with it, from a server as from a disk."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from yearbook.errors import SiteError
from yearbook.website.finish import with_search_and_policy

if TYPE_CHECKING:
    from tests.conftest import Site

DESK = {"width": 1280, "height": 800}
SCHEMES = ("http", "file")
# A page as the theme makes it, as far as the policy goes.
FRAME = """<head><meta charset="utf-8"></head><body><script>theme()</script><article>{content}</article>
<script src="../assets/javascripts/bundle.12345678.min.js"></script></body>"""
LISTEN = """window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => refused.push(event.violatedDirective));"""


def policy_of(html: str) -> dict[str, list[str]]:
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    return {name: sources for name, *sources in (each.split() for each in policy.split(";"))}


def hash_of(script: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def a_page_of_each_kind(site: Site) -> dict[str, str]:
    """The first page of each template, in each language, by the template's name."""
    kinds: dict[str, str] = {}
    for each in json.loads((site.folder / "manifest.json").read_text(encoding="utf-8"))["files"]:
        if each["path"].endswith(".html"):
            language = "en" if each["path"].startswith("en/") else "zh"
            for name in (name for name in each["made_from"] if name.startswith("templates/site/")):
                kinds.setdefault(f"{name}, {language}", each["path"])
    return kinds


@pytest.fixture(params=SCHEMES)
def to(request: pytest.FixtureRequest, address: str, site: Site) -> Callable[[str], str]:
    home = address if request.param == "http" else site.folder.as_uri()
    return lambda path: f"{home}/{path}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    opened.add_init_script(LISTEN)
    yield opened
    opened.close()


# What every page says


def test_every_page_allows_the_scripts_it_was_made_with_and_no_others(site: Site) -> None:
    for path in site.pages:
        html = (site.folder / path).read_text(encoding="utf-8")
        policy = policy_of(html)
        engine = {"'wasm-unsafe-eval'"} if "data-engine" in html else set()
        assert set(re.findall(r"'[^']*unsafe[^']*'", str(policy).replace('"', " "))) <= engine, path
        assert policy["default-src"] == ["'none'"], path
        inline = {hash_of(each) for each in re.findall(r"<script>(.*?)</script>", html, re.DOTALL)}
        assert set(policy["script-src"]) == {"'self'", "file:"} | engine | inline, path
        assert html.index("Content-Security-Policy") < html.index("<script"), path


def test_no_page_has_a_style_or_a_handler_of_its_own(site: Site) -> None:
    for path, page in site.pages.items():
        assert page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]") == [], path
        assert page.xpath("//article//script") == [], path


def test_a_script_in_the_content_is_not_allowed() -> None:
    html = with_search_and_policy(FRAME.format(content="<script>steal()</script>"))
    assert policy_of(html)["script-src"][2:] == [hash_of("theme()")]


@pytest.mark.parametrize("gone", ['<meta charset="utf-8">', "bundle."])
def test_a_theme_of_another_make_is_noticed(gone: str) -> None:
    with pytest.raises(SiteError):
        with_search_and_policy(FRAME.replace(gone, ""))


# What browsers make of it


@pytest.mark.browser
def test_no_kind_of_page_does_what_its_policy_refuses(
    page: Page, to: Callable[[str], str], site: Site
) -> None:
    trouble: list[str] = []
    page.on("console", lambda each: trouble.append(each.text))
    page.on("pageerror", lambda each: trouble.append(str(each)))
    kinds = a_page_of_each_kind(site)
    assert len(kinds) > 20
    for kind, path in kinds.items():
        page.goto(to(path))
        # What the theme does later: its menu, the other colours, the search and the marks on the page it leads to.
        page.locator("[data-md-component=palette] label:visible").click()
        page.locator(".md-search__input").click()
        page.keyboard.insert_text("2018")
        page.keyboard.press("End")
        page.locator(".md-search-result__item a").first.click()
        page.wait_for_url("**h=2018*")
        assert page.evaluate("document.documentElement.classList.contains('js')"), "the theme's scripts run"
        assert (page.evaluate("refused"), trouble) == ([], []), kind


@pytest.mark.browser
def test_what_was_not_made_with_the_page_is_refused(page: Page, to: Callable[[str], str]) -> None:
    page.goto(to("index.html"))
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.stolen = true";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.stolen = true">');
          document.body.insertAdjacentHTML("beforeend", '<p id="styled" style="color: rgb(1, 2, 3)">x</p>');
          document.body.append(Object.assign(document.createElement("iframe"), { src: "about:srcdoc" }));
          document.body.append(Object.assign(new Image(), { src: "https://elsewhere.invalid/x.png" }));
        }"""
    )
    page.wait_for_function("refused.length >= 4")
    assert {"script-src-elem", "script-src-attr", "style-src-attr", "img-src"} <= set(
        page.evaluate("refused")
    )
    assert page.evaluate("window.stolen") is None
    assert page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(1, 2, 3)"
