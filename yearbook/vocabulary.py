"""Codes and their labels: which section of `words/` names the codes of a column, and which look-up does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yearbook.model import DIMENSIONS, NOT_APPLICABLE, TOTAL, Package
from yearbook.words import Words

# Column, or table.column where one name has several meanings -> section of words/*.toml.
VOCABULARIES = {
    "status": "status",
    "qualifier": "qualifier",
    "period_kind": "period_kind",
    "absent": "absent",
    "measure": "measure",
    "nature": "nature",
    "outcome": "outcome",
    "verdict": "verdict",
    "refused": "refused",
    "relations.reason": "reason",
    "relations.kind": "relation_kind",
    "claims.kind": "claim_kind",
    "places.kind": "downloads.place_kind",
    "entities.kind": "entity",
    "unit": "downloads.unit",
    "setting": "setting",
    "completeness": "completeness",
    "dimension": "downloads.dimension",
    "change": "change",
}

_SPECIAL = {TOTAL: "downloads.special.total", NOT_APPLICABLE: "downloads.special.not_applicable"}


def labels_of(table: str, column: str, words: Words) -> Mapping[str, str]:
    """Return the labels of a column's codes in one language; empty for a column without a vocabulary."""
    section = VOCABULARIES.get(f"{table}.{column}") or VOCABULARIES.get(column)
    found: Any = words.catalogue if section else {}
    for part in section.split(".") if section else ():
        found = found[part]
    return dict(found)


def codes_of(table: str, column: str, words: Words) -> tuple[str, ...]:
    """Return the codes a column of ours may hold, in the order of `words/`."""
    return tuple(labels_of(table, column, words))


def has_label(table: str, column: str, words: Words) -> bool:
    """Whether the codes of a column have labels that a reader would miss."""
    return column in (*DIMENSIONS, "indicator", "source") or bool(labels_of(table, column, words))


def label_of(table: str, column: str, code: str, words: Words, package: Package) -> str:
    """Return the label of one cell's code in one language; empty for an empty cell."""
    if not code:
        return ""
    if code in _SPECIAL:
        return words(_SPECIAL[code])
    if column in DIMENSIONS:
        return words.code(column, code, package)
    if column == "indicator":
        return words.pick(package.indicators[code].label)
    if column == "source":
        return words.pick(package.sources[code].title)
    return labels_of(table, column, words)[code]


def in_words(table: str, column: str, cell: str, words: Words, package: Package) -> str:
    """Return a cell as people read it: a code by its label; any other, and a code long gone, as it stands."""
    if not cell or not has_label(table, column, words):
        return cell
    try:
        return label_of(table, column, cell, words, package)
    except LookupError:
        return cell


def unit_of(indicator: str, words: Words, package: Package) -> str:
    """Return the unit of an indicator's values as they stand in a file, in words."""
    unit = package.indicators[indicator].unit
    if unit == "count":
        return words.unit(package.indicators[indicator], package)
    # A share stands in the file as a fraction of one, so its unit here is not the % of the pages.
    return words(f"downloads.unit.{unit}")
