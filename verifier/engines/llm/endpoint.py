"""One call to a language model through LangChain, the only file that knows it. Every outcome is a value.

LangChain and the SDK beneath it are told to retry nothing and trace nothing; a reply's text is kept whatever is in it,
so the schema goes along as a plain field of the request: given as `response_format`, the SDK parses the reply and loses
the text of one it cannot parse. The cap on a reply is a plain field too, since `ChatOpenAI` sends it as
`max_completion_tokens` to everybody, which Ollama and others do not know and pass over.
"""

from __future__ import annotations

import asyncio
import math
import os
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from prompts import Messages, Prompt
from verifier.domain import Reply, Usage
from verifier.engines.llm.outcomes import CallFailed, Trouble
from verifier.settings import OPENAI, LlmSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

OPENAI_URL = "https://api.openai.com/v1"

_STATUS = {
    400: Trouble.REJECTED,
    401: Trouble.CREDENTIALS,
    402: Trouble.QUOTA,
    403: Trouble.CREDENTIALS,
    404: Trouble.NO_SUCH_MODEL,
    408: Trouble.TIMED_OUT,
    413: Trouble.REJECTED,
    422: Trouble.REJECTED,
    429: Trouble.RATE_LIMITED,
}
_QUOTA_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached"})

_NAMES = (
    (Trouble.UNREACHABLE, re.compile("ConnectError|ConnectTimeout|ProxyError")),
    (Trouble.TIMED_OUT, re.compile("Timeout")),
    (Trouble.SET_UP, re.compile("ImportError|LocalProtocolError|UnicodeEncodeError|UnsupportedProtocol|InvalidURL")),
    (Trouble.CREDENTIALS, re.compile("Credential")),
    (Trouble.BROKEN_OFF, re.compile("ReadError|WriteError|RemoteProtocolError|ConnectionReset|BrokenPipe")),
    (Trouble.UNREACHABLE, re.compile("ConnectionError|TransportError")),
)
"""What an error without a status is, by its classes and those of its causes; the first that fits."""

_LONGEST_DETAIL = 300
_USER_IN_ADDRESS = re.compile(r"//[^/@\s]*@")

MOST_TOKENS = 10**9
"""An endpoint that reports more, or less than none, reports nothing that can be used."""

_CAPS = ("max_tokens", "max_completion_tokens")
"""What the cap on a reply is called: OpenAI's newer models refuse the first, Ollama knows no other."""

_OF_CAP = re.compile(r"max_(?:completion_|new_)?tokens|context length|in the completion|output tokens", re.IGNORECASE)
"""What a refusal that may be of the cap says; by some it is the sum of prompt and cap that does not fit."""

_TOO_LARGE = re.compile(r"too (?:large|big|high|long)|greater|exceed|at most|maximum|less than|<=", re.IGNORECASE)
"""Of a refused cap: the number is wrong and not the field."""

