"""The forms of the catalogue: each is drawn where its data is, says what it must, and is never a wrong picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from inspect import getdoc
from io import BytesIO
from itertools import combinations
from statistics import median
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from test_charts import (
    DRAW,
    KEYS,
    PACKAGES,
    ROOT,
    WORDS,
    assert_readable,
    charts,
    contains,
    contrast,
    dots,
    drawings,
    extents,
    figure_of,
    of_mark,
    overlap,
    painted,
    palettes,
    rectangles,
    result,
    strokes,
    worked_out,
)
from test_charts_years import dashed
from test_compare import money, rated
from test_model import fact, good, package_of

from charts import make_place_charts
from charts.drawing import (
    Bars,
    Calendar,
    Dates,
    Drawing,
    Heading,
    Heat,
    Hundred,
    Level,
    Line,
    Mark,
    Panels,
    Squares,
    Ways,
    marks_of,
)
from charts.forms import FORMS
from charts.house import COLOURS, EDGE, SQUARE
from charts.paths import in_steps, smallest_tile
from yearbook.model import Chart, Commitment, Observation, Relation, Release, Result, Text
from yearbook.pages import make_pages
from yearbook.pages.gallery import examples, signature
from yearbook.report.summary import make_summaries
from yearbook.store import Store

SOURCE = next(iter(good().sources.values()))
NOTHING = Text((("zh", ""), ("en", "")))
NAMES = tuple(each.name for each in FORMS)
# The lower margin of a paper, 24 mm in points.
FOOT = 66
every_chart = pytest.mark.parametrize(("language", "package", "name", "year"), KEYS)
every_language = pytest.mark.parametrize("language", WORDS)


def said(text: str) -> Text:
    return Text((("zh", text), ("en", text)))


def own(figure: str, printed: Any, **changes: object) -> Observation:
    return fact(figure, printed, **({"source": SOURCE.id} | changes))


def drawn(name: str, made: Result, language: str = "zh", year: int | None = None) -> Drawing | None:
    return DRAW[name](made, year or max(made.package.years), WORDS[language])


def shown(name: str, made: Result, language: str = "zh", year: int | None = None) -> Drawing:
    drawing = drawn(name, made, language, year)
    assert drawing is not None
    figure = painted(drawing)
    assert_readable(figure)
    assert not [pair for colours, _ in palettes() for pair in confused(figure, colours)]
    return drawing


def only(drawing: Drawing) -> Any:
    """The one block of a drawing."""
    (block,) = drawing.blocks
    return block


def tied(kind: str, *terms: str) -> tuple[Relation, ...]:
    base = good().relations[0]
    return tuple(replace(base, id=f"r{at}", kind=kind, terms=each) for at, each in enumerate(terms))


# The catalogue


@every_chart
def test_every_chart_is_drawn_in_a_form_of_the_catalogue(
    language: str, package: str, name: str, year: int
) -> None:
    assert drawings(language, package)[name, year].form in NAMES


def test_every_form_has_one_function_with_a_docstring_and_wordings_without_a_number_in_both_languages() -> (
    None
):
    assert len(set(NAMES)) == len(NAMES)
    for words in WORDS.values():
        worded = words.catalogue["gallery"]["forms"]
        assert set(worded) == set(NAMES)
        for each in worded.values():
            assert set(each) == {"question", "name", "needs", "not_when"}
            assert not [text for text in each.values() if re.search(r"\d", text)]
    assert all(getdoc(each.function) for each in FORMS)


def test_no_function_names_a_publisher_its_places_or_its_figures() -> None:
    code = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "charts").glob("*.py")))
    for name in PACKAGES:
        package = result(name).package
        named = {package.id, *package.places, *package.schools, *package.observations, *package.sources}
        quoted = set(re.findall(r'"([^"\n]*)"', code))
        assert not named & quoted


DRAWN = {
    "erdao": {
        "bars", "equation", "whole", "nested", "hundred", "amounts", "squares", "ways", "times", "rate_heads",
        "standard", "apart", "planned", "promises", "verdicts",
    },
    "jinzhai": {"equation", "amounts", "rate_heads", "standard", "strip", "verdicts"},
    "china": {
        "bars", "equation", "whole", "hundred", "times", "line", "panels", "heat", "releases",
        "verdicts", "stacks",
    },
}  # fmt: skip


@pytest.mark.parametrize("package", PACKAGES)
def test_a_form_is_drawn_only_where_its_data_is(package: str) -> None:
    assert {each.form for each in drawings("zh", package).values()} == DRAWN[package]


def test_charts_are_small_and_most_of_them_very_small() -> None:
    sizes = [
        len(each.web) for language in WORDS for package in PACKAGES for each in charts(language, package)
    ]
    assert max(sizes) < 40_000
    assert median(sizes) < 8_000
    assert sum(size < 12_000 for size in sizes) > 0.8 * len(sizes)


# Colours: what lies side by side is told apart on the screen, in the dark and on a black-and-white print

ROLES = {to_rgba(colour): role for role, colour in COLOURS.items()}


def look_of(patch: Patch) -> tuple[str, str, str, bool]:
    """How a piece is drawn: the roles of its area and its line, its hatching, whether it is dashed."""
    face, edge = to_rgba(patch.get_facecolor()), to_rgba(patch.get_edgecolor())
    area = ROLES[face] if face[3] else "ground"
    return (
        area,
        ROLES[edge] if edge[3] else area,
        patch.get_hatch() or "",
        patch.get_linestyle() not in ("-", "solid"),
    )


def told_apart(one: Patch, other: Patch, colours: dict[str, str]) -> bool:
    """Whether two pieces differ by 3 to 1 in light, by pattern, or by an outline where one of them is hollow.

    Contrast is reckoned from luminance alone, so that what holds here holds in grey too.
    """
    (area, edge, hatch, dashes), (area2, edge2, hatch2, dashes2) = look_of(one), look_of(other)
    if hatch != hatch2 or dashes != dashes2 or contrast(colours[area], colours[area2]) >= 3:
        return True
    if (area == "ground") == (area2 == "ground"):
        return False
    hollow, full = (edge, area2) if area == "ground" else (edge2, area)
    return contrast(colours[hollow], colours[full]) >= 3


def confused(figure: Figure, colours: dict[str, str]) -> list[tuple[object, object]]:
    """Pairs of pieces side by side that look different and cannot be told apart."""
    pieces = [(each, each.get_window_extent().padded(8)) for each in pieces_of(figure)]
    return [
        (look_of(a), look_of(b))
        for (a, one), (b, other) in combinations(pieces, 2)
        if look_of(a) != look_of(b) and overlap(one, other) and not told_apart(a, b, colours)
    ]


def pieces_of(figure: Figure) -> list[Patch]:
    return [*rectangles(figure), *dots(figure)]


@every_chart
@pytest.mark.parametrize("palette", [0, 1], ids=["light", "dark"])
def test_neighbours_of_different_looks_are_told_apart_by_light_or_pattern(
    language: str, package: str, name: str, year: int, palette: int
) -> None:
    colours, _ = palettes()[palette]
    assert confused(figure_of(language, package, name, year), colours) == []


@every_chart
@pytest.mark.parametrize("palette", [0, 1], ids=["light", "dark"])
def test_every_piece_stands_out_from_the_ground_and_every_word_from_what_it_stands_on(
    language: str, package: str, name: str, year: int, palette: int
) -> None:
    colours, _ = palettes()[palette]
    figure = figure_of(language, package, name, year)
    for each in pieces_of(figure):
        area, edge, _, _ = look_of(each)
        assert max(contrast(colours[role], colours["ground"]) for role in (area, edge)) >= 3
    boxes = [(each.get_window_extent(), look_of(each)[0]) for each in rectangles(figure)]
    for text, (_, box) in zip(figure.axes[0].texts, extents(figure), strict=True):
        under = next((area for cell, area in boxes if contains(cell, box)), "ground")
        assert contrast(colours[ROLES[to_rgba(text.get_color())]], colours[under]) >= 4.5, text.get_text()


def test_the_test_of_neighbours_sees_what_cannot_be_told_apart() -> None:
    colours, _ = palettes()[0]
    boxes = {
        look: of_mark(painted(Drawing(title="1", subtitle="", blocks=(Bars(marks=(mark(3, look),)),))), 1)[0]
        for look in ("solid", "quiet", "loan", "derived", "planned", "crossed", "open", "dotted", "times")
    }
    assert not told_apart(boxes["solid"], boxes["quiet"], colours | {"quiet": colours["accent"]})
    alike = [
        {a, b}
        for (a, one), (b, other) in combinations(boxes.items(), 2)
        if not told_apart(one, other, colours)
    ]
    # Both are dashed: a chart has one of them or the other.
    assert alike == [{"planned", "open"}]


def mark(amount: int, look: Any = "solid", **more: Any) -> Mark:
    return Mark(fact="", label="a", value=str(amount), amount=Fraction(amount), look=look, **more)


# There and back


def test_what_goes_and_what_comes_lie_on_both_sides_of_one_upright_on_one_scale() -> None:
    drawing = drawings("zh")["teacher-exchange", 2018]
    figure, block = painted(drawing), only(drawing)
    assert isinstance(block, Ways)
    assert [int(each.amount) for each in block.there] == [15, 4, 1]
    assert [int(each.amount) for each in block.back] == [4]
    assert [each.look for each in block.there] == ["solid", "quiet", "quiet"]
    uprights = {round(each.get_xy()[0][0], 3) for each in strokes(figure)}
    (axis,) = uprights
    widths = []
    for at in range(1, 5):
        boxes = [each.get_window_extent() for each in of_mark(figure, at)]
        left, right = min(each.x0 for each in boxes), max(each.x1 for each in boxes)
        assert (left >= axis) if at < 4 else (right <= axis)
        widths.append(right - left)
        assert len(boxes) == [15, 4, 1, 4][at - 1]
    assert widths[0] / widths[3] == pytest.approx(15 / 4, rel=0.03)
    assert widths[1] == pytest.approx(widths[3], abs=1)


def test_one_way_alone_is_no_picture_of_there_and_back() -> None:
    package = result("erdao").package
    facts = {
        key: each for key, each in package.observations.items() if each.indicator != "teachers-commissioned"
    }
    assert (
        drawn("teacher-exchange", worked_out(replace(package, observations=facts, relations=())), year=2018)
        is None
    )


def test_a_bound_that_comes_back_points_to_its_own_side() -> None:
    ways = Ways(there=(mark(9),), back=(mark(4, end="beyond"),))
    figure = painted(Drawing(title="Made up 1", subtitle="", blocks=(ways,), source="a"))
    tips = [each.get_xy() for each in strokes(figure) if len(each.get_xy()) == 3]
    (head,) = tips
    assert head[1][0] < head[0][0] < min(each.get_window_extent().x0 for each in of_mark(figure, 2))


# People and times


@pytest.mark.parametrize("package", ["erdao", "china"])
def test_person_times_stand_over_a_rule_and_people_under_it_each_with_a_scale_of_its_own(
    package: str,
) -> None:
    found = [each for each in drawings("en", package).values() if each.form == "times"]
    assert found
    for drawing in found:
        at = next(
            at for at, each in enumerate(drawing.blocks) if isinstance(each, Heading) and each.kind == "apart"
        )
        times, people = (
            [each for block in blocks for each in marks_of(block)]
            for blocks in (drawing.blocks[:at], drawing.blocks[at:])
        )
        facts = result(package).package.observations
        units = [
            {result(package).package.indicators[facts[each.fact].indicator].counting_unit for each in side}
            for side in (times, people)
        ]
        assert units[0] == {"person-time"}
        assert "person-time" not in units[1]
        assert {each.look for each in times} == {"times"}
        assert "times" not in {each.look for each in people}
        assert all(block.full != 1 for block in drawing.blocks if isinstance(block, Bars))
        assert WORDS["en"]("charts.persons_and_times.apart") in drawing.notes
        # Nothing on the chart is one of them over the other.
        figures = {result(package).package.indicators[facts[each].indicator].unit for each in drawing.figures}
        assert figures == {"count"}


def test_a_year_has_people_and_times_or_people_alone_and_not_both_charts() -> None:
    for package in PACKAGES:
        names = [name for name, _ in drawings("zh", package)]
        years = {name: {year for each, year in drawings("zh", package) if each == name} for name in names}
        assert not years.get("persons-and-times", set()) & years.get("people-reached", set())


def test_the_longest_bar_over_the_rule_is_as_long_as_the_longest_under_it_whatever_they_count() -> None:
    figure = figure_of("zh", "erdao", "persons-and-times", 2018)
    times = of_mark(figure, 1)[0].get_width()
    people = max(each.get_width() for at in range(2, 10) for each in of_mark(figure, at))
    assert times == pytest.approx(people, rel=0.02)


# A head against its standard


def test_the_award_of_erdao_is_its_standard_and_one_standard_has_no_payment() -> None:
    drawing = drawings("zh")["per-head-against-standard", 2018]
    first, second = only(drawing).rows
    assert (first.mark.amount, first.mark.look) == (1000, "derived")
    assert [each.amount for each in first.standards] == [1000]
    assert (second.mark.amount, second.mark.value) == (0, WORDS["zh"]("charts.standard.none"))
    assert [each.amount for each in second.standards] == [2000]
    assert "正好是标准" in drawing.title


def test_an_average_of_jinzhai_lies_between_its_standards_and_each_amount_has_one_stroke() -> None:
    drawing = drawings("en", "jinzhai")["per-head-against-standard", 2021]
    figure = painted(drawing)
    first = only(drawing).rows[0]
    assert first.mark.fact == "2021-spring-boarders-aid-per-student"
    assert [each.amount for each in first.standards] == [500, 625]
    assert "between the standards RMB 500 per person and RMB 625 per person" in drawing.title
    for row in only(drawing).rows:
        assert [each.amount for each in row.standards] == sorted({each.amount for each in row.standards})
    bar = of_mark(figure, 1)[0].get_window_extent()
    uprights = {x for each in strokes(figure) for x, _ in each.get_xy()}
    scale = (bar.x1 - EDGE) / float(first.mark.amount)
    standards = sorted({float(each.amount) for row in only(drawing).rows for each in row.standards})
    assert standards == [250, 312.5, 500, 625]
    assert sorted(uprights) == [pytest.approx(EDGE + scale * each, abs=1.5) for each in standards]


def against(paid: int, heads: int, *standards: int, stage: str = "_T", **changes: object) -> Result:
    """A made-up sum of money of a programme with its heads, its average, and standards of the same programme."""
    programme = next(iter(good().programmes))
    base = good().indicators["aid-rate"]
    indicators = dict(good().indicators) | {
        "average": replace(base, id="average", measure="ratio", per="students")
    }
    rows = {"table": "funds", "programme": programme, "stage": stage, "year": 2024, "period_kind": "year"}
    facts = [
        own("money", str(paid), **(rows | {"indicator": "aid-paid", "status": "paid"})),
        own("heads", str(heads), **(rows | {"indicator": "students", "table": "students"})),
        *(
            own(f"standard-{at}", str(each), **(rows | {"indicator": "aid-rate", "status": "standard", "stage": f"s{at}"} | changes))
            for at, each in enumerate(standards)
        ),
    ]  # fmt: skip
    texts = dict.fromkeys(("label_zh", "label_en", "note_zh", "note_en"), "made up")
    asked = {"id": "mean", "indicator": "average", "formula": "money / heads", "year": "", "like": ""}
    codes = dict(good().codes) | {("stage", f"s{at}"): said(f"s{at}") for at in range(4)}
    return worked_out(package_of(*facts, indicators=indicators, codes=codes, derivations=(asked | texts,)))


@pytest.mark.parametrize(
    ("paid", "standards", "said"),
    [
        (90_000, (1000,), "低于标准1,000元/人"),
        (110_000, (1000,), "高于标准1,000元/人"),
        (100_000, (1000,), "正好是标准"),
        (100_040, (1000,), "正好是标准"),
        (110_000, (1000, 1250), "在标准1,000元/人与1,250元/人之间"),
        (130_000, (1000, 1250), "高于标准1,250元/人"),
    ],
)
def test_the_title_says_where_an_average_lies(paid: int, standards: tuple[int, ...], said: str) -> None:
    drawing = shown("per-head-against-standard", against(paid, 100, *standards))
    assert said in drawing.title
    assert set(drawing.figures) >= {"mean", "money", "heads", "standard-0"}


def test_what_is_drawn_against_its_standard_is_not_drawn_again_without_it() -> None:
    assert drawn("aid-per-person", against(90_000, 100, 1000)) is None
    assert drawn("aid-per-person", against(90_000, 100)) is not None
    for package in PACKAGES:
        for (name, year), drawing in drawings("zh", package).items():
            if name == "aid-per-person":
                bullets = drawings("zh", package).get(("per-head-against-standard", year))
                drawn_there = (
                    {each.fact for block in bullets.blocks for each in marks_of(block)} if bullets else set()
                )
                assert not drawn_there & {each.fact for each in marks_of(only(drawing))}


@pytest.mark.parametrize(
    "change", [{"period_kind": "term"}, {"programme": "another"}], ids=["another-period", "another-programme"]
)
def test_a_standard_of_something_else_is_none(change: dict[str, object]) -> None:
    made = against(90_000, 100, 1000, **change)
    assert drawn("per-head-against-standard", made) is None


def test_a_sum_that_is_not_rate_times_heads_gives_no_average_of_its_own() -> None:
    rows = money(2024, 500, 40)
    wrong = replace(rows[0], quantity=replace(rows[0].quantity, value=rows[0].quantity.value + 500))  # type: ignore[union-attr, type-var]
    for first, there in ((rows[0], True), (wrong, False)):
        own_source = (replace(each, source=SOURCE.id) for each in (first, *rows[1:]))
        made = rated(
            tuple(
                replace(each, status="standard" if each is not first and "rate" in each.id else each.status)
                for each in own_source
            )
        )
        assert (drawn("per-head-against-standard", made) is not None) == there


# A share as squares of a hundred


def squares_filled(drawing: Drawing) -> float:
    boxes = of_mark(painted(drawing), 1)
    line = boxes[0].get_linewidth()
    return sum((each.get_width() + line) / SQUARE for each in boxes)


@every_chart
def test_as_many_squares_are_large_as_the_share_has_hundredths(
    language: str, package: str, name: str, year: int
) -> None:
    drawing = drawings(language, package)[name, year]
    for block in drawing.blocks:
        if isinstance(block, Hundred):
            share = (result(package).package.observations | result(package).derived)[block.mark.fact]  # type: ignore[operator]
            assert share.quantity.value == block.mark.amount
            assert squares_filled(drawing) == pytest.approx(float(block.mark.amount) * 100, abs=0.15)
            assert (block.mark.look == "derived") == (block.mark.fact in result(package).derived)


def test_a_printed_share_is_full_and_the_loans_of_erdao_are_hollow_and_said_to_be_repaid() -> None:
    teachers, funds = (drawings("zh")[f"{table}-of-a-hundred", 2018] for table in ("teachers", "funds"))
    assert (only(teachers).mark.value, only(teachers).mark.look) == ("40%", "solid")
    assert (only(funds).mark.value, only(funds).mark.look) == ("27.9%", "derived")
    assert "贷款" in funds.title
    assert any("须偿还" in each for each in funds.notes)
    assert any("92.7万" in each and "≈" in each for each in funds.notes)
    assert len(of_mark(painted(teachers), 1)) == 40


def share(printed: Any, part: Any = "29", whole: Any = "72", **changes: object) -> Result:
    """A made-up share with its part and its whole, tied by a relation."""
    base = {"year": 2024, "period_kind": "year", "status": "actual"}
    facts = (
        own("share", printed, grain="0.0001", **(base | {"indicator": "share", "status": "derived"})),
        own("part", part, **(base | {"stage": "primary"} | changes)),
        own("whole", whole, **base),
    )
    return worked_out(package_of(*facts, relations=tied("ratio", "share = part / whole")))


@pytest.mark.parametrize(
    ("made", "there"),
    [
        (share(("0.40", "exact", "0.01")), True),
        (share(("0.44", "exact", "0.01")), False),
        (share(("0.40", "more_than", "0.01")), False),
        (share(("0.40", "exact", "0.01"), ("29", "more_than", "1")), False),
        (share(("0.40", "exact", "0.01"), indicator="schools"), False),
        (share(("0.40", "exact", "0.01"), period_kind="cumulative"), False),
    ],
    ids=["holds", "fails", "bound", "part-is-a-bound", "unlike", "cumulative"],
)
def test_only_a_share_of_like_in_like_that_holds_is_drawn(made: Result, *, there: bool) -> None:
    assert (drawn("students-of-a-hundred", made) is not None) == there


# Growth with its sign


@cache
def heats() -> list[tuple[str, Drawing, Heat]]:
    return [
        (package, drawing, block)
        for package in PACKAGES
        for drawing in drawings("en", package).values()
        for block in drawing.blocks
        if isinstance(block, Heat)
    ]


def cells(heat: Heat) -> Iterator[tuple[Level, Mark]]:
    return ((row, cell) for row in heat.rows for cell in row.cells if cell is not None)


def test_every_cell_has_its_sign_and_a_look_that_goes_with_it() -> None:
    assert {package for package, _, _ in heats()} == {"china"}
    for _, _, heat in heats():
        for _, cell in cells(heat):
            sign = {True: "+", False: "−"}[cell.amount > 0] if cell.amount else ""
            assert cell.short.startswith(sign)
            assert cell.value.startswith(sign)
            assert (cell.look == "derived") == (cell.amount < 0)
        rises = [cell for _, cell in cells(heat) if cell.amount > 0]
        assert min(each.amount for each in rises if each.look == "solid") >= max(
            each.amount for each in rises if each.look == "quiet"
        )


def test_every_cell_is_printed_and_stands_in_its_year() -> None:
    for package, _, heat in heats():
        for row, cell in cells(heat):
            growth = result(package).package.observations[cell.fact]
            assert growth.status == "derived"
            assert growth.printed
            assert heat.columns[row.cells.index(cell)] == str(growth.year)
        assert len(heat.columns) <= 7
        assert list(heat.columns) == sorted(heat.columns)


def test_a_change_of_definition_between_two_cells_is_marked_and_said() -> None:
    broken = [(drawing, row) for _, drawing, heat in heats() for row in heat.rows if row.breaks]
    assert broken
    for drawing, _ in broken:
        assert WORDS["en"]("charts.growth.break") in drawing.notes


def grown(*rows: tuple[str, int, str], levels: dict[int, str] | None = None, hold: bool = True) -> Result:
    """Made-up growth by stage and year, and the level series it was reckoned from in one stage."""
    codes = dict(good().codes) | {("stage", each): said(each) for each in ("a", "b")}
    indicators = dict(good().indicators) | {"growth": replace(good().indicators["share"], id="growth")}
    facts = [
        own(f"{stage}-{year}", (value, "exact", "0.0001"), grain="0.000001", indicator="growth", stage=stage, year=year,
            status="derived", period_kind="year")
        for stage, year, value in rows
    ]  # fmt: skip
    series = levels or {2020: "base", 2021: "base", 2022: "base"}
    amounts = {2020: "1000", 2021: "1020" if hold else "1900", 2022: "1040"}
    facts += [
        own(f"level-{year}", amounts[year], stage="a", year=year, series=name)
        for year, name in series.items()
    ]
    terms = [
        f"a-{year} = ( level-{year} - level-{year - 1} ) / level-{year - 1}"
        for stage, year, _ in rows
        if stage == "a" and {year, year - 1} <= series.keys()
    ]
    return worked_out(
        package_of(*facts, relations=tied("growth", *terms), codes=codes, indicators=indicators)
    )


ROWS = (("a", 2021, "0.02"), ("a", 2022, "0.0196"), ("b", 2021, "-0.011"), ("b", 2022, "0.1"))


def test_growth_over_a_change_of_definition_is_in_no_cell() -> None:
    whole = only(shown("students-growth", grown(*ROWS)))
    assert [[cell.short if cell else None for cell in row.cells] for row in whole.rows] == [
        ["+2.00", "+1.96"],
        ["−1.10", "+10.00"],
    ]
    broken = shown(
        "students-growth",
        grown(
            *ROWS, ("b", 2020, "0.3"), ("a", 2020, "0.1"), levels={2020: "base", 2021: "wide", 2022: "wide"}
        ),
    )
    assert [[cell is not None for cell in row.cells] for row in only(broken).rows] == [
        [True, False, True],
        [True] * 3,
    ]


def test_a_growth_that_fails_has_a_star_and_a_note() -> None:
    drawing = shown("students-growth", grown(*ROWS, hold=False))
    starred = {cell.fact for _, cell in cells(only(drawing)) if "*" in cell.short}
    assert starred == {"a-2021", "a-2022"}
    assert WORDS["zh"]("charts.growth.fails") in drawing.notes


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ROWS, "2022年学生：b增长最快，+10.00%，没有一项下降"),
        (tuple((s, y, f"-{v.strip('-')}" if s == "b" else v) for s, y, v in ROWS), "b下降，−10.00%"),
        (tuple((s, y, f"-{v.strip('-')}") for s, y, v in ROWS), "都在下降，b降得最多，−10.00%"),
    ],
)
def test_the_title_names_the_fastest_and_what_fell(rows: tuple[tuple[str, int, str], ...], said: str) -> None:
    assert said in shown("students-growth", grown(*rows, hold=False)).title


def test_one_year_or_one_stage_is_no_table() -> None:
    assert drawn("students-growth", grown(*ROWS[1::2]), year=2022) is None
    assert drawn("students-growth", grown(*ROWS[:2]), year=2022) is None


# Promises


def promise(at: int, due: date | None, outcome: str) -> Commitment:
    return Commitment(
        id=f"made-up-{at}", topic=said("虚构"), label=said(f"虚构的承诺{at}"), year=2024, due=due, owner="",
        outcome=outcome, evidence=(), source=SOURCE.id, locator="", note=NOTHING,
    )  # fmt: skip


def promised(*promises: tuple[date | None, str]) -> Result:
    made = tuple(promise(at, due, outcome) for at, (due, outcome) in enumerate(promises))
    return worked_out(package_of(own("a", "5", year=2024), commitments=made))


@cache
def kept_and_not() -> Result:
    """Twelve made-up promises of 2024: some due before the record was made, some after, some on no day."""
    days = [date(2024, 9, 30)] * 5 + [date(2025, 6, 30)] * 3 + [date(2099, 12, 31)] * 2 + [None] * 2
    outcomes = ["kept", "kept", "kept", "partly_kept", "not_kept", "kept", "no_report", "not_kept"]
    return promised(*zip(days, [*outcomes, "under_way", "no_report", "no_report", "under_way"], strict=True))


def test_promises_stand_under_their_due_dates_each_in_the_look_of_its_outcome() -> None:
    drawing = shown("promises-by-due-date", kept_and_not(), year=2024)
    block = only(drawing)
    assert isinstance(block, Squares)
    assert [(row.mark.label, int(row.mark.amount)) for row in block.rows] == [
        ("2024年9月30日已到期", 5),
        ("2025年6月30日已到期", 3),
        ("2099年12月31日到期", 2),
        ("没有写期限", 2),
    ]
    looks = {
        "kept": "solid",
        "partly_kept": "quiet",
        "under_way": "dotted",
        "not_kept": "crossed",
        "no_report": "open",
    }
    outcomes = {each.id: each.outcome for each in kept_and_not().package.commitments}
    squares = [each for row in block.rows for each in row.squares]
    assert len(squares) == len(outcomes)
    assert all(each.look == looks[outcomes[each.id]] for each in squares)
    assert {each.look for each in block.keys} == set(looks.values())
    assert drawing.title == "12项承诺，到2026年1月1日已到期8项，其中已兑现4项"


def test_each_square_of_a_promise_is_drawn_in_its_own_look() -> None:
    figure = painted(shown("promises-by-due-date", kept_and_not(), year=2024))
    first_row = [each for each in rectangles(figure) if re.match(r"mark1\.\d+-", each.get_gid() or "")]
    assert len({look_of(each) for each in first_row}) == 3


def test_promises_of_erdao_have_no_due_date_and_no_result_and_the_chart_says_both() -> None:
    for language, says in (
        ("zh", "都没有写期限，也都没有公开结果"),
        ("en", "none has a due date, none a public result"),
    ):
        drawing = drawings(language)["promises-by-due-date", 2018]
        assert says in drawing.title
        assert [int(row.mark.amount) for row in only(drawing).rows] == [20]


def test_many_due_dates_are_drawn_by_year() -> None:
    many = [(date(2020 + at % 3, 1 + at, 1), "kept") for at in range(9)]
    drawing = shown("promises-by-due-date", promised(*many), year=2024)
    assert [row.mark.label for row in only(drawing).rows] == ["2020年已到期", "2021年已到期", "2022年已到期"]


def test_what_is_not_due_yet_is_not_counted_as_broken() -> None:
    drawing = shown(
        "promises-by-due-date", promised((date(2099, 1, 1), "no_report"), (None, "kept")), year=2024
    )
    assert "到期" not in drawing.title
    assert drawing.title.startswith("2项承诺")


# Due and paid


def paid(figure: str, programme: str, status: str, day: date | None, amount: str = "50000") -> Observation:
    return own(
        figure, amount, table="funds", indicator="aid-paid", programme=programme, stage="_T", group="_T",
        funding="_T", year=2024, status=status, period_kind="as_of", period_start=day, period_end=None,
    )  # fmt: skip


def due(*days: tuple[date | None, date | None]) -> Result:
    facts = [
        paid(f"{status}-{at}", programme, status, day)
        for at, (programme, both) in enumerate(zip(good().programmes, days, strict=False))
        for status, day in zip(("planned", "paid"), both, strict=True)
    ]
    return worked_out(package_of(*facts))


@cache
def late_and_early() -> Result:
    """Three made-up sums of 2024: one paid late, one early, one on the day it was due."""
    return due(
        (date(2024, 3, 31), date(2024, 6, 12)),
        (date(2024, 9, 30), date(2024, 9, 12)),
        (date(2024, 11, 30), date(2024, 11, 30)),
    )


def test_two_dots_lie_as_far_apart_as_their_days() -> None:
    drawing = shown("due-and-paid", late_and_early())
    block, figure = only(drawing), painted(drawing)
    assert isinstance(block, Dates)
    xs = {
        at: next(each.center[0] for each in dots(figure) if (each.get_gid() or "").startswith(f"mark{at}-"))
        for at in range(1, 7)
    }
    days = [int(each.amount) for each in marks_of(block)]
    a_day = (xs[6] - xs[1]) / (days[5] - days[0])
    assert all(xs[at + 1] - xs[1] == pytest.approx((day - days[0]) * a_day) for at, day in enumerate(days))
    assert [each.value for each in block.spans] == ["晚73天", "早18天", "当天"]
    assert [each.look for each in marks_of(block)] == ["planned", "solid"] * 3
    assert "3笔钱里1笔晚发" in drawing.title
    assert "50,000元晚73天" in drawing.title


def test_money_that_came_in_time_is_said_to_have_come_in_time() -> None:
    drawing = shown("due-and-paid", due((date(2024, 9, 30), date(2024, 9, 30))), "en")
    assert drawing.title.startswith("All 1 sums came on time")


def test_without_both_days_nothing_is_drawn() -> None:
    day = date(2024, 3, 31)
    for days in ((day, None), (None, day), (None, None)):
        assert drawn("due-and-paid", due(days)) is None
    one = package_of(paid("a", "meals", "planned", day), paid("b", "grants", "paid", day))
    assert drawn("due-and-paid", worked_out(one)) is None


# Releases


@every_language
def test_every_dated_document_is_one_dot_on_its_day_and_the_record_is_one_of_another_look(
    language: str,
) -> None:
    drawing, package = drawings(language, "china")["releases", 2024], result("china").package
    block = only(drawing)
    assert isinstance(block, Calendar)
    squares = [each for row in block.rows for each in row.squares]
    dated = {each.id: each.published for each in package.sources.values() if each.published}
    assert {each.id: each.day for each in squares if each.refers_to == "source"} == dated
    assert [(each.id, each.day, each.look) for each in squares if each.refers_to == "publisher"] == [
        (package.id, package.created.date(), "quiet")
    ]
    assert [row.mark.label for row in block.rows] == [str(each) for each in range(2013, 2027)]
    undated = len(package.sources) - len(dated)
    assert WORDS[language]("charts.releases.undated", count=undated) in drawing.notes
    assert str(len(dated)) in drawing.title


def test_dots_of_a_calendar_never_touch_and_stand_in_their_months() -> None:
    drawing = drawings("zh", "china")["releases", 2024]
    figure = painted(drawing)
    ticks = sorted({x for each in strokes(figure) for x, _ in each.get_xy()})
    left, right = ticks[0], ticks[-1]
    placed = []
    for number, row in enumerate(only(drawing).rows, 1):
        for at, square in enumerate(row.squares):
            (dot,) = (
                each for each in dots(figure) if (each.get_gid() or "").startswith(f"mark{number}.{at}-")
            )
            month = (dot.center[0] - left) / (right - left) * 12
            assert square.day.month - 1 <= month + 1e-6 < square.day.month
            placed.append(dot)
    near = [
        (a, b)
        for a, b in combinations(placed, 2)
        if abs(a.center[1] - b.center[1]) < 7 and abs(a.center[0] - b.center[0]) < 7
    ]
    assert not near


def released(*days: date | None) -> Result:
    sources = {f"s{at}": replace(SOURCE, id=f"s{at}", published=day) for at, day in enumerate(days)}
    return worked_out(package_of(own("a", "5", year=2024, source="s0"), sources=sources))


def test_one_dated_document_makes_no_calendar_and_years_of_very_many_are_cut_off() -> None:
    day = date(2024, 3, 31)
    assert drawn("releases", released(day, None)) is None
    drawing = shown("releases", released(day, date(2023, 5, 1), None))
    assert drawing.title == "2份文件写有公布日期，从2023年5月1日到2024年3月31日"
    many = shown("releases", released(*[date(2020 + at % 4, 1 + at % 12, 1 + at % 28) for at in range(200)]))
    assert sum(row.mark.amount for row in only(many).rows) <= 90
    assert any("更早" in each for each in many.notes)


# Plans on lines


def enrolled(year: int, value: str, status: str = "actual", **changes: object) -> Observation:
    name = f"students-{year}-{status}" + "".join(f"-{each}" for each in changes.values())
    return own(name, value, **({"stage": "_T", "year": year, "status": status} | changes))


def with_a_plan(*years: int, **changes: object) -> Result:
    facts = [enrolled(year, str(40_000 + 1_200 * (at % 4))) for at, year in enumerate(years)]
    plans = [enrolled(2030, "52000", "planned", **changes), enrolled(2027, "47000", "planned", **changes)]
    return worked_out(package_of(*facts, *plans))


@pytest.mark.parametrize("years", [(2018, 2019, 2020, 2021, 2022), (2018, 2024)], ids=["line", "slope"])
def test_a_plan_for_a_later_year_is_a_dashed_ring_at_its_year_joined_to_nothing(
    years: tuple[int, ...],
) -> None:
    drawing = shown("students-over-years", with_a_plan(*years), year=max(years))
    line = next(each for each in drawing.blocks if isinstance(each, Line))
    assert [(each.year, each.amount, each.look) for each in line.planned] == [
        (2027, 47000, "planned"),
        (2030, 52000, "planned"),
    ]
    assert line.span == (years[0], 2030)
    figure = painted(drawing)
    rings = [each for each in dots(figure) if look_of(each)[3]]
    assert len(rings) == 2
    assert all(look_of(each)[0] == "ground" for each in rings)
    ends = [tuple(point) for each in strokes(figure) if not dashed(each) for point in each.get_xy()]
    assert not [ring for ring in rings for end in ends if end == pytest.approx(ring.center, abs=1)]
    assert WORDS["zh"]("charts.over_years.planned") in " ".join(drawing.notes)
    assert "2030年计划" in drawing.description
    assert {"students-2030-planned", "students-2027-planned"} <= set(drawing.figures)
    assert not re.search("2027|2030", drawing.title + drawing.subtitle)


def test_a_line_with_two_years_and_a_plan_is_a_slope() -> None:
    without = worked_out(package_of(enrolled(2018, "40000"), enrolled(2024, "41200")))
    assert shown("students-over-years", without).form == "slope"
    assert len(dots(painted(shown("students-over-years", without)))) == 2


@pytest.mark.parametrize(
    "change", [{"series": "wide"}, {"stage": "primary"}], ids=["another-scope", "another-stage"]
)
def test_a_plan_for_something_else_is_not_on_the_line(change: dict[str, object]) -> None:
    drawing = shown("students-over-years", with_a_plan(2020, 2021, 2022, **change), year=2022)
    assert not [each for block in drawing.blocks for each in marks_of(block) if each.look == "planned"]


def test_a_plan_for_a_year_that_has_come_is_not_on_the_line() -> None:
    facts = [enrolled(year, "40000") for year in (2020, 2021, 2022)]
    drawing = shown("students-over-years", worked_out(package_of(*facts, enrolled(2021, "52000", "planned"))))
    assert not [each for block in drawing.blocks for each in marks_of(block) if each.look == "planned"]


def test_small_lines_have_their_plans_on_one_axis_of_years() -> None:
    codes = dict(good().codes) | {("stage", each): said(each) for each in "ab"}
    facts = [enrolled(year, "40000", stage=each) for each in "ab" for year in (2020, 2021, 2022)]
    made = worked_out(package_of(*facts, enrolled(2030, "52000", "planned", stage="a"), codes=codes))
    panels = only(shown("students-by-stage-over-years", made, year=2022))
    assert isinstance(panels, Panels)
    assert {each.line.span for each in panels.panels} == {(2020, 2030)}
    assert [len(each.line.planned) for each in panels.panels] == [1, 0]
    assert panels.panels[0].line.planned[0].short == "52,000"


# Sums and wholes


def test_a_sum_is_written_out_with_its_signs() -> None:
    drawing = drawings("zh")["aid-equation", 2018]
    heading = drawing.blocks[0]
    assert isinstance(heading, Heading)
    assert heading.text.replace("\u00a0", " ") == "92.7万 + 22.8万 + 97.2万 + 82.2万 = 294.9万 ≈ 295万元"
    labels = [each.label for each in marks_of(drawing.blocks[1])]
    assert [each[0] for each in labels[1:]] == ["+", "+", "+", "=", "≈"]


def test_a_part_of_a_whole_says_its_share_where_it_is_worked_out() -> None:
    drawing = drawings("zh")["students-by-stage", 2018]
    assert [each.label for each in marks_of(only(drawing))] == ["小学（66.9%）", "中学（33.1%）"]
    assert "2018-students-primary-share" in drawing.figures
    assert WORDS["zh"]("charts.students_by_stage.computed") in drawing.notes


# Files


@settings(max_examples=60)
@given(
    points=st.lists(st.tuples(st.floats(-400, 400), st.floats(-400, 400)), min_size=2, max_size=12),
    closed=st.booleans(),
)
def test_a_path_written_in_steps_leads_through_the_same_points(
    points: list[tuple[float, float]], *, closed: bool
) -> None:
    path = " L ".join(f"{x:.6f} {y:.6f}" for x, y in points)
    written = in_steps(f"M {path}{' z' if closed else ''}\n")
    assert written.endswith("z") == closed
    x, y = 0.0, 0.0
    led = []
    for step, numbers in re.findall(r"([Mhvl])([-\d. ]+)", written):
        given_ = [float(each) for each in numbers.split()]
        if step == "M":
            x, y = given_
        else:
            x, y = x + (given_[0] if step in "hl" else 0), y + (given_[-1] if step in "vl" else 0)
        led.append((x, y))
    expected = points[:-1] if closed and len(points) > 1 and f"{points[0]}" == f"{points[-1]}" else points
    assert len(led) in (len(expected), len(expected) - 1)
    assert all(a == pytest.approx(b, abs=0.011) for a, b in zip(led, expected, strict=False))


def test_a_hatching_of_dots_is_written_as_the_smallest_tile_that_gives_all_of_them() -> None:
    def circle(x: float, y: float) -> str:
        return f"M {x} {y + 0.8} C {x} {y} {x + 0.8} {y} {x + 0.8} {y + 0.8} z "

    dots_ = {(4 * a + 2 * (b % 2) - 0.4, 4 * b - 0.4) for a in range(-1, 19) for b in range(-1, 19)}
    side, path = smallest_tile("".join(circle(*each) for each in dots_))
    assert side == 8
    corners = {tuple(map(float, each)) for each in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", path)}
    tiled = {
        (round(x + side * a, 2), round(y + side * b, 2))
        for x, y in corners
        for a in range(9)
        for b in range(9)
    }
    inside = {(round(x, 2), round(y, 2)) for x, y in dots_ if -0.8 < x < 72 and -0.8 < y < 72}
    assert tiled == inside


# Paper


@every_language
@pytest.mark.parametrize("package", PACKAGES)
def test_no_chart_runs_off_its_page(package: str, language: str) -> None:
    drawn = charts(language, package)
    for paper in make_summaries(result(package), WORDS[language], drawn, (), Store(None)):
        for number, page in enumerate(pypdf.PdfReader(BytesIO(paper.body)).pages, 1):
            lowest: dict[int, list[str]] = {}

            def put(text: str, all_of_it: list[float], line: list[float], *_: object) -> None:
                y = line[5] * all_of_it[3] + all_of_it[5]
                if text.strip() and y < FOOT:
                    lowest.setdefault(round(y), []).append(text)  # noqa: B023 - called at once

            page.extract_text(visitor_text=put)
            # At the foot stands the number of the page, and nothing else.
            assert len(lowest) == 1, (paper.path, number, lowest)


# The gallery


@cache
def found(language: str) -> dict[str, Any]:
    results = tuple(result(each) for each in sorted(PACKAGES))
    drawn = [chart for each in results for chart in charts(language, each.package.id)]
    drawn += make_place_charts(result("jinzhai"), WORDS[language], Store(None)).values()
    return {each.name: each for each in examples(results, drawn)}


def page(language: str, *drawn: Chart) -> str:
    """The page of the gallery with some charts and no publisher, before the site engine."""
    release = Release(results=(), findings=())
    pages = make_pages(
        release, WORDS[language], tuple(WORDS.values()), drawn, (), ROOT / "templates", Store(None)
    )
    return next(each.body.decode() for each in pages if each.path == f"{language}/charts/index.md")


def test_each_form_has_an_example_of_the_first_publisher_that_has_one_or_says_that_none_does() -> None:
    shown = found("zh")
    assert tuple(shown) == NAMES
    assert {name for name, each in shown.items() if each.chart is None} == {"slope", "waterfall", "dates"}
    for name, each in shown.items():
        if each.chart is not None:
            assert each.chart.form == name
            publishers = [package for package in sorted(PACKAGES) if name in DRAWN[package]]
            assert each.chart.publisher in publishers
            assert each.chart.publisher == publishers[0] or name in ("bars", "equation")
    # What lends its name to a form is in its example: a loan, a place.
    assert "loan" in {mark.look for mark in marks_of(drawings("zh")["aid-by-kind", 2018].blocks[0])}
    assert (shown["bars"].chart.publisher, shown["equation"].chart.publisher) == ("erdao", "erdao")
    assert shown["strip"].chart.id.startswith("place-")


def test_no_chart_is_shown_twice_in_the_gallery() -> None:
    drawn = [
        (each.chart.publisher, each.chart.id, each.chart.year) for each in found("en").values() if each.chart
    ]
    assert len(drawn) == len(set(drawn))


@every_language
def test_the_gallery_asks_answers_and_shows_the_code_of_every_form_in_their_order(language: str) -> None:
    body, words = page(language), WORDS[language]
    assert body.count(words("gallery.none")) == len(FORMS)
    at = [body.index(f"{{#{name}}}") for name in NAMES]
    assert at == sorted(at)
    for each in FORMS:
        for key in ("needs", "not_when", "name"):
            assert words(f"gallery.forms.{each.name}.{key}") in body
    for code in re.findall(r"<code>(.*?)</code>", body, re.DOTALL):
        assert code.startswith("# charts.") or "&" not in code


def test_the_code_shown_is_the_code() -> None:
    for each in FORMS:
        code = signature(each.function)
        module, first, *_ = code.splitlines()
        assert module == f"# {each.function.__module__}"
        assert first.startswith(f"def {each.function.__name__}(")
        assert code.rstrip().endswith('"""')
        assert (getdoc(each.function) or "?").split(".")[0] in code
        assert code.removeprefix(f"{module}\n") in (
            ROOT / "charts" / f"{each.function.__module__.partition('.')[2]}.py"
        ).read_text("utf-8")


def test_a_function_is_shown_up_to_its_docstring_and_no_further() -> None:
    def small(one: int, *, two: Callable[..., str]) -> str:
        """Say what it does."""
        return two(one)

    assert signature(small).splitlines()[1:] == [
        "def small(one: int, *, two: Callable[..., str]) -> str:",
        '    """Say what it does."""',
    ]
