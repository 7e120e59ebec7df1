"""The attribution tagger: where its spans lie, what it refuses, and that each sentence is read alone."""

from __future__ import annotations

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.errors import ModelError
from verifier.models.session import OnnxModel
from verifier.models.tagger import (
    CONTEXT_CHARACTERS,
    CONTEXT_TOKENS,
    LONGEST_SENTENCE,
    MAX_TOKENS,
    THRESHOLD,
    ScoredWord,
    SpanRole,
    Tagger,
    spans_of,
)

REPORTS = [
    ("The mayor denied on Tuesday that the dam had leaked.", "mayor", "denied", "dam had leaked"),
    ("Jane Roe, a spokeswoman for the port, said two cranes were out of service.", "Jane Roe", "said", "two cranes"),
    ("According to the harbour master, the ferry left at noon.", "harbour master", "According to", "left at noon"),
    ("“Nobody was hurt,” a police officer told reporters.", "police officer", "told", "Nobody was hurt"),
    ("The ministry has warned that grain prices will rise by nine per cent.", "ministry", "warned", "grain prices"),
    ("He added that the bridge would reopen in March.", "He", "added", "would reopen in March"),
    ("The report says the fire began in the kitchen.", "report", "says", "began in the kitchen"),
    ("The strike will go on until Friday, the union announced.", "union", "announced", "go on until Friday"),
]
PLAIN = [
    "The ferry sank off the northern cape on Monday.",
    "Fourteen people were taken to a hospital in the capital.",
    "Bread costs three euros.",
]
CONTEXT = "The council met on Monday to talk about the old bridge. Its chair, Jane Roe, spoke for an hour."


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


@pytest.mark.parametrize(("sentence", "source", "cue", "content"), REPORTS)
def test_a_report_has_its_source_cue_and_content(
    tagger: Tagger, sentence: str, source: str, cue: str, content: str
) -> None:
    spans = tagger.tag(sentence)
    for role, words in zip(SpanRole, (source, cue, content), strict=True):
        found = [sentence[span.start : span.end] for span in spans if span.role is role]
        assert any(words in text for text in found), (role, found)


@pytest.mark.parametrize("sentence", PLAIN)
def test_a_plain_sentence_has_none(tagger: Tagger, sentence: str) -> None:
    assert tagger.tag(sentence) == []


def test_what_precedes_is_read(tagger: Tagger) -> None:
    sentence = "The bridge would be torn down next year."
    speaking = "“We have no choice,” said the mayor, Jane Roe. She told the council that repairs were too dear."
    with_speaker = next(tagger.score_each([(sentence, speaking)]))
    without = next(tagger.score_each([(sentence, "The bridge is old. It was built in 1911.")]))
    content = list(SpanRole).index(SpanRole.CONTENT)
    assert np.mean([word.scores[content] for word in with_speaker]) > 0.1 + np.mean(
        [word.scores[content] for word in without]
    )


def test_only_the_last_tokens_of_what_precedes_count(tagger: Tagger) -> None:
    before = "Rain fell on the old town again. " * 12
    assert len(before) < CONTEXT_CHARACTERS
    sentence = REPORTS[0][0]
    alone = list(tagger.score_each([(sentence, before)]))
    assert list(tagger.score_each([(sentence, "Nobody said so. " * 200 + before)])) == alone
    assert list(tagger.score_each([(sentence, "Nobody said so. " + before)])) == alone


def test_a_sentence_scores_the_same_in_any_company(tagger: Tagger) -> None:
    inputs = [(report[0], "") for report in REPORTS] + [(sentence, CONTEXT) for sentence in PLAIN]
    inputs += [(report[0], CONTEXT) for report in REPORTS]
    together = list(tagger.tag_each(inputs))
    assert together == [tagger.tag(*given) for given in inputs]
    shuffled = random.Random(7).sample(range(len(inputs)), len(inputs))
    assert list(tagger.tag_each([inputs[index] for index in shuffled])) == [together[index] for index in shuffled]
    assert list(Tagger(threads=3).tag_each(inputs)) == together
    with ThreadPoolExecutor(4) as pool:
        assert all(found == together for found in pool.map(lambda _: list(tagger.tag_each(inputs)), range(4)))


def test_no_sentence_is_no_result(tagger: Tagger) -> None:
    assert list(tagger.tag_each([])) == []


