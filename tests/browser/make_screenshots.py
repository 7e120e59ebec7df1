"""Make docs/screenshots/ from a workspace, in the repository's root:

python -m tests.browser.make_screenshots WORKSPACE [SEARCH]

The list, and the first claim of it that SEARCH finds (the first of all without), in both themes, wide and narrow.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote_plus

from playwright.sync_api import sync_playwright

from tests.browser.serving import QUIET, chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
MOST_BYTES = 200_000
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHTS = {1440: 860, 800: 1000}


def main(workspace: Path, search: str) -> None:
    """Take them all; ends with an error when one is larger than the repository should hold."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served(workspace) as site, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=list(QUIET))
        for theme in THEMES:
            for width, height in HEIGHTS.items():
                _shoot(browser, site, search, theme, width, height)
        browser.close()


def _shoot(browser: Browser, site: str, search: str, theme: Literal["light", "dark"], width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("link", name="Open").first.wait_for()
    _save(page, f"list-{theme}-{width}")
    page.goto(f"{site}/?q={quote_plus(search)}")
    page.get_by_role("link", name="Open").first.wait_for()
    page.locator("[class*=st-key-row-]").first.click()
    page.locator(".v-why").wait_for()
    page.locator(".v-footer").wait_for()
    _save(page, f"claim-{theme}-{width}")
    page.get_by_role("button", name="Open in article").first.click()
    page.get_by_role("dialog").locator("#quote").scroll_into_view_if_needed()
    _save(page, f"article-{theme}-{width}")
    context.close()


def _save(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready")
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    size = path.stat().st_size
    print(f"{path.name}  {size:,} bytes")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} has more than {MOST_BYTES:,} bytes: make its window smaller")


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else "")
