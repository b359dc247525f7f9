"""A paper as it is printed: the size of its pages, a picture of each, and how its words stand out."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import pikepdf
import typst
from PIL import Image

from tests.readback import Run
from yearbook.report import typesetter

PPI = 144


def pages(body: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        boxes = [[float(each) for each in page.mediabox] for page in pdf.pages]
        return [(round((x2 - x1) / 72 * 25.4), round((y2 - y1) / 72 * 25.4)) for x1, y1, x2, y2 in boxes]


def pictures(template: str, document: dict[str, Any], ppi: int = PPI) -> list[Image.Image]:
    """The pages of a paper as pictures of so many pixels an inch, in grey."""
    made = _compiler(template).compile(
        format="png", ppi=ppi, sys_inputs={"document": json.dumps(document, ensure_ascii=False)}
    )
    each_page = made if isinstance(made, list) else [made]
    return [Image.open(io.BytesIO(page)).convert("L") for page in each_page]


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
