"""Charts of money: aid by kind, does it add up, rate times heads, money a head."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from charts.common import finished
from charts.drawing import Bars, Block, Drawing, Heading, Mark
from charts.view import Sum, View, addends, by_size, given
from charts.years import over_years, panels_over_years
from yearbook.compare import rate_and_heads
from yearbook.formula import Figure, nominal
from yearbook.model import NOT_APPLICABLE, Derived, Observation, Result, Verdict
from yearbook.words import Words

_MOST_STEPS, _MOST_CELLS = 8, 20
_THINGS = frozenset({"capital", "equipment"})


def aid_by_kind(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw what the aid money went to, largest first, loans outlined; the total with and without loans.

    Places are no kinds of aid: they are not put in an order (`places`).
    """
    view = View(result, year, words)
    found = _money_sum(view)
    if found is None or len({each.place for each in found.parts}) > 1:
        return None
    parts, without = by_size(found.parts), _without_loans(view, found)
    loans = [each for each in parts if view.is_loan(each)]
    totals = [view.mark(found.total, words("charts.aid_by_kind.total"), "quiet")]
    if without is not None:
        totals.append(view.mark(without))
    marks = view.marks(parts)
    full = max(each.amount for each in totals)
    bars: list[Block] = [Bars(marks=marks, full=full), Heading(text=words("charts.aid_by_kind.totals"))]
    bars.append(Bars(marks=tuple(totals), full=full))
    label = words.pick(view.indicator(found.total).label)
    values = {"label": label, "count": len(parts), "total": view.figure(found.total)}
    if len(loans) == 1:
        title = words("charts.aid_by_kind.title_loan", **values, loan=view.figure(loans[0]))
    else:
        title = words("charts.aid_by_kind.title", **values, most=marks[0].label, value=marks[0].value)
    notes = [] if found.verdict.relation.exhaustive else [words("charts.aid_by_kind.not_stated")]
    notes += [words("charts.aid_by_kind.loan_key")] if loans else []
    if found.verdict.code == "fails":
        notes.append(words("charts.aid_equation.verdict", verdict=words("verdict.fails")))
    return finished(view, title, bars, [*parts, found.total], tuple(notes))


