"""How well copies are recognised: the sample's gold, made-up copies, and real collections where they are at hand.

`gold/different_articles.jsonl` holds pairs of different news bodies on one event, by id. They were drawn at random, at
most four from each group of bodies about the same headlines, and of these 300 at random, before anything was compared.
Left out were 22 with a body of fewer than 40 words, 10 that share 90 % of the shorter text or more, and of the 56 that
share 18 to 90 %, which were read, 12 in which one text is the other shortened or reworded. The 256 left hold texts that
share quotes or a release, and checks that print the text they are about.

    python -m benchmarks.copies [SHARED]

SHARED is the folder with `data/articles` and `data/stance`, by default `../shared`; without it only the sample is used.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.made_copies import CHANGES, chance_of, count_words, make_article, paragraphs_of, sentences_of
from verifier.domain import Article
from verifier.steps.articles import read_articles
from verifier.steps.documents import cluster

DIFFERENT = Path(__file__).parent / "gold" / "different_articles.jsonl"
SAMPLES = Path(__file__).resolve().parents[1] / "verifier" / "samples"
COLLECTIONS = ("multi_outlet.jsonl", "war_articles.jsonl", "opinion_articles.jsonl")
N_ORIGINALS = 20
N_CROWD = 50


def main(arguments: Sequence[str]) -> int:
    """Prints one figure a line; exit code 1 when a cluster of the sample differs from the gold."""
    shared = Path(arguments[0] if arguments else "../shared") / "data"
    samples = _read(SAMPLES / "articles")
    n_wrong = _compare_with_gold(samples)
    _report_made_up("sample", samples)
    if shared.is_dir():
        real = [article for name in COLLECTIONS for article in _read(shared / "articles" / name)]
        _report_made_up("real", real)
        _report_clusters("articles", real)
        bodies = _read_bodies(shared / "stance" / "train_bodies.jsonl")
        _report_clusters("news bodies", bodies)
        _report_different(bodies)
    return 1 if n_wrong else 0


def _read(path: Path) -> list[Article]:
    return [one for one in read_articles([path]) if isinstance(one, Article)]


def _read_bodies(path: Path) -> list[Article]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [make_article(f"body {row['body_id']}", row["text"].split("\n\n")) for row in rows]


# --- the sample's gold ---


def _compare_with_gold(articles: Sequence[Article]) -> int:
    gold: dict[str, str] = {}
    for line in (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        for row in (*claim["support"], *claim["contradict"], *claim["related"]):
            gold[row["article"]] = row["document"]
    documents = cluster(articles)
    known = [(gold[name], documents[each.id]) for each in articles if (name := Path(each.path).name) in gold]
    pairs = [(a[0] == b[0], a[1] == b[1]) for n, a in enumerate(known) for b in known[:n]]
    n_wrong = sum(expected != found for expected, found in pairs)
    n_copies = sum(expected for expected, _ in pairs)
    print(f"sample: {len(known)} articles with gold, {n_copies} pairs of copies among {len(pairs)}, {n_wrong} wrong")
    return n_wrong


# --- made-up copies ---


def _report_made_up(name: str, articles: Sequence[Article]) -> None:
    documents = cluster(articles)
    chosen = [a for a in articles if 120 <= count_words(a) <= 1200 and documents[a.id] == a.id]
    originals = [make_article(one.id, paragraphs_of(one)) for one in chance_of(1).sample(chosen, N_ORIGINALS)]
    for change, kind in CHANGES.items():
        copies = {one.id: make_article(f"{one.id} {change}", kind(one, chance_of(one.id))) for one in originals}
        found = cluster([*originals, *copies.values()])
        n_right = sum(found[original] == found[copy.id] for original, copy in copies.items())
        n_merged = len(originals) - len({found[one.id] for one in originals})
        print(f"{name}, {change}: {n_right} of {len(originals)} recognised, {n_merged} originals merged")
    for change, kind in CHANGES.items():
        n_right = n_all = 0
        for one in originals:
            crowd = [make_article(f"{one.id} {n}", kind(one, chance_of(f"{one.id} {n}"))) for n in range(N_CROWD)]
            found = cluster([one, *crowd])
            n_right += sum(found[each.id] == found[one.id] for each in crowd)
            n_all += len(crowd)
        print(f"{name}, crowds of {N_CROWD} {change}: {n_right} of {n_all} in one document with the original")
    _report_round_ups(name, originals)
    _report_enlargements(name, originals)


def _report_round_ups(name: str, originals: Sequence[Article]) -> None:
    """A third text that takes a half of each of two others, and one that takes all of both."""
    for change, share in (("half", 0.5), ("all", 1.0)):
        n_merged = n_pairs = 0
        for one, other in zip(originals[::2], originals[1::2], strict=False):
            taken = [s for each in (one, other) for s in sentences_of(each)[: round(len(sentences_of(each)) * share)]]
            found = cluster([one, other, make_article("round-up", taken)])
            n_merged += found[one.id] == found[other.id]
            n_pairs += 1
        print(f"{name}, round-ups that take {change} of two texts: {n_merged} of {n_pairs} pairs merged")


def _report_enlargements(name: str, originals: Sequence[Article]) -> None:
    """Twenty texts that hold one original and as many words again from somewhere else, each from another place."""
    n_right = n_all = 0
    words = [word for one in originals for part in paragraphs_of(one) for word in part.split()]
    for one in originals:
        chance = chance_of(one.id)
        own = [" ".join(chance.choices(words, k=count_words(one))) for _ in range(20)]
        outlets = [make_article(f"{one.id} {n}", [*paragraphs_of(one), added]) for n, added in enumerate(own)]
        found = cluster([one, *outlets])
        n_right += sum(found[each.id] == found[one.id] for each in outlets)
        n_all += len(outlets)
    print(f"{name}, originals enlarged to the double by 20 outlets: {n_right} of {n_all} with the original")


# --- collections ---


def _report_clusters(name: str, articles: Sequence[Article]) -> None:
    started = time.perf_counter()
    documents = cluster(articles)
    elapsed = time.perf_counter() - started
    shuffled = chance_of(2).sample(articles, len(articles))
    stable = cluster([replace(article) for article in shuffled]) == documents
    members: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        members[documents[article.id]].append(article)
    several = [group for group in members.values() if len(group) > 1]
    print(
        f"{name}: {len(articles)} articles, {len(members)} documents, {len(several)} with copies, "
        f"largest {max(map(len, members.values()))}, {elapsed:.1f} s, same in another order: {stable}"
    )
    for group in sorted(several, key=lambda group: (-len(group), group[0].path))[:8]:
        print("   ", len(group), "|", " | ".join(f"{each.path.rsplit('/', 1)[-1]}" for each in group[:6]))


def _report_different(bodies: Sequence[Article]) -> None:
    """How many pairs of different articles on one event are one document, among all bodies and by themselves."""
    by_id = {body.id: body for body in bodies}
    lines = DIFFERENT.read_text(encoding="utf-8").splitlines()
    pairs = [tuple(f"body {number}" for number in json.loads(line)["bodies"]) for line in lines]
    documents = cluster(bodies)
    wrong = [pair for pair in pairs if documents[pair[0]] == documents[pair[1]]]
    alone = [pair for pair in pairs if len(set(cluster([by_id[one] for one in pair]).values())) == 1]
    print(
        f"different articles on one event: {len(pairs)} pairs, {len(wrong)} wrongly one document among all bodies, "
        f"{len(alone)} by themselves: {' '.join(' and '.join(pair) for pair in wrong)}"
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
