"""Score: how the verdicts of `check` compare with gold claims, and which cells of their rows are to blame.

Origins, not articles, are what the program counts; the baseline is the shortcut it must beat: two articles that state a
claim corroborate it. The baseline is given the program's own supporting rows, so it differs in the counting alone: it
ignores origins, copies and contradictions, and never says disputed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.claims_file import Id
from verifier.domain import Verdict
from verifier.evaluation.gold import GoldCells, GoldClaim, GoldRow, read_gold
from verifier.evaluation.lines import LACKING, Answer, Answers, Line, Loss, answer, count_articles, find_losses
from verifier.evaluation.places import Places, Span
from verifier.evaluation.scores import LabelScore, Scores, Share, score_labels

if TYPE_CHECKING:
    from verifier.pipeline import Progress
    from verifier.workspace import Workspace

__all__ = [
    "LACKING",
    "Answer",
    "Answers",
    "Evaluation",
    "GoldCells",
    "GoldClaim",
    "GoldRow",
    "LabelScore",
    "Line",
    "LineFigures",
    "Loss",
    "Places",
    "Scores",
    "Share",
    "Span",
    "answer",
    "count_articles",
    "evaluate",
    "find_losses",
    "read_gold",
    "score",
    "score_labels",
    "score_line",
]


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The figures of one line: `macro_f1` as in `Scores`, shares of gold claims."""

    macro_f1: float
    right: Share
    wrongly_corroborated: Share
    exact_origins: Share


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one evaluation; shares are of gold claims or of gold rows, as named.

    `lines` has None for a line whose needs gold does not meet. `losses` counts the wrong labels by what they are lost
    by, None where gold does not say enough. `gold_differs` are claims whose label or number of origins does not follow
    from gold's own rows.

    `support_recall` counts gold rows in whose article a supporting row was found, `support_quote_recall` those whose
    quote it overlaps too, out of the rows with a quote; likewise for contradictions. `extracted` are gold claims of
    which a stored mention overlaps a supporting quote. `false_support` and `false_contradiction` are gold claims with
    a vote of that stance from an article of which gold has no such row, `false_votes` those with either: right only for
    gold that lists every row. `unlocated` names gold rows that are not in this collection: they count as missed.
    """

    engine: str
    n_claims: int
    n_provisional: int
    n_unjudged: int
    n_language: int
    lines: Mapping[Line, LineFigures | None]
    losses: Mapping[Loss, int] | None
    gold_differs: tuple[Id, ...]
    scores: Scores
    baseline: Scores
    exact_origins: Share
    support_recall: Share
    support_quote_recall: Share
    contradiction_recall: Share
    contradiction_quote_recall: Share
    extracted: Share
    false_votes: Share
    false_support: Share
    false_contradiction: Share
    unlocated: tuple[str, ...]


def evaluate(workspace: Workspace, gold: Sequence[GoldClaim], on_progress: Callable[[Progress], None]) -> Evaluation:
    """Check every gold claim against the collection and score the answers."""
    verdicts = workspace.check([(claim.text, claim.on) for claim in gold], None, on_progress)
    collection = workspace.collection()
    places = Places(collection.articles.values())
    mentions = {
        article_id: [(mention.start, mention.end) for mention in found]
        for article_id, found in collection.mentions.items()
    }
    return score(gold, verdicts, answer(gold, verdicts, places, collection), places, mentions)


def score(
    gold: Sequence[GoldClaim],
    verdicts: Sequence[Verdict],
    answers: Answers,
    places: Places,
    mentions: Mapping[str, Sequence[tuple[int, int]]],
) -> Evaluation:
    """All figures; `verdicts` are those on `gold`, in its order, `mentions` the stored spans by article id."""
    support = [(r, v.decision.supporting) for c, v in zip(gold, verdicts, strict=True) for r in c.support]
    contradict = [(r, v.decision.contradicting) for c, v in zip(gold, verdicts, strict=True) for r in c.contradict]
    wrong_support = [places.any_outside(v.decision.supporting, c.support) for c, v in zip(gold, verdicts, strict=True)]
    wrong_contradiction = [
        places.any_outside(v.decision.contradicting, c.contradict) for c, v in zip(gold, verdicts, strict=True)
    ]
    labels = [claim.label for claim in gold]
    losses = find_losses(gold, answers)
    own = answers[Line.GOLD]
    return Evaluation(
        engine=verdicts[0].engine,
        n_claims=len(gold),
        n_provisional=sum(v.decision.provisional for v in verdicts),
        n_unjudged=sum(v.decision.n_unjudged for v in verdicts),
        n_language=sum(v.decision.n_language for v in verdicts),
        lines={line: None if given is None else score_line(gold, given) for line, given in answers.items()},
        losses=None if losses is None else {loss: losses.count(loss) for loss in Loss},
        gold_differs=() if own is None else tuple(c.id for c, a in zip(gold, own, strict=True) if not _agree(c, a)),
        scores=score_labels(labels, [v.decision.label for v in verdicts]),
        baseline=score_labels(labels, [count_articles(v.decision).label for v in verdicts]),
        exact_origins=_exact_origins(gold, [v.decision.n_origins for v in verdicts]),
        support_recall=Share.of(places.find_article(row, found) for row, found in support),
        support_quote_recall=Share.of(places.find_quote(row, found) for row, found in support if places.quoted(row)),
        contradiction_recall=Share.of(places.find_article(row, found) for row, found in contradict),
        contradiction_quote_recall=Share.of(
            places.find_quote(row, found) for row, found in contradict if places.quoted(row)
        ),
        extracted=Share.of(
            any(places.overlaps(row, mentions) for row in c.support) for c in gold if any(map(places.quoted, c.support))
        ),
        false_votes=Share.of(a or b for a, b in zip(wrong_support, wrong_contradiction, strict=True)),
        false_support=Share.of(wrong_support),
        false_contradiction=Share.of(wrong_contradiction),
        unlocated=tuple(
            f"{c.id!r} (line {c.line}): {row.article or row.quote!r}"
            for c in gold
            for row in c.support + c.contradict
            if not places.located(row)
        ),
    )


def score_line(gold: Sequence[GoldClaim], given: Sequence[Answer]) -> LineFigures:
    """The figures of one line; `given` in the order of `gold`."""
    scores = score_labels([claim.label for claim in gold], [one.label for one in given])
    exact = _exact_origins(gold, [one.n_origins for one in given])
    return LineFigures(scores.macro_f1, scores.accuracy, scores.wrongly_corroborated, exact)


def _exact_origins(gold: Sequence[GoldClaim], given: Sequence[int]) -> Share:
    return Share.of(c.n_origins == n for c, n in zip(gold, given, strict=True) if c.n_origins is not None)


def _agree(claim: GoldClaim, own: Answer) -> bool:
    return own.label is claim.label and claim.n_origins in (None, own.n_origins)
