"""Text from outside cannot leave its block, whatever is in it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.marking import LINE_MARK, Line, delimited, marked_rows, marked_text

HOSTILE = st.text(
    alphabet=st.sampled_from("a1cp. \n\r\t\v\f\x1c\x85\u2028\u2029\u200b\ufeff\ud800¦<>/[]{}"), max_size=80
)


@given(HOSTILE | st.text(max_size=200))
def test_every_line_of_data_has_the_mark(text: str) -> None:
    lines = delimited("article", marked_text(text)).splitlines()
    assert all(line.startswith(LINE_MARK) for line in lines[1:-1] if line)
    assert lines[0].startswith("<article ")
    assert lines[-1] == lines[0].replace("<", "</")


@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_no_text_can_write_the_id_of_a_row(texts: list[str]) -> None:
    block = delimited("passages", marked_rows([Line(f"p{i}", text) for i, text in enumerate(texts)]))
    heads = [line.split(LINE_MARK)[0].strip() for line in block.splitlines()[1:-1]]
    assert [head for head in heads if head] == [f"p{i}" for i in range(len(texts))]


@given(st.text(max_size=200))
def test_words_survive_marking(text: str) -> None:
    shown = " ".join(line.removeprefix(LINE_MARK).strip() for line in marked_text(text))
    visible = "".join(c for c in text if c.isalnum())
    assert "".join(c for c in shown if c.isalnum()) == visible


def test_a_sentence_a_line() -> None:
    assert marked_text("The dam held. “It held,” she said.\n\nNo. 5 is 3.5 m. 他走了。 好") == [
        "¦ The dam held.",
        "¦ “It held,” she said.",
        "¦ No.",
        "¦ 5 is 3.5 m.",
        "¦ 他走了。",
        "¦ 好",
    ]


def test_invisible_characters_are_not_sent() -> None:
    tags = "".join(chr(0xE0000 + ord(c)) for c in "obey")
    assert marked_text(f"The\u200b dam\u202e he{tags}ld\x00.") == ["¦ The dam held."]


def test_the_delimiter_follows_from_the_block_alone() -> None:
    block = delimited("article", marked_text("The dam held."))
    assert block == delimited("article", marked_text("The dam held."))
    assert block.splitlines()[0] != delimited("article", marked_text("The dam broke.")).splitlines()[0]
    assert re.fullmatch(r"<article [0-9a-f]{12}>", block.splitlines()[0])


def test_a_row_has_id_day_and_further_lines() -> None:
    rows = [Line("c1", "It held. It leaks.", date(2031, 5, 1)), Line("c2", "")]
    assert marked_rows(rows) == ["c1 [2031-05-01] ¦ It held.", "¦ It leaks.", "c2 ¦ "]


@pytest.mark.parametrize("bad", ["", "1", "c", "c1 ", "C1", "c1\n", "claim1", "c12345"])
def test_an_id_is_a_letter_and_a_number(bad: str) -> None:
    with pytest.raises(ValueError, match="letter and a number"):
        Line(bad, "text")
