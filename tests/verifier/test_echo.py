"""Copies of an article that supports a claim change nothing; `python -m benchmarks.echo` asks the real models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.echo import KINDS, SAMPLES, Dating, Models, check_alone, check_with, compare, make_copies
from verifier.evaluation import read_gold
from verifier.language.tagged import Mark
from verifier.models.fake import HashingEmbedder, OverlapScorer


class NoTagger:
    fingerprint = "none"

    def fits(self, sentence: str) -> bool:
        return False

    def tag_each(self, inputs: Sequence[tuple[str, str]]) -> list[Sequence[Mark]]:
        return [[] for _ in inputs]


def test_echoes_change_neither_label_nor_origins(tmp_path: Path) -> None:
    models = Models(OverlapScorer(), HashingEmbedder(), NoTagger())
    gold = read_gold((SAMPLES / "gold.jsonl").read_bytes(), "gold.jsonl")[:10]
    claims, before, sources = check_alone(tmp_path / "alone", gold, models, n_sources=2)
    assert len(claims) >= 5
    kinds = ("3 % of the words edited", "abridged to any third", "re-headed, 3 % edited")
    copies = [copy for kind in kinds for copy in make_copies(sources, KINDS[kind], 2, Dating.LATER)]
    copies = [{**copy, "url": f"{copy['url']}-{n}"} for n, copy in enumerate(copies)]
    twins = list(make_copies(sources, KINDS["re-headed, 3 % edited"], 1, Dating.SAME_DAY))
    for made in (copies, twins):
        assert list(compare(claims, before, check_with(tmp_path / "alone", made, claims, models))) == []
