"""The official document as a Word file: real styles, headings, tables and sections, by python-docx.

The library writes the package and its parts; what it has no words for (grid, fonts, watermark) is markup in
the modules beside this one.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from yearbook.report.tables import Block
from yearbook.report.word import look
from yearbook.report.word.look import WordFaces, measures
from yearbook.report.word.markup import NAMES, element, width
from yearbook.report.word.pages import lying, upright
from yearbook.report.word.tables import add_table
from yearbook.store import Store, code_hash, version_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644
_CODE = Path(__file__).parent
# What the library's empty file brings along and a document has no use for.
_NOT_OURS = ("thumbnail", "customXml", "stylesWithEffects", "numbering", "webSettings", "theme")
_STYLES = {"heading": "heading 1", "part": "heading 2", "text": "Normal"}


def write_word(document: Mapping[str, Any], day: date, store: Store) -> bytes:
    """Return a composed document (`report.document.compose`) as a .docx; same input, same bytes."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    made_from = (code_hash(_CODE), version_of("python-docx"), day.isoformat(), text)
    return store.keep(made_from, lambda: _same_bytes(_written(document, day)))


def _written(document: Mapping[str, Any], day: date) -> bytes:
    import docx

    file = docx.Document()
    faces: WordFaces = {role: (names[0], names[1]) for role, names in document["word_faces"].items()}
    _dress(file, document["language"], faces)
    _describe(file, document, day)
    upright(file.sections[0], document)
    _text(file, document)
    if document["annexes"]:
        lying(file.add_section(), document)
        _annexes(file, document)
        upright(file.add_section(), document)
    _sign_off(file, document["sign_off"])
    body = io.BytesIO()
    file.save(body)
    return body.getvalue()


def _same_bytes(body: bytes) -> bytes:
    """Return the same ZIP without the hour and the machine it was made on."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(body)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        # The list of content types comes first, as Word writes it.
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            entry = ZipInfo(name, _DATE)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE << 16
            new.writestr(entry, old.read(name), ZIP_DEFLATED, 9)
    return packed.getvalue()


def _dress(file: Document, language: str, faces: WordFaces) -> None:
    """Put our styles, fonts and settings into the library's empty file, and take out what is not needed."""
    for owner in (file.part, file.part.package):
        for name, each in list(owner.rels.items()):
            if any(kind in each.reltype for kind in _NOT_OURS):
                del owner.rels[name]
            elif each.reltype.endswith("/fontTable"):
                each.target_part._blob = look.fonts_of(faces)
    file.part._styles_part._element = element(look.styles_of(language, faces))
    file.part._settings_part._element = element(look.settings_of())


def _describe(file: Document, document: Mapping[str, Any], day: date) -> None:
    about = file.core_properties
    about.title, about.author, about.last_modified_by = (
        document["title"],
        document["author"],
        document["author"],
    )
    about.comments, about.keywords = document["description"][:255], ", ".join(document["keywords"])
    about.language = document["language"]
    about.created = about.modified = datetime(day.year, day.month, day.day)
    about.revision = 1


# The text, the list of annexes, name and date.


def _text(file: Document, document: Mapping[str, Any]) -> None:
    if document["authority"]:
        file.add_paragraph(document["authority"], "Authority")
    else:
        file.add_paragraph(document["notice"], "Notice")
    file.add_paragraph(document["title"], "Title")
    for each in document["text"]:
        file.add_paragraph(each["text"], _STYLES[each["kind"]])
    _list_of_annexes(file, document)
    _signature(file, document)


def _list_of_annexes(file: Document, document: Mapping[str, Any]) -> None:
    """附件：1. and so on, each a link; a long title goes on under its own first character."""
    sizes, label = measures(document["language"]), document["annexes_label"]
    em = round(sizes.body * 20)
    begun = sizes.inset * em
    number = begun + round((width(label) + (0 if sizes.inset else 1)) * em)
    title = number + round(1.5 * em)
    stops = "".join(f'<w:tab w:val="left" w:pos="{stop}"/>' for stop in (number, title))
    for at, each in enumerate(document["annexes"], 1):
        paragraph = file.add_paragraph(style="Annex list")
        _form(
            paragraph,
            f"<w:tabs {NAMES}>{stops}</w:tabs>",
            _after(at > 1, sizes.pitch),
            f'<w:ind {NAMES} w:left="{title}" w:hanging="{title - begun}"/>',
        )
        paragraph.add_run(f"{label if at == 1 else ''}\t{each['number']}\t")
        run = f'<w:r><w:t xml:space="preserve">{escape(each["title"])}</w:t></w:r>'
        paragraph._p.append(element(f'<w:hyperlink {NAMES} w:anchor="annex{at}">{run}</w:hyperlink>'))


def _signature(file: Document, document: Mapping[str, Any]) -> None:
    """The date begins two characters right of the name; the longer of both ends two from the edge."""
    sizes = measures(document["language"])
    name, day = (width(each) for each in document["signature"])
    from_edge = (4 + day - name, 2) if day > name else (2, max(0, name - day))
    for at, (words, right) in enumerate(zip(document["signature"], from_edge, strict=True)):
        paragraph = file.add_paragraph(words)
        paragraph.paragraph_format.keep_with_next = not at
        edge = f'w:right="{round(right * sizes.body * 20)}"'
        _form(
            paragraph,
            _after(at > 0, sizes.pitch),
            f'<w:ind {NAMES} {edge} w:firstLineChars="0" w:firstLine="0"/>',
            f'<w:jc {NAMES} w:val="right"/>',
        )


def _after(follows: bool, pitch: int) -> str:
    """Return the spacing of a line that follows one of its kind, or stands a blank line below the text."""
    return f'<w:spacing {NAMES} w:before="{0 if follows else pitch}" w:line="{pitch}" w:lineRule="exact"/>'


def _form(paragraph: Paragraph, *properties: str) -> None:
    for each in properties:
        paragraph._p.get_or_add_pPr().append(element(each))


# Annexes: each begins a page; then the sign-off page.


def _annexes(file: Document, document: Mapping[str, Any]) -> None:
    for at, each in enumerate(document["annexes"], 1):
        mark = file.add_paragraph(each["mark"], "Annex mark")
        mark.paragraph_format.page_break_before = at > 1
        title = file.add_paragraph(each["title"], "Annex title")
        title._p.insert(1, element(f'<w:bookmarkStart {NAMES} w:id="{at}" w:name="annex{at}"/>'))
        title._p.append(element(f'<w:bookmarkEnd {NAMES} w:id="{at}"/>'))
        for block in each["blocks"]:
            _block(file, block, measures(document["language"]).table)


def _block(file: Document, block: Block, size: float) -> None:
    if block["kind"] == "terms":
        _terms(file, block["terms"])
    elif block["kind"] == "table":
        add_table(file, block, size)
    else:
        file.add_paragraph(block["text"], "Table note")


def _terms(file: Document, terms: Iterable[Sequence[str]]) -> None:
    for name, value in terms:
        file.add_paragraph(f"{name}\t{value}", "Terms")


def _sign_off(file: Document, sign_off: Mapping[str, Any]) -> None:
    file.add_paragraph(sign_off["title"], "Annex title")
    for each in sign_off["lines"]:
        file.add_paragraph(f"{each}\t\t", "To fill in")
    file.add_paragraph(style="Table note")
    _terms(file, sign_off["terms"])
