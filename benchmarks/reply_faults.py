"""What becomes of calls when 1, 10 and 30 % of the replies are bad.

    python -m benchmarks.reply_faults [--seed N]

The same made-up questions go to a server that answers honestly and to one that spoils a share of its answers. Every
pair has to end as with the honest one, or unjudged with a reason; every article has to give the same mentions, or to be
said to be unread. Exit code 1 when a promise is missed.
"""

from __future__ import annotations

import argparse
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from benchmarks.made_situation import STATES, honest, made_articles, matters_of
from tests.making import mention
from tests.protocol.faults import REPLY_FAULTS, Faults
from tests.protocol.modes import Honest
from tests.protocol.server import ProtocolServer
from verifier.domain import Article, BlockKind, Claim, Judgement, Pair, Passage, Stance, Unjudged, content_id
from verifier.engines import Due, Extracted
from verifier.engines.embedded import EmbeddedEngine
from verifier.engines.llm import engine as llm_engine
from verifier.engines.llm.engine import LlmEngine
from verifier.models.fake import HashingEmbedder, OverlapScorer
from verifier.settings import LlmSettings
from verifier.steps.reading import Reader
from verifier.steps.vectors import Vectors
from verifier.store import Store

RATES = (0.01, 0.10, 0.30)
PROMISED_AT, LEAST_RECOVERED, MOST_CALLS = 0.10, 0.99, 1.25

PairKey = tuple[str, str]
"""Claim id and article id."""

Votes = frozenset[Judgement]


@dataclass(frozen=True, slots=True)
class Size:
    """Articles, matters in each, and of how many other articles the claims are judged in each."""

    articles: int = 60
    matters: int = 16
    homes: int = 7


