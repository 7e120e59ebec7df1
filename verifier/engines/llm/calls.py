"""What is asked: windows of an article to read, claims of one article against passages of another. Pure.

A call holds claims that the same articles state and one other article's passages, so that a text planted in any of them
reaches nothing but their own pairs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from prompts import Line, Messages, load
from verifier.domain import Article, BlockKind, Pair, Passage
from verifier.language.sentences import split_sentences

Numbered = tuple[int, Pair]

STANCE, SECOND_LOOK, EXTRACT = "stance", "second_look", "extract"
"""The prompts."""

MOST_CLAIMS = 20
"""Claims of one call: more save little, since the instructions are 1,300 tokens, and lose more when a reply breaks."""

MOST_PASSAGE_CHARS = 24_000
"""Characters of passages of one call, some 6,000 tokens: a long article read for many claims makes several calls."""

WINDOW_CHARS = 12_000
"""Characters of an article read at once, at most: one call for nine news articles in ten."""

BEFORE_CHARS = 800
"""What stood ahead of a window and is shown beside it, for who "he" is."""

NAME_CHARS = 300
"""Characters of a title or an outlet's name that are shown: a whole article in its title would make a call of any
length."""

LEAST_CUT_CHARS = 1_000
"""A paragraph this short is not cut: where the reply to it breaks off, its length is not why."""

CALL_TOKENS, ROW_TOKENS, MENTION_TOKENS = 20, 90, 200
"""Tokens of a reply at most: beside its rows, a stance, a statement. A stance with a quote of 40 words takes 90."""

LEAST_TOKENS, LEAST_STANCE_TOKENS, LEAST_LOOK_TOKENS = 4, 24, 35
"""Tokens of the shortest valid reply: without rows, and for each row of a stance or second look. By o200k_base and
cl100k_base; the row of a claim that nothing touches, written without spaces."""

CHARS_A_MENTION = 150
"""Characters of an article for each statement in it, at least: one a sentence."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article that is read in one call: its prose, with the prose that stood ahead of it."""

    prompt = EXTRACT

    article: Article
    start: int
    end: int

    def render(self) -> Messages:
        """The messages of the call."""
        article = self.article
        return load("extract").render(
            {
                "published": article.published,
                "outlet": article.outlet and article.outlet[:NAME_CHARS],
                "title": article.title and article.title[:NAME_CHARS],
                "before": prose(article, 0, self.start)[-BEFORE_CHARS:] or None,
                "article": prose(article, self.start, self.end),
            }
        )

    @property
    def expected(self) -> int:
        """Tokens that the reply has at most, as far as one can tell."""
        return CALL_TOKENS + MENTION_TOKENS * (1 + (self.end - self.start) // CHARS_A_MENTION)

    @property
    def least(self) -> int:
        """Tokens that the reply has at least."""
        return LEAST_TOKENS

    def halves(self) -> tuple[Window, ...]:
        """Two windows, cut at the paragraph nearest the middle; a long paragraph is cut at a sentence, else at a space,
        else anywhere, and of a short one there are none."""
        middle = (self.start + self.end) // 2
        ends = [end for _, end in _paragraphs(self.article)]
        is_long = self.end - self.start > LEAST_CUT_CHARS
        places = self._inside(ends) or (is_long and (self._inside(_sentence_starts(self.article)) or self._spaces()))
        if not places and not is_long:
            return ()
        cut = min(places or [middle], key=lambda place: abs(place - middle))
        return tuple(Window(self.article, *span) for span in _trimmed(self.article, (self.start, cut), (cut, self.end)))

    def _inside(self, places: Sequence[int]) -> list[int]:
        return [place for place in places if self.start < place < self.end]

    def _spaces(self) -> list[int]:
        return [place for place in range(self.start + 1, self.end) if self.article.text[place].isspace()]


@dataclass(frozen=True, slots=True)
class PairCall:
    """Claims c1, c2 … that the same articles state, and passages p1, p2 … of `article`.

    `numbers` are what the caller calls the claims. For a second look passage p1 belongs to claim c1 alone, and so on.
    """

    prompt: str
    article: Article
    pairs: tuple[Pair, ...]
    passages: tuple[Passage, ...]
    numbers: tuple[int, ...]

    @property
    def claim_ids(self) -> dict[str, Pair]:
        """Ids of this call's claims."""
        return {f"c{n}": pair for n, pair in enumerate(self.pairs, start=1)}

    @property
    def passage_ids(self) -> dict[str, Passage]:
        """Ids of this call's passages."""
        return {f"p{n}": passage for n, passage in enumerate(self.passages, start=1)}

    def number(self, claim_id: str) -> int:
        """What the caller calls the claim with this id."""
        return self.numbers[int(claim_id[1:]) - 1]

    @property
    def expected(self) -> int:
        """Tokens that the reply has at most, as far as one can tell."""
        return CALL_TOKENS + ROW_TOKENS * len(self.pairs)

    @property
    def least(self) -> int:
        """Tokens that the reply has at least: a row for each claim."""
        return LEAST_TOKENS + (LEAST_STANCE_TOKENS if self.prompt == STANCE else LEAST_LOOK_TOKENS) * len(self.pairs)

    def render(self) -> Messages:
        """The messages of the call."""
        claims = [Line(one, pair.claim.text, pair.claim.event_at) for one, pair in self.claim_ids.items()]
        passages = [Line(one, passage.text) for one, passage in self.passage_ids.items()]
        return load(self.prompt).render(
            {"claims": claims, "published": self.article.published, "passages": passages},
        )

    def only(self, numbers: Collection[int]) -> PairCall:
        """The same call for those of its claims that the caller calls so."""
        kept = [place for place, number in enumerate(self.numbers) if number in numbers]
        pairs = [(self.numbers[place], self.pairs[place]) for place in kept]
        if self.prompt == STANCE:
            return _stance_call(self.article, pairs)
        return _second_look_call(self.article, pairs, [self.passages[place] for place in kept])

    def halves(self) -> tuple[PairCall, ...]:
        """Two calls with half of the claims each; none when there is one claim."""
        middle = len(self.numbers) // 2
        return (self.only(self.numbers[:middle]), self.only(self.numbers[middle:])) if middle else ()


def windows(article: Article) -> list[Window]:
    """The windows of an article, in order: of whole paragraphs, but for one that is longer than a window."""
    found: list[Window] = []
    for a, b in _pieces(article):
        if found and b - found[-1].start <= WINDOW_CHARS:
            found[-1] = Window(article, found[-1].start, b)
        else:
            found.append(Window(article, a, b))
    return found


def prose(article: Article, start: int, end: int) -> str:
    """The prose of `article.text[start:end]`, a paragraph a line."""
    return "\n".join(
        article.text[max(a, start) : min(b, end)] for a, b in _paragraphs(article) if a < end and start < b
    )


def is_prose(article: Article, start: int, end: int) -> bool:
    """Whether all words of `article.text[start:end]` stand in its prose, which alone is shown."""
    inside = (article.text[max(a, start) : min(b, end)] for a, b in _paragraphs(article) if a < end and start < b)
    return "".join("".join(inside).split()) == "".join(article.text[start:end].split())


def _pieces(article: Article) -> Iterator[tuple[int, int]]:
    """Its paragraphs, those longer than a window in parts: cut at a sentence, else at a space, else anywhere."""
    starts: list[int] = []
    for start, end in _paragraphs(article):
        if end - start > WINDOW_CHARS:
            starts = starts or _sentence_starts(article)
        parts = []
        while end - start > WINDOW_CHARS:
            cut = _last_cut(article, starts, start, start + WINDOW_CHARS)
            parts.append((start, cut))
            start = cut
        yield from _trimmed(article, *parts, (start, end))


def _last_cut(article: Article, starts: Sequence[int], low: int, high: int) -> int:
    """The last good place to cut in (low, high]."""
    place = bisect_right(starts, high)
    if place and starts[place - 1] > low:
        return starts[place - 1]
    return next((at for at in range(high, low, -1) if article.text[at].isspace()), high)


def _trimmed(article: Article, *spans: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The spans without white space at their ends, and without those of nothing else."""
    for start, end in spans:
        text = article.text[start:end]
        if text.strip():
            yield start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


def _sentence_starts(article: Article) -> list[int]:
    return [sentence.start for sentence in split_sentences(article)]


def _paragraphs(article: Article) -> Iterator[tuple[int, int]]:
    for block in article.blocks:
        if block.kind is BlockKind.PROSE and article.text[block.start : block.end].strip():
            yield block.start, block.end


def stance_calls(article: Article, pairs: Sequence[Pair]) -> list[PairCall]:
    """The calls that judge `pairs`, all of `article`: claims of the same articles each, called by their place."""
    by_tellers: dict[tuple[str, ...], list[Numbered]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        by_tellers[_tellers(pair)].append((number, pair))
    return [_stance_call(article, some) for ours in by_tellers.values() for some in _portions(ours)]


def second_look_calls(article: Article, suspected: Sequence[tuple[Pair, Passage]]) -> list[PairCall]:
    """The calls that look again at contradictions, each pair with the passage that holds the quote; called by place."""
    by_tellers: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, (pair, _) in enumerate(suspected):
        by_tellers[_tellers(pair)].append(number)
    return [
        _second_look_call(article, [(n, suspected[n][0]) for n in some], [suspected[n][1] for n in some])
        for ours in by_tellers.values()
        for some in (ours[start : start + MOST_CLAIMS] for start in range(0, len(ours), MOST_CLAIMS))
    ]


def _stance_call(article: Article, pairs: Sequence[Numbered]) -> PairCall:
    """The passages are those of all pairs, in text order."""
    passages = {passage.id: passage for _, pair in pairs for passage in pair.passages}
    ordered = sorted(passages.values(), key=lambda passage: (passage.start, passage.id))
    numbers, claims = zip(*pairs, strict=True)
    return PairCall(STANCE, article, claims, tuple(ordered), numbers)


def _second_look_call(article: Article, pairs: Sequence[Numbered], passages: Sequence[Passage]) -> PairCall:
    numbers, claims = zip(*pairs, strict=True)
    return PairCall(SECOND_LOOK, article, claims, tuple(passages), numbers)


def _tellers(pair: Pair) -> tuple[str, ...]:
    """The articles that state a claim; none where a person brings it.

    One that others state too is not asked about beside what its earliest article alone says: that article would get a
    hold on it.
    """
    return tuple(sorted({mention.article_id for mention in pair.claim.mentions}))


def _portions(pairs: Sequence[Numbered]) -> Iterator[list[Numbered]]:
    portion: list[Numbered] = []
    sizes: dict[str, int] = {}
    for number, pair in pairs:
        theirs = {passage.id: len(passage.text) for passage in pair.passages}
        if portion and (len(portion) == MOST_CLAIMS or sum((sizes | theirs).values()) > MOST_PASSAGE_CHARS):
            yield portion
            portion, sizes = [], {}
        portion.append((number, pair))
        sizes |= theirs
    if portion:
        yield portion
