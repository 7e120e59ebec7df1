"""The workspace the pages show, opened once per server and shared by all its sessions."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from verifier.workspace import DATABASE, Workspace, find_workspace


def current() -> Workspace:
    """The workspace meant by VERIFIER_WORKSPACE or found near; raises WorkspaceMissing, StoreError."""
    folder = find_workspace().resolve()
    database = folder / DATABASE
    return _opened(folder, database.stat().st_ino if database.is_file() else 0)


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(folder: Path, inode: int) -> Workspace:  # noqa: ARG001 - a folder made anew holds another file
    return Workspace.open(folder)
