"""How years are drawn: columns and lines above a zero base, and small lines in panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from charts.drawing import Columns, Line, Look, Mark, Panel, Panels, capital
from charts.house import (
    COLUMN_HEIGHT,
    DOT,
    EDGE,
    INNER,
    LABEL,
    PANEL_GAP,
    PANEL_HEIGHT,
    SMALL,
    WIDTH,
    Page,
)

_LOWEST_ROW = 24.0
# How far over its ends a line must go for its highest point to be worth a label: a fiftieth.
_WORTH_SAYING = 50


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a line stands: left and right end, height, the amount as high as that, the years along it."""

    left: float
    right: float
    height: float
    full: float
    span: tuple[int, int]

    def x(self, year: int) -> float:
        first, last = self.span
        return self.left + (self.right - self.left) * (year - first) / max(last - first, 1)

    def rise(self, mark: Mark) -> float:
        """How high over the base a mark stands."""
        return float(mark.amount) / self.full * self.height


@dataclass(frozen=True, slots=True)
class _Tip:
    """The label over the highest mark: of which, its words, the middle of its lower edge, half its width."""

    at: int
    text: str
    x: float
    y: float
    half: float


class Lines(Page):
    """A page that knows how years are drawn."""

    def columns(self, columns: Columns) -> None:
        """Draw standing bars side by side."""
        full = _full(columns.marks)
        step = INNER / len(columns.marks)
        values = [self.type.wrap(each.value, LABEL, step - 10) for each in columns.marks]
        head = LABEL * (0.2 + 1.4 * max(map(len, values)))
        base = self.y + head + COLUMN_HEIGHT
        for at, mark in enumerate(columns.marks):
            name, height = self.next_mark(), float(mark.amount) / full * COLUMN_HEIGHT
            middle = EDGE + (at + 0.5) * step
            width = min(0.5 * step, 64)
            self.box(name, mark.look, middle - width / 2, base - height, width, height)
            for line, words in enumerate(reversed(values[at])):
                top = base - height - LABEL * (1.5 + 1.4 * line)
                self.words(middle, top, words, LABEL, "ink", gid=name, align="center")
            self.words(middle, base + 5, mark.label, LABEL, "ink", gid=name, align="center")
        self.stroke("", [(EDGE, base), (WIDTH - EDGE, base)], "grid", 1.0)
        for at in columns.breaks:
            self.broken(EDGE + at * step, base, COLUMN_HEIGHT + LABEL)
        self.y = base + LABEL * 1.5

    def broken(self, x: float, base: float, height: float) -> None:
        """Mark a change of definition between two years: a dashed upright and a gap in the base line."""
        self.stroke("", [(x, base - height), (x, base - 8)], "muted", 1.2, dashes=(3, 3))
        for shift in (-2.5, 2.5):
            self.stroke("", [(x + shift - 2.5, base + 5), (x + shift + 2.5, base - 5)], "muted", 1.4)

    # Lines over the years

    def line(self, line: Line) -> None:
        """Draw one line as wide as the chart, with as many of its years under it as there is room for."""
        frame = _Frame(EDGE + DOT, WIDTH - EDGE - DOT, COLUMN_HEIGHT, _full(line.all), line.span)
        base = self.y + _head(line, LABEL) + COLUMN_HEIGHT
        names = self.curve(line, frame, base, LABEL, COLUMN_HEIGHT)
        self.years(line, (*reversed(line.planned), *line.marks), frame, base)
        self.y = self.ends(line.marks, names, frame, base, LABEL, self.fit_beside(line.marks, frame, LABEL))

    def panels(self, panels: Panels) -> None:
        """Draw small lines in two columns, on one scale and one axis of years."""
        width = (INNER - PANEL_GAP) / 2
        full = _full([mark for panel in panels.panels for mark in panel.line.all])
        frames = [
            _Frame(x + DOT, x + width - DOT, PANEL_HEIGHT, full, each.line.span)
            for at, each in enumerate(panels.panels)
            for x in [EDGE + at % 2 * (width + PANEL_GAP)]
        ]
        pairs = list(zip(panels.panels, frames, strict=True))
        for at in range(0, len(pairs), 2):
            self.y += 14 if at else 0
            self.panel_row(pairs[at : at + 2])

    def panel_row(self, row: list[tuple[Panel, _Frame]]) -> None:
        """Draw panels side by side: their names end and their bases lie on one level."""
        top = self.y
        for panel, frame in row:
            self.y = top
            self.paragraph(
                capital(panel.heading), LABEL, "ink", x=frame.left - DOT, width=frame.right - frame.left
            )
        lines = [len(self.type.wrap(capital(p.heading), LABEL, f.right - f.left)) for p, f in row]
        under = top + max(lines) * LABEL * 1.4
        # On one scale low lines need less room; a row is as high as its highest.
        room = max(_LOWEST_ROW, *(frame.rise(mark) for panel, frame in row for mark in panel.line.all))
        base = under + max(_head(panel.line, SMALL) for panel, _ in row) + room
        fits = all(self.fit_beside(panel.line.marks, frame, SMALL) for panel, frame in row)
        for panel, frame in row:
            names = self.curve(panel.line, frame, base, SMALL, room)
            self.years(panel.line, panel.line.planned[-1:], frame, base)
            self.y = self.ends(panel.line.marks, names, frame, base, SMALL, fits)

    def curve(self, line: Line, frame: _Frame, base: float, size: float, room: float) -> list[str]:
        """Draw base, line, breaks as high as there is room, and marks; return the names of the marks."""
        marks = line.marks
        names = [self.next_mark() for _ in marks]
        points = [(frame.x(each.year), base - frame.rise(each)) for each in marks]
        self.stroke("", [(frame.left - DOT, base), (frame.right + DOT, base)], "grid", 1.0)
        tip = self.highest(line, frame, points, size)
        for at in line.breaks:
            x = (points[at - 1][0] + points[at][0]) / 2
            under = tip is not None and abs(x - tip.x) < tip.half + 4
            self.broken(x, base, base - tip.y - 3 if tip and under else room)
        for at, (a, b) in enumerate(pairwise(marks), 1):
            if at not in line.breaks and a.end == b.end == "closed":
                ends = [_cleared(points[at - 1], points[at], a), _cleared(points[at], points[at - 1], b)]
                self.step(ends, a.look, whole=b.year == a.year + 1)
        for name, mark, (x, y) in zip(names, marks, points, strict=True):
            self.point(name, mark, x, y, base)
        if tip is not None:
            self.words(tip.x, tip.y - size, tip.text, size, "ink", gid=names[tip.at], align="center")
        self.plans(line.planned, frame, base, base - room - _head(line, size), size)
        return names

    def plans(self, marks: Sequence[Mark], frame: _Frame, base: float, top: float, size: float) -> None:
        """Draw what is planned as dashed rings, the last one named at the top and tied to its name."""
        for at, mark in enumerate(marks):
            name, x, y = self.next_mark(), frame.x(mark.year), base - frame.rise(mark)
            self.dot(name, mark.look, x, y, DOT + 2)
            if at == len(marks) - 1:
                text = f"{mark.label}  {_printed(mark)}"
                self.words(frame.right + DOT, top, text, size, "ink", gid=name, align="right")
                self.stroke(name, [(x, top + size * 1.3), (x, y - DOT - 3)], "grid", 0.9)

    def highest(
        self, line: Line, frame: _Frame, points: Sequence[tuple[float, float]], size: float
    ) -> _Tip | None:
        """Return the label over the highest mark, where it gets one."""
        at = _top(line)
        if at is None:
            return None
        text = _printed(line.marks[at])
        half = self.type.width(text, size) / 2
        x, y = points[at]
        # The name of the highest mark keeps off the line that ties a plan to its own.
        right = frame.x(line.planned[0].year) - 6 if line.planned else frame.right
        return _Tip(at, text, min(max(x, frame.left + half), right - half), y - 7, half)

    def step(self, ends: list[tuple[float, float]], look: Look, *, whole: bool) -> None:
        """Join two years: firmly where one follows the other, by a thin dashed line over years not given."""
        if whole:
            self.stroke("", ends, "loan" if look == "loan" else "accent", 2.0)
        else:
            self.stroke("", ends, "muted", 1.0, dashes=(1.5, 3))

    def point(self, name: str, mark: Mark, x: float, y: float, base: float) -> None:
        """Draw the mark of a year: a dot, hollow where worked out, hatched for a loan, open where a bound."""
        if mark.end != "closed":
            self.bound(name, mark, x, y, base)
        elif mark.look == "loan":
            self.box(name, "loan", x - 4, y - 4, 8, 8)
        else:
            self.dot(name, mark.look, x, y, DOT + 0.6 if mark.look == "derived" else DOT)

    def bound(self, name: str, mark: Mark, x: float, y: float, base: float) -> None:
        """Draw a bound: a tick where it is, and an arrow to the side on which the true figure lies."""
        tip = y - 13 if mark.end == "beyond" else max(y + 8, min(y + 13, base - 2))
        back = 4 if mark.end == "beyond" else -4
        self.stroke(name, [(x - 5, y), (x + 5, y)], "accent", 2.0)
        self.stroke(name, [(x, y), (x, tip)], "accent", 1.4)
        self.stroke(name, [(x - 3, tip + back), (x, tip), (x + 3, tip + back)], "accent", 1.4)

    def years(self, line: Line, others: Sequence[Mark], frame: _Frame, base: float) -> None:
        """Set years under the axis, none over another: the first, the last, the highest, and then others."""
        first, last = self.outer_years(line.marks, frame)
        taken = [(line.marks[0].year, *first), (line.marks[-1].year, *last)]
        top = _top(line)
        for mark in (*(() if top is None else (line.marks[top],)), *others):
            left, right = self.year_box(mark, frame)
            if all(left > other + 6 or right < one - 6 for _, one, other in taken):
                taken.append((mark.year, left, right))
        for year, left, _ in taken:
            self.words(left, base + 8, str(year), SMALL, "muted")

    def outer_years(
        self, marks: Sequence[Mark], frame: _Frame
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return from where to where the first and the last year reach; the first makes room for the last."""
        (left, right), last = self.year_box(marks[0], frame), self.year_box(marks[-1], frame)
        shift = max(min(0.0, last[0] - 6 - right), frame.left - DOT - left)
        # Where years after these are planned, the last may have to make room for the first.
        over = max(0.0, right + shift + 6 - last[0])
        return (left + shift, right + shift), (last[0] + over, last[1] + over)

    def year_box(self, mark: Mark, frame: _Frame) -> tuple[float, float]:
        """Return from where to where a year reaches that is set under its mark."""
        width = self.type.width(str(mark.year), SMALL)
        x = min(max(frame.x(mark.year) - width / 2, frame.left - DOT), frame.right + DOT - width)
        return x, x + width

    def fit_beside(self, marks: Sequence[Mark], frame: _Frame, size: float) -> bool:
        """Whether the values of the first and the last mark fit side by side under the axis."""
        (left, width), (right, other) = self.value_ends(marks, frame, size)
        return left + width + 8 <= right - other

    def ends(
        self, marks: Sequence[Mark], names: list[str], frame: _Frame, base: float, size: float, fits: bool
    ) -> float:
        """Set the first and the last value under their years, and return where they end."""
        top = base + 8 + SMALL * 1.35
        (left, _), (right, _) = self.value_ends(marks, frame, size)
        self.words(left, top, _printed(marks[0]), size, "muted", gid=names[0])
        top += 0 if fits else size * 1.3
        self.words(right, top, _printed(marks[-1]), size, "ink", gid=names[-1], align="right")
        return top + size * 1.35

    def value_ends(
        self, marks: Sequence[Mark], frame: _Frame, size: float
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return where the first value begins and where the last one ends, and how wide they are."""
        (left, _), (_, right) = self.outer_years(marks, frame)
        first, last = (self.type.width(_printed(each), size) for each in (marks[0], marks[-1]))
        left = min(left, frame.right + DOT - first)
        return (left, first), (max(right, frame.left - DOT + last), last)


def _printed(mark: Mark) -> str:
    return mark.short or mark.value


def _full(marks: Sequence[Mark]) -> float:
    return float(max(each.amount for each in marks)) or 1.0


def _top(line: Line) -> int | None:
    """The highest mark, where it lies clearly over both ends and is no bound."""
    marks = line.marks
    at = max(range(len(marks)), key=lambda each: marks[each].amount)
    over = marks[at].amount - max(marks[0].amount, marks[-1].amount)
    return at if over * _WORTH_SAYING > marks[at].amount and marks[at].end == "closed" else None


def _head(line: Line, size: float) -> float:
    """What the highest mark needs over it: a label, an arrow, or half a dot."""
    labelled = size + 9 if _top(line) is not None else 6.0
    plans = size * 1.4 + 5 if line.planned else 0.0
    return plans + max(labelled, *(15.0 if each.end == "beyond" else 6.0 for each in line.marks))


def _cleared(point: tuple[float, float], to: tuple[float, float], mark: Mark) -> tuple[float, float]:
    """Where a line to another point begins: beside a hollow mark, not inside it."""
    clear = {"derived": DOT + 0.6, "loan": 5.0}.get(mark.look, 0.0)
    (x, y), (there, up) = point, to
    length = ((there - x) ** 2 + (up - y) ** 2) ** 0.5
    share = min(clear / length, 0.5) if length else 0.0
    return x + (there - x) * share, y + (up - y) * share
