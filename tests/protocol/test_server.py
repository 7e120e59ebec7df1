"""The protocol server as its clients see it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from tests.protocol.backend import Abilities, SchemaUse
from tests.protocol.clocks import ManualClock
from tests.protocol.limits import Limiter, Limits, go_duration
from tests.protocol.messages import Break, Broken, Reply
from tests.protocol.modes import Honest, Scripted
from tests.protocol.server import ProtocolServer
from tests.protocol.talking import ROWS, STANCES, answer_rows, calling
from tests.protocol.usage import Usage

ROOT = Path(__file__).resolve().parents[2]


def test_openai_client_gets_structured_reply_stream_usage_and_models() -> None:
    form: Any = {"type": "json_schema", "json_schema": {"name": "reply", "schema": STANCES, "strict": True}}
    with (
        ProtocolServer(Honest(answer_rows)) as server,
        openai.OpenAI(base_url=server.base_url, api_key="sk-canary", max_retries=0, timeout=20) as client,
    ):
        whole = client.chat.completions.create(
            model="protocol-test",
            messages=[{"role": "user", "content": "x" * 8}],
            response_format=form,
        )
        assert json.loads(whole.choices[0].message.content or "") == ROWS
        assert whole.usage is not None
        assert whole.usage.completion_tokens == -(-len(json.dumps(ROWS)) // 4)
        chunks = list(
            client.chat.completions.create(
                model="protocol-test",
                messages=[{"role": "user", "content": "hello"}],
                stream=True,
                stream_options={"include_usage": True},
            )
        )
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        assert json.loads(text) == ROWS
        assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
        assert chunks[-1].usage is not None
        assert [model.id for model in client.models.list()] == ["protocol-test"]
        assert server.requests[0].headers["authorization"] == "present"
        assert server.calls == 2
    assert "sk-canary" not in repr([request.json() for request in server.requests])


def test_langchain_reads_a_structured_reply() -> None:
    schema = STANCES | {"title": "rows"}
    with ProtocolServer(Honest(answer_rows)) as server:
        client = httpx.Client(trust_env=False)
        model = ChatOpenAI(model="protocol-test", base_url=server.base_url, api_key=SecretStr("k"), http_client=client)
        reply = model.with_structured_output(schema, method="json_schema", strict=True).invoke("judge")
        client.close()
    assert reply == ROWS
    assert server.requests[0].strict


def test_script_answers_in_the_order_of_arrival() -> None:
    script = ["one", Reply("cut", finish="length"), lambda request: f"saw {request.text}", {"a": 1}]
    with calling(ProtocolServer(Scripted(script, then="rest"))) as caller:
        replies = [caller.reply(text) for text in ("a", "b", "c", "d", "e", "f")]
    assert [reply["message"]["content"] for reply in replies] == ["one", "cut", "saw c", '{"a": 1}', "rest", "rest"]
    assert replies[1]["finish_reason"] == "length"


def test_wrong_answers_of_the_test_itself_are_raised_at_the_end() -> None:
    with pytest.raises(LookupError, match="request 1"), calling(ProtocolServer(Scripted([]))) as caller:
        assert caller.post().status_code == 418
    unfit = ProtocolServer(Honest(lambda _request: {"rows": [{"claim_id": 3}]}))
    with pytest.raises(ValueError, match="does not fit its schema"), calling(unfit) as caller:
        assert caller.post(schema=STANCES).status_code == 418


@pytest.mark.parametrize(
    ("abilities", "more", "status", "code"),
    [
        (Abilities(models=("other",)), {}, 404, "model_not_found"),
        (Abilities(key="sk-right"), {}, 401, "invalid_api_key"),
        (Abilities(schema=SchemaUse.REFUSED), {"schema": STANCES}, 400, None),
        (Abilities(), {"schema": {"type": "object", "properties": {}}}, 400, "invalid_json_schema"),
        (Abilities(streaming=False), {"stream": True}, 400, None),
        (Abilities(context_tokens=3), {"text": "x" * 40}, 400, "context_length_exceeded"),
        (Abilities(), {"tools": [{}]}, 400, None),
        (Abilities(), {"messages": []}, 400, None),
    ],
)
def test_what_an_endpoint_cannot_do_it_refuses(
    abilities: Abilities, more: dict[str, object], status: int, code: str | None
) -> None:
    with calling(ProtocolServer(Honest(answer_rows), abilities=abilities)) as caller:
        response = caller.post(**more)  # type: ignore[arg-type]
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_key_may_come_either_way_and_never_reaches_the_log(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with ProtocolServer(abilities=Abilities(key="sk-right"), log_path=path) as server:
        for header in ({"authorization": "Bearer sk-right"}, {"api-key": "sk-right"}):
            url = f"{server.base_url}/models"
            assert httpx.get(url, headers=header, trust_env=False).status_code == 200
            chat = {"model": "protocol-test", "messages": [{"role": "user", "content": "x"}]}
            posted = httpx.post(f"{server.base_url}/chat/completions", json=chat, headers=header, trust_env=False)
            assert posted.status_code == 200
    assert "sk-right" not in path.read_text(encoding="utf-8")


def test_unknown_paths_and_bodies_are_refused() -> None:
    with ProtocolServer() as server, httpx.Client(trust_env=False) as client:
        assert client.post(f"{server.base_url}/embeddings", json={}).status_code == 404
        assert client.post(f"{server.base_url}/chat/completions", content=b"{nope").status_code == 400
        assert client.post(f"{server.base_url}/chat/completions", content=iter([b"x"])).status_code == 400


def test_usage_counts_and_a_repeated_beginning_is_cached() -> None:
    beginning = "b" * 4 * 1500
    with calling(ProtocolServer(Honest(lambda _request: "fine"))) as caller:
        usages = [caller.post(text).json()["usage"] for text in (beginning + "one", beginning + "two", "short")]
    assert [usage["completion_tokens"] for usage in usages] == [1, 1, 1]
    assert usages[0]["prompt_tokens"] == -(-len("\nuser\n" + beginning + "one") // 4)
    cached = [usage["prompt_tokens_details"]["cached_tokens"] for usage in usages]
    assert cached[0] == cached[2] == 0
    assert 1024 <= cached[1] <= 1500
    assert cached[1] % 128 == 0


def test_usage_counts_with_the_counter_given_and_can_be_kept_back() -> None:
    def count(text: str) -> int:
        return len(text.split())

    with calling(ProtocolServer(Honest(lambda _request: "a b c"), count_tokens=count)) as caller:
        assert caller.post("one two").json()["usage"]["completion_tokens"] == 3
        assert caller.reply("one", max_completion_tokens=2)["finish_reason"] == "length"
    with calling(ProtocolServer(abilities=Abilities(usage=False))) as caller:
        assert "usage" not in caller.post().json()


def test_requests_a_minute_hold_until_the_window_moves_on() -> None:
    clock = ManualClock()
    server = ProtocolServer(limits=Limits(requests_per_minute=2), clock=clock)
    with calling(server) as caller:
        assert [caller.post().status_code for _ in range(3)] == [200, 200, 429]
        clock.advance(20.5)
        refused = caller.post()
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "40"
        assert refused.headers["retry-after-ms"] == "39500"
        assert refused.headers["x-ratelimit-limit-requests"] == "2"
        assert refused.headers["x-ratelimit-remaining-requests"] == "0"
        assert refused.headers["x-ratelimit-reset-requests"] == "39.5s"
        clock.advance(39.5)
        assert caller.post().headers["x-ratelimit-remaining-requests"] == "1"
        assert server.log.most_in(60.0) == (2, 4 * 2)
        assert server.log.counts()["429"] == 2


def test_tokens_a_minute_count_prompt_and_completion() -> None:
    clock = ManualClock()
    server = ProtocolServer(Honest(lambda _request: "y" * 160), limits=Limits(tokens_per_minute=100), clock=clock)
    with calling(server) as caller:
        assert caller.post("x" * 194).headers["x-ratelimit-remaining-tokens"] == "10"
        assert caller.post("x" * 80).json()["error"]["type"] == "tokens"
        clock.advance(60)
        assert caller.post("x" * 80).status_code == 200
        too_large = caller.post("x" * 1000)
    assert too_large.status_code == 429
    assert "too large" in too_large.json()["error"]["message"]
    assert "retry-after" not in too_large.headers
    assert server.log.usage() == Usage(50 + 22, 80)


def test_a_limit_is_enforced_over_short_windows_in_proportion() -> None:
    limiter = Limiter(Limits(requests_per_minute=6000, window_s=1.0))
    for _ in range(100):
        assert limiter.refusal(10.0, 1) is None
        limiter.enter(10.0)
    refusal = limiter.refusal(10.9, 1)
    assert refusal is not None
    assert refusal.headers["retry-after-ms"] in ("100", "101")
    assert limiter.refusal(11.0, 1) is None


@pytest.mark.parametrize(("seconds", "written"), [(0.0, "0ms"), (0.12, "120ms"), (1.5, "1.5s"), (360.0, "6m0s")])
def test_durations_are_written_as_openai_does(seconds: float, written: str) -> None:
    assert go_duration(seconds) == written


def test_more_requests_at_once_than_allowed_are_refused() -> None:
    server = ProtocolServer(
        Scripted([Broken(Reply("late"), Break.STALL)], then="ok"), limits=Limits(concurrency=1, retry_after=False)
    )
    with calling(server) as caller, ThreadPoolExecutor(1) as pool:
        held = pool.submit(caller.reply, "first")
        server.wait_until(lambda: server.stalled == 1)
        assert caller.post("second").status_code == 429
        server.release()
        assert held.result()["message"]["content"] == "late"
        assert caller.post("third").status_code == 200


def test_latency_goes_by_the_clock() -> None:
    clock = ManualClock()
    server = ProtocolServer(limits=Limits(latency=lambda request: 5.0 * request.number), clock=clock)
    with calling(server) as caller, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(caller.post)
        clock.wait_for_sleepers(1)
        clock.advance(4.9)
        assert not waiting.done()
        clock.advance(0.1)
        assert waiting.result().status_code == 200
    [exchange] = server.log.exchanges()
    assert exchange.ended_at is not None
    assert exchange.ended_at - exchange.request.at == pytest.approx(5.0)


def test_two_hundred_are_held_at_once_and_all_answered() -> None:
    server = ProtocolServer(Honest(lambda request: Broken(Reply(request.text), Break.STALL)))
    texts = [f"call {number}" for number in range(200)]
    with calling(server) as caller, ThreadPoolExecutor(len(texts)) as pool:
        calls = [pool.submit(caller.content, text) for text in texts]
        server.wait_until(lambda: server.stalled == len(texts), timeout=60)
        assert server.log.counts()["in flight"] == len(texts)
        server.release()
        assert [call.result() for call in calls] == texts
    assert server.log.counts()["sent"] == len(texts)


def test_leaving_ends_what_is_in_flight_and_leaves_no_thread() -> None:
    server = ProtocolServer(Honest(lambda _request: Broken(Reply("never"), Break.STALL)))
    with ThreadPoolExecutor(1) as pool, httpx.Client(timeout=60, trust_env=False) as client:
        with server:
            body = {"model": "protocol-test", "messages": [{"role": "user", "content": "x"}]}
            held = pool.submit(client.post, f"{server.base_url}/chat/completions", json=body)
            server.wait_until(lambda: server.stalled == 1)
        assert isinstance(held.exception(), httpx.TransportError)
    assert "protocol-server" not in {thread.name for thread in threading.enumerate()}
    assert server.log.counts()["client left"] == 1


def test_leaving_while_clients_connect_closes_their_connections() -> None:
    with ExitStack() as idle:
        with ProtocolServer() as server:
            address = "127.0.0.1", httpx.URL(server.base_url).port or 0
            clients = [idle.enter_context(socket.create_connection(address, timeout=20)) for _ in range(20)]
        for client in clients:
            with suppress(ConnectionResetError):
                assert client.recv(1) == b""


def test_a_client_that_leaves_is_seen_to_have_left() -> None:
    server = ProtocolServer(Scripted([Broken(Reply("late"), Break.STALL)], then="ok"))
    with server:
        with socket.create_connection(("127.0.0.1", httpx.URL(server.base_url).port or 0)) as client:
            content = json.dumps({"model": "protocol-test", "messages": [{"role": "user", "content": "x"}]}).encode()
            client.sendall(b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: %d\r\n\r\n" % len(content) + content)
            server.wait_until(lambda: server.stalled == 1)
        server.release()
        server.wait_until(lambda: server.log.counts()["client left"] == 1)


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", b"POST / HTTP/1.1\r\ncontent-length: no\r\n\r\n", b"GET / HT"])
def test_what_is_not_http_is_answered_and_dropped(sent: bytes) -> None:
    with ProtocolServer() as server:
        with socket.create_connection(("127.0.0.1", httpx.URL(server.base_url).port or 0), timeout=20) as client:
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
            assert client.makefile("rb").read().startswith(b"HTTP/1.1 400 ")
        assert server.calls == 0


def test_log_tells_repeats_and_is_written_as_it_happens(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    server = ProtocolServer(Honest(lambda _request: "ok"), log_path=path)
    with calling(server) as caller:
        for text in ("a", "b", "a"):
            caller.reply(text)
        server.wait_until(lambda: server.log.counts()["sent"] == 3)
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert sorted(server.log.paid().values()) == [1, 2]
    assert [line["number"] for line in lines if line["event"] == "request"] == [1, 2, 3]
    assert {line["content"] for line in lines if line["event"] == "reply"} == {"ok"}
    assert lines[0]["body"]["messages"][0]["content"] == "a"


def test_waiting_for_what_never_comes_says_what_did_come() -> None:
    with ProtocolServer() as server, pytest.raises(AssertionError, match="still waiting"):
        server.wait_until(lambda: server.calls > 0, timeout=0.0)


def test_serves_as_a_process_until_it_is_told_to_end(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    command = [sys.executable, "-m", "tests.protocol", "--mode", "faulty", "--share", "1", "--fault", "error 503"]
    command += ["--seed", "3", "--log", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        body = {"model": "protocol-test", "messages": [{"role": "user", "content": "x"}]}
        assert httpx.post(f"{url}/chat/completions", json=body, trust_env=False, timeout=20).status_code == 503
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert [json.loads(line)["event"] for line in path.read_text(encoding="utf-8").splitlines()] == ["request", "reply"]
