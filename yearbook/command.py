"""The command line: what to do, progress while it is done, findings in words; it alone prints."""

from __future__ import annotations

import argparse
import http.server
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from yearbook.errors import YearbookError
from yearbook.model import Finding, Manifest, Result
from yearbook.publish import undo
from yearbook.store import Store
from yearbook.words import Words, read_words

EXAMPLES = """
例 examples:
  python3 build.py                        生成全站到 site/         build everything into site/
  python3 build.py check                  只查问题,不生成          findings only, nothing is built
  python3 build.py --publisher erdao      只生成一家               one publisher only
  python3 build.py --out D:/public        生成到别的文件夹         build into another folder
  python3 build.py serve                  在本机看生成的网站       look at the built site on this computer
  python3 build.py undo                   换回上一次发布的网站     put the site published before back
  python3 build.py test                   运行全部测试             run every test

退出码 exit code: 0 完成 done · 1 有必须改的问题 findings stop it · 2 无法运行 could not run
"""


class Blocked(YearbookError):  # noqa: N818 - not an error of ours: the data must be mended
    """Findings that must be mended before anything is published."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__("findings must be mended first")
        self.findings = tuple(findings)


class Say(Protocol):
    """Tells the person at the keyboard what is being done now."""

    def __call__(self, stage: str, words: Words | None = None) -> None:
        """Name the stage that begins, and the language it is made in."""


Build = Callable[[Path, Path, Path, tuple[str, ...], Store, Say], Manifest]
Examine = Callable[[Path, tuple[str, ...], Store], tuple[tuple[Result, ...], tuple[Finding, ...]]]


def run(root: Path, build: Build, examine: Examine, arguments: list[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    asked, rest = _parser(root).parse_known_args(arguments)
    if rest and asked.action != "test":
        _parser(root).error(f"unknown: {' '.join(rest)}")
    store = Store(None if asked.no_cache else root / ".cache")
    languages = read_words(root / "words")
    try:
        match asked.action:
            case "check":
                findings = examine(asked.packages, tuple(asked.publisher), store)[1]
                return _report(findings, languages)
            case "serve":
                return _serve(asked.out, asked.port)
            case "undo":
                undo(asked.out)
                return _done(f"{asked.out.name}/ 已换回上一次发布的网站。 The site published before is back.")
            case "test":
                return subprocess.run(
                    [sys.executable, "-m", "pytest", *rest], cwd=root, check=False
                ).returncode
        started = time.monotonic()
        manifest = build(root, asked.packages, asked.out, tuple(asked.publisher), store, _progress(languages))
        return _built(manifest, asked.out, time.monotonic() - started)
    except Blocked as blocked:
        _report(blocked.findings, languages)
        print("网站没有改动。 The published site is untouched.", file=sys.stderr)
        return 1
    except (YearbookError, OSError) as error:
        print(f"无法完成 could not go on: {error}", file=sys.stderr)
        return 2


def _parser(root: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="年度统计数据包 → 公开网站、打印件、开放数据。 Public figures in, a public record out.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = ("build", "check", "serve", "undo", "test")
    parser.add_argument("action", nargs="?", choices=actions, default="build", help="做什么,默认 build")
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
    return parser


def _progress(languages: tuple[Words, ...]) -> Say:
    first, *others = languages

    def say(stage: str, words: Words | None = None) -> None:
        spoken = " · ".join(each(f"progress.{stage}") for each in (first, *others))
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
