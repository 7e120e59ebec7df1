"""One spelling for the many in which a foreign name is written: Cyrillic, accents, German, Polish, English habits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Russian, Ukrainian and Belarusian letters in the English manner; the folding below evens out the rest.
_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя",
            "a b v g g d e yo ye zh z i i yi y k l m n o p r s t u u f kh ts ch sh shch  y  e yu ya".split(" "),
            strict=True,
        )
    )
)
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ß": "ss",
        "š": "sh", "ś": "sh", "ş": "sh", "ž": "zh", "ż": "zh", "ź": "zh", "č": "ch", "ć": "ch", "ç": "ch",
    }
)  # fmt: skip
# Each group of letters that different languages write for one sound, in this order. Hissing sounds become one
# letter, and so do g and the sounds between k and h: "Latuschka", "Latucska" and "Łatuszka", "Hajun" and "Gayun".
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"(?:schtsch|shch|szcz)", "s"),
        (r"[ao]u(?=sk)|[uv](?=sk)", "ov"),
        (r"oov(?=sk)|aov(?=sk)", "ov"),
        (r"(?:tsch|tch|cz)", "h"),
        (r"(?:sch|sh|sz|cs|zh|zs|rz)", "s"),
        (r"(?:ch|kh|gh)", "h"),
        (r"ck", "k"),
        (r"c(?=[eiy])", "s"),
        (r"(?:ts|tz|z)", "s"),
        (r"[cq]", "k"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"off$", "ov"),
        (r"w", "v"),
        # "Gorbatschow" and "Gorbachev"
        (r"(?<=[hs])ev(?=a?$)", "ov"),
        (r"g", "h"),
        (r"[yj]", "i"),
        (r"oe", "o"),
        (r"ue", "u"),
        (r"ae", "a"),
        (r"ee", "i"),
        (r"o[ou]", "u"),
        (r"(?<=.)i+(?=[aeou])", ""),
        (r"(.)\1+", r"\1"),
        # "Lukashenka" and "Lukashenko"; other final vowels tell men from women and stay
        (r"(?<=..k)[ao]$", ""),
    ]
]
_WOMAN = re.compile(r"(?<=[wvnouy])sk(?:a|aja|aya|aia)$")


def plain(text: str) -> str:
    """`text` in lower-case Latin letters without accents."""
    if text.isascii():
        return text.lower()
    spelt = text.lower().translate(_CYRILLIC).translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One spelling of a name's word for all transliterations of it; empty only without letters and digits."""
    letters = re.sub(r"[\W_]+", "", plain(word))
    woman = bool(_WOMAN.search(letters))
    folded = letters
    for pattern, sound in _SOUNDS:
        folded = pattern.sub(sound, folded)
    return (folded.rstrip("ai") + "aia" if woman else folded) or letters


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a folded word: "Pavel" and "Paval", "Aleksandr" and "Alyaxandar"."""
    return re.sub("[aeiou]", "", word)
