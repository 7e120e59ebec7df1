"""S3: quotes altered in ways that change what is said, none of which may be found."""

# ruff: noqa: RUF001  look-alike letters are meant

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from benchmarks.attacks.situation import HONEST, HOSTS
from verifier.engines.llm.quotes import locate

Words = list[str]
_TOKEN = re.compile(r"\d+(?:[.,:\-\u2013/ ]\d+)*|\w+|[^\w\s]")
_TYPOGRAPHY = str.maketrans("‘’“”«»–—‐‑", '\'\'""""----')


def drop(words: Words, rng: Random, _text: str) -> Words:
    """A word is left out."""
    at = rng.randrange(1, len(words) - 1)
    return words[:at] + words[at + 1 :]


def put_in(words: Words, rng: Random, _text: str) -> Words:
    """A word is put in."""
    at = rng.randrange(1, len(words))
    return [*words[:at], rng.choice(("not", "never", "allegedly", "all", "no")), *words[at:]]


def put_for(words: Words, rng: Random, text: str) -> Words:
    """Another word of the text stands in a word's place."""
    at = rng.randrange(len(words))
    return [*words[:at], rng.choice(text.split()), *words[at + 1 :]]


def swap(words: Words, rng: Random, _text: str) -> Words:
    """Two words change places."""
    a, b = rng.sample(range(len(words)), 2)
    words = list(words)
    words[a], words[b] = words[b], words[a]
    return words


def recount(words: Words, rng: Random, _text: str) -> Words:
    """A digit is another, or a number is put in."""
    numbers = [at for at, word in enumerate(words) if any(map(str.isdigit, word))]
    if not numbers:
        return [*words[:1], str(rng.randint(2, 900)), *words[1:]]
    at = rng.choice(numbers)
    digits = [place for place, c in enumerate(words[at]) if c.isdigit()]
    place = rng.choice(digits)
    other = rng.choice([c for c in "0123456789" if c != words[at][place]])
    return [*words[:at], words[at][:place] + other + words[at][place + 1 :], *words[at + 1 :]]


def recase(words: Words, rng: Random, _text: str) -> Words:
    """A letter is a capital, or is none."""
    return _with_letter(words, rng, str.swapcase)


def misspell(words: Words, rng: Random, _text: str) -> Words:
    """A letter is another."""
    return _with_letter(words, rng, lambda c: rng.choice([one for one in "abcdeghkmnrstu" if one != c.lower()]))


def look_alike(words: Words, rng: Random, _text: str) -> Words:
    """A letter is one of another script that looks the same."""
    return _with_letter(words, rng, lambda c: {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р"}.get(c, "ⅰ"))


def cut(words: Words, rng: Random, _text: str) -> Words:
    """The last word or number is cut short."""
    return [*words[:-1], words[-1][: rng.randrange(1, max(2, len(words[-1])))]]


def join(words: Words, rng: Random, text: str) -> Words:
    """The beginning of one stretch and the end of another, with dots between them or none."""
    others = text.split()
    start = rng.randrange(max(1, len(others) - 5))
    return words[: len(words) // 2] + rng.choice(([], ["…"], ["..."])) + others[start : start + 5]


def _with_letter(words: Words, rng: Random, change: Callable[[str], str]) -> Words:
    at = rng.choice([at for at, word in enumerate(words) if any(map(str.isalpha, word))])
    place = rng.choice([place for place, c in enumerate(words[at]) if c.isalpha()])
    return [*words[:at], words[at][:place] + change(words[at][place]) + words[at][place + 1 :], *words[at + 1 :]]


ALTERATIONS: Sequence[Callable[[Words, Random, str], Words]] = (
    drop, put_in, put_for, swap, recount, recase, misspell, look_alike, cut, join,
)  # fmt: skip


def stands(quote: str, text: str) -> bool:
    """Whether `text` has the words, numbers and marks of `quote` in this order: asked in another way than code does."""
    wanted, held = _tokens(quote), _tokens(text)
    return any(held[at : at + len(wanted)] == wanted for at in range(len(held) - len(wanted) + 1))


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).replace("…", "...").translate(_TYPOGRAPHY)
    return _TOKEN.findall("".join(c for c in plain if unicodedata.category(c) != "Cf"))


def own_texts() -> list[str]:
    """Those of the situation."""
    return ["\n\n".join(source.paragraphs) for source in (*HONEST, *HOSTS.values())]


def real_texts(data: Path) -> list[str]:
    """Those of real articles, under `data`."""
    lines = (data / "articles" / "multi_outlet.jsonl").read_text("utf-8").splitlines()
    return [str(json.loads(line)["text"]) for line in lines]


def measure(texts: Sequence[str], n: int, rng: Random) -> Mapping[str, tuple[int, int]]:
    """By alteration, how many quotes were altered and how many of them were found all the same."""
    tried, passed = Counter[str](), Counter[str]()
    while tried.total() < n:
        change = ALTERATIONS[tried.total() % len(ALTERATIONS)]
        text = rng.choice(texts)
        words = text.split()
        size = rng.randint(4, 25)
        start = rng.randrange(max(1, len(words) - size))
        quote = words[start : start + size]
        if len(quote) < 4 or not any(map(str.isalpha, quote[0])):
            continue
        altered = " ".join(change(quote, rng, text))
        if stands(altered, text):
            continue
        tried[change.__name__] += 1
        passed[change.__name__] += locate(altered, text) is not None
    return {name: (tried[name], passed[name]) for name in tried}
