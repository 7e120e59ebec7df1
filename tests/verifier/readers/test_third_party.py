"""The readers over real articles, which lie outside the repository."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from verifier.domain import Article, BlockKind, Refused
from verifier.steps.articles import read_articles

SHARED = Path(__file__).resolve().parents[4] / "shared"
SEED = SHARED / "seed" / "000_2421e3ff656d5691.txt"
OUTLETS = SHARED / "data" / "articles" / "multi_outlet.jsonl"


@pytest.fixture(scope="module")
def seed() -> Article:
    if not SEED.exists():
        pytest.skip("the seed article is not here")
    [article] = read_articles([SEED])
    assert isinstance(article, Article)
    return article


def parts(article: Article, kind: BlockKind) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind is kind]


def test_the_seed_is_stored_as_it_is(seed: Article) -> None:
    assert seed.text.encode() == SEED.read_bytes()


def test_the_seeds_head_is_metadata(seed: Article) -> None:
    assert seed.published == date(2023, 1, 8)
    assert seed.author == "Patrick Mayer"
    assert (seed.title, seed.outlet, seed.url, seed.language) == (None, None, None, "en")
    assert seed.warnings == ("no outlet",)


def test_the_seeds_prose_is_its_paragraphs(seed: Article) -> None:
    prose = parts(seed, BlockKind.PROSE)
    assert len(prose) == 10
    assert all(paragraph.endswith((".", "?")) for paragraph in prose)
    assert prose[1].startswith("Are these signs")
    assert len(parts(seed, BlockKind.HEADING)) == 3
    assert [caption.count("©") for caption in parts(seed, BlockKind.CAPTION)] == [1, 1]
    assert parts(seed, BlockKind.FURNITURE)[-1] == "(pm)"
    assert len(parts(seed, BlockKind.FURNITURE)) == 4


@pytest.mark.skipif(not OUTLETS.exists(), reason="the real articles are not here")
def test_real_rows_are_articles_or_refused_with_true_offsets() -> None:
    found = list(read_articles([OUTLETS]))
    assert len(found) == 58
    counts = Counter(type(row) for row in found)
    assert counts[Article] == 57
    for row in found:
        if isinstance(row, Refused):
            assert row.reason.startswith("no article text")
            continue
        assert row.outlet
        assert row.language in {"en", None}
        assert row.published or "no date" in row.warnings
        assert any(block.kind is BlockKind.PROSE for block in row.blocks)
        assert all(0 <= block.start < block.end <= len(row.text) for block in row.blocks)
        assert all(before.end <= after.start for before, after in pairwise(row.blocks))