@given(sentence=st.text(max_size=60), before=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_spans_are_whole_words_of_the_sentence(tagger: Tagger, sentence: str, before: str) -> None:
    try:
        words = next(tagger.score_each([(sentence, before)]))
        spans = tagger.tag(sentence, before)
    except ModelError as error:
        assert "nothing to read" in str(error)  # noqa: PT017  blank and invisible text is refused, nothing else
        return
    edges = {word.start for word in words}, {word.end for word in words}
    for span in spans:
        assert span.start in edges[0]
        assert span.end in edges[1]
        assert 0 <= span.start < span.end <= len(sentence)
        assert THRESHOLD <= span.score <= 1
    for role in SpanRole:
        own = [span for span in spans if span.role is role]
        assert all(left.end <= right.start for left, right in pairwise(own))
    assert spans == sorted(spans, key=lambda span: (span.start, span.end))


def test_roles_may_overlap_and_lone_punctuation_is_no_span() -> None:
    sentence = "Roe said Poe agrees. ”"
    words = [
        ScoredWord(0, 3, (0.9, 0.0, 0.0)),
        ScoredWord(4, 8, (0.0, 0.9, 0.0)),
        ScoredWord(9, 12, (0.9, 0.0, 0.9)),
        ScoredWord(13, 19, (0.0, 0.9, 0.9)),
        ScoredWord(19, 20, (0.0, 0.0, 0.0)),
        ScoredWord(21, 22, (0.0, 0.0, 0.9)),
    ]
    spans = spans_of(sentence, words)
    found = [(span.role.value, sentence[span.start : span.end]) for span in spans]
    assert found == [
        ("source", "Roe"),
        ("cue", "said"),
        ("source", "Poe"),
        ("content", "Poe agrees"),
        ("cue", "agrees"),
    ]


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ((0.9, 0.1, 0.5), ["a b c"]),
        ((0.9, 0.05, 0.5), ["a", "c"]),
        ((0.9, 0.3, 0.3, 0.4), ["a b c d"]),
        ((0.9, 0.3, 0.3, 0.3, 0.4), ["a", "e"]),
        ((0.3, 0.4, 0.3), ["b"]),
        ((0.3, 0.3), []),
    ],
)
def test_one_or_two_doubtful_words_do_not_part_a_span(scores: tuple[float, ...], found: list[str]) -> None:
    sentence = " ".join("abcde"[: len(scores)])
    words = [ScoredWord(2 * at, 2 * at + 1, (score, 0.0, 0.0)) for at, score in enumerate(scores)]
    spans = spans_of(sentence, words)
    assert [sentence[span.start : span.end] for span in spans] == found
    assert max((span.score for span in spans), default=max(scores)) == max(scores)


@pytest.mark.parametrize("blank", ["", " \n\t", "\u200b\u00ad"])
def test_a_sentence_with_nothing_in_it_is_refused(tagger: Tagger, blank: str) -> None:
    with pytest.raises(ModelError, match="input 1 has nothing to read"):
        list(tagger.tag_each([("text", ""), (blank, "Before it something stands.")]))


@pytest.mark.parametrize("given", [("half a pair: \ud800", ""), ("fine", "half a pair: \ud800")])
def test_broken_unicode_is_refused(tagger: Tagger, given: tuple[str, str]) -> None:
    with pytest.raises(ModelError, match="valid Unicode"):
        tagger.tag(*given)


def test_the_longest_sentence_fits_and_a_longer_one_is_refused_not_cut(tagger: Tagger) -> None:
    before = "a " * 2 * CONTEXT_TOKENS
    longest = "a " * LONGEST_SENTENCE
    assert len(next(tagger.score_each([(longest, before)]))) == LONGEST_SENTENCE
    with pytest.raises(ModelError, match=rf"input 0 has {MAX_TOKENS + 1}\b.*split it first"):
        tagger.tag(longest + "a", before)


def test_a_pair_has_a_row_for_each_token_and_needs_its_second_text() -> None:
    model = OnnxModel("attribution.int8.onnx", "tokenizer.json", MAX_TOKENS, threads=1)
    pair = ("", "The mayor said so.")
    (scores,) = model.run_each([pair])
    assert scores.shape == (len(model.encode(pair)), len(SpanRole))
    assert np.all((scores >= 0) & (scores <= 1))
    with pytest.raises(ModelError, match="nothing to read"):
        list(model.run_each([("The mayor said so.", " ")]))


def test_the_fingerprint_is_set_without_loading(tagger: Tagger) -> None:
    assert len(Tagger().fingerprint) == 16
    assert tagger.name


def test_importing_the_tagger_imports_no_runtime() -> None:
    code = "import sys, verifier.models.tagger; print(sorted({'onnxruntime', 'tokenizers'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
