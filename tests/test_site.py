"""The built site as a reader, a search engine and a printer's error find it: every page of it is read here."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from lxml import etree
from lxml.html import HtmlElement

from tests.cases import edit_descriptor
from yearbook.claims import claims_of, coverage
from yearbook.formula import nominal, parse_equation
from yearbook.metadata import rows_in
from yearbook.model import FACT_TABLES, Derived, Observation
from yearbook.mutate import mutations, reasons, share_noticed
from yearbook.pages.answers import page_code
from yearbook.pages.places import places_of, verdicts_with
from yearbook.pages.views import cite_table, size, to_take
from yearbook.preflight.personal import kinds_in

if TYPE_CHECKING:
    from tests.conftest import Project, Site
    from yearbook.words import Words

MAIN = "//article[contains(@class, 'md-content__inner')]"
NUMERAL = re.compile(r"\d(?:[\d,.]*\d)?")
HAN = re.compile("[\u3400-\u9fff]")
ADDRESS = (
    "href",
    "src",
    "action",
    "srcset",
    "poster",
    "data",
    "formaction",
    "{http://www.w3.org/1999/xlink}href",
)


def content(page: HtmlElement) -> HtmlElement:
    """The part of a page that is its own."""
    (found,) = page.xpath(MAIN)
    return found


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def links(path: str, page: HtmlElement) -> Iterator[str]:
    """The pages and files a page leads to, as paths inside the site."""
    for href in page.xpath("//a/@href"):
        target = unquote(href.partition("#")[0].partition("?")[0])
        if target and not re.match(r"[a-z]+:", target):
            yield normpath(join(dirname(path), target))


# Every page


def test_every_page_says_what_it_is(site: Site) -> None:
    titles = set()
    for path, page in site.pages.items():
        words = site.words_of(path)
        assert [text(each) != "" for each in page.xpath("//h1")] == [True], path
        (title,) = page.xpath("//head/title/text()")
        (description,) = page.xpath("//head/meta[@name='description']/@content")
        assert len(page.xpath("//head/meta[@name='viewport']")) == 1, path
        assert page.get("lang") == words("html"), path
        assert len(description) > 10, path
        assert text(page.xpath("//h1")[0]) in title or words("site.name") == title, path
        titles.add((words.language, title))
    # Figures of another kind, group or period may share a label; pages about different things may not.
    kinds = [path for path in site.pages if "/figures/2" not in path]
    assert len(
        {(site.words_of(path).language, site.pages[path].xpath("//title/text()")[0]) for path in kinds}
    ) == len(kinds)


def test_both_languages_have_the_same_pages(site: Site) -> None:
    english = {path.removeprefix("en/") for path in site.pages if path.startswith("en/")}
    assert english == {path for path in site.pages if not path.startswith("en/")}


def test_a_page_s_headings_go_down_one_level_at_a_time(site: Site) -> None:
    for path, page in site.pages.items():
        levels = [int(each.tag[1]) for each in content(page).iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


def test_no_id_stands_twice_on_a_page(site: Site) -> None:
    for path, page in site.pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), (path, sorted({each for each in ids if ids.count(each) > 1}))


def test_chinese_on_an_english_page_says_so(site: Site) -> None:
    """Screen readers change their voice by it; the dictionary's descriptions of columns may quote a Chinese word."""
    for path in (each for each in site.pages if each.startswith("en/")):
        for said in site.pages[path].xpath("//body//text()[not(parent::script)]"):
            parent = said.getparent().getparent() if said.is_tail else said.getparent()
            if HAN.search(said) and not parent.xpath("ancestor-or-self::dl[@class='yb-dictionary']"):
                assert parent.xpath("ancestor-or-self::*[@lang][1]/@lang")[-1].startswith("zh"), (path, said)


# Numbers


def test_every_number_is_the_figure_it_is_bound_to(site: Site) -> None:
    for path, page in site.pages.items():
        for link in page.xpath("//a[contains(concat(' ', @class, ' '), ' yb-fig ')]"):
            figure = link.get("data-fact")
            assert figure in site.figures, (path, figure)
            assert text(link) in site.written(figure, site.words_of(path)).values(), (
                path,
                figure,
                text(link),
            )
            assert normpath(join(dirname(path), link.get("href"))) == site.page_of(
                figure, site.words_of(path)
            ), path


