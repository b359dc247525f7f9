"""The record of what was released: each release with what it changed; what any figure was in any of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from hashlib import sha256

FOLDER = "releases"
PACKAGE, CHARTS = "package/", "charts/"
RELEASE, PUBLISHED, SUMS = "release.json", "published.sha256", "SHA256SUMS"
# Of the check sums, so that they cannot stand among them.
SIGNATURES = (f"{SUMS}.sig", f"{SUMS}.minisig")
# A correction mends what was wrong; a revision follows a source that states its figure anew.
KINDS = ("correction", "revision")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell of a released row that is another in the next release: table, row's id, column, both texts.

    In a fact table the row's id is the figure's.
    """

    table: str
    row: str
    column: str
    old: str
    new: str
    kind: str
    reason: str
    reason_en: str = ""

    def why(self, language: str) -> str:
        """Return the reason in a language; in Chinese where it was given in that alone."""
        return (self.reason_en if language == "en" else "") or self.reason

    @property
    def difference(self) -> Decimal | None:
        """New minus old, in the base unit of the column; nothing where either is no number."""
        try:
            return Decimal(self.new) - Decimal(self.old)
        except InvalidOperation:
            return None

    @property
    def relative(self) -> Fraction | None:
        """The difference as a part of the old number: 0.05 is five per cent up."""
        if self.difference is None or Decimal(self.old) == 0:
            return None
        return Fraction(self.difference) / Fraction(Decimal(self.old))


@dataclass(frozen=True, kw_only=True)
class Released:
    """One release: what its `release.json` says, and every frozen file of its folder by path.

    `added` and `removed` are rows as `table/id`, `texts` files of prose and the descriptor. `digest` stands
    for the package (`digest_of`), `made_with` names the program that made the files. `sums` is the SHA-256 of
    its `SHA256SUMS`, which the next release names as `previous`; empty while it is being made.
    """

    publisher: str
    version: str
    day: date
    reason: str
    reason_en: str = ""
    signer: str = ""
    previous: str = ""
    digest: str = ""
    made_with: str = ""
    changes: tuple[Change, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    sums: str = ""

    def why(self, language: str) -> str:
        """Return the reason in a language; in Chinese where it was given in that alone."""
        return (self.reason_en if language == "en" else "") or self.reason

    @property
    def counts(self) -> dict[str, int]:
        """How many cells it changed, and how many rows it added and took away."""
        return {"changed": len(self.changes), "added": len(self.added), "removed": len(self.removed)}

    @property
    def address(self) -> str:
        """Where it stands in the site for ever."""
        return f"data/{self.publisher}/{self.version}/"

    @cached_property
    def package(self) -> Mapping[str, bytes]:
        """The files of the package as it was released; none where only what is told of it is at hand."""
        return {
            path.removeprefix(PACKAGE): body for path, body in self.files.items() if path.startswith(PACKAGE)
        }

    @cached_property
    def published(self) -> Mapping[str, str]:
        """The SHA-256 of every file that was published with it, by its path in the site."""
        return read_sums(self.files.get(PUBLISHED, b""))

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, Row]]:
        """Every table as it was released: its rows by their id."""
        return tables_in(self.package)

    def about(self, row: str) -> tuple[Change, ...]:
        """Return what this release changed in one row."""
        return tuple(each for each in self.changes if each.row == row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Every release of a publisher, oldest first."""

    releases: tuple[Released, ...] = ()

    @property
    def latest(self) -> Released | None:
        """The last release; nothing before the first one."""
        return self.releases[-1] if self.releases else None

    @property
    def changes(self) -> tuple[tuple[Released, Change], ...]:
        """Every cell a release has changed, with the release; oldest first."""
        return tuple((release, each) for release in self.releases for each in release.changes)

    def covers(self, files: Mapping[str, bytes]) -> bool:
        """Whether a package is the one last released, byte for byte."""
        return self.latest is not None and self.latest.digest == digest_of(files)

    def is_released(self, version: str) -> bool:
        """Whether there is a release of this version."""
        return any(each.version == version for each in self.releases)

    def as_of(self, figure: str) -> Iterator[tuple[Released, Row]]:
        """Yield each release that has a figure with the figure's row in it, `table` added; oldest first."""
        for each in self.releases:
            for table, rows in each.tables.items():
                if figure in rows:
                    yield each, {**rows[figure], "table": table}

    def plus(self, release: Released) -> Record:
        """Return the record with one more release."""
        return Record(releases=(*self.releases, release))


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return what stands for the files of a package: the SHA-256 of the list of their check sums."""
    return sha256(sums_of(files)).hexdigest()


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Return the SHA-256 of every file as `sha256sum -c` reads them."""
    return write_sums({name: sha256(body).hexdigest() for name, body in files.items()})


def write_sums(sums: Mapping[str, str]) -> bytes:
    """Return check sums by file name as `sha256sum -c` reads them."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()


def read_sums(body: bytes) -> Mapping[str, str]:
    """Return the check sums of a list by file name."""
    lines = (line.partition("  ") for line in body.decode().splitlines())
    return {name: digest for digest, _, name in lines}


def tables_in(files: Mapping[str, bytes]) -> Mapping[str, Mapping[str, Row]]:
    """Return every table of a package's files: its rows by `id`, those of codes by dimension and code."""
    return {name: {_key(row): row for row in rows} for name, rows in _rows_in(files)}


def _rows_in(files: Mapping[str, bytes]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    if "datapackage.json" not in files:
        return
    for resource in json.loads(files["datapackage.json"].decode("utf-8-sig"))["resources"]:
        text = files[resource["path"]].decode("utf-8-sig")
        yield resource["name"], list(csv.DictReader(io.StringIO(text, newline="")))


def _key(row: Row) -> str:
    return row["id"] if "id" in row else f"{row['dimension']}/{row['code']}"
