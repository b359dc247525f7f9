"""What a build costs, stage by stage: cold, after one changed figure, unchanged, and wired the naive way.

    python benchmarks/build_times.py            every scenario, three runs of each in turn
    python benchmarks/build_times.py --runs 1   quicker

Each run is a process of its own on a copy of the packages. CPU seconds are those of the process and of what
it starts (the site engine); memory is the largest single process. Compare the columns of one run with one
another: a busy machine makes every number larger.
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
FACT = ("2018-desks-renewed", "480", "481")


def main() -> None:
    """Run the scenarios in turn and print the medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--scenario", choices=SCENARIOS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.scenario:
        print(json.dumps(measure(asked.scenario, asked.folder)))
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in SCENARIOS}
    for _ in range(asked.runs):
        with tempfile.TemporaryDirectory() as name:
            for scenario in SCENARIOS:
                runs[scenario].append(_in_a_process(scenario, Path(name)))
    _print(runs)


def measure(scenario: str, folder: Path) -> dict[str, float]:
    """Build once and return CPU seconds by stage, wall seconds and peak memory in MB."""
    import build as spine
    from yearbook.store import Store

    packages = folder / "datapackages"
    if not packages.exists():
        shutil.copytree(ROOT / "datapackages" / "erdao", packages / "erdao")
    if scenario == "changed":
        _change(packages / "erdao" / "data" / "provision.csv")
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


def _change(table: Path) -> None:
    figure, old, new = FACT
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [row.replace(old, new) if row.startswith(figure + ",") else row for row in rows]
    assert changed != rows
    table.write_text("".join(changed), encoding="utf-8")


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


def _in_a_process(scenario: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--scenario", scenario, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _print(runs: dict[str, list[dict[str, float]]]) -> None:
    for name, meaning in SCENARIOS.items():
        print(f"{name:<10} {meaning}")
    keys = list(runs["cold"][0])
    print(f"\n{'median of ' + str(len(runs['cold'])):<14}" + "".join(f"{name:>12}" for name in runs))
    for key in keys:
        medians = [statistics.median(run[key] for run in each) for each in runs.values()]
        print(f"{key:<14}" + "".join(f"{median:>12.2f}" for median in medians))


if __name__ == "__main__":
    main()
