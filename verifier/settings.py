"""Which engine works and how its model is reached: by flag, then environment, then `verifier.toml` in the workspace.

    engine = "llm"                          # --engine, VERIFIER_ENGINE; "embedded" unless set

    [llm]
    model = "gpt-5-mini"                    # VERIFIER_MODEL
    base_url = "http://localhost:8000/v1"   # OPENAI_BASE_URL
    timeout = 120                           # seconds for one call
    temperature = 0
    calls_at_once = 16
    requests_per_minute = 500
    tokens_per_minute = 200_000

Secrets come from the environment alone (OPENAI_API_KEY): files are copied, shared and committed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from verifier.domain import Word
from verifier.errors import UsageError

FILE = "verifier.toml"

OPENAI = "openai"
"""The provider whose protocol most endpoints speak."""

PROVIDERS = {
    OPENAI: "langchain_openai",
    "anthropic": "langchain_anthropic",
    "anthropic_bedrock": "langchain_aws",
    "azure_ai": "langchain_azure_ai",
    "azure_openai": "langchain_openai",
    "baseten": "langchain_baseten",
    "bedrock": "langchain_aws",
    "bedrock_converse": "langchain_aws",
    "bedrock_mantle_anthropic": "langchain_aws",
    "bedrock_mantle_openai": "langchain_aws",
    "cohere": "langchain_cohere",
    "deepseek": "langchain_deepseek",
    "fireworks": "langchain_fireworks",
    "google_anthropic_vertex": "langchain_google_vertexai",
    "google_genai": "langchain_google_genai",
    "google_vertexai": "langchain_google_vertexai",
    "groq": "langchain_groq",
    "ibm": "langchain_ibm",
    "litellm": "langchain_litellm",
    "meta": "langchain_meta",
    "mistralai": "langchain_mistralai",
    "nvidia": "langchain_nvidia_ai_endpoints",
    "ollama": "langchain_ollama",
    "openrouter": "langchain_openrouter",
    "perplexity": "langchain_perplexity",
    "together": "langchain_together",
    "upstage": "langchain_upstage",
    "xai": "langchain_xai",
}
"""What may stand before the colon of "provider:model", as `init_chat_model` knows it, and the module it then needs."""

RANGES = {
    "timeout": (1, 3_600),
    "temperature": (0, 2),
    "calls_at_once": (1, 512),
    "requests_per_minute": (1, 1_000_000),
    "tokens_per_minute": (1, 1_000_000_000),
    "budget": (0, 1_000_000),
}
"""The least and the most of each number; without an end a budget that is no number would let everything through."""

KEYS = ("model", "base_url", *(name for name in RANGES if name != "budget"))
"""What may stand under [llm] in the file; a budget is for one run, and so a flag alone."""

_SECRET = re.compile(r"key|secret|password|credential|auth|token\Z", re.IGNORECASE)


class EngineName(Word):
    """What fills the cells that need reading."""

    EMBEDDED = "embedded", "The models that ship: no key, no network."
    LLM = "llm", "A language model is asked about what the models that ship leave open."


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """How a language model is reached and how much may be asked of it. None leaves a thing to the endpoint or open.

    `timeout` is seconds for one call, `budget` US dollars for one run. `base_url` has no slash at its end: what is kept
    of an address is kept under its name, and with one it would be another.
    """

    model: str
    provider: str = OPENAI
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    temperature: float | None = None
    calls_at_once: int = 16
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    budget: float | None = None

    def __post_init__(self) -> None:
        """Raises UsageError for a number out of its range."""
        _check_numbers(type(self).__name__, {name: getattr(self, name) for name in RANGES})
        if self.base_url is not None:
            object.__setattr__(self, "base_url", self.base_url.rstrip("/"))


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set; `named` is None where no model is named, and there whichever engine works.

    `sources` says of each setting where it comes from: a flag, a variable or the file; the others are defaults.
    """

    engine: EngineName
    named: LlmSettings | None
    sources: Mapping[str, str]

    @property
    def llm(self) -> LlmSettings | None:
        """What `Workspace.open` takes: None for the embedded engine, else as `model`."""
        return self.model() if self.engine is EngineName.LLM else None

    def model(self) -> LlmSettings:
        """The named model; UsageError when there is none, its address is none, or its provider's package is missing."""
        from importlib.util import find_spec

        if self.named is None:
            raise UsageError(f"no model is named: set VERIFIER_MODEL, or model under [llm] in the workspace's {FILE}")
        if self.named.base_url is not None:
            _check_address(self.named.base_url, self.sources["base_url"])
        module = PROVIDERS[self.named.provider]
        if find_spec(module) is None:
            package = module.replace("_", "-")
            raise UsageError(f"provider {self.named.provider!r} needs the package {package}: pip install {package}")
        return self.named


