"""A made-up publisher of 26 schools over ten years, to see whether many of both fit: `python tests/made_up.py FOLDER`.

Every name and number is made up by a small arithmetic; the titles say so. The same folder comes out each time.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from yearbook.starter import Answers, start  # noqa: E402 - a script finds the project only now
from yearbook.words import read_words  # noqa: E402

NAME = "made-up-schools"
YEARS = range(2015, 2025)
SCHOOLS = 26
BREAK = 2021  # from this year on teachers are counted another way
RAISED = 2020  # from this year on the rate is higher

_ANSWERS = {
    "place": "虚构区",
    "place_en": "Made-up District",
    "publisher_name": "虚构区教育局（为测试而虚构）",
    "publisher_name_en": "Education bureau of Made-up District (made up for tests)",
    "official": "no",
    "compiler": "yearbook contributors",
    "title": "虚构区十年数据（为测试而虚构）",
    "title_en": "Made-up District, ten years (made up for tests)",
    "year": "2024",
    "source_title": "虚构区年报（为测试而虚构）",
    "source_title_en": "Yearly report of Made-up District (made up for tests)",
    "source_date": "2025-01-31",
    "telephone": "",
}
_FACT = {
    "group": "_T", "funding": "_Z", "series": "base", "source": "first-source", "locator": "虚构",
    "qualifier": "exact", "resolution": "1",
}  # fmt: skip
_ORDINALS = "一二三四五六七八九十"

Row = dict[str, str]


def make(packages: Path) -> Path:
    """Write the package into a folder of packages and return its own folder."""
    answers = Answers(name=NAME, given=tuple(_ANSWERS.items()))
    found = start(
        answers, packages, ROOT / "templates" / "starter", read_words(ROOT / "words"), date(2025, 2, 1)
    )
    assert not [each for each in found if each.severity == "must_fix"], found
    folder = packages / NAME
    _add(folder / "data/schools.csv", [_school(number) for number in range(1, SCHOOLS + 1)])
    _add(folder / "data/programmes.csv", [_programme()])
    for table, rows in _facts().items():
        _add(folder / f"data/{table}.csv", rows)
    _add(folder / "data/relations.csv", list(_relations()))
    for language, text in _PROSE.items():
        (folder / f"prose/2024.{language}.md").write_text(text, encoding="utf-8")
    return folder


def _facts() -> Mapping[str, list[Row]]:
    tables: dict[str, list[Row]] = {"students": [], "teachers": [], "provision": [], "funds": []}
    for year in YEARS:
        students = {number: 300 + 37 * number + _wave(year, number) for number in range(1, SCHOOLS + 1)}
        teachers = {number: count // (13 + number % 4) for number, count in students.items()}
        helped = {number: count // (9 + number % 5) for number, count in students.items()}
        rate = 1250 if year >= RAISED else 1000
        counted = "after-2021" if year >= BREAK else "base"
        add = _adder(tables, year)
        add("students", "students", sum(students.values()), "as_of")
        add("students", "aid-recipients", sum(helped.values()), "year", programme="boarder-subsidy")
        add("teachers", "full-time-teachers", sum(teachers.values()), "as_of", series=counted)
        add("funds", "aid-rate", rate, "year", status="standard", programme="boarder-subsidy")
        add(
            "funds",
            "aid-paid",
            rate * sum(helped.values()),
            "year",
            status="paid",
            programme="boarder-subsidy",
        )
        add("provision", "schools", SCHOOLS, "as_of")
        for number in range(1, SCHOOLS + 1):
            school = _id(number)
            add("students", "students", students[number], "as_of", school=school)
            add("teachers", "full-time-teachers", teachers[number], "as_of", school=school, series=counted)
            add(
                "students",
                "aid-recipients",
                helped[number],
                "year",
                school=school,
                programme="boarder-subsidy",
            )
            paid = {"status": "paid", "programme": "boarder-subsidy", "school": school}
            add("funds", "aid-paid", rate * helped[number], "year", **paid)
    return tables


def _adder(tables: dict[str, list[Row]], year: int):  # type: ignore[no-untyped-def]
    def add(table: str, indicator: str, value: int, period: str, **changes: str) -> None:
        school = changes.get("school", "_T")
        name = f"{year}-{school}-{indicator}" if school != "_T" else f"{year}-{indicator}"
        row = _FACT | {
            "id": name, "indicator": indicator, "place": NAME, "school": school, "stage": "_T",
            "programme": "_Z", "year": str(year), "period_kind": period, "status": "actual",
            "value": str(value), "printed": f"{value}",
        }  # fmt: skip
        tables[table].append(row | changes)

    return add


def _wave(year: int, number: int) -> int:
    """Something between -60 and 120 that looks alive and is the same on every machine."""
    return (
        (year * 7919 + number * 104729 + year * number * 31) % 61 - 20 + 6 * (year - 2015) * (number % 3 - 1)
    )


def _id(number: int) -> str:
    return f"school-{number:02}"


def _school(number: int) -> Row:
    tens, ones = divmod(number, 10)
    ordinal = ("" if tens == 0 else "十" if tens == 1 else "二十") + (_ORDINALS[ones - 1] if ones else "")
    return {
        "id": _id(number), "label_zh": f"虚构第{ordinal}学校", "label_en": f"Made-up School {number}",
        "aliases": f"虚构{ordinal}校", "stage": "primary" if number % 3 else "junior-secondary",
        "setting": "rural" if number % 4 == 0 else "urban", "place": NAME, "source": "first-source",
        "locator": "虚构",
    }  # fmt: skip


def _programme() -> Row:
    return {
        "id": "boarder-subsidy", "label_zh": "寄宿生生活补助（虚构）", "label_en": "Living subsidy for boarders (made up)",
        "definition_zh": "为测试而虚构。", "definition_en": "Made up for tests.", "nature": "grant",
        "source": "first-source", "locator": "虚构",
    }  # fmt: skip


def _relations() -> Iterator[Row]:
    sums = {
        "students": (
            "各校学生相加，等于全区学生。",
            "The students of all schools add up to those of the district.",
        ),
        "full-time-teachers": (
            "各校专任教师相加，等于全区。",
            "The teachers of all schools add up to all teachers.",
        ),
        "aid-paid": ("各校资助金额相加，等于全区。", "The aid of all schools adds up to all aid."),
    }
    for indicator, (zh, en) in sums.items():
        terms = f"{{year}}-{indicator} = sum {{year}}-[school]-{indicator}"
        yield _relation(f"all-{indicator}", "sum", terms, zh, en)
    product = "{year}-{school}-aid-paid = {year}-aid-rate * {year}-{school}-aid-recipients"
    yield _relation(
        "rate-by-heads",
        "product",
        product,
        "标准乘以人数，等于金额。",
        "The rate times the heads is the money.",
    )
    whole = "{year}-aid-paid = {year}-aid-rate * {year}-aid-recipients"
    yield _relation(
        "rate-by-all",
        "product",
        whole,
        "全区：标准乘以人数，等于金额。",
        "All schools: the rate times the heads is the money.",
    )


def _relation(name: str, kind: str, terms: str, zh: str, en: str) -> Row:
    return {
        "id": name, "kind": kind, "terms": terms, "exhaustive": "yes", "statement_zh": zh, "statement_en": en,
    }  # fmt: skip


def _add(file: Path, rows: list[Row]) -> None:
    """Put rows below those a table has."""
    columns = next(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    text = io.StringIO(newline="")
    csv.DictWriter(text, columns, restval="", lineterminator="\r\n").writerows(rows)
    with file.open("ab") as opened:
        opened.write(text.getvalue().encode())


_PROSE = {
    "zh": """## 发了多少，帮了谁 {#how-much}

这是为测试而虚构的数据。2024年发放寄宿生生活补助{{ figure("2024-aid-paid") }}，受助学生{{ figure("2024-aid-recipients") }}。

## 和以前比 {#what-changed}

2015年发放{{ figure("2015-aid-paid") }}，每人{{ figure("2015-aid-rate") }}；2024年每人{{ figure("2024-aid-rate") }}。
""",
    "en": """## How much, and to whom {#how-much}

These figures are made up for tests. In 2024 boarders were paid {{ figure("2024-aid-paid") }}; {{ figure("2024-aid-recipients") }} were helped.

## What changed {#what-changed}

In 2015 it was {{ figure("2015-aid-paid") }} at {{ figure("2015-aid-rate") }}; in 2024 the rate is {{ figure("2024-aid-rate") }}.
""",
}

if __name__ == "__main__":
    print(make(Path(sys.argv[1])))  # noqa: T201 - a script
