"""What a run came to as one HTML page that asks nobody for anything: no script, no address, no font.

Pure: records in, text out. Names, claims, paths and reasons come from strangers and enter as text only (see `html`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from itertools import islice
from xml.etree.ElementTree import Element

from verifier.domain import Label, Refused, Unjudged
from verifier.exports.charts import bar, columns, over_time, stack
from verifier.exports.html import Content, document, element, foreign, phrase, table
from verifier.store import Run, RunStatus, VerdictSummary
from verifier.wording import badge_text, count, day, title_of

MOST_REFUSED = 300
MOST_OUTLETS = 15

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

ENDED = {
    RunStatus.RUNNING: "Has not said how it ended",
    RunStatus.DONE: "Done",
    RunStatus.INCOMPLETE: "Done, and some items failed",
    RunStatus.STOPPED: "Stopped before its end",
    RunStatus.FAILED: "Failed before its end",
    RunStatus.KILLED: "Killed before its end",
}

AGAIN = "`verifier run` asks again."
TEST = f"`verifier doctor --call` tests the endpoint; {AGAIN}"
NEXT_STEPS: Mapping[str, str] = {
    Unjudged.LANGUAGE: "Nothing to do: such articles are kept, and this engine does not read them.",
    Unjudged.TOO_LONG: "This engine would not judge it when asked again: read the passage in its article.",
    Unjudged.TIMED_OUT: TEST,
    Unjudged.NO_REPLY: TEST,
}
"""What to do about a passage that is not judged; for all other reasons `AGAIN`."""

NOT_AGAIN = frozenset({"process"})
"""Settings of a run that say nothing once it has ended."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What there is to tell of a run that has ended.

    `run` is how it went, `error` why it ended early (empty where it did not), `steps` its steps in words, `settings`
    what else it was told to do. What was `before` it and what stands now are verdicts by label; `moves` are claims from
    label to label as `Store.label_moves` counts them. The others are of the workspace as it stands: articles by outlet
    and by day, those in `languages` that are not read, inputs refused, rows not judged by reason, and the most urgent
    verdicts. `written_by` names the program, `at` is now.
    """

    run: Run
    error: str
    steps: Mapping[str, str]
    settings: Mapping[str, str]
    workspace: str
    n_articles: int
    outlets: Mapping[str, int]
    days: Mapping[date | None, int]
    languages: Mapping[str, int]
    refused: Sequence[Refused]
    before: Mapping[Label, int]
    labels: Mapping[Label, int]
    moves: Mapping[tuple[Label | None, Label], int]
    unjudged: Mapping[str, int]
    urgent: Sequence[VerdictSummary]
    written_by: str
    at: datetime

    @property
    def n_claims(self) -> int:
        """Claims with a verdict."""
        return sum(self.labels.values())

    @property
    def seconds(self) -> float:
        """How long the run took, as far as is known."""
        ended = self.run.finished_at or max((step.at for step in self.run.steps), default=self.run.started_at)
        return max(0.0, (ended - self.run.started_at).total_seconds())

    @property
    def reached_its_end(self) -> bool:
        """Whether its counts are those of a whole run."""
        return self.run.status in {RunStatus.DONE, RunStatus.INCOMPLETE}


def render(facts: RunFacts) -> str:
    """The page as text."""
    sheet = files("verifier.exports").joinpath("run_report.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("link", rel="icon", href="data:,"),  # or a browser would ask the server for one
        element("title", f"Run of {facts.run.started_at:%Y-%m-%d %H:%M} UTC: {_outcome(facts)}"),
        element("style", sheet),
    )
    main = element("main", *_header(facts), *_sections(facts), _footer(facts))
    return document(element("html", head, element("body", main), lang="en"))


def _outcome(facts: RunFacts) -> str:
    if facts.reached_its_end and not facts.run.counts.get("due", True):
        return "Nothing was due"
    return ENDED[facts.run.status]


def _header(facts: RunFacts) -> Iterator[Element]:
    run = facts.run
    when = f"{day(run.started_at.date())}, {run.started_at:%H:%M} UTC · {_duration(facts.seconds)} · "
    engine = foreign(str(run.settings.get("engine", "unknown")))
    yield element(
        "header",
        element("p", "Run report · workspace ", foreign(facts.workspace), class_="eyebrow"),
        element("h1", _outcome(facts)),
        element("p", when, engine, " engine", class_="lead"),
    )
    if not facts.reached_its_end:
        kept = "Nothing finished is lost: `verifier run` goes on from there. What follows is what is stored so far."
        yield _notice(
            foreign(facts.error or "The run ended before everything that was due was done."), " ", phrase(kept)
        )
    elif not facts.n_articles:
        yield _notice(phrase("The workspace has no article yet: `verifier add FOLDER` takes some in."))
    yield _figures(facts)


def _notice(*content: Content) -> Element:
    return element("p", *content, class_="notice")


def _figures(facts: RunFacts) -> Element:
    read = facts.run.counts.get("n_read")
    told = (
        (f"{facts.n_articles:,}", "Articles", "" if read is None else f"{read:,} read in this run"),
        (f"{facts.n_claims:,}", "Claims", f"{_change(facts.n_claims, facts.before)} by this run"),
        (f"{sum(facts.unjudged.values()):,}", "Passages not judged", ""),
        (f"{len(facts.refused):,}", "Inputs refused", ""),
        _cost_figure(facts),
    )
    return element("dl", *(_figure(*each) for each in told), class_="figures")


def _cost_figure(facts: RunFacts) -> tuple[str, str, str]:
    counts = facts.run.counts
    if not _asked(counts):
        return "none", "Cost", ""
    if "dollars" not in counts:
        return "?", "Cost", "no price known"
    return f"{counts['dollars']:,.4f}", "USD", count(int(counts.get("n_calls", 0)), "call")


def _figure(number: str, what: str, note: str) -> Element:
    noted = [element("dd", note, class_="note")] if note else []
    return element("div", element("dt", what), element("dd", number), *noted)


def _total(labels: Mapping[Label, int]) -> int:
    return sum(labels.values())


def _sections(facts: RunFacts) -> Iterator[Element]:
    yield _section("Labels", *_labels(facts))
    yield _section("Most urgent verdicts", *_urgent(facts))
    yield _section("Failures, and what to do", *_failures(facts))
    yield _section("What went in", *_inputs(facts))
    yield _section("Cost", *_costs(facts))
    yield _section("Slowest steps", *_steps(facts))
    yield _section("Engine and settings", _settings(facts))


def _section(title: str, *content: Content) -> Element:
    return element("section", element("h2", title), *content)


def _labels(facts: RunFacts) -> Iterator[Element]:
    if facts.n_claims:
        yield stack({label.value: facts.labels[label] for label in Label})
    rows = [
        (_badge(label, title_of(label)), label.definition, f"{facts.labels[label]:,}", *_against(facts, label))
        for label in Label
    ]
    total = ("Claims", "", f"{facts.n_claims:,}", f"{_total(facts.before):,}", _change(facts.n_claims, facts.before))
    yield table(("Label", "Means", "#Claims", "#Before this run", "#Change"), [*rows, total], last="total")
    yield from _moves(facts)
    yield element("p", "Labels describe sourcing inside this collection, never truth.", class_="quiet")


def _against(facts: RunFacts, label: Label) -> tuple[str, str]:
    return f"{facts.before[label]:,}", _signed(facts.labels[label] - facts.before[label])


def _change(now: int, before: Mapping[Label, int]) -> str:
    return _signed(now - _total(before))


def _moves(facts: RunFacts) -> Iterator[Element]:
    """Which claims have another label than before this run; nothing where there was none before, or it changed none."""
    rows = [
        (_badge(old, title_of(old)) if old else "New claim", _badge(new, title_of(new)), f"{number:,}")
        for (old, new), number in sorted(facts.moves.items(), key=lambda move: -move[1])
        if old is not new
    ]
    if rows and _total(facts.before):
        yield element("h3", "Changed by this run")
        yield table(("From", "To", "#Claims"), rows)
    if same := sum(number for (old, new), number in facts.moves.items() if old is new):
        yield element("p", f"{count(same, 'claim')} with the same label as before for another reason.", class_="quiet")


def _urgent(facts: RunFacts) -> Iterator[Element]:
    if not facts.urgent:
        yield element("p", "No verdict yet.", class_="quiet")
        return
    yield table(("Verdict", "Claim"), [(_badge(one.label, badge_text(one)), _claim(one)) for one in facts.urgent])
    if more := facts.n_claims - len(facts.urgent):
        yield element(
            "p",
            phrase(f"{more:,} more: `verifier claims` lists them, `verifier show ID` tells all of one."),
            class_="quiet",
        )


def _claim(one: VerdictSummary) -> Element:
    provisional = " · provisional" if one.provisional else ""
    names = [part for name in one.origins for part in (", ", foreign(name))][1:]
    said = element("span", "Said by ", *(names or ["nobody identified"]))
    meta = element("small", said, f" · newest {day(one.newest)}{provisional} · ", element("code", one.claim_id))
    return element("div", foreign(one.text), meta, class_="claim")


def _failures(facts: RunFacts) -> Iterator[Element]:
    rows = list(_failed(facts))
    if rows:
        yield table(("What", "#How many", "What to do"), rows)
    else:
        yield element("p", "Nothing failed." if facts.reached_its_end else "Nothing is noted so far.", class_="quiet")
    if not facts.reached_its_end:
        untold = "Parts of articles not read and quotes dropped are counted when a run reaches its end."
        yield element("p", untold, class_="quiet")


def _failed(facts: RunFacts) -> Iterator[tuple[Content, ...]]:
    for reason, number in facts.unjudged.items():
        named = element("span", "Passages not judged: ", foreign(reason or "no reason given"))
        yield named, f"{number:,}", phrase(NEXT_STEPS.get(reason, AGAIN))
    for reason, number in facts.run.reasons.get("why_unread", {}).items():
        yield element("span", "Parts of articles not read: ", foreign(reason)), f"{number:,}", phrase(TEST)
    for name, what, step in (
        (
            "n_dropped_quotes",
            "Quotes dropped: not in the article word for word",
            "Nothing: what is not there counts nowhere.",
        ),
        ("n_same_quotes", "Statements left out: another is on the same quote", "Nothing: the other one counts."),
        ("n_unread", "Articles in a language that is not read for claims", "Nothing: they are kept. See what went in."),
    ):
        if told := facts.run.counts.get(name):
            yield what, f"{told:,}", phrase(step)
    if facts.refused:
        step = "Mend the file, then `verifier add` it again. See what went in for the reasons."
        yield "Inputs refused so far", f"{len(facts.refused):,}", phrase(step)


def _inputs(facts: RunFacts) -> Iterator[Element]:
    if facts.n_articles:
        yield element("h3", "Articles by outlet")
        yield table(("Outlet", "~Share", "#Articles"), _outlets(facts))
        yield element("h3", "Articles by date")
        yield from _dates(facts)
    else:
        yield element("p", "No article.", class_="quiet")
    if facts.languages:
        yield element("h3", "Languages not read")
        rows = [(foreign(name), f"{number:,}") for name, number in _commonest(facts.languages)]
        yield table(("Language", "#Articles"), rows)
    yield from _refusals(facts.refused)


def _outlets(facts: RunFacts) -> Iterator[tuple[Content, ...]]:
    """The largest, then the rest together and those without a name, so that the numbers add up to all articles."""
    ranked = _commonest(facts.outlets)
    for name, number in ranked[:MOST_OUTLETS]:
        yield foreign(name), bar(number / ranked[0][1]), f"{number:,}"
    rest = [number for _, number in ranked[MOST_OUTLETS:]]
    if rest:
        yield element("em", count(len(rest), "other outlet")), "", f"{sum(rest):,}"
    if unnamed := facts.n_articles - sum(facts.outlets.values()):
        yield element("em", "outlet unknown"), "", f"{unnamed:,}"


def _commonest(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def _dates(facts: RunFacts) -> Iterator[Element]:
    dated = {when: number for when, number in facts.days.items() if when is not None}
    if dated:
        scale, several = over_time(dated)
        yield columns(several, "article")
        rows = [(title, f"{number:,}") for title, number in several if number]
        yield element(
            "details", element("summary", "The same as a table"), table((scale.capitalize(), "#Articles"), rows)
        )
    if undated := facts.days.get(None):
        yield element("p", f"{count(undated, 'article')} without a date.", class_="quiet")


def _refusals(refused: Sequence[Refused]) -> Iterator[Element]:
    if not refused:
        return
    yield element("h3", f"{count(len(refused), 'input')} refused so far")
    yield table(
        ("Input", "Reason"), [(foreign(one.path), foreign(one.reason)) for one in islice(refused, MOST_REFUSED)]
    )
    if (more := len(refused) - MOST_REFUSED) > 0:
        yield element("p", f"{more:,} more are not listed here.", class_="quiet")


def _costs(facts: RunFacts) -> Iterator[Element]:
    counts = facts.run.counts
    if not _asked(counts):
        yield element("p", f"{_no_cost(facts)}.")
        return
    about = " (in part estimated: the endpoint does not report them all)" if counts.get("tokens_estimated") else ""
    rows = (
        ("Calls of the language model", f"{counts.get('n_calls', 0):,}"),
        ("Replies known from before, not paid for again", f"{counts.get('n_known_replies', 0):,}"),
        (f"Tokens sent{about}", f"{counts.get('tokens_in', 0):,}"),
        (f"Tokens received{about}", f"{counts.get('tokens_out', 0):,}"),
        ("US dollars", f"{counts['dollars']:,.4f}" if "dollars" in counts else "no price known"),
    )
    yield table(("What was asked", "#Number"), rows, last="total")


def _asked(counts: Mapping[str, int | float]) -> bool:
    return bool(counts.get("n_calls") or counts.get("n_known_replies"))


def _no_cost(facts: RunFacts) -> str:
    if facts.run.settings.get("engine") == "embedded":
        return "None: the embedded engine asks no language model"
    return "None: no language model was asked"


def _steps(facts: RunFacts) -> Iterator[Element]:
    timed = list(_timed(facts))
    if not timed:
        yield element("p", "No step had anything to do.", class_="quiet")
        return
    slowest = max(seconds for *_, seconds in timed) or 1.0
    rows = [
        (name, bar(seconds / slowest), _duration(seconds), done, rate)
        for name, done, rate, seconds in sorted(timed, key=lambda step: -step[-1])
    ]
    yield table(("Step", "~Time", "#Took", "#Done", "#A second"), rows)
    yield element("p", "A step's time counts from the end of the step before it.", class_="quiet")


def _timed(facts: RunFacts) -> Iterator[tuple[str, str, str, float]]:
    """(step, what it did, items a second, its seconds) in the order of the steps. The seconds add up to those of the
    run: what comes before a step's first news is its own work too. One that began while another was at work is timed by
    its own news alone."""
    latest = facts.run.started_at
    for step in facts.run.steps:
        seconds = (step.at - min(step.began_at, latest)).total_seconds()
        latest = max(latest, step.at)
        done = f"{step.done:,}" if step.done == step.total else f"{step.done:,} of {step.total:,}"
        rate = f"{step.done / seconds:,.1f}" if step.done and seconds > 0 else ""
        yield facts.steps.get(step.name, step.name), done, rate, max(0.0, seconds)
    ended = facts.run.finished_at
    if facts.run.steps and ended and ended > latest:
        yield "after the last step", "", "", (ended - latest).total_seconds()


def _settings(facts: RunFacts) -> Element:
    run = facts.run
    known = {name: str(value) for name, value in run.settings.items() if name not in NOT_AGAIN}
    ended = f"{run.finished_at:%Y-%m-%d %H:%M:%S} UTC" if run.finished_at else "not noted"
    told = {
        "run": run.id,
        **known,
        **facts.settings,
        "began": f"{run.started_at:%Y-%m-%d %H:%M:%S} UTC",
        "ended": ended,
        "program": facts.written_by,
    }
    rows = [(foreign(name), foreign(value)) for name, value in told.items()]
    return table(("Setting", "Value"), rows)


def _footer(facts: RunFacts) -> Element:
    written = f"Written {facts.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC. "
    return element("footer", written, "Unreviewed: no verdict here has been looked at by a person.")


def _badge(label: Label, text: str) -> Element:
    return element("span", text, class_=f"badge {label.value}")


def _signed(change: int) -> str:
    return f"{change:+,}" if change else "±0"


def _duration(seconds: float) -> str:
    """ "0.4 s", "4 min 12 s", "1 h 2 min"."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60:,} h {minutes % 60} min"
