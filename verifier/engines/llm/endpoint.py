"""One call to a language model through LangChain, the only file that knows it. Every outcome is a value.

LangChain and the SDK beneath it retry nothing here and trace nothing; a reply's text is kept whatever is in it, so the
schema goes along as a plain field of the request: given as `response_format`, the SDK parses the reply and loses the
text of one it cannot parse.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from prompts import Messages, Prompt
from verifier.domain import Reply, Usage
from verifier.engines.llm.outcomes import CallFailed, Trouble
from verifier.settings import OPENAI

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
_LONGEST_DETAIL = 300

MOST_TOKENS = 10**9
"""An endpoint that reports more, or less than none, reports nothing that can be used."""


class Endpoint:
    """A model at an address, for one event loop: `async with Endpoint(…) as endpoint`.

    `timeout` is seconds for a whole call. `max_output` and `temperature` are left to the endpoint where None: reasoning
    models refuse a temperature. The key is taken from here alone and appears in no failure.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        provider: str = OPENAI,
        timeout: float = 120.0,
        max_output: int | None = None,
        temperature: float | None = None,
    ) -> None:
        self.model = model
        self.provider = provider
        self.takes_schema: bool | None = None if provider == OPENAI else False
        self._base_url, self._key, self._timeout = base_url, api_key, timeout
        self._options = {"max_tokens": max_output, "temperature": temperature}
        self._chat: BaseChatModel | None = None
        self._client: Any = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def call(self, prompt: Prompt, messages: Messages) -> Reply | CallFailed:
        """The reply to `messages`, which `prompt` rendered; with its schema unless the endpoint is known to refuse it.

        An endpoint that refuses a request with the schema is asked without it, and if that goes well from then on.
        """
        if self.provider == OPENAI and self._base_url is None and not self._key:
            return CallFailed(
                Trouble.CREDENTIALS, "no key: set OPENAI_API_KEY, or OPENAI_BASE_URL for another endpoint"
            )
        if self.takes_schema is False:
            return await self._send(messages, {})
        form = {"name": prompt.name, "schema": dict(prompt.schema), "strict": True}
        outcome = await self._send(messages, {"response_format": {"type": "json_schema", "json_schema": form}})
        if self.takes_schema is None and isinstance(outcome, CallFailed) and outcome.trouble is Trouble.REJECTED:
            plain = await self._send(messages, {})
            if isinstance(plain, Reply):
                self.takes_schema = False
            return plain
        if isinstance(outcome, Reply):
            self.takes_schema = True
        return outcome

    async def _send(self, messages: Messages, body: Mapping[str, Any]) -> Reply | CallFailed:
        from langsmith import tracing_context

        options: dict[str, Any] = {"extra_body": dict(body)} if body else {}
        try:
            chat = self._connected()
            with tracing_context(enabled=False):
                async with asyncio.timeout(self._timeout):
                    answer = await chat.ainvoke([("system", messages.system), ("user", messages.user)], **options)
            return _reply(answer)
        except Exception as error:  # whatever a library or an answer throws is one call's outcome
            return self._failed(error)

    def _connected(self) -> BaseChatModel:
        if self._chat is None:
            self._chat = self._connect()
        return self._chat

    def _connect(self) -> BaseChatModel:
        """LangChain keeps one client for the process by default, and a second event loop finds it dead."""
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {name: value for name, value in self._options.items() if value is not None}
        options |= {"timeout": self._timeout, "max_retries": 0}
        if self._key:
            options["api_key"] = self._key
        if self.provider == OPENAI:
            from openai import DefaultAsyncHttpxClient

            self._client = DefaultAsyncHttpxClient(timeout=self._timeout)
            options |= {"http_async_client": self._client, "use_responses_api": False, "disable_streaming": True}
            # Named, because LangChain would else take other variables of the environment for it, and nobody told it to.
            options |= {"base_url": self._base_url or OPENAI_URL, "api_key": self._key or "none"}
        chat: BaseChatModel = init_chat_model(self.model, model_provider=self.provider, **options)
        return chat

    def _failed(self, error: Exception) -> Reply | CallFailed:
        status, code = getattr(error, "status_code", None), getattr(error, "code", None)
        detail = str(getattr(error, "message", None) or error or type(error).__name__)
        if self._key:
            detail = detail.replace(self._key, "[key]")
        detail = f"{type(error).__name__}: {detail[:_LONGEST_DETAIL]}"
        if code == "content_filter":
            return Reply("", finish_reason="content_filter")
        if not isinstance(status, int):
            return CallFailed(_without_status(error), detail)
        trouble = _STATUS.get(status, Trouble.OVERLOADED if status >= 500 or status == 409 else Trouble.REJECTED)
        if trouble is Trouble.RATE_LIMITED and code in _QUOTA_CODES:
            trouble = Trouble.QUOTA
        headers = getattr(getattr(error, "response", None), "headers", {})
        return CallFailed(trouble, detail, retry_after(headers, datetime.now(UTC)))


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


def _without_status(error: Exception) -> Trouble:
    names = [kind.__name__ for kind in type(error).__mro__]
    if any("Timeout" in name for name in names):
        return Trouble.TIMED_OUT
    if any("ConnectionError" in name or name == "TransportError" for name in names):
        return Trouble.UNREACHABLE
    return Trouble.GARBLED


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
        counts = told["input_tokens"], cached, told["output_tokens"]
        usage = Usage(*counts) if all(0 <= one <= MOST_TOKENS for one in counts) else None
    metadata = answer.response_metadata
    finish = metadata.get("finish_reason") or metadata.get("stop_reason")
    refusal = answer.additional_kwargs.get("refusal")
    return Reply(text, finish and str(finish), refusal and str(refusal), usage)
