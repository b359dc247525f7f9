"""All packages of the project in one site: each keeps its own pages, and misprints in a source are shown."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from conftest import Project, parsed

from build import examine
from yearbook.model import Result
from yearbook.store import Store

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
def everything(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project.build(tmp_path_factory.mktemp("everything") / "site", "--packages", PACKAGES)


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
    assert {each.text for each in page.iter("ins")} == {"3,398", "3,474"}


def test_own_place_is_found_in_one_table(everything: Path) -> None:
    page = parsed(everything / "jinzhai/2021/students/index.html")
    rows = page.xpath("//table[contains(@class, 'yb-places')]/tbody/tr/th/text()")
    assert {"梅山", "产业园"} <= set(rows)
    assert rows.index("梅山") < rows.index("天堂寨") < rows.index("产业园"), "in the order of the source"


def test_publishers_keep_to_their_own_pages(everything: Path) -> None:
    for file in (everything / "jinzhai").rglob("*.html"):
        links = parsed(file).xpath("//article//a/@href")
        assert not [each for each in links if "/erdao/" in each], file
