"""Every fault does what it says, as often as asked, and always to the same requests."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from tests.protocol.clocks import ManualClock
from tests.protocol.faults import (
    CONNECTION_FAULTS,
    ENDPOINT_FAULTS,
    FINAL_FAULTS,
    LONG,
    REPLY_FAULTS,
    Fault,
    Faults,
    FaultSource,
)
from tests.protocol.messages import ChatRequest
from tests.protocol.modes import Honest
from tests.protocol.schemas import misfit
from tests.protocol.server import ProtocolServer
from tests.protocol.talking import ROWS, STANCES, answer_rows, body, calling


def _spoilt(fault: Fault, seed: int = 0, **more: Any) -> tuple[httpx.Response, ProtocolServer]:
    server = ProtocolServer(Honest(answer_rows), faults=Faults({fault: 1.0}, seed), clock=ManualClock())
    with calling(server) as caller:
        response = caller.post("judge", STANCES, **more)
    return response, server


def _content(fault: Fault, seed: int = 0) -> Any:
    response, server = _spoilt(fault, seed)
    assert server.log.exchanges()[0].fault == fault
    return response.json()["choices"][0]["message"]["content"]


def test_every_fault_is_in_one_group() -> None:
    assert [*REPLY_FAULTS, *ENDPOINT_FAULTS, *CONNECTION_FAULTS, *FINAL_FAULTS] == list(Fault)


@pytest.mark.parametrize("seed", range(5))
def test_unreadable_texts_are_unreadable(seed: int) -> None:
    for fault in (Fault.MALFORMED, Fault.PROSE, Fault.FENCED, Fault.EMPTY, Fault.TRUNCATED, Fault.FILTERED):
        with pytest.raises(json.JSONDecodeError):
            json.loads(_content(fault, seed))


@pytest.mark.parametrize("fault", [Fault.PROSE, Fault.FENCED])
def test_wrappings_hold_the_whole_reply(fault: Fault) -> None:
    assert json.dumps(ROWS) in _content(fault)


@pytest.mark.parametrize("seed", range(5))
def test_ids_and_enums_are_what_the_schema_or_the_request_does_not_have(seed: int) -> None:
    ids = [[row["claim_id"] for row in json.loads(_content(fault, seed))["rows"]] for fault in _ID_FAULTS]
    assert len(set(ids[0]) - {"c1", "c2", "c3"}) == 1
    assert len(set(ids[1])) < len(ids[1])
    wrong = json.loads(_content(Fault.WRONG_ENUM, seed))
    assert "is not one of" in (misfit(wrong, STANCES) or "")


_ID_FAULTS = (Fault.WRONG_ID, Fault.DUPLICATE_ID)


@pytest.mark.parametrize("seed", range(4))
def test_an_ignored_schema_is_not_fitted(seed: int) -> None:
    content = _content(Fault.SCHEMA_IGNORED, seed)
    assert "The ferry sank." in content
    if content.startswith("{"):
        assert misfit(json.loads(content), STANCES)


def test_a_long_reply_is_a_megabyte_and_fits_its_schema() -> None:
    content = _content(Fault.LONG)
    assert len(content) >= LONG
    assert misfit(json.loads(content), STANCES) is None


def test_finish_and_refusal_are_told_apart() -> None:
    choices = {
        fault: _spoilt(fault)[0].json()["choices"][0] for fault in (Fault.TRUNCATED, Fault.REFUSED, Fault.FILTERED)
    }
    assert choices[Fault.TRUNCATED]["finish_reason"] == "length"
    assert choices[Fault.FILTERED]["finish_reason"] == "content_filter"
    assert choices[Fault.REFUSED]["message"]["content"] is None
    assert choices[Fault.REFUSED]["message"]["refusal"]


def test_what_is_no_completion_comes_with_200() -> None:
    assert _spoilt(Fault.NO_CHOICES)[0].json()["choices"] == []
    assert _spoilt(Fault.HTML)[0].text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault.LIMITED, 429, "rate_limit_exceeded"),
        (Fault.SERVER_ERROR, 500, None),
        (Fault.BAD_GATEWAY, 502, None),
        (Fault.UNAVAILABLE, 503, None),
        (Fault.NO_KEY, 401, "invalid_api_key"),
        (Fault.NO_CREDIT, 402, "insufficient_credit"),
        (Fault.NO_QUOTA, 429, "insufficient_quota"),
        (Fault.NO_MODEL, 404, "model_not_found"),
        (Fault.INPUT_FILTERED, 400, "content_filter"),
    ],
)
def test_errors_have_openais_shape_and_cost_nothing(fault: Fault, status: int, code: str | None) -> None:
    response, server = _spoilt(fault)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert "retry-after" not in response.headers
    assert server.log.usage().total == 0


def test_retry_after_comes_in_seconds_and_as_a_date() -> None:
    faults = Faults({Fault.LIMITED_SECONDS: 1.0}, retry_after_s=120)
    with calling(ProtocolServer(faults=faults)) as caller:
        assert caller.post().headers["retry-after"] == "120"
    date = parsedate_to_datetime(_spoilt(Fault.LIMITED_DATE)[0].headers["retry-after"])
    assert date.timestamp() == ManualClock().now() + 1


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("fault", [Fault.RESET_BEFORE, Fault.RESET_AFTER])
def test_resets_break_the_connection(fault: Fault, stream: bool) -> None:
    server = ProtocolServer(Honest(answer_rows), faults=Faults({fault: 1.0}))
    with calling(server) as caller:
        with pytest.raises(httpx.TransportError):
            caller.post("judge", stream=stream)
        server.wait_until(lambda: server.log.counts()["reset"] == 1)
    [exchange] = server.log.exchanges()
    assert exchange.status == (None if fault is Fault.RESET_BEFORE else 200)


def test_a_cut_stream_ends_in_good_order_without_its_end() -> None:
    response, server = _spoilt(Fault.CUT_STREAM, stream=True)
    assert "ferry" in response.text
    assert '"finish_reason": "stop"' not in response.text
    assert "[DONE]" not in response.text
    assert server.log.counts()["cut"] == 1


def test_a_stall_holds_until_it_is_released_and_then_answers() -> None:
    server = ProtocolServer(Honest(answer_rows), faults=Faults({Fault.STALL: 1.0}))
    with calling(server) as caller, ThreadPoolExecutor(1) as pool:
        for _ in range(2):
            held = pool.submit(caller.content, "judge", STANCES)
            server.wait_until(lambda: server.stalled == 1)
            assert not held.done()
            server.release()
            assert held.result() == ROWS


def test_a_reply_without_ids_gets_a_fault_that_fits_and_the_log_says_which() -> None:
    server = ProtocolServer(Honest(lambda _request: "plain words, no ids"), faults=Faults({Fault.WRONG_ID: 1.0}))
    with calling(server) as caller:
        assert caller.reply()["message"]["content"] != "plain words, no ids"
    assert server.log.counts()[Fault.MALFORMED] == 1


def _request(text: str, number: int = 1) -> ChatRequest:
    return ChatRequest(number, 0.0, body(text), {})


def test_draws_depend_on_seed_body_and_attempt_and_never_on_order() -> None:
    texts = [f"text {number}" for number in range(300)]
    faults = Faults.evenly(0.3, seed=3)
    straight, turned = FaultSource(faults), FaultSource(faults)
    first = {text: straight.draw(_request(text))[0] for text in texts}
    assert first == {text: turned.draw(_request(text))[0] for text in reversed(texts)}
    assert first != {text: straight.draw(_request(text))[0] for text in texts}
    assert first != {text: FaultSource(Faults.evenly(0.3, seed=4)).draw(_request(text))[0] for text in texts}


def test_rates_are_kept() -> None:
    source = FaultSource(Faults.evenly(0.3))
    drawn = Counter(source.draw(_request(f"text {number}"))[0] for number in range(5000))
    assert sum(drawn[fault] for fault in REPLY_FAULTS) / 5000 == pytest.approx(0.3, abs=0.02)
    assert min(drawn[fault] for fault in REPLY_FAULTS) > 70
    with pytest.raises(ValueError, match="at most 1"):
        Faults({Fault.EMPTY: 0.7, Fault.HTML: 0.7})
