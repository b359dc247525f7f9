"""Charts of what was promised: by when it is due and what became of it, and money due against money paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from charts.common import finished
from charts.described import finish
from charts.drawing import Dates, Drawing, DueAndDone, Key, Look, Mark, Row, Square, Squares
from charts.view import View
from yearbook.model import Commitment, Observation, Result
from yearbook.words import Words

_OUTCOMES: Mapping[str, Look] = {
    "kept": "solid",
    "partly_kept": "quiet",
    "under_way": "dotted",
    "not_kept": "crossed",
    "no_report": "open",
}
_MOST_DATES = 6


def promises_by_due_date(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw every promise of a year as a square: a row a due date, the look what became of it.

    What was due by the date of the record comes first and is counted in the title; where no date is given,
    the row says so. Many dates are drawn by the year they are in.
    """
    view = View(result, year, words)
    found = [each for each in result.package.commitments if each.year == year]
    if not found:
        return None
    rows = [_row(view, label, each) for label, each in _by_date(view, found)]
    there = [each for each in _OUTCOMES if any(one.outcome == each for one in found)]
    keys = tuple(Key(look=_OUTCOMES[each], says=words(f"outcome.{each}")) for each in there)
    # A single look is named in its row already.
    block = Squares(rows=tuple(rows), keys=keys if len(keys) > 1 or len(rows) > 1 else ())
    titles = dict.fromkeys(words.pick(result.package.sources[each.source].title) for each in found)
    drawing = Drawing(
        title=_title(view, found),
        subtitle=words("charts.patterns.one_commitment", year=year),
        blocks=(block,),
        source=view.source_line(list(titles)),
        form="promises",
    )
    return finish(drawing, words)


