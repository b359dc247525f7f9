"""Paths of an SVG written short: straight lines as steps, the dots of a hatching in the smallest tile."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"-?[\d.]+")
# One closed curve of a path.
_CURVED = re.compile(r"M[^MzL]*C[^MzL]*z\s*")
# Straight lines from a point on.
_SHAPE = re.compile(r"M [-\d.]+ [-\d.]+(?: L [-\d.]+ [-\d.]+)+(?: z)?")
# The side of a hatching as matplotlib draws it, and of the smaller squares it may be made of.
_HATCH, _SIDES = 72, (4, 6, 8, 9, 12, 18, 24, 36)


def in_steps(path: str) -> str:
    """Return a path with its straight lines written as steps from point to point: half the characters."""
    return _SHAPE.sub(_as_steps, " ".join(path.split()))


def _as_steps(shape: re.Match[str]) -> str:
    numbers = [float(each) for each in _NUMBER.findall(shape[0])]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    closed = shape[0].rstrip().endswith("z")
    if closed and len(points) > 1 and points[0] == points[-1]:
        points.pop()
    steps = [f"M{number(points[0][0])} {number(points[0][1])}"]
    # Each step starts where the written ones have led, so that what is rounded away never adds up.
    x, y = (float(number(each)) for each in points[0])
    for to_x, to_y in points[1:]:
        across, down = number(to_x - x), number(to_y - y)
        steps.append(f"v{down}" if across == "0" else f"h{across}" if down == "0" else f"l{across} {down}")
        x, y = x + float(across), y + float(down)
    return "".join(steps) + ("z" if closed else "")


def number(value: float) -> str:
    """Return a coordinate with two decimals at most."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written


def smallest_tile(hatching: str) -> tuple[int, str]:
    """Return the smallest square that a hatching of dots repeats: its side, and the dots in it.

    A dot is too small to be round: as a square it takes a tenth of the characters. One that lies over the
    edge of the tile goes on at the edge across.
    """
    circles = [[float(each) for each in _NUMBER.findall(found)] for found in _CURVED.findall(hatching)]
    size = max(circles[0][::2]) - min(circles[0][::2])
    corners = [(min(each[::2]), min(each[1::2])) for each in circles]
    whole = _inside(corners, _HATCH)
    repeating = (each for each in _SIDES if len(_inside(corners, each)) * (_HATCH // each) ** 2 == len(whole))
    side = next(repeating, _HATCH)
    dots = [
        f"M{number(left)} {number(top)}h{number(size)}v{number(size)}h-{number(size)}z"
        for x, y in sorted(_inside(corners, side))
        for left in (x, x - side)[: 2 if x + size > side else 1]
        for top in (y, y - side)[: 2 if y + size > side else 1]
    ]
    return side, "".join(dots)


def _inside(corners: list[tuple[float, float]], side: int) -> set[tuple[float, float]]:
    return {(round(x % side, 2), round(y % side, 2)) for x, y in corners}
