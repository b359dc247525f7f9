"""Relations between figures with their verdicts, and the house rules: each rule yields `Finding`s."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import NamedTuple

from yearbook.errors import FormulaError
from yearbook.formula import Equation, evaluate, is_pattern, parse_equation, parse_expression
from yearbook.interval import Interval
from yearbook.model import (
    FACT_TABLES,
    NOT_APPLICABLE,
    TOTAL,
    UNSTATED,
    Finding,
    Observation,
    Package,
    Quantity,
    Relation,
    Severity,
    Verdict,
    VerdictCode,
    Where,
)
from yearbook.numerals import Numeral, numerals

_SPECIAL = frozenset({TOTAL, NOT_APPLICABLE, UNSTATED})
# How many days a period of a kind has, at the least and at the most; leap years and odd calendars fit in.
_DAYS = {
    "year": (360, 370),
    "school_year": (250, 370),
    "term": (60, 250),
    "part_year": (1, 359),
    "as_of": (1, 1),
    "cumulative": (371, 36600),
}
# What a number without a unit may count by the heading of its column: itself, %, 千, 万, million, 亿.
_HEADINGS = tuple(map(Decimal, ("1", "0.01", "1e3", "1e4", "1e6", "1e8")))
# Wordings whose number is not in the base unit, or not all of it.
_LOOSE = re.compile(
    r"(?<!百)分之|亩|公顷|美元|[$]|\b(?:mu|hectares?|dollars?|dozen|half|thirds?|quarters?)\b", re.IGNORECASE
)


def check(package: Package) -> tuple[tuple[Verdict, ...], tuple[Finding, ...]]:
    """Return the verdict of every relation that can be read, and everything the rules find."""
    findings = [finding for rule in RULES for finding in rule(package)]
    verdicts = tuple(judge(each, package) for each in package.relations if _is_readable(each, package))
    findings += [_broken(each, package) for each in verdicts if each.code == "fails"]
    return verdicts, tuple(findings)


def judge(relation: Relation, package: Package) -> Verdict:
    """Return which of the four verdicts both sides, taken as intervals, allow."""
    equation = parse_equation(relation.terms)
    sides = _sides(equation, package)
    code, reason = _decide(equation, sides, package)
    return Verdict(
        relation=relation,
        code=code,
        reason=reason,
        printed=sides.left,
        computed=sides.right,
        inputs=tuple(each for each in equation.figures if ":" not in each),
        elsewhere=tuple(each for each in equation.figures if ":" in each),
    )


class _Sides(NamedTuple):
    left: Interval | None
    right: Interval | None


def _sides(equation: Equation, package: Package) -> _Sides:
    known = {figure: package.quantity(figure) for figure in equation.figures}
    intervals = {figure: quantity.interval for figure, quantity in known.items() if quantity}
    if len(intervals) < len(known):
        return _Sides(None, None)
    lookup = intervals.__getitem__
    return _Sides(evaluate(equation.left, lookup), evaluate(equation.right, lookup))


def _decide(equation: Equation, sides: _Sides, package: Package) -> tuple[VerdictCode, str]:
    left, right = sides
    if left is None or right is None:
        known = all(package.find(each) for each in equation.figures)
        return "open", "absent" if known else "elsewhere"
    if equation.sign == "<=":
        certain, impossible = left.is_at_most(right), right.is_below(left)
    else:
        certain, impossible = left.is_point and left == right, not left.meets(right)
    if impossible:
        return "fails", "apart"
    if certain:
        exact = "exact" if equation.sign == "=" else "ordered"
        return "holds", exact if left.is_point and right.is_point else "within"
    quantities = [package.quantity(each) for each in equation.figures]
    bounded = left.is_bounded and right.is_bounded
    if bounded and all(each is not None and each.is_exact for each in quantities):
        return "rounding", "rounded"
    return "open", "hedged"


def _broken(verdict: Verdict, package: Package) -> Finding:
    relation = verdict.relation
    printed, computed = verdict.printed, verdict.computed
    assert printed is not None, "a relation that fails has both sides"
    assert computed is not None, "a relation that fails has both sides"
    details = (
        ("relation", relation.id),
        ("terms", relation.terms),
        ("equation", _with_values(relation.terms, package)),
        ("left", _show(printed)),
        ("right", _show(computed)),
        ("difference", _show(printed - computed)),
    )
    return Finding(
        code="relation_fails_explained" if relation.explanation else "relation_fails",
        where=Where(file="data/relations.csv", row=relation.row, column="terms"),
        severity="note" if relation.explanation else "must_fix",
        figures=verdict.inputs,
        details=details,
    )


def _with_values(terms: str, package: Package) -> str:
    quantities = ((token, package.quantity(token)) for token in terms.split())
    return " ".join(str(quantity.value) if quantity else token for token, quantity in quantities)


def _show(interval: Interval) -> str:
    ends = ["?" if end is None else f"{float(end):,.10g}" for end in (interval.low, interval.high)]
    return ends[0] if interval.is_point else f"{ends[0]} … {ends[1]}"


def _is_readable(relation: Relation, package: Package) -> bool:
    try:
        figures = parse_equation(relation.terms).figures
        known = all(_is_elsewhere(each, package) or package.find(each) for each in figures)
        return known and any(":" not in each for each in figures)
    except FormulaError:
        return False


def _is_elsewhere(figure: str, package: Package) -> bool:
    """Whether a figure is of a publisher that is not in this build, so that nothing can be said of it."""
    publisher = figure.rpartition(":")[0]
    return bool(publisher) and publisher not in package.others


# House rules: each yields findings about one thing. A new rule is a function here and its wording.


def relations_can_be_read(package: Package) -> Iterator[Finding]:
    """Every relation follows the grammar and names figures that exist."""
    for relation in package.relations:
        where = Where(file="data/relations.csv", row=relation.row, column="terms")
        if is_pattern(relation.terms):
            yield Finding(code="pattern_fits_nothing", where=where, details=(("value", relation.terms),))
            continue
        try:
            figures = parse_equation(relation.terms).figures
        except FormulaError as error:
            yield _malformed(relation.terms, error, where)
            continue
        yield from _unknown_figures(figures, package, where)


def _malformed(formula: str, error: FormulaError, where: Where) -> Finding:
    items = formula.split()
    at = len(items) - len(error.rest)
    marked = " ".join([*items[max(0, at - 20) : at], "▶", *items[at : at + 10]])
    return Finding(code="malformed_formula", where=where, details=(("value", marked[:400]),))


def derivations_can_be_read(package: Package) -> Iterator[Finding]:
    """Every derivation follows the grammar and names figures that exist; its id is not a figure's."""
    for row, derivation in enumerate(package.derivations, 2):
        where = Where(file="data/derivations.csv", row=row, column="formula")
        try:
            yield from _unknown_figures(_figures(derivation["formula"]), package, where)
        except FormulaError as error:
            yield _malformed(derivation["formula"], error, where)
        if derivation["id"] in package.observations:
            where = Where(file=where.file, row=row, column="id")
            yield Finding(code="duplicate_id", where=where, details=(("value", derivation["id"]),))


