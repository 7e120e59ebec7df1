"""Calls and tokens a claim (promises P1 and P2): the engine alone, with the embedded models first, and a chain as one
writes it at first sight, on the same articles in the same run.

    python -m benchmarks.llm_cost [sample] [multi_outlet] [--data ../shared/data]

The engine's calls go over HTTP to a server that replays what the embedded engine found, rows of *related* pairs with
quotes, so that its replies are rather long. The naive chain has a LangChain prompt of ordinary length, one call an
article for its claims and one for each claim and each passage that retrieval finds; its messages are rendered and
counted, not sent, and its replies are counted at an ordinary length. Tokens are of o200k where `--data` has the
vocabulary. Exit code 1 when a figure misses its promise.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from langchain_core.prompts import ChatPromptTemplate

from benchmarks.gold_sets import is_here
from benchmarks.llm_ceiling import OPEN, thresholds
from benchmarks.replaying import MODEL, Prepared, by_prompt, n_tokens, prepared, use_vocabularies
from tests.protocol.replay import Recorder
from tests.protocol.usage import Usage
from verifier import domain
from verifier.engines.llm.asking import AROUND_MESSAGES
from verifier.engines.llm.prices import price_of

SETS = "sample", "multi_outlet"
ALONE, FIRST = "asked about all", "embedded first"
MOST = {ALONE: 1 / 4, FIRST: 1 / 8}
"""The promised shares of the naive chain's calls, and of its tokens that no cache holds."""

FEW = 5
"""Passages a claim that a naive chain with a fixed number of hits would read: shown beside, no promise hangs on it."""

EXTRACTION = ChatPromptTemplate(
    [
        (
            "system",
            "You are a careful assistant for journalists. Read the article and extract every factual claim in it that "
            "could be checked against other sources. Write each claim as one self-contained sentence: replace pronouns "
            "by names and give dates, places and numbers as the article does. Leave out opinions of the author and "
            "questions. Answer with a JSON object that has one field, claims, a list of strings, and nothing else.",
        ),
        ("human", "Title: {title}\nOutlet: {outlet}\nDate: {published}\n\nArticle:\n{text}"),
    ]
)

COMPARISON = ChatPromptTemplate(
    [
        (
            "system",
            "You are a careful fact-checking assistant. You are given a claim and a passage from an article. Decide "
            "whether the passage supports the claim, contradicts it, or does not contain enough information to decide. "
            "Use only the passage and no knowledge of your own. Pay attention to names, places, dates and numbers: a "
            "passage about another event does not support the claim. If the passage attributes the statement to "
            "somebody, name that source. Think step by step, then answer with a JSON object with the fields verdict "
            "(one of SUPPORTED, CONTRADICTED, NOT_ENOUGH_INFO), quote (the sentence of the passage that decides, or an "
            "empty string), source (who says it, or an empty string) and explanation (one or two sentences), and "
            "nothing else.",
        ),
        ("human", "Claim: {claim}\n\nPassage from {outlet}, published {published}:\n{passage}"),
    ]
)

