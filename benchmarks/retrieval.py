"""What the retrieval threshold costs and finds, on the sample's gold.

    python -m benchmarks.retrieval

For each threshold: the share of the gold's supporting and contradicting rows whose article is compared with the claim,
and whose quoted passage is among those read, and how many articles a claim is compared with.
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files

import numpy as np

from vectorstore.memory import MemoryIndex
from verifier.domain import Article, Claim, Kind
from verifier.language.reading import reads
from verifier.models import EMBEDDING_WIDTH
from verifier.models.loader import Embedder
from verifier.steps import evidence
from verifier.steps.articles import read_articles
from verifier.steps.chunks import chunk

THRESHOLDS = (0.30, 0.35, 0.40, 0.42, 0.45, 0.50, 0.55)


def main() -> None:
    """Prints one line a threshold."""
    with as_file(files("verifier") / "samples") as samples:
        articles = [a for a in read_articles([samples / "articles"]) if isinstance(a, Article) and reads(a.language)]
        gold = [json.loads(line) for line in (samples / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    embedder = Embedder()
    passages = {p.id: p for article in articles for p in chunk(article, embedder.count_tokens)}
    index = MemoryIndex(EMBEDDING_WIDTH)
    index.add(list(passages), embedder.embed([p.text for p in passages.values()]))
    paths = {article.id: article.path.rsplit("/", 1)[-1] for article in articles}
    vectors = embedder.embed([row["text"] for row in gold])
    for threshold in THRESHOLDS:
        evidence.MIN_COSINE = threshold
        paired = read = wanted = compared = 0
        for row, vector in zip(gold, vectors, strict=True):
            claim = Claim.brought(row["text"], Kind(row["kind"]), None, None)
            pairs = evidence.retrieve(claim, np.asarray(vector), index, lambda _: {}, passages)
            texts = {paths[pair.article_id]: " ".join(p.text for p in pair.passages) for pair in pairs}
            compared += len(pairs)
            for one in row["support"] + row["contradict"]:
                wanted += one["article"] in paths.values()
                paired += one["article"] in texts
                read += one["quote"][:60] in texts.get(one["article"], "")
        print(
            f"cosine {threshold:.2f}: article compared {paired / wanted:.3f}, passage read {read / wanted:.3f}, "
            f"{compared / len(gold):.1f} of {len(articles)} articles a claim"
        )


if __name__ == "__main__":
    main()
