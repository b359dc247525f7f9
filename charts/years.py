"""Figures over the years: lines, slopes and small panels, from what is comparable and no further."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from charts import findings
from charts.common import finished
from charts.drawing import Block, Columns, Drawing, Heading, Line, Mark, Panel, Panels, marks_of
from charts.view import View, given
from yearbook.compare import Point, Series, series_of
from yearbook.model import NOT_APPLICABLE, TOTAL, UNSTATED, Derived, Observation, Result

Keep = Callable[[View, Observation], bool]

_MOST_LINES, _MOST_PANELS, _A_LINE = 3, 8, 3
# What has happened; plans, rates, claims and what a source worked out itself make no line of what happened.
_HAPPENED = frozenset({"actual", "paid", "allocated", "applied"})
_ALL = (TOTAL, NOT_APPLICABLE)


def over_years(view: View, keep: Keep) -> Drawing | None:
    """Return up to three things as lines over the years; drawn in the last year that has one of them."""
    shown = _worth_drawing(_series(view, keep))
    if not shown or view.year != max(each.latest.year for each in shown):
        return None
    span = _span(view, shown)
    blocks: list[Block] = []
    for each in shown:
        blocks += [Heading(text=findings.name(view, each)), _block(view, each, span)]
    named = [(findings.name(view, each), each) for each in shown]
    notes = findings.notes(view, named, [mark for block in blocks for mark in marks_of(block)])
    return finished(
        view,
        findings.title(view, shown[0], findings.name(view, shown[0])),
        blocks,
        _figures(view, shown),
        notes,
        findings.subtitle(view, shown),
        form=_form(blocks),
    )


def panels_over_years(view: View, keep: Keep, dimension: str) -> Drawing | None:
    """Return one thing by the codes of a dimension as small lines on one scale, where three years have it.

    The thing taken is the one with the most to show. Where there are more than eight codes, those with the
    fewest years are left out; where that would be a choice among equals, nothing is drawn.
    """
    chosen = _by_code(view, _series(view, keep), dimension)
    if not chosen or view.year != max(each.latest.year for each in chosen.values()):
        return None
    span = _span(view, list(chosen.values()))
    named = [(findings.panel_name(view, each, dimension), each) for each in chosen.values()]
    panels = tuple(Panel(heading=name, line=_short(view, each, span)) for name, each in named)
    parts = [each for each in named if each[0] != view.words("charts.panels.total")]
    name, lead = max(parts, key=lambda each: findings.change(each[1]))
    label = view.words(
        "patterns.label", name=view.words.pick(view.indicator(lead.latest.observed).label), parts=name
    )
    marks = [mark for panel in panels for mark in panel.line.all]
    most = max(marks, key=lambda mark: mark.amount)
    notes = (
        view.words("charts.panels.scale", most=most.value),
        *findings.sums(view, named),
        *findings.notes(view, named, marks),
    )
    facts = _figures(view, list(chosen.values()))
    subtitle = findings.subtitle(view, list(chosen.values()), with_unit=True)
    title = findings.title(view, lead, label)
    return finished(view, title, [Panels(panels=panels)], facts, notes, subtitle, form="panels")


# Which series


class _TheSame:
    """A result as a key: it is equal to itself only, and its figures are not looked at."""

    def __init__(self, result: Result) -> None:
        self.result = result

    def __hash__(self) -> int:
        return id(self.result)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TheSame) and other.result is self.result


@lru_cache(maxsize=1)
def _all_series(of: _TheSame) -> tuple[Series, ...]:
    """The series of a result, worked out once for all its charts in all years."""
    return series_of(of.result)


def _series(view: View, keep: Keep) -> list[Series]:
    """Every series of the publisher's own place in more years than one that a chart asks for."""
    return [
        each
        for each in _all_series(_TheSame(view.result))
        if len(each.points) > 1 and _is_own(view, each.points[0].observed, keep)
    ]


def _is_own(view: View, fact: Observation, keep: Keep) -> bool:
    own = fact.place == view.package.place and fact.school in _ALL
    return own and fact.status in _HAPPENED and keep(view, fact)


def _worth_drawing(series: list[Series]) -> list[Series]:
    """One series an indicator, the one with the largest figures; the best known first, three at most."""
    widest: dict[str, Series] = {}
    for each in sorted(series, key=lambda each: -given(each.latest.figure).value):
        widest.setdefault(each.latest.observed.indicator, each)
    ordered = sorted(widest.values(), key=lambda each: -len(each.points))
    if not ordered:
        return []
    # Beside a line, two years of long ago are not worth a slope.
    lead = ordered[0]
    enough = min(len(lead.points), _A_LINE)
    kept = [each for each in ordered if len(each.points) >= enough or each.latest.year > lead.latest.year]
    return kept[:_MOST_LINES]


