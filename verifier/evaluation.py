"""Score: how the verdicts of `check` compare with gold claims, beside a baseline that counts articles.

Origins, not articles, are what the program counts; the baseline is the shortcut it must beat: two articles that state a
claim corroborate it. The baseline is given the program's own supporting rows, so it differs in the counting alone: it
ignores origins, copies and contradictions, and never says disputed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from verifier.claims_file import Id, json_lines, read_day, read_id, read_text
from verifier.domain import Article, Label, Row, Verdict
from verifier.errors import GoldUnreadable

if TYPE_CHECKING:
    from verifier.pipeline import Progress
    from verifier.workspace import Workspace


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A passage that gold counts for or against a claim: its article (path, its end, URL or id), its quote, or both."""

    article: str | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim with the answer a person gave; `n_origins` is None where gold does not say."""

    line: int
    id: Id
    text: str
    label: Label
    on: date | None
    n_origins: int | None
    support: tuple[GoldRow, ...]
    contradict: tuple[GoldRow, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`."""

    hits: int
    total: int

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


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one evaluation; shares are of gold claims or of gold rows, as named.

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


def read_gold(content: bytes, name: str) -> list[GoldClaim]:
    """Gold claims from JSON Lines; raises GoldUnreadable naming the first line that cannot be read.

    Fields: `id`, `text`, `label`, `support`, `contradict`, and optionally `date`, `origins` (names, or how many) and
    `n_origins`. Rows are objects with `article`, `quote` or both, or plain texts: an article, else a quote.
    """
    claims = []
    for number, found in json_lines(content):
        try:
            claims.append(_gold_claim(number, found))
        except ValueError as error:
            raise GoldUnreadable(f"{name!r}, line {number}: {error}") from None
    if not claims:
        raise GoldUnreadable(f"{name!r} holds no claims: write one JSON object a line")
    return claims


def _gold_claim(number: int, found: dict[str, object] | str) -> GoldClaim:
    if isinstance(found, str):
        raise ValueError(found)
    given = read_id(found)
    if given is None:
        raise ValueError(f"'id' must be a text or a whole number, not {found.get('id')!r}")
    return GoldClaim(
        line=number,
        id=given,
        text=read_text(found.get("text")),
        label=_label(found.get("label")),
        on=read_day(found.get("date")),
        n_origins=_count_origins(found),
        support=_rows(found, "support"),
        contradict=_rows(found, "contradict"),
    )


def _label(given: object) -> Label:
    for label in Label:
        if label == given:
            return label
    raise ValueError(f"'label' must be one of {', '.join(Label)}, not {given!r}")


def _count_origins(found: Mapping[str, object]) -> int | None:
    origins = found.get("n_origins", found.get("origins"))
    if origins is None:
        return None
    if isinstance(origins, list):
        return len(origins)
    if isinstance(origins, int) and not isinstance(origins, bool) and origins >= 0:
        return origins
    raise ValueError(f"'origins' must be a list of names or how many there are, not {origins!r}")


def _rows(found: Mapping[str, object], field: str) -> tuple[GoldRow, ...]:
    given = found.get(field, [])
    if not isinstance(given, list):
        raise ValueError(f"{field!r} must be a list of rows, not {given!r}")
    return tuple(_row(one, field) for one in given)


def _row(given: object, field: str) -> GoldRow:
    if isinstance(given, str) and given:
        return GoldRow(given, given)
    article, quote = (given.get("article"), given.get("quote")) if isinstance(given, dict) else (None, None)
    if not (article or quote) or not all(one is None or isinstance(one, str) for one in (article, quote)):
        raise ValueError(f"a row of {field!r} needs an 'article', a 'quote' or both, not {given!r}")
    return GoldRow(article, quote)


def evaluate(workspace: Workspace, gold: Sequence[GoldClaim], on_progress: Callable[[Progress], None]) -> Evaluation:
    """Check every gold claim against the collection and score the answers."""
    verdicts = workspace.check([(claim.text, claim.on) for claim in gold], None, on_progress)
    places = Places(workspace.articles())
    mentions = defaultdict(list)
    for claim in workspace.claims():
        for mention in claim.mentions:
            mentions[mention.article_id].append((mention.start, mention.end))
    return score(gold, verdicts, places, mentions)


def score(
    gold: Sequence[GoldClaim],
    verdicts: Sequence[Verdict],
    places: Places,
    mentions: Mapping[str, Sequence[tuple[int, int]]],
) -> Evaluation:
    """All figures; `verdicts` are those on `gold`, in its order, `mentions` the stored spans by article id."""
    labels = [claim.label for claim in gold]
    counted = [(c, v) for c, v in zip(gold, verdicts, strict=True) if c.n_origins is not None]
    support = [(r, v.decision.supporting) for c, v in zip(gold, verdicts, strict=True) for r in c.support]
    contradict = [(r, v.decision.contradicting) for c, v in zip(gold, verdicts, strict=True) for r in c.contradict]
    wrong_support = [places.any_outside(v.decision.supporting, c.support) for c, v in zip(gold, verdicts, strict=True)]
    wrong_contradiction = [
        places.any_outside(v.decision.contradicting, c.contradict) for c, v in zip(gold, verdicts, strict=True)
    ]
    return Evaluation(
        engine=verdicts[0].engine,
        n_claims=len(gold),
        n_provisional=sum(v.decision.provisional for v in verdicts),
        n_unjudged=sum(v.decision.n_unjudged for v in verdicts),
        n_language=sum(v.decision.n_language for v in verdicts),
        scores=score_labels(labels, [v.decision.label for v in verdicts]),
        baseline=score_labels(labels, [count_articles(v) for v in verdicts]),
        exact_origins=_share(v.decision.n_origins == c.n_origins for c, v in counted),
        support_recall=_share(places.find_article(row, found) for row, found in support),
        support_quote_recall=_share(places.find_quote(row, found) for row, found in support if places.quoted(row)),
        contradiction_recall=_share(places.find_article(row, found) for row, found in contradict),
        contradiction_quote_recall=_share(
            places.find_quote(row, found) for row, found in contradict if places.quoted(row)
        ),
        extracted=_share(
            any(places.overlaps(row, mentions) for row in c.support) for c in gold if any(map(places.quoted, c.support))
        ),
        false_votes=_share(a or b for a, b in zip(wrong_support, wrong_contradiction, strict=True)),
        false_support=_share(wrong_support),
        false_contradiction=_share(wrong_contradiction),
        unlocated=tuple(
            f"{c.id!r} (line {c.line}): {row.article or row.quote!r}"
            for c in gold
            for row in c.support + c.contradict
            if not places.located(row)
        ),
    )


