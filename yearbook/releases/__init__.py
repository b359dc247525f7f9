"""What was published and when, kept for ever: a record that is only added to, and what can be told from it.

`releases/<publisher>/<version>/` holds the frozen package, the tables, workbook and ZIP published with it,
`release.json` (what changed, when and why),
`published.sha256` (every file that was published with it) and `SHA256SUMS` (of all of them). The next release
names the SHA-256 of that list, so no release can be changed, taken out or put elsewhere without being found.
"""

from __future__ import annotations

from pathlib import Path

from yearbook.model import FACT_TABLES, Finding, Package, Where
from yearbook.record import FOLDER, Record
from yearbook.releases.difference import difference
from yearbook.releases.reading import missing_from, read_record

__all__ = ["beside", "missing_from", "record_of", "without_package"]


def beside(packages: Path) -> Path:
    """Return where the releases of a folder of packages stand."""
    return packages.parent / FOLDER


def record_of(package: Package, releases: Path) -> tuple[Record, tuple[Finding, ...]]:
    """Return a publisher's record and what is wrong in it, or with released figures in the package."""
    record, findings = read_record(releases, package.id)
    if findings or record.latest is None:
        return record, findings
    found = difference(record.latest.package, package.files)
    told = {"version": record.latest.version}
    gone = (_about(package, "figure_gone", each, told) for each in found.gone)
    reused = (_about(package, "figure_reused", each, told) for each in found.reused)
    return record, (*gone, *reused)


def without_package(releases: Path, packages: Path) -> tuple[Finding, ...]:
    """Return a finding for every publisher that has releases and no package any more."""
    kept = sorted(each.name for each in releases.glob("[!.]*") if each.is_dir()) if releases.is_dir() else []
    return tuple(
        Finding(code="release_orphaned", where=Where(file=f"{FOLDER}/{name}"), details=(("value", name),))
        for name in kept
        if not (packages / name).is_dir()
    )


def _about(package: Package, code: str, figure: str, told: dict[str, str]) -> Finding:
    fact = package.observations.get(figure)
    where = (
        Where(publisher=package.id, file=f"data/{fact.table}.csv", row=fact.row)
        if fact
        else Where(publisher=package.id)
    )
    details = tuple({"value": figure, "tables": ", ".join(FACT_TABLES), **told}.items())
    return Finding(code=code, where=where, figures=(figure,), details=details)
