"""Tables in the form of a yearbook, as data for the template: rows, columns by role, marks and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from yearbook.errors import FormulaError
from yearbook.formula import Expression, Figure, Operation, parse_equation
from yearbook.model import DIMENSIONS, Derived, Observation, Relation
from yearbook.report.edition import Edition

Block = dict[str, Any]
Cell = str | dict[str, str]

_NUMBER = re.compile(r"(\D*[\d,]+)(.*)", re.DOTALL)


def table(
    title: str, columns: Iterable[tuple[str, str]], rows: Iterable[Sequence[Cell]], **more: object
) -> Block:
    """Return a table block: columns as (role, heading), the cells of each row in their order."""
    heads = [{"role": role, "title": heading} for role, heading in columns]
    return {
        "kind": "table",
        "title": title,
        "columns": heads,
        "rows": list(rows),
        "unit": "",
        "notes": [],
    } | more


def text(*paragraphs: str) -> list[Block]:
    """Return paragraphs as blocks, empty ones left out."""
    return [{"kind": "text", "text": each} for each in paragraphs if each]


def number(words: str) -> dict[str, str]:
    """Return a number cut behind its last whole digit, so that the template can align whole digits."""
    found = _NUMBER.fullmatch(words)
    return {"whole": found[1], "rest": found[2]} if found else {"whole": words, "rest": ""}


def figures_table(edition: Edition, title: str, facts: Sequence[Observation]) -> Block:
    """Return figures as a yearbook prints them: parts under their whole, unit, kind, wording, notes.

    A column that would say the same in every row is said once, above or under the table.
    """
    rows = list(_nested(facts, wholes(edition), None, 0))
    notes = _numbered(edition, [fact for fact, _, _ in rows])
    units = {fact.id: _unit(edition, fact) for fact in facts}
    kinds = {fact.id: _kind(edition, fact) for fact in facts}
    columns = {"label": "indicator", "number": "value"}
    columns |= {"unit": "unit"} if len(set(units.values())) > 1 else {}
    columns |= {"kind": "kind"} if len(set(kinds.values())) > 1 else {}
    columns |= {"printed": "printed"}
    cells: list[dict[str, Cell]] = [
        {
            "label": _label(edition, fact, whole, depth, notes),
            "number": number(_value(edition, fact)),
            "unit": units[fact.id],
            "kind": kinds[fact.id],
            "printed": fact.printed,
        }
        for fact, whole, depth in rows
    ]
    unit = "" if "unit" in columns else edition("unit_line", unit=next(iter(units.values())))
    same_kind = [] if "kind" in columns else [edition("same_kind", kind=next(iter(kinds.values())))]
    return _by_role(edition, title, columns, cells, unit=unit, notes=same_kind + _marked(edition, notes))


def derived_table(edition: Edition, title: str, derived: Sequence[Derived]) -> Block:
    """Return computed figures with the formula each was computed by."""
    columns = {"label": "indicator", "number": "value", "unit": "unit", "text": "formula"}
    if not any(_unit(edition, each) for each in derived):
        del columns["unit"]
    notes = _numbered(edition, derived)
    cells: list[dict[str, Cell]] = [
        {
            "label": {"text": edition.label(each), "depth": "0", "mark": _mark(each, edition, notes)},
            "number": number(_value(edition, each)),
            "unit": _unit(edition, each),
            "text": edition.equation(each.formula),
        }
        for each in derived
    ]
    return _by_role(edition, title, columns, cells, notes=_marked(edition, notes))


def _by_role(
    edition: Edition,
    title: str,
    columns: Mapping[str, str],
    cells: Iterable[Mapping[str, Cell]],
    **more: object,
) -> Block:
    heads = [(role, edition(f"columns.{heading}")) for role, heading in columns.items()]
    return table(title, heads, [[row[role] for role in columns] for row in cells], **more)


def _marked(edition: Edition, notes: Mapping[str, str]) -> list[str]:
    return [edition("numbered_note", mark=mark, note=note) for note, mark in notes.items()]


def _value(edition: Edition, figure: Observation | Derived) -> str:
    assert figure.quantity is not None
    return edition.words.cell(figure.quantity, edition.package.indicators[figure.indicator])


def _unit(edition: Edition, figure: Observation | Derived) -> str:
    indicator = edition.package.indicators[figure.indicator]
    # A ratio carries its % with it.
    return "" if indicator.unit == "ratio" else edition.words.unit(indicator, edition.package)


def _kind(edition: Edition, fact: Observation) -> str:
    """Return what kind of number it is: nature of the money, status, period."""
    words, nature = edition.words, edition.nature(fact)
    parts = [words(f"nature.{nature}")] if nature else []
    parts += [words(f"status.{fact.status}"), words(f"period_kind.{fact.period_kind}")]
    return words("patterns.list").join(parts)


def _label(
    edition: Edition, fact: Observation, whole: Observation | None, depth: int, notes: Mapping[str, str]
) -> dict[str, str]:
    own = _difference(edition, fact, whole) if whole else ""
    label = edition("of_which", label=own or edition.label(fact)) if whole else edition.label(fact)
    return {"text": label, "depth": str(depth), "mark": _mark(fact, edition, notes)}


def _difference(edition: Edition, part: Observation, whole: Observation) -> str:
    differing = [name for name in reversed(DIMENSIONS) if getattr(part, name) != getattr(whole, name)]
    codes = [edition.words.code(name, getattr(part, name), edition.package) for name in differing]
    return edition.words("patterns.joint").join(code for code in codes if code)


def _mark(figure: Observation | Derived, edition: Edition, notes: Mapping[str, str]) -> str:
    return notes.get(edition.words.pick(figure.note), "") if figure.note else ""


def _numbered(edition: Edition, figures: Iterable[Observation | Derived]) -> dict[str, str]:
    """Each different note with its mark, in the order in which the table needs them."""
    notes = dict.fromkeys(edition.words.pick(each.note) for each in figures if each.note)
    return {note: edition("mark", number=at) for at, note in enumerate(notes, 1)}


# Which figure stands under which: only a part (其中) the package itself declares, and of the same thing.


def wholes(edition: Edition) -> dict[str, str]:
    """Return the whole of each part; a part named in two relations stays under the first."""
    found: dict[str, str] = {}
    facts = edition.package.observations
    for relation in edition.package.relations:
        for part, whole in part_and_whole(relation):
            if facts[part].indicator == facts[whole].indicator:
                found.setdefault(part, whole)
    return found


def part_and_whole(relation: Relation) -> Iterator[tuple[str, str]]:
    """Yield each part with its whole, as ids, where a relation is a whole sum or puts one into another."""
    try:
        equation = parse_equation(relation.terms)
    except FormulaError:
        return
    left, right = equation.left, equation.right
    if relation.kind == "sum" and relation.exhaustive and isinstance(left, Figure):
        yield from ((part, left.id) for part in _summands(right))
    if relation.kind == "subset" and isinstance(left, Figure) and isinstance(right, Figure):
        yield left.id, right.id


def _summands(expression: Expression) -> tuple[str, ...]:
    """Return the ids of a plain sum; none when anything else than figures and plus signs stands in it."""
    if isinstance(expression, Figure):
        return (expression.id,)
    if isinstance(expression, Operation) and expression.operator == "+":
        left, right = _summands(expression.left), _summands(expression.right)
        return left + right if left and right else ()
    return ()


def _nested(
    facts: Sequence[Observation], wholes: Mapping[str, str], under: Observation | None, depth: int
) -> Iterator[tuple[Observation, Observation | None, int]]:
    here = {fact.id for fact in facts}
    for fact in facts:
        whole = wholes.get(fact.id, "")
        if (whole == under.id) if under else (whole not in here):
            yield fact, under, depth
            yield from _nested(facts, wholes, fact, depth + 1)
