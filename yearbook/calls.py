"""What `{{ figure("2018-aid-paid") }}` in a text stands for: one table of calls for web, paper and ledger.

A call becomes pieces: words with what they are and the page they lead to. Whoever shows a text decides what a
piece looks like; what it says is decided here, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from yearbook.errors import FormulaError
from yearbook.formula import figures_of, parse_expression
from yearbook.loans import totals_with_loans
from yearbook.model import Derived, Entry, Indicator, Observation, Package, Result
from yearbook.words import Words

CALL = re.compile(r'\{\{\s*(?P<name>\w+)\("(?P<value>[^"]*)"(?:,\s*"(?P<also>[^"]*)")?\)\s*\}\}')
COUNTS = (
    "observations",
    "relations",
    "commitments",
    "participations",
    "schools",
    "programmes",
    "places",
    "entities",
    "sources",
)
_VERDICTS = ("holds", "rounding", "fails", "open")
_GAP = re.compile(r"\{(\w+)\}")
_DIGITS = re.compile(r"\d+")
# After these an English sentence begins; inside quotation marks a name stays as it is.
_SENTENCE_ENDS, _QUOTES = ".!?\n#", "“‘\"'("


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of a text: what they are (`CLAIM_KINDS`, empty for bare words), of what id, where they lead."""

    text: str
    kind: str = ""
    id: str = ""
    address: str = ""
    anchor: str = ""
    reason: str = ""


