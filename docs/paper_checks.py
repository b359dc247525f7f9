#!/usr/bin/env python3
"""Check one paper of each kind with other people's tools and write what each said to `docs/paper_checks.md`.

    python docs/paper_checks.py site

`site` is a built site. A report of a checker is no certificate: each tests some rules and not others.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import page
import pdfua
import pikepdf

OUT = Path(__file__).parent / "paper_checks.md"
HEAD = """# What checkers say about the papers

Every paper is exported by Typst {typst} as PDF/UA-1 and PDF/A-3a, and the exporter stops where a rule it
knows is broken, as where a picture has no description. This page is written by `docs/paper_checks.py` from
one paper of each kind. It is a report and no certificate: no tool here tests every rule, and nobody judged
the reading order.

- page-validation {page}: {rules_a} rules of PDF/A-3a and {rules_ua} of PDF/UA-1.
- pdfua {pdfua}: some rules of PDF/UA-1; it names those it left out.
- pikepdf {pikepdf}: is the file well-formed and tagged; its language, attachments and declarations.

| paper | pages | page-validation, PDF/A-3a | page-validation, PDF/UA-1 | pdfua | pikepdf |
|---|---|---|---|---|---|
"""
FOOT = """
## The rule page-validation finds broken

`GLYPH-WIDTH`: the width of the glyph CID 1 is 0 in the embedded program of the face and not 0 in the table of
the file. Papers set by Typst in the Noto faces (CFF outlines) have it, those set in TrueType faces do not.
Whether the subset or the reading of it is at fault has not been decided here. Words, order and descriptions
are not touched by it.
"""
PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def papers(site: Path) -> Iterator[Path]:
    """Yield one paper of each kind and language: the first by its path."""
    found: dict[str, Path] = {}
    for file in sorted((site / "reports").rglob("*.pdf"), reverse=True):
        found[file.name] = file
    yield from (found[name] for name in sorted(found))


def said_by_page(file: Path, profile: page.ValidationProfile) -> tuple[str, int]:
    """Return what page-validation says and how many rules it tested."""
    report = page.validate_pdf(str(file), profile=profile)
    rules = Counter(each.rule_id for each in report.failures)
    named = ", ".join(f"`{rule}` {count} times" for rule, count in sorted(rules.items()))
    said = f"{report.rules.passed} of {report.rules.total} rules"
    return said + (f"; broken: {named}" if named else ""), report.rules.total


def said_by_pdfua(file: Path) -> str:
    """Return what pdfua says."""
    report = pdfua.validate(str(file))
    left_out = [each.rule_id for each in report.outcomes if each.skipped_reason]
    found = Counter(each.rule_id for each in report.findings)
    named = ", ".join(f"`{rule}` {count} times" for rule, count in sorted(found.items())) or "no findings"
    skipped = f", left out: {', '.join(f'`{each}`' for each in left_out)}" if left_out else ""
    return f"{len(report.outcomes)} rules, {named}{skipped}"


def said_by_pikepdf(file: Path) -> tuple[str, int]:
    """Return what the objects of the file say, and how many pages there are."""
    with pikepdf.open(file) as pdf, pdf.open_metadata() as told:
        problems = pdf.check_pdf_syntax()
        archive = told.get("pdfaid:part", "") + told.get("pdfaid:conformance", "").lower()
        declared = f"UA-{told.get('pdfuaid:part')}, A-{archive}"
        facts = [
            f"declares {declared}",
            "tagged" if pdf.Root.MarkInfo.Marked else "not tagged",
            f"language {pdf.Root.Lang}",
            f"{len(pdf.attachments)} files attached",
            f"{len(problems)} faults of syntax",
        ]
        return ", ".join(facts), len(pdf.pages)


def main(site: Path) -> None:
    """Write the page."""
    rows, rules = [], (0, 0)
    for file in papers(site):
        (archive, of_a), (access, of_ua) = (said_by_page(file, profile) for profile in PROFILES)
        rules = (of_a, of_ua)
        objects, pages = said_by_pikepdf(file)
        name = file.relative_to(site / "reports").as_posix()
        rows.append(f"| {name} | {pages} | {archive} | {access} | {said_by_pdfua(file)} | {objects} |\n")
    versions = {name: version(name) for name in ("typst", "pdfua", "pikepdf")}
    head = HEAD.format(page=version("page-validation"), rules_a=rules[0], rules_ua=rules[1], **versions)
    OUT.write_text(head + "".join(rows) + FOOT, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
