"""The made-up press: the same from one seed, gold that its texts bear out, and texts that are not one another's."""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

import pytest

from benchmarks.bulk.answers import Answers, ReplayedEngine
from benchmarks.bulk.articles import Copy, MadeArticle, gold_facts, make_articles, write
from benchmarks.bulk.events import By, Way
from benchmarks.bulk.measuring import Clock, Step, exponent, find_worse, growth_lines
from benchmarks.bulk.naive import PASSAGES, run_naive
from benchmarks.bulk.running import LongWords, Unmodelled
from benchmarks.made_copies import make_article
from verifier.domain import Label
from verifier.models.fake import HashingEmbedder
from verifier.pipeline import Progress
from verifier.steps.documents import cluster

N = 300


@cache
def press() -> tuple[MadeArticle, ...]:
    return tuple(make_articles(N))


def by_key() -> dict[str, MadeArticle]:
    return {article.key: article for article in press()}


# --- articles ---


def test_one_seed_makes_the_same_articles_and_another_makes_others() -> None:
    assert tuple(make_articles(N)) == press()
    others = {article.text for article in make_articles(40, seed=2)}
    assert others.isdisjoint(article.text for article in press())


def test_there_are_as_many_as_asked_for_in_the_order_of_their_dates() -> None:
    assert len(press()) == len(by_key()) == len({article.url for article in press()}) == N
    assert all(a.published <= b.published for a, b in pairwise(press()))
    assert 40 <= (press()[-1].published - press()[0].published).days <= 80
    assert len({article.outlet for article in press()}) > 50


def test_the_first_of_a_hundred_thousand_come_without_making_the_others() -> None:
    assert [article.event for article in islice(make_articles(100_000), 3)]


@pytest.mark.parametrize("seed", range(3))
def test_articles_have_150_to_700_words(seed: int) -> None:
    assert all(150 <= len(article.text.split()) <= 700 for article in make_articles(120, seed=seed))


def test_nothing_is_left_to_fill_in() -> None:
    for article in press():
        assert not set("{}[]|¦") & set(article.text + article.title)


def test_an_event_is_closed_once() -> None:
    closing = Counter(article.event for article in press() if article.closes)
    assert set(closing.values()) == {1}
    last = {article.event: article for article in press()}
    assert all(last[event].closes for event in closing)


def test_independent_articles_share_few_runs_of_five_words() -> None:
    own = [_runs(article.text) for article in press() if article.copy_of is None]
    holders = Counter(run for runs in own for run in runs)
    shared = [sum(holders[run] > 1 for run in runs) / len(runs) for runs in own]
    assert statistics.median(shared) < 0.1
    assert max(shared) < 0.3


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


# --- copies ---


def _copies(way: Copy) -> list[tuple[MadeArticle, MadeArticle]]:
    found = [(one, by_key()[one.copy_of]) for one in press() if one.copy_of and one.copy is way]
    assert found
    return found


def test_copies_are_of_earlier_articles_of_the_same_event_in_words_of_their_own() -> None:
    for copy, original in (pair for way in Copy for pair in _copies(way)):
        assert (copy.event, original.copy_of) == (original.event, None)
        assert original.published <= copy.published
        assert original.outlet != copy.outlet


def test_a_verbatim_copy_is_all_of_it() -> None:
    assert all(copy.text == original.text for copy, original in _copies(Copy.VERBATIM))


def test_an_abridged_copy_is_its_beginning() -> None:
    for copy, original in _copies(Copy.ABRIDGED):
        assert original.text.split()[: len(copy.text.split())] == copy.text.split()
        assert list(copy.told) == list(original.told)[: len(copy.told)]


def test_a_re_headed_copy_has_more_than_the_original() -> None:
    for copy, original in _copies(Copy.REHEADED):
        assert " ".join(original.text.split()) in " ".join(copy.text.split())
        assert copy.told == original.told


def test_copies_are_found_and_independent_articles_are_not_merged() -> None:
    articles = [
        replace(make_article(one.key, one.paragraphs), outlet=one.outlet, published=one.published) for one in press()
    ]
    documents = cluster(articles)
    copies = [one for one in press() if one.copy_of]
    found = [one for one in copies if documents[one.key] == documents[str(one.copy_of)]]
    originals = [documents[one.key] for one in press() if one.copy_of is None]
    assert len(found) >= 0.98 * len(copies)
    assert len(set(originals)) == len(originals)


# --- gold ---


def test_every_quote_stands_in_its_article() -> None:
    for article in press():
        for told in article.told:
            assert article.text.count(told.quote) >= 1, (article.key, told)


def test_every_article_tells_its_event_and_something_more() -> None:
    for article in press():
        assert any(told.fact.topic.name == "main" for told in article.told)
        assert len(article.told) >= 2


def test_who_is_named_stands_in_the_sentence() -> None:
    for article in press():
        for told in article.told:
            if told.by in {By.BODY, By.OTHER_OUTLET}:
                assert told.origin is not None
                assert told.origin.removeprefix("the ") in article.text
            elif told.by is By.PERSON:
                assert told.origin is not None
                assert told.origin.split()[1] in article.text
            else:
                assert (told.origin is None) == (told.by is By.UNNAMED)