def value_or_absent(package: Package) -> Iterator[Finding]:
    """A figure has a value with its qualifier and resolution, or a reason why it has none: never both."""
    for table in package.tables:
        if table.name not in FACT_TABLES:
            continue
        for at, row in enumerate(table.records(), 2):
            code = _value_problem(row)
            if code:
                where = Where(file=f"data/{table.name}.csv", row=at, column="value")
                missing = [name for name in ("qualifier", "resolution", "printed") if not row[name]]
                details = (("missing", ", ".join(missing)),)
                yield Finding(code=code, where=where, figures=(row["id"],), details=details)


def _value_problem(row: dict[str, str]) -> str:
    if bool(row["value"]) == bool(row["absent"]):
        return "value_and_absent" if row["value"] else "neither_value_nor_absent"
    if row["value"] and not (row["qualifier"] and row["resolution"] and row["printed"]):
        return "value_without_story"
    return ""


def printed_says_the_same(package: Package) -> Iterator[Finding]:
    """The number in the wording of the source is the value, as firm and as fine as the row says."""
    for fact in package.observations.values():
        reading = _reading(fact.printed)
        if fact.quantity and reading:
            whole = reading.text == fact.printed
            for column, stands, read in _differences(fact.quantity, reading, whole=whole):
                details = (("value", stands), ("printed", fact.printed), ("read", read))
                where = _where(fact, column)
                yield Finding(code="printed_differs", where=where, figures=(fact.id,), details=details)


