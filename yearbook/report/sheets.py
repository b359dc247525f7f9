"""One printed page for each place, school and programme that has figures, all from one template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yearbook.compare import Series, series_of
from yearbook.derive import SHARE, share
from yearbook.formula import Expression, Figure, Operation, evaluate, figures_of, parse_equation
from yearbook.interval import Interval
from yearbook.model import (
    NOT_APPLICABLE,
    TOTAL,
    Artifact,
    Chart,
    Entry,
    Observation,
    Result,
    Verdict,
)
from yearbook.pages import places, relations
from yearbook.report import display
from yearbook.report.edition import CHAPTERS, Edition
from yearbook.report.typesetter import typeset
from yearbook.store import Store
from yearbook.words import Words

_MOST = {"rows": 12, "relations": 4, "shares": 4, "notes": 4}
_MOST_INPUTS = 4
_RATES = ("ratio", "CNY-per-person")
_BLANK = {"place": "", "school": TOTAL, "programme": NOT_APPLICABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a sheet is about: an entry of a dimension, in the edition of the latest year it has figures of."""

    dimension: str
    entry: Entry
    edition: Edition
    facts: tuple[Observation, ...]
    lines: Mapping[str, Series]

    @property
    def page(self) -> str:
        """The address of its page; a programme has a part of one."""
        package = self.edition.package.id
        own = self.dimension != "programme"
        return f"{package}/{self.dimension}s/{self.entry.id}/" if own else f"{package}/programmes/"

    def label(self, fact: Observation) -> str:
        """Return what a figure is, without the name that stands above."""
        blank = _BLANK[self.dimension] or self.edition.package.place
        return self.edition.label(replace(fact, **{self.dimension: blank}))  # type: ignore[arg-type]


def make_sheets(
    result: Result, words: Words, _: Sequence[Chart], __: Sequence[Artifact], store: Store
) -> Iterator[Artifact]:
    """Yield a sheet for each place, school and programme that has figures."""
    package = result.package
    lines = {point.figure.id: line for line in series_of(result) for point in line.points}
    for dimension, entry in places.sheets_of(package):
        subject = subject_of(result, words, dimension, entry, lines)
        path = places.sheet_path(package, dimension, entry, words.language)
        document = compose(subject)
        yield Artifact(
            path=path,
            body=typeset(path, "sheet", document, package.created.date(), store),
            made_from=("templates/report/sheet.typ", f"words/{words.language}.toml", *_ids(subject.facts)),
        )


def subject_of(
    result: Result, words: Words, dimension: str, entry: Entry, lines: Mapping[str, Series]
) -> Subject:
    """Return what a sheet is made from; `lines` are the series of the package by the figures in them."""
    package = result.package
    about = [
        each
        for each in package.observations.values()
        if each.quantity and getattr(each, dimension) == entry.id
    ]
    # A programme is paid out in many places: its sheet is about all of them where the source gives that.
    whole = [each for each in about if dimension == "programme" and package.is_whole(each)]
    facts = sorted(whole or about, key=lambda each: (-each.year, CHAPTERS.index(each.table)))
    return Subject(
        dimension=dimension,
        entry=entry,
        edition=Edition(result, facts[0].year, words),
        facts=tuple(facts),
        lines=lines,
    )


def compose(subject: Subject) -> dict[str, Any]:
    """Return the document the template prints: every string ready-made, lists cut to what a page holds."""
    edition, entry = subject.edition, subject.entry
    package, words = edition.package, edition.words
    name, publisher = words.pick(entry.label), words.pick(package.publisher)
    first, people = _lead(subject)
    rows = [each for each in _latest(subject) if each not in (first, people)]
    shown = [first, *([people] if people else []), *rows[: _MOST["rows"]]]
    notes = _notes(shown, words)
    own = places.verdicts_about(edition.result, subject.dimension, entry.id)
    cells = [_row(subject, each, first.year, notes) for each in rows[: _MOST["rows"]]]
    kinds = {each["kind"] for each in cells}
    return {
        **display.head(package, words, words("display.sheet", name=name, publisher=publisher)),
        "publisher": publisher,
        "kind": words(f"display.subject.{subject.dimension}"),
        "name": name,
        "year": words("charts.patterns.year", year=first.year),
        "about": _about(subject),
        "lead": _named(subject, first, notes) | {"number": display.number(edition.figure(first))},
        "people": _named(subject, people, notes) if people else {"figure": "", "label": ""},
        "columns": [edition("columns.indicator"), edition("columns.value"), words("brief.before")],
        "rows": cells,
        "kind_of_all": edition("same_kind", kind=kinds.pop()) if len(kinds) == 1 else "",
        # Cut at the number, which is known only when it is known how many rows fit.
        "count": len(subject.facts) - 1 - bool(people),
        "more": words("display.more_rows", count="\0").split("\0"),
        "shares_title": words("display.shares"),
        "shares": [*_shares(subject, shown), *_computed(subject)][: _MOST["shares"]],
        "relations_title": words("site.relations"),
        "relations": [_relation(subject, each) for each in own[: _MOST["relations"]]],
        "more_relations": _more_relations(words, len(own)),
        "with_others": _with_others(subject),
        "notes": [[mark, note] for note, mark in list(notes.items())[: _MOST["notes"]]],
        "notes_elsewhere": words("site.notes_elsewhere") if notes else "",
        "way": display.way(
            package, words, subject.page, entry.id if subject.dimension == "programme" else ""
        ),
        "ask": display.ask(package, words),
        "notice": display.notice(package, words),
        "sources": display.sources(package, words, shown),
    }


