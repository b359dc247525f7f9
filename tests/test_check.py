"""Verdicts on relations, and each house rule with what it finds and what it lets pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest
from test_model import Printed, erdao, fact, good, package_of, relation

from yearbook import check as rules
from yearbook.check import check, judge
from yearbook.interval import Interval
from yearbook.model import Finding, Observation, Package, Text

Figures = dict[str, Printed | str | None]

WAN = "10000"


def verdict(terms: str, figures: Figures, grains: dict[str, str] | None = None) -> tuple[str, str]:
    facts = [fact(name, printed, grain=(grains or {}).get(name, "1")) for name, printed in figures.items()]
    found = judge(relation(terms), package_of(*facts))
    return found.code, found.reason


@pytest.mark.parametrize(
    ("terms", "figures", "expected"),
    [
        pytest.param("t = a + b", {"t": "26", "a": "10", "b": "16"}, "holds", id="sum-of-counts"),
        pytest.param("t = a + b", {"t": "27", "a": "10", "b": "16"}, "fails", id="sum-one-off"),
        pytest.param(
            "t = a + b",
            {"t": ("30000", "exact", WAN), "a": "14999", "b": "12000"},
            "rounding",
            id="sum-rounded",
        ),
        pytest.param(
            "t = a + b",
            {"t": ("30000", "exact", WAN), "a": "12999", "b": "12000"},
            "fails",
            id="sum-just-outside",
        ),
        pytest.param(
            "t = a + b",
            {"t": ("30000", "exact", WAN), "a": "13000", "b": "12000"},
            "rounding",
            id="closed-lower-end",
        ),
        pytest.param(
            "t = a + b",
            {"t": ("30000", "exact", WAN), "a": "20000", "b": "15000"},
            "fails",
            id="open-upper-end",
        ),
        pytest.param("t = a + b", {"t": ("26", "about", "1"), "a": "10", "b": "16"}, "open", id="sum-about"),
        pytest.param(
            "t = a + b",
            {"t": ("26", "more_than", "1"), "a": "10", "b": "16"},
            "fails",
            id="more-than-its-sum",
        ),
        pytest.param("t = a + b", {"t": "26", "a": "10", "b": None}, "open", id="sum-absent"),
        pytest.param("t = a * b", {"t": "5000", "a": "1000", "b": "5"}, "holds", id="product"),
        pytest.param("t = a * b", {"t": "5001", "a": "1000", "b": "5"}, "fails", id="product-one-off"),
        pytest.param(
            "t = a * b",
            {"t": ("50000", "exact", WAN), "a": "1000", "b": "53"},
            "rounding",
            id="product-rounded",
        ),
        pytest.param(
            "t = a * b", {"t": "5000", "a": ("1000", "about", "1"), "b": "5"}, "open", id="product-about"
        ),
        pytest.param("a <= b", {"a": "3", "b": "9"}, "holds", id="bound"),
        pytest.param("a <= b", {"a": "9", "b": "9"}, "holds", id="bound-touching"),
        pytest.param("a <= b", {"a": "10", "b": "9"}, "fails", id="bound-broken"),
        pytest.param(
            "a <= b", {"a": ("100", "nearly", "1"), "b": "100"}, "holds", id="bound-hedged-but-sure"
        ),
        pytest.param("a <= b", {"a": "5", "b": ("5", "more_than", "1")}, "holds", id="bound-without-end"),
        pytest.param("a <= b", {"a": ("5", "more_than", "1"), "b": "5"}, "fails", id="lower-bound-above"),
        pytest.param("a <= b", {"a": ("5", "more_than", "1"), "b": "9"}, "open", id="bound-hedged"),
        pytest.param("a <= b", {"a": ("30000", "exact", WAN), "b": "30000"}, "rounding", id="bound-rounded"),
        pytest.param("a <= b", {"a": None, "b": "9"}, "open", id="bound-absent"),
        pytest.param(
            "t = a",
            {"t": ("30000", "exact", WAN), "a": ("30000", "exact", WAN)},
            "rounding",
            id="both-rounded",
        ),
        pytest.param("t = a / b", {"t": "5", "a": "5", "b": "0"}, "open", id="divisor-zero"),
    ],
)
def test_a_relation_gets_the_verdict_its_figures_allow(terms: str, figures: Figures, expected: str) -> None:
    assert verdict(terms, figures)[0] == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [("0.40", "rounding"), ("0.41", "fails"), ("0.39", "fails")],
    ids=["40%", "41%", "39%"],
)
def test_a_printed_share_is_judged_by_its_rounding(share: str, expected: str) -> None:
    figures: Figures = {"share": (share, "exact", "0.01"), "a": "29", "b": "72"}
    assert verdict("share = a / b", figures, {"share": "0.0001"})[0] == expected


def test_a_verdict_says_why() -> None:
    assert verdict("t = a + a", {"t": "4", "a": "2"}) == ("holds", "exact")
    assert verdict("a <= b", {"a": ("100", "nearly", "1"), "b": "100"}) == ("holds", "within")
    assert verdict("t = a", {"t": "4", "a": "2"}) == ("fails", "apart")
    assert verdict("t = a", {"t": ("30000", "exact", WAN), "a": "30001"}) == ("rounding", "rounded")
    assert verdict("t = a", {"t": ("4", "about", "1"), "a": "4"}) == ("open", "hedged")
    assert verdict("t = a", {"t": "4", "a": None}) == ("open", "absent")


def test_a_verdict_shows_both_sides_as_intervals_and_its_figures() -> None:
    found = judge(relation("t = a + b"), package_of(fact("t", "26"), fact("a", "10"), fact("b", "16")))
    assert found.printed == found.computed == Interval.point(26)
    assert found.inputs == ("t", "a", "b")


def test_a_failing_relation_stops_a_release_until_it_is_explained() -> None:
    facts = (fact("t", "27"), fact("a", "10"), fact("b", "16"))
    (plain,) = findings("relation_fails", package_of(*facts, terms="t = a + b"))
    assert plain.severity == "must_fix"
    assert dict(plain.details)["equation"] == "27 = 10 + 16"
    assert dict(plain.details)["difference"] == "1"
    explained = package_of(*facts, relations=(relation("t = a + b", "原文如此。"),))
    assert [each.severity for each in check(explained)[1]] == ["note"]
    assert check(explained)[0][0].code == "fails"


def test_the_relations_of_erdao_come_out_as_its_text_allows() -> None:
    verdicts, found = check(erdao())
    assert Counter(each.code for each in verdicts) == {"holds": 24, "rounding": 3, "open": 7}
    assert {each.relation.id for each in verdicts if each.code == "rounding"} == {
        "aid-items-2018",
        "new-teachers-rural-share-2018",
        "new-teachers-postgraduate-share-2018",
    }
    assert {each.relation.id: each.reason for each in verdicts if each.code == "open"} == {
        "children-in-nation-2018": "elsewhere",
        "aid-in-nation-2018": "elsewhere",
        "aid-paid-allocated-2018": "absent",
        "aid-by-source-2018": "absent",
        "repair-rural-schools-2018": "absent",
        "full-time-teachers-2018": "absent",
        "full-time-teachers-2024": "absent",
    }
    assert [each for each in found if each.severity == "must_fix"] == []


# House rules


def findings(code: str, package: Package) -> list[Finding]:
    return [each for each in check(package)[1] if each.code == code]


def table(name: str, change: Callable[[dict[str, str]], object] = lambda row: None) -> Package:
    """The good package with the first row of a table changed, in the table as it was read."""
    found = next(each for each in good().tables if each.name == name)
    first, *others = found.records()
    change(first)
    changed = replace(found, rows=tuple(tuple(row.values()) for row in (first, *others)))
    return replace(good(), tables=tuple(changed if each is found else each for each in good().tables))


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("package", [good, erdao], ids=["good", "erdao"])
def test_a_rule_lets_a_good_package_pass(
    rule: Callable[[Package], Iterator[Finding]], package: Callable[[], Package]
) -> None:
    assert [each for each in rule(package()) if each.severity != "note"] == []


def spoilt(**changes: object) -> Package:
    return replace(good(), **changes)  # type: ignore[arg-type]


def with_first(change: dict[str, object]) -> Package:
    first = next(iter(good().observations.values()))
    return spoilt(observations={**good().observations, first.id: replace(first, **change)})  # type: ignore[arg-type]


def twice() -> Package:
    first: Observation = next(iter(good().observations.values()))
    copy = replace(first, id="the-same-again", row=99)
    return spoilt(observations={**good().observations, copy.id: copy})


def derivation(**changes: str) -> Package:
    return spoilt(derivations=(MappingProxyType({**good().derivations[0], **changes}),), prose={})


def with_unit(unit: str) -> Package:
    first = next(iter(good().indicators.values()))
    return spoilt(indicators={**good().indicators, first.id: replace(first, counting_unit=unit)})


SPOILT: list[tuple[str, Callable[[], Package], str, str]] = [
    ("malformed_formula", lambda: spoilt(relations=(relation("a b"),)), "data/relations.csv", "terms"),
    (
        "dangling_reference",
        lambda: spoilt(relations=(relation("nobody = 5"),)),
        "data/relations.csv",
        "terms",
    ),
    ("malformed_formula", lambda: derivation(formula="a +"), "data/derivations.csv", "formula"),
    ("dangling_reference", lambda: derivation(formula="nobody / 2"), "data/derivations.csv", "formula"),
    ("duplicate_id", lambda: derivation(id="2024-students"), "data/derivations.csv", "id"),
    (
        "value_and_absent",
        lambda: table("students", lambda row: row.update(absent="withheld")),
        "data/students.csv",
        "value",
    ),
    (
        "neither_value_nor_absent",
        lambda: table("students", lambda row: row.update(value="")),
        "data/students.csv",
        "value",
    ),
    (
        "value_without_story",
        lambda: table("students", lambda row: row.update(printed="")),
        "data/students.csv",
        "value",
    ),
    (
        "value_without_story",
        lambda: table("students", lambda row: row.update(qualifier="")),
        "data/students.csv",
        "value",
    ),
    (
        "value_without_story",
        lambda: table("students", lambda row: row.update(resolution="")),
        "data/students.csv",
        "value",
    ),
    ("dangling_reference", lambda: with_first({"school": "nobody"}), "data/students.csv", "school"),
    ("dangling_reference", lambda: with_first({"programme": "nobody"}), "data/students.csv", "programme"),
    ("dangling_reference", lambda: with_first({"stage": "nobody"}), "data/students.csv", "stage"),
    ("dangling_reference", lambda: with_first({"group": "nobody"}), "data/students.csv", "group"),
    ("dangling_reference", lambda: with_first({"funding": "nobody"}), "data/students.csv", "funding"),
    ("dangling_reference", lambda: with_unit("nobody"), "data/indicators.csv", "counting_unit"),
    (
        "dangling_reference",
        lambda: spoilt(participations=(replace(good().participations[0], activity="nobody"),)),
        "data/participations.csv",
        "activity",
    ),
    (
        "dangling_reference",
        lambda: spoilt(commitments=(replace(good().commitments[0], evidence=("nobody",)),)),
        "data/commitments.csv",
        "evidence",
    ),
    ("same_figure_twice", twice, "data/students.csv", "id"),
    ("bare_number", lambda: spoilt(prose={(2024, "zh"): "资助了 5 名学生"}), "prose/2024.zh.md", ""),
]


@pytest.mark.parametrize(
    ("code", "spoil", "file", "column"),
    SPOILT,
    ids=[f"{each[0]}-{each[3]}-{at}" for at, each in enumerate(SPOILT)],
)
def test_a_rule_finds_one_spoilt_thing_and_says_where(
    code: str, spoil: Callable[[], Package], file: str, column: str
) -> None:
    (found,) = check(spoil())[1]
    assert (found.code, found.where.file, found.where.column, found.severity) == (
        code,
        file,
        column,
        "must_fix",
    )
    assert found.where.row


def test_a_dangling_reference_names_the_nearest_thing_there_is() -> None:
    (found,) = findings("dangling_reference", spoilt(relations=(relation("2024-studens = 5"),)))
    assert dict(found.details) == {"value": "2024-studens", "nearest": "2024-students"}


def test_a_relation_that_cannot_be_read_gets_no_verdict() -> None:
    assert check(spoilt(relations=(relation("a b"), relation("nobody = 5"))))[0] == ()


def test_two_rows_with_different_stories_are_two_figures() -> None:
    first = next(iter(good().observations.values()))
    other = replace(first, id="another-source", source="elsewhere", quantity=None, note=Text(()))
    package = spoilt(observations={**good().observations, other.id: other})
    assert findings("same_figure_twice", package) == []


def test_values_keep_their_digits_in_a_finding() -> None:
    facts = (fact("t", ("0.31", "exact", "0.01"), grain="0.0001"), fact("a", "9"), fact("b", "72"))
    (found,) = findings("relation_fails", package_of(*facts, terms="t = a / b"))
    assert dict(found.details)["equation"] == "0.31 = 9 / 72"
    assert Decimal(dict(found.details)["right"]) == Decimal("0.125")


# Figures of other publishers


def beside(terms: str, *facts: Observation, here: bool = True) -> Package:
    """A package with a relation to a figure of a publisher called `nation`, in the same build or not."""
    nation = replace(package_of(fact("children", ("46560000", "exact", "10000"))), id="nation")
    own = package_of(fact("children", "8636"), *facts, terms=terms)
    return replace(own, others={"nation": nation} if here else {})


def test_a_relation_can_name_a_figure_of_another_publisher() -> None:
    (verdict,), _ = check(beside("children <= nation:children"))
    assert (verdict.code, verdict.inputs, verdict.elsewhere) == ("holds", ("children",), ("nation:children",))
    (wrong,), _ = check(beside("ten-thousand <= nation:children", fact("ten-thousand", "86360000")))
    assert wrong.code == "fails"


def test_without_the_other_publisher_in_the_build_nothing_can_be_said() -> None:
    (verdict,), findings = check(beside("children <= nation:children", here=False))
    assert (verdict.code, verdict.reason) == ("open", "elsewhere")
    assert not [each for each in findings if each.code == "dangling_reference"]


def test_a_figure_the_other_publisher_does_not_have_is_a_finding() -> None:
    verdicts, findings = check(beside("children <= nation:childen"))
    assert verdicts == ()
    (found,) = [each for each in findings if each.code == "dangling_reference"]
    assert dict(found.details) == {"value": "nation:childen", "nearest": "nation:children"}
