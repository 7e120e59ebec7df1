"""The bundled situation."""

from __future__ import annotations

import pytest

from tests.verifier.cli.calling import (
    use_fakes,
    verify,
)
from verifier.engines.fake import FakeEngine


def test_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    quote = "Zhelvia has placed the Kesterin dam on the Vessna river under the control of its army"
    use_fakes(monkeypatch.setattr, FakeEngine({quote: quote}))
    first = verify("demo").stdout
    assert "demo-workspace/articles/01-caldry" in first
    assert "verifier ui --workspace demo-workspace" in first
    assert verify("demo").stdout == first
