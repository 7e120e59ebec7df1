"""The evaluation floor: what the program must at least score on labelled sets of our own, and on which bytes.

    python -m benchmarks.floors                              # measured against floor; exit code 1 when one is not met
    python -m benchmarks.floors --raise                      # empty floors are filled, low ones raised
    python -m benchmarks.floors --lower NAME --reason TEXT   # the only way down; NAME is like stance.accuracy
    python -m benchmarks.floors --pin SET --reason TEXT      # the file of a set was changed on purpose

`tests/floors/floors.json` holds for each set its path, its SHA-256 and its floors, and the history of every change; a
floor edited by hand disagrees with the history and fails. Scores are in [0, 1], higher is better.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.kinds import Labelled, found_kind
from benchmarks.numbers import is_read_right, is_told_right, read_cases
from verifier.domain import Article, Block, BlockKind, Link, LinkKind
from verifier.errors import ModelError
from verifier.language.names import Match, same_name
from verifier.language.reading import read
from verifier.language.statements import Statement
from verifier.models.stance import StanceModel
from verifier.models.tagger import SpanRole, TaggedSpan, Tagger
from verifier.steps.origins import OriginBook, Resolved

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "tests" / "floors" / "floors.json"

Scores = Mapping[str, float]
"""Metric -> score in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The least score allowed and the score when it was last written; None before the first `--raise`."""

    floor: float | None
    measured: float | None


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A file of labelled rows: its path from the root, its pinned SHA-256 (hex, or None), and its floors by metric."""

    path: str
    sha256: str | None
    metrics: Mapping[str, Floor]


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the history: a floor by the name "set.metric", or the hash of a set by the set's name."""

    name: str
    old: float | str | None
    new: float | str
    reason: str


@dataclass(frozen=True, slots=True)
class Floors:
    """What `floors.json` holds."""

    sets: Mapping[str, LabelledSet]
    history: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """How a set is scored, and how far below the score its floor is put."""

    scores: Callable[[Path], Scores]
    slack: float = 0.0


class Refused(Exception):
    """A change of the floors that is not allowed; the text says why and what to do."""


