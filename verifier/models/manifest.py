"""The files of this folder and the SHA-256 each must have. Reads no file that the manifest does not list."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import TypedDict

from verifier.errors import ModelError

_MANIFEST = "manifest.json"
_LISTED_SUFFIXES = (".onnx", "tokenizer.json", "settling.json")


class FileEntry(TypedDict):
    """What the manifest says of one file: lower-case hex digest, and size in bytes."""

    sha256: str
    size: int


def read_manifest() -> dict[str, FileEntry]:
    """File name -> digest and size. Raises ModelError when the manifest is missing or unreadable."""
    try:
        entries: dict[str, FileEntry] = json.loads((files(__package__) / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot read the model manifest ({error}); install the program again") from error
    return entries


def expected_sha256(name: str) -> str:
    """The digest file `name` must have. Raises ModelError when the manifest does not list it."""
    entries = read_manifest()
    if name not in entries:
        raise ModelError(f"no model file {name!r}; there are: {', '.join(sorted(entries))}")
    return entries[name]["sha256"]


def read_verified(name: str) -> bytes:
    """The bytes of file `name`. Raises ModelError when it is missing or not the file the manifest lists."""
    expected = expected_sha256(name)
    try:
        content = (files(__package__) / name).read_bytes()
    except OSError as error:
        raise ModelError(f"cannot read model file {name!r} ({error}); install the program again") from error
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise ModelError(
            f"model file {name!r} is damaged or was replaced: {len(content)} bytes with SHA-256 {found}, "
            f"expected {expected}; install the program again"
        )
    return content


def write_manifest(folder: Path) -> dict[str, FileEntry]:
    """List every model and tokenizer file in `folder` in its manifest: the last step of each export."""
    entries: dict[str, FileEntry] = {}
    for path in sorted(folder.iterdir()):
        if path.name.endswith(_LISTED_SUFFIXES):
            content = path.read_bytes()
            entries[path.name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    (folder / _MANIFEST).write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
    return entries
