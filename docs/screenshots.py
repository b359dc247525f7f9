"""Take pictures of the built site: every kind of page, phone and desk, light and dark, in both languages.

Needs Chromium, the test libraries and a site (`python3 build.py`).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.kinds import KINDS, LANGUAGES, address_of  # noqa: E402 - the project is in reach only now

EXAMPLES = """
examples:
  python docs/screenshots.py                            every picture, into a new temporary folder
  python docs/screenshots.py --out /tmp/look            into that folder
  python docs/screenshots.py --kinds home funds --sizes phone --schemes light --languages zh
  python docs/screenshots.py --site public              of a site built elsewhere
  python docs/screenshots.py --readme                   only the two pictures of the README, beside this file
"""
SIZES = {"phone": (360, 800), "desk": (1280, 900)}
SCHEMES = ("light", "dark")
README = (
    ("home-phone.png", "index.html", (360, 760)),
    ("funds-desk.png", "erdao/2018/funds/index.html", (1280, 1400)),
)
# Pictures end here: the rest of a very long page looks like what came before.
TALLEST = 6000
# A contact sheet: pictures beside one another, and how much of each is shown.
COLUMNS, THUMB_WIDTH, THUMB_HEIGHT, GAP = 6, 360, 800, 24

Shot = tuple[str, str, str, str]


def main() -> None:
    """Take the pictures asked for and say where they are."""
    asked = _parser().parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        if asked.readme:
            _take_readme(browser, asked.site)
            return
        out = asked.out or Path(tempfile.mkdtemp(prefix="yearbook-pictures-"))
        out.mkdir(parents=True, exist_ok=True)
        taken = []
        for size, scheme, language in product(asked.sizes, asked.schemes, asked.languages):
            shots = [(kind, size, scheme, language) for kind in asked.kinds]
            taken += list(_take(browser, asked.site, out, shots))
            _sheet(out / f"sheet-{size}-{scheme}-{language}.png", taken[-len(shots) :])
    print(f"{len(taken)} pictures and their contact sheets are in {out}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    site = HERE.parent / "site"
    parser.add_argument("--site", type=lambda name: Path(name).resolve(), default=site, help="the built site")
    parser.add_argument("--out", type=Path, help="folder for the pictures; a new temporary one by default")
    for name, choices in (("kinds", KINDS), ("sizes", SIZES), ("schemes", SCHEMES), ("languages", LANGUAGES)):
        listed = ", ".join(choices)
        parser.add_argument(
            f"--{name}", nargs="+", choices=list(choices), default=list(choices), metavar="NAME", help=listed
        )
    parser.add_argument("--readme", action="store_true", help="only the two pictures of the README")
    return parser


def _take(browser: Browser, site: Path, out: Path, shots: list[Shot]) -> Iterator[Path]:
    """Take pictures of one size, scheme and language in one tab, each as tall as its page."""
    _, size, scheme, _ = shots[0]
    width, height = SIZES[size]
    tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    for kind, _, _, language in shots:
        tab.goto((site / address_of(kind, language)).as_uri())
        tall = min(TALLEST, tab.evaluate("document.documentElement.scrollHeight"))
        file = out / f"{kind}-{size}-{scheme}-{language}.png"
        area = {"x": 0, "y": 0, "width": width, "height": tall}
        tab.screenshot(path=file, full_page=True, clip=area)  # type: ignore[arg-type]
        yield file
    tab.close()


def _sheet(file: Path, pictures: list[Path]) -> None:
    """Put the tops of pictures beside one another, each under its name."""
    rows = -(-len(pictures) // COLUMNS)
    whole = Image.new(
        "RGB", (COLUMNS * (THUMB_WIDTH + GAP) + GAP, rows * (THUMB_HEIGHT + 2 * GAP) + GAP), "#888"
    )
    pen = ImageDraw.Draw(whole)
    for at, picture in enumerate(pictures):
        left = GAP + at % COLUMNS * (THUMB_WIDTH + GAP)
        top = GAP + at // COLUMNS * (THUMB_HEIGHT + 2 * GAP)
        with Image.open(picture) as opened:
            small = opened.convert("RGB").resize((THUMB_WIDTH, opened.height * THUMB_WIDTH // opened.width))
        whole.paste(small.crop((0, 0, THUMB_WIDTH, min(small.height, THUMB_HEIGHT))), (left, top + GAP))
        pen.text((left, top + GAP // 4), picture.stem, fill="#fff")
    whole.save(file)


def _take_readme(browser: Browser, site: Path) -> None:
    for name, page, (width, height) in README:
        tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        tab.goto((site / page).as_uri())
        tab.wait_for_timeout(500)
        tab.screenshot(path=HERE / name)


if __name__ == "__main__":
    main()
