"""The command from end to end: what it says, what it leaves on the disk, and that the same data give the same bytes."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from lxml import html

from tests.cases import GOOD, ROOT, copy_good, edit_rows

if TYPE_CHECKING:
    from tests.conftest import Project, Site

# One digit of a figure that adds up to another, and one of a figure that adds up to nothing.
RELATED = (
    "students",
    "2018-students-primary",
    {"value": ("26453", "26454"), "printed": ("26453人", "26454人")},
)
STUDENTS = ("2018-students-secondary", "2018-students-primary")
LONE = ("provision", "2018-desks-renewed", {"value": ("480", "487"), "printed": ("480套", "487套")})


def edited(folder: Path, table: str, figure: str, cells: dict[str, tuple[str, str]]) -> Path:
    """A folder of packages: erdao, with some cells of one figure changed."""
    shutil.copytree(ROOT / "datapackages" / "erdao", folder / "erdao")

    def edit(rows: list[list[str]]) -> None:
        row = next(each for each in rows if each[0] == figure)
        for column, (before, after) in cells.items():
            at = rows[0].index(column)
            assert row[at] == before, "the package has changed: choose the digits of this test anew"
            row[at] = after

    edit_rows(folder / "erdao", table, edit)
    return folder


def manifest(site: Path) -> dict[str, str]:
    files = json.loads((site / "manifest.json").read_text(encoding="utf-8"))["files"]
    return {each["path"]: each["sha256"] for each in files}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_good(tmp_path_factory.mktemp("good") / "datapackages" / "good").parent


# What the command says


def test_help_shows_examples_and_exit_codes(project: Project) -> None:
    done = project.run("--help")
    assert done.returncode == 0
    for each in ("check", "serve", "undo", "test"):
        assert f"python3 build.py {each}" in done.stdout
    assert "--out" in done.stdout
    assert "exit code" in done.stdout
    assert "退出码" in done.stdout


def test_help_on_one_action_shows_what_belongs_to_it(project: Project) -> None:
    told = project.run("release", "--help").stdout
    assert "--why-en" in told
    assert "build.py release erdao" in told
    assert "exit code" in told
    assert "--telephone" not in told
    assert "build.py undo" not in told


def test_progress_is_told_in_both_languages(project: Project, good: Path, tmp_path: Path) -> None:
    done = project.run("--packages", good, "--out", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert "读取并核对数据包 · reading and checking packages" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("index.html")
    assert done.stderr == ""


def test_check_of_the_real_package_finds_nothing_to_stop_for(project: Project) -> None:
    done = project.run("check")
    assert done.returncode == 0, done.stdout


def test_check_tells_a_broken_relation_in_both_languages(project: Project, tmp_path: Path) -> None:
    done = project.run("check", "--packages", edited(tmp_path / "packages", *RELATED))
    assert done.returncode == 1
    assert "必须改" in done.stdout
    assert "must fix" in done.stdout.lower()
    for each in ("data/relations.csv", *STUDENTS):
        assert done.stdout.count(each) == 2, "in Chinese and in English"
    assert not (project.root / "site").exists()


def test_an_unknown_publisher_is_told_with_the_folder_s_name(project: Project, tmp_path: Path) -> None:
    done = project.run("--publisher", "nobody", "--out", tmp_path / "site")
    assert done.returncode in (1, 2)
    assert "nobody" in done.stdout + done.stderr
    assert not (tmp_path / "site").exists()


def test_an_unknown_word_is_refused(project: Project) -> None:
    done = project.run("biuld")
    assert done.returncode == 2
    assert "biuld" in done.stderr


def test_a_folder_that_is_not_ours_is_refused(project: Project, good: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine", encoding="utf-8")
    done = project.run("--packages", good, "--out", tmp_path / "mine")
    assert done.returncode == 2
    assert "--out" in done.stderr
    assert "Traceback" not in done.stderr
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_undo_without_an_earlier_site_says_so(project: Project, tmp_path: Path) -> None:
    done = project.run("undo", "--out", tmp_path / "site")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_one_publisher_of_several_can_be_built(project: Project, site: Site, tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path / "packages" / "good")
    shutil.copytree(project.root / "datapackages" / "erdao", tmp_path / "packages" / "erdao")
    out = project.build(tmp_path / "site", "--packages", tmp_path / "packages", "--publisher", "good")
    assert (out / "good" / "index.html").exists()
    assert not (out / "erdao").exists()


# One digit changed


def test_a_figure_that_no_longer_adds_up_stops_the_build(
    project: Project, site: Site, tmp_path: Path
) -> None:
    out = shutil.copytree(site.folder, tmp_path / "site")
    before = manifest(out)
    done = project.run("--packages", edited(tmp_path / "packages", *RELATED), "--out", out)
    assert done.returncode == 1
    for each in (*STUDENTS, "39,517", "39,518", "网站没有改动", "untouched"):
        assert each in done.stdout + done.stderr
    assert manifest(out) == before
    assert sorted(each.name for each in tmp_path.iterdir() if not each.name.endswith(".lock")) == [
        "packages",
        "site",
    ]


@pytest.fixture(scope="module")
def changed(
    project: Project, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, frozenset[Path]]:
    """A site with one digit changed, built over the one before, and what the cache has in it since."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(site.folder, folder / "site")
    before = project.kept
    out = project.build(folder / "site", "--packages", edited(folder / "packages", *LONE))
    return out, project.kept - before


