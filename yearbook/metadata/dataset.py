"""A package as catalogues see it: what it is, whose, of which years and place, and its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yearbook.about import About, about
from yearbook.metadata.files import FileKind, file_kind, is_of_one_year
from yearbook.model import Artifact, Package, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A file to download; `path` is its address inside the site."""

    path: str
    kind: FileKind
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A package described: `descriptor` is the published `datapackage.json` as read from JSON."""

    facts: About
    descriptor: Mapping[str, Any]
    distributions: tuple[Distribution, ...]

    @property
    def package(self) -> Package:
        """The package that is described."""
        return self.facts.package

    @property
    def page(self) -> str:
        """The address of its page inside the site, in the first language."""
        return f"{self.package.id}/index.html"

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords of the descriptor, in all languages."""
        return tuple(self.descriptor.get("keywords", ()))

    @property
    def place(self) -> Text:
        """The name of the place it is about; empty where the package names none it knows."""
        found = self.package.places.get(self.package.place)
        return found.label if found else Text(())

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year with a figure."""
        years = self.package.years
        return (years[0], years[-1]) if years else None

    @property
    def modified(self) -> str:
        """The day of this version, as ISO 8601 writes it."""
        return self.package.created.date().isoformat()

    def named(self, *keys: str) -> tuple[Distribution, ...]:
        """Return the files of some kinds, in their order."""
        return tuple(each for each in self.distributions if each.kind.key in keys)


def dataset_of(package: Package, files: Iterable[Artifact]) -> Dataset:
    """Return the description of a package from the files published of it; one must be `datapackage.json`."""
    files = tuple(each for each in files if not is_of_one_year(each.path))
    (descriptor,) = (each.body for each in files if each.path == f"data/{package.id}/datapackage.json")
    return Dataset(
        facts=about(package),
        descriptor=json.loads(descriptor),
        distributions=tuple(map(_distribution, files)),
    )


def _distribution(file: Artifact) -> Distribution:
    return Distribution(
        path=file.path,
        kind=file_kind(file.path),
        bytes=len(file.body),
        sha256=hashlib.sha256(file.body).hexdigest(),
    )


def as_json(value: object) -> bytes:
    """Return a value as JSON in UTF-8, one key a line."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def filled(entries: Mapping[str, object]) -> dict[str, object]:
    """Return the entries that say anything."""
    return {key: value for key, value in entries.items() if value not in (None, "", [], (), {})}


def in_languages(text: Text) -> list[dict[str, str]]:
    """Return a text as JSON-LD writes it in several languages."""
    return [{"@language": language, "@value": wording} for language, wording in text.wordings if wording]


def worded(entry: Mapping[str, Any], name: str, first: str = "zh") -> Text:
    """Return a title or description of the descriptor, where it is written `title` and `title@en`."""
    found = {first: entry.get(name, "")}
    found |= {key.partition("@")[2]: each for key, each in entry.items() if key.startswith(f"{name}@")}
    return Text(tuple(found.items()))
