"""`python -m benchmarks.reprints` finds a story that counts twice; here on made articles."""

from __future__ import annotations

import json

import pytest

from benchmarks.reprints import count_origins, find_stories
from tests.making import article
from verifier.domain import Article
from verifier.evaluation import GoldClaim, Places, read_gold
from verifier.language.reading import read
from verifier.steps.origins import OriginBook
from verifier.steps.reading import Reader
from verifier.steps.rows import Collection

SAID = "The Lomwick harbour was closed on Monday."
WIRE = article(f"Vessna (Reuters) - {SAID} Forty barges lie there.", outlet="Harbour Post")
RETOLD = article(f"Barges lie at Lomwick, Reuters reports. {SAID}", outlet="Quill Gazette", path="retold")
OWN = article(f"Barges lie at Lomwick. {SAID}", outlet="Quill Gazette", path="own")


def gold(*carriers: str, document: str = "wire") -> list[GoldClaim]:
    rows = [{"article": one, "document": document, "quote": SAID, "origin": "Reuters"} for one in carriers]
    claim = {"id": "c1", "text": SAID, "label": "single-source", "n_origins": 1, "support": rows}
    return read_gold(json.dumps(claim).encode(), "made")


@pytest.mark.parametrize(("told", "n_origins"), [(RETOLD, 1), (OWN, 2)])
def test_a_story_and_how_often_it_counts(told: Article, n_origins: int) -> None:
    articles = {one.id: one for one in (WIRE, told)}
    chains = [part.chain for one in articles.values() for part in read(one).attributed]
    found = Collection(articles, {one: one for one in articles}, {}, OriginBook(chains), Reader())
    places, claims = Places(articles.values()), gold(*articles)
    stories = find_stories(claims, places)
    assert stories == {"wire": sorted(articles)}
    ((claim, line, twice),) = count_origins(claims, stories, places, found)
    assert claim.id == "c1"
    assert (line.startswith(f"{n_origins} of 1 origins in 2 articles"), twice) == (True, n_origins > 1)


def test_a_claim_of_one_article_is_no_reprint() -> None:
    places = Places([WIRE, OWN])
    assert find_stories(gold(WIRE.id), places) == {}
    found = Collection({WIRE.id: WIRE}, {WIRE.id: WIRE.id}, {}, OriginBook([]), Reader())
    assert list(count_origins(gold(WIRE.id), {"wire": [WIRE.id, OWN.id]}, places, found)) == []
