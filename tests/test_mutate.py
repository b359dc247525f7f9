"""Mutation test of the relations: how many figures would be noticed if their last digit slipped by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_model import Printed, fact, package_of

from build import examine
from yearbook.check import check
from yearbook.model import Result
from yearbook.mutate import mutations, reasons, share_noticed
from yearbook.store import Store

PACKAGES = Path(__file__).parent.parent / "datapackages"


@pytest.fixture(scope="module")
def results() -> tuple[Result, ...]:
    return examine(PACKAGES, (), Store(None))[0]


def unnoticed(terms: str, figures: dict[str, Printed | str], figure: str) -> set[str]:
    """Why nothing tells when a figure slips, in either direction; empty text where it is noticed."""
    package = package_of(*(fact(name, printed) for name, printed in figures.items()), terms=terms)
    found = mutations(check(package)[0], package)
    return {each.unnoticed for each in found if each.figure == figure}


EXACT: dict[str, Printed | str] = {"t": "26", "a": "10", "b": "16"}


def test_a_slip_in_an_exact_sum_is_noticed_wherever_it_is() -> None:
    assert all(unnoticed("t = a + b", EXACT, figure) == {""} for figure in EXACT)


@pytest.mark.parametrize(
    ("terms", "figures", "figure", "reason"),
    [
        ("t = a + b", {"t": ("300", "exact", "100"), "a": "140", "b": "160"}, "a", "rounding"),
        ("t = a + b", {"t": "30", "a": ("10", "more_than", "1"), "b": "16"}, "a", "hedged"),
        ("a <= b", {"a": "10", "b": "16"}, "a", "bound"),
        ("t = a + b", {"t": "30", "a": "10", "b": "16"}, "a", "fails"),
        ("t = a + b", {"t": "30", "a": ("10", "more_than", "1"), "b": "16"}, "b", "open"),
    ],
)
def test_where_nothing_tells_the_reason_is_given(
    terms: str, figures: dict[str, Printed | str], figure: str, reason: str
) -> None:
    assert unnoticed(terms, figures, figure) == {reason}


def test_a_figure_at_its_bound_is_noticed_one_way_only() -> None:
    assert unnoticed("a <= b", {"a": "16", "b": "16"}, "a") == {"", "bound"}


def test_each_figure_is_counted_once() -> None:
    package = package_of(fact("a", "16"), fact("b", "16"), fact("c", "9"), terms="a <= b")
    found = mutations(check(package)[0], package)
    assert len(found) == 4
    assert share_noticed(found) == (0, 2)
    assert reasons(found) == {"bound": 2}


def test_the_share_noticed_in_the_real_packages_is_reported(
    results: tuple[Result, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    for result in results:
        found = mutations(result.verdicts, result.package)
        noticed, tried = share_noticed(found)
        with capsys.disabled():
            print(  # noqa: T201 - the share is a result in itself
                f"\n{result.package.id}: last digit one unit off, {sum(not each.unnoticed for each in found)} of "
                f"{len(found)} mutations noticed; {noticed} of {tried} figures both ways; else: {reasons(found)}"
            )
        equations = [
            each for each in result.verdicts if each.reason == "exact" and " = " in each.relation.terms
        ]
        exact = {figure for each in equations for figure in each.inputs}
        assert len(exact) >= 10
        assert not [each for each in found if each.unnoticed and each.figure in exact]


def test_in_a_table_with_its_sums_no_slip_goes_unnoticed(results: tuple[Result, ...]) -> None:
    (jinzhai,) = (each for each in results if each.package.id == "jinzhai")
    noticed, tried = share_noticed(mutations(jinzhai.verdicts, jinzhai.package))
    assert noticed == tried > 150
