"""Every page stands on its own: its answer, whose it is, whom to ask, a code to quote, what a share shows."""

from __future__ import annotations

import csv
import io
import re
from posixpath import dirname, join, normpath

import pytest
from conftest import Site
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import ROOT
from yearbook.pages.answers import page_code, share_title
from yearbook.words import read_words

SAYS_A_NUMBER = re.compile(r"^(en/)?erdao/(\d{4}/|figures/[0-9]|places/[a-z]+-|reconciliation/|index\.html)")


def meta(site: Site, path: str, name: str) -> str:
    (found,) = site.pages[path].xpath(f"//meta[@name='{name}' or @property='{name}']/@content")
    return str(found)


def test_the_description_of_a_page_is_its_answer_with_the_number_in_it(site: Site) -> None:
    given_none = {each.id for each in site.figures.values() if each.quantity is None}
    for path in site.pages:
        if SAYS_A_NUMBER.match(path) and path.split("/")[-2] not in given_none:
            said = meta(site, path, "description")
            assert re.search(r"\d", said), (path, said)
            assert meta(site, path, "og:description") == said


def test_a_shared_title_fits_and_has_a_picture_of_the_publisher(site: Site) -> None:
    for path in site.pages:
        words = site.words_of(path)
        assert 0 < len(meta(site, path, "og:title")) <= (20 if words.language == "zh" else 60), path
        if "erdao/" in path:
            picture = normpath(join(dirname(path), meta(site, path, "og:image")))
            assert picture == f"share/erdao.{words.language}.png"
            assert (site.folder / picture).read_bytes().startswith(b"\x89PNG")


def test_every_page_has_a_code_of_its_own_the_same_in_every_language(site: Site) -> None:
    codes: dict[str, set[str]] = {}
    for path, page in site.pages.items():
        (code,) = page.xpath("//code[@class='yb-code']/text()")
        codes.setdefault(code, set()).add(path.removeprefix("en/"))
        (link,) = page.xpath("//aside[@class='yb-notice']//a[contains(@href, '?')]/@href")
        assert link.endswith(f"report-a-problem/index.html?{code}")
    assert all(len(paths) == 1 for paths in codes.values())


def test_the_list_of_codes_leads_to_every_page(site: Site) -> None:
    body = (site.folder / "data/page-codes.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    listed = {row["code"]: row["address"] for row in rows}
    assert len(listed) == len(rows)
    chinese = {path for path in site.pages if not path.startswith("en/")}
    assert set(listed.values()) == chinese
    for code, address in listed.items():
        assert site.pages[address].xpath("//code[@class='yb-code']/text()") == [code]


def test_every_page_of_a_publisher_says_when_and_whom_to_ask(site: Site) -> None:
    for path, page in site.pages.items():
        if "erdao/" in path:
            words = site.words_of(path)
            (notice,) = page.xpath("//aside[@class='yb-notice']")
            said = " ".join(notice.text_content().split())
            assert words("site.dated", date=words.date(site.result.package.created.date())) in said
            assert words("site.ask") in said
            assert words.pick(site.result.package.publisher) in said


@given(st.text(min_size=1, max_size=200))
def test_a_code_has_six_signs_that_are_not_taken_for_one_another(address: str) -> None:
    assert re.fullmatch("[2-9A-HJKMNP-TV-Z]{6}", page_code(address))
    assert page_code(address) == page_code(address)


@pytest.mark.parametrize("language", ["zh", "en"])
@given(title=st.text(min_size=1, max_size=200))
def test_a_long_title_is_cut_where_it_is_shared_and_a_short_one_kept(language: str, title: str) -> None:
    (words,) = (each for each in read_words(ROOT / "words") if each.language == language)
    most = 20 if language == "zh" else 60
    shared = share_title(title, words)
    assert len(shared) <= most
    assert (shared == title) == (len(title) <= most)


def test_the_first_screen_of_a_publisher_answers_each_question_in_a_line(site: Site) -> None:
    for words in site.languages:
        page = site.pages[("" if words.language == "zh" else "en/") + "erdao/index.html"]
        (brief,) = page.xpath("//dl[@class='yb-brief']")
        asked = [each.text_content() for each in brief.xpath("dt")]
        keys = ("people", "sources", "before", "promised", "adds_up", "ask")
        assert asked == [words(f"brief.{key}") for key in keys]
        assert all(each.text_content().strip() for each in brief.xpath("dd"))
        assert page.xpath("//p[@class='yb-hero']/a/@data-fact") == ["2018-aid-paid"]
