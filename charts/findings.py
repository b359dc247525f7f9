"""What charts of several years say: the finding as a title, breaks and marks explained in notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from charts.drawing import End, Mark, capital
from charts.view import View, addends, given
from yearbook.compare import Point, Series, is_bound
from yearbook.formula import Figure
from yearbook.model import Observation

_MOST_BREAKS = 3
# Bytes of UTF-8: 60 characters of Chinese, three times as many of English, about two lines of either.
_LONGEST_NOTE = 180


def name(view: View, series: Series) -> str:
    """Return what a series is of."""
    return view.name(series.points[0].observed)


def panel_name(view: View, series: Series, dimension: str) -> str:
    """Return what tells a panel from the others: its code, its programme where it has but one, and loans."""
    fact = series.points[0].observed
    code = view.code(fact, dimension) or view.words("charts.panels.total")
    programme = view.code(fact, "programme")
    if view.is_loan(fact):
        return view.words("charts.panels.loan", label=code)
    if programme and programme != code:
        return view.words("patterns.label", name=code, parts=programme)
    return code


def subtitle(view: View, series: Sequence[Series], *, with_unit: bool = False) -> str:
    """Return from when to when, the unit where the marks do not say it, and the kind of period."""
    first, last = span(series)
    years = {point.year for each in series for point in each.points}
    parts = [
        view.words(f"charts.over_years.subtitle{'_two' if len(years) == 2 else ''}", first=first, last=last)
    ]
    if with_unit:
        unit = view.words.unit(view.indicator(series[0].latest.observed), view.package)
        parts.append(view.words("charts.patterns.unit", unit=unit))
    periods = {point.observed.period_kind for each in series for point in each.points}
    parts += [view.words(f"period_kind.{periods.pop()}")] if len(periods) == 1 else []
    return view.words("charts.patterns.joint").join(parts)


def _run(series: Series) -> tuple[Point, ...]:
    """The latest years in a row that may be compared; where that is one year only, the most there are."""
    cuts = [0, *(at for at, _ in series.breaks), len(series.points)]
    runs = [
        tuple(each for each in series.points[start:stop] if not is_bound(each.observed))
        for start, stop in pairwise(cuts)
    ]
    return runs[-1] if len(runs[-1]) > 1 else max(reversed(runs), key=len)


def change(series: Series) -> Fraction:
    """How much became of a thing over the years that may be compared."""
    run = _run(series)
    return abs(_value(run[-1]) - _value(run[0])) if run else Fraction(0)


def _value(point: Point) -> Fraction:
    return Fraction(given(point.figure).value)


def title(view: View, series: Series, label: str) -> str:
    """Return what became of a thing over the years that may be compared, in one sentence."""
    run = _run(series)
    if len(run) < 2:
        return _refusal(view, series, label)
    turn = _turn(run)
    top = turn or run[-1]
    view = _on_one_scale(view, (run[0], top, run[-1]))
    return view.words(
        f"charts.over_years.title_{_kind(run, turn)}",
        label=label,
        year=run[0].year, then=_said(view, run[0]),
        top=top.year, most=_said(view, top),
        later=run[-1].year, now=_said(view, run[-1]),
    )  # fmt: skip


def _kind(run: Sequence[Point], turn: Point | None) -> str:
    if turn is None:
        return _direction(run[0], run[-1])
    return "peak" if _value(turn) > _value(run[0]) else "dip"


def _refusal(view: View, series: Series, label: str) -> str:
    """Return two years that must not be compared, and why."""
    first, last = series.points[0], series.latest
    view = _on_one_scale(view, (first, last))
    # Two bounds of one kind are no break, and yet no growth.
    reason = series.breaks[-1][1] if series.breaks else "exactness"
    return view.words(
        "charts.over_years.title_broken",
        label=label,
        year=first.year, then=_said(view, first),
        later=last.year, now=_said(view, last),
        reason=view.words(f"charts.over_years.{reason}"),
    )  # fmt: skip


def _on_one_scale(view: View, points: Iterable[Point]) -> View:
    return replace(view, words=view.words.on_one_scale(given(each.figure) for each in points))


def _said(view: View, point: Point) -> str:
    """Return a figure for a title that names what is counted; money says its unit every time."""
    counted = view.indicator(point.observed).unit == "count"
    return view.number(point.figure) if counted else view.figure(point.figure)


def _direction(first: Point, last: Point) -> str:
    """More, less, or neither where both may have been printed of one and the same number."""
    one, other = given(first.figure).interval, given(last.figure).interval
    if one.high is not None and other.low is not None and one.high < other.low:
        return "more"
    if other.high is not None and one.low is not None and other.high < one.low:
        return "less"
    return "same"


def _turn(run: Sequence[Point]) -> Point | None:
    """The year between in which the thing was clearly more, or clearly less, than at both ends.

    Clearly: by a fiftieth of itself, and by a fifth of what changed from end to end.
    """
    ends = (_value(run[0]), _value(run[-1]))
    enough = abs(ends[1] - ends[0]) / 5
    highest, lowest = max(run, key=_value), min(run, key=_value)
    if _value(highest) - max(ends) > max(enough, _value(highest) / 50):
        return highest
    return lowest if min(ends) - _value(lowest) > max(enough, min(ends) / 50) else None


def sums(view: View, named: Sequence[tuple[str, Series]]) -> tuple[str, ...]:
    """Say which panels are the sum of others by a relation, so that nobody adds them again."""
    owner = {
        fact.id: name
        for name, series in named
        for point in series.points
        for fact in (point.observed, *point.beside)
    }
    said: dict[str, str] = {}
    for left, right in view.sums_of_all_years():
        found = {owner.get(each.id, "") if isinstance(each, Figure) else "" for each in addends(right)}
        if owner.get(left.id, "") not in ("", view.words("charts.panels.total")) and all(found):
            parts = view.words("patterns.list").join(name for name, _ in named if name in found)
            whole = owner[left.id]
            said[whole] = capital(view.words("charts.panels.sum", whole=whole, parts=parts))
    return tuple(said.values())


def notes(view: View, named: Sequence[tuple[str, Series]], marks: Sequence[Mark]) -> tuple[str, ...]:
    """Return what is broken and why, and what dashes, hollow marks and arrows mean, where there are any."""
    ends: set[End] = {each.end for each in marks}
    keys = {
        "gap": any(_has_gap(each) for _, each in named),
        "worked_out": any(each.look == "derived" for each in marks),
        "loan": any(each.look == "loan" for each in marks),
        "planned": any(each.look == "planned" for each in marks),
        "beyond": "beyond" in ends,
        "short": "short" in ends,
    }
    said = [view.words(f"charts.over_years.{key}") for key, there in keys.items() if there]
    return (*_break_notes(view, named), *([view.words("charts.patterns.gap").join(said)] if said else []))


def _has_gap(series: Series) -> bool:
    breaks = {at for at, _ in series.breaks}
    pairs = enumerate(pairwise(series.points), 1)
    joined = ((a, b) for at, (a, b) in pairs if at not in breaks and not is_bound(a.observed))
    return any(b.year > a.year + 1 for a, b in joined)


@dataclass(frozen=True, slots=True)
class _Break:
    """Between which years something changes, why, and what the figure after it says about that."""

    first: int
    last: int
    reason: str
    note: str


def _break_notes(view: View, named: Sequence[tuple[str, Series]]) -> list[str]:
    """Name every break once, for all lines that share it; three at most, then how many more."""
    found: dict[_Break, list[str]] = {}
    for name, series in named:
        for at, reason in shown_breaks(series):
            a, b = series.points[at - 1 : at + 1]
            found.setdefault(_Break(a.year, b.year, reason, _what_changed(view, b)), []).append(name)
    said = [
        view.words(
            "charts.over_years.break" if len(names) == len(named) else "charts.over_years.break_of",
            labels=view.words("patterns.list").join(names),
            first=each.first,
            last=each.last,
            reason=view.words(f"charts.over_years.{each.reason}"),
            note=each.note,
        ).rstrip()
        for each, names in found.items()
    ]
    more = len(said) - _MOST_BREAKS
    return said if more < 1 else [*said[:_MOST_BREAKS], view.words("charts.over_years.more", count=more)]


def _what_changed(view: View, point: Point) -> str:
    """Return the last sentence of a figure's note, where it says what changed; nothing when it is long."""
    if not isinstance(point.figure, Observation):
        return ""
    sentences = re.split(r"(?<=[。！？])|(?<=[.!?])\s+", view.words.pick(point.observed.note))
    last = next((each for each in reversed(sentences) if each), "")
    return last if len(last.encode()) <= _LONGEST_NOTE else ""


def shown_breaks(series: Series) -> list[tuple[int, str]]:
    """The breaks to be drawn: a bound is a mark of its own and ends the line by itself."""
    return [(at, reason) for at, reason in series.breaks if reason != "exactness"]


def span(series: Sequence[Series]) -> tuple[int, int]:
    """The first and the last year of all."""
    return min(each.points[0].year for each in series), max(each.latest.year for each in series)