def test_gold_counts_add_up() -> None:
    gold = list(gold_facts(press()))
    told = [(article.key, one) for article in press() for one in article.told]
    assert len({line["fact"] for line in gold}) == len(gold) == len({one.fact.id for _, one in told})
    assert sum(len(line["stated"]) for line in gold) == sum(one.way is Way.STATES for _, one in told)
    denials = [one for line in gold for one in line["contradicted"] if one["how"] == "denial"]
    assert len(denials) == sum(one.way is Way.DENIES for _, one in told)
    assert all(line["stated"] or line["contradicted"] for line in gold)


def test_gold_quotes_stand_in_the_articles_named() -> None:
    for line in gold_facts(press()):
        for one in (*line["stated"], *line["contradicted"]):
            assert one["quote"] in by_key()[one["article"]].text


def test_other_numbers_are_disputes_on_both_sides_and_later_ones_are_updates() -> None:
    gold = {line["fact"]: line for line in gold_facts(press())}
    rivals = [line for fact, line in gold.items() if fact.endswith(".r")]
    assert rivals
    for line in rivals:
        others = [gold[fact] for fact in gold if fact.rpartition(".")[0] == line["fact"][:-2] and fact != line["fact"]]
        stated = {one["article"] for one in line["stated"]}
        assert not line["updated"]
        for other in others:
            assert stated <= {one["article"] for one in other["contradicted"] if one["how"] == "different_value"}
    assert any(line["updated"] for line in gold.values())


def test_numbers_only_rise_with_time() -> None:
    days: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for article in press():
        for told in article.told:
            if told.fact.topic.grows and not told.fact.rival and article.copy_of is None:
                days[told.fact.matter].append((article.published, told.fact.value or 0))
    assert any(len({value for _, value in found}) > 1 for found in days.values())
    for found in days.values():
        assert [value for _, value in sorted(found)] == sorted(value for _, value in found)


def test_some_facts_have_several_origins_some_one_and_some_are_contradicted() -> None:
    gold = list(gold_facts(press()))
    assert sum(len(line["origins"]) > 1 for line in gold) > 0.1 * len(gold)
    assert sum(len(line["origins"]) == 1 for line in gold) > 0.3 * len(gold)
    assert sum(bool(line["contradicted"]) for line in gold) > 0.02 * len(gold)


# --- files ---


def test_articles_are_written_as_rows_or_as_files(tmp_path: Path) -> None:
    some = press()[:4]
    assert tuple(write(tmp_path / "rows", some)) == some
    rows = (tmp_path / "rows" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["text"] for row in rows] == [article.text for article in some]
    list(write(tmp_path / "files", some, files=True))
    assert len(list((tmp_path / "files").glob("*.txt"))) == 4


# --- a run without models ---


def _run(folder: Path, n: int) -> tuple[Unmodelled, Sequence[MadeArticle]]:
    answers = Answers(folder / "answers.db")
    made = list(write(folder, answers.keep(make_articles(n))))
    engine = ReplayedEngine(answers)
    workspace = Unmodelled.create(folder / "workspace", engine=engine, embedder=LongWords())
    assert [one for one in workspace.add(folder / "articles.jsonl") if not hasattr(one, "article_id")] == []
    workspace.run()
    answers.close()
    return workspace, made


def test_the_replayed_engine_finds_what_was_put_in_and_decides_by_it(tmp_path: Path) -> None:
    workspace, made = _run(tmp_path, 16)
    with workspace:
        urls = {article.id: article.url for article in workspace.articles()}
        found = {(urls[mention.article_id], mention.quote) for mention in workspace.store.mentions()}
        stated = {(one.url, told.quote) for one in made for told in one.told if told.way is Way.STATES}
        assert found == stated
        assert workspace.count_by_label()[Label.SINGLE_SOURCE] > 0


# --- measuring ---


def test_the_exponent_is_that_of_the_growth() -> None:
    sizes = [100, 200, 400]
    assert exponent(sizes, [3.0, 6.0, 12.0]) == pytest.approx(1)
    assert exponent(sizes, [0.1, 0.4, 1.6]) == pytest.approx(2)


def test_what_grows_with_the_square_is_told_of_and_what_takes_no_time_is_not() -> None:
    runs = {
        size: {"even": Step(size / 10), "square": Step(size**2 / 1000), "tiny": Step(size**2 / 1e6)}
        for size in (100, 200, 400)
    }
    assert find_worse(runs) == ["square"]
    lines = growth_lines(runs)
    assert [line.split()[0] for line in lines if line.endswith("worse than n log n")] == ["square"]


def test_the_clock_gives_time_to_the_step_reported() -> None:
    clock = Clock()
    clock.start()
    sum(range(300_000))
    clock.on_progress(Progress("merge", 1, 1))
    clock.on_progress(Progress("decide", 1, 1))
    assert clock.steps["merge"].seconds > clock.steps["decide"].seconds
    assert clock.steps["decide"].peak_mb > 1


def test_the_naive_chain_counts_a_call_an_article_and_one_a_claim_and_passage(tmp_path: Path) -> None:
    some = press()[:3]
    list(write(tmp_path, some))
    claims = [told.text for article in some for told in article.told]
    naive = run_naive(tmp_path / "articles.jsonl", claims, HashingEmbedder(), tmp_path / "naive")
    assert naive.n_calls == len(some) + PASSAGES * len(claims)
    assert set(naive.seconds) == {"load and split", "embed", "index", "search"}
