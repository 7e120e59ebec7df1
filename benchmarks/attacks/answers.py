"""What an honest model answers: read off the table, whatever the request holds besides.

Reading a request is also the test of its form: a text from outside that could write a delimiter, an id or a line of its
own would be refused here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.attacks.situation import ASKED, HONEST, HOSTS, Told
from prompts import load
from prompts.loading import AGAIN
from tests.protocol.messages import ChatRequest

BLOCKS = {
    "extract": ("outlet", "title", "before", "article"),
    "stance": ("claims", "passages"),
    "second_look": ("claims", "passages"),
}
_OPENED = re.compile(r"<([a-z]+) ([0-9a-f]{12})>")
_ROW = re.compile(r"([cp]\d+)(?: \[\d{4}-\d\d-\d\d\])? ¦ ?(.*)")
_PUBLISHED = re.compile(r"Published: (?:\d{4}-\d\d-\d\d|unknown)")

TOLD: tuple[Told, ...] = tuple(one for source in (*HONEST, *HOSTS.values()) for one in source.told)
_ASKED = Told("", ASKED[0], "gate", "so"), Told("", ASKED[1], "bridge", "closed")
_BY_CLAIM: Mapping[str, Told] = {
    text.rstrip("."): one for one in (*TOLD, *_ASKED) for text in (one.quote, one.claim) if one.attitude == "asserts"
}


class Malformed(AssertionError):
    """A request has not the form that every request has."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A request as its form says it: the prompt's name, and the texts of its blocks and rows."""

    prompt: str
    blocks: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)
    passages: Mapping[str, str] = field(default_factory=dict)


def read_request(request: ChatRequest) -> Shown:
    """The parts of a request; Malformed when it is not the prompt, one message of ours and nothing else."""
    if [message.role for message in request.messages] != ["system", "user"]:
        raise Malformed(f"roles {[message.role for message in request.messages]}")
    system, user = (message.text for message in request.messages)
    prompt = next((name for name in BLOCKS if load(name).system == system), None)
    if prompt is None:
        raise Malformed("the system message is no prompt's")
    texts: dict[str, str] = {}
    rows: dict[str, dict[str, str]] = {"claims": {}, "passages": {}}
    block = code = current = ""
    for line in user.removesuffix(f"\n\n{AGAIN}").split("\n"):
        opened = _OPENED.fullmatch(line)
        row = _ROW.fullmatch(line)
        if not block and opened and opened[1] in BLOCKS[prompt] and opened[1] not in texts:
            block, code = opened.groups()
            texts[block] = current = ""
        elif block and line == f"</{block} {code}>":
            block = ""
        elif block in rows and row and row[1] not in rows[block]:
            current = row[1]
            rows[block][current] = row[2]
        elif block and line.startswith("¦"):
            part = line[1:].strip()
            texts[block] = f"{texts[block]} {part}".strip()
            if current:
                rows[block][current] += f" {part}"
        elif block in ("outlet", "title") and not line and not texts[block]:
            continue  # nothing of it can be seen
        elif block or not (_PUBLISHED.fullmatch(line) or line == "unknown"):
            raise Malformed(f"a line of no form: {line[:80]!r}")
    for name, ids in rows.items():
        if list(ids) != [f"{name[0]}{n}" for n in range(1, len(ids) + 1)]:
            raise Malformed(f"ids {list(ids)}")
    if block:
        raise Malformed(f"block {block!r} is not closed")
    return Shown(prompt, texts, rows["claims"], rows["passages"])


def answer(request: ChatRequest) -> Any:
    """The honest reply."""
    shown = read_request(request)
    if shown.prompt == "extract":
        return {"mentions": [_mention(one) for one in _told_in(shown.blocks["article"])]}
    if shown.prompt == "stance":
        return {"rows": [row for claim, text in shown.claims.items() for row in _stances(claim, text, shown.passages)]}
    return {
        "rows": [_second_look(claim, text, shown.passages[f"p{claim[1:]}"]) for claim, text in shown.claims.items()]
    }


def _told_in(text: str) -> list[Told]:
    """Once each: where several articles hold the same words, with the speaker whom this one names."""
    held = [one for one in TOLD if one.quote in text and (one.speaker is None or one.speaker in text)]
    found = {one.quote: one for one in sorted(held, key=lambda one: one.speaker is not None)}
    return sorted(found.values(), key=lambda one: text.index(one.quote))


def _mention(one: Told) -> dict[str, Any]:
    speakers = [{"name": one.speaker, "kind": "speaker"}] if one.speaker else []
    return {
        "quote": one.quote,
        "speakers": speakers,
        "attitude": one.attitude,
        "said_on": None,
        "claim": one.claim,
        "kind": one.kind,
        "hedge": None,
        "numbers": [],
        "event_on": None,
    }


def _stances(claim: str, text: str, passages: Mapping[str, str]) -> list[dict[str, Any]]:
    asked = _BY_CLAIM.get(text.rstrip("."))
    for passage, held in passages.items() if asked else ():
        for one in _told_in(held):
            if asked and one.matter == asked.matter:
                supports = one.value == asked.value
                how = None if supports else one.how
                return [stance_row(claim, passage, one.quote, "supports" if supports else "contradicts", how)]
    return [stance_row(claim, None, None, "related", None)]


def stance_row(claim: str, passage: str | None, quote: str | None, stance: str, how: str | None) -> dict[str, Any]:
    """One row of a stance reply."""
    return {"claim_id": claim, "passage_id": passage, "quote": quote, "stance": stance, "how": how}


def _second_look(claim: str, text: str, passage: str) -> dict[str, Any]:
    asked = _BY_CLAIM.get(text.rstrip("."))
    against = [one for one in _told_in(passage) if asked and one.matter == asked.matter and one.value != asked.value]
    if not against:
        return look_row(claim, None, stands=False)
    return look_row(claim, against[0].quote, stands=True, how=against[0].how)


def look_row(claim: str, quote: str | None, *, stands: bool, how: str | None = None) -> dict[str, Any]:
    """One row of a second look's reply."""
    yes, no = ("yes", "no") if stands else ("no", "yes")
    return {
        "claim_id": claim,
        "quote": quote,
        "speaker": None,
        "same_matter": yes,
        "same_time": yes,
        "both_can_hold": no,
        "how": how if stands else None,
    }
