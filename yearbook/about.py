"""Words about a package as a whole and its parts: the notice, the licence and how to cite them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from yearbook.model import Package, Result, Text
from yearbook.words import Words

STATES = ("draft", "released")


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence as the descriptor gives it."""

    name: str
    title: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the descriptor says of the whole package."""

    package: Package
    authors: Text
    licences: tuple[Licence, ...]
    created: str
    address: str

    def notice(self, words: Words) -> str:
        """Return the notice that these figures are not official; empty where they are."""
        if self.package.official:
            return ""
        publisher = words.pick(self.package.publisher)
        return words("downloads.notice", publisher=publisher, compiler=words.pick(self.authors))

    def licence(self, words: Words) -> str:
        """Return the licences with their addresses, one a line."""
        return "\n".join(
            words("downloads.licence.line", title=each.title, name=each.name, path=each.path)
            for each in self.licences
        )

    def citation(self, words: Words, part: str = "", path: str = "") -> str:
        """Return how to cite the data, or a part of it at a path: GB/T 7714 in Chinese, APA in English."""
        return words(
            "downloads.citation.line",
            author=words.pick(self.authors),
            title=self._titled(words, part),
            version=self.package.version,
            year=self.created[:4] or words("downloads.citation.no_year"),
            address=self._at(path) or words("downloads.citation.address"),
        )

    def bibtex(self, words: Words, key: str, part: str = "", path: str = "") -> str:
        """Return the same as a BibTeX entry; `key` is what a text cites it by."""
        fields = {
            "author": f"{{{words.pick(self.authors)}}}",
            "title": f"{{{self._titled(words, part)}}}",
            "year": self.created[:4],
            "date": self.created[:10],
            "version": self.package.version,
            "url": self._at(path),
            "note": words("downloads.citation.kind"),
        }
        lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
        return "\n".join([f"@misc{{{key},", *lines, "}"])

    def csl(self, words: Words, key: str, part: str = "", path: str = "") -> str:
        """Return the same as CSL-JSON, which reference managers read."""
        day = [int(each) for each in self.created[:10].split("-") if each]
        fields: dict[str, object] = {
            "id": key,
            "type": "dataset",
            "title": self._titled(words, part),
            "author": [{"literal": words.pick(self.authors)}],
            "issued": {"date-parts": [day]} if day else {},
            "version": self.package.version,
            "URL": self._at(path),
            "language": words("html"),
        }
        return json.dumps([{name: value for name, value in fields.items() if value}], ensure_ascii=False)

    def _titled(self, words: Words, part: str) -> str:
        title = words.pick(self.package.title)
        return words("downloads.citation.part", part=part, title=title) if part else title

    def _at(self, path: str) -> str:
        return f"{self.address.rstrip('/')}/{path}" if self.address and path else self.address


def about(package: Package) -> About:
    """Return what the descriptor of a package says of it as a whole."""
    descriptor = json.loads(package.descriptor)
    licences = tuple(
        Licence(
            name=each.get("name", ""),
            title=each.get("title") or each.get("name", ""),
            path=each.get("path", ""),
        )
        for each in descriptor.get("licenses", ())
    )
    return About(
        package=package,
        authors=package.publisher if package.official else _compilers(descriptor.get("contributors", ())),
        licences=licences,
        created=descriptor.get("created", ""),
        address=descriptor.get("homepage", ""),
    )


def is_released(result: Result) -> bool:
    """Whether the package is the one last released, or its publisher says it is released elsewhere."""
    stated: str = json.loads(result.package.descriptor)["yearbook"].get("status", STATES[0])
    return result.is_released or stated == STATES[1]


def _compilers(contributors: list[dict[str, object]]) -> Text:
    """Who put an unofficial package together: never the issuer, who has not published it."""
    titles = [str(each["title"]) for each in contributors if "issuer" not in each.get("roles", ())]  # type: ignore[operator]
    return Text((("zh", "、".join(titles)), ("en", ", ".join(titles))))
