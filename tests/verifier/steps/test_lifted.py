"""Rows that carry the same words: one document and one origin, however many outlets print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Label, Link, LinkKind, Origin, Reason, Row, Stance
from verifier.steps.lifted import join_credited, join_leads, join_lifted, same_words
from verifier.steps.verdicts import decide

LIFTED = "The northern lock of Port Calder was opened at dawn, and forty barges of grain passed through it."
OTHER = "Grain barges, forty in all, went through Port Calder once its northern lock had been opened this morning."
MONDAY, TUESDAY = date(2024, 3, 4), date(2024, 3, 5)


def row(
    article: str,
    quote: str = LIFTED,
    *,
    outlet: str | None = "",
    speaker: str | None = None,
    weak: bool = False,
    published: date | None = MONDAY,
    document: str = "",
    stance: Stance = Stance.SUPPORTS,
) -> Row:
    outlet = f"Outlet {article}" if outlet == "" else outlet
    chain = [Link(outlet or "unknown outlet", LinkKind.OUTLET, outlet is not None)]
    chain += [Link(speaker, LinkKind.SPEAKER, True)] if speaker else []
    chain += [Link("officials", LinkKind.UNNAMED, False)] if weak else []
    name = speaker or outlet
    return Row(
        article_id=article,
        document=document or article,
        stance=stance,
        origin=Origin(f"origin {name}", name) if name else None,
        group=f"origin {name}" if name else None,
        named=bool(name) and (bool(speaker) or not weak),
        weak=weak,
        own_voice=bool(outlet) and not speaker and not weak,
        quote=quote,
        end=len(quote),
        chain=tuple(chain),
        published=published,
    )


def documents(rows: Sequence[Row]) -> dict[str, str]:
    return {row.article_id: row.document for row in join_lifted(rows)}


def test_one_sentence_in_two_outlets_corroborates_nothing() -> None:
    rows = [row("a", published=TUESDAY), row("b")]
    assert decide(rows).label is Label.CORROBORATED
    decision = decide(join_lifted(rows))
    assert (decision.label, decision.reason) == (Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED)
    assert (decision.n_origins, decision.n_articles) == (1, 2)
    assert documents(rows) == {"a": "b", "b": "b"}, "the earliest carrier"


def test_two_wordings_still_corroborate() -> None:
    assert decide(join_lifted([row("a"), row("b", OTHER)])).label is Label.CORROBORATED


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (LIFTED, LIFTED.upper(), True),
        (LIFTED, LIFTED.replace("grain", "wheat"), True),
        (LIFTED, f"It was a long night. {LIFTED} Nobody was hurt.", True),
        (LIFTED, LIFTED.replace("forty", "sixty"), False),
        (LIFTED, LIFTED.replace("Calder", "Merrin"), False),
        (LIFTED, OTHER, False),
        ("The bridge was closed on Monday.", "The bridge was closed on Monday.", False),
        ("", "", False),
    ],
)
def test_same_words(one: str, other: str, expected: bool) -> None:
    assert same_words(one, other) is expected
    assert same_words(other, one) is expected


def test_words_with_which_a_speaker_is_quoted_elsewhere_are_the_speakers() -> None:
    decision = decide(join_lifted([row("a"), row("b", speaker="Lock keeper Ina Voss", published=TUESDAY)]))
    assert (decision.label, decision.n_origins) == (Label.SINGLE_SOURCE, 1)
    assert {one.group for one in decision.supporting} == {"origin Lock keeper Ina Voss"}


def test_words_of_two_speakers_are_left_alone() -> None:
    rows = [row("a", speaker="Ina Voss"), row("b", speaker="Oskar Lind"), row("c")]
    found = {one.article_id: one for one in join_lifted(rows)}
    assert (found["a"], found["b"]) == (rows[0], rows[1])
    assert decide(found.values()).label is Label.CORROBORATED


def test_a_text_that_holds_two_sentences_does_not_make_them_one() -> None:
    rows = [row("a"), row("b", OTHER), row("c", f"{LIFTED} {OTHER}", published=TUESDAY)]
    found = documents(rows)
    assert found["a"] != found["b"]


def test_the_outlets_of_one_document_are_one_origin() -> None:
    rows = [row("a", document="a"), row("b", OTHER, document="a", published=TUESDAY), row("c", "…", weak=True)]
    rows += [row("d", OTHER + " ", document="a", weak=True, published=TUESDAY)]
    found = {one.article_id: one for one in join_lifted(rows)}
    assert found["b"].group == found["d"].group == "origin Outlet a"
    assert found["d"].weak
    assert found["c"] == rows[2]


def test_an_outlet_nobody_knows_stays_nobody() -> None:
    rows = [row("a", outlet=None), row("b", outlet=None)]
    assert {one.origin for one in join_lifted(rows)} == {None}


LEAD, ATTRIBUTED = "Twelve people died when the dam at Sarn broke.", "Twelve people died, Otto Pfann said."


def told(article: str, *speakers: str, document: str = "") -> list[Row]:
    """A lead in the outlet's own voice, and what the article attributes below."""
    lead = replace(row(article, LEAD, document=document), said_at=TUESDAY)
    quoted = (row(article, ATTRIBUTED, speaker=one, document=document) for one in speakers)
    return [lead, *(replace(one, start=n, end=n + 9, said_at=MONDAY) for n, one in enumerate(quoted, len(LEAD)))]


