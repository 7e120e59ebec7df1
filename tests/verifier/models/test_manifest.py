"""The manifest against the files, and the files against the manifest."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from verifier.errors import ModelError
from verifier.models import manifest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "one.onnx").write_bytes(b"weights")
    (tmp_path / "tokenizer.json").write_bytes(b"{}")
    (tmp_path / "notes.txt").write_text("not listed")
    manifest.write_manifest(tmp_path)
    monkeypatch.setattr(manifest, "files", lambda package: tmp_path)
    return tmp_path


def test_the_shipped_manifest_lists_every_shipped_file() -> None:
    shipped = {
        entry.name
        for entry in files("verifier.models").iterdir()
        if entry.name.endswith((".onnx", "tokenizer.json", "settling.json"))
    }
    assert set(manifest.read_manifest()) == shipped


def test_every_shipped_file_is_the_one_listed() -> None:
    for name, entry in manifest.read_manifest().items():
        assert len(manifest.read_verified(name)) == entry["size"]


def test_model_files_and_tokenizers_are_listed_and_nothing_else(folder: Path) -> None:
    assert set(json.loads((folder / "manifest.json").read_text())) == {"one.onnx", "tokenizer.json"}
    assert manifest.read_verified("one.onnx") == b"weights"


def test_a_changed_byte_is_noticed(folder: Path) -> None:
    (folder / "one.onnx").write_bytes(b"weightz")
    with pytest.raises(ModelError, match=r"'one\.onnx' is damaged or was replaced: 7 bytes.*install"):
        manifest.read_verified("one.onnx")


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "one.onnx").unlink()
    with pytest.raises(ModelError, match=r"cannot read model file 'one\.onnx'"):
        manifest.read_verified("one.onnx")


def test_an_unlisted_file_is_refused_with_what_there_is(folder: Path) -> None:
    with pytest.raises(ModelError, match=r"no model file 'notes\.txt'; there are: one\.onnx, tokenizer\.json"):
        manifest.read_verified("notes.txt")


@pytest.mark.parametrize("content", [None, "not json"])
def test_an_unreadable_manifest_is_named(folder: Path, content: str | None) -> None:
    (folder / "manifest.json").unlink()
    if content is not None:
        (folder / "manifest.json").write_text(content)
    with pytest.raises(ModelError, match="cannot read the model manifest"):
        manifest.read_manifest()
