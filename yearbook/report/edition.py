"""One publisher's year in one language: what every part of the printed paper is written from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yearbook.calls import pieces
from yearbook.model import (
    NOT_APPLICABLE,
    TOTAL,
    Commitment,
    Derived,
    Observation,
    Package,
    Result,
    Verdict,
)
from yearbook.prose import TOPICS, Section, sections
from yearbook.words import Words

CHAPTERS = TOPICS
_SIGNS = {"*": "×", "/": "÷", "-": "−", "<=": "≤"}


@dataclass(frozen=True, slots=True)
class Edition:
    """A result, a year and a language; `edition("symbols")` is a wording of the paper."""

    result: Result
    year: int
    words: Words

    def __call__(self, key: str, **values: object) -> str:
        """Return a wording of the section `report`."""
        return self.words(f"report.{key}", **values)

    @property
    def package(self) -> Package:
        """The package the paper is made from."""
        return self.result.package

    @property
    def rows(self) -> tuple[Observation, ...]:
        """Every row about the year, those without a value too."""
        return tuple(self.package.in_year(self.year))

    @property
    def promised(self) -> tuple[Commitment, ...]:
        """What was promised in the year."""
        return tuple(each for each in self.package.commitments if each.year == self.year)

    @property
    def facts(self) -> tuple[Observation, ...]:
        """The year's figures that have a value, in the order of the chapters and of their files."""
        found = [each for each in self.rows if each.quantity]
        return tuple(sorted(found, key=lambda each: CHAPTERS.index(each.table)))

    @property
    def derived(self) -> tuple[Derived, ...]:
        """What was computed for this year, or refused."""
        return tuple(each for each in self.result.derived.values() if each.year == self.year)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts of relations in which a figure of this year stands."""
        facts = self.package.observations
        ours = (
            each
            for each in self.result.verdicts
            if any(facts[name].year == self.year for name in each.inputs)
        )
        return tuple(ours)

    @property
    def prose(self) -> Mapping[str, Section]:
        """The publisher's own words about the year, by section."""
        text = self.package.prose.get((self.year, self.words.language), "")
        return {each.id: each for each in sections(text)}

    def paragraphs(self, text: str) -> list[str]:
        """Return prose as plain paragraphs, its calls replaced by the figures they name."""
        filled = "".join(each.text for each in pieces(text, self.result, self.words))
        return [" ".join(each.split()) for each in re.split(r"\n\s*\n", filled) if each.strip()]

    def of(self, table: str) -> tuple[Observation, ...]:
        """Return the year's figures of one chapter."""
        return tuple(each for each in self.facts if each.table == table)

    def leads(self, facts: Iterable[Observation]) -> tuple[Observation, ...]:
        """Return the figures that are about the whole publisher, the broadest first."""
        whole = [each for each in facts if not self._narrowing(each) and each.status != "standard"]
        return tuple(
            sorted(whole, key=lambda each: (each.school, each.stage, each.group).count(NOT_APPLICABLE))
        )

    def label(self, figure: Observation | Derived) -> str:
        """Return what a figure is, in words."""
        return self.words.label(figure, self.package)

    def figure(self, figure: Observation | Derived) -> str:
        """Return a figure with its unit, or that the source does not state it."""
        if figure.quantity is None:
            return self.words("absent.not_stated")
        return self.words.figure(figure.quantity, self.package.indicators[figure.indicator], self.package)

    def named(self, figure: Observation) -> str:
        """Return a figure with its label in front, and its status where it is money."""
        status = self.words(f"status.{figure.status}") if self.is_money(figure) else ""
        pattern = "item_of_money" if status else "item"
        return self(pattern, label=self.label(figure), figure=self.figure(figure), status=status)

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts of a sentence one after the other."""
        return self("joint").join(parts)

    def is_money(self, figure: Observation | Derived) -> bool:
        """Whether a figure is an amount of money, not a rate a head."""
        return self.package.indicators[figure.indicator].unit == "CNY"

    def nature(self, figure: Observation) -> str:
        """Return the nature of the money a figure's programme gives, empty without one."""
        programme = self.package.programmes.get(figure.programme)
        is_money = self.package.indicators[figure.indicator].unit.startswith("CNY")
        return programme.kind if programme and is_money and programme.kind != "none" else ""

    def equation(self, terms: str) -> str:
        """Return a formula with every id replaced by its figure: 26所 = 10所 + 16所."""
        facts = self.package.observations
        return " ".join(
            self.figure(facts[each]) if each in facts else _SIGNS.get(each, each) for each in terms.split()
        )

    def _narrowing(self, fact: Observation) -> list[str]:
        broad = {TOTAL, NOT_APPLICABLE, self.package.place}
        return [code for code in fact.codes if code not in broad]


@dataclass(frozen=True, slots=True)
class Span(Edition):
    """An edition over all years of a publisher; `year` is the last."""

    @property
    def rows(self) -> tuple[Observation, ...]:
        """Every row of every year."""
        return tuple(self.package.observations.values())

    @property
    def promised(self) -> tuple[Commitment, ...]:
        """Everything promised."""
        return self.package.commitments

    @property
    def derived(self) -> tuple[Derived, ...]:
        """What was computed, or refused."""
        return tuple(self.result.derived.values())

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every verdict."""
        return self.result.verdicts