# What may stand as a numeral in the content of a page though it is no figure. Each rule: which elements, why, and the
# texts they may have on a page; an element of a rule with another text is a fault. Years of the data may stand anywhere.
Allowed = Callable[["Site", "Words", str, HtmlElement], set[str]]


def footnote_marks(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    return set(site.pages[path].xpath("//ol[@class='yb-notes']/li/@value"))


def verdict_counts(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    (code,) = (
        each
        for each in ("holds", "rounding", "fails", "open")
        if element.xpath(f"ancestor::li[@class='yb-{each}']")
    )
    return {str(sum(each.code == code for each in site.result.verdicts))}


def counts_of_topics(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    where, name = element.xpath("ancestor::a/@href")[0].split("/")[-3:-1]
    facts = [each for each in site.result.package.observations.values() if each.quantity]
    if where in ("places", "schools"):
        published = [each for each in facts if name in (each.place, each.school)]
        entries = {**site.result.package.places, **site.result.package.schools}
        also = "、".join(entries[name].aliases)
        return {f"{words('site.figures_count', count=len(published))}{' · ' + also if also else ''}"}
    published = [each for each in facts if (str(each.year), each.table) == (where, name)]
    return {words("site.figures_count", count=len(published))}


def slips(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    """How many figures would show a wrong last digit, and for which reasons the others would not."""
    found = mutations(site.result.verdicts, site.result.package)
    noticed, tried = share_noticed(found)
    why = reasons(found)
    lede = words("unnoticed.lede", noticed=noticed, tried=tried)
    rest = words("unnoticed.rest") if why else words("unnoticed.all")
    return {f"{lede} {rest}", *(str(count) for count in why.values())}


def counts_inside(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    """How many figures, relations or charts a fold holds."""
    original = [
        each for each in site.pages[path].xpath("//details/summary/small") if text(each) == text(element)
    ]
    folds = [each.getparent().getparent() for each in original]
    found = {words("site.figures_count", count=len(each.xpath(".//td"))) for each in folds}
    found |= {words("site.pattern", count=len(each.xpath(".//article"))) for each in folds}
    found |= {words("site.charts_count", count=len(each.xpath(".//figure"))) for each in folds}
    found |= {
        f"{one} · {words(f'verdict.{code}')}"
        for one in found
        for code in ("holds", "rounding", "fails", "open")
    }
    return found


def brief_counts(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    """The promises by outcome and the relations by verdict in a publisher's first lines."""
    outcomes = Counter(each.outcome for each in site.result.package.commitments).most_common()
    promises = [words("brief.outcome", count=n, outcome=words(f"outcome.{each}")) for each, n in outcomes]
    counted = Counter(each.code for each in site.result.verdicts)
    verdicts = [
        words("brief.verdict", count=counted[code], verdict=words(f"verdict.{code}"))
        for code in ("fails", "open", "rounding", "holds")
        if counted[code]
    ]
    return {words("patterns.joint").join(said).strip() for said in (promises, verdicts)}


def code_of_page(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    return {page_code(path.removesuffix("index.html").removeprefix("en/"))}


def to_copy(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    """The number in both languages, its row and the citations, as they can be copied."""
    figure = figure_of(site, path)
    if figure is None:
        taken = cite_table(site.result.package, path.split("/")[-2], site.languages, words)
    else:
        taken = to_take(figure, site.result, site.languages, words)
    return {" ".join(each.text.split()) for each in taken}


def with_others(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    """How many relations set a place or school against others, by verdict."""
    section, name = path.split("/")[-3:-1]
    if section not in ("places", "schools"):
        return set()
    counts = verdicts_with(site.result, section.removesuffix("s"), name)
    said = (f"{words(f'verdict.{code}')} {count}" for code, count in counts)
    return {" ".join([words("site.with_others"), *said])}


def counts_in_ledes(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    package = site.result.package
    counts = {
        "reconciliation": site.result.verdicts, "promises": package.commitments, "schools": package.schools,
        "programmes": package.programmes, "figures": package.observations, "places": places_of(package),
    }  # fmt: skip
    section = path.split("/")[-2]
    return {words(f"site.{section}_lede", count=len(counts[section]))} if section in counts else set()


def unchecked(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    checked = {figure for verdict in site.result.verdicts for figure in verdict.inputs}
    facts = [each for each in site.result.package.observations.values() if each.quantity]
    return {words("site.unchecked", count=sum(each.id not in checked for each in facts))}


def counts_of_sources(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    if not path.endswith("sources/index.html"):
        return set()
    facts = site.result.package.observations.values()
    return {str(sum(each.source == source for each in facts)) for source in site.result.package.sources}


def sizes_of_files(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    if not path.endswith("downloads/index.html"):
        return set()
    (href, *_) = element.xpath("../th//a/@href")
    file = site.folder / normpath(join(dirname(path), href))
    if file.suffix == ".html":
        # The row about the single pages together leads to the pages they are on.
        return {" ".join(size(sum(each.stat().st_size for each in sheets(site, words))).split())}
    rows = rows_in(file.name, file.read_bytes())
    return {" ".join(size(file.stat().st_size).split()), "" if rows is None else f"{rows:,}"}


def sheets(site: Site, words: Words) -> list[Path]:
    return sorted((site.folder / "reports/erdao/sheets").glob(f"*.{words.language}.pdf"))


def count_of_sheets(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    """How many single pages there are, with the names of the sections below it."""
    below = text(element).partition(words("site.sheets", count=len(sheets(site, words))))
    return {below[1] + below[2]}


def how_to_verify(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    """What is called SHA-256 has a number in its name."""
    return {words("verify.by_hand_long")} if path.endswith("verify/index.html") else set()


def names_of_standards(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    """Formats are called by the names of their standards, validators by their versions."""
    if path.endswith("downloads/index.html"):
        return set(words.catalogue["purpose"].values())
    if not path.endswith("conformance/index.html"):
        return set()
    titles = {each["title"] for each in words.catalogue["conformance"]["trials"].values()}
    return titles | {text(each) for each in element.xpath("self::dd")}


def figure_of(site: Site, path: str) -> Observation | Derived | None:
    return site.figures.get(path.split("/")[-2]) if "/figures/" in path else None


def all_printed(site: Site, *_: object) -> set[str]:
    return {each.printed for each in site.result.package.observations.values()}


def as_printed(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    figure = figure_of(site, path)
    return {figure.printed} if isinstance(figure, Observation) else set()


def interval(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    figure = figure_of(site, path)
    if figure is None or figure.quantity is None:
        return set()
    found = figure.interval if isinstance(figure, Derived) else figure.quantity.interval
    assert found is not None
    return {words.interval(found, site.result.package.indicators[figure.indicator])}


def row_and_file(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    figure = figure_of(site, path)
    assert isinstance(figure, Observation)
    return {f"{figure.table}.csv · {words('patterns.row', row=figure.row)} · {figure.id}"}


def machine_names(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    return {text(element)} if re.search("[A-Za-z]", text(element)) else set()


def licence(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    return {words("site.licence_long")} if path.endswith("downloads/index.html") else set()


def column_descriptions(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    found = set()
    for each in (field for table in site.result.package.tables for field in table.fields):
        codes = f" · {' | '.join(each.enum)}" if each.enum else ""
        found.add(f"{words.pick(each.description) if each.description else ''} {each.type}{codes}".strip())
    return found


def counts_in_prose(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    """Prose may count what the package has; the parser of prose lets no other numeral through."""
    package, said = site.result.package, text(element)
    counts = {len(package.commitments), len(package.relations)}
    counts |= {
        sum(each.code == code for each in site.result.verdicts)
        for code in ("holds", "rounding", "fails", "open")
    }
    wrong = [
        each for each in NUMERAL.findall(said) if each not in {str(count) for count in counts} | years(site)
    ]
    return set() if wrong else {said}


def coverage_of_texts(site: Site, words: Words, path: str, element: HtmlElement) -> set[str]:
    claims = claims_of(site.result, site.languages)
    if path.endswith("summary/index.html"):
        year = int(path.split("/")[-3])
        found = coverage(claims, year)
        said = words("summary.coverage", year=year, bound=found.bound, total=found.total)
        return {f"{said} {words('summary.ledger')}"}
    found = coverage(claims)
    return {f"{words('checks.covered', bound=found.bound, total=found.total)} CSV"}


RULES: tuple[tuple[str, Allowed], ...] = (
    (".//sup", footnote_marks),
    (".//p[@class='yb-small'] | .//h2[@id='claims']/following-sibling::dl[1]/dd", coverage_of_texts),
    (".//td[@class='yb-num']", sizes_of_files),
    (".//th[@scope='row'][contains(@class, 'yb-sheets')]", count_of_sheets),
    (".//tr/th/small | .//h2 | .//dl[@class='yb-dictionary']/dd", names_of_standards),
    (".//dl[contains(@class, 'yb-facts')]/dd", counts_of_sources),
    (".//p", how_to_verify),
    (".//ul[@class='yb-verdicts']//strong", verdict_counts),
    (".//ul[@class='yb-tiles']//span", counts_of_topics),
    (".//p[@class='yb-lede']", counts_in_ledes),
    (".//h2[@id='slips']/following-sibling::p[1] | .//h2[@id='slips']/following-sibling::dl[1]/dt", slips),
    (".//h2[@id='relations']/following-sibling::p[1]", with_others),
    (".//dl[@class='yb-facts']/dd[@lang='zh']", as_printed),
    (".//table[contains(@class, 'yb-all')]//td[@lang]", all_printed),
    (".//p/code | .//dl[@class='yb-facts']/dd/code", interval),
    (".//h2[@id='row']/following-sibling::p[1]", row_and_file),
    (".//dl[@class='yb-brief']/dd[a[not(@class)]]", brief_counts),
    (".//details/summary/small", counts_inside),
    (".//code[contains(@class, 'yb-code')]", code_of_page),
    (
        ".//dl[@class='yb-take']/dt",
        lambda site, *_: {each("downloads.citation.style") for each in site.languages},
    ),
    (".//code[contains(@class, 'yb-copy')]", to_copy),
    (".//code[not(@class)]", machine_names),
    (".//h2[@id='unchecked'] | .//h2[@id='unchecked']/following-sibling::details/summary", unchecked),
    (".//h2[@id='licence']/following-sibling::p", licence),
    (".//dl[@class='yb-dictionary']/dd", column_descriptions),
    (".//div[contains(@class, 'yb-prose')]/* | .//dl[@class='yb-answers']/dd", counts_in_prose),
)


def years(site: Site) -> set[str]:
    observed = {each.year for each in site.result.package.observations.values()}
    return {str(year) for year in observed}


def names(site: Site, words: Words) -> list[str]:
    """What the package calls things, where they are printed and when; longest first, numbers and all."""
    package = site.result.package
    things = [
        *package.programmes.values(),
        *package.schools.values(),
        *package.entities.values(),
        *package.places.values(),
    ]
    found = {words.pick(each.label) for each in things} | {alias for each in things for alias in each.aliases}
    found |= {words.pick(each) for each in package.codes.values()}
    found |= {words.pick(each.title) for each in package.sources.values()}
    found |= {
        words.date(day)
        for each in package.sources.values()
        for day in (each.published, each.retrieved)
        if day
    }
    found |= {each.url for each in package.sources.values()}
    rows = [*package.observations.values(), *package.commitments, *package.participations, *things]
    found |= {each.locator for each in rows}
    found |= {words.date(package.created.date())}
    found |= {words("site.version", version=package.version), "SHA256SUMS", "A3", "A4"}
    return sorted((each for each in found if NUMERAL.search(each)), key=len, reverse=True)


def unbound(site: Site, path: str, known: list[str]) -> Iterator[str]:
    """Yield what is left of numerals on a page when figures, names and what the rules allow are taken away."""
    words, main = site.words_of(path), deepcopy(content(site.pages[path]))
    for each in main.xpath(
        ".//a[contains(@class, 'yb-fig')] | .//figure/following-sibling::*[1][self::details] | .//figure"
    ):
        each.drop_tree()
    for rule, allowed in RULES:
        for element in main.xpath(rule):
            if NUMERAL.search(text(element)) and text(element) in allowed(site, words, path, element):
                for part in element.iter():
                    part.text = part.tail = None if part is not element else part.tail
                element.text = None
    for element in main.iter():
        for said in (element.text, element.tail):
            for name in known:
                said = (said or "").replace(name, "")
            if any(each not in years(site) for each in NUMERAL.findall(said or "")):
                yield f"{path}: {said.strip()!r}"


def test_no_number_stands_outside_a_figure(site: Site) -> None:
    known = {words.language: names(site, words) for words in site.languages}
    found = [each for path in site.pages for each in unbound(site, path, known[site.words_of(path).language])]
    assert found == []


def test_a_typed_number_would_be_found(site: Site) -> None:
    typed = {"p": "26 schools", "h2": "39,517", "li": "约3万人", "code": "480"}
    for tag, said in typed.items():
        pages = {"index.html": deepcopy(site.pages["index.html"])}
        etree.SubElement(content(pages["index.html"]), tag).text = said
        spoiled = replace(site)
        spoiled.__dict__["pages"] = pages
        assert any(said in each for each in unbound(spoiled, "index.html", names(site, site.languages[0])))


def test_a_chart_shows_its_figures_and_what_follows_from_them_only(site: Site) -> None:
    """Beside its figures a chart may give products and differences of two of them, sums that are relations, counts."""
    package = site.result.package
    counts = {len(package.commitments), 1}
    for year in package.years:
        by_year = [
            each
            for each in site.result.verdicts
            if all(site.figures[figure].year == year for figure in each.inputs)
        ]
        counts |= {
            len(by_year),
            *(
                sum(each.code in codes for each in by_year)
                for codes in (("holds",), ("rounding",), ("open",), ("holds", "rounding"))
            ),
        }
    values = {each.id: each.quantity.value for each in package.observations.values() if each.quantity}
    known = [
        each for each in site.result.verdicts if not each.elsewhere and set(each.inputs) <= values.keys()
    ]
    sums = {
        each.inputs: nominal(parse_equation(each.relation.terms).right, values.__getitem__) for each in known
    }
    for path, page in site.pages.items():
        for drawn in page.xpath("//svg[contains(@class, 'yb-chart')]"):
            table = drawn.xpath("ancestor::figure/following-sibling::*[1][self::details]")
            figures = {
                *drawn.xpath(".//@data-fact"),
                *(each for one in table for each in one.xpath(".//@data-fact")),
            }
            shown = [site.figures[each].quantity for each in figures]
            numbers = {each.value for each in shown if each}
            numbers |= {a * b for a, b in permutations(numbers, 2)} | {
                a - b for a, b in permutations(numbers, 2)
            }
            numbers |= {value for inputs, value in sums.items() if figures.issuperset(inputs)}
            numbers |= {*counts, len(figures), len(figures) - 1, len(figures) - 2, *map(int, years(site))}
            said = [text(each) for each in drawn.iter("text", "title", "desc")]
            said += [text(each) for one in table for each in one.xpath(".//caption | .//p")]
            wrong = [(each, line) for line in said for each in site.values_in(line) if each not in numbers]
            assert wrong == [], path


def test_every_chart_has_a_name_a_description_and_a_table(site: Site) -> None:
    drawn = 0
    for path, page in site.pages.items():
        ids = set(page.xpath("//@id"))
        for chart in page.xpath("//svg[contains(@class, 'yb-chart')]"):
            drawn += 1
            assert chart.get("role") == "img", path
            assert set(chart.get("aria-labelledby").split()) <= ids, path
            assert all(text(each) for each in (*chart.xpath("./title"), *chart.xpath("./desc"))), path
            assert len(chart.xpath("./title")) == len(chart.xpath("./desc")) == 1, path
            (figure,) = chart.xpath("ancestor::figure")
            table = figure.xpath("following-sibling::*[1][self::details]//table")
            if "/" in path.removeprefix("en/"):
                assert table, path
                continue
            # The home page shows one chart of a year; its table is on the page of its topic, two taps away.
            title = text(chart.xpath("./title")[0])
            tables = [site.pages[each] for each, taps in reached(site, path).items() if taps <= 2]
            assert title in {
                text(each) for page in tables for each in page.xpath("//details[@class='yb-data']//caption")
            }, path
    assert drawn > 40


# Ways through the site


def reached(site: Site, start: str) -> dict[str, int]:
    """Every page of a language reached from its home page, and in how many taps."""
    words, found, edge = site.words_of(start), {start: 0}, [start]
    while edge:
        path = edge.pop(0)
        for target in links(path, site.pages[path]):
            if target in site.pages and target not in found and site.words_of(target) is words:
                found[target] = found[path] + 1
                edge.append(target)
    return found


def test_every_page_is_reached_from_the_home_page(site: Site) -> None:
    for words in site.languages:
        taps = reached(site, site.home(words))
        assert [path for path in site.pages if site.words_of(path) is words and path not in taps] == []
        assert [each for each in site.figures if site.page_of(each, words) not in taps] == []
        assert max(taps.values()) <= 4


def test_a_year_in_words_shows_the_money_before_it_explains_it(site: Site) -> None:
    for language in ("", "en/"):
        page = site.pages[f"{language}erdao/2018/index.html"]
        parts = [each.get("id") for each in page.xpath("//article//*[self::h2 or self::figure]")]
        assert parts[:3] == ["how-much", "chart-aid-by-kind-2018", "where-from"]
        assert parts.index("chart-relations-by-verdict-2018") < parts.index("whom-to-call")


def test_a_row_names_its_totals_once(site: Site) -> None:
    page = site.pages["erdao/figures/2018-aid-paid/index.html"]
    row = {text(each): text(each.getnext()) for each in page.xpath("//dl[contains(@class, 'yb-row')]/dt")}
    assert "_T" not in "".join(row.values())
    assert row["取合计的列"].split() == ["school", "stage", "programme", "group", "funding"]


@pytest.mark.parametrize(("language", "number"), [("zh", "295万元"), ("en", "RMB 2.95 million")])
def test_from_the_first_number_to_its_proof_in_three_taps(site: Site, language: str, number: str) -> None:
    (words,) = (each for each in site.languages if each.language == language)
    home = site.home(words)
    link = next(each for each in site.pages[home].xpath("//a[@data-fact]") if text(each) == number)
    first = normpath(join(dirname(home), link.get("href")))
    page = site.pages[first]
    equation = page.xpath("//article[@id='aid-items-2018']//p[@class='yb-equation']")[0]
    assert {"2018-aid-paid", "2018-aid-dibao-paid", "2018-loans-applied"} <= set(
        equation.xpath(".//@data-fact")
    )
    assert page.xpath("//dl[contains(@class, 'yb-row')]")
    second = set(links(first, page))
    assert first.replace("figures/2018-aid-paid", "sources") in second
    assert "data/erdao/funds.csv" in second
    source = page.xpath("//a[contains(@href, 'sources/index.html#')]/@href")[0].partition("#")[2]
    title = site.pages[first.replace("figures/2018-aid-paid", "sources")].xpath(f"//h2[@id='{source}']")
    assert text(title[0]) == words.pick(site.result.package.sources[source].title)
    csv = (site.folder / "data/erdao/funds.csv").read_text(encoding="utf-8-sig").splitlines()
    row = site.result.package.observations["2018-aid-paid"].row
    assert csv[row - 1].startswith("2018-aid-paid,")
    assert str(row) in text(page.xpath("//h2[@id='row']/following-sibling::p[1]")[0])


# Who speaks


def own_pages(site: Site) -> dict[str, str]:
    return {
        path: text(content(page)) for path, page in site.pages.items() if f"{site.result.package.id}/" in path
    }


def test_an_independent_compilation_says_so_on_every_page(site: Site) -> None:
    assert not site.result.package.official
    assert len(own_pages(site)) > 200
    assert [
        path for path, said in own_pages(site).items() if site.words_of(path)("site.independent") not in said
    ] == []


def test_the_notice_is_gone_when_an_office_publishes(project: Project, site: Site, tmp_path: Path) -> None:
    folder = shutil.copytree(project.root / "datapackages" / "erdao", tmp_path / "packages" / "erdao")
    edit_descriptor(folder, lambda value: value["yearbook"].__setitem__("official", True))
    out = project.build(tmp_path / "site", "--packages", folder.parent)
    mine = [each.read_text(encoding="utf-8") for each in out.rglob("*.html")]
    for words in site.languages:
        notice = words("site.independent_long", publisher=words.pick(site.result.package.publisher))
        assert any(notice in path.read_text(encoding="utf-8") for path in site.folder.rglob("*.html"))
        assert not any(words("site.independent") in page or notice in page for page in mine)


def test_no_one_s_telephone_or_other_personal_data_is_anywhere(site: Site) -> None:
    assert site.result.package.contact.telephone == ""
    for path, page in site.pages.items():
        assert kinds_in(text(page.xpath("//body")[0])) == (), path
        assert page.xpath("//a[starts-with(@href, 'tel:') or starts-with(@href, 'mailto:')]") == [], path
    for file in (site.folder / "data").rglob("*.csv"):
        assert kinds_in(file.read_text(encoding="utf-8-sig")) == (), file.name


# Nothing from elsewhere


def test_every_address_is_relative(site: Site) -> None:
    for path, page in site.pages.items():
        for element in page.iter():
            for name in ADDRESS:
                address = element.get(name) if isinstance(element.tag, str) else None
                assert address is None or not re.match(r"\s*(//|/|[a-z+.-]+:)", address, re.IGNORECASE), (
                    path,
                    address,
                )
        styles = [*page.xpath("//@style"), *page.xpath("//style/text()")]
        assert [each for each in styles if re.search(r"@import|url\((?!\s*['\"]?(#|data:))", each)] == [], (
            path
        )
        assert page.xpath("//base | //iframe | //object | //embed | //meta[@http-equiv='refresh']") == [], (
            path
        )


def test_style_sheets_ask_for_nothing_that_is_elsewhere(site: Site) -> None:
    for file in site.folder.rglob("*.css"):
        css = file.read_text(encoding="utf-8")
        assert "@import" not in css, file.name
        for address in re.findall(r"url\(\s*['\"]?([^'\")]*)", css):
            assert address.startswith(("data:", "#")) or (file.parent / address.partition("?")[0]).exists(), (
                file.name,
                address,
            )


def test_our_own_scripts_ask_for_nothing(project: Project) -> None:
    for file in (project.root / "templates" / "theme").rglob("*.*"):
        if file.suffix in (".js", ".html"):
            assert (
                re.findall(
                    r"https?:|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(",
                    file.read_text(encoding="utf-8"),
                )
                == []
            )


def test_languages_name_one_another(site: Site) -> None:
    for path, page in site.pages.items():
        targets = {
            each.get("hreflang"): normpath(join(dirname(path), each.get("href")))
            for each in page.xpath("//head/link[@hreflang]")
        }
        plain = path.removeprefix("en/")
        assert targets == {"zh": plain, "en": f"en/{plain}"} or targets == {
            "zh-Hans": plain,
            "en": f"en/{plain}",
        }, path
        switch = page.xpath("//a[contains(@class, 'yb-language')]")
        assert {normpath(join(dirname(path), each.get("href"))) for each in switch} == set(
            targets.values()
        ) - {path}, path


# What is published


def test_nothing_of_the_tests_is_published(site: Site) -> None:
    for file in site.folder.rglob("*"):
        assert "test" not in file.name.lower(), file.name
    for path, page in site.pages.items():
        assert not re.search("虚构|made[- ]up (for tests|county)", page.text_content(), re.IGNORECASE), path


def test_the_manifest_lists_every_file_and_what_it_was_made_from(site: Site) -> None:
    listed = json.loads((site.folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    found = {each.relative_to(site.folder).as_posix() for each in site.folder.rglob("*") if each.is_file()}
    assert [each["path"] for each in listed] == sorted(each["path"] for each in listed)
    assert {each["path"] for each in listed} == found - {"manifest.json"}
    for each in listed:
        body = (site.folder / each["path"]).read_bytes()
        assert (hashlib.sha256(body).hexdigest(), len(body)) == (each["sha256"], each["bytes"]), each["path"]
    made_from = {each["path"]: set(each["made_from"]) for each in listed}
    for path, page in site.pages.items():
        assert made_from[path] >= set(page.xpath("//article//@data-fact")), path
        assert any(each.startswith("templates/site/") for each in made_from[path]), path
        assert f"words/{site.words_of(path).language}.toml" in made_from[path], path
    for table in FACT_TABLES:
        assert f"datapackages/erdao/data/{table}.csv" in made_from[f"data/erdao/{table}.csv"]
