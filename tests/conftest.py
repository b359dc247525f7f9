"""What whole-site tests share: a copy of the project, the real site built once, its address, a browser."""

from __future__ import annotations

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, partial
from pathlib import Path

import pypdf
import pytest
from lxml import html
from playwright.sync_api import Browser, sync_playwright

from yearbook.check import check
from yearbook.derive import derive
from yearbook.model import Derived, Observation, Quantity, Result
from yearbook.read import read_package
from yearbook.store import Store
from yearbook.words import Words, read_words

ROOT = Path(__file__).parent.parent
PROJECT = ("build.py", "mkdocs.yml", "requirements.txt", "requirements-test.txt", "pyproject.toml")
FOLDERS = ("yearbook", "charts", "templates", "words", "datapackages/erdao")
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(余?)\s?(万|亿|million|billion|%)?")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# What keeps Chromium from asking the network for things of its own.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Project:
    """A copy of the project with a cache of its own; `run` is its command line."""

    root: Path

    def run(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the command in a process of its own and return what it said."""
        return subprocess.run(
            [sys.executable, str(self.root / "build.py"), *map(str, arguments)],
            cwd=self.root.parent,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def build(self, out: Path, *arguments: object, **environment: str) -> Path:
        """Build a site that must succeed."""
        done = self.run("--out", out, *arguments, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return out

    @property
    def kept(self) -> frozenset[Path]:
        """The files of the cache."""
        return frozenset(each for each in (self.root / ".cache").rglob("*") if each.is_file())


@dataclass(frozen=True)
class Site:
    """A built site and what it was built from."""

    folder: Path
    result: Result
    languages: tuple[Words, ...]

    @cached_property
    def pages(self) -> dict[str, html.HtmlElement]:
        """Every page by its path inside the site, parsed."""
        found = sorted(self.folder.rglob("*.html"))
        return {each.relative_to(self.folder).as_posix(): parsed(each) for each in found}

    @cached_property
    def figures(self) -> dict[str, Observation | Derived]:
        """Observed and derived figures by id."""
        return {**self.result.package.observations, **self.result.derived}

    def words_of(self, path: str) -> Words:
        """The language a page is in."""
        return self.languages[path.startswith("en/")]

    def home(self, words: Words) -> str:
        """The path of the home page of a language."""
        return "index.html" if words is self.languages[0] else f"{words.language}/index.html"

    def page_of(self, figure: str, words: Words) -> str:
        """The path of the page about a figure."""
        return self.home(words).replace("index.html", f"{self.result.package.id}/figures/{figure}/index.html")

    def written(self, figure: str, words: Words) -> dict[str, str]:
        """The ways a figure may be written: with its unit, without, with every digit."""
        found = self.figures[figure]
        quantity, indicator = found.quantity, self.result.package.indicators[found.indicator]
        if not isinstance(quantity, Quantity):
            absent = (
                words("site.not_computed") if isinstance(found, Derived) else words(f"absent.{found.absent}")
            )
            return dict.fromkeys(("figure", "number", "cell"), absent)
        return {
            "figure": words.figure(quantity, indicator, self.result.package),
            "number": words.number(quantity, indicator),
            "cell": words.cell(quantity, indicator),
        }

    @staticmethod
    def values_in(said: str) -> list[Decimal]:
        """The values of all numbers in a text, read without the code that wrote them: 295万元, RMB 2.95 million, 40%."""
        scales = {"万": 10**4, "亿": 10**8, "million": 10**6, "billion": 10**9}
        found = NUMBER.findall(said)
        values = ((Decimal(digits.replace(",", "")), more, scale) for digits, more, scale in found)
        return [value / 100 if scale == "%" else value * scales.get(scale, 1) for value, _, scale in values]


def parsed(file: Path) -> html.HtmlElement:
    """A page as a tree of elements."""
    return html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def copy_project(source: Path, folder: Path) -> Project:
    """Copy what a build of Erdao needs, and nothing that was built; `test_publishers` builds all packages."""
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for name in FOLDERS:
        shutil.copytree(source / name, folder / name, ignore=ignored)
    for name in PROJECT:
        shutil.copy(source / name, folder / name)
    return Project(folder)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_project(ROOT, tmp_path_factory.mktemp("project") / "yearbook")


@pytest.fixture(scope="session")
def another_project(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_project(project.root, tmp_path_factory.mktemp("elsewhere") / "年鉴 & co" / "another copy")


@pytest.fixture(scope="session")
def site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Site:
    # Under a sub-path, so that a link only right at the root of a server is found out.
    out = tmp_path_factory.mktemp("served") / "a" / "sub-path"
    project.build(out, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    package, findings = read_package(project.root / "datapackages" / "erdao", Store(None))
    assert package, findings
    result = Result(package=package, verdicts=check(package)[0], derived=derive(package))
    return Site(folder=out, result=result, languages=read_words(project.root / "words"))


@pytest.fixture(scope="session")
def everything(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of every package of the project."""
    out = tmp_path_factory.mktemp("everything") / "site"
    return project.build(out, "--packages", ROOT / "datapackages")


@pytest.fixture(scope="session")
def text_of_paper() -> Callable[[Path], str]:
    """Reads the text of a PDF once, without white space and joiners: lines break anywhere, and gaps stand beside Latin."""

    @cache
    def read(file: Path) -> str:
        pages = pypdf.PdfReader(file).pages
        return "".join("".join(page.extract_text() for page in pages).split()).replace("\u2060", "")

    return read


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder while it is served."""
    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def address(site: Site) -> Iterator[str]:
    with served(site.folder.parent.parent) as root:
        yield f"{root}/a/sub-path"


@pytest.fixture(scope="session")
def whole(everything: Path) -> Iterator[str]:
    """The address of the site of every package."""
    with served(everything) as root:
        yield root


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The program that opens a file as LibreOffice does."""
    found = shutil.which("soffice")
    if found is None:
        say = "LibreOffice is not installed: files were not opened with it"
        pytest.fail(say) if os.environ.get("CI") else pytest.skip(say)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        found = next(filter(None, map(shutil.which, CHROMIUM)), own if Path(own).exists() else None)
        if found is None:
            say = "Chromium is not installed: pages were not opened in a browser"
            pytest.fail(say) if os.environ.get("CI") else pytest.skip(say)
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()
