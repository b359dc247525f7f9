"""The command line: what to do, progress while it is done, findings in words; it alone prints."""

from __future__ import annotations

import argparse
import http.server
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from yearbook.draft import spoken as draft
from yearbook.errors import YearbookError
from yearbook.model import Finding, Manifest, Result
from yearbook.publish import undo
from yearbook.record import Released
from yearbook.releases import spoken
from yearbook.releases.plan import Plan, Wish
from yearbook.releases.verifying import Verified
from yearbook.starter import QUESTIONS, Answers, Question, answer_problem, name_problem, start, suggestion
from yearbook.store import Store
from yearbook.words import Words, read_words

EXAMPLES = """\
  python3 build.py                        生成全站到 site/         build everything into site/
  python3 build.py check                  只查问题,不生成          findings only, nothing is built
  python3 build.py new my-county          新建一家的数据包         a new publisher, step by step
  python3 build.py --publisher erdao      只生成一家               one publisher only
  python3 build.py --out D:/public        生成到别的文件夹         build into another folder
  python3 build.py prose 总结.docx --publisher erdao --year 2018 --report 核文.html
                                          核对文稿里的每个数       check a draft number by number
  python3 build.py serve                  在本机看生成的网站       look at the built site on this computer
  python3 build.py release erdao --why "抄错一位" --dry-run
                                          看这次发布会变什么       what a release would be; nothing is written
  python3 build.py release erdao --why "抄错一位，按原件改正"
                                          发布一版，永不更改       freeze a release; there is no undo
  python3 build.py verify erdao.zip       核验下载的文件，重做一遍 check a published ZIP or site, rebuild it
  python3 build.py undo                   换回上一次发布的网站     put the site published before back
  python3 build.py test                   运行全部测试             run every test
"""
EXIT_CODES = """
退出码 exit code: 0 完成 done · 1 有必须改的问题，或核验不符 findings stop it, or it does not verify
               · 2 无法运行 could not run
"""
ACTIONS = ("build", "new", "check", "prose", "release", "verify", "serve", "undo", "test")
_PYTHON = "py" if os.name == "nt" else "python3"


