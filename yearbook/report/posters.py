"""Leaflet, notice-board poster and school-gate sheet: a year at first sight, in three sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any

from charts.drawing import capital
from yearbook.loans import Total, totals_with_loans
from yearbook.model import REPAYABLE, Artifact, Chart, Observation, Result
from yearbook.pages import relations, years
from yearbook.pages.card import Card, sight
from yearbook.prose import ANSWERS, TOPICS
from yearbook.report import display
from yearbook.report.edition import Edition
from yearbook.report.tables import wholes
from yearbook.report.typesetter import typeset
from yearbook.store import Store
from yearbook.words import Words

KINDS = ("leaflet", "poster", "gate")
# How many characters of the publisher's own words stand under each number of the leaflet.
_MOST_WORDS = {"zh": 96, "en": 240}
_MOST_MISSING = 6


def make_posters(
    result: Result, words: Words, charts: Sequence[Chart], _: Sequence[Artifact], store: Store
) -> Iterator[Artifact]:
    """Yield leaflet, poster and gate sheet of the years that a publisher's page shows at length."""
    for year in years.latest(result.package):
        edition = Edition(result, year, words)
        document = compose(edition, charts)
        for kind in KINDS:
            yield _paper(kind, edition, document, store)


def _paper(kind: str, edition: Edition, document: dict[str, Any], store: Store) -> Artifact:
    package, words = edition.package, edition.words
    path = f"reports/{package.id}/{edition.year}/{kind}.{words.language}.pdf"
    title = words(f"display.{kind}", publisher=words.pick(package.publisher), year=edition.year)
    whole = document | display.head(package, words, title)
    return Artifact(
        path=path,
        body=typeset(path, kind, whole, package.created.date(), store),
        made_from=(f"templates/report/{kind}.typ", f"words/{words.language}.toml", *document["figures"]),
    )


def compose(edition: Edition, charts: Sequence[Chart]) -> dict[str, Any]:
    """Return what the three papers say; each template takes what it has room for."""
    result, words, package = edition.result, edition.words, edition.package
    own = [each for each in charts if each.publisher == package.id and each.year == edition.year]
    card = sight(result, edition.year, words, own)
    shown = _facts(card, edition)
    page = f"{package.id}/{edition.year}/"
    return {
        "figures": [each.id for each in shown],
        "publisher": words.pick(package.publisher),
        "year": words("charts.patterns.year", year=edition.year),
        "independent": "" if package.official else words("site.independent"),
        "lead": _lead(card, edition),
        "people": _named(card.people, edition),
        "bars": _then_and_now(card, edition),
        "loans": _loans(card, edition),
        "answers": list(_answers(card, edition)),
        "charts": _drawn(_candidates(card, own), card, edition),
        "way": display.way(package, words, page),
        "ask": display.ask(package, words),
        "notice": display.notice(package, words),
        "sources": display.sources(package, words, shown),
        "hedges": display.hedges(words, shown),
        "fold": words("display.fold"),
        **_missing(edition),
    }


def _missing(edition: Edition) -> dict[str, Any]:
    """The first few things the sources do not say, and how many more there are."""
    absent = (each for each in edition.package.in_year(edition.year) if each.absent == "not_stated")
    found = list(dict.fromkeys(_label(each, edition) for each in absent))
    more = len(found) - _MOST_MISSING
    return {
        "missing_title": edition.words("site.not_stated"),
        "missing": found[:_MOST_MISSING],
        "missing_more": edition.words("display.more_missing", count=more) if more > 0 else "",
    }


def _facts(card: Card, edition: Edition) -> list[Observation]:
    """The printed figures on the papers, for the source line and the meaning of their hedges."""
    totals = totals_with_loans(edition.result, edition.year)
    names = (
        card.lead,
        card.people,
        *card.sources,
        card.before,
        *chain(*((each.total, *each.loans) for each in totals)),
    )
    quoted = chain(*(section.figures for section in card.answers))
    known = edition.package.observations
    return [known[each] for each in dict.fromkeys((*names, *quoted)) if each in known]


def _lead(card: Card, edition: Edition) -> dict[str, Any]:
    """The number to say first, cut into its digits and its unit; no digits where the year has no figure."""
    named = _named(card.lead, edition)
    fact = edition.package.observations.get(card.lead)
    label = _label(fact, edition) if fact else named["label"]
    return named | {"label": label, "number": display.number(named["figure"])}


def _label(fact: Observation, edition: Edition) -> str:
    """Return what a figure is, and of money whether it was allocated, paid or only planned."""
    if not edition.is_money(fact):
        return edition.label(fact)
    status = edition.words(f"status.{fact.status}")
    return edition.words("patterns.label", name=edition.label(fact), parts=status)


def _then_and_now(card: Card, edition: Edition) -> list[dict[str, Any]]:
    """The figure of the year before and of this one as two bars; none where they must not be compared."""
    known = edition.package.observations
    figures = [known[each] for each in (card.before, card.lead) if each in known]
    values = [each.quantity.value for each in figures if each.quantity]
    if card.unlike or len(values) < 2:
        return []
    return [
        {
            "label": edition.words("charts.patterns.year", year=each.year),
            "figure": edition.figure(each),
            "share": float(value / max(values)),
        }
        for each, value in zip(figures, values, strict=True)
    ]


def _named(figure: str, edition: Edition) -> dict[str, str]:
    if not figure:
        return {"figure": "", "label": ""}
    fact = edition.package.observations.get(figure) or edition.result.derived[figure]
    return {"figure": edition.figure(fact), "label": edition.label(fact)}


