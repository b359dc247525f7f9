"""Both languages: figures in words, labels, findings, and two catalogues that say the same things."""

from __future__ import annotations

import ast
import csv
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from test_model import Printed, erdao, good, quantity

from tests.cases import ROOT
from yearbook.derive import derive
from yearbook.interval import Interval
from yearbook.model import DIMENSIONS, Finding, Text, Where
from yearbook.words import Words, read_words

ZH, EN = read_words(ROOT / "words")

# value, qualifier, resolution | unit or counting unit | Chinese | English
FIGURES: list[tuple[Printed, str, str, str]] = [
    (("2950000", "exact", "10000"), "CNY", "295万元", "RMB 2.95 million"),
    (("927000", "exact", "1000"), "CNY", "92.7万元", "RMB 927,000"),
    (("2127000", "exact", "1000"), "CNY", "212.7万元", "RMB 2.127 million"),
    (("2000000", "more_than", "10000"), "CNY", "200余万元", "more than RMB 2 million"),
    (("150000000", "exact", "10000000"), "CNY", "1.5亿元", "RMB 150 million"),
    (("556443000000", "exact", "1000000"), "CNY", "5,564.43亿元", "RMB 556.443 billion"),
    (("2000000", "exact", "10000"), "CNY", "200万元", "RMB 2 million"),
    (("5000", "exact", "1"), "CNY", "5,000元", "RMB 5,000"),
    (("1000", "exact", "1"), "CNY-per-person", "1,000元/人", "RMB 1,000 per person"),
    (("30000", "more_than", "10000"), "person-time", "3万余人次", "more than 30,000 person-times"),
    (("1916", "exact", "1"), "person-time", "1,916人次", "1,916 person-times"),
    (("450000", "about", "10000"), "person", "约45万人", "about 450,000 persons"),
    (("100", "nearly", "100"), "teacher", "近100人", "nearly 100 teachers"),
    (("400", "more_than", "1"), "person", "400余人", "more than 400 persons"),
    (("400", "at_least", "1"), "person", "400人以上", "at least 400 persons"),
    (("400", "at_most", "1"), "person", "不超过400人", "at most 400 persons"),
    (("39517", "exact", "1"), "student", "39,517人", "39,517 students"),
    (("0", "exact", "1"), "school", "0所", "0 schools"),
    (("1", "exact", "1"), "school", "1所", "1 school"),
    (("1", "more_than", "1"), "school", "1余所", "more than 1 schools"),
    (("2", "exact", "1"), "school", "2所", "2 schools"),
    (("0.40", "exact", "0.01"), "ratio", "40%", "40%"),
    (("0.279", "exact", "0.001"), "ratio", "27.9%", "27.9%"),
    (("0.900", "exact", "0.001"), "ratio", "90.0%", "90.0%"),
    (("-0.05", "exact", "0.01"), "ratio", "-5%", "-5%"),
    (("35000", "exact", "1000"), "m2", "3.5万平方米", "35,000 m²"),
    (("50000", "about", "10000"), "m2", "约5万平方米", "about 50,000 m²"),
    (("102", "exact", "1"), "km2", "102平方公里", "102 km²"),
    (("40", "exact", "1"), "point", "40分", "40 points"),
]


def written(words: Words, printed: Printed, unit: str) -> str:
    plain = unit in ("CNY", "CNY-per-person", "ratio", "m2", "km2", "point")
    base = erdao().indicators["students"]
    indicator = replace(base, unit=unit if plain else "count", counting_unit="_Z" if plain else unit)
    return words.figure(quantity(printed), indicator, erdao())


@pytest.mark.parametrize(("printed", "unit", "zh", "en"), FIGURES, ids=[each[2] for each in FIGURES])
def test_a_figure_is_written_as_each_language_writes_it(
    printed: Printed, unit: str, zh: str, en: str
) -> None:
    assert (written(ZH, printed, unit), written(EN, printed, unit)) == (zh, en)


def test_every_money_figure_of_erdao_says_in_chinese_what_its_source_printed() -> None:
    for each in erdao().observations.values():
        indicator = erdao().indicators[each.indicator]
        if each.quantity and indicator.unit == "CNY":
            said = ZH.figure(each.quantity, indicator, erdao()).replace(",", "")
            assert said.removesuffix("元") == each.printed.removesuffix("元"), each.id