Said = Iterator[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One way of calling: whether a package can answer it (a finding's code where not), and what it says."""

    problem: Callable[[Package, str, str], str]
    say: Callable[[Result, Words, str, str], Said]


def pieces(text: str, result: Result, words: Words) -> Said:
    """Yield a text of prose piece by piece, its calls replaced by what they say."""
    at = 0
    for call in CALL.finditer(text):
        if call.start() > at:
            yield Piece(text=text[at : call.start()])
        yield from called(call, text, result, words)
        at = call.end()
    if at < len(text):
        yield Piece(text=text[at:])


def called(call: re.Match[str], text: str, result: Result, words: Words) -> Said:
    """Yield what one call says at its place in the text."""
    said = CALLS[call["name"]].say(result, words, call["value"], call["also"] or "")
    before = text[: call.start()].rstrip(" *")[-1:] or "\n"
    for each in said:
        fits = each.kind in ("name", "count") and not call["also"]  # a wording given stays as it is
        yield replace(each, text=_fitted(each.text, before)) if fits else each
        before = "…"


def problem_of(call: re.Match[str], package: Package) -> str:
    """Return the code of the finding about a call no page could fill in, empty where all is well."""
    known = CALLS.get(call["name"])
    also = call["also"]
    takes_more = call["name"] in ("name", "commitment", "plain")
    if known is None or (also is not None and not (takes_more and also.strip())):
        return "malformed_call"
    return known.problem(package, call["value"], also or "")


def _fitted(text: str, before: str) -> str:
    """A sentence begins large; inside it a name begins small where only its first word has a capital."""
    first, rest = text[:1], text[1:]
    if before in _SENTENCE_ENDS:
        return first.upper() + rest
    return first.lower() + rest if rest == rest.lower() and before not in _QUOTES else text


# Figures


def known(package: Package, figure: str) -> bool:
    """Whether a text may quote a figure: it is printed, or the package asks for it to be computed."""
    return package.quantity(figure) is not None or any(row["id"] == figure for row in package.derivations)


def _figure_problem(package: Package, figure: str, _: str) -> str:
    return "" if known(package, figure) else "unknown_figure_in_prose"


def _found(result: Result, figure: str) -> tuple[Package, Observation | Derived]:
    return result.package.find(figure) or (result.package, result.derived[figure])


def _written(result: Result, words: Words, figure: str, *, unit: bool = True, why: bool = False) -> Piece:
    owner, found = _found(result, figure)
    kind = "derived" if isinstance(found, Derived) else "figure"
    if found.quantity is None:
        said = "site.not_computed"
        if isinstance(found, Observation):
            said = f"absent.{found.absent}"
        elif why:
            said = f"refused.{found.refused}"
        text = words(said).rstrip("。.") if why else words(said)
    elif unit:
        text = words.figure(found.quantity, owner.indicators[found.indicator], owner)
    else:
        text = words.number(found.quantity, owner.indicators[found.indicator])
    return Piece(text=text, kind=kind, id=figure, address=f"{owner.id}/figures/{found.id}")


def _figure(result: Result, words: Words, figure: str, _: str) -> Said:
    yield _written(result, words, figure)


def _number(result: Result, words: Words, figure: str, _: str) -> Said:
    yield _written(result, words, figure, unit=False)


def _rate(result: Result, words: Words, figure: str, _: str) -> Said:
    """The computed figure, or the reason why there is none."""
    yield _written(result, words, figure, why=True)


def _share_problem(package: Package, figure: str, _: str) -> str:
    if not known(package, figure):
        return "unknown_figure_in_prose"
    return "" if _indicator(package, figure).unit == "ratio" else "call_does_not_fit"


def _change_problem(package: Package, figure: str, _: str) -> str:
    formula = next((row["formula"] for row in package.derivations if row["id"] == figure), None)
    if formula is None:
        return "unknown_figure_in_prose"
    years = {fact.year for each in _inputs(formula) if (fact := package.observations.get(each))}
    return "" if len(years) > 1 else "call_does_not_fit"


def _indicator(package: Package, figure: str) -> Indicator:
    fact = package.observations.get(figure)
    rows = {row["id"]: row["indicator"] for row in package.derivations}
    return package.indicators[fact.indicator if fact else rows[figure]]


def _inputs(formula: str) -> tuple[str, ...]:
    """The figures of a formula, each once; none where it cannot be read, which is told elsewhere."""
    try:
        return tuple(dict.fromkeys(figures_of(parse_expression(formula))))
    except FormulaError:
        return ()


# Money with and without loans


def _loans_problem(package: Package, figure: str, _: str) -> str:
    if package.quantity(figure) is None:
        return "unknown_figure_in_prose"
    sums = [each for each in package.relations if each.kind == "sum"]
    return "" if any(each.terms.split()[0] == figure for each in sums) else "call_does_not_fit"


def _loans(result: Result, words: Words, figure: str, _: str) -> Said:
    found = next((each for each in totals_with_loans(result) if each.total == figure), None)
    total = _written(result, words, figure)
    if found is None or not found.without:
        yield total
        return
    yield from _pattern(words("prose.loans"), total=total, without=_written(result, words, found.without))


def _pattern(wording: str, **gaps: Piece) -> Said:
    """A wording with pieces in its gaps."""
    for at, part in enumerate(_GAP.split(wording)):
        if at % 2:
            yield gaps[part]
        elif part:
            yield Piece(text=part)


# Named things


def _entry(package: Package, name: str) -> Entry | None:
    tables = (package.schools, package.places, package.programmes, package.entities)
    return next((table[name] for table in tables if name in table), None)


def _name_problem(package: Package, name: str, wording: str) -> str:
    entry = _entry(package, name)
    if entry is None:
        return "unknown_name_in_prose"
    named = " ".join((*(each for _, each in entry.label.wordings), *entry.aliases))
    return "" if set(_DIGITS.findall(wording)) <= set(_DIGITS.findall(named)) else "malformed_call"


def _name(result: Result, words: Words, name: str, wording: str) -> Said:
    package = result.package
    entry = _entry(package, name)
    assert entry is not None, f"{name} was checked before"
    address, anchor = _page_of(name, package)
    yield Piece(text=wording or words.pick(entry.label), kind="name", id=name, address=address, anchor=anchor)


def _page_of(name: str, package: Package) -> tuple[str, str]:
    """The page about a named thing and its anchor there; none for a place without figures of its own."""
    if name in package.schools:
        return f"{package.id}/schools/{name}", ""
    if name in package.places:
        facts = package.observations.values()
        own = any(each.place == name and each.quantity for each in facts) and name != package.place
        return (f"{package.id}/places/{name}" if own else "", "")
    return f"{package.id}/programmes", name


def _schools_problem(package: Package, activity: str, _: str) -> str:
    took_part = any(each.activity == activity for each in package.participations)
    return "" if took_part else "unknown_name_in_prose"


def _schools(result: Result, words: Words, activity: str, _: str) -> Said:
    taking_part = [each for each in result.package.participations if each.activity == activity]
    for at, each in enumerate(taking_part):
        if at:
            yield Piece(text=words("prose.last" if at == len(taking_part) - 1 else "prose.joint"))
        yield from _name(result, words, each.school, "")
    if not all(each.complete for each in taking_part):
        yield Piece(text=words("prose.among_others"))


def _commitment_problem(package: Package, name: str, _: str) -> str:
    return "" if any(each.id == name for each in package.commitments) else "unknown_name_in_prose"


def _commitment(result: Result, words: Words, name: str, wording: str) -> Said:
    (found,) = (each for each in result.package.commitments if each.id == name)
    label = words.pick(found.label).rstrip("。.")
    text = wording or label[:1].lower() + label[1:]  # what is to be done: never a name
    yield Piece(text=text, kind="name", id=name, address=f"{result.package.id}/promises", anchor=name)


# Counts, and numerals that are no statistics


def _count_problem(_: Package, what: str, __: str) -> str:
    return "" if what in COUNTS else "malformed_call"


def _count(result: Result, _: Words, what: str, __: str) -> Said:
    yield Piece(text=str(len(getattr(result.package, what))), kind="count", id=what)


def _verdicts_problem(_: Package, code: str, __: str) -> str:
    return "" if code in _VERDICTS else "malformed_call"


def _verdicts(result: Result, _: Words, code: str, __: str) -> Said:
    yield Piece(text=str(sum(each.code == code for each in result.verdicts)), kind="count", id=code)


def _added(package: Package, name: str) -> tuple[str, ...]:
    """The figures that a relation or a derivation adds up."""
    sides = {each.id: each.terms.partition(" = ")[2] for each in package.relations}
    formulas = {row["id"]: row["formula"] for row in package.derivations}
    return _inputs((sides | formulas).get(name, ""))


def _terms_problem(package: Package, name: str, _: str) -> str:
    return "" if _added(package, name) else "unknown_name_in_prose"


def _terms(result: Result, words: Words, name: str, _: str) -> Said:
    yield Piece(text=words.small(len(_added(result.package, name))), kind="count", id=name)


def _plain_problem(_: Package, said: str, reason: str) -> str:
    return "" if said.strip() and reason else "malformed_call"


def _plain(_: Result, __: Words, said: str, reason: str) -> Said:
    yield Piece(text=said, kind="plain", reason=reason)


CALLS: Mapping[str, Call] = {
    "figure": Call(problem=_figure_problem, say=_figure),
    "number": Call(problem=_figure_problem, say=_number),
    "share": Call(problem=_share_problem, say=_rate),
    "change": Call(problem=_change_problem, say=_rate),
    "loans": Call(problem=_loans_problem, say=_loans),
    "name": Call(problem=_name_problem, say=_name),
    "schools": Call(problem=_schools_problem, say=_schools),
    "commitment": Call(problem=_commitment_problem, say=_commitment),
    "count": Call(problem=_count_problem, say=_count),
    "verdicts": Call(problem=_verdicts_problem, say=_verdicts),
    "terms": Call(problem=_terms_problem, say=_terms),
    "plain": Call(problem=_plain_problem, say=_plain),
}
