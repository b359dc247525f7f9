"""A release in, Markdown pages out, in one language after another; a page is a template and what it shows."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from charts.picture import picture
from yearbook.check import RULES
from yearbook.claims import coverage
from yearbook.compare import alike_in_name, shared
from yearbook.metadata.files import is_of_publisher
from yearbook.model import (
    LANGUAGES_FIRST,
    RELATION_KINDS,
    Artifact,
    Chart,
    Derived,
    Observation,
    Package,
    Release,
    Result,
)
from yearbook.pages import (
    answers,
    conformance,
    embed,
    gallery,
    links,
    offers,
    places,
    relations,
    revisions,
    structured,
    tables,
    views,
    years,
)
from yearbook.pages.binding import Binding
from yearbook.pages.card import card, said_first, told
from yearbook.prose import NARRATIVE, TOPICS
from yearbook.releases.outward import counted
from yearbook.store import Store, code_hash, version_of
from yearbook.words import Words

_CODE = Path(__file__).parents[1]
_FACT = re.compile(r'data-fact="([^"]+)"')
_TITLE = re.compile(r"^title: (.*)$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n\s*\n(\s*\n)+")

CHECKS = "how-we-check"
COMPARE = "compare"
CHARTS = "charts"
REPORT = "report-a-problem"
CODES = "data/page-codes.csv"
SQL_ENGINE = "sql/sql-wasm-inline.js"
CATALOGUE = "data/catalog.jsonld"
CONFORMANCE = "conformance"
SECTIONS = (
    "reconciliation",
    revisions.SECTION,
    "places",
    "schools",
    "promises",
    "programmes",
    "figures",
    "sources",
    "dictionary",
    "downloads",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page to make: its address (a folder), its template, its title and what the template shows."""

    address: str
    template: str
    title: str
    description: str
    shows: Mapping[str, object]


def make_pages(
    release: Release,
    words: Words,
    languages: Sequence[Words],
    charts: Sequence[Chart],
    offered: Sequence[Artifact],
    templates: Path,
    store: Store,
) -> tuple[Artifact, ...]:
    """Return the Markdown of every page in one language; `offered` are the files that pages may link to.

    The pages of a publisher are kept together: they change when its package, its charts or the words do.
    """
    environment = _environment(templates)
    common = [_home(release, words, charts), _checks(release, words), _report(release, words)]
    common += [_conformance(words), _gallery(release, words, charts), _verify(release, words)]
    common += [_compare(release, words)] if len(release.results) > 1 else []
    about_all = structured.of_site(release, offered)
    made = [_render(page, words, environment, None if page.address else about_all) for page in common]
    for result in release.results:
        own = tuple(each for each in charts if each.publisher == result.package.id)
        files = _files_of(result.package.id, offered)
        made_from = (
            *_ingredients(result, words, languages, own, files),
            code_hash(_CODE, templates / "site"),
        )
        kept = store.keep(
            made_from, partial(_of_publisher, result, words, languages, own, files, environment)
        )
        made += [Artifact(kind="page", **page) for page in _from_json(kept)]
        made += _pictures(result, words, store)
        made += embed.pictures(result, words)
    return (*made, *_codes(made, words), *_engine(templates, words))


def _engine(templates: Path, words: Words) -> Iterator[Artifact]:
    """Yield SQLite for the browser with its licence, once for all languages."""
    if words.language == LANGUAGES_FIRST:
        for file in sorted((templates / "vendor").iterdir()):
            folder = SQL_ENGINE.rpartition("/")[0]
            yield Artifact(
                path=f"{folder}/{file.name}", body=file.read_bytes(), made_from=("templates/vendor",)
            )


def _codes(made: Iterable[Artifact], words: Words) -> Iterator[Artifact]:
    """Yield the list that tells a page from its code; one for all languages, with the titles of the first."""
    if words.language != LANGUAGES_FIRST:
        return
    rows = []
    for page in made:
        if page.kind == "page":
            address = page.path.removeprefix(f"{words.language}/").removesuffix("index.md")
            title = _TITLE.search(page.body.decode())
            assert title is not None, "every page has a title in its front matter"
            said = unescape(json.loads(title[1]))
            rows.append((answers.page_code(address), f"{address}index.html", said))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("code", "address", "title"), *sorted(rows)])
    body = text.getvalue()
    yield Artifact(path=CODES, body=body.encode("utf-8-sig"), made_from=("templates/site", "datapackages"))