def read_settings(folder: Path | None, *, engine: EngineName | None = None, max_cost: float | None = None) -> Settings:
    """The settings that hold in the workspace `folder`, or without one; `engine` and `max_cost` are flags.

    Raises UsageError for what makes no sense, naming where it stands; a bad file is refused whichever engine works.
    """
    _check_number("--max-cost", "budget", max_cost)
    path = None if folder is None else folder / FILE
    content = {} if path is None else _read(path)
    found = _Found(str(path), {})
    if engine is None:
        engine = found.engine(content)
    else:
        found.sources["engine"] = "--engine"
    return Settings(engine, found.model(content.get("llm", {}), max_cost), found.sources)


@dataclass(frozen=True, slots=True)
class _Found:
    """Takes what the environment says, else the file at `path`, and notes in `sources` which it was."""

    path: str
    sources: dict[str, str]

    def engine(self, content: Mapping[str, Any]) -> EngineName:
        named = self._first("engine", "VERIFIER_ENGINE", content)
        try:
            return EngineName.EMBEDDED if named is None else EngineName(named)
        except ValueError:
            source, known = self.sources["engine"], " or ".join(EngineName)
            raise UsageError(f"{source} names the engine {named!r}: choose {known}") from None

    def model(self, table: Mapping[str, Any], budget: float | None) -> LlmSettings | None:
        base_url = self._first("base_url", "OPENAI_BASE_URL", table)
        key = self._first("api_key", "OPENAI_API_KEY", {})
        named = self._first("model", "VERIFIER_MODEL", table)
        if named is None:
            return None
        provider, model = split_model(named)
        if not model:
            raise UsageError(f"{self.sources['model']} names no model behind {named!r}: write provider:model")
        if provider != OPENAI:
            if self.sources.get("base_url") == self.path:
                told = f"'base_url' is for OpenAI's protocol, and the model is {named!r}: take one of them out"
                raise UsageError(f"{self.path}: {told}")
            # A key goes to nobody but whom it was made for; LangChain finds another provider's by a name of its own.
            base_url = key = None
        numbers = {name: table[name] for name in RANGES if name in table}
        self.sources.update(dict.fromkeys(numbers, self.path))
        return LlmSettings(model, provider, base_url, key, budget=budget, **numbers)

    def _first(self, name: str, variable: str, written: Mapping[str, Any]) -> str | None:
        if value := os.environ.get(variable, "").strip():
            self.sources[name] = variable
        elif value := written.get(name, "").strip():
            self.sources[name] = self.path
        return value or None


def split_model(named: str) -> tuple[str, str]:
    """(provider, model). "llama3.1:8b" is a model: what stands before its colon is no provider."""
    provider, colon, model = named.partition(":")
    return (provider, model.strip()) if colon and provider in PROVIDERS else (OPENAI, named)


def _check_address(address: str, source: str) -> None:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        whole = is_web and address.isprintable() and not any(map(str.isspace, address))
    except ValueError:
        whole = False
    if "@" in address or "?" in address or "#" in address:
        raise UsageError(f"{source} holds more than an address: a key comes from OPENAI_API_KEY alone")
    if not whole:
        raise UsageError(f"{source} is {address!r}: write an address as http://localhost:8000/v1")


def _read(path: Path) -> dict[str, Any]:
    """The file's content, checked; empty when there is none."""
    import tomllib

    try:
        content = tomllib.loads(path.read_bytes().decode())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"cannot read {str(path)!r}: {error.strerror}; mend it or take it away") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{str(path)!r} is not TOML: {error}; mend it or take it away") from None
    table = content.get("llm", {})
    if not isinstance(table, dict):
        raise UsageError(f"{path}: 'llm' is no table: write a line [llm], and its settings below")
    for name in content.keys() - {"engine", "llm"}:
        _refuse(path, name)
    for name in table.keys() - set(KEYS):
        _refuse(path, f"llm.{name}")
    _check_texts(path, {"engine": content.get("engine")} | {f"llm.{name}": table.get(name) for name in KEYS[:2]})
    _check_numbers(str(path), table)
    if "base_url" in table:
        _check_address(table["base_url"].strip(), f"{path}: 'llm.base_url'")
    return content


def _refuse(path: Path, name: str) -> NoReturn:
    if _SECRET.search(name):
        raise UsageError(f"{path}: {name!r} may not stand in a file: secrets come from the environment, OPENAI_API_KEY")
    raise UsageError(f"{path}: {name!r} is not known: there are engine, and under [llm] {', '.join(KEYS)}")


def _check_texts(path: Path, texts: Mapping[str, Any]) -> None:
    for name, value in texts.items():
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise UsageError(f"{path}: {name!r} is {value!r}: write a text in quotation marks, or take it out")


def _check_numbers(where: str, numbers: Mapping[str, Any]) -> None:
    for name in RANGES:
        _check_number(f"{where}: {name!r}", name, numbers.get(name))


def _check_number(told: str, name: str, value: Any) -> None:
    least, most = RANGES[name]
    kinds = (int,) if name == "calls_at_once" else (int, float)
    if value is not None and (type(value) not in kinds or not least <= value <= most):
        whole = "whole " if len(kinds) == 1 else ""
        raise UsageError(f"{told} is {value!r}: write a {whole}number from {least:,} to {most:,}")
