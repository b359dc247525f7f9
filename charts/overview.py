"""Charts of the record itself: does it add up; one square a relation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction

from charts.described import finish
from charts.drawing import (
    Drawing,
    Key,
    Look,
    Mark,
    Row,
    Square,
    Squares,
    Stack,
    Stacks,
)
from charts.view import View
from yearbook.model import Result, Verdict
from yearbook.words import Words

_FEW_YEARS = 3
_VERDICTS: Mapping[str, Look] = {"holds": "solid", "rounding": "quiet", "fails": "crossed", "open": "open"}


def relations_by_verdict(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw every relation between the year's figures as a square, by its verdict."""
    view = View(result, year, words)
    found = [each for each in result.verdicts if _year_of(view, each) == year]
    squares: dict[str, list[Square]] = {
        code: [
            Square(refers_to="relation", id=each.relation.id, says=words.pick(each.relation.statement))
            for each in found
            if each.code == code
        ]
        for code in _VERDICTS
    }
    if not found:
        return None
    agree = len(squares["holds"]) + len(squares["rounding"])
    values = {
        "count": len(found),
        "agree": agree,
        "fails": len(squares["fails"]),
        "open": len(squares["open"]),
    }
    title = words(f"charts.relations_by_verdict.title{'_fails' if squares['fails'] else ''}", **values)
    inputs = tuple(dict.fromkeys(fact for each in found for fact in each.inputs))
    return _strip(view, title, squares, view.source(inputs))


def relations_by_year(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw how the relations of every year came out, one cut bar a year, where there are more than three."""
    view = View(result, year, words)
    found: dict[int, list[str]] = defaultdict(list)
    for each in result.verdicts:
        found[_year_of(view, each)].append(each.code)
    if len(found) <= _FEW_YEARS or year != max(found):
        return None
    counts = {each: Counter(found[each]) for each in sorted(found)}
    there = [code for code in _VERDICTS if any(each[code] for each in counts.values())]
    stacks = Stacks(
        stacks=tuple(_stack(view, each, counts[each]) for each in counts),
        keys=tuple(Key(look=_VERDICTS[code], says=words(f"verdict.{code}")) for code in there),
    )
    fails = sum(each["fails"] for each in counts.values())
    title = words(
        f"charts.relations_by_year.title{'_fails' if fails else ''}",
        years=len(counts),
        count=len(result.verdicts),
        fails=fails,
    )
    subtitle = words("charts.relations_by_year.subtitle", first=min(counts), last=year)
    source = view.source(dict.fromkeys(fact for each in result.verdicts for fact in each.inputs))
    drawing = Drawing(title=title, subtitle=subtitle, blocks=(stacks,), source=source, form="stacks")
    return finish(drawing, words)


def _year_of(view: View, verdict: Verdict) -> int:
    return max((view.fact(each).year for each in verdict.inputs), default=0)


def _stack(view: View, year: int, counts: Mapping[str, int]) -> Stack:
    words = view.words
    label = words("charts.patterns.year", year=year)
    parts = tuple(
        Mark(
            fact="",
            label=words("patterns.label", name=label, parts=words(f"verdict.{code}")),
            value=words("charts.patterns.count_relation", count=counts[code]),
            amount=Fraction(counts[code]),
            look=look,
        )
        for code, look in _VERDICTS.items()
        if counts[code]
    )
    value = words(
        f"charts.relations_by_year.value{'_fails' if counts['fails'] else ''}",
        count=sum(counts.values()),
        fails=counts["fails"],
    )
    return Stack(label=label, value=value, parts=parts)


def _strip(view: View, title: str, squares: Mapping[str, list[Square]], source: str) -> Drawing:
    words = view.words
    rows = []
    for code, found in squares.items():
        if found:
            mark = Mark(
                fact="",
                label=words(f"verdict.{code}"),
                value=words("charts.patterns.count_relation", count=len(found)),
                amount=Fraction(len(found)),
                look=_VERDICTS[code],
            )
            rows.append(Row(mark=mark, squares=tuple(found)))
    subtitle = words("charts.patterns.one_relation", year=view.year)
    block = Squares(rows=tuple(rows))
    drawing = Drawing(title=title, subtitle=subtitle, blocks=(block,), source=source, form="verdicts")
    return finish(drawing, words)
