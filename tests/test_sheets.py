"""One printed page for each place, school and programme: what it says, that it fits, and that it is found."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from functools import cache

import pytest
import zxingcpp

from tests.cases import ROOT
from tests.conftest import Site
from tests.printed import pages, pictures
from tests.readback import Paper
from tests.test_report import DAY, FOLDERS, HOSTILE, LANGUAGES, result_of, squeezed, text_of
from yearbook.compare import series_of
from yearbook.errors import PaperError
from yearbook.model import Artifact, Result, Text
from yearbook.pages import offers, places, views
from yearbook.pages.answers import page_code
from yearbook.report.edition import Edition
from yearbook.report.sheets import Subject, _before, _wholes, compose, make_sheets, subject_of
from yearbook.report.typesetter import typeset
from yearbook.store import Store

FOLDERS |= {name: ROOT / "datapackages" / name for name in ("jinzhai", "china")}
HOME = "https://data.example.org/"
# In points; the numbers of notes are the smallest.
SMALLEST = 6
SHEETS = [(name, language) for name in ("erdao", "jinzhai", "china") for language in LANGUAGES]
each_publisher = pytest.mark.parametrize(("name", "language"), SHEETS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def sheets(name: str, language: str) -> dict[str, Artifact]:
    made = make_sheets(result_of(name), LANGUAGES[language], (), (), Store(None))
    return {each.path.rpartition("/")[2].partition(".")[0]: each for each in made}


def subject(result: Result, dimension: str, code: str, language: str = "zh") -> Subject:
    known = {each.id: each for _, each in places.sheets_of(result.package)}
    lines = {point.figure.id: line for line in series_of(result) for point in line.points}
    return subject_of(result, LANGUAGES[language], dimension, known[code], lines)


def with_entry(result: Result, code: str, **changes: object) -> Result:
    """The same package, one place renamed or described otherwise."""
    package = result.package
    entry = replace(package.places[code], **changes)  # type: ignore[arg-type]
    return replace(result, package=replace(package, places={**package.places, code: entry}))


def one(result: Result, dimension: str, code: str, language: str) -> bytes:
    """The one sheet a test is about, typeset anew."""
    about = subject(result, dimension, code, language)
    path = places.sheet_path(result.package, dimension, about.entry, language)
    return typeset(path, "sheet", compose(about), DAY, Store(None))


@each_publisher
def test_whatever_has_figures_has_a_sheet_and_nothing_else(name: str, language: str) -> None:
    package = result_of(name).package
    facts = [each for each in package.observations.values() if each.quantity]
    expected = {
        f"{dimension}-{entry}"
        for dimension, entries in (
            ("place", package.places),
            ("school", package.schools),
            ("programme", package.programmes),
        )
        for entry in entries
        if entry != package.place and any(getattr(each, dimension) == entry for each in facts)
    }
    assert sheets(name, language).keys() == expected


@each_publisher
def test_every_sheet_is_one_legible_page(name: str, language: str) -> None:
    for stem, sheet in sheets(name, language).items():
        assert pages(sheet.body) == [(210, 297)], stem
        assert min(run.size for page in Paper(sheet.body).pages for run in page) >= SMALLEST, stem


@each_publisher
def test_every_sheet_names_its_figures_and_whom_to_ask(name: str, language: str) -> None:
    words, package = LANGUAGES[language], result_of(name).package
    for dimension, entry in places.sheets_of(package):
        said = text_of(sheets(name, language)[f"{dimension}-{entry.id}"].body)
        document = compose(subject(result_of(name), dimension, entry.id, language))
        assert squeezed(words.pick(entry.label)) in said
        assert squeezed("".join(document["lead"]["number"].values())) in said
        assert squeezed(words("site.no_telephone_long")) in said
        assert squeezed(words("display.notice")) in said


@each_language
def test_rate_times_heads_is_written_out_down_to_the_printed_sum(language: str) -> None:
    said = text_of(sheets("jinzhai", language)["place-meishan"].body)
    facts = result_of("jinzhai").package.observations
    edition = Edition(result_of("jinzhai"), 2021, LANGUAGES[language])
    terms = "2021-spring-primary-day-standard * 2021-spring-meishan-primary-day"
    rate, heads = (facts[each].quantity for each in terms.split(" * "))
    assert rate
    assert heads
    assert squeezed(edition.equation(terms) + f"{rate.value * heads.value:,.0f}") in said
    assert squeezed(edition.words("display.printed_sum")) in said


@each_language
def test_a_relation_that_fails_says_so_on_the_sheet(language: str) -> None:
    document = compose(subject(result_of("jinzhai"), "place", "townships", language))
    failing = [each for each in document["relations"] if each["code"] == "fails"]
    said = text_of(sheets("jinzhai", language)["place-townships"].body)
    assert failing
    for each in failing:
        assert squeezed(each["verdict"] + each["statement"]) in said


def test_a_share_is_given_only_of_a_whole_that_its_parts_add_up_to() -> None:
    result = result_of("jinzhai")
    wholes = _wholes(result)
    # All townships add up to the printed money, and not to the misprinted number of boarders.
    assert wholes["2021-spring-meishan-allocated"] == "2021-spring-subtotal-allocated"
    assert "2021-spring-subtotal-junior-boarding" not in wholes.values()
    shares = compose(subject(result, "place", "meishan"))["shares"]
    facts = result.package.observations
    part, whole = (facts[f"2021-spring-{name}-allocated"].quantity for name in ("meishan", "subtotal"))
    assert part
    assert whole
    assert shares[0]["figure"] == f"{100 * part.value / whole.value:.1f}%"


def test_money_and_heads_of_different_people_do_not_stand_side_by_side() -> None:
    document = compose(subject(result_of("erdao"), "programme", "further-study-award"))
    assert document["people"]["figure"] == ""
    assert compose(subject(result_of("jinzhai"), "place", "meishan"))["people"]["figure"]


def test_a_year_before_that_must_not_be_compared_says_so() -> None:
    said: dict[bool, set[bool]] = {True: set(), False: set()}
    for dimension, entry in places.sheets_of(result_of("china").package):
        about = subject(result_of("china"), dimension, entry.id)
        for fact in about.facts:
            line = about.lines.get(fact.id)
            at = next((at for at, each in enumerate(line.points) if each.figure is fact), 0) if line else 0
            if line and at:
                broken = at in dict(line.breaks)
                said[broken].add(LANGUAGES["zh"]("brief.unlike") in _before(about, fact))
    assert said == {True: {True}, False: {False}}


@each_language
@pytest.mark.parametrize(
    ("dimension", "code", "page"),
    [
        ("place", "meishan", "jinzhai/places/meishan/"),
        ("programme", "day-subsidy", "jinzhai/programmes/#day-subsidy"),
    ],
)
def test_the_code_leads_to_the_page_of_its_own(dimension: str, code: str, page: str, language: str) -> None:
    package = result_of("jinzhai").package
    descriptor = json.dumps(json.loads(package.descriptor) | {"homepage": HOME})
    result = replace(result_of("jinzhai"), package=replace(package, descriptor=descriptor))
    (found,) = zxingcpp.read_barcodes(
        pictures("sheet", compose(subject(result, dimension, code, language)))[0]
    )
    assert found.text == f"{HOME}{'' if language == 'zh' else f'{language}/'}{page}"
    assert page_code(page.partition("#")[0]) in text_of(one(result, dimension, code, language))


@each_language
def test_the_longest_names_and_notes_fit_on_the_page(language: str) -> None:
    long = Text((("zh", "虚构自治州虚构自治县虚构街道" * 6), ("en", "Made-up Autonomous Prefecture " * 7)))
    note = Text(
        (
            ("zh", "这条脚注很长，为测试而虚构。" * 25),
            ("en", "This note is long and made up for tests. " * 25),
        )
    )
    result = with_entry(result_of("jinzhai"), "meishan", label=long)
    facts = {
        name: replace(each, note=note if each.place == "meishan" else each.note)
        for name, each in result.package.observations.items()
    }
    result = replace(result, package=replace(result.package, observations=facts))
    body = one(result, "place", "meishan", language)
    assert pages(body) == [(210, 297)]
    assert squeezed(LANGUAGES[language].pick(long)) in text_of(body)


def test_a_name_without_end_is_refused_and_its_sheet_named() -> None:
    result = with_entry(result_of("jinzhai"), "meishan", label=Text((("zh", "虚构县" * 900),)))
    with pytest.raises(PaperError, match=r"sheets/place-meishan\.zh\.pdf.*does not fit"):
        one(result, "place", "meishan", "zh")


def test_markup_in_a_name_is_printed_as_it_stands() -> None:
    result = with_entry(result_of("jinzhai"), "meishan", label=Text((("zh", HOSTILE),)))
    assert squeezed(HOSTILE) in text_of(one(result, "place", "meishan", "zh"))


def test_a_paper_does_not_depend_on_what_was_typeset_before_or_beside_it() -> None:
    first, second = (compose(subject(result_of("jinzhai"), "place", name)) for name in ("meishan", "gubei"))
    alone = typeset("alone.pdf", "sheet", first, DAY, Store(None))
    typeset("other.pdf", "sheet", second, DAY, Store(None))
    assert typeset("again.pdf", "sheet", first, DAY, Store(None)) == alone
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(typeset("beside.pdf", "sheet", first, DAY, Store(None))))
        for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert made == [alone] * 4


@each_language
def test_the_site_links_each_sheet_from_its_page_and_counts_them_among_the_downloads(
    site: Site, language: str
) -> None:
    package = site.result.package
    folder = site.folder / ("" if language == "zh" else language)
    about = {"place": "places/{}", "school": "schools/{}", "programme": "programmes"}
    for dimension, entry in places.sheets_of(package):
        page = folder / "erdao" / about[dimension].format(entry.id) / "index.html"
        path = places.sheet_path(package, dimension, entry, language)
        assert (site.folder / path).is_file()
        assert f"{path}" in page.read_text(encoding="utf-8")
    downloads = (folder / "erdao/downloads/index.html").read_text(encoding="utf-8")
    assert "/sheets/" not in downloads
    assert site_words(language)("site.sheets", count=len(places.sheets_of(package))) in downloads


def site_words(language: str):  # type: ignore[no-untyped-def]
    return LANGUAGES[language]


@each_language
@pytest.mark.parametrize("kind", ["leaflet", "poster", "gate"])
def test_the_papers_of_a_year_are_linked_from_its_page_its_publisher_and_the_downloads(
    site: Site, kind: str, language: str
) -> None:
    folder = site.folder / ("" if language == "zh" else language) / "erdao"
    for page in ("index.html", "2018/index.html", "downloads/index.html"):
        said = (folder / page).read_text(encoding="utf-8")
        assert f"reports/erdao/2018/{kind}.{language}.pdf" in said


def test_a_list_of_files_leaves_single_sheets_out() -> None:
    files = [*sheets("china", "zh").values(), Artifact(path="data/china/china.zip", body=b"", made_from=())]
    groups = offers.groups(files, result_of("china").package, LANGUAGES["zh"])
    assert [each.path for _, offered in groups for each in offered] == ["data/china/china.zip"]
    assert len(views.sheets_among(files, "zh")) == len(sheets("china", "zh"))
    assert views.sheets_among(files, "en") == ()
