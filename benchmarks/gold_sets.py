"""The whole way from article to label on the gold sets made by hand: which cell fails, and how often.

    python -m benchmarks.gold_sets [sample] [multi_outlet] [war_articles] [--part dev|test] [--show]

Each gold claim is checked against its whole collection by the program as shipped. The two real sets need the articles
in ../shared/data; a set whose articles are not there is named and left out. `--show` lists every vote that gold lacks,
what each wrong label is lost by, and, with gold's stances, the claims whose chains give another label or number of
origins, with the gold cells that mend it alone, and each row as gold has it and as the program fills it in.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from verifier.cli.figures import print_figures
from verifier.cli.output import Page
from verifier.domain import Row, Stance, Verdict
from verifier.evaluation import Answers, GoldClaim, Places, answer, find_losses, read_gold, score
from verifier.evaluation.lines import cells_of, match_row, our_chains
from verifier.steps.rows import Collection
from verifier.steps.verdicts import decide
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
    def rows(given: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in given:
            quote = texts[row["article"]][row["at"]["start"] : row["at"]["end"]]
            yield {**row, "article": paths[row["article"]], "quote": quote}

    return {**claim, "support": list(rows(claim["support"])), "contradict": list(rows(claim["contradict"]))}


def _report(name: str, inputs: Path, content: str, folder: Path, *, show: bool) -> None:
    gold = read_gold(content.encode(), name)
    with Workspace.create(folder) as workspace:
        for _ in workspace.add(inputs):
            pass
        verdicts = workspace.check([(claim.text, claim.on) for claim in gold])
        found = workspace.collection()
    places = Places(found.articles.values())
    answers = answer(gold, verdicts, places, found)
    print(f"{name}:")
    print_figures(Page(), score(gold, verdicts, answers, places, {}))
    if show:
        lines = [
            *_false_votes(gold, verdicts, places),
            *_losses(gold, verdicts, answers),
            *_chains(gold, verdicts, places, found),
        ]
        print("\n".join(lines))


def _false_votes(gold: Sequence[GoldClaim], verdicts: Sequence[Verdict], places: Places) -> Iterator[str]:
    for claim, verdict in zip(gold, verdicts, strict=True):
        decision = verdict.decision
        for sign, found, rows in (
            ("+", decision.supporting, claim.support),
            ("-", decision.contradicting, claim.contradict),
        ):
            for row in found:
                if places.any_outside([row], rows):
                    yield f"  {sign} {claim.id} {claim.text!r}"
                    yield f"      {row.article_id[:8]} {row.how or ''} {' '.join(row.quote.split())!r}"


def _losses(gold: Sequence[GoldClaim], verdicts: Sequence[Verdict], answers: Answers) -> Iterator[str]:
    losses = find_losses(gold, answers) or [None] * len(gold)
    for claim, verdict, loss in zip(gold, verdicts, losses, strict=True):
        if loss is not None:
            yield f"  {loss}: {claim.id} is {claim.label}, not {verdict.decision.label}: {claim.text!r}"


CELLS = {
    "origins": ("origin", "group", "named", "weak", "own_voice"),
    "documents": ("document",),
    "statement dates": ("said_at",),
    "comparable": ("comparable",),
}
"""The cells of a row that one part of the program fills in."""


def _chains(
    gold: Sequence[GoldClaim], verdicts: Sequence[Verdict], places: Places, collection: Collection
) -> Iterator[str]:
    for claim, verdict in zip(gold, verdicts, strict=True):
        rows = our_chains(verdict.claim, claim, places, collection)
        ours = decide(rows)
        if (ours.label, ours.n_origins) != (claim.label, claim.n_origins):
            mends = [name for name, fields in CELLS.items() if _is_mended(rows, claim, places, fields)]
            yield f"  {claim.id} is {claim.label} {claim.n_origins}, not {ours.label} {ours.n_origins}: {claim.text!r}"
            yield f"      mended by gold's {' or '.join(mends) or 'cells of several sorts'}"
            yield from _rows_of_both(rows, claim, places)


def _is_mended(rows: Sequence[Row], claim: GoldClaim, places: Places, fields: Sequence[str]) -> bool:
    mixed = []
    for row in rows:
        found = match_row(row, claim, places)
        cells = cells_of(found.cells) if found and found.cells else {}
        mixed.append(replace(row, **{name: value for name, value in cells.items() if name in fields}))
    decided = decide(mixed)
    return (decided.label, decided.n_origins) == (claim.label, claim.n_origins)


def _rows_of_both(rows: Sequence[Row], claim: GoldClaim, places: Places) -> Iterator[str]:
    for row in rows:
        found = match_row(row, claim, places)
        if found is not None and found.cells is not None:
            sign = "+" if row.stance is Stance.SUPPORTS else "-"
            ours = {name: getattr(row, name) for name in cells_of(found.cells)}
            yield f"      {sign} {found.article} {' '.join(row.quote.split())[:160]!r}"
            yield f"          gold: {_words(cells_of(found.cells))}, chain {' < '.join(found.cells.chain)}"
            yield f"          ours: {_words(ours)}, chain {' < '.join(link.name for link in row.chain)}"


def _words(cells: Mapping[str, Any]) -> str:
    flags = [name for name in ("weak", "own_voice") if cells[name]]
    flags += [f"not {name}" for name in ("named", "comparable") if not cells[name]]
    origin = cells["origin"].name if cells["origin"] else None
    return f"{origin!r} of {cells['group']} in {cells['document']} {cells['said_at'] or ''} {' '.join(flags)}".rstrip()


if __name__ == "__main__":
    main()
