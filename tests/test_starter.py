"""A new publisher: what `build.py new` writes, asks and refuses, the pages without figures, and the tutorial."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from cases import GOOD, ROOT, as_json, form
from conftest import Project, copy_project, parsed

from yearbook.check import check
from yearbook.command import run
from yearbook.model import FACT_TABLES, Package
from yearbook.preflight import preflight
from yearbook.read import read_package
from yearbook.starter import QUESTIONS, Answers, answer_problem
from yearbook.store import Store

FLAGS = {
    "--place": "虚构区",
    "--place-en": "Made-up District",
    "--publisher-name": "虚构区教育局",
    "--publisher-name-en": "Education bureau of Made-up District",
    "--compiler": "测试者",
    "--year": "2025",
    "--source-title": "虚构区教育公报（虚构）",
}
LOOK_UPS = ("codes", "indicators", "places", "sources")


def new(*arguments: object, packages: Path) -> int:
    """Run `build.py new` in this process; nothing of it builds or checks."""
    everything = ["new", "--packages", str(packages), *map(str, arguments)]
    return run(ROOT, None, everything)  # type: ignore[arg-type]


def flags(**changed: str | None) -> list[str]:
    given = FLAGS | {"--" + name.replace("_", "-"): value for name, value in changed.items()}
    return [part for name, value in given.items() if value is not None for part in (name, value)]


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def starter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert new("made-up", "--not-official", *flags(), packages=tmp_path / "packages") == 0
    return tmp_path / "packages" / "made-up"


def read(folder: Path) -> Package:
    package, findings = read_package(folder, Store(None))
    assert package, findings
    return package


# What is written


def test_a_new_package_is_valid_and_says_that_it_has_no_figures(starter: Path) -> None:
    package, findings = read_package(starter, Store(None))
    assert package, findings
    findings += check(package)[1]
    assert [(each.code, each.severity) for each in findings] == [("no_figures", "note")]


def test_no_figure_is_in_it_and_nothing_but_look_ups_has_rows(starter: Path) -> None:
    filled = {each.name for each in read(starter).tables if each.rows}
    assert filled == set(LOOK_UPS)
    assert not read(starter).observations
    assert not set(FACT_TABLES) & filled


def test_the_descriptor_is_the_form_of_today(starter: Path) -> None:
    text = (starter / "datapackage.json").read_text(encoding="utf-8")
    descriptor = json.loads(text)
    assert as_json(descriptor) == text
    assert {each["name"]: each["schema"] for each in descriptor["resources"]} == {
        name: table["schema"] for name, table in form().items()
    }
    assert descriptor["yearbook"]["contact"] == {"telephone": None, "address": None, "source": None}
    assert descriptor["contributors"][-1] == {"title": "测试者", "roles": ["compiler"]}
    assert descriptor["created"] >= f"{date(2026, 1, 1)}"


def test_excel_opens_every_table_right(starter: Path) -> None:
    for file in (starter / "data").iterdir():
        body = file.read_bytes()
        assert body.startswith(b"\xef\xbb\xbf")
        assert body.count(b"\n") == body.count(b"\r\n") > 0, file.name


def test_what_is_stated_was_answered(starter: Path) -> None:
    (place,), (source,) = rows(starter / "data" / "places.csv"), rows(starter / "data" / "sources.csv")
    assert (place["id"], place["label_zh"], place["kind"]) == ("made-up", "虚构区", "district")
    assert place["source"] == source["id"]
    assert source["title_zh"] == source["title_en"] == FLAGS["--source-title"]
    assert source["issuer_supplied"] == "yes", "the compiler only supposes who issued it"
    assert source["published"] == source["url"] == ""


def test_an_official_publisher_issues_its_own_source(tmp_path: Path) -> None:
    given = flags(compiler=None, telephone="0431-" + "80001234", source_date="2026-03-01")
    assert new("made-up", "--official", *given, packages=tmp_path) == 0
    package = read(tmp_path / "made-up")
    assert package.official
    assert package.contact.telephone.startswith("0431")
    (source,) = package.sources.values()
    assert (source.published, source.issuer_supplied) == (date(2026, 3, 1), False)


@pytest.mark.parametrize(
    ("place", "kind"),
    [("虚构县", "county"), ("虚构新区", "district"), ("虚构开发区", "zone"), ("虚构自治区", "province"),
     ("虚构街道", "subdistrict"), ("虚构旗", "county"), ("虚构", "other")],
)  # fmt: skip
def test_the_ending_of_a_place_says_its_kind(place: str, kind: str, tmp_path: Path) -> None:
    assert new("x", "--not-official", *flags(place=place), packages=tmp_path) == 0
    assert read(tmp_path / "x").places["x"].kind == kind


def test_the_closing_message_says_what_to_do_and_how_to_undo(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new("made-up", "--not-official", *flags(), packages=tmp_path) == 0
    said = capsys.readouterr().out
    for each in (
        "删掉文件夹",
        "delete the folder",
        "build.py check --publisher made-up",
        "data/students.csv",
    ):
        assert each in said
    assert said.count(str(tmp_path / "made-up")) >= 4


# What is in the look-ups: publishers are comparable only where one id means one thing


def test_indicators_mean_what_they_mean_in_the_packages_there_are() -> None:
    known: dict[str, list[dict[str, str]]] = {}
    for package in sorted((ROOT / "datapackages").glob("[!.]*")):
        for row in rows(package / "data" / "indicators.csv"):
            known.setdefault(row["id"], []).append(row)
    shared = [row for row in rows(ROOT / "templates" / "starter" / "indicators.csv") if row["id"] in known]
    assert len(shared) > 20
    for row in shared:
        told = [
            {name: each[name] for name in ("definition_zh", "definition_en", "unit")}
            for each in known[row["id"]]
        ]
        assert {name: row[name] for name in told[0]} in told, row["id"]


def test_codes_are_called_what_they_are_called_in_the_packages_there_are() -> None:
    known: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for package in sorted((ROOT / "datapackages").glob("[!.]*")):
        for row in rows(package / "data" / "codes.csv"):
            known.setdefault((row["dimension"], row["code"]), set()).add((row["label_zh"], row["label_en"]))
    seeds = {
        (row["dimension"], row["code"]): row for row in rows(ROOT / "templates" / "starter" / "codes.csv")
    }
    assert len(seeds.keys() & known.keys()) > 30
    for key in seeds.keys() & known.keys():
        assert (seeds[key]["label_zh"], seeds[key]["label_en"]) in known[key], key


def test_the_seeds_have_the_columns_of_the_form() -> None:
    for name in ("codes", "indicators"):
        header = (ROOT / "templates" / "starter" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == [each["name"] for each in form()[name]["schema"]["fields"]]


# What is refused


@pytest.mark.parametrize(
    ("name", "says"),
    [("My_County", ("不能作名字", "cannot be the name")), ("二道区", ("不能作名字", "cannot be the name")),
     ("../up", ("不能作名字", "cannot be the name")), ("en", ("网站自己要用", "the site itself needs")),
     ("data", ("网站自己要用", "the site itself needs"))],
)  # fmt: skip
def test_a_name_that_cannot_be_an_address_is_refused(
    name: str, says: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(name, "--not-official", *flags(), packages=tmp_path) == 2
    said = capsys.readouterr().err
    assert all(each in said for each in says)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("names", [(), ("one", "two"), ("--titel", "x")])
def test_one_name_is_wanted(
    names: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(*names, packages=tmp_path) == 2
    assert "new my-county" in capsys.readouterr().err


def test_a_folder_that_is_there_is_left_as_it_is(starter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {file: file.read_bytes() for file in starter.rglob("*") if file.is_file()}
    assert new("made-up", "--official", *flags(year="2024"), packages=starter.parent) == 2
    said = capsys.readouterr().err
    assert "已经有了" in said
    assert "is there already" in said
    assert {file: file.read_bytes() for file in starter.rglob("*") if file.is_file()} == before


def test_without_a_terminal_what_is_missing_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new("made-up", *flags(year=None, place_en=None), packages=tmp_path) == 2
    said = capsys.readouterr().err
    assert "还缺这些参数：--place-en --official/--not-official --year。" in said
    assert "These flags are missing: --place-en --official/--not-official --year." in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("flag", "text", "says"),
    [("--year", "二〇二五", "four digits"), ("--year", "1900", "four digits"), ("--source-date", "2026/3/1", "2026-03-01"),
     ("--source-date", "2026-02-30", "2026-03-01"), ("--place", " ", "must not be empty")],
)  # fmt: skip
def test_a_wrong_answer_is_named_with_its_flag(
    flag: str, text: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new("made-up", "--not-official", *flags(), flag, text, packages=tmp_path) == 2
    said = capsys.readouterr().err
    assert f"{flag} says “{text}”." in said
    assert says in said
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_preflight_refuses_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mobile = "138" + "00001234"
    given = flags(place="虚构区<b>", telephone=mobile)
    assert new("made-up", "--not-official", *given, packages=tmp_path) == 2
    said = "".join(capsys.readouterr())
    assert "data/places.csv" in said
    assert "网页代码" in said
    assert mobile not in said
    assert "nothing is left behind" in said
    assert list(tmp_path.iterdir()) == []


# What is asked


class Terminal(io.StringIO):
    """Somebody at the keyboard who has typed all answers beforehand."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_asked_and_asked_again_after_a_slip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["", "虚构县", "", "", "", "maybe", "y", "", "", "25", "2025", "虚构年报", "", "", ""]
    monkeypatch.setattr("sys.stdin", Terminal("\n".join(typed) + "\n"))
    assert new("made-up-county", packages=tmp_path) == 0
    package = read(tmp_path / "made-up-county")
    assert package.title["zh"] == "虚构县教育年度数据"
    assert package.title["en"] == "Made Up County: education figures by year"
    assert package.publisher["zh"] == "虚构县教育局"
    assert package.official
    assert package.sources["first-source"].title["en"] == "虚构年报"
    assert {year for year, _ in package.prose} == {2025}
    said = capsys.readouterr().out
    for each in ("这一项不能空着", "请写 y", "Write a year of four digits", "[虚构县教育局] > "):
        assert said.count(each) == 1, each
    assert "谁整理的" not in said, "the publisher itself puts them out"


