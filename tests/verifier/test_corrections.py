"""A person's corrections through the public API: kept, applied by run and check, undone; and what outlets are."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest

from verifier import Workspace
from verifier.corrections import ImportedSource
from verifier.domain import CorrectionKind, Label, Reason, Reliability, Stance
from verifier.engines.fake import FakeEngine
from verifier.errors import ClaimMissing, UsageError
from verifier.models.fake import HashingEmbedder, OverlapScorer
from verifier.sources_file import BadRow
from verifier.steps.reading import Reader
from verifier.store import VerdictFilter

CLOSED = "The harbour at Lomwick was closed on Monday."
AGAIN = "On Monday the harbour at Lomwick was closed."
SHUT = "Lomwick shut its harbour."
OTHER = "Bakers in Brimsey voted for longer holidays."
ARTICLES = {
    "a.txt": ("Harbour Post", "2024-03-04", f"{CLOSED} Ships waited outside."),
    "b.txt": ("Quill Gazette", "2024-03-05", f"{AGAIN} A reporter saw chains across the gate."),
    "c.txt": ("Brimsey Baker", "2024-03-06", f"{OTHER} The vote was close and took all day."),
    "d.txt": ("Northline", "2024-03-07", f"{SHUT} Nobody could say for how long it would last."),
}


class Counting(FakeEngine):
    """Counts the pairs it is asked about."""

    n_asked = 0

    def judge_stances(self, article, pairs):  # type: ignore[no-untyped-def]
        self.n_asked += len(pairs)
        return super().judge_stances(article, pairs)


@pytest.fixture
def engine() -> Counting:
    return Counting(
        {CLOSED: CLOSED, AGAIN: CLOSED, OTHER: OTHER, SHUT: SHUT}, {(CLOSED, AGAIN): (Stance.SUPPORTS, None)}
    )


@pytest.fixture
def workspace(tmp_path: Path, engine: Counting, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Four articles that have been run, read by rules alone."""
    monkeypatch.setattr(Workspace, "_reader", Reader())
    monkeypatch.setattr(Workspace, "_scorer", OverlapScorer())
    monkeypatch.setattr(getpass, "getuser", lambda: "ana")
    for name, (outlet, day, text) in ARTICLES.items():
        (tmp_path / name).write_text(f"outlet: {outlet}\ndate: {day}\n\n{text}\n", encoding="utf-8")
    with Workspace.create(tmp_path / "ws", engine=engine, embedder=HashingEmbedder()) as workspace:
        list(workspace.add([tmp_path / name for name in ARTICLES]))
        workspace.run()
        yield workspace


def _claim(workspace: Workspace, text: str) -> str:
    return next(claim.id for claim in workspace.claims() if claim.text == text)


def _decided(workspace: Workspace, text: str = CLOSED) -> tuple[Label, Reason, int]:
    (verdict,) = (each for each in workspace.verdicts() if each.claim.mentions[0].text == text)
    return verdict.decision.label, verdict.decision.reason, verdict.decision.n_origins


TWO = (Label.CORROBORATED, Reason.INDEPENDENT_ORIGINS, 2)
ONE = (Label.SINGLE_SOURCE, Reason.ONE_ORIGIN_REPEATED, 1)


def test_a_merge_of_origins_is_applied_everywhere_and_undone(workspace: Workspace, engine: Counting) -> None:
    assert _decided(workspace) == TWO
    asked = engine.n_asked
    made = workspace.merge_origins("Harbour Post", "quill gazette", note="one desk")
    assert (made.kind, made.subjects, made.by, made.note) == (
        CorrectionKind.SAME_ORIGIN,
        ("Harbour Post", "Quill Gazette"),
        "ana",
        "one desk",
    )
    (checked,) = workspace.check([(CLOSED, None)])
    assert checked.decision.n_origins == 1
    checks = engine.n_asked - asked
    report = workspace.run()
    assert (report.due, report.n_judged_pairs) == (True, 0)
    assert engine.n_asked == asked + checks
    assert _decided(workspace) == ONE
    assert not workspace.run().due

    undo = workspace.undo(made.id, by="ben")
    assert workspace.corrections() == [made, undo]
    assert (undo.undoes, undo.by) == (made.id, "ben")
    assert workspace.run().n_judged_pairs == 0
    assert _decided(workspace) == TWO


def test_origins_are_listed_and_found_by_id_and_by_name(workspace: Workspace) -> None:
    names = {origin.name for origin in workspace.origins()}
    assert {"Harbour Post", "Quill Gazette", "Brimsey Baker", "Northline"} <= names
    (found,) = workspace.origins("QUILL")
    assert workspace.origin(found.id) == workspace.origin("Quill Gazette") == found
    with pytest.raises(UsageError, match=r"no origin is called 'Nobody' here: `verifier origins list`"):
        workspace.origin("Nobody")

    workspace.merge_origins(found.id, "Harbour Post")
    assert workspace.origin("Harbour Post").id == workspace.origin("Quill Gazette").id


