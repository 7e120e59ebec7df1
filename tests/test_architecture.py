"""The arrows: ui -> verifier -> {vectorstore, prompts}; heavy libraries are imported where they belong only."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("verifier", "vectorstore", "prompts", "ui")


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


IMPORTS = {path.relative_to(ROOT): _imports(path) for package in PACKAGES for path in (ROOT / package).rglob("*.py")}


def _importers(module: str) -> set[str]:
    return {
        path.as_posix()
        for path, names in IMPORTS.items()
        if any(name == module or name.startswith(f"{module}.") for name in names)
    }


@pytest.mark.parametrize(
    ("package", "may_not_import"),
    [
        ("vectorstore", {"verifier", "prompts", "ui"}),
        ("prompts", {"verifier", "vectorstore", "ui"}),
        ("verifier", {"ui"}),
        (
            "verifier/language",
            {"verifier.store", "verifier.steps", "verifier.models", "verifier.engines", "vectorstore"},
        ),
        ("verifier/models", {"verifier.store", "verifier.steps", "verifier.language", "verifier.engines"}),
        ("verifier/store", {"verifier.steps", "verifier.language", "verifier.engines", "verifier.models"}),
        ("verifier/readers", {"verifier.store", "verifier.steps", "verifier.engines", "verifier.models"}),
        ("verifier/steps", {"verifier.pipeline", "verifier.workspace", "verifier.engines.embedded"}),
        (
            "ui",
            {"verifier.steps", "verifier.engines", "verifier.models", "verifier.pipeline", "vectorstore", "sqlalchemy"},
        ),
    ],
)
def test_arrows_point_one_way(package: str, may_not_import: set[str]) -> None:
    wrong = defaultdict(set)
    for module in may_not_import:
        for importer in _importers(module):
            if importer.startswith(f"{package}/"):
                wrong[importer].add(module)
    assert not wrong


@pytest.mark.parametrize(
    ("library", "places"),
    [
        ("chromadb", ("vectorstore/chroma.py",)),
        ("jsonschema", ("verifier/engines/llm/replies.py",)),
        ("langchain", ("verifier/engines/llm/endpoint.py",)),
        ("langsmith", ("verifier/engines/llm/endpoint.py",)),
        ("openai", ("verifier/engines/llm/endpoint.py",)),
        ("tiktoken", ("verifier/engines/llm/tokens.py",)),
        ("sqlalchemy", ("verifier/store/",)),
        ("sqlite3", ("verifier/store/", "vectorstore/members.py")),
        ("onnxruntime", ("verifier/models/",)),
        ("streamlit", ("ui/",)),
        ("trafilatura", ("verifier/readers/",)),
        ("typer", ("verifier/cli",)),
    ],
)
def test_a_library_has_its_place(library: str, places: tuple[str, ...]) -> None:
    importers = _importers(library)
    assert importers, f"nothing imports {library}: why is it a dependency?"
    assert all(importer.startswith(places) for importer in importers), importers


def test_help_and_the_api_start_without_heavy_imports() -> None:
    heavy = "chromadb", "onnxruntime", "streamlit", "trafilatura", "sqlalchemy", "numpy", "langchain", "openai"
    code = f"import sys, verifier, verifier.cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_readme_tree_lists_what_there_is() -> None:
    tree = (ROOT / "README.md").read_text(encoding="utf-8").split("```tree\n")[1].split("```")[0]
    listed = _paths(tree)
    missing = [path for path in listed if not (ROOT / path).exists()]
    assert not missing
    files = {p.as_posix() for p in IMPORTS if p.name != "__init__.py"}
    folders = tuple(f"{path.rstrip('/')}/" for path in listed if path.endswith("/") and not _has_children(path, listed))
    unlisted = sorted(f for f in files if f not in listed and not f.startswith(folders))
    assert not unlisted


DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "training").glob("*.md"))]


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere_and_nothing_is_left_to_fill_in(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
    assert re.findall(r"^[A-Z]{4,}$", text, re.MULTILINE) == []


def _has_children(folder: str, listed: list[str]) -> bool:
    return any(path != folder and path.startswith(folder) for path in listed)


def _paths(tree: str) -> list[str]:
    """Paths of an indented tree with a comment behind each name."""
    stack: list[tuple[int, str]] = []
    paths = []
    for line in tree.splitlines():
        if not line.strip():
            continue
        depth, name = len(line) - len(line.lstrip()), line.split()[0]
        while stack and stack[-1][0] >= depth:
            stack.pop()
        path = "".join(folder for _, folder in stack) + name
        paths.append(path)
        if name.endswith("/"):
            stack.append((depth, name))
    return paths
