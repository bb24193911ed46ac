"""Draw the app's icons for home screens from web/icons/icon.svg: `python -m infra.web.icons` (needs Chromium).

Run once when the drawing changes; the small PNGs it makes are committed.
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).parents[2] / "web" / "icons"
SIZES = {
    "icon-180.png": (180, 0),
    "icon-192.png": (192, 0),
    "icon-512.png": (512, 0),
    "icon-maskable-512.png": (512, 52),
}
"""File -> pixels, and the margin around the drawing: a maskable icon keeps it inside the circle of any mask."""
YELLOW = "#f5c84c"


def main() -> None:
    """Write them all."""
    drawing = (ICONS / "icon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=args)
        for name, (size, margin) in SIZES.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            background = YELLOW if margin else "transparent"
            page.set_content(
                f"<style>body{{margin:0;background:{background}}}svg{{display:block;margin:{margin}px;"
                f"width:{size - 2 * margin}px}}</style>{drawing}"
            )
            page.screenshot(path=ICONS / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