def _reading(printed: str) -> Numeral | None:
    """The one number in the wording of a source; nothing where there are several or it is no plain amount."""
    # Neither the aside of 8543.78(不含教科书)万人次 nor the one of 12.66:1 is a second number.
    wording = re.sub(r"[(（].*?[)）]|[:：]1$", "", printed)
    found = list(numerals(wording, "zh" if re.search("[\u4e00-\u9fff]", wording) else "en"))
    sure = len(found) == 1 and not _LOOSE.search(wording)
    return found[0] if sure and found[0].kind not in ("date", "ordinal", "label") else None


def _differences(quantity: Quantity, reading: Numeral, *, whole: bool) -> Iterator[tuple[str, str, str]]:
    """Each column that a reading contradicts, what stands there and what is read."""
    # Whether it fell (减少93所) is said in words that are not read.
    value, read = abs(quantity.value), abs(reading.value)
    bare = not reading.unit and reading.scale == 1
    factor = next((each for each in _HEADINGS[: None if bare else 1] if read * each == value), None)
    if factor is None:
        yield "value", str(quantity.value), f"{read.normalize():f}"
        return
    # What is not read may hold a hedge: topped 726 billion.
    if reading.qualifier != quantity.qualifier and (whole or reading.qualifier != "exact"):
        yield "qualifier", quantity.qualifier, reading.qualifier
    # Zeros at the end may be rounding (2300万 to the million), and a number in words has no last digit.
    finest, step = reading.resolution * factor, quantity.resolution
    if re.search(r"\d", reading.text) and (step < finest or Fraction(value) % Fraction(step)):
        yield "resolution", str(step), f"{finest.normalize():f}"


def references_exist(package: Package) -> Iterator[Finding]:
    """Codes of school, programme, stage, group and funding are in their look-up tables."""
    for fact in package.observations.values():
        for dimension, known in _known_codes(package).items():
            code = getattr(fact, dimension)
            if code not in known:
                yield _dangling(_where(fact, dimension), code, known)


def look_ups_refer(package: Package) -> Iterator[Finding]:
    """Schools, participations, indicators and commitments point at rows that exist."""
    units = {code for dimension, code in package.codes if dimension == "counting_unit"} | {NOT_APPLICABLE}
    for row, indicator in enumerate(package.indicators.values(), 2):
        if indicator.counting_unit not in units:
            yield _dangling(
                Where(file="data/indicators.csv", row=row, column="counting_unit"),
                indicator.counting_unit,
                units,
            )
    activities = {*package.programmes, *package.entities}
    for row, each in enumerate(package.participations, 2):
        if each.activity not in activities:
            yield _dangling(
                Where(file="data/participations.csv", row=row, column="activity"), each.activity, activities
            )
    for row, commitment in enumerate(package.commitments, 2):
        for figure in commitment.evidence:
            if figure not in package.observations:
                known = set(package.observations)
                yield _dangling(Where(file="data/commitments.csv", row=row, column="evidence"), figure, known)


def entries_refer(package: Package) -> Iterator[Finding]:
    """The publisher's place, parents of places, stages of schools and bases of ratios exist."""
    stages = {code for dimension, code in package.codes if dimension == "stage"} | _SPECIAL
    if package.place not in package.places:
        yield _dangling(Where(file="datapackage.json"), package.place, set(package.places))
    for row, place in enumerate(package.places.values(), 2):
        if place.parent and place.parent not in package.places:
            where = Where(file="data/places.csv", row=row, column="parent")
            yield _dangling(where, place.parent, set(package.places))
    for row, school in enumerate(package.schools.values(), 2):
        if school.stage not in stages:
            yield _dangling(Where(file="data/schools.csv", row=row, column="stage"), school.stage, stages)
    for row, indicator in enumerate(package.indicators.values(), 2):
        if indicator.per and indicator.per not in package.indicators:
            where = Where(file="data/indicators.csv", row=row, column="per")
            yield _dangling(where, indicator.per, set(package.indicators))


