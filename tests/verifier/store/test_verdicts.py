"""Verdicts: whole, in pages, counted, with their history."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from verifier.domain import (
    Claim,
    Confidence,
    Decision,
    Kind,
    Label,
    Origin,
    Reason,
    Row,
    Stance,
    State,
    Unjudged,
    Verdict,
)
from verifier.errors import StoreError, UsageError
from verifier.store import Page, Store, VerdictFilter, VerdictSummary
from verifier.store.tables import label_change
from verifier.store.tables import verdict as table
from verifier.store.verdicts import SortKey, _listed, sort_key

REASONS = {
    Label.CORROBORATED: Reason.INDEPENDENT_ORIGINS,
    Label.DISPUTED: Reason.DENIAL,
    Label.SINGLE_SOURCE: Reason.NOTHING_RELATED,
}
ALL = VerdictFilter()


def row(stance: Stance, origin: str | None = "Staff", outlet: str | None = "News", day: int | None = 8) -> Row:
    return Row(
        article_id=f"article-{outlet}",
        document="d",
        stance=stance,
        origin=None if origin is None else Origin(f"origin-{origin.casefold()}", origin),
        outlet=outlet,
        published=None if day is None else date(2023, 1, day),
        quote="It rained.",
    )


SUPPORT = row(Stance.SUPPORTS)


def verdict(
    name: str,
    label: Label = Label.SINGLE_SOURCE,
    *,
    n_origins: int = 1,
    n_against: int = 0,
    n_articles: int = 1,
    supporting: tuple[Row, ...] = (SUPPORT,),
    contradicting: tuple[Row, ...] = (),
    kind: Kind = Kind.FACT,
    state: State = State.CURRENT,
    confidence: Confidence = Confidence.MODERATE,
    claim_text: str = "It rained in Minsk.",
) -> Verdict:
    decision = Decision(
        label=label,
        reason=REASONS[label],
        state=state,
        provisional=False,
        confidence=confidence,
        possible_dispute=False,
        n_origins=n_origins,
        n_articles=n_articles,
        n_contradicting_origins=n_against,
        n_unjudged=0,
        n_language=0,
        contradicting=contradicting,
        deciding=supporting,
    )
    claim = Claim(f"claim-{name}", claim_text, kind)
    return Verdict(claim, decision, "because", date(2023, 1, 12), 23, "embedded", "fp")


def names(page: Page) -> list[str]:
    return [item.claim_id.removeprefix("claim-") for item in page.items]


def listed(store: Store, wanted: VerdictFilter) -> list[str]:
    return names(store.verdicts(wanted, limit=100))


def test_a_verdict_comes_back_whole(store: Store) -> None:
    full = replace(verdict("a", contradicting=(row(Stance.CONTRADICTS, "Ministry"),)), warnings=("one article",))
    store.put_verdicts([full])

    assert store.verdict("claim-a") == full
    assert store.verdict("claim-") == full
    assert store.verdict("claim-b") is None
    assert list(store.each_verdict(ALL)) == [full]


def test_a_summary_says_what_a_list_shows(store: Store) -> None:
    supporting = (row(Stance.SUPPORTS, "Staff", day=3), row(Stance.SUPPORTS, "Hajun"), row(Stance.SUPPORTS, "Staff"))
    against = (row(Stance.CONTRADICTS, "Ministry", day=9), row(Stance.CONTRADICTS, None, day=None))
    store.put_verdicts(
        [
            verdict(
                "a",
                Label.DISPUTED,
                n_origins=2,
                n_against=1,
                n_articles=3,
                supporting=supporting,
                contradicting=against,
            )
        ]
    )

    (summary,) = store.verdicts(ALL, limit=1).items

    assert summary == VerdictSummary(
        claim_id="claim-a",
        text="It rained in Minsk.",
        kind=Kind.FACT,
        label=Label.DISPUTED,
        reason=Reason.DENIAL,
        state=State.CURRENT,
        confidence=Confidence.MODERATE,
        provisional=False,
        n_origins=2,
        n_articles=3,
        n_contradicting_origins=1,
        origins=("Staff", "Hajun"),
        contradicting_origins=("Ministry",),
        newest=date(2023, 1, 9),
        as_of=date(2023, 1, 12),
        engine="embedded",
        fingerprint="fp",
    )


def test_a_verdict_is_found_by_a_former_id(store: Store) -> None:
    store.put_claims([Claim("claim-new", "x", Kind.FACT)], {"claim-old": "claim-new"})
    store.put_verdicts([verdict("new")])

    assert store.verdict("claim-old") == verdict("new")


def test_several_verdicts_that_begin_so_are_ambiguous(store: Store) -> None:
    store.put_verdicts([verdict("a1"), verdict("a2")])

    with pytest.raises(UsageError, match="claim-a1, claim-a2"):
        store.verdict("claim-a")


def test_putting_replaces_all_there_is_of_a_verdict(store: Store) -> None:
    store.put_verdicts([verdict("a", claim_text="It rained."), verdict("b")])
    after = verdict(
        "a", Label.CORROBORATED, supporting=(row(Stance.SUPPORTS, "Hajun", "Post"),), claim_text="It hailed."
    )
    store.put_verdicts([after])

    assert store.verdict("claim-a") == after
    assert store.count_by_label(ALL) == {Label.CORROBORATED: 1, Label.DISPUTED: 0, Label.SINGLE_SOURCE: 1}
    assert listed(store, VerdictFilter(origin="Staff")) == ["b"]
    assert listed(store, VerdictFilter(outlet="News")) == ["b"]
    assert listed(store, VerdictFilter(text="rained")) == ["b"]
    assert listed(store, VerdictFilter(text="hailed", origin="Hajun", outlet="Post")) == ["a"]


def test_the_list_is_ordered_by_urgency(store: Store) -> None:
    def dated(day: int | None) -> tuple[Row, ...]:
        return (row(Stance.SUPPORTS, day=day),)

    in_order = [
        verdict("9", Label.DISPUTED, n_origins=2, n_against=2, supporting=dated(1)),
        verdict("8", Label.DISPUTED, n_origins=1, n_against=2, supporting=dated(9)),
        verdict("7", Label.DISPUTED, n_origins=2, n_against=1, n_articles=9, supporting=dated(8)),
        verdict("6", Label.SINGLE_SOURCE, n_articles=5, supporting=dated(2)),
        verdict("5", Label.SINGLE_SOURCE, n_articles=1, supporting=dated(9)),
        verdict("3", Label.SINGLE_SOURCE, n_articles=1, supporting=dated(2)),
        verdict("4", Label.SINGLE_SOURCE, n_articles=1, supporting=dated(2)),
        verdict("2", Label.SINGLE_SOURCE, n_articles=1, supporting=dated(None)),
        verdict("1", Label.CORROBORATED, n_articles=2, supporting=dated(9)),
        verdict("0", Label.CORROBORATED, n_articles=99, supporting=dated(8)),
    ]
    store.put_verdicts(random.Random(1).sample(in_order, len(in_order)))

    assert listed(store, ALL) == [each.claim.id.removeprefix("claim-") for each in in_order]
    assert list(store.each_verdict(ALL)) == in_order


def many(number: int) -> Iterator[Verdict]:
    """Verdicts full of ties in everything but their ids."""
    dice = random.Random(7)
    for one in range(number):
        yield verdict(
            f"{one:04}",
            dice.choice(list(Label)),
            n_origins=dice.choice([1, 2]),
            n_articles=dice.choice([1, 2]),
            supporting=(row(Stance.SUPPORTS, dice.choice(["Staff", "Hajun"]), day=dice.choice([1, 2, None])),),
            kind=dice.choice([Kind.FACT, Kind.OPINION]),
        )


@pytest.mark.parametrize("limit", [1, 7, 60, 61])
@pytest.mark.parametrize(
    "wanted", [ALL, VerdictFilter(label=Label.DISPUTED), VerdictFilter(kind=Kind.FACT, origin="Hajun", text="rain")]
)
def test_pages_join_to_the_whole_list(store: Store, limit: int, wanted: VerdictFilter) -> None:
    everything = sorted(many(60), key=sort_key)
    store.put_verdicts(everything)
    expected = [each.claim.id for each in store.each_verdict(wanted)]
    assert expected
    assert expected == [each.claim.id for each in everything if each.claim.id in set(expected)]

    paged: list[str] = []
    page = store.verdicts(wanted, limit=limit)
    while True:
        assert len(page.items) <= limit
        paged += [item.claim_id for item in page.items]
        if page.next is None:
            break
        page = store.verdicts(wanted, after=page.next, limit=limit)

    assert paged == expected
    assert sum(store.count_by_label(wanted).values()) == len(expected)


def test_more_verdicts_than_one_batch(store: Store) -> None:
    everything = list(many(1201))
    store.put_verdicts(iter(everything))

    assert sorted(each.claim.id for each in store.each_verdict(ALL)) == [each.claim.id for each in everything]
    assert store.drop_verdicts(keep={each.claim.id for each in everything[:100]}) == 1101
    assert sum(store.count_by_label(ALL).values()) == 100


def test_a_page_stays_where_it_was_while_others_come_and_go(store: Store) -> None:
    store.put_verdicts([verdict(name) for name in ("b", "d", "f")])
    first = store.verdicts(ALL, limit=2)
    store.put_verdicts([verdict("a"), verdict("e")])
    store.drop_verdicts(keep={"claim-a", "claim-b", "claim-e", "claim-f"})

    assert names(store.verdicts(ALL, after=first.next, limit=9)) == ["e", "f"]


@pytest.mark.parametrize(
    "wanted",
    [
        ALL,
        VerdictFilter(Label.DISPUTED),
        VerdictFilter(kind=Kind.FACT),
        VerdictFilter(origin="a", outlet="b", text="c"),
    ],
)
def test_a_page_is_walked_to_in_order_and_nothing_is_sorted(store: Store, wanted: VerdictFilter) -> None:
    query = _listed(select(table), wanted, SortKey(0, -3, -738000, "claim-a")).limit(51)
    literal = query.compile(store._engine, compile_kwargs={"literal_binds": True})
    with store._reading() as connection:
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {literal}"))]

    assert any("USING INDEX verdict_by_urgency" in step for step in plan), plan
    assert not any("ORDER BY" in step for step in plan), plan


@pytest.mark.parametrize(
    "cursor",
    ["", "1", "a:b:c:d", "1:2:3", "1.5:2:3:claim-a", "9999999999999999999999:1:1:claim-a", "'; DROP TABLE verdict; --"],
)
def test_what_is_no_place_in_the_list_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(UsageError, match="not a place in the list"):
        store.verdicts(ALL, after=cursor, limit=1)


def test_a_page_holds_something(store: Store) -> None:
    with pytest.raises(ValueError, match="not 0"):
        store.verdicts(ALL, limit=0)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (VerdictFilter(label=Label.DISPUTED), ["d"]),
        (VerdictFilter(kind=Kind.FORECAST), ["c"]),
        (VerdictFilter(state=State.SUPERSEDED), ["s"]),
        (VerdictFilter(confidence=Confidence.LOW), ["s"]),
        (VerdictFilter(origin="МИНИСТЕРСТВО"), ["d"]),
        (VerdictFilter(origin="origin-hajun"), ["c"]),
        (VerdictFilter(origin="Haj"), []),
        (VerdictFilter(outlet="post"), ["c", "d"]),
        (VerdictFilter(since=date(2023, 1, 9)), ["d"]),
        (VerdictFilter(until=date(2023, 1, 4)), ["c"]),
        (VerdictFilter(since=date(2023, 1, 4), until=date(2023, 1, 9)), ["c", "d"]),
        (VerdictFilter(since=date(2023, 1, 10)), []),
        (VerdictFilter(text="minsk"), ["c", "d"]),
        (VerdictFilter(text="MOBILI"), ["s"]),
        (VerdictFilter(text="в минске"), ["c"]),
        (VerdictFilter(text="minsk rain"), ["d"]),
        (VerdictFilter(text="obilise"), []),
        (VerdictFilter(text="  "), ["c", "d", "s"]),
        (VerdictFilter(text="!?"), []),
        (VerdictFilter(outlet="post", kind=Kind.FACT, text="rain"), ["d"]),
        (VerdictFilter(outlet="post", state=State.SUPERSEDED), []),
    ],
)
def test_filters_are_joined_by_and(store: Store, wanted: VerdictFilter, expected: list[str]) -> None:
    against = (row(Stance.CONTRADICTS, "Министерство", "Post", 9),)
    hajun = (row(Stance.SUPPORTS, "Hajun", "Post", 4),)
    store.put_verdicts(
        [
            verdict("d", Label.DISPUTED, contradicting=against, claim_text="Heavy rain fell in Minsk."),
            verdict("c", supporting=hajun, kind=Kind.FORECAST, claim_text="Fog in Minsk (в Минске туман)."),
            verdict(
                "s",
                supporting=(row(Stance.SUPPORTS, None, None, None),),
                state=State.SUPERSEDED,
                confidence=Confidence.LOW,
                claim_text="They mobilise 1,400 men.",
            ),
        ]
    )

    assert sorted(listed(store, wanted)) == expected
    assert [each.claim.id for each in store.each_verdict(wanted)] == [f"claim-{each}" for each in listed(store, wanted)]
    assert sum(store.count_by_label(wanted).values()) == len(expected)


@pytest.mark.parametrize(
    "injected", ['" OR "rain', "rain OR snow", "text:rain", "%", "_", "x'; DROP TABLE verdict; --", "\ud800", "\0"]
)
def test_a_filter_is_never_a_query_language(store: Store, injected: str) -> None:
    store.put_verdicts([verdict("a", claim_text="Heavy rain.")])

    assert listed(store, VerdictFilter(text=injected)) == []
    if injected != "\ud800":
        assert listed(store, VerdictFilter(origin=injected)) == []
        assert listed(store, VerdictFilter(outlet=injected)) == []
    assert listed(store, VerdictFilter(text="rain")) == ["a"]


def label_changes(store: Store, claim_id: str) -> list[Any]:
    """The history of a claim's label, oldest first."""
    with store._reading() as connection:
        rows = connection.execute(select(label_change).where(label_change.c.claim_id == claim_id))
        return sorted(rows, key=lambda row: row.n)


