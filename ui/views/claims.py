"""The list: every claim with its label, the most urgent first, narrowed by filters that the address keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from shlex import quote

import streamlit as st

from ui.components import ICONS, footer, list_row, notice
from ui.filters import LONGEST_SEARCH, ListFilter, unknown_in
from ui.markup import element, foreign, run_script, show
from ui.situation import current
from verifier.domain import URGENCY, Kind, Label, Refused
from verifier.errors import VerifierError, WorkspaceMissing
from verifier.store import Page
from verifier.wording import count, day, title_of
from verifier.workspace import Workspace

PAGE_SIZE = 20
REFUSED = 100  # inputs listed
ALL = "all"
FILTERS = ("label", "kind", "q")  # keys of the filter widgets, and the names in the address


def main() -> None:
    """Draw the page."""
    try:
        _situation(current())
    except WorkspaceMissing as error:
        _no_workspace(error)
    except VerifierError as error:
        notice("The workspace cannot be read.", str(error))


def _situation(workspace: Workspace) -> None:
    n_articles, newest = workspace.n_articles, workspace.newest_date
    n_claims = sum(workspace.count_by_label().values())
    searched = f"{count(n_claims, 'claim')} in {count(n_articles, 'article')}, newest {day(newest)}"
    show(
        element(
            "header",
            element("p", foreign(workspace.folder.name), class_="v-eyebrow"),
            element("h1", "Claims"),
            element("p", searched, class_="v-lead") if n_articles else "",
            class_="v-header",
        )
    )
    if not n_articles:
        _no_articles(workspace)
    elif not n_claims:
        _no_verdicts(workspace, n_articles)
    else:
        if n_articles == 1:
            notice("One article: nothing can be corroborated yet.", "Add another outlet's report and run again.")
        _list(workspace)
    _refused(workspace.refused())
    footer(n_articles, newest)


def _list(workspace: Workspace) -> None:
    for sentence in unknown_in(st.query_params):
        notice("Filter left out.", sentence)
    chosen, total = _filter_row(workspace)
    st.session_state["list_query"] = chosen.query()
    if not total:
        _nothing_fits(workspace, chosen)
        return
    cursors, page = _page(workspace, chosen, total)
    first = len(cursors) * PAGE_SIZE + 1
    place = f"{first:,} to {first + len(page.items) - 1:,} of {count(total, 'claim')}"
    show(element("p", f"{place}, the most urgent first", class_="v-place"))
    for n, line in enumerate(page.items):
        with st.container(key=f"row-{n}", border=True):
            show(list_row(line))
            st.page_link("views/claim.py", label="Open →", query_params={"claim": line.claim_id})
    _turn_pages(page, chosen, cursors)


def _page(workspace: Workspace, chosen: ListFilter, total: int) -> tuple[tuple[str, ...], Page]:
    """The `next` of every page before the one to show, and that page; the first one if a run has moved it away."""
    kept_for, cursors = st.session_state.get("place", (chosen, ()))
    if kept_for == chosen and cursors:
        page = workspace.page(chosen.wanted(), after=cursors[-1], limit=PAGE_SIZE)
        if page.items and len(cursors) * PAGE_SIZE < total:
            return cursors, page
        notice("The list has changed meanwhile.", "This is its beginning.")
    return (), workspace.page(chosen.wanted(), limit=PAGE_SIZE)


def _filter_row(workspace: Workspace) -> tuple[ListFilter, int]:
    """The filter chosen, and how many claims fit it."""
    # The widgets hold the filter while the page is open; on every new arrival the address does.
    for key, value in _widget_values(ListFilter.from_query(st.query_params)).items():
        st.session_state.setdefault(key, value)
    counts = workspace.count_by_label(replace(_in_widgets(), label=None).wanted())
    with st.container(key="filters", horizontal=True, vertical_alignment="center"):
        st.pills(
            "Label",
            [ALL, *URGENCY],
            key="label",
            required=True,
            label_visibility="collapsed",
            format_func=lambda word: _pill(word, counts),
            on_change=_keep_in_address,
        )
        st.selectbox(
            "Kind",
            [ALL, *Kind],
            key="kind",
            label_visibility="collapsed",
            format_func=lambda word: "Any kind" if word == ALL else str(word).capitalize(),
            on_change=_keep_in_address,
            width=140,
        )
        st.text_input(
            "Search",
            key="q",
            label_visibility="collapsed",
            placeholder="Search the claims",
            icon=":material/search:",
            max_chars=LONGEST_SEARCH,
            on_change=_keep_in_address,
        )
    chosen = _in_widgets()
    return chosen, counts[chosen.label] if chosen.label else sum(counts.values())


def _widget_values(chosen: ListFilter) -> dict[str, str]:
    return dict(zip(FILTERS, (chosen.label or ALL, chosen.kind or ALL, chosen.search), strict=True))


def _in_widgets() -> ListFilter:
    label, kind, search = (st.session_state[key] for key in FILTERS)
    return ListFilter(None if label == ALL else label, None if kind == ALL else kind, (search or "").strip())


def _pill(word: str, counts: dict[Label, int]) -> str:
    if word == ALL:
        return f"All · {sum(counts.values()):,}"
    label = next(one for one in Label if one == word)
    return f":material/{ICONS[label]}: {title_of(label)} · {counts[label]:,}"


def _keep_in_address() -> None:
    st.query_params.from_dict(_in_widgets().query())


def _go_to(chosen: ListFilter) -> None:
    st.session_state.update(_widget_values(chosen))
    _keep_in_address()


def _turn_pages(page: Page, chosen: ListFilter, cursors: tuple[str, ...]) -> None:
    if page.next is None and not cursors:
        return
    with st.container(key="turn", horizontal=True, horizontal_alignment="center"):
        st.button("← Previous page", disabled=not cursors, on_click=_turn_to, args=(chosen, cursors[:-1]))
        following = (*cursors, page.next) if page.next else cursors
        st.button("Next page →", disabled=page.next is None, on_click=_turn_to, args=(chosen, following))
        if turns := st.session_state.get("turns"):
            run_script("""document.querySelector("[data-testid='stMain']")?.scrollTo(0, 0)""", turns)


def _turn_to(chosen: ListFilter, cursors: tuple[str, ...]) -> None:
    st.session_state["place"] = (chosen, cursors)
    st.session_state["turns"] = st.session_state.get("turns", 0) + 1


def _nothing_fits(workspace: Workspace, chosen: ListFilter) -> None:
    notice("No claim fits these filters.", "Drop one of them:")
    with st.container(horizontal=True):
        for name, other in chosen.relaxed().items():
            number = sum(workspace.count_by_label(other.wanted()).values())
            st.button(f"Drop {name} · {count(number, 'claim')}", on_click=_go_to, args=(other,))
        st.button("Drop all filters", on_click=_go_to, args=(ListFilter(),))


def _refused(refused: Sequence[Refused]) -> None:
    if refused:
        with st.expander(f"{count(len(refused), 'input')} could not be read"):
            lines = (element("li", foreign(one.path), ": ", foreign(one.reason)) for one in refused[:REFUSED])
            more = f"The first {REFUSED:,}; all of them: verifier add says so for each file."
            show(element("ul", *lines))
            if len(refused) > REFUSED:
                show(element("p", more, class_="v-meta"))


def _no_workspace(error: WorkspaceMissing) -> None:
    show(element("header", element("h1", "Claims"), class_="v-header"))
    notice("There is no workspace here.", str(error))
    _commands("See the bundled situation:", "verifier demo")
    _commands("Or begin one of your own:", "verifier init", "verifier add articles/", "verifier run", "verifier ui")


def _no_articles(workspace: Workspace) -> None:
    notice("No articles yet.", "Add files or a folder of them, then run:")
    named = quote(str(workspace.folder))
    _commands("", f"verifier add articles/ --workspace {named}", f"verifier run --workspace {named}")


def _no_verdicts(workspace: Workspace, n_articles: int) -> None:
    notice("No verdicts yet.", f"{count(n_articles, 'article')} wait to be read. Start, or resume, with:")
    _commands("", f"verifier run --workspace {quote(str(workspace.folder))}")


def _commands(heading: str, *lines: str) -> None:
    if heading:
        show(element("p", heading, class_="v-lead"))
    st.code("\n".join(lines), language=None, width=460)


if __name__ == "__main__":
    main()