def main(arguments: Sequence[str], file: Path = FLOORS, root: Path = ROOT) -> int:
    """Exit code 1 when a set fails or a change is refused; 2 for arguments that make no sense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--raise", action="store_true", dest="up", help="write higher floors")
    change.add_argument("--lower", metavar="NAME", help="put the floor of NAME down to what is measured")
    change.add_argument("--pin", metavar="SET", help="pin the hash of SET as it is now")
    parser.add_argument("--reason", default="", help="why; needed by --lower and --pin")
    options = parser.parse_args(arguments)
    if (options.lower or options.pin) and not options.reason.strip():
        parser.error("--lower and --pin need a --reason that says why")
    floors = read_floors(file)
    try:
        if options.up:
            floors = raise_floors(floors, root)
        elif options.lower:
            floors = lower_floor(floors, options.lower, options.reason, root)
        elif options.pin:
            floors = pin_set(floors, options.pin, options.reason, root)
    except Refused as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    if options.up or options.lower or options.pin:
        write_floors(floors, file)
    return _report(floors, root)


def read_floors(file: Path = FLOORS) -> Floors:
    """The floors as they stand in `file`. Raises KeyError or TypeError where the file has another form."""
    found = json.loads(file.read_text(encoding="utf-8"))
    sets = {
        name: LabelledSet(
            one["path"], one["sha256"], {metric: Floor(**floor) for metric, floor in one["metrics"].items()}
        )
        for name, one in found["sets"].items()
    }
    return Floors(sets, tuple(Change(**one) for one in found["history"]))


def write_floors(floors: Floors, file: Path = FLOORS) -> None:
    """Writes `file` anew."""
    file.write_text(json.dumps(asdict(floors), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def failures(floors: Floors, name: str, root: Path = ROOT) -> list[str]:
    """What is wrong with one set, one line each; empty when its file is the pinned one and every floor is met."""
    return _failures(floors, name, _scores_or_error(floors, name, root))


def raise_floors(floors: Floors, root: Path = ROOT) -> Floors:
    """Fills floors that are empty and raises those below what is measured.

    A set whose file is not the pinned one, or whose model is not there, is left as it is.
    """
    for name in floors.sets:
        scores = _scores_or_error(floors, name, root)
        if isinstance(scores, str):
            continue
        for metric, score in scores.items():
            old = floors.sets[name].metrics.get(metric, Floor(None, None)).floor
            new = _floor_of(name, score)
            if old is None or new > old:
                reason = "first measured" if old is None else "raised"
                floors = _with_floor(floors, name, metric, Floor(new, round(score, 4)), reason)
    return floors


def lower_floor(floors: Floors, metric_name: str, reason: str, root: Path = ROOT) -> Floors:
    """Puts the floor of `metric_name` ("set.metric") down to what is measured.

    Raises Refused without a reason, for an unknown name, a set that cannot be measured, and a floor that is met.
    """
    name, _, metric = metric_name.partition(".")
    if not reason.strip():
        raise Refused(f"{metric_name!r} is lowered only with a reason; pass --reason TEXT")
    if name not in floors.sets or metric not in floors.sets[name].metrics:
        raise Refused(f"no floor {metric_name!r}; there are: {', '.join(_names(floors))}")
    scores = _scores_or_error(floors, name, root)
    if isinstance(scores, str):
        raise Refused(scores)
    if metric not in scores:
        raise Refused(f"{metric_name!r} is not measured any more; take it out of the file and its history")
    old = floors.sets[name].metrics[metric].floor
    if old is None or scores[metric] >= old:
        raise Refused(f"{metric_name!r} measures {scores[metric]:.4f}, floor {old}: there is nothing to lower")
    return _with_floor(floors, name, metric, Floor(_floor_of(name, scores[metric]), round(scores[metric], 4)), reason)


def pin_set(floors: Floors, name: str, reason: str, root: Path = ROOT) -> Floors:
    """Pins the present bytes of a set; its floors stay. Raises Refused without a reason or for an unknown name."""
    if not reason.strip():
        raise Refused(f"{name!r} is pinned only with a reason; pass --reason TEXT")
    if name not in floors.sets:
        raise Refused(f"no set {name!r}; there are: {', '.join(floors.sets)}")
    old, new = floors.sets[name].sha256, sha256_of(root / floors.sets[name].path)
    if old == new:
        raise Refused(f"the file of {name!r} is the pinned one: there is nothing to pin")
    sets = {**floors.sets, name: replace(floors.sets[name], sha256=new)}
    return Floors(sets, (*floors.history, Change(name, old, new, reason.strip())))


# --- the scores of each set ---


def stance_scores(path: Path) -> Scores:
    """Rows of claim, passage and stance: accuracy and macro-F1 of the likeliest stance."""
    rows = read_cases(path)
    found = StanceModel().score([(row["passage"], row["claim"]) for row in rows])
    likeliest = [max(scores._asdict().items(), key=lambda item: item[1])[0] for scores in found]
    return _agreement([(row["stance"], stance) for row, stance in zip(rows, likeliest, strict=True)])


def attribution_scores(path: Path) -> Scores:
    """Rows of a sentence, the text before it, and the texts of its source and content.

    F1 over words of either role, and how often it is right whether the sentence holds anything that somebody says.
    """
    rows = read_cases(path)
    tagged = list(Tagger().tag_each([(row["sentence"], row["before"]) for row in rows]))
    known = [
        any(span.role is SpanRole.CONTENT for span in spans) == bool(row["content"])
        for row, spans in zip(rows, tagged, strict=True)
    ]
    return {
        "source_f1": _words_f1(rows, tagged, SpanRole.SOURCE),
        "content_f1": _words_f1(rows, tagged, SpanRole.CONTENT),
        "attributed": sum(known) / len(rows),
    }


def kinds_scores(path: Path) -> Scores:
    """Rows of a sentence and its kind: accuracy and macro-F1 of what is extracted, "none" where nothing is."""
    pairs = []
    for row in read_cases(path):
        article = _article(row["sentence"], "Harbour Post")
        pairs.append((row["kind"], found_kind(Labelled(article, 0, len(article.text), row["kind"], "test"))))
    return _agreement(pairs)


def chains_scores(path: Path) -> Scores:
    """Rows of an outlet, a text, a statement in it, its origin (or null), and whether unnamed sources stand behind it.

    How often a statement is extracted there and the origin is right, and how often the flag is right as well.
    """
    rows = read_cases(path)
    origins, both = 0, 0
    for row in rows:
        found = _resolve(row)
        right = found is not None and found[0]
        origins += right
        both += right and found is not None and found[1].weak == row["weak"]
    return {"origin": origins / len(rows), "origin_and_flag": both / len(rows)}


def _share_right(right: Callable[[Mapping[str, Any]], bool]) -> Callable[[Path], Scores]:
    def scores(path: Path) -> Scores:
        cases = read_cases(path)
        return {"right": sum(map(right, cases)) / len(cases)}

    return scores


# A model in int8 may judge a row or two otherwise on another processor; rules score the same everywhere.
_MODEL_SLACK = 0.01

MEASURES: dict[str, Measure] = {
    "stance": Measure(stance_scores, _MODEL_SLACK),
    "plain_stance": Measure(stance_scores, _MODEL_SLACK),
    "attribution": Measure(attribution_scores, _MODEL_SLACK),
    "kinds": Measure(kinds_scores),
    "chains": Measure(chains_scores),
    "normaliser": Measure(_share_right(is_read_right)),
    "compatibility": Measure(_share_right(is_told_right)),
}


def _agreement(pairs: Sequence[tuple[str, str]]) -> Scores:
    """Accuracy, and macro-F1 over the words that are wanted, of (wanted, got)."""
    words = sorted({wanted for wanted, _ in pairs})
    accuracy = sum(wanted == got for wanted, got in pairs) / len(pairs)
    return {"accuracy": accuracy, "macro_f1": sum(_f1_of(pairs, word) for word in words) / len(words)}


def _f1_of(pairs: Sequence[tuple[str, str]], word: str) -> float:
    wanted = {index for index, pair in enumerate(pairs) if pair[0] == word}
    return _f1(wanted, {index for index, pair in enumerate(pairs) if pair[1] == word})


def _words_f1(rows: Sequence[Mapping[str, Any]], tagged: Sequence[Iterable[TaggedSpan]], role: SpanRole) -> float:
    wanted, got = set(), set()
    for index, (row, spans) in enumerate(zip(rows, tagged, strict=True)):
        sentence = row["sentence"]
        marked = [(sentence.index(text), sentence.index(text) + len(text)) for text in row[role.value]]
        found = [(span.start, span.end) for span in spans if span.role is role]
        for word in re.finditer(r"\w+", sentence):
            wanted |= {(index, word.start()) for start, end in marked if start <= word.start() < end}
            got |= {(index, word.start()) for start, end in found if start <= word.start() < end}
    return _f1(wanted, got)


def _f1(wanted: set[Any], got: set[Any]) -> float:
    return 2 * len(wanted & got) / (len(wanted) + len(got)) if wanted or got else 0.0


def _resolve(row: Mapping[str, Any]) -> tuple[bool, Resolved] | None:
    """Whether the statement's origin is the marked one, and all that its chain resolves to; None if none is found."""
    article = _article(row["text"], row["outlet"])
    statements = read(article).statements
    best = max(statements, key=lambda one: _overlap(row, one), default=None)
    if best is None or not _overlap(row, best):
        return None
    marked = (best.chain[0], *_marked_links(row))
    book = OriginBook([*(one.chain for one in statements), marked], [(article.id, article.text)])
    here = book.resolve(best.chain, article.id)
    if here.origin is None or row["origin"] is None:
        return here.origin is None and row["origin"] is None, here
    same = same_name(here.origin.name, row["origin"]) is Match.SAME
    return same or here.origin == book.resolve(marked, article.id).origin, here


