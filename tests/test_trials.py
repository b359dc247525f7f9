"""What a citizen comes for, walked from the home page: three taps at most, on links chosen by their words.

A link may be tapped only where a person sees it: scrolling down is free, swiping sideways is not, neither of the page
nor of anything in it. Each walk is made in both languages, on a phone and a desk, with and without JavaScript.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.kinds import DESK, PHONE

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "desk": DESK}
MOST_TAPS = 3

# Whether a person who scrolls down to an element sees it: a line of it inside the screen and under nothing else.
SEEN = """(element) => {
  scrollTo(0, scrollY + element.getBoundingClientRect().top - innerHeight / 2);
  return [...element.getClientRects()].some((box) => {
    if (!box.width || box.left < 0 || box.right > innerWidth) return false;
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return top !== null && (element.contains(top) || top.contains(element));
  });
}"""


@dataclass
class Walk:
    """A person on the site: what they tap, and how often they have."""

    page: Page
    language: str
    taps: int = 0

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def tap(self, zh: str, en: str) -> None:
        """Tap the first link a person sees that says this; what stands beside the page only repeats its headings."""
        self.find("article a", zh, en).click()
        self.page.wait_for_load_state()
        self.taps += 1
        assert self.taps <= MOST_TAPS
        assert self.fits()

    def find(self, what: str, zh: str, en: str) -> Locator:
        """The first element that says this and is seen without swiping sideways."""
        said = self.say(zh, en)
        found = self.page.locator(what).filter(has_text=re.compile(rf"^\s*{re.escape(said)}"))
        for each in found.all():
            if self.sees(each):
                return each
        raise AssertionError(f"nobody sees “{said}” among {found.count()} on {self.page.url}")

    def sees(self, element: Locator) -> bool:
        return bool(element.evaluate(SEEN))

    def fits(self) -> bool:
        """Whether the page needs no scrolling sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        return bool(wide <= self.page.evaluate("innerWidth"))

    def reads(self, selector: str, *pieces: str) -> None:
        """Assert that an element says all of this and is seen."""
        found = self.page.locator(selector).first
        said = " ".join(found.inner_text().split())
        assert [each for each in pieces if each not in said] == [], said
        assert self.sees(found), f"nobody sees {selector}: {said}"


@pytest.fixture(scope="module", params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=[True, False], ids=["script", "no-script"])
def page(request: pytest.FixtureRequest, browser: Browser, size: str) -> Iterator[Page]:
    """A tab kept open: a fresh one for every walk would cost more than the walk."""
    viewport = SIZES[size]
    context = browser.new_context(java_script_enabled=request.param, viewport=viewport)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture(params=["zh", "en"])
def walk(request: pytest.FixtureRequest, page: Page, whole: str) -> Walk:
    """A person who has just opened the home page."""
    page.goto(f"{whole}/{'' if request.param == 'zh' else 'en/'}index.html")
    begun = Walk(page=page, language=request.param)
    assert begun.fits()
    return begun


def test_a_parent_finds_the_school(walk: Walk) -> None:
    walk.tap("长春市二道区", "Erdao District")
    walk.tap("学校", "Schools")
    walk.tap("长青小学", "Changqing Primary School")
    walk.reads("h1", walk.say("长青小学", "Changqing Primary School"))
    walk.reads("article ul li", walk.say("送教上门", "Teaching at home"))


def test_a_villager_finds_the_township(walk: Walk) -> None:
    walk.tap("金寨县", "Jinzhai County")
    walk.tap("各地", "Places")
    walk.tap("梅山", "Meishan")
    walk.reads("h1", walk.say("梅山", "Meishan"))
    walk.find("article td a", "991人", "991 students")
    assert walk.sees(walk.page.locator("article figure svg").first)


def test_a_doubter_goes_from_the_number_to_its_row_and_its_source(walk: Walk) -> None:
    walk.tap("295万元", "RMB 2.95 million")
    walk.reads(".yb-hero", walk.say("295万元", "RMB 2.95 million"))
    walk.reads("#row ~ p", "funds.csv", "2018-aid-paid")
    walk.reads("dl.yb-row", "aid-paid", "2018")
    walk.tap("二道区教育脱贫攻坚工作总结", "Erdao District: summary of poverty alleviation")
    anchor = walk.page.url.partition("#")[2]
    walk.reads(f"h2[id='{anchor}']", walk.say("二道区教育脱贫攻坚工作总结", "Erdao District: summary"))


def test_a_deputy_sees_what_was_promised_and_when_it_is_due(walk: Walk) -> None:
    walk.tap("20 项尚无公开结果", "no public result yet: 20")
    walk.reads("h1", walk.say("承诺", "Promises"))
    promises = walk.page.locator(".yb-promises > li")
    assert promises.count() == 20
    walk.reads(
        ".yb-of-every",
        walk.say("尚无公开结果", "no public result yet"),
        walk.say("期限：原文未说明", "Due: not stated in the source"),
        walk.say("责任单位：原文未说明", "Responsible: not stated in the source"),
    )
    assert walk.page.get_by_text(walk.say("期限：", "Due:")).count() == 1


def test_a_journalist_sees_a_sum_that_fails_and_the_value_that_would_mend_it(walk: Walk) -> None:
    walk.tap("7 条原文数字不符", "fails in the source: 7")
    walk.reads(
        ".yb-relation.yb-fails .yb-statement", walk.say("各乡镇的初中寄宿生", "The boarders in junior")
    )
    walk.reads(".yb-relation.yb-fails .yb-equation", walk.say("74人", "74 students"), "3,398")
    walk.reads(".yb-relation.yb-fails ins", walk.say("3,398人", "3,398 students"))


def test_a_researcher_downloads_the_aid_of_a_publisher(walk: Walk, tmp_path: Path) -> None:
    walk.tap("长春市二道区", "Erdao District")
    walk.tap("下载", "Downloads")
    assert "2018-aid-paid" in {row["id"] for row in downloaded(walk, tmp_path, "funds.csv", "funds.csv")}


def test_a_researcher_downloads_the_aid_of_all_publishers(walk: Walk, tmp_path: Path) -> None:
    rows = downloaded(walk, tmp_path, "CSV · 经费与资助", "CSV · Funds and aid")
    assert {"china", "erdao", "jinzhai"} <= {row["publisher"] for row in rows}


def downloaded(walk: Walk, folder: Path, zh: str, en: str) -> list[dict[str, str]]:
    """Tap a link to a table and read what is saved."""
    with walk.page.expect_download() as waiting:
        walk.find("article a", zh, en).click()
    walk.taps += 1
    assert walk.taps <= MOST_TAPS
    file = folder / "table.csv"
    waiting.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
