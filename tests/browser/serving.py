"""The pages, served for as long as somebody looks at them, and the browser to look with."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ui
from ui.launch import address, command, environment

QUIET = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30.0
"""Seconds a server may take to start on a busy machine; 0.7 s on an idle one."""


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """The pages over `workspace`; yields their address once they answer, and stops them whatever happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        command(port),
        env=environment(workspace),
        cwd=Path(ui.__file__).parents[1],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(f"{address(port)}/_stcore/health", server)
        yield address(port)
    finally:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"no answer from {url} within {PATIENCE:.0f} s")


def chromium() -> str | None:
    """Where the browser is, None when there is none."""
    return shutil.which("chromium") or shutil.which("google-chrome")
