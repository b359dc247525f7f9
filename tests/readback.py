"""A PDF read back: words with their places, tables from the tags, fonts; by the operators of the file, not by ours."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

Matrix = pikepdf.Matrix
_BFCHAR = re.compile(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")

_CLOSING = "。，、；：）》」』】”’！？"


@dataclass(frozen=True, slots=True)
class Run:
    """Words shown by one operator: where they begin and where their ink ends, in points from the top left; their tag."""

    text: str
    x: float
    end: float
    y: float
    size: float
    font: str
    mark: int | None


@dataclass(frozen=True)
class Paper:
    """A PDF and what can be read from it."""

    body: bytes
    _fonts: dict[Any, tuple[dict[int, str], dict[int, float]]] = field(default_factory=dict)

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        """The file as objects."""
        return pikepdf.open(io.BytesIO(self.body))

    @cached_property
    def pages(self) -> list[list[Run]]:
        """The runs of text of each page, in the order of the file; those inside charts too."""
        return [
            list(self._runs(page, page.resources, Matrix(), float(page.mediabox[3])))
            for page in self.pdf.pages
        ]

    @cached_property
    def text(self) -> str:
        """All words without white space and joiners: lines break anywhere."""
        return squeezed("".join(run.text for page in self.pages for run in page))

    @cached_property
    def tables(self) -> list[list[list[str]]]:
        """The rows of every tagged table, each cell as words without white space."""
        words = self._by_mark()
        found = (each for each in elements(self.pdf.Root.StructTreeRoot) if each.get("/S") == "/Table")
        return [
            [
                [squeezed("".join(self._words(cell, words))) for cell in elements(row) if cell.get("/S") in ("/TH", "/TD")]
                for row in elements(table)
                if row.get("/S") == "/TR"
            ]
            for table in found
        ]  # fmt: skip

    def _by_mark(self) -> dict[tuple[int, int], str]:
        words: dict[tuple[int, int], str] = defaultdict(str)
        for page, runs in zip(self.pdf.pages, self.pages, strict=True):
            for run in runs:
                if run.mark is not None:
                    words[page.obj.objgen[0], run.mark] += run.text
        return words

    def _words(self, element: Any, words: dict[tuple[int, int], str], page: int = 0) -> Iterator[str]:
        page = element.Pg.objgen[0] if "/Pg" in element else page
        for kid in _kids(element):
            if isinstance(kid, int):
                yield words.get((page, kid), "")
            elif kid.get("/Type") == "/MCR":
                yield words.get((kid.Pg.objgen[0] if "/Pg" in kid else page, int(kid.MCID)), "")
            elif "/S" in kid:
                yield from self._words(kid, words, page)

    def _runs(self, stream: Any, resources: Any, outer: Matrix, high: float) -> Iterator[Run]:
        now, kept, line, size, font = outer, [], Matrix(), 0.0, None
        marks: list[int | None] = []
        for operands, operator in pikepdf.parse_content_stream(stream):
            match str(operator):
                case "q":
                    kept.append(now)
                case "Q":
                    now = kept.pop()
                case "cm":
                    now = Matrix(*map(float, operands)) @ now
                case "BT":
                    line = Matrix()
                case "Tm":
                    line = Matrix(*map(float, operands))
                case "Td":
                    line = Matrix().translated(*map(float, operands)) @ line
                case "Tf":
                    font, size = resources.Font[str(operands[0])], float(operands[1])
                case "BDC":
                    told = operands[1] if isinstance(operands[1], pikepdf.Dictionary) else {}
                    marks.append(int(told["/MCID"]) if "/MCID" in told else None)
                case "BMC":
                    marks.append(None)
                case "EMC":
                    marks.pop()
                case "Tj" | "TJ":
                    whole = line @ now
                    scale = (whole.a**2 + whole.b**2) ** 0.5
                    words, wide = self._shown(operands[0], font)
                    mark = next((each for each in reversed(marks) if each is not None), None)
                    name = str(font.BaseFont)[1:]
                    yield Run(
                        words,
                        whole.e,
                        whole.e + wide * size * scale,
                        high - whole.f,
                        size * scale,
                        name,
                        mark,
                    )
                case "Do":
                    drawn = resources.XObject[str(operands[0])]
                    if drawn.get("/Subtype") == "/Form":
                        own = Matrix(*map(float, drawn.get("/Matrix", [1, 0, 0, 1, 0, 0])))
                        yield from self._runs(drawn, drawn.get("/Resources", resources), own @ now, high)

    def _shown(self, operand: Any, font: Any) -> tuple[str, float]:
        letters, widths = self._font(font)
        words, wide, ink = "", 0.0, 0.0
        for part in operand if isinstance(operand, pikepdf.Array) else [operand]:
            if not isinstance(part, pikepdf.String):
                wide -= float(part) / 1000
                continue
            raw = bytes(part)
            for at in range(0, len(raw), 2):
                glyph = int.from_bytes(raw[at : at + 2], "big")
                letter = letters.get(glyph, "")
                words += letter
                wide += widths.get(glyph, 1000.0) / 1000
                if squeezed(letter):  # the right half of a closing mark is empty
                    ink = wide - (0.5 if squeezed(letter) in _CLOSING else 0)
        return words, ink

    def _font(self, font: Any) -> tuple[dict[int, str], dict[int, float]]:
        key = font.objgen
        if key not in self._fonts:
            letters = {
                int(glyph, 16): bytes.fromhex(text).decode("utf-16-be")
                for glyph, text in _BFCHAR.findall(font.ToUnicode.read_bytes().decode("latin-1"))
            }
            self._fonts[key] = letters, dict(_widths(font.DescendantFonts[0].get("/W", [])))
        return self._fonts[key]


def _widths(array: Any) -> Iterator[tuple[int, float]]:
    """Every glyph with its width: the two forms of a /W array."""
    items, at = list(array), 0
    while at < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            yield from ((first + step, float(wide)) for step, wide in enumerate(items[at + 1]))
            at += 2
        else:
            yield from ((glyph, float(items[at + 2])) for glyph in range(first, int(items[at + 1]) + 1))
            at += 3


def squeezed(text: str) -> str:
    """Text without white space and joiners."""
    return "".join(text.split()).replace("\u2060", "")


def elements(element: Any) -> Iterator[Any]:
    """A structure element and everything below it."""
    yield element
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or "/K" in kid):
            yield from elements(kid)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
