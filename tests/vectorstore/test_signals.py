"""A terminating signal waits for the block, then does what it would have done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from vectorstore.signals import shielded

_CHILD = """
import sys
from vectorstore.signals import shielded
with shielded():
    print("inside", flush=True)
    sys.stdin.readline()
    print("finished", flush=True)
print("went on", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_block_is_finished_before_the_process_ends(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "inside\n"
        child.send_signal(number)
        rest, _ = child.communicate("go on\n")
    assert rest == "finished\n"
    assert child.returncode == -number


def test_a_handler_of_the_program_is_left_in_place() -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
    try:
        with shielded():
            os.kill(os.getpid(), signal.SIGTERM)
            assert received == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, before)


def test_handlers_are_put_back() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)]
    with shielded():
        pass
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)] == before


def test_other_threads_change_no_handler() -> None:
    seen: list[object] = []

    def look() -> None:
        with shielded():
            seen.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [before]
