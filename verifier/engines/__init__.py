"""What fills the cells that need reading: an engine finds mentions and judges stances, and never labels.

`embedded` works with the models that ship; `fake` answers from a table and stands in for tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from verifier.domain import Article, Judgement, Mention, Pair


class Engine(Protocol):
    """Reads one article at a time, so that a text planted in it can reach only what is said about that article."""

    @property
    def name(self) -> str:
        """What every verdict says judged it."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same input may get another answer: models, prompts, rules."""

    def extract_mentions(self, article: Article) -> list[Mention]:
        """Every checkable statement of the article in text order; each quote is `article.text[start:end]`."""

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """At least one judgement for every pair, all of them quoting `article` verbatim.

        A pair that could not be judged gets an *unjudged* judgement whose note says why; nothing is raised for it.
        """
