"""A publisher at first sight: one number, and the questions of a citizen answered in a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from yearbook.compare import Series, series_of, unlike
from yearbook.model import NOT_APPLICABLE, TOTAL, UNSTATED, Chart, Observation, Package, Result
from yearbook.pages.views import first_paragraph, prose_sections
from yearbook.prose import ANSWERS, NARRATIVE, TOPICS, Section
from yearbook.words import Words

_MOST_SOURCES = 3
# The charts of the record itself, by the answer they belong to.
_DRAWN = {"promised": "promises-by-due-date", "adds-up": "relations-by-verdict"}
_NOBODY = frozenset({TOTAL, NOT_APPLICABLE, UNSTATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a publisher's first screen shows; a figure's id is empty where there is none.

    `people` says whom the money reached, `sources` where it came from, `before` is the lead of the year
    before, `unlike` why it must not be compared (a key of `refused`), `outcomes` what became of the promises.
    """

    result: Result
    year: int
    lead: str
    people: str
    sources: tuple[str, ...]
    before: str
    unlike: str
    outcomes: tuple[tuple[str, int], ...]
    answers: tuple[Section, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A section of a year in words: the paragraph that answers, the chart that shows it, and the rest."""

    section: Section
    answer: str
    chart: Chart | None
    more: str


def card(result: Result, words: Words, charts: Iterable[Chart]) -> Card:
    """Return the first sight of a publisher: the latest year whose prose says how much, or its last one."""
    return sight(result, _year_that_answers(result.package, words), words, charts)


def sight(result: Result, year: int, words: Words, charts: Iterable[Chart]) -> Card:
    """Return the first sight of one year of a publisher."""
    package = result.package
    answers = _answers(package, year, words)
    lead = _lead(package, year, answers, words)
    fact = package.observations.get(lead)
    line = _line_of(fact, result) if fact else None
    before = _before(fact, line) if fact and line else None
    return Card(
        result=result,
        year=year,
        lead=lead,
        people=_people(fact, answers, package) if fact else "",
        sources=_sources(fact, package) if fact else (),
        before=before.id if before else "",
        unlike=unlike(before, fact) if before and fact else "",
        outcomes=_outcomes(package),
        answers=tuple(answers[name] for name in ANSWERS if name in answers),
        chart=_about(lead, year, package, charts),
    )


def _year_that_answers(package: Package, words: Words) -> int:
    for year in reversed(package.years):
        if _says_how_much(_answers(package, year, words)):
            return year
    return package.years[-1] if package.years else 0


def _answers(package: Package, year: int, words: Words) -> dict[str, Section]:
    return {each.id: each for each in prose_sections(package, year, words) if each.id in ANSWERS}


def _says_how_much(answers: dict[str, Section]) -> bool:
    return "how-much" in answers and bool(answers["how-much"].figures)


def _lead(package: Package, year: int, answers: dict[str, Section], words: Words) -> str:
    """What the prose names first of how much, else of its first topic, else the broadest figure there is."""
    if _says_how_much(answers):
        return answers["how-much"].figures[0]
    found = {each.id: each for each in prose_sections(package, year, words)}
    named = (each for topic in TOPICS if topic in found for each in found[topic].figures)
    own = next((each for each in named if _is_of(each, year, package)), "")
    if own:
        return own
    given = [each for each in package.in_year(year) if each.quantity]
    given.sort(key=lambda each: not package.is_whole(each))
    return given[0].id if given else ""


def _is_of(figure: str, year: int, package: Package) -> bool:
    fact = package.observations.get(figure)
    return fact is not None and fact.year == year and fact.quantity is not None


def _people(lead: Observation, answers: dict[str, Section], package: Package) -> str:
    """The persons or person-times that the answer names beside its number."""
    named = answers["how-much"].figures if "how-much" in answers else ()
    known = (package.observations[each] for each in named if each in package.observations)
    counted = (each.id for each in known if package.indicators[each.indicator].unit == "count")
    return next((each for each in counted if each != lead.id), "")


def _sources(lead: Observation, package: Package) -> tuple[str, ...]:
    """The same money by source of funding, the largest first; those that no source states come last."""
    same = [
        each
        for each in package.in_year(lead.year, lead.table)
        if each.indicator == lead.indicator
        and each.status == lead.status
        and each.funding not in _NOBODY
        and each.codes[:-1] == lead.codes[:-1]
    ]
    first: dict[str, Observation] = {}
    for each in same:
        first.setdefault(each.funding, each)
    ordered = sorted(first.values(), key=lambda each: -each.quantity.value if each.quantity else 1)
    return tuple(each.id for each in ordered[:_MOST_SOURCES])


def _line_of(fact: Observation, result: Result) -> Series | None:
    lines = series_of(result)
    return next((each for each in lines if any(point.figure is fact for point in each.points)), None)


def _before(fact: Observation, line: Series) -> Observation | None:
    """The printed figure of the last year before, of the same thing."""
    earlier = [each.figure for each in line.points if each.year < fact.year]
    return earlier[-1] if earlier and isinstance(earlier[-1], Observation) else None


def _outcomes(package: Package) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(each.outcome for each in package.commitments).most_common())


def _about(figure: str, year: int, package: Package, charts: Iterable[Chart]) -> Chart | None:
    """Return the first chart of a year that shows a figure."""
    own = (each for each in charts if (each.publisher, each.year) == (package.id, year))
    return next((each for each in own if figure in each.figures), None)


def told(result: Result, year: int, words: Words, charts: Iterable[Chart]) -> tuple[Told, ...]:
    """Return the answers of a year in their order: first how much, with the chart that shows the number."""
    charts = tuple(each for each in charts if each.year == year)
    drawn = {name: next((each for each in charts if each.id == own), None) for name, own in _DRAWN.items()}
    found = []
    for section in prose_sections(result.package, year, words):
        if section.id not in (*TOPICS, *NARRATIVE):
            answer, _, more = section.text.partition("\n\n")
            chart = drawn.get(section.id)
            if section.id == "how-much" and section.figures:
                chart = _about(section.figures[0], year, result.package, charts)
            found.append(Told(section=section, answer=answer, chart=chart, more=more))
    return tuple(found)


def said_first(card: Card) -> str:
    """Return the paragraph of the publisher's own words that says how much; empty where there is none."""
    return next((first_paragraph(each.text) for each in card.answers if each.id == "how-much"), "")
