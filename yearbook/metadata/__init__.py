"""What catalogues, search engines and programs are told of a package: one description, many formats.

Everything is taken from the published descriptor and the files that stand beside it; nothing is said twice.
Where a package names no homepage, every address is relative to the file it stands in.
"""

from yearbook.metadata.croissant import croissant_of
from yearbook.metadata.csvw import csvw_of
from yearbook.metadata.dataset import Dataset, Distribution, dataset_of
from yearbook.metadata.dcat import dcat_of
from yearbook.metadata.files import file_kind, purpose, rows_in
from yearbook.metadata.schema_org import catalog_json, dataset_json

__all__ = [
    "Dataset",
    "Distribution",
    "catalog_json",
    "croissant_of",
    "csvw_of",
    "dataset_json",
    "dataset_of",
    "dcat_of",
    "file_kind",
    "purpose",
    "rows_in",
]
