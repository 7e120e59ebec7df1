"""Which articles are copies of one text: reprints, abridgements, the same wire story.

Compares wordings only: a translation or a free retelling is not recognised. Sentences are not compared on their own,
since a sentence that two texts share is a shared run of words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from verifier.domain import Article, BlockKind
from verifier.steps.overlaps import Hashes, Mask, Text, are_in, read_text, shared_words

# Measured on 1,683 news bodies, 646 other real articles and made-up copies: benchmarks/copies.py.
# Share of the shorter text: the reprint edited hardest has 0.49. By eye 3 of 218 pairs found are independent articles,
# 11 a fact check and the text that it reprints; of the 15 more at 0.40 they are 3 and 3.
_LEAST = 0.45
# An outlet reuses its own background: the daily reports of two days share 0.44, two prints of one 0.61 and more.
_LEAST_SAME_OUTLET = 0.6
# Share of the first half: closing furniture that makes up half of a text has 0.00 to 0.15, the hardest copies 0.42.
_LEAST_OF_LEAD = 1 / 3
# Shared words outside quotes: a newsletter's header alone has 37.
_LEAST_WORDS = 40
# Of a text too short to share so many they are this share: five small edits of 46 words leave 35, or 0.76.
_LEAST_OF_SHORT = 0.65
# From this share on the other conditions do not matter: with 3 % of the words changed it is 0.92 at least.
_NEAR = 0.8
# Of texts of fewer words than this both must share _NEAR_BRIEF, so that "is closed" and "is open" stay apart.
_BRIEF = 25
_NEAR_BRIEF = 0.9
# What a longer text took over makes up this much of it: an 800-word report that prints a 100-word release is no copy.
_LEAST_TAKEN = 1 / 3
# An earlier text is preferred to one that is closer by less than this.
_CLOSE = 0.05
# A copy that shares this much of itself brings nothing that later ones would have to be compared with.
_KNOWN = 0.6
# A copy that holds this much of a text is no part of it: 0.7 merged 7 of 20 pairs of texts over a round-up, 0.8 none.
_WHOLE = 0.85
# Parts of a text that share this much of the smaller belong together: random thirds share 0.33, two wires nothing.
_TOUCH = 0.1
# One run in so many is looked up in texts of _SAMPLED_FROM words or more: nine of 40 shared words on average.
_SAMPLE = 4
_SAMPLED_FROM = 100
# Share of the smaller text's looked-up runs that calls for a comparison: the reprint edited hardest has 0.24.
_LEAST_MARKS = 0.1
# A run that stands in more texts than this, none holding much of another, is furniture and calls for no comparison.
_CROWD = 100


def cluster(articles: Sequence[Article]) -> dict[str, str]:
    """For each article id the id of its document: that of the document's earliest known article.

    Of several of the earliest day it is the one whose words most of the others hold: each copy has slips of its own. If
    that leaves several, it is one whose outlet nobody knows: the name of another would be an origin that may not be.
    The order of `articles` does not matter. They are gone through by date, and each joins one text of an earlier day
    at most: who takes from two wires does not make them one. For articles of one day or without a date see
    `_Copies`.
    """
    ordered = _in_order(articles)
    roots = list(range(len(ordered)))

    def find(at: int) -> int:
        while roots[at] != at:
            roots[at] = at = roots[roots[at]]
        return at

    copies = _Copies(ordered)
    for one, other in copies.find_pairs():
        roots[find(one)] = find(other)
    members: dict[int, list[int]] = defaultdict(list)
    for at in range(len(ordered)):
        members[find(at)].append(at)
    firsts = {root: ordered[copies.find_first(each)].id for root, each in members.items()}
    return {article.id: firsts[find(at)] for at, article in enumerate(ordered)}


def _in_order(articles: Sequence[Article]) -> list[Article]:
    """The earliest first, those without a date last; of one day the longest first, since abridgements come after."""
    distinct = {article.id: article for article in articles}.values()
    lengths = {
        article.id: sum(b.end - b.start for b in article.blocks if b.kind is BlockKind.PROSE) for article in distinct
    }
    return sorted(distinct, key=lambda one: (_day(one), -lengths[one.id], one.id))


def _day(article: Article) -> date:
    return article.published or date.max


# --- two texts ---


def _is_copy(short: Text, in_short: Mask, in_long: Mask, same_outlet: bool) -> bool:
    """Whether what two texts share, marked in each, makes them one; the decision is about the shorter one.

    Words inside quotes count for little: who quotes the same statement has not copied the article. The first half has
    to be shared too, since page furniture and background stand at the end.
    """
    share = float(in_short.mean())
    if len(in_short) < _BRIEF:
        return min(share, float(in_long.mean())) >= _NEAR_BRIEF
    if share >= _NEAR:
        return True
    outside = in_short[short.running]
    return (
        int(outside.sum()) >= min(_LEAST_WORDS, _LEAST_OF_SHORT * len(in_short))
        and min(share, float(outside.mean())) >= (_LEAST_SAME_OUTLET if same_outlet else _LEAST)
        and float(outside[: len(outside) // 2].mean()) >= _LEAST_OF_LEAD
    )


# --- all texts ---


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    """An article at `child` that is a copy of the one at `parent`; the masks mark what they share."""

    child: int
    parent: int
    in_child: Mask
    in_parent: Mask


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Links to one parent whose shares of it overlap; the mask marks these shares in it."""

    mask: Mask
    links: tuple[_Link, ...]

    def holds(self, child: int) -> bool:
        return any(link.child == child for link in self.links)


