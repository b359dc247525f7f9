"""Figures and charts for other sites: what follows the data, and a text or kept picture that does not.

All carry source, version and day; none needs a script or asks a third party for anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from yearbook.about import about
from yearbook.model import Artifact, Chart, Derived, Observation, Package, Result
from yearbook.pages.gallery import place_of
from yearbook.record import CHARTS
from yearbook.words import Words

_WIDTH, _EDGE = 360, 16
_WIDE, _NARROW = 1.0, 0.56  # of its size: a Chinese character, another one
_SMALL = 10
_FACES = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
_STYLE = (
    f"text{{font-family:{_FACES}}}"
    ".i{fill:#1c2024}.m{fill:#56606b}.b{fill:#fff;stroke:#d3d8dd}.a{fill:#0b5fa5}"
    "@media (prefers-color-scheme:dark){.i{fill:#e8eaed}.m{fill:#aeb6bf}.b{fill:#161b20;stroke:#3a424b}"
    ".a{fill:#7dbcff}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A text to copy: what kind it is, the text and its language."""

    kind: str
    text: str
    language: str


def address_of(publisher: str, name: str, words: Words) -> str:
    """Return where the picture of a figure or chart stands: always the latest."""
    return f"embed/{publisher}/{name}.{words.language}.svg"


def chart_name(chart: Chart) -> str:
    """Return what the picture of a chart is called."""
    return f"chart-{chart.id}-{chart.year}"


def chart_pictures(charts: Iterable[Chart], package: Package, words: Words) -> Iterator[Artifact]:
    """Yield every chart of a package as a picture: its title and source, whose it is and of which day."""
    for chart in charts:
        path = address_of(chart.publisher, chart_name(chart), words)
        body = _signed(chart.paper.decode(), _whose(package, words)).encode()
        yield Artifact(path=path, body=body, made_from=(f"charts/{chart.id}", *chart.figures))


