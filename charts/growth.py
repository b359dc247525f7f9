"""Growth on the year before by stage and year, as sources print it, in a table read by its signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from statistics import median

from charts.common import finished
from charts.drawing import Drawing, Heat, Key, Level, Look, Mark
from charts.view import View, given
from yearbook.compare import is_bound, unlike
from yearbook.formula import Figure
from yearbook.model import NOT_APPLICABLE, TOTAL, Observation, Result
from yearbook.words import Words

_MOST_COLUMNS, _FEWEST = 7, 2
_ALL = (TOTAL, NOT_APPLICABLE)
_LOOKS: tuple[tuple[Look, str], ...] = (("solid", "much"), ("quiet", "more"), ("derived", "less"))

Cells = Mapping[str, Mapping[int, Observation]]


def funds_growth(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the printed growth of money."""
    return growth_by_stage(View(result, year, words), "funds")


def students_growth(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the printed growth of students."""
    return growth_by_stage(View(result, year, words), "students")


def teachers_growth(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the printed growth of teachers."""
    return growth_by_stage(View(result, year, words), "teachers")


def provision_growth(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the printed growth of schools and places."""
    return growth_by_stage(View(result, year, words), "provision")


def growth_by_stage(view: View, table: str) -> Drawing | None:
    """Draw growth on the year before as a heat table: stages down, years along, a sign in every cell.

    Only what a source prints itself is in it, and nothing that was reckoned over a change of definition.
    Drawn once, in the last year that has a figure; the indicator with the most cells is taken.
    """
    found = [_rows(view, each) for each in _indicators(view, table)]
    rows = max(found, key=lambda each: sum(map(len, each.values())), default={})
    years = _columns(rows)
    if not years or years[-1] != view.year:
        return None
    shown = {code: {year: cells[year] for year in years if year in cells} for code, cells in rows.items()}
    facts = [fact for cells in shown.values() for fact in cells.values()]
    failing = {each for each in (fact.id for fact in facts) if _fails(view, each)}
    enough = _much(facts)
    levels = tuple(
        _level(view, code, cells, years, enough, failing) for code, cells in shown.items() if cells
    )
    looks = {mark.look for level in levels for mark in level.cells if mark}
    keys = tuple(
        Key(look=look, says=view.words(f"charts.growth.{key}")) for look, key in _LOOKS if look in looks
    )
    subtitle = view.words("charts.growth.subtitle", first=years[0], last=years[-1])
    there = {"printed": True, "fails": bool(failing), "break": any(each.breaks for each in levels)}
    notes = tuple(view.words(f"charts.growth.{key}") for key, said in there.items() if said)
    heat = Heat(columns=tuple(map(str, years)), rows=levels, keys=keys)
    return finished(view, _title(view, shown), [heat], facts, notes, subtitle, form="heat")


# Which figures


def _indicators(view: View, table: str) -> list[str]:
    """What sources print as growth on the year before: relations say which figures these are."""
    found: dict[str, None] = {}
    for verdict, left in _growths(view):
        years = {view.fact(each).year for each in verdict if each in view.package.observations}
        if left.table == table and left.status == "derived" and max(years) - min(years) == 1:
            found[left.indicator] = None
    return [each for each in found if view.package.indicators[each].unit == "ratio"]


def _growths(view: View) -> list[tuple[tuple[str, ...], Observation]]:
    """The figures of every relation that works out a growth, and the growth itself."""
    found = []
    for verdict, equation in view.equations("growth"):
        if isinstance(equation.left, Figure) and equation.left.id in view.package.observations:
            found.append((verdict.inputs, view.fact(equation.left.id)))
    return found


def _rows(view: View, indicator: str) -> dict[str, dict[int, Observation]]:
    """The growth of a thing by stage and year, the first source of each cell; the whole comes first."""
    rows: dict[str, dict[int, Observation]] = defaultdict(dict)
    for fact in view.package.observations.values():
        if fact.indicator == indicator and _is_plain(view, fact) and not _is_over_a_break(view, fact):
            rows[fact.stage].setdefault(fact.year, fact)
    order = [TOTAL, *(code for name, code in view.package.codes if name == "stage")]
    return dict(sorted(rows.items(), key=lambda item: order.index(item[0]) if item[0] in order else -1))


def _is_plain(view: View, fact: Observation) -> bool:
    """Whether a figure is growth of a whole year for the whole place, of all funding and of no group."""
    whole = fact.place == view.package.place and fact.school in _ALL
    every = fact.funding in _ALL and fact.group in _ALL
    return whole and every and bool(fact.quantity) and not is_bound(fact) and fact.period_kind == "year"


def _is_over_a_break(view: View, fact: Observation) -> bool:
    """Whether the two years a growth was reckoned from count differently."""
    for inputs, growth in _growths(view):
        if growth.id == fact.id:
            levels = [view.fact(each) for each in inputs if each != fact.id]
            known = [each for each in levels if each.quantity]
            return any(unlike(a, b) == "scope" for a in known for b in known if a.indicator == b.indicator)
    return False


def _columns(rows: Cells) -> list[int]:
    """The latest years that have a figure; none where two stages do not share two of them."""
    years = sorted({year for cells in rows.values() for year in cells})[-_MOST_COLUMNS:]
    shared = [each for each in years if sum(each in cells for cells in rows.values()) >= _FEWEST]
    return years if len(shared) >= _FEWEST else []


def _fails(view: View, figure: str) -> bool:
    return any(
        each.code == "fails" and each.relation.kind == "growth" for each in view.result.verdicts_of(figure)
    )


# How they are shown


def _much(facts: Iterable[Observation]) -> Fraction:
    """What the faster half of all that grew have in common."""
    rises = [Fraction(given(each).value) for each in facts if given(each).value > 0]
    return median(rises) if rises else Fraction(0)


def _level(
    view: View,
    code: str,
    cells: Mapping[int, Observation],
    years: list[int],
    enough: Fraction,
    failing: set[str],
) -> Level:
    given_years = [year for year in years if year in cells]
    changes = pairwise(given_years)
    breaks = tuple(years.index(b) for a, b in changes if cells[a].series != cells[b].series)
    marks = tuple(_cell(view, cells[year], enough, failing) if year in cells else None for year in years)
    label = view.words.code("stage", code, view.package) or view.words("charts.panels.total")
    return Level(label=label, cells=marks, breaks=breaks)


def _cell(view: View, fact: Observation, enough: Fraction, failing: set[str]) -> Mark:
    value = signed(view, fact)
    amount = Fraction(given(fact).value)
    look: Look = "derived" if amount < 0 else "solid" if amount >= enough else "quiet"
    star = "*" if fact.id in failing else ""
    return Mark(
        fact=fact.id,
        label=view.words("charts.patterns.year", year=fact.year),
        value=value + star,
        amount=amount,
        look=look,
        year=fact.year,
        short=value.rstrip("%") + star,
    )


def signed(view: View, fact: Observation) -> str:
    """Return a growth with its sign before it: +4.2%, −0.5%."""
    written = view.figure(fact)
    if given(fact).value < 0:
        return view.words("charts.change.minus", amount=written.replace("-", "", 1))
    return view.words("charts.change.plus", amount=written) if given(fact).value else written


def _title(view: View, rows: Cells) -> str:
    """Return which stage grew fastest and which shrank most, in the last year that has two of them."""
    years = sorted({year for cells in rows.values() for year in cells}, reverse=True)
    stages = {code: cells for code, cells in rows.items() if code != TOTAL}
    found = (
        [cells[year] for cells in of.values() if year in cells] for of in (stages, rows) for year in years
    )
    latest = next(each for each in found if len(each) >= _FEWEST)
    fastest = max(latest, key=lambda each: given(each).value)
    slowest = min(latest, key=lambda each: given(each).value)
    falls = given(slowest).value < 0
    kind = "less" if given(fastest).value < 0 else "both" if falls else "more"
    label = _of_what(view, fastest)
    return view.words(
        f"charts.growth.title_{kind}",
        label=label, year=fastest.year,
        most=_stage(view, fastest), up=signed(view, fastest),
        least=_stage(view, slowest), down=signed(view, slowest),
    )  # fmt: skip


def _of_what(view: View, growth: Observation) -> str:
    """What grew: the name of what its relation was reckoned from, else its own."""
    for inputs, left in _growths(view):
        if left.indicator == growth.indicator:
            levels = [view.fact(each) for each in inputs if view.fact(each).status != "derived"]
            return view.words.pick(view.indicator(levels[0] if levels else growth).label)
    return view.words.pick(view.indicator(growth).label)


def _stage(view: View, fact: Observation) -> str:
    return view.code(fact, "stage") or view.words("charts.panels.total")
