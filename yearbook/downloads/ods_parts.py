"""The parts of an OpenDocument spreadsheet beside its cells: styles, paper, what stays in sight."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from yearbook.downloads.cover import Cover
from yearbook.downloads.sheets import Sheet

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = ("office", "style", "text", "table", "fo", "number", "meta", "config", "dc", "manifest")
_URN = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_ELSEWHERE = {
    "fo": _URN.format("xsl-fo-compatible"),
    "number": _URN.format("datastyle"),
    "dc": "http://purl.org/dc/elements/1.1/",
}
NAMESPACES = " ".join(f'xmlns:{each}="{_ELSEWHERE.get(each, _URN.format(each))}"' for each in _SPACES)
_FONT = "Microsoft YaHei"
_GREY, _RULE, _ACCENT = "#f2f2f2", "#7f7f7f", "#0b5fa5"


def meta_of(cover: Cover) -> str:
    """Return who made the workbook and what it is called; no date."""
    return (
        f'{HEAD}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(cover.title)}</dc:title><dc:creator>{escape(cover.author)}</dc:creator>"
        "</office:meta></office:document-meta>"
    )


def settings_of(sheets: tuple[Sheet, ...]) -> str:
    """Return the settings that keep the head and the first columns of every sheet in sight."""
    frozen = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(each.name)}>{_frozen(each.frozen)}"
        "</config:config-item-map-entry>"
        for each in sheets
    )
    return (
        f'{HEAD}<office:document-settings {NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{frozen}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def _frozen(columns: int) -> str:
    items = (
        ("HorizontalSplitMode", "short", 2),
        ("VerticalSplitMode", "short", 2),
        ("HorizontalSplitPosition", "int", columns),
        ("VerticalSplitPosition", "int", 1),
        ("ActiveSplitRange", "short", 3),
        ("PositionLeft", "int", 0),
        ("PositionRight", "int", columns),
        ("PositionTop", "int", 0),
        ("PositionBottom", "int", 1),
    )
    return "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in items
    )


def _style(name: str, cell: str = "", text: str = "", parent: str = "body") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="{parent}">'
        f"<style:table-cell-properties {cell}/><style:text-properties {text}/></style:style>"
    )


_BOLD = 'fo:font-weight="bold" style:font-weight-asian="bold"'
_WRAP = 'fo:wrap-option="wrap"'
CELL_STYLES = (
    '<number:date-style style:name="dayf"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    '</number:date-style><number:number-style style:name="plainf"><number:number number:decimal-places="0" '
    'number:min-integer-digits="1"/></number:number-style>'
    '<style:style style:name="row" style:family="table-row">'
    '<style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
    + _style("wrapped", _WRAP)
    + _style("head", f'{_WRAP} fo:background-color="{_GREY}" fo:border-bottom="0.75pt solid {_RULE}"', _BOLD)
    + _style("title", "", f'{_BOLD} fo:font-size="20pt" style:font-size-asian="20pt"')
    + _style("subtitle", "", 'fo:color="#404040" fo:font-size="12pt" style:font-size-asian="12pt"')
    + _style("rule", f'fo:border-top="2pt solid {_ACCENT}"')
    + _style("term", _WRAP, f'{_BOLD} fo:color="{_ACCENT}"')
    + '<style:style style:name="day" style:family="table-cell" style:parent-style-name="body" '
    'style:data-style-name="dayf"><style:paragraph-properties fo:text-align="start"/></style:style>'
    '<style:style style:name="plain" style:family="table-cell" style:parent-style-name="body" '
    'style:data-style-name="plainf"/>'
)
MANIFEST = (
    f'{HEAD}<manifest:manifest {NAMESPACES} manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>'
        for name in ("content", "meta", "settings", "styles")
    )
    + "</manifest:manifest>"
)


def styles_of(papers: Iterable[int]) -> str:
    """Return the common style of cells, and a page for each number of sheets of paper side by side."""
    papers = tuple(papers)
    return (
        f'{HEAD}<office:document-styles {NAMESPACES} office:version="1.3"><office:styles>'
        '<style:style style:name="body" style:family="table-cell"><style:table-cell-properties '
        f'style:vertical-align="top"/><style:text-properties fo:font-family="{_FONT}" '
        f'style:font-family-asian="{_FONT}" fo:font-size="10pt" style:font-size-asian="10pt"/></style:style>'
        f"</office:styles><office:automatic-styles>{''.join(map(_layout, papers))}</office:automatic-styles>"
        f"<office:master-styles>{''.join(map(_master, papers))}</office:master-styles>"
        "</office:document-styles>"
    )


def _layout(papers: int) -> str:
    return (
        f'<style:page-layout style:name="layout{papers}">'
        '<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" fo:margin="1.3cm" '
        f'style:print-orientation="landscape" style:scale-to-X="{papers}" style:scale-to-Y="0"/>'
        "</style:page-layout>"
    )


def _master(papers: int) -> str:
    return (
        f'<style:master-page style:name="paper{papers}" style:page-layout-name="layout{papers}">'
        "<style:footer><text:p><text:page-number>1</text:page-number> / "
        "<text:page-count>1</text:page-count></text:p>"
        "</style:footer></style:master-page>"
    )
