"""Articles in several versions: ids, corrections and label history go on with the statement, and `check` looks back."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import article
from vectorstore.memory import MemoryIndex
from verifier import Workspace
from verifier.domain import Article, Label, Stance, Verdict
from verifier.engines.fake import FakeEngine
from verifier.errors import ClaimMissing, UsageError
from verifier.models import EMBEDDING_WIDTH
from verifier.models.fake import HashingEmbedder, OverlapScorer
from verifier.steps.reading import Reader

CLOSED = "The harbour at Lomwick was closed on Monday."
AGAIN = "On Monday the harbour at Lomwick was closed."
SHUT = "Lomwick shut its harbour."
STORM = "A storm broke the pier at Quill Bay."
OTHER = "Bakers in Brimsey voted for longer holidays."
SAID = (CLOSED, AGAIN, SHUT, STORM, OTHER)
ENGINE = FakeEngine(
    {CLOSED: CLOSED, AGAIN: CLOSED, SHUT: SHUT, STORM: STORM, OTHER: OTHER},
    {(CLOSED, CLOSED): (Stance.SUPPORTS, None), (CLOSED, AGAIN): (Stance.SUPPORTS, None)},
)


@pytest.fixture(autouse=True)
def _rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "_reader", Reader())
    monkeypatch.setattr(Workspace, "_scorer", OverlapScorer())
    monkeypatch.setattr(Workspace, "_open_index", lambda _: MemoryIndex(EMBEDDING_WIDTH))
    monkeypatch.setattr(getpass, "getuser", lambda: "ana")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "ws", engine=ENGINE, embedder=HashingEmbedder()) as workspace:
        yield workspace


def _version(*said: str, day: int | None = 4, name: str = "a", outlet: str = "Harbour Post") -> Article:
    published = None if day is None else date(2024, 3, day)
    return article(" ".join((*said, f"So {outlet} has it.")), outlet, published, path=f"{name}.txt")


AGREEING = _version(AGAIN, day=5, name="b", outlet="Quill Gazette")


def _run(workspace: Workspace, *articles: Article) -> dict[str, Verdict]:
    for each in articles:
        workspace.store.add_article(each)
    workspace.run()
    return {verdict.claim.mentions[0].text: verdict for verdict in workspace.verdicts()}


def test_an_id_leads_to_the_claim_with_the_same_wording_in_the_new_version(workspace: Workspace) -> None:
    old = _run(workspace, _version(CLOSED, STORM))
    new = _run(workspace, _version("An earlier report was too short.", CLOSED, STORM))
    for text in (CLOSED, STORM):
        assert new[text].claim.id != old[text].claim.id
        assert workspace.verdict(old[text].claim.id) == new[text]
        assert workspace.claim(old[text].claim.id) == new[text].claim


def test_an_id_leads_to_the_claim_of_another_mention_that_is_left(workspace: Workspace) -> None:
    old = _run(workspace, _version(CLOSED), AGREEING)[CLOSED]
    assert len(old.claim.mentions) == 2
    new = _run(workspace, _version(STORM))[CLOSED]
    assert [mention.quote for mention in new.claim.mentions] == [AGAIN]
    assert workspace.verdict(old.claim.id) == new


def test_an_id_leads_on_when_the_other_mention_has_a_new_version_too(workspace: Workspace) -> None:
    old = _run(workspace, _version(CLOSED), AGREEING)[CLOSED]
    later = _version("It was late.", AGAIN, day=6, name="b", outlet="Quill Gazette")
    assert workspace.verdict(old.claim.id) == old
    new = _run(workspace, _version(STORM), later)[CLOSED]
    assert workspace.verdict(old.claim.id) == new


def test_a_statement_that_is_withdrawn_says_so_and_returns_under_its_id(workspace: Workspace) -> None:
    first = _version(CLOSED, STORM)
    old = _run(workspace, first)[STORM]
    _run(workspace, _version(CLOSED, day=6))
    for ask in (workspace.verdict, workspace.claim):
        with pytest.raises(
            ClaimMissing, match=rf"{old.claim.id}' was withdrawn: 'a\.txt' said '{STORM}'.* of 2024-03-06 does not"
        ):
            ask(old.claim.id)
    third = _run(workspace, _version(CLOSED, STORM, day=7))[STORM]
    assert workspace.verdict(old.claim.id) == third
    with pytest.raises(ClaimMissing, match="no claim 'claim-none' here"):
        workspace.verdict("claim-none")


def test_a_statement_that_returns_in_a_later_version_is_found_again_from_every_id(workspace: Workspace) -> None:
    ids = [
        _run(workspace, _version(*said, day=day))[STORM].claim.id for day, said in ((4, (STORM,)), (5, (CLOSED, STORM)))
    ]
    _run(workspace, _version(CLOSED, day=6))
    _run(workspace, _version(OTHER, day=7))
    for one in ids:
        with pytest.raises(ClaimMissing, match="was withdrawn"):
            workspace.verdict(one)
    last = _run(workspace, _version(OTHER, STORM, day=8))[STORM]
    assert {workspace.verdict(one).claim.id for one in ids} == {last.claim.id}


def test_a_statement_that_is_only_read_no_longer_is_gone(workspace: Workspace) -> None:
    old = _run(workspace, _version(CLOSED, STORM))[STORM]
    (only,) = workspace.articles()
    kept = [mention for mention in workspace.store.mentions() if mention.text != STORM]
    workspace.store.put_mentions(only.id, "another reading", kept)
    workspace.store.put_claims([claim for claim in workspace.claims() if claim.text != STORM], {})
    workspace.store.drop_verdicts(keep=())
    with pytest.raises(ClaimMissing, match=f"'{old.claim.id}' is gone: it is not found in the articles as they are"):
        workspace.verdict(old.claim.id)


def test_the_label_history_goes_on_under_the_new_id(workspace: Workspace) -> None:
    first, second = _version(CLOSED), _version(STORM, CLOSED)
    old = _run(workspace, first, AGREEING)[CLOSED]
    same = _run(workspace, second)[CLOSED]
    history = workspace.store.label_history(same.claim.id)
    assert [(each.claim_id, each.label) for each in history] == [(old.claim.id, Label.CORROBORATED)]
    _run(workspace, _version(STORM, day=8, name="b", outlet="Quill Gazette"))
    history = workspace.store.label_history(same.claim.id)
    assert [each.label for each in history] == [Label.CORROBORATED, Label.SINGLE_SOURCE]


def test_corrections_of_claims_outlive_a_new_version(workspace: Workspace) -> None:
    shut = _version(SHUT, day=6, name="c", outlet="Northline")
    old = _run(workspace, _version(CLOSED), AGREEING, shut)
    workspace.merge_claims(old[CLOSED].claim.id, old[SHUT].claim.id)
    workspace.split_claim(old[CLOSED].claim.id, "b.txt")
    workspace.reword_claim(old[CLOSED].claim.id, "Lomwick's harbour is shut.")

    def stands() -> list[tuple[str, list[str]]]:
        workspace.run()
        return sorted((claim.text, [m.quote for m in claim.mentions]) for claim in workspace.claims())

    wanted = [(CLOSED, [AGAIN]), ("Lomwick's harbour is shut.", [CLOSED, SHUT])]
    assert stands() == sorted(wanted)
    for later in (
        _version("It was late.", CLOSED),
        _version("It was late.", AGAIN, day=5, name="b", outlet="Quill Gazette"),
        _version("It was late.", SHUT, day=6, name="c", outlet="Northline"),
    ):
        workspace.store.add_article(later)
        assert stands() == sorted(wanted), later.path
    assert workspace.verdict(old[SHUT].claim.id).claim.text == "Lomwick's harbour is shut."
    with pytest.raises(UsageError, match="are one claim already"):
        workspace.merge_claims(old[SHUT].claim.id, old[CLOSED].claim.id)


versions = st.lists(st.sampled_from(SAID), min_size=1, max_size=3, unique=True).map(tuple)


@settings(max_examples=15, deadline=None)
@given(st.lists(versions, min_size=2, max_size=4, unique=True))
def test_the_first_text_again_gives_the_first_verdicts_again(texts: Sequence[tuple[str, ...]]) -> None:
    """Law: whatever came between, and every id that was ever shown leads to a claim or is said to be withdrawn."""
    with (
        TemporaryDirectory() as folder,
        Workspace.create(folder, engine=ENGINE, embedder=HashingEmbedder()) as workspace,
    ):
        first = _run(workspace, AGREEING, _version(*texts[0]))
        shown = {verdict.claim.id for verdict in first.values()}
        for said in texts[1:]:
            shown |= {verdict.claim.id for verdict in _run(workspace, _version(*said)).values()}
        assert _run(workspace, _version(*texts[0])) == first
        stated = {text for verdict in first.values() for text in [verdict.claim.text]}
        for one in shown:
            try:
                assert workspace.verdict(one).claim.text in stated
            except ClaimMissing as error:
                assert "was withdrawn" in str(error)  # noqa: PT017


def test_the_order_of_adding_versions_does_not_matter(tmp_path: Path) -> None:
    """Law: the version published last counts."""
    texts = ((CLOSED, STORM), (STORM,), (OTHER, CLOSED))
    several = [_version(*said, day=day) for day, said in enumerate(texts, 4)]
    outcomes = []
    for number, ordered in enumerate(permutations(several)):
        folder = tmp_path / str(number)
        with Workspace.create(folder, engine=ENGINE, embedder=HashingEmbedder()) as workspace:
            for each in ordered:
                _run(workspace, each)
            outcomes.append((workspace.articles(), list(workspace.verdicts())))
    assert outcomes[0][0] == [several[-1]]
    assert all(each == outcomes[0] for each in outcomes)


# --- check --until ---


def _stated(workspace: Workspace, until: int) -> tuple[int, int]:
    (verdict,) = workspace.check([(CLOSED, None)], date(2024, 3, until))
    return verdict.n_searched, len(verdict.decision.supporting)


@pytest.mark.parametrize("run", [True, False])
def test_check_until_goes_by_the_version_of_that_day(workspace: Workspace, run: bool) -> None:
    for each in (_version(CLOSED, day=4), _version(STORM, day=8), AGREEING):
        workspace.store.add_article(each)
        if run:
            workspace.run()
    assert [_stated(workspace, day) for day in (3, 4, 5, 7, 8)] == [(0, 0), (1, 1), (2, 2), (2, 2), (2, 1)]
    (verdict,) = workspace.check([(CLOSED, None)], date(2024, 3, 4))
    (row,) = verdict.decision.supporting
    earlier = workspace.article(row.article_id)
    assert earlier is not None
    assert (earlier.text[row.start : row.end], earlier.published) == (CLOSED, date(2024, 3, 4))
    assert verdict.as_of == date(2024, 3, 4)
    workspace.run()
    assert not workspace.run().due


def test_check_until_takes_one_version_and_none_where_the_time_is_not_known(workspace: Workspace) -> None:
    for each in (_version(CLOSED, day=4), _version(CLOSED, STORM, day=5), _version(OTHER, day=9)):
        workspace.store.add_article(each)
    assert [_stated(workspace, day) for day in (4, 5, 8, 9)] == [(1, 1), (1, 1), (1, 1), (1, 0)]
    workspace.store.add_article(_version(OTHER, STORM, day=None))
    assert _stated(workspace, 8) == (0, 0)


def test_versions_at_one_url_are_told_by_it(workspace: Workspace) -> None:
    early = replace(_version(CLOSED, day=4), url="https://post.example/1")
    late = replace(_version(STORM, day=8, name="moved"), url="http://www.post.example/1/")
    old = _run(workspace, early)[CLOSED]
    other = replace(_version(STORM, day=8), url="https://post.example/2")  # at the same path, and no version of it
    _run(workspace, other, late)
    assert [_stated(workspace, day) for day in (4, 8)] == [(1, 1), (2, 0)]
    with pytest.raises(ClaimMissing, match=r"'moved\.txt' said"):
        workspace.verdict(old.claim.id)
