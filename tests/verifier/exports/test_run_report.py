"""The report of a run as a page: what it says, that it adds up, and that nothing in it acts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.domain import Confidence, Kind, Label, Reason, Refused, State, Unjudged
from verifier.exports.charts import MOST_COLUMNS, over_time
from verifier.exports.run_report import MOST_OUTLETS, MOST_REFUSED, POLICY, RunFacts, render
from verifier.store import Run, RunStatus, RunStep, VerdictSummary

BEGAN = datetime(2024, 3, 9, 10, 0, tzinfo=UTC)
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "--><iframe src=https://x.example></iframe>",
    "' onmouseover='alert(1)",
    "&lt;script&gt; &#60;b&#62; `<b>` javascript:alert(1)",
    "\u202egnp.exe \x1b[31m \0 {{7*7}} ${7*7}",
)


def at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def step(name: str, began: float, ended: float, done: int = 10, total: int = 10) -> RunStep:
    return RunStep(name, done, total, at(began), at(ended))


def summary(label: Label, text: str = "The dam was closed.", origin: str = "Ministry") -> VerdictSummary:
    return VerdictSummary(
        claim_id=f"claim-{label.value}",
        text=text,
        kind=Kind.FACT,
        label=label,
        reason=Reason.DENIAL,
        state=State.CURRENT,
        confidence=Confidence.LOW,
        provisional=True,
        n_origins=2,
        n_articles=3,
        n_contradicting_origins=1,
        origins=(origin, "Border Ledger"),
        contradicting_origins=(),
        newest=date(2024, 3, 8),
        as_of=date(2024, 3, 9),
        engine="embedded",
        fingerprint="verdict-1",
    )


def facts(word: str = "word", **changed: Any) -> RunFacts:
    """A run that went to its end; `word` stands wherever text comes from somebody else."""
    run = Run(
        id="run-1",
        status=RunStatus.INCOMPLETE,
        started_at=BEGAN,
        finished_at=at(100),
        settings={"engine": "embedded", "process": 4711, "host": word},
        counts={"due": True, "n_read": 3, "n_unread_windows": 2, "n_dropped_quotes": 5, "n_failed_rows": 3},
        reasons={"why_unread": {word: 2}},
        stop_wanted=False,
        steps=(step("chunk", 1, 10), step("extract", 12, 70), step("judge", 71, 95, 8, 10)),
    )
    whole = RunFacts(
        run=run,
        error="",
        steps={"extract": "reading articles"},
        settings={"language model": word},
        workspace=word,
        n_articles=9,
        outlets={word: 4, "Border Ledger": 3},
        days={date(2024, 3, 4): 5, date(2024, 3, 6): 3, None: 1},
        languages={word: 2},
        refused=[Refused(word, word), Refused("b.txt", "empty")],
        before={Label.CORROBORATED: 4, Label.DISPUTED: 1, Label.SINGLE_SOURCE: 7},
        labels={Label.CORROBORATED: 3, Label.DISPUTED: 4, Label.SINGLE_SOURCE: 7},
        moves={(Label.CORROBORATED, Label.DISPUTED): 1, (None, Label.DISPUTED): 2, (Label.DISPUTED, Label.DISPUTED): 3},
        unjudged={word: 1, Unjudged.TIMED_OUT: 2},
        urgent=(summary(Label.DISPUTED, word, word), summary(Label.SINGLE_SOURCE)),
        written_by="verifier 0.1.0",
        at=at(101),
    )
    run = replace(run, **{name: changed.pop(name) for name in list(changed) if hasattr(run, name) and name != "steps"})
    run = replace(run, steps=changed.pop("run_steps", run.steps))
    return replace(whole, run=run, **changed)


class Seen(HTMLParser):
    """What a browser makes of a page: elements with their attributes, text, and tables as rows of cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        self._open = tag if tag in {"style", "td", "th"} else self._open
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        if tag in {"td", "th", "p", "h1", "h2", "h3", "dt", "dd", "small"}:
            self.text += " "

    def handle_data(self, data: str) -> None:
        if self._open != "style":
            self.text += data
        if self._open in {"td", "th"}:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._open = "" if tag == self._open else self._open

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data!r}")

    def row(self, head: str, width: int) -> list[str]:
        """The other cells of the row of so many cells that begins so."""
        (found,) = [row[1:] for row in self.rows if len(row) == width and row[0] == head]
        return found