@pytest.mark.parametrize(
    ("printed", "zh", "en"),
    [
        ((("291000000", "exact", "1000000"), ("286465000", "exact", "100")), ["29,100万", "28,646.50万"], ["291 million", "286.465 million"]),
        ((("8000", "exact", "1"), ("31000", "exact", "1000")), ["8,000", "31,000"], ["8,000", "31,000"]),
        ((("2950000", "exact", "10000"), ("822000", "exact", "1000")), ["295万", "82.2万"], ["2,950,000", "822,000"]),
    ],
)  # fmt: skip
def test_numbers_of_one_sentence_share_a_scale_and_lose_no_digit(
    printed: tuple[Printed, Printed], zh: list[str], en: list[str]
) -> None:
    counted = erdao().indicators["students"]
    given = [quantity(each) for each in printed]
    for words, expected in ((ZH, zh), (EN, en)):
        alike = words.on_one_scale(given)
        assert [alike.number(each, counted) for each in given] == expected


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_no_rounding_is_added_to_what_was_printed(words: Words) -> None:
    """The digits of a figure, read back, are its value to the last digit."""
    units = {"亿": 10**8, "万": 10**4, " billion": 10**9, " million": 10**6, "%": Decimal("0.01")}
    for each in erdao().observations.values():
        if each.quantity:
            said = words.number(replace(each.quantity, qualifier="exact"), erdao().indicators[each.indicator])
            match = re.fullmatch(r"(-?[\d,.]+)(\D*)", said)
            assert match, said
            factor = Decimal(units.get(match[2], 1))
            assert Decimal(match[1].replace(",", "")) * factor == each.quantity.value, (each.id, said)


def test_a_table_cell_holds_every_digit_and_keeps_the_hedge() -> None:
    money = erdao().indicators["aid-paid"]
    more = quantity(("2000000", "more_than", "10000"))
    assert (ZH.cell(more, money), EN.cell(more, money)) == ("2,000,000余", "more than 2,000,000")
    share = replace(money, unit="ratio")
    assert ZH.cell(quantity(("0.4", "exact", "0.01")), share) == "40%"


def test_a_column_is_headed_by_its_unit() -> None:
    students, money = erdao().indicators["students"], erdao().indicators["aid-paid"]
    assert (ZH.unit(students, erdao()), EN.unit(students, erdao())) == ("人", "students")
    assert (ZH.unit(money, erdao()), EN.unit(money, erdao())) == ("元", "RMB (yuan)")


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(Fraction(926500), Fraction(927500), high_open=True), "[926,500, 927,500)"),
        (Interval(Fraction(2000000), None, low_open=True), "(2,000,000, +∞)"),
        (Interval(None, None), "(−∞, +∞)"),
        (Interval.point(39517), "39,517"),
        (Interval(Fraction(0), Fraction(100), high_open=True), "[0, 100)"),
        (Interval(Fraction(1, 3), Fraction(2)), "[0.3333, 2]"),
    ],
)
def test_an_interval_is_written_with_its_open_and_closed_ends(interval: Interval, expected: str) -> None:
    assert ZH.interval(interval, erdao().indicators["aid-paid"]) == expected


def test_an_interval_of_a_ratio_is_written_in_percent() -> None:
    share = erdao().indicators["share-of-new-teachers"]
    around_40 = Interval(Fraction("0.395"), Fraction("0.405"), high_open=True)
    assert EN.interval(around_40, share) == "[39.5%, 40.5%)"


# Labels


@pytest.mark.parametrize(
    ("figure", "zh", "en"),
    [
        ("2018-students", "在校学生", "Students enrolled"),
        ("2018-students-secondary", "在校学生（中学）", "Students enrolled (secondary school)"),
    ],
)
def test_a_label_says_what_a_figure_is_and_leaves_out_totals(figure: str, zh: str, en: str) -> None:
    found = erdao().observations[figure]
    assert (ZH.label(found, erdao()), EN.label(found, erdao())) == (zh, en)


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_no_label_says_the_same_thing_twice(words: Words) -> None:
    for each in erdao().observations.values():
        label = words.label(each, erdao())
        name = words.pick(erdao().indicators[each.indicator].label)
        beside = label.removeprefix(name)
        parts = [words.code(dimension, getattr(each, dimension), erdao()) for dimension in DIMENSIONS]
        assert all(beside.count(part) <= 1 for part in parts if part), label


