"""Putting a site in place: what is refused, what the manifest says, and that the site is never half there."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.cases import ROOT
from yearbook import publish as publishing
from yearbook.errors import PublishError
from yearbook.model import Artifact, Manifest
from yearbook.publish import MANIFEST, publish, undo

Site = dict[str, str]
PAGE = "<!doctype html><title>{0}</title><h2 id='x' id=\"top\">{0}</h2>"


def file(path: str, body: str = "body", *made_from: str) -> Artifact:
    return Artifact(path=path, body=body.encode(), made_from=made_from or ("facts",))


def page(path: str) -> Artifact:
    return Artifact(path=path, body=b"# Markdown", made_from=("templates/page",), kind="page")


def engine(**pages: str) -> Callable[[Path], None]:
    """What stands in for the site engine: it fills a folder; `sub__a` is `sub/a.html`."""

    def make(folder: Path) -> None:
        for name, html in pages.items():
            target = folder / (name.replace("__", "/") + ".html")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(html, encoding="utf-8")

    return make


def put(out: Path, version: str, *artifacts: Artifact) -> Manifest:
    return publish([file("a.txt", version), *artifacts], out, engine(index=PAGE.format(version)))


def content(folder: Path) -> Site:
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_text(encoding="utf-8") for each in found}


def problems_of(folder: Path) -> list[str]:
    """Everything by which a folder is not exactly the site its manifest lists."""
    if not (folder / MANIFEST).is_file():
        return ["no manifest"]
    listed = {
        each["path"]: each for each in json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    }
    there = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*") if each.is_file()}
    found = [f"{each} is not listed or not there" for each in {*listed, MANIFEST} ^ set(there)]
    for path in set(listed) & set(there):
        body = there[path].read_bytes()
        if hashlib.sha256(body).hexdigest() != listed[path]["sha256"] or len(body) != listed[path]["bytes"]:
            found.append(f"{path} is not as listed")
    return found


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public" / "site"


def test_a_site_is_put_in_place_with_every_file_listed(out: Path) -> None:
    artifacts = [
        file("data/a.csv", "甲,1\n", "facts", "words/zh.toml"),
        file("报告.txt"),
        page("zh/index.md"),
        page("en/index.md"),
    ]
    manifest = publish(
        artifacts, out, engine(index=PAGE.format("zh"), en__index=PAGE.format("en"), assets__x="theme")
    )
    assert set(content(out)) == {
        "data/a.csv",
        "报告.txt",
        "index.html",
        "en/index.html",
        "assets/x.html",
        MANIFEST,
    }
    assert problems_of(out) == []
    made_from = {each.path: each.made_from for each in manifest.entries}
    assert made_from == {
        "data/a.csv": ("facts", "words/zh.toml"),
        "报告.txt": ("facts",),
        "index.html": ("templates/page",),
        "en/index.html": ("templates/page",),
        "assets/x.html": ("templates/theme",),
    }
    body = "甲,1\n".encode()
    (entry,) = (each for each in manifest.entries if each.path == "data/a.csv")
    assert (entry.sha256, entry.bytes) == (hashlib.sha256(body).hexdigest(), len(body))


def test_the_same_artifacts_give_the_same_manifest(out: Path) -> None:
    artifacts = [file("a.txt"), file("b.txt")]
    publish(artifacts, out, engine())
    first = (out / MANIFEST).read_bytes()
    publish(reversed(artifacts), out, engine())
    assert (out / MANIFEST).read_bytes() == first


def test_what_is_no_longer_made_is_no_longer_there(out: Path) -> None:
    put(out, "old", file("gone.txt"))
    put(out, "new")
    assert set(content(out)) == {"a.txt", "index.html", MANIFEST}


# What is refused, with the old site untouched


@pytest.mark.parametrize(
    "artifacts",
    [
        pytest.param([file("x.txt"), file("x.txt")], id="same-path"),
        pytest.param([file("x.txt"), file("X.TXT")], id="same-but-for-case"),
        pytest.param([file("x/y.txt"), file("x//y.txt")], id="same-but-for-a-slash"),
        pytest.param([file("x/y.txt"), file("x/./y.txt")], id="same-but-for-a-dot"),
        pytest.param([page("zh/x/index.md"), file("x/index.html")], id="page-and-file"),
        pytest.param([page("zh/en/index.md"), page("en/index.md")], id="publisher-called-en-and-english"),
        pytest.param([file(MANIFEST)], id="manifest"),
        pytest.param([file("Manifest.JSON")], id="manifest-but-for-case"),
        pytest.param([file("index.html")], id="file-of-the-engine"),
        pytest.param([file("../x.txt")], id="parent"),
        pytest.param([file("a/../../x.txt")], id="parent-inside"),
        pytest.param([file("/etc/x.txt")], id="absolute"),
        pytest.param([file("")], id="empty"),
        pytest.param([file(".")], id="the-folder-itself"),
    ],
)
def test_paths_that_clash_or_leave_the_site_are_refused(out: Path, artifacts: list[Artifact]) -> None:
    put(out, "old")
    with pytest.raises(PublishError):
        put(out, "new", *artifacts)
    assert content(out)["a.txt"] == "old"
    assert problems_of(out) == []
    assert {each.name for each in out.parent.parent.iterdir()} == {"public"}


def test_a_clash_names_both_origins(out: Path) -> None:
    with pytest.raises(PublishError, match=r"x\.txt.*one.*two"):
        publish([file("x.txt", "1", "one"), file("X.txt", "2", "two")], out, engine())


def test_a_page_code_may_follow_an_address(out: Path) -> None:
    link = '<a class="x" href="sub/page.html?7K2MQX">x</a>'
    make = engine(index=PAGE.format("new") + link, sub__page=PAGE.format("sub"))
    assert publish([], out, make).entries


@pytest.mark.parametrize(
    "link",
    [
        "nobody.html",
        "sub/",
        "sub",
        "../index.html",
        "../site/index.html",
        "/index.html",
        "//example.org/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "#nobody",
        "sub/page.html#nobody",
        "index.html#TOP",
        "sub/page.html?x=1",
    ],
)
def test_a_dead_link_or_anchor_is_refused_and_the_old_site_stays(out: Path, link: str) -> None:
    put(out, "old")
    make = engine(index=f'{PAGE.format("new")}<a class="x" href="{link}">x</a>', sub__page=PAGE.format("sub"))
    with pytest.raises(PublishError) as refusal:
        publish([file("a.txt", "new")], out, make)
    assert f"index.html: {link}" in str(refusal.value)
    assert content(out)["a.txt"] == "old"
    assert problems_of(out) == []


@pytest.mark.parametrize(
    "tag", ['<img src="nobody.svg">', '<script src="nobody.js"></script>', '<link href="nobody.css">']
)
def test_whatever_a_page_loads_must_be_there(out: Path, tag: str) -> None:
    with pytest.raises(PublishError, match="nobody"):
        publish([], out, engine(index=tag))


@pytest.mark.parametrize(
    "link",
    [
        "sub/page.html",
        "sub/page.html#top",
        "./sub/../index.html",
        "#top",
        "#",
        "",
        "a.txt",
        "a.txt#page=2",
        "%E6%95%B0.csv",
        "数.csv",
        "a&amp;b.txt",
        "half%23way.txt",
        "https://example.org/x",
        "mailto:a@example.org",
        "tel:12345",
    ],
)
def test_a_link_that_leads_somewhere_is_let_through(out: Path, link: str) -> None:
    make = engine(index=f'{PAGE.format("x")}<a href="{link}">x</a>', sub__page=PAGE.format("sub"))
    publish([file("a.txt"), file("数.csv"), file("a&b.txt"), file("half#way.txt")], out, make)
    assert problems_of(out) == []


def test_a_link_up_from_a_page_in_a_folder_is_followed(out: Path) -> None:
    publish([], out, engine(index=PAGE.format("x"), sub__deep__page='<a href="../../index.html#top">x</a>'))
    with pytest.raises(PublishError, match="sub/page"):
        publish([], out, engine(index=PAGE.format("x"), sub__page='<a href="../../index.html">x</a>'))


def test_a_folder_with_foreign_files_is_not_replaced(out: Path) -> None:
    out.mkdir(parents=True)
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(PublishError, match="files this program did not make"):
        put(out, "new")
    assert content(out) == {"thesis.txt": "mine"}


def test_a_file_or_a_link_in_the_place_of_the_site_is_not_replaced(out: Path) -> None:
    out.parent.mkdir(parents=True)
    out.write_text("mine")
    with pytest.raises(PublishError, match="not a folder"):
        put(out, "new")
    assert out.read_text() == "mine"
    elsewhere = out.with_name("elsewhere")
    elsewhere.mkdir()
    link = out.with_name("link")
    link.symlink_to(elsewhere)
    with pytest.raises(PublishError, match="not a folder"):
        put(link, "new")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), RuntimeError("engine"), KeyboardInterrupt()]
)
def test_an_error_while_the_site_is_made_leaves_the_old_one(out: Path, error: BaseException) -> None:
    put(out, "old")

    def make(folder: Path) -> None:
        (folder / "half.html").write_text("half")
        raise error

    with pytest.raises(type(error)):
        publish([file("a.txt", "new")], out, make)
    assert content(out)["a.txt"] == "old"
    assert problems_of(out) == []
    put(out, "next")
    assert content(out)["a.txt"] == "next"


# Switch and undo


def test_undo_puts_the_earlier_site_back_and_a_second_undo_takes_that_back(out: Path) -> None:
    put(out, "first")
    put(out, "second")
    put(out, "third")
    undo(out)
    assert (content(out)["a.txt"], problems_of(out)) == ("second", [])
    undo(out)
    assert (content(out)["a.txt"], problems_of(out)) == ("third", [])
    put(out, "fourth")
    undo(out)
    assert content(out)["a.txt"] == "third"


def test_there_is_nothing_to_undo_after_the_first_site(out: Path) -> None:
    with pytest.raises(PublishError, match="no earlier site"):
        undo(out)
    out.mkdir(parents=True)
    put(out, "first")
    with pytest.raises(PublishError, match="no earlier site"):
        undo(out)
    assert content(out)["a.txt"] == "first"


def test_nothing_but_the_site_its_predecessor_and_a_lock_is_left(out: Path) -> None:
    for version in ("first", "second", "third"):
        put(out, version)
    assert {each.name for each in out.parent.iterdir()} == {"site", ".site.previous", ".site.lock"}


def test_a_second_publisher_at_the_same_time_is_refused(out: Path) -> None:
    put(out, "old")
    refused: list[str] = []

    def make(_: Path) -> None:
        for other in (lambda: put(out, "other"), lambda: undo(out)):
            with pytest.raises(PublishError, match=r"just now|no earlier"):
                other()
            refused.append(content(out)["a.txt"])

    publish([file("a.txt", "new")], out, make)
    assert refused == ["old", "old"]
    assert content(out)["a.txt"] == "new"


def test_two_sites_beside_one_another_do_not_wait_for_each_other(out: Path) -> None:
    publish([file("a.txt")], out, lambda _: put(out.with_name("other"), "x") and None)
    assert problems_of(out) == problems_of(out.with_name("other")) == []


def test_systems_without_an_exchange_of_names_publish_and_undo_too(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_exchange_at_once", lambda *_: False)
    for version in ("first", "second", "third"):
        put(out, version)
        assert (content(out)["a.txt"], problems_of(out)) == (version, [])
    undo(out)
    assert content(out)["a.txt"] == "second"
    assert {each.name for each in out.parent.iterdir()} == {"site", ".site.previous", ".site.lock"}


# Killed


class Killed(BaseException):
    """Stands in for a kill at one step of the disk's work."""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many changes to the disk are let through before the kill; a removal is cut short half way."""
    left = [10**9]

    def counted(change: Callable[..., object], cut_short: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                cut_short(*args)
                raise Killed
            return change(*args, **named)

        return step

    def half_removed(folder: Path, *_: object) -> None:
        for each in [each for each in sorted(Path(folder).rglob("*")) if each.is_file()][::2]:
            each.unlink()

    monkeypatch.setattr(os, "rename", counted(os.rename, lambda *_: None))
    monkeypatch.setattr(shutil, "rmtree", counted(shutil.rmtree, half_removed))
    monkeypatch.setattr(
        Path, "write_bytes", counted(Path.write_bytes, lambda file, body: file.write_text(body[:1].decode()))
    )
    yield left
    left[0] = 10**9


@pytest.mark.parametrize("at_once", [True, False], ids=["exchange", "three-renames"])
def test_a_kill_at_any_step_leaves_a_whole_site_and_a_whole_one_to_go_back_to(
    tmp_path: Path, steps: list[int], monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(publishing, "_exchange_at_once", lambda *_: False)
    for allowed in count():
        out = tmp_path / str(allowed) / "site"
        for version in ("first", "second"):
            put(out, version)
        steps[0] = allowed
        try:
            put(out, "third", file("b.txt"))
        except Killed:
            killed = True
        else:
            killed = False
        steps[0] = 10**9
        if out.exists() or at_once:
            assert (problems_of(out), content(out)["a.txt"] in ("second", "third")) == ([], True)
        assert_whole_when_taken_up_again(out)
        if not killed:
            break
    assert allowed >= 7


def assert_whole_when_taken_up_again(out: Path) -> None:
    """The next run finds or puts back a whole site before anything else, even when it cannot finish."""
    with pytest.raises(ZeroDivisionError):
        publish([], out, lambda _: 1 // 0 and None)
    assert problems_of(out) == []
    earlier = out.with_name(".site.previous")
    assert not earlier.exists() or problems_of(earlier) == []
    put(out, "next")
    assert content(out)["a.txt"] == "next"
    assert {each.name for each in out.parent.iterdir()} <= {"site", ".site.previous", ".site.lock"}


PUBLISHER = """
import sys
from itertools import count
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from yearbook.model import Artifact
from yearbook.publish import publish
def make(folder):
    (folder / "index.html").write_text("<p>")
print("ready", flush=True)
for version in count():
    bodies = {f"f{at // 10}/{at}.txt": f"{sys.argv[3]}-{version} {at}" * 50 for at in range(90)}
    files = [Artifact(path=path, body=body.encode(), made_from=()) for path, body in bodies.items()]
    publish(files, Path(sys.argv[2]), make)
"""


def test_a_kill_at_any_moment_never_leaves_half_a_site(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish([file("f0/0.txt", "the very first")], out, engine())
    moments = random.Random(20)
    seen = set()
    for turn in range(26):
        command = [sys.executable, "-S", "-E", "-c", PUBLISHER, str(ROOT), str(out), str(turn)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        with child, child.stdout as said:
            assert said.readline() == "ready\n"
            time.sleep(moments.uniform(0, 0.15))
            child.kill()
        assert problems_of(out) == []
        versions = {body.split(" ")[0] for path, body in content(out).items() if path.endswith(".txt")}
        assert len(versions) == 1
        seen |= versions
        earlier = out.with_name(".site.previous")
        assert not earlier.exists() or problems_of(earlier) == []
    assert len(seen) > 3
    put(out, "after all")
    assert {each.name for each in tmp_path.iterdir()} == {"site", ".site.previous", ".site.lock"}
