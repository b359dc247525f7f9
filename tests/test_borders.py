"""Who may import, print, write and know the time: the table of modules, held by the syntax tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases import ROOT

# Imports go downwards only: a module may import those written before it.
ORDER = (
    "errors",
    "lock",
    "interval",
    "record",
    "model",
    "numerals",
    "formula",
    "store",
    "words",
    "vocabulary",
    "preflight",
    "read",
    "loans",
    "calls",
    "prose",
    "claims",
    "check",
    "mend",
    "mutate",
    "compare",
    "derive",
    "about",
    "metadata",
    "starter",
    "releases",
    "charts",
    "pages",
    "downloads",
    "catalogue",
    "report",
    "website",
    "publish",
    "draft",
    "command",
)
# Stands beside the others: it runs before the libraries are there.
ALONE = ("setup",)

FILES = [file for folder in ("yearbook", "charts") for file in sorted((ROOT / folder).rglob("*.py"))]
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in [*FILES, ROOT / "build.py"]}


def module(file: Path) -> str:
    """The name in the table of the module a file belongs to."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    if parts[0] in ("charts", "build"):
        return parts[0]
    return parts[1] if len(parts) > 1 else parts[0]


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names a file imports, at its top or inside a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "relative import"
            yield from (f"{node.module}.{each.name}" for each in node.names)


def own(name: str) -> str:
    """The name in the table of an imported module of ours; empty for a foreign one."""
    first, _, rest = name.partition(".")
    if first == "charts":
        return "charts"
    return rest.partition(".")[0] if first == "yearbook" else ""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def using(library: str) -> set[str]:
    return {
        module(file)
        for file, tree in TREES.items()
        for name in imported(tree)
        if name.split(".")[0] == library
    }


def calling(pattern: str) -> set[str]:
    return {
        module(file) for file, tree in TREES.items() for name, _ in calls(tree) if re.fullmatch(pattern, name)
    }


def test_every_module_has_its_place_in_the_table() -> None:
    there = {module(file) for file in FILES} - {"__init__"}
    assert there == {*ORDER, *ALONE}


@pytest.mark.parametrize("name", ORDER)
def test_a_module_imports_only_from_those_above_it(name: str) -> None:
    above = {*ORDER[: ORDER.index(name)], name}
    found = {
        each for file in FILES if module(file) == name for each in map(own, imported(TREES[file])) if each
    }
    assert found <= above, f"{name} imports {sorted(found - above)}"


def test_the_setup_needs_nothing_but_python() -> None:
    found = {
        each for file in FILES if module(file) == "setup" for each in map(own, imported(TREES[file])) if each
    }
    assert found == set()
    (before,) = [
        at
        for at, node in enumerate(TREES[ROOT / "build.py"].body)
        if "ensure_environment" in ast.unparse(node) and isinstance(node, ast.If)
    ]
    first = ast.Module(TREES[ROOT / "build.py"].body[:before], [])
    assert {each.split(".")[0] for each in imported(first)} <= {"sys", "pathlib", "yearbook", "__future__"}
    assert {own(each) for each in imported(first)} - {""} == {"setup"}


@pytest.mark.parametrize(
    ("library", "owners"),
    [
        ("frictionless", {"read"}),
        ("typst", {"report"}),
        ("segno", {"report"}),
        ("docx", {"report", "draft"}),
        ("fontTools", {"report"}),
        ("jinja2", {"pages", "draft"}),
        ("matplotlib", {"charts"}),
        ("xlsxwriter", {"downloads"}),
        ("jsonschema", {"preflight"}),
        ("mkdocs", set()),
    ],
)
def test_a_library_is_known_to_one_module_only(library: str, owners: set[str]) -> None:
    assert using(library) == owners


def test_only_the_website_runs_the_site_engine() -> None:
    named = {module(file) for file in FILES if '"mkdocs"' in file.read_text(encoding="utf-8")}
    assert named == {"website"}
    assert calling(r"(subprocess\.)?(run|Popen|check_call|check_output)|os\.system") <= {
        "website",
        "releases",
        "command",
        "setup",
        "build",
    }


def test_only_the_command_line_and_the_setup_print_and_exit() -> None:
    assert calling(r"print|sys\.stdout\.write|sys\.stderr\.write") == {"command", "setup"}
    assert calling(r"(sys\.)?exit|quit|os\._exit") <= {"setup", "build"}


def test_nothing_asks_what_day_it_is_but_a_new_package() -> None:
    asks = r"(.*\.)?(today|now|utcnow)|time\.(time|localtime|gmtime|ctime|strftime)"
    assert calling(asks) == {"command"}
    functions = [each for each in TREES[ROOT / "yearbook" / "command.py"].body if hasattr(each, "name")]
    asking = {each.name for each in functions if any(re.fullmatch(asks, name) for name, _ in calls(each))}
    assert asking == {"_new", "_release"}, (
        "what is built never does: the same input gives the same bytes on any day"
    )


def test_nothing_depends_on_chance() -> None:
    assert [library for library in ("random", "secrets", "uuid") if using(library)] == []


WRITES = re.compile(
    r"(.*\.)?(write_text|write_bytes|mkdir|makedirs|rmdir|unlink|touch|symlink_to|hardlink_to|rmtree|copy|copy2|copyfile"
    r"|copytree|move|extractall|NamedTemporaryFile|TemporaryDirectory|mkdtemp|mkstemp)"
    r"|os\.(replace|rename|remove|link|symlink|truncate)|to_(csv|excel|json|parquet)"
)


def writes(tree: ast.AST) -> bool:
    return any(WRITES.fullmatch(name) or opens_to_write(name, call) for name, call in calls(tree))


def opens_to_write(name: str, call: ast.Call) -> bool:
    if name.rpartition(".")[2] != "open":
        return False
    at = 0 if "." in name and not name.startswith(("io.", "os.", "tarfile.")) else 1
    modes = [*call.args[at : at + 1], *(each.value for each in call.keywords if each.arg == "mode")]
    into_memory = any(each.arg == "fileobj" for each in call.keywords)
    return not into_memory and any(set(ast.unparse(each)) & set("wax+") for each in modes)


def test_only_those_meant_to_write_files_do() -> None:
    assert {module(file) for file, tree in TREES.items() if writes(tree)} == {
        "publish",
        "store",
        "website",
        "setup",
        "starter",
        "draft",
        "lock",
        "releases",
    }


def test_the_scan_for_writing_sees_what_it_should() -> None:
    for text in (
        'open(x, "w")',
        'path.open("ab")',
        "path.write_text(y)",
        'open(x, mode="w")',
        "os.replace(a, b)",
    ):
        assert writes(ast.parse(text)), text
    for text in (
        "open(x)",
        'path.open("r")',
        'text.replace("a", "b")',
        'tarfile.open(fileobj=body, mode="w")',
    ):
        assert not writes(ast.parse(text)), text


def test_the_network_is_left_alone_but_for_looking_at_the_site() -> None:
    for library in ("requests", "urllib3", "httpx", "socket", "ftplib"):
        assert using(library) == set(), library
    opened = {
        module(file)
        for file, tree in TREES.items()
        for name in imported(tree)
        if name.startswith("urllib.request")
    }
    assert opened == set()
    assert using("http") == {"command"}


def test_nothing_evaluates_text_as_code_or_opens_pickles() -> None:
    assert calling(r"eval|exec|compile|__import__|pickle\..*|marshal\..*|yaml\.load") == set()
