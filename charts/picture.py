"""The picture a page is shared with: a publisher's number, what it is and whose, as a PNG of 1200 by 630."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from yearbook.store import Store, code_hash, version_of

_WIDTH, _HEIGHT, _EDGE = 1200, 630, 72
_INK, _MUTED, _ACCENT = "#1c2024", "#56606b", "#0b5fa5"


def picture(number: str, label: str, publisher: str, foot: str, store: Store) -> bytes:
    """Return the picture; the same texts give the same bytes."""
    made_from = (
        "picture",
        number,
        label,
        publisher,
        foot,
        code_hash(Path(__file__)),
        version_of("matplotlib"),
    )
    return store.keep(made_from, lambda: _drawn(number, label, publisher, foot))


def _drawn(number: str, label: str, publisher: str, foot: str) -> bytes:
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle
    from pylopdf_fonts_zh_cn import sans_path

    from charts.typeset import Typesetter

    type_ = Typesetter(Path(sans_path()))
    figure = Figure(figsize=(_WIDTH / 100, _HEIGHT / 100), dpi=100, facecolor="white")
    page = figure.add_axes((0, 0, 1, 1))
    page.set_axis_off()
    page.set_xlim(0, _WIDTH)
    page.set_ylim(_HEIGHT, 0)
    room = _WIDTH - 2 * _EDGE
    size = min(150.0, 150.0 * room / type_.width(number, 150.0))
    page.add_patch(Rectangle((_EDGE, 112), 96, 8, color=_ACCENT))
    lines = (
        (publisher, 40.0, 178.0, _INK),
        (number, size, 368.0, _INK),
        (label, 44.0, 440.0, _MUTED),
        (foot, 30.0, 552.0, _MUTED),
    )
    for text, pixels, baseline, colour in lines:
        fitted = min(pixels, pixels * room / type_.width(text, pixels))
        points = fitted * 72 / 100
        page.text(
            _EDGE, baseline, text, size=points, color=colour, va="baseline",
            fontproperties=type_.properties(points), parse_math=False,
        )  # fmt: skip
    body = BytesIO()
    figure.savefig(body, format="png", metadata={"Software": None})
    return body.getvalue()
