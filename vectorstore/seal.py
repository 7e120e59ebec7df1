"""The seal of a folder: what every file in it was when its last owner closed it properly.

A whole seal means that nothing was interrupted and nothing has changed since: such a folder may be opened without
trying it out first. For 20,000 rows (54 MB) comparing digests takes 0.1 s, trying the index out takes 2 s.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_SEAL = "seal.json"

Digests = dict[str, str]


def write_seal(folder: Path, writer: str) -> None:
    """Seal the folder as it lies there. `writer` names the program version that can vouch for the files."""
    content = {"writer": writer, "files": _digest_files(folder)}
    (folder / _SEAL).write_text(json.dumps(content, indent=1), encoding="utf-8")


def break_seal(folder: Path) -> None:
    """From here on the files change. Without a seal nothing is wrong either."""
    (folder / _SEAL).unlink(missing_ok=True)


def find_changes(folder: Path, writer: str) -> list[str] | None:
    """Files that are not what was sealed: added, missing or other. None without a seal by `writer`."""
    try:
        content = json.loads((folder / _SEAL).read_text("utf-8"))
        sealed_by, sealed = content["writer"], dict(content["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if sealed_by != writer:
        return None
    found = _digest_files(folder)
    return sorted(name for name in sealed.keys() | found.keys() if sealed.get(name) != found.get(name))


def _digest_files(folder: Path) -> Digests:
    return {
        path.relative_to(folder).as_posix(): _digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != _SEAL
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
