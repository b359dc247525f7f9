"""What a page says of itself to search engines of data, as schema.org in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from yearbook.metadata import Dataset, catalog_json, dataset_json, dataset_of
from yearbook.model import LANGUAGES_FIRST, Artifact, Release, Result
from yearbook.pages.binding import Binding

Structured = Callable[[Binding], str]


def of_publisher(result: Result, files: Iterable[Artifact]) -> Structured:
    """Return what writes the data set of a publisher into a page; nothing where no files are offered."""
    dataset = _dataset(result, files)
    return lambda binding: dataset_json(dataset, binding.words, _link(binding, [dataset])) if dataset else ""


def of_site(release: Release, files: Sequence[Artifact]) -> Structured:
    """Return what writes the catalogue of all data sets into the home page."""
    datasets = [each for result in release.results if (each := _dataset(result, files))]
    return lambda binding: catalog_json(datasets, binding.words, _link(binding, datasets)) if datasets else ""


def front(text: str) -> Markup:
    """Return JSON as a quoted value of the front matter, which the theme prints as it is."""
    return Markup(json.dumps(text, ensure_ascii=False) if text else "")  # noqa: S704 - made safe where it was written


def _dataset(result: Result, files: Iterable[Artifact]) -> Dataset | None:
    name = result.package.id
    own = [each for each in files if each.path.split("/")[1:2] == [name]]
    described = any(each.path == f"data/{name}/datapackage.json" for each in own)
    return dataset_of(result.package, own) if described else None


def _link(binding: Binding, datasets: Sequence[Dataset]) -> Callable[[str], str]:
    """Return what makes an address of the site work from the page; a whole one where a homepage is named."""
    homes = {each.facts.address.rstrip("/") for each in datasets}
    home = homes.pop() if len(homes) == 1 else ""

    def link(path: str) -> str:
        is_page = path.endswith(".html")
        if home:
            own = is_page and binding.words.language != LANGUAGES_FIRST
            return f"{home}/{binding.words.language}/{path}" if own else f"{home}/{path}"
        return binding.to(path.removesuffix("index.html")) if is_page else binding.file(path)

    return link
