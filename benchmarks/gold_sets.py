"""The whole way from article to label on the gold sets made by hand: which cell fails, and how often.

    python -m benchmarks.gold_sets [sample] [multi_outlet] [war_articles] [--part dev|test] [--show]

Each gold claim is checked against its whole collection by the program as shipped. The two real sets need the articles
in ../shared/data; a set whose articles are not there is named and left out. `--show` lists every vote that gold lacks.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from verifier.domain import Row, Verdict
from verifier.evaluation import Evaluation, GoldClaim, Places, read_gold, score
from verifier.workspace import Workspace

GOLD = Path(__file__).parent / "gold"
ARTICLES = Path(__file__).parents[2] / "shared" / "data" / "articles"
SETS = "sample", "multi_outlet", "war_articles"


def main() -> None:
    """Prints a block of figures a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--part", choices=("dev", "test"))
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    for name in arguments.sets:
        if name not in SETS:
            parser.error(f"no gold set {name!r}; there are {', '.join(SETS)}")
        if not is_here(name):
            print(f"{name}: left out, its articles are not in {ARTICLES}")
            continue
        with TemporaryDirectory() as folder, collection(name, Path(folder), arguments.part) as (inputs, content):
            _report(name, inputs, content, Path(folder) / "workspace", show=arguments.show)


@contextmanager
def collection(name: str, folder: Path, part: str | None = None) -> Iterator[tuple[Path, str]]:
    """The articles of a set as a folder to add, and its gold as JSON Lines; `folder` is for what has to be written.

    `part`: the dev or test half of a real set; the sample has none.
    """
    with as_file(files("verifier") / "samples") as samples:
        if name == "sample":
            yield samples / "articles", (samples / "gold.jsonl").read_text("utf-8")
        else:
            yield _real(name, part, folder)


def is_here(name: str) -> bool:
    """Whether the articles of a set are on this machine."""
    return name == "sample" or (ARTICLES / f"{name}.jsonl").exists()


def _real(name: str, part: str | None, folder: Path) -> tuple[Path, str]:
    """The collection as one file an article, named by its id, and gold with quotes for offsets."""
    gold = [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]
    rows = [json.loads(line) for line in (ARTICLES / f"{name}.jsonl").read_text("utf-8").splitlines()]
    if name == "war_articles":  # the gold is of the two months before the invasion and its first days
        rows = [row for row in rows if (row["date"] or "") < "2022-03"]
    texts = {row["id"]: row["text"] for row in rows}
    inputs = folder / "articles"
    inputs.mkdir()
    for number, row in enumerate(rows):
        (inputs / f"{number:03}.jsonl").write_text(json.dumps({k: v for k, v in row.items() if v is not None}), "utf-8")
    paths = {row["id"]: f"{number:03}.jsonl#1" for number, row in reversed(list(enumerate(rows)))}
    claims = [_quoted(claim, texts, paths) for claim in gold if part in (None, claim["part"])]
    return inputs, "\n".join(map(json.dumps, claims))


def _quoted(claim: dict[str, Any], texts: dict[str, str], paths: dict[str, str]) -> dict[str, Any]:
    def rows(given: Sequence[dict[str, Any]]) -> Iterator[dict[str, str]]:
        for row in given:
            quote = texts[row["article"]][row["at"]["start"] : row["at"]["end"]]
            yield {"article": paths[row["article"]], "quote": quote}

    return {**claim, "support": list(rows(claim["support"])), "contradict": list(rows(claim["contradict"]))}


def _report(name: str, inputs: Path, content: str, folder: Path, *, show: bool) -> None:
    gold = read_gold(content.encode(), name)
    with Workspace.create(folder) as workspace:
        for _ in workspace.add(inputs):
            pass
        verdicts = workspace.check([(claim.text, claim.on) for claim in gold])
        places = Places(workspace.articles())
    figures = score(gold, verdicts, places, {})
    print(f"{name}: {len(gold)} claims")
    for line in _lines(figures):
        print(f"  {line}")
    if show:
        for claim, verdict in zip(gold, verdicts, strict=True):
            _show(claim, verdict, places)


def _lines(figures: Evaluation) -> Iterator[str]:
    for title, scores in (("program", figures.scores), ("two articles", figures.baseline)):
        labels = ", ".join(f"{label} {one.precision:.2f}/{one.recall:.2f}" for label, one in scores.labels.items())
        wrong = scores.wrongly_corroborated
        yield (
            f"{title}: macro F1 {scores.macro_f1:.3f}, right {scores.accuracy.hits}/{scores.accuracy.total}, wrongly "
            f"corroborated {wrong.hits}/{wrong.total}; precision/recall {labels}"
        )
    shares = {
        "claims with a false vote": figures.false_votes,
        "false support": figures.false_support,
        "false contradiction": figures.false_contradiction,
        "supporting rows found": figures.support_recall,
        "contradicting rows found": figures.contradiction_recall,
        "exact origins": figures.exact_origins,
    }
    yield "; ".join(f"{title} {share.hits}/{share.total} = {share.value or 0:.3f}" for title, share in shares.items())
    yield f"gold rows not located: {len(figures.unlocated)}"


def _show(claim: GoldClaim, verdict: Verdict, places: Places) -> None:
    decision = verdict.decision
    sides = (("+", decision.supporting, claim.support), ("-", decision.contradicting, claim.contradict))
    for sign, found, gold in sides:
        for row in found:
            if places.any_outside([row], gold):
                print(f"  {sign} {claim.id} {claim.text!r}\n      {_words(row)}")


def _words(row: Row) -> str:
    return f"{row.article_id[:8]} {row.how or ''} {' '.join(row.quote.split())!r}"


if __name__ == "__main__":
    main()
