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


# Letters that look alike, so that one can be slipped in for the other. The Greek ones stand at the same places.
_LATIN_LIKE = "ABEKMHOPCTXIJSYaeopcxijsy"
_CYRILLIC_LIKE = "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405\u0423"
_CYRILLIC_LIKE += "\u0430\u0435\u043e\u0440\u0441\u0445\u0456\u0458\u0455\u0443"
_GREEK_LIKE = dict(
    zip(
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
        "ABEZHIKMNOPTYXo",
        strict=True,
    )
)
_TO_LATIN = str.maketrans(dict(zip(_CYRILLIC_LIKE, _LATIN_LIKE, strict=True)) | _GREEK_LIKE)
_TO_CYRILLIC = str.maketrans(_LATIN_LIKE, _CYRILLIC_LIKE)
_LATIN_LETTER, _FOREIGN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]"), re.compile("[\u0370-\u04ff]")


def in_one_script(text: str) -> str:
    """`text` with the look-alikes in words of mixed script written in the script of most of the word's letters."""
    return text if text.isascii() else re.sub(r"[^\W\d_]+", _word_in_one_script, text)


def _word_in_one_script(found: re.Match[str]) -> str:
    word = found[0]
    n_latin, n_foreign = len(_LATIN_LETTER.findall(word)), len(_FOREIGN_LETTER.findall(word))
    if not n_latin or not n_foreign:
        return word
    return word.translate(_TO_LATIN if n_latin >= n_foreign else _TO_CYRILLIC)


def plain(text: str) -> str:
    """`text` in lower-case Latin letters without accents."""
    if text.isascii():
        return text.lower()
    spelt = in_one_script(text).lower().translate(_CYRILLIC).translate(_LETTERS)
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


def fold_first(word: str) -> str:
    """A first name folded: "Erika" keeps the vowel that tells her from Erik."""
    folded = fold(word)
    return folded + "a" if folded.endswith("k") and plain(word).endswith("ka") else folded


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a folded word: "Pavel" and "Paval", "Aleksandr" and "Alyaxandar"."""
    return re.sub("[aeiou]", "", word)
