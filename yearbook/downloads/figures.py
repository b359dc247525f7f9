"""Every figure of all years in one table, with labels and units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from yearbook.downloads.tables import PublishedTable, in_every_language
from yearbook.model import FACT_TABLES, Field, Package, Result, Table, Text
from yearbook.vocabulary import has_label, label_of, unit_of
from yearbook.words import Words

_Row = Mapping[str, str]
_Column = tuple[Field, Callable[[_Row], str]]


def figures_of(result: Result, all_words: tuple[Words, ...]) -> PublishedTable:
    """Return the figures of a publisher, all topics and years: one row each, codes with their labels.

    Columns: publisher and its name, table, then those of the fact tables; labels and unit in every language.
    """
    package = result.package
    tables = [each for each in package.tables if each.name in FACT_TABLES]
    written = [list(_columns(table, package, all_words)) for table in tables]
    rows = (
        tuple(cell(row) for _, cell in columns)
        for table, columns in zip(tables, written, strict=True)
        for row in table.records()
    )
    return PublishedTable(
        name="figures",
        title=in_every_language("downloads.tables.figures.title", all_words),
        description=in_every_language("downloads.tables.figures.description", all_words),
        fields=tuple(field for field, _ in written[0]),
        rows=tuple(rows),
        computed=True,
    )


def _columns(table: Table, package: Package, all_words: tuple[Words, ...]) -> Iterator[_Column]:
    yield own_field("publisher", all_words), lambda _: package.id
    for words in all_words:
        yield (
            own_field(f"publisher_{words.language}", all_words),
            partial(_same, words.pick(package.publisher)),
        )
    yield own_field("table", all_words), lambda _: table.name
    for field in table.fields:
        yield field, lambda row, name=field.name: row[name]  # type: ignore[misc]
        for words in all_words:
            yield from _beside(field, table, package, words, all_words)


def _same(text: str, _: _Row) -> str:
    return text


def _beside(
    field: Field, table: Table, package: Package, words: Words, all_words: tuple[Words, ...]
) -> Iterator[_Column]:
    """The columns that put a code, the id or the value into words of one language."""
    language = words.language
    if field.name == "id":
        facts = package.observations
        yield own_field(f"label_{language}", all_words), lambda row: words.label(facts[row["id"]], package)
    elif field.name == "value":
        yield own_field(f"unit_{language}", all_words), lambda row: unit_of(row["indicator"], words, package)
    elif has_label(table.name, field.name, words):
        titles = ((each.language, _label_of(field, each)) for each in all_words)
        titled = Field(
            name=f"{field.name}_{language}", type="string", title=Text(tuple(titles)), description=Text(())
        )
        yield titled, lambda row: label_of(table.name, field.name, row[field.name], words, package)


def _label_of(field: Field, words: Words) -> str:
    return words("downloads.workbook.label_of", title=words.pick(field.title))


def own_field(name: str, all_words: tuple[Words, ...]) -> Field:
    """Return a column that is no package's but ours, with its title and description in every language."""
    title = in_every_language(f"downloads.fields.{name}.title", all_words)
    description = in_every_language(f"downloads.fields.{name}.description", all_words)
    return Field(name=name, type="string", title=title, description=description)