def test_label_changes_are_kept_and_nothing_else(store: Store) -> None:
    single, disputed = verdict("a"), verdict("a", Label.DISPUTED)
    for each in (single, replace(single, fingerprint="fp2"), replace(disputed, fingerprint="fp3"), single):
        store.put_verdicts([each, verdict("b")])

    changes = label_changes(store, "claim-a")

    assert [(each.label, each.fingerprint) for each in changes] == [
        (Label.SINGLE_SOURCE, "fp"),
        (Label.DISPUTED, "fp3"),
        (Label.SINGLE_SOURCE, "fp"),
    ]
    assert all(each.at.tzinfo is UTC for each in changes)
    assert len(label_changes(store, "claim-b")) == 1


def test_a_new_reason_is_a_change(store: Store) -> None:
    before = verdict("a")
    after = replace(before, decision=replace(before.decision, reason=Reason.RELATED_ONLY))
    store.put_verdicts([before])
    store.put_verdicts([after])

    assert [each.reason for each in label_changes(store, "claim-a")] == [Reason.NOTHING_RELATED, Reason.RELATED_ONLY]


def test_history_outlives_the_verdict(store: Store) -> None:
    store.put_verdicts([verdict("old"), verdict("kept")])
    assert store.drop_verdicts(keep={"claim-kept", "claim-unknown"}) == 1
    assert store.verdict("claim-old") is None
    assert [each.label for each in label_changes(store, "claim-old")] == [Label.SINGLE_SOURCE]


