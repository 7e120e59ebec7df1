"""Public inference sets, our written pairs, changes of real statements and mined neutrals -> one training file.

    python -m training.prepare_stance --data FOLDER --output FILE [--real FILE] [--seed 0]

FOLDER holds nli/train.jsonl, nli/eval/*.jsonl and articles/*.jsonl. The articles of the gold sets (multi_outlet, and
war_articles before March 2022) are left out. Prints how many rows each source gave.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from training.changes import Labelled, changes, denial_of_other
from training.naming import named
from verifier.domain import Article
from verifier.language.name_spans import find_names
from verifier.language.reading import read
from verifier.language.words import content_words
from verifier.models.loader import Embedder
from verifier.steps.articles import read_articles

OURS = Path(__file__).parent / "data"
LABELS = {"supports": "entailment", "contradicts": "contradiction", "neither": "neutral"}
# Rows drawn of the public sets: speech and captions less than prose, since news is prose.
PUBLIC = {
    "mnli": 22_000, "wanli": 13_000, "fever": 10_000, "cad": 8_000, "lingnli": 8_000, "breaking": 3_000,
    "conjnli": 3_000, "semiauto": 4_000, "snli": 2_000, "help": 0,
}  # fmt: skip
EVIDENCE = {"healthver_test": 2, "semiauto_test": 2, "lingnli_val_10pct": 1, "conj_dev": 1}
"""Sets of nli/eval that are trained on, and how often: HealthVer is the only public one whose pairs are real claims
and retrieved evidence, as in use. They measure nothing any more."""
NAMED = 14_000
"""Public pairs of each label with invented names in both texts: a rare name is to tell nothing."""
WRITTEN_TIMES = 4
REAL_TIMES = 4
CHANGED_TIMES = 2
STATEMENTS = 6_000
MINED_PER_STATEMENT = 1
NEAR, SAME = 0.40, 0.72
"""Cosines between which the sentence of another article is taken for neither: nearer ones may say the same."""
SHARED = 0.45
"""Dice of content words from which it may say the same, too."""


@dataclass(frozen=True)
class Found:
    """A real statement with its sentence and the one before."""

    article: str
    before: str
    sentence: str
    text: str


def public_rows(path: Path, chooser: random.Random) -> Iterator[Labelled]:
    """The drawn rows of the public sets."""
    by_family: dict[str, list[Labelled]] = {family: [] for family in PUBLIC}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        by_family[row["source"].split("-")[0]].append(
            Labelled(row["premise"], row["hypothesis"], row["label"], row["source"].split("-")[0])
        )
    for family, rows in by_family.items():
        yield from chooser.sample(rows, min(PUBLIC[family], len(rows)))


def named_rows(path: Path, chooser: random.Random) -> Iterator[Labelled]:
    """As many of each label, from public sets of prose."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    chooser.shuffle(rows)
    left = dict.fromkeys(LABELS.values(), NAMED)
    for row in rows:
        is_prose = row["source"].split("-")[0] not in {"help", "snli", "breaking"}
        if left[row["label"]] and is_prose and (pair := named(row["premise"], row["hypothesis"], chooser)):
            left[row["label"]] -= 1
            yield Labelled(*pair, row["label"], "named")


def evidence_rows(folder: Path) -> Iterator[Labelled]:
    """The sets named in EVIDENCE."""
    for name, times in EVIDENCE.items():
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            yield from [Labelled(row["premise"], row["hypothesis"], row["label"], "evidence")] * times


