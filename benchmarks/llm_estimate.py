"""The dry run's estimate against what the run then takes: before the articles are read, and after.

    python -m benchmarks.llm_estimate [sample] [multi_outlet] [--data ../shared/data]

The server replays what the embedded engine found. The estimate before reading rests on the embedded engine's own
statements, so it is measured twice: with a model that finds the same ones, and with one that leaves out one in four.
Exit code 1 when calls or tokens sent are more than 30 % off before reading, or more than 5 % after it, or tokens
received lie outside the range.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gold_sets import is_here
from benchmarks.llm_cost import SETS
from benchmarks.replaying import Prepared, Thinned, prepared, use_vocabularies
from tests.protocol.log import Exchange
from verifier import pipeline
from verifier.domain import Mention
from verifier.pipeline import Plan, ignore
from verifier.workspace import Workspace

BEFORE, AFTER = "before reading", "after reading"
MOST = {BEFORE: 0.30, AFTER: 0.05}
"""How far an estimate may be off, as a share of what is taken."""


def three_in_four(found: Sequence[Mention]) -> list[Mention]:
    """Without every fourth."""
    return [mention for number, mention in enumerate(found, start=1) if number % 4]


MODELS: dict[str, Thinned] = {"finds what the embedded engine finds": list, "finds three in four": three_in_four}


@dataclass(frozen=True, slots=True)
class Taken:
    """Calls that were answered, tokens sent and received."""

    calls: int
    sent: int
    received: int

    @classmethod
    def of(cls, exchanges: Sequence[Exchange]) -> Taken:
        """By the server's log."""
        paid = [one.usage for one in exchanges if one.usage.total]
        return cls(len(paid), sum(one.prompt for one in paid), sum(one.completion for one in paid))


def main() -> int:
    """Prints two lines for each collection and model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    arguments = parser.parse_args()
    use_vocabularies(arguments.data)
    is_off = False
    for name in filter(is_here, arguments.sets):
        with prepared(name) as found:
            for model, thinned in MODELS.items():
                print(f"{name}, a model that {model}:")
                is_off |= _is_off(found, model, thinned)
    return int(is_off)


def _is_off(found: Prepared, model: str, thinned: Thinned) -> bool:
    with found.asking(model, thinned) as (workspace, server):
        first = workspace.plan()
        _read_articles(workspace)
        read = server.calls
        second = workspace.plan()
        workspace.run()
        exchanges = server.log.exchanges()
    before = _line(BEFORE, first, Taken.of(exchanges))
    after = _line(AFTER, second, Taken.of(exchanges[read:]))
    return before or after


def _read_articles(workspace: Workspace) -> None:
    """The first half of a run, which is no command of its own: a run that is stopped there leaves this behind."""
    pipeline.extract_mentions(workspace._parts, ignore)


def _line(when: str, plan: Plan, taken: Taken) -> bool:
    """Prints how far `plan` is off, and says whether that is too far."""
    low, high = sum(call.output_low for call in plan.calls), sum(call.output_high for call in plan.calls)
    sent = sum(call.input for call in plan.calls)
    off = len(plan.calls) / taken.calls - 1, sent / taken.sent - 1
    print(
        f"  {when:15} calls {len(plan.calls):6,} of {taken.calls:6,} ({off[0]:+6.1%})   "
        f"tokens in {sent:10,} of {taken.sent:10,} ({off[1]:+6.1%})   out {low:9,} to {high:9,}: {taken.received:9,}"
    )
    return any(abs(one) > MOST[when] for one in off) or not low <= taken.received <= high


if __name__ == "__main__":
    sys.exit(main())