def test_labels_tell_figures_of_one_year_apart() -> None:
    """Two figures of a year may share a label only where their status or period, shown beside it, differs."""
    for words in (ZH, EN):
        seen: dict[tuple[object, ...], str] = {}
        for each in erdao().observations.values():
            key = (words.label(each, erdao()), each.year, each.status, each.period_kind)
            assert key not in seen, (key, seen[key], each.id)
            seen[key] = each.id


def test_a_computed_figure_is_labelled_by_its_package() -> None:
    found = derive(erdao())["2018-loans-share"]
    assert EN.label(found, erdao()) == "Student loans as a share of these items"


def test_unstated_is_said_and_totals_are_not() -> None:
    assert ZH.code("group", "_U", erdao()) == "原文未说明"
    assert ZH.code("group", "_T", erdao()) == ZH.code("stage", "_Z", erdao()) == ""


def test_dates_and_packages_own_wordings() -> None:
    assert (ZH.date(date(2018, 5, 4)), EN.date(date(2018, 5, 4))) == ("2018年5月4日", "4 May 2018")
    assert (ZH.pick(Text((("zh", "一"), ("en", "one")))), EN.pick(Text((("zh", "一"), ("en", "one"))))) == (
        "一",
        "one",
    )


def test_a_finding_says_where_what_why_and_what_to_do() -> None:
    finding = Finding(
        code="duplicate_id",
        where=Where(file="data/x.csv", row=7, column="id"),
        details=(("value", "2018-students"),),
    )
    where, what, why, do = EN.finding(finding)
    assert where == "data/x.csv, row 7, column “id”"
    assert ZH.finding(finding)[0] == "data/x.csv 第 7 行 “id”列"
    assert "2018-students" in what
    assert why
    assert do


def test_hostile_text_in_a_finding_is_kept_as_text() -> None:
    braces = "{0.__class__} {figures} {"
    finding = Finding(code="duplicate_id", details=(("value", braces),))
    assert braces in EN.finding(finding)[1]


# Catalogues


