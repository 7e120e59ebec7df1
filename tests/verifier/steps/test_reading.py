"""Reading: each article once, the tagger only where no rule sees an attribution, and never for what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.making import article
from tests.verifier.language.test_tagged import Marked
from verifier.steps.reading import Reader

RULED = "The ferry sank, the port authority said."
SILENT = "Per Jane Roe the ferry was old."
LINKS = "link " * 30 + "."


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
