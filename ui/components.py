"""What pages are put together from: badges, chains, list rows, evidence cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from ui.markup import Markup, element, foreign, join, show
from ui.quotes import quote_in_context
from verifier.domain import Article, Label, Link, LinkKind, Row, Stance, State
from verifier.store import VerdictSummary
from verifier.wording import ARROW, Counted, badge_text, count, day

ICONS = {
    Label.CORROBORATED: "check_circle",
    Label.DISPUTED: "compare_arrows",
    Label.SINGLE_SOURCE: "looks_one",
}
STANCE_ICONS = {
    Stance.SUPPORTS: "format_quote",
    Stance.CONTRADICTS: "compare_arrows",
    Stance.RELATED: "link",
    Stance.UNJUDGED: "help",
}
PROVISIONAL = "Some passage is not judged yet."
FOOTER = "Labels describe sourcing inside this collection, never truth."


def use_style() -> None:
    """Load the style sheet, and tell dialogs, which stand outside the app's own element, which theme is on."""
    sheet = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    theme = "dark" if st.context.theme.type == "dark" else "light"
    # A lone <style> is set aside by Streamlit, and in one load of 24 it came after the rows it lays out. With an
    # element beside it, it is part of the page and comes first.
    st.html(f"<style>{sheet} :root {{ color-scheme: {theme} }}</style><i class='v-style'></i>")


def icon(name: str) -> Markup:
    """A symbol of the font that comes with Streamlit; it says nothing to a screen reader."""
    return element("span", name, class_="v-icon", aria_hidden="true", translate="no")


def badge(decided: Counted) -> Markup:
    """Icon, word and counts; the colour only repeats them."""
    return element("span", icon(ICONS[decided.label]), badge_text(decided), class_=f"v-badge v-{decided.label.value}")


def chip(text: str, hint: str | None = None, *, flagged: bool = False) -> Markup:
    """A small grey word beside a badge; `flagged` draws it dashed, for what weakens a statement."""
    return element("span", text, class_="v-chip v-flagged" if flagged else "v-chip", title=hint)


def callout(heading: str, *content: str) -> Markup:
    """A warning that stands out by its frame, its sign and its heading."""
    return element("div", icon("flag"), element("div", element("strong", heading), *content), class_="v-callout")


def chain(links: Sequence[Link]) -> Markup:
    """The attribution chain as a breadcrumb from the outlet outwards; what is not named is flagged."""
    if not links:
        return element("span", "Nobody named: the chain is cut off", class_="v-link v-flagged")
    arrow = element("span", ARROW, class_="v-arrow", title="who has it from")
    steps = [piece for link in links for piece in (arrow, _link(link))][1:]
    return element("span", *steps, class_="v-chain")


def _link(link: Link) -> Markup:
    kind = {
        LinkKind.OUTLET: "outlet",
        LinkKind.CITED_OUTLET: "cited",
        LinkKind.SPEAKER: "speaker",
        LinkKind.UNNAMED: "source",
    }[link.kind]
    caption = kind if link.named else f"{kind}, unnamed"
    return element(
        "span",
        foreign(link.name, class_="v-name"),
        element("small", caption),
        class_="v-link" if link.named else "v-link v-flagged",
        title=link.kind.definition,
    )


def list_row(line: VerdictSummary) -> Markup:
    """One claim of the list: its sentence, who says it, its badge, how many articles and the newest date."""
    against = _people("Contradicted by", line.contradicting_origins) if line.contradicting_origins else Markup("")
    carried = f"{count(line.n_articles, 'article')} · newest {day(line.newest)}"
    return element(
        "div",
        element(
            "div",
            element("h3", foreign(line.text), class_="v-claim", dir="auto"),
            element("p", _people("Said by", line.origins), against, class_="v-people"),
            element("p", *_list_chips(line), element("span", carried, class_="v-meta"), class_="v-chips"),
            class_="v-row-main",
        ),
        element("div", badge(line), class_="v-row-side"),
        class_="v-row",
    )


def _list_chips(line: VerdictSummary) -> Iterator[Markup]:
    yield chip(line.kind.value, line.kind.definition)
    if line.state is State.SUPERSEDED:
        yield chip(line.state.value, line.state.definition)
    if line.provisional:
        yield chip("provisional", PROVISIONAL, flagged=True)


def _people(verb: str, names: Sequence[str], most: int = 3) -> Markup:
    shown = [foreign(name) for name in names[:most]]
    more = f" and {count(len(names) - most, 'more origin')}" if len(names) > most else ""
    listed = [part for name in shown for part in (", ", name)][1:]
    who = element("strong", *listed, more) if names else "nobody identified"
    return element("span", f"{verb} ", who, class_="v-person")


def evidence_card(row: Row, article: Article | None) -> Markup:
    """Outlet and date, the chain, the quote inside its neighbours, the stance and one line on it."""
    published = element("span", day(row.published), class_="v-meta")
    return element(
        "div",
        element("p", element("strong", foreign(row.outlet or "Unknown outlet")), published, class_="v-source"),
        element("p", chain(row.chain), class_="v-card-chain") if len(row.chain) > 1 else Markup(""),
        element("p", origin_of(row), class_="v-meta") if _counts_as_another(row) else Markup(""),
        quote_in_context(row, article),
        element(
            "p",
            element("span", icon(STANCE_ICONS[row.stance]), row.stance.value.capitalize(), class_="v-stance"),
            " ",
            foreign(reason_line(row)),
            class_=f"v-reason v-is-{row.stance.value}",
        ),
        element("p", *(chip(flag, flagged=True) for flag in flags(row)), class_="v-chips"),
        class_="v-card",
    )


def _counts_as_another(row: Row) -> bool:
    """Whether the origin goes by a name that the chain does not show, such as the body behind its spokesman."""
    return row.origin is not None and row.origin.name not in {row.outlet, *(link.name for link in row.chain)}


def reason_line(row: Row) -> str:
    """Why the row has the stance it has, and why it has no vote where it has none."""
    if row.stance is Stance.UNJUDGED:
        return f"not judged: {row.note or 'no reason given'}"
    said = row.how.definition if row.how else row.note or row.stance.definition
    if row.stance is not Stance.RELATED and not row.comparable:
        return f"{said}; of another kind, thing counted, place or time, so it decides nothing"
    if row.stance is Stance.CONTRADICTS and not row.named:
        return f"{said}; by an unnamed source: shown, not counted"
    return said


def flags(row: Row) -> list[str]:
    """What a reader must know about the row's origin, in a few words each."""
    said = row.stance is not Stance.UNJUDGED
    found = {
        "unnamed source behind": row.weak,
        "in the outlet's own voice": row.own_voice,
        "origin unclear": said and row.origin is None,
    }
    return [flag for flag, holds in found.items() if holds]


def footer(n_articles: int, newest: date | None) -> None:
    """What every page ends with: what labels mean, and what was searched."""
    searched = f"{count(n_articles, 'article')} searched, newest {day(newest)}."
    show(element("footer", element("strong", FOOTER), f" {searched}", class_="v-footer"))


def notice(heading: str, text: str) -> None:
    """Something the reader must know about the page, with the next step."""
    show(element("div", element("strong", heading), " ", foreign(text), class_="v-notice", role="status"))


def origin_of(row: Row) -> Markup:
    """Who first vouched for the row's statement, in words."""
    if row.origin is None:
        return join("Origin unclear")
    behind = ", with an unnamed source behind" if row.weak else ""
    return join("Origin: ", foreign(row.origin.name), behind)