def aid_equation(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the parts standing on one another up to their sum, and the printed total beneath."""
    view = View(result, year, words)
    found = _money_sum(view)
    if found is None:
        return None
    amount = nominal(found.equation.right, lambda each: given(view.fact(each)).value)
    added = view.amount_in_words(amount, found.parts)
    computed = Mark(
        fact="",
        label=words("charts.aid_equation.added", count=len(found.parts)),
        value=added,
        amount=amount,
        look="derived",
    )
    printed = view.mark(found.total, words("charts.aid_equation.printed"), "quiet")
    steps = _steps(view.marks(found.parts)) if len(found.parts) <= _MOST_STEPS else ()
    title = words(
        f"charts.aid_equation.title_{found.verdict.code}",
        count=len(found.parts),
        added=added,
        total=printed.value,
    )
    notes = [words("charts.aid_equation.verdict", verdict=words(f"verdict.{found.verdict.code}"))]
    notes += [words("charts.aid_by_kind.loan_key")] if any(each.look == "loan" for each in steps) else []
    return finished(
        view, title, [Bars(marks=(*steps, computed, printed))], [*found.parts, found.total], tuple(notes)
    )


def award_rate_heads(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw money as a rate times heads: one cell of a bar is one person at the rate."""
    view = View(result, year, words)
    products = _products(view)
    if len(products) != 1:
        return _many_products(view, products)
    [product] = products
    marks = [_product(view, rate, heads, product.total) for rate, heads in product.pairs]
    marks.append(view.mark(product.total, words("charts.award_rate_heads.printed"), "quiet"))
    values = {"total": view.figure(product.total), "label": view.labels([product.total])[0]}
    title = words(f"charts.award_rate_heads.title_{product.verdict.code}", **values)
    cells = any(each.cells > 1 for each in marks)
    notes = (words("charts.award_rate_heads.cell"),) if cells else ()
    also = tuple(each.id for pair in product.pairs for each in pair)
    return finished(view, title, [Bars(marks=tuple(marks))], [product.total], notes, also=also)


def aid_per_person(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw averages worked out here, hollow: money over the persons it went to."""
    view = View(result, year, words)
    found = [
        each
        for each in result.derived.values()
        if each.year == year and each.quantity and _is_per_person(view, each)
    ]
    if not found:
        return None
    found.sort(key=lambda each: -given(each).value)
    marks = tuple(view.mark(each, _with_inputs(view, each)) for each in found)
    title = words("charts.aid_per_person.title", label=view.name(found[0]), value=marks[0].value)
    inputs = tuple(each for derived in found for each in derived.inputs)
    notes = (words("charts.aid_per_person.derived"),)
    return finished(view, title, [Bars(marks=marks)], found, notes, also=inputs)


def aid_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw aid money in every year that has it."""
    return over_years(View(result, year, words), _is_aid)


def aid_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the aid money of each stage in every year that has it."""
    return panels_over_years(View(result, year, words), _is_aid, "stage")


def aid_by_funding_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw where the aid money came from in every year that has it, loans hatched."""
    return panels_over_years(View(result, year, words), _is_aid, "funding")


def funding_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw money for education by where it came from, in all and in parts; in all where parts are missing."""
    view = View(result, year, words)
    return panels_over_years(view, _is_funding, "funding") or over_years(view, _is_funding)


def funding_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw the money for education of each stage in every year that has it."""
    return panels_over_years(View(result, year, words), _is_funding, "stage")


def per_head_by_stage_over_years(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw money a head at each stage in every year that has it."""
    return panels_over_years(View(result, year, words), _is_per_head, "stage")


def _is_aid(view: View, fact: Observation) -> bool:
    """Whether a figure is money of a programme; what was built or bought is no aid."""
    programme = view.package.programmes.get(fact.programme)
    things = programme is not None and programme.kind in _THINGS
    return _is_money(view, fact) and fact.programme != NOT_APPLICABLE and not things


def _is_funding(view: View, fact: Observation) -> bool:
    return _is_money(view, fact) and fact.programme == NOT_APPLICABLE


def _is_money(view: View, fact: Observation) -> bool:
    return view.indicator(fact).unit == "CNY" and view.indicator(fact).measure == "flow"


def _is_per_head(view: View, fact: Observation) -> bool:
    return view.indicator(fact).unit == "CNY-per-person" and view.indicator(fact).measure == "ratio"


def _money_sum(view: View) -> Sum | None:
    return next((each for each in view.sums("funds") if view.indicator(each.total).unit == "CNY"), None)


def _without_loans(view: View, found: Sum) -> Derived | None:
    """Return the declared figure that adds up the same parts but the loans."""
    wanted = {each.id for each in found.parts if not view.is_loan(each)}
    if len(wanted) == len(found.parts):
        return None
    same = (each for each in view.result.derived.values() if set(each.inputs) == wanted and each.quantity)
    return next((each for each in same if each.indicator == found.total.indicator), None)


def _steps(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Bars that begin where the one before ended."""
    standing, steps = Fraction(0), []
    for mark in marks:
        steps.append(replace(mark, start=standing))
        standing += mark.amount
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class _Product:
    """A relation that says money is a rate times heads, or several of these added."""

    total: Observation
    pairs: tuple[tuple[Observation, Observation], ...]
    verdict: Verdict


def _products(view: View) -> list[_Product]:
    found = []
    for verdict, equation in view.verdicts("product"):
        pairs = [rate_and_heads(each, view.package) for each in addends(equation.right)]
        known = tuple(pair for pair in pairs if pair is not None)
        if isinstance(equation.left, Figure) and len(known) == len(pairs):
            found.append(_Product(view.fact(equation.left.id), known, verdict))
    return found


def _many_products(view: View, products: list[_Product]) -> Drawing | None:
    """Draw each printed amount under its heads and rate; those that do not agree are crossed out."""
    if not products:
        return None
    labels = view.labels([each.total for each in products])
    marks = tuple(_printed(view, each, label) for each, label in zip(products, labels, strict=True))
    agree = sum(each.verdict.code in ("holds", "rounding") for each in products)
    title = view.words("charts.award_rate_heads.title_many", count=len(products), agree=agree)
    crossed = any(each.look == "crossed" for each in marks)
    notes = (view.words("charts.award_rate_heads.crossed"),) if crossed else ()
    also = tuple(each.id for product in products for pair in product.pairs for each in pair)
    return finished(view, title, [Bars(marks=marks)], [each.total for each in products], notes, also=also)


def _printed(view: View, product: _Product, label: str) -> Mark:
    values = [{"heads": view.figure(heads), "rate": view.figure(rate)} for rate, heads in product.pairs]
    counted = view.words("patterns.joint").join(
        view.words("charts.award_rate_heads.times", **each) for each in values
    )
    said = view.words("charts.award_rate_heads.said", label=label, counted=counted)
    return view.mark(product.total, said, "crossed" if product.verdict.code == "fails" else None)


def _product(view: View, rate: Observation, heads: Observation, total: Observation) -> Mark:
    count, amount = given(heads).value, Fraction(given(rate).value * given(heads).value)
    label = view.words(
        "charts.award_rate_heads.product",
        label=view.code(heads, "stage") or view.code(heads, "place"),
        heads=view.figure(heads),
        rate=view.figure(rate),
    )
    cells = int(count) if count == int(count) and 0 < count <= _MOST_CELLS else 1
    mark = Mark(fact=heads.id, label=label, value=view.amount_in_words(amount, [total]), amount=amount)
    return replace(mark, cells=cells)


def _is_per_person(view: View, derived: Derived) -> bool:
    return view.indicator(derived).unit == "CNY-per-person"


def _with_inputs(view: View, derived: Derived) -> str:
    inputs = [view.figure(view.fact(each)) for each in derived.inputs]
    if len(inputs) != 2:
        return view.name(derived)
    return view.words(
        "charts.aid_per_person.divided", label=view.name(derived), money=inputs[0], heads=inputs[1]
    )