def one_row_a_figure(package: Package) -> Iterator[Finding]:
    """No two rows say something about the same figure of the same source."""
    rows: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for fact in package.observations.values():
        rows[fact.natural_key].append(fact)
    for first, *others in rows.values():
        for other in others:
            details = (("first", f"{first.table}.csv"), ("first_row", str(first.row)))
            yield Finding(
                code="same_figure_twice",
                where=_where(other, "id"),
                figures=(first.id, other.id),
                details=details,
            )


def periods_are_what_they_say(package: Package) -> Iterator[Finding]:
    """A year is a year long, a term or a part of a year is shorter, and no period ends before it starts."""
    for fact in package.observations.values():
        if fact.days is None:
            continue
        shortest, longest = _DAYS.get(fact.period_kind, (1, fact.days))
        if fact.days < 1:
            yield Finding(code="period_backwards", where=_where(fact, "period_end"), figures=(fact.id,))
        elif not shortest <= fact.days <= longest:
            details = (("kind", fact.period_kind), ("days", str(fact.days)))
            where = _where(fact, "period_kind")
            yield Finding(code="period_length", where=where, figures=(fact.id,), details=details)


def series_are_of_one_thing(package: Package) -> Iterator[Finding]:
    """A computed figure is put in a series that exists and measures the same."""
    for row, derivation in enumerate(package.derivations, 2):
        like, where = derivation["like"], Where(file="data/derivations.csv", row=row, column="like")
        fact = package.observations.get(like)
        if like and fact is None:
            yield _dangling(where, like, set(package.observations))
        elif fact and fact.indicator != derivation["indicator"]:
            details = (("indicator", derivation["indicator"]), ("other", fact.indicator))
            yield Finding(code="like_differs", where=where, figures=(like,), details=details)


def prose_is_bound(package: Package) -> Iterator[Finding]:
    """Prose names figures that exist, in sections the pages know, and has no bare statistic."""
    from yearbook.prose import problems

    for (year, language), text in package.prose.items():
        for each in problems(text, package, language):
            where = Where(file=f"prose/{year}.{language}.md", row=each.line, position=each.column)
            # With a lower threshold bare numbers are told, and stop the build only when they are too many.
            bare = each.code == "bare_number" and package.threshold < 1
            severity: Severity = "explain" if bare else "must_fix"
            details = (("value", each.value),)
            yield Finding(code=each.code, where=where, severity=severity, details=details)


def address_is_given(package: Package) -> Iterator[Finding]:
    """Paper can lead to the site where the descriptor says at which address it is published."""
    if package.years and not json.loads(package.descriptor).get("homepage"):
        yield Finding(
            code="no_homepage", where=Where(file="datapackage.json", column="homepage"), severity="note"
        )


RULES = (
    relations_can_be_read,
    derivations_can_be_read,
    value_or_absent,
    printed_says_the_same,
    references_exist,
    look_ups_refer,
    entries_refer,
    one_row_a_figure,
    periods_are_what_they_say,
    series_are_of_one_thing,
    prose_is_bound,
    address_is_given,
)


def _figures(formula: str) -> tuple[str, ...]:
    from yearbook.formula import figures_of

    return tuple(dict.fromkeys(figures_of(parse_expression(formula))))


def _unknown_figures(figures: tuple[str, ...], package: Package, where: Where) -> Iterator[Finding]:
    if all(":" in each for each in figures):
        yield Finding(code="formula_without_figures", where=where)
    known = {
        *package.observations,
        *(f"{name}:{each}" for name, other in package.others.items() for each in other.observations),
    }
    yield from (
        _dangling(where, each, known)
        for each in figures
        if each not in known and not _is_elsewhere(each, package)
    )


def _known_codes(package: Package) -> dict[str, set[str]]:
    known = {
        dimension: {code for kind, code in package.codes if kind == dimension} | _SPECIAL
        for dimension in ("stage", "group", "funding")
    }
    return known | {"school": {*package.schools} | _SPECIAL, "programme": {*package.programmes} | _SPECIAL}


def _dangling(where: Where, value: str, known: set[str]) -> Finding:
    nearest = get_close_matches(value, sorted(known), n=1, cutoff=0)
    details = (("value", value), ("nearest", nearest[0] if nearest else "-"))
    return Finding(code="dangling_reference", where=where, details=details)


def _where(fact: Observation, column: str) -> Where:
    return Where(file=f"data/{fact.table}.csv", row=fact.row, column=column)
