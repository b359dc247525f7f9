"""How cut bars under one another are drawn, and dots along an axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charts.drawing import Mark, Stack, Stacks, Strip, capital
from charts.house import EDGE, INNER, LABEL, SMALL, STACK, WIDTH
from charts.squares import Squared

_PLACE, _LEVEL = 4.5, 10.0


class Strips(Squared):
    """A page that knows how years of verdicts and strips of places are drawn."""

    def stacks(self, stacks: Stacks) -> None:
        """Draw cut bars between their labels and their values, under the key to their looks."""
        self.keys(stacks.keys)
        before = max(self.type.width(each.label, SMALL) for each in stacks.stacks) + 8
        after = max(self.type.width(each.value, SMALL) for each in stacks.stacks) + 8
        gaps = 2.0 * (max(len(each.parts) for each in stacks.stacks) - 1)
        longest = max(float(sum(part.amount for part in each.parts)) for each in stacks.stacks) or 1.0
        for each in stacks.stacks:
            self.stack(each, EDGE + before, (INNER - before - after - gaps) / longest)

    def stack(self, stack: Stack, x: float, scale: float) -> None:
        """Draw one cut bar."""
        self.words(EDGE, self.y, stack.label, SMALL, "muted")
        for mark in stack.parts:
            width = float(mark.amount) * scale
            self.box(self.next_mark(), mark.look, x, self.y + 1, width, STACK)
            x += width + 2
        self.words(x + 4, self.y, stack.value, SMALL, "ink")
        self.y += STACK + 7

    def strip(self, strip: Strip) -> None:
        """Draw a dot a place along an axis from zero, one on another where they would touch."""
        full = float(max(each.amount for each in strip.marks)) or 1.0
        names = [self.next_mark() for _ in strip.marks]
        xs = [EDGE + _PLACE + float(each.amount) / full * (INNER - 2 * _PLACE) for each in strip.marks]
        named = [at for at, each in enumerate(strip.marks) if each.look == "solid"]
        levels = _levels(xs, named)
        top = self.y + (LABEL * 1.4 + 6 if named else 0)
        base = top + (max(levels) + 1) * _LEVEL + 2
        for at, mark in enumerate(strip.marks):
            self.dot(names[at], mark.look, xs[at], base - 2 - _LEVEL * levels[at] - _PLACE, _PLACE)
        for at in named:
            self.name_over(names[at], strip.marks[at], xs[at], base - 2 - _LEVEL * (levels[at] + 1))
        self.stroke("", [(EDGE, base), (WIDTH - EDGE, base)], "grid", 1.0)
        self.y = base
        self.under_strip(strip, EDGE + _PLACE + float(strip.middle) / full * (INNER - 2 * _PLACE))

    def name_over(self, name: str, mark: Mark, x: float, dot: float) -> None:
        """Set the name and value of a dot at the top of its strip, tied to it by a thin line."""
        text = self.type.wrap(f"{capital(mark.label)}  {mark.value}", LABEL, INNER)[0]
        half = self.type.width(text, LABEL) / 2
        middle = min(max(x, EDGE + half), WIDTH - EDGE - half)
        self.words(middle, self.y, text, LABEL, "ink", gid=name, align="center")
        if dot - 1 > self.y + LABEL * 1.3:
            self.stroke(name, [(x, self.y + LABEL * 1.3), (x, dot - 1)], "accent", 1.4)

    def under_strip(self, strip: Strip, middle: float) -> None:
        """Set the middle under its tick, and under it what both ends are."""
        lowest, says, highest = strip.says
        base, half = self.y, self.type.width(says, SMALL) / 2
        self.stroke("", [(middle, base - 4), (middle, base + 5)], "ink", 1.6)
        x = min(max(middle, EDGE + half), WIDTH - EDGE - half)
        self.words(x, base + 10, says, SMALL, "ink", align="center")
        if x - half > EDGE + 20:
            self.words(EDGE, base + 10, "0", SMALL, "muted")
        self.y = base + 10 + SMALL * 1.5
        beside = self.type.width(lowest, SMALL) + self.type.width(highest, SMALL) + 10 <= INNER
        self.words(EDGE, self.y, lowest, SMALL, "muted")
        self.y += 0 if beside else SMALL * 1.4
        self.words(WIDTH - EDGE, self.y, highest, SMALL, "muted", align="right")
        self.y += SMALL * 1.4


def _levels(xs: Sequence[float], last: Sequence[int]) -> list[int]:
    """How high each dot lies so that none touches another; those named are laid last, on top."""
    levels = [0] * len(xs)
    placed: list[int] = []
    for at in (*_in_order(xs, last), *last):
        near = {levels[each] for each in placed if abs(xs[each] - xs[at]) < 2 * _PLACE + 1}
        free = (level for level in range(len(xs) + 1) if level not in near)
        levels[at] = max(near, default=-1) + 1 if at in last else next(free)
        placed.append(at)
    return levels


def _in_order(xs: Sequence[float], without: Sequence[int]) -> Iterator[int]:
    return iter(sorted((at for at in range(len(xs)) if at not in without), key=lambda each: xs[each]))