@dataclass(frozen=True, slots=True)
class Answers:
    """What the engine says, the requests that took, faults by kind, and the traceback of what was raised."""

    judged: Mapping[PairKey, Votes]
    read: Mapping[str, Extracted]
    requests: int
    faults: Counter[str]
    raised: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Pairs and articles together: `wrong` ended as no honest reply has them, `failed` say why they have no end."""

    total: int
    recovered: int
    failed: Counter[str]
    wrong: tuple[str, ...]


def answers(size: Size, faults: Faults) -> Answers:
    """Ask everything of a server with these faults."""
    articles = made_articles(size.articles, size.matters)
    judged: dict[PairKey, Votes] = {}
    read: dict[str, Extracted] = {}
    raised: list[str] = []
    with tempfile.TemporaryDirectory() as folder, ProtocolServer(Honest(honest), faults=faults) as server:
        store = Store.open(Path(folder) / "made.db", create=True)
        engine = _engine(store, server.base_url)
        with patch.object(llm_engine, "is_clear", lambda _: False):
            try:
                read.update({article.id: found for article, found in engine.extract_each(articles)})
            except Exception:  # counted and shown: one is one too many
                raised.append(traceback.format_exc())
            try:
                for article, found in engine.judge_each(due(articles, size)):
                    judged.update(_by_pair(article, found))
            except Exception:
                raised.append(traceback.format_exc())
        engine.close()
        store.close()
        kinds = Counter(one.fault for one in server.log.exchanges() if one.fault)
        return Answers(judged, read, server.calls, kinds, tuple(raised))


def _engine(store: Store, address: str) -> LlmEngine:
    embedded = EmbeddedEngine(Vectors(store, HashingEmbedder()), OverlapScorer(), Reader())
    return LlmEngine(embedded, LlmSettings("protocol-test", base_url=address), store)


def due(articles: Sequence[Article], size: Size) -> Iterator[Due]:
    """The claims of the articles ahead and behind, each with the paragraphs of this one."""
    claims = [list(_claims(article, number, size)) for number, article in enumerate(articles)]
    for number, article in enumerate(articles):
        passages = tuple(_paragraphs(article))
        homes = [(number + step) % len(articles) for step in range(1, size.homes + 1)]
        yield article, [Pair(claim, article.id, passages) for home in homes for claim in claims[home]]


def _claims(article: Article, number: int, size: Size) -> Iterator[Claim]:
    for matter, way in matters_of(number, size.matters):
        found = mention(article, matter.quotes[way], matter.claim)
        if way == STATES:
            yield Claim(content_id("claim", found.id), matter.claim, found.kind, mentions=(found,))


def _paragraphs(article: Article) -> Iterator[Passage]:
    for block in article.blocks:
        if block.kind is BlockKind.PROSE:
            text = article.text[block.start : block.end]
            yield Passage(content_id("passage", article.id, block.start), article.id, block.start, block.end, text)


def _by_pair(article: Article, found: Sequence[Judgement]) -> dict[PairKey, Votes]:
    keys = dict.fromkeys((one.claim_id, article.id) for one in found)
    return {key: frozenset(one for one in found if one.claim_id == key[0]) for key in keys}


def tally(asked: Answers, honest_ones: Answers) -> Tally:
    """How what was asked of a bad endpoint compares with what an honest one says."""
    recovered, failed, wrong = 0, Counter[str](), list[str]()
    for key, wanted in honest_ones.judged.items():
        votes = asked.judged.get(key, frozenset())
        notes = {one.note for one in votes if one.stance is Stance.UNJUDGED and one.note in list(Unjudged)}
        if votes == wanted:
            recovered += 1
        elif notes and all(one in wanted for one in votes if one.stance is not Stance.UNJUDGED):
            failed[str(min(notes))] += 1
        else:
            wrong.append(f"pair {key}: {sorted(map(_shown, votes))} instead of {sorted(map(_shown, wanted))}")
    for article_id, expected in honest_ones.read.items():
        found = asked.read.get(article_id, Extracted(()))
        located = [one for one in found.mentions if one.end]
        dropped = len(found.mentions) - len(located)
        if found == expected:
            recovered += 1
        elif (found.unread or dropped) and all(one in expected.mentions for one in located):
            failed["article unread" if found.unread else Unjudged.NOT_LOCATED] += 1
        else:
            wrong.append(f"article {article_id}: {[one.text[:80] for one in found.mentions]}, {found.unread}")
    total = len(honest_ones.judged) + len(honest_ones.read)
    return Tally(total, recovered, failed, tuple(wrong))


def _shown(one: Judgement) -> str:
    return f"{one.stance} {one.quote[:60]!r} {one.note}"


def main() -> int:
    """Measure all rates and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="which replies are spoilt (default: %(default)s)")
    seed = parser.parse_args().seed
    size = Size()
    best = answers(size, Faults())
    print(f"{len(best.judged):,} pairs and {len(best.read)} articles; {best.requests:,} requests without faults")
    print(
        f"{'faults':>7}{'spoilt':>8}{'requests':>10}{'ratio':>7}{'recovered':>11}{'reason':>8}{'wrong':>7}{'raised':>8}"
    )
    missed = False
    for rate in RATES:
        asked = answers(size, Faults.evenly(rate, REPLY_FAULTS, seed))
        found, ratio = tally(asked, best), asked.requests / best.requests
        share = found.recovered / found.total
        counted = f"{found.failed.total():8}{len(found.wrong):7}{len(asked.raised):8}"
        print(f"{rate:7.0%}{asked.faults.total():8}{asked.requests:10,}{ratio:7.2f}{share:11.2%}{counted}", flush=True)
        reasons = [f"{'':8}{why}: {n}" for why, n in found.failed.most_common()]
        for line in (*reasons, *found.wrong[:5], *asked.raised):
            print(line)
        missed |= bool(found.wrong or asked.raised)
        missed |= rate == PROMISED_AT and (share < LEAST_RECOVERED or ratio > MOST_CALLS)
    told = f"at {PROMISED_AT:.0%} at least {LEAST_RECOVERED:.0%} recovered within {MOST_CALLS} x the requests"
    print(f"promised: nothing raised, nothing wrong; {told}{'; missed' if missed else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
