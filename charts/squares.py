"""How squares are drawn: one for each thing counted, a hundred for a share, and the cells of a heat table."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from charts.drawing import Heat, Hundred, Key, Level, Row, Squares, capital
from charts.house import CELL, EDGE, IN_ROW, INNER, LABEL, PENS, SMALL, SQUARE, STEP, WIDTH, Page

_SIDE, _REST, _NUMBER = 10, 5.0, 34.0
_WIDEST, _GAP = 72.0, 5.0


class Squared(Page):
    """A page that knows how squares and cells are drawn."""

    def squares(self, squares: Squares) -> None:
        """Draw rows of squares, under the key to their looks where these differ."""
        self.keys(squares.keys)
        for at, row in enumerate(squares.rows):
            self.y += 10 if at else 0
            self.row(row)

    def row(self, row: Row) -> None:
        """Draw the squares of one kind under their label."""
        name, mark, count = self.next_mark(), row.mark, int(row.mark.amount)
        self.paragraph(f"{capital(mark.label)}  {mark.value}", LABEL, "ink", gid=name)
        top = self.y + 3
        for at in range(count):
            x, y = EDGE + at % IN_ROW * STEP, top + at // IN_ROW * STEP
            look = (row.squares[at].look if row.squares else None) or mark.look
            self.box(f"{name}.{at}" if row.squares else name, look, x, y, SQUARE, SQUARE)
        self.y = top + ceil(count / IN_ROW) * STEP + 2

    def keys(self, keys: Sequence[Key], *, dots: bool = False) -> None:
        """Set what each look stands for, as a square or a dot, in one line or as many as it takes."""
        if not keys:
            return
        x = EDGE
        for each in keys:
            width = 16 + self.type.width(each.says, SMALL)
            if x > EDGE and x + width > WIDTH - EDGE:
                x, self.y = EDGE, self.y + SMALL * 1.5
            if dots:
                self.dot("", each.look, x + 5, self.y + 7.5, 4.5)
            else:
                self.box("", each.look, x, self.y + 1.5, 11, 11)
            self.words(x + 16, self.y, each.says, SMALL, "muted")
            x += width + 12
        self.y += SMALL * 1.5 + 8

    # A share

    def hundred(self, hundred: Hundred) -> None:
        """Draw ten by ten squares, as many large ones as the share has hundredths; the number beside them."""
        name, top, share = self.next_mark(), self.y, float(hundred.mark.amount) * _SIDE**2
        rest, of_rest = (SQUARE - _REST) / 2, "rest" if hundred.mark.look == "derived" else "hollow rest"
        for at in range(_SIDE**2):
            x, y = EDGE + at % _SIDE * STEP, top + at // _SIDE * STEP
            part = min(max(share - at, 0.0), 1.0)
            if part > 0:
                self.box(name, hundred.mark.look, x, y, max(part * SQUARE, 1.5), SQUARE)
            else:
                self.box("", of_rest, x + rest, y + rest, _REST, _REST)
        x = EDGE + _SIDE * STEP + 10
        number, room = hundred.mark.value, WIDTH - EDGE - x
        size = min(_NUMBER, _NUMBER * room / self.type.width(number, _NUMBER))
        self.y = top + 2
        self.paragraph(number, size, "ink", x=x, gid=name)
        self.y += 4
        self.paragraph(capital(hundred.mark.label), LABEL, "ink", x=x, gid=name)
        self.y = max(self.y, top + _SIDE * STEP - (STEP - SQUARE))

    # Cells

    def heat(self, heat: Heat) -> None:
        """Draw a row a level: its name, and under it a cell a column with its number in it."""
        self.keys(heat.keys)
        count = len(heat.columns)
        width = min((INNER - _GAP * (count - 1)) / count, _WIDEST)
        xs = [EDGE + at * (width + _GAP) for at in range(count)]
        for x, column in zip(xs, heat.columns, strict=True):
            self.words(x + width / 2, self.y, column, SMALL, "muted", align="center")
        self.y += SMALL * 1.5 + 4
        for at, level in enumerate(heat.rows):
            self.y += 8 if at else 0
            self.level(level, xs, width)

    def level(self, level: Level, xs: Sequence[float], width: float) -> None:
        """Draw the cells of a row; an empty place has a short stroke, a break a dashed upright before it."""
        self.paragraph(capital(level.label), LABEL, "ink")
        top, middle = self.y + 2, self.y + 2 + CELL / 2
        for at, (x, mark) in enumerate(zip(xs, level.cells, strict=True)):
            if at in level.breaks:
                upright = [(x - _GAP / 2, top - 2), (x - _GAP / 2, top + CELL + 2)]
                self.stroke("", upright, "ink", 1.2, dashes=(2.5, 2.5))
            if mark is None:
                self.stroke("", [(x + width / 2 - 4, middle), (x + width / 2 + 4, middle)], "grid", 1.0)
                continue
            name = self.next_mark()
            self.box(name, mark.look, x, top, width, CELL)
            size = min(SMALL, SMALL * (width - 4) / self.type.width(mark.short, SMALL))
            role = "ground" if PENS[mark.look].face == "accent" else "ink"
            self.words(x + width / 2, middle - size * 0.56, mark.short, size, role, gid=name, align="center")
        self.y = top + CELL
