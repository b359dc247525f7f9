"""What the made-up package becomes, word for word: a few pages before the site engine, and what is computed.

No chart and no theme is in them. `YEARBOOK_UPDATE=1` writes them anew; read the difference before committing.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cases import GOOD, ROOT
from yearbook.check import check
from yearbook.claims import with_claims
from yearbook.derive import derive
from yearbook.downloads import make_downloads
from yearbook.model import Release, Result
from yearbook.pages import make_pages
from yearbook.read import read_package
from yearbook.store import Store
from yearbook.words import read_words

GOLDEN = Path(__file__).parent / "golden"
PAGES = (
    "index.md", "good/index.md", "good/2024/index.md", "good/2023/summary/index.md", "good/2024/funds/index.md", "good/reconciliation/index.md",
    "good/promises/index.md", "good/sources/index.md", "good/figures/2024-aid-paid/index.md",
    "good/figures/2024-loans-share/index.md",
)  # fmt: skip
NAMES = (
    *(f"{language}/{page}" for language in ("zh", "en") for page in PAGES),
    "data/good/relations.csv",
    "data/good/derived.csv",
    "data/good/claims.csv",
)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    package, findings = read_package(GOOD, Store(None))
    assert package is not None, findings
    languages = read_words(ROOT / "words")
    result = Result(package=package, verdicts=check(package)[0], derived=derive(package))
    result = with_claims(result, languages)
    release = Release(results=(result,), findings=())
    pages = (
        page
        for words in languages
        for page in make_pages(release, words, languages, (), (), ROOT / "templates", Store(None))
    )
    return {each.path: each.body for each in (*pages, *make_downloads((result,), languages, Store(None)))}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_made_is_what_was_agreed(made: dict[str, bytes], name: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("YEARBOOK_UPDATE"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(made[name])
    # As text, because a difference in text can be read.
    assert made[name].decode("utf-8-sig").splitlines() == golden.read_text(encoding="utf-8-sig").splitlines()


def test_nothing_else_lies_among_the_goldens() -> None:
    assert {each.relative_to(GOLDEN).as_posix() for each in GOLDEN.rglob("*") if each.is_file()} == set(NAMES)