def _ids(facts: Iterable[Observation]) -> Iterator[str]:
    return (each.id for each in facts)


def _more_relations(words: Words, count: int) -> str:
    rest = count - _MOST["relations"]
    return words("display.more_relations", count=rest) if rest > 0 else ""


def _about(subject: Subject) -> str:
    """What a programme is and of which nature its money is; nothing of places and schools."""
    words, entry = subject.edition.words, subject.entry
    if subject.dimension != "programme":
        return ""
    parts = [words.pick(entry.definition), words("display.nature", nature=words(f"nature.{entry.kind}"))]
    return words("report.space").join(each for each in parts if each)


# Figures: the money it received, whom it reached, then the rest, each with the figure of the year before.


def _latest(subject: Subject) -> list[Observation]:
    """The last figure of each thing, what is printed beside it left out; rates worked out by sources last."""
    found: dict[object, Observation] = {}
    for each in subject.facts:
        line = subject.lines.get(each.id)
        if line or each.period_kind == "cumulative":
            found.setdefault(id(line) if line else each.id, each)
    return sorted(found.values(), key=lambda each: (-each.year, each.status == "derived"))


def _lead(subject: Subject) -> tuple[Observation, Observation | None]:
    edition, latest = subject.edition, _latest(subject)
    latest.sort(key=lambda each: (-each.year, -_breadth(each)))
    money = [each for each in latest if edition.is_money(each) and each.status != "standard"]
    first = next(iter(money or latest))
    counted = (each for each in latest if edition.package.indicators[each.indicator].unit == "count")
    alike = (each for each in counted if (each.table, each.year) == ("students", first.year))
    people = (each for each in alike if _whose(each) == _whose(first))
    return first, next((each for each in people if each is not first and money), None)


def _whose(fact: Observation) -> list[str]:
    """Whom a figure is about: money and heads stand side by side only for the same."""
    return ["" if code in (TOTAL, NOT_APPLICABLE) else code for code in fact.codes[:-1]]


def _breadth(fact: Observation) -> int:
    return sum(code in (TOTAL, NOT_APPLICABLE) for code in fact.codes)


def _notes(facts: Iterable[Observation], words: Words) -> dict[str, str]:
    found = dict.fromkeys(words.pick(each.note) for each in facts if each.note)
    return {note: words("report.mark", number=at) for at, note in enumerate(found, 1) if note}


def _named(subject: Subject, fact: Observation, notes: Mapping[str, str]) -> dict[str, str]:
    edition, label = subject.edition, subject.label(fact)
    if edition.is_money(fact):
        status = edition.words(f"status.{fact.status}")
        label = edition.words("patterns.label", name=label, parts=status)
    return {"figure": edition.figure(fact), "label": label, "mark": _mark(fact, edition.words, notes)}


def _mark(fact: Observation, words: Words, notes: Mapping[str, str]) -> str:
    mark = notes.get(words.pick(fact.note), "") if fact.note else ""
    return mark if mark in list(notes.values())[: _MOST["notes"]] else ""


def _row(subject: Subject, fact: Observation, year: int, notes: Mapping[str, str]) -> dict[str, str]:
    words = subject.edition.words
    kind = [words(f"status.{fact.status}"), words(f"period_kind.{fact.period_kind}")]
    kind += [words("charts.patterns.year", year=fact.year)] if fact.year != year else []
    named = _named(subject, fact, notes) | {"label": subject.label(fact)}
    return named | {"kind": words("patterns.list").join(kind), "before": _before(subject, fact)}