_NO_RETRY = {"google_genai": 1}
"""What means "send once" where 0 does not: there it means as often as Google likes."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """In how many pieces the text of a reply came, and whether its tokens were told."""

    pieces: int
    has_usage: bool


class Endpoint:
    """A model at an address, for one event loop: `async with Endpoint(…) as endpoint`.

    The key is taken from the settings alone and appears in no failure. `takes_schema` is None until a reply tells.
    """

    def __init__(self, settings: LlmSettings) -> None:
        self._settings = settings
        self._is_openai = settings.provider == OPENAI
        self.takes_schema: bool | None = None if self._is_openai else False
        # Of other providers each calls it differently, and some fail on a name they do not know.
        self._cap: str | None = _CAPS[_is_openais(settings.base_url)] if self._is_openai else None
        self._is_cap_known = False
        self._chat: BaseChatModel | CallFailed | None = None
        self._client: Any = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def call(self, prompt: Prompt, messages: Messages, most_output: int) -> Reply | CallFailed:
        """The reply to `messages`, which `prompt` rendered; with its schema and a cap of `most_output` tokens, thoughts
        included, unless the endpoint is known to refuse them.

        A refused request is sent again without what the refusal names or may mean, and how a reply came is remembered.
        """
        body = self._body(prompt, most_output)
        outcome = await self._send(messages, body)
        is_too_large = False
        while isinstance(outcome, CallFailed) and outcome.trouble is Trouble.REJECTED:
            less = self._less(body, outcome.detail)
            if less is None:
                return outcome
            is_too_large |= _cap_in(less) is None and bool(_TOO_LARGE.search(outcome.detail))
            body, outcome = less, await self._send(messages, less)
        if isinstance(outcome, Reply):
            self._learn(body, of_cap=not is_too_large)
        return outcome

    async def stream(self, messages: Messages, most_output: int) -> Streamed | CallFailed:
        """What becomes of a reply that is asked for in pieces; nothing but a test of the endpoint wants one."""
        from langsmith import tracing_context

        options: dict[str, Any] = {"stream_usage": True} if self._is_openai else {}
        if self._cap:
            options["extra_body"] = {self._cap: most_output}
        pieces, has_usage = 0, False
        chat = self._connected()
        if isinstance(chat, CallFailed):
            return chat
        try:
            chat = chat.model_copy(update={"disable_streaming": False})
            with tracing_context(enabled=False):
                async with asyncio.timeout(self._settings.timeout):
                    async for piece in chat.astream([("system", messages.system), ("user", messages.user)], **options):
                        pieces += bool(piece.content)
                        has_usage = has_usage or piece.usage_metadata is not None
        except Exception as error:  # as in `_send`
            failed = self._failed(error)
            return failed if isinstance(failed, CallFailed) else Streamed(pieces, has_usage)
        return Streamed(pieces, has_usage)

    def _learn(self, body: Mapping[str, Any], of_cap: bool) -> None:
        """The first reply tells; one that comes later may be to a request that was refused for what it says."""
        if self.takes_schema is None:
            self.takes_schema = "response_format" in body
        if of_cap and self._is_openai and not self._is_cap_known:
            self._cap, self._is_cap_known = _cap_in(body), True

    def _body(self, prompt: Prompt, most_output: int) -> dict[str, Any]:
        body: dict[str, Any] = {}
        if self.takes_schema is not False:
            form = {"name": prompt.name, "schema": dict(prompt.schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        if self._cap:
            body[self._cap] = most_output
        return body

    def _less(self, body: Mapping[str, Any], refusal: str) -> dict[str, Any] | None:
        """What to send instead of a `body` that was refused: without the cap, or with it under its other name, where
        the refusal may be of it; else without what nobody knows yet that the endpoint takes; None where that is all
        known."""
        cap = _cap_in(body)
        without_cap = {name: value for name, value in body.items() if name != cap}
        if cap and _OF_CAP.search(refusal):
            if cap != self._cap or self._is_cap_known or _TOO_LARGE.search(refusal):
                return without_cap
            return without_cap | {_CAPS[1 - _CAPS.index(cap)]: body[cap]}
        if "response_format" in body and self.takes_schema is None:
            return {name: value for name, value in body.items() if name != "response_format"}
        return without_cap if cap and not self._is_cap_known else None

    async def _send(self, messages: Messages, body: Mapping[str, Any]) -> Reply | CallFailed:
        from langsmith import tracing_context

        options: dict[str, Any] = {"extra_body": dict(body)} if body else {}
        chat = self._connected()
        if isinstance(chat, CallFailed):
            return chat
        try:
            with tracing_context(enabled=False):
                async with asyncio.timeout(self._settings.timeout):
                    answer = await chat.ainvoke([("system", messages.system), ("user", messages.user)], **options)
            return _reply(answer)
        except Exception as error:  # whatever a library or an answer throws is one call's outcome
            return self._failed(error)

    def _connected(self) -> BaseChatModel | CallFailed:
        if self._chat is None:
            self._chat = self._missing()
        if self._chat is None:
            try:
                self._chat = self._connect()
            except Exception as error:  # a package, key, proxy or certificate that is missing or wrong
                told = f"no client can be made for {self._settings.provider}: {self._told(error)}"
                self._chat = CallFailed(Trouble.SET_UP, told)
        return self._chat

    def _missing(self) -> CallFailed | None:
        key = self._settings.api_key
        if self._is_openai and self._settings.base_url is None and not key:
            told = "no key: set OPENAI_API_KEY, or OPENAI_BASE_URL for another endpoint"
            return CallFailed(Trouble.CREDENTIALS, told)
        if key and not (key.isascii() and key.isprintable()):
            told = "the key holds a line break or a character that is not ASCII: set OPENAI_API_KEY anew"
            return CallFailed(Trouble.CREDENTIALS, told)
        return None

    def _connect(self) -> BaseChatModel:
        """LangChain keeps one client for the process by default, and a second event loop finds it dead."""
        from langchain.chat_models import init_chat_model

        # It advises on structured output, which is not used here, when an endpoint refuses the schema as OpenAI does.
        warnings.filterwarnings("ignore", ".+ OpenAI's structured output feature")
        asked = self._settings
        options: dict[str, Any] = {"timeout": asked.timeout, "max_retries": _NO_RETRY.get(asked.provider, 0)}
        if asked.temperature is not None:
            options["temperature"] = asked.temperature
        if asked.api_key:
            options["api_key"] = asked.api_key
        if self._is_openai:
            from openai import DefaultAsyncHttpxClient

            # LangChain refuses its own variable beside a client, and warns of others though this client heeds them.
            proxy = os.environ.get("OPENAI_PROXY") or None
            self._client = DefaultAsyncHttpxClient(timeout=asked.timeout, proxy=proxy)
            options |= {"http_async_client": self._client, "openai_proxy": None, "http_socket_options": ()}
            options |= {"use_responses_api": False, "disable_streaming": True}
            # Named, because LangChain would else take other variables of the environment for it, and nobody told it to.
            options |= {"base_url": asked.base_url or OPENAI_URL, "api_key": asked.api_key or "none"}
        chat: BaseChatModel = init_chat_model(asked.model, model_provider=asked.provider, **options)
        return chat

    def _failed(self, error: Exception) -> Reply | CallFailed:
        status, code = getattr(error, "status_code", None), getattr(error, "code", None)
        if code == "content_filter":
            return Reply("", finish_reason="content_filter", usage=Usage())
        detail = self._told(error)
        if not isinstance(status, int):
            return CallFailed(_without_status(error), detail)
        trouble = _STATUS.get(status, Trouble.OVERLOADED if status >= 500 or status == 409 else Trouble.REJECTED)
        if trouble is Trouble.RATE_LIMITED and code in _QUOTA_CODES:
            trouble = Trouble.QUOTA
        headers = getattr(getattr(error, "response", None), "headers", {})
        return CallFailed(trouble, detail, retry_after(headers, datetime.now(UTC)))

    def _told(self, error: Exception) -> str:
        """The error's words, and those of its first cause where no answer came; without what is secret."""
        shown = [error]
        if getattr(error, "status_code", None) is None and _without_status(error) is not Trouble.GARBLED:
            shown += [each for each in _chain(error) if each is not error and str(each)][-1:]
        first, *cause = (self._redacted(_words(each))[:_LONGEST_DETAIL] for each in shown)
        return first + "".join(f" ({one})" for one in cause)

    def _redacted(self, words: str) -> str:
        if self._settings.api_key:
            words = words.replace(self._settings.api_key, "[key]")
        return _USER_IN_ADDRESS.sub("//[user]@", words)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the endpoint asks to wait, from `retry-after-ms` or `retry-after` (seconds or a date); else None."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) / unit
        except ValueError:
            continue
        if math.isfinite(seconds):
            return max(0.0, seconds)
    try:
        when = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())


