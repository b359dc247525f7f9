"""A figure becomes two SVG files: for the page (colours as classes, house.css) and for paper (as they are).

matplotlib writes `style=` everywhere and names parts by running numbers. Neither survives here: every style
becomes a plain attribute or a class (a Content-Security-Policy may forbid inline styles), and all pieces of
a mark are joined in one group that says which figure it is.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from io import StringIO
from xml.etree import ElementTree as Tree

import matplotlib as mpl
from matplotlib.figure import Figure

from charts.drawing import (
    Block,
    Calendar,
    Dates,
    Drawing,
    Heat,
    Mark,
    Panels,
    RefersTo,
    Row,
    Squares,
    marks_of,
)
from charts.house import COLOURS, STYLE
from charts.paths import in_steps, number, smallest_tile

SVG = "http://www.w3.org/2000/svg"
PAPER_FONT = "Noto Sans SC"
_ROLES = {colour: role for role, colour in COLOURS.items()}
_PAINTS = ("fill", "stroke")
_KEPT = ("stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "font-size", "text-anchor")
_NUMBER = re.compile(r"-?[\d.]+")
_MARK = re.compile(r"(mark\d+)(?:\.(\d+))?-\d+")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a group of pieces stands for and says when pointed at."""

    refers_to: RefersTo
    id: str
    says: str


def both(figure: Figure, drawing: Drawing, name: str, language: str) -> tuple[str, bytes]:
    """Return the SVG to put into a page, and the SVG that stands alone.

    The first is one line without size, with ids of its own and colours by class; the second, for the
    typesetter and for download, has its colours and font written out. `name` must be unique in a page.
    """
    root = _tidy(figure, drawing, name)
    page = deepcopy(root)
    for element in page.iter():
        _paint_by_class(element)
    page.set("class", "yb-chart")
    page.set("lang", language)
    for text in root.iter(_tag("text")):
        text.set("font-family", PAPER_FONT)
    return _written(page), f'<?xml version="1.0" encoding="UTF-8"?>\n{_written(root)}\n'.encode()


def _tidy(figure: Figure, drawing: Drawing, name: str) -> Tree.Element:
    drawn = _parsed(figure)
    width, height = drawn.attrib["viewBox"].split()[2:]
    root = Tree.Element(_tag("svg"), {"viewBox": f"0 0 {width} {height}", "role": "img"})
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    Tree.SubElement(root, _tag("title"), {"id": f"{name}-title"}).text = drawing.title
    Tree.SubElement(root, _tag("desc"), {"id": f"{name}-desc"}).text = drawing.description
    root.extend(_patterns(drawn, name))
    pieces = _pieces(drawn, drawing)
    for element in (each for piece in pieces for each in piece.iter(_tag("path"))):
        _round(element)
    root.extend(pieces)
    for element in root.iter():
        _plain_attributes(element, name)
    for element in root.findall(_tag("g")):
        _join(element)
    _join_plain(root)
    return root