def count_articles(verdict: Verdict) -> Label:
    """The baseline's label: corroborated when two articles or more state it, else single-source."""
    return Label.CORROBORATED if verdict.decision.n_articles >= 2 else Label.SINGLE_SOURCE


def score_labels(gold: Sequence[Label], given: Sequence[Label]) -> Scores:
    """Precision, recall and F1 of each label, and the rest of `Scores`; both lists in the same order."""
    pairs = list(zip(gold, given, strict=True))
    confusion = {a: {b: sum(pair == (a, b) for pair in pairs) for b in Label} for a in Label}
    labels = {label: _score_label(label, confusion) for label in Label}
    occurring = [one.f1 for one in labels.values() if one.n_gold or one.n_given]
    return Scores(
        labels=labels,
        macro_f1=sum(occurring) / len(occurring) if occurring else 0.0,
        accuracy=_share(a == b for a, b in pairs),
        wrongly_corroborated=_share(b is Label.CORROBORATED and a is not b for a, b in pairs),
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


def _share(outcomes: Iterable[bool]) -> Share:
    seen = list(outcomes)
    return Share(sum(seen), len(seen))


@dataclass(frozen=True, slots=True)
class Span:
    """Where a gold row stands: an article, and the place of the quote in it if gold gives one."""

    article_id: str
    at: tuple[int, int] | None


class Places:
    """Finds gold rows in the articles of a collection."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {article.id: article for article in articles}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for article in self._articles.values():
            for name in {article.id, article.url, article.path, *_endings(article.path)} - {None}:
                self._by_name[str(name)].append(article.id)
        self._known: dict[GoldRow, list[Span]] = {}

    def spans(self, row: GoldRow) -> list[Span]:
        """Every place a row can mean."""
        if row not in self._known:
            self._known[row] = self._locate(row)
        return self._known[row]

    def _locate(self, row: GoldRow) -> list[Span]:
        named = self._by_name.get(row.article, []) if row.article else []
        if not self.quoted(row):
            return [Span(one, None) for one in named]
        quote = re.compile(r"\s+".join(map(re.escape, (row.quote or "").split())))
        if row.article and row.article != row.quote:
            return [Span(one, self._find(one, quote)) for one in named]
        return [Span(one, at) for one in self._articles if (at := self._find(one, quote))]

    def _find(self, article_id: str, quote: re.Pattern[str]) -> tuple[int, int] | None:
        found = quote.search(self._articles[article_id].text)
        return found.span() if found else None

    def quoted(self, row: GoldRow) -> bool:
        """Whether the row gives a quote; a plain text that names an article does not."""
        return row.quote is not None and not (row.article == row.quote and row.article in self._by_name)

    def located(self, row: GoldRow) -> bool:
        """Whether the row's article, and its quote where it gives one, are in this collection."""
        return any(span.at or not self.quoted(row) for span in self.spans(row))

    def find_article(self, row: GoldRow, found: Sequence[Row]) -> bool:
        """Whether one of the rows found stands in the gold row's article."""
        return bool({span.article_id for span in self.spans(row)} & {one.article_id for one in found})

    def find_quote(self, row: GoldRow, found: Sequence[Row]) -> bool:
        """Whether one of the rows found overlaps the gold row's quote."""
        return any(_overlap(span, one.article_id, one.start, one.end) for span in self.spans(row) for one in found)

    def any_outside(self, found: Sequence[Row], gold: Sequence[GoldRow]) -> bool:
        """Whether one of the rows found stands in an article that none of the gold rows is of."""
        right = {span.article_id for row in gold for span in self.spans(row)}
        return any(one.article_id not in right for one in found)

    def overlaps(self, row: GoldRow, mentions: Mapping[str, Sequence[tuple[int, int]]]) -> bool:
        """Whether a stored mention overlaps the gold row's quote."""
        return any(
            _overlap(span, span.article_id, start, end)
            for span in self.spans(row)
            for start, end in mentions.get(span.article_id, ())
        )


def _overlap(span: Span, article_id: str, start: int, end: int) -> bool:
    return span.at is not None and span.article_id == article_id and span.at[0] < end and start < span.at[1]


def _endings(path: str) -> set[str]:
    """The path without one, two … of its first folders, down to the file's name."""
    parts = path.split("/")
    return {"/".join(parts[first:]) for first in range(len(parts))}