def _by_code(view: View, series: list[Series], dimension: str) -> dict[str, Series]:
    """The codes of a dimension, each with its series, in the order of the list of codes."""
    groups: dict[tuple[str, ...], dict[str, list[Series]]] = defaultdict(lambda: defaultdict(list))
    for each in series:
        fact = each.points[0].observed
        if len(each.points) >= _A_LINE and fact.group in _ALL:
            groups[_but_for(fact, dimension)][getattr(fact, dimension)].append(each)
    found = [_complete(_one_a_code(codes), dimension) for codes in groups.values()]
    best = max(found, key=_how_much, default={})
    order = [code for name, code in view.package.codes if name == dimension]
    return dict(sorted(best.items(), key=lambda item: order.index(item[0]) if item[0] in order else -1))


def _but_for(fact: Observation, dimension: str) -> tuple[str, ...]:
    fixed = (each for each in ("stage", "funding") if each != dimension)
    return (fact.indicator, fact.status, fact.school, *(getattr(fact, each) for each in fixed))


def _one_a_code(codes: dict[str, list[Series]]) -> dict[str, Series]:
    """A code's series over all programmes, or of the only one it has; none where it has several."""
    found = {}
    for code, several in codes.items():
        over_all = [each for each in several if each.points[0].observed.programme in _ALL]
        if len(over_all or several) == 1:
            [found[code]] = over_all or several
    return found


def _complete(codes: dict[str, Series], dimension: str) -> dict[str, Series]:
    """The parts, and for money also their total, without those that have too few years to get a panel."""
    total = {TOTAL: codes[TOTAL]} if TOTAL in codes and dimension == "funding" else {}
    parts = {code: each for code, each in codes.items() if code not in (*_ALL, UNSTATED)}
    years = sorted({len(each.points) for each in parts.values()})
    while years and len(parts) + len(total) > _MOST_PANELS:
        fewest = years.pop(0)
        parts = {code: each for code, each in parts.items() if len(each.points) > fewest}
    return {**total, **parts} if len(parts) > 1 else {}


def _how_much(codes: dict[str, Series]) -> tuple[int, int]:
    return len(codes), sum(len(each.points) for each in codes.values())


# How they are drawn


def _form(blocks: Sequence[Block]) -> str:
    """Two years that may be compared are a slope, two that may not stand apart, and more are a line."""
    drawn = [each for each in blocks if not isinstance(each, Heading)]
    if all(isinstance(each, Columns) for each in drawn):
        return "apart"
    return "slope" if all(len(marks_of(each)) == 2 for each in drawn) else "line"


def _span(view: View, shown: Sequence[Series]) -> tuple[int, int]:
    """The first and the last year of all, planned ones too."""
    first, last = findings.span(shown)
    return first, max([last, *(fact.year for each in shown for fact in _planned(view, each))])


def _planned(view: View, series: Series) -> list[Observation]:
    """What is planned of the same thing for years after the last one, by the definition of that year."""
    last = series.latest.observed
    found: dict[int, Observation] = {}
    for each in view.package.observations.values():
        same = (each.table, each.indicator, each.codes, each.series) == (
            last.table, last.indicator, last.codes, last.series
        )  # fmt: skip
        if same and each.status == "planned" and each.quantity and each.year > series.latest.year:
            found.setdefault(each.year, each)
    return [found[year] for year in sorted(found)]


def _block(view: View, series: Series, span: tuple[int, int]) -> Block:
    line = _line(view, series, span)
    closed = all(each.end == "closed" for each in line.all)
    if len(line.all) == 2 and line.breaks and closed:
        first, last = line.marks
        return Columns(marks=(replace(first, look="quiet"), last), breaks=line.breaks)
    return line


def _line(view: View, series: Series, span: tuple[int, int]) -> Line:
    marks = tuple(_mark(view, each) for each in series.points)
    breaks = tuple(at for at, _ in findings.shown_breaks(series))
    planned = tuple(_plan(view, each) for each in _planned(view, series))
    return Line(marks=marks, span=span, breaks=breaks, planned=planned)


def _mark(view: View, point: Point) -> Mark:
    loan = isinstance(point.figure, Observation) and view.is_loan(point.observed)
    mark = view.mark(
        point.figure, view.words("charts.patterns.year", year=point.year), "loan" if loan else None
    )
    return replace(mark, year=point.year)


def _plan(view: View, fact: Observation) -> Mark:
    label = view.words("charts.over_years.plan", year=fact.year)
    return replace(view.mark(fact, label, "planned"), year=fact.year)


def _short(view: View, series: Series, span: tuple[int, int]) -> Line:
    """A line whose marks name no unit: the subtitle has named it."""
    line = _line(view, series, span)
    facts = [*(each.figure for each in series.points), *_planned(view, series)]
    numbers = [view.words.number(given(each), view.indicator(each)) for each in facts]
    marks = [replace(mark, short=number) for mark, number in zip(line.all, numbers, strict=True)]
    known = len(line.marks)
    return replace(line, marks=tuple(marks[:known]), planned=tuple(marks[known:]))


def _figures(view: View, series: Sequence[Series]) -> list[Observation | Derived]:
    planned = (fact for each in series for fact in _planned(view, each))
    return [*(point.figure for each in series for point in each.points), *planned]