def test_what_flags_answer_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("\n\n\n\n\n"))
    assert new("made-up", "--not-official", *flags(), packages=tmp_path) == 0
    asked = capsys.readouterr().out
    assert "地方的名称" not in asked
    assert "数据包的标题" in asked


def test_stopping_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("虚构县\n"))
    assert new("made-up", packages=tmp_path) == 2
    assert "什么也没有留下" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_every_question_can_be_answered_wrongly_or_left_open() -> None:
    for each in QUESTIONS:
        assert bool(answer_problem(each.name, "")) == (each.needed or each.name in ("official", "year"))
    open_ = [each.name for each in Answers(name="x", given=(("official", "n"),)).open()]
    assert "compiler" in open_
    assert "compiler" not in [each.name for each in Answers(name="x", given=(("official", "是"),)).open()]


# A publisher without figures on the site


def test_a_publisher_without_figures_has_pages_that_say_so(
    project: Project, starter: Path, tmp_path: Path
) -> None:
    shutil.copytree(GOOD, starter.parent / "good")
    site = project.build(tmp_path / "site", "--packages", starter.parent)
    says = {"": "还没有公布数字。", "en/": "No figures have been published yet."}
    for prefix, said in says.items():
        home = parsed(site / f"{prefix}index.html")
        assert said in home.text_content()
        assert f"{prefix and ''}made-up/index.html" in home.xpath("//section//a/@href")
        assert said in parsed(site / f"{prefix}made-up/index.html").text_content()
        assert parsed(site / f"{prefix}good/index.html").xpath("//a[@data-fact]")
        for page in (site / prefix / "made-up").rglob("*.html"):
            assert not parsed(page).xpath("//a[@data-fact]"), page
            empty = parsed(page).xpath("//h2[not(following-sibling::*[1][not(self::h2 or self::aside)])]")
            assert not empty, f"a heading over nothing: {page}"
    assert (site / "data" / "made-up" / "made-up.xlsx").exists()
    assert not (site / "reports" / "made-up").exists()


