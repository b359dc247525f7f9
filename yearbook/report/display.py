"""What leaflet, posters and sheets share: the head of the file, the way back, whom to ask, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from yearbook.about import about
from yearbook.model import LANGUAGES_FIRST, Observation, Package
from yearbook.pages.answers import page_code
from yearbook.report.annex import QUALIFIERS
from yearbook.report.edition import Edition
from yearbook.report.qr import address_of, qr_modules, qr_svg
from yearbook.words import Words

_MOST_TITLES = 2
_NUMBER = re.compile(r"(?P<before>\D*)(?P<digits>\d[\d,.]*)(?P<after>.*)", re.DOTALL)


def head(package: Package, words: Words, title: str) -> dict[str, Any]:
    """Return what the file says of itself: title, author, language and date, the date being the package's."""
    day, publisher = package.created.date(), words.pick(package.publisher)
    return {
        "language": words("html"),
        "title": title,
        "author": words.pick(about(package).authors),
        "description": words.pick(package.description),
        "keywords": [publisher, words.pick(package.title)],
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "too_long": words("display.too_long"),
    }


def way(package: Package, words: Words, page: str, anchor: str = "") -> dict[str, Any]:
    """Return how to get from paper to a page: its address and QR code, and its code for the telephone.

    Without an address of the whole site there is no QR code, only the path below it. `modules` is how wide
    the code is, its quiet zone included.
    """
    path = ("" if words.language == LANGUAGES_FIRST else f"{words.language}/") + page
    full = address_of(package, path + (f"#{anchor}" if anchor else ""))
    return {
        "qr": qr_svg(full) if full else "",
        "modules": qr_modules(full) if full else 0,
        "address": full.partition("://")[2] if full else words("report.address", path=page),
        "scan": words("display.scan" if full else "display.look_up"),
        "alt": words("display.qr", address=full),
        "code": page_code(page),
        "code_label": words("site.code"),
        "code_says": words("site.code_long"),
    }


def ask(package: Package, words: Words) -> dict[str, str]:
    """Return whom to ask: the telephone and address a source gives, or that it gives none."""
    contact = package.contact
    reachable = contact.telephone or contact.address
    return {
        "title": words("site.ask"),
        "telephone": contact.telephone,
        "address": contact.address,
        "says": words.pick(package.publisher) if package.official else words("display.ask_compiled"),
        "none": "" if reachable else words("site.no_telephone_long"),
    }


def notice(package: Package, words: Words) -> str:
    """Return that this is no publication of the body it is about; empty where it is one."""
    return "" if package.official else words("display.notice")


def sources(package: Package, words: Words, facts: Iterable[Observation]) -> str:
    """Return which documents some figures are from, and the version of the data."""
    titles = list(dict.fromkeys(words.pick(package.sources[each.source].title) for each in facts))
    key = "charts.patterns.source" if len(titles) <= _MOST_TITLES else "charts.patterns.sources"
    said = words(key, titles=words("patterns.list").join(titles[:_MOST_TITLES]), count=len(titles))
    version = words("report.version", version=package.version, date=words.date(package.created.date()))
    return words("display.source", said=said, version=version)


def number(text: str) -> dict[str, str]:
    """Return a number in words cut into its digits and what stands before and after: RMB, 2.95, million."""
    found = _NUMBER.fullmatch(text)
    return found.groupdict() if found else {"before": "", "digits": text, "after": ""}


def hedges(words: Words, facts: Iterable[Observation]) -> list[list[str]]:
    """Return what about, more than, nearly mean, where any of the figures carries such a word."""
    used = {each.quantity.qualifier for each in facts if each.quantity}
    meanings = words.catalogue["report"]["symbols"]
    return [meanings[name].split("|", 1) for name in QUALIFIERS if name in used]


def figure_of(edition: Edition, name: str) -> str:
    """Return a figure in words by its id, printed or worked out, or that the source does not state it."""
    return edition.figure(edition.package.observations.get(name) or edition.result.derived[name])
