"""What a page answers with: one sentence with its numbers, for whoever lands on it from outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import unescape

from yearbook.model import Derived, Entry, Observation, Package, Result
from yearbook.pages import views
from yearbook.pages.binding import Binding
from yearbook.pages.relations import counts
from yearbook.words import Words

# Letters and digits that cannot be taken for one another when they are read out: no I, L, O, U, 0, 1.
_CALLED = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 6
_LONGEST, _SHARED = 160, 20
_MOST_FIGURES = 3
_TAG = re.compile(r"<[^>]+>")

Figure = Observation | Derived


def page_code(address: str) -> str:
    """Return the code of a page that can be quoted by telephone: the same in every language and build."""
    number = int.from_bytes(sha256(address.encode()).digest()[:8], "big")
    digits = []
    for _ in range(_CODE_LENGTH):
        number, rest = divmod(number, len(_CALLED))
        digits.append(_CALLED[rest])
    return "".join(digits)


def share_title(title: str, words: Words) -> str:
    """Return a title short enough to be shown whole where a page is shared: 20 Chinese characters."""
    most = _SHARED if words.language == "zh" else 3 * _SHARED
    return title if len(title) <= most else title[: most - 1].rstrip(" ·、，(（") + "…"


def lead_figures(facts: Iterable[Observation], package: Package) -> tuple[Observation, ...]:
    """Return the figures to say first: of the latest year, those about the whole place before others."""
    given = [each for each in facts if each.quantity]
    given.sort(key=lambda each: not package.is_whole(each))
    latest = max((each.year for each in given), default=0)
    return tuple(each for each in given if each.year == latest)[:_MOST_FIGURES]


def figures_shown(template: str, shows: Mapping[str, object], package: Package) -> tuple[Figure, ...]:
    """Return the figures a page that has no words of its own is about."""
    facts = package.observations.values()
    match template, shows:
        case "figure", {"figure": Observation() | Derived() as figure}:
            return (figure,)
        case "topic", {"year": int(year), "topic": str(topic)}:
            return lead_figures(views.published(package, year, topic), package)
        case "year", {"year": int(year)}:
            return lead_figures(package.in_year(year), package)
        case "place" | "school", {"entry": Entry() as entry}:
            return lead_figures((each for each in facts if entry.id in (each.place, each.school)), package)
    return ()


def answer(template: str, shows: Mapping[str, object], result: Result, words: Words) -> str:
    """Return the sentence in plain text; empty where a page is a list that answers nothing by itself."""
    said = _prose(template, shows, result, words)
    if said:
        return said
    found = figures_shown(template, shows, result.package)
    if found:
        return _sentence(found, result.package, words)
    if template == "reconciliation" and result.verdicts:
        parts = (f"{words(f'verdict.{code}')} {count}" for code, count in counts(result) if count)
        lede = words("site.reconciliation_lede", count=len(result.verdicts))
        return f"{lede} {words('patterns.joint').join(parts)}"
    return ""


def _prose(template: str, shows: Mapping[str, object], result: Result, words: Words) -> str:
    package = result.package
    match template, shows:
        case "topic", {"year": int(year), "topic": str(topic)}:
            section = views.section(package, year, topic, words)
        case "year", {"year": int(year)}:
            section = views.lead_section(package, year, words)
        case "summary", {"year": int(year)}:
            section = views.lead_section(package, year, words) or views.narrative(package, year, words)[0]
        case "publisher", _ if package.years:
            sections = (views.lead_section(package, year, words) for year in reversed(package.years))
            section = next((each for each in sections if each), None)
        case _:
            return ""
    if section is None:
        return ""
    prose = Binding(address="", words=words).of(result)["prose"]
    return _cut(_plain(str(prose(views.first_paragraph(section.text)))), words)


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def _cut(text: str, words: Words) -> str:
    """Whole sentences as far as they fit; the first one in any case."""
    stop = words("answers.stop")
    kept, *others = text.split(stop)
    for each in others:
        if not each.strip() or len(kept) + len(each) > _LONGEST:
            break
        kept += stop + each
    return kept if kept.endswith(stop.strip()) else kept + stop.strip()


def _sentence(figures: Iterable[Figure], package: Package, words: Words) -> str:
    figures = tuple(figures)
    said = (
        words("answers.figure", label=words.label(each, package), value=_value(each, package, words))
        for each in figures
    )
    joined = words("answers.joint").join(said)
    publisher = words.pick(package.publisher)
    return words("answers.sentence", publisher=publisher, year=figures[0].year, said=joined)


def _value(figure: Figure, package: Package, words: Words) -> str:
    if figure.quantity:
        return words.figure(figure.quantity, package.indicators[figure.indicator], package)
    if isinstance(figure, Observation):
        return words(f"absent.{figure.absent}")
    return words("site.not_computed")
