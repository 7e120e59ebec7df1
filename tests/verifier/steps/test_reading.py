"""Reading: each article once, the tagger only where no rule sees an attribution, and never for what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from tests.making import article
from tests.verifier.language.test_tagged import Marked
from verifier.errors import StoreError
from verifier.language.reading import read
from verifier.steps.reading import READING, Reader

RULED = "The ferry sank, the port authority said."
SILENT = "Per Jane Roe the ferry was old."
LINKS = "link " * 30 + "."
DENIED = (
    "President Hradin signed an order to open the dam, the portal Free Vessna reported on Monday. "
    "The presidential office may have denied this a day later. It rejected the report."
)


class Tagger:
    """Marks one sentence; records what it is asked."""

    fingerprint = "tagger-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fits(self, sentence: str) -> bool:
        return len(sentence) < 100

    def tag_each(self, inputs: Sequence[tuple[str, str]]) -> Iterator[list[Marked]]:
        for sentence, _ in inputs:
            self.asked.append(sentence)
            named, content = sentence.find("Jane Roe"), sentence.find("the ferry was old")
            yield (
                [Marked("cue", 0, 3), Marked("source", named, named + 8), Marked("content", content, content + 17)]
                if named >= 0
                else []
            )


def test_the_tagger_speaks_where_the_rules_are_silent() -> None:
    tagger = Tagger()
    where = article(f"{RULED}\n{SILENT}\n{LINKS}")
    read = Reader(tagger).read(where)
    assert tagger.asked == [SILENT]
    chains = {part.sentence.text: [link.name for link in part.chain] for part in read.attributed}
    assert chains[SILENT][-1] == "Jane Roe"
    assert chains[RULED][-1] != "Jane Roe"


def test_an_article_is_read_once() -> None:
    tagger = Tagger()
    reader = Reader(tagger)
    where = article(SILENT)
    assert reader.read(where) is reader.read(where)
    assert tagger.asked == [SILENT]


def test_the_fingerprint_names_the_tagger() -> None:
    assert Reader().fingerprint != Reader(Tagger()).fingerprint == Reader(Tagger()).fingerprint


class Kept:
    """A store in memory."""

    def __init__(self) -> None:
        self.documents: dict[tuple[str, str], str] = {}

    def reading(self, article_id: str, key: str) -> str | None:
        return self.documents.get((article_id, key))

    def put_reading(self, article_id: str, key: str, document: str) -> None:
        self.documents[article_id, key] = document


def test_what_is_kept_comes_back_whole() -> None:
    found = read(article(DENIED))
    assert found.rejections
    assert found.statements
    assert READING.load(READING.dump(found)) == found


def test_an_article_is_read_once_for_all_readers_of_one_store() -> None:
    kept, tagger, where = Kept(), Tagger(), article(SILENT)
    first = Reader(tagger, kept).read(where)
    assert Reader(tagger, kept).read(where) == first
    assert tagger.asked == [SILENT]
    assert len(kept.documents) == 1


@pytest.mark.parametrize("change", [{"outlet": "Quill Gazette"}, {"published": None}, {"author": "Ina Holt"}])
def test_who_says_so_and_when_belong_to_the_key(change: dict[str, str]) -> None:
    kept, where = Kept(), article(DENIED)
    Reader(None, kept).read(where)
    other = replace(where, **change)  # type: ignore[arg-type]

    assert Reader(None, kept).read(other) == read(other)
    assert len(kept.documents) == 2


def test_another_tagger_reads_anew() -> None:
    kept, tagger, where = Kept(), Tagger(), article(SILENT)
    Reader(None, kept).read(where)
    Reader(tagger, kept).read(where)
    assert tagger.asked == [SILENT]


def test_a_reading_of_another_form_is_refused() -> None:
    with pytest.raises(StoreError, match="a stored reading cannot be read"):
        READING.load('{"sentences":[]}')
