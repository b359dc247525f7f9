"""Charts of several years and of several places: true positions, no line too many, every break named."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from math import dist
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon
from test_charts import (
    DRAW,
    KEYS,
    PACKAGES,
    WORDS,
    assert_readable,
    charts,
    dots,
    drawings,
    figure_of,
    line,
    mark,
    painted,
    result,
    strip,
    strokes,
    worked_out,
    written,
)
from test_compare import money, rated
from test_model import fact, good, package_of

from charts import OVER_YEARS, make_place_charts
from charts.drawing import Bars, Columns, Drawing, Heading, Heat, Line, Mark, Panels, Stacks, Strip, marks_of
from charts.house import COLOURS, COLUMN_HEIGHT, PANEL_HEIGHT
from charts.places import place_strip, places_below, places_strip
from yearbook.compare import series_of
from yearbook.model import Observation, Result, Text
from yearbook.store import Store

OVER = [key for key in KEYS if key[2] in {name for name, _, _ in OVER_YEARS}]
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
SCALED = re.compile(rf"({NUMBER.pattern})\s?(万|亿|million|billion)?")
SCALES = {"万": 10**4, "亿": 10**8, "million": 10**6, "billion": 10**9}
every_chart_over_years = pytest.mark.parametrize(("language", "package", "name", "year"), OVER)


def lines_of(drawing: Drawing) -> list[Line]:
    """Every line of a drawing, those in panels too, in the order they are drawn."""
    found: list[Line] = []
    for block in drawing.blocks:
        found += [block] if isinstance(block, Line) else []
        found += [each.line for each in block.panels] if isinstance(block, Panels) else []
    return found


def dot_of(figure: Figure, number: int) -> Circle | None:
    return next((each for each in dots(figure) if (each.get_gid() or "").startswith(f"mark{number}-")), None)


def alone(block: Line | Panels | Strip | Stacks) -> Figure:
    return painted(Drawing(title="Made up 3", subtitle="", blocks=(block,), source="made up"))


def dashed(stroke: Polygon) -> bool:
    return stroke.get_linestyle() not in ("-", "solid")


def coloured(stroke: Polygon, role: str) -> bool:
    return to_rgba(stroke.get_edgecolor()) == to_rgba(COLOURS[role])


def uprights(figure: Figure) -> list[Polygon]:
    """The dashed strokes that stand upright: each is a break."""
    return [
        each for each in strokes(figure) if dashed(each) and len({round(x, 3) for x, _ in each.get_xy()}) == 1
    ]


# Where the marks stand


@every_chart_over_years
def test_marks_stand_at_their_years_and_as_high_as_their_amounts(
    language: str, package: str, name: str, year: int
) -> None:
    drawing, figure, number = (
        drawings(language, package)[name, year],
        figure_of(language, package, name, year),
        0,
    )
    bases = [each.get_xy()[0] for each in strokes(figure) if coloured(each, "grid")]
    for block in drawing.blocks:
        height = PANEL_HEIGHT if isinstance(block, Panels) else COLUMN_HEIGHT
        full = max((each.amount for each in marks_of(block)), default=0)
        places = []
        for each in marks_of(block):
            number += 1
            dot = dot_of(figure, number) if isinstance(block, Line | Panels) else None
            if dot is not None:
                x, y = dot.center
                assert any(
                    base - y == pytest.approx(each.amount / full * height, abs=0.1) for _, base in bases
                )
                places.append((each.year, x))
        lines = [places] if isinstance(block, Line) else []
        for found in lines:
            steps = [(x - found[0][1]) / (at - found[0][0]) for at, x in found[1:] if at != found[0][0]]
            assert all(step == pytest.approx(steps[0]) for step in steps)


def test_panels_share_one_axis_of_years() -> None:
    for language, package, name, year in OVER:
        for block in drawings(language, package)[name, year].blocks:
            if isinstance(block, Panels):
                assert len({each.line.span for each in block.panels}) == 1
                first, last = block.panels[0].line.span
                assert {first, last} <= {each.year for each in marks_of(block)}


@every_chart_over_years
def test_hollow_marks_are_the_computed_figures_and_no_others(
    language: str, package: str, name: str, year: int
) -> None:
    drawing, figure, number = (
        drawings(language, package)[name, year],
        figure_of(language, package, name, year),
        0,
    )
    for block in drawing.blocks:
        for each in marks_of(block):
            number += 1
            dot = dot_of(figure, number)
            if dot is not None:
                assert (to_rgba(dot.get_facecolor())[3] == 0) == (each.fact in result(package).derived)


# What is joined, and what is not

gaps = st.lists(st.sampled_from([1, 1, 1, 2, 5]), min_size=1, max_size=9)


@settings(max_examples=40, deadline=None)
@given(gaps, st.data())
def test_only_years_that_follow_one_another_are_joined_firmly_and_nothing_over_a_break(
    steps: list[int], data: st.DataObject
) -> None:
    years = [2001 + sum(steps[:at]) for at in range(len(steps) + 1)]
    ends = data.draw(
        st.lists(
            st.sampled_from(["closed", "closed", "beyond", "short"]), min_size=len(years), max_size=len(years)
        )
    )
    breaks = tuple(sorted(data.draw(st.sets(st.integers(1, len(steps)), max_size=2))))
    looks = data.draw(
        st.lists(st.sampled_from(["solid", "derived"]), min_size=len(years), max_size=len(years))
    )
    marks = tuple(
        mark(5 + at % 3, year=year, end=end, look=look)
        for at, (year, end, look) in enumerate(zip(years, ends, looks, strict=True))
    )
    figure = alone(Line(marks=marks, span=(years[0], years[-1]), breaks=breaks))
    joined = [
        b - a
        for at, (a, b) in enumerate(pairwise(years), 1)
        if at not in breaks and ends[at - 1] == ends[at] == "closed"
    ]
    bound = sum(end != "closed" for end in ends)
    firm = [each for each in strokes(figure) if coloured(each, "accent") and not dashed(each)]
    assert len(firm) - 3 * bound == sum(step == 1 for step in joined)
    thin = [each for each in strokes(figure) if dashed(each) and each not in uprights(figure)]
    assert len(thin) == sum(step > 1 for step in joined)
    assert len(uprights(figure)) == len(breaks)
    assert len(dots(figure)) == len(years) - bound
    assert_readable(figure)


@every_chart_over_years
def test_as_many_break_marks_are_drawn_as_the_series_have_breaks(
    language: str, package: str, name: str, year: int
) -> None:
    drawing = drawings(language, package)[name, year]
    known = {tuple(point.figure.id for point in each.points): each for each in series_of(result(package))}
    expected = 0
    blocks = [*lines_of(drawing), *(each for each in drawing.blocks if isinstance(each, Columns))]
    for block in blocks:
        series = known[tuple(each.fact for each in block.marks)]
        assert block.breaks == tuple(at for at, reason in series.breaks if reason != "exactness")
        expected += len(block.breaks)
    heats = [each for each in drawing.blocks if isinstance(each, Heat)]
    expected += sum(len(level.breaks) for each in heats for level in each.rows)
    assert len(uprights(figure_of(language, package, name, year))) == expected


@every_chart_over_years
def test_every_break_is_named_or_counted(language: str, package: str, name: str, year: int) -> None:
    drawing, words = drawings(language, package)[name, year], WORDS[language]
    blocks = [*lines_of(drawing), *(each for each in drawing.blocks if isinstance(each, Columns))]
    broken = [(each, at) for each in blocks for at in each.breaks]
    pattern = re.compile(r"(?:双斜线|Double stroke)\D*?.*?(\d{4})[—–](\d{4})")
    named = [match.groups() for note in drawing.notes if (match := pattern.match(note))]
    assert bool(named) == bool(broken)
    assert len(named) <= 3
    years = {(str(each.marks[at - 1].year), str(each.marks[at].year)) for each, at in broken}
    more = any(
        note.startswith(words("charts.over_years.more", count=1).partition("1")[0]) for note in drawing.notes
    )
    assert set(named) <= years
    assert set(named) == years or more


def test_a_break_says_what_changed_and_where_only_one_of_several_is_broken_which() -> None:
    notes = drawings("zh", "china")["teachers-by-stage-over-years", 2024].notes
    assert any(
        note.startswith("双斜线（中等职业教育，2020—2021年）：口径不同") and "技工学校" in note
        for note in notes
    )
    notes = drawings("zh", "china")["students-over-years", 2024].notes
    assert any(note.startswith("双斜线（2020—2021年）：口径不同") for note in notes)


# Made-up series

STAGES = [f"stage-{letter}" for letter in "abcdefghi"]
SOURCE = next(iter(good().sources))


def enrolled(stage: str, year: int, value: str | tuple[str, str, str], **changes: object) -> Observation:
    own = {"stage": stage, "year": year, "source": SOURCE}
    return fact(f"{stage.strip('_').lower()}-{year}", value, **(own | changes))


def package_with(*facts: Observation, **changes: object) -> Result:
    codes = dict(good().codes) | {("stage", each): Text((("zh", each), ("en", each))) for each in STAGES}
    return worked_out(package_of(*facts, codes=codes, **changes))


def drawn(name: str, made: Result, language: str = "en") -> Drawing | None:
    return DRAW[name](made, max(made.package.years), WORDS[language])


def of_stages(counts: dict[str, int]) -> Drawing | None:
    """Panels of stages, each with so many years up to 2024."""
    facts = [
        enrolled(stage, 2024 - at, str(1000 + 10 * at))
        for stage, years in counts.items()
        for at in range(years)
    ]
    return drawn("students-by-stage-over-years", package_with(*facts))


def headings(drawing: Drawing | None) -> list[str]:
    assert drawing is not None
    [panels] = drawing.blocks
    assert isinstance(panels, Panels)
    return [each.heading for each in panels.panels]


def test_eight_panels_are_drawn_and_nine_alike_are_not() -> None:
    assert headings(of_stages(dict.fromkeys(STAGES[:8], 3))) == STAGES[:8]
    assert of_stages(dict.fromkeys(STAGES, 3)) is None


def test_of_nine_panels_the_one_with_the_fewest_years_is_left_out() -> None:
    assert headings(of_stages(dict.fromkeys(STAGES, 4) | {STAGES[2]: 3})) == [*STAGES[:2], *STAGES[3:]]


@pytest.mark.parametrize(
    "counts", [{STAGES[0]: 5}, {STAGES[0]: 2, STAGES[1]: 2}, {STAGES[0]: 5, STAGES[1]: 2}]
)
def test_one_panel_or_two_years_make_no_panels(counts: dict[str, int]) -> None:
    assert of_stages(counts) is None


def test_panels_leave_the_total_of_all_stages_out_for_it_would_flatten_them() -> None:
    assert headings(of_stages({"_T": 3, STAGES[0]: 3, STAGES[1]: 3})) == STAGES[:2]


def over_years(
    *values: str | tuple[str, str, str], years: tuple[int, ...] = (2021, 2022, 2023, 2024), **changes: object
) -> Drawing:
    facts = [enrolled("_T", year, value) for year, value in zip(years, values, strict=False)]
    facts = [replace(each, **changes.get(f"y{each.year}", {})) for each in facts]  # type: ignore[call-overload]
    made = drawn("students-over-years", package_with(*facts))
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("100", "110", "120", "130"), "up from 100 in 2021 to 130 in 2024"),
        (("130", "110", "120", "100"), "down from 130 in 2021 to 100 in 2024"),
        (("100", "160", "150", "120"), "up from 100 in 2021 to 160 in 2022, then down to 120 in 2024"),
        (("160", "90", "100", "150"), "down from 160 in 2021 to 90 in 2022, then up to 150 in 2024"),
        (("100", "131", "120", "130"), "up from 100 in 2021 to 130 in 2024"),
        (("100", "100", "100", "100"), "100 in 2021, 100 in 2024"),
        ((("100", "exact", "10"), "101", "102", "104"), "100 in 2021, 104 in 2024"),
    ],
    ids=["more", "less", "peak", "dip", "no-peak", "same", "within-rounding"],
)
def test_the_title_says_what_became_of_it(values: tuple[str, ...], said: str) -> None:
    assert over_years(*values).title == f"Students: {said}"


def test_the_title_says_nothing_over_a_break() -> None:
    wide = {"series": "wide"}
    broken = over_years("100", "110", "300", "330", y2023=wide, y2024=wide)
    assert broken.title == "Students: up from 300 in 2023 to 330 in 2024"
    latest_alone = over_years("100", "110", "120", "330", y2024=wide)
    assert latest_alone.title == "Students: up from 100 in 2021 to 120 in 2023"
    nothing = over_years("100", "330", years=(2023, 2024), y2024=wide)
    assert nothing.title == "Students: 100 in 2023, 330 in 2024; the scope differs, so no growth"
    assert isinstance(nothing.blocks[1], Columns)


def test_the_title_takes_no_bound_for_a_number() -> None:
    assert "100" not in over_years(("100", "more_than", "1"), "110", "120", "130").title
    two = over_years(("100", "more_than", "1"), "330", years=(2023, 2024))
    assert (
        two.title == "Students: more than 100 in 2023, 330 in 2024; a bound is no exact figure, so no growth"
    )
    assert isinstance(two.blocks[1], Line)


def test_two_lower_bounds_are_joined_by_nothing_and_make_no_growth() -> None:
    drawing = over_years(("100", "more_than", "1"), ("330", "more_than", "1"), years=(2020, 2024))
    assert (
        drawing.title
        == "Students: more than 100 in 2020, more than 330 in 2024; a bound is no exact figure, so no growth"
    )
    assert WORDS["en"]("charts.over_years.gap") not in " ".join(drawing.notes)
    assert not [each for each in strokes(painted(drawing)) if dashed(each)]


def test_dashes_hollow_dots_and_arrows_are_explained_where_there_are_any() -> None:
    said = [WORDS["en"](f"charts.over_years.{each}") for each in ("gap", "beyond", "short", "worked_out")]
    whole, gap = over_years("100", "110", "120"), over_years("100", "110", "120", years=(2020, 2021, 2024))
    bound = over_years(("100", "more_than", "1"), "110", ("120", "nearly", "1"))
    explained = [[each in " ".join(drawing.notes) for each in said] for drawing in (whole, gap, bound)]
    assert explained == [[False] * 4, [True, False, False, False], [False, True, True, False]]


def test_one_year_makes_no_line_and_plans_and_growth_rates_make_none() -> None:
    assert drawn("students-over-years", package_with(enrolled("_T", 2024, "5"))) is None
    for status in ("planned", "derived", "claimed", "standard"):
        facts = [enrolled("_T", year, "5", status=status) for year in (2022, 2023, 2024)]
        assert drawn("students-over-years", package_with(*facts)) is None


# The real packages


@pytest.mark.parametrize("package", PACKAGES)
def test_a_chart_over_years_is_drawn_once_in_the_last_year_it_shows(package: str) -> None:
    found = [chart for chart in charts("zh", package) if chart.over_years]
    assert len({each.id for each in found}) == len(found)
    for chart in found:
        marks = [
            each for block in drawings("zh", package)[chart.id, chart.year].blocks for each in marks_of(block)
        ]
        if chart.topic != "overview":
            figures = {**result(package).package.observations, **result(package).derived}
            assert max(figures[each.fact].year for each in marks) == chart.year
    assert {each.id for each in found} == {name for name, _, _ in OVER_YEARS} & {
        each.id for each in charts("zh", package)
    }


def test_a_package_of_two_years_has_lines_and_one_of_many_has_panels_too() -> None:
    kinds = {
        package: {type(block) for drawing in drawings("zh", package).values() for block in drawing.blocks}
        for package in PACKAGES
    }
    assert not kinds["erdao"] & {Panels, Stacks}
    assert kinds["erdao"] & {Line, Columns}
    assert kinds["china"] >= {Panels, Stacks, Line}
    assert not kinds["jinzhai"] & {Panels, Stacks, Line, Columns}
    assert Strip in kinds["jinzhai"]


@every_chart_over_years
def test_every_number_of_a_title_is_a_figure_of_the_chart_or_a_year(
    language: str, package: str, name: str, year: int
) -> None:
    drawing = drawings(language, package)[name, year]
    if name in ("relations-by-year", "releases"):
        return
    figures = {**result(package).package.observations, **result(package).derived}
    years = {str(figures[each].year) for each in drawing.figures}
    shown = {found for _, way in written(drawing, WORDS[language], package) for found in NUMBER.findall(way)}
    assert set(NUMBER.findall(drawing.title)) & (shown | years)
    # Numbers of one sentence share a scale, so that 2.91亿 may be said as 29,100万: their values are compared.
    values = {each.quantity.value for each in (figures[one] for one in drawing.figures) if each.quantity}
    for number, scale in SCALED.findall(drawing.title):
        value = Decimal(number.replace(",", "")) * SCALES.get(scale, 1)
        assert number in years | shown or value in values, (number, drawing.title)


@every_chart_over_years
def test_there_are_two_panels_at_least_and_eight_at_most(
    language: str, package: str, name: str, year: int
) -> None:
    for block in drawings(language, package)[name, year].blocks:
        if isinstance(block, Panels):
            assert 2 <= len(block.panels) <= 8
            assert all(len(each.line.marks) >= 3 for each in block.panels)


def test_loans_are_hatched_among_the_sources_of_funding() -> None:
    drawing = drawings("zh", "china")["aid-by-funding-over-years", 2019]
    [panels] = drawing.blocks
    assert isinstance(panels, Panels)
    [loans] = [each for each in panels.panels if any(mark.look == "loan" for mark in each.line.marks)]
    assert "须偿还" in loans.heading
    assert {mark.look for mark in loans.line.marks} <= {"loan", "derived"}
    assert WORDS["zh"]("charts.over_years.loan") in " ".join(drawing.notes)


def test_a_panel_that_is_the_sum_of_others_says_so() -> None:
    notes = drawings("zh", "china")["students-by-stage-over-years", 2024].notes
    assert WORDS["zh"]("charts.panels.sum", whole="义务教育", parts="小学、初中") in notes


def test_verdicts_of_every_year_add_up_to_all_relations() -> None:
    [stacks] = drawings("zh", "china")["relations-by-year", 2024].blocks
    assert isinstance(stacks, Stacks)
    verdicts = result("china").verdicts
    facts = result("china").package.observations
    counts = Counter((str(max(facts[fact].year for fact in each.inputs)), each.code) for each in verdicts)
    looks = {"holds": "solid", "rounding": "quiet", "fails": "crossed", "open": "open"}
    expected = sorted((year, looks[code], count) for (year, code), count in counts.items())
    assert (
        sorted((each.label[:4], part.look, part.amount) for each in stacks.stacks for part in each.parts)
        == expected
    )
    assert {each.look for each in stacks.keys} == {look for _, look, _ in expected}


# What the rate and what the heads did


def change(*years: tuple[Observation, ...]) -> Drawing | None:
    made = rated(*(tuple(replace(each, source=SOURCE) for each in year) for year in years))
    return drawn("change-by-rate-and-heads", made)


def test_a_change_of_money_is_a_row_of_steps_from_one_amount_to_the_other() -> None:
    drawing = change(money(2023, 500, 40), money(2024, 450, 60))
    assert drawing is not None
    [bars] = drawing.blocks
    assert isinstance(bars, Bars)
    earlier, by_rate, by_heads, later = bars.marks
    assert (earlier.amount, later.amount) == (20000, 27000)
    # 500 -> 450 at 50 heads in the mean, then 40 -> 60 heads at 475 in the mean.
    assert (by_rate.start, by_rate.amount, by_rate.value) == (17500, 2500, "−RMB 2,500")
    assert (by_heads.start, by_heads.amount, by_heads.value) == (17500, 9500, "+RMB 9,500")
    assert {by_rate.look, by_heads.look} == {"derived"}
    assert drawing.title.endswith(
        "up from RMB 20,000 in 2023 to RMB 27,000 in 2024, mostly because there were more heads"
    )
    assert set(drawing.figures) == {
        f"{year}-{name}" for year in (2023, 2024) for name in ("money", "rate", "heads")
    }
    assert_readable(painted(drawing))


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ((700, 40), "because the rate rose"),
        ((300, 45), "because the rate fell"),
        ((500, 20), "because there were fewer heads"),
        ((400, 50), "the changes of rate and heads cancel out"),
    ],
)
def test_the_title_of_a_change_names_the_cause_that_pulled_its_way(later: tuple[int, int], said: str) -> None:
    drawing = change(money(2023, 500, 40), money(2024, *later))
    assert drawing is not None
    assert said in drawing.title


def test_one_year_of_rate_and_heads_is_no_change() -> None:
    assert change(money(2024, 500, 40)) is None


# Places side by side


def test_a_strip_has_a_dot_a_place_in_the_order_of_the_file_and_names_none() -> None:
    jinzhai = result("jinzhai")
    drawing = places_strip(jinzhai, 2021, WORDS["zh"])
    assert drawing is not None
    [block] = drawing.blocks
    assert isinstance(block, Strip)
    facts = [jinzhai.package.observations[each.fact] for each in block.marks]
    assert len(facts) == 24
    assert [each.row for each in facts] == sorted(each.row for each in facts)
    assert {each.look for each in block.marks} == {"quiet"}
    names = [each.label["zh"] for each in jinzhai.package.places.values()]
    shown = (drawing.title, drawing.subtitle, *block.says, *drawing.notes)
    assert not [name for name in names for words in shown if name in words]
    assert len(dots(painted(drawing))) == 24


def test_subtotals_and_what_lies_elsewhere_are_no_places() -> None:
    assert not {"townships", "out-of-county", "jinzhai"} & set(places_below(result("jinzhai")))


def test_a_place_that_is_asked_for_is_the_only_one_in_colour_and_named() -> None:
    drawing = place_strip(result("jinzhai"), 2021, WORDS["en"], "meishan")
    assert drawing is not None
    strips = [each for each in drawing.blocks if isinstance(each, Strip)]
    assert len(strips) == len([each for each in drawing.blocks if isinstance(each, Heading)]) == 2
    for each in strips:
        assert [mark.label for mark in each.marks if mark.look == "solid"] == ["Meishan"]
    assert drawing.title == "Meishan – Student aid money: RMB 361,625; Students aided: 991 students"
    printed = [each.get_text() for each in painted(drawing).axes[0].texts]
    assert "Meishan  RMB 361,625" in printed


def test_fewer_than_five_places_are_not_set_side_by_side() -> None:
    jinzhai = result("jinzhai").package
    shown = places_below(result("jinzhai"))
    for count, there in ((5, True), (4, False)):
        facts = {key: each for key, each in jinzhai.observations.items() if each.place in shown[:count]}
        drawing = places_strip(
            worked_out(replace(jinzhai, observations=facts, relations=())), 2021, WORDS["zh"]
        )
        assert (drawing is not None) == there


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=5, max_size=60), st.none() | st.integers(0, 4))
def test_dots_stand_at_their_amounts_and_never_touch(amounts: list[int], named: int | None) -> None:
    figure = alone(strip(*amounts, named=named))
    found = dots(figure)
    assert len(found) == len(amounts)
    assert min(dist(a.center, b.center) for a, b in combinations(found, 2)) >= 2 * found[0].get_radius()
    at = sorted(zip(amounts, (each.center[0] for each in found), strict=True))
    most = max(amounts) or 1
    assert all(x - at[0][1] == pytest.approx((amount - at[0][0]) / most * (360 - 20 - 9)) for amount, x in at)
    assert_readable(figure)


@pytest.mark.parametrize("language", WORDS)
def test_every_place_gets_a_chart_of_its_own_and_a_kept_one_is_not_drawn_again(
    language: str, tmp_path: Path
) -> None:
    jinzhai, store = result("jinzhai"), Store(tmp_path)
    made = make_place_charts(jinzhai, WORDS[language], store)
    assert list(made) == list(places_below(jinzhai))
    assert {chart.id for chart in made.values()} == {f"place-{place}" for place in made}
    assert len({chart.web for chart in made.values()}) == len(made)
    kept = sorted(tmp_path.rglob("*"))
    assert make_place_charts(jinzhai, WORDS[language], store) == made
    assert sorted(tmp_path.rglob("*")) == kept
    for place in made:
        drawing = place_strip(jinzhai, 2021, WORDS[language], place)
        assert drawing is not None
        assert_readable(painted(drawing))
        assert made[place].figures == drawing.figures
    assert make_place_charts(result("erdao"), WORDS[language], store) == {}


def test_a_line_and_a_mark_of_a_bound_are_told_apart() -> None:
    closed, beyond, short = (alone(line(5, 9, end=end)) for end in ("closed", "beyond", "short"))
    assert [len(dots(each)) for each in (closed, beyond, short)] == [2, 0, 0]
    tips = [min(y for stroke in strokes(each) for _, y in stroke.get_xy()) for each in (beyond, short)]
    assert tips[0] < tips[1]


def test_a_strip_that_is_described_says_its_middle_and_its_ends() -> None:
    drawing = drawings("en", "jinzhai")["places", 2021]
    [block] = drawing.blocks
    assert isinstance(block, Strip)
    assert all(each in drawing.description for each in block.says)
    values = sorted(each.amount for each in block.marks)
    assert block.middle == Fraction(values[11] + values[12], 2)


def test_a_mark_of_a_panel_says_which_panel_it_is_in() -> None:
    chart = next(each for each in charts("en", "china") if each.id == "schools-by-stage-over-years")
    assert "<title>preschool education 2021 294,800 schools</title>" in chart.web


def test_every_mark_over_years_has_its_year() -> None:
    marks: list[Mark] = [
        each
        for key in OVER
        for found in lines_of(drawings(key[0], key[1])[key[2], key[3]])
        for each in found.marks
    ]
    assert all(str(each.year) in each.label for each in marks)
