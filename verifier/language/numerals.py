"""Single numbers in digits or words: `NUMBER` finds them, `read_number` gives their values.

Knows nothing of what is counted; that is `quantities`.
"""

from __future__ import annotations

import re

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT_SCALES = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "bn": 1e9, "bln": 1e9, "mrd": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip

# The spaces that typesetters put between groups of three digits, the plain one included.
_GAP = "[ \u00a0\u2009\u202f]"
_SCALE = "|".join(_SCALES)
_SHORT = "|".join(sorted(_SHORT_SCALES, key=len, reverse=True))

_PART_WORDS = {"quarter": 0.25, "third": 1 / 3}
_PARTS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

DIGITS = (
    rf"(?:\d{{1,3}}(?:(?P<gap>[.,'\u2019]|{_GAP})\d{{3}})(?:(?P=gap)\d{{3}})*(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?!\d)"
    rf"(?:[{''.join(_PARTS)}](?!\d))?"
)
# "40m" and "40k" are written closed up; "300 m" is a length.
_DIGIT_SCALE = rf"(?:(?:{_SHORT})\b|{_GAP}(?:bn|mn|mln|mio|mrd|tn)\b|(?:{_GAP}|-)(?:{_SCALE})s?\b)"

_JOIN = f"(?:{_GAP}|-)"
_ONES = "|".join(list(_UNITS)[1:10])
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:{_JOIN}(?:{_ONES})\b)?|(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b)"
_SCALED = rf"(?:{_JOIN}(?:{_SCALE})\b)"
# "and" joins only after a scale word: "two hundred and five" is one number, "two and three" are two.
_SPELT = (
    rf"(?:half{_GAP}an?{_SCALED}?|an?{_GAP}half{_SCALED}"
    rf"|(?:an?|one|two|three)[ -](?:quarter|third)s?{_GAP}of{_GAP}an?{_SCALED}"
    rf"|(?:not{_GAP})?a{_GAP}single\b(?={_GAP}[^\W\d_])|a{_GAP}pair{_GAP}of\b"
    rf"|(?:an?|{_SMALL}){_SCALED}+(?:(?:{_GAP}and{_GAP}|{_JOIN}){_SMALL}{_SCALED}*)*|{_SMALL})"
    rf"(?:{_JOIN}and{_JOIN}a{_JOIN}half\b{_SCALED}?)?"
    rf"|an?(?={_GAP}(?:second|minute|hour|day|week|month|year|kilomet(?:re|er)|mile|tonne|ton)\b)"
)


def number_pattern(name: str) -> str:
    """A regular expression for one number; its groups are called `name`, `{name}_gap`."""
    digits = DIGITS.replace("gap", f"{name}_gap")
    return rf"(?P<{name}>{digits}(?:{_DIGIT_SCALE})?|\b{_SPELT})"


def read_number(text: str) -> float:
    """The value of a number found with `number_pattern`, such as "1.6 thousand", "two and a half" or "3.2bn"."""
    lowered = text.lower()
    if not lowered[0].isdigit():
        return _read_words(lowered)
    digits = lowered[: len(lowered) - len(re.sub(rf"^{DIGITS}", "", lowered))]
    part = _PARTS.get(digits[-1], 0.0)
    scale_word = lowered[len(digits) :].strip(" -\u00a0\u2009\u202f")
    scale = _SCALES.get(scale_word) or _SHORT_SCALES.get(scale_word) or 1.0
    # Rounded, because 1.6 * 1e3 is not 1600 for every decimal and equal texts must give equal values.
    return round((_read_digits(digits.rstrip("".join(_PARTS)), scaled=bool(scale_word)) + part) * scale, 6)


def scale_of(text: str) -> str:
    """The scale word at the end of a number ("1.6 million" -> "million", "3.2bn" -> "bn"), or an empty string."""
    match = re.search(rf"(?:^|[\d\s-])({_SCALE}|{_SHORT})$", text.lower())
    return match.group(1) if match else ""


def _read_digits(digits: str, scaled: bool) -> float:
    """Reads "1,400", "1.400" and "1 400" as 1400; before a scale word "1.234" is a decimal."""
    compact = re.sub(r"[\s'\u2019]", "", digits)
    separators = [character for character in compact if character in ".,"]
    if not separators:
        return float(compact)
    last = separators[-1]
    whole, _, fraction = compact.rpartition(last)
    grouped = len(fraction) == 3 and len(whole.replace(".", "").replace(",", "")) > 0 and not whole.startswith("0")
    decimal = len(set(separators)) == 2 or not grouped or (scaled and last == ".")
    if decimal and separators.count(last) == 1:
        return float(whole.replace(".", "").replace(",", "") + "." + fraction)
    return float(compact.replace(".", "").replace(",", ""))


def _read_words(words: str) -> float:
    total = current = 0.0
    tokens = re.findall(r"[a-z]+", words)
    if tokens[-1] == "single":
        return float(tokens[0] != "not")
    if "pair" in tokens:
        return 2.0
    if tokens in (["a"], ["an"]):
        return 1.0
    if tokens in (["half", "a"], ["half", "an"]):
        return 0.5
    if (part := tokens[1:2][0] if tokens[1:] else "").rstrip("s") in _PART_WORDS:  # "a quarter of a million"
        return _UNITS.get(tokens[0], 1) * _PART_WORDS[part.rstrip("s")] * _SCALES[tokens[-1]]
    if "and a half" in " ".join(tokens):  # "two and a half", "two and a half million"
        cut = len(tokens) - 1 - tokens[::-1].index("half")
        whole = _read_words(" ".join(tokens[: cut - 2])) + 0.5
        return whole * _SCALES.get(tokens[-1], 1.0)
    half = tokens[:1] == ["half"] or tokens[:2] == ["a", "half"]
    for token in tokens:
        if token in _UNITS or token in _TENS:
            current += _UNITS.get(token, _TENS.get(token, 0))
        elif token in ("hundred", "dozen"):
            current = max(current, 1.0) * _SCALES[token]
        elif token in _SCALES:
            total += max(current, 1.0) * _SCALES[token]
            current = 0.0
    return (total + current) * (0.5 if half else 1.0)
