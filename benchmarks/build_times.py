"""What a build costs, stage by stage: cold, after one changed figure, unchanged, and wired the naive way.

    python benchmarks/build_times.py            every scenario, three runs of each in turn
    python benchmarks/build_times.py --runs 1   quicker
    python benchmarks/build_times.py --packages all --scenario cold unchanged
    python benchmarks/build_times.py --packages made-up     ten made-up years of 26 schools

Each run is a process of its own on a copy of the packages: `erdao`, `all` real ones, or the `made-up` one.
CPU seconds are those of the process and of what it starts (the site engine); memory is the largest single
process. Compare the columns of one run with one another: a busy machine makes every number larger.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from charts.drawing import Drawing
    from yearbook import website

SCENARIOS = {
    "cold": "nothing kept from an earlier build",
    "changed": "one figure changed since the last build",
    "unchanged": "nothing changed since the last build",
    "naive": "no store; charts by pyplot with tight boxes, text as paths; every page in the menu",
}
# By packages: the table, the figure and the digits that change, in a figure no relation ties to another.
FACTS = {
    "erdao": ("erdao/data/provision.csv", "2018-desks-renewed", "480", "481"),
    "all": ("erdao/data/provision.csv", "2018-desks-renewed", "480", "481"),
    "made-up": ("made-up-schools/data/provision.csv", "2024-schools", "26", "27"),
}


def main() -> None:
    """Run the scenarios in turn and print the medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--packages", choices=FACTS, default="erdao")
    parser.add_argument("--scenario", choices=SCENARIOS, nargs="+", default=list(SCENARIOS))
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.folder:
        print(json.dumps(measure(asked.scenario[0], asked.packages, asked.folder)))
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in asked.scenario}
    for _ in range(asked.runs):
        with tempfile.TemporaryDirectory() as name:
            for scenario in asked.scenario:
                runs[scenario].append(_in_a_process(scenario, asked.packages, Path(name)))
    _print(runs)


def measure(scenario: str, which: str, folder: Path) -> dict[str, float]:
    """Build once and return CPU seconds by stage, wall seconds and peak memory in MB."""
    import build as spine
    from yearbook.store import Store

    packages = folder / "datapackages"
    if not packages.exists():
        _fill(packages, which)
    if scenario == "changed":
        _change(packages, *FACTS[which])
    if scenario == "naive":
        _wire_naively()
    store = Store(None if scenario == "naive" else folder / "cache")
    stages: list[tuple[str, float]] = []
    started, before = time.monotonic(), _cpu()
    spine.build(
        ROOT, packages, folder / "site", (), store, lambda stage, _=None: stages.append((stage, _cpu()))
    )
    ends = [cpu for _, cpu in stages[1:]] + [_cpu()]
    spent: dict[str, float] = {}
    for (stage, start), end in zip(stages, ends, strict=True):
        spent[stage] = spent.get(stage, 0) + end - start
    memory = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return spent | {"CPU s": _cpu() - before, "wall s": time.monotonic() - started, "MB": memory / 1024}


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _fill(packages: Path, which: str) -> None:
    if which == "made-up":
        from tests import made_up

        made_up.make(packages)
        return
    names = ("erdao",) if which == "erdao" else [each.name for each in (ROOT / "datapackages").iterdir()]
    for name in names:
        shutil.copytree(ROOT / "datapackages" / name, packages / name)


def _change(packages: Path, table: str, figure: str, old: str, new: str) -> None:
    file = packages / table
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [row.replace(old, new) if row.startswith(figure + ",") else row for row in rows]
    assert changed != rows
    file.write_text("".join(changed), encoding="utf-8")


def _wire_naively() -> None:
    import charts
    from yearbook import website

    files = website._files

    def with_full_menu(look: website.Look, pages: website.Pages, store: object) -> dict[str, bytes]:
        settings = {**look.settings, "nav": [{path: path} for path in pages]}
        return files(dataclasses.replace(look, settings=settings), pages, store)  # type: ignore[arg-type]

    charts._made = _made_naively
    website._files = with_full_menu  # type: ignore[assignment]


def _made_naively(drawing: Drawing, *_: object) -> bytes:
    """Draw bars as most first scripts do: pyplot, default text, tight boxes, once a variant."""
    from io import StringIO

    import matplotlib as mpl
    from matplotlib import font_manager, pyplot
    from pylopdf_fonts_zh_cn import sans_path

    mpl.use("svg")
    font_manager.fontManager.addfont(sans_path())
    mpl.rcParams["font.family"] = "Noto Sans SC"
    drawn = []
    for _variant in ("web", "paper"):
        figure, axes = pyplot.subplots(figsize=(5, 4))
        axes.barh([f"{at}" for at, _ in enumerate(drawing.figures)], range(1, len(drawing.figures) + 1))
        axes.set_title(drawing.title)
        axes.set_xlabel(drawing.subtitle)
        body = StringIO()
        figure.savefig(body, format="svg", bbox_inches="tight")
        pyplot.close(figure)
        drawn.append(body.getvalue())
    web = drawn[0][drawn[0].index("<svg") :].replace("\n", "")
    return json.dumps({"web": web, "paper": drawn[1]}).encode()


def _in_a_process(scenario: str, which: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--packages", which, "--scenario", scenario, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _print(runs: dict[str, list[dict[str, float]]]) -> None:
    for name in runs:
        print(f"{name:<10} {SCENARIOS[name]}")
    first = next(iter(runs.values()))
    keys = list(first[0])
    print(f"\n{'median of ' + str(len(first)):<14}" + "".join(f"{name:>12}" for name in runs))
    for key in keys:
        medians = [statistics.median(run[key] for run in each) for each in runs.values()]
        print(f"{key:<14}" + "".join(f"{median:>12.2f}" for median in medians))


if __name__ == "__main__":
    main()
