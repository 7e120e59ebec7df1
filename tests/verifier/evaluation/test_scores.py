"""The figures are what their names say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Article, Claim, How, Kind, Label, Origin, Row, Stance, Verdict
from verifier.evaluation import (
    Answer,
    Evaluation,
    GoldClaim,
    GoldRow,
    Places,
    Share,
    answer,
    count_articles,
    score,
    score_labels,
)
from verifier.steps.origins import OriginBook
from verifier.steps.reading import Reader
from verifier.steps.rows import Collection
from verifier.steps.verdicts import decide

C, D, S = Label.CORROBORATED, Label.DISPUTED, Label.SINGLE_SOURCE

TEXT = "The dam was closed. Eleven trains\narrived. The mayor resigned."
ARTICLES = [
    Article("article-1", "folder/a.txt", "", TEXT, (), url="https://x.example/a"),
    Article("article-2", "folder/b.jsonl#2", "", TEXT, ()),
    Article("article-3", "c.txt", "", "Nonsense.", ()),
]
COLLECTION = Collection(
    {one.id: one for one in ARTICLES}, {one.id: one.id for one in ARTICLES}, {}, OriginBook([]), Reader()
)


def row(article: str, quote: str = "", stance: Stance = Stance.SUPPORTS) -> Row:
    """A row whose origin is named after its article, quoting `quote` where the article has it."""
    start = TEXT.find(quote)
    how = How.DENIAL if stance is Stance.CONTRADICTS else None
    origin = Origin(article, article)
    return Row(
        article, article, stance, how, origin, article, named=True, quote=quote, start=start, end=start + len(quote)
    )


def verdict(*rows: Row) -> Verdict:
    return Verdict(Claim("claim-1", "text", Kind.FACT), decide(rows), "", None, 3, "fake", "verdict-1")


def gold(
    label: Label = S,
    support: tuple[GoldRow, ...] = (),
    contradict: tuple[GoldRow, ...] = (),
    n_origins: int | None = None,
) -> GoldClaim:
    return GoldClaim(1, "g1", "text", label, None, n_origins, support, contradict)


def figures(gold: list[GoldClaim], verdicts: list[Verdict], mentions: dict[str, list[tuple[int, int]]]) -> Evaluation:
    places = Places(ARTICLES)
    return score(gold, verdicts, answer(gold, verdicts, places, COLLECTION), places, mentions)


# --- labels ---


def test_scores_of_labels() -> None:
    scores = score_labels([C, C, D, S, S, S], [C, S, D, S, C, S])
    assert scores.confusion == {
        C: {C: 1, D: 0, S: 1},
        D: {C: 0, D: 1, S: 0},
        S: {C: 1, D: 0, S: 2},
    }
    assert scores.labels[C].precision == 0.5
    assert scores.labels[C].recall == 0.5
    assert scores.labels[S].recall == pytest.approx(2 / 3)
    assert scores.macro_f1 == pytest.approx((0.5 + 1 + 2 / 3) / 3)
    assert scores.accuracy == Share(4, 6)
    assert scores.wrongly_corroborated == Share(1, 6)


def test_a_label_that_does_not_occur_is_left_out_of_the_mean() -> None:
    assert score_labels([S, S], [S, S]).macro_f1 == 1
    assert score_labels([S, S], [S, D]).macro_f1 == pytest.approx((2 / 3) / 2)
    assert score_labels([], []).macro_f1 == 0


@given(st.lists(st.tuples(st.sampled_from(Label), st.sampled_from(Label))))
def test_laws_of_scores(pairs: list[tuple[Label, Label]]) -> None:
    scores = score_labels([a for a, _ in pairs], [b for _, b in pairs])
    assert sum(sum(given.values()) for given in scores.confusion.values()) == len(pairs)
    assert sum(one.n_gold for one in scores.labels.values()) == len(pairs)
    assert sum(one.n_given for one in scores.labels.values()) == len(pairs)
    assert 0 <= scores.macro_f1 <= 1
    assert (scores.macro_f1 == 1) == bool(pairs and all(a == b for a, b in pairs))
    for one in scores.labels.values():
        total = one.precision + one.recall
        assert one.f1 == pytest.approx(2 * one.precision * one.recall / total if total else 0)


def test_the_baseline_counts_articles_alone() -> None:
    assert count_articles(verdict().decision) == Answer(S, 0)
    assert count_articles(verdict(row("article-1")).decision) == Answer(S, 1)
    repeated = [replace(row(article), origin=Origin("police", "police"), group="police") for article in "ab"]
    assert verdict(*repeated).decision.label is S
    assert count_articles(verdict(*repeated).decision) == Answer(C, 2)
    denied = verdict(row("article-1"), row("article-2"), row("article-3", stance=Stance.CONTRADICTS))
    assert denied.decision.label is D
    assert count_articles(denied.decision) == Answer(C, 2)


# --- gold rows in the collection ---


@pytest.mark.parametrize("name", ["article-1", "folder/a.txt", "a.txt", "https://x.example/a"])
def test_an_article_by_any_of_its_names(name: str) -> None:
    places = Places(ARTICLES)
    for gold_row in (GoldRow(name, None), GoldRow(name, name), GoldRow(name, "The dam was closed")):
        assert [span.article_id for span in places.spans(gold_row)] == ["article-1"]
        assert places.located(gold_row)
    assert not places.quoted(GoldRow(name, name))


def test_a_quote_alone_stands_where_it_stands() -> None:
    places = Places(ARTICLES)
    for gold_row in (GoldRow(None, "Eleven trains arrived"), GoldRow("Eleven trains arrived", "Eleven trains arrived")):
        spans = places.spans(gold_row)
        assert [(span.article_id, span.at) for span in spans] == [("article-1", (20, 41)), ("article-2", (20, 41))]


def test_rows_that_are_not_in_the_collection_are_named_and_missed() -> None:
    unknown = GoldRow("d.txt", "The dam was closed"), GoldRow("a.txt", "No such words"), GoldRow("x", "x")
    result = figures([gold(support=unknown)], [verdict(row("article-1", "The dam was closed."))], {})
    assert result.unlocated == ("'g1' (line 1): 'd.txt'", "'g1' (line 1): 'a.txt'", "'g1' (line 1): 'x'")
    assert result.support_recall == Share(1, 3)
    assert result.support_quote_recall == Share(0, 3)


def test_rows_found() -> None:
    claim = gold(
        D,
        support=(
            GoldRow("a.txt", "Eleven trains arrived."),
            GoldRow("b.jsonl#2", "The dam was closed."),
            GoldRow("c.txt", None),
        ),
        contradict=(GoldRow("c.txt", "Nonsense."),),
        n_origins=2,
    )
    answer = verdict(
        row("article-1", "trains\narrived"),
        row("article-2", "The mayor resigned."),
        row("article-3", "", Stance.CONTRADICTS),
    )
    result = figures([claim], [answer], {"article-1": [(25, 30)]})
    assert result.support_recall == Share(2, 3)
    assert result.support_quote_recall == Share(1, 2)
    assert result.contradiction_recall == Share(1, 1)
    assert result.contradiction_quote_recall == Share(0, 1)
    assert result.exact_origins == Share(1, 1)
    assert result.extracted == Share(1, 1)
    assert result.unlocated == ()


def test_votes_that_gold_lacks_are_counted_by_claim() -> None:
    for_a, against_b = GoldRow("a.txt", None), GoldRow("b.jsonl#2", None)
    right = verdict(row("article-1"), row("article-2", stance=Stance.CONTRADICTS))
    swapped = verdict(row("article-2"), row("article-1", stance=Stance.CONTRADICTS))
    other = verdict(row("article-1"), row("article-3"))
    claims = [gold(support=(for_a,), contradict=(against_b,))] * 3
    result = figures(claims, [right, swapped, other], {})
    assert result.false_votes == Share(2, 3)
    assert result.false_support == Share(2, 3)
    assert result.false_contradiction == Share(1, 3)


def test_what_gold_does_not_say_is_not_scored() -> None:
    result = figures([gold()], [verdict(row("article-1"))], {})
    shares = result.exact_origins, result.support_recall, result.contradiction_recall, result.extracted
    assert [share.value for share in shares] == [None] * 4


@pytest.mark.parametrize(("mentions", "hits"), [({}, 0), ({"article-1": [(0, 20)]}, 0), ({"article-2": [(30, 50)]}, 1)])
def test_claims_that_reading_found(mentions: dict[str, list[tuple[int, int]]], hits: int) -> None:
    claim = gold(support=(GoldRow("b.jsonl#2", "Eleven trains arrived."),))
    assert figures([claim], [verdict()], mentions).extracted == Share(hits, 1)
