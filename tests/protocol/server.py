"""A server on 127.0.0.1 that speaks OpenAI's chat protocol, for tests and benchmarks of whatever talks to a model.

    with ProtocolServer(Honest(answer), limits=Limits(requests_per_minute=500), faults=Faults.evenly(0.1)) as server:
        client = OpenAI(base_url=server.base_url, api_key="any")

It lives in a thread of its own; `python -m tests.protocol` runs the same as a process.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from tests.protocol import wire
from tests.protocol.backend import Abilities, Backend
from tests.protocol.clocks import Clock, RealClock
from tests.protocol.completions import Response, failure_response, models_response
from tests.protocol.faults import Faults
from tests.protocol.limits import Limits
from tests.protocol.log import CUT, LEFT, RESET, SENT, RequestLog
from tests.protocol.messages import Break, Broken, ChatRequest, Failure, Mode
from tests.protocol.modes import Honest, smallest
from tests.protocol.usage import CountTokens, quarter_of_length


class ProtocolServer:
    """Serves while the `with` block lasts.

    `port` 0 takes a free one. On leaving the block every connection is closed and the first error of a test's own
    answers is raised. All properties may be read from any thread, during the block and after it.
    """

    def __init__(
        self,
        mode: Mode | None = None,
        *,
        limits: Limits | None = None,
        faults: Faults | None = None,
        abilities: Abilities | None = None,
        clock: Clock | None = None,
        count_tokens: CountTokens = quarter_of_length,
        log_path: Path | None = None,
        port: int = 0,
    ) -> None:
        self.log = RequestLog(log_path)
        self._limits, self._clock, self._port = limits or Limits(), clock or RealClock(), port
        self._backend = Backend(
            mode or Honest(smallest), self._limits, faults or Faults(), abilities or Abilities(), count_tokens, self.log
        )
        self._talks: set[asyncio.Task[None]] = set()
        self._stalled = 0
        self._ready = threading.Event()

    def __enter__(self) -> ProtocolServer:
        self._socket = socket.create_server(("127.0.0.1", self._port), backlog=1024)
        self._port = self._socket.getsockname()[1]
        self.log.open()
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(),), name="protocol-server", daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()
        self.log.close()
        # also above an error of the client's, which is then its effect
        if self._backend.errors:
            raise self._backend.errors[0]

    @property
    def base_url(self) -> str:
        """For `OPENAI_BASE_URL`."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def requests(self) -> list[ChatRequest]:
        """Every chat request so far, in the order of arrival."""
        return [exchange.request for exchange in self.log.exchanges()]

    @property
    def calls(self) -> int:
        """How many chat requests came so far, whatever became of them."""
        return len(self.log.exchanges())

    @property
    def stalled(self) -> int:
        """How many requests a stall holds now."""
        return self._stalled

    def release(self) -> None:
        """Lets every request go that a stall holds now: it gets its reply."""
        self._loop.call_soon_threadsafe(self._open_gate)

    def wait_until(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        """Blocks until `condition` (on `calls`, `stalled`, `log` …) holds; AssertionError after `timeout` seconds."""
        self.log.wait_until(condition, timeout)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing, self._gate = asyncio.Event(), asyncio.Event()
        # not asyncio.Server: from 3.12 on it fails when a connection arrives while it closes
        self._socket.setblocking(False)
        self._loop.add_reader(self._socket, self._accept)
        self._ready.set()
        await self._closing.wait()
        self._loop.remove_reader(self._socket)
        self._socket.close()
        # a turn, so that every talk has begun and closes its own connection
        await asyncio.sleep(0)
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        # another, in which the loop closes the sockets of what was aborted
        await asyncio.sleep(0)

    def _accept(self) -> None:
        try:
            connection = self._socket.accept()[0]
        except OSError:
            return  # the client has gone again
        talk = self._loop.create_task(self._talk(connection))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, connection: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=connection)
        try:
            await self._converse(reader, writer)
            writer.close()
            await writer.wait_closed()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except Exception as error:
            # otherwise it would be a line on stderr and a test that waits
            self._backend.errors.append(error)
        finally:
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await wire.read_request(reader):
                await self._serve_one(request, reader, writer)
                if writer.is_closing() or request.headers.get("connection", "").lower() == "close":
                    break
        except wire.Unreadable as error:
            await _write(writer, failure_response(Failure(400, None, str(error))))

    async def _serve_one(
        self, http: wire.HttpRequest, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if http.method == "POST" and http.path.endswith("/chat/completions"):
            await self._chat(http, reader, writer)
            return
        if http.method == "GET" and http.path.endswith("/models"):
            refused = self._backend.key_refusal(http.headers)
            models = self._backend.abilities.models
            response = failure_response(refused) if refused else models_response(models)
        else:
            response = failure_response(Failure(404, None, f"Unknown request: {http.method} {http.path}"))
        await _write(writer, response)

    async def _chat(self, http: wire.HttpRequest, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        exchange, outcome = self._backend.receive(http, self._clock.now())
        ending = LEFT
        try:
            if exchange.admitted:
                await self._clock.sleep(self._limits.latency_of(exchange.request))
            how = outcome.how if isinstance(outcome, Broken) else None
            if how is Break.STALL:
                await self._stall()
            if not reader.at_eof():
                if how is Break.BEFORE_HEADERS:
                    wire.reset(writer)
                    ending = RESET
                else:
                    response = self._backend.response(exchange, outcome, self._clock.now())
                    ending = await _deliver(writer, response, how)
        except ConnectionError:
            ending = LEFT
        finally:
            if exchange.admitted:
                self._backend.limiter.leave()
            self.log.ended(exchange, ending, self._clock.now())

    async def _stall(self) -> None:
        self._stalled += 1
        self.log.notify()
        try:
            await self._gate.wait()
        finally:
            self._stalled -= 1
            self.log.notify()

    def _open_gate(self) -> None:
        self._gate.set()
        self._gate = asyncio.Event()


async def _deliver(writer: asyncio.StreamWriter, response: Response, how: Break | None) -> str:
    if how is Break.AFTER_HEADERS:
        whole = b"".join(response.parts)
        body_at = whole.index(b"\r\n\r\n") + 4
        writer.write(whole[: (body_at + len(whole)) // 2])
        await writer.drain()
        wire.reset(writer)
        return RESET
    await _write(writer, response)
    return CUT if how is Break.CUT else SENT


async def _write(writer: asyncio.StreamWriter, response: Response) -> None:
    for part in response.parts:
        writer.write(part)
        await writer.drain()
