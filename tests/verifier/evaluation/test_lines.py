"""Each line takes from gold what its name says, and what a wrong label is lost by follows from the lines."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import article, claim
from verifier.domain import Article, How, Judgement, Label, Origin, Row, Stance, Verdict
from verifier.evaluation import Answer, GoldClaim, Line, Loss, Places, Share, answer, find_losses, read_gold, score
from verifier.evaluation.lines import gold_rows
from verifier.language.reading import read
from verifier.steps.origins import OriginBook
from verifier.steps.reading import Reader
from verifier.steps.rows import Collection, fill_rows
from verifier.steps.verdicts import decide

C, D, S = Label.CORROBORATED, Label.DISPUTED, Label.SINGLE_SOURCE

CLOSED = "The Lomwick harbour was closed"
WIRE = article(f"{CLOSED}, the port authority said.", "Harbour Post", date(2024, 3, 4), "wire.txt")
REPRINT = article(f"{CLOSED}, the port authority said. It rained.", "Quill Gazette", date(2024, 3, 5), "reprint.txt")
POLICE = article(
    "Chains across the quay keep every ship out of Lomwick, police said.",
    "Brimsey Baker",
    date(2024, 3, 6),
    "police.txt",
)
DENIAL = article(
    "Mayor Iva Dorn denied that the harbour of Lomwick was closed.", "Dorn Herald", date(2024, 3, 6), "denial.txt"
)
ARTICLES = WIRE, REPRINT, POLICE, DENIAL
FACT = claim(f"{CLOSED}.")
COLLECTION = Collection(
    articles={one.id: one for one in ARTICLES},
    documents={one.id: WIRE.id if one is REPRINT else one.id for one in ARTICLES},
    mentions={},
    origins=OriginBook([s.chain for one in ARTICLES for s in read(one).statements], [(a.id, a.text) for a in ARTICLES]),
    reader=Reader(),
)
PLACES = Places(ARTICLES)


def gold_row(where: Article, origin: str | None, quote: str = "", **cells: Any) -> dict[str, Any]:
    return {"article": where.path, "quote": quote or where.text, "origin": origin} | cells


def gold(label: Label, n_origins: int, support: list[dict[str, Any]], contradict: list[dict[str, Any]]) -> GoldClaim:
    fields = {"id": "g", "text": FACT.text, "label": label, "n_origins": n_origins}
    (read,) = read_gold(json.dumps(fields | {"support": support, "contradict": contradict}).encode(), "gold")
    return read


AUTHORITY, THE_POLICE = "Port Authority", "Police"
BY_TWO = gold(
    C,
    2,
    [
        gold_row(WIRE, AUTHORITY, document="wire"),
        gold_row(REPRINT, AUTHORITY, document="wire"),
        gold_row(POLICE, THE_POLICE),
    ],
    [],
)
DENIED = gold(D, 1, [gold_row(WIRE, AUTHORITY)], [gold_row(DENIAL, "Iva Dorn", how="denial")])


def ours(*found: tuple[Article, Stance]) -> list[Row]:
    judgements = [
        Judgement(FACT.id, a.id, stance, 0, len(a.text), a.text, How.DENIAL if stance is Stance.CONTRADICTS else None)
        for a, stance in found
    ]
    return fill_rows(FACT, judgements, COLLECTION)


def verdict(*rows: Row) -> Verdict:
    return Verdict(FACT, decide(rows), "", None, len(ARTICLES), "fake", "verdict-1")


def lines(claim: GoldClaim, *rows: Row) -> dict[Line, Answer | None]:
    answers = answer([claim], [verdict(*rows)], PLACES, COLLECTION)
    return {line: given[0] if given else None for line, given in answers.items()}


def loss(claim: GoldClaim, *rows: Row) -> Loss | None:
    losses = find_losses([claim], answer([claim], [verdict(*rows)], PLACES, COLLECTION))
    assert losses is not None
    return losses[0]


FOR, AGAINST = Stance.SUPPORTS, Stance.CONTRADICTS


def strangers(rows: list[Row]) -> list[Row]:
    """The same rows with every origin its own: chains that are wrong."""
    return [replace(r, origin=Origin(r.article_id, r.path), group=r.article_id, document=r.article_id) for r in rows]


def test_everything_right() -> None:
    given = lines(BY_TWO, *ours((WIRE, FOR), (REPRINT, FOR), (POLICE, FOR)))
    assert given == dict.fromkeys(Line, Answer(C, 2)) | {Line.BASELINE: Answer(C, 3)}
    assert loss(BY_TWO, *ours((WIRE, FOR), (POLICE, FOR))) is None


def test_wrong_stances_are_mended_by_gold_stances() -> None:
    missed = ours((WIRE, FOR), (REPRINT, FOR))
    given = lines(BY_TWO, *missed)
    assert (given[Line.PROGRAM], given[Line.GOLD_CHAINS]) == (Answer(S, 1), Answer(S, 1))
    assert given[Line.OUR_CHAINS] == Answer(C, 2)
    assert loss(BY_TWO, *missed) is Loss.STANCE
    assert loss(DENIED, *ours((WIRE, FOR))) is Loss.STANCE


def test_wrong_chains_are_mended_by_gold_chains() -> None:
    unlike = gold(
        S, 1, [gold_row(WIRE, AUTHORITY), gold_row(POLICE, "harbour police", group=AUTHORITY, document="x")], []
    )
    found = ours((WIRE, FOR), (POLICE, FOR))
    given = lines(unlike, *found)
    assert (given[Line.PROGRAM], given[Line.OUR_CHAINS]) == (Answer(C, 2), Answer(C, 2))
    assert (given[Line.GOLD_CHAINS], given[Line.GOLD]) == (Answer(S, 1), Answer(S, 1))
    assert loss(unlike, *found) is Loss.CHAIN


def test_either_may_mend_and_both_may_be_needed() -> None:
    one = gold(S, 1, [gold_row(WIRE, AUTHORITY), gold_row(REPRINT, AUTHORITY, document=WIRE.path)], [])
    assert loss(one, *strangers(ours((WIRE, FOR), (REPRINT, FOR)))) is Loss.EITHER
    unlike = gold(S, 1, [gold_row(WIRE, AUTHORITY), gold_row(POLICE, "x", group=AUTHORITY)], [])
    assert loss(unlike, *ours((WIRE, FOR), (POLICE, FOR), (DENIAL, AGAINST))) is Loss.BOTH


def test_gold_that_contradicts_itself_is_named() -> None:
    wrong = gold(C, 2, [gold_row(WIRE, AUTHORITY)], [])
    miscounted = replace(wrong, label=S, id="m")
    right = replace(DENIED, id="r")
    claims, verdicts = [wrong, miscounted, right], [verdict(*ours((WIRE, FOR)))] * 3
    answers = answer(claims, verdicts, PLACES, COLLECTION)
    figures = score(claims, verdicts, answers, PLACES, {})
    assert figures.gold_differs == ("g", "m")
    assert find_losses(claims, answers) == [Loss.GOLD, None, Loss.STANCE]
    assert figures.losses == dict.fromkeys(Loss, 0) | {Loss.GOLD: 1, Loss.STANCE: 1}
    line = figures.lines[Line.GOLD]
    assert line is not None
    assert (line.right, line.exact_origins, line.wrongly_corroborated) == (Share(2, 3), Share(1, 3), Share(0, 3))


# --- rows that gold lacks ---


def test_a_false_vote_of_an_origin_that_gold_knows_is_no_second_origin() -> None:
    single = gold(S, 1, [gold_row(WIRE, "The port authority of Lomwick", group=AUTHORITY, document="wire")], [])
    (row,) = ours((POLICE, FOR))
    again = replace(row, origin=Origin("origin-1", "port authority"), group="origin-1")
    other = replace(row, origin=Origin("origin-2", "Quill Weather Service"), group="origin-2")
    assert lines(single, *ours((WIRE, FOR)), again)[Line.GOLD_CHAINS] == Answer(S, 1)
    assert lines(single, *ours((WIRE, FOR)), other)[Line.GOLD_CHAINS] == Answer(C, 2)
    # What the program holds for one group is taken there as a whole.
    kin = replace(other, group="origin-1", article_id=DENIAL.id)
    assert lines(single, *ours((WIRE, FOR)), again, kin)[Line.GOLD_CHAINS] == Answer(S, 1)


def test_an_id_of_ours_is_never_a_name_of_gold() -> None:
    (row,) = ours((POLICE, FOR))
    assert row.group is not None
    alike = gold(C, 2, [gold_row(WIRE, row.group, document=POLICE.id)], [])
    assert lines(alike, *ours((WIRE, FOR)), row)[Line.GOLD_CHAINS] == Answer(C, 2)


def test_a_copy_of_a_gold_article_is_of_its_document() -> None:
    single = gold(S, 2, [gold_row(WIRE, AUTHORITY, document="wire")], [])
    (row,) = ours((REPRINT, FOR))
    # Alone, a vote in a reprint's copied sentence is none; here the reprint votes with words of its own.
    stranger = replace(row, stance=FOR, origin=Origin("origin-1", "Otto Kvist"), group="origin-1")
    assert lines(single, *ours((WIRE, FOR)), stranger)[Line.GOLD_CHAINS] == Answer(S, 2)


def test_rows_that_gold_does_not_count_come_back() -> None:
    rows = [replace(row, comparable=False) for row in ours((WIRE, FOR), (POLICE, FOR))]
    assert lines(BY_TWO, *rows)[Line.PROGRAM] == Answer(S, 0)
    assert lines(BY_TWO, *rows)[Line.GOLD_CHAINS] == Answer(C, 2)


def test_of_several_gold_rows_the_nearest_gives_the_chain() -> None:
    text = article("The ferry sank, Otto Kvist said. It was old. The ferry sank, Iva Dorn said.", path="two.txt")
    first, second = "The ferry sank, Otto Kvist said.", "The ferry sank, Iva Dorn said."
    two = gold(S, 2, [gold_row(text, "Otto Kvist", first), gold_row(text, "Iva Dorn", second)], [])
    collection = replace(COLLECTION, articles={text.id: text}, documents={text.id: text.id})
    start = text.text.index("It was old.")
    near_second = Judgement(FACT.id, text.id, FOR, start + 5, start + 11, "s old.")
    in_first = Judgement(FACT.id, text.id, FOR, 4, 9, "ferry")
    for judged, n_origins in (([near_second], 1), ([in_first, near_second], 2)):
        found = verdict(*(row for one in judged for row in fill_rows(FACT, [one], collection)))
        answers = answer([two], [found], Places([text]), collection)
        assert answers[Line.GOLD_CHAINS] == [Answer(S, n_origins)]


# --- gold that says less ---


@pytest.mark.parametrize(
    ("support", "lacking"),
    [
        ([], {Line.OUR_CHAINS, Line.GOLD_CHAINS, Line.GOLD}),
        (["wire.txt"], {Line.OUR_CHAINS, Line.GOLD_CHAINS, Line.GOLD}),
        ([{"article": "wire.txt", "quote": CLOSED}], {Line.GOLD_CHAINS, Line.GOLD}),
        ([{"article": "wire.txt", "origin": AUTHORITY}], {Line.OUR_CHAINS}),
        ([gold_row(WIRE, AUTHORITY), {"quote": CLOSED}], {Line.GOLD_CHAINS, Line.GOLD}),
    ],
)
def test_lines_that_gold_is_not_enough_for(support: list[Any], lacking: set[Line]) -> None:
    claim = gold(S, 1, support, [])
    given = lines(claim, *ours((WIRE, FOR)))
    assert {line for line, one in given.items() if one is None} == lacking
    assert given[Line.PROGRAM] == Answer(S, 1)
    assert find_losses([claim], answer([claim], [verdict()], PLACES, COLLECTION)) is None


def test_gold_rows_that_are_not_in_the_collection_are_missed() -> None:
    elsewhere = {"article": "nowhere.txt", "quote": CLOSED, "origin": THE_POLICE}
    given = lines(gold(C, 2, [gold_row(WIRE, AUTHORITY), elsewhere], []), *ours((WIRE, FOR)))
    assert given[Line.OUR_CHAINS] == Answer(S, 1)
    assert given[Line.GOLD] == Answer(C, 2)


# --- laws ---

CELLS = st.fixed_dictionaries(
    {
        "article": st.sampled_from([one.path for one in ARTICLES]),
        "origin": st.sampled_from(["Otto Kvist", "Iva Dorn", "Quill Institute", None]),
    },
    optional={
        "group": st.sampled_from(["Otto Kvist", "Institute"]),
        "document": st.sampled_from(["wire", "other"]),
        "named": st.booleans(),
        "weak": st.booleans(),
        "comparable": st.booleans(),
        "said_at": st.sampled_from(["2024-03-04", "2024-03-06"]),
    },
)


@given(st.lists(CELLS, max_size=4), st.lists(CELLS, max_size=3))
def test_gold_made_by_decide_is_reproduced(support: list[dict[str, Any]], contradict: list[dict[str, Any]]) -> None:
    made = gold(S, 0, support, contradict)
    decision = decide(gold_rows(made))
    made = replace(made, label=decision.label, n_origins=decision.n_origins)
    own = lines(made)[Line.GOLD]
    assert own == (Answer(decision.label, decision.n_origins) if support or contradict else None)
