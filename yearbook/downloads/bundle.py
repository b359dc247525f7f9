"""Everything in one ZIP, with what a stranger needs to use it: read-me, licence, citation, check sums."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from yearbook.about import About
from yearbook.downloads.tables import PublishedTable
from yearbook.downloads.zipped import zipped
from yearbook.model import Result
from yearbook.record import FOLDER, PUBLISHED, RELEASE, SUMS, sums_of
from yearbook.words import Words


def papers_of(
    facts: About, tables: tuple[PublishedTable, ...], all_words: tuple[Words, ...]
) -> dict[str, bytes]:
    """Return the texts that go with the data, by file name."""
    return {
        "README.txt": text_file("\n\n".join(_read_me(facts, tables, words) for words in all_words)),
        "LICENSE.txt": licences_of([facts], all_words),
        "CITATION.txt": citations_of([facts], all_words),
        "CITATION.cff": _cff(facts, all_words),
    }


def licences_of(packages: Sequence[About], all_words: tuple[Words, ...]) -> bytes:
    """Return the licences of some packages in every language, each said once."""
    said = dict.fromkeys(_licence(facts, words) for words in all_words for facts in packages)
    return text_file("\n\n".join(said))


def citations_of(packages: Sequence[About], all_words: tuple[Words, ...]) -> bytes:
    """Return how to cite some packages, in every language."""
    return text_file("\n".join(_citation(facts, words) for words in all_words for facts in packages))


def sources_of(result: Result) -> dict[str, bytes]:
    """Return what everything else was made from, by path: the packages as they were given, and the releases.

    Other publishers' packages that its relations name are among them. Of a release there is what it says of
    itself; of those before the last, also the check sums by which each vouches for the one before.
    """
    packages = (result.package, *result.package.others.values())
    given = {f"packages/{each.id}/{path}": body for each in packages for path, body in each.files.items()}
    last = result.record.latest
    return given | {
        f"{FOLDER}/{each.publisher}/{each.version}/{path}": body
        for each in result.record.releases
        for path, body in each.files.items()
        if path == RELEASE or (each is not last and path in (PUBLISHED, SUMS))
    }


def zip_of(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of files in one folder with their check sums; same files, same bytes."""
    files = {**files, "SHA256SUMS": sums_of(files)}
    return zipped({f"{folder}/{name}": body for name, body in files.items()})


def _read_me(facts: About, tables: tuple[PublishedTable, ...], words: Words) -> str:
    package = facts.package
    files = (
        words("downloads.readme.file", name=each.name, title=words.pick(each.title), rows=len(each.rows))
        for each in tables
    )
    return words(
        "downloads.readme.text",
        title=words.pick(package.title),
        publisher=words.pick(package.publisher),
        version=package.version,
        description=words.pick(package.description),
        notice=facts.notice(words),
        name=package.id,
        files="\n".join(files),
        citation=facts.citation(words),
    ).strip()


def _licence(facts: About, words: Words) -> str:
    text = words("downloads.licence.text", licences=facts.licence(words))
    if {each.name for each in facts.licences} == {"CC-BY-4.0"}:
        text += words("downloads.licence.cc_by", author=words.pick(facts.authors))
    return text.strip()


def _citation(facts: About, words: Words) -> str:
    return words("downloads.citation.style") + "\n" + facts.citation(words) + "\n"


def _cff(facts: About, all_words: tuple[Words, ...]) -> bytes:
    """Return a Citation File Format file."""
    package, english = facts.package, all_words[-1]
    fields = {
        "cff-version": "1.2.0",
        "message": english("downloads.citation.message"),
        "type": "dataset",
        "title": package.title[english.language],
        "abstract": package.description[english.language],
        "authors": [{"name": facts.authors[english.language]}],
        "version": package.version,
        "date-released": facts.created[:10],
        "url": facts.address,
        "license": [each.name for each in facts.licences],
    }
    # Values are written as JSON: YAML that no text can break out of.
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items() if value)
    return "".join(lines).encode()


def text_file(body: str) -> bytes:
    """Return a text that any Windows editor shows as it is meant."""
    return (body.strip() + "\n").replace("\n", "\r\n").encode("utf-8-sig")
