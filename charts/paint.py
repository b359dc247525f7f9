"""A `Drawing` becomes a matplotlib figure, block by block; bars start at a common zero."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from charts.bars import Lying
from charts.days import Days
from charts.drawing import (
    Bars,
    Block,
    Bullets,
    Calendar,
    Columns,
    Dates,
    Drawing,
    Heading,
    Heat,
    Hundred,
    Line,
    Mark,
    Panels,
    Squares,
    Stacks,
    Strip,
    Ways,
    Whole,
    capital,
)
from charts.house import BAR, EDGE, GAP, INNER, LABEL, SMALL, STYLE, TITLE, WIDTH
from charts.lines import Lines
from charts.strips import Strips


def paint(drawing: Drawing, font: Path) -> Figure:
    """Return the figure of a drawing, 360 units wide and as tall as it needs."""
    with mpl.rc_context(STYLE):
        return _Painter(font).paint(drawing)


class _Painter(Lying, Lines, Strips, Days):
    """A page that knows how each kind of block is drawn."""

    def paint(self, drawing: Drawing) -> Figure:
        self.paragraph(drawing.title, TITLE, "ink", gid="title")
        self.y += 3
        self.paragraph(drawing.subtitle, SMALL, "muted", gid="subtitle")
        self.beside = self.room_beside(drawing)
        for block in drawing.blocks:
            self.y += GAP
            self.block(block)
        self.y += GAP if drawing.notes else 0
        for note in drawing.notes:
            self.paragraph(note, SMALL, "muted")
            self.y += 2
        self.y += 8 if drawing.notes else GAP
        self.paragraph(drawing.source, SMALL, "muted", gid="source")
        return self.cut()

    def block(self, block: Block) -> None:
        match block:
            case Bars():
                self.bars(block)
            case Ways():
                self.ways(block)
            case Bullets():
                self.bullets(block)
            case Hundred():
                self.hundred(block)
            case Squares():
                self.squares(block)
            case Calendar():
                self.calendar(block)
            case Whole():
                self.whole(block)
            case Columns():
                self.columns(block)
            case Line():
                self.line(block)
            case Panels():
                self.panels(block)
            case Stacks():
                self.stacks(block)
            case Strip():
                self.strip(block)
            case Heat():
                self.heat(block)
            case Dates():
                self.dates(block)
            case Heading():
                self.heading(block)

    def heading(self, heading: Heading) -> None:
        """Set a line of words; a firm rule above it says that what follows has another measure."""
        if heading.kind == "apart":
            self.stroke("", [(EDGE, self.y + 2), (WIDTH - EDGE, self.y + 2)], "ink", 1.6)
            self.y += 12
        self.paragraph(capital(heading.text), LABEL, "ink" if heading.kind == "equation" else "muted")
        self.y -= 8

    def whole(self, whole: Whole) -> None:
        total = sum((each.amount for each in whole.parts), Fraction(0)) or Fraction(1)
        scale = (INNER - 3.0 * (len(whole.parts) - 1)) / float(total)
        names, starts, top = [], [], self.y
        x = EDGE
        for mark in whole.parts:
            names.append(self.next_mark())
            starts.append(x)
            self.box(names[-1], mark.look, x, top, float(mark.amount) * scale, 1.5 * BAR)
            x += float(mark.amount) * scale + 3
        hung = list(zip(names, starts, whole.parts, strict=True))
        under = self.y = top + 1.5 * BAR + 4
        if all(self.fits(each, float(each.amount) * scale) for each in whole.parts):
            tops = [self.under(each, float(each[2].amount) * scale, under) for each in hung]
            self.y = max(tops)
            return
        self.y += 4
        for (name, start, mark), before in zip(reversed(hung), reversed([EDGE, *starts[:-1]]), strict=True):
            self.leader(name, start, mark, under, start - before)

    def fits(self, mark: Mark, room: float) -> bool:
        words = (mark.value, *self.type.wrap(mark.label, LABEL, room))
        return len(words) <= 4 and all(self.type.width(each, LABEL) <= room for each in words)

    def under(self, hung: tuple[str, float, Mark], room: float, top: float) -> float:
        """Set a label right under its part and return where it ends."""
        name, start, mark = hung
        self.y = top
        self.paragraph(mark.value, LABEL, "ink", x=start, width=room, gid=name)
        self.paragraph(mark.label, LABEL, "ink", x=start, width=room, gid=name)
        return self.y

    def leader(self, name: str, start: float, mark: Mark, under: float, before: float) -> None:
        """Hang a label under the beginning of its part; the rightmost part has the highest label.

        One without room on its right hangs on the left, over the part `before`, whose own line it keeps off.
        """
        x, room, align = start + 6, WIDTH - EDGE - start - 6, "left"
        top, down = self.y, self.y + 2 * LABEL * 1.4 - 4
        if room < 90:
            x, room, align = start - 6, max(before - 12, 60), "right"
        elif self.type.width(mark.value, LABEL) > room and before > self.type.width(mark.value, LABEL):
            # A little too narrow: the label ends at the edge of the page, and its line above it.
            x, room, align, down = WIDTH - EDGE, WIDTH - EDGE - start + before - 12, "right", top - 1
        for words in (mark.value, mark.label):
            self.paragraph(words, LABEL, "ink", x=x, width=room, gid=name, align=align)
        self.stroke(name, [(start + 0.6, under - 2), (start + 0.6, down)], "grid", 1.0)
        self.y += 6
