"""A protocol server and its clients on one event loop whose clock jumps: minutes of waiting pass in no time, all that
was written reaches its reader before the clock moves, and what is computed takes no time by it."""

from __future__ import annotations

import asyncio
import selectors
import socket
from collections.abc import Callable, Coroutine
from typing import Any, Self, TypeVar

from tests.protocol.server import ProtocolServer

T = TypeVar("T")

SETTLING_S = 0.0005
"""Real seconds that a wait is given before the clock jumps over it: a busy kernel hands bytes over a little later."""

LONGEST_IDLE_S = 10.0

EPOCH = 1_700_000_000.0


class _Jump(selectors.SelectSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if found or timeout == 0:
            return found
        found = super().select(LONGEST_IDLE_S if timeout is None else SETTLING_S)
        if not found and timeout is None:
            raise RuntimeError("everybody waits and nothing is due")
        if not found and timeout is not None:
            self.now += max(0.0, timeout)
        return found


class JumpingLoop(asyncio.SelectorEventLoop):
    """`time` is what has passed by the clock that jumps; what would go to a thread is done at once."""

    def __init__(self) -> None:
        self._jump = _Jump()
        super().__init__(self._jump)

    def time(self) -> float:
        return self._jump.now

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]  # noqa: ARG002
        """The clock would not wait for another thread."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # the awaiter's to handle, as a thread's would be
            done.set_exception(error)
        return done


class LoopClock:
    """The running loop's, for the server."""

    def now(self) -> float:
        """Epoch seconds."""
        return EPOCH + asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Sleeps by the loop's clock."""
        await asyncio.sleep(seconds)


class GuestServer(ProtocolServer):
    """A protocol server on the loop that runs already: `async with GuestServer(…) as server`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, clock=LoopClock(), **options)

    async def __aenter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self._port = self._socket.getsockname()[1]
        self._serving = asyncio.create_task(self._serve())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        await self._serving
        if self._backend.errors:
            raise self._backend.errors[0]


def run_jumping(main: Coroutine[Any, Any, T]) -> T:
    """The result of `main`."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main)
