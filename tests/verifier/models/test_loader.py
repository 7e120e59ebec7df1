"""The real models: loaded on use, checked, exact about what they were given."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from importlib.resources import files

import numpy as np
import pytest

from verifier.errors import ModelError
from verifier.models import session
from verifier.models.loader import MAX_TOKENS, Embedder
from verifier.models.manifest import read_verified
from verifier.models.session import OnnxModel


def test_invisible_text_is_refused() -> None:
    with pytest.raises(ModelError, match="nothing to read"):
        Embedder().embed(["\u200b\u00ad"])


def test_a_text_scores_the_same_with_any_number_of_threads() -> None:
    texts = [f"{number} containers were opened." for number in range(20)]
    np.testing.assert_array_equal(Embedder(threads=1).embed(texts), Embedder(threads=3).embed(texts))


def test_threads_must_be_positive() -> None:
    with pytest.raises(ModelError, match="at least one thread, not 0"):
        Embedder(threads=0)


def test_files_are_read_once_however_many_threads_start(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []

    def read_and_note(name: str) -> bytes:
        reads.append(name)
        return read_verified(name)

    monkeypatch.setattr(session, "read_verified", read_and_note)
    model = OnnxModel("embedder.int8.onnx", "tokenizer.json", MAX_TOKENS)
    assert reads == []
    threads = [threading.Thread(target=model.encode, args=("text",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reads) == ["embedder.int8.onnx", "tokenizer.json"]


def test_a_file_that_is_no_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "read_verified", lambda name: b"not a model")
    with pytest.raises(ModelError, match=r"cannot load 'embedder\.int8\.onnx'"):
        Embedder().count_tokens("text")


def test_the_fingerprint_is_the_digest_of_the_file() -> None:
    content = (files("verifier.models") / "embedder.int8.onnx").read_bytes()
    assert Embedder().fingerprint == hashlib.sha256(content).hexdigest()[:16]


def test_importing_the_loader_imports_no_runtime() -> None:
    code = "import sys, verifier.models.loader; print(sorted({'onnxruntime', 'tokenizers'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
