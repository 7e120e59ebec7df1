"""A reply becomes cells or reasons; never an exception, never a cell that the reply does not hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import load
from verifier.domain import How, Kind, LinkKind, Reply, Stance
from verifier.engines.llm.replies import Fault, Read, StanceCells, read_mentions, read_second_looks, read_stances
from verifier.language.cues import Attitude

EXTRACT, STANCE, SECOND = (load(name).schema for name in ("extract", "stance", "second_look"))
CLAIMS, PASSAGES = ("c1", "c2", "c3"), ("p1", "p2")


def row(claim: str, stance: str = "supports", how: str | None = None, **more: Any) -> dict[str, Any]:
    return {"claim_id": claim, "passage_id": "p1", "quote": f"Words on {claim}.", "stance": stance, "how": how} | more


ROWS = [row("c1"), row("c2", "contradicts", "denial"), row("c3", "related", passage_id=None, quote=None)]
WHOLE = json.dumps({"rows": ROWS})
MENTION = {
    "quote": "At least 40 lorries crossed",
    "speakers": [{"name": "the border guard", "kind": "speaker"}],
    "attitude": "asserts",
    "said_on": None,
    "claim": "At least 40 lorries crossed the bridge on 13 May 2031.",
    "kind": "fact",
    "hedge": None,
    "numbers": [{"written": "At least 40", "counted": "lorries"}],
    "event_on": "2031-05-13",
}
LOOK = {
    "claim_id": "c1",
    "quote": "It did not.",
    "speaker": None,
    "same_matter": "yes",
    "same_time": "unclear",
    "both_can_hold": "no",
    "how": "denial",
}


def stances(text: str, finish: str | None = "stop", refusal: str | None = None) -> Read[StanceCells]:
    return read_stances(Reply(text, finish, refusal), STANCE, CLAIMS, PASSAGES)


def faults(read: Read[Any]) -> set[tuple[str, str | None]]:
    return {(failure.fault.value, failure.id) for failure in read.failures}


def rows_of(*rows: Any) -> str:
    return json.dumps({"rows": rows})


def test_a_whole_reply_is_all_cells() -> None:
    read = stances(WHOLE)
    assert read.failures == ()
    assert read.rows == (
        StanceCells("c1", "p1", "Words on c1.", Stance.SUPPORTS, None),
        StanceCells("c2", "p1", "Words on c2.", Stance.CONTRADICTS, How.DENIAL),
        StanceCells("c3", None, None, Stance.RELATED, None),
    )


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{WHOLE}\n```",
        f"Sure! Here it is {{as asked}}:\n{WHOLE}\nAnything else?",
        f"<think>maybe {rows_of(row('c1', 'related'))}</think>{WHOLE}",
        f"{WHOLE}\n{WHOLE}",
        json.dumps({"rows": ROWS, "label": "corroborated"}),
        json.dumps({"rows": [one | {"verdict": "disputed", "confidence": 1} for one in ROWS]}),
        rows_of(*ROWS, ROWS[0]),
        json.dumps({"rows": ROWS}, indent=2),
    ],
)
def test_what_stands_around_the_rows_is_left_out(text: str) -> None:
    assert stances(text) == stances(WHOLE)


@pytest.mark.parametrize(
    ("text", "finish", "refusal", "fault"),
    [
        ("", "stop", None, "empty"),
        (" \n", None, None, "empty"),
        ("", "length", None, "truncated"),
        ("", "stop", "I will not read this.", "refused"),
        ("I’m sorry, but I can’t help with that.", "stop", None, "refused"),  # noqa: RUF001
        (WHOLE, "content_filter", None, "filtered"),
        ("No rows here.", "stop", None, "malformed"),
        ("[]", "stop", None, "malformed"),
        ("null", "stop", None, "malformed"),
        ('{"rows": {}}', "stop", None, "malformed"),
        ("{'rows': []}", "stop", None, "malformed"),
        ('{"rows": [], "rows": []}', "stop", None, "malformed"),
        ('{"rows": [NaN]}', "stop", None, "malformed"),
        (WHOLE + rows_of(row("c1", "related")), "stop", None, "malformed"),
        ('{"rows": ' + "[" * 100_000 + "]" * 100_000 + "}", "stop", None, "malformed"),
        ('{"a":' * 100_000, "stop", None, "malformed"),
        ("x" * 2_000_001, "stop", None, "malformed"),
        (rows_of(*[{}] * 1001), "stop", None, "malformed"),
    ],
)
def test_what_is_no_answer_says_why(text: str, finish: str | None, refusal: str | None, fault: str) -> None:
    read = stances(text, finish, refusal)
    assert read.rows == ()
    assert faults(read) == {(fault, None), *((fault, claim) for claim in CLAIMS)}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"stance": "corroborated"}, {"c2"}),
        ({"stance": "Supports"}, {"c2"}),
        ({"stance": None}, {"c2"}),
        ({"how": None}, {"c2"}),
        ({"how": "lie"}, {"c2"}),
        ({"stance": "supports"}, {"c2"}),
        ({"quote": None}, {"c2"}),
        ({"quote": " "}, {"c2"}),
        ({"quote": 5}, {"c2"}),
        ({"quote": "a\ud800b"}, {"c2"}),
        ({"quote": "a\x00b"}, {"c2"}),
        ({"passage_id": "p9"}, {"c2"}),
        ({"passage_id": None}, {"c2"}),
        ({"claim_id": "c9"}, {"c2", None}),
        ({"claim_id": "C2"}, {"c2", None}),
        ({"claim_id": 2}, {"c2", None}),
        ({"claim_id": "c1"}, {"c1", "c2"}),
    ],
)
def test_a_wrong_row_costs_its_claim_and_no_other(changed: dict[str, Any], wrong: set[str | None]) -> None:
    read = stances(rows_of(ROWS[0], ROWS[1] | changed, ROWS[2]))
    assert {failure.fault for failure in read.failures} == {Fault.SCHEMA}
    assert {failure.id for failure in read.failures} == wrong
    assert {cells.claim for cells in read.rows} == set(CLAIMS) - wrong


@pytest.mark.parametrize("gone", ["claim_id", "passage_id", "quote", "stance", "how"])
def test_a_missing_cell_is_not_filled_in(gone: str) -> None:
    bad = {name: value for name, value in ROWS[1].items() if name != gone}
    read = stances(rows_of(ROWS[0], bad, ROWS[2]))
    assert {cells.claim for cells in read.rows} == {"c1", "c3"}
    assert "c2" in {failure.id for failure in read.failures}


def test_a_claim_may_be_supported_and_contradicted() -> None:
    read = stances(rows_of(*ROWS, row("c1", "contradicts", "doubt", quote="Other words.")))
    assert [cells.stance for cells in read.rows if cells.claim == "c1"] == [Stance.SUPPORTS, Stance.CONTRADICTS]
    assert read.failures == ()


@pytest.mark.parametrize(
    "more",
    [
        [row("c1", "contradicts", "denial")],
        [row("c1", "related", quote="Other.")],
        [row("c1", quote=f"Words {i}.") for i in range(3)],
    ],
)
def test_rows_that_do_not_go_together_cost_their_claim(more: list[dict[str, Any]]) -> None:
    read = stances(rows_of(*ROWS, *more))
    assert faults(read) == {("schema", "c1")}
    assert {cells.claim for cells in read.rows} == {"c2", "c3"}


@pytest.mark.parametrize("finish", ["length", "stop", None])
def test_of_a_cut_reply_only_what_is_surely_whole_counts(finish: str | None) -> None:
    for cut in range(len(WHOLE)):
        read = stances(WHOLE[:cut], finish)
        assert all(cells in stances(WHOLE).rows for cells in read.rows)
        assert {failure.id for failure in read.failures} >= set(CLAIMS) - {cells.claim for cells in read.rows}
        assert "c3" in {failure.id for failure in read.failures}
    read = stances(WHOLE[:-4], finish)
    assert [cells.claim for cells in read.rows] == ["c1"]
    assert faults(read) == {("truncated", None), ("truncated", "c2"), ("truncated", "c3")}


def test_mentions_become_cells() -> None:
    read = read_mentions(Reply(json.dumps({"mentions": [MENTION]}), "stop"), EXTRACT)
    (found,) = read.rows
    assert read.failures == ()
    assert (found.quote, found.claim, found.kind) == (MENTION["quote"], MENTION["claim"], Kind.FACT)
    assert [(one.name, one.kind) for one in found.speakers] == [("the border guard", LinkKind.SPEAKER)]
    assert (found.attitude, found.hedge, found.said_on) == (Attitude.ASSERTS, None, None)
    assert (found.numbers[0].written, found.event_on) == ("At least 40", "2031-05-13")


@pytest.mark.parametrize(
    "changed",
    [
        {"event_on": "2031-02-30"},
        {"event_on": "13 May"},
        {"said_on": "2031-13"},
        {"said_on": "٢٠٣١"},
        {"quote": ""},
        {"claim": " "},
        {"kind": "rumour"},
        {"attitude": None},
        {"speakers": [{"name": "X"}]},
        {"speakers": "X"},
        {"numbers": [{"written": 40, "counted": "lorries"}]},
    ],
)
def test_a_wrong_mention_is_left_out_and_counted(changed: dict[str, Any]) -> None:
    read = read_mentions(Reply(json.dumps({"mentions": [MENTION | changed, MENTION]}), "stop"), EXTRACT)
    assert len(read.rows) == 1
    assert faults(read) == {("schema", None)}


@pytest.mark.parametrize("day", ["2031-05", "2031", None, ""])
def test_a_day_may_be_known_in_part(day: str | None) -> None:
    read = read_mentions(Reply(json.dumps({"mentions": [MENTION | {"event_on": day}]}), "stop"), EXTRACT)
    assert [one.event_on for one in read.rows] == [day or None]


def test_no_statements_is_an_answer() -> None:
    assert read_mentions(Reply('{"mentions": []}', "stop"), EXTRACT) == Read((), ())


@pytest.mark.parametrize(
    ("changed", "stands"),
    [
        ({}, True),
        ({"same_matter": "no"}, False),
        ({"same_matter": "unclear"}, False),
        ({"same_time": "no"}, False),
        ({"both_can_hold": "yes"}, False),
        ({"both_can_hold": "unclear"}, False),
        ({"both_can_hold": "yes", "how": "doubt"}, True),
        ({"how": None}, False),
        ({"quote": None}, False),
        ({"quote": ""}, False),
    ],
)
def test_a_contradiction_stands_only_when_looked_at_twice(changed: dict[str, Any], stands: bool) -> None:
    read = read_second_looks(Reply(rows_of(LOOK | changed), "stop"), SECOND, ["c1"])
    assert [look.stands for look in read.rows] == [stands]


def test_two_second_looks_at_one_claim_are_none() -> None:
    read = read_second_looks(Reply(rows_of(LOOK, LOOK | {"both_can_hold": "yes"}), "stop"), SECOND, ["c1"])
    assert read.rows == ()
    assert faults(read) == {("schema", "c1")}


def test_a_reply_of_a_megabyte_is_read_or_refused() -> None:
    for text in ("{" * 1_000_000, "[" * 1_000_000, '{"rows":[' * 100_000, '"' * 1_000_000, "\\" * 1_000_000):
        assert stances(text).rows == ()
    padded = json.dumps({"rows": ROWS, "note": "x" * 1_000_000})
    assert len(stances(padded).rows) == 3


JSON_TEXT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
).map(json.dumps)


@st.composite
def _damaged(draw: st.DrawFn) -> str:
    text = WHOLE
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        to = draw(st.integers(at, min(len(text), at + 30)))
        text = text[:at] + draw(st.text(max_size=6) | st.sampled_from(['"', "{", "}", "]", "c1", "p9"])) + text[to:]
    return text


@given(_damaged() | st.text(max_size=80) | JSON_TEXT, st.sampled_from(["stop", "length", "content_filter", None]))
def test_never_raises_never_invents_and_accounts_for_every_claim(text: str, finish: str | None) -> None:
    reply = Reply(text, finish)
    read = read_stances(reply, STANCE, CLAIMS, PASSAGES)
    assert {cells.claim for cells in read.rows} | {failure.id for failure in read.failures} >= set(CLAIMS)
    assert not {cells.claim for cells in read.rows} & {failure.id for failure in read.failures}
    for cells in read.rows:
        assert cells.claim in CLAIMS
        for told in (cells.claim, cells.passage, cells.quote, str(cells.stance), cells.how and str(cells.how)):
            assert told is None or json.dumps(told)[1:-1] in text or told in text or "\\" in text
    read_mentions(reply, EXTRACT)
    read_second_looks(reply, SECOND, CLAIMS)