def seen(given: RunFacts) -> Seen:
    return Seen(render(given))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_strangers_wrote_is_text_and_nothing_else(payload: str) -> None:
    # Outlets go by number and then by name, so that the same words stand in the same places.
    assert seen(facts(payload)).elements == seen(facts("word")).elements
    ended = {"status": RunStatus.STOPPED, "error": payload}
    assert seen(facts(payload, **ended)).elements == seen(facts("word", **{**ended, "error": "word"})).elements


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1))
def test_no_text_at_all_becomes_an_element(word: str) -> None:
    assert seen(facts(word)).elements == seen(facts("word")).elements


def test_what_is_shown_is_what_was_written() -> None:
    page = seen(facts("<b>&amp;</b>"))
    assert ["<b>&amp;</b>", "<b>&amp;</b>"] in page.rows  # the input refused, and why
    assert seen(facts("a\u202eb\x1b[31mc")).text.count("abc") >= 8


def test_nothing_acts_and_nothing_is_asked_for() -> None:
    page = render(facts(PAYLOADS[0]))
    elements = Seen(page).elements
    assert not {"script", "img", "iframe", "object", "embed", "form", "a", "base"} & {tag for tag, _ in elements}
    names = {name for _, attributes in elements for name, _ in attributes}
    assert not {name for name in names if name.startswith("on")} | {"style", "src"} & names
    assert [dict(attributes)["href"] for tag, attributes in elements if tag == "link"] == ["data:,"]
    assert not re.search(r"url\(|@import|https?:", page)
    policy = next(dict(a)["content"] for _, a in elements if ("http-equiv", "Content-Security-Policy") in a)
    assert policy == POLICY
    assert "default-src 'none'" in POLICY


def test_labels_add_up_and_say_how_they_changed() -> None:
    page = seen(facts())
    assert page.row("Corroborated", 5)[1:] == ["3", "4", "-1"]
    assert page.row("Disputed", 5)[1:] == ["4", "1", "+3"]
    assert page.row("Single-source", 5)[1:] == ["7", "7", "±0"]
    assert page.row("Claims", 5)[1:] == ["14", "12", "+2"]
    assert ["Corroborated", "Disputed", "1"] in page.rows
    assert ["New claim", "Disputed", "2"] in page.rows
    assert "3 claims with the same label as before for another reason" in page.text


def test_a_first_run_does_not_list_all_its_claims_as_changed() -> None:
    none = dict.fromkeys(Label, 0)
    assert "Changed by this run" not in seen(facts(before=none, moves={(None, Label.DISPUTED): 4})).text


def test_articles_add_up_by_outlet_and_by_date() -> None:
    page = seen(facts())
    outlets = [page.row(name, 3)[1] for name in ("word", "Border Ledger", "outlet unknown")]
    assert outlets == ["4", "3", "2"]  # of 9
    assert [page.row(day, 2) for day in ("4 March 2024", "6 March 2024")] == [["5"], ["3"]]
    assert "1 article without a date" in page.text


def test_small_outlets_stand_together() -> None:
    many = {f"Outlet {n:02}": 100 - n for n in range(MOST_OUTLETS + 5)}
    page = seen(facts(outlets=many, n_articles=sum(many.values())))
    shown = [int(row[2]) for row in page.rows if row and row[0].startswith(("Outlet ", "5 other"))]
    assert len(shown) == MOST_OUTLETS + 1
    assert sum(shown) == sum(many.values())
    assert "outlet unknown" not in page.text


def test_inputs_refused_are_listed_up_to_a_number_and_counted() -> None:
    page = seen(facts(refused=[Refused(f"{n}.txt", "empty") for n in range(MOST_REFUSED + 7)]))
    assert sum(row[-1] == "empty" for row in page.rows if row) == MOST_REFUSED
    assert "7 more are not listed here" in page.text
    assert f"{MOST_REFUSED + 7} inputs refused so far" in page.text


def test_failures_come_with_what_to_do() -> None:
    page = seen(facts())
    found = {row[0]: row[1:] for row in page.rows if row}
    assert found["Passages not judged: time-out"][0] == "2"
    assert "verifier doctor --call" in found["Passages not judged: time-out"][1]
    assert found["Passages not judged: word"] == ["1", "verifier run asks again."]
    assert found["Parts of articles not read: word"] == found["Passages not judged: time-out"]
    assert found["Quotes dropped: not in the article word for word"][0] == "5"
    assert "verifier add" in found["Inputs refused so far"][1]
    good = facts(refused=[], unjudged={}, counts={"due": True}, reasons={}, status=RunStatus.DONE)
    assert "Nothing failed." in seen(good).text


