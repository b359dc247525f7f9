"""What papers cost: those of each package, and a thousand single pages of made-up schools.

`python benchmarks/papers.py` prints Markdown tables; `papers.md` holds those of one machine. Each row comes
from a process of its own. CPU seconds are what the work costs; the clock also counts the load of the machine.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from charts import make_charts  # noqa: E402 - a script finds the project only now
from tests import made_up  # noqa: E402
from yearbook.check import check  # noqa: E402
from yearbook.compare import series_of  # noqa: E402
from yearbook.derive import derive  # noqa: E402
from yearbook.model import Result  # noqa: E402
from yearbook.pages import places  # noqa: E402
from yearbook.read import read_package  # noqa: E402
from yearbook.report import MAKERS, make_reports, sheets, typesetter  # noqa: E402
from yearbook.store import Store  # noqa: E402
from yearbook.words import Words, read_words  # noqa: E402

PUBLISHERS = ("erdao", "jinzhai", "china")
SHEETS, SIDE_BY_SIDE = 1000, 100
DAY = date(2025, 2, 1)


def result_of(folder: Path) -> Result:
    """Return a package read, checked and derived."""
    package, findings = read_package(folder, Store(None))
    assert package, findings
    return Result(package=package, verdicts=check(package)[0], derived=derive(package))


def timed(work: Callable[[], int]) -> str:
    """Do the work and say what it cost: bytes made, CPU and wall-clock seconds, the most memory so far."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    cost = (time.process_time() - cpu, time.perf_counter() - wall)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{made / 1e6:.1f} MB | {cost[0]:.1f} s | {cost[1]:.1f} s | {memory:.0f} MB"


def of_package(name: str) -> Iterator[str]:
    """Every paper of a package in both languages, first with an empty store, then from it."""
    result = result_of(ROOT / "datapackages" / name)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        editions = [(words, make_charts(result, words, store)) for words in read_words(ROOT / "words")]

        def papers() -> list[int]:
            return [
                len(each.body)
                for words, charts in editions
                for each in make_reports(result, words, charts, (), store)
            ]

        for state in ("cold", "warm"):
            cost = timed(lambda: sum(papers()))
            yield f"| {name} | {state} | {len(papers())} | {cost} |"


def documents(words: Words) -> list[dict[str, Any]]:
    """A thousand sheets of made-up schools: those of `tests/made_up.py`, each under many names."""
    with tempfile.TemporaryDirectory() as folder:
        result = result_of(made_up.make(Path(folder)))
    lines = {point.figure.id: line for line in series_of(result) for point in line.points}
    entries = [entry for dimension, entry in places.sheets_of(result.package) if dimension == "school"]
    made = [sheets.compose(sheets.subject_of(result, words, "school", each, lines)) for each in entries]
    several = (
        made[at % len(made)] | {"name": f"{made[at % len(made)]['name']} {at}"} for at in range(SHEETS)
    )
    return list(several)


def of_schools(language: str) -> Iterator[str]:
    """A thousand sheets, none from a store."""
    words = next(each for each in read_words(ROOT / "words") if each.language == language)
    made = documents(words)
    cost = timed(
        lambda: sum(len(typesetter.typeset("sheet.pdf", "sheet", each, DAY, Store(None))) for each in made)
    )
    yield f"| {language} | {SHEETS} | {cost} |"


def side_by_side() -> Iterator[str]:
    """A hundred sheets each way in turn: faces and compiler new for each, the faces kept, both kept.

    No sheet is typeset twice: what Typst remembers of it would be counted as a merit of the later way.
    """
    fonts, compiler = typesetter._fonts, typesetter._compiler
    ways = {
        "faces and compiler new": (fonts.__wrapped__, compiler.__wrapped__),
        "faces kept, compiler new": (fonts, compiler.__wrapped__),
        "both kept": (fonts, compiler),
    }
    spent = dict.fromkeys(ways, 0.0)
    made = documents(read_words(ROOT / "words")[0])[: len(ways) * SIDE_BY_SIDE]
    for at, each in enumerate(made):
        name = list(ways)[at % len(ways)]
        typesetter._fonts, typesetter._compiler = ways[name]  # type: ignore[assignment]
        before = time.process_time()
        typesetter.typeset("sheet.pdf", "sheet", each, DAY, Store(None))
        spent[name] += time.process_time() - before
    for name, seconds in spent.items():
        yield f"| {name} | {1000 * seconds / SIDE_BY_SIDE:.0f} ms |"


def main() -> None:
    """Print every table, each row from a process of its own."""
    if sys.argv[1:]:
        name = sys.argv[1]
        rows = (
            side_by_side()
            if name == "side-by-side"
            else of_schools(name)
            if len(name) == 2
            else of_package(name)
        )
        print("\n".join(rows))
        return
    libraries = ", ".join(f"{each} {version(each)}" for each in ("typst", "pylopdf-fonts-zh-cn", "segno"))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{machine}; Python {platform.python_version()}, {libraries}")
    print(f"\nMakers: {', '.join(each.__name__ for each in MAKERS)}\n")
    print("| package | store | papers | size | CPU | wall clock | memory |\n|---|---|---|---|---|---|---|")
    for name in PUBLISHERS:
        _print_from(name)
    print("\n| sheets | number | size | CPU | wall clock | memory |\n|---|---|---|---|---|---|")
    for name in ("zh", "en"):
        _print_from(name)
    print("\n| way | CPU a sheet |\n|---|---|")
    _print_from("side-by-side")


def _print_from(name: str) -> None:
    own = [sys.executable, __file__, name]
    print(subprocess.run(own, check=True, capture_output=True, text=True).stdout.strip(), flush=True)


if __name__ == "__main__":
    main()
