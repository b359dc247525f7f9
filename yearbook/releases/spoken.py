"""Releasing and verifying at the keyboard: what may be asked for, and what is told of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from yearbook.errors import ReleaseError
from yearbook.record import FOLDER, KINDS, Released
from yearbook.releases.plan import Wish, program
from yearbook.releases.signature import sign
from yearbook.releases.verifying import Verified
from yearbook.words import Words

_MOST_NAMED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let `release` and `verify` be told what they need."""
    group = parser.add_argument_group(
        "release, verify", "发布一版和核验 freeze a release; check what was published"
    )
    group.add_argument(
        "--why", default="", metavar="TEXT", help="为什么发布，写给公众看 the reason, for the public"
    )
    group.add_argument("--why-en", default="", metavar="TEXT", help="同一句话的英文 the same in English")
    group.add_argument(
        "--kind",
        choices=KINDS,
        default=KINDS[0],
        help="改动的性质：correction 更正（原来错了），revision 修订（来源重新公布） what the changes are",
    )
    group.add_argument(
        "--date", metavar="YYYY-MM-DD", type=date.fromisoformat, help="发布日期，默认今天 default: today"
    )
    group.add_argument(
        "--reasons",
        type=Path,
        metavar="FILE",
        help="逐项原因的 CSV：figure,kind,reason,reason_en a reason for each figure",
    )
    group.add_argument("--signer", default="", metavar="NAME", help="签发人或单位 who signs")
    group.add_argument("--sign", type=Path, metavar="KEY", help="用这把 SSH 私钥签名 sign with this SSH key")
    group.add_argument(
        "--signers", type=Path, metavar="FILE", help="核验签名用的名单 allowed signers, to verify signatures"
    )
    group.add_argument("--dry-run", action="store_true", help="只看，不发布 only show what it would be")


def wish_of(asked: argparse.Namespace, today: date) -> Wish:
    """Return what was asked for; ReleaseError where the day is still to come or the key is not there."""
    day = asked.date or today
    if day > today:
        raise ReleaseError(
            f"--date {day} 还没有到；发布以后不能撤回，在那天以前也不能再发布。 "
            "--date is still to come: a release cannot be taken back, nor followed by another before its day."
        )
    if asked.sign and not asked.sign.is_file():
        raise ReleaseError(f"找不到签名用的私钥 {asked.sign.name}。 There is no such key to sign with.")
    return Wish(
        why=asked.why,
        why_en=asked.why_en,
        day=day,
        sign=partial(sign, asked.sign) if asked.sign else None,
        kind=asked.kind,
        signer=asked.signer,
        reasons=_reasons(asked.reasons) if asked.reasons else "",
    )


def _reasons(file: Path) -> str:
    """The text of a file of reasons; Excel in Chinese saves a plain CSV in GBK, which is refused in words."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReleaseError(
            f"{file.name} 不是 UTF-8 编码。请在 Excel 或 WPS 里另存为“CSV UTF-8”。 "
            "It is not in UTF-8: in Excel or WPS save it as CSV UTF-8."
        ) from error
    if not {"figure", "reason"} <= set(text.partition("\n")[0].strip().split(",")):
        raise ReleaseError(
            f"{file.name} 的第一行要写列名：figure,kind,reason,reason_en。 "
            "Its first line must name the columns: figure,kind,reason,reason_en."
        )
    return text


def planned(release: Released, languages: Sequence[Words]) -> Iterator[str]:
    """Yield what a release would be: its version, how much changes, and every change."""
    yield from _told(release, languages, "would")


def released(release: Released, languages: Sequence[Words]) -> Iterator[str]:
    """Yield what a release is, where it is kept and what it can be named by."""
    yield from _told(release, languages, "done")
    folder = f"{FOLDER}/{release.publisher}/{release.version}/"
    yield from (words("releasing.kept", folder=folder, sums=release.sums) for words in languages)


def _told(release: Released, languages: Sequence[Words], how: str) -> Iterator[str]:
    told = {"publisher": release.publisher, "version": release.version, "day": release.day}
    yield from (words(f"releasing.{how}", **told, **release.counts) for words in languages)
    if not release.reason_en:
        yield from (words("releasing.no_english") for words in languages)
    for each in release.changes:
        name = f"{each.table} {each.row} {each.column}"
        yield f"  {name}: {each.old or '—'} → {each.new or '—'} ({each.kind}: {each.reason})"
    yield from (f"  {path}" for path in release.texts)


def verified(found: Verified, words: Words) -> Iterator[str]:
    """Yield what was found out in words: releases, signatures, every file that is not as it should be."""
    for publisher, record in found.records.items():
        last, told = record.latest, {"publisher": publisher}
        if last is None:
            yield words("verifying.no_release", **told)
            continue
        versions = words("patterns.list").join(each.version for each in record.releases)
        yield words("verifying.releases", **told, versions=versions)
        state = "is_draft" if publisher in found.drafts else "is_release"
        yield words(f"verifying.{state}", **told, version=last.version, day=words.date(last.day))
    for release, signed, who in found.signatures:
        yield words(f"verifying.signature.{signed}", release=release, who=who)
    yield words(
        "verifying.same",
        same=len(found.same),
        all=len(found.same) + len(found.different) + len(found.missing),
    )
    for kind in ("altered", "different", "missing", "unknown"):
        paths = getattr(found, kind)
        if paths:
            yield words(f"verifying.{kind}", count=len(paths))
            yield from (f"  {each}" for each in paths[:_MOST_NAMED])
    others = {each.latest.made_with for each in found.records.values() if each.latest} - {program()}
    if found.different and others:
        named = words("patterns.list").join(sorted(others))
        yield words("verifying.other_program", others=named, own=program())
    worth = "good" if found.is_good else "draft" if found.is_consistent else "bad"
    yield words(f"verifying.{worth}")
