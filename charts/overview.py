"""Charts of the record itself: does it add up, and what became of the promises; one square each."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from charts.drawing import Drawing, Look, Mark, RefersTo, Row, Square, Squares, finish
from charts.view import View
from yearbook.model import Result
from yearbook.words import Words

_VERDICTS: Mapping[str, Look] = {"holds": "solid", "rounding": "quiet", "fails": "crossed", "open": "open"}
_OUTCOMES: Mapping[str, Look] = {
    "kept": "solid",
    "partly_kept": "quiet",
    "under_way": "planned",
    "not_kept": "crossed",
    "no_report": "open",
}


def relations_by_verdict(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw every relation between the year's figures as a square, by its verdict."""
    view = View(result, year, words)
    found = [
        each
        for each in result.verdicts
        if max((view.fact(fact).year for fact in each.inputs), default=0) == year
    ]
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
    return _strip(view, title, "relation", squares, _VERDICTS, "verdict", view.source(inputs))


def promises_by_outcome(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw every promise of the year as a square, by what became of it."""
    view = View(result, year, words)
    found = [each for each in result.package.commitments if each.year == year]
    if not found:
        return None
    squares = {
        outcome: [
            Square(refers_to="commitment", id=each.id, says=words.pick(each.label))
            for each in found
            if each.outcome == outcome
        ]
        for outcome in _OUTCOMES
    }
    counts = [
        words("charts.patterns.number", label=words(f"outcome.{outcome}"), number=len(each))
        for outcome, each in squares.items()
        if each
    ]
    which = "_none" if len(squares["no_report"]) == len(found) else ""
    values = {"count": len(found), "outcomes": words("patterns.joint").join(counts)}
    title = words(f"charts.promises_by_outcome.title{which}", **values)
    titles = dict.fromkeys(words.pick(result.package.sources[each.source].title) for each in found)
    source = words("charts.patterns.source", titles=words("charts.patterns.joint").join(titles))
    return _strip(view, title, "commitment", squares, _OUTCOMES, "outcome", source)


def _strip(
    view: View,
    title: str,
    kind: RefersTo,
    squares: Mapping[str, list[Square]],
    looks: Mapping[str, Look],
    section: str,
    source: str,
) -> Drawing:
    words = view.words
    rows = []
    for code, found in squares.items():
        if found:
            value = words(f"charts.patterns.count_{kind}", count=len(found))
            mark = Mark(
                fact="",
                label=words(f"{section}.{code}"),
                value=value,
                amount=Fraction(len(found)),
                look=looks[code],
            )
            rows.append(Row(mark=mark, squares=tuple(found)))
    subtitle = words(f"charts.patterns.one_{kind}", year=view.year)
    return finish(
        Drawing(title=title, subtitle=subtitle, blocks=(Squares(rows=tuple(rows)),), source=source), words
    )
