"""Numbers bound to figures, and links that stay inside the site, as the page being made needs them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

import markdown
from markupsafe import Markup

from yearbook.calls import CALL, Piece, called
from yearbook.model import Derived, Observation, Package, Result, Verdict
from yearbook.words import Words

_SIGNS = {"=": "=", "<=": "≤", "+": "+", "-": "−", "*": "×", "/": "÷", "(": "(", ")": ")"}
# Characters that mean something in Markdown: a backslash before each keeps them as they are.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What templates call to write links and numbers; made for one page at `address`."""

    address: str
    words: Words

    def helpers(self, shows: Mapping[str, object]) -> dict[str, Callable[..., object]]:
        """Return the functions a template may call; those about figures only where a publisher is shown."""
        common: dict[str, Callable[..., object]] = {
            "t": self.words,
            "pick": self.words.pick,
            "to": self.to,
            "file": self.file,
            "of": self.of,
            "md": markdown_text,
            "h2": heading,
            "front": front_matter,
        }
        return common | (self.of(shows["result"]) if "result" in shows else {})

    def of(self, result: object) -> dict[str, Callable[..., object]]:
        """Return the functions that write figures of one publisher."""
        assert isinstance(result, Result)
        bound = _Figures(result=result, binding=self)
        return {
            name: getattr(bound, name)
            for name in ("fig", "num", "cell", "prose", "equation", "in_short", "label", "known")
        }

    def to(self, address: str, anchor: str = "") -> str:
        """Return the relative link to a page of this language, spelled out so that it works from a disk."""
        path = "../" * self.address.count("/") + (address and address.rstrip("/") + "/") + "index.html"
        return path + (f"#{anchor}" if anchor else "")

    def file(self, path: str) -> str:
        """Return the relative link to a file every language shares."""
        up = self.address.count("/") + (0 if self.words.language == "zh" else 1)
        return "../" * up + path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    result: Result
    binding: Binding

    def known(self, figure: str) -> Observation | Derived:
        """Return the observed or derived figure of an id; another publisher's where the id names it."""
        return self._owned(figure)[1]

    def _owned(self, figure: str) -> tuple[Package, Observation | Derived]:
        found = self.result.package.find(figure)
        return found or (self.result.package, self.result.derived[figure])

    def label(self, figure: str | Observation | Derived) -> str:
        """Return what a figure is, in words; the publisher's name before it where it is another one's."""
        if not isinstance(figure, str):
            return self.binding.words.label(figure, self.result.package)
        owner, found = self._owned(figure)
        said = self.binding.words.label(found, owner)
        own = owner is self.result.package
        return said if own else f"{self.binding.words.pick(owner.title)} · {said}"

    def fig(self, figure: str) -> Markup:
        """Return the number with its unit, linked to the page about it."""
        owner = self._owned(figure)[0]
        return self._linked(figure, lambda q, i: self.binding.words.figure(q, i, owner))

    def num(self, figure: str) -> Markup:
        """Return the number without its unit, linked to the page about it."""
        return self._linked(figure, self.binding.words.number)

    def cell(self, figure: str) -> Markup:
        """Return every digit of the number, linked to the page about it."""
        return self._linked(figure, self.binding.words.cell)

    def _linked(self, figure: str, write: Callable[..., str]) -> Markup:
        owner, found = self._owned(figure)
        if found.quantity:
            text = write(found.quantity, owner.indicators[found.indicator])
        elif isinstance(found, Observation):
            text = self.binding.words(f"absent.{found.absent}")
        else:
            text = self.binding.words("site.not_computed")
        return self._fact(figure, self.binding.to(f"{owner.id}/figures/{found.id}"), text)

    def _fact(self, figure: str, link: str, text: str) -> Markup:
        kind = "yb-fig" if self._owned(figure)[1].quantity else "yb-fig yb-none"
        return Markup('<a class="{}" href="{}" data-fact="{}">{}</a>').format(kind, link, figure, text)

    def prose(self, text: str) -> Markup:
        """Return a piece of the publisher's prose as HTML, its calls turned into bound numbers."""
        html = markdown.markdown(escape(text, quote=False))
        said = (self._said(call, text) for call in CALL.finditer(text))
        return Markup(CALL.sub(lambda _: str(next(said)), html))  # noqa: S704

    def _said(self, call: re.Match[str], text: str) -> Markup:
        return Markup("").join(map(self._piece, called(call, text, self.result, self.binding.words)))

    def _piece(self, piece: Piece) -> Markup:
        link = self.binding.to(piece.address, piece.anchor) if piece.address else ""
        if piece.kind in ("figure", "derived"):
            return self._fact(piece.id, link, piece.text)
        if not link:
            return Markup("{}").format(piece.text)
        return Markup('<a class="yb-name" href="{}">{}</a>').format(link, piece.text)

    def equation(self, terms: str) -> Markup:
        """Return an equation with its figures in place of the ids, each with its label and sign."""
        steps: list[Markup] = []
        signs: list[str] = []
        known = [self._stands_for(token) for token in terms.split()]
        dated = len({each.year for each in known if each}) > 1
        for token in terms.split():
            if token in _SIGNS:
                signs.append(_SIGNS[token])
            else:
                steps.append(self._step(token, signs, dated=dated))
                signs = []
        closing = Markup('<span class="yb-op">{}</span>').format(" ".join(signs)) if signs else ""
        return Markup("").join(steps) + closing

    def in_short(self, verdict: Verdict) -> Markup:
        """Return a relation of many terms as its left side and what the others come to."""
        left, sign, _ = verdict.relation.terms.partition(" = ")
        if not sign:
            left, sign, _ = verdict.relation.terms.partition(" <= ")
        computed = verdict.computed
        if computed is None or self._stands_for(left) is None:
            return self.equation(verdict.relation.terms)
        words, indicator = self.binding.words, self.result.package.indicators[self.known(left).indicator]
        said = words("site.terms_come_to", count=len(verdict.inputs) - 1)
        value = words.interval(computed, indicator)
        operator = Markup('<span class="yb-op">{}</span>').format(_SIGNS[sign.strip()])
        term = Markup('<span class="yb-term">{}<small>{}</small></span>').format(value, said)
        step = Markup('<span class="yb-step">{} {}</span>').format(operator, term)
        return self._step(left, [], dated=False) + step

    def _stands_for(self, token: str) -> Observation | Derived | None:
        found = self.result.package.find(token)
        return found[1] if found else self.result.derived.get(token)

    def _step(self, token: str, signs: list[str], *, dated: bool) -> Markup:
        sign = Markup('<span class="yb-op">{}</span> ').format(" ".join(signs)) if signs else ""
        found = self._stands_for(token)
        if found:
            year = f"{found.year} · " if dated else ""
            item = Markup("{}<small>{}{}</small>").format(self.fig(token), year, self.label(token))
        else:
            item = Markup("{}").format(token)
        return Markup('<span class="yb-step">{}<span class="yb-term">{}</span></span> ').format(sign, item)


def markdown_text(text: str) -> Markup:
    """Return a text that Markdown and HTML both print as it stands."""
    return Markup(_SPECIAL.sub(r"\\\1", escape(str(text), quote=False)))  # noqa: S704


def heading(text: str, anchor: str) -> Markup:
    """Return a heading of the second level with an anchor of its own."""
    return Markup(f"## {markdown_text(text)} {{#{anchor}}}")  # noqa: S704


def front_matter(text: str) -> Markup:
    """Return a text as a quoted value of the front matter, which the theme prints unescaped."""
    return Markup(json.dumps(escape(text), ensure_ascii=False))  # noqa: S704
