"""What several topics draw alike: bars by kind of period, and figures over the years."""

from __future__ import annotations

from collections.abc import Sequence

from charts.drawing import Bars, Block, Columns, Drawing, Heading, Line, Mark, finish
from charts.view import View, by_size, given
from yearbook.model import Derived, Observation


def finished(
    view: View,
    title: str,
    blocks: Sequence[Block],
    facts: Sequence[Observation | Derived],
    notes: tuple[str, ...] = (),
    subtitle: str = "",
    also: tuple[str, ...] = (),
) -> Drawing:
    """Return a drawing with subtitle, source, description and figures made from the facts it shows.

    `also` are figures a label quotes without a mark of their own.
    """
    ids = tuple(each.id for each in facts)
    drawing = Drawing(
        title=title,
        subtitle=subtitle or view.subtitle(facts),
        blocks=tuple(blocks),
        notes=notes,
        source=view.source(ids),
    )
    return finish(drawing, view.words, (*ids, *also))


def title_of_two(view: View, marks: Sequence[Mark]) -> str:
    """Return a finding that claims no order, for bounds have none: the first two marks with their values."""
    said = (view.words("charts.patterns.value", label=each.label, value=each.value) for each in marks[:2])
    return view.words("charts.patterns.two").join(said)


def listed(view: View, facts: Sequence[Observation]) -> str:
    """Return parts with their numbers, for a title that has named the unit."""
    pairs = zip(view.labels(facts), facts, strict=True)
    said = (
        view.words("charts.patterns.number", label=label, number=view.number(fact)) for label, fact in pairs
    )
    return view.words("patterns.joint").join(said)


def bars_by_period(view: View, facts: Sequence[Observation]) -> tuple[list[Block], list[Mark]]:
    """Return bars on one scale, figures of one kind of period together; the year's own come first."""
    kinds = sorted({each.period_kind for each in facts}, key=lambda kind: (kind == "cumulative", kind))
    ordered = by_size(facts)
    marks = dict(zip((each.id for each in ordered), view.marks(ordered), strict=True))
    full = max(each.amount for each in marks.values())
    blocks: list[Block] = []
    for kind in kinds:
        blocks += [Heading(text=view.words(f"period_kind.{kind}"))] if len(kinds) > 1 else []
        blocks.append(
            Bars(marks=tuple(marks[each.id] for each in ordered if each.period_kind == kind), full=full)
        )
    return blocks, [mark for block in blocks if isinstance(block, Bars) for mark in block.marks]


def one_square(view: View, fact: Observation) -> tuple[str, ...]:
    """Return the note that says what one square is."""
    return (
        view.words("charts.patterns.one_square", unit=view.words.unit(view.indicator(fact), view.package)),
    )


def bound_keys(view: View, marks: Sequence[Mark]) -> tuple[str, ...]:
    """Return the notes that explain open ends, for the ends that are there."""
    ends = {each.end for each in marks}
    return tuple(view.words(f"charts.patterns.{end}") for end in ("beyond", "short") if end in ends)


def over_years(view: View, table: str) -> Drawing | None:
    """Return the stocks of a table over the years, drawn in the latest; a change of definition is a break."""
    if view.year != max(view.package.years, default=0):
        return None
    blocks: list[Block] = []
    shown: list[Observation] = []
    broken = False
    found = _series(view, table)
    for group in found:
        breaks = tuple(at for at in range(1, len(group)) if group[at].series != group[at - 1].series)
        blocks += [Heading(text=view.name(group[0])), _panel(view, group, breaks)]
        broken = broken or bool(breaks)
        shown += group
    if not shown:
        return None
    first, last = found[0][0], found[0][-1]
    values = {
        "label": view.name(first),
        "year": first.year,
        "then": view.number(first),
        "later": last.year,
        "now": view.number(last),
    }
    title = view.words(f"charts.over_years.title_{'broken' if broken else 'same'}", **values)
    subtitle = view.words("charts.over_years.subtitle", first=shown[0].year, last=view.year)
    notes = (view.words("charts.over_years.break"),) if broken else ()
    return finished(view, title, blocks, shown, notes, subtitle)


def _panel(view: View, group: list[Observation], breaks: tuple[int, ...]) -> Block:
    marks = tuple(_of_year(view, each, latest=each is group[-1]) for each in group)
    if len(marks) == 2 and breaks:
        return Columns(marks=marks, breaks=breaks)
    return Line(marks=marks, breaks=breaks)


def _of_year(view: View, fact: Observation, *, latest: bool) -> Mark:
    return view.mark(fact, view.words("charts.patterns.year", year=fact.year), "solid" if latest else "quiet")


def _series(view: View, table: str) -> list[list[Observation]]:
    """Figures of one kind in two years or more, the kinds with the largest figures first."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for fact in view.package.observations.values():
        indicator = view.package.indicators[fact.indicator]
        if fact.table == table and fact.quantity and indicator.measure == "stock" and fact.status == "actual":
            groups.setdefault((fact.indicator, *fact.codes), []).append(fact)
    several = [sorted(each, key=lambda fact: fact.year) for each in groups.values()]
    several = [
        each
        for each in several
        if len({fact.year for fact in each}) == len(each) > 1 and each[-1].year == view.year
    ]
    several.sort(key=lambda each: -given(each[-1]).value)
    # One panel an indicator: the widest of its figures stands for the rest.
    panels: dict[str, list[Observation]] = {}
    for each in several:
        panels.setdefault(each[0].indicator, each)
    return list(panels.values())[:3]
