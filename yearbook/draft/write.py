"""A draft as bound prose: what is sure becomes a call; every other number stays typed, to be refused."""

from __future__ import annotations

import re
from collections.abc import Collection

from yearbook.draft import Examined
from yearbook.draft.document import Paragraph
from yearbook.draft.match import Mark

# What the headings of a work summary are called, and the sections they open.
_SECTIONS = (
    ("background", r"基本情况|概况|background|overview"),
    ("problems", r"问题|不足|困难|problems"),
    ("next", r"下步|下一步|今后|打算|计划|next|plans"),
    ("work", r"做法|工作|成效|措施|work|done"),
)
_NUMBERING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．、])\s*"
)


def bound_prose(examined: Examined, accepted: Collection[str] = ()) -> str:
    """Return the draft as a file of prose; `accepted` are figures whose proposals somebody has looked at.

    A number that is neither sure nor accepted is left typed: a build stops at it with its line and column.
    """
    lines, opened = [], set[str]()
    for each in examined.paragraphs:
        text = _bound(each, examined.of(each), accepted)
        if not each.level:
            lines.append(text)
            continue
        title = _NUMBERING.sub("", text)
        section = next((name for name, words in _SECTIONS if re.search(words, title, re.IGNORECASE)), "")
        if section and section not in opened and each.level <= 2:
            opened.add(section)
            lines.append(f"## {title} {{#{section}}}")
        else:
            lines += [] if opened else [_opening(examined)]
            opened.add("work")
            lines.append(f"### {title}")
    if not opened:
        lines.insert(0, _opening(examined))
    return "\n\n".join(lines) + "\n"


def _opening(examined: Examined) -> str:
    return f"## {examined.words('draft.section')} {{#work}}"


def _bound(paragraph: Paragraph, marks: tuple[Mark, ...], accepted: Collection[str]) -> str:
    text, at, parts = paragraph.text, 0, []
    for mark in marks:
        call, start, end = _call(mark, text, accepted)
        if call and start >= at:
            parts += [text[at:start], call]
            at = end
    return "".join([*parts, text[at:]])


def _call(mark: Mark, text: str, accepted: Collection[str]) -> tuple[str, int, int]:
    """The call that takes the place of a number, and what of the text it takes the place of."""
    start = mark.reading.start
    if mark.entry:
        start = text.rfind(mark.name, 0, start + len(mark.name))
        return f'{{{{ name("{mark.entry}", "{mark.name}") }}}}', start, start + len(mark.name)
    if mark.state == "bound" or (mark.state == "proposed" and mark.figure in accepted):
        return f'{{{{ figure("{mark.figure}") }}}}', start, mark.reading.end
    return "", start, start