def _overlap(row: Mapping[str, Any], statement: Statement) -> int:
    start: int = row["text"].index(row["statement"])
    end = start + len(row["statement"])
    return max(0, min(statement.end, end) - max(statement.start, start))


def _marked_links(row: Mapping[str, Any]) -> list[Link]:
    if row["origin"] in (None, row["outlet"]):
        return []
    return [Link(row["origin"], LinkKind.SPEAKER, named=True)]


def _article(text: str, outlet: str) -> Article:
    return Article(text, text, "", text, (Block(BlockKind.PROSE, 0, len(text)),), outlet=outlet, language="en")


# --- floors against scores ---


def _failures(floors: Floors, name: str, scores: Scores | str) -> list[str]:
    one = floors.sets[name]
    if isinstance(scores, str):
        return [scores]
    if one.sha256 != _recorded(floors, name):
        return [f"{name} is pinned to {_short(one.sha256)}, and the history says otherwise; use --pin"]
    metrics = one.metrics
    found = [f"{name}.{metric} has a floor and is not measured" for metric in metrics if metric not in scores]
    for metric, score in scores.items():
        floor = metrics.get(metric, Floor(None, None)).floor
        if floor is None:
            found.append(f"{name}.{metric} has no floor yet; run python -m benchmarks.floors --raise")
        elif floor != _recorded(floors, f"{name}.{metric}"):
            found.append(f"{name}.{metric} has floor {floor}, and the history says otherwise; use --raise or --lower")
        elif score < floor:
            found.append(f"{name}.{metric} measures {score:.4f}, below its floor {floor:.4f}")
    return found