def test_a_lead_and_what_it_sums_up_are_one_origin() -> None:
    rows = [*told("a", "Otto Pfann"), *told("b", "Otto Pfann")]
    assert decide(rows).n_origins == 3
    found = join_leads(rows)
    assert {(one.group, one.own_voice, one.said_at) for one in found} == {("origin Otto Pfann", False, MONDAY)}
    decision = decide(found)
    assert (decision.label, decision.reason) == (Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED)
    assert (decision.n_origins, decision.n_articles) == (1, 2)


def test_a_lead_over_several_speakers_adds_none() -> None:
    rows = told("a", "Otto Pfann", "Ina Voss")
    assert [one.group for one in join_leads(rows)] == ["origin Otto Pfann", "origin Otto Pfann", "origin Ina Voss"]


def test_own_words_without_a_speaker_who_supports_them_are_the_outlets() -> None:
    (lead, quoted), alone = told("a", "Otto Pfann"), told("b")
    for other in (
        replace(quoted, stance=Stance.CONTRADICTS),
        replace(quoted, stance=Stance.RELATED),
        replace(quoted, comparable=False),
        replace(quoted, origin=None, named=False),
        row("a", ATTRIBUTED, weak=True),
        *told("c", "Otto Pfann")[1:],
    ):
        rows = [lead, other, *alone]
        assert join_leads(rows) == rows
    denied = [replace(lead, stance=Stance.CONTRADICTS), quoted]
    assert join_leads(denied) == denied


def test_the_lead_goes_with_the_speaker_in_a_copy_that_leaves_him_out() -> None:
    rows = told("a", "Otto Pfann")
    copied = replace(rows[0], article_id="copy")
    assert join_leads([copied, *rows])[0].group == "origin Otto Pfann"


QUOTES = [LIFTED, LIFTED.replace("grain", "wheat"), f"{LIFTED} {OTHER}", OTHER, "The lock is open."]


def drawn(article: str, quote: str, speaker: str | None, weak: bool, stance: Stance) -> Row:
    return row(
        article,
        quote,
        outlet=None if article == "d" else "",
        speaker=speaker,
        weak=weak,
        published={"a": TUESDAY, "c": None}.get(article, MONDAY),
        document="a" if article in "abc" else article,
        stance=stance,
    )


ROWS = st.builds(
    drawn,
    st.sampled_from("abcdef"),
    st.sampled_from(QUOTES),
    st.sampled_from([None, None, "Ina Voss", "Oskar Lind"]),
    st.booleans(),
    st.sampled_from([Stance.SUPPORTS, Stance.CONTRADICTS, Stance.RELATED]),
)


