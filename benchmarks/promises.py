"""Run every figure that can be had on this machine and write docs/promises.md, with the commit.

    python -m benchmarks.promises [SHARED]

SHARED is the folder with the material outside the repository (default: `../shared` beside the checkout); what needs
it is left out, and said to be, when it is not there. Absolute times are recorded, never asserted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOLD = "verifier/samples/gold.jsonl"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A heading, the command that gives the figures, and the path it needs outside the repository, if any."""

    title: str
    command: tuple[str, ...]
    needs: Path | None = None

    @property
    def shown(self) -> str:
        """The command as one types it."""
        program = "python" if self.command[0] == sys.executable else Path(self.command[0]).name
        return " ".join((program, *self.command[1:]))


def main(arguments: list[str]) -> int:
    """Exit code 1 when a command failed; the file is written either way."""
    shared = Path(arguments[0]) if arguments else ROOT.parent / "shared"
    sections, failed = [_head()], 0
    with tempfile.TemporaryDirectory() as folder:
        for measurement in _measurements(shared, Path(folder) / "demo"):
            if measurement.needs is not None and not measurement.needs.exists():
                sections.append(
                    f"## {measurement.title}\n\n`{measurement.shown}`\n\nNot run: its material is not here.\n"
                )
                continue
            print(f"{measurement.title} …", file=sys.stderr)
            text, ok = _run(measurement, {folder: "…", str(shared): "SHARED", f"{ROOT.parent}/": "../"})
            sections.append(text)
            failed += not ok
    (ROOT / "docs" / "promises.md").write_text("\n".join(sections), encoding="utf-8")
    return 1 if failed else 0


def _measurements(shared: Path, demo: Path) -> Iterator[Measurement]:
    verifier = str(Path(sys.executable).with_name("verifier"))
    module = (sys.executable, "-m")
    yield Measurement("The sample situation, from its files to verdicts", (verifier, "demo", "--dir", str(demo)))
    yield Measurement("Labels on its gold", (verifier, "eval", GOLD, "--workspace", str(demo)))
    articles = shared / "data" / "articles"
    yield Measurement("Three gold sets, from article to label", (*module, "benchmarks.gold_sets"))
    yield Measurement("Retrieval", (*module, "benchmarks.retrieval", str(shared)))
    yield Measurement("Numbers and dates", (*module, "benchmarks.numbers", "all"))
    yield Measurement("Floors", (*module, "benchmarks.floors"))
    yield Measurement("Chains of nested reports", (*module, "benchmarks.chains", str(shared)), articles)
    yield Measurement("Kinds of sentences", (*module, "benchmarks.kinds"), articles)
    yield Measurement("The same run again", (verifier, "run", "--workspace", str(demo)))
    yield Measurement("Start", (verifier, "--help"))
    yield Measurement("Models against the bare session", (*module, "benchmarks.model_speed"))
    yield Measurement("Copies", (*module, "benchmarks.copies", *([str(shared)] if shared.exists() else [])))
    yield Measurement("Echoes: copies of articles that support a claim", (*module, "benchmarks.echo"))
    yield Measurement("A thousand clones, and clustering of 100,000 articles", (*module, "benchmarks.clones"))
    outlets = articles / "multi_outlet.jsonl"
    yield Measurement("Reprints of one story in real outlets", (*module, "benchmarks.reprints"), outlets)
    data = ("--data", str(shared / "data")) if shared.exists() else ()
    yield Measurement("P1, P2: calls and tokens of a language model", (*module, "benchmarks.llm_cost", *data))
    yield Measurement("P3: use of the limits of an endpoint", (*module, "benchmarks.limits"))
    yield Measurement("The estimate of the dry run", (*module, "benchmarks.llm_estimate", *data))
    yield Measurement("A language model that reads without fault", (*module, "benchmarks.llm_ceiling"))
    yield Measurement("Faults of replies", (*module, "benchmarks.reply_faults"))
    yield Measurement("Runs killed at random points", (*module, "benchmarks.killed_runs"))
    yield Measurement("S1 to S4: attacks on the engine that asks", (*module, "benchmarks.attacks", *data))
    bulk = (*module, "benchmarks.bulk", "--articles", "125", "250", "500", "--naive")
    yield Measurement("Growth of each step with the number of articles", bulk)
    yield Measurement("Real articles end to end", (*module, "benchmarks.real_articles", str(outlets)), outlets)
    polnear = shared / "data" / "attribution" / "polnear_train_dev.jsonl"
    yield Measurement("Attribution on PolNeAR", (*module, "benchmarks.attribution_polnear", str(polnear)), polnear)
    yield Measurement(
        "All tests, the long sweeps whole", (*module, "pytest", "-q", "-n", "auto", "--hypothesis-profile=whole")
    )


def _head() -> str:
    commit = _output("git", "rev-parse", "--short", "HEAD")
    changed = " with uncommitted changes" if _output("git", "status", "--porcelain") else ""
    return (
        "# Promises\n\n"
        "Written by `make promises`; not edited by hand. Times are those of one machine: recorded, not promised.\n\n"
        f"Commit {commit}{changed}, Python {sys.version.split()[0]}, {sys.platform}.\n"
    )


def _output(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _run(measurement: Measurement, places: Mapping[str, str]) -> tuple[str, bool]:
    """The section, and whether the command ended well; `places` maps folders of this machine to their names there."""
    started = time.perf_counter()
    done = subprocess.run(measurement.command, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    lines = _placeless(done.stdout or done.stderr, places).strip().splitlines()
    kept = lines if len(lines) <= 60 else ["…", *lines[-59:]]
    body = "\n".join(line.rstrip() for line in kept)
    status = f"exit code {done.returncode}, {seconds:.1f} s"
    section = (
        f"## {measurement.title}\n\n`{_placeless(measurement.shown, places)}` ({status})\n\n```text\n{body}\n```\n"
    )
    return section, done.returncode in {0, 3}


def _placeless(text: str, places: Mapping[str, str]) -> str:
    for place, name in places.items():
        text = text.replace(place, name)
    return text


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
