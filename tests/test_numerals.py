"""Numbers in running text: what counts, how much it says and how firmly; and what is no number at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import ROOT
from yearbook.model import Indicator, Package, Quantity
from yearbook.numerals import Numeral, numerals
from yearbook.read import read_packages
from yearbook.store import Store
from yearbook.words import Words, read_words

LANGUAGES = read_words(ROOT / "words")


def only(text: str, language: str) -> Numeral:
    (found,) = numerals(text, language)
    return found


# text, value, qualifier, resolution, unit
STATISTICS = {
    "zh": [
        ("39517人", "39517", "exact", "1", "人"),
        ("39,517名", "39517", "exact", "1", "名"),
        ("３９，５１７人", "39517", "exact", "1", "人"),
        ("92.7万元", "927000", "exact", "1000", "元"),
        ("200余万元", "2000000", "more_than", "10000", "元"),
        ("3万余人次", "30000", "more_than", "10000", "人次"),
        ("30多名", "30", "more_than", "1", "名"),
        ("十来个", "10", "more_than", "1", "个"),
        ("近百名", "100", "nearly", "100", "名"),
        ("上百名", "100", "nearly", "100", "名"),
        ("百余名", "100", "more_than", "100", "名"),
        ("约45万人", "450000", "about", "10000", "人"),
        ("400人左右", "400", "about", "1", "人"),
        ("400人以上", "400", "at_least", "1", "人"),
        ("56人及以上", "56", "at_least", "1", "人"),
        ("不超过400人", "400", "at_most", "1", "人"),
        ("超过400人", "400", "more_than", "1", "人"),
        ("一百二十节", "120", "exact", "1", "节"),
        ("三万余人", "30000", "more_than", "10000", "人"),
        ("两所", "2", "exact", "1", "所"),
        ("1亿2000万元", "120000000", "exact", "10000", "元"),
        ("40%", "0.40", "exact", "0.01", "%"),
        ("百分之三十一", "0.31", "exact", "0.01", "%"),
        ("三成", "0.3", "exact", "0.1", "成"),
        ("三分之一", "0.33", "about", "0.01", "%"),
        ("1,000元/人", "1000", "exact", "1", "元/人"),
        ("¥5000", "5000", "exact", "1", "元"),
        ("-5%", "-0.05", "exact", "0.01", "%"),
        ("1916人次", "1916", "exact", "1", "人次"),
    ],
    "en": [
        ("39,517 students", "39517", "exact", "1", "students"),
        ("RMB 2.95 million", "2950000", "exact", "10000", "RMB"),
        ("more than RMB 2 million", "2000000", "more_than", "1000000", "RMB"),
        ("RMB 1,000 per person", "1000", "exact", "1", "RMB per person"),
        ("nearly a hundred teachers", "100", "nearly", "100", "teachers"),
        ("at least 400 persons", "400", "at_least", "1", "persons"),
        ("400 or more", "400", "at_least", "1", ""),
        ("no more than 400", "400", "at_most", "1", ""),
        ("up to 400", "400", "at_most", "1", ""),
        ("twenty-five schools", "25", "exact", "1", "schools"),
        ("two hundred and three pupils", "203", "exact", "1", "pupils"),
        ("31 per cent", "0.31", "exact", "0.01", "per cent"),
        ("35,000 m²", "35000", "exact", "1", "m²"),
        ("-5%", "-0.05", "exact", "0.01", "%"),
    ],
}


@pytest.mark.parametrize("language", STATISTICS)
def test_a_statistic_is_read_with_its_hedge_its_fineness_and_its_unit(language: str) -> None:
    for text, value, qualifier, resolution, unit in STATISTICS[language]:
        found = only(text, language)
        read = (found.value, found.qualifier, found.resolution, found.unit, found.kind, found.text)
        assert read == (Decimal(value), qualifier, Decimal(resolution), unit, "statistic", text)


KINDS = {
    "zh": [
        ("2018年", "year"), ("2018", "year"), ("二〇一八年", "year"), ("2018年5月4日", "date"), ("7月", "date"),
        ("2018-05-04", "date"), ("从教30年", "duration"), ("三个月", "duration"), ("第3批", "ordinal"), ("第一", "ordinal"),
        ("〔2018〕12号", "label"), ("1.强化资助", "label"), ("（3）", "label"), ("0431-12345678", "label"), ("IPv6", "label"),
        ("100000000000", "label"), ("295000000元", "statistic"),
        ("唯一一个", "article"), ("上一年", "article"),
    ],
    "en": [
        ("2018", "year"), ("4 May 2018", "date"), ("1st", "ordinal"), ("No. 57", "label"), ("one school", "article"),
        ("2018/19", "label"), ("12345678901 now", "label"), ("three years", "duration"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", KINDS)
def test_what_is_no_statistic_is_given_with_its_kind(language: str) -> None:
    assert [(text, only(text, language).kind) for text, _ in KINDS[language]] == KINDS[language]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("一次性给予一些帮助，一起统一认识", "zh"),
        ("一是、二是、三是；一、基本情况；（一）", "zh"),
        ("九年一贯制、三通两平台、“三个不能少”、二道区", "zh"),
        ("数百名、几十所、三五名", "zh"),
        ("五个方面、四大体系、老百姓、千方百计", "zh"),
        ("one of them, once, one-off, one another", "en"),
        ("hundreds of pupils", "en"),
    ],
)
def test_idioms_and_vague_words_are_no_numbers(text: str, language: str) -> None:
    assert list(numerals(text, language)) == []


def test_a_hedge_is_a_word_of_its_own() -> None:
    """近 in 最近 and 约 in 节约 say nothing about the number that follows."""
    for text in ("节约200元", "最近200元", "签约200元"):
        assert (only(text, "zh").qualifier, only(text, "zh").text) == ("exact", "200元")


def test_a_minus_after_a_word_is_no_hyphen() -> None:
    assert [only(text, "zh").value for text in ("变化是-5%", "增长率为−5%")] == [Decimal("-0.05")] * 2


@pytest.mark.parametrize("verb", ["add", "adds", "added"])
def test_what_adds_up_to_a_sum_is_that_sum(verb: str) -> None:
    assert only(f"the parts {verb} up to 3,398", "en").qualifier == "exact"
    assert only(f"they {verb} more than 400 places", "en").qualifier == "more_than", "any other hedge stays"


def test_the_first_end_of_a_range_has_the_scale_and_unit_of_the_second() -> None:
    for text, language in (("3—5万元", "zh"), ("三至五万元", "zh")):
        first, second = numerals(text, language)
        assert (first.value, first.unit, second.value) == (30000, "元", 50000)
    first, second = numerals("3 to 5 million", "en")
    assert (first.value, second.value) == (3_000_000, 5_000_000)


def test_spans_point_at_the_wording_and_at_its_digits() -> None:
    text = "今年资助近２００万元。"
    found = only(text, "zh")
    assert text[found.start : found.end] == found.text == "近２００万元"
    assert text[slice(*found.digits)] == "２００"


@cache
def packages() -> tuple[Package, ...]:
    return read_packages(ROOT / "datapackages", Store(None), ())[0]


def figures() -> list[tuple[Quantity, Indicator, Package]]:
    return [
        (fact.quantity, package.indicators[fact.indicator], package)
        for package in packages()
        for fact in package.observations.values()
        if fact.quantity
    ]


def read_back(quantity: Quantity, indicator: Indicator, package: Package, words: Words) -> Quantity:
    """What a reader of the published wording knows of a figure."""
    (found, *others) = numerals(words.figure(quantity, indicator, package), words.language)
    assert (
        others == []
        or "比" in found.text + others[-1].text
        or "per" in others[-1].text
        or "1名" in others[-1].text
    )
    return replace(quantity, value=found.value, qualifier=found.qualifier, resolution=found.resolution)


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_every_figure_of_every_package_is_read_back_as_it_was_written(words: Words) -> None:
    compared = 0
    for quantity, indicator, package in figures():
        said = words.figure(quantity, indicator, package)
        again = read_back(quantity, indicator, package, words)
        assert (again.value, again.qualifier) == (quantity.value, quantity.qualifier), said
        assert words.figure(again, indicator, package) == said
        compared += 1
    assert compared > 1000


@given(
    at=st.integers(min_value=0),
    digits=st.integers(min_value=1, max_value=10**7),
    exponent=st.integers(min_value=-2, max_value=8),
    qualifier=st.sampled_from(["exact", "about", "more_than", "at_least", "nearly", "at_most"]),
)
def test_any_number_is_read_back_as_it_was_written(
    at: int, digits: int, exponent: int, qualifier: str
) -> None:
    every = figures()
    quantity, indicator, package = every[at % len(every)]
    resolution = Decimal(1).scaleb(exponent if indicator.unit != "ratio" else min(exponent, 0) - 2)
    made_up = replace(quantity, value=digits * resolution, resolution=resolution, qualifier=qualifier)
    for words in LANGUAGES:
        said = words.figure(made_up, indicator, package)
        again = read_back(made_up, indicator, package, words)
        assert (again.value, again.qualifier) == (made_up.value, qualifier), said
        if all(each.keeps_zeros for each in words.scales):
            assert words.figure(again, indicator, package) == said
