"""The temperature of a stance model, by development sets whose figures are not among those that were wanted.

    python -m training.calibrate_stance MODEL.onnx --data FOLDER --real FILE [--most 700] [--threads N]

MODEL is exported with temperature 1. The temperature that fits best by the mean of -log p (Guo et al. 2017), each set
weighing the same; prints what `export_stance` is to be given. A bias for each label beside it was tried: it gave
Climate-FEVER a point of macro F1 and took four points of accuracy from mnli_dev.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.evaluate_stance import TOKENIZER, probabilities, read_sets
from training.prepare_stance import real_rows
from training.train_stance import LABELS, load_tokenizer

SET = "fever_10pct"
"""The one set of nli/eval that is neither trained on nor among the figures wanted; the other half of the weight have
pairs of real articles that were held out of training."""
TEMPERATURES = np.arange(0.5, 4.0, 0.05)


def mean_loss(scores: NDArray[np.float64], gold: NDArray[np.int64], temperature: float) -> float:
    """Mean of -log p after the temperature; `scores` [n, 3] are log probabilities, `gold` [n] label indices."""
    sharpened = scores / temperature
    total = np.log(np.exp(sharpened).sum(axis=1))
    return float((total - sharpened[np.arange(len(gold)), gold]).mean())


def main() -> None:
    """Prints the option."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--real", type=Path, required=True, help="pairs of real articles, labelled by hand")
    parser.add_argument("--most", type=int, default=700)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    tokenizer = load_tokenizer(TOKENIZER)
    held_out = [(row.premise, row.hypothesis, row.label) for row in real_rows(arguments.real, held_out=True)]
    losses = np.zeros(len(TEMPERATURES))
    for rows in (dict(read_sets(arguments.data, arguments.most))[SET], held_out):
        gold = np.array([LABELS.index(row[2]) for row in rows])
        scores = np.log(probabilities(arguments.model, rows, arguments.threads, tokenizer).astype(np.float64))
        losses += [mean_loss(scores, gold, one) for one in TEMPERATURES]
    print(f"--temperature {TEMPERATURES[losses.argmin()]:.2f}")


if __name__ == "__main__":
    main()
