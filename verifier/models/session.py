"""One ONNX model with its tokenizer: loaded on first use, checked, run one row at a time over all cores.

The only file of this package that imports onnxruntime and tokenizers. Knows nothing of what the outputs mean.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from verifier.errors import ModelError
from verifier.models.manifest import expected_sha256, read_verified

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

# Encodings are held in memory, so a long list is read in slices; a slice is also how long Ctrl-C may have to wait.
_SLICE = 256
_FINGERPRINT_LENGTH = 16

Input: TypeAlias = str | tuple[str, str]
"""A text, or a text with one read behind it; the second is then the one that must have something to read in it."""


class _Loaded(NamedTuple):
    session: InferenceSession
    tokenizer: Tokenizer
    inputs: frozenset[str]


class OnnxModel:
    """A model file and its tokenizer file in this folder. Safe to share between threads.

    `max_tokens` is the longest row, all marks included. `threads` rows are computed at once, by default one
    per core this process may use.
    """

    def __init__(self, model_file: str, tokenizer_file: str, max_tokens: int, threads: int | None = None) -> None:
        if threads is not None and threads < 1:
            raise ModelError(f"a model needs at least one thread, not {threads!r}")
        self.model_file = model_file
        self.tokenizer_file = tokenizer_file
        self.max_tokens = max_tokens
        self.threads = threads or _usable_cores()
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    @property
    def fingerprint(self) -> str:
        """First 16 hex digits of the model file's SHA-256; does not load the model."""
        return expected_sha256(self.model_file)[:_FINGERPRINT_LENGTH]

    def encode(self, given: Input) -> Encoding:
        """Tokens of an input, marks included, never cut. Raises ModelError for text that is not Unicode."""
        return self._encode_all([given])[0]

    def run_each(self, inputs: Sequence[Input]) -> Iterator[NDArray[np.float32]]:
        """The model's first output for each input, in order, each computed alone: one row or one row per token.

        Raises ModelError, before any of its slice is computed, for an input longer than `max_tokens` and for one
        without a single token.
        """
        # A row alone, because dynamic int8 scales activations over the whole batch: the same text in batches of
        # 1 and 16 differs by a cosine of 0.98 to 1, and alone it is bit-identical every time. It costs no speed.
        with ThreadPoolExecutor(max_workers=self.threads) as pool:
            for start in range(0, len(inputs), _SLICE):
                encodings = self._encode_all(inputs[start : start + _SLICE])
                self._refuse_unfit(encodings, inputs[start : start + _SLICE], start)
                yield from _map_longest_first(pool, self._run_row, encodings)

    def _refuse_unfit(self, encodings: Sequence[Encoding], inputs: Sequence[Input], start: int) -> None:
        for index, (encoding, given) in enumerate(zip(encodings, inputs, strict=True), start):
            read = given if isinstance(given, str) else given[1]
            if len(encoding) > self.max_tokens:
                raise ModelError(
                    f"{self.model_file} reads at most {self.max_tokens} tokens, but input {index} has "
                    f"{len(encoding)}: {_shorten(read)!r}; split it first"
                )
            # Blank and invisible characters leave no token, and the marks alone would score like any text.
            if int(not isinstance(given, str)) not in encoding.sequence_ids:
                raise ModelError(f"input {index} has nothing to read in it: {_shorten(read)!r}; leave it out")

    def _run_row(self, encoding: Encoding) -> NDArray[np.float32]:
        session, _, wanted = self._load()
        row = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        outputs = session.run(None, {name: row[name] for name in wanted})
        result: NDArray[np.float32] = outputs[0][0]
        return result

    def _encode_all(self, inputs: Sequence[Input]) -> list[Encoding]:
        tokenizer = self._load().tokenizer
        try:
            return tokenizer.encode_batch(list(inputs))
        except (TypeError, UnicodeError) as error:
            raise ModelError(f"cannot read {_first_unreadable(inputs)}; pass valid Unicode text") from error

    def _load(self) -> _Loaded:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = _load_files(self.model_file, self.tokenizer_file)
        return self._loaded


def _load_files(model_file: str, tokenizer_file: str) -> _Loaded:
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    # One thread inside a row and one row per core, which was faster than two threads inside a row.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    model, vocabulary = read_verified(model_file), read_verified(tokenizer_file)
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str(vocabulary.decode("utf-8"))
    except Exception as error:  # both libraries raise plain Exception subclasses of their own
        raise ModelError(f"cannot load {model_file!r} with {tokenizer_file!r}: {error}") from error
    # The published tokenizer file cuts at 128 tokens and pads to 128.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return _Loaded(session, tokenizer, frozenset(entry.name for entry in session.get_inputs()))


def _map_longest_first(
    pool: ThreadPoolExecutor, run: Callable[[Encoding], NDArray[np.float32]], encodings: Sequence[Encoding]
) -> Iterator[NDArray[np.float32]]:
    # Longest first leaves no core idle behind one long row at the end.
    order = sorted(range(len(encodings)), key=lambda index: -len(encodings[index]))
    results: list[NDArray[np.float32] | None] = [None] * len(encodings)
    for index, result in zip(order, pool.map(run, (encodings[index] for index in order)), strict=True):
        results[index] = result
    return (result for result in results if result is not None)


def _first_unreadable(inputs: Sequence[Input]) -> str:
    for index, given in enumerate(inputs):
        try:
            "".join(given).encode("utf-8")
        except (TypeError, UnicodeError):
            return f"input {index} {_shorten(given)!r}"
    return "the input"


def _shorten(text: Input, limit: int = 60) -> str:
    shown = str(text)
    return shown if len(shown) <= limit else shown[:limit] + "…"


def _usable_cores() -> int:
    # A process may be bound to fewer cores than the machine has; macOS cannot tell.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
