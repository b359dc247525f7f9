"""How lying bars are drawn: from a common zero, to both sides of one, and against a standard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from charts.drawing import Bars, Bullet, Bullets, Drawing, Mark, Ways, capital
from charts.house import ARROW, BAR, EDGE, INNER, LABEL, SMALL, WIDTH, Page

# How far a standard stands out over its bar and under it.
_OUT = 5.0


class Lying(Page):
    """A page that knows how lying bars are drawn."""

    def room_beside(self, drawing: Drawing) -> float:
        """Return what the longest value needs beside its bar: one for all, so that bars have one scale."""
        marks = [each for block in drawing.blocks if isinstance(block, Bars) for each in block.marks]
        widest = max((self.type.width(each.value, LABEL) for each in marks), default=0.0) + 8
        arrow = ARROW if any(each.end == "beyond" for each in marks) else 0.0
        return widest + arrow if widest < INNER / 2 else 0.0

    def bars(self, bars: Bars) -> None:
        """Draw bars under one another, each under its label."""
        full = bars.full or max(max(each.start + each.amount, each.whole) for each in bars.marks)
        scale = (INNER - (self.beside or ARROW)) / float(full) if full else 0.0
        for at, mark in enumerate(bars.marks):
            self.y += 10 if at else 0
            self.bar(mark, scale)

    def bar(self, mark: Mark, scale: float) -> None:
        """Draw one bar, on the track of the whole it is part of."""
        name = self.next_mark()
        label = capital(mark.label) if self.beside else f"{capital(mark.label)}  {mark.value}"
        self.paragraph(label, LABEL, "ink", gid=name)
        top, x = self.y + 2, EDGE + float(mark.start) * scale
        width = float(mark.amount) * scale
        end = EDGE + max(float(mark.start + mark.amount), float(mark.whole)) * scale
        if mark.whole:
            self.stroke(name, _outline(EDGE, top, float(mark.whole) * scale, BAR), "grid", 0.9)
        if mark.amount > 0:
            self.body(name, mark, x, top, width)
        if mark.end == "beyond":
            self.arrow(name, end, top)
            end += ARROW
        if self.beside:
            self.words(end + 6, top + (BAR - LABEL) / 2 - 1, mark.value, LABEL, "ink", gid=name)
        self.y = top + BAR

    def body(self, name: str, mark: Mark, x: float, top: float, width: float, way: int = 1) -> None:
        """Draw a bar from `x` on, to the right or (`way` -1) to the left."""
        if mark.end == "short":
            self.fading(name, mark.look, x, top, width, way)
            return
        gap = 2.0 if mark.cells > 1 else 0.0
        cell = (width - gap * (mark.cells - 1)) / mark.cells
        for at in range(mark.cells):
            self.lying(name, mark.look, x, top, at * (cell + gap), cell, way)

    def fading(self, name: str, look: str, x: float, top: float, width: float, way: int = 1) -> None:
        """Draw an upper bound: the bar breaks up into thinner and thinner strips before its end."""
        step = min(6.0, width / 8)
        solid = width - 5 * step
        self.lying(name, look, x, top, 0, solid, way)
        for at in range(5):
            thin = step * (0.66 - 0.11 * at)
            self.lying(name, look, x, top, solid + (at + 1) * step - thin, thin, way)

    def lying(self, name: str, look: str, x: float, top: float, start: float, width: float, way: int) -> None:
        """Put a box that begins so far from `x` on its way."""
        self.box(name, look, x + start if way > 0 else x - start - width, top, width, BAR)

    def arrow(self, name: str, x: float, top: float, way: int = 1) -> None:
        """Draw a lower bound: an arrow head says that the bar goes on."""
        near, far, middle = x + 3 * way, x + 9 * way, top + BAR / 2
        self.stroke(name, [(near, top + 3), (far, middle), (near, top + BAR - 3)], "accent", 2.4)

    # To both sides

    def ways(self, ways: Ways) -> None:
        """Draw what goes to the right of an upright, and what comes to its left."""
        marks = (*ways.there, *ways.back)
        open_ended = ARROW if any(each.end == "beyond" for each in marks) else 0.0
        there, back = (max(float(each.amount) for each in side) for side in (ways.there, ways.back))
        scale = (INNER - 2 * open_ended) / ((there + back) or 1.0)
        axis = EDGE + open_ended + back * scale
        for at, mark in enumerate(marks):
            self.y += 10 if at else 0
            self.way(mark, axis, scale, 1 if at < len(ways.there) else -1)

    def way(self, mark: Mark, axis: float, scale: float, way: int) -> None:
        """Draw one bar from the upright on; the upright stands beside every bar and crosses no words."""
        name = self.next_mark()
        self.paragraph(f"{capital(mark.label)}  {mark.value}", LABEL, "ink", gid=name)
        top, width = self.y + 4, float(mark.amount) * scale
        if mark.amount > 0:
            self.body(name, mark, axis + 1.5 * way, top, max(width - 1.5, 0.8), way)
        if mark.end == "beyond":
            self.arrow(name, axis + width * way, top, way)
        self.stroke("", [(axis, top - 1), (axis, top + BAR + 4)], "ink", 1.4)
        self.y = top + BAR + 4

    # Against a standard

    def bullets(self, bullets: Bullets) -> None:
        """Draw bars with strokes where they ought to be, all on one scale."""
        marks = [mark for row in bullets.rows for mark in (row.mark, *row.standards)]
        scale = (INNER - 2) / (max(float(each.amount) for each in marks) or 1.0)
        unnamed: dict[str, None] = {}
        for at, row in enumerate(bullets.rows):
            self.y += 12 if at else 0
            unnamed |= dict.fromkeys(self.bullet(row, scale))
        self.y += 6 if unnamed else 0
        for each in unnamed:
            self.paragraph(each, SMALL, "muted")

    def bullet(self, row: Bullet, scale: float) -> list[str]:
        """Draw one bar and its strokes; return the names of those that have no room for them."""
        name, names = self.next_mark(), [self.next_mark() for _ in row.standards]
        self.paragraph(f"{capital(row.mark.label)}  {row.mark.value}", LABEL, "ink", gid=name)
        if row.counted:
            self.paragraph(row.counted, SMALL, "muted", gid=name)
        top = self.y + _OUT + 3
        if row.mark.amount > 0:
            self.body(name, row.mark, EDGE, top, float(row.mark.amount) * scale)
        else:
            self.stroke(name, [(EDGE, top + BAR), (WIDTH - EDGE, top + BAR)], "grid", 1.0)
        for each, mark in zip(names, row.standards, strict=True):
            x = EDGE + float(mark.amount) * scale
            ends = [(x, top - _OUT), (x, top + BAR + _OUT)]
            if x < EDGE + float(row.mark.amount) * scale - 4:
                self.stroke(each, ends, "ground", 5.6)
            self.stroke(each, ends, "ink", 2.6)
        self.y = top + BAR + _OUT + 3
        return self.under_standards(row, names, scale)

    def under_standards(self, row: Bullet, names: list[str], scale: float) -> list[str]:
        """Name each standard under its stroke; where that is too narrow, set its number, or nothing."""
        named = [(each.value, each.label) for each in row.standards]
        for texts in (named, [(each.short,) for each in row.standards]):
            pairs = zip(row.standards, texts, strict=True)
            places = [self.place(EDGE + float(mark.amount) * scale, each) for mark, each in pairs]
            if _are_apart(places):
                for each, lines, (left, right) in zip(names, texts, places, strict=True):
                    for line, text in enumerate(lines):
                        top, role = self.y + line * SMALL * 1.35, "muted" if line else "ink"
                        self.words((left + right) / 2, top, text, SMALL, role, gid=each, align="center")
                self.y += len(texts[0]) * SMALL * 1.35
                break
        return [] if texts is named else [f"{capital(label)}  {value}" for value, label in named]

    def place(self, x: float, texts: Sequence[str]) -> tuple[float, float]:
        """Return from where to where words under a stroke reach, kept on the page."""
        half = max(self.type.width(each, SMALL) for each in texts) / 2
        middle = min(max(x, EDGE + half), WIDTH - EDGE - half)
        return middle - half, middle + half


def _are_apart(places: list[tuple[float, float]]) -> bool:
    ordered = sorted(places)
    return all(a[1] + 6 <= b[0] for a, b in pairwise(ordered)) and all(left >= EDGE for left, _ in places)


def _outline(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
