"""One owner per folder: a lock beside it, held for as long as the index is open."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from vectorstore import IndexBusyError, VectorIndexError


class FolderLock:
    """Holds `<folder>.lock`. The system lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Raises IndexBusyError when another owner, here or in another process, holds it."""
        path = folder.with_name(folder.name + ".lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise self._busy(folder) from error
        except OSError as error:
            self._file.close()
            raise VectorIndexError(
                f"cannot lock {str(path)!r} ({error}); keep the index on a disk that supports locks"
            ) from error
        self._note_owner()

    def release(self) -> None:
        """Let the next owner in. The file stays: removing it could let two owners in at once."""
        self._file.close()

    def _note_owner(self) -> None:
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def _busy(self, folder: Path) -> IndexBusyError:
        self._file.seek(0)
        owner = self._file.read(20)
        self._file.close()
        return IndexBusyError(
            f"the vector index in {str(folder)!r} is in use by process {owner or 'unknown'}; "
            f"close it there, or wait until it is done, and try again"
        )
