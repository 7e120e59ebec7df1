"""Settings by flag, environment and file, and what is refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.errors import UsageError
from verifier.settings import (
    FILE,
    KEYS,
    OPENAI,
    PROVIDERS,
    RANGES,
    EngineName,
    LlmSettings,
    Settings,
    read_settings,
    split_model,
)

KEY = "sk-canary-0815"
WHOLE = """
engine = "llm"

[llm]
model = "written"
base_url = "http://localhost:8000/v1"
timeout = 30
temperature = 0
calls_at_once = 4
requests_per_minute = 500
tokens_per_minute = 200_000
"""
NAMES = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "VERIFIER_MODEL", "VERIFIER_ENGINE")


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text(WHOLE, encoding="utf-8")
    return tmp_path


def written(folder: Path, content: str) -> Settings:
    (folder / FILE).write_text(content, encoding="utf-8")
    return read_settings(folder)


def test_nothing_set_is_the_embedded_engine(tmp_path: Path) -> None:
    for folder in (None, tmp_path, tmp_path / "nowhere"):
        settings = read_settings(folder)
        assert settings == Settings(EngineName.EMBEDDED, None, {})
        assert settings.llm is None


def test_a_key_and_a_model_choose_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("VERIFIER_MODEL", "gpt-5-mini")
    settings = read_settings(tmp_path)
    assert (settings.engine, settings.llm) == (EngineName.EMBEDDED, None)
    assert settings.model() == LlmSettings("gpt-5-mini", api_key=KEY)


def test_what_the_file_says(workspace: Path) -> None:
    settings = read_settings(workspace, max_cost=0.5)
    assert settings.llm == LlmSettings(
        "written", OPENAI, "http://localhost:8000/v1", None, 30, 0, 4, 500, 200_000, budget=0.5
    )
    path = str(workspace / FILE)
    assert settings.sources == dict.fromkeys(["engine", *KEYS], path)


def test_the_environment_goes_before_the_file_and_a_flag_before_both(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in zip(NAMES, (KEY, "https://elsewhere.example/v1", "named", "embedded"), strict=True):
        monkeypatch.setenv(name, value)
    assert read_settings(workspace).engine is EngineName.EMBEDDED
    settings = read_settings(workspace, engine=EngineName.LLM)
    assert settings.llm is not None
    assert (settings.llm.model, settings.llm.base_url, settings.llm.api_key, settings.llm.timeout) == (
        "named",
        "https://elsewhere.example/v1",
        KEY,
        30,
    )
    told = {name: settings.sources[name] for name in ("engine", "model", "base_url", "api_key", "timeout")}
    assert told == {
        "engine": "--engine",
        "model": "VERIFIER_MODEL",
        "base_url": "OPENAI_BASE_URL",
        "api_key": "OPENAI_API_KEY",
        "timeout": str(workspace / FILE),
    }


def test_an_empty_variable_is_not_set(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_settings(workspace)
    for name in NAMES:
        monkeypatch.setenv(name, "  ")
    assert read_settings(workspace) == before


def test_the_engine_that_asks_needs_a_model(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="set VERIFIER_MODEL, or model under"):
        _ = read_settings(tmp_path, engine=EngineName.LLM).llm


def test_the_key_is_shown_by_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("VERIFIER_MODEL", "m")
    assert KEY not in repr(read_settings(None))


@pytest.mark.parametrize("name", ["api_key", "llm.api_key", "llm.OPENAI_API_KEY", "llm.secret", "token", "llm.auth"])
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="secrets come from the environment") as refused:
        written(tmp_path, f'{name} = "{KEY}"')
    assert name in str(refused.value)
    assert KEY not in str(refused.value)


@pytest.mark.parametrize("address", [f"https://me:{KEY}@host/v1", f"https://host/v1?key={KEY}", f"https://h/#{KEY}"])
def test_a_secret_in_the_address_is_refused_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY alone") as refused:
        written(tmp_path, f'llm.base_url = "{address}"')
    assert KEY not in str(refused.value)
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    monkeypatch.setenv("VERIFIER_MODEL", "m")
    settings = read_settings(None)  # another program's address is no trouble to the embedded engine
    assert settings.llm is None
    with pytest.raises(UsageError, match="OPENAI_BASE_URL holds more than an address") as refused:
        settings.model()
    assert KEY not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("engine = ", "is not TOML"),
        ("[" * 5000, "is not TOML"),
        ('engine = "gpt"', "names the engine 'gpt': choose embedded or llm"),
        ("engine = true", "'engine' is True: write a text"),
        ("llm = 3", "'llm' is no table: write a line"),
        ('model = "m"', "'model' is not known: there are engine, and under"),
        ("[llm]\nseed = 1", "'llm.seed' is not known"),
        ("[other]", "'other' is not known"),
        ("llm.model = 3", "'llm.model' is 3: write a text"),
        ('llm.model = " "', "write a text"),
        ('llm.model = "anthropic:"', "names no model behind 'anthropic:'"),
        ('llm.base_url = "localhost:8000"', "write an address as http://"),
        ('llm.base_url = "ftp://host"', "write an address as http://"),
        ('llm.base_url = "http://"', "write an address as http://"),
        ('llm.base_url = "http://[x"', "write an address as http://"),
        ('llm.base_url = "http://host:99999"', "write an address as http://"),
        ('llm.base_url = "http://ho st/v1"', "is 'http://ho st/v1': write an address as http://"),
        ('llm.base_url = "http://host/v 1"', "write an address as http://"),
        ('llm.base_url = "http://host/v\\t1"', "write an address as http://"),
        ('llm.base_url = "http://host/v\\u00a01"', "write an address as http://"),
        ('llm.base_url = "http://host/v\\u200b1"', "write an address as http://"),
        ("llm.timeout = 0", "'timeout' is 0: write a number from 1 to 3,600"),
        ("llm.timeout = true", "'timeout' is True"),
        ('llm.timeout = "120"', "'timeout' is '120'"),
        ("llm.timeout = nan", "'timeout' is nan"),
        ("llm.temperature = 2.5", "from 0 to 2"),
        ("llm.calls_at_once = 2.0", "write a whole number from 1 to 512"),
        ("llm.requests_per_minute = inf", "'requests_per_minute' is inf"),
        ("llm.tokens_per_minute = -1", "'tokens_per_minute' is -1"),
        ("llm.budget = 1", "'llm.budget' is not known"),
        (
            'llm.model = "ollama:llama3.1"\nllm.base_url = "http://localhost:11434/v1"',
            "'base_url' is for OpenAI's protocol, and the model is 'ollama:llama3.1'",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        written(tmp_path, content)
    assert told in str(refused.value)
    assert str(tmp_path / FILE) in str(refused.value)


@pytest.mark.parametrize("slashes", ["", "/", "//"])
def test_an_address_is_one_with_a_slash_or_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slashes: str
) -> None:
    address = "http://host:8000/v1"
    settings = written(tmp_path, f'engine = "llm"\nllm.model = "m"\nllm.base_url = " {address}{slashes} "')
    assert settings.llm is not None
    assert settings.llm.base_url == address
    assert LlmSettings("m", base_url=f"{address}{slashes}") == LlmSettings("m", base_url=address)
    monkeypatch.setenv("OPENAI_BASE_URL", f"{address}{slashes}")
    (tmp_path / FILE).unlink()
    monkeypatch.setenv("VERIFIER_MODEL", "m")
    assert read_settings(tmp_path, engine=EngineName.LLM).llm == LlmSettings("m", base_url=address)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'engine = "\xff"')
    with pytest.raises(UsageError, match="is not TOML"):
        read_settings(tmp_path)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(UsageError, match="cannot read"):
        read_settings(tmp_path)


def test_an_engine_of_the_environment_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_ENGINE", "openai")
    with pytest.raises(UsageError, match="VERIFIER_ENGINE names the engine 'openai': choose embedded or llm"):
        read_settings(None)
    assert read_settings(None, engine=EngineName.EMBEDDED).engine is EngineName.EMBEDDED


@pytest.mark.parametrize("cost", [-0.01, float("nan"), float("inf")])
def test_a_budget_that_would_hold_nothing_back(cost: float) -> None:
    with pytest.raises(UsageError, match=r"^--max-cost is .*: write a number from 0 to 1,000,000$"):
        read_settings(None, max_cost=cost)
    with pytest.raises(UsageError, match="LlmSettings: 'budget'"):
        LlmSettings("m", budget=cost)


@given(st.sampled_from(sorted(RANGES)), st.floats() | st.integers() | st.booleans())
def test_numbers_are_in_range_or_refused(name: str, value: float) -> None:
    least, most = RANGES[name]
    try:
        settings = LlmSettings("m", **{name: value})  # type: ignore[arg-type]
    except UsageError:
        assert isinstance(value, bool) or not least <= value <= most or isinstance(value, float)
    else:
        assert least <= getattr(settings, name) <= most


@pytest.mark.parametrize(
    ("named", "provider", "model"),
    [
        ("gpt-5-mini", OPENAI, "gpt-5-mini"),
        ("openai:gpt-5-mini", OPENAI, "gpt-5-mini"),
        ("anthropic:claude-x", "anthropic", "claude-x"),
        ("ollama:llama3.1:8b", "ollama", "llama3.1:8b"),
        ("llama3.1:8b", OPENAI, "llama3.1:8b"),
        ("meta-llama/Llama-3.1-8B-Instruct", OPENAI, "meta-llama/Llama-3.1-8B-Instruct"),
        ("ft:gpt-4o:us::1", OPENAI, "ft:gpt-4o:us::1"),
        ("ANTHROPIC:x", OPENAI, "ANTHROPIC:x"),
    ],
)
def test_provider_and_model(named: str, provider: str, model: str) -> None:
    assert split_model(named) == (provider, model)


def test_another_provider_is_sent_neither_key_nor_address_of_openai(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:8000/v1")
    monkeypatch.setenv("VERIFIER_MODEL", "anthropic:claude-x")
    assert read_settings(tmp_path).named == LlmSettings("claude-x", "anthropic")


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(PROVIDERS, "anthropic", "langchain_no_such_package")
    settings = written(tmp_path, 'engine = "llm"\nllm.model = "anthropic:claude-x"')
    with pytest.raises(UsageError, match="'anthropic' needs the package langchain-no-such-package: pip install"):
        _ = settings.llm


def test_the_providers_are_those_of_langchain() -> None:
    from langchain.chat_models.base import _BUILTIN_PROVIDERS

    known = {name: entry[0].split(".")[0] for name, entry in _BUILTIN_PROVIDERS.items()}
    assert PROVIDERS.items() <= known.items()


def test_only_these_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the documentation lists is all there is."""
    asked: list[str] = []

    class Watched(dict[str, str]):
        def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
            asked.append(name)
            return default

    monkeypatch.setattr(os, "environ", Watched())
    read_settings(None)
    assert sorted(asked) == sorted(NAMES)


def test_the_documentation_has_every_setting(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "llm.md").read_text(encoding="utf-8")
    for name in (*NAMES, *KEYS, "--engine", "--max-cost", FILE):
        assert f"`{name}" in page, name
    for name in ("timeout", "temperature", "calls_at_once"):
        least, most = RANGES[name]
        assert f"`{name}`, {least:,} to {most:,}" in page
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    settings = written(tmp_path, example)
    assert settings.llm is not None
    assert settings.llm.requests_per_minute == 500
    providers = page.split("likewise ")[1].split(" and others")[0].split(", ")
    assert {name.strip("`") for name in providers} <= set(PROVIDERS)