def _loans(card: Card, edition: Edition) -> dict[str, Any]:
    """Aid with and without loans: numbers, or a sentence why there are none; empty where it is no aid."""
    words = edition.words
    for total in totals_with_loans(edition.result, edition.year):
        rows = [(words("display.with_loans"), total.total)]
        rows += [(words("display.without_loans"), total.without)] if total.without else []
        rows += [(_loan(edition, each), each) for each in total.loans]
        numbers = [[display.figure_of(edition, figure), label] for label, figure in rows]
        return {"rows": numbers, "parts": _parts(total, edition), "says": ""}
    return {"rows": [], "parts": [], "says": _no_loans(card, edition)}


def _parts(total: Total, edition: Edition) -> list[dict[str, Any]]:
    """What the bar is made of, in yuan: what need not be repaid, then each loan."""
    free = edition.result.derived.get(total.without)
    known = [(free.quantity if free else None, False)]
    known += [(edition.package.quantity(each), True) for each in total.loans]
    return [{"share": float(each.value), "loan": loan} for each, loan in known if each]


def _loan(edition: Edition, figure: str) -> str:
    fact = edition.package.observations[figure]
    programme = edition.words.code("programme", fact.programme, edition.package)
    return edition.words("display.loan", programme=programme, status=edition.words(f"status.{fact.status}"))


def _no_loans(card: Card, edition: Edition) -> str:
    package, fact = edition.package, edition.package.observations.get(card.lead)
    if fact is None or not edition.is_money(fact):
        return ""
    if not any(each.kind in REPAYABLE for each in package.programmes.values()):
        return edition.words("display.no_loans")
    # Money that reached people is aid; of aid it must be said whether it contains loans.
    return edition.words("display.loans_unknown") if card.people else ""


def _answers(card: Card, edition: Edition) -> Iterator[dict[str, str]]:
    """Yield each question with its number and, where the publisher says more, some sentences of it."""
    sections = {each.id: each for each in card.answers}
    for name in ANSWERS:
        section = sections.get(name)
        said = edition.paragraphs(section.text)[0] if section else ""
        yield {
            "id": name,
            "question": section.title if section else edition(f"questions.{name}"),
            "number": capital(_NUMBERS[name](card, edition)),
            "says": _cut(said, edition.words),
        }


def _cut(text: str, words: Words) -> str:
    """Return the whole sentences that fit; the first one in any case."""
    stop = words("answers.stop")
    kept, *others = text.split(stop)
    for each in others:
        if not each.strip() or len(kept) + len(each) > _MOST_WORDS[words.language]:
            break
        kept += stop + each
    return kept if not kept or kept.endswith(stop.strip()) else kept + stop.strip()


def _has_money(edition: Edition) -> bool:
    return any(edition.is_money(each) for each in edition.of("funds"))


def _how_much(card: Card, edition: Edition) -> str:
    if not _has_money(edition):
        return edition.words("display.no_money")
    return _joined(edition, [_named(each, edition)["figure"] for each in (card.lead, card.people) if each])


def _from_where(card: Card, edition: Edition) -> str:
    words, parts = edition.words, wholes(edition)
    if not _has_money(edition):
        return words("display.no_money")
    said = []
    for each in (edition.package.observations[name] for name in card.sources):
        label = words.code("funding", each.funding, edition.package)
        label = edition("of_which", label=label) if parts.get(each.id) in card.sources else label
        said += [edition("item", label=label, figure=edition.figure(each))] if each.quantity else []
    return _joined(edition, said) or words("absent.not_stated")


def _before(card: Card, edition: Edition) -> str:
    words = edition.words
    if not card.before:
        return words("brief.no_year_before")
    fact = edition.package.observations[card.before]
    said = words("display.in_year", year=fact.year, figure=edition.figure(fact))
    return words("display.but", said=said, reason=words("brief.unlike")) if card.unlike else said


def _promised(card: Card, edition: Edition) -> str:
    words = edition.words
    counted = (
        words("brief.outcome", count=count, outcome=words(f"outcome.{outcome}"))
        for outcome, count in card.outcomes
    )
    return _joined(edition, counted) or words("display.no_promises")


def _adds_up(card: Card, edition: Edition) -> str:
    words = edition.words
    found = [(code, count) for code, count in relations.counts(card.result) if count]
    counted = [words("brief.verdict", count=count, verdict=words(f"verdict.{code}")) for code, count in found]
    return _joined(edition, counted) or words("brief.no_relations")


def _call(_: Card, edition: Edition) -> str:
    return edition.package.contact.telephone or edition.words("site.no_telephone")


def _joined(edition: Edition, parts: Iterable[str]) -> str:
    return edition.words("display.joint").join(parts)


_NUMBERS = {
    "how-much": _how_much,
    "where-from": _from_where,
    "what-changed": _before,
    "promised": _promised,
    "adds-up": _adds_up,
    "whom-to-call": _call,
}


def _candidates(card: Card, charts: Sequence[Chart]) -> list[Chart]:
    """Return charts of the year, the most telling first: about its number, then one of each topic in turn."""
    shown = [each for each in charts if each.topic in TOPICS]
    first = sorted(
        (each for each in shown if card.lead in each.figures), key=lambda each: each is not card.chart
    )
    others = ([each for each in shown if each.topic == topic and each not in first] for topic in TOPICS)
    return [*first, *(each for turn in zip_longest(*others) for each in turn if each)]


def _drawn(charts: Iterable[Chart], card: Card, edition: Edition) -> list[dict[str, Any]]:
    """Charts as the templates take them, to choose what fits; `about` are those of the number's topic."""
    fact = edition.package.observations.get(card.lead)
    topic = fact.table if fact else ""
    return [
        {"svg": each.paper.decode(), "alt": each.description, "about": each.topic == topic} for each in charts
    ]
