"""A made-up situation of any size and a model that answers honestly about it, from a table: for what is measured of the
chain and not of a model. All names are invented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.making import DAY, article
from tests.protocol.messages import ChatRequest
from verifier.domain import Article

_ENDINGS = "lin berrow dovka wick mere santo".split()
_PLACES = [begun + ending for ending in _ENDINGS for begun in "Or Tam Vel Has Dre Sor Kel".split()]
_THINGS = "bridge dam harbour school market depot tunnel ferry mill quarry".split()
_DONE = "closed reopened flooded searched damaged sold repainted evacuated".split()
_PEOPLE = ("Iva Dorn", "Ruel Haske", "Mira Tolm", "Oskar Venn", "Lena Brask", "Tomas Quill")
_OUTLETS = ("Harbour Post", "Northline", "Border Ledger", "Merrin Courier", "Lake Radio", "Hill Gazette", "Port Daily")
_ROW = re.compile(r"^(?:([cp]\d+)(?: \[[^\]]*\])? )?¦ (.*)$", re.MULTILINE)

MATTERS = len(_PLACES) * len(_THINGS)

STATES, DENIES, ASIDE = range(3)
"""How an article speaks of a matter."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that one article states, another denies and a third only touches."""

    number: int

    @property
    def _subject(self) -> str:
        """No two of the first `MATTERS` have the same."""
        turn, place = divmod(self.number, len(_PLACES))
        return f"the {_THINGS[(place * 3 + turn) % len(_THINGS)]} at {_PLACES[place]}"

    @property
    def _predicate(self) -> str:
        return f"was {_DONE[(self.number * 5 + self.number // 11) % len(_DONE)]}"

    @property
    def speaker(self) -> str:
        """Who says so or denies it."""
        return _PEOPLE[self.number % len(_PEOPLE)]

    @property
    def claim(self) -> str:
        """Self-contained; without the punctuation that a fault may take out unnoticed."""
        return f"The {self._subject[4:]} {self._predicate}."

    @property
    def quotes(self) -> tuple[str, str, str]:
        """The words of each way to speak of it."""
        told = f"{self._subject} {self._predicate}"
        return f"T{told[1:]}", f"{self.speaker} denied that {told}", f"Lorries queued near {self._subject}"

    def sentence(self, way: int) -> str:
        """As it stands in an article."""
        end = f", {self.speaker} said." if way == STATES else "."
        return self.quotes[way] + end


@cache
def _by_claim() -> dict[str, Matter]:
    return {Matter(n).claim: Matter(n) for n in range(MATTERS)}


def matters_of(number: int, each: int) -> list[tuple[Matter, int]]:
    """What article `number` speaks of, and how; neighbours share most of it."""
    return [(Matter(number + n), (number * 2 + n) % 3) for n in range(each)]


def made_articles(n: int, each: int = 8) -> list[Article]:
    """Articles of `each` sentences in paragraphs of two."""
    return [
        article("\n".join(_paragraphs(number, each)), outlet=_OUTLETS[number % len(_OUTLETS)], path=f"{number:03}.txt")
        for number in range(n)
    ]


def write_articles(folder: Path, n: int, each: int) -> None:
    """The same as files, each a day later than the one before."""
    folder.mkdir(parents=True)
    for number, one in enumerate(made_articles(n, each)):
        head = f"outlet: {one.outlet}\ndate: {DAY + timedelta(days=number)}\n\n"
        paragraphs = one.text.replace("\n", "\n\n")
        (folder / one.path).write_text(f"{head}{paragraphs}\n", encoding="utf-8")


def _paragraphs(number: int, each: int) -> Iterator[str]:
    sentences = [matter.sentence(way) for matter, way in matters_of(number, each)]
    for start in range(0, each, 2):
        yield " ".join(sentences[start : start + 2])


def honest(request: ChatRequest) -> Any:
    """The right answer to any of the three prompts."""
    asked = request.messages[-1].text
    (properties,) = (request.schema or {})["properties"].values()
    if "speakers" in properties["items"]["properties"]:
        return {"mentions": [_mention(matter, way) for matter, way in _spoken_of(asked)]}
    rows = _rows(asked)
    claims = [(one, _by_claim().get(" ".join(text))) for one, text in rows if one[0] == "c"]
    passages = [(one, " ".join(text)) for one, text in rows if one[0] == "p"]
    if "both_can_hold" in properties["items"]["properties"]:
        texts = dict(passages)
        return {"rows": [_second_look(one, matter, texts[f"p{one[1:]}"]) for one, matter in claims]}
    return {"rows": [_stance(one, matter, passages) for one, matter in claims]}


def _rows(asked: str) -> list[tuple[str, list[str]]]:
    rows: list[tuple[str, list[str]]] = []
    for found in _ROW.finditer(asked):
        if found[1]:
            rows.append((found[1], [found[2]]))
        elif rows:
            rows[-1][1].append(found[2])
    return rows


def _spoken_of(asked: str) -> list[tuple[Matter, int]]:
    """What the text states or denies, in order."""
    text = asked[asked.rindex("<article ") :]
    found = [(text.find(m.sentence(way)), m, way) for m in _by_claim().values() for way in (STATES, DENIES)]
    return [(matter, way) for place, matter, way in sorted(found, key=lambda one: one[0]) if place >= 0]


def _mention(matter: Matter, way: int) -> dict[str, Any]:
    return {
        "quote": matter.quotes[STATES] if way == STATES else matter.quotes[DENIES].split(" denied that ")[1],
        "speakers": [{"name": matter.speaker, "kind": "speaker"}],
        "attitude": "asserts" if way == STATES else "denies",
        "said_on": None,
        "claim": matter.claim,
        "kind": "fact",
        "hedge": None,
        "numbers": [],
        "event_on": None,
    }


def _stance(one: str, matter: Matter | None, passages: Sequence[tuple[str, str]]) -> dict[str, Any]:
    for way, stance, how in ((DENIES, "contradicts", "denial"), (STATES, "supports", None), (ASIDE, "related", None)):
        for passage, text in passages:
            if matter is not None and matter.sentence(way) in text:
                quote = matter.quotes[way]
                return {"claim_id": one, "passage_id": passage, "quote": quote, "stance": stance, "how": how}
    return {"claim_id": one, "passage_id": None, "quote": None, "stance": "related", "how": None}


def _second_look(one: str, matter: Matter | None, passage: str) -> dict[str, Any]:
    stands = matter is not None and matter.sentence(DENIES) in passage
    return {
        "claim_id": one,
        "quote": matter.quotes[DENIES] if matter and stands else None,
        "speaker": matter.speaker if matter and stands else None,
        "same_matter": "yes",
        "same_time": "yes",
        "both_can_hold": "no" if stands else "yes",
        "how": "denial" if stands else None,
    }
