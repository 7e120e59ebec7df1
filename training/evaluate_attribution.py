"""The attribution tagger and the rules against marked sentences, by the same measures.

    python -m training.evaluate_attribution DATA [--model FILE.onnx] [--rules FILE] [--tune] [--show N]

DATA: a file of training.prepare_attribution. --model: an ONNX file of training.export_attribution, by default the
shipped one. --rules: the file DATA was prepared from; the rules read its whole texts. --tune: print, for each role,
the thresholds of best F1 on DATA. Prints for each role precision, recall and F1 over words and punctuation marks, and
how many sentences are rightly known to hold reported content or not.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.prepare_attribution import Row, Span, article_of, read_versions
from verifier.language.attribution import Attitude, attribute
from verifier.language.clauses import find_hits
from verifier.language.layouts import find_agency
from verifier.language.quotations import find_quotes, quotes_within
from verifier.language.sentences import split_sentences
from verifier.models.manifest import read_verified
from verifier.models.tagger import CONTEXT_TOKENS, ScoredWord, SpanRole, Tagger, last_tokens, spans_of, words_of

_WORD = re.compile(r"\w+|[^\w\s]")
_STEPS = np.arange(0.2, 0.81, 0.05)

Spans = dict[str, list[Span]]


def marks(sentence: str, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """For each word or punctuation mark whether it touches one of the spans."""
    words = [match.span() for match in _WORD.finditer(sentence)]
    return np.array([any(start < b and a < end for a, b in spans) for start, end in words], dtype=bool)


def f1(predicted: NDArray[np.bool_], gold: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    right = int((predicted & gold).sum())
    precision, recall = right / max(1, int(predicted.sum())), right / max(1, int(gold.sum()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def report(title: str, rows: Sequence[Row], found: Sequence[Spans], attributed: Sequence[bool]) -> None:
    """Print every measure of one reader."""
    print(f"{title}: {len(rows)} sentences")
    pairs = list(zip(rows, found, strict=True))
    for role in SpanRole:
        predicted = [marks(row["sentence"], spans[role]) for row, spans in pairs]
        gold = [marks(row["sentence"], row["spans"][role]) for row in rows]
        precision, recall, score = f1(np.concatenate(predicted), np.concatenate(gold))
        same = sum(len(set(spans[role]) & {(a, b) for a, b in row["spans"][role]}) for row, spans in pairs)
        exact = 2 * same / max(1, sum(len(spans[role]) + len(row["spans"][role]) for row, spans in pairs))
        print(
            f"  {role.value:8} words: precision {precision:.3f} recall {recall:.3f} F1 {score:.3f}; "
            f"spans to the letter: F1 {exact:.3f}"
        )
    said = np.array(attributed)
    holds = np.array([bool(row["spans"][SpanRole.CONTENT]) for row in rows])
    third = np.array([marks(row["sentence"], row["spans"][SpanRole.CONTENT]).mean() >= 1 / 3 for row in rows])
    any_role = np.array([any(row["spans"].values()) for row in rows])
    for name, so in (("any content", holds), ("a third content", third), ("any role", any_role)):
        precision, recall, score = f1(said, so)
        print(
            f"  attributed ({name}): accuracy {(said == so).mean():.3f} precision {precision:.3f} "
            f"recall {recall:.3f} F1 {score:.3f}; all yes {so.mean():.3f}"
        )


def score_with(model: Path, inputs: Sequence[tuple[str, str]]) -> Iterator[list[ScoredWord]]:
    """What `Tagger.score_each` gives, from any ONNX file: each (sentence, before) alone, on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    runtime = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str(read_verified("tokenizer.json").decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    for sentence, before in inputs:
        context = last_tokens(before, tokenizer.encode(before), CONTEXT_TOKENS)
        encoding = tokenizer.encode(context, sentence)
        row = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        scores = runtime.run(None, {name: np.array([value], np.int64) for name, value in row.items()})[0][0]
        yield words_of(encoding, scores)


def by_tagger(rows: Sequence[Row], scored: Sequence[list[ScoredWord]]) -> Iterator[Spans]:
    """The spans of each row at the thresholds in use."""
    for row, words in zip(rows, scored, strict=True):
        spans = spans_of(row["sentence"], words)
        yield {role.value: [(span.start, span.end) for span in spans if span.role is role] for role in SpanRole}


def tune(rows: Sequence[Row], scored: Sequence[list[ScoredWord]]) -> None:
    """Print F1 over words at each threshold, and the accuracy of "some word of this sentence has that role"."""
    for index, role in enumerate(SpanRole):
        gold = [
            any(word.start < b and a < word.end for a, b in row["spans"][role])
            for row, words in zip(rows, scored, strict=True)
            for word in words
        ]
        scores = np.array([word.scores[index] for words in scored for word in words])
        print(f"{role.value}, words: " + _at_each(lambda step: f1(scores >= step, np.array(gold))[2]))  # noqa: B023
        holds = np.array([bool(row["spans"][role]) for row in rows])
        best = np.array([max(word.scores[index] for word in words) for words in scored])
        print(f"{role.value}, sentences: " + _at_each(lambda step: ((best >= step) == holds).mean()))  # noqa: B023


def _at_each(measure: Callable[[float], float]) -> str:
    return " ".join(f"{step:.2f}:{measure(step):.4f}" for step in _STEPS)


def by_rules(path: Path, rows: Sequence[Row]) -> tuple[list[Spans], list[bool]]:
    """What the rules find in the texts that `rows` are of: sources, cues, contents; and who is attributed at all."""
    wanted = {(row["text"], row["start"]): index for index, row in enumerate(rows)}
    names = {row["text"] for row in rows}
    found: list[Spans] = [{role.value: [] for role in SpanRole} for _ in rows]
    attributed = [False] * len(rows)
    texts = [versions for part in read_versions(path).values() for versions in part]
    for versions in texts:
        if versions[0]["filename"] not in names:
            continue
        article = article_of(versions[0])
        sentences = split_sentences(article)
        quotes = find_quotes(article.text, sentences)
        for sentence in sentences:
            if (article.id, sentence.start) not in wanted:
                continue
            spans = found[wanted[article.id, sentence.start]]
            hits = find_hits(sentence.text, quotes_within(quotes, sentence))
            spans[SpanRole.SOURCE] += [hit.source for hit in hits if hit.source]
            spans[SpanRole.CUE] += [hit.cue for hit in hits]
        own = 2 if find_agency(article, sentences) else 1
        for part in attribute(article, sentences):
            start = part.sentence.start
            index = wanted.get((article.id, start))
            if index is not None and (len(part.chain) > own or part.attitude is Attitude.GAP):
                attributed[index] = True
                found[index][SpanRole.CONTENT] += [(a - start, b - start) for a, b in part.content]
    return found, attributed


def main() -> None:
    """Parse, read, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="sentences with wrong sources printed, drawn at random")
    parser.add_argument("--limit", type=int, help="sentences read at most")
    parser.add_argument("--threads", type=int)
    arguments = parser.parse_args()
    with arguments.data.open(encoding="utf-8") as lines:
        rows: list[Row] = [json.loads(line) for line in lines][: arguments.limit]
    inputs = [(row["sentence"], row["before"]) for row in rows]
    tagger = Tagger(arguments.threads)
    started, busy = time.perf_counter(), time.process_time()
    scored = list(tagger.score_each(inputs) if arguments.model is None else score_with(arguments.model, inputs))
    spent, busy = time.perf_counter() - started, time.process_time() - busy
    found = list(by_tagger(rows, scored))
    report(str(arguments.model or tagger.name), rows, found, [bool(spans[SpanRole.CONTENT]) for spans in found])
    print(f"  {len(rows) / spent:.0f} sentences/s by the clock, {len(rows) / busy:.0f} a processor second")
    if arguments.tune:
        tune(rows, scored)
    if arguments.rules is not None:
        report("rules", rows, *by_rules(arguments.rules, rows))
    show(rows, found, arguments.show)


def show(rows: Sequence[Row], found: Sequence[Spans], count: int) -> None:
    """Print some sentences whose sources differ from the gold ones."""
    wrong = [
        {"sentence": row["sentence"], "gold": _texts(row, row["spans"]), "found": _texts(row, spans)}
        for row, spans in zip(rows, found, strict=True)
        if sorted(map(tuple, row["spans"][SpanRole.SOURCE])) != spans[SpanRole.SOURCE]
    ]
    for item in random.Random(0).sample(wrong, min(count, len(wrong))):  # noqa: S311  a sample to look at
        print(json.dumps(item, ensure_ascii=False, indent=1))


def _texts(row: Row, spans: dict[str, Any]) -> dict[str, list[str]]:
    return {role: [row["sentence"][slice(*span)] for span in of] for role, of in spans.items()}


if __name__ == "__main__":
    main()
