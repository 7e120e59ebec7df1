"""An event loop in a thread of its own: calls go on while the caller computes, and it does not matter whether the
caller's thread has a loop already, as notebooks do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Closed(RuntimeError):
    """Work was given to a loop that is closed, or was under way when it was."""

    def __init__(self) -> None:
        super().__init__("nothing is asked any more, since the engine was closed: make another one to go on")


class LoopThread:
    """Runs coroutines, in a thread that begins with the first, until `close`, which cancels those that are left."""

    def __init__(self) -> None:
        self._begun: tuple[asyncio.AbstractEventLoop, threading.Thread] | None = None
        self._is_closed = False

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Start `coroutine`; cancelling the future cancels it. Raises Closed after `close`."""
        if self._is_closed:
            coroutine.close()
            raise Closed
        if self._begun is None:
            loop = asyncio.new_event_loop()
            thread = threading.Thread(target=_run, args=(loop,), name="llm-calls", daemon=True)
            thread.start()
            self._begun = loop, thread
        return asyncio.run_coroutine_threadsafe(coroutine, self._begun[0])

    def close(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Cancel what runs, do the last thing, and end the thread; where nothing was ever begun there is no such thing.

        A second time does nothing.
        """
        self._is_closed = True
        if self._begun is None:
            return
        (loop, thread), self._begun = self._begun, None
        try:
            asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result()
            asyncio.run_coroutine_threadsafe(last(), loop).result()
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


async def _cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for one in others:
        one.cancel()
    await asyncio.gather(*others, return_exceptions=True)
