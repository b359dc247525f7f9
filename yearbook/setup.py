"""An interpreter with everything the project needs: the present one, or a `.venv` made from the lock file."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

OLDEST = (3, 11)
_AGAIN = "YEARBOOK_INSTALLED"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<marker> ;[^\\]*)?", re.MULTILINE)


def ensure_environment(root: Path, *, testing: bool = False) -> None:
    """Return when this interpreter has the locked libraries; otherwise run the program again in one that has.

    The other interpreter is `.venv` beside the program: made when missing, from wheels whose hashes the
    lock file holds, and made anew when the lock file has changed.
    """
    if sys.version_info < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        sys.exit(f"需要 Python {oldest} 或更新的版本。 Python {oldest} or newer is needed.")
    lock = root / ("requirements-test.txt" if testing else "requirements.txt")
    if _has_everything(lock):
        return
    home = root / ".venv"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    inside = Path(sys.prefix).resolve() == home.resolve()
    if inside and _AGAIN in os.environ:
        sys.exit(
            "安装后仍缺少锁定的版本：删除 .venv 文件夹再运行一次。\n"
            "The locked versions are still missing after installing: delete the .venv folder and run again."
        )
    if inside or not _is_current(home, lock):
        _install(home, python, lock)
        os.environ[_AGAIN] = "1"
    done = subprocess.run([str(python), *sys.argv], check=False)
    sys.exit(done.returncode)


def _has_everything(lock: Path) -> bool:
    pins = _PIN.finditer(lock.read_text(encoding="utf-8"))
    return all(_installed(pin["name"]) == pin["version"] for pin in pins if not pin["marker"])


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _is_current(home: Path, lock: Path) -> bool:
    mark = home / lock.name
    return mark.exists() and mark.read_text() == _digest(lock)


def _install(home: Path, python: Path, lock: Path) -> None:
    print(f"准备运行环境 .venv（{lock.name}），约需一分钟…… Preparing .venv, about a minute ...", flush=True)
    if not python.exists():
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run([*command, "--require-hashes", "--only-binary=:all:", "-r", str(lock)], check=False)
    if done.returncode:
        sys.exit(
            "安装没有完成:请检查网络(或代理、镜像设置)后再运行一次,已装好的部分不会丢失。\n"
            "Installation did not finish: check the network (proxy, mirror) and run again; nothing is lost."
        )
    (home / lock.name).write_text(_digest(lock))


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()
