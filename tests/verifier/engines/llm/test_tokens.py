"""Counting never reaches for a network; the estimate errs high."""

# ruff: noqa: RUF001  Cyrillic letters are meant

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import load, names
from verifier.engines.llm import tokens
from verifier.engines.llm.tokens import TokenCount, count, estimate

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data" / "tiktoken"
MODELS = {"o200k_base": "gpt-5-mini", "cl100k_base": "gpt-4"}

ENGLISH = """The transfer of the lock took effect at 6 a.m. and will last until further notice, the harbour office said
in a statement on Tuesday. It gave as the reason "credible threats" and did not go into detail. At least 1,400 lorries
had been waiting on the northern bank since 3 May; drivers put the figure at up to 1,650."""
RUSSIAN = """Передача шлюза вступила в силу в 6 часов утра и продлится до особого распоряжения, сообщило управление
порта во вторник. Причиной названы «достоверные угрозы», подробностей не приводится. На северном берегу с 3 мая
ожидали не менее 1400 грузовиков; по словам водителей, их было до 1650."""
CHINESE = """港务局星期二在一份声明中说,船闸的移交于早上六点生效,将持续到另行通知为止。
声明给出的理由是“可信的威胁”,没有说明细节。自五月三日以来,至少有1400辆卡车在北岸等候;
司机们说,数量多达1650辆。"""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A socket is an error; what was loaded before is forgotten."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    _forget()
    yield
    _forget()


def _forget() -> None:
    import tiktoken.registry

    tokens._encoding.cache_clear()
    tiktoken.registry.ENCODINGS.clear()


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No vocabulary in any folder."""
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    monkeypatch.delenv("DATA_GYM_CACHE_DIR", raising=False)
    return tmp_path


@pytest.fixture
def vocabularies(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with real vocabularies, where it is at hand."""
    if not SHARED.exists():
        pytest.skip("needs the vocabularies in ../shared")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(SHARED))
    return SHARED


@pytest.mark.parametrize("model", ["gpt-4o-mini", "gpt-4", "gpt-oss-20b", "llama-3-70b", "", "text-davinci-003"])
def test_without_a_vocabulary_it_estimates(nowhere: Path, model: str) -> None:
    found = count(ENGLISH, model)
    assert found == TokenCount(estimate(ENGLISH), exact=False)


def test_a_damaged_vocabulary_is_left_alone(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = nowhere / tokens._FILES["o200k_base"][0]
    file.write_bytes(b"IQ== 0\n")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(nowhere))
    assert not count(ENGLISH, "gpt-4o").exact
    assert file.exists()


def test_a_vocabulary_at_hand_counts_exactly(vocabularies: Path) -> None:
    assert count("The dam held.", "gpt-4o-mini") == TokenCount(4, exact=True)
    assert count("<|endoftext|>", "gpt-4o-mini").exact
    assert count("", "gpt-4") == TokenCount(0, exact=True)
    assert not count("The dam held.", "llama-3-70b").exact


def test_a_vocabulary_that_tiktoken_fetched_before_is_found(
    vocabularies: Path, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR")
    (nowhere / "data-gym-cache").symlink_to(vocabularies)
    assert count("The dam held.", "gpt-4o-mini").exact
    assert "TIKTOKEN_CACHE_DIR" not in os.environ


@pytest.mark.parametrize("model", MODELS.values())
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, CHINESE], ids=["English", "Russian", "Chinese"])
def test_the_estimate_errs_high(vocabularies: Path, text: str, model: str) -> None:
    for one in (text, *text.splitlines()):
        true = count(one, model)
        assert true.exact
        assert true.n <= estimate(one) <= 4 * true.n


@pytest.mark.parametrize("name", names())
def test_the_static_part_is_long_enough_for_providers_to_cache(vocabularies: Path, name: str) -> None:
    """They cache prefixes of 1,024 tokens and more."""
    for model in MODELS.values():
        assert 1024 <= count(load(name).system, model).n <= 1500


@given(st.text(max_size=300), st.text(max_size=300))
def test_the_estimate_is_additive_and_no_less_than_a_third_of_the_characters(a: str, b: str) -> None:
    assert estimate(a + b) <= estimate(a) + estimate(b) <= estimate(a + b) + 1
    assert len(a) / 3 <= estimate(a) <= 4 * len(a)


def test_a_sum_is_exact_where_both_are() -> None:
    assert TokenCount(1, True) + TokenCount(2, True) == TokenCount(3, True)
    assert TokenCount(1, True) + TokenCount(2, False) == TokenCount(3, False)