def _pictures(result: Result, words: Words, store: Store) -> Iterator[Artifact]:
    """Yield the picture that pages of a publisher are shared with; none while it has no figure."""
    package, first = result.package, card(result, words, ())
    fact = package.observations.get(first.lead) or result.derived.get(first.lead)
    if fact and fact.quantity:
        number = words.figure(fact.quantity, package.indicators[fact.indicator], package)
        label = _figure_title(fact, package, words)
        foot = words("site.shared", site=words("site.name"))
        yield Artifact(
            path=picture_of(package, words),
            body=picture(number, label, words.pick(package.title), foot, store),
            made_from=(f"datapackages/{package.id}", f"words/{words.language}.toml"),
        )


def picture_of(package: Package, words: Words) -> str:
    """Return where the picture of a publisher stands in the site."""
    return f"share/{package.id}.{words.language}.png"


def _ingredients(
    result: Result,
    words: Words,
    languages: Sequence[Words],
    charts: Iterable[Chart],
    files: Iterable[Artifact],
) -> Iterator[str]:
    yield from (f"{each.version} {each.sums}" for each in result.record.releases)
    yield from ("pages", result.package.fingerprint, words.language, version_of("jinja2", "Markdown"))
    yield from (json.dumps(each.catalogue, default=str, sort_keys=True) for each in languages)
    yield from (f"{each.id} {each.year} {each.web}" for each in charts)
    yield from (f"{each.path} {len(each.body)} {each.made_from}" for each in files)


def _of_publisher(
    result: Result,
    words: Words,
    languages: Sequence[Words],
    charts: Sequence[Chart],
    files: Sequence[Artifact],
    environment: Environment,
) -> bytes:
    pages = list(_publisher_pages(result, words, languages, charts, files))
    about_it = structured.of_publisher(result, files)
    made = {page.address: _render(page, words, environment, about_it) for page in pages}
    quotes = _quotes(pages, made)
    touched = revisions.Touched(quotes=quotes, charts=charts, files=files)
    released = _releases(result, words, languages, touched)
    for page in (*released, *_figure_pages(result, words, languages, quotes)):
        made[page.address] = _render(page, words, environment, about_it)
    return _to_json(made.values())


def _to_json(artifacts: Iterable[Artifact]) -> bytes:
    kept = [
        {"path": each.path, "body": each.body.decode(), "made_from": each.made_from} for each in artifacts
    ]
    return json.dumps(kept, ensure_ascii=False).encode()


def _from_json(kept: bytes) -> Iterator[dict[str, Any]]:
    for page in json.loads(kept):
        yield {"path": page["path"], "body": page["body"].encode(), "made_from": tuple(page["made_from"])}


@cache
def _environment(templates: Path) -> Environment:
    loader = FileSystemLoader(templates / "site")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _home(release: Release, words: Words, charts: Sequence[Chart]) -> Page:
    return Page(
        address="",
        template="home.md.j2",
        title=words("site.name"),
        description=words("site.description"),
        shows={
            "cards": [card(result, words, charts) for result in release.results],
            "feed": any(each.record.releases for each in release.results),
        },
    )


def _compare(release: Release, words: Words) -> Page:
    return Page(
        address=COMPARE + "/",
        template="compare.md.j2",
        title=words("compare.title"),
        description=words("compare.lede"),
        shows={"shared": shared(release.results), "alike": alike_in_name(release.results)},
    )


def _checks(release: Release, words: Words) -> Page:
    return Page(
        address=CHECKS + "/",
        template="checks.md.j2",
        title=words("checks.title"),
        description=words("checks.lede"),
        shows={
            "RULES": [rule.__name__ for rule in RULES],
            "RELATION_KINDS": RELATION_KINDS,
            "ledgers": [(each.package, coverage(each.claims)) for each in release.results if each.claims],
        },
    )


def _gallery(release: Release, words: Words, charts: Sequence[Chart]) -> Page:
    return Page(
        address=CHARTS + "/",
        template="gallery.md.j2",
        title=words("gallery.title"),
        description=words("gallery.lede"),
        shows={"examples": gallery.examples(release.results, charts)},
    )


def _conformance(words: Words) -> Page:
    return Page(
        address=CONFORMANCE + "/",
        template="conformance.md.j2",
        title=words("conformance.title"),
        description=words("conformance.lede"),
        shows={"trials": conformance.trials()},
    )


