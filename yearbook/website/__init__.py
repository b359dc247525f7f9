"""A staged folder of Markdown in, HTML out; the only module that knows the site engine."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from yearbook.errors import SiteError
from yearbook.model import Artifact, Release
from yearbook.store import Store, code_hash, version_of
from yearbook.words import Words

Pages = Mapping[str, bytes]

_INDEX = "search/search_index.json"
_ENGINE = ("mkdocs", "mkdocs-material", "Markdown", "jinja2", "pymdown-extensions")

# Of what the engine makes: pages that need a fixed domain, compressed twins, source maps, and the theme's search.
_NOT_PUBLISHED = re.compile(
    r"404\.html|sitemap\.xml|.*\.(gz|map)|assets/images/.*|assets/javascripts/(lunr|workers)/.*"
)

_BUNDLE = re.compile(r'(<script src="([^"]*)assets/javascripts/bundle\.)')
_CHARSET = '<meta charset="utf-8">'
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# `self` means nothing where a page comes from a disk, and `file:` nothing where it comes from a server.
_POLICY = (
    "default-src 'none'; script-src 'self' file: {scripts}; style-src 'self' file:; img-src 'self' file: data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)

# Parts of the theme's style sheets that no page uses: features we do without, and its named colours.
_UNUSED = re.compile(
    r"\.(admonition|annotate|arithmatex|critic|filename|footnote|grid|headerlink|highlight|keys|linenos|mermaid"
    r"|md-(annotation|author|banner|button|clipboard|code|consent|feedback|input|path|pagination|pin|post|profile"
    r"|progress|select|social|source|status|tabs|tag|tooltip|top|version)|tabbed|task-list)"
    r"|\[data-md-color-(primary|accent)=(?!custom)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What makes the pages of one language a site: the shared look and the settings of the language.

    `config` is the project's `mkdocs.yml`, `theme` its folder of overrides, `charts` the charts' style sheet,
    `settings` what differs between languages (name, search, navigation), `epoch` the date pages carry.
    """

    language: str
    config: Path
    theme: Path
    charts: Path
    settings: Mapping[str, object]
    epoch: int


def make_looks(release: Release, languages: tuple[Words, ...], root: Path) -> tuple[Look, ...]:
    """Return what turns the pages of each language into a site."""
    return tuple(
        Look(
            language=words.language,
            config=root / "mkdocs.yml",
            theme=root / "templates" / "theme",
            charts=root / "charts" / "house.css",
            settings=_settings(release, words, languages),
            epoch=int(release.dated.timestamp()),
        )
        for words in languages
    )


def _settings(release: Release, words: Words, languages: tuple[Words, ...]) -> dict[str, object]:
    first = languages[0]
    switch = [
        {
            "html": each("html"),
            "name": each("name"),
            "prefix": "" if each is first else f"{each.language}/",
            "here": each is words,
        }
        for each in languages
    ]
    return {
        "site_name": words("site.name"),
        "site_description": words("site.description"),
        "copyright": words(_about(release)),
        "theme": {"language": words("html")},
        "nav": _navigation(release, words),
        "extra": {"languages": switch, "up": "" if words is first else "../"},
    }


def _about(release: Release) -> str:
    """The line at the foot of every page: who publishes these figures."""
    official = {each.package.official for each in release.results}
    if len(official) > 1:
        return "site.about_both"
    return "site.about_official" if True in official else "site.about"


def _navigation(release: Release, words: Words) -> list[dict[str, object]]:
    own: list[dict[str, object]] = [{words("site.home"): "index.md"}]
    return own + [{words.pick(each.package.title): f"{each.package.id}/index.md"} for each in release.results]


def build_site(pages: Iterable[Artifact], looks: Iterable[Look], out: Path, store: Store) -> None:
    """Fill `out` with the HTML of every language: the first at the root, the others in folders of their name.

    Raises SiteError with the engine's own words when it warns of or fails at anything.
    """
    pages = tuple(pages)
    looks = tuple(looks)
    with ThreadPoolExecutor() as pool:
        trees = list(pool.map(lambda look: _files(look, _pages_of(look.language, pages), store), looks))
    for index, (look, files) in enumerate(zip(looks, trees, strict=True)):
        for path, body in files.items():
            file = out / path if index == 0 else out / look.language / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)


def _pages_of(language: str, pages: Iterable[Artifact]) -> dict[str, bytes]:
    prefix = language + "/"
    return {page.path.removeprefix(prefix): page.body for page in pages if page.path.startswith(prefix)}


def _files(look: Look, pages: Pages, store: Store) -> dict[str, bytes]:
    """Every file of one language by its path; only pages that are not kept go through the engine."""
    key = _key(look)
    kept = {path: store.find((*key, path, body)) for path, body in pages.items()}
    shared = store.find((*key, "shared"))
    missing = {path: body for path, body in pages.items() if shared is None or kept[path] is None}
    if missing:
        menu = {path: pages[path] for path in _paths_in_menu(look)}
        made, shared = _split(_run_engine(look, menu | missing))
        store.put((*key, "shared"), shared)
        for path, body in missing.items():
            kept[path] = made[path]
            store.put((*key, path, body), made[path])
    assert shared is not None, "made above when it was not kept"
    return _joined({path: body for path, body in kept.items() if body is not None}, shared)


def _key(look: Look) -> tuple[str, ...]:
    code = code_hash(look.config, look.theme, look.charts, Path(__file__))
    settings = json.dumps(look.settings, sort_keys=True)
    return ("website", look.language, str(look.epoch), settings, code, version_of(*_ENGINE))


def _paths_in_menu(look: Look) -> list[str]:
    menu = look.settings["nav"]
    assert isinstance(menu, list), "the menu is a list of one-line mappings"
    return [path for line in menu for path in line.values()]


