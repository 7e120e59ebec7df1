"""Replies of language models: kept as they came, once, until they are spoilt and forgotten."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from verifier.domain import Reply, Usage, content_id
from verifier.errors import StoreError
from verifier.store import Store

USAGE = Usage(900, 512, 70)
RAIN = Reply('{"rows": []}', finish_reason="stop", usage=USAGE)

# Half characters too: an endpoint that cuts a reply between two of them sends one.
ANY_TEXT = st.text(st.characters())
TOKENS = st.integers(0, 2**63 - 1)
REPLIES = st.builds(
    Reply, ANY_TEXT, st.none() | ANY_TEXT, st.none() | ANY_TEXT, st.none() | st.builds(Usage, *[TOKENS] * 3)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(REPLIES)
@example(Reply(""))
@example(Reply("a\0b", finish_reason="\0", refusal=""))
@example(Reply("\ud800", refusal="\udfff", usage=Usage(0, 0, 0)))
@example(Reply("\ud83d\udf27 is not \U0001f327"))
def test_any_reply_comes_back_as_it_was(store: Store, given_reply: Reply) -> None:
    key = content_id("call", given_reply)
    store.put_reply(key, "stance", "small", given_reply)

    assert store.reply(key) == given_reply


def test_a_reply_is_data_and_nothing_else(store: Store) -> None:
    hostile = "'); DROP TABLE reply; -- %s :key ? \x1b[31m\u202e<script>\n{{7*7}}"
    for number in range(2):
        store.put_reply(f"{hostile}{number}", hostile, hostile, Reply(hostile, hostile, hostile))
    store.spoil_replies([f"{hostile}0"])

    assert store.forget_spoilt_replies() == 1
    assert store.reply(f"{hostile}1") == Reply(hostile, hostile, hostile)


def test_a_key_without_a_reply_has_none(store: Store) -> None:
    assert store.reply("a") is None


def test_a_key_that_has_a_reply_keeps_it(path: Path) -> None:
    with Store.open(path, create=True) as store:
        store.put_reply("a", "stance", "small", RAIN)
        store.put_reply("a", "stance", "large", Reply("other"))
    with Store.open(path) as store:
        assert store.reply("a") == RAIN


def test_a_spoilt_reply_serves_until_it_is_forgotten(path: Path) -> None:
    keys = [str(number) for number in range(600)]
    with Store.open(path, create=True) as store:
        with store.transaction():
            for key in keys:
                store.put_reply(key, "extract", "small", RAIN)
        store.spoil_replies([*keys[1:], keys[1], "never asked"])
        store.put_reply("1", "extract", "small", Reply("other"))  # the first one still stands
    with Store.open(path) as store:  # the run was killed and goes on
        assert store.reply("1") == store.reply("599") == RAIN
        assert store.reply("never asked") is None

        assert store.forget_spoilt_replies() == 599
        assert [key for key in keys if store.reply(key)] == ["0"]
        assert store.forget_spoilt_replies() == 0

        store.put_reply("1", "extract", "small", Reply("other"))
        assert store.forget_spoilt_replies() == 0
        assert store.reply("1") == Reply("other")


def test_no_keys_spoil_nothing(store: Store) -> None:
    store.put_reply("a", "stance", "small", RAIN)
    store.spoil_replies(iter(()))

    assert store.forget_spoilt_replies() == 0


@pytest.mark.parametrize("wrong", [Usage(-1, 0, 0), Usage(0, -1, 0), Usage(0, 0, 2**63), Usage(10**30, 0, 0)])
def test_tokens_that_cannot_be_are_refused_by_name(store: Store, wrong: Usage) -> None:
    with pytest.raises(ValueError, match=r"Usage\(.*of 'a' holds a number of tokens"):
        store.put_reply("a", "stance", "small", replace(RAIN, usage=wrong))
    assert store.reply("a") is None


def test_a_damaged_reply_is_no_reply(store: Store) -> None:
    store.put_reply("a", "stance", "small", RAIN)
    with sqlite3.connect(store.path) as raw:
        raw.execute("UPDATE reply SET text = x'ff00'")
    raw.close()

    with pytest.raises(StoreError, match="restore the database from a copy"):
        store.reply("a")


def test_threads_lose_no_reply(store: Store) -> None:
    def put(one: int) -> None:
        for number in range(50):
            store.put_reply(f"{one}-{number}", "stance", "small", replace(RAIN, text=f"{one} {number}"))
            store.put_reply(f"of all-{number}", "stance", "small", RAIN)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(put, range(8))) == [None] * 8

    assert [store.reply(f"{one}-{number}") for one in range(8) for number in range(50)] == [
        replace(RAIN, text=f"{one} {number}") for one in range(8) for number in range(50)
    ]
    assert [store.reply(f"of all-{number}") for number in range(50)] == [RAIN] * 50