def test_origins_that_a_person_keeps_apart_stay_apart(workspace: Workspace) -> None:
    made = workspace.split_origins("Harbour Post", "Quill Gazette")
    workspace.run()
    assert _decided(workspace) == TWO
    assert workspace.store.corrections_in_force() == [made]


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (("Harbour Post", "harbour  POST"), "are one name"),
        (("Harbour Post", "Nobody"), "no origin is called 'Nobody'"),
        (("Harbour Post", ""), "no origin is called ''"),
    ],
)
def test_names_that_make_no_sense(workspace: Workspace, names: tuple[str, str], problem: str) -> None:
    for correct in (workspace.merge_origins, workspace.split_origins):
        with pytest.raises(UsageError, match=problem):
            correct(*names)
    assert workspace.corrections() == []


def test_spellings_that_cannot_be_kept_apart_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="are one name: name two"):
        workspace.split_origins("Harbour Post", "The Harbour Post")
    late = tmp_path / "late.txt"
    late.write_text(f"outlet: The Harbour Post\ndate: 2024-03-09\n\n{OTHER} Nobody had asked them.\n")
    list(workspace.add(late))
    workspace.run()
    with pytest.raises(UsageError, match="are read as one name in two spellings"):
        workspace.split_origins("Harbour Post", "The Harbour Post")


def test_a_correction_that_contradicts_or_repeats_one_in_force_is_refused(workspace: Workspace) -> None:
    first = workspace.merge_origins("Harbour Post", "Quill Gazette")
    second = workspace.merge_origins("Quill Gazette", "Northline")
    with pytest.raises(UsageError, match=f"{first.id} of ana says so already"):
        workspace.merge_origins("quill gazette", "Harbour Post")
    with pytest.raises(UsageError, match=f"'{first.id}' and '{second.id}' says otherwise: undo it first, as in"):
        workspace.split_origins("Northline", "Harbour Post")
    workspace.undo(second.id)
    apart = workspace.split_origins("Northline", "Harbour Post")
    with pytest.raises(UsageError, match=f"verifier corrections undo {apart.id}"):
        workspace.merge_origins("Northline", "Quill Gazette")
    assert len(workspace.corrections()) == 4


def test_a_contradiction_in_another_spelling_is_one(workspace: Workspace, tmp_path: Path) -> None:
    spelt = ("Pavel Latushka", "\u041f\u0430\u0432\u0435\u043b \u041b\u0430\u0442\u0443\u0448\u043a\u043e")
    for number, outlet in enumerate(spelt):
        path = tmp_path / f"late{number}.txt"
        path.write_text(f"outlet: {outlet}\ndate: 2024-03-09\n\n{OTHER} Nobody had asked them.\n", encoding="utf-8")
        list(workspace.add(path))
    first = workspace.merge_origins(spelt[0], "Northline")
    with pytest.raises(UsageError, match=f"{first.id}' says otherwise"):
        workspace.split_origins(spelt[1], "Northline")


def test_claims_merged_by_a_person_are_one_and_keep_the_earlier_wording(workspace: Workspace, engine: Counting) -> None:
    closed, shut = _claim(workspace, CLOSED), _claim(workspace, SHUT)
    asked = engine.n_asked
    made = workspace.merge_claims(shut, closed)
    workspace.run()
    assert engine.n_asked == asked
    assert {claim.text for claim in workspace.claims()} == {CLOSED, OTHER}
    assert workspace.verdict(shut).claim.id == closed
    assert _decided(workspace)[2] == 3
    with pytest.raises(UsageError, match="are one claim already"):
        workspace.merge_claims(shut, closed)
    workspace.undo(made.id)
    workspace.run()
    assert {claim.text for claim in workspace.claims()} == {CLOSED, OTHER, SHUT}
    with pytest.raises(ClaimMissing, match=r"no claim 'claim-none' here: `verifier claims`"):
        workspace.merge_claims("claim-none", closed)


def test_a_mention_taken_out_of_a_claim_does_not_rejoin_it(workspace: Workspace) -> None:
    closed = _claim(workspace, CLOSED)
    (mention,) = (m for m in workspace.claim(closed).mentions if m.quote == AGAIN)
    made = workspace.split_claim(closed, "b.txt")
    assert made.subjects == (closed, mention.id)
    for _ in range(2):
        workspace.run()
        assert [m.quote for m in workspace.claim(closed).mentions] == [CLOSED]
    parted = [claim for claim in workspace.claims() if claim.mentions == (mention,)]
    assert len(parted) == 1
    with pytest.raises(UsageError, match=f"verifier corrections undo {made.id}"):
        workspace.merge_claims(closed, parted[0].id)


def test_a_mention_that_cannot_be_taken_out_is_named(workspace: Workspace) -> None:
    closed = workspace.claim(_claim(workspace, CLOSED))
    home, other = closed.mentions
    with pytest.raises(UsageError, match=r"is where claim .* comes from"):
        workspace.split_claim(closed.id, home.id)
    with pytest.raises(UsageError, match=rf"no mention of claim .* is 'x\.txt': name one of {other.id} \(.*b\.txt\)$"):
        workspace.split_claim(closed.id, "x.txt")
    with pytest.raises(UsageError, match="it has but one mention"):
        workspace.split_claim(_claim(workspace, OTHER), "b.txt")


