"""The house style, in one place: sizes, colours, pens, and the page that pieces are put on.

A chart is laid out for a phone first: 360 units wide, labels above their bars, everything measured with the
real font. One unit is one point, so positions here are the positions in the SVG. An outline with hatching is
a loan, a dashed outline a plan, a hollow mark something worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Rectangle

from charts.typeset import Typesetter

WIDTH, EDGE = 360.0, 10.0
INNER = WIDTH - 2 * EDGE
TITLE, LABEL, SMALL = 16.0, 13.0, 12.0
BAR, GAP, ARROW = 18.0, 14.0, 12.0
SQUARE, STEP, IN_ROW = 13.0, 17.0, 20
COLUMN_HEIGHT = 88.0
PANEL_HEIGHT, PANEL_GAP = 72.0, 22.0
DOT, STACK = 3.0, 13.0
CELL = 24.0

# Colours by role: these stand in the file for paper; the page replaces each by a class (house.css).
COLOURS = {
    "accent": "#0b5fa5",
    "ink": "#1f2328",
    "muted": "#5a626b",
    "quiet": "#b9c0c7",
    "loan": "#3d434a",
    "grid": "#8a929b",
    "ground": "#ffffff",
}

STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "yearbook",
    "hatch.linewidth": 1.0,
    "text.parse_math": False,
    "font.size": LABEL,
}


@dataclass(frozen=True, slots=True)
class _Pen:
    """How a look is drawn: filled or hollow, its line, its hatching."""

    face: str
    edge: str
    line: float = 1.2
    dashes: tuple[float, float] | None = None
    hatch: str = ""


PENS = {
    "solid": _Pen("accent", "none", line=0),
    "quiet": _Pen("quiet", "muted", line=0.9),
    "loan": _Pen("none", "loan", hatch="/////"),
    "planned": _Pen("none", "accent", line=1.4, dashes=(3.6, 2.2)),
    "derived": _Pen("none", "ink"),
    "crossed": _Pen("none", "ink", hatch="xxxx"),
    "times": _Pen("none", "accent", hatch="|||"),
    "dotted": _Pen("none", "muted", line=0.9, hatch="..."),
    "open": _Pen("none", "muted", dashes=(2, 1.93)),
    # What is left of a hundred: small, and hollow where the squares of the share are full.
    "rest": _Pen("grid", "none", line=0),
    "hollow rest": _Pen("none", "grid", line=1.0),
}


class Page:
    """A figure filled from the top; `y` is how far it is filled, `beside` what values need beside bars."""

    def __init__(self, font: Path) -> None:
        self.type = Typesetter(font)
        self.figure = Figure(figsize=(WIDTH / 72, 1), dpi=72)
        self.figure.patch.set_visible(False)
        self.page = self.figure.add_axes((0, 0, 1, 1))
        self.page.set_axis_off()
        self.page.set_xlim(0, WIDTH)
        self.y = EDGE
        self.beside = 0.0
        self.marks = 0
        self.pieces = 0

    def cut(self) -> Figure:
        """Return the figure, cut off below what has been put on it."""
        height = self.y + EDGE - 4
        self.figure.set_size_inches(WIDTH / 72, height / 72)
        self.page.set_ylim(height, 0)
        return self.figure

    # Pieces: words, boxes and strokes. Pieces of one mark share its number, so the page can join them.

    def words(
        self, x: float, top: float, text: str, size: float, role: str, gid: str = "", align: str = "left"
    ) -> None:
        """Put one line of words with its upper edge at `top`."""
        baseline = top + 0.9 * size
        piece = self.page.text(
            x, baseline, text, size=size, color=COLOURS[role], ha=align, va="baseline",
            fontproperties=self.type.properties(size),
        )  # fmt: skip
        piece.set_gid(self.gid(gid))

    def paragraph(
        self,
        text: str,
        size: float,
        role: str,
        *,
        x: float = EDGE,
        width: float = 0,
        gid: str = "",
        align: str = "left",
    ) -> None:
        """Set words wrapped to a width from `y` on, and move below them."""
        title = gid == "title"
        for line in self.type.wrap(text, size, width or WIDTH - EDGE - x, title=title):
            self.words(x, self.y, line, size, role, gid, align)
            self.y += size * (1.38 if title else 1.4)

    def gid(self, name: str) -> str:
        """Return a name for a piece, no two alike."""
        self.pieces += 1
        return f"{name or 'words'}-{self.pieces}"

    def box(self, mark: str, look: str, x: float, y: float, width: float, height: float) -> None:
        """Put a box of a mark, its line inside its edges."""
        pen = PENS[look]
        inset = pen.line / 2
        patch = Rectangle(
            (x + inset, y + inset),
            max(width - 2 * inset, 0.8),
            height - 2 * inset,
            facecolor=COLOURS.get(pen.face, "none"),
            edgecolor=COLOURS.get(pen.edge, "none"),
            linewidth=pen.line,
            # Half a dash of offset puts a dash round every corner of a square.
            linestyle="solid" if pen.dashes is None else (pen.dashes[0] / 2, pen.dashes),
            hatch=pen.hatch or None,
            clip_on=False,
        )
        patch.set_gid(self.gid(mark))
        self.page.add_patch(patch)

    def dot(self, mark: str, look: str, x: float, y: float, radius: float) -> None:
        """Put a dot of a mark, its line inside its edge."""
        pen = PENS[look]
        patch = Circle(
            (x, y),
            radius - pen.line / 2,
            facecolor=COLOURS.get(pen.face, "none"),
            edgecolor=COLOURS.get(pen.edge, "none"),
            linewidth=pen.line,
            linestyle="solid" if pen.dashes is None else (0, (2.3, 1.7)),
            clip_on=False,
        )
        patch.set_gid(self.gid(mark))
        self.page.add_patch(patch)

    def stroke(
        self, mark: str, points: list[tuple[float, float]], role: str, line: float, dashes: Any = None
    ) -> None:
        """Put a line through points."""
        patch = Polygon(
            points,
            closed=False,
            fill=False,
            edgecolor=COLOURS[role],
            linewidth=line,
            linestyle="solid" if dashes is None else (0, dashes),
            capstyle="round",
            joinstyle="round",
            clip_on=False,
        )
        patch.set_gid(self.gid(mark))
        self.page.add_patch(patch)

    def next_mark(self) -> str:
        """Return the name that all pieces of the next mark share."""
        self.marks += 1
        return f"mark{self.marks}"
