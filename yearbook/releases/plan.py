"""What the next release would be: its version, every change with its reason, and what stands in its way."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from yearbook.model import FACT_TABLES, Finding, Package, Result, Where
from yearbook.record import KINDS, PACKAGE, RELEASE, Change, Released, digest_of
from yearbook.releases.difference import Difference, Step, difference
from yearbook.releases.reading import version_key
from yearbook.store import code_hash

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_DESCRIPTOR = "datapackage.json"
# What a release writes into the descriptor.
STATED = ("version", "created")
_ROOT = Path(__file__).parents[2]
_PROGRAM = ("build.py", "requirements.txt", "yearbook", "charts", "templates", "words", "fonts")
_COLUMNS = ("figure", "kind", "reason", "reason_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What whoever releases says of it: why, of what kind the changes are, the day, who signs it.

    `reasons` is a CSV (figure, kind, reason, reason_en) for figures with a reason of their own; `sign`
    is given the list of check sums and puts a signature beside it.
    """

    why: str
    day: date
    sign: Callable[[Path], None] | None = None
    why_en: str = ""
    kind: str = KINDS[0]
    signer: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A release that could be made, and the findings that stop it."""

    release: Released
    step: Step
    findings: tuple[Finding, ...]


def plan_of(result: Result, found: Iterable[Finding], wish: Wish, drafts: Collection[str] = ()) -> Plan:
    """Return what the next release of a publisher would be; `found` is everything found in its package.

    `drafts` are the publishers with anything not released: a package packed in with this one must not be.
    """
    package, latest = result.package, result.record.latest
    found_now = difference(latest.package if latest else {}, package.files)
    given = _reasons(wish.reasons)
    reasons = {each["figure"]: each for each in given}
    changes = tuple(_change(cell, reasons, wish) for cell in found_now.cells)
    step = _step(found_now, changes) if latest else ""
    least = bumped(latest.version, step) if latest else package.version
    version = least if latest and package.version == latest.version else package.version
    release = Released(
        publisher=package.id,
        version=version,
        day=wish.day,
        reason=wish.why.strip(),
        reason_en=wish.why_en.strip(),
        signer=wish.signer,
        previous=latest.sums if latest else "",
        made_with=program(),
        changes=changes,
        added=found_now.added,
        removed=found_now.removed,
        texts=found_now.texts if latest else (),
    )
    release = _frozen(release, package.files)
    wrong = (
        *_wrong(release, latest, least, wish),
        *_nothing(latest, step, release),
        *(_about(release, "release_of_draft", value=each) for each in sorted(_drafts_in(package, drafts))),
        *_reasons_wrong(reasons, found_now, release),
        *(_about(release, "release_reason_twice", value=each) for each in _twice(given)),
        *(replace(each, severity="must_fix") for each in found if _stops(each, package.id)),
    )
    return Plan(release=release, step=step, findings=tuple(wrong))


def program() -> str:
    """Return what names the program that makes the files: a hash of its code, words, faces and libraries."""
    code = code_hash(*(_ROOT / each for each in _PROGRAM))
    return f"yearbook {code[:12]}"


def bumped(version: str, step: Step) -> str:
    """Return the version after a step: 1.4.2 becomes 2.0.0, 1.5.0 or 1.4.3."""
    major, minor, patch = version_key(version)
    after = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
    return ".".join(map(str, after.get(step, (major, minor, patch))))


def with_stated(descriptor: bytes, key: str, value: str) -> bytes:
    """Return a descriptor with another text for a key, nothing else changed; ValueError without it."""
    text = descriptor.decode()
    told: dict[str, Any] = json.loads(text.removeprefix("\ufeff"))
    wanted = {**told, key: value}
    pattern = re.compile(rf'("{key}"\s*:\s*)"{re.escape(told[key])}"')
    for match in pattern.finditer(text):
        changed = f'{text[: match.start()]}{match[1]}"{value}"{text[match.end() :]}'
        if json.loads(changed.removeprefix("\ufeff")) == wanted:
            return changed.encode()
    raise ValueError(f"no {key} to change")


def release_json(release: Released) -> bytes:
    """Return what `release.json` says of a release."""
    told = {
        "publisher": release.publisher,
        "version": release.version,
        "date": release.day.isoformat(),
        "reason": release.reason,
        "reason_en": release.reason_en,
        "signer": release.signer,
        "previous": release.previous,
        "digest": release.digest,
        "made_with": release.made_with,
        "changes": [asdict(each) for each in release.changes],
        "added": list(release.added),
        "removed": list(release.removed),
        "texts": list(release.texts),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _frozen(release: Released, files: Mapping[str, bytes]) -> Released:
    """The release with its package; its descriptor says the version and the day papers and citations tell."""
    stated = files[_DESCRIPTOR]
    for key, value in zip(STATED, (release.version, f"{release.day.isoformat()}T00:00:00Z"), strict=True):
        stated = with_stated(stated, key, value)
    frozen = {**files, _DESCRIPTOR: stated}
    release = replace(release, digest=digest_of(frozen))
    bodies = {PACKAGE + path: body for path, body in frozen.items()}
    return replace(release, files={**bodies, RELEASE: release_json(release)})


def _step(found: Difference, changes: Iterable[Change]) -> Step:
    """The least step; a source that states figures anew brings new data, not a mended error."""
    if found.step == "patch" and any(each.kind == "revision" for each in changes):
        return "minor"
    return found.step


def _change(
    cell: tuple[str, str, str, str, str], reasons: Mapping[str, Mapping[str, str]], wish: Wish
) -> Change:
    table, row, column, old, new = cell
    own = reasons.get(row, {}) if table in FACT_TABLES else {}
    return Change(
        table=table,
        row=row,
        column=column,
        old=old,
        new=new,
        kind=own.get("kind") or wish.kind,
        reason=own.get("reason") or wish.why.strip(),
        reason_en=own.get("reason_en") or ("" if own.get("reason") else wish.why_en.strip()),
    )


def _wrong(release: Released, latest: Released | None, least: str, wish: Wish) -> Iterator[Finding]:
    if not release.reason:
        yield _about(release, "release_no_reason")
    if wish.kind not in KINDS:
        yield _about(release, "release_kind", value=wish.kind, kinds=", ".join(KINDS))
    if not _VERSION.fullmatch(release.version):
        yield _about(release, "release_version_form", value=release.version)
    elif latest and version_key(release.version) < version_key(least):
        yield _about(
            release, "release_version_small", value=release.version, last=latest.version, least=least
        )
    if latest and release.day < latest.day:
        yield _about(release, "release_too_early", value=release.day.isoformat(), last=latest.day.isoformat())


def _drafts_in(package: Package, drafts: Collection[str]) -> set[str]:
    """The packages packed in with this one that may still change; of two that name each other, neither."""
    named = {each.id for each in package.others.values() if package.id not in each.neighbours}
    return named & {*drafts}


def _nothing(latest: Released | None, step: Step, release: Released) -> Iterator[Finding]:
    if latest and not step:
        yield _about(release, "release_nothing", last=latest.version)


def _reasons(text: str) -> list[dict[str, str]]:
    read = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    rows = ({name: (row.get(name) or "").strip() for name in _COLUMNS} for row in read)
    return [each for each in rows if any(each.values())]  # Excel saves empty rows as commas


def _twice(given: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """Figures with more than one reason, of which only one could be told."""
    counted = Counter(each["figure"] for each in given)
    return (figure for figure, count in counted.items() if count > 1)


def _reasons_wrong(
    reasons: Mapping[str, Mapping[str, str]], found: Difference, release: Released
) -> Iterator[Finding]:
    changed = {row for table, row, *_ in found.cells if table in FACT_TABLES}
    for figure, told in reasons.items():
        if figure not in changed:
            yield _about(release, "release_reason_unknown", value=figure)
        elif told["kind"] not in ("", *KINDS):
            yield _about(release, "release_kind", value=told["kind"], kinds=", ".join(KINDS))


def _stops(finding: Finding, publisher: str) -> bool:
    """Whether a draft may have this and a release may not: a relation that fails without an explanation."""
    return finding.code == "relation_fails" and finding.where.publisher == publisher


def _about(release: Released, code: str, **details: str) -> Finding:
    where = Where(publisher=release.publisher, file=_DESCRIPTOR)
    return Finding(code=code, where=where, details=tuple(details.items()))
