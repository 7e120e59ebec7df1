"""Reprints: whether one story that several outlets carry counts once, on the real articles in ../shared/data.

    python -m benchmarks.reprints

The stories are those that `gold/multi_outlet.jsonl` calls one document: a Reuters story with its reprints, and reports
of one institute with theirs. Prints for each how the program clusters its articles, by their wording, and for each gold
claim that only articles of one story support the number of origins counted for it, with gold's stances and the
program's chains. Exit code 1 when one counts more than gold has. A reprint in other words (translated back) is no copy
by its wording: it is printed as a document of its own, and must still bring no origin.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.gold_sets import ARTICLES, collection, is_here
from verifier.domain import Claim
from verifier.evaluation import GoldClaim, GoldRow, Places, read_gold
from verifier.evaluation.lines import our_chains
from verifier.language.kinds import hedge_of, kind_of
from verifier.steps.rows import Collection
from verifier.steps.verdicts import decide
from verifier.workspace import Workspace

NAME = "multi_outlet"


def main() -> int:
    """Prints one story or claim a line; exit code 1 when a claim has more origins than gold counts."""
    if not is_here(NAME):
        print(f"left out: {NAME}.jsonl is not in {ARTICLES}")
        return 0
    with TemporaryDirectory() as folder, collection(NAME, Path(folder)) as (inputs, content):
        gold = read_gold(content.encode(), NAME)
        with Workspace.create(Path(folder) / "workspace") as workspace:
            for _ in workspace.add(inputs):
                pass
            found = workspace.collection()
    places = Places(found.articles.values())
    stories = find_stories(gold, places)
    for name, articles in stories.items():
        print(f"{name}: {_clusters(articles, found)}")
    n_twice = 0
    for claim, line, twice in count_origins(gold, stories, places, found):
        n_twice += twice
        print(f"  {claim.id} {line}: {claim.text}")
    print(f"{n_twice} claims count a story more than once")
    return 1 if n_twice else 0


def find_stories(gold: Sequence[GoldClaim], places: Places) -> dict[str, list[str]]:
    """The ids of the articles of each document of which gold has several."""
    carriers: dict[str, set[str]] = defaultdict(set)
    for claim in gold:
        for row in claim.support + claim.contradict:
            carriers[_document(row)] |= {span.article_id for span in places.spans(row)}
    return {name: sorted(articles) for name, articles in sorted(carriers.items()) if len(articles) > 1}


def count_origins(
    gold: Sequence[GoldClaim], stories: Mapping[str, Sequence[str]], places: Places, found: Collection
) -> Iterator[tuple[GoldClaim, str, bool]]:
    """For each claim that several articles of one story, and no others, support: what is counted, and if that is
    more than gold counts."""
    for claim in gold:
        documents = {_document(row) for row in claim.support}
        if len(documents) == 1 and documents <= set(stories) and len({row.article for row in claim.support}) > 1:
            brought = Claim.brought(claim.text, kind_of(claim.text), hedge_of(claim.text), claim.on)
            decision = decide(our_chains(brought, claim, places, found))
            twice = decision.n_origins > (claim.n_origins or 0)
            line = f"{decision.n_origins} of {claim.n_origins} origins in {decision.n_articles} articles"
            yield claim, line + (" (TWICE)" if twice else ""), twice


def _document(row: GoldRow) -> str:
    return row.cells.document if row.cells else ""


def _clusters(articles: Sequence[str], found: Collection) -> str:
    clusters: dict[str, list[str]] = defaultdict(list)
    for one in articles:
        clusters[found.documents[one]].append(str(found.articles[one].outlet))
    return "; ".join(" = ".join(sorted(outlets)) for _, outlets in sorted(clusters.items()))


if __name__ == "__main__":
    sys.exit(main())
