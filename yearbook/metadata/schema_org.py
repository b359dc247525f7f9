"""schema.org in every page: the data set a page is about, for search engines of data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from yearbook.metadata.dataset import Dataset, Distribution, filled
from yearbook.metadata.files import purpose
from yearbook.words import Words

# The files a search engine is told of: one of each kind that holds all figures.
_OFFERED = ("xlsx", "ods", "figures", "sqlite", "zip", "json")

Address = Callable[[str], str]


def dataset_json(dataset: Dataset, words: Words, link: Address) -> str:
    """Return a package as a schema.org `Dataset` in one language, as JSON that is safe inside a page.

    `link` makes an address inside the site into one that works from the page.
    """
    return _safe({"@context": "https://schema.org"} | _dataset(dataset, words, link))


def catalog_json(datasets: Iterable[Dataset], words: Words, link: Address) -> str:
    """Return the site as a schema.org `DataCatalog` of its packages, for its home page."""
    catalog = {
        "@context": "https://schema.org",
        **_catalog(words, link),
        "description": words("site.description"),
        "dataset": [_in_short(each, words, link) for each in datasets],
    }
    return _safe(catalog)


def _dataset(dataset: Dataset, words: Words, link: Address) -> dict[str, object]:
    package, facts = dataset.package, dataset.facts
    others = [wording for language, wording in package.title.wordings if language != words.language]
    years = dataset.years
    return _in_short(dataset, words, link) | filled(
        {
            "alternateName": others,
            "identifier": package.id,
            "version": package.version,
            "dateModified": dataset.modified,
            "license": facts.licences[0].path if facts.licences else "",
            "isAccessibleForFree": True,
            "inLanguage": ["zh-CN", "en"],
            "keywords": list(dataset.keywords),
            "creator": {"@type": "Organization", "name": words.pick(facts.authors)},
            "temporalCoverage": f"{years[0]}/{years[1]}" if years else "",
            "spatialCoverage": {"@type": "Place", "name": words.pick(dataset.place)} if dataset.place else {},
            "includedInDataCatalog": _catalog(words, link),
            "distribution": [_download(each, dataset, words, link) for each in _offered(dataset)],
        }
    )


def _in_short(dataset: Dataset, words: Words, link: Address) -> dict[str, object]:
    return {
        "@type": "Dataset",
        "name": words.pick(dataset.package.title),
        "description": words.pick(dataset.package.description),
        "url": link(dataset.page),
        "license": dataset.facts.licences[0].path if dataset.facts.licences else "",
    }


def _catalog(words: Words, link: Address) -> dict[str, object]:
    return {"@type": "DataCatalog", "name": words("site.name"), "url": link("index.html")}


def _offered(dataset: Dataset) -> Iterable[Distribution]:
    return (each for each in dataset.named(*_OFFERED) if each.kind.key != "json" or "/figures." in each.path)


def _download(file: Distribution, dataset: Dataset, words: Words, link: Address) -> dict[str, object]:
    return {
        "@type": "DataDownload",
        "name": purpose(file.path, dataset.package, words),
        "encodingFormat": file.kind.media,
        "contentUrl": link(file.path),
    }


def _safe(value: object) -> str:
    """Return JSON without the characters by which a page could take it for anything else."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
