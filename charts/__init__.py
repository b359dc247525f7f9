"""The chart catalogue: one function a chart, grouped by topic; a new chart is a function and a line here.

A chart function only says what to draw (`drawing`). What it says, the code and the library versions are
the key under which the drawn chart is kept: a build with every chart in the store loads no drawing library.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from charts import funds, overview, provision, students, teachers
from charts.drawing import Drawing
from yearbook.model import Chart, Result
from yearbook.store import Store, code_hash, version_of
from yearbook.words import Words

Function = Callable[[Result, int, Words], Drawing | None]

CHARTS: tuple[tuple[str, str, Function], ...] = (
    ("relations-by-verdict", "overview", overview.relations_by_verdict),
    ("promises-by-outcome", "overview", overview.promises_by_outcome),
    ("aid-by-kind", "funds", funds.aid_by_kind),
    ("aid-equation", "funds", funds.aid_equation),
    ("award-rate-heads", "funds", funds.award_rate_heads),
    ("aid-per-person", "funds", funds.aid_per_person),
    ("students-by-stage", "students", students.students_by_stage),
    ("students-by-group", "students", students.students_by_group),
    ("people-reached", "students", students.people_reached),
    ("students-over-years", "students", students.students_over_years),
    ("new-teachers", "teachers", teachers.new_teachers),
    ("teacher-exchange", "teachers", teachers.teacher_exchange),
    ("teachers-honoured", "teachers", teachers.teachers_honoured),
    ("online-lessons", "teachers", teachers.online_lessons),
    ("teachers-over-years", "teachers", teachers.teachers_over_years),
    ("schools-by-kind", "provision", provision.schools_by_kind),
    ("kindergartens-by-owner", "provision", provision.kindergartens_by_owner),
    ("planned", "provision", provision.planned),
    ("provision-over-years", "provision", provision.provision_over_years),
)


def make_charts(result: Result, words: Words, store: Store) -> tuple[Chart, ...]:
    """Return every chart the package has data for, in every year, in one language."""
    drawings = (
        (name, topic, year, draw(result, year, words))
        for year in result.package.years
        for name, topic, draw in CHARTS
    )
    publisher = result.package.id
    return tuple(
        _chart(publisher, name, topic, year, drawing, words.language, store)
        for name, topic, year, drawing in drawings
        if drawing is not None
    )


def _chart(
    publisher: str, name: str, topic: str, year: int, drawing: Drawing, language: str, store: Store
) -> Chart:
    prefix = f"{publisher}-{year}-{name}-{language}"
    made_from = (
        "chart", prefix, repr(drawing), code_hash(Path(__file__).parent),
        version_of("matplotlib", "pylopdf-fonts-zh-cn"),
    )  # fmt: skip
    kept = json.loads(store.keep(made_from, lambda: _made(drawing, prefix, language)))
    return Chart(
        id=name,
        publisher=publisher,
        year=year,
        topic=topic,
        title=drawing.title,
        subtitle=drawing.subtitle,
        source=drawing.source,
        description=drawing.description,
        figures=drawing.figures,
        web=kept["web"],
        paper=kept["paper"].encode(),
    )


def _made(drawing: Drawing, prefix: str, language: str) -> bytes:
    from pylopdf_fonts_zh_cn import sans_path

    from charts.paint import paint
    from charts.svg import both

    web, paper = both(paint(drawing, Path(sans_path())), drawing, prefix, language)
    return json.dumps({"web": web, "paper": paper.decode()}, ensure_ascii=False).encode()
