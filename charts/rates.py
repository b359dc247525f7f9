"""Charts of rates: money as rate times heads, money a head, and money a head against its standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from charts.common import finished
from charts.drawing import Bars, Bullet, Bullets, Drawing, Mark
from charts.view import View, addends, given
from yearbook.compare import is_bound, rate_and_heads
from yearbook.formula import Figure
from yearbook.model import NOT_APPLICABLE, TOTAL, Derived, Observation, Quantity, Result, Verdict
from yearbook.words import Words

_MOST_CELLS = 20


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
    return finished(
        view, title, [Bars(marks=tuple(marks))], [product.total], notes, also=also, form="rate_heads"
    )


def aid_per_person(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw averages worked out here, hollow: money over the persons it went to.

    Those that have a standard are drawn against it (`per_head_against_standard`), and not again here.
    """
    view = View(result, year, words)
    against = {row.mark.fact for row in _rows(view)}
    found = [each for each in _averages(view) if each.id not in against]
    if not found:
        return None
    found.sort(key=lambda each: -given(each).value)
    marks = tuple(view.mark(each, _with_inputs(view, each)) for each in found)
    title = words("charts.aid_per_person.title", label=view.name(found[0]), value=marks[0].value)
    inputs = tuple(each for derived in found for each in derived.inputs)
    notes = (words("charts.aid_per_person.derived"),)
    return finished(view, title, [Bars(marks=marks)], found, notes, also=inputs, form="amounts")


