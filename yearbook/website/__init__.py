"""A staged folder of Markdown in, HTML out; the only module that knows the site engine."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from yearbook.errors import SiteError
from yearbook.model import Artifact, Release
from yearbook.store import Store, code_hash, version_of
from yearbook.website.finish import is_published, searched, trimmed, with_search_and_policy
from yearbook.words import Words

Pages = Mapping[str, bytes]

_TOUCHING = re.compile(rb"</(dt|dd|th|td|li|caption|summary)><")

_INDEX = "search/search_index.json"
# The texts of all pages: a script, because a disk serves nothing else.
_TEXTS = "search/texts.js"
_ENGINE = ("mkdocs", "mkdocs-material", "Markdown", "jinja2", "pymdown-extensions")


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
        "extra": {"languages": switch, "up": "" if words is first else "../", "feed": _feed(release, words)},
    }


def _feed(release: Release, words: Words) -> str:
    """The title of the feed; none before there is a release to tell of."""
    return words("revisions.feed") if any(each.record.releases for each in release.results) else ""


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
    code = code_hash(look.config, look.theme, look.charts, Path(__file__).parent)
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
        path.removesuffix(".html") + ".md": _dumps(
            {"html": with_search_and_policy(body), "text": searched(path, entries[path])}
        )
        for path, body in html.items()
    }
    shared = {path: trimmed(path, body) for path, body in files.items() if path not in html}
    # The theme reads the settings of its search from the index; from a disk, from a script.
    settings = _dumps(index | {"docs": []})
    shared |= {_INDEX: settings, _INDEX.removesuffix("on"): b"var __index=" + settings}
    return pages, _pack(shared)


def _joined(pages: Mapping[str, bytes], shared: bytes) -> dict[str, bytes]:
    """Put pages and what they share together again, and all texts into one file for the search."""
    files = _unpack(shared)
    texts = []
    for path, body in sorted(pages.items()):
        page, address = json.loads(body), path.removesuffix(".md") + ".html"
        files[address] = page["html"].encode()
        texts.append((address, page["text"]))
    return files | {_TEXTS: b"searchable(" + _dumps(texts) + b")"}


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
        made = folder / "html"
        files = {
            each.relative_to(made).as_posix(): each for each in sorted(made.rglob("*")) if each.is_file()
        }
        return {path: file.read_bytes() for path, file in files.items() if is_published(path)}


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
        # Cells that touch are one word to the search of any engine.
        file.write_bytes(_TOUCHING.sub(rb"</\1> <", body))


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
