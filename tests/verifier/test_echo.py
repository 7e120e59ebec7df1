"""Copies of an article that supports a claim change nothing; `python -m benchmarks.echo` tries more of them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.echo import KINDS, SAMPLES, Models, check_alone, check_with, compare, make_copies
from verifier.evaluation import read_gold


def test_echoes_change_neither_label_nor_origins(tmp_path: Path) -> None:
    models = Models()
    gold = read_gold((SAMPLES / "gold.jsonl").read_bytes(), "gold.jsonl")[:12]
    claims, before, sources = check_alone(tmp_path / "alone", gold, models, n_sources=2)
    assert len(claims) >= 5
    kinds = ("exact", "abridged to any third", "re-headed, 3 % edited")
    copies = [copy for kind in kinds for copy in make_copies(sources, KINDS[kind], 1)]
    copies = [{**copy, "url": f"{copy['url']}-{n}"} for n, copy in enumerate(copies)]
    assert list(compare(claims, before, check_with(tmp_path / "alone", copies, claims, models))) == []
