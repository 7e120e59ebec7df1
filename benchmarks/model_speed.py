"""How much of the bare ONNX session's speed the embedder and the stance model keep.

    python -m benchmarks.model_speed [--texts FILE] [--limit N] [--rounds N]

Bare: the same session on ready-made arrays, longest first, one row a run, as many threads. The model: `embed` or
`score`, which also read text, check lengths and put rows in order. The two take turns, so that a busy machine slows
both; on a very busy one go by the ratio of processor seconds.
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
from tokenizers import Encoding, Tokenizer

from verifier.models.loader import Embedder
from verifier.models.manifest import read_verified
from verifier.models.session import Input
from verifier.models.stance import StanceModel

_SENTENCE = "the port authority said on Monday that most of the containers had been opened and nothing was found"

Row = dict[str, NDArray[np.int64]]


def make_texts(count: int) -> list[str]:
    """Texts of 10 to 190 words, the same on every call."""
    rng = np.random.default_rng(0)
    return [" ".join(rng.choice(_SENTENCE.split(), size=size)) for size in rng.integers(10, 190, size=count)]


def make_bare_run(model: str, inputs: Sequence[Input], threads: int) -> Callable[[], None]:
    """A function that runs the session, and nothing else, over all inputs."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(read_verified(model), options, providers=["CPUExecutionProvider"])
    wanted = {entry.name for entry in session.get_inputs()}
    tokenizer = Tokenizer.from_str(read_verified("tokenizer.json").decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encodings = sorted(tokenizer.encode_batch(list(inputs)), key=len, reverse=True)
    rows = [_arrays(encoding, wanted) for encoding in encodings]

    def run() -> None:
        with ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(lambda row: session.run(None, row), rows):
                pass

    return run


def _arrays(encoding: Encoding, wanted: set[str]) -> Row:
    row = {
        "input_ids": encoding.ids,
        "attention_mask": encoding.attention_mask,
        "token_type_ids": encoding.type_ids,
    }
    return {name: np.array([values], np.int64) for name, values in row.items() if name in wanted}


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


def compare(
    title: str, inputs: Sequence[Input], bare: Callable[[], None], whole: Callable[[], object], rounds: int
) -> None:
    """Print inputs per second of both, and how they compare in each round."""
    bare()
    whole()
    costs = [(measure(bare), measure(whole)) for _ in range(rounds)]
    print(f"{title}: {len(inputs)} inputs, {rounds} rounds")
    print(f"  bare session {len(inputs) / min(alone.clock for alone, _ in costs):.0f}/s at best")
    print(f"  model        {len(inputs) / min(used.clock for _, used in costs):.0f}/s at best")
    print("  speed kept, by the clock:         ", describe_ratios([a.clock / w.clock for a, w in costs]))
    print("  speed kept, by processor seconds: ", describe_ratios([a.processor / w.processor for a, w in costs]))


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
    embedder, stance = Embedder(), StanceModel()
    bare = make_bare_run("embedder.int8.onnx", texts, embedder.threads)
    compare("embedder, passages", texts, bare, lambda: embedder.embed(texts), arguments.rounds)
    pairs = [(text, _SENTENCE) for text in texts]
    bare = make_bare_run("stance.int8.onnx", pairs, embedder.threads)
    compare("stance, pairs", pairs, bare, lambda: stance.score(pairs), arguments.rounds)


if __name__ == "__main__":
    main()
