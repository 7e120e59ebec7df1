"""Statements: checkable content on its own feet, with its chain, kind, hedge, attitude and dates."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Article, Block, BlockKind, Kind
from verifier.language.attribution import Attitude, attribute
from verifier.language.phrasing import drop_connectives, finish, lower_first, tidy, unquote
from verifier.language.sentences import split_sentences
from verifier.language.statements import Statement, find_statements
from verifier.language.units import split_clauses

SEED = Path(__file__).parents[4] / "shared" / "seed" / "000_2421e3ff656d5691.txt"
PETROL = "Petrol is short in the Luvna district."
ORDER = "There is an order to open the gates of Roetown."
PUBLISHED = date(2024, 5, 8)  # a Wednesday


def statements(text: str, published: date | None = PUBLISHED) -> list[Statement]:
    blocks = tuple(
        Block(BlockKind.CAPTION if "©" in line.group() else BlockKind.PROSE, line.start(), line.end())
        for line in re.finditer(r"[^\n]+", text)
        if line.group().strip()
    )
    article = Article("a", "a.txt", "", text, blocks, outlet="Courier", published=published, language="en")
    return find_statements(article, attribute(article, split_sentences(article)))


def texts(text: str) -> list[str]:
    return [statement.text for statement in statements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("According to Jane Roe, 40 men came to Roetown.", ["40 men came to Roetown."]),
        ("However, 40 men came to Roetown.", ["40 men came to Roetown."]),
        ("ROETOWN, May 8 (Examplewire) - About 40 men came to Roetown.", ["About 40 men came to Roetown."]),
        ("“40 men came to Roetown,” said Jane Roe.", ["40 men came to Roetown."]),
        ("40 men, Jane Roe said, came to Roetown.", ["40 men came to Roetown."]),
        ("President Jane Roe said she would close the bridge.", ["Jane Roe would close the bridge."]),
        ("The ministry said it had closed the bridge.", ["The ministry had closed the bridge."]),
        ("Jane Roe put her army at a maximum of 400 men.", ["Jane Roe\u2019s army is put at a maximum of 400 men."]),
        (
            "Jane Roe warned of an attack from the north on Roetown.",
            ["There is a danger of an attack from the north on Roetown."],
        ),
        ("The mayor accused the port of hiding the leak.", ["The port is responsible for hiding the leak."]),
        ("The ministry announced the closure of the bridge.", ["The ministry announced the closure of the bridge."]),
        (
            "Jane Roe went to Roetown on Monday. She met the mayor of the town there.",
            ["Jane Roe went to Roetown on Monday.", "Jane Roe met the mayor of the town there."],
        ),
        ("40 men came to Roetown, it is said.", ["Reportedly, 40 men came to Roetown."]),
        ("“We have received no notice,” the harbour office said.", ["The harbour office has received no notice."]),
        ("“We have saved Merrin,” Jane Roe said.", []),
        (
            "Jane Roe, a spokeswoman for the Harbour Police, came to Roetown. “We received no notice,” Roe said.",
            [
                "Jane Roe, a spokeswoman for the Harbour Police, came to Roetown.",
                "The Harbour Police received no notice.",
            ],
        ),
        ("Merrin says that it sent a telex at 2:55 a.m.", ["Merrin sent a telex at 2:55 a.m."]),
        (
            "Merrin\u2019s government says its neighbour has broken the treaty of 1974.",
            ["Merrin\u2019s neighbour has broken the treaty of 1974."],
        ),
        (
            "The ministry said that 400 soldiers had come. Among them were 30 cooks from Roetown, it said.",
            ["400 soldiers had come.", "Among the soldiers were 30 cooks from Roetown."],
        ),
        ("“The river is free,” Jane Roe said after the meeting, which was short.", ["The river is free."]),
        (
            "The bridge of Roetown is closed, the ministry said on Monday, a step that alarmed Drosk.",
            ["The bridge of Roetown is closed, a step that alarmed Drosk."],
        ),
        ("One is for those who have reported in, and it is eleven pages long.", []),
        ("She had to walk the last part: petrol is short in the Luvna district.", [PETROL]),
        (
            "Drosk says this is part of the Spring drill, which the ministry has announced will end on March 20.",
            ["The Spring drill will end on March 20."],
        ),
        ("“About nine thousand,” he said.", []),
        (
            "Jane Roe described what had happened as “an attack on Roetown”.",
            ["What had happened was “an attack on Roetown”."],
        ),
        (
            "Jane Roe, who had claimed that the army blew up gate 3, left the town.",
            ["The army blew up gate 3."],
        ),
        ("Jane Roe told the Example Times of an order to open the gates of Roetown.", [ORDER]),
        ("**40 men came to Roetown.**", ["40 men came to Roetown."]),
        ("40 men came to Roetown .[12]", ["40 men came to Roetown."]),
        (
            "The army left Roetown in March.4 The navy left Roetown in May.5",
            ["The army left Roetown in March.", "The navy left Roetown in May."],
        ),
    ],
)
def test_on_its_own_feet(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Merrin wanted to station 120 men by the spring, and Roe should upgrade her army from 65 to 100 men.", 2),
        ("Jane Roe said the dam had burst, but that the village was empty.", 2),
        ("The army closed the bridge, the road and the port.", 1),
        ("40 men came, and then left the town.", 1),
        ("If the dam bursts, and the village floods, 40 houses are lost.", 1),
    ],
)
def test_clauses_are_split_only_where_both_stand_alone(text: str, count: int) -> None:
    assert len(statements(text)) == count


def test_a_hedge_that_was_cut_off_is_put_back() -> None:
    (statement,) = statements("It is said that 40 men came to Roetown.")
    assert statement.hedge == "It is said that"
    assert statement.text.startswith("Reportedly, ")


@pytest.mark.parametrize(
    ("text", "attitude", "said"),
    [
        ("The ministry denied that the bridge was closed.", Attitude.DENIES, "The bridge was closed."),
        (
            "The ministry denies planning to close the bridge.",
            Attitude.DENIES,
            "Ministry is planning to close the bridge.",
        ),
        ("The mayor dismissed claims that the dam had burst as nonsense.", Attitude.DENIES, "The dam had burst."),
        ("Jane Roe questioned the claim that the dam had burst.", Attitude.DOUBTS, "The dam had burst."),
        (
            "The claim could not be independently verified.",
            Attitude.GAP,
            "The claim could not be independently verified.",
        ),
    ],
)
def test_attitudes_come_with_what_they_are_about(text: str, attitude: Attitude, said: str) -> None:
    (statement,) = statements(text)
    assert (statement.attitude, statement.text) == (attitude, said)


def test_denying_this_denies_what_was_said_before() -> None:
    first, second = statements("Jane Roe said that 40 men had drowned. The mayor called that “a lie”.")
    assert (first.attitude, second.attitude) == (Attitude.ASSERTS, Attitude.DENIES)
    assert first.text == second.text
    assert first.end < second.start


def test_contradicting_this_denies_what_was_said_before() -> None:
    first, second = statements("Jane Roe said that 40 men had drowned. The mayor contradicts this and names a storm.")
    assert (first.text, second.text, second.attitude) == (first.text, first.text, Attitude.DENIES)


def test_denying_a_thing_is_a_statement_of_its_own() -> None:
    (statement,) = statements("The ministry ruled out a withdrawal from the town.")
    assert statement.attitude is Attitude.ASSERTS
    assert statement.text == "The ministry ruled out a withdrawal from the town."


def test_dates_of_saying_and_of_the_event() -> None:
    (statement,) = statements("The ministry said on Monday that 40 men had drowned on 3 May 2024.")
    assert (statement.said_at, statement.event_at) == (date(2024, 5, 6), date(2024, 5, 3))
    (undated,) = statements("The ministry said that 40 men had drowned.")
    assert (undated.said_at, undated.event_at) == (PUBLISHED, None)
    (plan,) = statements("The ministry will close the bridge on Friday.")
    assert plan.event_at == date(2024, 5, 10)
    (unknown,) = statements("The ministry said that 40 men had drowned.", published=None)
    assert unknown.said_at is None


def test_sentences_that_only_give_a_source_are_no_statements() -> None:
    assert texts("40 men came to Roetown. This is what the portal Example Post reports.") == ["40 men came to Roetown."]


def test_pieces_of_wording() -> None:
    assert drop_connectives("Meanwhile, and also 40 men came") == "40 men came"
    assert unquote("“40 men came,”") == "40 men came"
    assert unquote("40 men “came”") == "40 men “came”"
    assert tidy("**40** men _came_ [3] .") == "40 men came."
    assert finish("  the bridge \n is closed, and") == "The bridge is closed."


@pytest.mark.parametrize(
    ("front", "first"),
    [
        ("Zenith TV reports that forty soldiers died at Brelin", "Zenith TV"),
        ("According to Zenith TV, forty soldiers died at Brelin", "Zenith TV"),
        ("Forty soldiers died at Brelin, Jane Roe said", "Jane Roe"),
        ("Forty soldiers died at Brelin", "Courier"),
    ],
)
@pytest.mark.parametrize(
    ("tail", "second"),
    [
        ("which owner Lisa Mohn calls nonsense.", "Lisa Mohn"),
        ("what the army called “a lie”.", "army"),
        ("which the army later dismissed as untrue.", "army"),
        ("which owner Lisa Mohn denied.", "Lisa Mohn"),
        ("which the army has always disputed.", "army"),
    ],
)
def test_a_last_clause_may_deny_the_one_before(front: str, first: str, tail: str, second: str) -> None:
    text = f"{front}, {tail}"
    said, denied = statements(text)
    assert said.text == denied.text == "Forty soldiers died at Brelin."
    assert (said.attitude, said.chain[-1].name) == (Attitude.ASSERTS, first)
    assert (denied.attitude, denied.chain[-1].name) == (Attitude.DENIES, second)
    assert text[denied.start : denied.end] == tail


@pytest.mark.parametrize("tail", ["which the army rejected.", "which the army described.", "which he said in May."])
def test_a_last_clause_that_denies_nothing(tail: str) -> None:
    assert all(
        one.attitude is Attitude.ASSERTS for one in statements(f"Forty men died at Brelin, Jane Roe said, {tail}")
    )


def test_a_number_behind_reportedly_is_small() -> None:
    assert lower_first("Twelve people died.") == "twelve people died."
    assert lower_first("Roetown fell.") == "Roetown fell."


def test_who_denies_a_denial_does_not_deny_what_stood_before() -> None:
    text = "The bridge of Roetown fell. The ministry denied that forty men died at Brelin, which the army called a lie."
    assert [one.attitude for one in statements(text)] == [Attitude.ASSERTS, Attitude.DENIES]


@given(
    st.text(alphabet="Jane Roe said “that” 40 men came, and the mayor denied it. according to\n(x)'is", max_size=250)
)
def test_any_text_gives_statements_whose_spans_lie_in_it(text: str) -> None:
    for statement in statements(text):
        assert 0 <= statement.start < statement.end <= len(text)
        assert statement.text
        assert statement.chain


@pytest.mark.skipif(not SEED.exists(), reason="the seed article lies outside the repository")
def test_the_first_article() -> None:
    text = SEED.read_text(encoding="utf-8")
    found = statements(text, date(2023, 1, 8))
    by_number = {
        key: [s for s in found if key in s.text] for key in ("120,000", "65,000 to 100,000", "40,000", "1,400 to 1,600")
    }
    assert {key: len(hits) for key, hits in by_number.items()} == dict.fromkeys(by_number, 1)
    assert by_number["120,000"][0].kind is Kind.INTENT
    assert by_number["65,000 to 100,000"][0].kind is Kind.INTENT
    assert by_number["40,000"][0].kind is Kind.FACT
    assert by_number["40,000"][0].chain[-1].name == "Alexander Lukashenko"
    assert [s.attitude for s in found if "similar reports" in s.text] == [Attitude.GAP]
    (drill,) = [s for s in found if "January 16" in s.text]
    assert (drill.kind, drill.said_at, drill.event_at) == (Kind.INTENT, date(2023, 1, 8), date(2023, 1, 16))
    for unwanted in ("©", "(pm)", "Home page", "diminish", "Are these signs"):
        assert not any(unwanted in s.text for s in found)


def test_a_made_up_endless_sentence_is_not_taken_apart() -> None:
    text = "The ferry sank again, and " * 60 + "it was over."
    assert split_clauses(text, (0, len(text))) == [(0, len(text))]
    assert len(split_clauses(text[-200:], (0, 200))) > 1
