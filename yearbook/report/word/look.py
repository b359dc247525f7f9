"""How the Word file looks: the measures of GB/T 9704-2012, styles, fonts, settings, as WordprocessingML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from yearbook.report.word.markup import WORD

_SPACE = f'xmlns:w="{WORD}"'
WordFaces = Mapping[str, tuple[str, str]]

# In twentieths of a point, Word's own unit: A4, margins of 37 mm above, 28 mm left, 26 mm right, 35 mm below.
# Right and below give way by less than a fifth of a millimetre to 28 characters and 22 lines of whole
# twentieths. Page numbers stand 7 mm below the text.
LONG, SHORT = 16838, 11906
TOP, LEFT, RIGHT, BOTTOM = 2098, 1587, 1466, 1980
BELOW = 397
WIDE, HIGH, ACROSS = SHORT - LEFT - RIGHT, LONG - TOP - BOTTOM, LONG - TOP - BOTTOM
RED = "C00000"
# Latin letters and digits are English in Chinese too, as Word has it: else a line's end cuts a number in two.
_LANGUAGES = '<w:{} w:val="en-GB" w:eastAsia="zh-CN"/>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Sizes of type in points and the lines of a page.

    `indent` are the characters a paragraph begins with, `inset` those a heading or list does.

    `closer` is what every character moves closer to the next, in twentieths of a point.
    """

    body: float
    title: float
    foot: float
    small: float
    table: float
    authority: float
    lines: int
    indent: float
    inset: int
    closer: int = 0

    @property
    def pitch(self) -> int:
        """From line to line, in twentieths of a point."""
        return HIGH // self.lines


# Size 3 is 16 points, size 2 is 22, size 4 is 14.
CHINESE = Measures(
    body=16, title=22, foot=14, small=12, table=10.5, authority=36, lines=22, indent=2, inset=2, closer=4
)
LATIN = Measures(
    body=11.5, title=19, foot=10.5, small=10, table=9, authority=26, lines=34, indent=1.5, inset=0
)


def measures(language: str) -> Measures:
    """Return the measures of a language: the standard's own in Chinese, smaller type else."""
    return CHINESE if language == "zh" else LATIN


def points(twentieths: int) -> str:
    """Return a length as drawings give it: 79.35pt."""
    return f"{twentieths / 20:g}pt"


def grid_of(language: str) -> str:
    """Return the grid of a section: lines and characters in Chinese, lines alone else.

    16 points are a fifth of a point too wide for 28 characters. The styles move them closer, not the grid:
    LibreOffice tears apart what stands on a grid closer than its type.
    """
    pitch = measures(language).pitch
    kind = ' w:type="linesAndChars"' if language == "zh" else ""
    return f'<w:docGrid {_SPACE}{kind} w:linePitch="{pitch}" w:charSpace="0"/>'


def styles_of(language: str, faces: WordFaces) -> str:
    """Return the styles of the file: Word's own (正文, 标题, 标题 1, 标题 2) and a few more."""
    sizes = measures(language)
    closer = f'<w:spacing w:val="-{sizes.closer}"/>' if sizes.closer else ""
    run = f"{_fonts(faces['body'])}{closer}{_size(sizes.body)}{_LANGUAGES.format('lang')}"
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    styles = (
        _style(name, faces[role], size, paragraph)
        for name, (role, size, paragraph) in _paragraph_styles(sizes).items()
    )
    return f"<w:styles {_SPACE}>{defaults}{''.join(styles)}{_TABLE}</w:styles>"


