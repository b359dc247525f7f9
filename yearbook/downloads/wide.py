"""All figures for people: a line a figure, a column a year, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yearbook.downloads.csv_files import csv_rows
from yearbook.model import Observation, Package
from yearbook.vocabulary import unit_of
from yearbook.words import Words

_BEFORE, _AFTER = ("table", "figure", "unit", "status", "period_kind"), ("series", "notes", "sources", "ids")
# What separates items in a cell, here as in the tables of a package.
_BETWEEN = " | "

_Key = tuple[object, ...]


def by_year_of(package: Package, words: Words) -> bytes:
    """Return the figures of a publisher as CSV, a row what is the same in all but its year.

    A plain number stands in the base unit; a hedged one is put into words, so that no bound is added up; an
    absent one says why; an empty cell means that nothing is known of that year. Where one year has several
    figures (of several sources), the others follow in rows of their own. Notes, sources and ids end each row.
    """
    years = sorted({each.year for each in package.observations.values()})
    head = [words(f"downloads.by_year.{name}") for name in _BEFORE]
    head += [str(year) for year in years]
    head += [words(f"downloads.by_year.{name}") for name in _AFTER]
    return csv_rows(head, (_row(each.by_year, years, package, words) for each in _lines(package)))


@dataclass(frozen=True, slots=True)
class _Line:
    by_year: dict[int, Observation] = field(default_factory=dict)


def _lines(package: Package) -> Iterator[_Line]:
    """Yield the lines in the order in which their first figures stand in the files."""
    found: dict[_Key, list[_Line]] = {}
    for fact in package.observations.values():
        key = (fact.table, fact.indicator, fact.codes, fact.status, fact.period_kind, fact.series)
        lines = found.setdefault(key, [])
        free = next((each for each in lines if fact.year not in each.by_year), None)
        if free is None:
            lines.append(free := _Line())
        free.by_year[fact.year] = fact
    return (line for lines in found.values() for line in lines)


def _row(facts: Mapping[int, Observation], years: list[int], package: Package, words: Words) -> list[str]:
    ordered = [facts[year] for year in years if year in facts]
    first = ordered[0]
    sources = dict.fromkeys(words.pick(package.sources[each.source].title) for each in ordered)
    return [
        words(f"tables.{first.table}"),
        words.label(first, package),
        unit_of(first.indicator, words, package),
        words(f"status.{first.status}"),
        words(f"period_kind.{first.period_kind}"),
        *(_cell(facts.get(year), package, words) for year in years),
        first.series,
        _BETWEEN.join(f"{each.year}: {words.pick(each.note)}" for each in ordered if each.note),
        _BETWEEN.join(sources),
        _BETWEEN.join(each.id for each in ordered),
    ]


def _cell(fact: Observation | None, package: Package, words: Words) -> str:
    if fact is None:
        return ""
    if fact.quantity is None:
        return words(f"absent.{fact.absent}")
    if fact.quantity.is_exact:
        return f"{fact.quantity.value:f}"
    return words.cell(fact.quantity, package.indicators[fact.indicator])