def test_labels_that_moved_since_a_moment(store: Store) -> None:
    kept, reworded = verdict("kept"), verdict("reworded")
    store.put_verdicts([verdict("moved"), verdict("twice"), kept, reworded, verdict("gone")])
    since = datetime.now(UTC)
    other_reason = replace(reworded, decision=replace(reworded.decision, reason=Reason.RELATED_ONLY))
    store.put_verdicts([verdict("moved", Label.DISPUTED), verdict("twice", Label.DISPUTED), kept, other_reason])
    store.put_verdicts([verdict("twice", Label.CORROBORATED), verdict("new"), verdict("gone", Label.DISPUTED)])
    store.drop_verdicts(keep={f"claim-{name}" for name in ("moved", "twice", "kept", "reworded", "new")})

    assert store.label_moves(since) == {
        (Label.SINGLE_SOURCE, Label.DISPUTED): 1,
        (Label.SINGLE_SOURCE, Label.CORROBORATED): 1,
        (Label.SINGLE_SOURCE, Label.SINGLE_SOURCE): 1,
        (None, Label.SINGLE_SOURCE): 1,
    }
    assert store.label_moves(datetime.now(UTC)) == {}


def test_a_claim_under_a_new_id_is_not_new_to_the_labels_that_moved(store: Store) -> None:
    store.put_verdicts([verdict("old")])
    since = datetime.now(UTC)
    store.put_claims([verdict("now").claim], {"claim-old": "claim-now"})
    store.put_verdicts([verdict("now", Label.DISPUTED)])
    store.drop_verdicts(keep={"claim-now"})

    assert store.label_moves(since) == {(Label.SINGLE_SOURCE, Label.DISPUTED): 1}