def _report(release: Release, words: Words) -> Page:
    return Page(
        address=REPORT + "/",
        template="report.md.j2",
        title=words("problem.title"),
        description=words("problem.lede"),
        shows={"packages": [each.package for each in release.results]},
    )


def _verify(release: Release, words: Words) -> Page:
    return Page(
        address=revisions.VERIFY + "/",
        template="verify.md.j2",
        title=words("verify.title"),
        description=words("verify.lede"),
        shows={"packages": [each.package for each in release.results]},
    )


def _releases(
    result: Result, words: Words, languages: Sequence[Words], touched: revisions.Touched
) -> Iterator[Page]:
    """Yield the page of what the releases changed and one where each is kept; none before the first one."""
    package = result.package
    for each in result.record.releases:
        title = words("release.title", title=words.pick(package.title), version=each.version)
        address = each.address.rstrip("/")
        yield _page(address, "release", title, result, words, release=each, languages=languages)
    if result.record.releases:
        address = f"{package.id}/{revisions.SECTION}"
        yield _page(address, revisions.SECTION, words("site.revisions"), result, words, touched=touched)


def _publisher_pages(
    result: Result,
    words: Words,
    languages: Sequence[Words],
    charts: Sequence[Chart],
    files: Sequence[Artifact],
) -> Iterator[Page]:
    package = result.package
    name, root = words.pick(package.title), package.id
    first = card(result, words, charts)
    drawn = tuple(each for each in _of_publisher_page(charts, package) if each is not first.chart)
    booklets = _booklets(files, words)
    yield _page(root, "publisher", name, result, words, card=first, charts=drawn, booklets=booklets)
    for year in package.years:
        title = words("site.year_title", title=name, year=year)
        yield _page(
            f"{root}/{year}",
            "year",
            title,
            result,
            words,
            year=year,
            told=told(result, year, words, charts),
            charts=_of_topic(charts, "overview", year),
            booklets={year: booklets[year]} if year in booklets else {},
        )
        if views.narrative(package, year, words):
            title = words("summary.of_year", publisher=words.pick(package.publisher), year=year)
            covered = coverage(result.claims, year)
            yield _page(f"{root}/{year}/summary", "summary", title, result, words, year=year, covered=covered)
        for topic in TOPICS:
            if any(each.quantity for each in package.in_year(year, topic)):
                title = words("site.topic_title", topic=words(f"tables.{topic}"), year=year)
                drawn = _of_topic(charts, topic, year)
                yield _page(
                    f"{root}/{year}/{topic}",
                    "topic",
                    title,
                    result,
                    words,
                    year=year,
                    topic=topic,
                    charts=drawn,
                )
    for topic in tables.topics_of(package):
        title = words("explore.title", topic=words(f"tables.{topic}"))
        table = tables.topic_table(package, topic, words)
        yield _page(
            f"{root}/{topic}", "table", title, result, words, topic=topic, table=table, languages=languages
        )
    for section in sections_of(result):
        if section == revisions.SECTION:
            continue  # made last: it names the pages that show what changed
        title = words(f"site.{section}")
        yield _page(f"{root}/{section}", section, title, result, words, files=files)
    yield from _reconciliation_years(result, words)
    yield from _entry_pages(result, words, charts)


def _reconciliation_years(result: Result, words: Words) -> Iterator[Page]:
    """Yield a page a year where there are too many relations for one."""
    for year in relations.years_apart(result):
        title = words("site.reconciliation_year", year=year)
        address = f"{result.package.id}/reconciliation/{year}"
        yield _page(address, "reconciliation_year", title, result, words, year=year)


def _entry_pages(result: Result, words: Words, charts: Sequence[Chart]) -> Iterator[Page]:
    """Yield a page for every place and school."""
    package = result.package
    for dimension, listed in (("place", places.places_of(package)), ("school", places.schools_of(package))):
        for each in listed:
            drawn = tuple(chart for chart in charts if chart.id == f"{dimension}-{each.entry.id}")
            names = {"name": words.pick(each.entry.label), "publisher": words.pick(package.title)}
            title = words("site.entry_title", **names)
            address = f"{package.id}/{dimension}s/{each.entry.id}"
            yield _page(address, dimension, title, result, words, entry=each.entry, charts=drawn)


