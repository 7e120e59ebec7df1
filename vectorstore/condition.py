"""Is a folder safe to open in this process? Damaged Chroma files do not raise, they end the process that opens them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from vectorstore import IndexDamagedError
from vectorstore.members import FILE_NAME as MEMBERS_FILE
from vectorstore.seal import find_changes

REBUILD = "rebuild it from your own vectors"

# 20,000 rows take 2 s, 8 s on a busy machine; a damaged file can keep the reader busy for ever.
_TRIAL_SECONDS = 120
_TRIAL = "import sys; from vectorstore.chroma import try_out; try_out(sys.argv[1])"


def check_folder(folder: Path, writer: str) -> None:
    """Raises IndexDamagedError unless the folder is safe to open here: missing, empty, sealed and whole, or tried out.

    `writer` is the program version whose seal is good enough.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / MEMBERS_FILE).is_file():
        raise IndexDamagedError(f"{str(folder)!r} is not a vector index; keep it elsewhere, or {REBUILD}")
    changed = find_changes(folder, writer)
    if changed:
        names = ", ".join(changed[:3])
        raise IndexDamagedError(f"files in {str(folder)!r} changed since the index was closed ({names}); {REBUILD}")
    if changed is None:
        _try_out_elsewhere(folder)


def _try_out_elsewhere(folder: Path) -> None:
    # A graph file that was being written when the process was killed grows to terabytes (sparse) and is fatal to read.
    for links in folder.glob("*/link_lists.bin"):
        if links.stat().st_size > links.with_name("data_level0.bin").stat().st_size:
            raise IndexDamagedError(f"the vector index in {str(folder)!r} is damaged ({links.name}); {REBUILD}")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        trial = subprocess.run(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-P", "-c", _TRIAL, str(folder)],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TRIAL_SECONDS,
        )
    except subprocess.TimeoutExpired:
        failure = f"no answer in {_TRIAL_SECONDS} s"
    else:
        if trial.returncode == 0:
            return
        last_words = trial.stderr.strip().splitlines()[-1:]
        failure = " ".join([f"exit status {trial.returncode}", *last_words])
    raise IndexDamagedError(f"the vector index in {str(folder)!r} is damaged ({failure}); {REBUILD}")