def test_more_labels_moved_than_one_batch(store: Store) -> None:
    since = datetime.now(UTC)
    store.put_verdicts([verdict(f"{n}") for n in range(1100)])

    assert store.label_moves(since) == {(None, Label.SINGLE_SOURCE): 1100}


def test_rows_not_judged_are_counted_by_reason(store: Store) -> None:
    def unjudged(*notes: str) -> tuple[Row, ...]:
        return tuple(replace(row(Stance.UNJUDGED), note=note) for note in notes)

    assert store.count_unjudged() == {}
    found = {"a": ("time-out", '"; --'), "b": ("time-out",), "c": ("",), "d": ()}
    for name, notes in found.items():
        one = verdict(name)
        store.put_verdicts([replace(one, decision=replace(one.decision, unjudged=unjudged(*notes)))])

    assert list(store.count_unjudged().items()) == [(Unjudged.TIMED_OUT, 2), ("", 1), ('"; --', 1)]


def test_an_empty_store_has_an_empty_page(store: Store) -> None:
    store.put_verdicts([])

    assert store.verdicts(ALL, limit=5) == Page((), None)
    assert store.drop_verdicts(keep=()) == 0


@pytest.mark.parametrize("column", ["kind", "label", "reason", "state", "confidence"])
def test_an_unknown_word_in_a_list_is_an_error(store: Store, column: str) -> None:
    store.put_verdicts([verdict("a")])
    with store._writing() as connection:
        connection.execute(text(f"UPDATE verdict SET {column} = 'likely'"))

    with pytest.raises(StoreError, match="'likely'"):
        store.verdicts(ALL, limit=1)


def test_an_unknown_word_in_a_verdict_is_an_error(store: Store) -> None:
    store.put_verdicts([verdict("a")])
    with store._writing() as connection:
        connection.execute(text("UPDATE verdict_document SET document = replace(document, 'fact', 'gossip')"))

    with pytest.raises(StoreError, match="'gossip'"):
        store.verdict("claim-a")