def leaves(catalogue: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in catalogue.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield prefix + key, value


WORDINGS = {words.language: dict(leaves(words.catalogue)) for words in (ZH, EN)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert set(WORDINGS["zh"]) ^ set(WORDINGS["en"]) == set()


# Chinese counts months and has no plural: here the two languages may fill in different values.
FREE = {"patterns.date", "units.count.after"}


def test_both_languages_fill_in_the_same_values() -> None:
    differing = {
        key: (text, WORDINGS["en"][key])
        for key, text in WORDINGS["zh"].items()
        if key not in FREE and placeholders(text) != placeholders(WORDINGS["en"][key])
    }
    assert differing == {}


def test_no_wording_is_left_empty_in_one_language_alone() -> None:
    allowed = re.compile(
        r"(units\.|report\.(space|joint|supplied)|charts\.patterns\.measure|charts\.patterns\.)"
    )
    empty = {key for key, text in WORDINGS["zh"].items() if bool(text) != bool(WORDINGS["en"][key])}
    assert [key for key in empty if not allowed.match(key)] == []


def test_english_wordings_hold_no_chinese_but_its_units_and_its_own_name() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    found = {
        key: text for key, text in WORDINGS["en"].items() if han.search(re.sub("[元万亿约余近]", "", text))
    }
    assert set(found) <= {"switch"}, found


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("yearbook", "charts"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def asked_for() -> Iterator[tuple[str, str]]:
    """Every wording asked for in code or template: where, and its key with * for what is filled in."""
    for file, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and (prefix := catalogue_of(node.func)) is not None:
                pattern = literal(node.args[0])
                if pattern:
                    yield file.name, prefix + pattern
    for file in sorted((ROOT / "templates" / "site").glob("*.j2")):
        for call in re.finditer(r"\bt\(([^()]*?)[,)]", file.read_text(encoding="utf-8")):
            for key in re.findall(r"'([\w-]+\.[\w.-]*)'(\s*~)?", call[1]):
                yield file.name, key[0] + ("*" if key[1] else "")


def catalogue_of(called: ast.expr) -> str | None:
    name = ast.unparse(called)
    if (
        name in ("words", "self.words", "view.words", "edition.words", "self.binding.words", "each")
        or name == "self"
    ):
        return "" if name != "each" else None
    return "report." if name == "edition" else None


def literal(key: ast.expr) -> str:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return key.value
    if isinstance(key, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in key.values)
    return ""


def test_every_wording_asked_for_is_there() -> None:
    asked = [(file, key) for file, key in asked_for() if not (file == "edition.py" and not key.count("."))]
    assert len(asked) > 150
    missing = {(file, key) for file, key in asked if not known(key) and not known("report." + key)}
    assert missing == set()


def known(key: str) -> bool:
    pattern = re.compile(re.escape(key).replace(r"\*", r"[\w-]*(\.[\w-]+)?"))
    return any(pattern.fullmatch(each) for each in WORDINGS["zh"])


CODES = {
    "verdict": ("holds", "rounding", "fails", "open"),
    "reason": ("exact", "ordered", "within", "apart", "rounded", "hedged", "absent"),
    "refused": ("person_times", "two_bounds", "scope", "status", "period", "denominator", "absent", "zero"),
    "qualifiers": ("exact", "about", "more_than", "more_than_small", "at_least", "nearly", "at_most"),
    "severity": ("must_fix", "explain", "note"),
}


@pytest.mark.parametrize("section", CODES)
def test_every_code_the_engine_gives_has_a_wording(section: str) -> None:
    assert [code for code in CODES[section] if f"{section}.{code}" not in WORDINGS["zh"]] == []


def test_the_codes_written_here_are_those_in_the_source() -> None:
    texts = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "yearbook").glob("*.py")}
    given = set(re.findall(r'return "(\w+)"|return "(\w+)" if', texts["derive"]))
    refused = {first or second for first, second in given} - set(CODES["qualifiers"])
    assert refused <= set(CODES["refused"])
    reasons = set(re.findall(r'return "(?:holds|rounding|fails|open)", "(\w+)"', texts["check"]))
    assert reasons <= set(CODES["reason"])
    assert len(reasons) >= 4


@pytest.mark.parametrize("table", ["status", "qualifier", "period_kind", "absent"])
def test_every_code_of_the_form_has_a_wording(table: str) -> None:
    facts = next(each for each in good().tables if each.name == "funds")
    (field,) = (each for each in facts.fields if each.name == table)
    assert field.enum
    assert [code for code in field.enum if f"{table}.{code}" not in WORDINGS["en"]] == []


def test_every_unit_of_the_form_can_be_written() -> None:
    indicators = next(each for each in good().tables if each.name == "indicators")
    (unit,) = (each for each in indicators.fields if each.name == "unit")
    for each in unit.enum:
        assert {f"units.{each}.{part}" for part in ("before", "after", "name")} <= set(WORDINGS["zh"])


# The traps of the glossary: wordings that would be wrong.
WRONG = [
    ("person-times given as persons", r"人次", r"\bpersons?\b(?!-)|\bpeople\b", r"人次不是人|人均|不是人数"),
    ("percentage points given as %", r"百分点", r"%", r"$^"),
    ("school places given as degrees", r"学位", r"\bdegrees?\b", r"$^"),
    ("stage given as grade or semester", r"学段", r"\bgrades?\b|\bsemesters?\b", r"$^"),
    ("paid given as allocated", r"已发放", r"allocated", r"$^"),
]


@pytest.mark.parametrize(
    ("zh", "en", "excused"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG]
)
def test_wordings_keep_clear_of_the_traps_of_the_glossary(zh: str, en: str, excused: str) -> None:
    for key, text in WORDINGS["zh"].items():
        if re.search(zh, text) and not re.search(excused, text):
            assert not re.search(en, WORDINGS["en"][key]), (key, text, WORDINGS["en"][key])


def test_the_counting_units_of_erdao_keep_persons_and_person_times_apart() -> None:
    assert EN.unit(erdao().indicators["aid-awards"], erdao()) == "person-times"
    with (ROOT / "datapackages" / "erdao" / "data" / "codes.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        labels = [row["label_en"] for row in csv.DictReader(file) if row["dimension"] == "counting_unit"]
    assert all("|" in label for label in labels)


def test_a_key_that_is_no_wording_is_an_error() -> None:
    with pytest.raises(KeyError):
        ZH("site.nothing-of-this-name")
    with pytest.raises(KeyError, match="site is no wording"):
        ZH("site")
