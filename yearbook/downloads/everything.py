"""What holds all publishers: every table with the rows of all, and one ZIP of everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yearbook.about import About
from yearbook.downloads.bundle import citations_of, licences_of, text_file
from yearbook.downloads.figures import own_field
from yearbook.downloads.tables import PublishedTable
from yearbook.downloads.zipped import zipped
from yearbook.metadata.files import is_of_one_year
from yearbook.model import FACT_TABLES, Artifact, Text
from yearbook.record import sums_of
from yearbook.words import Words

_NOT_INSIDE = (".zip", "SHA256SUMS")

Published = Mapping[str, tuple[PublishedTable, ...]]


def all_of(published: Published, all_words: tuple[Words, ...]) -> Iterator[PublishedTable]:
    """Yield every table with the rows of all publishers, in their order; the last of each is its figures.

    A table of facts has labels and units beside its codes; of any other the first column is its publisher.
    """
    figures = [tables[-1] for tables in published.values()]
    for topic in FACT_TABLES:
        yield _of_topic(topic, figures, all_words)
    others: dict[str, dict[str, PublishedTable]] = {}
    for publisher, tables in published.items():
        for table in tables[:-1]:
            if table.name not in FACT_TABLES:
                others.setdefault(table.name, {})[publisher] = table
    for same in others.values():
        yield _joined(same, all_words)


def _of_topic(topic: str, figures: Sequence[PublishedTable], all_words: tuple[Words, ...]) -> PublishedTable:
    fields = figures[0].fields
    at = [each.name for each in fields].index("table")
    titles = tuple(
        (words.language, words("downloads.tables.all.title", topic=words(f"tables.{topic}")))
        for words in all_words
    )
    rows = tuple(row for table in figures for row in table.rows if row[at] == topic)
    return PublishedTable(
        name=topic, title=Text(titles), description=Text(()), fields=fields, rows=rows, computed=True
    )


def _joined(tables: Mapping[str, PublishedTable], all_words: tuple[Words, ...]) -> PublishedTable:
    """Return tables of one form as one, by name of column; a column that a publisher lacks is empty."""
    fields = {field.name: field for table in tables.values() for field in table.fields}
    rows = []
    for publisher, table in tables.items():
        at = {field.name: index for index, field in enumerate(table.fields)}
        rows += [(publisher, *(row[at[name]] if name in at else "" for name in fields)) for row in table.rows]
    first = next(iter(tables.values()))
    return PublishedTable(
        name=first.name,
        title=first.title,
        description=first.description,
        fields=(own_field("publisher", all_words), *fields.values()),
        rows=tuple(rows),
        computed=True,
    )


def everything_zip(
    packages: Sequence[About],
    own: Sequence[Artifact],
    of_all: Mapping[str, bytes],
    all_words: tuple[Words, ...],
) -> bytes:
    """Return a ZIP of every published file of all packages, with read-me, licences, citations and check sums.

    `own` are the files of the packages, `of_all` the tables of all of them by path in the site.
    """
    whole = (each for each in own if not is_of_one_year(each.path))
    files = {each.path: each.body for each in whole if not each.path.endswith(_NOT_INSIDE)}
    files |= of_all
    files = {path.removeprefix("data/"): body for path, body in files.items()}
    files |= {
        "README.txt": text_file("\n\n".join(_read_me(packages, words) for words in all_words)),
        "LICENSE.txt": licences_of(packages, all_words),
        "CITATION.txt": citations_of(packages, all_words),
    }
    files["SHA256SUMS"] = sums_of(files)
    return zipped({f"yearbook/{path}": body for path, body in files.items()})


def _read_me(packages: Sequence[About], words: Words) -> str:
    listed = (
        words(
            "downloads.everything.package",
            name=each.package.id,
            title=words.pick(each.package.title),
            notice=each.notice(words),
        ).rstrip()
        for each in packages
    )
    return words("downloads.everything.text", site=words("site.name"), packages="\n".join(listed)).strip()
