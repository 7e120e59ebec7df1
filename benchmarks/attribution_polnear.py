"""How well the attribution rules find sources, measured sentence by sentence on a file in PolNeAR's span format.

    python benchmarks/attribution_polnear.py ../shared/data/attribution/polnear_train_dev.jsonl [--compartment dev]

Prints source spans (a predicted span counts when it overlaps a gold span of the same sentence), the same for
attributions whose cue holds a verb of saying or "according to", and sentences known as attributed or not. The corpus
counts attitudes too ("wants", "supports"), which are no reports: its recall over all cues has a low ceiling here.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verifier.domain import Article, Block, BlockKind
from verifier.language.attribution import Attitude, attribute
from verifier.language.clauses import find_hits
from verifier.language.cues import Span
from verifier.language.layouts import find_agency
from verifier.language.quotations import find_quotes, quotes_within
from verifier.language.sentences import Sentence, split_sentences

SAYING = re.compile(
    r"\b(?:sa(?:y|id|ys|ying)|t(?:old|ell|ells|elling)|according to|add(?:s|ed|ing)|writ\w+|wrote|not(?:es|ed|ing)"
    r"|report\w*|announc\w+|argu\w+|"
    r"explain\w*|declar\w+|stat(?:es|ed|ing)|claim\w*|warn\w*|insist\w*|tweet\w*|suggest\w*|show(?:s|ed|n)?"
    r"|acknowledg\w+|conclud\w+|"
    r"confirm\w*|den(?:y|ies|ied|ying)|citing|cited|predict\w*|recall\w*|repli\w+|respond\w*|reveal\w*|admit\w*"
    r"|assert\w*)\b"
)


@dataclass(slots=True)
class Tally:
    """Counts for precision and recall."""

    predicted: int = 0
    right: int = 0
    gold: int = 0
    found: int = 0

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.predicted), self.found / max(1, self.gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return (
            f"precision {precision:.3f} ({self.right}/{self.predicted})  "
            f"recall {recall:.3f} ({self.found}/{self.gold})  F1 {f1:.3f}"
        )


@dataclass(slots=True)
class Scores:
    """What is measured over all articles read."""

    all_sources: Tally = field(default_factory=Tally)
    said_sources: Tally = field(default_factory=Tally)
    attributed: Tally = field(default_factory=Tally)
    said_attributed: Tally = field(default_factory=Tally)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--compartment", default="dev")
    parser.add_argument("--limit", type=int, help="articles read at most")
    parser.add_argument("--show", type=int, default=0, help="wrong and missed sources printed, drawn at random")
    options = parser.parse_args()
    scores = Scores()
    for number, row in enumerate(_rows(options.path, options.compartment)):
        if options.limit is not None and number >= options.limit:
            break
        _score(row, scores)
    print("sources, every cue      ", scores.all_sources)
    print("sources, cues of saying ", scores.said_sources)
    print("sentences, every cue    ", scores.attributed)
    print("sentences, cues of saying", scores.said_attributed)
    for name, lines in (("WRONG", scores.wrong), ("MISSED", scores.missed)):
        for line in random.Random(0).sample(lines, min(options.show, len(lines))):  # noqa: S311  a sample to look at
            print(f"{name}: {line}")


def _rows(path: Path, compartment: str) -> Iterator[dict[str, Any]]:
    """The rows of `compartment`, one per text: where several people annotated a text the first is taken."""
    seen = set()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["compartment"] == compartment and row["filename"] not in seen:
                seen.add(row["filename"])
                yield row


def _article(row: dict[str, Any]) -> Article:
    blocks = tuple(
        Block(BlockKind.PROSE, match.start(), match.end())
        for match in re.finditer(r"[^\n]+", row["text"])
        if match.group().strip()
    )
    return Article(row["filename"], row["filename"], "", row["text"], blocks, outlet=row["publisher"], language="en")


def _spans(attributions: list[dict[str, Any]], part: str) -> list[Span]:
    return [tuple(span) for item in attributions for piece in item[part] or () for span in piece["spans"]]


def _score(row: dict[str, Any], scores: Scores) -> None:
    article = _article(row)
    sentences = split_sentences(article)
    quotes = find_quotes(article.text, sentences)
    said = [a for a in row["attributions"] if SAYING.search(" ".join(c["text"] for c in a["cue"] or ()).lower())]
    every_source, said_source = _spans(row["attributions"], "source"), _spans(said, "source")
    every_content, said_content = _spans(row["attributions"], "content"), _spans(said, "content")
    own = 2 if find_agency(article, sentences) else 1
    known = {
        attributed.sentence
        for attributed in attribute(article, sentences)
        if len(attributed.chain) > own or attributed.attitude is Attitude.GAP
    }
    for sentence in sentences:
        predicted = _sources(sentence, quotes)
        _count(scores.all_sources, predicted, every_source, sentence)
        _count(scores.said_sources, predicted, said_source, sentence)
        wrong = [span for span in predicted if not _touches(span, every_source)]
        scores.wrong += [f"{article.text[slice(*span)]!r} in {sentence.text}" for span in wrong]
        for span in said_source:
            if sentence.start <= span[0] < sentence.end and not _touches(span, predicted):
                scores.missed.append(f"{article.text[slice(*span)]!r} in {sentence.text}")
        for tally, content in ((scores.attributed, every_content), (scores.said_attributed, said_content)):
            gold = _covered(sentence, content)
            tally.predicted += sentence in known
            tally.gold += gold
            tally.right += gold and sentence in known
            tally.found += gold and sentence in known


def _sources(sentence: Sentence, quotes: list[Span]) -> list[Span]:
    spans = {hit.source for hit in find_hits(sentence.text, quotes_within(quotes, sentence)) if hit.source}
    return [(sentence.start + start, sentence.start + end) for start, end in sorted(spans)]


def _touches(span: Span, others: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _count(tally: Tally, predicted: list[Span], gold: list[Span], sentence: Sentence) -> None:
    here = [span for span in gold if sentence.start <= span[0] < sentence.end]
    tally.predicted += len(predicted)
    tally.right += sum(_touches(span, here) for span in predicted)
    tally.gold += len(here)
    tally.found += sum(_touches(span, predicted) for span in here)


def _covered(sentence: Sentence, content: list[Span]) -> bool:
    """Whether a third of the sentence or more is gold content."""
    covered = sum(max(0, min(end, sentence.end) - max(start, sentence.start)) for start, end in content)
    return covered * 3 >= sentence.end - sentence.start


if __name__ == "__main__":
    main()
