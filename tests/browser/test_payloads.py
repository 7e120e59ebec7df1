"""Three hundred ways to break out of a page, shown everywhere an article's words can stand: all stay text.

Promise S5: no script runs and no request leaves. The fixture `page` fails a test in which one did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.browser.serving import served
from tests.ui.situation import article_of, verdict
from verifier.domain import Article, How, Link, LinkKind, Origin, Row, Stance, Verdict, content_id
from verifier.store import Store
from verifier.workspace import DATABASE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

VECTORS = (
    "<script>{run}</script>",
    "<img src=x onerror={run}>",
    "<img src=https://evil.example/i.png>",
    "<svg onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<iframe src=javascript:{run}></iframe>",
    "<iframe srcdoc='<script>{run}</script>'></iframe>",
    "<body onload={run}>",
    "<details open ontoggle={run}>",
    "<input autofocus onfocus={run}>",
    "<video><source onerror={run}></video>",
    "<link rel=stylesheet href=https://evil.example/s.css>",
    "<style>@import 'https://evil.example/s.css';</style>",
    "<style>*{{background:url(https://evil.example/b.png)}}</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><button autofocus>x</button></form>",
    "<a href=javascript:{run}>x</a>",
    "<math><mtext><mglyph><style><img src=x onerror={run}>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>",
    "<template><script>{run}</script></template>",
    "<object data=https://evil.example/o></object>",
    "![x](https://evil.example/m.png)",
    "[x](javascript:{run})",
    ":material/home: :red[x] $\\href{{javascript:{run}}}{{x}}$",
)
WRAPPINGS = (
    "{x}",
    "'>{x}",
    '">{x}',
    "</bdi></p></div>{x}",
    "</mark></blockquote>{x}",
    "</style></script>{x}",
    "--><!-- {x}",
    "<![CDATA[{x}]]>",
    "&lt;{x}&gt;",
    "`{x}`",
    "\u202e{x}\u202c",
    "* {x} *",
)
PAYLOADS = [wrapping.format(x=vector.format(run="window.owned=1")) for vector, wrapping in product(VECTORS, WRAPPINGS)]
PER_CLAIM = 10


def row_of(one: Article, payload: str, stance: Stance) -> Row:
    start = one.text.index(f"\n\n{payload}\n\n") + 2
    origin = Origin(content_id("origin", payload), payload)
    return Row(
        article_id=one.id,
        document=one.id,
        stance=stance,
        how=How.DENIAL if stance is Stance.CONTRADICTS else None,
        origin=origin,
        group=origin.id,
        named=True,
        note=payload,
        quote=payload,
        start=start,
        end=start + len(payload),
        chain=(Link(payload, LinkKind.OUTLET, named=True), Link(payload, LinkKind.SPEAKER, named=True)),
        path=payload,
        url=payload,
        outlet=payload,
        published=one.published,
    )


def claims(one: Article) -> list[Verdict]:
    """A claim for every ten payloads, each worded, stated, denied and attributed with them."""
    made = []
    for start in range(0, len(PAYLOADS), PER_CLAIM):
        some = PAYLOADS[start : start + PER_CLAIM]
        rows = [row_of(one, each, Stance.CONTRADICTS if n % 2 else Stance.SUPPORTS) for n, each in enumerate(some)]
        said = verdict(" ".join(some), rows)
        made.append(replace(said, explanation=" ".join(some), warnings=tuple(some), engine=some[0]))
    return made


@pytest.fixture(scope="module")
def hostile() -> tuple[Article, list[Verdict]]:
    one = replace(article_of("payloads", ("Payloads", *PAYLOADS, "End.")), title=" ".join(PAYLOADS))
    one = replace(one, outlet=PAYLOADS[0], author=PAYLOADS[1], url=PAYLOADS[2], warnings=tuple(PAYLOADS))
    return one, claims(one)


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, hostile: tuple[Article, list[Verdict]]
) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("payloads")
    one, verdicts = hostile
    with Store.open(folder / DATABASE, create=True) as store:
        store.add_article(one)
        store.put_claims([each.claim for each in verdicts], {})
        store.put_verdicts(verdicts)
    with served(folder) as address:
        yield address


def test_there_are_three_hundred() -> None:
    assert len(set(PAYLOADS)) == 300


def test_on_the_list(page: Page, site: str, hostile: tuple[Article, list[Verdict]]) -> None:
    page.goto(site)
    expect(page.locator(".v-place")).to_contain_text("1 to 20 of 30 claims")
    expect(page.locator("h3.v-claim")).to_have_count(20)
    shown = page.locator("h3.v-claim").all_text_contents()
    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".v-place")).to_contain_text("21 to 30 of 30 claims")
    expect(page.locator("h3.v-claim")).to_have_count(10)
    shown += page.locator("h3.v-claim").all_text_contents()
    assert set(shown) == {each.claim.text for each in hostile[1]}


def test_on_the_claims(page: Page, site: str, hostile: tuple[Article, list[Verdict]]) -> None:
    marked: list[str] = []
    for each in hostile[1]:
        page.goto(f"{site}/claim?claim={each.claim.id}")
        expect(page.locator("mark")).to_have_count(PER_CLAIM)
        expect(page.locator("h1")).to_have_text(each.claim.text)
        marked += page.locator("mark").all_text_contents()
    assert sorted(marked) == sorted(PAYLOADS)


def test_in_the_opened_article(page: Page, site: str, hostile: tuple[Article, list[Verdict]]) -> None:
    one, verdicts = hostile
    page.goto(f"{site}/claim?claim={verdicts[0].claim.id}")
    page.get_by_role("button", name="Open in article").first.click()
    expect(page.locator("#quote")).to_be_in_viewport()
    shown = page.locator(".v-article").text_content() or ""
    assert shown.replace("⇄ ", "") == one.text


@pytest.mark.parametrize("name", ["claim", "label", "kind", "q"])
def test_in_the_address(page: Page, site: str, name: str) -> None:
    path = "/claim" if name == "claim" else "/"
    for payload in PAYLOADS[::50]:
        page.goto(f"{site}{path}?{urlencode({name: payload})}")
        expect(page.locator(".v-notice, .v-row").first).to_be_visible()
