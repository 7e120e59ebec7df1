"""How often two names are rightly called one origin, and how often two origins are wrongly taken for one.

    python -m benchmarks.names [--show dev|test|all]

The table says of each pair whether it is one person or body: yes, no, or unsure (nobody could tell from the names
alone). Odd lines are dev, even ones test; only dev failures were looked at when the rules were mended.

A pair is right when "yes" comes out the same or maybe, "no" different and "unsure" maybe. A maybe groups two names, so
they never count as two origins: a "yes" pair keeps two names for one origin then and no figure changes; it is shown
apart. On a "no" pair a maybe hides an origin and counts as wrong. A wrong merge is "same" said of a "no" pair.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from verifier.language.names import Match, same_name

GOLD = Path(__file__).parent / "gold" / "names.jsonl"
PARTS = ("dev", "test", "all")
_RIGHT = {
    "yes": (Match.SAME, Match.MAYBE),
    "no": (Match.DIFFERENT,),
    "unsure": (Match.MAYBE,),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, whether they are one ("yes", "no", "unsure") and what makes the pair hard."""

    a: str
    b: str
    same: str
    note: str
    part: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair and what the rules say of it."""

    pair: Pair
    match: Match

    @property
    def right(self) -> bool:
        """Whether the count of origins comes out as it should."""
        return self.match in _RIGHT[self.pair.same]

    @property
    def only_grouped(self) -> bool:
        """Whether one origin is only taken for possibly one."""
        return self.pair.same == "yes" and self.match is Match.MAYBE

    @property
    def wrong_merge(self) -> bool:
        """Whether two origins are taken for one."""
        return self.pair.same == "no" and self.match is Match.SAME


def main() -> None:
    """Prints the figures of dev, test and all, then the pairs that come out wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", choices=PARTS, nargs="?", const="all", help="list the wrong pairs of a part")
    shown = parser.parse_args().show
    judged = [Judged(pair, same_name(pair.a, pair.b)) for pair in read_pairs()]
    for part in PARTS:
        print(f"{part}: {figures(_of(judged, part))}")
    for one in _of(judged, shown) if shown else ():
        if not one.right or one.only_grouped:
            print(f"{one.pair.same} -> {one.match}: {one.pair.a} | {one.pair.b} ({one.pair.note})")


def read_pairs() -> Iterator[Pair]:
    """The pairs of the table in its order. Raises ValueError at an answer that is none."""
    for number, line in enumerate(GOLD.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        if row["same"] not in _RIGHT:
            raise ValueError(f"line {number} of {GOLD.name!r} says {row['same']!r}: say yes, no or unsure")
        yield Pair(row["a"], row["b"], row["same"], row["note"], "dev" if number % 2 else "test")


def figures(judged: Sequence[Judged]) -> str:
    """One line: right, of these only grouped, wrong by answer, wrong merges."""
    right = sum(one.right for one in judged)
    wrong = ", ".join(f"{same} {_wrong(judged, same)}/{_total(judged, same)}" for same in _RIGHT)
    grouped = sum(one.only_grouped for one in judged)
    merges = sum(one.wrong_merge for one in judged)
    return (
        f"right {right}/{len(judged)} = {right / len(judged):.3f} (only grouped: {grouped}); wrong: {wrong}; "
        f"wrong merges {merges}"
    )


def _of(judged: Sequence[Judged], part: str) -> list[Judged]:
    return [one for one in judged if part in ("all", one.pair.part)]


def _total(judged: Sequence[Judged], same: str) -> int:
    return sum(one.pair.same == same for one in judged)


def _wrong(judged: Sequence[Judged], same: str) -> int:
    return sum(one.pair.same == same and not one.right for one in judged)


if __name__ == "__main__":
    main()
