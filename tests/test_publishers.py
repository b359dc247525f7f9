"""All packages of the project in one site: each keeps its own pages, and misprints in a source are shown."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from conftest import Project, parsed

from build import examine
from charts.drawing import marks_of
from charts.students import people_reached
from tests import made_up
from yearbook.compare import alike_in_name, shared
from yearbook.model import Result
from yearbook.pages.places import verdicts_about
from yearbook.store import Store
from yearbook.words import read_words

PACKAGES = Path(__file__).parent.parent / "datapackages"
MISPRINTS = {
    "2021-spring-subtotal-junior-boarding": ("74", Fraction(3398)),
    "2021-spring-total-junior-boarding": ("150", Fraction(3474)),
}


@pytest.fixture(scope="module")
def jinzhai() -> Result:
    results, findings = examine(PACKAGES, ("jinzhai",), Store(None))
    assert results, findings
    return results[0]


@pytest.fixture(scope="module")
def china() -> Result:
    results, findings = examine(PACKAGES, ("china",), Store(None))
    assert results, findings
    return results[0]


def test_every_package_can_be_published() -> None:
    results, findings = examine(PACKAGES, (), Store(None))
    folders = {each.name for each in PACKAGES.iterdir() if not each.name.startswith(".")}
    assert {each.package.id for each in results} == folders
    assert not [each for each in findings if each.severity == "must_fix"]


def test_the_misprinted_totals_fail_and_nothing_else_does(jinzhai: Result) -> None:
    failing = [each for each in jinzhai.verdicts if each.code == "fails"]
    assert len(failing) == 7
    assert all(set(each.inputs) & set(MISPRINTS) for each in failing)
    assert all(each.relation.explanation["zh"] and each.relation.explanation["en"] for each in failing)


def test_the_two_figures_that_would_mend_all_of_them_are_named(jinzhai: Result) -> None:
    (found,) = jinzhai.suggestions
    assert dict(found.values) == {figure: value for figure, (_, value) in MISPRINTS.items()}


def test_they_are_kept_as_printed(jinzhai: Result) -> None:
    for figure, (printed, _) in MISPRINTS.items():
        quantity = jinzhai.package.observations[figure].quantity
        assert quantity is not None
        assert str(quantity.value) == printed


def test_a_pattern_stands_for_a_relation_in_each_place(jinzhai: Result) -> None:
    patterns = {each.relation.pattern for each in jinzhai.verdicts if each.relation.pattern}
    by_pattern = {name: sum(each.relation.pattern == name for each in jinzhai.verdicts) for name in patterns}
    assert sum(count == 24 for count in by_pattern.values()) >= 2, by_pattern


def test_home_lists_every_publisher(everything: Path) -> None:
    for home in ("index.html", "en/index.html"):
        links = {each.get("href") for each in parsed(everything / home).iter("a")}
        assert {"erdao/2018/index.html", "jinzhai/2021/index.html"} <= links


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_reconciliation_page_shows_what_is_printed_and_what_would_mend_it(
    everything: Path, prefix: str
) -> None:
    page = parsed(everything / f"{prefix}jinzhai/reconciliation/index.html")
    failing = page.xpath("//article[contains(@class, 'yb-fails')]")
    assert len(failing) == 7
    unit = "人" if not prefix else " students"
    assert {each.text for each in page.iter("ins")} == {f"3,398{unit}", f"3,474{unit}"}


@pytest.mark.parametrize(("prefix", "title"), [("", "2015年资助金额"), ("en/", "Aid money, 2015")])
def test_a_title_names_its_year_once(everything: Path, prefix: str, title: str) -> None:
    page = parsed(everything / f"{prefix}china/figures/2015-aid-paid/index.html")
    assert page.findtext(".//h1") == title


def test_a_whole_is_not_drawn_as_one_of_its_parts(jinzhai: Result) -> None:
    (zh, *_) = read_words(PACKAGES.parent / "words")
    drawing = people_reached(jinzhai, 2021, zh)
    assert drawing is not None
    assert drawing.title == "走读生资助6,970人，寄宿生资助4,332人"
    looks = [(each.label, each.look) for each in marks_of(drawing.blocks[0])]
    assert looks[:4] == [
        ("走读生资助", "solid"),
        ("其中：小学", "quiet"),
        ("其中：初中", "quiet"),
        ("寄宿生资助", "solid"),
    ]


def test_own_place_is_found_in_one_table(everything: Path) -> None:
    page = parsed(everything / "jinzhai/2021/students/index.html")
    rows = page.xpath("//table[contains(@class, 'yb-places')]/tbody/tr/th/a/text()")
    assert {"梅山", "产业园"} <= set(rows)
    assert rows.index("梅山") < rows.index("天堂寨") < rows.index("产业园"), "in the order of the source"


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_own_place_is_three_taps_from_home(everything: Path, prefix: str) -> None:
    page = "index.html"
    for wanted in ("jinzhai/index.html", "jinzhai/places/index.html", "jinzhai/places/meishan/index.html"):
        links = parsed(everything / prefix / page).xpath("//article//a/@href")
        assert wanted in {normpath(join(dirname(page), each)) for each in links}, page
        page = wanted


def test_a_place_has_its_figures_its_own_relations_and_a_chart_that_names_it(
    everything: Path, jinzhai: Result
) -> None:
    page = parsed(everything / "jinzhai/places/meishan/index.html")
    own = {each.id for each in jinzhai.package.observations.values() if each.place == "meishan"}
    assert set(page.xpath("//table[contains(@class, 'yb-table')]//td//a/@data-fact")) >= own
    assert page.xpath("//svg//text()[contains(., '梅山')]")
    named = {each.get("id") for each in page.xpath("//article[contains(@class, 'yb-relation')]")}
    assert named == {each.relation.id for each in verdicts_about(jinzhai, "place", "meishan")} != set()


def test_many_relations_stand_on_a_page_a_year(everything: Path, china: Result) -> None:
    main = parsed(everything / "china/reconciliation/index.html")
    shown = {each.get("id") for each in main.xpath("//article[contains(@class, 'yb-relation')]")}
    assert shown == {each.relation.id for each in china.verdicts if each.code in ("fails", "open")}
    pages = sorted((everything / "china/reconciliation").glob("[0-9]*/index.html"))
    found = [each for file in pages for each in parsed(file).xpath("//article/@id")]
    assert sorted(found) == sorted(each.relation.id for each in china.verdicts)


def test_one_two_and_many_years_look_whole(everything: Path) -> None:
    trends = {}
    for publisher in ("jinzhai", "erdao", "china"):
        page = parsed(everything / publisher / "index.html")
        trends[publisher] = len(
            page.xpath("//figure[contains(@id, 'over-years') or contains(@id, '-by-year-')]")
        )
        assert bool(page.xpath("//h2[@id='over-years']")) == bool(page.xpath("//h2[@id='years']"))
    assert trends["jinzhai"] == 0 < trends["erdao"] < trends["china"]


def test_computed_figures_fill_their_year_and_say_so(everything: Path) -> None:
    page = parsed(everything / "china/index.html")
    cells = page.xpath("//table[contains(@class, 'yb-wide')]//td[.//a[@data-fact='2015-aid-paid']]")
    assert cells
    assert all("推算" in each.text_content() for each in cells)


def test_only_one_definition_is_compared(everything: Path) -> None:
    results, _ = examine(PACKAGES, (), Store(None))
    page = parsed(everything / "compare/index.html")
    compared = [figure.id for each in shared(results) for _, figure in each.figures]
    assert page.xpath("//table//a/@data-fact") == compared
    assert len(page.xpath("//dl[contains(@class, 'yb-alike')]")) == len(alike_in_name(results)) > 0


def test_what_other_sources_print_for_a_figure_stands_beside_it(everything: Path) -> None:
    page = parsed(everything / "china/figures/2012-aid-awards-cns/index.html")
    others = page.xpath("//h2[@id='beside']/following-sibling::dl[1]/dt/a/@data-fact")
    assert {"2012-aid-awards", "2012-aid-awards-people", "2012-aid-awards-school"} == set(others)


def test_a_check_of_magnitude_leads_to_the_other_publisher(everything: Path) -> None:
    page = parsed(everything / "erdao/reconciliation/index.html")
    (relation,) = page.xpath("//article[@id='children-in-nation-2018']")
    assert "yb-holds" in relation.get("class")
    assert relation.xpath(".//a[@data-fact='china:2018-enrolment-preschool']/@href") == [
        "../../china/figures/2018-enrolment-preschool/index.html"
    ]


def test_publishers_keep_to_their_own_pages(everything: Path) -> None:
    for file in (everything / "jinzhai").rglob("*.html"):
        links = parsed(file).xpath("//article//a/@href")
        assert not [each for each in links if "/erdao/" in each], file


def test_ten_years_of_twenty_six_schools_fit(project: Project, tmp_path: Path) -> None:
    made_up.make(tmp_path / "packages")
    site = project.build(tmp_path / "site", "--packages", tmp_path / "packages")
    pages = sorted((site / made_up.NAME / "schools").glob("school-*/index.html"))
    assert len(pages) == made_up.SCHOOLS
    for file in pages:
        page = parsed(file)
        assert page.xpath("//table[contains(@class, 'yb-down')]/tbody/tr/th/text()")[:10] == [
            str(year) for year in reversed(made_up.YEARS)
        ]
        (broken,) = {each.getparent().getparent().xpath("th/text()")[0] for each in page.xpath("//td/small")}
        assert broken == str(made_up.BREAK)
    home = parsed(site / "index.html")
    assert "虚构" in home.xpath("//h2")[0].text_content()
