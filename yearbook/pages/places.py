"""Places and schools of a publisher: which there are, and what is said of each; in the source's order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from yearbook.model import NOT_APPLICABLE, TOTAL, UNSTATED, Entry, Package, Result, Verdict, VerdictCode

_ORDER: tuple[VerdictCode, ...] = ("fails", "open", "rounding", "holds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A place or school in a list, with the number of figures about it."""

    entry: Entry
    figures: int


def places_of(package: Package) -> tuple[Listed, ...]:
    """Return the places below the publisher's own that have figures."""
    return _listed(package.places, "place", package, but=package.place)


def schools_of(package: Package) -> tuple[Listed, ...]:
    """Return the named schools."""
    return _listed(package.schools, "school", package)


def programmes_of(package: Package) -> tuple[Listed, ...]:
    """Return the programmes that have figures."""
    return _listed(package.programmes, "programme", package)


def sheets_of(package: Package) -> tuple[tuple[str, Entry], ...]:
    """Return what has a printed page of its own, with its dimension: whatever has figures."""
    found = {"place": places_of(package), "school": schools_of(package), "programme": programmes_of(package)}
    return tuple(
        (dimension, each.entry) for dimension, listed in found.items() for each in listed if each.figures
    )


def sheet_path(package: Package, dimension: str, entry: Entry, language: str) -> str:
    """Return where the printed page of a place, school or programme stands in the site."""
    return f"reports/{package.id}/sheets/{dimension}-{entry.id}.{language}.pdf"


def _listed(entries: Iterable[str], dimension: str, package: Package, but: str = "") -> tuple[Listed, ...]:
    known = {"place": package.places, "school": package.schools, "programme": package.programmes}[dimension]
    facts = [getattr(each, dimension) for each in package.observations.values() if each.quantity]
    listed = (Listed(entry=known[each], figures=facts.count(each)) for each in entries if each != but)
    return tuple(each for each in listed if each.figures or dimension == "school")


def verdicts_about(result: Result, dimension: str, code: str) -> tuple[Verdict, ...]:
    """Return the relations about one place or school alone, those to look at first."""
    found = (each for each in result.verdicts if _named(each, dimension, result.package) == {code})
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.code)))


def verdicts_with(result: Result, dimension: str, code: str) -> tuple[tuple[str, int], ...]:
    """Return how the relations came out that set a place or school against others: verdict and count."""
    named = ((each.code, _named(each, dimension, result.package)) for each in result.verdicts)
    counted = Counter(verdict for verdict, codes in named if code in codes and len(codes) > 1)
    return tuple((verdict, counted[verdict]) for verdict in _ORDER if counted[verdict])


def _named(verdict: Verdict, dimension: str, package: Package) -> frozenset[str]:
    """The places (but the publisher's own) or schools that a relation names."""
    facts = package.observations
    codes = {getattr(facts[each], dimension) for each in verdict.inputs}
    return frozenset(codes - {TOTAL, NOT_APPLICABLE, UNSTATED, package.place})