@given(st.lists(ROWS, max_size=10))
def test_laws(rows: list[Row]) -> None:
    found = join_lifted(rows)
    assert join_lifted(rows[::-1]) == found, "the order does not matter"
    assert {row.document for row in found} <= {row.document for row in rows}
    assert {row.origin for row in found} <= {row.origin for row in rows}
    kept = [sorted((r.article_id, r.stance, r.quote, repr(r.chain)) for r in some) for some in (rows, found)]
    assert kept[0] == kept[1], "words, stance and chain stay"


@given(st.lists(ROWS, max_size=10))
def test_laws_of_leads(rows: list[Row]) -> None:
    found = join_leads(rows)
    assert join_leads(rows[::-1]) == found[::-1], "the order does not matter"
    assert join_leads(found) == found
    assert {one.group for one in found} <= {one.group for one in rows}
    assert decide(found).n_origins <= decide(rows).n_origins
    assert all(new == old for new, old in zip(found, rows, strict=True) if not old.own_voice)


WIRE, THIRD = "origin Vessna Wire", "origin Radio Ostel"


@pytest.mark.parametrize("told", [row("w", OTHER, outlet="Vessna Wire"), row("c", OTHER)])
def test_who_credits_another_with_the_report_adds_nobody(told: Row) -> None:
    rows = [row("a"), told]
    assert decide(rows).label is Label.CORROBORATED
    found = join_credited(rows, {"a": [WIRE], "c": [WIRE]})
    assert {one.group for one in found} == {WIRE}
    decision = decide(found)
    assert (decision.label, decision.n_origins) == (Label.SINGLE_SOURCE, 1)
    assert found[0].origin == rows[0].origin, "nobody knows which it is"


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(row("b", OTHER), id="another says so"),
        pytest.param(row("a", OTHER, outlet="Vessna Wire"), id="the article itself says so"),
        pytest.param(row("w", OTHER, outlet="Vessna Wire", stance=Stance.CONTRADICTS), id="the wire says the opposite"),
    ],
)
def test_credit_for_what_the_credited_one_does_not_say(told: Row) -> None:
    rows = [row("a"), told, row("s", speaker="Bo Lind")]
    assert join_credited(rows, {"a": [WIRE], "s": [WIRE]}) == rows


def test_speakers_keep_their_words_whoever_is_credited() -> None:
    rows = [row("a", speaker="Bo Lind"), row("b", weak=True), row("w", outlet="Vessna Wire")]
    assert join_credited(rows, {"a": [WIRE], "b": [WIRE]}) == rows


def test_two_that_credit_each_other_are_one() -> None:
    rows = [row("w", outlet="Vessna Wire"), row("r", OTHER, outlet="Radio Ostel", published=TUESDAY)]
    for given_rows in (rows, rows[::-1]):
        assert len({one.group for one in join_credited(given_rows, {"w": [THIRD], "r": [WIRE]})}) == 1


GROUPS = st.sampled_from([WIRE, THIRD, "origin Outlet d", "origin Outlet e", "origin Ina Voss"])


@given(st.lists(ROWS, max_size=8), st.dictionaries(st.sampled_from("abcdef"), st.lists(GROUPS, max_size=3)))
def test_credit_never_makes_an_origin(rows: list[Row], credited: dict[str, list[str]]) -> None:
    found = join_credited(rows, credited)
    assert len({one.group for one in found}) <= len({one.group for one in rows} | {WIRE, THIRD})
    assert [replace(one, group=None) for one in found] == [replace(one, group=None) for one in rows]
    assert join_credited(rows[::-1], credited)[::-1] == found
    before, after = decide(rows), decide(found)
    assert after.n_origins <= before.n_origins


def test_a_thousand_rows_of_one_sentence() -> None:
    rows = [row(f"{n:04}", LIFTED.replace("grain", f"grain{n % 7}")) for n in range(1000)]
    assert len({one.document for one in join_lifted(rows)}) == 1
    assert len({one.group for one in join_lifted([replace(one, document="0000") for one in rows])}) == 1
