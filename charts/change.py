"""What changed: by how much on the year before at each stage, and whether the rate or the heads did it."""

from __future__ import annotations

from fractions import Fraction

from charts.common import finished
from charts.drawing import Bars, Drawing, Look, Mark
from charts.view import View, given
from yearbook.compare import Split, splits
from yearbook.model import Observation, Result
from yearbook.words import Words


def change_by_rate_and_heads(result: Result, year: int, words: Words) -> Drawing | None:
    """Draw what the rate and what the heads did to a sum of money of the whole place: steps of bars.

    Drawn once, in the last year that has such a sum.
    """
    view = View(result, year, words)
    own = [each for each in splits(result) if _is_whole(view, each)]
    latest = max((view.fact(each.later[0]).year for each in own), default=0)
    found = [each for each in own if view.fact(each.later[0]).year == latest == year]
    if not found:
        return None
    split = max(found, key=lambda each: abs(each.change))
    earlier, later = (view.fact(each[0]) for each in (split.earlier, split.later))
    standing, marks = Fraction(given(earlier).value), [_end(view, split.earlier, "quiet")]
    for cause, effect in (("rate", split.by_rate), ("heads", split.by_heads)):
        marks.append(_effect(view, cause, effect, standing, [earlier, later]))
        standing += effect
    marks.append(_end(view, split.later, "solid"))
    subtitle = words("charts.over_years.subtitle_two", first=earlier.year, last=year)
    notes, also = (words("charts.change.split"),), (*split.earlier, *split.later)
    title = _title(view, split, earlier, later)
    bars = [Bars(marks=tuple(marks))]
    return finished(view, title, bars, [earlier, later], notes, subtitle, also, form="waterfall")


def _title(view: View, split: Split, earlier: Observation, later: Observation) -> str:
    """Return how much there was and is, and which of the two pulled that way the most."""
    more = split.change > 0
    cause = "rate" if (split.by_rate > split.by_heads) == more else "heads"
    return view.words(
        f"charts.change.title_{'more' if more else 'less' if split.change else 'same'}",
        label=view.name(later),
        year=earlier.year, then=view.figure(earlier), later=later.year, now=view.figure(later),
        cause=view.words(f"charts.change.{cause}_{'more' if more else 'less'}"),
    )  # fmt: skip


def _is_whole(view: View, split: Split) -> bool:
    return view.package.is_whole(view.fact(split.later[0]))


def _end(view: View, figures: tuple[str, str, str], look: Look) -> Mark:
    money, rate, heads = map(view.fact, figures)
    year = view.words("charts.patterns.year", year=money.year)
    counted = view.words("charts.award_rate_heads.times", heads=view.figure(heads), rate=view.figure(rate))
    return view.mark(money, view.words("charts.award_rate_heads.said", label=year, counted=counted), look)


def _effect(view: View, cause: str, effect: Fraction, standing: Fraction, like: list[Observation]) -> Mark:
    amount = view.amount_in_words(abs(effect), like)
    return Mark(
        fact="",
        label=view.words(f"charts.change.{cause}"),
        value=view.words(f"charts.change.{'plus' if effect >= 0 else 'minus'}", amount=amount),
        amount=abs(effect),
        start=min(standing, standing + effect),
        look="derived",
    )
