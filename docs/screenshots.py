"""Take the two pictures of the README from the built site: `python docs/screenshots.py` after `build.py`.

Needs Chromium and the test libraries.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "site"
PICTURES = (
    ("home-phone.png", "index.html", {"width": 360, "height": 760}),
    ("funds-desk.png", "erdao/2018/funds/index.html", {"width": 1280, "height": 1400}),
)


def main() -> None:
    """Write both pictures beside this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, page, size in PICTURES:
            tab = browser.new_page(viewport=size, color_scheme="light")  # type: ignore[arg-type]
            tab.goto((SITE / page).as_uri())
            tab.wait_for_timeout(500)
            tab.screenshot(path=HERE / name)


if __name__ == "__main__":
    main()
