"""What is done to the files the site engine made: our search, a policy for scripts, less weight."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import unescape

from yearbook.errors import SiteError

# A section as the search reads it: its anchor, title and text.
Section = tuple[str, str, str]

# Pages that need a fixed domain, compressed twins, source maps, and the theme's own search.
_NOT_PUBLISHED = re.compile(
    r"404\.html|sitemap\.xml|.*\.(gz|map)|assets/images/.*|assets/javascripts/(lunr|workers)/.*"
)

_ENGINE = 'data-engine="'
_BUNDLE = re.compile(r'(<script src="([^"]*)assets/javascripts/bundle\.)')
_CHARSET = '<meta charset="utf-8">'
_CONTENT = re.compile(r"<article.*</article>", re.DOTALL)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# What 'self' is to a page from a disk is left to the browser (w3c/webappsec-csp#459), so `file:` is named;
# it means nothing to a page from a server.
_POLICY = (
    "default-src 'none'; script-src 'self' file: {scripts}; style-src 'self' file:; "
    "img-src 'self' file: data:; connect-src 'self'; form-action 'self'; base-uri 'none'"
)

# Rules of the theme's style sheets for what no page has: features we do without, colours other than ours.
UNUSED = re.compile(
    r"\.(admonition|annotate|arithmatex|critic|filename|footnote|grid|headerlink|highlight|keys|linenos|mermaid"
    r"|md-(annotation|author|banner|button|clipboard|code|consent|feedback|input|pagination|path|pin|post|profile"
    r"|progress|select|social|source|status|tabs|tag|tooltip|top|version)|tabbed|task-list)(?![a-z])"
    r"|\[data-md-color-(primary|accent)=(?!custom)"
)
_RULE = re.compile(r"([^{}@]+)\{[^{}]*\}")
_SOURCE_MAP = re.compile(r"\s*(//|/\*)# sourceMappingURL=.*")


def is_published(path: str) -> bool:
    """Whether a file the engine made has a reader."""
    return _NOT_PUBLISHED.fullmatch(path) is None


def with_search_and_policy(html: str) -> str:
    """Put our search before the theme's scripts, and let the page run no script but the theme's and ours.

    The theme writes short scripts into its frame, one of them another at each depth: the policy names them by
    hash, and none that should have got into the content. Here and not in a template, because another engine
    writes other scripts and has a search of its own.
    """
    html, found = _BUNDLE.subn(r'<script src="\2assets/search.js"></script>\n      \1', html)
    if found != 1 or html.count(_CHARSET) != 1:
        raise SiteError("The theme's pages have changed: see where our search and the policy for scripts go.")
    scripts = {_hash(each) for each in _INLINE.findall(_CONTENT.sub("", html))}
    # SQLite is WebAssembly, which a page must be allowed to run; only pages that offer it are.
    also = ["'wasm-unsafe-eval'"] if _ENGINE in html else []
    policy = _POLICY.format(scripts=" ".join([*also, *sorted(scripts)]))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_CHARSET, f"{_CHARSET}\n      {meta}")


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def searched(path: str, entries: Iterable[Mapping[str, str]]) -> list[Section]:
    """Return what the search reads of a page, from the entries the engine's index has for it.

    Menus above the title are left out. Of a page about a figure only what stands under its title is read: the
    rest stands on other pages too, and every word in it would find a thousand figures.
    """
    sections = {each["location"].removesuffix("#page"): each for each in entries}
    if "/figures/" in path:
        sections = {at: each for at, each in sections.items() if "#" not in at}
    return [
        (at.removeprefix(path), _plain(each["title"]), _plain(each["text"])) for at, each in sections.items()
    ]


def _plain(markup: str) -> str:
    # The joiner keeps the mark of a note at its figure; nobody types it.
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).replace("\u2060", "").split())


def trimmed(path: str, body: bytes) -> bytes:
    """Leave out of the theme's files what no browser uses: rules for what no page has, source maps."""
    if not path.startswith(("assets/javascripts/", "assets/stylesheets/")):
        return body
    plain = _SOURCE_MAP.sub("", body.decode())
    return (_RULE.sub(_rule_in_use, plain) if path.endswith(".css") else plain).encode()


def _rule_in_use(rule: re.Match[str]) -> str:
    selectors = re.sub(r":not\([^)]*\)", "", rule[1]).split(",")
    return "" if all(map(UNUSED.search, selectors)) else rule[0]
