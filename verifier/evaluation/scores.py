"""Scores: labels given against gold labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verifier.domain import Label


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`."""

    hits: int
    total: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> Share:
        """How many of the outcomes are true."""
        seen = list(outcomes)
        return cls(sum(seen), len(seen))

    @property
    def value(self) -> float | None:
        """In [0, 1]; None when there was nothing to count."""
        return self.hits / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How one label was met, each in [0, 1]; precision is 0 where it was never given, recall where gold has none."""

    precision: float
    recall: float
    f1: float
    n_gold: int
    n_given: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Labels given against gold labels. `confusion` is {gold: {given: claims}}.

    `macro_f1` is the mean over the labels that occur in gold or were given.
    """

    labels: Mapping[Label, LabelScore]
    macro_f1: float
    accuracy: Share
    wrongly_corroborated: Share
    confusion: Mapping[Label, Mapping[Label, int]]


def score_labels(gold: Sequence[Label], given: Sequence[Label]) -> Scores:
    """Precision, recall and F1 of each label, and the rest of `Scores`; both lists in the same order."""
    pairs = list(zip(gold, given, strict=True))
    confusion = {a: {b: sum(pair == (a, b) for pair in pairs) for b in Label} for a in Label}
    labels = {label: _score_label(label, confusion) for label in Label}
    occurring = [one.f1 for one in labels.values() if one.n_gold or one.n_given]
    return Scores(
        labels=labels,
        macro_f1=sum(occurring) / len(occurring) if occurring else 0.0,
        accuracy=Share.of(a == b for a, b in pairs),
        wrongly_corroborated=Share.of(b is Label.CORROBORATED and a is not b for a, b in pairs),
        confusion=confusion,
    )


def _score_label(label: Label, confusion: Mapping[Label, Mapping[Label, int]]) -> LabelScore:
    hits = confusion[label][label]
    n_gold = sum(confusion[label].values())
    n_given = sum(row[label] for row in confusion.values())
    return LabelScore(
        precision=hits / n_given if n_given else 0.0,
        recall=hits / n_gold if n_gold else 0.0,
        f1=2 * hits / (n_gold + n_given) if n_gold + n_given else 0.0,
        n_gold=n_gold,
        n_given=n_given,
    )
