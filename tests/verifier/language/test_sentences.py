from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Article, Block, BlockKind
from verifier.language.sentences import Sentence, sentence_spans, split_sentences

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001


def split(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr. Who came late.", "Nobody minded."],
        ["They met Gen. X and Lt. Col. Abel Morn in Harbin.", "It rained."],
        ["U.S. officials declined to comment.", "The U.S. Navy did not."],
        ["See No. 5 on the list.", "He said no.", "Then he left."],
        ["1. The bridge is closed.", "2. The ferry is not."],
        ["“We will hold the line.”", "He left the room."],
        ['"We will hold the line."', "He left the room."],
        ["“Will you go?” Ansa Merk asked.", "“No!” Pell said."],
        ["The army withdrew.", "“We saw nothing,” he said."],
        ["Talks begin at 5 p.m. Monday in Ostel.", "At 5 p.m. nobody was there."],
        ["It cost $3.2bn, up 1.5 percent.", "Nobody paid."],
        ["The envoy of Vladimir V. Sorn arrived.", "He was late."],
        ["He has a Plan B.", "He will not say what it is."],
        ["(This was denied.)", "The ministry was silent."],
        ["He waited...", "Then he left."],
        ["He paused … and went on."],
        ["They came from Jan. 5 to Feb. 7 and left."],
    ],
    ids=lambda sentences: sentences[0][:20],
)
def test_splits_news_sentences(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_splits_where_the_space_after_the_full_stop_is_missing() -> None:
    assert split("The army withdrew.“We saw it,” he said.") == ["The army withdrew.", "“We saw it,” he said."]
    assert split("The army withdrew.He saw it.") == ["The army withdrew.", "He saw it."]


def test_splits_inside_a_long_quotation() -> None:
    text = "Morn said: “The gate was open then. It is closed today. We will keep it so.” He left."
    assert split(text) == [
        "Morn said: “The gate was open then.",
        "It is closed today.",
        "We will keep it so.”",
        "He left.",
    ]


def test_keeps_a_short_quotation_whole() -> None:
    assert split("“No. Never,” he said.") == ["“No. Never,” he said."]


def test_a_lone_closing_quote_stays_with_its_sentence() -> None:
    assert split("It ended. ” Then he left.") == ["It ended. ”", "Then he left."]


def test_german_days_end_no_sentence() -> None:
    text = "Am 5. März kam Dr. Held nach Ostel. Es regnete."
    assert split(text, "de") == ["Am 5. März kam Dr. Held nach Ostel.", "Es regnete."]


def test_only_prose_blocks_are_split_and_paragraphs_are_counted() -> None:
    text = "A heading\n\nIt rained. It snowed.\n\nA caption ©\n\nThe sun shone."
    article = Article(
        id="article-1",
        path="a.txt",
        sha256="0",
        text=text,
        blocks=(
            Block(BlockKind.HEADING, 0, 9),
            Block(BlockKind.PROSE, 11, 32),
            Block(BlockKind.CAPTION, 34, 45),
            Block(BlockKind.PROSE, 47, len(text)),
        ),
        published=date(2024, 3, 4),
    )
    assert split_sentences(article) == [
        Sentence(11, 21, "It rained.", 0),
        Sentence(22, 32, "It snowed.", 0),
        Sentence(47, 61, "The sun shone.", 1),
    ]


def test_an_unknown_or_malformed_language_is_read_as_english() -> None:
    assert split("It rained. It snowed.", "../etc") == ["It rained.", "It snowed."]
    assert split("It rained. It snowed.", "zz") == ["It rained.", "It snowed."]


NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(" .!?…“”\"'‘’()[]«»\n\r\t\u00a0\u200b\u2028\u202e–-1aAé😀\u0301\ud800")),
        st.characters(),
    ),
    max_size=200,
)


@given(NASTY, st.sampled_from([None, "en", "de", "ru", "ja", "hi"]))
def test_spans_cover_everything_but_white_space_in_order(text: str, language: str | None) -> None:
    spans = sentence_spans(text, language)
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(
    st.lists(
        st.sampled_from(["It rained. ", "“We saw it. We left it. ", "Dr. Morn ", "a", "(", ".", "” "]), max_size=60
    )
)
def test_splitting_is_stable(parts: list[str]) -> None:
    text = "".join(parts)
    assert sentence_spans(text) == sentence_spans(text)


def test_unclosed_marks_do_not_stall_it() -> None:
    text = "(“" * 100_000
    began = time.process_time()
    assert sentence_spans(text)
    # The library alone takes 46 s for this.
    assert time.process_time() - began < 20
