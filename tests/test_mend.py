"""Which figures would explain every relation that fails."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from test_model import Printed, fact, package_of, relation

from yearbook.check import check
from yearbook.mend import named, suggestions
from yearbook.model import Package, Relation
from yearbook.read import read_package
from yearbook.store import Store

ERDAO = Path(__file__).parent.parent / "datapackages" / "erdao"


@pytest.fixture(scope="module")
def erdao() -> Package:
    package, findings = read_package(ERDAO, Store(None))
    assert package, findings
    return package


def _misprinted(package: Package, **values: str) -> Package:
    facts = dict(package.observations)
    for name, value in values.items():
        figure = name.replace("_", "-").removeprefix("y")
        quantity = facts[figure].quantity
        assert quantity
        facts[figure] = replace(facts[figure], quantity=replace(quantity, value=Decimal(value)))
    return replace(package, observations=facts)


def test_nothing_is_suggested_where_nothing_fails(erdao: Package) -> None:
    assert suggestions(check(erdao)[0], erdao) == ()


def test_one_misprint_in_two_sums_is_found_with_the_value_it_should_have(erdao: Package) -> None:
    spoilt = _misprinted(erdao, y2024_schools="28")
    (found,) = suggestions(check(spoilt)[0], spoilt)
    assert found.values == (("2024-schools", Fraction(27)),)
    assert len(found.relations) == 2


def test_a_sum_that_fails_alone_points_at_no_figure(erdao: Package) -> None:
    spoilt = _misprinted(erdao, y2018_students="39518")
    assert suggestions(check(spoilt)[0], spoilt) == ()


def test_a_change_that_would_break_a_relation_that_holds_is_no_explanation(erdao: Package) -> None:
    spoilt = _misprinted(erdao, y2018_aid_meals_students="265", y2024_schools="28")
    (found,) = suggestions(check(spoilt)[0], spoilt)
    changed = {figure for figure, _ in found.values}
    assert changed == {"2024-schools"}


def test_the_publisher_is_told_which_figure_and_value_where_the_relation_fails(erdao: Package) -> None:
    spoilt = _misprinted(erdao, y2024_schools="28")
    verdicts, findings = check(spoilt)
    told = [each for each in named(findings, suggestions(verdicts, spoilt)) if "likely" in each.code]
    assert len(told) == 2
    for finding in told:
        assert finding.code.startswith("relation_fails")
        assert dict(finding.details)["values"] == "2024-schools → 27"


def test_a_finding_about_something_else_stays_as_it_is(erdao: Package) -> None:
    spoilt = _misprinted(erdao, y2018_students="39518")
    findings = check(spoilt)[1]
    assert named(findings, ()) == findings


def test_one_of_two_copies_that_disagree_is_named_when_others_vouch_for_the_first() -> None:
    facts = (fact("t", "27"), fact("a", "10"), fact("b", "16"), fact("copy", "26"))
    package = package_of(*facts, relations=_relations("t = a + b", "t = copy", "a = 10", "b = 16"))
    (found,) = suggestions(check(package)[0], package)
    assert found.values == (("t", Fraction(26)),)


def test_rounded_figures_are_mended_as_finely_as_they_are_printed() -> None:
    rate: Printed = ("0.076", "exact", "0.001")
    facts = (fact("rate", rate, grain="0.0001"), fact("now", "108"), fact("then", "100"))
    package = package_of(
        *facts, relations=_relations("rate = ( now - then ) / then", "now = 108", "then = 100")
    )
    (found,) = suggestions(check(package)[0], package)
    assert found.values == (("rate", Fraction(8, 100)),)


def test_where_two_figures_would_do_alike_neither_is_named() -> None:
    package = package_of(fact("t", "27"), fact("copy", "26"), relations=_relations("t = copy"))
    assert suggestions(check(package)[0], package) == ()


def test_two_misprints_that_hang_together_are_found_together() -> None:
    facts = (fact("t", "74"), fact("a", "10"), fact("b", "16"), fact("all", "80"), fact("c", "4"))
    terms = ("t = a + b", "all = t + c", "a = 10", "b = 16", "c = 4", "all = a + b + c")
    package = package_of(*facts, relations=_relations(*terms))
    (found,) = suggestions(check(package)[0], package)
    assert dict(found.values) == {"t": Fraction(26), "all": Fraction(30)}


def _relations(*terms: str) -> tuple[Relation, ...]:
    return tuple(replace(relation(each), id=f"r{at}") for at, each in enumerate(terms))
