"""What a model marks becomes an attribution only with a word of saying, a source beside it and something said."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from verifier.language.cues import Attitude, Role
from verifier.language.tagged import hits_of


class Marked(NamedTuple):
    role: str
    start: int
    end: int


def marks(sentence: str, **spans: str) -> list[Marked]:
    return [Marked(role, sentence.index(text), sentence.index(text) + len(text)) for role, text in spans.items()]


SAID = "Harbour master Jane Roe said that two cranes were broken."
BEHIND = "Two cranes were broken, said Jane Roe."


@pytest.mark.parametrize(
    ("sentence", "spans", "left", "attitude", "role"),
    [
        (
            SAID,
            {"source": "Harbour master Jane Roe", "cue": "said", "content": "two cranes were broken"},
            "two cranes were broken.",
            Attitude.ASSERTS,
            Role.SPEECH,
        ),
        (
            BEHIND,
            {"source": "Jane Roe", "cue": "said", "content": "Two cranes were broken"},
            "Two cranes were broken, .",
            Attitude.ASSERTS,
            Role.SPEECH,
        ),
        (
            "The port denied that cranes broke.",
            {"source": "The port", "cue": "denied", "content": "cranes broke"},
            "cranes broke.",
            Attitude.DENIES,
            Role.SPEECH,
        ),
        (
            "Per Jane Roe, cranes broke.",
            {"cue": "Per", "source": "Jane Roe", "content": "cranes broke"},
            "cranes broke.",
            Attitude.ASSERTS,
            Role.ACCORDING,
        ),
    ],
)
def test_marks_become_hits(sentence: str, spans: dict[str, str], left: str, attitude: Attitude, role: Role) -> None:
    (hit,) = hits_of(sentence, marks(sentence, **spans))
    assert sentence[: hit.cut[0]] + sentence[hit.cut[1] :] == left
    assert hit.source is not None
    assert sentence[slice(*hit.source)] == spans["source"]
    assert (hit.attitude, hit.role) == (attitude, role)


@pytest.mark.parametrize("missing", ["source", "cue", "content"])
def test_no_hit_without_one_of_the_three(missing: str) -> None:
    spans = {"source": "Harbour master Jane Roe", "cue": "said", "content": "two cranes were broken"}
    del spans[missing]
    assert hits_of(SAID, marks(SAID, **spans)) == []


def test_wishes_and_acts_are_no_sayings() -> None:
    sentence = "The council approved the new budget."
    assert hits_of(sentence, marks(sentence, source="The council", cue="approved", content="the new budget")) == []
