"""Find a model's quote in the text it is said to come from, letter by letter. Pure.

White space, invisible characters, the shapes of quotation marks, dashes and dots, and the two ways to write an accented
letter may differ, nothing else: no letter, digit, word or case. A quote ends where words and numbers end: "killed 12"
is not in "killed 120".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‹›`´", "'"),  # noqa: RUF001  these are the point
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001
        "…": "...",
    }
)
_JOINING = ".,:'’-–/ \u00a0\u202f"  # noqa: RUF001
"""What may stand inside one number: "1,400", "1 400", "10-12"."""


def locate(quote: str, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where `quote` stands in `text[start:end]`, first place first, as a span of `text`; None when it does not."""
    return next(locate_each(quote, text, start, end), None)


def locate_each(quote: str, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Every place where `quote` stands, in order, without overlap."""
    stop = len(text) if end is None else end
    wanted, _ = _fold(quote.strip())
    wanted = wanted.strip()
    if not any(c.isalnum() for c in wanted):
        return
    folded, places = _fold(text[start:stop])
    at = folded.find(wanted)
    while at >= 0:
        behind = at + len(wanted)
        a, b = start + places[at], start + places[behind - 1] + 1
        whole = _is_start(places, at) and _is_start(places, behind) and not _cuts(text, a) and not _cuts(text, b)
        if whole:
            yield a, b
        at = folded.find(wanted, behind if whole else at + 1)


@lru_cache(maxsize=8)
def _fold(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place it comes from, with one place behind."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isspace():
            shown = "" if folded and folded[-1] == " " else " "
        elif unicodedata.category(char) in ("Cc", "Cf") or char == "¦":
            shown = ""
        else:
            shown = unicodedata.normalize("NFD", char).translate(_FOLDED)
        folded += shown
        places += [place] * len(shown)
    return "".join(folded), [*places, len(text)]


def _is_start(places: list[int], at: int) -> bool:
    """Whether a character of the text begins there: "cafe" ends inside the last letter of "café"."""
    return at == 0 or places[at] != places[at - 1]


def _cuts(text: str, at: int) -> bool:
    """Whether a word or a number goes on across `at`."""
    if at <= 0 or at >= len(text):
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.combining(after):
        return True
    if _is_numeral(before) or _is_numeral(after):
        return _cuts_number(text, at)
    return before.isalnum() and after.isalnum() and not (_is_unspaced(before) and _is_unspaced(after))


def _cuts_number(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if _is_numeral(before) and _is_numeral(after):
        return True
    if before.isalnum() and after.isalnum():
        return not (_is_unspaced(before) or _is_unspaced(after))
    if _is_numeral(before) and after in _JOINING:
        return at + 1 < len(text) and _is_numeral(text[at + 1])
    if _is_numeral(after) and before in _JOINING:
        return at > 1 and _is_numeral(text[at - 2])
    return False


def _is_numeral(char: str) -> bool:
    return unicodedata.numeric(char, None) is not None


def _is_unspaced(char: str) -> bool:
    """Scripts without spaces between words, where any place may be an end."""
    return "\u0e00" <= char <= "\u0eff" or "\u2e80" <= char <= "\u9fff" or char >= "\uf900"
