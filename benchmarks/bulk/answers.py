"""What the generator knows, on disk, and an engine that answers from it: no model, and memory that does not grow."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.bulk.articles import MadeArticle
from benchmarks.bulk.events import By, Told, Way
from verifier.domain import Article, How, Judgement, Kind, Link, LinkKind, Mention, Pair, Stance, content_id
from verifier.engines import OneByOne

_TABLES = """
create table if not exists told (article text primary key, lines text not null) without rowid;
create table if not exists fact (text text, fact text, matter text, primary key (text, fact)) without rowid;
"""
_LINKS = {
    By.PERSON: LinkKind.SPEAKER,
    By.BODY: LinkKind.SPEAKER,
    By.UNNAMED: LinkKind.UNNAMED,
    By.OTHER_OUTLET: LinkKind.CITED_OUTLET,
}


class Answers:
    """Which article tells what, by its address, and which fact a wording means."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript("pragma journal_mode = off; pragma synchronous = off;" + _TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def keep(self, articles: Iterable[MadeArticle]) -> Iterator[MadeArticle]:
        """Writes down what each article tells as it comes by, and hands it on."""
        for article in articles:
            lines = json.dumps([_packed(one) for one in article.told], ensure_ascii=False)
            self._database.execute("insert into told values (?, ?)", (article.url, lines))
            meant = {(one.text, one.fact.id, one.fact.matter) for one in article.told}
            self._database.executemany("insert or ignore into fact values (?, ?, ?)", sorted(meant))
            yield article
        self._database.commit()

    def told_in(self, article: Article) -> list[dict[str, Any]]:
        """What `article` tells, in its order; nothing of one that is not known."""
        row = self._database.execute("select lines from told where article = ?", (article.url,)).fetchone()
        return json.loads(row[0]) if row else []

    def meant_by(self, text: str) -> list[tuple[str, str]]:
        """(fact, matter) that a claim of this wording may mean."""
        return list(self._database.execute("select fact, matter from fact where text = ? order by fact", (text,)))


def _packed(told: Told) -> dict[str, Any]:
    fact = told.fact
    return {
        "fact": fact.id,
        "matter": fact.matter,
        "denied": told.way is Way.DENIES,
        "by": told.by.name,
        "origin": told.origin,
        "quote": told.quote,
        "text": told.text,
        "kind": fact.topic.kind.value,
        "on": fact.on.isoformat() if fact.topic.kind is Kind.FACT else None,
    }


class ReplayedEngine(OneByOne):
    """Finds what the generator put in, and judges by it. `seconds` is the processor time its answers took."""

    name = "replayed"
    fingerprint = content_id("replayed")

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.seconds = 0.0

    def extract_mentions(self, article: Article) -> list[Mention]:
        """Every statement; denials are left to the stances."""
        started = time.process_time()
        told = [one for one in self._answers.told_in(article) if not one["denied"]]
        found = [_mention(article, one) for one in told if one["quote"] in article.text]
        self.seconds += time.process_time() - started
        return sorted(found, key=lambda mention: mention.start)

    def judge_stances(self, article: Article, pairs: Sequence[Pair]) -> list[Judgement]:
        """One judgement a pair: the first line of the article on the claim's matter that its passages hold, denials
        before other numbers before support; *related* where there is none."""
        started = time.process_time()
        told = self._answers.told_in(article)
        found = [self._judge(article, pair, told) for pair in pairs]
        self.seconds += time.process_time() - started
        return found

    def _judge(self, article: Article, pair: Pair, told: Sequence[dict[str, Any]]) -> Judgement:
        facts = dict(self._answers.meant_by(pair.claim.text)) if told else {}
        for stance, how in _STANCES:
            for one in told:
                start = article.text.find(one["quote"])
                if _stance(one, facts) == (stance, how) and any(p.start <= start < p.end for p in pair.passages):
                    return _judgement(pair, stance, start, one["quote"], how)
        return _judgement(pair, Stance.RELATED, pair.passages[0].start, pair.passages[0].text, None)


_STANCES = (
    (Stance.CONTRADICTS, How.DENIAL),
    (Stance.CONTRADICTS, How.DIFFERENT_VALUE),
    (Stance.SUPPORTS, None),
)


def _stance(told: dict[str, Any], facts: dict[str, str]) -> tuple[Stance, How | None] | None:
    if told["fact"] in facts:
        return _STANCES[0] if told["denied"] else _STANCES[2]
    return _STANCES[1] if told["matter"] in facts.values() else None


def _judgement(pair: Pair, stance: Stance, start: int, quote: str, how: How | None) -> Judgement:
    strong = stance is not Stance.RELATED
    end = start + len(quote)
    return Judgement(pair.claim.id, pair.article_id, stance, start, end, quote, how=how, strong=strong)


def _mention(article: Article, told: dict[str, Any]) -> Mention:
    start = article.text.index(told["quote"])
    return Mention(
        id=content_id("mention", article.id, start, start + len(told["quote"])),
        article_id=article.id,
        start=start,
        end=start + len(told["quote"]),
        quote=told["quote"],
        text=told["text"],
        chain=_chain(article, told),
        kind=Kind(told["kind"]),
        said_at=article.published,
        event_at=told["on"] and date.fromisoformat(told["on"]),
    )


def _chain(article: Article, told: dict[str, Any]) -> tuple[Link, ...]:
    outlet = Link(article.outlet or "unknown outlet", LinkKind.OUTLET, named=article.outlet is not None)
    kind = _LINKS.get(By[told["by"]])
    if kind is None:
        return (outlet,)
    return outlet, Link(told["origin"] or "an official", kind, named=told["origin"] is not None)
