"""A new publisher's package from answers: a whole, valid folder with standard look-ups and not one figure.

Nothing is invented: what a package states comes from the answers, the rest from `templates/starter/`.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from yearbook.model import Finding
from yearbook.preflight import preflight
from yearbook.words import Words

_FORM = Path(__file__).with_name("form.json")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YES, _NO = ("y", "yes", "是"), ("n", "no", "否", "不是")
# What else stands at the root of the site: a publisher's pages need an address of their own.
_TAKEN = frozenset(
    {
        "assets",
        "charts",
        "compare",
        "data",
        "how-we-check",
        "report-a-problem",
        "reports",
        "search",
        "share",
        "verify",
    }
)
# The first ending that fits says what kind of place it is.
_KINDS = {
    "自治区": "province", "新区": "district", "开发区": "zone", "区": "district", "县": "county",
    "旗": "county", "市": "city", "省": "province", "街道": "subdistrict", "镇": "town", "乡": "town",
    "村": "village",
}  # fmt: skip
_SOURCE = "first-source"
_WHOLE_TEXT = "全文"
_LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Something a package has to state, under the name of its flag and its wording.

    What is `needed` must be said by somebody; for the rest there is an answer that needs no asking.
    """

    name: str
    needed: bool = True

    @property
    def flag(self) -> str:
        """The flag that answers it."""
        return "--official/--not-official" if self.name == "official" else "--" + self.name.replace("_", "-")


