"""A staged folder of Markdown in, HTML out; the only module that knows the site engine."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from yearbook.errors import SiteError
from yearbook.model import Artifact, Release
from yearbook.store import Store, code_hash, hash_of, version_of
from yearbook.words import Words

_SHIMS = Path(__file__).with_name("shims")
_ENGINE = ("mkdocs", "mkdocs-material", "Markdown", "rjieba", "jinja2", "pymdown-extensions")


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
        "copyright": words("site.about"),
        "theme": {"language": words("html")},
        "plugins": [{"search": {"lang": sorted({words.language, "en"}, reverse=True)}}],
        "nav": _navigation(release, words),
        "extra": {"languages": switch, "up": "" if words is first else "../"},
    }


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
        trees = list(pool.map(lambda look: _tree(look, _pages_of(look.language, pages), store), looks))
    for index, (look, tree) in enumerate(zip(looks, trees, strict=True)):
        with tarfile.open(fileobj=io.BytesIO(tree)) as archive:
            archive.extractall(out if index == 0 else out / look.language, filter="data")


def _pages_of(language: str, pages: Iterable[Artifact]) -> tuple[tuple[str, bytes], ...]:
    prefix = language + "/"
    return tuple(
        (page.path.removeprefix(prefix), page.body) for page in pages if page.path.startswith(prefix)
    )


def _tree(look: Look, pages: tuple[tuple[str, bytes], ...], store: Store) -> bytes:
    made_from = [
        look.language,
        str(look.epoch),
        json.dumps(look.settings, sort_keys=True),
        code_hash(look.config, look.theme, look.charts, _SHIMS, Path(__file__)),
        version_of(*_ENGINE),
        hash_of(part for page in sorted(pages) for part in page),
    ]
    return store.keep(made_from, lambda: _run_engine(look, pages))


def _run_engine(look: Look, pages: tuple[tuple[str, bytes], ...]) -> bytes:
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
        return _pack(folder / "html")


def stage(look: Look, pages: Iterable[tuple[str, bytes]], folder: Path) -> None:
    """Write everything the engine needs into a folder: look, theme, settings (JSON is YAML) and pages."""
    shutil.copy(look.config, folder / "mkdocs.yml")
    shutil.copytree(look.theme, folder / "theme")
    shutil.copy(look.charts, folder / "theme" / "assets" / "charts.css")
    settings = {"INHERIT": "mkdocs.yml", "docs_dir": "pages", "site_dir": "html", **look.settings}
    (folder / "site.yml").write_text(json.dumps(settings, ensure_ascii=False, indent=2), encoding="utf-8")
    for path, body in pages:
        file = folder / "pages" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)


def _environment(look: Look) -> dict[str, str]:
    # The engine dates its sitemap, announces its own end of life on every run, and imports `jieba`.
    own = {"SOURCE_DATE_EPOCH": str(look.epoch), "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(_SHIMS)}
    return {**os.environ, **own, "PYTHONUTF8": "1", "TZ": "UTC"}


def _stop_on_warnings(done: subprocess.CompletedProcess[str], look: Look) -> None:
    said = [line for line in done.stderr.splitlines() if line.startswith(("WARNING", "ERROR"))]
    if done.returncode or said:
        raise SiteError(
            f"The site engine stopped ({look.language}):\n" + "\n".join(said or [done.stderr.strip()])
        )


def _pack(folder: Path) -> bytes:
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".gz" and file.name not in ("404.html", "sitemap.xml"):
                archive.add(file, arcname=file.relative_to(folder).as_posix(), filter=_plain)
    return body.getvalue()


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mtime, entry.mode, entry.uid, entry.gid, entry.uname, entry.gname = 0, 0o644, 0, 0, "", ""
    return entry