def _is_openais(address: str | None) -> bool:
    """Whether OpenAI's own models answer there, which know the newer name of the cap."""
    host = urlsplit(address or OPENAI_URL).hostname or ""
    return f".{host}".endswith((".openai.com", ".azure.com"))


def _cap_in(body: Mapping[str, Any]) -> str | None:
    return next((name for name in _CAPS if name in body), None)


def _without_status(error: Exception) -> Trouble:
    if isinstance(error, UnicodeEncodeError) and error.encoding != "ascii":
        return Trouble.REJECTED  # half a character in the text; where it is a header, it is one of all calls
    names = " ".join(kind.__name__ for each in _chain(error) for kind in type(each).__mro__)
    return next((trouble for trouble, pattern in _NAMES if pattern.search(names)), Trouble.GARBLED)


def _chain(error: Exception) -> Iterator[Exception]:
    """The error and its causes, the first of them last: httpcore hides some that tell a broken connection from none."""
    each: BaseException | None = error
    while isinstance(each, Exception):
        yield each
        each = each.__cause__ or each.__context__


def _words(error: Exception) -> str:
    from pydantic import ValidationError

    words = str(getattr(error, "message", None) or error)
    if isinstance(error, ValidationError):
        # What pydantic writes shows the values, the key among them.
        words = "; ".join(one["msg"] for one in error.errors(include_input=False, include_url=False))
    elif isinstance(error, UnicodeEncodeError) and error.encoding == "ascii":
        words = "a setting that is sent along, such as OPENAI_ORG_ID or OPENAI_PROJECT_ID, is not ASCII"
    elif isinstance(error, FileNotFoundError) and error.filename is None:
        words += ": is it what SSL_CERT_FILE or SSL_CERT_DIR names?"
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _reply(answer: AIMessage) -> Reply:
    """The text as it came; a reply without text is an empty one."""
    content = answer.content
    text = (
        content
        if isinstance(content, str)
        else "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    )
    told = answer.usage_metadata
    usage = None
    if told is not None and (told["input_tokens"] or told["output_tokens"]):
        cached = told.get("input_token_details", {}).get("cache_read", 0) or 0
        # A part that is more than the whole is no part: all of it is charged in full.
        counts = told["input_tokens"], cached if cached <= told["input_tokens"] else 0, told["output_tokens"]
        usage = Usage(*counts) if all(0 <= one <= MOST_TOKENS for one in counts) else None
    metadata = answer.response_metadata
    finish = metadata.get("finish_reason") or metadata.get("stop_reason")
    refusal = answer.additional_kwargs.get("refusal")
    return Reply(text, finish and str(finish), refusal and str(refusal), usage)
