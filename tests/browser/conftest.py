"""The served pages in a real browser; skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.serving import QUIET, chromium, served
from tests.ui.situation import Ids, build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

PATIENCE = 60_000  # milliseconds


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None and os.environ.get("VERIFIER_TESTS_NEED_CHROMIUM"):
        pytest.fail("VERIFIER_TESTS_NEED_CHROMIUM is set, and there is no Chromium")
    if path is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    # How long a busy machine may take before a test gives up; nothing waits that long where all is well.
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=path, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def ids_and_site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[Ids, str]]:
    folder = tmp_path_factory.mktemp("ansholm")
    ids = build(folder)
    with served(folder) as site:
        yield ids, site


@pytest.fixture
def ids(ids_and_site: tuple[Ids, str]) -> Ids:
    return ids_and_site[0]


@pytest.fixture
def site(ids_and_site: tuple[Ids, str]) -> str:
    return ids_and_site[1]


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A fresh page; fails the test when anything on it ran that should not, or left for another machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    left: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: None if _stays(request.url, site) else left.append(request.url))
    page.on("dialog", lambda dialog: errors.append(f"a dialog opened: {dialog.message}"))
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    owned = page.evaluate("window.owned")
    context.close()
    assert owned is None, f"a script of an article ran: {owned!r}"
    assert not left, f"requests left this machine: {left}"
    assert not errors


def _stays(url: str, site: str) -> bool:
    return url.startswith((f"{site}/", f"ws{site.removeprefix('http')}/", "data:", "blob:"))
