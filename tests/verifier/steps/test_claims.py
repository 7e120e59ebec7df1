"""Merging: equal truth conditions only, by homes, whatever the order; and what a person says of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.making import DAY, article, mention
from verifier.domain import Claim, Correction, CorrectionKind, Kind, Mention
from verifier.models.fake import OverlapScorer
from verifier.models.stance import StanceScores
from verifier.steps.claims import (
    ENTAILED_FROM,
    MAX_CANDIDATES,
    ClaimCorrections,
    aliases,
    claim_id_of,
    merge,
    read_corrections,
)

LATER = date(2024, 3, 9)
HOME = mention(article("The Lomwick harbour was closed.", published=DAY), "The Lomwick harbour was closed.")


class Scorer(OverlapScorer):
    """Entails whatever it is asked, or nothing, and keeps what it was asked."""

    def __init__(self, supports: float = 1.0) -> None:
        self.supports = supports
        self.calls: list[Sequence[tuple[str, str]]] = []

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[StanceScores]:
        self.calls.append(pairs)
        return [StanceScores(self.supports, 0.0, 1 - self.supports)] * len(pairs)


def _later(text: str, published: date | None = LATER, outlet: str = "Quill Gazette", **changes: object) -> Mention:
    found = mention(article(text, outlet=outlet, published=published), text)
    return replace(found, **changes)  # type: ignore[arg-type]


def _merged(
    *mentions: Mention,
    close: bool = True,
    scorer: OverlapScorer | None = None,
    said: ClaimCorrections | None = None,
    days: dict[str, date | None] | None = None,
) -> list[Claim]:
    published = {m.article_id: LATER for m in mentions} | {HOME.article_id: DAY} | (days or {})
    vectors = _vectors(mentions, close=close)
    return merge(mentions, published, vectors, scorer or Scorer(), said or ClaimCorrections())


def _sets(claims: Sequence[Claim]) -> set[frozenset[str]]:
    return {frozenset(m.id for m in claim.mentions) for claim in claims}


def _vectors(mentions: Sequence[Mention], *, close: bool) -> dict[str, NDArray[np.float32]]:
    """All wordings at one point, or every wording in a direction of its own."""
    texts = sorted({m.text for m in mentions})
    return {t: np.eye(384, dtype=np.float32)[0 if close else i] for i, t in enumerate(texts)}


# --- one claim or two ---


def test_equal_wordings_are_one_claim_even_without_the_models() -> None:
    scorer = Scorer(0.0)
    assert len(_merged(HOME, _later("the Lomwick  harbour was closed"), close=False, scorer=scorer)) == 1
    assert scorer.calls == []


def test_the_same_words_in_the_same_roles_need_no_stance_model() -> None:
    assert len(_merged(HOME, _later("The harbour of Lomwick was closed."), scorer=Scorer(0.0))) == 1


def test_other_words_are_one_claim_when_they_entail_each_other() -> None:
    other = _later("The Lomwick harbour was sealed off.")
    assert len(_merged(HOME, other)) == 1
    assert len(_merged(HOME, other, scorer=Scorer(ENTAILED_FROM - 0.1))) == 2
    assert len(_merged(HOME, other, close=False)) == 2


def test_entailment_must_hold_in_both_directions() -> None:
    class OneWay(Scorer):
        def score(self, pairs: Sequence[tuple[str, str]]) -> list[StanceScores]:
            return [StanceScores(float(passage == HOME.text), 0.0, 0.0) for passage, _ in pairs]

    assert len(_merged(HOME, _later("The Lomwick harbour was sealed off."), scorer=OneWay())) == 2


def test_what_the_model_cannot_read_is_not_merged() -> None:
    class Short(Scorer):
        max_tokens = 5

    assert len(_merged(HOME, _later("The Lomwick harbour was sealed off."), scorer=Short())) == 2


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("The Lomwick harbour was not closed.", {}),
        ("The Brimsey harbour was closed.", {}),
        ("The Lomwick harbour was closed.", {"kind": Kind.FORECAST}),
        ("The Lomwick harbour was closed.", {"hedge": "reportedly"}),
        ("The Lomwick harbour may have been closed.", {}),
        ("The Lomwick harbour was closed on Monday.", {}),
        ("The Lomwick harbour was closed to 40 ships.", {}),
        ("Part of the Lomwick harbour was closed.", {}),
        ("The Lomwick harbour was opened.", {}),
        ("The northern Lomwick harbour was closed.", {}),
    ],
)
def test_other_truth_conditions_stay_apart_whatever_the_models_say(text: str, changes: dict[str, object]) -> None:
    assert len(_merged(HOME, replace(_later(text), **changes))) == 2  # type: ignore[arg-type]


def test_who_says_it_is_no_part_of_what_is_said() -> None:
    where = article("The Lomwick harbour was closed, says the mayor.", published=LATER)
    said = mention(where, where.text, text=HOME.text, speaker="the mayor")
    assert len(_merged(HOME, said)) == 1


def test_undated_statements_published_weeks_apart_are_two_events() -> None:
    again = _later(HOME.text)
    assert len(_merged(HOME, again, days={again.article_id: DAY + timedelta(days=7)})) == 1
    assert len(_merged(HOME, again, days={again.article_id: DAY + timedelta(days=8)})) == 2
    assert len(_merged(HOME, again, days={again.article_id: None})) == 1


def test_relative_dates_are_compared_as_days() -> None:
    monday = _later("The Brimsey lock was shut on Monday.", published=date(2024, 3, 5))
    dated = _later("On 4 March the Brimsey lock was shut.", published=LATER)
    days: dict[str, date | None] = {monday.article_id: date(2024, 3, 5)}
    assert len(_merged(monday, dated, days=days)) == 1
    assert len(_merged(monday, dated, days={monday.article_id: date(2024, 3, 12)})) == 2


def test_numbers_and_dates_are_put_to_the_model_in_one_spelling() -> None:
    scorer = Scorer()
    first = _later("The Brimsey yard employs 1,500 people.", published=DAY)
    second = _later("At the Brimsey yard 1.5 thousand people work.")
    assert len(_merged(first, second, days={first.article_id: DAY}, scorer=scorer)) == 1
    assert scorer.calls == [
        [
            ("At the Brimsey yard 1,500 people work.", first.text),
            (first.text, "At the Brimsey yard 1,500 people work."),
        ]
    ]


def test_merging_does_not_chain() -> None:
    """The third wording says the same as the second, not as the home: it stays on its own."""

    class Chain(Scorer):
        def score(self, pairs: Sequence[tuple[str, str]]) -> list[StanceScores]:
            near = [{"closed", "sealed"}, {"sealed", "barred"}]
            held = [
                {word for word in ("closed", "sealed", "barred") for text in pair if word in text} for pair in pairs
            ]
            return [StanceScores(float(words in near), 0.0, 0.0) for words in held]

    second = _later("The Lomwick harbour was sealed.", published=DAY + timedelta(days=1))
    third = _later("The Lomwick harbour was barred.")
    days: dict[str, date | None] = {second.article_id: DAY + timedelta(days=1)}
    assert _sets(_merged(HOME, second, third, scorer=Chain(), days=days)) == {
        frozenset({HOME.id, second.id}),
        frozenset({third.id}),
    }


def test_the_model_is_asked_about_a_few_homes_only() -> None:
    scorer = Scorer(0.0)
    many = [_later(f"The Lomwick harbour was {word}ed off.") for word in ("seal", "fenc", "wall", "rop", "shutter")]
    many += [
        _later(f"The Lomwick harbour was {word}ed up.") for word in ("lock", "board", "bolt", "barr", "chain", "cag")
    ]
    _merged(HOME, *many, scorer=scorer)
    assert max(map(len, scorer.calls)) == 2 * MAX_CANDIDATES


# --- laws ---

WORDINGS = (
    "The Lomwick harbour was closed.",
    "The harbour of Lomwick was closed.",
    "The Lomwick harbour was sealed off.",
    "The Lomwick harbour was not closed.",
    "Lomwick's harbour is shut.",
    "Two ships left the Brimsey yard.",
)
OUTLETS = ("Harbour Post", "Quill Gazette", "Tarn Echo")
POOL = [_later(text, outlet=outlet) for text in WORDINGS for outlet in OUTLETS]
DAYS: dict[str, date | None] = {m.article_id: DAY + timedelta(days=i % 4) for i, m in enumerate(POOL)}
SOME = st.lists(st.sampled_from(POOL), max_size=len(POOL), unique=True)
IDS = st.sampled_from([m.id for m in POOL])
CLAIM_IDS = IDS.map(claim_id_of)
SAID = st.builds(
    ClaimCorrections,
    same=st.frozensets(st.frozensets(CLAIM_IDS, min_size=2, max_size=2), max_size=4),
    apart=st.frozensets(IDS, max_size=4),
    reworded=st.dictionaries(CLAIM_IDS, st.sampled_from(["Worded anew.", "In other words."]), max_size=3),
)


def _of(mentions: Sequence[Mention], said: ClaimCorrections | None = None) -> list[Claim]:
    return merge(mentions, DAYS, _vectors(POOL, close=True), OverlapScorer(), said or ClaimCorrections())


@settings(max_examples=30, deadline=None)
@given(SOME, SAID, st.randoms(use_true_random=False))
def test_every_mention_is_in_one_claim_and_order_never_matters(
    mentions: list[Mention], said: ClaimCorrections, chance: random.Random
) -> None:
    merged = _of(mentions, said)
    assert sorted(m.id for claim in merged for m in claim.mentions) == sorted(m.id for m in mentions)
    assert all(claim.id == claim_id_of(claim.mentions[0].id) for claim in merged)
    shuffled = list(mentions)
    chance.shuffle(shuffled)
    assert _of(shuffled, said) == merged


@settings(max_examples=30, deadline=None)
@given(SOME, SAID)
def test_what_is_said_is_done_and_nothing_else(mentions: list[Mention], said: ClaimCorrections) -> None:
    """Mentions neither taken out nor in a claim said to be one with another stay with those they were with."""
    before, after = _of(mentions), _of(mentions, said)
    touched = {one for pair in said.same for one in pair}
    for claim in before:
        kept = frozenset(m.id for m in claim.mentions) - said.apart
        if kept and not touched & {claim_id_of(m.id) for m in claim.mentions}:
            assert kept in _sets(after)
    found = {claim_id_of(m.id): claim.id for claim in after for m in claim.mentions}
    for pair in said.same:
        assert len({found[one] for one in pair if one in found}) <= 1


@settings(max_examples=20, deadline=None)
@given(st.permutations(sorted(m.id for m in POOL)[:5]), st.integers(0, 2))
def test_a_correction_left_out_again_changes_nothing(subjects: list[str], left_out: int) -> None:
    ids = list(map(claim_id_of, subjects))
    made = [
        _event(CorrectionKind.SAME_CLAIM, ids[0], ids[1]),
        _event(CorrectionKind.DIFFERENT_CLAIMS, ids[2], subjects[2]),
        _event(CorrectionKind.REWORDED, ids[4], value="Worded anew."),
    ]
    others = made[:left_out] + made[left_out + 1 :]
    before = _of(POOL, read_corrections(others))
    _of(POOL, read_corrections(made))
    assert _of(POOL, read_corrections(others)) == before


# --- what a person says ---


def _event(kind: CorrectionKind, *subjects: str, value: str = "") -> Correction:
    return Correction("correction-1", kind, subjects, value, "", "Ada", datetime(2024, 3, 10, tzinfo=UTC))


def test_two_claims_said_to_be_one_keep_the_earlier_home() -> None:
    other = _later("Ships were kept out of Lomwick.")
    said = read_corrections([_event(CorrectionKind.SAME_CLAIM, claim_id_of(other.id), claim_id_of(HOME.id))])
    (claim,) = _merged(HOME, other, close=False, said=said)
    assert (claim.id, claim.text) == (claim_id_of(HOME.id), HOME.text)
    assert aliases([claim]) == {claim_id_of(other.id): claim.id}


def test_pairs_that_share_a_claim_are_all_one() -> None:
    others = [_later("Ships were kept out of Lomwick."), _later("Brimsey is quiet.")]
    pairs = [_event(CorrectionKind.SAME_CLAIM, claim_id_of(HOME.id), claim_id_of(m.id)) for m in others]
    assert len(_merged(HOME, *others, close=False, said=read_corrections(pairs))) == 1


def test_a_mention_taken_out_stands_alone_and_the_rest_stays_together() -> None:
    out, rest = _later(HOME.text), _later(HOME.text, outlet="Tarn Echo")
    said = read_corrections([_event(CorrectionKind.DIFFERENT_CLAIMS, claim_id_of(HOME.id), out.id)])
    assert _sets(_merged(HOME, out, rest, said=said)) == {frozenset({HOME.id, rest.id}), frozenset({out.id})}


def test_a_home_taken_out_leaves_the_others_together() -> None:
    second, third = _later(HOME.text), _later(HOME.text, outlet="Tarn Echo")
    found = _sets(_merged(HOME, second, third, said=ClaimCorrections(apart=frozenset({HOME.id}))))
    assert found == {frozenset({HOME.id}), frozenset({second.id, third.id})}


def test_a_mention_taken_out_can_be_put_to_another_claim() -> None:
    out, other = _later(HOME.text), _later("Ships were kept out of Lomwick.")
    events = [
        _event(CorrectionKind.DIFFERENT_CLAIMS, claim_id_of(HOME.id), out.id),
        _event(CorrectionKind.SAME_CLAIM, claim_id_of(out.id), claim_id_of(other.id)),
    ]
    found = _sets(_merged(HOME, out, other, said=read_corrections(events), scorer=Scorer(0.0)))
    assert found == {frozenset({HOME.id}), frozenset({out.id, other.id})}


def test_taking_a_mention_out_ends_the_unions_made_in_its_name() -> None:
    out, other = _later(HOME.text), _later("Ships were kept out of Lomwick.")
    events = [
        _event(CorrectionKind.SAME_CLAIM, claim_id_of(out.id), claim_id_of(other.id)),
        _event(CorrectionKind.DIFFERENT_CLAIMS, claim_id_of(HOME.id), out.id),
    ]
    assert read_corrections(events).same == frozenset()


def test_a_new_text_is_kept_under_any_id_the_claim_ever_had() -> None:
    later = _later(HOME.text)
    said = read_corrections([_event(CorrectionKind.REWORDED, claim_id_of(later.id), value="Lomwick shut its port.")])
    (claim,) = _merged(HOME, later, said=said)
    assert (claim.id, claim.text) == (claim_id_of(HOME.id), "Lomwick shut its port.")


def test_corrections_of_origins_are_not_about_claims() -> None:
    assert read_corrections([_event(CorrectionKind.SAME_ORIGIN, "BelTA", "Belta")]) == ClaimCorrections()


# --- ids ---


def test_an_earlier_mention_takes_over_and_the_old_id_stays_as_an_alias() -> None:
    later = _later("The Lomwick harbour was closed.")
    (alone,) = _merged(later)
    both = _merged(later, HOME)
    assert aliases(both) == {alone.id: both[0].id}


def test_nothing_in_nothing_out() -> None:
    assert merge([], {}, {}, Scorer()) == []
