"""How often the rules give a sentence the kind that a reader gives it: fact, forecast, intent, opinion, none.

    python -m benchmarks.kinds            # figures
    python -m benchmarks.kinds dev        # and the sentences that come out otherwise, of that part: dev or test

The gold holds offsets into `../shared/data/articles`, no text. What the rules give is the kind of the first statement
found in the sentence, and none where nothing is found. Only the failures of "dev" were looked at when the rules were
mended; "test" says how far that carries.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from verifier.domain import Article
from verifier.language.attribution import Attitude
from verifier.language.reading import read
from verifier.steps.articles import read_articles

GOLD = Path(__file__).parent / "gold" / "kinds.jsonl"
ARTICLES = Path(__file__).parents[2] / "shared" / "data" / "articles"
KINDS = ("fact", "forecast", "intent", "opinion", "none")
PARTS = ("dev", "test")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence of the gold: `article.text[start:end]`, the sentence before it, and what a reader calls it."""

    article: Article
    start: int
    end: int
    kind: str
    part: str

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.article.text[self.start : self.end]


def main(shown: Sequence[str]) -> None:
    """Prints the figures of all, dev and test, then the failures of the parts named in `shown`."""
    if not ARTICLES.is_dir():
        sys.exit(f"{str(ARTICLES)!r} is not there: the gold points into its files")
    gold = list(read_gold())
    found = [found_kind(one) for one in gold]
    for part in ("all", *PARTS):
        chosen = [(one.kind, got) for one, got in zip(gold, found, strict=True) if part in ("all", one.part)]
        print(f"--- {part}: {len(chosen)} sentences")
        print_figures(chosen)
    for one, got in zip(gold, found, strict=True):
        if one.part in shown and got != one.kind:
            print(f"{one.kind} -> {got}: {' '.join(one.text.split())}")
            for text in _wordings(one):
                print("      =", text)


def read_gold() -> Iterator[Labelled]:
    """The sentences of the gold, in the gold's order. Raises ValueError where one is not in its article."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    by_name = {name: _articles(ARTICLES / name) for name in sorted({row["file"] for row in rows})}
    for row in rows:
        text, article = by_name[row["file"]][row["row"]]
        words = text[row["start"] : row["end"]].split()
        place = re.search(r"\s+".join(map(re.escape, words)), article.text)
        if place is None:
            raise ValueError(f"the sentence at {row['start']} of {row['row']!r} is not in the article as it is read")
        yield Labelled(article, *place.span(), row["kind"], row["part"])


def found_kind(one: Labelled) -> str:
    """The kind of the first statement in the sentence, "none" without one."""
    return next((s.kind.value for s in read(one.article).statements if _inside(one, s.start, s.attitude)), "none")


def print_figures(pairs: Sequence[tuple[str, str]]) -> None:
    """Prints accuracy, macro-F1, what extraction keeps and the confusion of (wanted, got) pairs."""
    right = sum(wanted == got for wanted, got in pairs) / len(pairs)
    print(f"accuracy {right:.3f}  macro-F1 {macro_f1(pairs):.3f}  {_extraction(pairs)}")
    counts = Counter(pairs)
    print("wanted \\ got " + "".join(f"{kind:>9}" for kind in KINDS))
    for wanted in KINDS:
        print(f"{wanted:13}" + "".join(f"{counts[wanted, got]:9}" for got in KINDS))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 of the five kinds; a kind that is neither wanted nor got counts 0."""
    return sum(_f1(pairs, kind) for kind in KINDS) / len(KINDS)


def _f1(pairs: Sequence[tuple[str, str]], kind: str) -> float:
    both = sum(wanted == got == kind for wanted, got in pairs)
    either = sum((wanted == kind) + (got == kind) for wanted, got in pairs)
    return 2 * both / either if either else 0.0


def _extraction(pairs: Sequence[tuple[str, str]]) -> str:
    """How much of what is extracted is no claim, and how many facts, plans and forecasts are extracted."""
    extracted = [wanted for wanted, got in pairs if got != "none"]
    wanted = [got for wanted, got in pairs if wanted in ("fact", "forecast", "intent")]
    both = [(wanted, got) for wanted, got in pairs if "none" not in (wanted, got)]
    junk = extracted.count("none") / max(1, len(extracted))
    kept = 1 - wanted.count("none") / max(1, len(wanted))
    kinds = sum(wanted == got for wanted, got in both) / max(1, len(both))
    return (
        f"extracted that is no claim {junk:.3f}  fact, forecast, intent kept {kept:.3f}  kind right of kept {kinds:.3f}"
    )


def _wordings(one: Labelled) -> list[str]:
    return [f"[{s.kind}] {s.text}" for s in read(one.article).statements if _inside(one, s.start, s.attitude)]


def _inside(one: Labelled, start: int, attitude: Attitude) -> bool:
    return one.start <= start < one.end and attitude is not Attitude.GAP


def _articles(path: Path) -> dict[str, tuple[str, Article]]:
    """{id: (the row's text, the article read from it)} of a file of articles."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    read_rows = (article for article in read_articles([path]) if isinstance(article, Article))
    numbered = ((int(article.path.rsplit("#", 1)[1]) - 1, article) for article in read_rows)
    return {rows[n]["id"]: (rows[n]["text"], article) for n, article in numbered}


if __name__ == "__main__":
    main(sys.argv[1:])
