"""How days are drawn: what was due and when it was done, and a line a year with a dot for what came out."""

from __future__ import annotations

from calendar import isleap
from datetime import date

from charts.drawing import Calendar, Dates, DueAndDone, Row, capital
from charts.house import DOT, EDGE, INNER, LABEL, SMALL, WIDTH
from charts.squares import Squared

_ROW, _RADIUS, _STEP = 12.0, 3.6, 8.4
_MONTHS = 12


class Days(Squared):
    """A page that knows how days are drawn."""

    def dates(self, dates: Dates) -> None:
        """Draw for each thing two dots along one axis of days, joined."""
        self.keys(dates.keys, dots=True)
        days = [float(each.amount) for span in dates.spans for each in (span.due, span.done)]
        first, last = min(days), max(days)
        scale = (INNER - 4 * DOT) / ((last - first) or 1.0)
        for at, span in enumerate(dates.spans):
            self.y += 10 if at else 0
            self.due_and_done(span, EDGE + 2 * DOT - first * scale, scale)
        self.y += 6
        self.stroke("", [(EDGE, self.y), (WIDTH - EDGE, self.y)], "grid", 1.0)
        self.words(EDGE, self.y + 5, dates.ends[0], SMALL, "muted")
        self.words(WIDTH - EDGE, self.y + 5, dates.ends[1], SMALL, "muted", align="right")
        self.y += SMALL * 1.9

    def due_and_done(self, span: DueAndDone, zero: float, scale: float) -> None:
        """Draw one thing: hollow where it was due, full where it was done, one in the other on one day."""
        due, done = self.next_mark(), self.next_mark()
        self.paragraph(f"{capital(span.label)}  {span.value}", LABEL, "ink", gid=done)
        self.paragraph(span.dated, SMALL, "muted", gid=due)
        y = self.y + _ROW
        self.stroke("", [(EDGE, y), (WIDTH - EDGE, y)], "grid", 0.6, dashes=(1, 3))
        here, there = (zero + float(each.amount) * scale for each in (span.due, span.done))
        hollow = 2.0 * DOT
        if abs(there - here) > hollow:
            edge = here + (hollow if there > here else -hollow)
            self.stroke("", [(edge, y), (there, y)], "accent", 2.6)
        self.dot(due, span.due.look, here, y, hollow)
        self.dot(done, span.done.look, there, y, DOT)
        self.y = y + _ROW / 2

    def calendar(self, calendar: Calendar) -> None:
        """Draw the years under one another and the months along them."""
        self.keys(calendar.keys, dots=True)
        left = EDGE + max(self.type.width(each.mark.label, SMALL) for each in calendar.rows) + 10
        counts = max(self.type.width(each.mark.value, SMALL) for each in calendar.rows) + 10
        width = (WIDTH - EDGE - counts - left) / _MONTHS
        for at, month in enumerate(calendar.months):
            if month:
                self.words(left + at * width, self.y, month, SMALL, "muted")
        self.y += SMALL * 1.5
        for row in calendar.rows:
            self.year_of_days(row, left, width)

    def year_of_days(self, row: Row, left: float, width: float) -> None:
        """Draw one year: dots on their days, those that would touch on one another, and how many."""
        name = self.next_mark()
        known = [each.day for each in row.squares if each.day is not None]
        xs = [left + (each.month - 1 + _along(each)) * width for each in known]
        levels = _levels(xs)
        base = self.y + _ROW + max(levels, default=0) * _STEP
        self.stroke("", [(left, base), (left + _MONTHS * width, base)], "grid", 0.8)
        for quarter in range(0, _MONTHS + 1, 3):
            x = left + quarter * width
            self.stroke("", [(x, base), (x, base + 3)], "grid", 0.8)
        self.words(EDGE, base - SMALL * 0.75, row.mark.label, SMALL, "ink", gid=name)
        self.words(WIDTH - EDGE, base - SMALL * 0.75, row.mark.value, SMALL, "muted", gid=name, align="right")
        for at, (x, level) in enumerate(zip(xs, levels, strict=True)):
            look = row.squares[at].look or row.mark.look
            self.dot(f"{name}.{at}", look, x, base - _RADIUS - 0.6 - level * _STEP, _RADIUS)
        self.y = base + 8


def _along(day: date) -> float:
    """How much of its month lies before a day."""
    lengths = (31, 29 if isleap(day.year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return (day.day - 1) / lengths[day.month - 1]


def _levels(xs: list[float]) -> list[int]:
    """How high each dot lies so that none touches one before it; they come in the order of their days."""
    levels: list[int] = []
    for at, x in enumerate(xs):
        near = {levels[other] for other in range(at) if x - xs[other] < 2 * _RADIUS + 0.8}
        levels.append(next(level for level in range(len(xs) + 1) if level not in near))
    return levels