def due_and_paid(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the day money was due and the day it was paid, two joined dots a sum, in the order they were due.

    A sum is drawn where one figure is planned as of a day and another of the same thing is paid as of a day.
    """
    view = View(result, year, words)
    pairs = _due_and_paid(view)
    if not pairs:
        return None
    pairs.sort(key=lambda pair: _day(pair[0]))
    labels = view.labels([paid for _, paid in pairs]) if len(pairs) > 1 else [view.name(pairs[0][1])]
    spans = tuple(_span(view, *pair, label) for pair, label in zip(pairs, labels, strict=True))
    days = [_day(each) for pair in pairs for each in pair]
    block = Dates(
        spans=spans,
        ends=(words.date(min(days)), words.date(max(days))),
        keys=tuple(Key(look=look, says=words(f"charts.due.{key}")) for look, key in _KEYS),
    )
    late = sum(_day(paid) > _day(due) for due, paid in pairs)
    worst = max(pairs, key=lambda pair: _day(pair[1]) - _day(pair[0]))
    title = words(
        f"charts.due.title_{'late' if late else 'kept'}",
        count=len(pairs), late=late,
        label=labels[pairs.index(worst)], value=view.figure(worst[1]), apart=_apart(view, *worst),
    )  # fmt: skip
    facts = [each for pair in pairs for each in pair]
    return finished(view, title, [block], facts, (), words("charts.patterns.year", year=year), form="dates")


# Promises

_KEYS: tuple[tuple[Look, str], ...] = (("planned", "due"), ("solid", "paid"))


def _by_date(view: View, found: Sequence[Commitment]) -> list[tuple[str, list[Commitment]]]:
    """Promises by due date, the earliest first; by year where dates are many; those without one last."""
    days = sorted({each.due for each in found if each.due})
    groups: dict[str, list[Commitment]] = {}
    for each in sorted(found, key=lambda each: each.due or date.max):
        groups.setdefault(_when(view, each.due, many=len(days) > _MOST_DATES), []).append(each)
    return list(groups.items())


def _when(view: View, due: date | None, *, many: bool) -> str:
    if due is None:
        return view.words("charts.promises.undated")
    said = view.words("charts.patterns.year", year=due.year) if many else view.words.date(due)
    over = _is_over(view, due) if not many else due.year < view.package.created.year
    return view.words("charts.promises.over" if over else "charts.promises.due", date=said)


def _is_over(view: View, due: date) -> bool:
    """Whether a day had come when the record was made; nothing here asks what day it is."""
    return due <= view.package.created.date()


def _row(view: View, label: str, found: Sequence[Commitment]) -> Row:
    squares = tuple(
        Square(
            refers_to="commitment", id=each.id, says=view.words.pick(each.label), look=_OUTCOMES[each.outcome]
        )
        for each in sorted(found, key=lambda each: list(_OUTCOMES).index(each.outcome))
    )
    alone = len({each.outcome for each in found}) == 1
    outcomes = view.words(f"outcome.{found[0].outcome}") if alone else _counted(view, found)
    value = view.words("charts.promises.value", count=len(found), outcomes=outcomes)
    # The look of the row is that of its first square; each square has its own.
    look = squares[0].look or "open"
    return Row(
        mark=Mark(fact="", label=label, value=value, amount=Fraction(len(found)), look=look), squares=squares
    )


def _counted(view: View, found: Sequence[Commitment]) -> str:
    counts = Counter(each.outcome for each in found)
    said = (
        view.words("charts.patterns.number", label=view.words(f"outcome.{each}"), number=counts[each])
        for each in _OUTCOMES
        if counts[each]
    )
    return view.words("patterns.joint").join(said)


def _title(view: View, found: Sequence[Commitment]) -> str:
    """Return how many were due by the date of the record and kept; or that nothing can be said of any."""
    over = [each for each in found if each.due and _is_over(view, each.due)]
    values = {"count": len(found), "outcomes": _counted(view, found), "over": len(over)}
    if over:
        kept = sum(each.outcome == "kept" for each in over)
        return view.words(
            "charts.promises.title_due",
            **values,
            kept=kept,
            date=view.words.date(view.package.created.date()),
        )
    silent = all(each.outcome == "no_report" for each in found)
    undated = not any(each.due for each in found)
    return view.words(
        f"charts.promises.title{'_none' if silent else ''}{'_undated' if undated else ''}", **values
    )


# Money due and paid


def _due_and_paid(view: View) -> list[tuple[Observation, Observation]]:
    """Pairs of figures of one thing: planned as of a day, and paid as of a day."""
    dated = [each for each in view.facts("funds") if each.period_kind == "as_of" and _dated(each)]
    paid = {(each.indicator, each.codes): each for each in dated if each.status == "paid"}
    due = [each for each in dated if each.status == "planned"]
    return [(each, paid[each.indicator, each.codes]) for each in due if (each.indicator, each.codes) in paid]


def _dated(fact: Observation) -> date | None:
    return fact.period_end or fact.period_start


def _day(fact: Observation) -> date:
    day = _dated(fact)
    assert day is not None, f"{fact.id} has no day"
    return day


def _apart(view: View, due: Observation, paid: Observation) -> str:
    days = (_day(paid) - _day(due)).days
    return view.words(f"charts.due.{'late' if days > 0 else 'early' if days else 'same'}", days=abs(days))


def _span(view: View, due: Observation, paid: Observation, label: str) -> DueAndDone:
    return DueAndDone(
        label=label,
        value=_apart(view, due, paid),
        dated=view.words("charts.due.dated", due=_on(view, due), paid=_on(view, paid)),
        due=_dot(view, due, "due", "planned"),
        done=_dot(view, paid, "paid", "solid"),
    )


def _on(view: View, fact: Observation) -> str:
    day = view.words.date(_day(fact))
    return view.words("charts.due.on", value=view.figure(fact), date=day)


def _dot(view: View, fact: Observation, key: str, look: Look) -> Mark:
    return Mark(
        fact=fact.id,
        label=view.words(f"charts.due.{key}"),
        value=view.words.date(_day(fact)),
        amount=Fraction(_day(fact).toordinal()),
        look=look,
    )
