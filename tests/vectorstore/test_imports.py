"""Chroma takes 0.7 s to import, so it is imported by the one who opens a folder and nobody else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import vectorstore


@pytest.mark.parametrize("module", ["vectorstore", "vectorstore.memory", "vectorstore.chroma"])
def test_importing_does_not_import_chroma(module: str) -> None:
    code = f"import sys, {module}; print('chromadb' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_one_file_imports_chroma() -> None:
    folder = Path(vectorstore.__file__).parent
    importers = {path.name for path in folder.glob("*.py") if "import chromadb" in path.read_text("utf-8")}
    assert importers == {"chroma.py"}
