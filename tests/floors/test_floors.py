"""The floors are met on the pinned sets, and the mechanism that keeps them cannot be passed by in silence."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks import floors as gate
from benchmarks.floors import FLOORS, MEASURES, ROOT, Floor, Floors, Measure, failures, main, read_floors, write_floors
from verifier.errors import ModelError
from verifier.models.stance import StanceScores
from verifier.models.tagger import SpanRole, TaggedSpan

STANCES = ("supports", "contradicts", "neither")


@pytest.mark.parametrize("name", MEASURES)
def test_the_set_is_the_pinned_one_and_its_floors_are_met(name: str) -> None:
    assert failures(read_floors(), name) == []


def test_every_set_has_a_measure() -> None:
    assert set(read_floors().sets) == set(MEASURES)


def test_every_change_has_its_reason() -> None:
    assert all(change.reason.strip() for change in read_floors().history)


# --- the sets ---


def rows_of(name: str) -> list[dict[str, Any]]:
    path = ROOT / read_floors().sets[name].path
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_stances_are_balanced_over_their_claims() -> None:
    rows = rows_of("stance")
    assert len({(row["claim"], row["passage"]) for row in rows}) == len(rows) >= 240
    for claim in {row["claim"] for row in rows}:
        counts = Counter(row["stance"] for row in rows if row["claim"] == claim)
        assert counts == dict.fromkeys(STANCES, 2), claim


def test_marked_spans_stand_once_in_their_sentence() -> None:
    rows = rows_of("attribution")
    assert len(rows) >= 60
    assert sum(not row["content"] for row in rows) >= 12
    for row in rows:
        assert all(row["sentence"].count(text) == 1 for text in (*row["source"], *row["content"])), row
        assert row["content"] or not row["source"], row


def test_kinds_and_chains_are_whole() -> None:
    kinds = Counter(row["kind"] for row in rows_of("kinds"))
    assert set(kinds) == {"fact", "forecast", "intent", "opinion", "none"}
    assert min(kinds.values()) >= 12
    chains = rows_of("chains")
    assert len(chains) >= 40
    assert all(row["text"].count(row["statement"]) == 1 for row in chains)
    assert all(row["origin"] or not row["weak"] for row in chains)


# --- the measures that need a model ---


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_the_likeliest_stance_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Echo:
        """Says what the passage says of itself."""

        def score(self, pairs: Sequence[tuple[str, str]]) -> list[StanceScores]:
            assert {claim for _, claim in pairs} == {"the claim"}
            return [StanceScores(*(0.8 if passage == stance else 0.1 for stance in STANCES)) for passage, _ in pairs]

    monkeypatch.setattr(gate, "StanceModel", Echo)
    said = ["supports", "supports", "contradicts", "neither"]
    rows = [{"claim": "the claim", "passage": passage, "stance": passage} for passage in said]
    assert gate.stance_scores(write_rows(tmp_path / "a", rows)) == {"accuracy": 1, "macro_f1": 1}
    rows[0]["stance"] = "neither"
    scores = gate.stance_scores(write_rows(tmp_path / "b", rows))
    assert scores["accuracy"] == 0.75
    assert scores["macro_f1"] == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)


def test_tagged_words_are_compared_with_marked_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class FirstFour:
        """Takes the first word for the source and those that begin before the seventeenth character for the content."""

        def tag_each(self, inputs: Sequence[tuple[str, str]]) -> list[list[TaggedSpan]]:
            assert all(before == "Before." for _, before in inputs)
            return [[TaggedSpan(SpanRole.SOURCE, 0, 3, 1.0), TaggedSpan(SpanRole.CONTENT, 4, 17, 1.0)] for _ in inputs]

    monkeypatch.setattr(gate, "Tagger", FirstFour)
    rows = [
        {"before": "Before.", "sentence": "Ann says it is late now.", "source": ["Ann"], "content": ["it is late now"]},
        {"before": "Before.", "sentence": "Rain came at noon today.", "source": [], "content": []},
    ]
    scores = gate.attribution_scores(write_rows(tmp_path / "rows", rows))
    assert scores["source_f1"] == pytest.approx(2 * 1 / (1 + 2))
    assert scores["content_f1"] == pytest.approx(2 * 3 / (4 + 7))
    assert scores["attributed"] == 0.5


# --- the mechanism, on a copy ---


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `floors.json` with the kinds alone, beside a copy of their file; scored 0.8 until a test says otherwise."""
    shutil.copy(FLOORS.with_name("kinds.jsonl"), tmp_path / "kinds.jsonl")
    file = tmp_path / "floors.json"
    one = gate.LabelledSet("kinds.jsonl", None, {"accuracy": Floor(None, None)})
    write_floors(Floors({"kinds": one}, ()), file)
    score(monkeypatch, 0.8)
    assert run(file, "--pin", "kinds", "--reason", "new") == 1  # a floor is still missing
    return file


def score(monkeypatch: pytest.MonkeyPatch, value: float) -> None:
    monkeypatch.setitem(MEASURES, "kinds", Measure(lambda path: {"accuracy": value}))


def run(file: Path, *arguments: str) -> int:
    return main(arguments, file, file.parent)


def wrong(file: Path) -> list[str]:
    return failures(read_floors(file), "kinds", file.parent)


def floor(file: Path) -> float | None:
    return read_floors(file).sets["kinds"].metrics["accuracy"].floor