# The tutorial, followed word by word

TUTORIALS = {language: ROOT / "docs" / f"tutorial.{language}.md" for language in ("zh", "en")}
NAME = "made-up-district"


@dataclass(frozen=True, slots=True)
class Step:
    """Something the tutorial has the reader do, or promises to show."""

    verb: str
    file: str
    lines: tuple[str, ...]

    @property
    def is_promise(self) -> bool:
        return self.verb in ("says", "page")


def steps_of(tutorial: Path) -> Iterator[Step]:
    """Every marked step of a tutorial in its order."""
    text = tutorial.read_text(encoding="utf-8")
    for mark in re.finditer(r"^<!-- (\w+)(?: (\S+))? -->\n", text, re.MULTILINE):
        rest = text[mark.end() :]
        match mark[1]:
            case "run":
                body = re.findall(
                    r"`((?:py|python3) build\.py .+?)`$", rest.partition("\n\n")[0], re.MULTILINE
                )
            case "answers":
                cells = (line.split("|")[2] for line in rest.partition("\n\n")[0].splitlines()[2:])
                body = [(re.findall(r"`(.+?)`", cell) or [""])[0] for cell in cells]
            case _:
                fenced = re.match(r"```\w*\n(.*?)\n```", rest, re.DOTALL)
                assert fenced, mark[0]
                body = fenced[1].splitlines()
        yield Step(mark[1], mark[2] or "", tuple(body))


