"""A paper as it is printed: its words with their sizes, and a picture of each page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pikepdf
import typst
from PIL import Image

from yearbook.report import typesetter

Matrix = pikepdf.Matrix
PPI = 144


@dataclass(frozen=True, slots=True)
class Run:
    """Words set in one piece: how many letters, how large, and where they begin from the top left, in points."""

    letters: int
    size: float
    x: float
    y: float


def pages(body: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        boxes = [[float(each) for each in page.mediabox] for page in pdf.pages]
        return [(round((x2 - x1) / 72 * 25.4), round((y2 - y1) / 72 * 25.4)) for x1, y1, x2, y2 in boxes]


def runs(body: bytes) -> list[list[Run]]:
    """Every piece of text of each page, those inside charts too, by the text operators of the file."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        found = []
        for page in pdf.pages:
            high = float(page.mediabox[3])
            texts = _texts(page, page.resources, Matrix())
            found.append([Run(letters, size, x, high - y) for letters, size, x, y in texts])
        return found


def _texts(stream: Any, resources: Any, outer: Matrix) -> Iterator[tuple[int, float, float, float]]:
    now, kept, line, size = outer, [], Matrix(), 0.0
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
                size = float(operands[1])
            case "Tj" | "TJ":
                whole = line @ now
                # The matrix is worth its height: text is never set narrow or wide here.
                yield _letters(operands[0]), size * (whole.c**2 + whole.d**2) ** 0.5, whole.e, whole.f
            case "Do":
                drawn = resources.XObject[str(operands[0])]
                if drawn.get("/Subtype") == "/Form":
                    own = Matrix(*map(float, drawn.get("/Matrix", [1, 0, 0, 1, 0, 0])))
                    yield from _texts(drawn, drawn.get("/Resources", resources), own @ now)


def pictures(template: str, document: dict[str, Any]) -> list[Image.Image]:
    """The pages of a paper as pictures of `PPI` pixels an inch, in grey."""
    made = _compiler(template).compile(
        format="png", ppi=PPI, sys_inputs={"document": json.dumps(document, ensure_ascii=False)}
    )
    each_page = made if isinstance(made, list) else [made]
    return [Image.open(io.BytesIO(page)).convert("L") for page in each_page]


def _letters(shown: Any) -> int:
    """How many letters an operator shows: two bytes each."""
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    return sum(len(bytes(each)) for each in parts if isinstance(each, pikepdf.String)) // 2


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        input=str(typesetter.TEMPLATES / f"{template}.typ"),
        root=str(typesetter.TEMPLATES),
        font_paths=typesetter._fonts(()),
        ignore_system_fonts=True,
    )


def contrast(picture: Image.Image, run: Run) -> float:
    """The contrast, as WCAG 2 defines it, between the darkest and the lightest grey where a run of text begins."""
    scale = PPI / 72
    # A run may begin with a space.
    wide, high = max(run.size * 2, 5), max(run.size * 0.8, 5)
    box = (run.x * scale, (run.y - high) * scale, (run.x + wide) * scale, (run.y + 1) * scale)
    darkest, lightest = picture.crop(tuple(map(round, box))).getextrema()
    return (_luminance(lightest) + 0.05) / (_luminance(darkest) + 0.05)


def _luminance(grey: Any) -> float:
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
