"""How many tokens a text has for a model: counted where the vocabulary is at hand, else estimated at once.

`tiktoken` downloads a vocabulary that it does not find, without a time limit: it hung for 300 s behind a firewall that
swallows packets. So it is asked only after the file it will read was found whole.
"""

from __future__ import annotations

import hashlib
import math
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

_O200K = "fb374d419588a4632f3f557e76b4b70aebbca790", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
_CL100K = "9b5ad71b2ce5302211f9c61530b329a4922fc6a4", "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
_FILES = {"o200k_base": _O200K, "o200k_harmony": _O200K, "cl100k_base": _CL100K}
"""Encoding -> the name of its vocabulary file in tiktoken's cache, and the SHA-256 that tiktoken insists on."""

_SMALL, _CAPITAL, _TWO_BYTES, _THREE_BYTES, _FOUR_BYTES = 0.36, 0.7, 1.0, 1.8, 4.0
"""Tokens a character, by its bytes in UTF-8; other ASCII counts one. On 3,996 windows of 300 characters of English news
the estimate is twice the count of o200k_base and below it in none; on 600 Russian texts 2.7 times, on 432 Chinese ones
1.9 times, below in none. Against cl100k_base it is 2.0, 2.1 and 1.7 times, below in none."""

_loading = Lock()


@dataclass(frozen=True, slots=True)
class TokenCount:
    """`n` tokens; where not `exact`, an estimate that errs high."""

    n: int
    exact: bool

    def __add__(self, other: TokenCount) -> TokenCount:
        return TokenCount(self.n + other.n, self.exact and other.exact)


def count(text: str, model: str) -> TokenCount:
    """The tokens of `text` for `model`; never waits for a network."""
    name = _encoding_name(model)
    encoding = None if name is None else _encoding(name, _folders())
    if encoding is None:
        return TokenCount(estimate(text), exact=False)
    return TokenCount(len(encoding.encode_ordinary(text)), exact=True)


def estimate(text: str) -> int:
    """A number of tokens that errs high for prose in any script."""
    small = sum(1 for c in text if c == " " or "a" <= c <= "z")
    capital = sum(1 for c in text if "A" <= c <= "Z")
    two = sum(1 for c in text if "\x80" <= c < "\u0800")
    three = sum(1 for c in text if "\u0800" <= c < "\U00010000")
    ascii_only = sum(1 for c in text if c < "\x80")
    four = len(text) - ascii_only - two - three
    wide = _TWO_BYTES * two + _THREE_BYTES * three + _FOUR_BYTES * four
    return math.ceil(_SMALL * small + _CAPITAL * capital + (ascii_only - small - capital) + wide)


def _encoding_name(model: str) -> str | None:
    import tiktoken

    try:
        return tiktoken.encoding_name_for_model(model)
    except KeyError:
        return None


def _folders() -> tuple[Path, ...]:
    """Those that tiktoken itself would look in; none lies beside this program, since nobody gives them a licence."""
    named = [os.environ[name] for name in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR") if os.environ.get(name)]
    return *map(Path, named), Path(tempfile.gettempdir()) / "data-gym-cache"


@cache
def _encoding(name: str, folders: tuple[Path, ...]) -> Encoding | None:
    folder = next(_folders_with(name, folders), None)
    if folder is None:
        return None
    import tiktoken

    with _loading:
        before = os.environ.get("TIKTOKEN_CACHE_DIR")
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
        try:
            return tiktoken.get_encoding(name)
        finally:
            if before is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]
            else:
                os.environ["TIKTOKEN_CACHE_DIR"] = before


def _folders_with(name: str, folders: tuple[Path, ...]) -> Iterator[Path]:
    """Folders that hold the whole file: tiktoken deletes a damaged one and downloads it again."""
    if name not in _FILES:
        return
    file, expected = _FILES[name]
    for folder in folders:
        try:
            content = (folder / file).read_bytes()
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() == expected:
            yield folder
