"""One claim: who says it, what stands for and against it in which words, and why it has its label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from ui.components import (
    PROVISIONAL,
    badge,
    callout,
    chain,
    chip,
    evidence_card,
    footer,
    icon,
    notice,
    origin_of,
)
from ui.markup import Markup, element, foreign, join, run_script, show, web_link
from ui.quotes import FOCUS, whole_article
from ui.situation import current
from verifier.domain import Article, Link, Row, State, Verdict
from verifier.errors import VerifierError
from verifier.wording import count, day
from verifier.workspace import Workspace

CARDS = 10  # shown on a shelf before it asks
CHAINS = 5  # shown under "Who says it"; the others stand on the cards


def main() -> None:
    """Draw the page."""
    st.page_link("views/claims.py", label="← Back to list", query_params=st.session_state.get("list_query", {}))
    named = st.query_params.get("claim", "")
    if not named:
        notice("No claim is named in this address.", "Choose one from the list.")
        return
    try:
        workspace = current()
        verdict = workspace.verdict(named)
    except VerifierError as error:
        notice("This claim cannot be shown.", str(error))
        return
    _claim(workspace, verdict)
    footer(verdict.n_searched, verdict.as_of)


def _claim(workspace: Workspace, verdict: Verdict) -> None:
    with st.container(key="claim"):
        left, right = st.columns([2, 1], gap="large")
        with left:
            show(_header(verdict))
            _superseded(verdict)
            show(_warnings(verdict))
            show(_who_says_it(verdict))
        with right:
            show(_why(verdict))
    _evidence(workspace, verdict)
    with st.expander("Technical details", icon=":material/settings:"):
        show(_technical(verdict))


def _header(verdict: Verdict) -> Markup:
    claim, decision = verdict.claim, verdict.decision
    dates = sorted({row.published for row in decision.supporting if row.published})
    first, last = (dates[0], dates[-1]) if dates else (None, None)
    facts = [
        f"Speaks of {day(claim.event_at)}" if claim.event_at else "",
        f"Published {day(first)}" if first == last else f"Published {day(first)} to {day(last)}",
        count(decision.n_articles, "article"),
    ]
    return element(
        "header",
        element("p", badge(decision), *_chips(verdict), class_="v-chips"),
        element("h1", foreign(claim.text), class_="v-claim", dir="auto"),
        element("p", " · ".join(filter(None, facts)), class_="v-lead"),
        class_="v-header",
    )


def _chips(verdict: Verdict) -> list[Markup]:
    claim, decision = verdict.claim, verdict.decision
    chips = [chip(claim.kind.value, claim.kind.definition)]
    if claim.hedge:
        chips.append(chip(f"hedged: {claim.hedge}", "The wording holds back from stating it outright."))
    if decision.state is State.SUPERSEDED:
        chips.append(chip(decision.state.value, decision.state.definition))
    if decision.provisional:
        chips.append(chip("provisional", PROVISIONAL, flagged=True))
    return chips


def _superseded(verdict: Verdict) -> None:
    if verdict.superseded_by:
        st.page_link(
            "views/claim.py",
            label="Open the claim that its origin put in its place →",
            query_params={"claim": verdict.superseded_by},
        )


def _warnings(verdict: Verdict) -> Markup:
    known = {"possible dispute": "An unnamed source contradicts it. That is shown below and does not count."}
    return join(
        *(
            callout(
                warning.capitalize(),
                " ",
                known.get(warning, "An article cited here addresses machines. It was read like any other text."),
            )
            for warning in verdict.warnings
        )
    )


def _why(verdict: Verdict) -> Markup:
    decision = verdict.decision
    rules = (
        (f"Rule: {decision.reason.value.replace('_', ' ')}", decision.reason.definition),
        (f"Label: {decision.label.value}", decision.label.definition),
        (f"Confidence: {decision.confidence.value}", decision.confidence.definition),
    )
    return element(
        "section",
        element("h2", "Why this label"),
        element("p", foreign(verdict.explanation), class_="v-explanation"),
        element("dl", *(join(element("dt", term), element("dd", meaning)) for term, meaning in rules)),
        class_="v-why",
    )


def _who_says_it(verdict: Verdict) -> Markup:
    decision = verdict.decision
    by_chain: dict[tuple[Link, ...], Row] = {}
    for row in decision.deciding:
        by_chain.setdefault(tuple(Link(link.name, link.kind, link.named) for link in row.chain), row)
    shown = list(by_chain.items())[:CHAINS]
    lines = [element("li", chain(links), element("span", origin_of(row), class_="v-meta")) for links, row in shown]
    rest = len(by_chain) - len(shown)
    more = [f"{count(rest, 'more chain')} on the cards below."] if rest else []
    if decision.repeats:
        more.append(f"Repeated in {count(len(decision.repeats), 'more passage')}, listed below.")
    nobody = element("p", "No origin in this collection says this.", class_="v-meta")
    return element(
        "section",
        element("h2", "Who says it"),
        element("ul", *lines, class_="v-chains") if lines else nobody,
        element("p", " ".join(more), class_="v-meta") if more else Markup(""),
        class_="v-who",
    )


def _evidence(workspace: Workspace, verdict: Verdict) -> None:
    decision = verdict.decision
    rows = (*decision.deciding, *decision.repeats, *decision.contradicting, *decision.related, *decision.unjudged)
    shelves = Shelves(workspace, verdict.claim.id, rows)
    with st.container(key="evidence"):
        left, right = st.columns(2, gap="large")
        with left:
            show(_heading("format_quote", "For", decision.n_origins, "origin"))
            shelves.show("for", decision.deciding, "No passage states it.")
        with right:
            show(_heading("compare_arrows", "Against", decision.n_contradicting_origins, "named origin"))
            shelves.show("against", decision.contradicting, "No passage contradicts it.")
        shelves.folded("repeats", "Repeats the same origin", decision.repeats)
        shelves.folded("related", "Related, does not decide", decision.related)
        shelves.folded("unjudged", "Not judged", decision.unjudged)


def _heading(symbol: str, title: str, number: int, noun: str) -> Markup:
    counted = element("small", count(number, noun))
    return element("h2", icon(symbol), f"{title} ", counted, class_="v-side")


class Shelves:
    """Rows of one claim as cards, each with a way into its article; long shelves show more when asked."""

    def __init__(self, workspace: Workspace, claim_id: str, rows: Sequence[Row]) -> None:
        """`rows` are all rows of the claim: those of an opened article are marked in it."""
        self._workspace = workspace
        self._claim_id = claim_id
        self._rows = rows
        self._articles: dict[str, Article | None] = {}

    def show(self, name: str, rows: Sequence[Row], otherwise: str) -> None:
        """The cards of `rows`, or the sentence `otherwise` where there is none."""
        if not rows:
            show(element("p", otherwise, class_="v-empty"))
        counter = f"shown-{name}-{self._claim_id}"
        shown = st.session_state.setdefault(counter, CARDS)
        for n, row in enumerate(rows[:shown]):
            self._card(f"{name}-{n}", row)
        if len(rows) > shown:
            label = f"{shown:,} of {len(rows):,} shown. Show {min(CARDS, len(rows) - shown)} more"
            st.button(label, key=f"more-{name}", on_click=_raise(counter, shown + CARDS))

    def folded(self, name: str, title: str, rows: Sequence[Row]) -> None:
        """The same inside a fold that draws its cards only once it is opened; nothing where there are no rows."""
        if not rows:
            return
        fold = st.expander(f"{title} ({len(rows):,})", key=f"fold-{name}", on_change="rerun")
        if fold.open:
            with fold:
                self.show(name, rows, "")

    def _card(self, key: str, row: Row) -> None:
        article = self._article(row.article_id)
        with st.container(key=f"card-{key}", border=True):
            show(evidence_card(row, article))
            if article is None:
                notice("The article is not in the store.", row.article_id)
            elif st.button("Open in article", key=f"open-{key}", type="tertiary", icon=":material/article:"):
                _open_article(article, row, self._rows)

    def _article(self, article_id: str) -> Article | None:
        if article_id not in self._articles:
            self._articles[article_id] = self._workspace.article(article_id)
        return self._articles[article_id]


def _raise(counter: str, to: int) -> Callable[[], None]:
    def set_it() -> None:
        st.session_state[counter] = to

    return set_it


@st.dialog("Article", width="medium")
def _open_article(article: Article, focus: Row, rows: Iterable[Row]) -> None:
    others = [row for row in rows if row is not focus and row.article_id == article.id]
    by = [article.outlet or "Unknown outlet", article.author, day(article.published)]
    show(
        element(
            "header",
            element("h2", foreign(article.title or "Without a title"), dir="auto"),
            element("p", foreign(" · ".join(filter(None, by))), class_="v-lead"),
            element("p", web_link(article.url) if article.url else foreign(article.path), class_="v-meta v-address"),
            *(callout("Warning", " ", foreign(warning)) for warning in article.warnings),
            class_="v-header",
        )
    )
    show(whole_article(article, focus, others))
    run_script(f'document.getElementById("{FOCUS}")?.scrollIntoView({{block: "center"}})')


def _technical(verdict: Verdict) -> Markup:
    facts = {
        "Claim": verdict.claim.id,
        "Engine": verdict.engine,
        "Fingerprint": verdict.fingerprint,
        "Searched": f"{count(verdict.n_searched, 'article')}, newest {day(verdict.as_of)}",
    }
    decision = verdict.decision
    rows = [*decision.contradicting, *decision.deciding, *decision.repeats, *decision.related, *decision.unjudged]
    head = ("Stance", "Article", "Offsets", "Document", "Origin", "Group", "Comparable", "Strong")
    table = element(
        "table",
        element("thead", element("tr", *(element("th", name) for name in head))),
        element("tbody", *(_technical_row(row) for row in rows)),
    )
    listed = element("dl", *(join(element("dt", term), element("dd", foreign(what))) for term, what in facts.items()))
    return element("div", listed, element("div", table, class_="v-scroll"), class_="v-technical")


def _technical_row(row: Row) -> Markup:
    cells = (
        row.stance.value,
        row.article_id,
        f"{row.start}:{row.end}",
        row.document,
        row.origin.id if row.origin else "none",
        row.group or "none",
        "yes" if row.comparable else "no",
        "yes" if row.strong else "no",
    )
    return element("tr", *(element("td", foreign(cell)) for cell in cells))


if __name__ == "__main__":
    main()