def _signed(drawing: str, said: str) -> str:
    """Add a line below a drawing, and faces for computers that lack the house's own."""
    width, height = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)[0]
    lines = list(_wrapped(said, _SMALL))
    below = float(height) + 6
    taller = below + _SMALL * 1.4 * len(lines)
    drawing = drawing.replace(f'viewBox="0 0 {width} {height}"', f'viewBox="0 0 {width} {taller:g}"', 1)
    drawing = drawing.replace('font-family="Noto Sans SC"', f'font-family="{_FACES}"')
    texts = (
        f'<text x="10" y="{below + _SMALL * 1.4 * at:g}" fill="#56606b" font-size="{_SMALL}" '
        f'font-family="{_FACES}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return drawing.replace("</svg>", f"<g>{''.join(texts)}</g></svg>")


def pictures(result: Result, words: Words) -> Iterator[Artifact]:
    """Yield a picture of every figure of a publisher in one language."""
    package = result.package
    figures: list[Observation | Derived] = [*package.observations.values(), *result.derived.values()]
    for figure in figures:
        made_from = (figure.id, f"words/{words.language}.toml")
        body = _picture(figure, package, words).encode()
        yield Artifact(path=address_of(package.id, figure.id, words), body=body, made_from=made_from)


def snippets(figure: Observation | Derived, result: Result, words: Words) -> Iterator[Taken]:
    """Yield what to paste into another page: a picture that follows the data, a text that does not."""
    package = result.package
    home = _home(package, words)
    page = f"{home}{_tree(words)}{package.id}/figures/{figure.id}/"
    said = f"{_label(figure, package, words)} {_value(figure, package, words)}"
    foot = _foot(figure, package, words)
    picture = f"{home}{address_of(package.id, figure.id, words)}"
    alt = escape(f"{said}{words('answers.stop')}{foot}")
    live = _linked(page, picture, alt, f' width="{_WIDTH}"')
    kept = (
        f'<blockquote cite="{escape(page)}"><p>{escape(said)}</p>'
        f'<p><small><a href="{escape(page)}">{escape(foot)}</a></small></p></blockquote>'
    )
    yield Taken(kind=words("embed.live"), text=live, language=words("html"))
    yield Taken(kind=words("embed.frozen"), text=kept, language=words("html"))


def chart_snippets(chart: Chart, result: Result, words: Words) -> Iterator[Taken]:
    """Yield what to paste into another page: a picture that follows the data, and one kept by a release."""
    home, (address, anchor) = _home(result.package, words), place_of(chart)
    page = f"{home}{_tree(words)}{address}/#{anchor}"
    alt = escape(f"{chart.title}{words('answers.stop')}{_whose(result.package, words)}")
    live = f"{home}{address_of(chart.publisher, chart_name(chart), words)}"
    yield Taken(kind=words("embed.live"), text=_linked(page, live, alt), language=words("html"))
    last, kept = result.record.latest, f"{CHARTS}{chart_name(chart)}.{words.language}.svg"
    if last and kept in last.files:
        text = _linked(page, f"{home}{last.address}{kept}", alt)
        yield Taken(kind=words("embed.frozen"), text=text, language=words("html"))


def _home(package: Package, words: Words) -> str:
    return f"{about(package).address.rstrip('/') or words('embed.home')}/"


def _tree(words: Words) -> str:
    return "" if words.language == "zh" else f"{words.language}/"


def _linked(page: str, picture: str, alt: str, more: str = "") -> str:
    return f'<a href="{escape(page)}"><img src="{escape(picture)}"{more} alt="{alt}"></a>'


def _label(figure: Observation | Derived, package: Package, words: Words) -> str:
    return words("site.figure_title", label=words.label(figure, package), year=figure.year)


def _value(figure: Observation | Derived, package: Package, words: Words) -> str:
    if figure.quantity:
        return words.figure(figure.quantity, package.indicators[figure.indicator], package)
    return words(f"absent.{figure.absent}" if isinstance(figure, Observation) else "site.not_computed")


def _foot(figure: Observation | Derived, package: Package, words: Words) -> str:
    source = words("site.name")
    if isinstance(figure, Observation):
        source = words.pick(package.sources[figure.source].title)
    return words("embed.foot", whose=_whose(package, words), source=source)


def _whose(package: Package, words: Words) -> str:
    """Whose figures these are, of which version and day; that they are not official where they are not."""
    day = words.date(package.created.date())
    whose = words("embed.whose", site=words("site.name"), version=package.version, day=day)
    return whose if package.official else f"{whose}{words('answers.stop')}{words('site.independent')}"


def _picture(figure: Observation | Derived, package: Package, words: Words) -> str:
    rows = [(words.pick(package.publisher), 11, "m", 18), (_value(figure, package, words), 30, "i", 40)]
    rows += [(_label(figure, package, words), 14, "i", 22), (_foot(figure, package, words), 10, "m", 16)]
    lines, baseline = [], 14
    for text, size, kind, step in rows:
        size = min(size, int(size * (_WIDTH - 2 * _EDGE) / _width(text, size))) if size > 20 else size
        for part in _wrapped(text, size):
            baseline += step
            lines.append(
                f'<text class="{kind}" x="{_EDGE}" y="{baseline}" font-size="{size}">{escape(part)}</text>'
            )
        baseline += 4
    height = baseline + 10
    title = escape(f"{_label(figure, package, words)} {_value(figure, package, words)}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" role="img" lang="{words("html")}"><title>{title}</title><style>{_STYLE}</style>'
        f'<rect class="b" x=".5" y=".5" width="{_WIDTH - 1}" height="{height - 1}"/>'
        f'<rect class="a" x="{_EDGE}" y="12" width="32" height="3"/>{"".join(lines)}</svg>\n'
    )


def _width(text: str, size: float) -> float:
    return sum(_WIDE if each > "\u2e7f" else _NARROW for each in text) * size


def _wrapped(text: str, size: float) -> Iterator[str]:
    """The lines of a text: broken at spaces, in Chinese anywhere but before a mark."""
    line = ""
    for each in _pieces(text):
        if line and _width(line + each.rstrip(), size) > _WIDTH - 2 * _EDGE:
            yield line.strip()
            line = ""
        line += each
    yield line.strip()


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for each in text:
        if (
            piece
            and (each > "\u2e7f" or piece[-1] > "\u2e7f" or piece[-1] == " ")
            and each not in "，。；：、）》”·"
        ):
            yield piece
            piece = ""
        piece += each
    yield piece
