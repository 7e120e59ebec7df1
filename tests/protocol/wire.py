"""HTTP/1.1 over asyncio streams, as much of it as the clients speak.

Ours and not uvicorn's, since a fault must reach below HTTP (reset a connection before or after the headers, cut a
stream), which ASGI has no word for; one loop holds hundreds of connections, a threading server needs a thread each.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

MAX_BODY = 32 * 2**20
"""Bytes of a request; a longer one ends its connection."""


class Unreadable(Exception):
    """What arrived is not a request this server reads."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """Header names are lower-case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


async def read_request(reader: asyncio.StreamReader) -> HttpRequest | None:
    """The next request of a connection, None when the client has closed it. Unreadable if it makes no sense."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as end:
        if end.partial:
            raise Unreadable("the request ended within its headers") from None
        return None
    except asyncio.LimitOverrunError:
        raise Unreadable("headers longer than 64 KiB") from None
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    try:
        method, target, _version = first.split(" ")
        headers = {name.strip().lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        length = int(headers.get("content-length", "0"))
    except ValueError:
        raise Unreadable(f"not HTTP: {first!r}") from None
    if "transfer-encoding" in headers or not 0 <= length <= MAX_BODY:
        raise Unreadable(f"a body needs a Content-Length of at most {MAX_BODY} bytes")
    return HttpRequest(method, target.split("?", 1)[0], headers, await reader.readexactly(length))


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """Status line and headers."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def whole(status: int, body: bytes, headers: Mapping[str, str]) -> bytes:
    """A response with its length."""
    return head(status, {"content-length": str(len(body)), **headers}) + body


def chunk(data: bytes) -> bytes:
    """One chunk of a chunked body; an empty one ends it."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def reset(writer: asyncio.StreamWriter) -> None:
    """Ends the connection with a TCP reset instead of a farewell."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
