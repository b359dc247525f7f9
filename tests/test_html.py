"""Every kind of page is valid HTML by the checker of the W3C (vnu), in both languages.

The checker is a Java program: `npm install vnu-jar` into any folder, and name its vnu.jar in VNU_JAR.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.kinds import KINDS, LANGUAGES, address_of

# Faults of the frame: what the checker says, where, and why it harms nobody.
OF_THE_THEME = (
    (
        "Attribute “autocomplete” is only allowed",
        'class="md-toggle"',
        "keeps Firefox from opening the menu on reload",
    ),
    (
        "element with a “blocking” attribute",
        'rel="expect"',
        "stands in the standard of HTML; the checker does not know it yet",
    ),
    (
        "The value of the “for” attribute",
        'for="__toc"',
        "heads the contents, whose switch other layouts have",
    ),
)
BROKEN = (
    '<!doctype html><html lang="zh"><title>t</title><p id="a">1</p><p id="a">2</p><img src="x.png"></html>'
)


@dataclass(frozen=True)
class Fault:
    """An error the checker found: on which page, what is wrong, and the markup around it."""

    page: str
    said: str
    markup: str

    @property
    def is_of_the_theme(self) -> bool:
        return any(said in self.said and markup in self.markup for said, markup, _ in OF_THE_THEME)


def checker() -> list[str]:
    """The command that checks files; skipped without it, and a failure where everything must be tested."""
    java, jar = shutil.which("java"), os.environ.get("VNU_JAR")
    if java is None or jar is None or not Path(jar).is_file():
        say = "Java or the jar named in VNU_JAR is not there: pages were not checked as HTML"
        pytest.fail(say) if os.environ.get("CI") else pytest.skip(say)
    return [java, "-Xss8m", "-jar", jar, "--errors-only", "--format", "json", "--stdout"]


def faults(files: Iterable[Path]) -> list[Fault]:
    done = subprocess.run([*checker(), *map(str, files)], capture_output=True, encoding="utf-8", check=False)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)["messages"]
    return [Fault(each.get("url", ""), each["message"], each.get("extract", "")) for each in found]


def test_every_page_kind_is_valid_html(everything: Path) -> None:
    """All pages but those of figures, of which each kind stands for a thousand alike."""
    kinds = {everything / address_of(kind, language) for kind in KINDS for language in LANGUAGES}
    others = {each for each in everything.rglob("*.html") if "figures" not in each.parts}
    files = sorted(kinds | others)
    assert len(files) > 250
    assert [each for each in faults(files) if not each.is_of_the_theme] == []


def test_a_fault_would_be_found_and_is_not_taken_for_the_theme_s(tmp_path: Path) -> None:
    file = tmp_path / "broken.html"
    file.write_text(BROKEN, encoding="utf-8")
    found = [each for each in faults([file]) if not each.is_of_the_theme]
    assert {
        "Duplicate ID “a”.",
        "An “img” element must have an “alt” attribute, except under certain conditions. For details, consult guidance on providing text alternatives for images.",
    } <= {each.said for each in found}


def test_every_template_has_a_kind(everything: Path) -> None:
    """A new kind of page is looked at like the others as soon as it has a line among the kinds."""
    listed = json.loads((everything / "manifest.json").read_text(encoding="utf-8"))["files"]
    made_from = {each["path"]: set(each["made_from"]) for each in listed}
    seen = {
        name
        for kind in KINDS
        for name in made_from[address_of(kind, "zh")]
        if name.startswith("templates/site/")
    }
    templates = Path(__file__).parent.parent / "templates" / "site"
    # There once there is a release: `test_releases.py` looks at it.
    seen.add("templates/site/revisions.md.j2")
    assert {f"templates/site/{each.name}" for each in templates.glob("[!_]*.j2")} == seen