def test_a_reworded_claim_keeps_its_id_and_its_home(workspace: Workspace) -> None:
    closed = _claim(workspace, CLOSED)
    text = "Lomwick's harbour\n was closed on Monday."
    made = workspace.reword_claim(closed, text)
    assert made.value == "Lomwick's harbour was closed on Monday."
    workspace.run()
    claim = workspace.verdict(closed).claim
    assert (claim.id, claim.text, claim.mentions[0].text) == (closed, made.value, CLOSED)
    with pytest.raises(UsageError, match="is worded so already"):
        workspace.reword_claim(closed, text)
    workspace.reword_claim(closed, "Lomwick's harbour is shut.")
    third = workspace.reword_claim(closed, text)
    assert len(workspace.corrections()) == 3
    workspace.undo(third.id)
    workspace.undo(workspace.corrections()[1].id)
    for wrong in ("", "?!", "half \ud800"):
        with pytest.raises(UsageError, match="is no wording of a claim"):
            workspace.reword_claim(closed, wrong)
    workspace.undo(made.id)
    workspace.run()
    assert workspace.claim(closed).text == CLOSED


def test_who_corrects_is_noted(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("no such account")

    monkeypatch.setattr(getpass, "getuser", nobody)
    with pytest.raises(UsageError, match="--by NAME"):
        workspace.merge_origins("Harbour Post", "Quill Gazette")
    with pytest.raises(UsageError, match="--by NAME"):
        workspace.merge_origins("Harbour Post", "Quill Gazette", by=" ")
    assert workspace.merge_origins("Harbour Post", "Quill Gazette", by=" =Ben ").by == "=Ben"
    with pytest.raises(UsageError, match=r"note 'x\\x00' holds '\\x00'"):
        workspace.split_origins("Northline", "Quill Gazette", by="ben", note="x\0")


# --- sources ---


def test_outlets_of_one_owner_count_once_unless_switched_off(workspace: Workspace) -> None:
    workspace.set_source("Harbour Post", owner="Ludd Group")
    workspace.set_source("quill gazette", owner="LUDD group", reliability="b", country="Ostland")
    report = workspace.run()
    assert (report.due, report.n_judged_pairs) == (True, 0)
    assert _decided(workspace)[0] is Label.SINGLE_SOURCE
    assert workspace.check([(CLOSED, None)])[0].decision.n_origins == 1

    assert workspace.owners_count
    workspace.owners_count = False
    assert workspace.run().due
    assert _decided(workspace) == TWO
    workspace.owners_count = True
    workspace.run()
    assert _decided(workspace)[0] is Label.SINGLE_SOURCE


def test_a_reliability_letter_alone_decides_nothing_again(workspace: Workspace) -> None:
    workspace.set_source("Harbour Post", reliability="A", country="Ostland")
    assert not workspace.run().due


def test_what_is_not_named_stays_and_an_empty_text_takes_away(workspace: Workspace) -> None:
    assert {source.reliability for source in workspace.sources()} == {Reliability.F}
    assert all(source.set_at is None for source in workspace.sources())
    workspace.set_source("Northline", owner="Ludd Group", country="Ostland")
    workspace.set_source("Northline", reliability="c", owner="")
    workspace.set_source(" Far  Away ", country="Nowhere")
    listed = {source.outlet: source for source in workspace.sources()}
    assert list(listed) == ["Brimsey Baker", "Far Away", "Harbour Post", "Northline", "Quill Gazette"]
    north = listed["Northline"]
    assert (north.owner, north.reliability, north.country) == (None, Reliability.C, "Ostland")
    assert workspace.count_articles_by_outlet()["Northline"] == 1
    with pytest.raises(UsageError, match="one of the letters A, B, C, D, E, F, not 'G'"):
        workspace.set_source("Northline", reliability="G")
    with pytest.raises(UsageError, match="an outlet needs a name"):
        workspace.set_source(" ")


def test_a_file_of_sources_goes_in_row_by_row(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes("Outlet;Owner;Reliability\nHarbour Post;Łudd;b\nNorthline;;Z\nQuill Gazette;Łudd;\n".encode())
    imported = workspace.import_sources(path)
    first, second, third = imported.rows
    assert isinstance(first, ImportedSource)
    assert isinstance(third, ImportedSource)
    assert (first.line, first.source.owner, first.source.reliability) == (2, "Łudd", Reliability.B)
    assert second == BadRow(3, "reliability is one of the letters A, B, C, D, E, F, not 'Z'")
    workspace.run()
    assert _decided(workspace)[0] is Label.SINGLE_SOURCE
    with pytest.raises(UsageError, match="cannot read"):
        workspace.import_sources(tmp_path / "nowhere.csv")


def test_verdicts_are_found_by_the_origin_they_had_in_the_last_run(workspace: Workspace) -> None:
    found = workspace.origin("Quill Gazette")
    assert [one.text for one in workspace.page(VerdictFilter(origin=found.id)).items] == [CLOSED]
