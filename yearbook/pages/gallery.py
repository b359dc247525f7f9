"""The gallery of charts: each way of drawing with a real example and the function that draws it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from textwrap import dedent

from charts.forms import FORMS, Form
from yearbook.model import REPAYABLE, Chart, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A way of drawing: its name, its function as it stands in the code, and a chart with its publisher.

    There is no chart where no published data needs this way yet.
    """

    name: str
    code: str
    chart: Chart | None = None
    result: Result | None = None

    @property
    def page(self) -> str:
        """The address of the page the chart stands on."""
        return place_of(self.chart)[0] if self.chart else ""

    @property
    def anchor(self) -> str:
        """Where on its page the chart stands."""
        return place_of(self.chart)[1] if self.chart else ""


def place_of(chart: Chart) -> tuple[str, str]:
    """Return the address of the page a chart stands on, and where on it."""
    anchor = f"chart-{chart.id}-{chart.year}"
    if chart.topic == "places":
        return f"{chart.publisher}/places/{chart.id.removeprefix('place-')}", anchor
    page = f"{chart.publisher}/{chart.year}"
    return page if chart.topic == "overview" else f"{page}/{chart.topic}", anchor


def examples(results: Sequence[Result], charts: Iterable[Chart]) -> tuple[Example, ...]:
    """Return every way of drawing in its fixed order, with a chart of the first publisher that has one."""
    charts = tuple(charts)
    return tuple(_example(form, results, charts) for form in FORMS)


def _example(form: Form, results: Sequence[Result], charts: Sequence[Chart]) -> Example:
    code = signature(form.function)
    found = [
        (each, result)
        for result in results
        for each in charts
        if (each.publisher, each.form) == (result.package.id, form.name)
    ]
    found = [(each, result) for each, result in found if form.loans and _has_loan(each, result)] or found
    if not found:
        return Example(name=form.name, code=code)
    result = found[0][1]
    own = [each for each, owner in found if owner is result]
    best = max(own, key=lambda each: (each.id.startswith(form.shown_by), each.year))
    return Example(name=form.name, code=code, chart=best, result=result)


def _has_loan(chart: Chart, result: Result) -> bool:
    facts = (result.package.observations.get(each) for each in chart.figures)
    programmes = (result.package.programmes.get(each.programme) for each in facts if each)
    return any(each.kind in REPAYABLE for each in programmes if each)


def signature(function: Callable[..., object]) -> str:
    """Return the lines of a function from its name to the end of its docstring, after its module's name."""
    lines = dedent(inspect.getsource(function)).splitlines()
    (defined,) = ast.parse("\n".join(lines)).body
    assert isinstance(defined, ast.FunctionDef)
    return "\n".join((f"# {function.__module__}", *lines[: defined.body[0].end_lineno]))
