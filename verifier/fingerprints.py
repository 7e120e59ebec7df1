"""What the rules are, as a checksum: stored results are keyed by it, so that no changed rule meets an old result.

Version numbers that people raise by hand are forgotten.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def source_fingerprint(*packages: str) -> str:
    """First 16 hex digits of the SHA-256 over the source files of `packages`, names included."""
    digest = hashlib.sha256()
    for package in packages:
        sources = (entry for entry in files(package).iterdir() if entry.name.endswith(".py"))
        for entry in sorted(sources, key=lambda one: one.name):
            digest.update(f"{package}/{entry.name}\0".encode())
            digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]