class Blocked(YearbookError):  # noqa: N818 - not an error of ours: the data must be mended
    """Findings that must be mended before anything is published."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__("findings must be mended first")
        self.findings = tuple(findings)


class Say(Protocol):
    """Tells the person at the keyboard what is being done now."""

    def __call__(self, stage: str, words: Words | None = None, **values: object) -> None:
        """Name the stage that begins, the language it is made in, and what its wording tells."""


Build = Callable[[Path, Path, Path, tuple[str, ...], Store, Say], Manifest]
Examine = Callable[[Path, tuple[str, ...], Store], tuple[tuple[Result, ...], tuple[Finding, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spine:
    """What the command line can have done, as `build.py` does it."""

    build: Build
    examine: Examine
    plan: Callable[[Path, str, Wish, Store], Plan]
    release: Callable[[Path, str, Wish, Path, Store, Say], Released]
    verify: Callable[[Path, Path | None, Path, Store, Say], Verified]


def run(root: Path, spine: Spine, arguments: list[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    languages = read_words(root / "words")
    arguments = sys.argv[1:] if arguments is None else arguments
    # Help on one action says what belongs to it; otherwise everything may be asked for in any order.
    of = next((each for each in arguments if each in ACTIONS), "") if {"-h", "--help"} & {*arguments} else ""
    parser = _parser(root, languages, of)
    asked, rest = parser.parse_known_args(arguments)
    if rest and asked.action not in ("new", "test", "prose", "release", "verify"):
        parser.error(f"unknown: {' '.join(rest)}")
    store = Store(None if asked.no_cache else root / ".cache")
    try:
        match asked.action:
            case "new":
                return _new(root, asked, rest, languages)
            case "check":
                findings = spine.examine(asked.packages, tuple(asked.publisher), store)[1]
                return _report(findings, languages)
            case "prose":
                return _prose(root, spine, asked, rest, languages, store)
            case "serve":
                return _serve(asked.out, asked.port)
            case "release":
                return _release(root, spine, asked, [*rest, *asked.publisher], languages, store)
            case "verify":
                return _verify(root, spine, asked, rest, languages, store)
            case "undo":
                undo(asked.out)
                return _done(f"{asked.out.name}/ 已换回上一次发布的网站。 The site published before is back.")
            case "test":
                return subprocess.run(
                    [sys.executable, "-m", "pytest", *rest], cwd=root, check=False
                ).returncode
        started = time.monotonic()
        manifest = spine.build(
            root, asked.packages, asked.out, tuple(asked.publisher), store, _progress(languages)
        )
        return _built(manifest, asked.out, time.monotonic() - started)
    except Blocked as blocked:
        _report(blocked.findings, languages)
        if asked.action == "release":
            print("没有发布，什么都没有改动。 Nothing was released, nothing was changed.", file=sys.stderr)
        else:
            print("网站没有改动。 The published site is untouched.", file=sys.stderr)
        return 1
    except (YearbookError, OSError) as error:
        print(f"无法完成 could not go on: {error}", file=sys.stderr)
        return 2


def _examples(action: str) -> str:
    """The examples of one action, or of all."""
    each = re.split(r"\n(?=  python3 )", EXAMPLES.rstrip("\n"))
    shown = [example for example in each if f"build.py {action}" in example] or each
    return "\n".join(["例 examples:", *shown, EXIT_CODES])


def _parser(root: Path, languages: tuple[Words, ...], action: str = "") -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="年度统计数据包 → 公开网站、打印件、开放数据。 Public figures in, a public record out.",
        epilog=_examples(action),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="build", help="做什么,默认 build")
    parser.add_argument(
        "--publisher",
        action="append",
        default=[],
        metavar="NAME",
        help="只处理这一家,可多次给出 only this one",
    )
    parser.add_argument(
        "--packages",
        type=Path,
        default=root / "datapackages",
        metavar="FOLDER",
        help="数据包所在文件夹 folder of packages",
    )
    parser.add_argument(
        "--out", type=Path, default=root / "site", metavar="FOLDER", help="网站放在哪里 where the site goes"
    )
    parser.add_argument("--port", type=int, default=8000, help="serve 的端口 port for serve")
    parser.add_argument("--no-cache", action="store_true", help="全部重新制作 make everything anew")
    if action in ("", "prose"):
        draft.add_arguments(parser)
    if action in ("", "release", "verify"):
        spoken.add_arguments(parser)
    if action in ("", "new"):
        _add_answers(parser, languages)
    return parser


def _add_answers(parser: argparse.ArgumentParser, languages: tuple[Words, ...]) -> None:
    new = parser.add_argument_group("new", "新建数据包时的回答，没写的会问 answers; the rest is asked")
    for each in QUESTIONS:
        said = " ".join(words(f"starter.ask.{each.name}") for words in languages)
        if each.name == "official":
            own, others = "单位自己正式发布 put out by the publisher itself", "由别人整理 compiled by others"
            new.add_argument("--official", action="store_const", const="y", help=own)
            new.add_argument("--not-official", action="store_const", const="n", dest="official", help=others)
        else:
            new.add_argument(each.flag, metavar="TEXT", help=said)


def _prose(
    root: Path,
    spine: Spine,
    asked: argparse.Namespace,
    names: list[str],
    languages: tuple[Words, ...],
    store: Store,
) -> int:
    """Set every number of a draft against the data."""
    results, findings = spine.examine(asked.packages, (), store)
    if not results:
        return _report(findings, languages)
    said = draft.proofread(asked, names, results, languages, root / "templates" / "draft")
    return _lines(said.lines, said.code)


def _release(
    root: Path,
    spine: Spine,
    asked: argparse.Namespace,
    names: list[str],
    languages: tuple[Words, ...],
    store: Store,
) -> int:
    """Freeze a package into the record, or show what that would be."""
    wish = spoken.wish_of(asked, date.today())
    if not _is_one_name(names):
        return _lines((words("releasing.no_name") for words in languages), 2)
    if asked.dry_run:
        plan = spine.plan(asked.packages, names[0], wish, store)
        return _lines(spoken.planned(plan.release, languages), 0)
    made = spine.release(asked.packages, names[0], wish, root, store, _progress(languages))
    return _lines(spoken.released(made, languages), 0)


def _verify(
    root: Path,
    spine: Spine,
    asked: argparse.Namespace,
    names: list[str],
    languages: tuple[Words, ...],
    store: Store,
) -> int:
    """Say what a published ZIP or site is worth; 1 where anything in it is not what it says it is."""
    if not _is_one_name(names):
        return _lines((words("verifying.no_name") for words in languages), 2)
    found = spine.verify(Path(names[0]), asked.signers, root, store, _progress(languages))
    if found.findings:
        _report(found.findings, languages)
    return _lines(
        (line for words in languages for line in ("", *spoken.verified(found, words))), int(not found.is_good)
    )


def _is_one_name(names: list[str]) -> bool:
    """Whether one thing is named, and no flag that nobody knows."""
    return len(names) == 1 and not names[0].startswith("-")


def _lines(lines: Iterable[str], code: int) -> int:
    print("\n".join(lines), file=sys.stderr if code == 2 else sys.stdout)
    return code


def _new(root: Path, asked: argparse.Namespace, rest: list[str], languages: tuple[Words, ...]) -> int:
    """Make a package for a new publisher from the flags and, at a terminal, from what is answered there."""
    if not _is_one_name(rest):
        return _refuse("no_name", languages)
    today, (name,) = date.today(), rest
    told = {"name": name, "folder": asked.packages / name}
    if wrong := name_problem(name, asked.packages, languages):
        return _refuse(wrong, languages, **told)
    given = ((each, getattr(asked, each.name)) for each in QUESTIONS)
    said = [(each, answer) for each, answer in given if answer is not None]
    for question, answer in said:
        if wrong := answer_problem(question.name, answer):
            return _refuse("wrong", languages, also=f"mistake.{wrong}", flag=question.flag, text=answer)
    answers = Answers(name=name, given=tuple((each.name, answer) for each, answer in said))
    try:
        answers = _interview(answers, languages, today.year - 1)
    except (EOFError, KeyboardInterrupt):
        print()
        return _refuse("stopped", languages)
    if open_ := [each.flag for each in answers.open()]:
        return _refuse("missing", languages, flags=" ".join(open_), **told)
    findings = start(answers, asked.packages, root / "templates" / "starter", languages, today)
    if any(each.severity == "must_fix" for each in findings):
        _report(findings, languages)
        return _refuse("refused", languages)
    return _done("\n" + "\n\n".join(_said("done", languages, **told)))


def _interview(answers: Answers, languages: tuple[Words, ...], last_year: int) -> Answers:
    """Answer what is open: at a terminal by asking, otherwise only where no asking is needed."""
    terminal = sys.stdin.isatty()
    if terminal:
        print("\n".join(_said("intro", languages, name=answers.name)))
    for each in QUESTIONS:
        if each in answers.open():
            likely = suggestion(each.name, answers, languages, last_year)
            if terminal:
                answers = answers.plus(each.name, _ask(each, likely, languages))
            elif not each.needed:
                answers = answers.plus(each.name, likely)
    return answers


def _ask(question: Question, likely: str, languages: tuple[Words, ...]) -> str:
    print("\n" + "\n".join(_said(f"ask.{question.name}", languages)))
    while True:
        typed = input(f"[{likely}] > " if likely else "> ").strip() or likely
        wrong = answer_problem(question.name, typed)
        if not wrong:
            return typed
        print("\n".join(_said(f"mistake.{wrong}", languages)))


def _refuse(why: str, languages: tuple[Words, ...], *, also: str = "", **values: object) -> int:
    for each in (why, also) if also else (why,):
        print("\n".join(_said(each, languages, **values)), file=sys.stderr)
    return 2


def _said(wording: str, languages: tuple[Words, ...], **values: object) -> list[str]:
    return [words(f"starter.{wording}", python=_PYTHON, **values) for words in languages]


def _progress(languages: tuple[Words, ...]) -> Say:
    first, *others = languages

    def say(stage: str, words: Words | None = None, **values: object) -> None:
        spoken = " · ".join(each(f"progress.{stage}", **values) for each in (first, *others))
        print(f"- {spoken}{f' ({words.language})' if words else ''}", flush=True)

    return say


def _report(findings: Iterable[Finding], languages: tuple[Words, ...]) -> int:
    order = ("must_fix", "explain", "note")
    findings = sorted(
        findings, key=lambda each: (order.index(each.severity), each.where.file, each.where.row or 0)
    )
    for at, finding in enumerate(findings, 1):
        print(f"\n{at}. " + "\n   ".join(_in_words(finding, words) for words in languages))
    blocking = sum(each.severity == "must_fix" for each in findings)
    print(
        "\n"
        + "\n".join(
            words("findings_summary", blocking=blocking, others=len(findings) - blocking)
            for words in languages
        )
    )
    return 1 if blocking else 0


def _in_words(finding: Finding, words: Words) -> str:
    where, what, why, do = words.finding(finding)
    return f"[{words(f'severity.{finding.severity}')}] {where}\n   {what} {why} {do}"


def _built(manifest: Manifest, out: Path, seconds: float) -> int:
    size = sum(each.bytes for each in manifest.entries) / 1e6
    files = len(manifest.entries)
    first = out / "index.html"
    return _done(
        f"{files} 个文件，{size:.1f} MB，{seconds:.1f} 秒。打开 {first}\n"
        f"{files} files, {size:.1f} MB, {seconds:.1f} s. Open {first}"
    )


def _done(text: str) -> int:
    print(text)
    return 0


def _serve(out: Path, port: int) -> int:
    if not (out / "index.html").exists():
        raise YearbookError(
            f"{out.name}/ 里还没有网站，先运行 python3 build.py。 No site there yet: run it first."
        )
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(out))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        print(f"http://127.0.0.1:{server.server_port}/  (Ctrl+C 停止 stops)", flush=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            thread.join()
        except KeyboardInterrupt:
            server.shutdown()
    return 0
