"""Origins: the furthest identified end of a chain, once, under however many names."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Link, LinkKind
from verifier.language.names import HEARSAY
from verifier.steps.origins import Chain, OriginBook, Resolved

KINDS = {"o": LinkKind.OUTLET, "c": LinkKind.CITED_OUTLET, "s": LinkKind.SPEAKER, "u": LinkKind.UNNAMED}


def chain(*links: str) -> Chain:
    """Links as "kind:name"; unnamed ones and outlets that start with "?" are not named."""
    read = []
    for position, link in enumerate(links):
        kind, _, name = link.partition(":")
        named = kind != "u" and not name.startswith("?")
        read.append(
            Link(name, KINDS[kind], named, None if kind == "o" else position, None if kind == "o" else position)
        )
    return tuple(read)


def resolve_all(chains: Sequence[Chain], texts: Sequence[tuple[str, str]] = ()) -> list[Resolved]:
    book = OriginBook(chains, texts)
    return [book.resolve(one) for one in chains]


def origin_of(links: Chain, texts: Sequence[tuple[str, str]] = ()) -> str | None:
    (found,) = resolve_all([links], texts)
    return found.origin.name if found.origin else None


OUTLET = "o:Harbour Post"


@pytest.mark.parametrize(
    ("links", "name", "named", "weak", "own_voice"),
    [
        ((OUTLET,), "Harbour Post", True, False, True),
        ((OUTLET, "s:Jana Holt"), "Jana Holt", True, False, False),
        ((OUTLET, "c:RND", "s:Jana Holt"), "Jana Holt", True, False, False),
        ((OUTLET, "s:Peter Berg", "s:Jana Holt"), "Jana Holt", True, False, False),
        ((OUTLET, "s:Jana Holt", "u:her sources in the port"), "Jana Holt", True, True, False),
        ((OUTLET, "u:sources"), "Harbour Post", False, True, False),
        ((OUTLET, "c:RND", "u:two officials"), "RND", False, True, False),
        ((OUTLET, "c:RND"), "RND", True, False, False),
        ((OUTLET, "s:Harbour Post"), "Harbour Post", True, False, True),
        ((OUTLET, f"u:{HEARSAY}"), None, False, False, False),
        (("o:?", f"u:{HEARSAY}"), None, False, False, False),
        (("o:?",), None, False, False, False),
        (("o:?", "u:sources"), None, False, False, False),
        (("o:?", "c:RND", "s:Jana Holt"), "Jana Holt", True, False, False),
        (("o:?", "s:Jana Holt", f"u:{HEARSAY}"), "Jana Holt", True, True, False),
        ((), None, False, False, False),
    ],
)
def test_the_furthest_identified_end_is_the_origin(
    links: tuple[str, ...], name: str | None, named: bool, weak: bool, own_voice: bool
) -> None:
    (found,) = resolve_all([chain(*links)])
    assert (found.origin.name if found.origin else None) == name
    assert (found.group is None) is (name is None)
    assert (found.named, found.weak, found.own_voice) == (named, weak, own_voice)


def test_a_wire_that_only_the_credit_names_speaks_in_its_own_voice() -> None:
    credited = (Link("Harbour Post", LinkKind.OUTLET, True), Link("Caldry Wire", LinkKind.CITED_OUTLET, True))
    (found,) = resolve_all([credited])
    assert found.own_voice
    assert found.origin is not None
    assert found.origin.name == "Caldry Wire"


@pytest.mark.parametrize(
    "names",
    [
        ["Pawel Latuschka", "Latushka", "the former culture minister Pawel Latuschka", "Павел Латушко", "Mr Latucska"],
        ["Institute for the Study of War (ISW)", "ISW", "Institute for the Study of War"],
        ["the border service", "State Border Service", "border service spokesman Demchenko"],
        ["Norvian Defence Ministry", "Defence Ministry", "Norvia's Ministry of Defense", "the defence ministry"],
        ["Harbour Post", "harbourpost.example", "The Harbor Post"],
        ["Interior Minister Jana Holt", "the Interior Ministry", "Holt"],
    ],
)
def test_one_origin_under_many_names(names: list[str]) -> None:
    chains = [chain("o:Border Ledger", f"s:{name}") for name in names]
    found = resolve_all(chains)
    assert len({one.origin for one in found}) == 1
    assert len({one.group for one in found}) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Norvian Defence Ministry", "Ostland Defence Ministry"),
        ("Jana Holt", "Petra Holt"),
        ("Northern Command", "Southern Command"),
        ("Ministry of Defence", "Ministry of the Interior"),
        ("Federal Security Service (FSB)", "Security Service of Ukraine (SBU)"),
    ],
)
def test_two_origins_stay_two(a: str, b: str) -> None:
    one, other = resolve_all([chain(OUTLET, f"s:{a}"), chain(OUTLET, f"s:{b}")])
    assert one.origin != other.origin
    assert one.group != other.group


def test_names_that_may_be_one_share_a_group_and_no_origin() -> None:
    one, other = resolve_all([chain(OUTLET, f"s:{n}") for n in ("Northport Hospital", "Northport University Hospital")])
    assert one.origin != other.origin
    assert one.group == other.group


def test_an_unclear_name_is_whom_the_article_names_and_never_bridges_two() -> None:
    texts = [("a", "Jana Holt came. Later Holt spoke."), ("b", "Nothing of note."), ("c", "Petra Holt spoke.")]
    full = [chain(OUTLET, "s:Jana Holt")] * 2 + [chain(OUTLET, "s:Petra Holt")]
    short = chain(OUTLET, "s:Holt")
    book = OriginBook([*full, short], texts)
    jana, petra = book.resolve(full[0]), book.resolve(full[2])
    assert jana.group != petra.group
    assert book.resolve(short, "a").origin == jana.origin
    assert book.resolve(short, "c").origin == petra.origin
    assert book.resolve(short, "b").group == jana.group  # the one named most often
    assert book.resolve(short, "b").origin != jana.origin


def test_a_body_without_its_country_is_that_of_the_country_the_article_is_about() -> None:
    texts = [("a", "Norvia mourns. In Norvia the Norvian press asks. Norvia waits, and Ostland does not.")]
    norvian, ostlandic = (chain(OUTLET, f"s:{one} Defence Ministry") for one in ("Norvian", "Ostlandian"))
    short = chain(OUTLET, "s:Defence Ministry")
    book = OriginBook([norvian, ostlandic, short], texts)
    assert book.resolve(short, "a").origin == book.resolve(norvian).origin


@pytest.mark.parametrize(
    ("text", "person", "body"),
    [
        ("The ministry spokesman Viktor Palm of the Energy Ministry.", "Viktor Palm", "Energy Ministry"),
        ("Ilmar Dresk, the spokesman of the Border Service, denied it.", "Dresk", "Border Service"),
        ("Colonel Signe Tarrik of the Norvian General Staff said so.", "Signe Tarrik", "Norvian General Staff"),
        ("The Luvna district police counted. Ten, spokeswoman Henna Torvik said.", "Torvik", "Luvna district police"),
        (
            "The Norvian army fled, spokesman Karl Dreen said. Dreen speaks for the defence ministry of Norvia.",
            "Karl Dreen",
            "defence ministry of Norvia",
        ),
        ("Interior Minister Marta Jelvik said so.", "Marta Jelvik", "Interior Ministry"),
        ("Ulla Brandevik, who runs the port authority, said so.", "Ulla Brandevik", "port authority"),
        ("Said Rolf Quill, an analyst at Argent Orbit.", "Rolf Quill", "Argent Orbit"),
    ],
)
def test_who_speaks_for_a_body_is_learnt_from_the_texts(text: str, person: str, body: str) -> None:
    chains = [chain(OUTLET, f"s:{person}"), chain(OUTLET, f"s:{body}")]
    one, other = resolve_all(chains, [("a", text)])
    assert one.origin == other.origin


def test_a_title_means_the_only_one_who_holds_it() -> None:
    text = "The opposition politician Pawel Novik spoke. Teodor Vash, the former water minister, told Radio Ostel so."
    chains = [chain(OUTLET, "s:Teodor Vash"), chain(OUTLET, "s:the former water minister")]
    named, titled = resolve_all(chains, [("a", text)])
    assert titled.origin == named.origin
    unnamed = chain(OUTLET, "u:the former water minister")
    book = OriginBook([*chains, unnamed], [("a", text)])
    assert book.resolve(unnamed, "a").origin == named.origin
    assert not book.resolve(unnamed, "a").weak
    assert book.resolve(unnamed, "elsewhere").weak


@pytest.mark.parametrize("description", ["exiled Zhelvian politician", "the exiled Zhelvian politician"])
@pytest.mark.parametrize("kind", ["s", "u"])
def test_a_description_is_the_person_it_is_learnt_to_mean(description: str, kind: str) -> None:
    texts = [
        ("a", "The exiled Zhelvian politician Teodor Vashkelin spoke."),
        ("b", "For Teodor Vaškelin it is clear, the exiled Zhelvian politician wrote."),
    ]
    named, described = chain(OUTLET, "s:Teodor Vashkelin"), chain(OUTLET, f"{kind}:{description}")
    book = OriginBook([named, described], texts)
    assert book.resolve(described, "b").origin == book.resolve(named).origin


@pytest.mark.parametrize(
    "description", ["team", "his team", "Its", "their", "No other service", "exiled Zhelvian politician", "our view"]
)
def test_what_names_nobody_is_an_unnamed_source_of_the_outlet(description: str) -> None:
    (found,) = resolve_all([chain(OUTLET, f"s:{description}")])
    assert found.origin is not None
    assert (found.origin.name, found.named, found.weak) == ("Harbour Post", False, True)


@pytest.mark.parametrize(
    "name", ["police", "the ministry", "dpa", "nv.ua", "@rybar", "Team Lund", "新华社", "Its Voice"]
)
def test_a_short_or_small_name_is_a_name(name: str) -> None:
    (found,) = resolve_all([chain(OUTLET, f"s:{name}")])
    assert found.named
    assert found.origin is not None
    assert found.origin.name != "Harbour Post"


def test_initials_mean_the_only_name_of_the_collection_that_they_fit() -> None:
    acronym, full, other = (
        chain(OUTLET, f"s:{name}") for name in ("ZST", "Zhelvian State Television", "Zimmern Salt Traders")
    )
    found = OriginBook([acronym, full])
    assert found.resolve(acronym).origin == found.resolve(full).origin
    unsure = OriginBook([acronym, full, other])
    assert unsure.resolve(acronym).origin != unsure.resolve(full).origin
    assert unsure.resolve(acronym).group in (unsure.resolve(full).group, unsure.resolve(other).group)
    assert unsure.resolve(full).group != unsure.resolve(other).group


def test_a_campaign_team_speaks_for_the_candidate() -> None:
    team, lisk = resolve_all([chain(OUTLET, "s:Lisk's campaign team"), chain(OUTLET, "s:Edvard Lisk")])
    assert team.origin == lisk.origin


@pytest.mark.parametrize(
    ("country", "adjective"), [("Zhelvia", "Zhelvian"), ("Russia", "Russian"), ("Moscow", "Russian")]
)
def test_a_country_that_says_something_may_be_any_of_its_bodies(country: str, adjective: str) -> None:
    names = [country, f"{adjective} Energy Ministry", f"{adjective} Energy Ministry", f"{adjective} Border Service"]
    place, energy, _, border = resolve_all([chain(OUTLET, f"s:{name}") for name in names])
    assert place.origin != energy.origin
    assert place.group == energy.group  # that which is named most often
    assert border.group != energy.group
    assert border.group in place.allied_with


def test_two_ministers_of_one_office_are_two_where_no_country_is_named() -> None:
    names = ["Defence Minister Sergei Orlan", "Orlan", "Defence Minister Oleksiy Reven", "Defence Ministry"]
    orlan, short, reven, ministry = resolve_all([chain(OUTLET, f"s:{name}") for name in names])
    assert orlan.origin == short.origin
    assert orlan.group != reven.group
    assert ministry.group in (orlan.group, reven.group)  # and so no third origin
    texts = [("a", "Defence Minister Oleksiy Reven came. Oleksiy Reven spoke.")]
    book = OriginBook([chain(OUTLET, f"s:{name}") for name in names], texts)
    assert book.resolve(chain(OUTLET, "s:the Defence Ministry"), "a").origin == reven.origin


def test_a_minister_is_of_the_ministry_that_another_text_names() -> None:
    texts = [("a", "Norvian Defence Minister Sergei Orlan spoke."), ("b", "Ostlandian Defence Minister Reven spoke.")]
    chains = [
        chain(OUTLET, f"s:{name}")
        for name in ("Defence Minister Sergei Orlan", "Norvian Defence Ministry", "Defence Minister Reven")
    ]
    book = OriginBook(chains, texts)
    orlan, ministry, reven = (book.resolve(one) for one in chains)
    assert orlan.origin == ministry.origin
    assert reven.group != ministry.group


def test_bodies_of_one_government_are_allied() -> None:
    names = ["Norvian Defence Ministry", "Norvian Border Service", "Ostlandian Defence Ministry", "Norvian Aid Society"]
    defence, border, foreign, society = resolve_all([chain(OUTLET, f"s:{name}") for name in names])
    assert border.group in defence.allied_with
    assert defence.group in border.allied_with
    assert foreign.group not in defence.allied_with | border.allied_with
    assert society.allied_with == frozenset()
    assert society.group not in defence.allied_with


@pytest.mark.parametrize("body", ["Norvian presidency", "Norvian Air Force", "Embassy of Norvia"])
def test_presidency_air_force_and_embassy_are_bodies_of_their_government(body: str) -> None:
    ministry, other = resolve_all([chain(OUTLET, "s:Norvian Defence Ministry"), chain(OUTLET, f"s:{body}")])
    assert ministry.group != other.group
    assert other.allied_with == {ministry.group}


def test_an_embassy_is_allied_with_the_state_that_sent_it() -> None:
    names = ["US embassy in Moscow", "US Defense Ministry", "Russian Defence Ministry"]
    embassy, sender, _ = resolve_all([chain(OUTLET, f"s:{name}") for name in names])
    assert embassy.allied_with == {sender.group}


def test_a_last_name_that_several_bear_is_of_no_body_and_of_no_further_group() -> None:
    texts = [("a", "Maria Holt, a spokeswoman for the Tolven Institute, came."), ("b", "Peter Holt came. Holt spoke.")]
    chains = [chain(OUTLET, f"s:{name}") for name in ("Maria Holt", "Peter Holt", "Holt")]
    book = OriginBook(chains, texts)
    maria, peter, holt = (book.resolve(one, "c") for one in chains)
    assert maria.origin is not None
    assert maria.origin.name == "Tolven Institute"
    assert holt.origin is not None
    assert holt.origin.name == "Holt"
    assert set(book.groups_of_unclear(holt.origin.id)) == {maria.group, peter.group}
    assert holt.group in {maria.group, peter.group}
    assert book.resolve(chains[2], "b").origin == peter.origin
    assert origin_of(chain(OUTLET, "s:Holt"), texts[:1]) == "Tolven Institute"


@pytest.mark.parametrize("texts", [[], [("a", "President Aron Delk came. Delk's spokeswoman Nina Bohl spoke.")]])
def test_a_president_the_office_and_who_speaks_for_either_are_of_one_group(texts: list[tuple[str, str]]) -> None:
    names = ["President Aron Delk", "the presidential office", "Delk's spokeswoman", "Delk"] + ["Nina Bohl"] * len(
        texts
    )
    found = resolve_all([chain(OUTLET, f"s:{name}") for name in names], texts)
    assert len({one.group for one in found}) == 1
    other, office = resolve_all([chain(OUTLET, "s:Jana Delk"), chain(OUTLET, "s:the presidential office")], texts)
    assert other.group != office.group


def test_a_name_behind_an_unknown_title_is_of_one_group() -> None:
    found = resolve_all([chain(OUTLET, f"s:{name}") for name in ("Baker Lisa Mohn", "Jockey Lisa Mohn", "Lisa Mohn")])
    assert len({one.group for one in found}) == 1


def test_a_masthead_is_grouped_with_a_fuller_one_and_is_none() -> None:
    one, other = resolve_all([chain("o:Post"), chain("o:Daily Post")])
    assert one.origin != other.origin
    assert one.group == other.group


def test_owners_join_groups_only_when_given() -> None:
    chains = [chain("o:Harbour Post"), chain("o:Border Ledger")]
    assert len({one.group for one in resolve_all(chains)}) == 2
    book = OriginBook(chains, owners={"Harbour Post": "Salt Media", "Border Ledger": "Salt media"})
    assert len({book.resolve(one).group for one in chains}) == 1
    assert len({book.resolve(one).origin for one in chains}) == 2


def test_a_person_may_correct_both_ways() -> None:
    chains = [chain(OUTLET, f"s:{name}") for name in ("Orel", "The Tern", "Jana Holt", "Holt")]
    book = OriginBook(chains, same=[("Orel", "The Tern")], different=[("Jana Holt", "Holt")])
    orel, tern, jana, holt = (book.resolve(one) for one in chains)
    assert orel.origin == tern.origin
    assert jana.group != holt.group


def book_of(*names: str, different: Sequence[tuple[str, str]] = ()) -> OriginBook:
    return OriginBook([chain(OUTLET, f"s:{name}") for name in names], different=different)


def said(name: str, book: OriginBook) -> Resolved:
    return book.resolve(chain(OUTLET, f"s:{name}"))


def test_two_names_of_one_spelling_are_parted_where_a_third_would_join_them() -> None:
    names = ("Pawel Latuschka", "Pavel Latushko", "Latushka", "P. Latucska")
    book = book_of(*names, different=[("Latushka", "Pawel Latuschka")])
    assert said("Latushka", book).group != said("Pawel Latuschka", book).group
    book = book_of("Jana Holt", "Holt", "J. Holt", different=[("Holt", "Jana Holt")])
    assert said("Holt", book).group != said("Jana Holt", book).group
    assert said("J. Holt", book).origin is not None


def test_a_person_may_be_parted_from_the_body_they_speak_for() -> None:
    names = ("Interior Minister Jana Holt", "Holt", "Interior Ministry")
    assert len({said(name, book_of(*names)).origin for name in names}) == 1
    book = book_of(*names, different=[("Jana Holt", "Interior Ministry")])
    assert said("Holt", book).origin == said("Interior Minister Jana Holt", book).origin
    assert said("Holt", book).group != said("Interior Ministry", book).group


def test_names_that_only_spelling_tells_apart_cannot_be_parted_and_that_is_said() -> None:
    book = book_of("Latushka", "Latuschka", different=[("Latushka", "Latuschka")])
    assert said("Latushka", book).origin == said("Latuschka", book).origin
    assert book.inseparable == (("Latushka", "Latuschka"),)


def test_owners_group_outlets_that_a_person_has_parted() -> None:
    book = OriginBook(
        [chain("o:Harbour Post"), chain("o:Border Ledger")],
        owners={"Harbour Post": "Salt Media", "Border Ledger": "Salt Media"},
        different=[("Harbour Post", "Border Ledger")],
    )
    assert len({book.resolve(chain(f"o:{name}")).group for name in ("Harbour Post", "Border Ledger")}) == 1


def test_a_merge_goes_before_what_a_title_is_learnt_to_mean() -> None:
    text = "Teodor Vash, the former water minister, spoke."
    chains = [chain(OUTLET, f"s:{name}") for name in ("Teodor Vash", "the former water minister", "Osip Lund")]
    book = OriginBook(chains, [("a", text)], same=[("the former water minister", "Osip Lund")])
    vash, minister, lund = (book.resolve(one, "a") for one in chains)
    assert minister.origin == lund.origin != vash.origin


def test_the_list_of_origins_holds_every_spelling_and_what_it_may_be() -> None:
    names = [
        "Jana Holt",
        "Jana Holt",
        "Interior Minister Jana Holt",
        "Northport Hospital",
        "Northport University Hospital",
    ]
    book = book_of(*names)
    post, holt, *hospitals = book.origins()
    assert (post.name, post.weight, dict(post.names)) == ("Harbour Post", 5, {"Harbour Post": 5})
    assert (holt.weight, dict(holt.names)) == (3, {"Jana Holt": 2, "Interior Minister Jana Holt": 1})
    assert [one.unsure_with for one in hospitals] == [{hospitals[1].id}, {hospitals[0].id}]
    assert said("Jana Holt", book).group == holt.group
    assert not holt.unsure_with


@pytest.mark.parametrize("text", ["Pavel Latushko", "  pavel   latushko ", "Paweł Łatuszka", "Павел Латушко", None])
def test_an_origin_is_found_by_id_spelling_and_folded_name(text: str | None) -> None:
    book = book_of("Pavel Latushko", "Jana Holt")
    (wanted,) = (one for one in book.origins() if one.name == "Pavel Latushko")
    assert book.find(wanted.id if text is None else text) == [wanted]


@pytest.mark.parametrize("text", ["", " ", "Petra Holt", "origin-0"])
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert book_of("Jana Holt").find(text) == []


def test_a_chain_the_book_was_not_built_from_is_resolved_too() -> None:
    found = OriginBook([]).resolve(chain(OUTLET, "s:Jana Holt"))
    assert found.origin is not None
    assert found.origin.name == "Jana Holt"


_NAMES = st.sampled_from(
    [
        "Jana Holt", "Petra Holt", "Holt", "Interior Minister Jana Holt", "Interior Ministry",
        "Norvian Interior Ministry",         "the ministry", "Norvian Defence Ministry",
        "Ostlandian Defence Ministry", "Defence Ministry", "police",
        "Luvna district police", "ISW", "Institute for the Study of War", "Harbour Post", "harbourpost.example",
        "Norvia",
    ]
)  # fmt: skip
_CHAINS = st.lists(
    st.lists(_NAMES, max_size=2).map(lambda names: chain(OUTLET, *(f"s:{n}" for n in names))), max_size=8
)
_TEXTS = st.lists(
    st.sampled_from(
        ["Jana Holt spoke.", "Petra Holt, the spokeswoman of the Interior Ministry, spoke.", "Norvia and Norvia."]
    ),
    max_size=3,
)


@given(_CHAINS, _TEXTS, st.randoms(use_true_random=False))
def test_order_never_matters(chains: list[Chain], texts: list[str], shuffler: Random) -> None:
    named = [(str(number), text) for number, text in enumerate(texts)]
    book = OriginBook(chains, named)
    shuffled_chains, shuffled_texts = list(chains), list(named)
    shuffler.shuffle(shuffled_chains)
    shuffler.shuffle(shuffled_texts)
    other = OriginBook(shuffled_chains, shuffled_texts)
    for one in chains:
        for article in (None, "0", "1"):
            assert book.resolve(one, article) == other.resolve(one, article)


@given(_CHAINS)
def test_one_origin_has_one_group(chains: list[Chain]) -> None:
    groups: dict[str, str | None] = {}
    for found in resolve_all(chains):
        if found.origin is not None:
            assert groups.setdefault(found.origin.id, found.group) == found.group
            assert found.group not in found.allied_with


_PAIRS = st.lists(st.tuples(_NAMES, _NAMES).filter(lambda pair: pair[0] != pair[1]), max_size=3)


@given(_CHAINS, _PAIRS, _PAIRS, st.randoms(use_true_random=False))
def test_corrections_hold_in_whatever_order_they_were_made(
    chains: list[Chain], same: list[tuple[str, str]], different: list[tuple[str, str]], shuffler: Random
) -> None:
    book = OriginBook(chains, same=same, different=different)
    turned = [[pair[::-1] for pair in shuffler.sample(pairs, len(pairs))] for pairs in (same, different)]
    other = OriginBook(chains, same=turned[0], different=turned[1])
    assert book.origins() == other.origins()
    for a, b in different:
        if (a, b) not in book.inseparable:
            assert said(a, book).group != said(b, book).group
    if not different:
        assert all(said(a, book).origin == said(b, book).origin for a, b in same)


@given(_CHAINS, _PAIRS)
def test_undoing_corrections_restores_what_was(chains: list[Chain], pairs: list[tuple[str, str]]) -> None:
    before = OriginBook(chains).origins()
    merged = OriginBook(chains, same=pairs)
    parted = OriginBook(chains, different=pairs)
    assert OriginBook(chains).origins() == before
    for book in (merged, parted):
        ids = [one.id for one in book.origins()]
        assert len(set(ids)) == len(ids)
        assert all(one.id not in one.unsure_with for one in book.origins())
