"""The work summary of Erdao 2018: every figure and every named thing of its source stands in it, in both languages."""

from __future__ import annotations

import pytest
from test_model import erdao

from yearbook.calls import CALL
from yearbook.prose import NARRATIVE, sections

SOURCE = "erdao-2018"


def called(language: str) -> dict[str, set[str]]:
    """What the summary names, by call."""
    found: dict[str, set[str]] = {}
    for section in sections(erdao().prose[2018, language]):
        if section.id in NARRATIVE:
            for call in CALL.finditer(section.text):
                found.setdefault(call["name"], set()).add(call["value"])
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_printed_figure_of_the_year_stands_in_the_summary(language: str) -> None:
    named = called(language)
    figures = set().union(*(named.get(each, set()) for each in ("figure", "number", "share", "loans")))
    printed = {each.id for each in erdao().in_year(2018) if each.quantity}
    assert len(printed) > 70
    assert printed - figures == set()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("table", ["entities", "programmes", "places", "schools"])
def test_every_named_thing_of_the_source_stands_in_the_summary(language: str, table: str) -> None:
    named = called(language)
    package = erdao()
    by_list = {each.school for each in package.participations if each.activity in named["schools"]}
    wanted = {each.id for each in getattr(package, table).values() if each.source == SOURCE}
    assert wanted
    assert wanted - named["name"] - (by_list if table == "schools" else set()) == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_commitment_stands_in_the_summary(language: str) -> None:
    assert called(language)["commitment"] == {each.id for each in erdao().commitments}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_loans_are_told_apart_from_what_need_not_be_repaid(language: str) -> None:
    assert called(language)["loans"] == {"2018-aid-paid"}


def test_no_problems_are_told_where_the_source_tells_none() -> None:
    for language in ("zh", "en"):
        assert [each.id for each in sections(erdao().prose[2018, language]) if each.id in NARRATIVE] == [
            "background", "work", "next",
        ]  # fmt: skip
