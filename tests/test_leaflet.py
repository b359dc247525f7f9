"""Leaflet, poster and school-gate sheet: one sheet each, legible at their distance, in grey too."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import zxingcpp

from charts import make_charts
from tests.cases import GOOD, ROOT
from tests.printed import PPI, contrast, pages, pictures
from tests.readback import Paper
from tests.test_report import FOLDERS, LANGUAGES, result_of, squeezed, text_of
from yearbook.errors import PaperError
from yearbook.model import Contact, Package, Result, Text
from yearbook.pages import relations, years
from yearbook.pages.answers import page_code
from yearbook.pages.card import sight
from yearbook.report import display
from yearbook.report.edition import Edition
from yearbook.report.posters import KINDS, compose, make_posters
from yearbook.store import Store
from yearbook.words import Words

FOLDERS |= {name: ROOT / "datapackages" / name for name in ("jinzhai", "china")}
SHEETS = {"leaflet": [(297, 210)] * 2, "poster": [(297, 420)], "gate": [(210, 297)]}
# In points: the smallest words of each paper, by the distance it is read from; and its number.
SMALLEST = {"leaflet": 8, "poster": 18, "gate": 14}
LARGEST = {"leaflet": 44, "poster": 120, "gate": 60}
ROUNDED = 0.01
# In millimetres: a module of the QR code, a 750th of the distance.
MODULES = {"leaflet": 0.6, "poster": 2, "gate": 1}
HOME = "https://data.example.org/figures/"
PUBLISHERS = [(name, language) for name in ("good", "erdao", "jinzhai", "china") for language in LANGUAGES]
each_publisher = pytest.mark.parametrize(("name", "language"), PUBLISHERS)
each_kind = pytest.mark.parametrize("kind", KINDS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def papers(name: str, language: str) -> dict[str, bytes]:
    result, words = result_of(name), LANGUAGES[language]
    # The charts of many years take long to draw, and their sizes are those of the others.
    charts = make_charts(result, words, Store(None)) if name != "china" else ()
    return {each.path: each.body for each in make_posters(result, words, charts, (), Store(None))}


def printed(kind: str, result: Result, year: int, words: Words) -> tuple[bytes, dict[str, Any]]:
    """One paper without charts, and the document it was typeset from."""
    document = compose(Edition(result, year, words), ()) | display.head(result.package, words, "made up")
    path = f"reports/{result.package.id}/{year}/{kind}.{words.language}.pdf"
    made = {each.path: each.body for each in make_posters(result, words, (), (), Store(None))}
    return made[path], document


def changed(name: str, **changes: Any) -> Result:
    result = result_of(name)
    return replace(result, package=replace(result.package, **changes))


def at_home(package: Package) -> dict[str, Any]:
    return {"descriptor": json.dumps(json.loads(package.descriptor) | {"homepage": HOME})}


@each_publisher
def test_the_years_shown_at_length_have_all_three_papers(name: str, language: str) -> None:
    shown = years.latest(result_of(name).package)
    expected = {f"reports/{name}/{year}/{kind}.{language}.pdf" for year in shown for kind in KINDS}
    assert papers(name, language).keys() == expected


@each_publisher
def test_each_paper_is_one_sheet_of_its_size(name: str, language: str) -> None:
    for path, body in papers(name, language).items():
        assert pages(body) == SHEETS[path.rpartition("/")[2].partition(".")[0]], path


@each_publisher
def test_no_words_are_smaller_than_the_distance_allows(name: str, language: str) -> None:
    for path, body in papers(name, language).items():
        kind = path.rpartition("/")[2].partition(".")[0]
        sizes = [run.size for page in Paper(body).pages for run in page]
        assert min(sizes) >= SMALLEST[kind] - ROUNDED, path
        assert max(sizes) >= LARGEST[kind], path


@each_kind
@each_language
def test_every_word_is_legible_in_grey(kind: str, language: str) -> None:
    result, words = result_of("erdao"), LANGUAGES[language]
    edition = Edition(result, 2018, words)
    charts = make_charts(result, words, Store(None))
    document = compose(edition, charts) | display.head(result.package, words, "made up")
    body = papers("erdao", language)[f"reports/erdao/2018/{kind}.{language}.pdf"]
    faint = [
        (at, run, round(contrast(picture, run), 1))
        for at, (picture, page) in enumerate(zip(pictures(kind, document), Paper(body).pages, strict=True))
        for run in page
        # A single letter may be the space at the end of a line.
        if len(run.text) > 1 and contrast(picture, run) < 4.5
    ]
    assert faint == []


@each_kind
@each_language
def test_the_code_is_read_from_the_page_and_leads_to_the_year(kind: str, language: str) -> None:
    result = changed("good", **at_home(result_of("good").package))
    body, document = printed(kind, result, 2024, LANGUAGES[language])
    (found,) = zxingcpp.read_barcodes(pictures(kind, document)[0])
    address = HOME + ("" if language == "zh" else f"{language}/") + "good/2024/"
    assert found.text == address
    corners = found.position
    wide = (corners.top_right.x - corners.top_left.x) / PPI * 25.4
    modules = document["way"]["modules"] - 2 * 4
    assert wide / modules == pytest.approx(MODULES[kind], abs=0.05)
    assert squeezed(address.removeprefix("https://")) in text_of(body)


@each_publisher
def test_a_code_and_a_telephone_fit_too(name: str, language: str) -> None:
    package = result_of(name).package
    result = changed(name, contact=Contact(telephone="000-00000000", address="虚构路"), **at_home(package))
    for each in make_posters(result, LANGUAGES[language], (), (), Store(None)):
        kind = each.path.rpartition("/")[2].partition(".")[0]
        assert pages(each.body) == SHEETS[kind]
        assert min(run.size for page in Paper(each.body).pages for run in page) >= SMALLEST[kind] - ROUNDED


@each_kind
@each_language
def test_without_an_address_the_path_and_the_page_code_are_printed(kind: str, language: str) -> None:
    described = json.loads(result_of("good").package.descriptor)
    nowhere = changed("good", descriptor=json.dumps({**described, "homepage": ""}))
    body, document = printed(kind, nowhere, 2024, LANGUAGES[language])
    assert not zxingcpp.read_barcodes(pictures(kind, document)[0])
    assert document["way"]["qr"] == ""
    words = LANGUAGES[language]
    assert squeezed(words("report.address", path="good/2024/")) in text_of(body)
    assert page_code("good/2024/") in text_of(body)


@each_kind
@each_language
def test_whom_to_call_is_printed_or_that_the_source_gives_nobody(kind: str, language: str) -> None:
    words = LANGUAGES[language]
    none = squeezed(words("site.no_telephone_long"))
    assert none in text_of(printed(kind, result_of("good"), 2024, words)[0])
    reachable = changed("good", contact=Contact(telephone="000-0000000", address="虚构路"))
    said = text_of(printed(kind, reachable, 2024, words)[0])
    assert {"000-0000000" in said, "虚构路" in said, none not in said} == {True}


@each_kind
@each_language
def test_aid_is_shown_with_and_without_loans(kind: str, language: str) -> None:
    result, words = result_of("erdao"), LANGUAGES[language]
    (total,) = relations.totals_with_loans(result, 2018)
    said = text_of(papers("erdao", language)[f"reports/erdao/2018/{kind}.{language}.pdf"])
    for figure in (total.total, total.without, *total.loans):
        assert squeezed(display.figure_of(Edition(result, 2018, words), figure)) in said
    assert squeezed(words("display.with_loans")) in said


@pytest.mark.parametrize(
    ("name", "year", "key"),
    [
        ("jinzhai", 2021, "no_loans"),
        ("china", 2021, "loans_unknown"),
        ("china", 2023, ""),
        ("erdao", 2024, ""),
    ],
)
def test_where_no_loans_can_be_told_apart_it_says_why(name: str, year: int, key: str) -> None:
    words = LANGUAGES["zh"]
    loans = compose(Edition(result_of(name), year, words), ())["loans"]
    assert (loans["rows"], loans["says"]) == ([], words(f"display.{key}") if key else "")


def test_two_years_that_must_not_be_compared_are_no_two_bars() -> None:
    words = LANGUAGES["zh"]
    assert sight(result_of("erdao"), 2024, words, ()).unlike == "scope"
    apart = compose(Edition(result_of("erdao"), 2024, words), ())
    assert apart["bars"] == []
    assert words("brief.unlike") in next(
        each["number"] for each in apart["answers"] if each["id"] == "what-changed"
    )
    alike = compose(Edition(result_of("china"), 2023, words), ())
    assert [each["share"] == 1 for each in alike["bars"]] == [False, True]


@each_language
def test_a_part_of_public_money_is_not_said_beside_it_as_if_they_added_up(language: str) -> None:
    edition = Edition(result_of("china"), 2021, LANGUAGES[language])
    said = next(each["number"] for each in compose(edition, ())["answers"] if each["id"] == "where-from")
    central = edition.words.code("funding", "central", edition.package)
    assert edition("of_which", label=central) in said


@each_language
def test_the_leaflet_answers_every_question_number_first(language: str) -> None:
    document = compose(Edition(result_of("erdao"), 2018, LANGUAGES[language]), ())
    said = text_of(papers("erdao", language)[f"reports/erdao/2018/leaflet.{language}.pdf"])
    assert len(document["answers"]) == 6
    for each in document["answers"]:
        assert squeezed(each["question"] + each["number"]) in said
        assert each["says"], each["id"]


@each_kind
def test_an_official_publisher_has_no_notice(kind: str) -> None:
    words = LANGUAGES["zh"]
    notice = squeezed(words("display.notice"))
    assert notice in text_of(printed(kind, result_of("good"), 2024, words)[0])
    assert notice not in text_of(printed(kind, changed("good", official=True), 2024, words)[0])


@each_kind
@each_language
def test_a_long_name_fits_and_one_without_end_is_refused(kind: str, language: str) -> None:
    words = LANGUAGES[language]

    def named(times: int) -> Text:
        return Text(
            (("zh", "虚构自治州虚构自治县教育局" * times), ("en", "Made-up Autonomous County " * times))
        )

    body, _ = printed(kind, changed("good", publisher=named(4)), 2024, words)
    assert pages(body) == SHEETS[kind]
    assert squeezed(words.pick(named(4))) in text_of(body)
    with pytest.raises(PaperError, match=r"reports/good/2024/\w+\.\w+\.pdf.*does not fit"):
        printed(kind, changed("good", publisher=named(400)), 2024, words)


def test_the_paper_says_what_it_was_made_from() -> None:
    artifact = next(iter(make_posters(result_of("good"), LANGUAGES["en"], (), (), Store(None))))
    assert {"templates/report/leaflet.typ", "words/en.toml", "2024-aid-paid"} <= set(artifact.made_from)
    assert GOOD.name in artifact.path
