"""The first page: the key figures, and the questions every reader comes with, answered from the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from yearbook.model import NOT_APPLICABLE, TOTAL, UNSTATED, Observation
from yearbook.prose import ANSWERS
from yearbook.report.edition import CHAPTERS, Edition

_PANEL = 6
_QUOTING = ("how-much", "students", "teachers", "provision")


def key_figures(edition: Edition) -> list[dict[str, str]]:
    """Return the panel: what the prose of each topic names first, then the broadest figures there are."""
    quoted = [_quoted(edition, name) for name in _QUOTING]
    leads = [list(edition.leads(edition.of(table))) for table in CHAPTERS]
    chosen = list(dict.fromkeys([*_in_turn(quoted), *_in_turn(leads)]))[:_PANEL]
    chosen.sort(key=lambda each: CHAPTERS.index(each.table))
    return [{"figure": edition.figure(each), "label": _caption(edition, each)} for each in chosen]


def _quoted(edition: Edition, name: str) -> list[Observation]:
    section = edition.prose.get(name)
    facts = {each.id: each for each in edition.facts}
    return [facts[figure] for figure in section.figures if figure in facts] if section else []


def _in_turn(lists: list[list[Observation]]) -> list[Observation]:
    """Return the first of each list, then the second of each, and so on."""
    return [each for turn in zip_longest(*lists) for each in turn if each]


def _caption(edition: Edition, fact: Observation) -> str:
    status = edition.words(f"status.{fact.status}") if edition.is_money(fact) else ""
    return edition.words("patterns.joint").join(
        [edition.label(fact), status] if status else [edition.label(fact)]
    )


def answers(edition: Edition) -> list[dict[str, str]]:
    """Return each question with its answer: from the prose where it has one, else from the data."""
    return [_answer(edition, name) for name in ANSWERS]


def _answer(edition: Edition, name: str) -> dict[str, str]:
    section = edition.prose.get(name)
    if section:
        return {"question": section.title, "answer": edition.paragraphs(section.text)[0]}
    return {"question": edition(f"questions.{name}"), "answer": _FROM_DATA[name](edition)}


def _how_much(edition: Edition) -> str:
    money = [each for each in edition.of("funds") if edition.is_money(each)]
    helped = [each for each in edition.leads(edition.of("students")) if each.programme == TOTAL]
    leads = edition.leads(money)
    if not money:
        return edition("answers.no_funds")
    return edition(
        "sentence", items=edition.listed(edition.named(each) for each in (*leads, *helped) or money[:1])
    )


def _from_where(edition: Edition) -> str:
    broad = {TOTAL, NOT_APPLICABLE, UNSTATED}
    funds = edition.package.in_year(edition.year, "funds")
    split = [each for each in funds if each.funding not in broad and edition.is_money(each)]
    known = [_with_period(edition, each) for each in split if each.quantity]
    missing = [edition.label(each) for each in split if not each.quantity]
    parts = [edition("sentence", items=edition.listed(known))] if known else []
    parts += [edition("answers.not_stated", items=edition.listed(missing))] if missing else []
    return edition("space").join(parts) or edition("answers.no_sources_of_money")


def _with_period(edition: Edition, fact: Observation) -> str:
    period = edition.words(f"period_kind.{fact.period_kind}")
    return edition("item_of_money", label=edition.label(fact), figure=edition.figure(fact), status=period)


def _changed(edition: Edition) -> str:
    changes = [each for each in edition.derived if len(each.years) > 1]
    known = [
        edition("item", label=edition.label(each), figure=edition.figure(each))
        for each in changes
        if each.quantity
    ]
    refused = Counter(each.refused for each in changes if each.refused)
    parts = [edition("sentence", items=edition.listed(known))] if known else []
    parts += [
        edition("answers.not_computed", count=count, reason=edition.words(f"refused.{code}"))
        for code, count in refused.items()
    ]
    return edition("space").join(parts) or edition("answers.no_change")


def _kept(edition: Edition) -> str:
    outcomes = Counter(each.outcome for each in edition.package.commitments if each.year == edition.year)
    if not outcomes:
        return edition("answers.no_commitments")
    return _counted(edition, "answers.commitments", outcomes, "outcome")


def _adds_up(edition: Edition) -> str:
    verdicts: Counter[str] = Counter(each.code for each in edition.verdicts)
    if not verdicts:
        return edition("answers.no_relations")
    return _counted(edition, "answers.relations", verdicts, "verdict")


def _counted(edition: Edition, sentence: str, counts: Counter[str], section: str) -> str:
    parts = [
        edition("counted", what=edition.words(f"{section}.{code}"), count=count)
        for code, count in counts.items()
    ]
    return edition(sentence, total=counts.total(), parts=edition.listed(parts))


def _call(edition: Edition) -> str:
    return edition("space").join(_ways(edition)) or edition("answers.no_contact")


def _ways(edition: Edition) -> Iterator[str]:
    contact = edition.package.contact
    if contact.telephone:
        yield edition("answers.telephone", telephone=contact.telephone)
    if contact.address:
        yield edition("answers.address", address=contact.address)


_FROM_DATA = {
    "how-much": _how_much,
    "where-from": _from_where,
    "what-changed": _changed,
    "promised": _kept,
    "adds-up": _adds_up,
    "whom-to-call": _call,
}