def test_an_empty_floor_fails_until_it_is_raised(copy: Path) -> None:
    assert "no floor yet" in wrong(copy)[0]
    assert run(copy, "--raise") == 0
    assert read_floors(copy).sets["kinds"].metrics["accuracy"] == Floor(0.8, 0.8)
    assert wrong(copy) == []


def test_a_lowered_score_fails_and_raising_does_not_help(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(copy, "--raise")
    score(monkeypatch, 0.79)
    assert "below its floor" in wrong(copy)[0]
    before = copy.read_bytes()
    assert run(copy) == 1
    assert run(copy, "--raise") == 1
    assert copy.read_bytes() == before


def test_a_higher_score_is_kept_by_raising_alone(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(copy, "--raise")
    score(monkeypatch, 0.9)
    assert run(copy) == 0
    assert floor(copy) == 0.8
    assert run(copy, "--raise") == 0
    assert floor(copy) == 0.9


def test_a_model_gets_a_little_slack(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MEASURES, "kinds", Measure(lambda path: {"accuracy": 0.8}, slack=0.01))
    assert run(copy, "--raise") == 0
    assert floor(copy) == pytest.approx(0.79, abs=1e-4)


@pytest.mark.parametrize("reason", [(), ("--reason", ""), ("--reason", "  ")])
@pytest.mark.parametrize("change", [("--lower", "kinds.accuracy"), ("--pin", "kinds")])
def test_nothing_goes_down_or_is_pinned_without_a_reason(
    copy: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], reason: tuple[str, ...]
) -> None:
    run(copy, "--raise")
    score(monkeypatch, 0.5)
    before = copy.read_bytes()
    with pytest.raises(SystemExit, match="2"):
        run(copy, *change, *reason)
    assert copy.read_bytes() == before
    with pytest.raises(gate.Refused, match="reason"):
        gate.lower_floor(read_floors(copy), "kinds.accuracy", "".join(reason[1:]), copy.parent)


def test_a_floor_is_lowered_with_a_reason_that_is_kept(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(copy, "--raise")
    score(monkeypatch, 0.5)
    assert run(copy, "--lower", "kinds.accuracy", "--reason", "opinions are no longer guessed") == 0
    found = read_floors(copy)
    assert floor(copy) == 0.5
    assert found.history[-1] == gate.Change("kinds.accuracy", 0.8, 0.5, "opinions are no longer guessed")
    assert wrong(copy) == []


@pytest.mark.parametrize("name", ["kinds.accuracy", "kinds.speed", "kinds", "weather.accuracy"])
def test_a_floor_that_is_met_or_unknown_is_not_lowered(copy: Path, name: str) -> None:
    run(copy, "--raise")
    before = copy.read_bytes()
    assert run(copy, "--lower", name, "--reason", "why not") == 1
    assert copy.read_bytes() == before


def test_a_changed_file_fails_until_it_is_pinned_again(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(copy, "--raise")
    score(monkeypatch, 0.7)
    with copy.with_name("kinds.jsonl").open("a", encoding="utf-8") as rows:
        rows.write('{"sentence": "Why?", "kind": "none"}\n')
    assert "not the pinned file" in wrong(copy)[0]
    before = copy.read_bytes()
    assert run(copy, "--raise") == 1
    assert run(copy, "--lower", "kinds.accuracy", "--reason", "new rows") == 1
    assert copy.read_bytes() == before
    assert run(copy, "--pin", "kinds", "--reason", "a question") == 1
    assert "below its floor" in wrong(copy)[0]
    assert read_floors(copy).history[-1].reason == "a question"


def test_an_unchanged_or_unknown_set_is_not_pinned(copy: Path) -> None:
    before = copy.read_bytes()
    assert run(copy, "--pin", "kinds", "--reason", "again") == 1
    assert run(copy, "--pin", "weather", "--reason", "new") == 1
    assert copy.read_bytes() == before


def test_a_missing_file_fails(copy: Path) -> None:
    copy.with_name("kinds.jsonl").unlink()
    assert wrong(copy) == ["kinds has no file 'kinds.jsonl'"]


def test_a_floor_or_hash_edited_by_hand_fails(copy: Path) -> None:
    run(copy, "--raise")
    honest = read_floors(copy)
    one = honest.sets["kinds"]
    write_floors(replace(honest, sets={"kinds": replace(one, metrics={"accuracy": Floor(0.1, 0.8)})}), copy)
    assert "history says otherwise" in wrong(copy)[0]
    rows = copy.with_name("kinds.jsonl")
    rows.write_bytes(rows.read_bytes() + b"\n")
    write_floors(replace(honest, sets={"kinds": replace(one, sha256=gate.sha256_of(rows))}), copy)
    assert "history says otherwise" in wrong(copy)[0]


def test_a_metric_that_is_gone_fails(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(copy, "--raise")
    monkeypatch.setitem(MEASURES, "kinds", Measure(lambda path: {"speed": 1.0}))
    assert [line.split(" ")[0] for line in wrong(copy)] == ["kinds.accuracy", "kinds.speed"]
    assert run(copy, "--lower", "kinds.accuracy", "--reason", "gone") == 1


def test_a_set_without_its_model_fails_and_is_left_as_it_is(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(path: Path) -> Mapping[str, float]:
        raise ModelError("no model file 'kinds.onnx'")

    monkeypatch.setitem(MEASURES, "kinds", Measure(unable))
    before = copy.read_bytes()
    assert wrong(copy) == ["kinds cannot be measured: no model file 'kinds.onnx'"]
    assert run(copy, "--raise") == 1
    assert copy.read_bytes() == before
