"""Two packages set against each other, row by row of the same id, and the least version that asks for.

The steps of versions are those of the recipe "Data Package version" of the Data Package standard
(datapackage.org/recipes/data-package-version).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from yearbook.model import DIMENSIONS, FACT_TABLES
from yearbook.record import Row, tables_in

Step = Literal["major", "minor", "patch", ""]
# What makes a figure this figure: an id that means something else in one of these has been used again.
IDENTITY = ("indicator", *DIMENSIONS, "year")
_DESCRIPTOR = "datapackage.json"
_TIGHT = ("type", "format")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is another in the later package.

    `cells` are (table, row, column, old, new); `added` and `removed` are rows as `table/id`; `gone` and
    `reused` are released figures no longer there, or about something else; `texts` are other files; `columns`
    says whether a column or its type changed, `resources` whether a table was added.
    """

    cells: tuple[tuple[str, str, str, str, str], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    gone: tuple[str, ...]
    reused: tuple[str, ...]
    texts: tuple[str, ...]
    columns: bool
    resources: bool

    @property
    def step(self) -> Step:
        """The least step: major for columns and deleted rows, minor for new rows, patch for the rest."""
        if self.columns or self.removed or self.gone or self.reused:
            return "major"
        if self.added or self.resources:
            return "minor"
        return "patch" if self.cells or self.texts else ""


def difference(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Difference:
    """Return what differs between the files of two packages; against nothing, everything was added."""
    before, after = tables_in(old), tables_in(new)
    facts_before, facts_after = (_facts(each) for each in (before, after))
    pairs = sorted(
        (table, row)
        for table in before.keys() & after.keys()
        for row in before[table].keys() & after[table].keys()
    )
    cells = chain.from_iterable(_cells(table, row, before, after) for table, row in pairs)
    return Difference(
        cells=tuple(cells),
        added=_only_in(after, before),
        removed=tuple(each for each in _only_in(before, after) if each.partition("/")[0] not in FACT_TABLES),
        gone=tuple(sorted(facts_before.keys() - facts_after.keys())),
        reused=tuple(
            sorted(
                each
                for each in facts_before.keys() & facts_after.keys()
                if facts_before[each] != facts_after[each]
            )
        ),
        texts=tuple(_texts(old, new)),
        columns=_columns_changed(old, new),
        resources=bool(after.keys() - before.keys()),
    )


def _facts(tables: Mapping[str, Mapping[str, Row]]) -> dict[str, tuple[str, ...]]:
    return {
        figure: (table, *(row.get(column, "") for column in IDENTITY))
        for table in FACT_TABLES
        for figure, row in tables.get(table, {}).items()
    }


def _cells(
    table: str, row: str, before: Mapping[str, Mapping[str, Row]], after: Mapping[str, Mapping[str, Row]]
) -> Iterator[tuple[str, str, str, str, str]]:
    old, new = before[table][row], after[table][row]
    for column in new:
        if column in old and old[column] != new[column]:
            yield table, row, column, old[column], new[column]


def _only_in(
    here: Mapping[str, Mapping[str, Row]], there: Mapping[str, Mapping[str, Row]]
) -> tuple[str, ...]:
    rows = (f"{table}/{row}" for table in here for row in here[table] if row not in there.get(table, {}))
    return tuple(sorted(rows))


def _texts(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[str]:
    """The files that are no table and differ; of the descriptor, more than its version and its day."""
    tables = {each["path"] for files in (old, new) for each in _resources(files)}
    for path in sorted(old.keys() | new.keys()):
        if path == _DESCRIPTOR:
            if _stated(old) != _stated(new):
                yield path
        elif path not in tables and old.get(path) != new.get(path):
            yield path


def _stated(files: Mapping[str, bytes]) -> dict[str, Any]:
    return {**_descriptor(files), "version": "", "created": ""}


def _descriptor(files: Mapping[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files[_DESCRIPTOR].decode("utf-8-sig")) if _DESCRIPTOR in files else {}
    return found


def _resources(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _descriptor(files).get("resources", [])
    return found


def _columns_changed(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> bool:
    """Whether a table of before is gone, or has other columns, types or stricter rules."""
    after = {each["name"]: _columns(each) for each in _resources(new)}
    for each in _resources(old):
        was, now = _columns(each), after.get(each["name"])
        if now is None or [name for name, *_ in was] != [name for name, *_ in now]:
            return True
        if any(a[1] != b[1] or not _is_looser(a[2], b[2]) for a, b in zip(was, now, strict=True)):
            return True
    return False


def _columns(resource: dict[str, Any]) -> list[tuple[str, tuple[Any, ...], dict[str, Any]]]:
    return [
        (each["name"], tuple(each.get(key) for key in _TIGHT), each.get("constraints", {}))
        for each in resource["schema"]["fields"]
    ]


def _is_looser(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether every value allowed before still is: a rule may go, and an enum may grow."""
    return all(
        set(old[key]) <= set(rule) if key == "enum" and key in old else old.get(key) == rule
        for key, rule in new.items()
    )