def per_head_against_standard(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw money a head as a hollow bar and the standard it has to meet as an upright stroke.

    Drawn where both are there; a standard nobody was paid by stands alone, without a bar.
    """
    view = View(result, year, words)
    rows = _rows(view)
    if not rows:
        return None
    bullets = (*rows, *_without_payment(view, rows))
    averages = [view.result.derived[row.mark.fact] for row in rows if row.mark.fact]
    standards = [view.fact(mark.fact) for row in bullets for mark in row.standards]
    inputs = _inputs(view, averages)
    found: list[Observation | Derived] = [*averages, *standards]
    notes = (words("charts.standard.key"),)
    subtitle = view.subtitle(found)
    return finished(
        view, _title(view, rows[0]), [Bullets(rows=bullets)], found, notes, subtitle, inputs, form="standard"
    )


# Money against its standard


def _inputs(view: View, averages: list[Derived]) -> tuple[str, ...]:
    """What the averages were worked out from, those that were worked out here too."""
    known = [each for average in averages for each in average.inputs]
    for product in _products(view):
        if product.total.id not in known:
            known += [product.total.id, *(heads.id for _, heads in product.pairs)]
    return tuple(known)


def _averages(view: View) -> list[Derived]:
    per_person = (each for each in view.result.derived.values() if each.year == view.year and each.quantity)
    return [each for each in per_person if view.indicator(each).unit == "CNY-per-person"]


def _rows(view: View) -> list[Bullet]:
    """Each sum of money with a standard: the average of its heads, and what they should have got."""
    rows: dict[str, Bullet] = {}
    products = _products(view)
    totals = dict(zip((each.total.id for each in products), _names(view, products), strict=True))
    for product in products:
        standards = [rate for rate, _ in product.pairs if rate.status == "standard"]
        row = _of_product(view, product, standards, totals[product.total.id]) if standards else None
        if row:
            rows.setdefault(product.total.id, row)
    for each in _averages(view):
        money = view.fact(each.inputs[0])
        standards = [fact for fact in _standards(view) if _is_of(fact, money)]
        if len(each.inputs) == 2 and money.id not in rows and standards:
            rows[money.id] = _bullet(view, view.mark(each, view.name(each)), standards, _divided(view, each))
    return list(rows.values())


def _names(view: View, products: list[_Product]) -> list[str]:
    return view.labels([each.total for each in products])


def _of_product(view: View, product: _Product, standards: list[Observation], label: str) -> Bullet | None:
    """The average of a sum that rates times heads make up: as computed, or here where they agree."""
    known = next((each for each in _averages(view) if product.total.id in each.inputs), None)
    if known is not None and len(known.inputs) == 2:
        return _bullet(view, view.mark(known, label), standards, _divided(view, known))
    heads = [heads for _, heads in product.pairs]
    if product.verdict.code not in ("holds", "rounding") or any(is_bound(each) for each in heads):
        return None
    count = sum(given(each).value for each in heads)
    if not count:
        return None
    amount = Fraction(given(product.total).value) / Fraction(count)
    rate = product.pairs[0][0]
    finest = max(given(rate).resolution, view.indicator(rate).grain)
    quantity = Quantity(value=round(amount / Fraction(finest)) * finest, resolution=finest, grain=finest)
    value = view.words.figure(quantity, view.indicator(rate), view.package)
    mark = Mark(fact="", label=label, value=value, amount=amount, look="derived")
    people = view.words("charts.standard.plus").join(map(view.figure, heads))
    people = view.words("charts.standard.together", heads=people) if len(heads) > 1 else people
    counted = view.words("charts.standard.divided", money=view.figure(product.total), heads=people)
    return _bullet(view, mark, standards, counted)


def _bullet(view: View, mark: Mark, standards: list[Observation], counted: str) -> Bullet:
    """A bar with one stroke for each amount that is a standard, from the smallest to the largest."""
    ordered = sorted(standards, key=lambda each: given(each).value)
    first = {given(each).value: each for each in reversed(ordered)}
    kept = list(dict.fromkeys(first[given(each).value].id for each in ordered))
    facts = [view.fact(each) for each in kept]
    strokes = tuple(_stroke(view, each, label) for each, label in zip(facts, _told(view, facts), strict=True))
    return Bullet(mark=mark, standards=strokes, counted=counted)


def _stroke(view: View, fact: Observation, label: str) -> Mark:
    number = view.words.number(given(fact), view.indicator(fact))
    return replace(view.mark(fact, label, "solid"), short=number)


def _told(view: View, standards: list[Observation]) -> list[str]:
    """What each is the standard of; nothing more than that it is one where the year has no other."""
    known = _standards(view)
    if len(known) == 1:
        return [view.words("charts.standard.standard")]
    labels = {each.natural_key[1:]: label for each, label in zip(known, view.labels(known), strict=True)}
    return [
        view.words("charts.standard.standard_of", label=labels.get(each.natural_key[1:]) or view.name(each))
        for each in standards
    ]


def _without_payment(view: View, rows: list[Bullet]) -> Iterator[Bullet]:
    """The standards of the same kind that no sum of money goes by."""
    used = {mark.fact for row in rows for mark in row.standards}
    kinds = {view.fact(each).indicator for each in used}
    multiplied = {rate.natural_key[1:] for product in _products(view) for rate, _ in product.pairs} | {
        view.fact(each).natural_key[1:] for each in used
    }
    alike = [each for each in _standards(view) if each.indicator in kinds]
    for each, label in zip(alike, view.labels(alike), strict=True):
        if each.natural_key[1:] not in multiplied:
            value = view.words("charts.standard.none")
            yield _bullet(view, Mark(fact="", label=label, value=value, amount=Fraction(0)), [each], "")


def _standards(view: View) -> list[Observation]:
    return [
        each
        for each in view.facts("funds")
        if each.status == "standard" and view.indicator(each).unit == "CNY-per-person"
    ]


def _is_of(standard: Observation, money: Observation) -> bool:
    """Whether a standard is one of the programme, and of the stage where the money names one."""
    own = money.programme not in (TOTAL, NOT_APPLICABLE) and standard.programme == money.programme
    return own and money.stage in (TOTAL, standard.stage) and standard.period_kind == money.period_kind


def _title(view: View, row: Bullet) -> str:
    """Return where an average lies: at its standard, between two, under them or over them."""
    low, high = row.standards[0], row.standards[-1]
    known = view.result.derived.get(row.mark.fact)
    # What is rounded may be the standard itself.
    room = Fraction(given(known).resolution) / 2 if known else Fraction(0)
    amount = row.mark.amount
    if low is high and abs(amount - low.amount) <= room:
        kind = "equal"
    elif amount < low.amount - room:
        kind = "below"
    elif amount > high.amount + room:
        kind = "above"
    else:
        kind = "between"
    return view.words(
        f"charts.standard.title_{kind}",
        label=row.mark.label, value=row.mark.value, low=low.value, high=high.value,
    )  # fmt: skip


def _divided(view: View, derived: Derived) -> str:
    money, heads = (view.figure(view.fact(each)) for each in derived.inputs)
    return view.words("charts.standard.divided", money=money, heads=heads)


def _with_inputs(view: View, derived: Derived) -> str:
    if len(derived.inputs) != 2:
        return view.name(derived)
    money, heads = (view.figure(view.fact(each)) for each in derived.inputs)
    return view.words("charts.aid_per_person.divided", label=view.name(derived), money=money, heads=heads)


# Rate times heads


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
    totals = [each.total for each in products]
    return finished(view, title, [Bars(marks=marks)], totals, notes, also=also, form="rate_heads")


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
