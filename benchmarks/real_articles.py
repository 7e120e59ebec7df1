"""A collection end to end: time, peak memory, counts, and every quote checked against the stored text.

python -m benchmarks.real_articles PATH [PATH ...]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from verifier.domain import Refused, Verdict
from verifier.workspace import Workspace


def main(paths: list[str]) -> int:
    """Prints one figure a line; exit code 1 when a quote is not verbatim at its offsets."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "workspace") as workspace:
        outcomes = Counter(
            "refused" if isinstance(added, Refused) else str(added.outcome) for added in workspace.add(paths)
        )
        report = workspace.run()
        elapsed = time.perf_counter() - started
        checked, wrong = _check_quotes(workspace)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    print(f"inputs: {dict(outcomes)}")
    print(f"articles {report.n_articles}, mentions {report.n_mentions}, claims {report.n_claims}")
    print(f"dropped quotes {report.n_dropped_quotes}, rows not judged {report.n_failed_rows}")
    print(f"pairs {report.n_pairs}; labels: { ({str(k): v for k, v in report.labels.items()}) }")
    print(f"quotes checked {checked}, not verbatim {wrong}")
    print(f"time {elapsed:.0f} s, peak memory {peak:.0f} MB")
    return 1 if wrong else 0


def _check_quotes(workspace: Workspace) -> tuple[int, int]:
    texts = {article.id: article.text for article in workspace.articles()}
    checked = wrong = 0
    for verdict in workspace.verdicts():
        for article_id, start, end, quote in _spans(verdict):
            checked += 1
            wrong += texts.get(article_id, "")[start:end] != quote
    return checked, wrong


def _spans(verdict: Verdict) -> list[tuple[str, int, int, str]]:
    d = verdict.decision
    rows = (*d.contradicting, *d.deciding, *d.repeats, *d.related, *d.unjudged)
    spans = [(row.article_id, row.start, row.end, row.quote) for row in rows]
    return spans + [(m.article_id, m.start, m.end, m.quote) for m in verdict.claim.mentions]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
