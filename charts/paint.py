"""A `Drawing` becomes a matplotlib figure, block by block; bars start at a common zero."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from charts.drawing import (
    Bars,
    Block,
    Columns,
    Drawing,
    Heading,
    Line,
    Mark,
    Panels,
    Row,
    Squares,
    Stacks,
    Strip,
    Whole,
    capital,
)
from charts.house import (
    ARROW,
    BAR,
    EDGE,
    GAP,
    IN_ROW,
    INNER,
    LABEL,
    SMALL,
    SQUARE,
    STEP,
    STYLE,
    TITLE,
    WIDTH,
)
from charts.lines import Lines
from charts.strips import Strips


def paint(drawing: Drawing, font: Path) -> Figure:
    """Return the figure of a drawing, 360 units wide and as tall as it needs."""
    with mpl.rc_context(STYLE):
        return _Painter(font).paint(drawing)


class _Painter(Lines, Strips):
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
            case Squares():
                self.squares(block)
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
            case Heading():
                self.paragraph(capital(block.text), LABEL, "muted")
                self.y -= 8

    def room_beside(self, drawing: Drawing) -> float:
        """Return what the longest value needs beside its bar: one for all, so that bars have one scale."""
        marks = [each for block in drawing.blocks if isinstance(block, Bars) for each in block.marks]
        widest = max((self.type.width(each.value, LABEL) for each in marks), default=0.0) + 8
        arrow = ARROW if any(each.end == "beyond" for each in marks) else 0.0
        return widest + arrow if widest < INNER / 2 else 0.0

    def bars(self, bars: Bars) -> None:
        full = bars.full or max(max(each.start + each.amount, each.whole) for each in bars.marks)
        scale = (INNER - (self.beside or ARROW)) / float(full) if full else 0.0
        for at, mark in enumerate(bars.marks):
            self.y += 10 if at else 0
            self.bar(mark, scale)

    def bar(self, mark: Mark, scale: float) -> None:
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

    def body(self, name: str, mark: Mark, x: float, top: float, width: float) -> None:
        if mark.end == "short":
            self.fading(name, mark.look, x, top, width)
            return
        gap = 2.0 if mark.cells > 1 else 0.0
        cell = (width - gap * (mark.cells - 1)) / mark.cells
        for at in range(mark.cells):
            self.box(name, mark.look, x + at * (cell + gap), top, cell, BAR)

    def fading(self, name: str, look: str, x: float, top: float, width: float) -> None:
        """Draw an upper bound: the bar breaks up into thinner and thinner strips before its end."""
        step = min(6.0, width / 8)
        solid = width - 5 * step
        self.box(name, look, x, top, solid, BAR)
        for at in range(5):
            thin = step * (0.66 - 0.11 * at)
            self.box(name, look, x + solid + (at + 1) * step - thin, top, thin, BAR)

    def arrow(self, name: str, x: float, top: float) -> None:
        """Draw a lower bound: an arrow head says that the bar goes on."""
        middle = top + BAR / 2
        self.stroke(name, [(x + 3, top + 3), (x + 9, middle), (x + 3, top + BAR - 3)], "accent", 2.4)

    def squares(self, squares: Squares) -> None:
        for at, row in enumerate(squares.rows):
            self.y += 10 if at else 0
            self.row(row)

    def row(self, row: Row) -> None:
        name, mark, count = self.next_mark(), row.mark, int(row.mark.amount)
        self.paragraph(f"{capital(mark.label)}  {mark.value}", LABEL, "ink", gid=name)
        top = self.y + 3
        for at in range(count):
            x, y = EDGE + at % IN_ROW * STEP, top + at // IN_ROW * STEP
            self.box(f"{name}.{at}" if row.squares else name, mark.look, x, y, SQUARE, SQUARE)
        self.y = top + ceil(count / IN_ROW) * STEP + 2

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
        if room < 90:
            x, room, align = start - 6, max(before - 12, 60), "right"
        top = self.y
        for words in (mark.value, mark.label):
            self.paragraph(words, LABEL, "ink", x=x, width=room, gid=name, align=align)
        self.stroke(name, [(start + 0.6, under - 2), (start + 0.6, top + 2 * LABEL * 1.4 - 4)], "grid", 1.0)
        self.y += 6


def _outline(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
