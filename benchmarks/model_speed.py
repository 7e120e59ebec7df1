"""How much of the bare ONNX session's speed the embedder keeps.

    python -m benchmarks.embed_speed [--texts FILE] [--limit N] [--rounds N]

Bare: the same session on ready-made arrays, longest first, one row a run, as many threads. The embedder: `embed`, which
also reads text, checks lengths and puts rows in order. The two take turns, so that a busy machine slows both; on a very
busy one go by the ratio of processor seconds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from verifier.models.loader import Embedder
from verifier.models.manifest import read_verified

_SENTENCE = "the port authority said on Monday that most of the containers had been opened and nothing was found"

Row = dict[str, NDArray[np.int64]]


def make_texts(count: int) -> list[str]:
    """Texts of 10 to 190 words, the same on every call."""
    rng = np.random.default_rng(0)
    return [" ".join(rng.choice(_SENTENCE.split(), size=size)) for size in rng.integers(10, 190, size=count)]


def make_bare_run(texts: Sequence[str], threads: int) -> Callable[[], None]:
    """A function that runs the session, and nothing else, over all texts."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(
        read_verified("embedder.int8.onnx"), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_str(read_verified("tokenizer.json").decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encodings = sorted(tokenizer.encode_batch(list(texts)), key=len, reverse=True)
    rows: list[Row] = [
        {
            "input_ids": np.array([encoding.ids], np.int64),
            "attention_mask": np.array([encoding.attention_mask], np.int64),
        }
        for encoding in encodings
    ]

    def run() -> None:
        with ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(lambda row: session.run(None, row), rows):
                pass

    return run


class Cost(NamedTuple):
    """What one call takes, in seconds: by the clock, and of all processors together."""

    clock: float
    processor: float


def measure(run: Callable[[], object]) -> Cost:
    """The cost of one call."""
    clock, processor = time.perf_counter(), time.process_time()
    run()
    return Cost(time.perf_counter() - clock, time.process_time() - processor)


def describe_ratios(ratios: Sequence[float]) -> str:
    """The median, and between what it lies."""
    return f"{statistics.median(ratios):.3f} (median; {min(ratios):.3f} to {max(ratios):.3f})"


def compare(texts: Sequence[str], rounds: int) -> None:
    """Print texts per second of both, and how they compare in each round."""
    embedder = Embedder()
    threads = embedder.threads
    bare = make_bare_run(texts, threads)
    embedder.embed(texts[:8])
    bare()
    costs = [(measure(bare), measure(lambda: embedder.embed(texts))) for _ in range(rounds)]
    tokens = statistics.mean(embedder.count_tokens(text) for text in texts)
    print(f"{len(texts)} texts of {tokens:.0f} tokens on average, {threads} threads, {rounds} rounds")
    print(f"bare session {len(texts) / min(alone.clock for alone, _ in costs):.0f} texts/s at best")
    print(f"embedder     {len(texts) / min(whole.clock for _, whole in costs):.0f} texts/s at best")
    print("speed kept, by the clock:         ", describe_ratios([a.clock / w.clock for a, w in costs]))
    print("speed kept, by processor seconds: ", describe_ratios([a.processor / w.processor for a, w in costs]))


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="file with one text a line (default: made-up texts)")
    parser.add_argument("--limit", type=int, default=400, help="how many texts (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="how often (default: %(default)s)")
    arguments = parser.parse_args()
    if arguments.texts is None:
        texts = make_texts(arguments.limit)
    else:
        lines = arguments.texts.read_text("utf-8").splitlines()
        texts = [line for line in lines if line.strip()][: arguments.limit]
    compare(texts, arguments.rounds)


if __name__ == "__main__":
    main()
