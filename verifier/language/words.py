"""Content words and negation: the plainest facts about a wording."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")  # noqa: RUF001  typographic apostrophes are part of words

_STEMMER = snowballstemmer.stemmer("english")

_STOP = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her here hers
    him his how i if in into is it its itself just let me more most my no nor not of off on once only or other our out
    over own per said same say says she should so some such than that the their them then there these they this those
    through to too under until up very was we were what when where which while who whom why will with would you your
    according reported told added since among now still yet even however meanwhile moreover already""".split()
)

_NEGATION = re.compile(
    r"\b(?:no|not|never|yet to|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t"  # noqa: RUF001
    r"|den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?|fail(?:s|ed)? to|false|untrue)\b",
    re.IGNORECASE,
)

_NO_NEGATION = re.compile(
    r"\b(?:no (?:more|less|fewer|later|sooner) than|not only|no doubt|not least|why not"
    r"|(?:asked|requested|wished) not to be \w+|declined to be \w+)\b"
    # what a subordinate clause negates is not what the sentence states: "the bridge, which nobody crosses, was closed"
    r"|\b(?:who|whom|whose|which|where|when|while|because|although|though|since|if|unless)\b[^,.;]*",
    re.IGNORECASE,
)


# Words that exclude each other when they are said of one thing. Each row: the one side / the other side. Directions and
# movements (north, rose, advanced) were tried and left out: two reports of one war hold both without contradiction.
_OPPOSITES = """
    intact undamaged unharmed / destroyed damaged missing collapsed ruined
    open opened reopened / closed shut sealed blocked
    alive survived unhurt / died killed
    won victory / lost defeat
    accepted approved agreed passed / rejected refused vetoed
    arrested detained jailed / released freed
    allowed permitted legal lifted / banned prohibited illegal imposed
    guilty convicted / innocent acquitted
"""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball English stem, so that "evacuated" meets "evacuation"."""
    stemmed: str = _STEMMER.stemWord(word.casefold().replace("’", "'").removesuffix("'s"))  # noqa: RUF001
    return stemmed


@lru_cache(maxsize=65536)
def content_words(text: str) -> frozenset[str]:
    """The stems of all words that carry meaning on their own, numbers included."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word.casefold() not in _STOP)


@lru_cache(maxsize=65536)
def is_negated(text: str) -> bool:
    """Whether the main clauses hold an odd number of negations; "no more than 3,000" and "not only" negate nothing."""
    return len(_NEGATION.findall(_NO_NEGATION.sub(" ", text))) % 2 == 1


@lru_cache(maxsize=65536)
def negated_words(text: str) -> frozenset[str]:
    """The stem of the first content word behind each negation of a main clause: "was not evacuated", "no explosion"."""
    bare = _NO_NEGATION.sub(" ", text)
    first = (_first_content_word(bare[found.end() :]) for found in _NEGATION.finditer(bare))
    return frozenset(word for word in first if word)


def _first_content_word(text: str) -> str:
    return next((stem(word) for word in _WORD.findall(text) if word.casefold() not in _STOP), "")


def _read_opposites() -> dict[str, frozenset[str]]:
    opposites: dict[str, frozenset[str]] = {}
    for row in _OPPOSITES.strip().splitlines():
        left, right = (frozenset(map(stem, side.split())) for side in row.split("/"))
        for one, other in ((left, right), (right, left)):
            for word in one:
                opposites[word] = opposites.get(word, frozenset()) | other
    return opposites


_OPPOSITE_STEMS = _read_opposites()


def are_opposed(a: str, b: str) -> bool:
    """Whether the one holds a word and the other, without it, its opposite: "intact" and "destroyed"."""
    words_a, words_b = content_words(a), content_words(b)
    only_a, only_b = words_a - words_b, words_b - words_a
    return any(_OPPOSITE_STEMS.get(word, frozenset()) & only_b for word in only_a)
