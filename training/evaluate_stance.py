"""Scores of a stance model file, fp32 or int8, on the development sets.

    python -m training.evaluate_stance MODEL.onnx --data FOLDER [--most 3000] [--threads N]

FOLDER holds nli/eval/*.jsonl and conflict/climate_fever_dev.jsonl. Pairs are computed one at a time, as in use. Sets
with two labels are scored both ways: with three outputs, and between the two labels that occur.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.train_stance import LABELS, load_tokenizer

MAX_TOKENS = 256
TOKENIZER = Path(__file__).parents[1] / "verifier" / "models" / "tokenizer.json"
CLIMATE_LABELS = {"SUPPORTS": "entailment", "REFUTES": "contradiction", "NOT_ENOUGH_INFO": "neutral"}
Row = tuple[str, str, str]


def read_sets(folder: Path, most: int) -> Iterator[tuple[str, list[Row]]]:
    """(name, rows of premise, hypothesis, label); at most `most` rows a set, drawn with a fixed seed."""
    for path in sorted((folder / "nli" / "eval").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        yield path.stem, _draw([(r["premise"], r["hypothesis"], r["label"]) for r in rows], most)
    claims = (folder / "conflict" / "climate_fever_dev.jsonl").read_text("utf-8").splitlines()
    yield "climate_fever", _draw([row for line in claims for row in _climate_rows(json.loads(line))], most)


def _climate_rows(claim: dict[str, Any]) -> Iterator[Row]:
    for evidence in claim["evidences"]:
        yield evidence["evidence"], claim["claim"], CLIMATE_LABELS[evidence["evidence_label"]]


def _draw(rows: list[Row], most: int) -> list[Row]:
    return rows if len(rows) <= most else random.Random(0).sample(rows, most)  # noqa: S311


def probabilities(model: Path, rows: Sequence[Row], threads: int, tokenizer: Tokenizer) -> NDArray[np.float32]:
    """[rows, 3], each pair alone; a pair of more than 256 tokens loses the end of its premise, as is printed."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_first")

    def one(row: Row) -> NDArray[np.float32]:
        encoding = tokenizer.encode(row[0], row[1])
        values = (encoding.ids, encoding.attention_mask, encoding.type_ids)
        names = ("input_ids", "attention_mask", "token_type_ids")
        output: NDArray[np.float32] = session.run(
            None, {name: np.array([value], np.int64) for name, value in zip(names, values, strict=True)}
        )[0][0]
        return output

    with ThreadPoolExecutor(threads) as pool:
        return np.stack(list(pool.map(one, rows)))


def macro_f1(gold: NDArray[np.int64], found: NDArray[np.int64], labels: Sequence[int]) -> float:
    """Mean over `labels` of the F1 of each."""
    scores = []
    for label in labels:
        hits = int(((gold == label) & (found == label)).sum())
        total = int((gold == label).sum() + (found == label).sum())
        scores.append(2 * hits / total if total else 0.0)
    return float(np.mean(scores))


def report(name: str, rows: Sequence[Row], scores: NDArray[np.float32]) -> str:
    """One line of figures."""
    gold = np.array([LABELS.index(row[2]) for row in rows])
    found = scores.argmax(axis=1)
    present = sorted(set(gold.tolist()))
    parts = [
        f"{name}: n={len(rows)} accuracy {np.mean(gold == found):.4f} macro F1 {macro_f1(gold, found, present):.4f}"
    ]
    if len(present) == 2:
        among = np.array(present)[scores[:, present].argmax(axis=1)]
        parts.append(f"two-way {np.mean(gold == among):.4f}")
    neutral = gold == LABELS.index("neutral")
    if neutral.any():
        called = found[neutral]
        parts.append(f"neutral called entailed {np.mean(called == 0):.3f}, contradicted {np.mean(called == 1):.3f}")
    return "; ".join(parts)


def main() -> None:
    """One line a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, default=3000)
    parser.add_argument("--only", nargs="*", help="names of sets")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    tokenizer = load_tokenizer(TOKENIZER)
    for name, rows in read_sets(arguments.data, arguments.most):
        if not arguments.only or name in arguments.only:
            scores = probabilities(arguments.model, rows, arguments.threads, tokenizer)
            print(report(name, rows, scores), flush=True)


if __name__ == "__main__":
    main()
