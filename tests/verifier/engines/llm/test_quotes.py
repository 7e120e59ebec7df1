"""A quote is found as it stands, or not at all."""

# ruff: noqa: RUF001  typographic marks are meant

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import verifier
from verifier.engines.llm.quotes import locate

ARTICLES = sorted((Path(verifier.__file__).parent / "samples" / "articles").iterdir())
TEXTS = [path.read_text("utf-8") for path in ARTICLES]
NUMBER_WORDS = {"two": "three", "three": "four", "ten": "twelve", "not": "now", "no": "some"}


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("The dam held", "The dam held.", "The dam held"),
        ("  The dam held ", "x The  dam\n\nheld.", "The  dam\n\nheld"),
        ('"Held", she said', "“Held”, she said.", "“Held”, she said"),
        ("it's 10-12", "it’s 10–12 m", "it’s 10–12"),
        ("wait...", "wait… no", "wait…"),
        ("the dam held", "the\u200b dam\u00ad he\u2060ld", "the\u200b dam\u00ad he\u2060ld"),
        ("the ¦ dam", "the dam", "the dam"),
        ("caf\u00e9 noir", "a cafe\u0301 noir", "cafe\u0301 noir"),
        ("cafe\u0301", "a caf\u00e9 noir", "caf\u00e9"),
        ("他走了", "昨天他走了。", "他走了"),
        ("killed 12", "killed 120, then killed 12.", "killed 12"),
    ],
)
def test_typography_may_differ(quote: str, text: str, found: str) -> None:
    span = locate(quote, text)
    assert span is not None
    assert text[slice(*span)] == found


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("killed 12", "killed 120"),
        ("killed 1", "killed 1,400"),
        ("killed 1", "killed 1 400"),
        ("400 men", "1,400 men"),
        ("400 men", "1 400 men"),
        ("12 men", "10-12 men"),
        ("killed 1", "killed 1.5 million"),
        ("the attack", "the attacks"),
        ("lawful order", "unlawful order"),
        ("cafe", "café"),
        ("cafe", "cafe\u0301"),
        ("the dam", "The dam"),
        ("dam held", "dam has held"),
        ("dam held", "damheld"),
        ("", "text"),
        ("...", "so … and ..."),
        ("三十", "三十五人"),
        ("五人", "三十五人"),
        ("12", "１２"),
    ],
)
def test_words_and_numbers_may_not(quote: str, text: str) -> None:
    assert locate(quote, text) is None


def test_only_the_part_asked_for_is_searched() -> None:
    text = "The dam held. The dam held."
    assert locate("The dam held", text) == (0, 12)
    assert locate("The dam held", text, 5) == (14, 26)
    assert locate("The dam held", text, 5, 20) is None


@given(st.sampled_from(TEXTS), st.data())
def test_every_stretch_of_whole_words_is_found(text: str, data: st.DataObject) -> None:
    words = list(re.finditer(r"[A-Za-z]{2,}", text))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(first + 25, len(words) - 1)))
    quote = text[words[first].start() : words[last].end()]
    span = locate(" ".join(quote.split()), text)
    assert span is not None
    assert " ".join(text[slice(*span)].split()) == " ".join(quote.split())


@given(st.text(max_size=60), st.text(max_size=60))
def test_never_raises_and_stays_within(quote: str, text: str) -> None:
    span = locate(quote, text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


def _alter(quote: str, draw: random.Random, words: list[str]) -> str:
    """One digit or one word changed."""
    digits = [m.start() for m in re.finditer(r"\d", quote)]
    places = [m.span() for m in re.finditer(r"[^\W\d]{2,}", quote)]
    a, b = draw.choice(places)
    ways = [
        quote[:a] + draw.choice([w for w in words if w != quote[a:b]]) + quote[b:],
        quote[:a] + draw.choice(words) + " " + quote[a:],
        quote[:a] + quote[b:].lstrip(),
        quote[:a] + quote[a:b] + "s" + quote[b:],
        quote[:a] + NUMBER_WORDS.get(quote[a:b], "not " + quote[a:b]) + quote[b:],
        quote[: a + 1] + quote[a:],
        quote[:-1],
    ]
    for at in digits:
        ways += [quote[:at] + str((int(quote[at]) + draw.randrange(1, 10)) % 10) + quote[at + 1 :]]
        ways += [quote[:at] + quote[at + 1 :], quote[:at] + "0" + quote[at:]]
    return draw.choice(ways)


def test_of_a_thousand_altered_quotes_none_passes() -> None:
    draw = random.Random(5)
    sentence = re.compile(r"(?:(?<=\. )|(?<=\n))\w[^.\n]{40,200}\w(?=\.\s|\n)")
    pairs = [(found.group(), text) for text in TEXTS for found in sentence.finditer(text)]
    assert len(pairs) > 100
    words = sorted({word for text in TEXTS for word in re.findall(r"[A-Za-z]{3,}", text)})
    tried, passed = 0, []
    while tried < 1000:
        quote, text = draw.choice(pairs)
        altered = " ".join(_alter(quote, draw, words).split())
        if altered.strip("/\"'()[]“”’—–-, ") not in _whole_word_stretches(quote):
            tried += 1
            assert locate(quote, text) is not None
            passed += [altered] if locate(altered, text) else []
    assert passed == []


def _whole_word_stretches(sentence: str) -> set[str]:
    """What is verbatim though shortened: words left out at one end."""
    flat = " ".join(sentence.split())
    words = [found.span() for found in re.finditer(r"\w+", flat)]
    return {flat[:end] for _, end in words} | {flat[start:] for start, _ in words}
