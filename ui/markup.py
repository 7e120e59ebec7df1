"""Build HTML that cannot be broken out of: whatever is not `Markup` already is escaped.

Article text, titles, outlet names and model notes are hostile input, and Streamlit's Markdown would rewrite them
(`*x*`, `:material/x:`), so that a quote were no longer verbatim. Every page element that shows them is made here.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

import streamlit as st


class Markup(str):
    """HTML that is safe to show as it is; made by `element` and `join` only."""

    __slots__ = ()


def element(name: str, *content: str, **attributes: str | None) -> Markup:
    """`<name attributes>content</name>` with everything escaped that is not `Markup`.

    A trailing underscore is cut from attribute names and inner ones become hyphens: `class_`, `aria_label`. An
    attribute that is None is left out.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{given}>{join(*content)}</{name}>")


def join(*content: str) -> Markup:
    """All pieces one after the other, escaped where they are not `Markup`."""
    return Markup("".join(piece if isinstance(piece, Markup) else escape(piece) for piece in content))


def foreign(text: str, **attributes: str | None) -> Markup:
    """Text somebody else wrote, shut in so that its direction marks cannot turn the words around it."""
    return element("bdi", text, **attributes)


def web_link(url: str) -> Markup:
    """A link to `url` that opens a new tab; plain text when it is no http(s) address."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in {"http", "https"}:
        return foreign(url)
    return element("a", foreign(url), href=url, target="_blank", rel="noopener noreferrer nofollow")


def show(markup: Markup) -> None:
    """Put it on the page, if there is anything."""
    if markup:
        st.html(markup)


def run_script(script: str, nth: int = 0) -> None:
    """Run a script of our own in the browser; no text of an article or an address may ever stand in it.

    The browser runs the same script once; another `nth` makes it run again.
    """
    st.html(f"<script>/* {nth:d} */ {script}</script>", unsafe_allow_javascript=True)