QUESTIONS = (
    Question("place"),
    Question("place_en"),
    Question("publisher_name"),
    Question("publisher_name_en"),
    Question("official"),
    Question("compiler"),
    Question("title", needed=False),
    Question("title_en", needed=False),
    Question("year"),
    Question("source_title"),
    Question("source_title_en", needed=False),
    Question("source_date", needed=False),
    Question("telephone", needed=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a new publisher says of itself, as it was typed; empty where there is nothing to say."""

    name: str
    given: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, question: str) -> str:
        return dict(self.given).get(question, "")

    def plus(self, question: str, answer: str) -> Answers:
        """Return the same answers and one more."""
        return Answers(name=self.name, given=(*self.given, (question, answer)))

    @property
    def is_official(self) -> bool:
        """Whether the publisher itself puts these figures out."""
        return self["official"].lower() in _YES

    def open(self) -> Iterator[Question]:
        """Yield what has no answer yet; who compiled it is asked only where that is not the publisher."""
        known = dict(self.given)
        for each in QUESTIONS:
            if each.name not in known and not (each.name == "compiler" and self.is_official):
                yield each


def name_problem(name: str, packages: Path, languages: Sequence[Words]) -> str:
    """Return why a new package cannot be called this, as the key of its wording; empty when it can."""
    if not _NAME.fullmatch(name):
        return "not_an_id"
    if name in _TAKEN or name in {words.language for words in languages}:
        return "taken"
    folder = packages / name
    return "exists" if folder.exists() or folder.is_symlink() else ""


def answer_problem(question: str, text: str) -> str:
    """Return why a text is no answer to a question, as the key of its wording; empty when it is one."""
    match question:
        case "official":
            return "" if text.lower() in (*_YES, *_NO) else "yes_no"
        case "year":
            return "" if re.fullmatch(r"(19[5-9]|20[0-9])[0-9]", text) else "year"
        case "source_date":
            return "" if not text or _is_day(text) else "day"
    needed = next(each.needed for each in QUESTIONS if each.name == question)
    return "empty" if needed and not text.strip() else ""


def suggestion(question: str, answers: Answers, languages: Sequence[Words], last_year: int) -> str:
    """Return the likely answer to a question from those before it; empty when there is none."""
    place = {"zh": answers["place"], "en": answers["place_en"]}
    base, language = question.removesuffix("_en"), "en" if question.endswith("_en") else "zh"
    match base:
        case "place":
            return answers.name.replace("-", " ").title() if language == "en" else ""
        case "publisher_name" | "title":
            words = next(each for each in languages if each.language == language)
            return words(f"starter.likely.{base}", place=place[language])
        case "official":
            return _NO[0]
        case "year":
            return str(last_year)
        case "source_title":
            return answers["source_title"]
    return ""


def start(
    answers: Answers, packages: Path, seeds: Path, languages: Sequence[Words], day: date
) -> tuple[Finding, ...]:
    """Write the package in one step and return what is found in it; what must be mended is not written."""
    packages.mkdir(parents=True, exist_ok=True)
    # Beside its place under a hidden name, which no build reads, and renamed when it is whole.
    with TemporaryDirectory(prefix=f".{answers.name}.", dir=packages) as beside:
        half = Path(beside) / answers.name
        for path, body in _files(answers, seeds, languages, day).items():
            file = half / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
        findings = preflight(half)
        if not any(each.severity == "must_fix" for each in findings):
            os.rename(half, packages / answers.name)
    return findings


def _files(answers: Answers, seeds: Path, languages: Sequence[Words], day: date) -> dict[str, bytes]:
    form = json.loads(_FORM.read_text(encoding="utf-8"))
    rows = {
        "codes": _seeds(seeds / "codes.csv"),
        "indicators": _seeds(seeds / "indicators.csv"),
        "places": [_place(answers)],
        "sources": [_source(answers)],
    }
    descriptor = json.dumps(_descriptor(answers, form, languages, day), ensure_ascii=False, indent=2) + "\n"
    files = {"datapackage.json": descriptor.encode()}
    for name, table in form.items():
        columns = [each["name"] for each in table["schema"]["fields"]]
        files[f"data/{name}.csv"] = _csv(columns, rows.get(name, []))
    for language in ("zh", "en"):
        prose = (seeds / f"prose.{language}.md").read_text(encoding="utf-8")
        files[f"prose/{answers['year']}.{language}.md"] = prose.encode()
    return files


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """A table as Excel writes it (UTF-8 with its mark, CRLF), so that saving there changes nothing else."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _seeds(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


def _place(answers: Answers) -> dict[str, str]:
    kind = next((kind for end, kind in _KINDS.items() if answers["place"].endswith(end)), "other")
    named = {"id": answers.name, "label_zh": answers["place"], "label_en": answers["place_en"]}
    return {**named, "kind": kind, "source": _SOURCE, "locator": _WHOLE_TEXT}


def _source(answers: Answers) -> dict[str, str]:
    """The first source: issued by the publisher, which a compiler only supposes."""
    return {
        "id": _SOURCE,
        "title_zh": answers["source_title"],
        "title_en": answers["source_title_en"] or answers["source_title"],
        "title_supplied": "no",
        "issuer_zh": answers["publisher_name"],
        "issuer_en": answers["publisher_name_en"],
        "issuer_supplied": "no" if answers.is_official else "yes",
        "published": answers["source_date"],
        "completeness": "complete",
    }


def _descriptor(
    answers: Answers, form: Mapping[str, Any], languages: Sequence[Words], day: date
) -> dict[str, Any]:
    zh, en = (next(each for each in languages if each.language == language) for language in ("zh", "en"))
    kind = "official" if answers.is_official else "compiled"
    about = f"starter.about.{kind}"
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": answers.name,
        "title": answers["title"],
        "title@en": answers["title_en"],
        "description": zh(about, place=answers["place"]),
        "description@en": en(about, place=answers["place_en"]),
        "version": "0.1.0",
        "created": f"{day.isoformat()}T00:00:00Z",
        "keywords": ["教育", answers["place"], "education", answers["place_en"]],
        "licenses": [_LICENCE],
        "contributors": _contributors(answers),
        "sources": [{"title": answers["source_title"]}],
        "yearbook": {
            "official": answers.is_official,
            "publisher_zh": answers["publisher_name"],
            "publisher_en": answers["publisher_name_en"],
            "place": answers.name,
            "contact": {"telephone": answers["telephone"] or None, "address": None, "source": None},
        },
        "resources": [_resource(name, table) for name, table in form.items()],
    }


def _contributors(answers: Answers) -> list[dict[str, object]]:
    if answers.is_official:
        return [{"title": answers["publisher_name"], "roles": ["publisher"]}]
    named = ((answers["publisher_name"], "issuer"), (answers["compiler"], "compiler"))
    return [{"title": title, "roles": [role]} for title, role in named]


def _resource(name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    described = {key: value for key, value in table.items() if key != "schema"}
    plain = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": table["schema"]}
    return {"name": name, "path": f"data/{name}.csv", "type": "table", **described, **plain}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
