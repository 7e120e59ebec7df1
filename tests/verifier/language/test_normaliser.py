"""The tables of expressions and pairs: numbers and dates as news writes them, read and compared."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.numbers import NORMALISER, PAIRS, PARTS, read_cases, share_right


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", ["all", "number", "date"])
def test_expressions_read_right(kind: str, part: str) -> None:
    assert share_right(NORMALISER, part, kind) >= 0.985


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", ["all", "number", "date"])
def test_pairs_told_apart(kind: str, part: str) -> None:
    assert share_right(PAIRS, part, kind) >= 0.985


def test_the_tables_are_large_and_half_of_the_pairs_are_compatible() -> None:
    expressions, pairs = read_cases(NORMALISER), read_cases(PAIRS)
    assert len(expressions) >= 300
    assert len({case["text"] for case in expressions}) == len(expressions)
    told = Counter(case["compatible"] for case in pairs)
    assert len({(case["a"], case["b"]) for case in pairs}) == len(pairs)
    assert told[True] + told[False] >= 320
    assert abs(told[True] - told[False]) < 40
