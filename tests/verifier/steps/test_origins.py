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


def test_bodies_of_one_government_are_allied() -> None:
    names = ["Norvian Defence Ministry", "Norvian Border Service", "Ostlandian Defence Ministry", "Norvian Aid Society"]
    defence, border, foreign, society = resolve_all([chain(OUTLET, f"s:{name}") for name in names])
    assert border.group in defence.allied_with
    assert defence.group in border.allied_with
    assert foreign.group not in defence.allied_with | border.allied_with
    assert society.allied_with == frozenset()
    assert society.group not in defence.allied_with


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