def written_rows() -> Iterator[Labelled]:
    """Each passage of each written claim once."""
    for path in sorted(OURS.glob("news_pairs_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            for stance, label in LABELS.items():
                yield from (Labelled(passage, row["claim"], label, "written") for passage in row[stance])


def written_claims() -> list[Found]:
    """The written claims as statements: changed, their rare names stand beside every label."""
    rows = [json.loads(line) for path in sorted(OURS.glob("news_pairs_*.jsonl")) for line in path.open("rb")]
    return [Found("", "", row["claim"], row["claim"]) for row in rows]


def real_rows(path: Path, *, held_out: bool) -> Iterator[Labelled]:
    """Pairs of real articles, labelled by hand; their text is not ours and stays outside the repository.

    One claim in eight is held out, to calibrate on.
    """
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if (crc32(row["claim"].encode()) % 8 == 0) == held_out:
            yield Labelled(row["window"], row["claim"], LABELS[row["label"]], "real")


def read_statements(folder: Path) -> list[Found]:
    """The statements of the articles that are for training."""
    rows = [json.loads(line) for line in (folder / "war_articles.jsonl").read_text("utf-8").splitlines()]
    kept = [row for row in rows if (row["date"] or "") >= "2022-03"]
    kept += [json.loads(line) for line in (folder / "opinion_articles.jsonl").read_text("utf-8").splitlines()]
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "articles.jsonl"
        file.write_text("\n".join(json.dumps({k: v for k, v in r.items() if v}) for r in kept), "utf-8")
        articles = [one for one in read_articles([file]) if isinstance(one, Article)]
    return [found for article in articles for found in _statements(article)]


def _statements(article: Article) -> Iterator[Found]:
    reading = read(article)
    for statement in reading.statements:
        for index, sentence in enumerate(reading.sentences):
            if sentence.start <= statement.start < sentence.end:
                before = reading.sentences[index - 1].text if index else ""
                yield Found(article.id, before, sentence.text, statement.text)


def mined_rows(found: list[Found], vectors: NDArray[np.float32], chooser: random.Random) -> Iterator[Labelled]:
    """Near sentences of other articles as neither, some with the sentence before; and denials of other statements."""
    for index, one in enumerate(found):
        cosines = vectors @ vectors[index]
        near = [
            other
            for other in np.argsort(-cosines)[:60].tolist()
            if NEAR <= cosines[other] <= SAME
            and found[other].article != one.article
            and _dice(one.text, found[other].sentence) < SHARED
        ]
        for other in chooser.sample(near[:12], min(MINED_PER_STATEMENT, len(near[:12]))):
            premise = found[other].sentence
            if chooser.random() < 0.3:
                premise = f"{found[other].before} {premise}".strip()
            yield Labelled(premise, one.text, "neutral", "mined")
        if near and chooser.random() < 0.25:
            yield denial_of_other(one.text, found[chooser.choice(near[:12])].text, chooser)


def _dice(a: str, b: str) -> float:
    left, right = content_words(a), content_words(b)
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 0.0


def changed_rows(found: Iterable[Found], chooser: random.Random) -> Iterator[Labelled]:
    """All changes of all statements."""
    found = list(found)
    names = sorted({span.name for one in found for span in find_names(one.text)})
    for one in found:
        sentence = f"{one.before} {one.sentence}".strip() if chooser.random() < 0.3 else one.sentence
        yield from changes(sentence, one.text, names, chooser)


def main() -> None:
    """Writes the rows in a fixed random order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--real", type=Path, help="pairs of real articles, labelled by hand")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chooser = random.Random(arguments.seed)  # noqa: S311
    found = read_statements(arguments.data / "articles")
    found = chooser.sample(found, min(STATEMENTS, len(found)))
    vectors = Embedder().embed([one.text for one in found])
    rows = [*public_rows(arguments.data / "nli" / "train.jsonl", chooser), *list(written_rows()) * WRITTEN_TIMES]
    rows += named_rows(arguments.data / "nli" / "train.jsonl", chooser)
    rows += evidence_rows(arguments.data / "nli" / "eval")
    if arguments.real:
        rows += list(real_rows(arguments.real, held_out=False)) * REAL_TIMES
    rows += [*mined_rows(found, vectors, chooser), *changed_rows(found, chooser)]
    rows += [*changed_rows(written_claims(), chooser)] * CHANGED_TIMES
    chooser.shuffle(rows)
    arguments.output.write_text("".join(json.dumps(row._asdict()) + "\n" for row in rows), "utf-8")
    for (source, label), count in sorted(Counter((row.source, row.label) for row in rows).items()):
        print(f"{source:16} {label:14} {count}")
    print(f"{len(rows)} rows in {arguments.output}")


if __name__ == "__main__":
    main()
