"""PolNeAR -> one row per sentence, with what stands before it and the marked spans, in three files.

    python -m training.prepare_attribution FILE --output FOLDER

FILE: JSONL with text, filename, compartment and attributions of source, cue and content spans. Writes train.jsonl,
held.jsonl (one training text in 14, to choose thresholds on) and dev.jsonl. Articles are cut into sentences as the
program cuts them.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypedDict

from verifier.domain import Article, Block, BlockKind
from verifier.language.sentences import split_sentences
from verifier.models.tagger import CONTEXT_CHARACTERS, SpanRole

Span = tuple[int, int]

_HELD_ONE_IN = 14
_LINE = re.compile(r"[^\n]+")


class Row(TypedDict):
    """A sentence, the end of what precedes it in its text, and for each role its spans in the sentence."""

    text: str
    start: int
    before: str
    sentence: str
    spans: dict[str, list[Span]]


def article_of(row: dict[str, Any]) -> Article:
    """The text as an article in which every line is a block of prose."""
    lines = (match for match in _LINE.finditer(row["text"]) if match.group().strip())
    blocks = tuple(Block(BlockKind.PROSE, match.start(), match.end()) for match in lines)
    return Article(row["filename"], row["filename"], "", row["text"], blocks, outlet=row["publisher"], language="en")


def marked(versions: Sequence[dict[str, Any]], role: SpanRole) -> list[bool]:
    """For each character whether at least half of the people who annotated the text gave it this role.

    Half and not all or any: of the 22 texts with several versions, most have six, and one person's slip decides
    neither way.
    """
    votes = [0] * len(versions[0]["text"])
    for version in versions:
        pieces = (piece for item in version["attributions"] for piece in item[role.value] or ())
        for index in {at for piece in pieces for start, end in piece["spans"] for at in range(start, end)}:
            votes[index] += 1
    return [2 * count >= len(versions) for count in votes]


def runs(marks: Sequence[bool], start: int, end: int, text: str) -> list[Span]:
    """The unbroken marked stretches in `text[start:end]`, from its start, without white space at their ends."""
    found: list[Span] = []
    at = start
    while at < end:
        stop = at
        while stop < end and marks[stop] == marks[at]:
            stop += 1
        piece = text[at:stop]
        if marks[at] and piece.strip():
            begin = at + len(piece) - len(piece.lstrip())
            found.append((begin - start, begin + len(piece.strip()) - start))
        at = stop
    return found


def sentence_rows(versions: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """Every sentence of one text, in order. `versions`: the text as each person annotated it."""
    text = versions[0]["text"]
    marks = {role: marked(versions, role) for role in SpanRole}
    for sentence in split_sentences(article_of(versions[0])):
        spans = {role.value: runs(marks[role], sentence.start, sentence.end, text) for role in SpanRole}
        before = text[max(0, sentence.start - CONTEXT_CHARACTERS) : sentence.start]
        yield Row(
            text=versions[0]["filename"], start=sentence.start, before=before, sentence=sentence.text, spans=spans
        )


def read_versions(path: Path) -> dict[str, list[list[dict[str, Any]]]]:
    """Part (train, held or dev) -> texts -> the versions of each text. No text is in two parts."""
    texts: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            texts[row["filename"]].append(row)
    parts: dict[str, list[list[dict[str, Any]]]] = {"train": [], "held": [], "dev": []}
    for name, versions in sorted(texts.items()):
        held = zlib.crc32(name.encode()) % _HELD_ONE_IN == 0
        part = "dev" if versions[0]["compartment"] == "dev" else "held" if held else "train"
        parts[part].append(versions)
    return parts


def main() -> None:
    """Parse, write, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for part, texts in read_versions(arguments.path).items():
        rows = [row for versions in texts for row in sentence_rows(versions)]
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (arguments.output / f"{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        holding = Counter(role for row in rows for role, spans in row["spans"].items() if spans)
        print(f"{part}: {len(texts)} texts, {len(rows)} sentences; with {dict(holding)}", flush=True)


if __name__ == "__main__":
    main()
