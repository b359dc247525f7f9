"""What the whole site is found by: the catalogue of its data, and the lists for programs that visit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from yearbook.metadata import Dataset, dataset_of, dcat_of, purpose
from yearbook.metadata.files import is_of_publisher
from yearbook.model import LANGUAGES_FIRST, Artifact, Release
from yearbook.words import Words

CATALOGUE = "data/catalog.jsonld"

# What llms.txt names of each package; the downloads page has the rest.
_NAMED = ("figures", "json", "sqlite", "descriptor")


def make_catalogue(
    release: Release, languages: Sequence[Words], files: Iterable[Artifact], pages: Iterable[Artifact]
) -> tuple[Artifact, ...]:
    """Return `data/catalog.jsonld` and `llms.txt`; with one homepage for all, `sitemap.xml` and `robots.txt`.

    A sitemap must name whole addresses, so there is none where no package says where the site will stand.
    """
    if not release.results:
        return ()
    files = tuple(files)
    datasets = [
        dataset_of(each.package, (file for file in files if is_of_publisher(file.path, each.package.id)))
        for each in release.results
    ]
    made = {CATALOGUE: dcat_of(datasets, languages), "llms.txt": _llms(datasets, languages)}
    homes = {each.facts.address.rstrip("/") for each in datasets}
    if len(homes) == 1 and (home := homes.pop()):
        made["sitemap.xml"] = _sitemap(home, sorted(each.path for each in pages), languages, release)
        made["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {home}/sitemap.xml\n".encode()
    made_from = tuple(f"datapackages/{each.package.id}/datapackage.json" for each in release.results)
    return tuple(Artifact(path=path, body=body, made_from=made_from) for path, body in made.items())


def _llms(datasets: Sequence[Dataset], languages: Sequence[Words]) -> bytes:
    """Return the summary of the site that language models look for (llmstxt.org), in all languages."""
    return ("\n\n".join("\n".join(_summary(datasets, words)) for words in languages) + "\n").encode()


def _summary(datasets: Sequence[Dataset], words: Words) -> Iterator[str]:
    yield from (f"# {words('site.name')}", "", f"> {words('site.description')}", "")
    yield words("llms.reading")
    start = "" if words.language == LANGUAGES_FIRST else f"{words.language}/"
    for each in datasets:
        package = each.package
        yield from ("", f"## {words.pick(package.title)}", "")
        notice = each.facts.notice(words)
        yield from (f"{line}\n" for line in (words.pick(package.description), notice) if line)
        for name in ("", "reconciliation/", "dictionary/", "downloads/"):
            title = words(f"site.{name.rstrip('/')}") if name else words("llms.overview")
            yield f"- [{title}]({start}{package.id}/{name}index.html)"
        for file in each.named(*_NAMED):
            yield f"- [{file.path}]({file.path}): {purpose(file.path, package, words)}"


def _sitemap(home: str, paths: Sequence[str], languages: Sequence[Words], release: Release) -> bytes:
    """Return the sitemap (sitemaps.org), each page with its twins in the other languages."""
    dated = {each.package.id: each.package.created.date().isoformat() for each in release.results}
    lines = []
    for path in paths:
        language, _, page = path.removesuffix(".md").partition("/")
        day = dated.get(page.split("/")[0], release.dated.date().isoformat())
        twins = "".join(
            f'<xhtml:link rel="alternate" hreflang="{words("html")}" '
            f'href="{_at(home, words.language, page)}"/>'
            for words in languages
        )
        lines.append(f"<url><loc>{_at(home, language, page)}</loc><lastmod>{day}</lastmod>{twins}</url>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' + "\n".join(lines) + "\n</urlset>\n"
    ).encode()


def _at(home: str, language: str, page: str) -> str:
    start = "" if language == LANGUAGES_FIRST else f"{language}/"
    return escape(f"{home}/{start}{page}.html")
