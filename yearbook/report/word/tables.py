"""Tables of the Word file: thick rule, head repeated on every page, thin rule, whole rows, thick rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from yearbook.report.tables import Block, Cell
from yearbook.report.word.look import ACROSS, identifier
from yearbook.report.word.markup import NAMES, element, width

if TYPE_CHECKING:
    from docx.document import Document

# What columns of words share of the room that numbers and short words leave; and where a column stands.
_SHARES = {"label": 1.6, "kind": 1.0, "text": 1.4, "verdict": 1.3}
_SIDES = {"number": "right", "unit": "center"}
_STEP, _ROOM = 300, 240
_RULE = '<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'
_THICK, _THIN = 9, 4


def add_table(file: Document, block: Block, size: float) -> None:
    """Put a table at the end of the file: name and unit above, notes below; type of `size` points."""
    above = file.add_paragraph(f"{block['number']}  {block['title']}", "caption")
    if block["unit"]:
        above = file.add_paragraph(block["unit"], "Table unit")
    above._p.addnext(element(_table(block, size)))
    for note in block["notes"]:
        file.add_paragraph(note, "Table note")


def _table(block: Block, size: float) -> str:
    columns, rows = block["columns"], block["rows"]
    widths = _widths(columns, rows, size)
    roles = [each["role"] for each in columns]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    head = _row([each["title"] for each in columns], roles, widths, "Table head", "<w:tblHeader/>")
    lines = (
        _group(row[0]["group"], len(columns)) if _is_group(row) else _row(row, roles, widths, "Table text")
        for row in rows
    )
    named = _properties(f"{block['number']} {block['title']}")
    return f"<w:tbl {NAMES}>{named}<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(lines)}</w:tbl>"


def _properties(name: str) -> str:
    rules = "".join(_RULE.format(side=side, size=_THICK) for side in ("top", "bottom"))
    room = "".join(
        f'<w:{side} w:w="{space}" w:type="dxa"/>'
        for side, space in (("top", 30), ("left", 80), ("right", 80))
    )
    return (
        f'<w:tblPr><w:tblW w:w="{ACROSS}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{room}</w:tblCellMar>'
        '<w:tblLook w:firstRow="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(name)}/><w:tblDescription w:val={quoteattr(name)}/></w:tblPr>"
    )


def _widths(
    columns: Sequence[Mapping[str, str]], rows: Sequence[Sequence[Cell]], size: float
) -> tuple[int, ...]:
    """Return the width of each column: numbers and short words get what they need, others the rest."""
    cells = [row for row in rows if not _is_group(row)]
    needed = {
        at: max(width(each["title"]), *(width(_plain(row[at])) for row in cells)) * size * 20 + _ROOM
        for at, each in enumerate(columns)
        if each["role"] not in _SHARES
    }
    shares = sum(_SHARES.get(each["role"], 0) for each in columns)
    left = max(ACROSS - sum(needed.values()), ACROSS / 3)
    parts = (left * _SHARES.get(each["role"], 0) / shares for each in columns)
    return tuple(round(needed.get(at, part)) for at, part in enumerate(parts))


def _row(
    cells: Sequence[Cell], roles: Sequence[str], widths: Sequence[int], style: str, more: str = ""
) -> str:
    rule = f"<w:tcBorders>{_RULE.format(side='bottom', size=_THIN)}</w:tcBorders>" if more else ""
    made = (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{rule}</w:tcPr>'
        f"{_paragraphs(cell, role, style)}</w:tc>"
        for cell, role, wide in zip(cells, roles, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(made)}</w:tr>"


def _group(words: str, columns: int) -> str:
    cell = f'<w:tcPr><w:tcW w:w="{ACROSS}" w:type="dxa"/><w:gridSpan w:val="{columns}"/></w:tcPr>'
    paragraph = _paragraph(_run(words), "Table head")
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{cell}{paragraph}</w:tc></w:tr>"


def _paragraphs(cell: Cell, role: str, style: str) -> str:
    side = f'<w:jc w:val="{_SIDES[role]}"/>' if role in _SIDES else ""
    if isinstance(cell, str):
        return _paragraph(_run(cell), style, side)
    depth = int(cell.get("depth", 0))
    inset = f'<w:ind w:left="{depth * _STEP}" w:firstLine="0"/>' if depth else ""
    mark = _run(cell["mark"], '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>') if cell.get("mark") else ""
    below = _paragraph(_run(cell["below"]), style) if cell.get("below") else ""
    return _paragraph(_run(_plain(cell)) + mark, style, inset + side) + below


def _paragraph(runs: str, style: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{identifier(style)}"/>{properties}</w:pPr>{runs}</w:p>'


def _run(words: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return cell["text"] if "text" in cell else cell["whole"] + cell["rest"]


def _is_group(row: Sequence[Cell]) -> bool:
    return isinstance(row[0], dict) and "group" in row[0]