def _paragraph_styles(sizes: Measures) -> dict[str, tuple[str, float, str]]:
    """Return for each style by its name: the role of its face, its size, the properties of its paragraphs."""
    pitch, close = sizes.pitch, _loosely(after=40)
    begun, headed = (_indent(each, sizes.body) for each in (sizes.indent, sizes.inset))
    line, high = _exactly(pitch), max(pitch, round(sizes.title * 24))
    title = f"{_exactly(high, pitch, pitch)}{_FLUSH}{_CENTRE}"
    annex = f"{_KEEP}{_exactly(high, 120, 200)}{_FLUSH}{_CENTRE}{_OUTLINE}"
    part = _OUTLINE.replace("0", "1")
    notice = f"{_rules('top', 'bottom')}{_exactly(360, 0, pitch)}{_FLUSH}{_BOTH}"
    authority = f"{_rules('bottom', color=RED)}{_FREE}{_loosely(1984, 2 * pitch)}{_FLUSH}{_CENTRE}"
    caption = f"{_KEEP}{_FREE}{_loosely(240, 80)}{_FLUSH}{_CENTRE}"
    terms = f"{_tabs('left', 2200)}{_FREE}{_loosely(after=80)}{_hanging(2200)}{_LEFT}"
    to_fill_in = f"{_tabs('left', 2200, 'right', WIDE)}{_FREE}{_loosely(300)}{_FLUSH}{_LEFT}"
    return {
        "Normal": ("body", sizes.body, f"{_FULL}{line}{begun}{_BOTH}"),
        "Title": ("title", sizes.title, title),
        "heading 1": ("heading", sizes.body, f"{_KEEP}{line}{headed}{_LEFT}{_OUTLINE}"),
        "heading 2": ("part", sizes.body, f"{_KEEP}{line}{headed}{_LEFT}{part}"),
        "header": ("body", sizes.small, f"{_FREE}{close}{_FLUSH}"),
        "footer": ("body", sizes.foot, f"{_FREE}{_exactly(round(sizes.foot * 20))}{_FLUSH}"),
        "caption": ("heading", sizes.table + 0.5, caption),
        "Notice": ("body", sizes.small, notice),
        "Authority": ("title", sizes.authority, authority),
        "Annex list": ("body", sizes.body, f"{line}{_LEFT}"),
        "Annex mark": ("heading", sizes.body, f"{_KEEP}{line}{_FLUSH}{_LEFT}"),
        "Annex title": ("title", sizes.title, annex),
        "Table head": ("heading", sizes.table, f"{_KEEP}{_FREE}{close}{_FLUSH}{_LEFT}"),
        "Table text": ("body", sizes.table, f"{_FREE}{close}{_FLUSH}{_LEFT}"),
        "Table unit": ("body", sizes.table, f"{_KEEP}{_FREE}{close}{_FLUSH}{_RIGHT}"),
        "Table note": ("body", sizes.table, f"{_FREE}{close}{_FLUSH}{_BOTH}"),
        "To fill in": ("heading", sizes.body, to_fill_in),
        "Terms": ("body", sizes.small, terms),
    }


def identifier(name: str) -> str:
    """Return the identifier of a style by its name: Heading1, AnnexTitle."""
    return "".join(each.capitalize() for each in name.split())


def _style(name: str, faces: tuple[str, str], size: float, paragraph: str) -> str:
    color = f'<w:color w:val="{RED}"/>' if name == "Authority" else ""
    default = ' w:default="1"' if name == "Normal" else ""
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    after = "" if name in ("Normal", "header", "footer") else '<w:next w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identifier(name)}"><w:name w:val="{name}"/>{based}'
        f"{after}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{_fonts(faces)}{color}{_size(size)}"
        "</w:rPr></w:style>"
    )


# Properties of paragraphs, in the schema's order: keep, rules, tabs, grid, spacing, indent, side, outline.

# A page is full to its last line and a line to its last character: neither moves for what stands alone.
_FULL = '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/>'
_KEEP, _FREE = "<w:keepNext/>", '<w:snapToGrid w:val="0"/>'
_FLUSH = '<w:ind w:left="0" w:firstLineChars="0" w:firstLine="0"/>'
_BOTH, _CENTRE, _LEFT, _RIGHT = (f'<w:jc w:val="{side}"/>' for side in ("both", "center", "left", "right"))
_OUTLINE = '<w:outlineLvl w:val="0"/>'
_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
)


def _exactly(line: int, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


def _loosely(before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="264" w:lineRule="auto"/>'


def _indent(characters: float, size: float) -> str:
    inset = round(characters * size * 20)
    return f'<w:ind w:firstLineChars="{round(characters * 100)}" w:firstLine="{inset}"/>'


def _hanging(by: int) -> str:
    return f'<w:ind w:left="{by}" w:hanging="{by}"/>'


def _tabs(*stops: str | int) -> str:
    """Return tab stops, each a side and a place; one at the right is led to by a line to write on."""
    leaders = {"left": "none", "right": "underscore"}
    made = (
        f'<w:tab w:val="{side}" w:leader="{leaders[str(side)]}" w:pos="{at}"/>'
        for side, at in zip(stops[::2], stops[1::2], strict=True)
    )
    return f"<w:tabs>{''.join(made)}</w:tabs>"


def _rules(*sides: str, color: str = "auto") -> str:
    rules = (f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="{color}"/>' for side in sides)
    return f"<w:pBdr>{''.join(rules)}</w:pBdr>"


def _fonts(faces: tuple[str, str]) -> str:
    named = quoteattr(faces[0])
    return f"<w:rFonts w:ascii={named} w:hAnsi={named} w:eastAsia={named} w:cs={named}/>"


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def fonts_of(faces: WordFaces) -> bytes:
    """Return the table of fonts: each with the one a computer without it is to take instead."""
    fonts = (
        f"<w:font w:name={quoteattr(name)}>"
        + (f"<w:altName w:val={quoteattr(instead)}/>" if instead != name else "")
        + '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, instead in dict(faces.values()).items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:fonts {_SPACE}>{''.join(fonts)}</w:fonts>".encode()


def settings_of() -> str:
    """Return the settings: left and right pages differ, punctuation is set close, Word's present format."""
    present = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        f'<w:settings {_SPACE}><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="156"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:useFELayout/><w:compatSetting {present}/></w:compat>"
        f"{_LANGUAGES.format('themeFontLang')}</w:settings>"
    )