def test_cost() -> None:
    assert "None: the embedded engine asks no language model." in seen(facts()).text
    asked = {"n_calls": 1200, "n_known_replies": 3, "tokens_in": 5_000_000, "tokens_out": 7, "tokens_estimated": True}
    paid = seen(facts(counts={**asked, "dollars": 1.25}))
    assert ["Calls of the language model", "1,200"] in paid.rows
    assert ["US dollars", "1.2500"] in paid.rows
    assert "1,200 calls" in paid.text
    assert "estimated" in paid.text
    assert ["US dollars", "no price known"] in seen(facts(counts=asked)).rows


def test_an_engine_that_asked_nothing_is_not_called_embedded() -> None:
    given = facts()
    page = seen(replace(given, run=replace(given.run, settings={"engine": "llm"})))
    assert "None: no language model was asked." in page.text


def test_steps_slowest_first_and_their_times_add_up() -> None:
    page = seen(facts())
    rows = [row for row in page.rows if len(row) == 5 and row[0] in {"reading articles", "judge", "chunk"}]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("reading articles", "1 min 0 s", "10"),  # from the end of the step before, 10, to 70
        ("judge", "25.0 s", "8 of 10"),
        ("chunk", "10.0 s", "10"),
    ]
    assert ["after the last step", "", "5.0 s", "", ""] in page.rows
    assert "1 min 40 s" in page.text


def test_steps_that_overlap_are_timed_each_by_itself() -> None:
    overlapping = (step("extract", 0, 60), step("judge", 20, 80))
    rows = seen(facts(run_steps=overlapping, finished_at=at(80))).rows
    assert [row[2] for row in rows if row and row[0] in {"reading articles", "judge"}] == ["1 min 0 s", "1 min 0 s"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (RunStatus.STOPPED, "Stopped before its end"),
        (RunStatus.FAILED, "Failed before its end"),
        (RunStatus.KILLED, "Killed before its end"),
    ],
)
def test_a_run_that_ended_early_says_why_and_how_to_go_on(status: RunStatus, said: str) -> None:
    page = seen(facts(status=status, error="The budget of 2 US dollars is used up.", counts={"n_calls": 2}))
    assert said in page.text
    assert "The budget of 2 US dollars is used up. Nothing finished is lost: verifier run goes on" in page.text
    assert "are counted when a run reaches its end" in page.text


def test_nothing_at_all() -> None:
    empty = facts(
        status=RunStatus.DONE,
        counts={"due": False, "n_read": 0},
        reasons={},
        run_steps=(),
        n_articles=0,
        outlets={},
        days={},
        languages={},
        refused=[],
        before=dict.fromkeys(Label, 0),
        labels=dict.fromkeys(Label, 0),
        moves={},
        unjudged={},
        urgent=(),
    )
    page = seen(empty)
    assert "Nothing was due" in page.text
    assert "verifier add FOLDER" in page.text
    assert "No verdict yet." in page.text
    assert "No step had anything to do." in page.text


def test_the_most_urgent_verdicts_have_their_counts_and_ids() -> None:
    page = seen(facts())
    assert "Disputed · 2 for / 1 against" in page.text
    assert "claim-disputed" in page.text
    assert "12 more: verifier claims lists them" in page.text


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.dates(), st.integers(1, 1000), min_size=1, max_size=20))
def test_columns_are_never_too_many_and_lose_no_article(days: dict[date, int]) -> None:
    _, columns = over_time(days)
    assert len(columns) <= MOST_COLUMNS
    assert sum(number for _, number in columns) == sum(days.values())
    assert columns[0][1]
    assert columns[-1][1]
    assert len({title for title, _ in columns}) == len(columns)


def test_columns_stand_for_days_months_years_or_more() -> None:
    def scale(first: date, last: date) -> tuple[str, str]:
        word, columns = over_time({first: 1, last: 1})
        return word, columns[0][0]

    assert scale(date(2024, 3, 4), date(2024, 3, 6)) == ("day", "4 March 2024")
    assert scale(date(2023, 3, 4), date(2024, 3, 6)) == ("month", "March 2023")
    assert scale(date(1990, 3, 4), date(2024, 3, 6)) == ("year", "1990")
    assert scale(date(1820, 3, 4), date(2024, 3, 6)) == ("decade", "1820s")
    assert scale(date.min, date.max) == ("century", "0-99")
