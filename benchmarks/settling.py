"""How well the signals of `verifier/engines/settling.py` tell the gold's rows apart, threshold by threshold.

    python -m benchmarks.settling

Every gold claim of the sample is compared with every statement of every article that the engine reads. A pair counts as
supporting or contradicting when its words are those of a gold row; precision is among the pairs from the threshold up,
recall among all such pairs of the gold. Pairs whose kinds differ (a plan beside a fact) are left out, as by the label
function.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files

from verifier.domain import Article, Kind
from verifier.engines.settling import CONTRADICTS_NAMES, SUPPORTS_NAMES, Signals, read_signals
from verifier.language.attribution import Attitude
from verifier.language.quantities import Agreement
from verifier.language.reading import read, reads
from verifier.language.statements import Statement
from verifier.models.loader import Embedder
from verifier.steps.articles import read_articles
from verifier.steps.verdicts import KIND_FAMILIES

THRESHOLDS = (0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2)


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim and a statement: their signals, and which rows of the gold they make ("" for none)."""

    signals: Signals
    gold: str


def main() -> None:
    """Prints a line for each rule: its name, then threshold:precision/recall."""
    pairs = list(_compare())
    totals = {name: sum(pair.gold == name for pair in pairs) for name in ("support", "contradict", "related", "")}
    print("pairs:", {name or "other": count for name, count in totals.items()})
    for name, wanted, fires in _rules():
        chosen = [pair for pair in pairs if fires(pair.signals)]
        curve = (_precision_recall(chosen, wanted, totals[wanted], threshold) for threshold in THRESHOLDS)
        print(f"{name} ({len(chosen)}):", "  ".join(curve))


def _rules() -> Iterator[tuple[str, str, Callable[[Signals], bool]]]:
    def plain(s: Signals) -> bool:
        return s.attitude is Attitude.ASSERTS and s.negation_differs == s.opposed

    def agreeing(s: Signals) -> bool:
        return plain(s) and s.names_shared >= SUPPORTS_NAMES

    def same_names(s: Signals) -> bool:
        return s.names_shared >= CONTRADICTS_NAMES

    def other_numbers(s: Signals) -> bool:
        return s.numbers is Agreement.REFUTES

    yield "agrees, no numbers", "support", lambda s: agreeing(s) and s.numbers is Agreement.SILENT
    yield "agrees, numbers equal", "support", lambda s: agreeing(s) and s.numbers_equal
    yield "another number", "contradict", lambda s: plain(s) and same_names(s) and other_numbers(s)
    asserted = Attitude.ASSERTS
    yield (
        "negated",
        "contradict",
        lambda s: (
            same_names(s) and s.attitude is asserted and s.negation_meets and s.negation_differs and not s.opposed
        ),
    )
    yield (
        "opposed words",
        "contradict",
        lambda s: same_names(s) and s.attitude is asserted and s.opposed and not s.negation_differs,
    )
    yield (
        "denied or doubted",
        "contradict",
        lambda s: (
            same_names(s) and s.attitude is not asserted and s.negation_differs == s.opposed and not other_numbers(s)
        ),
    )


def _precision_recall(chosen: list[Compared], wanted: str, total: int, threshold: float) -> str:
    above = [pair for pair in chosen if pair.signals.likeness >= threshold]
    right = sum(pair.gold == wanted for pair in above)
    return f"{threshold}:{right / len(above) if above else 0:.2f}/{right / total:.2f}"


def _compare() -> Iterator[Compared]:
    with as_file(files("verifier") / "samples") as samples:
        articles = [a for a in read_articles([samples / "articles"]) if isinstance(a, Article)]
        gold = [json.loads(line) for line in (samples / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    latest = {article.url or article.path: article for article in sorted(articles, key=lambda a: str(a.published))}
    statements = [(a, s) for a in latest.values() if reads(a.language) for s in read(a).statements]
    embedder = Embedder()
    vectors = embedder.embed([s.text for _, s in statements])
    for row in gold:
        claim_vector = embedder.embed([row["text"]])[0]
        for (article, statement), vector in zip(statements, vectors, strict=True):
            if statement.attitude is not Attitude.GAP and _one_family(Kind(row["kind"]), statement.kind):
                signals = read_signals(
                    row["text"],
                    statement.text,
                    float(claim_vector @ vector),
                    statement.attitude,
                    own_voice=len(statement.chain) <= 1,
                )
                yield Compared(signals, _gold_of(row, article, statement))


def _one_family(a: Kind, b: Kind) -> bool:
    return any(a in family and b in family for family in KIND_FAMILIES)


def _gold_of(row: dict[str, list[dict[str, str]]], article: Article, statement: Statement) -> str:
    said = _words(article.text[statement.start : statement.end])
    for name in ("support", "contradict", "related"):
        for gold in row[name]:
            quoted = _words(gold["quote"])
            same = len(said & quoted) > 0.6 * min(len(said), len(quoted)) and min(len(said), len(quoted)) > 3
            if article.path.endswith(gold["article"]) and same:
                return name
    return ""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


if __name__ == "__main__":
    main()
