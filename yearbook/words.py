"""Languages: numbers, labels, dates and findings put into words; a language is one file in `words/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from yearbook.interval import Interval
from yearbook.model import (
    DIMENSIONS,
    NOT_APPLICABLE,
    TOTAL,
    UNSTATED,
    Derived,
    Finding,
    Indicator,
    Observation,
    Package,
    Quantity,
    Text,
)


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit of counting such as 万 or million, used from its own size up, with few decimals."""

    factor: Decimal
    word: str
    decimals: int
    keeps_zeros: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language: `words("site.home")` is a wording, the methods put values into words."""

    language: str
    catalogue: Mapping[str, Any]
    scales: tuple[Scale, ...]

    def __call__(self, key: str, **values: object) -> str:
        """Return the wording under a dotted key, `{names}` filled in; KeyError when there is none."""
        found: Any = self.catalogue
        for part in key.split("."):
            found = found[part]
        if not isinstance(found, str):
            raise KeyError(f"{key} is no wording in words/{self.language}.toml")
        return found.format(**values) if values else found

    def number(self, quantity: Quantity, indicator: Indicator) -> str:
        """Return the number alone, hedged as its source hedged it: 200余万, more than 2 million."""
        return self._hedge(quantity, indicator, before="", after="")

    def figure(self, quantity: Quantity, indicator: Indicator, package: Package) -> str:
        """Return the number with its unit: 295万元, RMB 2.95 million, 1,916 person-times."""
        measure = self._measure_word(quantity, indicator, package)
        before = self(f"units.{indicator.unit}.before")
        after = self(f"units.{indicator.unit}.after", measure=measure)
        return self._hedge(quantity, indicator, before=before, after=after)

    def unit(self, indicator: Indicator, package: Package) -> str:
        """Return the unit for a table's head: 元, persons."""
        if indicator.unit == "count":
            return _plural(package.codes[("counting_unit", indicator.counting_unit)][self.language])
        return self(f"units.{indicator.unit}.name")

    def cell(self, quantity: Quantity, indicator: Indicator) -> str:
        """Return the number for a table cell: every digit, separators, no unit, hedge kept."""
        whole = () if indicator.unit != "ratio" else self.scales
        return replace(self, scales=whole).number(quantity, indicator)

    def interval(self, interval: Interval, indicator: Indicator) -> str:
        """Return an interval in mathematical form: [926,500, 927,500)."""
        factor = 100 if indicator.unit == "ratio" else 1
        if interval.is_point and interval.low is not None:
            return self._end(interval.low, factor)
        low = "−∞" if interval.low is None else self._end(interval.low, factor)
        high = "+∞" if interval.high is None else self._end(interval.high, factor)
        opening = "(" if interval.low_open or interval.low is None else "["
        closing = ")" if interval.high_open or interval.high is None else "]"
        return f"{opening}{low}, {high}{closing}"

    def label(self, figure: Observation | Derived, package: Package) -> str:
        """Return what a figure is, in words: 学生数（中学）, students (secondary schools)."""
        if isinstance(figure, Derived):
            return figure.label[self.language]
        name = package.indicators[figure.indicator].label[self.language]
        shown = [each for each in reversed(DIMENSIONS) if (each, figure.place) != ("place", package.place)]
        parts = [self.code(each, getattr(figure, each), package) for each in shown]
        parts = [
            part
            for part in parts
            if part not in ("", name) and not any(part in other for other in parts if other != part)
        ]
        return self("patterns.label", name=name, parts=self("patterns.joint").join(parts)) if parts else name

    def code(self, dimension: str, code: str, package: Package) -> str:
        """Return the label of a dimension's code; empty for the total and the not applicable."""
        if code in (TOTAL, NOT_APPLICABLE):
            return ""
        if code == UNSTATED:
            return self("codes.unstated")
        look_up = {"place": package.places, "school": package.schools, "programme": package.programmes}
        if dimension in look_up:
            return look_up[dimension][code].label[self.language]
        return package.codes[(dimension, code)][self.language]

    def date(self, day: date) -> str:
        """Return a date in words: 2018年5月4日, 4 May 2018."""
        return self(
            "patterns.date",
            year=day.year,
            month=day.month,
            day=day.day,
            month_name=self(f"months.m{day.month}"),
        )

    def small(self, count: int) -> str:
        """Return a small whole number in words, a larger one in digits: 四, four, 20."""
        named = self("prose.numbers").split()
        return named[count] if count < len(named) else str(count)

    def pick(self, text: Text) -> str:
        """Return a package's own wording in this language."""
        return text[self.language]

    def finding(self, finding: Finding) -> tuple[str, str, str, str]:
        """Return a finding in words: where it is, what stands there, why it matters, what to do."""
        values = dict(finding.details) | {"figures": self("patterns.list").join(finding.figures)}
        place = finding.where
        path = "/".join(part for part in (place.publisher, place.file) if part)
        where = [path] if path else []
        where += [self("patterns.row", row=place.row)] if place.row else []
        where += [self("patterns.position", position=place.position)] if place.position else []
        where += [self("patterns.column", column=place.column)] if place.column else []
        what, why, do = (self(f"findings.{finding.code}.{part}", **values) for part in ("what", "why", "do"))
        return self("patterns.where").join(where), what, why, do

    def _hedge(self, quantity: Quantity, indicator: Indicator, *, before: str, after: str) -> str:
        digits, scale = self._digits(quantity, indicator)
        # 余 stands after the unit of a one-digit number (3万余) and before it otherwise (200余万).
        small = "_small" if quantity.qualifier == "more_than" and scale and len(digits) == 1 else ""
        pattern = f"qualifiers.{quantity.qualifier}{small}"
        return self(pattern, before=before, digits=digits, scale=scale, after=after)

    def _digits(self, quantity: Quantity, indicator: Indicator) -> tuple[str, str]:
        if indicator.unit == "ratio":
            return _grouped(quantity.value * 100, _decimals(quantity.resolution * 100)), "%"
        for scale in self.scales:
            decimals = _decimals(quantity.resolution / scale.factor)
            if abs(quantity.value) >= scale.factor and decimals <= scale.decimals:
                digits = _grouped(quantity.value / scale.factor, decimals)
                return (digits if scale.keeps_zeros else _trimmed(digits)), scale.word
        return _grouped(quantity.value, _decimals(quantity.resolution)), ""

    def _measure_word(self, quantity: Quantity, indicator: Indicator, package: Package) -> str:
        if indicator.counting_unit == NOT_APPLICABLE:
            return ""
        label = package.codes[("counting_unit", indicator.counting_unit)][self.language]
        singular, _, plural = label.partition("|")
        return singular if quantity.value == 1 and quantity.is_exact else plural or singular

    def _end(self, value: Fraction, factor: int) -> str:
        digits = Decimal((value * factor).numerator) / Decimal((value * factor).denominator)
        return _trimmed(_grouped(digits, 4)) + ("%" if factor == 100 else "")


def read_words(folder: Path) -> tuple[Words, ...]:
    """Return every language in a folder, Chinese first."""
    files = sorted(folder.glob("*.toml"), key=lambda file: (file.stem != "zh", file.stem))
    return tuple(_read(file) for file in files)


def _read(file: Path) -> Words:
    catalogue = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    scales = tuple(
        Scale(Decimal(each["factor"]), each["word"], each["decimals"], each["keeps_zeros"])
        for each in catalogue["scales"]
    )
    return Words(language=file.stem, catalogue=catalogue, scales=scales)


def _decimals(resolution: Decimal) -> int:
    """How many digits stand after the point when numbers are printed this finely."""
    return max(0, -resolution.normalize().as_tuple().exponent)  # type: ignore[operator]


def _grouped(value: Decimal, decimals: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _plural(label: str) -> str:
    return label.rpartition("|")[2]
