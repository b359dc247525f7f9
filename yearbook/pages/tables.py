"""All figures of a topic in one table, every year: what a reader filters, sorts and takes away."""

from __future__ import annotations

from dataclasses import dataclass

from yearbook.model import DIMENSIONS, Observation, Package
from yearbook.prose import TOPICS
from yearbook.words import Words

# What a column is called in the files to take away; the same names as in the published CSV.
_FIRST = ("label", "year", "value", "unit", "status", "period_kind")
_ORDER = (*_FIRST, "indicator", *DIMENSIONS, "printed", "source", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure: its cells by column, and its value in the base unit, empty where it has none."""

    figure: Observation
    cells: dict[str, str]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTable:
    """The columns that say something, in their order, and a row for each figure."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def topics_of(package: Package) -> tuple[str, ...]:
    """Return the topics a publisher has figures in."""
    held = {each.table for each in package.observations.values()}
    return tuple(each for each in TOPICS if each in held)


def topic_table(package: Package, topic: str, words: Words) -> TopicTable:
    """Return every figure of a topic; a column that is empty in every row is left out."""
    facts = (each for each in package.observations.values() if each.table == topic)
    rows = tuple(_row(each, package, words) for each in facts)
    columns = tuple(name for name in _ORDER if any(row.cells[name] for row in rows))
    return TopicTable(columns=columns, rows=rows)


def _row(fact: Observation, package: Package, words: Words) -> Row:
    indicator = package.indicators[fact.indicator]
    shown = (name for name in DIMENSIONS if (name, fact.place) != ("place", package.place))
    cells = dict.fromkeys(DIMENSIONS, "") | {
        name: words.code(name, getattr(fact, name), package) for name in shown
    }
    cells |= {
        "label": words.label(fact, package),
        "indicator": words.pick(indicator.label),
        "year": str(fact.year),
        "value": words.cell(fact.quantity, indicator) if fact.quantity else words(f"absent.{fact.absent}"),
        "unit": "" if indicator.unit == "ratio" else words.unit(indicator, package),
        "status": words(f"status.{fact.status}"),
        "period_kind": words(f"period_kind.{fact.period_kind}"),
        "printed": fact.printed,
        "source": words.pick(package.sources[fact.source].title),
        "note": words.pick(fact.note) if fact.note else "",
    }
    value = f"{fact.quantity.value.normalize():f}" if fact.quantity else ""
    return Row(figure=fact, cells=cells, value=value)
