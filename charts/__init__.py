"""The chart catalogue: one function a chart, grouped by topic; a new chart is a function and a line here.

A chart function only says what to draw (`drawing`). What it says, the code and the library versions are
the key under which the drawn chart is kept: a build with every chart in the store loads no drawing library.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from charts import (
    change,
    funds,
    growth,
    overview,
    places,
    promises,
    provision,
    rates,
    releases,
    shares,
    students,
    teachers,
)
from charts.drawing import Drawing
from yearbook.model import Chart, Result
from yearbook.store import Store, code_hash, version_of
from yearbook.words import Words

Function = Callable[[Result, int, Words], Drawing | None]

CHARTS: tuple[tuple[str, str, Function], ...] = (
    ("relations-by-verdict", "overview", overview.relations_by_verdict),
    ("promises-by-due-date", "overview", promises.promises_by_due_date),
    ("aid-by-kind", "funds", funds.aid_by_kind),
    ("aid-equation", "funds", funds.aid_equation),
    ("funds-of-a-hundred", "funds", shares.funds_of_a_hundred),
    ("award-rate-heads", "funds", rates.award_rate_heads),
    ("per-head-against-standard", "funds", rates.per_head_against_standard),
    ("aid-per-person", "funds", rates.aid_per_person),
    ("due-and-paid", "funds", promises.due_and_paid),
    ("students-by-stage", "students", students.students_by_stage),
    ("students-by-group", "students", students.students_by_group),
    ("students-of-a-hundred", "students", shares.students_of_a_hundred),
    ("persons-and-times", "students", students.persons_and_times),
    ("people-reached", "students", students.people_reached),
    ("new-teachers", "teachers", teachers.new_teachers),
    ("teachers-of-a-hundred", "teachers", shares.teachers_of_a_hundred),
    ("teacher-exchange", "teachers", teachers.teacher_exchange),
    ("teachers-honoured", "teachers", teachers.teachers_honoured),
    ("online-lessons", "teachers", teachers.online_lessons),
    ("schools-by-kind", "provision", provision.schools_by_kind),
    ("kindergartens-by-owner", "provision", provision.kindergartens_by_owner),
    ("provision-of-a-hundred", "provision", shares.provision_of_a_hundred),
    ("planned", "provision", provision.planned),
    ("places", "funds", places.places_strip),
    ("places-heads", "students", places.heads_strip),
)

# Charts of several years, each drawn in the last of them.
OVER_YEARS: tuple[tuple[str, str, Function], ...] = (
    ("relations-by-year", "overview", overview.relations_by_year),
    ("releases", "overview", releases.releases),
    ("aid-over-years", "funds", funds.aid_over_years),
    ("aid-by-stage-over-years", "funds", funds.aid_by_stage_over_years),
    ("aid-by-funding-over-years", "funds", funds.aid_by_funding_over_years),
    ("change-by-rate-and-heads", "funds", change.change_by_rate_and_heads),
    ("funds-growth", "funds", growth.funds_growth),
    ("funding-over-years", "funds", funds.funding_over_years),
    ("funding-by-stage-over-years", "funds", funds.funding_by_stage_over_years),
    ("per-head-by-stage-over-years", "funds", funds.per_head_by_stage_over_years),
    ("students-over-years", "students", students.students_over_years),
    ("students-by-stage-over-years", "students", students.students_by_stage_over_years),
    ("students-growth", "students", growth.students_growth),
    ("awards-over-years", "students", students.awards_over_years),
    ("awards-by-stage-over-years", "students", students.awards_by_stage_over_years),
    ("teachers-over-years", "teachers", teachers.teachers_over_years),
    ("teachers-by-stage-over-years", "teachers", teachers.teachers_by_stage_over_years),
    ("teachers-growth", "teachers", growth.teachers_growth),
    ("provision-over-years", "provision", provision.provision_over_years),
    ("schools-by-stage-over-years", "provision", provision.schools_by_stage_over_years),
    ("provision-growth", "provision", growth.provision_growth),
)
_OVER_YEARS = frozenset(name for name, _, _ in OVER_YEARS)


def make_charts(result: Result, words: Words, store: Store) -> tuple[Chart, ...]:
    """Return every chart the package has data for, in every year, in one language."""
    years = result.package.years
    drawings = (
        *((name, topic, year, draw(result, year, words)) for year in years for name, topic, draw in CHARTS),
        *(
            (name, topic, year, draw(result, year, words))
            for name, topic, draw in OVER_YEARS
            for year in years
        ),
    )
    return tuple(
        _chart(result, name, topic, year, drawing, words, store)
        for name, topic, year, drawing in drawings
        if drawing is not None
    )


def make_place_charts(result: Result, words: Words, store: Store) -> Mapping[str, Chart]:
    """Return, by place, a chart of all places below the publisher's own with this one named."""
    made = {}
    for place in places.places_below(result):
        for year in reversed(result.package.years):
            drawing = places.place_strip(result, year, words, place)
            if drawing is not None:
                made[place] = _chart(result, f"place-{place}", "places", year, drawing, words, store)
                break
    return made


def _chart(
    result: Result, name: str, topic: str, year: int, drawing: Drawing, words: Words, store: Store
) -> Chart:
    prefix = f"{result.package.id}-{year}-{name}-{words.language}"
    made_from = (
        "chart", prefix, repr(drawing), code_hash(Path(__file__).parent),
        version_of("matplotlib", "pylopdf-fonts-zh-cn"),
    )  # fmt: skip
    kept = json.loads(store.keep(made_from, lambda: _made(drawing, prefix, words.language)))
    return Chart(
        id=name,
        publisher=result.package.id,
        year=year,
        topic=topic,
        title=drawing.title,
        subtitle=drawing.subtitle,
        source=drawing.source,
        description=drawing.description,
        figures=drawing.figures,
        over_years=name in _OVER_YEARS,
        form=drawing.form,
        web=kept["web"],
        paper=kept["paper"].encode(),
    )


def _made(drawing: Drawing, prefix: str, language: str) -> bytes:
    from pylopdf_fonts_zh_cn import sans_path

    from charts.paint import paint
    from charts.svg import both

    web, paper = both(paint(drawing, Path(sans_path())), drawing, prefix, language)
    return json.dumps({"web": web, "paper": paper.decode()}, ensure_ascii=False).encode()