def _parsed(figure: Figure) -> Tree.Element:
    body = StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(body, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return Tree.fromstring(body.getvalue())  # noqa: S314 - written two lines above


def _patterns(root: Tree.Element, name: str) -> list[Tree.Element]:
    patterns = list(root.iter(_tag("pattern")))
    for each in patterns:
        each.set("id", f"{name}-{each.attrib['id']}")
        for ground in each.findall(_tag("rect")):
            each.remove(ground)
        for path in each.findall(_tag("path")):
            if "C" in path.attrib["d"]:
                side, dots = smallest_tile(path.attrib["d"])
                path.set("d", dots)
                each.attrib.update({"width": str(side), "height": str(side)})
    defs = Tree.Element(_tag("defs"))
    defs.extend(patterns)
    return [defs] if patterns else []


def _pieces(root: Tree.Element, drawing: Drawing) -> list[Tree.Element]:
    """Return the drawn pieces in their order, those of one mark joined where its first piece stands."""
    said, joined, pieces = _sayings(drawing), dict[str, Tree.Element](), list[Tree.Element]()
    for piece in (each for each in root.iter(_tag("g")) if "-" in each.get("id", "")):
        gid = piece.attrib.pop("id")
        match = _MARK.fullmatch(gid)
        if match is None:
            _named(piece, gid)
            pieces.append(piece)
            continue
        key = match[0].rpartition("-")[0]
        if key not in joined:
            joined[key] = _mark(said.get(key))
            pieces.append(joined[key])
        joined[key].extend(piece)
    return pieces


def _named(piece: Tree.Element, gid: str) -> None:
    part = gid.rpartition("-")[0]
    if part in ("title", "subtitle", "source"):
        piece.set("class", f"yb-chart-{part}")


def _mark(said: _Said | None) -> Tree.Element:
    group = Tree.Element(_tag("g"), {"class": "yb-mark"})
    if said is not None:
        if said.id:
            group.set(f"data-{said.refers_to}", said.id)
        Tree.SubElement(group, _tag("title")).text = said.says
    return group


def _sayings(drawing: Drawing) -> dict[str, _Said]:
    sayings: dict[str, _Said] = {}
    rows = {
        id(row.mark): row
        for block in drawing.blocks
        if isinstance(block, Squares | Calendar)
        for row in block.rows
    }
    marks = [pair for block in drawing.blocks for pair in _named_marks(block)]
    for at_mark, (name, mark) in enumerate(marks, 1):
        sayings[f"mark{at_mark}"] = _Said("fact", mark.fact, f"{name}{mark.label} {mark.value}")
        row: Row | None = rows.get(id(mark))
        for at, square in enumerate(row.squares if row else ()):
            sayings[f"mark{at_mark}.{at}"] = _Said(square.refers_to, square.id, square.says)
    return sayings


def _named_marks(block: Block) -> list[tuple[str, Mark]]:
    """Every mark with the name of the panel or the row it stands in."""
    if isinstance(block, Panels):
        return [(f"{panel.heading} ", mark) for panel in block.panels for mark in panel.line.all]
    if isinstance(block, Heat):
        return [(f"{row.label} ", mark) for row in block.rows for mark in row.cells if mark is not None]
    if isinstance(block, Dates):
        return [(f"{each.label} ", mark) for each in block.spans for mark in (each.due, each.done)]
    return [("", mark) for mark in marks_of(block)]


def _plain_attributes(element: Tree.Element, name: str) -> None:
    styles = dict(part.split(": ", 1) for part in element.attrib.pop("style", "").split("; ") if ": " in part)
    for key in _PAINTS:
        if key in styles:
            element.set(key, styles[key].replace("url(#", f"url(#{name}-"))
    for key in _KEPT:
        if key in styles:
            element.set(key, styles[key].removesuffix("px") if key == "font-size" else styles[key])
    for key in ("x", "y"):
        if element.tag == _tag("text") and key in element.attrib:
            element.set(key, number(float(element.attrib[key])))
    if element.get("stroke-linejoin") == "miter":
        del element.attrib["stroke-linejoin"]
    element.attrib.pop("transform", None)
    if "d" in element.attrib:
        element.set("d", in_steps(element.attrib["d"]))


def _join(group: Tree.Element) -> None:
    """Make one path of those that follow one another in a mark and look the same."""
    last: Tree.Element | None = None
    for each in list(group):
        if last is not None and _looks_like(last, each):
            last.set("d", last.attrib["d"] + each.attrib["d"])
            group.remove(each)
        else:
            last = each


def _join_plain(root: Tree.Element) -> None:
    """Make one path of what stands for nothing, follows one another and looks the same: axes, rests."""
    last: Tree.Element | None = None
    for piece in list(root):
        plain = piece.tag == _tag("g") and not piece.attrib and len(piece) == 1
        if plain and last is not None and _looks_like(last[0], piece[0]):
            last[0].set("d", last[0].attrib["d"] + piece[0].attrib["d"])
            root.remove(piece)
        else:
            last = piece if plain else None


def _looks_like(one: Tree.Element, other: Tree.Element) -> bool:
    paths = one.tag == other.tag == _tag("path")
    return paths and {**one.attrib, "d": ""} == {**other.attrib, "d": ""}


def _round(element: Tree.Element) -> None:
    """Say a circle as one: only circles are curved, and their curves never lie outside their four sides."""
    path = element.get("d", "")
    if "C" not in path:
        return
    numbers = [float(each) for each in _NUMBER.findall(path)]
    (left, right), (top, bottom) = ((min(each), max(each)) for each in (numbers[::2], numbers[1::2]))
    element.tag = _tag("circle")
    del element.attrib["d"]
    for key, value in (("cx", (left + right) / 2), ("cy", (top + bottom) / 2), ("r", (right - left) / 2)):
        element.set(key, number(value))


def _paint_by_class(element: Tree.Element) -> None:
    classes = [element.attrib["class"]] if "class" in element.attrib else []
    for key in _PAINTS:
        role = _ROLES.get(element.get(key, ""))
        if role:
            classes.append(f"yb-{key}-{role}")
            del element.attrib[key]
    if classes:
        element.set("class", " ".join(classes))


def _tag(name: str) -> str:
    return f"{{{SVG}}}{name}"


def _written(root: Tree.Element) -> str:
    for element in root.iter():
        element.tail = None
        if element.text is not None and not element.text.strip():
            element.text = None
    Tree.register_namespace("", SVG)
    return Tree.tostring(root, encoding="unicode")