ORDINARY_REPLY = json.dumps(
    {
        "verdict": "NOT_ENOUGH_INFO",
        "quote": "",
        "source": "",
        "explanation": "The passage speaks of the same events, but it does not say whether what the claim states "
        "happened at that place and on that day, so it neither supports nor contradicts it.",
    }
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one way to ask, over a whole collection."""

    calls: int
    usage: Usage
    by_prompt: Mapping[str, tuple[int, Usage]]

    @property
    def uncached(self) -> int:
        """Tokens in and out that no cache holds."""
        return self.usage.total - self.usage.cached

    @property
    def dollars(self) -> float:
        """By the price list."""
        price = price_of(MODEL)
        if price is None:
            raise LookupError(f"no price of {MODEL!r} is listed")
        return price.of(domain.Usage(self.usage.prompt, self.usage.cached, self.usage.completion))


def main() -> int:
    """Prints a table a collection."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    arguments = parser.parse_args()
    use_vocabularies(arguments.data)
    missed = False
    for name in arguments.sets:
        if not is_here(name):
            print(f"{name}: left out, its articles are not here")
            continue
        with prepared(name) as found:
            missed |= max(_is_missed(*row) for row in _table(name, found))
    return int(missed)


def _table(name: str, found: Prepared) -> Iterator[tuple[str, Figures, Figures]]:
    """Prints the figures of each way, and yields those that something is promised of, beside the naive chain's."""
    recorder = found.recorder
    n_claims = len({pair.claim.id for pair, _ in recorder.judged})
    n_passages = sum(len(pair.passages) for pair, _ in recorder.judged)
    print(
        f"{name}: {len(recorder.mentions)} articles, {n_claims} claims, {len(recorder.judged) / n_claims:.1f} articles "
        f"and {n_passages / n_claims:.1f} passages a claim"
    )
    heads = f"{'calls':>7} {'in':>8} {'cached':>8} {'out':>6} {'US$':>8}"
    print(f"  {'a claim:':18} {heads}    of naive: calls, uncached tokens, US$")
    naive, with_few = _naive(recorder)
    _print_line("naive chain", naive, naive, n_claims)
    _print_line(f"  with {FEW} passages", with_few, naive, n_claims)
    for way in (ALONE, FIRST):
        figures = _asked(found, way)
        _print_line(way, figures, naive, n_claims)
        for prompt, (calls, usage) in figures.by_prompt.items():
            _print_line(f"  {prompt}", Figures(calls, usage, {}), naive, n_claims)
        yield way, figures, naive


def _print_line(way: str, one: Figures, naive: Figures, n_claims: int) -> None:
    usage, n = one.usage, n_claims
    per_claim = f"{one.calls / n:7.2f} {usage.prompt / n:8.0f} {usage.cached / n:8.0f} {usage.completion / n:6.0f}"
    shares = one.calls / naive.calls, one.uncached / naive.uncached, one.dollars / naive.dollars
    print(f"  {way:18} {per_claim} {one.dollars / n:8.5f}   {'':9} {'  '.join(f'{share:6.3f}' for share in shares)}")


def _is_missed(way: str, one: Figures, naive: Figures) -> bool:
    shares = {"calls": one.calls / naive.calls, "uncached tokens": one.uncached / naive.uncached}
    for what, share in shares.items():
        if share > MOST[way]:
            print(f"  missed: {way}, {what} {share:.3f} of the naive chain's, promised {MOST[way]:.3f}")
    return any(share > MOST[way] for share in shares.values())


def _asked(found: Prepared, way: str) -> Figures:
    """What a run takes; `ALONE` leaves no pair to the embedded models."""
    with found.asking(way) as (workspace, server):
        if way == ALONE:
            with thresholds(OPEN):
                workspace.run()
        else:
            workspace.run()
        exchanges = server.log.exchanges()
    several = by_prompt(exchanges)
    return Figures(sum(calls for calls, _ in several.values()), server.log.usage(), several)


def _naive(recorder: Recorder) -> tuple[Figures, Figures]:
    """A call for each article, and one for each claim and each of its passages; the same with `FEW` of them."""
    extractions = []
    for article_id, mentions in recorder.mentions.items():
        article = recorder.articles[article_id]
        about = {"title": article.title, "outlet": article.outlet, "published": article.published}
        reply = json.dumps({"claims": [mention.text for mention in mentions]}, ensure_ascii=False)
        extractions.append(_exchange(EXTRACTION, {**about, "text": article.text}, reply))
    by_claim: dict[str, list[Usage]] = {}
    for pair, _ in recorder.judged:
        article = recorder.articles[pair.article_id]
        about = {"claim": pair.claim.text, "outlet": article.outlet, "published": article.published}
        by_claim.setdefault(pair.claim.id, []).extend(
            _exchange(COMPARISON, {**about, "passage": passage.text}, ORDINARY_REPLY) for passage in pair.passages
        )
    every = [one for several in by_claim.values() for one in several]
    few = [one for several in by_claim.values() for one in several[:FEW]]
    return _sum(extractions + every), _sum(extractions + few)


def _sum(exchanges: Sequence[Usage]) -> Figures:
    return Figures(len(exchanges), sum(exchanges, Usage()), {})


def _exchange(template: ChatPromptTemplate, values: Mapping[str, object], reply: str) -> Usage:
    """Its prompt is too short for a provider to cache."""
    messages = template.format_messages(**values)
    return Usage(AROUND_MESSAGES + sum(_counted(str(message.content)) for message in messages), _counted(reply))


_counted = lru_cache(maxsize=1024)(n_tokens)


if __name__ == "__main__":
    sys.exit(main())
