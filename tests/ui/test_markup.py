"""Nothing that is shown can break out of its element."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.markup import Markup, element, foreign, join, web_link

TEXTS = st.text() | st.sampled_from(["<script>x</script>", '"><img src=x onerror=y>', "&lt;b&gt;", "<!--", "</p>"])


class Reader(HTMLParser):
    """Collects the tags and the text a browser would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


@given(TEXTS, TEXTS)
def test_text_and_attributes_stay_text_and_attributes(text: str, hint: str) -> None:
    found = read(element("p", text, title=hint))
    assert [tag for tag, _ in found.tags] == ["p"]
    assert found.text == text
    assert found.tags[0][1] == {"title": hint}


def test_markup_is_not_escaped_twice() -> None:
    assert element("p", element("b", "a & b"), " < c") == "<p><b>a &amp; b</b> &lt; c</p>"


def test_a_plain_string_that_looks_like_markup_is_escaped() -> None:
    assert join("<b>", Markup("<i></i>")) == "&lt;b&gt;<i></i>"


def test_names_of_attributes_and_none() -> None:
    assert element("i", class_="a", aria_hidden="true", lang=None) == '<i class="a" aria-hidden="true"></i>'


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "no address", "http://["])
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_link(url) == foreign(url)


def test_a_web_address_opens_a_tab_that_knows_nothing_of_this_one() -> None:
    [(tag, attributes), _] = read(web_link('https://a.example/?q="&x=1')).tags
    assert tag == "a"
    assert attributes == {
        "href": 'https://a.example/?q="&x=1',
        "target": "_blank",
        "rel": "noopener noreferrer nofollow",
    }
