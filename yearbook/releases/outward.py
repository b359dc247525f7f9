"""What the site shows of the record besides pages: every frozen file at its lasting address, and the feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from yearbook.about import about
from yearbook.model import Artifact, Package, Result
from yearbook.record import FOLDER, Released
from yearbook.releases.reading import version_key
from yearbook.vocabulary import in_words
from yearbook.words import Words

FEED = "feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"


def record_files(results: Sequence[Result], languages: Sequence[Words]) -> Iterator[Artifact]:
    """Yield `data/<publisher>/<version>/` of every release just as it was frozen, and the feed of all.

    The feed is Atom (RFC 4287), the newest release first, in every language; none before there is a release.
    """
    for result in results:
        for each in result.record.releases:
            yield from _frozen(each)
    if any(result.record.releases for result in results):
        yield Artifact(path=FEED, body=_feed(results, languages), made_from=_origins(results))


def _frozen(release: Released) -> Iterator[Artifact]:
    at = f"{release.publisher}/{release.version}"
    for path, body in release.files.items():
        yield Artifact(path=f"data/{at}/{path}", body=body, made_from=(f"{FOLDER}/{at}/{path}",))


def _origins(results: Sequence[Result]) -> tuple[str, ...]:
    releases = (each for result in results for each in result.record.releases)
    return tuple(f"{FOLDER}/{each.publisher}/{each.version}/release.json" for each in releases)


def _feed(results: Sequence[Result], languages: Sequence[Words]) -> bytes:
    found = [(each, result.package) for result in results for each in result.record.releases]
    found.sort(key=lambda pair: (pair[0].day, pair[0].publisher, version_key(pair[0].version)), reverse=True)
    home = next((about(each.package).address for each in results if about(each.package).address), "")
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": languages[0]("html")})
    _add(feed, "title", " · ".join(words("revisions.feed") for words in languages))
    first = found[-1][0]
    _add(feed, "id", _name(first, "feed"))
    _add(feed, "updated", _moment(found[0][0]))
    _add(_add(feed, "author", ""), "name", languages[0]("site.name"))
    if home:
        _add(feed, "link", "", rel="self", href=f"{home.rstrip('/')}/{FEED}")
    for release, package in found:
        _entry(feed, release, package, languages)
    ElementTree.indent(feed, " ")
    body = ElementTree.tostring(feed, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'.encode()


def _entry(
    feed: ElementTree.Element, release: Released, package: Package, languages: Sequence[Words]
) -> None:
    home, entry = about(package).address, _add(feed, "entry", "")
    _add(entry, "title", " · ".join(_title(release, package, words) for words in languages))
    _add(entry, "id", _name(release, "release"))
    _add(entry, "updated", _moment(release))
    start = f"{home.rstrip('/')}/" if home else ""  # otherwise from where the feed itself stands
    _add(
        entry,
        "link",
        "",
        rel="alternate",
        href=f"{start}{package.id}/revisions/index.html#v{release.version}",
    )
    said = "\n\n".join("\n".join(_lines(release, package, words)) for words in languages)
    _add(entry, "content", said, type="text")


def _title(release: Released, package: Package, words: Words) -> str:
    return words("revisions.feed_entry", title=words.pick(package.title), version=release.version)


def _lines(release: Released, package: Package, words: Words) -> Iterator[str]:
    titles = {
        (table.name, field.name): words.pick(field.title)
        for table in package.tables
        for field in table.fields
    }
    yield words("revisions.why", reason=release.why(words.language))
    yield counted(release, words)
    for each in release.changes:
        fact = package.observations.get(each.row)
        name = f"{fact.year} {words.label(fact, package)}" if fact else f"{each.table} {each.row}"
        yield words(
            "revisions.feed_change",
            kind=words(f"change.{each.kind}"),
            name=name,
            column=titles.get((each.table, each.column), each.column),
            old=in_words(each.table, each.column, each.old, words, package) or "—",
            new=in_words(each.table, each.column, each.new, words, package) or "—",
        )


def counted(release: Released, words: Words) -> str:
    """Return what a release changed in numbers; of the first one, how many rows it has."""
    return words("revisions.counts" if release.previous else "revisions.counts_first", **release.counts)


def _name(release: Released, what: str) -> str:
    """An address that never changes: what is named is named by the check sums of its release.

    RFC 4151: the authority of a `tag:` is a domain of the publisher, which a package may not have, or only
    later; `urn:uuid` (RFC 9562, version 8) needs none.
    """
    digits = (
        f"{release.sums[:12]}8{release.sums[13:16]}{'8' if what == 'release' else '9'}{release.sums[17:32]}"
    )
    return "urn:uuid:" + "-".join(digits[a:b] for a, b in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))


def _moment(release: Released) -> str:
    return f"{release.day.isoformat()}T00:00:00Z"


def _add(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text or None
    return child
