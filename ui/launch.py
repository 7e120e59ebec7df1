"""How the pages are started: one command line, with nothing left to a config file in the current folder."""

from __future__ import annotations

import os
import sys
from importlib.resources import files
from pathlib import Path

ADDRESS = "127.0.0.1"

PORT = 8501
"""The port when none is named."""


def command(port: int = PORT) -> list[str]:
    """The command that serves the pages on 127.0.0.1 until it is interrupted; run it with `environment`."""
    folder = files("ui")
    options = [
        ("server.address", ADDRESS),
        ("server.port", str(port)),
        ("server.headless", "true"),
        # A page on another host that resolves to 127.0.0.1 must not be able to read the collection.
        ("server.allowedHosts", ADDRESS),
        ("server.allowedHosts", "localhost"),
        ("server.fileWatcherType", "none"),
        # Magic prints every bare string of a page, docstrings of constants too.
        ("runner.magicEnabled", "false"),
        ("browser.gatherUsageStats", "false"),
        ("client.toolbarMode", "minimal"),
        # A traceback may quote an article, and Streamlit renders exception texts as Markdown.
        ("client.showErrorDetails", "none"),
        ("theme.base", str(folder / "theme.toml")),
    ]
    flags = [part for name, value in options for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(folder / "app.py"), *flags]


def environment(workspace: Path) -> dict[str, str]:
    """This process's environment with `workspace` named in it, from wherever the pages are started."""
    return {**os.environ, "VERIFIER_WORKSPACE": str(workspace.resolve())}


def address(port: int = PORT) -> str:
    """Where the pages are once `command` runs."""
    return f"http://{ADDRESS}:{port}"
