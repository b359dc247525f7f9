"""Relations written as patterns: one row stands for many equations."""

from __future__ import annotations

from yearbook.formula import expand, is_pattern

CODES = {
    "place": ("north", "south", "east"),
    "stage": ("primary", "junior"),
    "year": ("2020", "2021", "2022"),
}
KNOWN = {
    *(f"{place}-{stage}" for place in ("north", "south") for stage in ("primary", "junior")),
    *(f"{place}-all" for place in ("north", "south", "east")),
    "all-primary", "rate", "2020-sum", "2021-sum", "2021-growth", "2022-growth",
}  # fmt: skip


def test_terms_without_a_pattern_come_back_alone() -> None:
    assert expand("rate = all-primary * 2", CODES, KNOWN) == [("", "rate = all-primary * 2")]


def test_braces_give_an_equation_for_every_code_whose_figures_all_exist() -> None:
    written = expand("{place}-all = {place}-primary + {place}-junior", CODES, KNOWN)
    assert written == [
        ("north", "north-all = north-primary + north-junior"),
        ("south", "south-all = south-primary + south-junior"),
    ]


def test_two_dimensions_give_every_combination() -> None:
    written = expand("{place}-{stage} <= {place}-all", CODES, KNOWN)
    assert [code for code, _ in written] == ["north-primary", "north-junior", "south-primary", "south-junior"]


def test_brackets_add_all_figures_that_exist() -> None:
    assert expand("all-primary = sum [place]-primary", CODES, KNOWN) == [
        ("", "all-primary = ( north-primary + south-primary )")
    ]


def test_a_sum_may_stand_inside_a_pattern() -> None:
    written = expand("all-{stage} = rate * sum [place]-{stage}", CODES, KNOWN)
    assert written == [("primary", "all-primary = rate * ( north-primary + south-primary )")]


def test_the_year_before_joins_two_years() -> None:
    written = expand("{year}-growth = {year}-sum / {year-1}-sum - 1", CODES, KNOWN)
    assert written == [("2021", "2021-growth = 2021-sum / 2020-sum - 1")]


def test_a_pattern_that_fits_nothing_stays_one() -> None:
    written = expand("{place}-nothing = {place}-all", CODES, KNOWN)
    assert written == [("", "{place}-nothing = {place}-all")]
    assert is_pattern(written[0][1])
    assert is_pattern(expand("all-primary = sum [school]-primary", CODES, KNOWN)[0][1])
