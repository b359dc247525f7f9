"""Charts: honest marks, nothing cut or overlapping, two clean files a chart, the same bytes every time."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.transforms import Bbox
from pylopdf_fonts_zh_cn import sans_path

from charts import CHARTS, OVER_YEARS, make_charts
from charts.drawing import (
    Bars,
    Block,
    Bullet,
    Bullets,
    Calendar,
    Columns,
    Dates,
    Drawing,
    DueAndDone,
    Heading,
    Heat,
    Hundred,
    Key,
    Level,
    Line,
    Mark,
    Panel,
    Panels,
    Row,
    Square,
    Squares,
    Stack,
    Stacks,
    Strip,
    Ways,
    Whole,
    marks_of,
)
from charts.house import COLOURS, EDGE, PENS
from charts.paint import paint
from charts.svg import both
from charts.typeset import Typesetter
from yearbook.check import check
from yearbook.derive import derive
from yearbook.model import Chart, Package, Result
from yearbook.read import read_packages
from yearbook.store import Store
from yearbook.words import Words, read_words

ROOT = Path(__file__).parent.parent
WORDS = {words.language: words for words in read_words(ROOT / "words")}
CATALOGUE = (*CHARTS, *OVER_YEARS)
DRAW = {name: draw for name, _, draw in CATALOGUE}
TOPICS = {name: topic for name, topic, _ in CATALOGUE}
PACKAGES = ("erdao", "jinzhai", "china")
PAPER_WHITE = "#ffffff"
DARK = ("slate", "#161b20")


@cache
def result(name: str) -> Result:
    packages, _ = read_packages(ROOT / "datapackages", Store(None), only=(name,))
    return worked_out(packages[0])


def erdao() -> Result:
    return result("erdao")


def worked_out(package: Package) -> Result:
    return Result(package=package, verdicts=check(package)[0], derived=derive(package))


@cache
def drawings(language: str, package: str = "erdao") -> dict[tuple[str, int], Drawing]:
    found = {
        (name, year): draw(result(package), year, WORDS[language])
        for year in result(package).package.years
        for name, _, draw in CATALOGUE
    }
    return {key: drawing for key, drawing in found.items() if drawing is not None}


KEYS = [
    (language, package, *key)
    for package in PACKAGES
    for language in WORDS
    for key in drawings(language, package)
]
every_package = pytest.mark.parametrize(("language", "package"), [(a, b) for a in WORDS for b in PACKAGES])
every_chart = pytest.mark.parametrize(("language", "package", "name", "year"), KEYS)


def painted(drawing: Drawing) -> Figure:
    figure = paint(drawing, Path(sans_path()))
    FigureCanvasAgg(figure)
    return figure


@cache
def figure_of(language: str, package: str, name: str, year: int) -> Figure:
    return painted(drawings(language, package)[name, year])


def rectangles(figure: Figure) -> list[Rectangle]:
    return [each for each in figure.axes[0].patches if isinstance(each, Rectangle)]


def strokes(figure: Figure) -> list[Polygon]:
    return [each for each in figure.axes[0].patches if isinstance(each, Polygon)]


def dots(figure: Figure) -> list[Circle]:
    return [each for each in figure.axes[0].patches if isinstance(each, Circle)]


def extents(figure: Figure) -> list[tuple[str, Bbox]]:
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    return [(each.get_text(), each.get_window_extent(renderer)) for each in figure.axes[0].texts]


def of_mark(figure: Figure, number: int) -> list[Rectangle]:
    return [each for each in rectangles(figure) if re.match(rf"mark{number}[-.]", each.get_gid() or "")]


def overlap(one: Bbox, other: Bbox) -> bool:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(width > 0.5 and height > 0.5)


def bar_chart(*marks: Mark) -> Drawing:
    return Drawing(title="Made up 1", subtitle="made up", blocks=(Bars(marks=marks),), source="made up")


def mark(amount: int, **more: Any) -> Mark:
    made = Mark(fact="made-up", label="Made up", value=str(amount), amount=Fraction(amount))
    return replace(made, **more)


def line(*amounts: int, breaks: tuple[int, ...] = (), **more: Any) -> Line:
    marks = tuple(mark(amount, year=2001 + at, **more) for at, amount in enumerate(amounts))
    return Line(marks=marks, span=(2001, 2000 + len(amounts)), breaks=breaks)


def calendar(*days: tuple[int, int, int]) -> Calendar:
    years = sorted({year for year, _, _ in days})
    dated = {year: [date(*day) for day in sorted(days) if day[0] == year] for year in years}
    rows = tuple(
        Row(
            mark=mark(len(dated[year]), label=str(year)),
            squares=tuple(Square(refers_to="source", id="a", says="a", day=day) for day in dated[year]),
        )
        for year in years
    )
    return Calendar(rows=rows, months=("January", *("",) * 11), keys=(Key(look="solid", says=LONG[:40]),))


def due_and_done(due: int, done: int) -> DueAndDone:
    marks = {"due": mark(due, look="planned"), "done": mark(done)}
    return DueAndDone(label=LONG, value="12 days late", dated=LONG, **marks)


def heat(*rows: tuple[str | None, ...], breaks: tuple[int, ...] = ()) -> Heat:
    levels = tuple(
        Level(
            label=LONG,
            cells=tuple(None if each is None else mark(1, short=each) for each in row),
            breaks=breaks,
        )
        for row in rows
    )
    return Heat(columns=tuple(str(2018 + at) for at in range(len(rows[0]))), rows=levels, keys=())


def strip(*amounts: int, named: int | None = None) -> Strip:
    marks = tuple(mark(amount, look="solid" if at == named else "quiet") for at, amount in enumerate(amounts))
    says = ("lowest RMB 75,875.5", "half of them RMB 163,625.5 or less", "highest RMB 394,562.5")
    return Strip(marks=marks, middle=Fraction(sorted(amounts)[len(amounts) // 2]), says=says)


# Marks


@every_chart
def test_bars_start_at_a_common_zero_and_are_as_long_as_their_amounts(
    language: str, package: str, name: str, year: int
) -> None:
    drawing, figure, number = (
        drawings(language, package)[name, year],
        figure_of(language, package, name, year),
        0,
    )
    scales: dict[Fraction, list[tuple[float, float]]] = {}
    for block in drawing.blocks:
        for each in marks_of(block):
            number += 1
            if isinstance(block, Bars) and each.amount:
                boxes = [box.get_window_extent() for box in of_mark(figure, number)]
                left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
                assert left == pytest.approx(EDGE, abs=1) or each.start
                scales.setdefault(block.full or max_of(block), []).append((float(each.amount), right - left))
    for found in scales.values():
        most, longest = max(found)
        assert all(length == pytest.approx(amount / most * longest, abs=1.5) for amount, length in found)


def max_of(block: Block) -> Fraction:
    return max(each.amount for each in marks_of(block))


def test_a_loan_is_an_outline_with_hatching() -> None:
    drawing = drawings("zh")["aid-by-kind", 2018]
    marks = [each for block in drawing.blocks for each in marks_of(block)]
    at = next(at for at, each in enumerate(marks, 1) if each.look == "loan")
    box = of_mark(painted(drawing), at)[0]
    assert box.get_hatch()
    assert to_rgba(box.get_facecolor())[3] == 0


def test_aid_is_shown_with_and_without_loans() -> None:
    drawing = drawings("zh")["aid-by-kind", 2018]
    totals = marks_of(drawing.blocks[-1])
    assert {each.look for each in totals} == {"quiet", "derived"}
    assert {each.fact for each in totals} >= {"2018-aid-paid"}


def test_planned_figures_are_dashed() -> None:
    drawing = drawings("zh")["planned", 2018]
    assert all(box.get_linestyle() not in ("-", "solid") for box in rectangles(painted(drawing)))


def test_a_lower_bound_has_an_arrow_and_an_upper_bound_breaks_up() -> None:
    plain = painted(bar_chart(mark(3), mark(9)))
    beyond = painted(bar_chart(mark(3, end="beyond"), mark(9)))
    short = painted(bar_chart(mark(3, end="short"), mark(9)))
    assert len(strokes(beyond)) == len(strokes(plain)) + 1
    assert len(rectangles(short)) > len(rectangles(plain))


def test_bounds_and_cumulative_figures_are_marked_and_apart() -> None:
    blocks = drawings("zh")["persons-and-times", 2018].blocks
    ends = {each.fact: each.end for block in blocks for each in marks_of(block)}
    assert ends["2018-fund-students"] == ends["2018-art-students"] == "beyond"
    with_fund = next(
        block for block in blocks if any(each.fact == "2018-fund-students" for each in marks_of(block))
    )
    kinds = {erdao().package.observations[each.fact].period_kind for each in marks_of(with_fund)}
    assert kinds == {"cumulative"}


@pytest.mark.parametrize("name", PACKAGES)
def test_person_times_are_never_drawn_with_persons(name: str) -> None:
    package = result(name).package
    for drawing in drawings("zh", name).values():
        for block in drawing.blocks:
            facts = [
                package.observations[each.fact]
                for each in marks_of(block)
                if each.fact in package.observations
            ]
            units = {package.indicators[each.indicator].counting_unit for each in facts}
            assert not {"person-time"} < units


def test_two_years_of_different_scope_stand_apart_with_words() -> None:
    drawing = drawings("en")["students-over-years", 2024]
    columns = next(block for block in drawing.blocks if isinstance(block, Columns))
    assert columns.breaks == (1,)
    assert any("2018–2024" in note and "the scope differs" in note for note in drawing.notes)


def test_a_sum_that_fails_says_so() -> None:
    package = erdao().package
    total = package.observations["2018-aid-paid"]
    assert total.quantity is not None
    wrong = replace(total, quantity=replace(total.quantity, value=Decimal(3_950_000)))
    spoilt = worked_out(replace(package, observations={**package.observations, wrong.id: wrong}))
    made = {name: draw(spoilt, 2018, WORDS["en"]) for name, _, draw in CHARTS}
    equation, relations = made["aid-equation"], made["relations-by-verdict"]
    assert equation is not None
    assert relations is not None
    assert "not to the printed" in equation.title
    assert any(each.look == "crossed" for block in relations.blocks for each in marks_of(block))


def test_an_amount_that_is_not_heads_times_the_rate_is_crossed_out() -> None:
    package = erdao().package
    product = next(each for each in package.relations if each.kind == "product")
    wrong = replace(product, id="made-up", terms=product.terms.replace("2018-award-paid", "2018-aid-paid"))
    spoilt = worked_out(replace(package, relations=(*package.relations, wrong)))
    drawing = DRAW["award-rate-heads"](spoilt, 2018, WORDS["en"])
    assert drawing is not None
    assert [each.look for each in marks_of(drawing.blocks[0])] == ["solid", "crossed"]
    assert "2 sums" in drawing.title
    assert "1 agree" in drawing.title


def test_two_years_of_one_scope_are_a_slope() -> None:
    package = erdao().package
    same = {each.id: replace(each, series="base") for each in package.observations.values()}
    result = worked_out(replace(package, observations=same))
    drawing = DRAW["students-over-years"](result, 2024, WORDS["zh"])
    assert drawing is not None
    assert [type(block) for block in drawing.blocks] == [Heading, Line, Heading, Line]
    figure = painted(drawing)
    assert len(dots(figure)) == 4
    assert "39,517" in drawing.title
    assert "44,725" in drawing.title


def test_a_package_without_the_data_gets_no_chart() -> None:
    package = replace(erdao().package, observations={}, relations=(), commitments=())
    empty = Result(package=package, verdicts=(), derived={})
    assert not [name for name, _, draw in CATALOGUE if draw(empty, 2018, WORDS["zh"]) is not None]


# Words


@every_chart
def test_no_word_is_cut_off_or_lies_on_another(language: str, package: str, name: str, year: int) -> None:
    assert_readable(figure_of(language, package, name, year))


LONG = "Rural compulsory schools with boarders, teaching sites and nine-year schools included, " * 2
WIDE = [
    Bars(
        marks=(mark(1, label=LONG), mark(90, value="more than RMB 123,456,789.01 per person", end="beyond"))
    ),
    Bars(marks=tuple(mark(at, label=f"Made up {at}", value=f"{at:,} persons") for at in range(24))),
    Bars(marks=(mark(0), mark(0))),
    Bars(marks=(mark(5, label="https://example.org/" + "a" * 90), mark(7, end="short"))),
    Columns(
        marks=(mark(7, value="3,107 teachers and staff of schools"), mark(8, value="9 teachers")), breaks=(1,)
    ),
    Columns(marks=(mark(0), mark(0))),
    line(12_000, 12_001, value="more than 12,000 persons of whom not all are students"),
    line(*range(12), value="RMB 112.165 million", breaks=(4, 5)),
    line(0, 0, value="0"),
    line(3, 9, 4, end="beyond", value="more than 9"),
    line(3, 9, 4, end="short", value="nearly 9"),
    Panels(
        panels=tuple(
            Panel(heading=LONG[:60], line=line(1, 60, at, value="RMB 112.165 million")) for at in range(7)
        )
    ),
    Panels(panels=tuple(Panel(heading="a", line=line(at, 90, 1, breaks=(1, 2))) for at in (1, 80))),
    Stacks(
        stacks=tuple(
            Stack(label=f"{at}", value="99, of which 12 fail", parts=(mark(1), mark(at))) for at in (1, 90)
        ),
        keys=tuple(Key(look=look, says=LONG[:40]) for look in ("solid", "quiet", "crossed", "open")),
    ),
    strip(*range(24), 90, 90, 90),
    strip(0, 0, 0),
    strip(5, 5, 5, 90, named=0),
    strip(1, 2, 99, named=2),
    Squares(rows=(Row(mark=mark(60, label=LONG)), Row(mark=mark(0)))),
    Ways(there=(mark(15, label=LONG, cells=15), mark(4, look="quiet")), back=(mark(4, label=LONG, cells=4),)),
    Ways(there=(mark(0),), back=(mark(0),)),
    Ways(there=(mark(900, end="beyond"),), back=(mark(3, end="short"), mark(700, end="beyond"))),
    Bullets(rows=(Bullet(mark=mark(600, label=LONG), standards=(mark(500), mark(625)), counted=LONG),)),
    Bullets(rows=(Bullet(mark=mark(0), standards=(mark(1, label=LONG, value=LONG, short="1"),)),)),
    Bullets(
        rows=tuple(
            Bullet(
                mark=mark(at),
                standards=tuple(
                    mark(step, label=LONG[:30], value="RMB 312.5 per person", short=short)
                    for step, short in ((250, "250"), (312, "312.5"), (320, "more than 320.75"), (625, "625"))
                ),
            )
            for at in (400, 800)
        )
    ),
    Hundred(mark=mark(0, value="0%")),
    Hundred(mark=mark(1, value="100%", label=LONG)),
    Hundred(mark=replace(mark(0, value="more than 67.125%", label=LONG), amount=Fraction(537, 800))),
    heat(("+12.79", "−11.77*", None, "+3", "0", "−0.52", "+100.25"), (None,) * 6 + ("+1",), breaks=(3, 6)),
    heat(("+1", "−1"), breaks=(1,)),
    Dates(spans=(due_and_done(5, 5),), ends=("31 March 2024", "31 March 2024"), keys=()),
    Dates(
        spans=tuple(due_and_done(*each) for each in ((1, 400), (300, 2), (30, 31), (9, 12))),
        ends=("31 December 2024", "30 September 2025"),
        keys=(Key(look="planned", says=LONG[:40]), Key(look="solid", says=LONG[:40])),
    ),
    calendar((2024, 2, 29), *[(2023, 12, 31)] * 9, (2023, 12, 28), (2023, 1, 1), (1999, 7, 7)),
    replace(line(3, 9, 4), span=(2001, 2012), planned=(mark(12, year=2012, label="2012, planned"),)),
    replace(
        line(9, 12, 4, value="RMB 112.165 million"),
        span=(2001, 2005),
        planned=tuple(mark(at, year=year, look="planned") for at, year in ((15, 2004), (2, 2005))),
    ),
    Panels(
        panels=tuple(
            Panel(
                heading=LONG[:50],
                line=replace(
                    line(at, 60, 50), span=(2001, 2009), planned=(mark(70, year=2009, label="2009"),)
                ),
            )
            for at in (1, 59, 70)
        )
    ),
    Whole(parts=(mark(1, label=LONG), mark(1, label=LONG), mark(98, label=LONG))),
    Whole(parts=(mark(90, label=LONG), mark(9, label="rest"))),
]


@pytest.mark.parametrize("block", WIDE, ids=lambda block: type(block).__name__)
def test_awkward_labels_are_neither_cut_off_nor_overlapping(block: Block) -> None:
    drawing = Drawing(title=f"Made up {LONG}", subtitle=LONG, blocks=(block,), notes=(LONG,), source=LONG)
    assert_readable(painted(drawing))


def assert_readable(figure: Figure) -> None:
    page, texts = figure.bbox, extents(figure)
    for text, box in texts:
        assert page.x0 <= box.x0 <= box.x1 <= page.x1, text
        assert page.y0 <= box.y0 <= box.y1 <= page.y1, text
    assert not [(a, b) for (a, one), (b, other) in combinations(texts, 2) if overlap(one, other)]
    boxes = [each.get_window_extent() for each in (*rectangles(figure), *dots(figure))]
    assert not [
        text
        for text, box in texts
        if any(overlap(box, other) and not contains(other, box) for other in boxes)
    ]
    pieces = [
        piece for each in strokes(figure) for piece in pairwise(each.get_transform().transform(each.get_xy()))
    ]
    assert not [text for text, box in texts if any(crosses(box, *piece) for piece in pieces)]


def contains(box: Bbox, words: Bbox) -> bool:
    """Whether words stand in a cell, clear of its edges: any other box they touch would be under them."""
    return bool(box.x0 <= words.x0 and words.x1 <= box.x1 and box.y0 <= words.y0 and words.y1 <= box.y1)


def crosses(box: Bbox, start: Any, stop: Any) -> bool:
    """Whether a stroke runs through words: looked for at twenty points of it, the white around the words left out."""
    steps = [start + (stop - start) * at / 20 for at in range(21)]
    return any(box.x0 + 1 < x < box.x1 - 1 and box.y0 + 2 < y < box.y1 - 2 for x, y in steps)


@every_chart
def test_the_title_takes_its_number_from_the_data(language: str, package: str, name: str, year: int) -> None:
    drawing, topic = drawings(language, package)[name, year], TOPICS[name]
    marks = [each for block in drawing.blocks for each in marks_of(block)]
    if topic == "overview":
        assert str(sum(each.amount for each in marks)) in drawing.title
    elif name == "award-rate-heads" and len(marks) > 3:
        assert drawing.title.startswith((str(len(marks)), f"Of {len(marks)}"))
    else:
        assert any(
            way in drawing.title for ways in written(drawing, WORDS[language], package) for way in ways
        )


@every_chart
def test_the_description_names_every_figure_and_every_note(
    language: str, package: str, name: str, year: int
) -> None:
    drawing = drawings(language, package)[name, year]
    assert drawing.description
    drawn = {each.fact for block in drawing.blocks for each in marks_of(block)}
    # More than eight addends are added up, and not drawn one by one.
    counted = name == "relations-by-verdict" or (name == "aid-equation" and len(drawing.figures) > 9)
    shown = replace(drawing, figures=tuple(each for each in drawing.figures if each in drawn or not counted))
    found = written(shown, WORDS[language], package)
    said = drawing.description.replace("\u00a0", " ")
    assert not [ways for ways in found if not any(way in said for way in ways)]
    assert all(note in drawing.description for note in drawing.notes)


@every_chart
def test_the_source_line_names_three_documents_at_most(
    language: str, package: str, name: str, year: int
) -> None:
    drawing = drawings(language, package)[name, year]
    titles = [each.title[language] for each in result(package).package.sources.values()]
    assert 1 <= sum(drawing.source.count(each) for each in set(titles)) <= 3


def written(drawing: Drawing, words: Words, package: str) -> list[tuple[str, ...]]:
    """The ways each figure of a drawing may stand in a sentence: without its unit and with it."""
    worked_out, found = result(package), []
    for figure in drawing.figures:
        fact = worked_out.derived.get(figure) or worked_out.package.observations[figure]
        assert fact.quantity is not None
        indicator = worked_out.package.indicators[fact.indicator]
        number = re.sub(r"[万亿]$", "", words.number(fact.quantity, indicator))
        ways = (number, words.figure(fact.quantity, indicator, worked_out.package))
        # A fall is written with a minus sign, not with a hyphen.
        found.append(tuple(each.replace("-", "−", 1) if fact.quantity.value < 0 else each for each in ways))
    return found


def test_lines_never_begin_with_closing_punctuation_nor_part_a_number_from_its_unit() -> None:
    setter = Typesetter(Path(sans_path()))
    text = "发放资助资金295万元，惠及困难学生1,916人次（其中助学贷款82.2万元），其余是补助、减免和餐补。"
    for room in range(60, 330, 7):
        lines = setter.wrap(text, 13, room)
        assert "".join(lines) == text
        assert not [line for line in lines if line[0] in "，。、）" or line[-1] == "（"]
        assert not [line for line in lines if line[0] in "万元人" and line[:2] not in ("人次",)]


# Colours


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[tuple[dict[str, str], str]]:
    css = (ROOT / "charts" / "house.css").read_text()
    dark = css.partition(f'[data-md-color-scheme="{DARK[0]}"]')[2].partition("}")[0]
    return [(COLOURS, PAPER_WHITE), (dict(re.findall(r"--yb-(\w+): (#\w{6})", dark)), DARK[1])]


@pytest.mark.parametrize(("colours", "ground"), palettes())
def test_marks_and_words_stand_out_from_the_ground_and_from_their_neighbours(
    colours: dict[str, str], ground: str
) -> None:
    assert set(colours) == set(COLOURS)
    for pen in PENS.values():
        seen = pen.edge if pen.edge != "none" else pen.face
        assert contrast(colours[seen], ground) >= 3
    assert contrast(colours["grid"], ground) >= 3
    assert contrast(colours["accent"], colours["quiet"]) >= 3
    assert all(contrast(colours[role], ground) >= 4.5 for role in ("ink", "muted"))


def test_the_dark_ground_is_that_of_the_site() -> None:
    css = (ROOT / "templates" / "theme" / "assets" / "yearbook.css").read_text()
    dark = css.partition(f'[data-md-color-scheme="{DARK[0]}"]')[2].partition("}")[0]
    assert re.findall(r"--md-default-bg-color: (#\w{6})", dark) == [DARK[1]] == [palettes()[1][0]["ground"]]


def test_the_style_sheet_falls_back_to_the_colours_of_the_paper() -> None:
    css = (ROOT / "charts" / "house.css").read_text()
    fallbacks = set(re.findall(r"var\(--yb-(\w+), (#\w{6})\)", css))
    assert fallbacks == set(COLOURS.items())


@every_chart
def test_boxes_of_different_marks_never_touch(language: str, package: str, name: str, year: int) -> None:
    boxes = [
        ((each.get_gid() or "").partition("-")[0], each.get_window_extent())
        for each in rectangles(figure_of(language, package, name, year))
    ]
    near = [
        (a, b)
        for (a, one), (b, other) in combinations(boxes, 2)
        if a != b and overlap(one.padded(0.9), other)
    ]
    assert not near


# Files


@cache
def charts(language: str, package: str = "erdao") -> tuple[Chart, ...]:
    return make_charts(result(package), WORDS[language], Store(None))


@every_package
def test_the_page_variant_is_plain_and_themable(language: str, package: str) -> None:
    css = (ROOT / "charts" / "house.css").read_text()
    for chart in charts(language, package):
        root = Tree.fromstring(chart.web)
        names = {attribute for element in root.iter() for attribute in element.attrib}
        assert not [name for name in names if name == "style" or name.startswith("on") or "href" in name]
        assert not {element.tag.rpartition("}")[2] for element in root.iter()} & {
            "style",
            "script",
            "metadata",
            "image",
        }
        assert "font-family" not in names
        assert "#" not in re.sub(r"url\(#[^)]*\)", "", re.sub(r">[^<]*<", "><", chart.web))
        assert root.get("role") == "img"
        assert "width" not in root.attrib
        classes = {name for element in root.iter() for name in element.get("class", "").split()}
        assert all(
            f".{name}" in css for name in classes if name not in ("yb-chart-subtitle", "yb-chart-source")
        )


@every_package
def test_every_mark_says_which_figure_it_is(language: str, package: str) -> None:
    known = {*result(package).package.observations, *result(package).derived}
    for chart in charts(language, package):
        root = Tree.fromstring(chart.web)
        facts = {element.get("data-fact") for element in root.iter()} - {None}
        assert facts <= known
        assert facts or chart.topic == "overview"
        marks = [element for element in root.iter() if "yb-mark" in element.get("class", "").split()]
        assert marks
        assert all(element[0].tag.endswith("title") and element[0].text for element in marks)


@every_package
def test_no_chart_weighs_more_than_a_photograph_of_a_postage_stamp(language: str, package: str) -> None:
    assert max(len(chart.web) for chart in charts(language, package)) < 40_000


def test_all_charts_fit_into_one_page_without_an_id_twice() -> None:
    ids = [
        found
        for language in WORDS
        for package in PACKAGES
        for chart in charts(language, package)
        for found in re.findall(r' id="([^"]+)"', chart.web)
    ]
    assert len(ids) == len(set(ids))


@every_package
def test_the_paper_variant_stands_alone(language: str, package: str) -> None:
    for chart in charts(language, package):
        body = chart.paper.decode()
        assert "var(" not in body
        assert "class=" not in body or "yb-fill" not in body
        assert 'font-family="Noto Sans SC"' in body
        assert "style=" not in body


def test_hostile_labels_stay_words() -> None:
    evil = "<script>alert(1)</script> $x^2$ & \"'"
    drawing = replace(
        bar_chart(replace(mark(3), label=evil, value=evil)), title=evil, description=evil, source=evil
    )
    page, paper = both(painted(drawing), drawing, "made-up", "en")
    for body in (page, paper.decode()):
        root = Tree.fromstring(body)
        assert not [element for element in root.iter() if element.tag.endswith("script")]
        said = " ".join(
            element.text or "" for element in root.iter() if element.tag.endswith(("text", "title"))
        )
        assert "<script>" in said
        assert "$x^2$" in said


_MAKE = """
import hashlib, sys
from pathlib import Path
from charts import make_charts
from yearbook.check import check
from yearbook.derive import derive
from yearbook.model import Result
from yearbook.read import read_packages
from yearbook.store import Store
from yearbook.words import read_words
store = Store(Path(sys.argv[1]))
packages, _ = read_packages(Path("datapackages"), Store(None), only=("erdao", "jinzhai"))
results = [Result(package=each, verdicts=check(each)[0], derived=derive(each)) for each in packages]
made = [chart for words in read_words(Path("words")) for each in results for chart in make_charts(each, words, store)]
sys.stdout.write(hashlib.sha256(repr(made).encode()).hexdigest() + " " + str("matplotlib" in sys.modules))
"""


def make_in_another_process(store: Path, seed: str) -> tuple[str, str]:
    run = subprocess.run(
        [sys.executable, "-c", _MAKE, str(store)],
        cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    digest, imported = run.stdout.split()
    return digest, imported


def test_the_same_bytes_in_any_process_and_no_drawing_library_when_all_is_kept(tmp_path: Path) -> None:
    first = make_in_another_process(tmp_path / "one", "1")
    again = make_in_another_process(tmp_path / "two", "2")
    kept = make_in_another_process(tmp_path / "one", "3")
    assert first == again == (first[0], "True")
    assert kept == (first[0], "False")
