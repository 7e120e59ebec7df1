"""The label function: every numbered case of the rule book, and the laws."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Confidence, How, Kind, Label, Origin, Reason, Row, Stance, State, Unjudged
from verifier.steps.verdicts import Frame, comparable, decide

MONDAY, TUESDAY, WEDNESDAY = date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 6)


def row(article: str, origin: str | None, stance: Stance = Stance.SUPPORTS, **cells: object) -> Row:
    """A row by a named origin in a document of its own; `cells` overrides."""
    base = Row(
        article_id=article,
        document=article,
        stance=stance,
        origin=Origin(origin, origin) if origin else None,
        group=origin,
        named=origin is not None,
        quote=f"{origin} in {article}",
    )
    return replace(base, **cells)  # type: ignore[arg-type]


def against(article: str, origin: str | None, how: How = How.DENIAL, **cells: object) -> Row:
    return row(article, origin, Stance.CONTRADICTS, how=how, **cells)


def outcome(*rows: Row) -> tuple[Label, Reason]:
    decision = decide(rows)
    return decision.label, decision.reason


def test_case_01_reprints_are_one_origin() -> None:
    decision = decide([row("A", "X"), row("B", "X", document="A"), row("C", "X", document="A")])
    assert (decision.label, decision.reason) == (Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED)
    assert (decision.n_origins, decision.n_articles) == (1, 3)


def test_case_02_two_interviews_with_one_person() -> None:
    assert outcome(row("A", "X"), row("B", "X")) == (Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED)


def test_case_03_two_independent_origins() -> None:
    decision = decide([row("A", "General Staff"), row("B", "satellite firm")])
    assert (decision.label, decision.reason) == (Label.CORROBORATED, Reason.INDEPENDENT_ORIGINS)
    assert decision.n_origins == 2


def test_case_04_denial() -> None:
    assert outcome(row("A", "General Staff"), against("B", "Minsk")) == (Label.DISPUTED, Reason.DENIAL)


def test_case_05_an_update_is_no_dispute() -> None:
    early, late = row("A", "police", said_at=MONDAY), row("B", "police", said_at=WEDNESDAY)
    ten = decide([early, against("B", "police", How.DIFFERENT_VALUE, said_at=WEDNESDAY)])
    fourteen = decide([late, against("A", "police", How.DIFFERENT_VALUE, said_at=MONDAY)])
    assert (ten.label, ten.state) == (Label.SINGLE_SOURCE, State.SUPERSEDED)
    assert (fourteen.label, fourteen.state) == (Label.SINGLE_SOURCE, State.CURRENT)


def test_case_06_at_least_ten_and_twelve() -> None:
    at_least_ten = [row("A", "police"), row("B", "hospital")]
    twelve = [row("B", "hospital"), row("A", "police", Stance.RELATED)]
    assert outcome(*at_least_ten) == (Label.CORROBORATED, Reason.INDEPENDENT_ORIGINS)
    assert outcome(*twelve) == (Label.SINGLE_SOURCE, Reason.RELATED_ONLY)


def test_case_07_a_plan_and_its_realisation_are_two_claims() -> None:
    plan, done = Frame(Kind.FORECAST), Frame(Kind.FACT)
    assert not comparable(plan, done)
    assert not comparable(done, plan)
    assert outcome(row("A", "X"), row("B", "Y", comparable=False)) == (Label.SINGLE_SOURCE, Reason.RELATED_ONLY)


def test_case_08_both_lead_back_to_z() -> None:
    assert outcome(row("A", "Z"), row("B", "Z")) == (Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED)


def test_case_09_other_account_once_the_language_is_judged() -> None:
    first = row("A", "X")
    unread = decide([first, row("B", None, Stance.UNJUDGED, note=Unjudged.LANGUAGE)])
    assert (unread.label, unread.provisional) == (Label.SINGLE_SOURCE, False)
    assert (unread.n_unjudged, unread.n_language) == (1, 1)
    assert outcome(first, against("B", "B", How.OTHER_ACCOUNT, own_voice=True)) == (
        Label.DISPUTED,
        Reason.OTHER_ACCOUNT,
    )


def test_case_10_forty_rewrites_and_one_denial() -> None:
    rewrites = [row(f"copy {n}", "A", document=f"rewrite {n}") for n in range(40)]
    decision = decide([*rewrites, against("D", "D")])
    assert decision.label is Label.DISPUTED
    assert [r.article_id for r in decision.contradicting] == ["D"]


def test_case_12_a_time_out_is_unjudged_and_provisional() -> None:
    decision = decide([row("A", "X"), row("B", None, Stance.UNJUDGED, note="time-out")])
    assert decision.label is Label.SINGLE_SOURCE
    assert decision.provisional
    assert decision.confidence is Confidence.LOW
    assert decision.n_unjudged == 1


def test_case_13_one_article_holds_both() -> None:
    assert outcome(row("A", "X"), against("A", "Y"))[0] is Label.DISPUTED


def test_case_14_two_origins_in_one_article() -> None:
    both = [row("A", "X"), row("A", "Y")]
    assert outcome(*both) == (Label.SINGLE_SOURCE, Reason.ONE_ARTICLE)
    assert outcome(*both, row("B", "X")) == (Label.CORROBORATED, Reason.INDEPENDENT_ORIGINS)


def test_case_15_planned_and_counted_differ() -> None:
    planned = Frame(Kind.INTENT, times=((date(2023, 10, 1), date(2023, 10, 1)),), stock=True)
    counted = Frame(Kind.FACT, times=((date(2024, 1, 10), date(2024, 1, 10)),), stock=True)
    assert not comparable(planned, counted)


def test_case_16_different_values_of_one_stock() -> None:
    claim = Frame(Kind.FACT, scope="soldier", times=((date(2023, 1, 25), date(2023, 1, 25)),), stock=True)
    other = Frame(Kind.FACT, scope="soldier", times=((date(2023, 1, 30), date(2023, 1, 30)),), stock=True)
    assert comparable(claim, other, How.DIFFERENT_VALUE)
    assert outcome(row("A", "intelligence"), against("B", "border service", How.DIFFERENT_VALUE)) == (
        Label.DISPUTED,
        Reason.DIFFERENT_VALUE,
    )


def test_case_17_a_value_within_the_range() -> None:
    assert outcome(row("A", "X"), row("B", "Y"))[0] is Label.CORROBORATED


def test_case_18_two_unnamed_officials() -> None:
    assert outcome(row("A", "A", weak=True), row("B", "B", weak=True)) == (Label.SINGLE_SOURCE, Reason.ORIGIN_UNCLEAR)


def test_case_19_ministry_about_itself() -> None:
    rows = [row(f"outlet {n}", "ministry") for n in range(9)]
    assert outcome(*rows) == (Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED)


def test_case_20_a_report_called_nonsense() -> None:
    decision = decide([row("A", "A", own_voice=True), row("B", "A"), against("B", "Y")])
    assert (decision.label, decision.reason, decision.n_origins) == (Label.DISPUTED, Reason.DENIAL, 1)


def test_case_21_the_agency_cites_the_broadcaster() -> None:
    assert outcome(row("A", "military TV"), row("TV", "military TV"))[1] is Reason.ONE_ORIGIN_REPEATED


def test_case_22_a_corrected_article_loses_its_row() -> None:
    before, other = row("A v1", "X"), row("B", "Y")
    assert outcome(before, other)[0] is Label.CORROBORATED
    assert outcome(other) == (Label.SINGLE_SOURCE, Reason.NOTHING_RELATED)


def test_case_23_withdrawn_by_its_own_origin() -> None:
    decision = decide([row("A", "X", said_at=MONDAY), against("B", "X", said_at=WEDNESDAY)])
    assert (decision.label, decision.state) == (Label.SINGLE_SOURCE, State.SUPERSEDED)


def test_case_24_a_recanted_denial() -> None:
    rows = [against("B", "Y", said_at=MONDAY), row("C", "Y", said_at=WEDNESDAY), row("A", "X", said_at=TUESDAY)]
    assert outcome(*rows)[0] is Label.CORROBORATED


def test_case_25_an_unnamed_source_weakens() -> None:
    decision = decide([row("A", "A", weak=True), row("B", "General Staff", strong=True)])
    assert (decision.label, decision.confidence) == (Label.CORROBORATED, Confidence.LOW)


def test_case_26_only_a_denial() -> None:
    decision = decide([against("B", "Y")])
    assert (decision.label, decision.n_origins, decision.n_contradicting_origins) == (Label.DISPUTED, 0, 1)


def test_case_27_own_voices_are_moderate_at_most() -> None:
    decision = decide([row("A", "A", own_voice=True, strong=True), row("B", "B", own_voice=True, strong=True)])
    assert (decision.label, decision.confidence) == (Label.CORROBORATED, Confidence.MODERATE)


def test_case_28_an_unnamed_denial_is_a_possible_dispute() -> None:
    decision = decide([row("A", "X"), against("B", "B", named=False)])
    assert decision.label is Label.SINGLE_SOURCE
    assert decision.possible_dispute


def test_allied_bodies_alone_are_low_and_a_third_origin_lifts_it() -> None:
    ministry = row("A", "ministry", strong=True, allied_with=frozenset({"army"}))
    army = row("B", "army", strong=True)
    assert decide([ministry, army]).confidence is Confidence.LOW
    assert decide([ministry, army, row("C", "hospital", strong=True)]).confidence is Confidence.HIGH


def test_rows_without_an_origin_leave_it_unclear() -> None:
    assert outcome(row("A", None)) == (Label.SINGLE_SOURCE, Reason.ORIGIN_UNCLEAR)
    assert decide([row("A", None, strong=True)]).confidence is Confidence.MODERATE
    assert decide([row("A", None)]).n_origins == 1
    assert outcome(row("A", "X"), row("B", None)) == (Label.SINGLE_SOURCE, Reason.ORIGIN_UNCLEAR)
    assert outcome(row("A", "X"), row("B", None, document="A")) == (Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED)


@pytest.mark.parametrize(
    ("hows", "reason"),
    [
        ((How.DOUBT, How.OTHER_ACCOUNT), Reason.OTHER_ACCOUNT),
        ((How.OTHER_ACCOUNT, How.DIFFERENT_VALUE), Reason.DIFFERENT_VALUE),
        ((How.DIFFERENT_VALUE, How.DENIAL, How.DOUBT), Reason.DENIAL),
    ],
)
def test_the_weightiest_manner_gives_the_reason_and_stands_first(hows: tuple[How, ...], reason: Reason) -> None:
    rows = [against(f"B{n}", f"Y{n}", how, strong=how is How.DOUBT) for n, how in enumerate(hows)]
    decision = decide([row("A", "X"), *rows])
    assert decision.reason is reason
    assert decision.contradicting[0].how == reason.value
    assert decision.n_contradicting_origins == len(hows)


def test_the_party_concerned_stands_first_of_those_who_deny() -> None:
    decision = decide([row("A", "X"), against("B", "Y", strong=True), against("C", "Z", by_party=True)])
    assert [r.article_id for r in decision.contradicting] == ["C", "B"]


def test_contradictions_that_count_stand_before_those_that_do_not() -> None:
    unnamed = against("B", "B", named=False, strong=True)
    recanted = [against("C", "Y", said_at=MONDAY, strong=True), row("D", "Y", said_at=WEDNESDAY)]
    decision = decide([row("A", "X"), unnamed, *recanted, against("E", "Z", How.DOUBT)])
    assert (decision.reason, decision.n_contradicting_origins) == (Reason.DOUBT, 1)
    assert decision.contradicting[0].article_id == "E"
    assert not decision.possible_dispute


def test_allied_deniers_are_two_origins() -> None:
    deniers = [against("B", "army", allied_with=frozenset({"ministry"})), against("C", "ministry")]
    assert decide([row("A", "X"), *deniers]).n_contradicting_origins == 2


def test_equal_or_unknown_statement_times_supersede_nothing() -> None:
    for said, withdrawn in ((MONDAY, MONDAY), (None, WEDNESDAY), (MONDAY, None), (None, None)):
        decision = decide([row("A", "X", said_at=said), against("B", "X", said_at=withdrawn)])
        assert (decision.label, decision.state) == (Label.DISPUTED, State.CURRENT)


def test_who_withdraws_and_says_it_again_stands_by_it() -> None:
    said = [row("A", "X", said_at=MONDAY), against("B", "X", said_at=TUESDAY), row("C", "X", said_at=WEDNESDAY)]
    decision = decide(said)
    assert (decision.label, decision.state) == (Label.SINGLE_SOURCE, State.CURRENT)


def test_an_origin_that_withdraws_leaves_the_others() -> None:
    rows = [row("A", "X", said_at=MONDAY), against("B", "X", said_at=WEDNESDAY), row("C", "Z"), row("D", "W")]
    assert decide(rows).label is Label.DISPUTED
    assert decide(rows).n_origins == 2


@pytest.mark.parametrize("reason", list(Unjudged))
def test_only_the_language_leaves_a_label_final(reason: Unjudged) -> None:
    decision = decide([row("A", "X"), row("B", None, Stance.UNJUDGED, note=reason.value)])
    assert decision.provisional is (reason is not Unjudged.LANGUAGE)


def test_an_anonymous_origin_never_votes_against() -> None:
    assert outcome(row("A", "X"), against("B", None))[0] is Label.SINGLE_SOURCE


def test_nothing_at_all() -> None:
    decision = decide([])
    assert (decision.label, decision.reason) == (Label.SINGLE_SOURCE, Reason.NOTHING_RELATED)
    assert (decision.n_origins, decision.n_articles, decision.confidence) == (0, 0, Confidence.MODERATE)


@pytest.mark.parametrize(
    ("claim", "statement", "how", "expected"),
    [
        (Frame(Kind.FACT), Frame(Kind.FACT), None, True),
        (Frame(Kind.FORECAST), Frame(Kind.INTENT), None, True),
        (Frame(Kind.INTENT), Frame(Kind.FACT), How.DENIAL, True),
        (Frame(Kind.FORECAST), Frame(Kind.OPINION), How.DOUBT, True),
        (Frame(Kind.FORECAST), Frame(Kind.FACT), How.DIFFERENT_VALUE, False),
        (Frame(Kind.FACT), Frame(Kind.INTENT), How.DENIAL, False),
        (Frame(Kind.FACT, scope="soldier"), Frame(Kind.FACT, scope="tank"), None, False),
        (Frame(Kind.FACT, scope="soldier"), Frame(Kind.FACT), None, True),
        (Frame(Kind.FACT, place="Oru"), Frame(Kind.FACT, place="Vell"), None, False),
        (Frame(Kind.FACT, times=((MONDAY, MONDAY),)), Frame(Kind.FACT, times=((MONDAY, MONDAY),)), None, True),
        (Frame(Kind.FACT, times=((MONDAY, MONDAY),)), Frame(Kind.FACT, times=((WEDNESDAY, WEDNESDAY),)), None, False),
        (
            Frame(Kind.FACT, times=((MONDAY, MONDAY),), stock=True),
            Frame(Kind.FACT, times=((date(2024, 3, 18), date(2024, 3, 18)),), stock=True),
            None,
            True,
        ),
        (
            Frame(Kind.FACT, times=((MONDAY, MONDAY),), stock=True),
            Frame(Kind.FACT, times=((date(2024, 3, 19), date(2024, 3, 19)),), stock=True),
            None,
            False,
        ),
        (Frame(Kind.FACT, times=((WEDNESDAY, WEDNESDAY),)), Frame(Kind.FACT, published=MONDAY), None, False),
        (Frame(Kind.FACT, times=((WEDNESDAY, WEDNESDAY),)), Frame(Kind.FACT, published=TUESDAY), None, True),
        (
            Frame(Kind.FACT, times=((WEDNESDAY, WEDNESDAY),), ahead=True),
            Frame(Kind.FACT, published=MONDAY),
            None,
            True,
        ),
        (Frame(Kind.FACT, times=((MONDAY, date.max),)), Frame(Kind.FACT, times=((WEDNESDAY, WEDNESDAY),)), None, True),
        (Frame(Kind.FACT, times=((date.min, MONDAY),)), Frame(Kind.FACT, published=WEDNESDAY), None, True),
        (
            Frame(Kind.FACT, times=((WEDNESDAY, WEDNESDAY),), stock=True),
            Frame(Kind.FACT, published=MONDAY),
            None,
            True,
        ),
        (Frame(Kind.FACT, times=((MONDAY, WEDNESDAY),)), Frame(Kind.FACT, times=((TUESDAY, TUESDAY),)), None, True),
        (Frame(Kind.INTENT, times=((WEDNESDAY, WEDNESDAY),)), Frame(Kind.INTENT, published=TUESDAY), None, True),
    ],
)
def test_comparable(claim: Frame, statement: Frame, how: How | None, expected: bool) -> None:
    assert comparable(claim, statement, how) is expected


ORIGINS = st.one_of(st.none(), st.sampled_from("PQRS"))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    origin = draw(ORIGINS)
    stance = draw(st.sampled_from(list(Stance)))
    return row(
        draw(st.sampled_from("ABCDE")),
        origin,
        stance,
        document=draw(st.sampled_from("abc")),
        how=draw(st.sampled_from(list(How))) if stance is Stance.CONTRADICTS else None,
        weak=draw(st.booleans()) if origin else False,
        named=draw(st.booleans()) if origin else False,
        own_voice=draw(st.booleans()),
        strong=draw(st.booleans()),
        comparable=draw(st.booleans()),
        allied_with=frozenset(draw(st.sets(st.sampled_from("PQRS"), max_size=2))),
        said_at=draw(st.one_of(st.none(), st.sampled_from([MONDAY, TUESDAY, WEDNESDAY]))),
        note=draw(st.sampled_from(["", Unjudged.LANGUAGE, "time-out"])) if stance is Stance.UNJUDGED else "",
        quote=draw(st.text("xyz", min_size=1, max_size=3)),
        by_party=draw(st.booleans()) if stance is Stance.CONTRADICTS else False,
    )


@given(st.lists(rows(), max_size=9), st.integers())
def test_law_the_order_of_rows_never_matters(given_rows: list[Row], seed: int) -> None:
    shuffled = given_rows[:]
    random.Random(seed).shuffle(shuffled)
    assert decide(given_rows) == decide(shuffled)


@given(st.lists(rows(), max_size=9))
def test_law_corroborated_implies_two_origins(given_rows: list[Row]) -> None:
    decision = decide(given_rows)
    if decision.label is Label.CORROBORATED:
        assert decision.n_origins >= 2
    if decision.label is Label.DISPUTED:
        assert decision.n_contradicting_origins >= 1


@given(st.lists(rows(), max_size=9))
def test_law_counts_add_up_and_no_row_is_lost(given_rows: list[Row]) -> None:
    d = decide(given_rows)
    parts = (*d.contradicting, *d.deciding, *d.repeats, *d.related, *d.unjudged)
    assert sorted(map(repr, parts)) == sorted(map(repr, given_rows))
    assert d.n_unjudged == len(d.unjudged) >= d.n_language
    assert d.n_articles == len({r.article_id for r in d.supporting})
    assert (d.n_origins == 0) == (not d.supporting)


@given(st.lists(rows(), min_size=1, max_size=9), st.data())
def test_law_a_further_copy_of_a_counted_support_never_changes_the_label(
    given_rows: list[Row], data: st.DataObject
) -> None:
    """A copy has group, document and weakness of a standing row; it comes in an article of its own."""
    decision = decide(given_rows)
    counted = [r for r in decision.deciding if r.origin]
    if not counted:
        return
    copy = replace(data.draw(st.sampled_from(counted)), article_id="copy", said_at=None)
    again = decide([*given_rows, copy])
    assert again.label is decision.label
    assert again.n_origins == decision.n_origins


@given(st.lists(rows(), max_size=9))
def test_law_unjudged_rows_never_vote(given_rows: list[Row]) -> None:
    judged = [r for r in given_rows if r.stance is not Stance.UNJUDGED]
    assert decide(given_rows).label is decide(judged).label


@given(st.lists(rows(), max_size=9))
def test_law_every_reason_belongs_to_its_label(given_rows: list[Row]) -> None:
    decision = decide(given_rows)
    disputed = {Reason(how.value) for how in How}
    if decision.label is Label.DISPUTED:
        assert decision.reason in disputed
    elif decision.label is Label.CORROBORATED:
        assert decision.reason is Reason.INDEPENDENT_ORIGINS
    else:
        assert decision.reason not in disputed | {Reason.INDEPENDENT_ORIGINS}
