"""Claim verification: who says so, how many independent origins, who contradicts it, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verifier.workspace import Workspace

__all__ = ["Workspace"]


def __getattr__(name: str) -> Any:
    """Import the API on first use, so that `verifier --help` does not pay for databases and models."""
    if name == "Workspace":
        from verifier.workspace import Workspace

        return Workspace
    raise AttributeError(f"module 'verifier' has no attribute {name!r}")
