"""What a copy says is what its earliest carrier says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.making import DAY, article
from verifier.domain import Article, How, Label, Link, LinkKind, Origin, Reason, Row, Stance
from verifier.steps.carriers import Carriers, FirstPlace
from verifier.steps.documents import cluster
from verifier.steps.lifted import join_lifted
from verifier.steps.verdicts import decide

SAID = "About forty barges of grain have passed the northern lock since Monday, the harbour office said."
DENIED = "Mayor Iva Dorn denied that any grain had been paid for by the town."
FIRST = article(f"{SAID}\n{DENIED}\nIt rained.", outlet="Harbour Post")


def copy_of(*paragraphs: str, days: int = 1) -> Article:
    published = DAY + timedelta(days=days)
    return article("\n".join(paragraphs), outlet="Quill Gazette", published=published, path=f"copy {days}")


def row(where: Article, quote: str, stance: Stance = Stance.SUPPORTS, origin: str = "harbour office") -> Row:
    start = where.text.index(quote)
    found = Origin(f"origin {origin}", origin)
    return Row(where.id, FIRST.id, stance, origin=found, named=True, quote=quote, start=start, end=start + len(quote))


def carriers(*copies: Article) -> Carriers:
    articles = {one.id: one for one in (FIRST, *copies)}
    return Carriers(articles, dict.fromkeys(articles, FIRST.id))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(SAID, id="exact"),
        pytest.param(SAID.replace("passed", "rained"), id="one word changed"),
        pytest.param(SAID.upper(), id="capitals"),
        pytest.param(SAID.replace("since", "by").replace("the harbour office", "a rained office"), id="three changed"),
        pytest.param(SAID.replace("since Monday, the", "the Monday, the"), id="a word of the sentence elsewhere in it"),
        pytest.param("About forty barges of grain have passed the northern lock the Monday", id="a name at the end"),
    ],
)
def test_a_copy_says_what_was_said_first(said: str) -> None:
    copied = copy_of(said)
    first = row(FIRST, SAID)
    wrong = row(copied, said, Stance.CONTRADICTS, "Quill Gazette")
    own, inherited = carriers(copied).as_first_said([first, wrong])
    assert own == first
    assert (inherited.stance, inherited.origin, inherited.how) == (Stance.SUPPORTS, first.origin, None)
    assert (inherited.article_id, inherited.quote) == (copied.id, said)


def test_a_vote_that_the_first_carrier_does_not_give_is_none() -> None:
    copied = copy_of(SAID)
    (found,) = carriers(copied).as_first_said([row(copied, SAID)])
    assert found.stance is Stance.RELATED


def test_rows_that_are_not_judged_count_as_carriers() -> None:
    copied = copy_of(SAID)
    (found,) = carriers(copied).as_first_said([row(copied, SAID, origin="Quill Gazette")], [row(FIRST, SAID)])
    assert found.origin == Origin("origin harbour office", "harbour office")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("The lock keeper counted fifty barges and went home early that night.", id="own words"),
        pytest.param("Nobody rained.", id="too short and not the same"),
    ],
)
def test_what_a_copy_adds_is_its_own(said: str) -> None:
    copied = copy_of(DENIED, said)
    added = row(copied, said, origin="Quill Gazette")
    assert carriers(copied).as_first_said([added, row(FIRST, SAID)])[0] == added


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(SAID.replace("forty", "sixty"), id="another number"),
        pytest.param(SAID.replace("Monday", "Sunday"), id="another name"),
        pytest.param(SAID.replace("have passed", "have not passed"), id="the opposite"),
        pytest.param(SAID.replace("office said", "office part"), id="nobody said it"),
    ],
)
def test_altered_words_are_no_further_origin(said: str) -> None:
    copied = copy_of(said)
    found, _ = carriers(copied).as_first_said([row(copied, said, origin="Quill Gazette"), row(FIRST, SAID)])
    assert (found.stance, found.origin) == (Stance.SUPPORTS, Origin("origin harbour office", "harbour office"))


def test_altered_words_of_which_the_first_are_no_vote_are_none() -> None:
    said = SAID.replace("forty", "sixty")
    copied = copy_of(said)
    (found, _) = carriers(copied).as_first_said([row(copied, said), row(FIRST, SAID, Stance.RELATED)])
    assert found.stance is Stance.RELATED


def test_an_update_of_a_wire_story_contradicts_in_the_name_of_its_speaker() -> None:
    updated = SAID.replace("forty", "sixty")
    copied = copy_of(updated)
    rows = [replace(row(copied, updated, Stance.CONTRADICTS, "Quill Gazette"), how=How.DIFFERENT_VALUE, said_at=DAY)]
    (found, _) = carriers(copied).as_first_said([*rows, row(FIRST, SAID)])
    assert (found.stance, found.how, found.said_at) == (Stance.CONTRADICTS, How.DIFFERENT_VALUE, DAY)
    assert found.origin == Origin("origin harbour office", "harbour office")


def test_a_mention_in_a_copied_sentence_supports_in_the_name_of_the_first_speaker() -> None:
    said = SAID.replace("office said", "office part")
    copied = copy_of(said)
    stated = row(copied, said, origin="Quill Gazette")
    for first in (row(FIRST, SAID), row(FIRST, SAID, Stance.CONTRADICTS)):
        assert carriers(copied).in_name_of_first([stated], [first]) == [replace(stated, origin=first.origin)]
        assert carriers(copied).in_name_of_first([stated, first])[1] == first
    assert carriers(copied).in_name_of_first([stated], [row(FIRST, DENIED)]) == [stated], "nobody knows whose"


def test_the_first_of_several_carriers() -> None:
    enlarged, copied = copy_of(SAID, "The keeper was a woman of few words.", days=1), copy_of("", SAID, days=2)
    later = replace(copied, text=copied.text, published=date(2024, 3, 9))
    place = carriers(enlarged, later).first_place(later.id, later.text.index(SAID), len(later.text))
    assert place == FirstPlace(FIRST.id, 0, len(SAID) - 1)


def spoken(where: Article, quote: str, speaker: str | None = None) -> Row:
    """A vote of the speaker whom the article names, or of its outlet."""
    names = [str(where.outlet)] + ([speaker] if speaker else [])
    chain = tuple(Link(name, LinkKind.SPEAKER if at else LinkKind.OUTLET, named=True) for at, name in enumerate(names))
    found = row(where, quote, origin=names[-1])
    return replace(found, own_voice=not speaker, group=names[-1], chain=chain)


UNSAID = SAID.replace("office said", "office rained")


@pytest.mark.parametrize("first", [SAID, UNSAID])
def test_of_two_carriers_of_one_day_the_speaker_in_either_is_behind_both(first: str) -> None:
    one, other = (article(f"{text}\n{DENIED}", path=text) for text in (first, UNSAID if first == SAID else SAID))
    found = Carriers({one.id: one, other.id: other}, {one.id: one.id, other.id: one.id})
    votes = [
        spoken(each, SAID, "harbour office") if SAID in each.text else spoken(each, UNSAID) for each in (one, other)
    ]
    for rows in (found.as_first_said(votes), found.in_name_of_first(votes)):
        assert {(each.group, each.named, each.own_voice) for each in rows} == {("harbour office", True, False)}
    assert found.as_first_said(votes[:1], votes[1:])[0].group == "harbour office"
    assert found.in_name_of_first(votes[1:], votes[:1])[0].group == "harbour office"


def test_what_one_of_two_carriers_of_a_day_does_not_say_is_no_less_a_vote_of_the_other() -> None:
    one, other = article(UNSAID), article(SAID, path="other")
    found = Carriers({one.id: one, other.id: other}, {one.id: one.id, other.id: one.id})
    vote = row(other, SAID)
    assert found.as_first_said([vote]) == [vote]
    unsaid = replace(spoken(one, UNSAID), stance=Stance.RELATED)
    (kept, _) = found.as_first_said([spoken(other, SAID, "harbour office"), unsaid])
    assert (kept.stance, kept.group) == (Stance.SUPPORTS, "harbour office")


@pytest.mark.parametrize("n_more", [0, 1])
def test_of_two_days_or_of_three_carriers_the_first_is_known(n_more: int) -> None:
    copied = copy_of(SAID, days=0 if n_more else 1)
    more = [article(f"{UNSAID}\nIt snowed.", path="more")] * n_more
    first = article(UNSAID)
    articles = {one.id: one for one in (first, copied, *more)}
    found = Carriers(articles, dict.fromkeys(articles, first.id))
    votes = [spoken(first, UNSAID), spoken(copied, SAID, "harbour office")]
    assert {each.group for each in found.as_first_said(votes)} == {"Harbour Post"}


def test_who_cites_the_outlet_adds_nobody() -> None:
    one, other = article(UNSAID), article(UNSAID, outlet="Quill Gazette", path="other")
    found = Carriers({one.id: one, other.id: other}, {one.id: one.id, other.id: one.id})
    votes = [spoken(one, UNSAID), replace(spoken(other, UNSAID, "Harbour Post"), own_voice=False)]
    assert found.as_first_said(votes)[0] == votes[0]


def test_an_article_without_copies() -> None:
    alone = Carriers({FIRST.id: FIRST}, {FIRST.id: FIRST.id})
    assert alone.first_place(FIRST.id, 0, len(SAID)) is None
    assert alone.as_first_said([row(FIRST, SAID)]) == [row(FIRST, SAID)]


def test_a_thousand_clones_do_not_outvote_one_denial() -> None:
    padding = "Shopkeepers in the lower town took in their awnings early, and the last bus to Calder left half empty. "
    clones = [article(f"{SAID}\n{padding * 2}({n})", outlet=f"Clone {n} Courier", path=f"{n}") for n in range(1000)]
    denial = article(DENIED, outlet="Lomwick Log", published=DAY + timedelta(days=1))
    documents = cluster([*clones, denial])
    assert len(set(documents.values())) == 2
    rows = [
        replace(row(one, SAID, origin=str(one.outlet)), document=documents[one.id], own_voice=True, outlet=one.outlet)
        for one in clones
    ]
    denied = replace(row(denial, DENIED, Stance.CONTRADICTS, "Iva Dorn"), document=denial.id, how=How.DENIAL)
    articles = {one.id: one for one in (*clones, denial)}
    decision = decide(join_lifted(Carriers(articles, documents).as_first_said([*rows, denied])))
    assert (decision.label, decision.reason) == (Label.DISPUTED, Reason.DENIAL)
    assert decision.contradicting == (denied,)
    assert (decision.n_origins, decision.n_articles, decision.n_contradicting_origins) == (1, 1000, 1)
