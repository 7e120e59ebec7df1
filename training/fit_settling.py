"""Gold pairs -> the weights by which `verifier/engines/settling.py` joins the model's scores with what code reads.

    python -m training.fit_settling [--output FOLDER]

Two logistic regressions with a ridge, fitted by Newton steps: whether a candidate speaks of the same thing as the claim
(rows of gold against all others), and whether it speaks against it (contradicting rows against supporting ones). Fitted
on the sample and on the dev halves of the real sets; the test halves are only measured. Prints, for thresholds, the
share of claims with a wrong vote and the recall of rows among the pairs.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.gold_pairs import CONTRADICT, NEITHER, SUPPORT, GoldPair, gold_pairs
from verifier.engines import settling
from verifier.engines.settling import Signals, against_features, same_features
from verifier.models.manifest import write_manifest

MODELS = Path(__file__).parents[1] / "verifier" / "models"
RIDGE = 1.0


def fit(
    pairs: Sequence[GoldPair], features: Callable[[Signals], Mapping[str, float]], positive: str
) -> dict[str, float]:
    """The weights by name, with the constant; `positive`: the gold that counts as 1, "" for any row at all."""
    rows = [features(pair.signals) for pair in pairs]
    names = list(rows[0])
    x = np.array([[1.0, *(row[name] for name in names)] for row in rows])
    y = np.array([pair.gold == positive if positive else pair.gold != NEITHER for pair in pairs], dtype=float)
    weights = newton(x, y)
    return dict(zip(["constant", *names], np.round(weights, 4).tolist(), strict=True))


def newton(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """The minimum of the ridge-penalised logistic loss; the first column is the constant, which is not penalised."""
    weights = np.zeros(x.shape[1])
    penalty = RIDGE * np.diag([0.0, *[1.0] * (x.shape[1] - 1)])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (chance - y) + penalty @ weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + penalty
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def report(pairs: Sequence[GoldPair], title: str) -> str:
    """Wrong votes and recall by the thresholds in use, over articles: a claim's row is one article and stance."""
    votes: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    gold: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for pair in pairs:
        claim = pair.collection, pair.claim_id
        stance = str(settling.settle(pair.signals).stance)
        if stance in {"supports", "contradicts"}:
            votes[claim].add((pair.article_id, stance.removesuffix("s")))
        if pair.gold != NEITHER:
            gold[claim].add((pair.article_id, pair.gold))
    claims = sorted({(pair.collection, pair.claim_id) for pair in pairs})
    wrong = {side: sum(any(v[1] == side and v not in gold[c] for v in votes[c]) for c in claims) for side in SIDES}
    either = sum(any(v not in gold[c] for v in votes[c]) for c in claims)
    found = {side: sum(v in votes[c] for c in claims for v in gold[c] if v[1] == side) for side in SIDES}
    total = {side: sum(v[1] == side for c in claims for v in gold[c]) for side in SIDES}
    recall = ", ".join(f"{side} {found[side]}/{total[side]}" for side in SIDES)
    return (
        f"{title}: {len(claims)} claims, wrong votes in {either} ({either / max(1, len(claims)):.3f}; support "
        f"{wrong[SUPPORT]}, contradict {wrong[CONTRADICT]}); rows found: {recall}"
    )


SIDES = SUPPORT, CONTRADICT


def main() -> None:
    """Fits, writes settling.json and the manifest, prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=MODELS)
    arguments = parser.parse_args()
    pairs = list(gold_pairs())
    scored = [pair for pair in pairs if pair.signals.likeness >= settling.SCORED_FROM and pair.signals.fits]
    learnt = [pair for pair in scored if pair.part != "test" and pair.sure]
    weights = {
        "same": fit(learnt, same_features, ""),
        "against": fit([pair for pair in learnt if pair.gold != NEITHER], against_features, CONTRADICT),
    }
    (arguments.output / settling.WEIGHTS_FILE).write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    write_manifest(arguments.output)
    settling.shipped_weights.cache_clear()
    print(json.dumps(weights, indent=1))
    for collection in sorted({pair.collection for pair in pairs}):
        for part in ("sample", "dev", "test"):
            chosen = [pair for pair in pairs if (pair.collection, pair.part) == (collection, part)]
            if chosen:
                print(report(chosen, f"{collection} {part}"))


if __name__ == "__main__":
    main()
