from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Article, Block, BlockKind
from verifier.language.sentences import split_sentences
from verifier.steps.chunks import MAX_TOKENS, TARGET_TOKENS, chunk

# The typographic quotes and dashes in here are what newspapers print.


def count_words(text: str) -> int:
    """Like the embedder's count: words, marks, and two for the ends."""
    return 2 + len(re.findall(r"\w+|[^\w\s]", text))


def make_article(*parts: tuple[BlockKind, str]) -> Article:
    text, blocks = "", []
    for kind, wording in parts:
        if wording:
            blocks.append(Block(kind, len(text), len(text) + len(wording)))
        text += wording + "\n\n"
    return Article(id="article-1", path="a.txt", sha256="0", text=text, blocks=tuple(blocks), language="en")


SENTENCE = "The minister said on Friday that the bridge over the river would stay closed for a week."


def test_a_short_article_is_one_passage() -> None:
    article = make_article((BlockKind.PROSE, "It rained."), (BlockKind.PROSE, "It snowed."))
    [passage] = chunk(article, count_words)
    assert passage.text == "It rained.\n\nIt snowed."
    assert passage.article_id == article.id


def test_passages_keep_to_the_target() -> None:
    article = make_article((BlockKind.PROSE, " ".join([SENTENCE] * 30)))
    passages = chunk(article, count_words)
    assert len(passages) > 1
    assert all(count_words(passage.text) <= TARGET_TOKENS for passage in passages[:-1])
    assert all(passage.text.endswith(".") for passage in passages)


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.CAPTION, BlockKind.FURNITURE])
def test_no_passage_spans_what_is_not_prose(kind: BlockKind) -> None:
    article = make_article((BlockKind.PROSE, "It rained."), (kind, "Weather"), (BlockKind.PROSE, "It snowed."))
    assert [passage.text for passage in chunk(article, count_words)] == ["It rained.", "It snowed."]


def test_a_half_full_passage_ends_with_its_paragraph() -> None:
    article = make_article((BlockKind.PROSE, " ".join([SENTENCE] * 3)), (BlockKind.PROSE, " ".join([SENTENCE] * 3)))
    assert len(chunk(article, count_words)) == 2


def test_a_scrap_at_the_end_joins_the_passage_before() -> None:
    article = make_article((BlockKind.PROSE, " ".join([SENTENCE] * 5) + " He left."))
    [passage] = chunk(article, count_words)
    assert passage.text.endswith("He left.")


def test_a_sentence_over_the_limit_is_cut_after_a_clause() -> None:
    long = "The list named " + ", ".join(f"village number {n} on the northern bank" for n in range(90)) + "."
    passages = chunk(make_article((BlockKind.PROSE, long)), count_words)
    assert len(passages) > 1
    assert all(count_words(passage.text) <= MAX_TOKENS for passage in passages)
    assert all(passage.text.endswith((",", ".")) for passage in passages)
    assert " ".join(passage.text for passage in passages) == long


def test_a_sentence_without_clauses_is_cut_between_words() -> None:
    passages = chunk(make_article((BlockKind.PROSE, "word " * 600 + "end.")), count_words)
    assert all(passage.text.split()[0] in {"word", "end."} for passage in passages)


def test_text_without_spaces_is_cut_and_measured_a_few_times_only() -> None:
    measured = 0

    def count_one(text: str) -> int:
        nonlocal measured
        measured += len(text)
        return 3

    passages = chunk(make_article((BlockKind.PROSE, "x" * 300_000 + ".")), count_one)
    assert sum(len(passage.text) for passage in passages) == 300_001
    assert max(len(passage.text) for passage in passages) < 5_000
    assert measured < 20 * 300_000


def test_ids_are_stable_and_differ() -> None:
    article = make_article((BlockKind.PROSE, " ".join([SENTENCE] * 30)))
    ids = [passage.id for passage in chunk(article, count_words)]
    assert ids == [passage.id for passage in chunk(article, count_words)]
    assert len(set(ids)) == len(ids)


def test_an_article_without_prose_has_no_passages() -> None:
    assert chunk(make_article((BlockKind.HEADING, "Weather")), count_words) == []


def test_a_limit_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="max_tokens is 3"):
        chunk(make_article((BlockKind.PROSE, "It rained.")), count_words, max_tokens=3)


WORDING = st.one_of(
    st.lists(
        st.sampled_from(
            [
                "It rained.",
                "“We left,",
                "he said.”",
                "Dr. Morn",
                "x" * 70,
                "a,",
                "—",
                "😀",
                "é\u0301",
                "\u202e",
                "漢字。",
            ]
        ),
        max_size=60,
    ).map(" ".join),
    st.text(max_size=120),
)
PARTS = st.lists(st.tuples(st.sampled_from(list(BlockKind)), WORDING), max_size=8)


@given(PARTS, st.integers(8, 60))
def test_passages_hold_every_sentence_once_in_order_within_the_limit(
    parts: list[tuple[BlockKind, str]], max_tokens: int
) -> None:
    article = make_article(*parts)
    passages = chunk(article, count_words, max_tokens=max_tokens)
    position = 0
    for passage in passages:
        assert position <= passage.start < passage.end
        assert passage.text == article.text[passage.start : passage.end]
        assert count_words(passage.text) <= max_tokens
        position = passage.end
    covered = {at for passage in passages for at in range(passage.start, passage.end)}
    for sentence in split_sentences(article):
        inside = range(sentence.start, sentence.end)
        assert all(at in covered or article.text[at].isspace() for at in inside)
    for block in article.blocks:
        if block.kind is not BlockKind.PROSE:
            assert covered.isdisjoint(range(block.start, block.end))


@given(PARTS)
def test_passages_begin_and_end_with_sentences_that_fit(parts: list[tuple[BlockKind, str]]) -> None:
    article = make_article(*parts)
    sentences = split_sentences(article)
    starts, ends = {s.start for s in sentences}, {s.end for s in sentences}
    if all(count_words(sentence.text) <= MAX_TOKENS for sentence in sentences):
        for passage in chunk(article, count_words):
            assert passage.start in starts
            assert passage.end in ends