def _before(subject: Subject, fact: Observation) -> str:
    """The figure of the year before in the same series, and whether it may be compared."""
    line, words = subject.lines.get(fact.id), subject.edition.words
    earlier = [at for at, each in enumerate(line.points) if each.year < fact.year] if line else []
    if line is None or not earlier:
        return ""
    point = line.points[earlier[-1]]
    said = words("display.in_year", year=point.year, figure=subject.edition.figure(point.figure))
    broken = dict(line.breaks).get(earlier[-1] + 1)
    return words("display.but", said=said, reason=words("brief.unlike")) if broken else said


# Its part of a whole: only of a total that its parts add up to, and what the package has worked out itself.


def _shares(subject: Subject, facts: Iterable[Observation]) -> Iterator[dict[str, str]]:
    edition = subject.edition
    wholes = _wholes(edition.result)
    for each in facts:
        whole = edition.package.observations.get(wholes.get(each.id, ""))
        quantity = share(each.id, whole.id, edition.package) if whole else None
        if whole and quantity and whole.indicator == each.indicator:
            own = getattr(whole, subject.dimension) == subject.entry.id
            label = subject.label(whole) if own else edition.label(whole)
            yield {
                "figure": edition.words.number(quantity, SHARE),
                "label": edition.words("display.share_of", part=subject.label(each), whole=label),
                "formula": edition.equation(f"{each.id} / {whole.id}"),
            }


def _wholes(result: Result) -> dict[str, str]:
    """The whole of each figure, of sums that hold and name all their parts."""
    found: dict[str, str] = {}
    for verdict in result.verdicts:
        relation, adds_up = verdict.relation, verdict.code in ("holds", "rounding")
        if relation.kind == "sum" and relation.exhaustive and adds_up:
            left, _, _ = relation.terms.partition(" = ")
            found |= {each: left for each in verdict.inputs if each != left and each not in found}
    return found


def _computed(subject: Subject) -> Iterator[dict[str, str]]:
    edition, own = subject.edition, {each.id for each in subject.facts}
    for each in edition.result.derived.values():
        few = len(each.inputs) <= _MOST_INPUTS
        a_rate = edition.package.indicators[each.indicator].unit in _RATES
        if each.quantity and few and a_rate and own & set(each.inputs) and each.year == edition.year:
            yield {
                "figure": edition.figure(each),
                "label": edition.label(each),
                "formula": edition.equation(each.formula),
            }


# Relations: the equation in figures; rate times heads line by line.


def _relation(subject: Subject, verdict: Verdict) -> dict[str, Any]:
    edition = subject.edition
    few = len(verdict.inputs) <= relations.MANY_TERMS
    lines = list(_products(subject, verdict)) if few else []
    return {
        "statement": edition.words.pick(verdict.relation.statement),
        "equation": edition.equation(verdict.relation.terms) if few and not lines else "",
        "lines": lines,
        "code": verdict.code,
        "verdict": edition.words(f"verdict.{verdict.code}"),
    }


def _products(subject: Subject, verdict: Verdict) -> Iterator[list[str]]:
    """Yield each rate times its heads and what it comes to; last the sum as the source prints it."""
    edition, facts = subject.edition, subject.edition.package.observations
    equation = parse_equation(verdict.relation.terms)
    terms, left = _terms(equation.right), equation.left
    known = all(each in facts and facts[each].quantity for each in verdict.inputs) and not verdict.elsewhere
    if verdict.relation.kind != "product" or not isinstance(left, Figure) or len(terms) < 2 or not known:
        return
    total = facts[left.id]
    indicator = edition.package.indicators[total.indicator]
    for term in terms:
        names = tuple(figures_of(term))
        said = edition.words.interval(evaluate(term, lambda each: _interval(facts[each])), indicator)
        yield [subject.label(facts[names[-1]]), edition.equation(" * ".join(names)), said]
    yield [edition.words("display.printed_sum"), "", edition.words.interval(_interval(total), indicator)]


def _interval(fact: Observation) -> Interval:
    assert fact.quantity is not None, "only relations between given figures are written out"
    return fact.quantity.interval


def _terms(expression: Expression) -> tuple[Expression, ...]:
    """Return the summands of a sum of products; none where anything else stands in it."""
    if isinstance(expression, Operation) and expression.operator == "+":
        left, right = _terms(expression.left), _terms(expression.right)
        return left + right if left and right else ()
    plain = isinstance(expression, Operation) and expression.operator == "*"
    return (expression,) if plain else ()


def _with_others(subject: Subject) -> str:
    words = subject.edition.words
    found = places.verdicts_with(subject.edition.result, subject.dimension, subject.entry.id)
    counted = [words("brief.verdict", count=count, verdict=words(f"verdict.{code}")) for code, count in found]
    return words("display.with_others", counted=words("display.joint").join(counted)) if counted else ""
