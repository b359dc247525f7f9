"""The columns of a table against those of the form, in a header or in a descriptor."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from yearbook.preflight.plain import Problem, problem, shown


def column_findings(expected: Sequence[str], given: Sequence[str], table: str) -> Iterator[Problem]:
    """Yield how the columns given differ from those of the form; a slip in a name is said once."""
    meant = {name: _nearest(name, expected) for name in given if name not in expected}
    for name in expected:
        if name not in given and name not in meant.values():
            yield problem("column_missing", table=table, name=name)
    for name, nearest in meant.items():
        if nearest and nearest not in given:
            yield problem("column_unknown_near", table=table, name=shown(name), suggestion=nearest)
        else:
            yield problem("column_unknown", table=table, name=shown(name))
    for name in dict.fromkeys(given):
        if name in expected and given.count(name) > 1:
            yield problem("column_twice", table=table, name=name)
    if sorted(expected) == sorted(given) and list(expected) != list(given):
        name, other = next(pair for pair in zip(expected, given, strict=True) if pair[0] != pair[1])
        yield problem("column_order", table=table, name=name, found=other)


def _nearest(name: str, expected: Sequence[str]) -> str:
    return next(iter(difflib.get_close_matches(name.strip().lower()[:60], expected, n=1)), "")
