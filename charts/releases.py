"""When documents came out: a dot a document on the day it bears, a line a year, and the day of the record."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from charts.described import finish
from charts.drawing import Calendar, Drawing, Key, Look, Mark, Row, Square
from charts.view import View
from yearbook.model import Result, Source
from yearbook.words import Words

_KEYS: tuple[tuple[Look, str], ...] = (("solid", "document"), ("quiet", "record"))
_MONTHS = range(1, 13)
# Bytes: 20 Chinese characters, some ten English words.
_LONGEST = 60
# Beyond so many years those without a document get no line.
_FEWEST, _MOST_YEARS, _MOST_DOTS = 2, 24, 90


def releases(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the days on which a publisher's documents came out, as a calendar of all its years.

    Drawn once, in the latest year of the package; a document without a date is counted in a note.
    """
    view = View(result, year, words)
    known = [each for each in result.package.sources.values() if each.published]
    dated = _latest(known)
    if len(dated) < _FEWEST or year != max(result.package.years, default=0):
        return None
    rows = tuple(_row(view, dated, each) for each in _years(view, dated))
    keys = tuple(Key(look=look, says=words(f"charts.releases.{key}")) for look, key in _KEYS)
    months = tuple(words(f"charts.releases.m{month}") if month % 3 == 1 else "" for month in _MONTHS)
    left_out = {"undated": len(result.package.sources) - len(known), "earlier": len(known) - len(dated)}
    notes = [words("charts.releases.as_dated")]
    notes += [words(f"charts.releases.{key}", count=count) for key, count in left_out.items() if count]
    calendar = Calendar(rows=rows, months=months, keys=keys)
    drawing = Drawing(
        title=_title(view, dated),
        subtitle=words("charts.releases.subtitle", first=rows[0].mark.year, last=rows[-1].mark.year),
        blocks=(calendar,),
        notes=tuple(notes),
        source=view.source_line([words.pick(each.title) for each in dated]),
        form="releases",
    )
    return finish(drawing, words)


def _latest(known: list[Source]) -> list[Source]:
    """The documents in the order of their days: whole years of them, so many that each dot can be told."""
    ordered = sorted(known, key=lambda each: (each.published, each.id))
    years = sorted({each.published.year for each in ordered if each.published}, reverse=True)
    for first in years:
        shown = [each for each in ordered if each.published and each.published.year >= first]
        if len(shown) > _MOST_DOTS:
            return [each for each in shown if each.published and each.published.year > first] or shown
    return ordered


def _years(view: View, dated: list[Source]) -> list[int]:
    known = {each.published.year for each in dated if each.published} | {view.package.created.year}
    span = range(min(known), max(known) + 1)
    return list(span) if len(span) <= _MOST_YEARS else sorted(known)


def _row(view: View, dated: list[Source], year: int) -> Row:
    """One year: its documents in the order of their days, and the record where it was made in that year."""
    words, package = view.words, view.package
    own = [each for each in dated if each.published and each.published.year == year]
    squares = [
        Square(
            refers_to="source",
            id=each.id,
            says=words("charts.releases.says", date=words.date(each.published), title=_short(view, each)),
            day=each.published,
            look="solid",
        )
        for each in own
        if each.published
    ]
    if package.created.year == year:
        day = package.created.date()
        says = words("charts.releases.says", date=words.date(day), title=words("charts.releases.record"))
        squares.append(Square(refers_to="publisher", id=package.id, says=says, day=day, look="quiet"))
    squares.sort(key=lambda each: each.day or package.created.date())
    mark = Mark(
        fact="",
        label=str(year),
        value=words("charts.releases.count", count=len(own)) if own else words("charts.releases.none"),
        amount=Fraction(len(own)),
        year=year,
    )
    return Row(mark=mark, squares=tuple(squares))


def _short(view: View, source: Source) -> str:
    """Return as much of a title as is worth its bytes on every dot; the list of sources has it whole."""
    title = view.words.pick(source.title)
    return (
        title if len(title.encode()) <= _LONGEST else title.encode()[:_LONGEST].decode(errors="ignore") + "…"
    )


def _title(view: View, dated: list[Source]) -> str:
    """Return the month in which most documents came out, where there is one; else the first and last day."""
    words, days = view.words, [each.published for each in dated if each.published]
    months = Counter(each.month for each in days).most_common()
    alone = len(months) > 1 and months[0][1] > months[1][1]
    if alone:
        month = words(f"charts.releases.in{months[0][0]}")
        return words("charts.releases.title_month", count=len(days), month=month, most=months[0][1])
    first, last = words.date(days[0]), words.date(days[-1])
    return words("charts.releases.title_span", count=len(days), first=first, last=last)
