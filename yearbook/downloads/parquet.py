"""A table as Parquet, for a package that asks for it; the writer is an optional library."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yearbook.downloads.tables import PublishedTable
from yearbook.errors import YearbookError
from yearbook.model import Field

if TYPE_CHECKING:
    import pyarrow

# As many digits as the type has.
_PRECISION = 38


def parquet_of(table: PublishedTable) -> bytes:
    """Return a table as Parquet: exact decimals, whole numbers, days, texts; an empty cell is null.

    Titles in all languages stand in the metadata of each column. Raises YearbookError where pyarrow is not
    installed: what is published must not depend on what a computer happens to have.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise YearbookError(
            "数据包要求生成 Parquet 文件（datapackage.json 里 yearbook.parquet 为 true），"
            "但没有安装 pyarrow。"
            "请安装 pyproject.toml 的 parquet 一项，或去掉这个要求。 "
            "A package asks for Parquet files (yearbook.parquet in its datapackage.json), but pyarrow is not "
            "installed. Install the extra called parquet of pyproject.toml, or take the request out."
        ) from error
    cells = [list(column) for column in zip(*table.rows, strict=True)] or [[] for _ in table.fields]
    columns = [_column(field, texts) for field, texts in zip(table.fields, cells, strict=True)]
    schema = pyarrow.schema(
        [
            pyarrow.field(f.name, each.type, metadata=_titles(f))
            for f, each in zip(table.fields, columns, strict=True)
        ]
    )
    file = io.BytesIO()
    parquet.write_table(pyarrow.table(columns, schema=schema), file, compression="zstd")
    return file.getvalue()


def _titles(field: Field) -> dict[str, str]:
    return {f"title@{language}": wording for language, wording in field.title.wordings}


def _column(field: Field, texts: list[str]) -> pyarrow.Array[Any]:
    import pyarrow

    match field.type:
        case "number":
            numbers = [Decimal(text) if text else None for text in texts]
            return pyarrow.array(numbers, pyarrow.decimal128(_PRECISION, _scale(numbers)))
        case "integer":
            return pyarrow.array([int(text) if text else None for text in texts], pyarrow.int64())
        case "date":
            days = [date.fromisoformat(text) if text else None for text in texts]
            return pyarrow.array(days, pyarrow.date32())
        case "boolean":
            return pyarrow.array([text == "yes" if text else None for text in texts], pyarrow.bool_())
    return pyarrow.array([text or None for text in texts], pyarrow.string())


def _scale(numbers: list[Decimal | None]) -> int:
    """Return how many decimals the finest of the numbers has."""
    exponents = (each.as_tuple().exponent for each in numbers if each is not None)
    return max((-each for each in exponents if isinstance(each, int) and each < 0), default=0)
