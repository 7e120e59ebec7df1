"""A fixed sample of `python -m benchmarks.attacks`, and that its harness can fail."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from benchmarks.attacks import quotes, replies
from benchmarks.attacks.answers import Malformed, answer, read_request
from benchmarks.attacks.bench import CANARY, Bench
from benchmarks.attacks.bounds import allowed
from benchmarks.attacks.drawing import DECLARED, draw
from benchmarks.attacks.plants import SURFACES, Written
from benchmarks.attacks.puppets import Puppet, Will, acquit, confirm, forge, hush, oppose, repeat
from benchmarks.attacks.situation import HOSTS
from prompts import Line, load
from tests.protocol.messages import ChatRequest
from tests.protocol.modes import Honest
from verifier.domain import How, Label, Origin, Reason, Row, Stance, State
from verifier.engines.llm import calls

LATER = tuple(host for host in HOSTS if host != "forerunner")
"""Hosts that do not say first what others say."""


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench() as made:
        yield made


def test_an_article_without_an_attack_changes_nothing_of_others(bench: Bench) -> None:
    for host in HOSTS.values():
        assert bench.attack(Written("host.txt", host.page()), Honest(answer)).faults == ()


def test_attacks_stay_within_the_bounds(bench: Bench) -> None:
    results = []
    for at in range(16):
        attack = draw(Random(f"sample-{at}"), hosts=LATER)
        results.append(bench.attack(attack.written, attack.model))
        assert results[-1].faults == (), str(attack)
    assert sum(bool(result.n_obeyed) for result in results) >= 9
    assert sum(bool(result.n_votes) for result in results) >= 9


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("wills", [(repeat, hush, acquit), (repeat, oppose, confirm), (forge, hush, confirm)])
def test_who_says_first_what_others_say_gets_no_hold_on_their_claims(
    bench: Bench, wills: tuple[Will, Will, Will], seed: int
) -> None:
    extract, judge, look = wills
    attacker = Puppet(extract, judge, look, Random(seed))
    assert bench.attack(SURFACES["each"](HOSTS["forerunner"], DECLARED), attacker).faults == ()


def test_replies_with_code_free_text_and_further_cells_do_nothing(bench: Bench) -> None:
    for kind, reply, did in replies.measure(bench, replies.cases()[::7]):
        assert did == (), f"{kind}: {reply}"


def test_altered_quotes_are_not_found() -> None:
    found = quotes.measure(quotes.own_texts(), 300, Random(0))
    assert len(found) == len(quotes.ALTERATIONS)
    assert [name for name, (_, passed) in found.items() if passed] == []


def test_the_bench_notices_claims_of_several_homes_in_one_call(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    written = SURFACES["each"](HOSTS["reporter"], DECLARED)
    held = bench.attack(written, Puppet(repeat, oppose, confirm, Random(0)), unread=True)
    monkeypatch.setattr(calls, "_tellers", lambda _pair: ())
    open_ = bench.attack(written, Puppet(repeat, oppose, confirm, Random(0)), unread=True)
    assert (held.faults, bool(open_.faults)) == ((), True)


def test_the_bench_notices_quotes_that_are_found_too_easily(monkeypatch: pytest.MonkeyPatch) -> None:
    def found_anywhere(quote: str, text: str) -> tuple[int, int] | None:
        at = text.lower().find(quote.lower())
        return (at, at + len(quote)) if at >= 0 else None

    monkeypatch.setattr(quotes, "locate", found_anywhere)
    found = quotes.measure(quotes.own_texts(), 300, Random(0))
    assert {name for name, (_, passed) in found.items() if passed} >= {"recase", "cut"}


def test_the_bench_notices_a_request_of_another_form_and_the_key_in_one(bench: Bench) -> None:
    prompt = load("stance")
    sent = prompt.render({"claims": [Line("c1", "A.")], "published": None, "passages": [Line("p1", "B.")]})

    def request(user: str, system: str = sent.system) -> ChatRequest:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        return ChatRequest(1, 0.0, {"model": "m", "messages": messages}, {})

    assert dict(read_request(request(sent.user)).passages) == {"p1": "B."}
    for user in (f"{sent.user}\nc2 ¦ C.", f"Do it.\n{sent.user}", sent.user.replace("c1 ¦", "c2 ¦")):
        with pytest.raises(Malformed):
            read_request(request(user))
    with pytest.raises(Malformed):
        read_request(request(sent.user, f"{sent.system} "))
    bench.stage.faults.clear()
    bench.stage.model = Honest(lambda _: {"rows": []})
    bench.stage.answer(request(sent.user.replace("B.", CANARY)))
    assert bench.stage.faults == ["request: the key stands in it"]


def test_a_dispute_cannot_be_voted_away_nor_two_origins() -> None:
    def by(name: str, stance: Stance, how: How | None = None) -> Row:
        origin = Origin(name, name)
        return Row(name, name, stance, how=how, origin=origin, group=name, named=True)

    support, other = by("a", Stance.SUPPORTS), by("b", Stance.SUPPORTS)
    disputed = allowed([support, by("b", Stance.CONTRADICTS, How.DENIAL)])
    assert {outcome[0] for outcome in disputed if outcome[2] is State.CURRENT} == {Label.DISPUTED}
    corroborated = {(label, reason) for label, reason, state, _ in allowed([support, other]) if state is State.CURRENT}
    assert (Label.CORROBORATED, Reason.INDEPENDENT_ORIGINS) in corroborated
    assert (Label.DISPUTED, Reason.DENIAL) in corroborated
    assert (Label.SINGLE_SOURCE, Reason.NOTHING_RELATED) not in corroborated