STEPS = {language: tuple(steps_of(file)) for language, file in TUTORIALS.items()}


def test_both_tutorials_have_the_reader_do_the_same() -> None:
    done = {language: [each for each in steps if not each.is_promise] for language, steps in STEPS.items()}
    assert done["zh"] == done["en"]
    assert len(done["zh"]) >= 12
    promised = {
        language: [each.verb for each in steps if each.is_promise] for language, steps in STEPS.items()
    }
    assert promised["zh"] == promised["en"]


def test_windows_and_the_others_are_given_the_same_command() -> None:
    for step in STEPS["zh"]:
        if step.verb == "run":
            windows, others = step.lines
            assert windows.removeprefix("py ") == others.removeprefix("python3 ")


def test_no_step_of_a_tutorial_goes_unread() -> None:
    for language, file in TUTORIALS.items():
        text = file.read_text(encoding="utf-8")
        assert text.count("<!-- ") == len(STEPS[language])
        assert text.count("```") == 2 * sum(each.verb not in ("run", "answers") for each in STEPS[language])


def test_the_tutorials_are_linked_and_short() -> None:
    for linking in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / linking).read_text(encoding="utf-8")
        assert "docs/tutorial.zh.md" in text
        assert "docs/tutorial.en.md" in text
    assert all(len(file.read_text(encoding="utf-8").splitlines()) < 200 for file in TUTORIALS.values())


def typed(command: str, answers: tuple[str, ...], root: Path) -> str:
    """Run a command of the tutorial as it stands, answers typed at a terminal; what it says."""
    import pty

    first, program, *arguments = command.split()
    assert (first, program) == ("python3", "build.py")
    keyboard, terminal = pty.openpty()
    os.write(keyboard, "".join(f"{each}\n" for each in answers).encode())
    done = subprocess.run(
        [sys.executable, program, *arguments], cwd=root, stdin=terminal, capture_output=True, check=False,
        env={**os.environ, "PYTHONUTF8": "1"}, encoding="utf-8",
    )  # fmt: skip
    os.close(keyboard)
    os.close(terminal)
    return done.stdout + done.stderr


def correct(text: str, row: str) -> str:
    """Put a row in place of the one with its id."""
    name = row.partition(",")[0]
    lines = text.split("\r\n")
    (at,) = (at for at, line in enumerate(lines) if line.partition(",")[0] == name)
    return "\r\n".join([*lines[:at], row, *lines[at + 1 :]])


def edit(step: Step, folder: Path) -> None:
    """Do to a file what the tutorial has the reader do in a spreadsheet or an editor."""
    file = folder / step.file
    assert file.exists(), f"the reader is told to open {file}"
    text = file.read_bytes().decode("utf-8-sig") if step.verb != "write" else "\n".join(step.lines) + "\n"
    for line in step.lines if step.verb != "write" else ():
        text = text + line + "\r\n" if step.verb == "append" else correct(text, line)
    file.write_bytes(text.encode("utf-8-sig" if file.suffix == ".csv" else "utf-8"))


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.skipif(os.name == "nt", reason="answers are typed at a terminal that Windows does not have")
def test_following_the_tutorial_word_by_word_gives_what_it_promises(tmp_path: Path) -> None:
    project = copy_project(ROOT, tmp_path / "yearbook")
    folder = project.root / "datapackages" / NAME
    answers = next(each.lines for each in STEPS["zh"] if each.verb == "answers")
    promises: Mapping[str, list[Step]] = {
        language: [each for each in steps if each.is_promise] for language, steps in STEPS.items()
    }
    said = ""
    for step in STEPS["zh"]:
        if step.verb == "run":
            said = typed(step.lines[1], answers if " new " in step.lines[1] else (), project.root)
        elif step.verb in ("append", "correct", "write"):
            edit(step, folder)
        elif step.is_promise:
            for of_language in promises.values():
                promise = of_language.pop(0)
                shown = said if promise.verb == "says" else page_text(project.root / "site" / promise.file)
                for line in promise.lines:
                    assert plain(line) in plain(shown), (line, shown)
    assert promises == {"zh": [], "en": []}
    assert not [each for each in preflight(folder) if each.severity == "must_fix"]


def page_text(page: Path) -> str:
    return parsed(page).xpath("//article")[0].text_content()