def _group(links: Sequence[_Link]) -> list[_Group]:
    """The links to one parent, those together whose shares of it overlap, directly or over others."""
    groups: list[_Group] = []
    for link in links:
        joined = _Group(link.in_parent, (link,))
        apart = []
        for group in groups:
            both = int((joined.mask & group.mask).sum())
            if both >= _TOUCH * min(int(joined.mask.sum()), int(group.mask.sum())):
                joined = _Group(joined.mask | group.mask, group.links + joined.links)
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups


class _Copies:
    """Finds for each of the articles, which stand in order, the earlier ones that it is a copy of.

    Where dates do not tell which of two texts was first, the short one may be an abridgement of the long one, or the
    long one a round-up or an enlargement of the short one. So there a text may join several that took it over, and
    parts of a long text that share nothing with each other are not joined through it.
    """

    def __init__(self, ordered: Sequence[Article]) -> None:
        self._articles = ordered
        self._text = lru_cache(maxsize=4096)(lambda at: read_text(ordered[at]))
        marks = [_marks(self._text(at)) for at in range(len(ordered))]
        self._sizes = [len(each) for each in marks]
        self._marks = _keep_repeated(marks)
        # Only texts that bring something new are compared with, so a thousand clones cost a thousand comparisons.
        self._known: dict[int, list[int]] = defaultdict(list)

    def find_pairs(self) -> Iterator[tuple[int, int]]:
        """Pairs of places in the order whose articles belong to one document."""
        above = [self._find_links(at) for at in range(len(self._articles))]
        below: dict[int, list[_Link]] = defaultdict(list)
        for link in (link for links in above for link in links):
            if self._is_earlier(link.parent, link.child) or link.in_parent.mean() >= _WHOLE:
                yield link.child, link.parent
            else:
                below[link.parent].append(link)
        for parent, parts in below.items():
            own = [_Link(parent, parent, up.in_child, up.in_child) for up in above[parent]]
            groups = _group([*(link for link in own if link.in_parent.mean() < _WHOLE), *parts])
            kept = max(groups, key=lambda group: (group.holds(parent), int(group.mask.sum())))
            for group in groups:
                hub = parent if group is kept else group.links[0].child
                yield from ((link.child, hub) for link in group.links)

    def find_first(self, members: Sequence[int]) -> int:
        """The first carrier among the articles of one document, whose places are given in order."""
        first_day = _day(self._articles[members[0]])
        early = [at for at in members if _day(self._articles[at]) == first_day]
        if len(early) > 2:  # of two texts what they share tells nothing
            runs = [np.unique(self._text(at).runs) for at in early]
            every, counts = np.unique(np.concatenate(runs), return_counts=True)
            shared = [int((counts[np.searchsorted(every, own)] - 1).sum()) for own in runs]
            early = [at for at, n_shared in zip(early, shared, strict=True) if n_shared == max(shared)]
        return next((at for at in early if self._articles[at].outlet is None), early[0])

    def _find_links(self, at: int) -> list[_Link]:
        found = [link for other in self._candidates(at) if (link := self._compare(at, other))]
        closest = self._closest(found)
        if closest is None or closest.in_child.mean() < _KNOWN:
            for mark in self._marks[at]:
                self._known[mark].append(at)
        return [link for link in found if link is closest or self._may_be_enlarged(link)]

    def _candidates(self, at: int) -> list[int]:
        counts = Counter(
            other for mark in self._marks[at] if len(others := self._known.get(mark, ())) <= _CROWD for other in others
        )
        return sorted(o for o, n in counts.items() if n >= _LEAST_MARKS * min(self._sizes[at], self._sizes[o]))

    def _compare(self, child: int, parent: int) -> _Link | None:
        texts = self._text(child), self._text(parent)
        in_child, in_parent = shared_words(*texts), shared_words(*reversed(texts))
        outlets = {self._articles[child].outlet, self._articles[parent].outlet}
        same_outlet = len(outlets) == 1 and None not in outlets
        if len(in_child) <= len(in_parent):
            copied = _is_copy(texts[0], in_child, in_parent, same_outlet)
        else:
            copied = in_child.mean() >= _LEAST_TAKEN and _is_copy(texts[1], in_parent, in_child, same_outlet)
        return _Link(child, parent, in_child, in_parent) if copied else None

    @staticmethod
    def _closest(links: Sequence[_Link]) -> _Link | None:
        """The link to the text that the child shares most with, or to an earlier one that is nearly as close."""
        if not links:
            return None
        most = max(link.in_child.mean() for link in links)
        return next(link for link in links if link.in_child.mean() >= most - _CLOSE)

    def _may_be_enlarged(self, link: _Link) -> bool:
        return (
            len(link.in_child) <= len(link.in_parent)
            and not self._is_earlier(link.parent, link.child)
            and float(link.in_parent.mean()) >= _LEAST_TAKEN
        )

    def _is_earlier(self, one: int, other: int) -> bool:
        first, second = self._articles[one].published, self._articles[other].published
        return first is not None and second is not None and first < second


def _marks(text: Text) -> Hashes:
    """The runs by which a text is found: all of a short one, a sample of a long one that is the same in every text."""
    sampled = text.runs if len(text.running) < _SAMPLED_FROM else text.runs[text.runs % np.uint64(_SAMPLE) == 0]
    return np.sort(sampled)


def _keep_repeated(marks: Sequence[Hashes]) -> list[list[int]]:
    """The marks that stand in several texts: the others, nearly all of them, cannot lead to a copy."""
    everywhere = np.sort(np.concatenate([np.empty(0, dtype=np.uint64), *marks]))
    repeated = everywhere[1:][everywhere[1:] == everywhere[:-1]]
    return [sorted(set(each[are_in(each, repeated)].tolist())) for each in marks]
