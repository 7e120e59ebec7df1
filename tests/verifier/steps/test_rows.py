"""Rows: cells come from the stored text and its chains, never from what a judgement says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.making import article, claim, mention
from verifier.domain import Article, Claim, Gap, How, Judgement, Kind, Label, Mention, Reason, Stance
from verifier.language.kinds import kind_of
from verifier.language.reading import read
from verifier.steps.origins import OriginBook
from verifier.steps.reading import Reader
from verifier.steps.rows import Collection, fill_rows
from verifier.steps.verdicts import decide

SAID = article("The Lomwick harbour was closed on Monday, the port authority said.")
OWN = article("The harbour of Lomwick has been shut since Monday morning.", outlet="Quill Gazette")
DENIED = article("Mayor Iva Dorn denied that the harbour of Lomwick was closed.", outlet="Dorn Herald")
FACT = claim("The Lomwick harbour was closed.")


def _collection(*articles: Article, mentions: tuple[Mention, ...] = ()) -> Collection:
    by_article = {a.id: [m for m in mentions if m.article_id == a.id] for a in articles}
    chains = [s.chain for a in articles for s in read(a).statements] + [m.chain for m in mentions]
    return Collection(
        articles={a.id: a for a in articles},
        documents={a.id: a.id for a in articles},
        mentions=by_article,
        origins=OriginBook(chains, [(a.id, a.text) for a in articles]),
        reader=Reader(),
    )


def _judged(where: Article, stance: Stance = Stance.SUPPORTS, start: int = 0) -> Judgement:
    return Judgement(FACT.id, where.id, stance, start, len(where.text), where.text[start:])


def test_the_origin_is_that_of_the_statement_quoted() -> None:
    (row,) = fill_rows(FACT, [_judged(SAID)], _collection(SAID))
    assert row.origin is not None
    assert "port authority" in row.origin.name
    assert (row.named, row.own_voice, row.outlet) == (True, False, "Harbour Post")


def test_what_stands_below_a_credited_report_is_no_second_origin() -> None:
    wire = article("Forty barges have passed the lock. The harbour of Lomwick was closed.", outlet="Radio Ostel")
    head = "A dam burst on Monday, Radio Ostel reports. It is the third this year. A fourth leaks. "
    for n_before, n_origins in ((0, 1), (1, 2)):
        told = article("It rained. " * 3 * n_before + head + "Lomwick's harbour is shut.", outlet="Quill Gazette")
        judged = [_judged(one, start=one.text.index(said)) for one, said in ((wire, "The harb"), (told, "Lomwick's"))]
        assert decide(fill_rows(FACT, judged, _collection(wire, told))).n_origins == n_origins


def test_a_title_in_what_a_copy_adds_is_whom_the_first_carrier_names() -> None:
    first = article("Teodor Vash, the former water minister, lives abroad.")
    copied = article("The former water minister told Radio Ostel that the harbour was closed.", path="copy")
    known = OriginBook([s.chain for s in read(copied).statements], [(first.id, first.text)])
    documents = {first.id: first.id, copied.id: first.id}
    found = replace(_collection(first, copied), documents=documents, origins=known)
    (row,) = fill_rows(FACT, [_judged(copied)], found)
    assert row.origin is not None
    assert row.origin.name == "Teodor Vash"


def test_own_voice_is_the_outlet() -> None:
    (row,) = fill_rows(FACT, [_judged(OWN)], _collection(OWN))
    assert (row.origin.name if row.origin else None, row.own_voice) == ("Quill Gazette", True)


def test_a_stored_mention_goes_before_the_rules() -> None:
    stored = mention(SAID, "The Lomwick harbour was closed", speaker="Harbour master Bo Lind")
    (row,) = fill_rows(FACT, [_judged(SAID)], _collection(SAID, mentions=(stored,)))
    assert [link.name for link in row.chain] == ["Harbour Post", "Harbour master Bo Lind"]


def test_mentions_are_supporting_rows_and_their_articles_add_only_contradictions() -> None:
    home = mention(SAID, "The Lomwick harbour was closed", speaker="port authority")
    found = Claim(FACT.id, FACT.text, Kind.FACT, mentions=(home,))
    judged = [
        _judged(SAID, Stance.SUPPORTS, 4),
        _judged(SAID, Stance.RELATED, 4),
        _judged(SAID, Stance.CONTRADICTS, 4),
        _judged(OWN),
    ]
    rows = fill_rows(found, judged, _collection(SAID, OWN, mentions=(home,)))
    assert sorted((row.outlet or "", str(row.stance)) for row in rows) == [
        ("Harbour Post", "contradicts"),
        ("Harbour Post", "supports"),
        ("Quill Gazette", "supports"),
    ]


def test_one_row_per_article_origin_and_stance() -> None:
    twice = [_judged(OWN), replace(_judged(OWN), strong=True)]
    (row,) = fill_rows(FACT, twice, _collection(OWN))
    assert row.strong


BROKE = claim("Twelve people were killed when the Sarn dam broke.")
POST = article(
    "Twelve people were killed when the Sarn dam broke on Monday.\n"
    "Mayor Otto Pfann told the Daily Post that twelve people were killed when the Sarn dam broke.",
    outlet="Daily Post",
)
STAR = article(
    "The collapse of the dam at Sarn has cost twelve lives.\n"
    'Otto Pfann, the mayor, said: "Twelve people died as the Sarn dam gave way."',
    outlet="Evening Star",
)


def _told(where: Article) -> list[Judgement]:
    cut = where.text.index("\n")
    spans = [(0, cut), (cut + 1, len(where.text))]
    return [Judgement(BROKE.id, where.id, Stance.SUPPORTS, a, b, where.text[a:b], strong=a == 0) for a, b in spans]


@pytest.mark.parametrize("n_mentions", [0, 1, 2])
def test_a_lead_and_the_speaker_whom_it_sums_up_are_one_origin(n_mentions: int) -> None:
    """The lead and the sentence that names the speaker may be mentions, or judged, or one of each."""
    judged = [*_told(POST), *_told(STAR)]
    speakers = (None, "Mayor Otto Pfann")
    stated = tuple(
        mention(where, found.quote, speaker=speaker)
        for where in (POST, STAR)
        for found, speaker in [*zip(_told(where), speakers, strict=True)][:n_mentions]
    )
    asked = replace(BROKE, mentions=stated)
    rows = fill_rows(asked, judged, _collection(POST, STAR, mentions=stated))
    decision = decide(rows)
    assert (decision.label, decision.reason) == (Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED)
    assert (decision.n_origins, decision.n_articles) == (1, 2)
    if n_mentions != 1:
        assert all("Pfann" in row.quote for row in rows), "the words that name him are shown"


def test_articles_outside_the_collection_give_no_rows() -> None:
    home = mention(SAID, "The Lomwick harbour was closed")
    found = Claim(FACT.id, FACT.text, Kind.FACT, mentions=(home,))
    assert fill_rows(found, [_judged(DENIED)], _collection(OWN)) == []


def test_an_article_older_than_the_event_is_not_comparable() -> None:
    dated = claim("The Lomwick harbour was closed on 20 March 2024.", event_at=date(2024, 3, 20))
    (row,) = fill_rows(dated, [replace(_judged(OWN), claim_id=dated.id)], _collection(OWN))
    assert not row.comparable


CLOSED = "The Lomwick harbour was closed on 20 March 2024."
AGREED = "Lomwick and Dorn agreed on a swap of ten prisoners."


@pytest.mark.parametrize(
    ("about", "text", "how", "expected"),
    [
        (CLOSED, "The harbour of Lomwick was closed on 2 March.", None, False),
        (CLOSED, "The harbour of Lomwick has been closed since 2 March.", None, True),
        (CLOSED, "The harbour of Lomwick was closed a week before the vote on 29 March.", None, True),
        (CLOSED, "The harbour of Lomwick was closed, the mayor said on Monday.", None, True),
        (CLOSED, "The harbour of Lomwick, which opened on 2 March 1968, was closed.", None, True),
        (CLOSED, "The harbour of Lomwick was as busy as in March last year.", How.DENIAL, True),
        (CLOSED, "Ships left the harbour of Lomwick on 2 March.", How.DOUBT, True),
        (CLOSED, "The harbour of Lomwick will be closed on 20 March.", None, False),
        (AGREED, "Lomwick and Dorn agreed to swap ten prisoners.", None, True),
        (AGREED, "Lomwick and Dorn want to swap ten prisoners.", None, False),
        ("Dorn offered Lomwick talks on 30 March 2024.", "Dorn has offered Lomwick talks.", None, True),
        ("Talks were held in Dorn on 30 March 2024.", "Talks were held in Dorn.", None, False),
        ("The talks in Dorn ended on 30 March 2023.", "The talks in Dorn ended on 30 March.", None, True),
        ("Lomwick may close its harbour.", "It is time for Lomwick to close its harbour.", None, True),
    ],
)
def test_what_can_count_at_all(about: str, text: str, how: How | None, expected: bool) -> None:
    where = article(text, published=date(2024, 3, 22) if about == CLOSED else date(2024, 3, 12))
    asked = replace(claim(about), kind=kind_of(about), event_at=None)
    stance = Stance.CONTRADICTS if how else Stance.SUPPORTS
    (row,) = fill_rows(asked, [replace(_judged(where, stance), claim_id=asked.id, how=how)], _collection(where))
    assert row.comparable is expected


def test_unjudged_rows_keep_their_reason() -> None:
    unread = replace(_judged(OWN, Stance.UNJUDGED), note="language")
    (row,) = fill_rows(FACT, [unread], _collection(OWN))
    assert (row.stance, row.note) == (Stance.UNJUDGED, "language")


def test_what_is_not_known_is_a_related_row_of_whoever_does_not_tell() -> None:
    silent = article(f"{SAID.text} Mayor Iva Dorn declined to comment.")
    start = silent.text.index("Mayor")
    rows = fill_rows(FACT, [_judged(silent, Stance.SUPPORTS), _judged(OWN)], _collection(silent, OWN))
    (gap,) = [row for row in rows if row.gap]
    assert (gap.stance, gap.gap, gap.quote) == (Stance.RELATED, Gap.WITHHELD, silent.text[start:])
    assert gap.note == "information gap: somebody asked gives no answer"
    assert (gap.origin.name if gap.origin else None) == "Iva Dorn"
    assert len(rows) == 3


def test_a_denial_by_the_party_concerned_is_marked() -> None:
    accused = claim("Mayor Iva Dorn closed the Lomwick harbour.")
    denial = replace(_judged(DENIED, Stance.CONTRADICTS), how=How.DENIAL, claim_id=accused.id)
    (row,) = fill_rows(accused, [denial], _collection(DENIED))
    assert row.by_party
    (row,) = fill_rows(FACT, [replace(denial, claim_id=FACT.id)], _collection(DENIED))
    assert not row.by_party
    (row,) = fill_rows(accused, [replace(denial, stance=Stance.RELATED, how=None)], _collection(DENIED))
    assert not row.by_party


def test_the_four_times_are_kept() -> None:
    collected = datetime(2024, 3, 7, 9, tzinfo=UTC)
    told = article("The Lomwick harbour was closed on 2 March 2024, the port authority said on Sunday.")
    (row,) = fill_rows(FACT, [_judged(told)], _collection(replace(told, collected_at=collected)))
    assert (row.event_at, row.said_at) == (date(2024, 3, 2), date(2024, 3, 3))
    assert (row.published, row.collected_at) == (date(2024, 3, 4), collected)
    home = mention(told, "The Lomwick harbour was closed on 2 March 2024", speaker="port authority")
    stored = replace(home, said_at=date(2024, 3, 3), event_at=date(2024, 3, 2))
    (row,) = fill_rows(Claim("c", FACT.text, Kind.FACT, mentions=(stored,)), [], _collection(told, mentions=(stored,)))
    assert (row.event_at, row.said_at, row.published) == (date(2024, 3, 2), date(2024, 3, 3), date(2024, 3, 4))


def test_a_last_name_that_several_bear_forms_no_pair_with_any_of_them() -> None:
    maria = article("The Lomwick harbour was closed, Maria Holt said.", outlet="Quill Gazette")
    bare = article("The Lomwick harbour was closed, Holt said.", outlet="Dorn Herald")
    peter = [article(f"Bread is dear on day {n}, Peter Holt said.", outlet=f"Tern {n}") for n in range(3)]
    rows = fill_rows(FACT, [_judged(maria), _judged(bare)], _collection(maria, bare, *peter))
    assert len({row.origin for row in rows}) == 2
    assert decide(rows).n_origins == 1
