"""Let validators of other houses read what is published, and a spoiled copy; record what they said.

    python docs/conformance.py [--check] [--site FOLDER] [--shapes FILE ...] [--tools FOLDER]

Builds the site, installs the validators in a temporary folder (docs/conformance/README.md says which), and
writes `yearbook/conformance.json`, from which the page "Conformance" is made. With --check it writes nothing
and compares with that record. Exits with 1 when one of them does not accept what is published or accepts what
it must reject, when the record is not what was found, or when a record could only be written with a gap.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import venv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "docs" / "conformance"
RECORD = ROOT / "yearbook" / "conformance.json"
PROFILE = ROOT / "yearbook" / "profiles" / "datapackage-2.0.json"
DCAT_US = "bec44686ff1ada05a56e9ef44fe99557e1627261"
# The SHACL shapes of each profile of DCAT: programs' name, address, SHA-256. None is kept in the project.
SHAPES = {
    "dcat_us": (
        "DCAT-US 3.0 shapes",
        f"https://raw.githubusercontent.com/DOI-DO/dcat-us/{DCAT_US}/shacl/dcat-us_3.0_shacl_shapes.ttl",
        "fd310f1a0f782e0daed064160e0f76b53c62a33bef1223705d702ed6b7e0d0ad",
    ),
    "dcat_ap": (
        "DCAT-AP 3.0.1 shapes",
        "https://semiceu.github.io/DCAT-AP/releases/3.0.1/shacl/dcat-ap-SHACL.ttl",
        "990d3e42721de6a4be8cc338a7171559f195e62dea89c0b56531356b78cc026f",
    ),
}
MOST_SAID = 120
NPM = ("schema-dts@2.1.0", "typescript@7.0.2")
PUBLISHER = "erdao"
DATA = f"data/{PUBLISHER}"
PAGES = (
    f"{PUBLISHER}/index.html",
    f"{PUBLISHER}/downloads/index.html",
    f"en/{PUBLISHER}/2018/funds/index.html",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One validator: what it reads, how a copy of the site is spoiled, how it is run.

    `run` gets the site and returns the command whose exit code is the verdict; None where what it needs is
    not to be had.
    """

    id: str
    programs: tuple[str, ...]
    inputs: tuple[str, ...]
    run: Callable[[Path], list[str | Path]] | None
    spoil: Callable[[Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is recorded of a trial; the page reads it by these names."""

    id: str
    programs: tuple[str, ...]
    inputs: tuple[str, ...]
    accepted: bool | None
    said: str
    rejected: bool | None
    said_of_spoiled: str


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the validators were installed."""

    folder: Path

    @property
    def python(self) -> Path:
        """The interpreter that has the validators written in Python."""
        return self.folder / "python" / ("Scripts" if os.name == "nt" else "bin") / "python"

    def script(self, text: str, *arguments: str | Path) -> list[str | Path]:
        """Return the command that runs a piece of Python with the validators; an assertion is a rejection."""
        return [self.python, "-W", "ignore", "-c", text, *arguments]

    def named(self, *distributions: str) -> tuple[str, ...]:
        """Return distributions with the versions that are installed."""
        command = self.script(ASK_VERSIONS, *distributions)
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return tuple(done.stdout.split("\n")[:-1])


def install(folder: Path) -> Tools:
    """Install every validator in a folder."""
    tools = Tools(folder)
    venv.create(folder / "python", with_pip=True)
    # Twice quiet: what a machine's own index lacks is no news, an error still is.
    pip = [tools.python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "-r", OWN / "requirements.txt"], check=True)
    npm = [
        "npm",
        "install",
        "--silent",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--prefix",
        folder / "npm",
        *NPM,
    ]
    subprocess.run(npm, check=True)
    return tools


# What the validators written in Python are asked; each prints one line and fails by an assertion.

ASK_VERSIONS = """
import sys
from importlib.metadata import version
for name in sys.argv[1:]:
    print(name, version(name))
"""
ASK_PROFILE = """
import json, sys
from pathlib import Path
from jsonschema import Draft7Validator, FormatChecker
profile, site = json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2])
validator = Draft7Validator(profile, format_checker=FormatChecker())
files = sorted(site.glob("data/*/datapackage.json"))
read = [json.loads(file.read_text("utf-8")) for file in files]
found = [each.message for descriptor in read for each in validator.iter_errors(descriptor)]
print(f"{len(files)} descriptors, {len(found)} errors")
assert files and not found
"""
ASK_FRICTIONLESS = """
import sys
from frictionless import Package
report = Package(sys.argv[1]).validate()
print(f"{report.stats['tasks']} tables, {report.stats['errors']} errors")
assert report.valid
"""
ASK_SHACL = """
import sys
from pyshacl import validate
formats = {"data_graph_format": "json-ld", "shacl_graph_format": "turtle"}
found, graph, text = validate(sys.argv[2], shacl_graph=sys.argv[1], **formats)
print(f"conforms: {found}, violations: {text.count('Constraint Violation')}")
assert found
"""
ASK_CROISSANT = """
import csv, json, sys
from pathlib import Path
import mlcroissant
folder = Path(sys.argv[1])
dataset = mlcroissant.Dataset(jsonld=folder / "croissant.json")
names = [each["name"] for each in json.loads((folder / "croissant.json").read_text("utf-8"))["recordSet"]]
read = {name: sum(1 for _ in dataset.records(record_set=name)) for name in names}
files = {name: (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") for name in names}
rows = {name: sum(1 for _ in csv.reader(file)) - 1 for name, file in files.items()}
print(f"{len(names)} record sets, {sum(read.values())} records")
assert read == rows
"""
ASK_EXTRUCT = """
import sys
from pathlib import Path
import extruct
site = Path(sys.argv[1])
found = downloads = 0
for page in map(Path, sys.argv[2:]):
    taken = extruct.extract((site / page).read_text("utf-8"), syntaxes=["json-ld"], errors="strict")
    datasets = [each for each in taken["json-ld"] if each["@type"] == "Dataset"]
    assert len(datasets) == 1, "no Dataset"
    found += 1
    for each in datasets[0]["distribution"]:
        file = (site / page).parent / each["contentUrl"]
        assert file.resolve().is_file(), "a download address without a file"
        downloads += 1
print(f"{found} pages, {found} Dataset, {downloads} downloads")
"""
ASK_DATASETTE = """
import csv, json, subprocess, sys
from pathlib import Path
folder, name = Path(sys.argv[1]), sys.argv[2]
files = [str(folder / f"{name}.sqlite"), "-m", str(folder / "datasette.json")]
base = [sys.executable, "-m", "datasette", *files, "--get"]
def get(path):
    done = subprocess.run([*base, path], capture_output=True, text=True)
    assert done.returncode == 0, "the database cannot be opened"
    return json.loads(done.stdout)
count = get(f"/{name}.json?sql=select+count(*)+as+n+from+figures&_shape=array")[0]["n"]
row = get(f"/{name}/funds.json?_labels=on&_size=1&_shape=array")[0]
rows = sum(1 for _ in csv.reader((folder / "figures.csv").open(encoding="utf-8-sig", newline=""))) - 1
print(f"{count} figures; {row['indicator']['value']} is shown as {row['indicator']['label']}")
assert count == rows
"""


def trials(tools: Tools, shapes: Mapping[str, Path]) -> list[Trial]:
    """Return every trial; one by shapes can be run only where they are at hand."""
    return [
        Trial(
            id="profile",
            programs=tools.named("jsonschema"),
            inputs=("data/*/datapackage.json",),
            run=lambda site: tools.script(ASK_PROFILE, PROFILE, site),
            spoil=lambda site: change_json(
                site / DATA / "datapackage.json", lambda each: each.pop("resources")
            ),
        ),
        Trial(
            id="frictionless",
            programs=tools.named("frictionless"),
            inputs=(f"{DATA}/datapackage.json",),
            run=lambda site: tools.script(ASK_FRICTIONLESS, site / DATA / "datapackage.json"),
            spoil=spoil_value,
        ),
        Trial(
            id="csvw",
            programs=tools.named("csvw"),
            inputs=(f"{DATA}/csv-metadata.json",),
            run=lambda site: [
                tools.python.with_name("csvwvalidate"),
                "-v",
                site / DATA / "csv-metadata.json",
            ],
            spoil=spoil_value,
        ),
        *(_by_shapes(profile, tools, shapes.get(profile)) for profile in SHAPES),
        *_of_programs(tools),
    ]


def _by_shapes(profile: str, tools: Tools, shapes: Path | None) -> Trial:
    catalogue = "data/catalog.jsonld"
    return Trial(
        id=profile,
        programs=(*tools.named("pyshacl"), SHAPES[profile][0]),
        inputs=(catalogue,),
        run=(lambda site: tools.script(ASK_SHACL, shapes, site / catalogue)) if shapes else None,
        spoil=spoil_title,
    )


def _of_programs(tools: Tools) -> list[Trial]:
    return [
        Trial(
            id="croissant",
            programs=tools.named("mlcroissant"),
            inputs=(f"{DATA}/croissant.json",),
            run=lambda site: tools.script(ASK_CROISSANT, site / DATA),
            spoil=spoil_column,
        ),
        Trial(
            id="schema_org",
            programs=tuple(each.replace("@", " ") for each in NPM),
            inputs=PAGES,
            run=lambda site: typescript(tools, site),
            spoil=lambda site: change(site / PAGES[0], '"isAccessibleForFree"', '"isAccesibleForFree"'),
        ),
        Trial(
            id="extruct",
            programs=tools.named("extruct"),
            inputs=PAGES,
            run=lambda site: tools.script(ASK_EXTRUCT, site, *PAGES),
            spoil=lambda site: change(
                site / PAGES[0], f"{PUBLISHER}/figures.csv", f"{PUBLISHER}/no-such.csv"
            ),
        ),
        Trial(
            id="datasette",
            programs=tools.named("datasette"),
            inputs=(f"{DATA}/{PUBLISHER}.sqlite", f"{DATA}/datasette.json"),
            run=lambda site: tools.script(ASK_DATASETTE, site / DATA, PUBLISHER),
            spoil=spoil_database,
        ),
        Trial(
            id="sums",
            programs=(version_of_sha256sum(),),
            inputs=(f"{DATA}/SHA256SUMS",),
            run=lambda site: [
                "sh",
                "-c",
                f'cd "{site / DATA}" && sha256sum --quiet -c SHA256SUMS && wc -l SHA256SUMS',
            ],
            spoil=lambda site: (
                (site / DATA / "funds.csv").write_bytes((site / DATA / "funds.csv").read_bytes()[:-1] + b"x")
                and None
            ),
        ),
    ]


def version_of_sha256sum() -> str:
    """Return the name and version of the program as it gives them."""
    said = subprocess.run(("sha256sum", "--version"), capture_output=True, text=True, check=True).stdout
    return said.splitlines()[0]


def typescript(tools: Tools, site: Path) -> list[str | Path]:
    """Write what the pages say as TypeScript of schema.org, and return the command that checks it."""
    npm = tools.folder / "npm"
    lines = ['import type { Dataset, WithContext } from "schema-dts";']
    for at, page in enumerate(PAGES):
        html = (site / page).read_text(encoding="utf-8")
        (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
        lines.append(f"export const page{at}: WithContext<Dataset> = {said};")
    (npm / "pages.ts").write_text("\n".join(lines), encoding="utf-8")
    compiler = npm / "node_modules" / ".bin" / "tsc"
    return [
        compiler,
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--moduleResolution",
        "bundler",
        "--module",
        "esnext",
        npm / "pages.ts",
    ]


def change(file: Path, before: str, after: str) -> None:
    """Replace a text that must be there."""
    text = file.read_text(encoding="utf-8")
    assert before in text, (file.name, before)
    file.write_text(text.replace(before, after), encoding="utf-8", newline="")


def change_json(file: Path, spoil: Callable[[dict], object]) -> None:
    """Let a function change what a JSON file says."""
    said = json.loads(file.read_text(encoding="utf-8"))
    spoil(said)
    file.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def spoil_value(site: Path) -> None:
    """Make a word of a number in a CSV file."""
    file = site / DATA / "funds.csv"
    file.write_bytes(re.sub(rb",2950000,", b",many,", file.read_bytes(), count=1))
    assert b",many," in file.read_bytes()


def spoil_title(site: Path) -> None:
    """Take the title of a data set out of the catalogue."""
    change_json(site / "data" / "catalog.jsonld", lambda each: each["dcat:dataset"][0].pop("dct:title"))


def spoil_column(site: Path) -> None:
    """Let a field of Croissant name a column that is not there."""

    def spoil(said: dict) -> None:
        said["recordSet"][0]["field"][0]["source"]["extract"]["column"] = "no-such-column"

    change_json(site / DATA / "croissant.json", spoil)


def spoil_database(site: Path) -> None:
    """Cut a database in half."""
    file = site / DATA / f"{PUBLISHER}.sqlite"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def held(trial: Trial, site: Path, folder: Path) -> Outcome:
    """Run a trial on the site and on a spoiled copy of what it reads."""
    if trial.run is None:
        return outcome(trial, (None, ""), (None, ""))
    published = ask(trial.run(site), site, folder)
    copy = folder / "spoiled"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(site / "data", copy / "data")
    for page in PAGES:
        (copy / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(site / page, copy / page)
    trial.spoil(copy)
    passed, said_of_spoiled = ask(trial.run(copy), copy, folder)
    return outcome(trial, published, (not passed, said_of_spoiled))


def outcome(trial: Trial, published: tuple[bool | None, str], spoiled: tuple[bool | None, str]) -> Outcome:
    """Return what is recorded of a trial, and print its verdicts."""
    accepted, rejected = published[0], spoiled[0]
    verdicts = ("accepted" if accepted else "NOT ACCEPTED", "rejected" if rejected else "NOT REJECTED")
    told = "NOT RUN" if accepted is None else f"{verdicts[0]}; spoiled: {verdicts[1]}"
    print(f"{trial.id}: {told}", flush=True)
    return Outcome(
        id=trial.id, programs=trial.programs, inputs=trial.inputs, accepted=accepted, said=published[1],
        rejected=rejected, said_of_spoiled=spoiled[1],
    )  # fmt: skip


def ask(command: list[str | Path], site: Path, folder: Path) -> tuple[bool, str]:
    """Return whether a validator was content, and its last line without paths of this machine."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    lines = [line.strip() for line in (done.stdout + "\n" + done.stderr).splitlines() if line.strip()]
    told = [line for line in done.stdout.splitlines() if line.strip()]
    said = (
        told[-1] if told and (done.returncode == 0 or lines[-1] == "AssertionError") else "".join(lines[-1:])
    )
    for path in (site, folder):
        said = said.replace(f"{path}/", "").replace(str(path), "")
    said = re.sub(r"\S*/(?=pages\.ts)", "", said)
    return done.returncode == 0, said if len(said) <= MOST_SAID else f"{said[: MOST_SAID - 1]}…"


def shapes_at_hand(given: Iterable[Path], folder: Path) -> dict[str, Path]:
    """Return the file of shapes of each profile, found among those given or fetched; say which is missing."""
    bodies = [each.read_bytes() for each in given]
    found = {}
    for profile, (name, address, digest) in SHAPES.items():
        body = next((each for each in bodies if hashlib.sha256(each).hexdigest() == digest), None)
        body = body or fetched(name, address, digest)
        if body:
            found[profile] = folder / f"{profile}.ttl"
            found[profile].write_bytes(body)
    return found


def fetched(name: str, address: str, digest: str) -> bytes | None:
    """Return a file if it can be had and is the one that is known; else say why not."""
    try:
        body: bytes = urllib.request.urlopen(address, timeout=30).read()
    except OSError as error:
        print(f"The {name} cannot be read from {address} ({error}); name a copy with --shapes.")
        return None
    if hashlib.sha256(body).hexdigest() != digest:
        print(f"{address} does not have the SHA-256 of the known {name}, {digest}.")
        return None
    return body


def hold(site: Path | None, given: Iterable[Path], kept: Path | None) -> list[Outcome]:
    """Hold every trial, with a site and validators that are there already or made for it."""
    with tempfile.TemporaryDirectory(prefix="yearbook-") as name:
        folder = Path(name)
        if not site:
            site = folder / "site"
            subprocess.run([sys.executable, ROOT / "build.py", "--out", site], check=True)
        kept = kept or folder / "tools"
        tools = Tools(kept) if (kept / "python").exists() else install(kept)
        shapes = shapes_at_hand(given, folder)
        return [held(each, site.resolve(), folder) for each in trials(tools, shapes)]


def differences(found: Iterable[Outcome], recorded: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield each way in which the record is not what was found; nothing can be said of what was not run."""
    before = {each["id"]: each for each in recorded}
    now = {each.id: each for each in found}
    if list(before) != list(now):
        yield f"recorded are {', '.join(before)}; there are {', '.join(now)}"
    for each in now.values():
        if each.id in before and each.accepted is not None:
            pairs = zip(compared(before[each.id]), compared(asdict(each)), strict=True)
            yield from (
                f"{each.id}: recorded is {then!r}, found {this!r}" for then, this in pairs if then != this
            )


def compared(outcome: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what is the same on every machine: not the wording, nor the version of a system's program."""
    programs = [re.sub(r"^(sha256sum .*) \S+$", r"\1", each) for each in outcome["programs"]]
    return programs, list(outcome["inputs"]), outcome["accepted"], outcome["rejected"]


def main() -> int:
    """Hold every trial, write the record or compare with it, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the record instead of writing it")
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument(
        "--shapes",
        type=Path,
        nargs="+",
        default=(),
        help="SHACL shapes that cannot be fetched",
    )
    parser.add_argument(
        "--tools", type=Path, help="a folder that keeps the validators from one run to the next"
    )
    asked = parser.parse_args()
    if missing := [str(each) for each in asked.shapes if not each.is_file()]:
        parser.error(f"no such file: {', '.join(missing)}")
    outcomes = hold(asked.site, asked.shapes, asked.tools)
    failed = any(each.accepted is False or each.rejected is False for each in outcomes)
    missed = [each.id for each in outcomes if each.accepted is None]
    print(f"{len(outcomes) - len(missed)} of {len(outcomes)} validators were run.")
    if asked.check:
        wrong = list(differences(outcomes, json.loads(RECORD.read_text(encoding="utf-8"))))
        print(*wrong, sep="\n", end="\n" if wrong else "")
        return 1 if failed or wrong else 0
    record = [asdict(each) for each in outcomes]
    RECORD.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if failed or missed else 0


if __name__ == "__main__":
    sys.exit(main())
