"""Pages of the Word file: margins, grid, page numbers outside, the watermark behind the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from yearbook.report.word.look import (
    BELOW,
    BOTTOM,
    LEFT,
    LONG,
    RIGHT,
    SHORT,
    TOP,
    WIDE,
    grid_of,
    measures,
    points,
)
from yearbook.report.word.markup import NAMES, element

if TYPE_CHECKING:
    from docx.section import Section

_REPLACED = ("pgSz", "pgMar", "cols", "docGrid")


def upright(section: Section, document: Mapping[str, Any]) -> None:
    """Make a section's pages upright: numbers at the foot, odd ones right, even ones left."""
    size = round(measures(document["language"]).foot * 20)
    _page(section, (SHORT, LONG), (TOP, RIGHT, BOTTOM, LEFT), BOTTOM - BELOW - size, document)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        footer._element.append(element(_number(side, size)))
        footer._element.remove(footer.paragraphs[0]._p)


def lying(section: Section, document: Mapping[str, Any]) -> None:
    """Turn a section's pages on their side; their numbers stand where they do once the paper is bound."""
    size = round(measures(document["language"]).foot * 20)
    _page(section, (LONG, SHORT), (LEFT, TOP, RIGHT, BOTTOM), RIGHT // 2, document)
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False
    for header, side in ((section.header, "right"), (section.even_page_header, "left")):
        header.paragraphs[0]._p.append(element(_turned(_number(side, size), size)))


def _page(
    section: Section,
    paper: tuple[int, int],
    margins: tuple[int, int, int, int],
    foot: int,
    document: Mapping[str, Any],
) -> None:
    (wide, high), (top, right, bottom, left) = paper, margins
    properties = section._sectPr
    for each in [each for name in _REPLACED for each in properties.findall(f"{{*}}{name}")]:
        properties.remove(each)
    turned = ' w:orient="landscape"' if wide > high else ""
    sides = f'w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
    properties.append(element(f'<w:pgSz {NAMES} w:w="{wide}" w:h="{high}"{turned}/>'))
    properties.append(element(f'<w:pgMar {NAMES} {sides} w:header="720" w:footer="{foot}" w:gutter="0"/>'))
    properties.append(element(grid_of(document["language"])))
    for header, name in ((section.header, "odd"), (section.even_page_header, "even")):
        header.is_linked_to_previous = False
        header.paragraphs[0].style = "header"
        if document["watermark"]:
            header.paragraphs[0]._p.append(element(_watermark(document, f"{name}{wide}")))


def _number(side: str, size: int) -> str:
    """Return the paragraph — 1 —, one character from a side."""
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    place = f'<w:ind w:{side}="{size}" w:firstLine="0"/><w:jc w:val="{side}"/>'
    runs = f"{dash.format('— ')}{field}{dash.format(' —')}"
    return f'<w:p {NAMES}><w:pPr><w:pStyle w:val="Footer"/>{place}</w:pPr>{runs}</w:p>'


def _turned(paragraph: str, size: int) -> str:
    """Return a paragraph in a box along the left edge, which is the foot of the page once it is bound."""
    place = (
        f"position:absolute;margin-left:{points(BOTTOM - BELOW - size - 80)};margin-top:{points(LEFT)};"
        f"width:{points(size + 160)};height:{points(WIDE)};mso-position-horizontal-relative:page;"
        "mso-position-vertical-relative:page;z-index:2"
    )
    text = f"<w:txbxContent>{paragraph}</w:txbxContent>"
    return (
        f'<w:r {NAMES}><w:pict><v:rect alt="" style="{place}" stroked="f" filled="f">'
        f'<v:textbox style="layout-flow:vertical" inset="0,0,0,0">{text}</v:textbox></v:rect></w:pict></w:r>'
    )


# WordArt: the shape Word itself makes a watermark of, a line of text stretched over a box.
_FORMULAS = (
    "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0",
    "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7",
    "sum @6 0 @5",
)  # fmt: skip
_WORD_ART = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
    + "".join(f'<v:f eqn="{each}"/>' for each in _FORMULAS)
    + '</v:formulas><v:path textpathok="t" o:connecttype="custom"/><v:textpath on="t" fitshape="t"/>'
    "</v:shapetype>"
)


def _watermark(document: Mapping[str, Any], name: str) -> str:
    """Return the watermark in the middle of the page, behind the text and read aloud by nobody."""
    wide, high = (460, 92) if document["language"] == "zh" else (480, 62)
    centred = "".join(
        f"mso-position-{way}:center;mso-position-{way}-relative:margin;" for way in ("horizontal", "vertical")
    )
    style = f"position:absolute;width:{wide}pt;height:{high}pt;rotation:325;z-index:-251658752;{centred}"
    font = quoteattr(f"font-family:'{document['word_faces']['heading'][0]}';font-size:1pt")
    text = f"<v:textpath style={font} string={quoteattr(document['watermark'])}/>"
    return (
        f"<w:r {NAMES}><w:rPr><w:noProof/></w:rPr><w:pict>{_WORD_ART}"
        f'<v:shape id="Watermark-{name}" type="#_x0000_t136" alt="" style="{style}" o:allowincell="f" '
        f'fillcolor="#e6e6e6" stroked="f">{text}</v:shape></w:pict></w:r>'
    )