def _scores_or_error(floors: Floors, name: str, root: Path) -> Scores | str:
    """The scores of a set, or why it has none."""
    path, pinned = root / floors.sets[name].path, floors.sets[name].sha256
    if not path.is_file():
        return f"{name} has no file {floors.sets[name].path!r}"
    if (found := sha256_of(path)) != pinned:
        return (
            f"{name} is not the pinned file ({_short(found)}, pinned {_short(pinned)}); use --pin {name} --reason TEXT"
        )
    try:
        return MEASURES[name].scores(path)
    except ModelError as error:
        return f"{name} cannot be measured: {error}"


def _recorded(floors: Floors, name: str) -> float | str | None:
    return next((change.new for change in reversed(floors.history) if change.name == name), None)


def _with_floor(floors: Floors, name: str, metric: str, floor: Floor, reason: str) -> Floors:
    one = floors.sets[name]
    old = one.metrics.get(metric, Floor(None, None)).floor
    if floor.floor is None:
        raise ValueError(f"the new floor of {name}.{metric} is empty")
    change = Change(f"{name}.{metric}", old, floor.floor, reason.strip())
    changed = replace(one, metrics={**one.metrics, metric: floor})
    return Floors({**floors.sets, name: changed}, (*floors.history, change))


def _floor_of(name: str, score: float) -> float:
    # rounded down, so that the score itself meets its floor
    return max(0.0, math.floor((score - MEASURES[name].slack) * 10_000) / 10_000)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _short(digest: str | None) -> str:
    return digest[:12] if digest else "nothing"


def _names(floors: Floors) -> list[str]:
    return [f"{name}.{metric}" for name, one in floors.sets.items() for metric in one.metrics]


def _report(floors: Floors, root: Path) -> int:
    failed = []
    for name, one in floors.sets.items():
        scores = _scores_or_error(floors, name, root)
        failed += _failures(floors, name, scores)
        print(f"{name}  {one.path}  {_short(one.sha256)}")
        for metric, floor in one.metrics.items():
            measured = None if isinstance(scores, str) else scores.get(metric)
            print(f"  {metric:16} measured {_shown(measured)}  floor {_shown(floor.floor)}")
    print("\n".join(f"failed: {line}" for line in failed) or "every floor is met")
    return 1 if failed else 0


def _shown(score: float | None) -> str:
    return "-     " if score is None else f"{score:.4f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
