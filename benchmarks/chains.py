"""How often the furthest identified origin of nested attributions is found, on cases labelled by hand.

    python -m benchmarks.chains ../shared [--rules] [--show dev]

`benchmarks/gold/chains.jsonl` names 194 statements of real articles by file, row and offsets; the articles themselves
are read from `../shared/data/articles` and `../shared/seed`. Prints how often the origin, the flag that an unnamed
source stands behind it, and the whole chain are right. `--rules` leaves out the tagger.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.domain import Article, Block, BlockKind, Link, LinkKind
from verifier.language.attribution import Attributed
from verifier.language.names import HEARSAY, Match, same_name
from verifier.models.tagger import Tagger
from verifier.steps.origins import OriginBook
from verifier.steps.reading import Reader

GOLD = Path(__file__).parent / "gold" / "chains.jsonl"
UNNAMED, UNATTRIBUTED = "unnamed", "unattributed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case: what the rules made of it, and which parts of that are right."""

    case: dict[str, Any]
    text: str
    chain: list[str]
    origin: str | None
    origin_right: bool
    weak_right: bool
    chain_right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--show", choices=("dev", "test"), help="print the cases of this part that come out wrong")
    parser.add_argument("--rules", action="store_true", help="without the tagger")
    options = parser.parse_args()
    outcomes = list(run(options.shared, Reader(None if options.rules else Tagger())))
    for part in ("all", "dev", "test"):
        _print_part(part, [one for one in outcomes if part in ("all", one.case["part"])])
    for one in outcomes:
        if one.case["part"] == options.show and not (one.origin_right and one.weak_right):
            print(f"\n{one.case['chain']} weak={one.case['weak']}\n{one.chain} -> {one.origin}\n{one.text}")


def run(shared: Path, reader: Reader) -> Iterator[Outcome]:
    """Every case of the gold file, as it is read."""
    cases = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    for name, row in sorted({(case["file"], case["row"]) for case in cases}):
        article = _article(shared, name, row)
        found = reader.read(article).attributed
        for case in cases:
            if (case["file"], case["row"]) == (name, row):
                yield _outcome(case, article, found)


def _article(shared: Path, name: str, row: int) -> Article:
    if name.endswith(".txt"):
        text, outlet = (shared / name).read_text(encoding="utf-8"), None
    else:
        lines = (shared / "data" / "articles" / name).read_text(encoding="utf-8").splitlines()
        record = json.loads(lines[row])
        text, outlet = record["text"], record.get("outlet")
    blocks = tuple(
        Block(BlockKind.PROSE, match.start(), match.end())
        for match in re.finditer(r"[^\n]+", text)
        if match.group().strip()
    )
    return Article(f"{name}:{row}", f"{name}:{row}", "", text, blocks, outlet=outlet, language="en")


def _outcome(case: dict[str, Any], article: Article, found: Sequence[Attributed]) -> Outcome:
    inside = [one for one in found if one.span[0] < case["end"] and case["start"] < one.span[1]]
    best = max(inside, key=lambda one: sum(_overlap(span, case) for span in one.content))
    names = [_word(link) for link in best.chain[1:]]
    gold = (best.chain[0], *(_link(name) for name in case["chain"]))
    book = OriginBook([*(one.chain for one in found), gold], [(article.id, article.text)])
    here, meant = book.resolve(best.chain, article.id), book.resolve(gold, article.id)
    return Outcome(
        case,
        article.text[case["start"] : case["end"]],
        names,
        here.origin.name if here.origin else None,
        _same(here.origin.name if here.origin else None, case["origin"])
        or (here.origin is not None and here.origin == meant.origin),
        (names[-1:] == [UNNAMED] or names[-1:] == [UNATTRIBUTED]) == case["weak"],
        _same_chain(names, case["chain"]),
    )


def _overlap(span: tuple[int, int], case: dict[str, Any]) -> int:
    start, end = int(case["start"]), int(case["end"])
    return max(0, min(span[1], end) - max(span[0], start))


def _word(link: Link) -> str:
    return link.name if link.named else UNATTRIBUTED if link.name == HEARSAY else UNNAMED


def _link(name: str) -> Link:
    if name in (UNNAMED, UNATTRIBUTED):
        return Link(HEARSAY if name == UNATTRIBUTED else name, LinkKind.UNNAMED, False)
    return Link(name, LinkKind.SPEAKER, True)


def _same(found: str | None, gold: str | None) -> bool:
    if found is None or gold is None:
        return found is gold
    return same_name(found, gold) is Match.SAME


def _same_chain(found: list[str], gold: list[str]) -> bool:
    """Whether the links agree one by one; the body behind its spokesperson is no link of its own."""
    kept: list[str] = []
    for name in found:
        if not (len(kept) == len(gold) and kept and kept[-1] != UNNAMED and name not in (UNNAMED, UNATTRIBUTED)):
            kept.append(name)
    return len(kept) == len(gold) and all(_same(a, b) for a, b in zip(kept, gold, strict=True))


def _print_part(part: str, outcomes: Sequence[Outcome]) -> None:
    total = len(outcomes)
    counts = ((name, sum(getattr(one, name) for one in outcomes)) for name in _FIGURES)
    print(f"{part:5} {total:4} cases  " + "  ".join(f"{name} {n / total:.3f}" for name, n in counts))


_FIGURES = ("origin_right", "weak_right", "chain_right")


if __name__ == "__main__":
    main()