def _split(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], bytes]:
    """Take apart what the engine made: each page with its text for the search, and what pages share."""
    index = json.loads(files[_INDEX])
    entries: dict[str, list[dict[str, str]]] = defaultdict(list)
    for entry in index["docs"]:
        entries[entry["location"].partition("#")[0]].append(entry)
    html = {path: body.decode() for path, body in files.items() if path.endswith(".html")}
    pages = {
        path.removesuffix(".html") + ".md": _dumps({"html": _finished(body), "text": _text(path, entries[path])})
        for path, body in html.items()
    }
    shared = {path: _trimmed(path, body) for path, body in files.items() if path not in html}
    # The theme reads its settings from the index, as a script where the site is opened from a disk.
    settings = _dumps(index | {"docs": []})
    shared |= {_INDEX: settings, _INDEX.removesuffix("on"): b"var __index=" + settings}
    return pages, _pack(shared)


def _text(path: str, entries: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """What the search reads of a page: the anchor, title and plain text of each of its sections.

    Menus above the title are left out. Of a page about a figure only what stands under its title is read: the rest
    stands on other pages too, and a thousand figures would be found for every word in it.
    """
    sections = {each["location"].removesuffix("#page"): each for each in entries}
    if "/figures/" in path:
        sections = {at: each for at, each in sections.items() if "#" not in at}
    return [(at.removeprefix(path), _plain(each["title"]), _plain(each["text"])) for at, each in sections.items()]


def _plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def _finished(html: str) -> str:
    """Put our search before the theme's scripts, and let a page run no script but those it was made with."""
    html, found = _BUNDLE.subn(r'<script src="\2assets/search.js"></script>\n      \1', html)
    if found != 1 or html.count(_CHARSET) != 1:
        raise SiteError("The theme's pages have changed: see where our search and the policy for scripts go.")
    hashes = {b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in _INLINE.findall(html)}
    policy = _POLICY.format(scripts=" ".join(f"'sha256-{each}'" for each in sorted(hashes)))
    return html.replace(_CHARSET, f'{_CHARSET}\n      <meta http-equiv="Content-Security-Policy" content="{policy}">')


def _trimmed(path: str, body: bytes) -> bytes:
    """Leave out what no browser needs: of the theme's style sheets the parts not used, of all the way to their sources."""
    if not path.startswith(("assets/javascripts/", "assets/stylesheets/")):
        return body
    plain = re.sub(r"\s*(//|/\*)# sourceMappingURL=.*", "", body.decode())
    return (re.sub(r"([^{}@]+)\{[^{}]*\}", _rule_in_use, plain) if path.endswith(".css") else plain).encode()


def _rule_in_use(rule: re.Match[str]) -> str:
    selectors = re.sub(r":not\([^)]*\)", "", rule[1]).split(",")
    return "" if all(map(_UNUSED.search, selectors)) else rule[0]


def _joined(pages: Mapping[str, bytes], shared: bytes) -> dict[str, bytes]:
    """Put pages and what they share together again, and the text of all pages into one file for the search."""
    files = _unpack(shared)
    texts = []
    for path, body in sorted(pages.items()):
        page, address = json.loads(body), path.removesuffix(".md") + ".html"
        files[address] = page["html"].encode()
        texts.append((address, page["text"]))
    return files | {"search/texts.js": b"searchable(" + _dumps(texts) + b")"}


def _dumps(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _run_engine(look: Look, pages: Pages) -> dict[str, bytes]:
    with TemporaryDirectory(prefix="yearbook-") as name:
        folder = Path(name)
        stage(look, pages, folder)
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--config-file",
            str(folder / "site.yml"),
        ]
        done = subprocess.run(command, capture_output=True, text=True, env=_environment(look), check=False)
        _stop_on_warnings(done, look)
        return {path: file.read_bytes() for path, file in _published(folder / "html")}


def _published(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and not _NOT_PUBLISHED.fullmatch(path):
            yield path, file


def stage(look: Look, pages: Pages, folder: Path) -> None:
    """Write everything the engine needs into a folder: look, theme, settings (JSON is YAML) and pages."""
    shutil.copy(look.config, folder / "mkdocs.yml")
    shutil.copytree(look.theme, folder / "theme")
    shutil.copy(look.charts, folder / "theme" / "assets" / "charts.css")
    settings = {"INHERIT": "mkdocs.yml", "docs_dir": "pages", "site_dir": "html", **look.settings}
    (folder / "site.yml").write_text(json.dumps(settings, ensure_ascii=False, indent=2), encoding="utf-8")
    for path, body in pages.items():
        file = folder / "pages" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)


def _environment(look: Look) -> dict[str, str]:
    # The engine dates its sitemap and announces its own end of life on every run.
    own = {"SOURCE_DATE_EPOCH": str(look.epoch), "NO_MKDOCS_2_WARNING": "1"}
    return {**os.environ, **own, "PYTHONUTF8": "1", "TZ": "UTC"}


def _stop_on_warnings(done: subprocess.CompletedProcess[str], look: Look) -> None:
    said = [line for line in done.stderr.splitlines() if line.startswith(("WARNING", "ERROR"))]
    if done.returncode or said:
        raise SiteError(
            f"The site engine stopped ({look.language}):\n" + "\n".join(said or [done.stderr.strip()])
        )


def _pack(files: Mapping[str, bytes]) -> bytes:
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w") as archive:
        for path, content in sorted(files.items()):
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return body.getvalue()


def _unpack(body: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        files = {entry.name: archive.extractfile(entry) for entry in archive}
        return {path: file.read() for path, file in files.items() if file}
