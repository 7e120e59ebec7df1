"""A person at the pages: look, filter, search, open, read, go back."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Literal

import pytest

from tests.ui.situation import FERRY, HOSTILE_CLAIM, HOSTILE_OUTLET, HOSTILE_QUOTE, N_PUMPS, PIER, Ids

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
TOTAL = 7 + N_PUMPS


def rows(page: Page) -> Locator:
    return page.locator("[class*=st-key-row-]")


def open_row(row: Locator) -> None:
    """Click into the middle of a row, once its link is there: frames and texts come first."""
    expect(row.get_by_role("link", name="Open")).to_be_visible()
    row.click()


def test_the_list_shows_claims_with_their_labels(page: Page, site: str) -> None:
    page.goto(site)
    expect(rows(page)).to_have_count(20)
    expect(rows(page).first).to_contain_text(PIER)
    expect(rows(page).first.locator(".v-badge")).to_contain_text("Disputed · 1 for / 1 against")
    expect(page.locator(".v-footer")).to_contain_text("Labels describe sourcing inside this collection, never truth.")


def test_filter_search_open_and_back_with_the_filters(page: Page, site: str, ids: Ids) -> None:
    page.goto(site)
    page.get_by_role("radio", name="Single-source").click()
    expect(page.locator(".v-place")).to_contain_text(f"of {TOTAL - 2} claims")
    page.wait_for_url("**/?label=single-source")
    page.get_by_label("Search").fill("crew ashore")
    page.get_by_label("Search").press("Enter")
    expect(rows(page)).to_have_count(1)
    page.wait_for_url("**/?label=single-source&q=crew+ashore")
    open_row(rows(page).first)
    page.wait_for_url(f"**/claim?claim={ids.crew}")
    expect(page.locator("mark")).to_have_text("Eleven crew members were brought ashore")
    page.get_by_role("link", name="Back to list").click()
    page.wait_for_url("**/?label=single-source&q=crew+ashore")
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_label("Search")).to_have_value("crew ashore")
    expect(page.get_by_role("radio", name="Single-source")).to_be_checked()


def test_the_browsers_own_back_button_keeps_the_filters(page: Page, site: str) -> None:
    page.goto(f"{site}/?label=corroborated")
    open_row(rows(page).first)
    expect(page.locator("h1")).to_contain_text(FERRY)
    page.go_back()
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("radio", name="Corroborated")).to_be_checked()


def test_a_link_to_filters_and_a_link_to_a_claim(page: Page, site: str, ids: Ids) -> None:
    page.goto(f"{site}/?label=disputed&q=pier")
    expect(rows(page)).to_have_count(1)
    page.goto(f"{site}/claim?claim={ids.pier}")
    expect(page.locator("h1")).to_contain_text(PIER)
    expect(page.locator(".v-why")).to_contain_text("rejected by Ministry of Ports")
    page.get_by_role("link", name="Back to list").click()
    expect(rows(page)).to_have_count(20)


def test_pages_of_the_list_and_back_to_the_same_one(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".v-place")).to_contain_text(f"21 to {TOTAL} of {TOTAL} claims")
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    expect(page.locator("h1")).to_be_in_viewport()
    open_row(rows(page).last)
    page.get_by_role("link", name="Back to list").click()
    expect(page.locator(".v-place")).to_contain_text(f"21 to {TOTAL}")
    page.get_by_role("button", name="Previous page").click()
    expect(page.locator(".v-place")).to_contain_text(f"1 to 20 of {TOTAL}")


def test_both_sides_stand_side_by_side_and_folds_open(page: Page, site: str, ids: Ids) -> None:
    page.goto(f"{site}/claim?claim={ids.pier}")
    supports = page.locator("mark.v-supports").first
    contradicts = page.locator("mark.v-contradicts").first
    expect(supports).to_have_text("The storm tore away the north pier")
    expect(contradicts).to_have_text("The north pier stands")
    left, right = supports.bounding_box(), contradicts.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] < right["x"]
    page.get_by_text("Repeats the same origin (1)").click()
    expect(page.locator("mark", has_text="The north pier was torn away by the storm")).to_be_visible()
    page.get_by_text("Not judged (1)").click()
    expect(page.get_by_text("not judged: language")).to_be_visible()


def test_an_article_opens_at_the_quote(page: Page, site: str, ids: Ids) -> None:
    page.goto(f"{site}/claim?claim={ids.crew}")
    page.get_by_role("button", name="Open in article").click()
    quote = page.get_by_role("dialog").locator("#quote")
    expect(quote).to_have_text("Eleven crew members were brought ashore")
    expect(quote).to_be_in_viewport()
    scrolled = page.locator(".v-article").evaluate("box => box.scrollTop")
    assert scrolled > 500, "the quote stands at the end of a long article"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_row_can_be_opened_from_the_keyboard(page: Page, site: str, ids: Ids) -> None:
    page.goto(f"{site}/?q=crew+ashore")
    page.get_by_role("link", name="Open").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/claim?claim={ids.crew}")


def test_a_hostile_article_is_text_everywhere(page: Page, site: str, ids: Ids) -> None:
    page.goto(f"{site}/?q=crew+wrote")
    expect(page.locator("h3", has_text="window.owned")).to_have_text(HOSTILE_CLAIM)
    page.goto(f"{site}/claim?claim={ids.hostile}")
    expect(page.locator("mark")).to_have_text(HOSTILE_QUOTE)
    expect(page.locator(".v-source bdi")).to_have_text(HOSTILE_OUTLET)
    page.get_by_role("button", name="Open in article").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("#quote")).to_have_text(HOSTILE_QUOTE)
    expect(dialog).to_contain_text("javascript:window.owned=4")
    expect(dialog.locator("a")).to_have_count(0)
    assert page.locator("main img, [role=dialog] img").count() == 0
    # What comes after the quote is not turned around by the direction mark inside it.
    assert page.evaluate("getComputedStyle(document.querySelector('.v-source bdi')).unicodeBidi") == "isolate"


def test_an_unknown_claim_is_an_error_with_a_way_back(page: Page, site: str) -> None:
    page.goto(f"{site}/claim?claim=claim-nowhere")
    expect(page.get_by_role("status")).to_contain_text("claim-nowhere")
    page.get_by_role("link", name="Back to list").click()
    expect(rows(page)).to_have_count(20)


@pytest.mark.parametrize(("scheme", "colour"), [("light", "rgb(166, 58, 0)"), ("dark", "rgb(255, 160, 115)")])
def test_the_badge_has_its_colour_in_both_themes(
    page: Page, site: str, scheme: Literal["light", "dark"], colour: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/?label=disputed")
    expect(page.locator(".v-badge")).to_have_css("color", colour)


def test_a_narrow_window_scrolls_only_down(page: Page, site: str, ids: Ids) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    for path in ("/", f"/claim?claim={ids.pier}", f"/claim?claim={ids.hostile}"):
        page.goto(f"{site}{path}")
        expect(page.locator(".v-footer")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 101), ("evil.example", 403)])
def test_a_name_that_resolves_to_this_machine_is_not_enough(site: str, host: str, status: int) -> None:
    """A page elsewhere cannot read the collection by pointing its own name here."""
    port = int(site.rsplit(":", 1)[1])
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {
        "Host": f"{host}:{port}",
        "Origin": f"http://{host}:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "c3Rvcm0gaW4gYW5zaG9sbQ==",
    }
    with closing(connection):
        connection.request("GET", "/_stcore/stream", headers=headers)
        assert connection.getresponse().status == status
