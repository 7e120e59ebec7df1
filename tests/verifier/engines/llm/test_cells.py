"""From cells to mentions and judgements: what the article does not have does not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import DAY, article
from tests.verifier.engines.llm.answering import blocks, pair_of, passage_of
from verifier.domain import Article, BlockKind, How, Kind, LinkKind, Mention, Stance, Unjudged
from verifier.engines.llm.calls import Window, windows
from verifier.engines.llm.cells import UNNAMED_SOURCE, judgement_from, mention_from
from verifier.engines.llm.quotes import _fold
from verifier.engines.llm.replies import MentionCells, SpeakerCells, StanceCells
from verifier.language.cues import Attitude
from verifier.language.reading import read

TEXT = (
    "The harbour at Lomwick was closed on Monday, the port authority said.\n"
    'Mayor Iva Dorn said that about 400 dockers went home. "Nobody was hurt," she told Port Radio.\n'
    "It may reopen on Friday, according to officials. Anna Brandt was there, the port authority said."
)
WHERE = article(TEXT)
QUOTE = "The harbour at Lomwick was closed on Monday"


def cells(quote: str = QUOTE, *speakers: tuple[str, LinkKind], **others: Any) -> MentionCells:
    plain = MentionCells(
        quote=quote,
        speakers=tuple(SpeakerCells(*one) for one in speakers),
        attitude=Attitude.ASSERTS,
        said_on=None,
        claim=quote,
        kind=Kind.FACT,
        hedge=None,
        numbers=(),
        event_on=None,
    )
    return replace(plain, **others)


def made(one: MentionCells, where: Article = WHERE, window: Window | None = None) -> Mention:
    """The mention, which there is."""
    found = mention_from(one, window or windows(where)[0], read(where))
    assert found is not None
    return found


# --- quotes ---


def test_a_mention_quotes_the_article() -> None:
    found = made(cells(kind=Kind.INTENT))
    assert (found.start, found.end) == (0, len(QUOTE))
    assert found.quote == QUOTE == TEXT[found.start : found.end]
    assert (found.text, found.kind, found.hedge) == (QUOTE, Kind.INTENT, None)
    assert (found.article_id, found.said_at, found.event_at) == (WHERE.id, DAY, None)


def test_a_quote_in_other_spacing_and_marks_is_the_articles() -> None:
    found = made(cells("“Nobody  was\nhurt,” she told"))
    assert found.quote == '"Nobody was hurt," she told'


@pytest.mark.parametrize(
    "quote", ["", "…", "The harbour at Hask was closed", "the Harbour at Lomwick", "harbour at Lom", "\x00", "(?i)(.*)"]
)
def test_a_quote_that_is_not_there_stands_at_no_place(quote: str) -> None:
    found = made(cells(quote))
    assert (found.start, found.end, found.quote) == (0, 0, quote)
    assert not (found.quote and WHERE.text[found.start : found.end] == found.quote)


def test_a_quote_of_another_window_is_not_there() -> None:
    first, *_ = windows(WHERE)
    third = Window(WHERE, TEXT.index("It may"), len(TEXT))
    assert made(cells(), window=third).end == 0
    assert made(cells("the port authority said"), window=third).start > TEXT.index("Anna")
    assert made(cells("the port authority said"), window=first).start < TEXT.index("Mayor")


@pytest.mark.parametrize("quote", ["on Monday, the port authority", "the port authority said"])
@pytest.mark.parametrize("is_before", [True, False])
def test_a_quote_across_the_end_of_a_window_is_found(quote: str, is_before: bool) -> None:
    cut = TEXT.index("port authority")
    window = Window(WHERE, 0, cut) if is_before else Window(WHERE, cut, len(TEXT))
    if quote.startswith("the port") and not is_before:
        window = Window(WHERE, cut, TEXT.index("Mayor"))  # it stands once more further down, and there inside
    found = made(cells(quote), window=window)
    assert (found.start, found.quote) == (TEXT.index(quote), quote)


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.CAPTION, BlockKind.FURNITURE])
def test_a_quote_is_found_in_the_prose_and_not_in_what_stands_between(kind: BlockKind) -> None:
    where = blocks(
        (BlockKind.PROSE, "It rained."), (kind, "Harbour closed"), (BlockKind.PROSE, "Harbour closed, all said.")
    )
    found = made(cells("Harbour closed"), where)
    assert found.start == where.text.rindex("Harbour closed")
    assert made(cells("Harbour closed"), blocks((BlockKind.PROSE, "It rained."), (kind, "Harbour closed"))).end == 0


def test_a_quote_may_run_on_over_paragraphs_that_follow_each_other() -> None:
    where = blocks((BlockKind.PROSE, "The ferry sank."), (BlockKind.PROSE, "Nobody was hurt."))
    assert made(cells("The ferry sank. Nobody was hurt."), where).end == len(where.text)


@pytest.mark.parametrize("attitude", [Attitude.DENIES, Attitude.DOUBTS, Attitude.GAP])
def test_what_is_not_asserted_is_no_mention(attitude: Attitude) -> None:
    assert mention_from(cells(attitude=attitude), windows(WHERE)[0], read(WHERE)) is None


@pytest.mark.parametrize("wording", ["The harbour at Lomwick was closed.", "The harbour at Hask was not closed."])
@pytest.mark.parametrize(
    "quote", ["the harbour at Lomwick was closed", "denied that the harbour at Lomwick was closed"]
)
def test_what_the_rules_see_denied_is_no_mention_though_the_reply_asserts_it(quote: str, wording: str) -> None:
    where = article("It rained on Monday.\nMayor Iva Dorn denied that the harbour at Lomwick was closed.")
    said = cells(quote, ("Mayor Iva Dorn", LinkKind.SPEAKER), claim=wording)
    assert mention_from(said, windows(where)[0], read(where)) is None
    denial = replace(said, claim="The harbour at Lomwick was not closed.")
    assert made(denial, where).text == "The harbour at Lomwick was not closed."


def test_mentions_of_one_place_have_one_id() -> None:
    same, other = made(cells(claim="Lomwick harbour was closed.")), made(cells("Anna Brandt was there"))
    assert made(cells()).id == same.id != other.id


# --- speakers ---


def test_without_speakers_the_outlet_says_so() -> None:
    assert [(one.name, one.kind, one.named) for one in made(cells()).chain] == [("Harbour Post", LinkKind.OUTLET, True)]


def test_speakers_follow_the_outlet_in_the_order_of_the_reply() -> None:
    found = made(
        cells('"Nobody was hurt,"', ("Port Radio", LinkKind.CITED_OUTLET), ("Mayor Iva Dorn", LinkKind.SPEAKER))
    )
    assert [(one.name, one.kind) for one in found.chain[1:]] == [
        ("Port Radio", LinkKind.CITED_OUTLET),
        ("Mayor Iva Dorn", LinkKind.SPEAKER),
    ]
    assert all(TEXT[one.start : one.end] == one.name for one in found.chain[1:])


@pytest.mark.parametrize(("quote", "nearest"), [(QUOTE, "first"), ("Anna Brandt was there", "last")])
def test_a_name_that_stands_twice_is_the_one_nearest_to_the_quote(quote: str, nearest: str) -> None:
    link = made(cells(quote, ("the port authority", LinkKind.SPEAKER))).chain[1]
    place = TEXT.index if nearest == "first" else TEXT.rindex
    assert link.start == place("the port authority")


def test_a_name_within_the_quote_is_nearest() -> None:
    quote = "Anna Brandt was there, the port authority said"
    assert made(cells(quote, ("the port authority", LinkKind.SPEAKER))).chain[1].start == TEXT.rindex("the port auth")


@pytest.mark.parametrize(
    "name", ["Boris Hale", "mayor iva dorn", "Mayor (Iva Dorn", "Iva.Dorn", ".*", "[", "\\", "+", "", "  ", "Dor", "¦"]
)
def test_a_name_the_text_does_not_have_is_nobodys(name: str) -> None:
    link = made(cells(QUOTE, (name, LinkKind.SPEAKER))).chain[1]
    assert (link.name, link.kind, link.named, link.start, link.end) == (
        UNNAMED_SOURCE,
        LinkKind.UNNAMED,
        False,
        None,
        None,
    )


def test_names_are_letters_and_no_patterns() -> None:
    where = article("The ferry (no. 4+) sank, A.B. [Bo] Hale* of Hale & Co. (Lomwick) said.")
    link = made(cells("The ferry (no. 4+) sank", ("A.B. [Bo] Hale* of Hale & Co. (Lomwick)", LinkKind.SPEAKER)), where)
    assert link.chain[1].name == "A.B. [Bo] Hale* of Hale & Co. (Lomwick)"


def test_an_unnamed_source_is_not_named() -> None:
    link = made(cells("It may reopen on Friday", ("officials", LinkKind.UNNAMED))).chain[1]
    assert (link.name, link.kind, link.named) == ("officials", LinkKind.UNNAMED, False)


@pytest.mark.parametrize("name", ["officials", "she", "It", "to"])
def test_what_names_nobody_is_no_speaker_though_the_reply_calls_it_one(name: str) -> None:
    link = made(cells("It may reopen on Friday", (name, LinkKind.SPEAKER))).chain[1]
    assert (link.name, link.kind, link.named) == (name, LinkKind.UNNAMED, False)


@pytest.mark.parametrize("name", ["the clinic in Hask", "al-Hask", "harbour police", "Mr Brandt"])
def test_a_name_that_the_rules_do_not_read_is_the_replys_to_give(name: str) -> None:
    where = article(f"The ferry sank, {name} said.")
    assert made(cells("The ferry sank", (name, LinkKind.SPEAKER)), where).chain[1].named


def test_a_name_that_stands_everywhere_is_found_at_once() -> None:
    where = article("\n".join(["the cat sat on the mat and slept"] * 300))
    _fold.cache_clear()
    made(cells("the cat sat", *[("the mat", LinkKind.SPEAKER)] * 20), where)
    # Each text once: 62 s for 43,000 characters when every place folded the rest of the article anew.
    assert _fold.cache_info().misses <= 4


# --- wording ---


@pytest.mark.parametrize(
    "wording",
    [
        "The harbour at Lomwick was closed on 4 March 2024.",
        "Lomwick harbour was closed on Monday, 4 March 2024.",
        "The harbour was closed, Harbour Post reported.",
    ],
)
def test_a_claim_of_the_articles_own_names_and_numbers_is_kept(wording: str) -> None:
    assert made(cells(claim=wording)).text == wording


@pytest.mark.parametrize(
    "wording",
    [
        "The harbour at Hask was closed.",
        "Boris Hale closed the harbour at Lomwick.",
        "The harbour at Lomwick was closed to 90 ships.",
        "Dozens of ships left the harbour at Lomwick.",
    ],
)
def test_a_claim_that_adds_a_name_or_a_number_is_worded_by_the_rules(wording: str) -> None:
    stated = read(WHERE).statements[0]
    assert made(cells(claim=wording)).text == stated.text != wording


def test_another_number_than_the_quotes_is_worded_by_the_rules() -> None:
    assert "400" in made(cells("about 400 dockers went home", claim="About 4,000 dockers went home.")).text
    assert made(cells("about 400 dockers went home", claim="Some 400 dockers went home.")).text.startswith("Some 400")


def test_where_the_rules_state_nothing_the_quote_is_the_wording() -> None:
    where = article("Closed.\nThe harbour at Lomwick was closed.")
    assert read(where).statements[0].start > 0
    assert made(cells("Closed", claim="Hask was closed."), where).text == "Closed"


def test_names_may_be_from_the_title_and_from_another_window() -> None:
    where = blocks((BlockKind.PROSE, "It was closed."), title="Lomwick harbour")
    assert made(cells("It was closed", claim="Lomwick was closed."), where).text == "Lomwick was closed."
    last = Window(WHERE, TEXT.index("It may"), len(TEXT))
    found = made(cells("It may reopen on Friday", claim="Lomwick harbour may reopen on 8 March 2024."), window=last)
    assert found.text == "Lomwick harbour may reopen on 8 March 2024."


# --- the other cells ---


def test_days_are_whole_days() -> None:
    found = made(cells(said_on="2024-03-05", event_on="2024-02-29"))
    assert (found.said_at, found.event_at) == (date(2024, 3, 5), date(2024, 2, 29))


@pytest.mark.parametrize("written", [None, "2024", "2024-03"])
def test_a_month_or_a_year_is_no_day(written: str | None) -> None:
    found = made(cells(said_on=written, event_on=written))
    assert (found.said_at, found.event_at) == (DAY, None)


def test_an_article_without_a_date_says_nothing_on_a_day() -> None:
    assert made(cells(), article(TEXT, published=None)).said_at is None


@pytest.mark.parametrize(("hedge", "kept"), [("may", "may"), ("reportedly", None), ("", None), ("(", None)])
def test_a_hedge_stands_in_the_article(hedge: str, kept: str | None) -> None:
    assert made(cells("It may reopen on Friday", hedge=hedge or None)).hedge == kept


# --- laws ---

words = st.lists(st.sampled_from([*TEXT.split(), "Boris", "90", ".*", "\x00", "¦", "‮", "é"]), max_size=12).map(" ".join)


@given(words, words, words, st.sampled_from(LinkKind))
def test_whatever_a_reply_says_what_counts_stands_in_the_article(
    quote: str, claim: str, name: str, kind: LinkKind
) -> None:
    found = made(cells(quote, (name, kind), claim=claim))
    assert found.end == 0 or TEXT[found.start : found.end] == found.quote
    for link in found.chain[1:]:
        assert link.name == UNNAMED_SOURCE or TEXT[link.start : link.end] == link.name
        assert not (link.named and link.kind is LinkKind.UNNAMED)
    assert "Boris" not in found.text or "Boris" in found.quote or found.end == 0


# --- judgements ---

PAIR = pair_of(WHERE, "The harbour was closed.", *TEXT.split("\n"))


def row(quote: str | None, stance: Stance = Stance.SUPPORTS, how: How | None = None) -> StanceCells:
    return StanceCells("c1", None if quote is None else "p1", quote, stance, how)


def test_a_judgement_quotes_its_passage() -> None:
    found = judgement_from(row(QUOTE), PAIR, PAIR.passages[0], WHERE)
    assert (found.stance, found.start, found.end, found.quote) == (Stance.SUPPORTS, 0, len(QUOTE), QUOTE)
    assert (found.claim_id, found.article_id, found.strong, found.note) == (PAIR.claim.id, WHERE.id, False, "")


def test_a_contradiction_keeps_its_manner() -> None:
    found = judgement_from(row(QUOTE, Stance.CONTRADICTS, How.DOUBT), PAIR, PAIR.passages[0], WHERE)
    assert (found.stance, found.how) == (Stance.CONTRADICTS, How.DOUBT)


@pytest.mark.parametrize("quote", ["Anna Brandt was there", "The harbour at Hask", "", "the harbour at lomwick"])
@pytest.mark.parametrize("stance", [Stance.SUPPORTS, Stance.CONTRADICTS])
def test_a_quote_of_another_passage_or_of_none_is_no_vote(quote: str, stance: Stance) -> None:
    found = judgement_from(row(quote, stance, How.DENIAL), PAIR, PAIR.passages[0], WHERE)
    assert (found.stance, found.how, found.note) == (Stance.UNJUDGED, None, Unjudged.NOT_LOCATED)
    assert found.quote == PAIR.passages[0].text


def test_a_quote_is_found_in_its_own_passage_though_it_stands_in_another_before() -> None:
    found = judgement_from(row("the port authority said"), PAIR, PAIR.passages[2], WHERE)
    assert found.start == TEXT.rindex("the port authority said")


@pytest.mark.parametrize("quote", [None, QUOTE])
def test_a_claim_that_no_passage_touches_is_related_to_the_first(quote: str | None) -> None:
    found = judgement_from(row(quote, Stance.RELATED), PAIR, None, WHERE)
    assert (found.stance, found.quote, found.start) == (Stance.RELATED, PAIR.passages[0].text, 0)


def test_a_passage_of_another_claim_may_hold_the_quote() -> None:
    other = passage_of(WHERE, "Anna Brandt was there, the port authority said.")
    found = judgement_from(row("Anna Brandt was there"), pair_of(WHERE, "Anna.", QUOTE), other, WHERE)
    assert (found.stance, found.start) == (Stance.SUPPORTS, other.start)


@pytest.mark.parametrize(
    "wording", ["The harbour at Lomwick was not closed on Monday.", "The harbour at Lomwick was closed. " + "So " * 150]
)
def test_a_wording_that_turns_the_quote_round_or_goes_on_and_on_is_not_taken(wording: str) -> None:
    where = article("The harbour at Lomwick was closed on Monday.")
    found = made(cells("The harbour at Lomwick was closed on Monday", claim=wording), where)
    assert found.text == "The harbour at Lomwick was closed on Monday."
