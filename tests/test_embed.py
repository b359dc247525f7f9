"""Pieces for other sites: what they show, that they carry source and date, and that citations can be read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from lxml import html

from charts import make_charts
from tests.cases import GOOD, ROOT
from yearbook.check import check
from yearbook.derive import derive
from yearbook.model import Result
from yearbook.pages.embed import chart_pictures, chart_snippets, pictures, snippets
from yearbook.pages.links import links_to_figure, links_to_topic
from yearbook.pages.views import cite_release, cite_table, to_take
from yearbook.read import read_package
from yearbook.record import Record, Released
from yearbook.store import Store
from yearbook.words import Words, read_words

LANGUAGES = read_words(ROOT / "words")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=["good", "erdao"])
def result(request: pytest.FixtureRequest) -> Result:
    folder = GOOD if request.param == "good" else ROOT / "datapackages" / request.param
    package, findings = read_package(folder, Store(None))
    assert package, findings
    return Result(package=package, verdicts=check(package)[0], derived=derive(package))


@pytest.mark.parametrize("words", LANGUAGES, ids=["zh", "en"])
def test_a_picture_shows_the_figure_its_source_and_date_inside_its_frame(
    result: Result, words: Words
) -> None:
    package = result.package
    made = {each.path: each.body for each in pictures(result, words)}
    assert len(made) == len(package.observations) + len(result.derived)
    for fact in package.observations.values():
        root = ElementTree.fromstring(made[f"embed/{package.id}/{fact.id}.{words.language}.svg"])
        texts = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
        said = "".join(texts).replace(" ", "")
        wanted = [words.pick(package.sources[fact.source].title), words.date(package.created.date())]
        if fact.quantity:
            wanted.append(words.figure(fact.quantity, package.indicators[fact.indicator], package))
        assert [each for each in wanted if each.replace(" ", "") not in said] == []
        height = float(root.get("height", "0"))
        assert all(0 < float(each.get("y", "0")) < height for each in root.iter(f"{SVG}text"))
        assert not any({"href", "src", "onload"} & set(each.keys()) for each in root.iter())


@pytest.mark.parametrize("words", LANGUAGES, ids=["zh", "en"])
def test_what_is_pasted_says_the_number_the_source_and_the_day_and_runs_nothing(
    result: Result, words: Words
) -> None:
    package = result.package
    for fact in package.observations.values():
        live, kept = (html.fragment_fromstring(each.text) for each in snippets(fact, result, words))
        number = (
            words.figure(fact.quantity, package.indicators[fact.indicator], package) if fact.quantity else ""
        )
        day = words.date(package.created.date())
        assert number in live.xpath("string(.//@alt)")
        assert day in live.xpath("string(.//@alt)")
        assert number in kept.text_content()
        assert day in kept.text_content()
        assert live.get("href") == kept.get("cite")
        assert live.get("href", "").startswith("https://")
        assert html.tostring(live).count(b"<script") == html.tostring(kept).count(b"<script") == 0


def test_a_chart_can_be_pasted_as_it_is_now_and_as_it_was_released(result: Result) -> None:
    words = LANGUAGES[1]
    chart = next(iter(make_charts(result, words, Store(None))))
    (picture,) = chart_pictures([chart], result.package, words)
    name = picture.path.rpartition("/")[2]
    released = Released(
        publisher=result.package.id,
        version="1.0.0",
        day=date(2026, 1, 5),
        reason="x",
        files={f"charts/{name}": picture.body},
    )
    for record, ends in (
        (Record(), [picture.path]),
        (Record(releases=(released,)), [picture.path, f"data/{result.package.id}/1.0.0/charts/{name}"]),
    ):
        taken = [
            html.fragment_fromstring(each.text)
            for each in chart_snippets(chart, replace(result, record=record), words)
        ]
        pictures_of = [each.xpath("string(.//@src)") for each in taken]
        assert len(pictures_of) == len(ends)
        assert all(one.endswith(f"/{end}") for one, end in zip(pictures_of, ends, strict=True))
        for each in taken:
            assert each.xpath("string(.//@alt)").startswith(chart.title)
            assert words("site.independent") in each.xpath("string(.//@alt)")
            assert each.get("href", "").endswith(f"#chart-{chart.id}-{chart.year}")
    package = result.package
    said = "".join(ElementTree.fromstring(picture.body).itertext())
    assert any(words.pick(each.title)[:20] in said for each in package.sources.values())
    assert words.date(package.created.date()) in said
    assert f"version {package.version}" in said
    faces = {each.get("font-family", "") for each in ElementTree.fromstring(picture.body).iter(f"{SVG}text")}
    assert all(each.endswith("sans-serif") for each in faces)


def test_a_release_is_cited_with_its_own_version_and_day_whatever_came_later(result: Result) -> None:
    words = LANGUAGES[1]
    release = Released(publisher=result.package.id, version="0.9.0", day=date(2019, 1, 5), reason="x")
    taken = {each.kind: each.text for each in cite_release(release, result.package, LANGUAGES, words)}
    (csl,) = json.loads(taken["CSL-JSON"])
    assert (csl["version"], csl["issued"]["date-parts"]) == ("0.9.0", [[2019, 1, 5]])
    assert "year = {2019}" in taken["BibTeX"]


def test_a_figure_no_release_has_is_kept_in_none(result: Result) -> None:
    fact = next(iter(result.package.observations.values()))
    old = {**result.package.files, f"data/{fact.table}.csv": b"id\r\nanother\r\n"}
    kept = {"package/" + path: body for path, body in old.items()} | {f"{fact.table}.csv": b""}
    released = Released(
        publisher=result.package.id, version="1.0.0", day=date(2026, 1, 5), reason="x", files=kept
    )
    later = replace(result, record=Record(releases=(released,)))
    assert links_to_topic(later, fact.table).release is released
    assert links_to_figure(fact, later).release is None


def test_csl_json_names_title_version_day_and_language(result: Result) -> None:
    words = LANGUAGES[1]
    fact = next(iter(result.package.observations.values()))
    for taken in (
        to_take(fact, result, LANGUAGES, words),
        cite_table(result.package, "funds", LANGUAGES, words),
    ):
        (text,) = (each.text for each in taken if each.kind == "CSL-JSON")
        (entry,) = json.loads(text)
        created = result.package.created
        assert entry["type"] == "dataset"
        assert entry["version"] == result.package.version
        assert entry["issued"] == {"date-parts": [[created.year, created.month, created.day]]}
        assert entry["language"] == words("html")
        assert result.package.title["en"] in entry["title"]