def cells(file: Path) -> Iterator[str]:
    with io.BytesIO(file.read_bytes()) as body:
        for sheet in openpyxl.load_workbook(body, read_only=True):
            for row in sheet.iter_rows(values_only=True):
                yield from (str(each) for each in row if each is not None)


def readings(site: Path, text_of_paper: Callable[[Path], str]) -> dict[str, str]:
    """What people read of a site, as text, by its path; the summary of the other year is left out to save time."""
    found = {}
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        match file.suffix:
            case ".html":
                page = html.document_fromstring(file.read_text(encoding="utf-8"))
                found[name] = "|".join(page.xpath("//title/text() | //body//text()[not(parent::script)]"))
            case ".csv":
                rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
                found[name] = "|".join(cell for row in rows for cell in row)
            case ".xlsx":
                found[name] = "|".join(cells(file))
            case ".pdf" if "/2018/" in name:
                found[name] = text_of_paper(file)
            case ".json" if name != "manifest.json":
                found[name] = file.read_text(encoding="utf-8")
    return found


def test_a_changed_digit_is_changed_everywhere(
    site: Site, changed: tuple[Path, frozenset[Path]], text_of_paper: Callable[[Path], str]
) -> None:
    old, new = readings(site.folder, text_of_paper), readings(changed[0], text_of_paper)
    before, after = (re.compile(rf"(?<![\d.,]){digits}(?![\d,]|\.\d)") for digits in ("480", "487"))
    where = {name for name, text in old.items() if before.search(text)}
    pages = ("2018/provision/", "figures/", "figures/2018-desks-renewed/")
    assert where >= {f"{prefix}erdao/{page}index.html" for prefix in ("", "en/") for page in pages}
    assert where >= {f"reports/erdao/2018/summary.{language}.pdf" for language in ("zh", "en")}
    assert where >= {"data/erdao/provision.csv", "data/erdao/erdao.xlsx"}
    assert [name for name in where if not after.search(new[name])] == []
    assert [name for name, text in new.items() if before.search(text)] == []
    # Nothing else changed but the descriptor, which holds the hash of the table, and perhaps the size of a file.
    described = {"data/erdao/datapackage.json", "data/erdao/croissant.json"}
    sizes = {f"{prefix}erdao/downloads/index.html" for prefix in ("", "en/")}
    assert {name for name in old if new[name] != old[name]} - where - sizes == described, (
        "they hold the hash of the table"
    )


def test_only_what_uses_the_changed_figure_is_made_anew(changed: tuple[Path, frozenset[Path]]) -> None:
    bodies = [each.read_bytes() for each in changed[1]]
    papers = [each for each in bodies if each.startswith(b"%PDF")]
    texts = [each.decode() for each in bodies if each.startswith(b"{")]
    assert len(papers) == 12, (
        "in each language two summaries, two booklets, the document, the programme's sheet"
    )
    assert len(texts) < 20, "some pages and charts of several hundred"
    sizes = "data/erdao/erdao.ods"  # named by the page of downloads alone, with its size
    assert [each[:300] for each in texts if "2018-desks-renewed" not in each and sizes not in each] == []
    rest = len(bodies) - len(papers) - len(texts)
    assert rest == 8, (
        "findings, both workbooks, bundle; in two languages the publisher's pages and the Word file"
    )


def test_undo_brings_the_site_before_back_and_again_forward(
    project: Project, site: Site, changed: tuple[Path, frozenset[Path]]
) -> None:
    before, after = manifest(site.folder), manifest(changed[0])
    assert before != after
    for expected in (before, after):
        assert project.run("undo", "--out", changed[0]).returncode == 0
        assert manifest(changed[0]) == expected


# The same data, the same bytes


def test_a_clean_build_elsewhere_on_another_day_gives_the_same_bytes(
    another_project: Project, changed: tuple[Path, frozenset[Path]], tmp_path: Path
) -> None:
    """The changed site was made from a cache; this one anew, in other surroundings: a site has one set of bytes."""
    strange = {
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
    }
    packages = edited(tmp_path / "数据 packages", *LONE)
    out = tmp_path / "网站 two"
    another_project.build(
        out, "--packages", packages, "--no-cache", SOURCE_DATE_EPOCH="4102444800", **strange
    )
    assert manifest(out) == manifest(changed[0])
    assert (out / "manifest.json").read_bytes() == (changed[0] / "manifest.json").read_bytes()
    assert not (another_project.root / ".cache").exists()


def test_nothing_that_builds_asks_for_the_day_or_draws_lots() -> None:
    asks = re.compile(
        r"\b(today|now|utcnow|gmtime|localtime)\(|\btime\.time\(|\bimport (random|uuid)\b|getctime|st_mtime"
    )
    sources = [ROOT / "build.py", *(ROOT / "yearbook").rglob("*.py"), *(ROOT / "charts").rglob("*.py")]
    found = {each.name: asks.findall(each.read_text(encoding="utf-8")) for each in sources}
    new_and_release = {"command.py": [("today", "")] * 2}
    assert {name: hits for name, hits in found.items() if hits} == new_and_release
