"""Files, folders and standard input to articles. Every input that does not become one comes back as Refused."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from verifier.domain import Article, Refused
from verifier.errors import UsageError
from verifier.readers import SUFFIXES, read
from verifier.readers.fields import ALIASES

STANDARD_INPUT = "-"


def read_articles(
    paths: Iterable[Path | str], *, mapping: Mapping[str, str] | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | Refused]:
    """The articles in `paths`, in their order: files, folders, or `-` for standard input (`stdin`, if given).

    Folders are walked in sorted order. A file in them that cannot be read as an article is Refused, a hidden one
    too if its suffix is one we read; hidden folders (`.git`, `.verifier`) are passed over. Links are followed
    only to files inside the folder. `mapping` names columns of tables by our names (`{"text": "story"}`).
    Raises UsageError for a mapping with an unknown name; bad inputs never raise.
    """
    _check_mapping(mapping)
    for path in paths:
        shown = os.fspath(path)
        if shown == STANDARD_INPUT:
            yield from read_bytes(STANDARD_INPUT, (stdin or sys.stdin.buffer).read(), mapping=mapping)
        elif shown.lower().startswith(("http://", "https://")):
            yield Refused(shown, "fetching is off: save the page as an HTML file and add that file")
        else:
            yield from _read_path(Path(path), shown, mapping)


def read_bytes(name: str, data: bytes, *, mapping: Mapping[str, str] | None = None) -> Iterator[Article | Refused]:
    """The articles in a file's bytes, as from an upload; `name` is its file name, `-` where it has none."""
    _check_mapping(mapping)
    if name != STANDARD_INPUT and Path(name).suffix.lower() not in SUFFIXES:
        yield Refused(name, _unreadable(Path(name)))
        return
    yield from read(name, io.BytesIO(data), mapping)


def _check_mapping(mapping: Mapping[str, str] | None) -> None:
    for name in mapping or ():
        if name not in ALIASES:
            raise UsageError(f"{name!r} is no field of an article; choose from {', '.join(ALIASES)}")


def _read_path(path: Path, shown: str, mapping: Mapping[str, str] | None) -> Iterator[Article | Refused]:
    try:
        if path.is_dir():
            yield from _walk(path, mapping)
        elif not path.exists():
            yield Refused(shown, "there is no such file or folder")
        else:
            yield from _read_file(path, shown, mapping)
    except (OSError, ValueError) as error:
        # ValueError: a NUL character in the name.
        yield Refused(shown, f"cannot be opened: {getattr(error, 'strerror', None) or error}")


def _walk(folder: Path, mapping: Mapping[str, str] | None) -> Iterator[Article | Refused]:
    root = folder.resolve()
    for parent, folders, files in os.walk(folder, onerror=_reraise):
        for name in [name for name in folders if (Path(parent) / name).is_symlink()]:
            yield Refused(str(Path(parent) / name), "a link to a folder is not followed: add that folder itself")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent) / name
            refusal = _refusal_in_folder(path, root)
            if refusal is not None:
                yield Refused(str(path), refusal)
            elif not name.startswith("."):
                yield from _read_path(path, str(path), mapping)


def _reraise(error: OSError) -> None:
    raise error


def _refusal_in_folder(path: Path, root: Path) -> str | None:
    if path.name.startswith("."):
        return "hidden file: add it by its name" if path.suffix.lower() in SUFFIXES else None
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return "a link that leads out of the folder: add the file itself"
    return None


def _read_file(path: Path, shown: str, mapping: Mapping[str, str] | None) -> Iterator[Article | Refused]:
    if not path.is_file():
        yield Refused(shown, "not a regular file")
    elif path.suffix.lower() not in SUFFIXES:
        yield Refused(shown, _unreadable(path))
    else:
        with path.open("rb") as stream:
            yield from read(shown, stream, mapping)


def _unreadable(path: Path) -> str:
    kind = f"{path.suffix} files cannot be read" if path.suffix else "without a suffix the format cannot be told"
    return f"{kind}: save it as one of {', '.join(SUFFIXES)}"
