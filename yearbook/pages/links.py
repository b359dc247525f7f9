"""The addresses of a table: as it is now, one year of it as it is now, and as it was released."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yearbook.model import Observation, Package, Result
from yearbook.record import Released


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Paths in the site: `latest` and each of `years` follow every correction, `frozen` never changes.

    `release` is the last one that holds the table; without it `frozen` is empty.
    """

    latest: str
    years: tuple[tuple[int, str], ...]
    frozen: str
    release: Released | None


def links_to(result: Result, table: str, years: Iterable[int] = (), figure: str = "") -> Links:
    """Return the addresses of a table, with those of some years of it; frozen where it has a figure."""
    folder, name = f"data/{result.package.id}", f"{table}.csv"
    holding = (each for each in reversed(result.record.releases) if name in each.files)
    release = next((each for each in holding if not figure or figure in each.tables[table]), None)
    return Links(
        latest=f"{folder}/{name}",
        years=tuple((year, f"{folder}/{year}/{name}") for year in years),
        frozen=f"{release.address}{name}" if release else "",
        release=release,
    )


def links_to_topic(result: Result, topic: str) -> Links:
    """Return the addresses of a table of figures, with all its years."""
    return links_to(result, topic, years_of(result.package, topic))


def years_of(package: Package, topic: str = "") -> tuple[int, ...]:
    """Return the years a table of figures has rows of, the latest first; all years without one."""
    facts = package.observations.values()
    return tuple(sorted({each.year for each in facts if topic in ("", each.table)}, reverse=True))


def links_to_figure(figure: Observation, result: Result) -> Links:
    """Return the addresses of the table a figure stands in; frozen where a release has the figure."""
    return links_to(result, figure.table, (figure.year,), figure.id)


def superseding(release: Released, result: Result) -> tuple[Released, ...]:
    """Return the releases that came after one, the next first."""
    releases = result.record.releases
    return releases[releases.index(release) + 1 :]
