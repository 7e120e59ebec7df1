"""Made-up articles by the thousand through the program: articles per second by step, memory, and how both grow.

    python -m benchmarks.bulk [--articles 250 500 1000] [--engine replayed|embedded] [--naive]

`embedded` runs the models that ship. `replayed` runs none: what the articles state and how they stand to a claim comes
from the generator, vectors from a hash of the words, merging from the overlap of words, and articles are read by rules
alone, so that what is measured is everything but the models. `--naive` adds the chain that one writes at first sight
on the same articles: see `benchmarks.bulk.naive`.

Each size runs in a process of its own. Times are of the processor, all threads together, since the machine may be
shared; matrix products have one. Each step also has what passed before its first item, which for *names* is the
clustering of copies and for *decide* the comparing of all names and the first hundred claims. Exit code 1 when, of
several sizes, a step grows worse than n log n.

Measured on one busy core, replayed: 97, 85 and 87 ms an article at 125, 250 and 500 articles, 269, 305 and 388 MB at
most, pairs a claim 7.3, 8.5 and 11.9; the naive chain 4 to 6 ms and 37 calls an article. Embedded: 40 articles at 1.4 s
each, 1.0 of it stances, against 0.13 s and 80 calls of the naive chain.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.bulk.measuring import find_worse, growth_lines
from benchmarks.bulk.naive import Naive
from benchmarks.bulk.running import Measured, measure

ENGINES = "replayed", "embedded"


def main() -> int:
    """Prints a table a size, and one of the growth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000], metavar="N")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    parser.add_argument("--naive", action="store_true", help="the naive chain on the same articles")
    given = parser.parse_args()
    # Threads that wait for others of a matrix product spin: 250 articles took 8.6 s to retrieve for and not 1.5.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    runs: list[Measured] = []
    for size in sorted(set(given.articles)):
        # A fresh process: memory that an earlier run gave back would still count.
        with ProcessPoolExecutor(1, get_context("spawn")) as alone:
            runs.append(alone.submit(measure, size, given.engine, naive=given.naive).result())
        print("\n".join(_lines(runs[-1])), flush=True)
    return _show_growth(runs) if len(runs) > 1 else 0


# --- tables ---


def _lines(run: Measured) -> Iterator[str]:
    report = run.report
    yield (
        f"{run.size:,} articles, made in {run.made_s:.1f} s: {report.n_mentions:,} mentions, "
        f"{report.n_claims:,} claims, {report.n_pairs:,} pairs; "
        + ", ".join(f"{n:,} {label}" for label, n in sorted(report.labels.items()))
    )
    yield f"{'step':>12}{'seconds':>10}{'first':>9}{'articles/s':>12}{'MB at end':>11}{'MB at most':>12}"
    for name, step in run.steps.items():
        rate = run.size / max(step.seconds, 1e-6)
        yield f"{name:>12}{step.seconds:10.2f}{step.first:9.2f}{rate:12,.1f}{step.end_mb:11.0f}{step.peak_mb:12.0f}"
    peak = max(step.peak_mb for step in run.steps.values())
    yield f"{'in all':>12}{run.seconds:10.2f}{'':>9}{run.size / run.seconds:12,.1f}{'':>11}{peak:12.0f}"
    answered = f"{run.answered_s:.1f} s of them the replayed answers; " if run.answered_s else ""
    yield f"{answered}{run.elapsed:.0f} s on the clock; {run.disk_mb:,.0f} MB on disk"
    if run.naive is not None:
        yield from _naive_lines(run, run.naive)
    yield ""


def _naive_lines(run: Measured, naive: Naive) -> Iterator[str]:
    whole, ours = (1000 * seconds / run.size for seconds in (sum(naive.seconds.values()), run.seconds))
    steps = ", ".join(f"{name} {1000 * seconds / run.size:.1f}" for name, seconds in naive.seconds.items())
    yield (
        f"naive chain: {whole:.1f} ms an article ({steps}), against {ours:.1f}; "
        f"{naive.n_calls:,} calls of a model it would make, {naive.n_calls / run.size:.1f} an article, against "
        f"{run.report.n_calls:,}"
    )


def _show_growth(runs: Sequence[Measured]) -> int:
    by_size = {run.size: run.steps for run in runs}
    print("\n".join(growth_lines(by_size)))
    first, last = runs[0], runs[-1]
    peaks = [max(step.peak_mb for step in run.steps.values()) for run in (first, last)]
    each = 1000 * (peaks[1] - peaks[0]) / (last.size - first.size)
    print(f"memory: {peaks[0]:.0f} to {peaks[1]:.0f} MB at most, {each:.0f} MB for each further 1,000 articles")
    return int(bool(find_worse(by_size)))


if __name__ == "__main__":
    raise SystemExit(main())
