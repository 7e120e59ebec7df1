"""A loop in a thread: it runs what it is given, cancels what is left, and leaves nothing open behind."""

from __future__ import annotations

import asyncio
import gc
import threading
import warnings
from concurrent.futures import CancelledError

import pytest

from verifier.engines.llm.background import Closed, LoopThread


async def nothing() -> None:
    """The last thing, where there is none."""


async def answer(value: int) -> int:
    """After a turn of the loop."""
    await asyncio.sleep(0)
    return value


def threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "llm-calls"]


def test_it_runs_what_it_is_given_in_a_thread_of_its_own() -> None:
    loop = LoopThread()

    async def where() -> int:
        return threading.get_ident()

    assert [one.result(5) for one in [loop.submit(answer(n)) for n in range(5)]] == list(range(5))
    assert loop.submit(where()).result(5) != threading.get_ident()
    loop.close(nothing)
    assert threads() == []


def test_an_error_is_the_futures_and_the_loop_goes_on() -> None:
    async def fail() -> int:
        raise LookupError("nobody there")

    loop = LoopThread()
    with pytest.raises(LookupError, match="nobody there"):
        loop.submit(fail()).result(5)
    assert loop.submit(answer(3)).result(5) == 3
    loop.close(nothing)


def test_closing_cancels_what_runs_and_lets_it_tidy_up() -> None:
    loop, begun, tidied = LoopThread(), threading.Event(), threading.Event()

    async def wait() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            tidied.set()

    future = loop.submit(wait())
    assert begun.wait(5)
    loop.close(nothing)
    assert tidied.is_set()
    assert future.cancelled()


def test_what_was_given_just_before_closing_is_cancelled_too() -> None:
    loop = LoopThread()
    futures = [loop.submit(asyncio.sleep(3600)) for _ in range(20)]
    loop.close(nothing)
    assert all(future.cancelled() for future in futures)


def test_the_last_thing_comes_after_all_is_cancelled() -> None:
    loop, order = LoopThread(), list[str]()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            order.append("cancelled")

    async def last() -> None:
        order.append("last")

    future = loop.submit(wait())
    loop.submit(answer(0)).result(5)
    loop.close(last)
    assert order == ["cancelled", "last"]
    with pytest.raises(CancelledError):
        future.result()


def test_a_last_thing_that_fails_leaves_no_thread_behind() -> None:
    async def last() -> None:
        raise OSError("the connection is gone")

    loop = LoopThread()
    loop.submit(answer(0)).result(5)
    with pytest.raises(OSError, match="connection is gone"):
        loop.close(last)
    assert threads() == []


def test_a_closed_loop_takes_nothing_and_may_be_closed_again() -> None:
    loop, last = LoopThread(), list[int]()

    async def count() -> None:
        last.append(1)

    loop.submit(answer(0)).result(5)
    loop.close(count)
    with pytest.raises(Closed, match="make another one"):
        loop.submit(answer(1))
    loop.close(count)
    assert (last, threads()) == ([1], [])


def test_a_thread_begins_with_the_first_work_and_the_last_thing_is_for_what_has_begun() -> None:
    async def never() -> None:
        raise AssertionError("nothing was begun")

    loop = LoopThread()
    assert threads() == []
    loop.close(never)
    with pytest.raises(Closed):
        loop.submit(answer(1))
    assert threads() == []


def test_cancelling_a_future_cancels_what_it_stands_for() -> None:
    loop, begun, ended = LoopThread(), threading.Event(), threading.Event()

    async def wait() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    future = loop.submit(wait())
    assert begun.wait(5)
    assert future.cancel()
    assert ended.wait(5)
    loop.close(nothing)


def test_work_handed_to_other_threads_is_waited_for() -> None:
    loop, begun, may_end, ended = LoopThread(), threading.Event(), threading.Event(), threading.Event()

    def keep() -> None:
        begun.set()
        assert may_end.wait(5)
        ended.set()

    loop.submit(asyncio.to_thread(keep))
    assert begun.wait(5)
    timer = threading.Thread(target=may_end.set)
    timer.start()
    loop.close(nothing)
    timer.join()
    assert ended.is_set()


def test_two_loops_do_not_meet() -> None:
    one, other = LoopThread(), LoopThread()
    waiting = other.submit(asyncio.sleep(3600))
    one.close(nothing)
    assert not waiting.done()
    assert other.submit(answer(7)).result(5) == 7
    other.close(nothing)
    assert waiting.cancelled()


def test_it_does_not_matter_whether_the_caller_has_a_loop() -> None:
    async def main() -> int:
        loop = LoopThread()
        try:
            return loop.submit(answer(4)).result(5)
        finally:
            loop.close(nothing)

    assert asyncio.run(main()) == 4


def test_nothing_is_left_open() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            loop = LoopThread()
            loop.submit(asyncio.sleep(3600))
            loop.submit(answer(1)).result(5)
            loop.close(nothing)
        del loop
        gc.collect()
    assert [str(one.message) for one in caught] == []
    assert threads() == []
