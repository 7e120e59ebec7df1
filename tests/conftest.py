"""What all tests share: where the material outside the repository lies, and no network."""

from __future__ import annotations

import signal
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# The same examples on every machine and no clock in the verdict; `make promises` draws more.
settings.register_profile("sample", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("whole", derandomize=True, deadline=None, max_examples=400)
settings.load_profile("sample")

# Under nohup, or started in the background by a script, these are ignored, here and in whatever a test starts.
for _number, _as_usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _as_usual)

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for another machine fails; loopback stays open for servers of its own."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running in its process, where no other may be started."""
    items.sort(key=lambda item: "browser" in item.path.parts)
