"""No text from an article steers a terminal, a spreadsheet or a Markdown page."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.exports.inert import cell, markdown, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]52;c;aGk=\x1b\\clipboard", "clipboard"),
        ("\x1bPdevice\x1b\\text", "text"),
        ("\x1b(0lines", "lines"),
        ("lone \x1b", "lone"),
        ("unended \x1b]0;title", "unended 0;title"),
        ("a\rb\nc\td", "a b c d"),
        ("bell\x07 back\x08space", "bell backspace"),
        ("abc\u202edef\u2066ghi", "abcdefghi"),
        ("[red]markup[/red]", "[red]markup[/red]"),
        ("Łatuszka Латушко 水", "Łatuszka Латушко 水"),
    ],
)
def test_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text(st.one_of(st.characters(), st.sampled_from("\x1b[]\x9b\x9d;m\x07\\\u202e"))))
def test_nothing_that_steers_is_left(text: str) -> None:
    shown = one_line(text)
    assert not any(unicodedata.category(c) == "Cc" for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
    assert one_line(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://x.example")',
        " =1+1",
        "\t=1+1",
        "\r=1+1",
        "\n@x",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b=1",
        "\uff1d1",
        "\tquiet",
    ],
)
def test_a_formula_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "1+1", "a=b", "'=1", " text", "4 March - 5 March"])
def test_other_cells_stay(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("1999) item", r"1999\) item"),
        ("*strong* _em_ `code`", r"\*strong\* \_em\_ \`code\`"),
        ("[text](http://x.example)", r"\[text\](http\://x.example)"),
        ("![](x)", r"!\[\](x)"),
        ("<script>", "&lt;script&gt;"),
        ("&lt;", "&amp;lt;"),
        ("www.x.example a@b", r"www\.x.example a\@b"),
        (":smile:", r"\:smile:"),
        ("a | b ~~c~~ $x$", r"a \| b \~\~c\~\~ \$x\$"),
        ("line\n\n# heading", r"line \# heading"),
        ("He came. Then, at 10:30 - no.", r"He came. Then, at 10\:30 - no."),
    ],
)
def test_markdown(text: str, written: str) -> None:
    assert markdown(text) == written


@given(st.text())
def test_markdown_loses_nothing(text: str) -> None:
    written = markdown(text)
    back = re.sub(r"\\([^\w\s])", r"\1", written).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back.replace("\\", "") == one_line(text).replace("\\", "")
