"""What stands in the workbook, as plain texts; how it looks is the business of `workbook`.

Every header is title and machine name, "数值 value": a Chinese reader sees the title, the last word is the
column of the CSV, and one header row keeps the sheet readable to machines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from yearbook.downloads.tables import PublishedTable
from yearbook.model import FACT_TABLES, Field, Package, Text
from yearbook.vocabulary import has_label, label_of, labels_of, unit_of
from yearbook.words import Words

Row = Mapping[str, str]

# What a reader needs first; every other column of the package follows in its own order.
# The hedge stands beside the value: a lower bound must not be read as a plain number.
_FACTS_FIRST = ("id", "year", "value", "qualifier", "printed", "resolution", "absent", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a sheet: its header and the type its cells are written as."""

    header: str
    type: str = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A worksheet that is one table; the columns before `frozen` stay in sight."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    frozen: int = 1


def data_sheet(table: PublishedTable, package: Package, all_words: tuple[Words, ...]) -> Sheet:
    """Return a table as a sheet; facts and computed tables with a label beside every code."""
    labelled = table.computed or table.name in FACT_TABLES
    makers = list(_columns(table, package, all_words) if labelled else map(_plain, table.fields))
    names = [field.name for field in table.fields]
    rows = (dict(zip(names, row, strict=True)) for row in table.rows)
    return Sheet(
        name=sheet_name(table),
        columns=tuple(column for column, _ in makers),
        rows=tuple(tuple(cell(row) for _, cell in makers) for row in rows),
        frozen=2 if table.name in FACT_TABLES else 1,
    )


def sheet_name(table: PublishedTable) -> str:
    """Return the title and machine name of a table, cut to what Excel allows in a sheet name."""
    title = "".join("" if each in "[]:*?/\\'" else each for each in table.title["zh"])
    return f"{title[: 30 - len(table.name)]} {table.name}"[-31:].strip()


Maker = tuple[Column, Callable[[Row], str]]


def _columns(table: PublishedTable, package: Package, all_words: tuple[Words, ...]) -> Iterator[Maker]:
    by_name = {field.name: field for field in table.fields}
    if table.name not in FACT_TABLES:
        for field in table.fields:
            yield _plain(field)
            yield from _labels(field, table.name, package, all_words)
        return
    yield _plain(by_name["id"])
    facts = package.observations
    yield from _each(all_words, "label", lambda words, row: words.label(facts[row["id"]], package))
    yield _plain(by_name["year"])
    yield _plain(by_name["value"])
    yield from _each(all_words, "unit", lambda words, row: unit_of(row["indicator"], words, package))
    others = [field.name for field in table.fields if field.name not in _FACTS_FIRST]
    for field in (by_name[name] for name in (*_FACTS_FIRST[3:], *others)):
        yield _plain(field)
        yield from _labels(field, table.name, package, all_words)


def _plain(field: Field) -> Maker:
    return Column(header=f"{field.title['zh']} {field.name}", type=field.type), lambda row: row[field.name]


def _each(all_words: tuple[Words, ...], name: str, cell: Callable[[Words, Row], str]) -> Iterator[Maker]:
    """One column a language."""
    for words in all_words:
        header = f"{words(f'downloads.workbook.{name}')} {name}_{words.language}"
        yield Column(header=header), lambda row, words=words: cell(words, row)  # type: ignore[misc]


def _labels(field: Field, table: str, package: Package, all_words: tuple[Words, ...]) -> Iterator[Maker]:
    for words in all_words:
        if has_label(table, field.name, words):
            title = words("downloads.workbook.label_of", title=words.pick(field.title))
            header = f"{title} {field.name}_{words.language}"
            yield (
                Column(header=header),
                lambda row, words=words: label_of(  # type: ignore[misc]
                    table, field.name, row[field.name], words, package
                ),
            )


def notes_sheet(all_words: tuple[Words, ...]) -> Sheet:
    """Return the sheet of conventions: symbols, codes, rounding, what was computed."""
    columns = [both("topic", all_words), both("code", all_words), *(words("name") for words in all_words)]
    return Sheet(
        name=titled("notes", all_words),
        columns=tuple(Column(header=each) for each in columns),
        rows=tuple(_notes(all_words)),
    )


_NOTED = ("qualifier", "status", "absent", "period_kind", "nature", "verdict", "relations.reason", "refused")


def _notes(all_words: tuple[Words, ...]) -> Iterator[tuple[str, ...]]:
    conventions = [words.catalogue["downloads"]["conventions"] for words in all_words]
    for key, convention in conventions[0].items():
        texts = (each[key]["text"] for each in conventions)
        yield (both("conventions", all_words), convention["code"], *texts)
    for column in _NOTED:
        table, _, name = column.rpartition(".")
        labels = [labels_of(table, name, words) for words in all_words]
        for code in labels[0]:
            yield (both(f"topics.{name}", all_words), code, *(each[code] for each in labels))


References = Mapping[tuple[str, str], str]


def dictionary_sheet(
    tables: tuple[PublishedTable, ...], references: References, all_words: tuple[Words, ...]
) -> Sheet:
    """Return the sheet that describes every column: titles, type, codes allowed, what it refers to."""
    headers = [both(each, all_words) for each in ("table", "field", "type")]
    for name in ("title", "description"):
        headers += [f"{words(f'downloads.workbook.{name}')} {name}_{words.language}" for words in all_words]
    headers += [both("values", all_words), both("refers_to", all_words)]
    return Sheet(
        name=titled("dictionary", all_words),
        columns=tuple(Column(header=each) for each in headers),
        rows=tuple(
            _described(table, field, references, all_words) for table in tables for field in table.fields
        ),
        frozen=2,
    )


def dictionary_names(all_words: tuple[Words, ...]) -> tuple[str, ...]:
    """Return the machine names of the columns of the dictionary."""
    worded = (f"{name}_{words.language}" for name in ("title", "description") for words in all_words)
    return ("table", "field", "type", *worded, "values", "refers_to")


def _described(
    table: PublishedTable, field: Field, references: References, all_words: tuple[Words, ...]
) -> tuple[str, ...]:
    return (
        table.name,
        field.name,
        field.type,
        *_wordings(field.title, all_words),
        *_wordings(field.description, all_words),
        _values(table.name, field, all_words),
        references.get((table.name, field.name), ""),
    )


def _values(table: str, field: Field, all_words: tuple[Words, ...]) -> str:
    labels = [labels_of(table, field.name, words) for words in all_words]
    lines = (" ".join((code, *(each[code] for each in labels if code in each))) for code in field.enum)
    return "\n".join(lines)


def _wordings(text: Text, all_words: tuple[Words, ...]) -> Iterable[str]:
    wordings = dict(text.wordings)
    return (wordings.get(words.language, "") for words in all_words)


def both(key: str, all_words: tuple[Words, ...]) -> str:
    """Return one of the workbook's own wordings in all languages, side by side."""
    return " ".join(words(f"downloads.workbook.{key}") for words in all_words)


def titled(key: str, all_words: tuple[Words, ...]) -> str:
    """Return the name of one of the workbook's own sheets, made like those of the tables."""
    return f"{all_words[0](f'downloads.workbook.{key}')} {key}"
