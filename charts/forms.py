"""The ways a chart is drawn, in the order they are shown, each with the one function that draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from charts import (
    change,
    common,
    funds,
    growth,
    overview,
    places,
    promises,
    provision,
    rates,
    releases,
    shares,
    students,
    teachers,
    ways,
    years,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A way to draw: the name its drawings and its wordings (`gallery.forms.<name>`) have, its function.

    `shown_by` is how the names of charts begin that show it best, `loans` whether it takes one to show it.
    """

    name: str
    function: Callable[..., object]
    shown_by: str = ""
    loans: bool = False


FORMS = (
    Form(name="bars", function=funds.aid_by_kind, loans=True),
    Form(name="equation", function=funds.aid_equation, loans=True),
    Form(name="whole", function=students.students_by_stage),
    Form(name="nested", function=teachers.new_teachers),
    Form(name="hundred", function=shares.of_a_hundred),
    Form(name="amounts", function=common.bars_by_period, shown_by="teachers"),
    Form(name="squares", function=provision.schools_by_kind),
    Form(name="ways", function=ways.in_and_out),
    Form(name="times", function=students.persons_and_times),
    Form(name="rate_heads", function=rates.award_rate_heads),
    Form(name="standard", function=rates.per_head_against_standard),
    Form(name="slope", function=years.over_years),
    Form(name="line", function=years.over_years, shown_by="students"),
    Form(name="panels", function=years.panels_over_years, shown_by="students"),
    Form(name="apart", function=years.over_years),
    Form(name="heat", function=growth.growth_by_stage, shown_by="students"),
    Form(name="waterfall", function=change.change_by_rate_and_heads),
    Form(name="strip", function=places.dot_strip, shown_by="place-"),
    Form(name="planned", function=provision.planned),
    Form(name="promises", function=promises.promises_by_due_date),
    Form(name="dates", function=promises.due_and_paid),
    Form(name="releases", function=releases.releases),
    Form(name="verdicts", function=overview.relations_by_verdict),
    Form(name="stacks", function=overview.relations_by_year),
)