def sections_of(result: Result) -> tuple[str, ...]:
    """Return the sections a publisher has anything to show in."""
    package = result.package
    empty = {
        revisions.SECTION: not result.record.releases,
        "places": not places.places_of(package),
        "schools": not package.schools,
        "promises": not package.commitments,
        "programmes": not (package.programmes or package.entities),
    }
    return tuple(each for each in SECTIONS if not empty.get(each))


def _figure_pages(
    result: Result, words: Words, languages: Sequence[Words], quotes: Mapping[str, list[tuple[str, str]]]
) -> Iterator[Page]:
    figures: list[Observation | Derived] = [*result.package.observations.values(), *result.derived.values()]
    for figure in figures:
        title = _figure_title(figure, result.package, words)
        address = f"{result.package.id}/figures/{figure.id}"
        shows = {"figure": figure, "quotes": quotes[figure.id], "languages": languages}
        yield _page(address, "figure", title, result, words, **shows)


def _figure_title(figure: Observation | Derived, package: Package, words: Words) -> str:
    """What a figure is and its year; a derived figure may have the year in its name already."""
    label = words.label(figure, package)
    return label if str(figure.year) in label else words("site.figure_title", label=label, year=figure.year)


def _page(address: str, template: str, title: str, result: Result, words: Words, **shows: object) -> Page:
    description = answers.answer(template, shows, result, words) or views.description(title, result, words)
    shows = {"result": result, "package": result.package, **shows}
    return Page(
        address=address + "/", template=f"{template}.md.j2", title=title, description=description, shows=shows
    )


def _of_publisher_page(charts: Iterable[Chart], package: Package) -> tuple[Chart, ...]:
    """Every chart over the years, and those about the record itself of the years shown at length."""
    shown = years.latest(package)
    record = (each for each in charts if each.topic == "overview" and each.year in shown)
    return (*(each for each in charts if each.over_years), *(each for each in record if not each.over_years))


def _of_topic(charts: Iterable[Chart], topic: str, year: int | None = None) -> tuple[Chart, ...]:
    return tuple(each for each in charts if each.topic == topic and year in (None, each.year))


def _files_of(publisher: str, offered: Iterable[Artifact]) -> tuple[Artifact, ...]:
    return tuple(each for each in offered if is_of_publisher(each.path, publisher))


def _booklets(files: Iterable[Artifact], words: Words) -> Mapping[int, str]:
    """The statistical booklets of a publisher in one language: path by the last year they cover."""
    name = f"/yearbook.{words.language}.pdf"
    return {int(each.path.split("/")[2]): each.path for each in files if each.path.endswith(name)}


def _render(
    page: Page, words: Words, environment: Environment, about: structured.Structured | None
) -> Artifact:
    binding = Binding(address=page.address, words=words)
    template = environment.get_template(page.template)
    text = template.render(
        page=page,
        words=words,
        views=views,
        years=years,
        places=places,
        tables=tables,
        embed=embed,
        SQL_ENGINE=SQL_ENGINE,
        relations=relations,
        revisions=revisions,
        counted=counted,
        answers=answers,
        said_first=said_first,
        TOPICS=TOPICS,
        NARRATIVE=NARRATIVE,
        CHECKS=CHECKS,
        COMPARE=COMPARE,
        CHARTS=CHARTS,
        REPORT=REPORT,
        CODES=CODES,
        CATALOGUE=CATALOGUE,
        CONFORMANCE=CONFORMANCE,
        offers=offers,
        links=links,
        about_data=structured.front(about(binding)) if about else "",
        sections_of=sections_of,
        picture_of=picture_of,
        **binding.helpers(page.shows),
        **page.shows,
    )
    made_from = (f"templates/site/{page.template}", f"words/{words.language}.toml", *_bound(text))
    body = _BLANK_LINES.sub("\n\n", text).strip() + "\n"
    return Artifact(
        path=f"{words.language}/{page.address}index.md", body=body.encode(), made_from=made_from, kind="page"
    )


def _bound(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(_FACT.findall(text))))


def _quotes(pages: Iterable[Page], made: Mapping[str, Artifact]) -> Mapping[str, list[tuple[str, str]]]:
    """Which pages show each figure, as title and address; the list of all figures does not count."""
    quotes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for page in pages:
        if page.template not in ("figures.md.j2", "table.md.j2"):
            for figure in _bound(made[page.address].body.decode()):
                quotes[figure].append((page.title, page.address))
    return quotes
