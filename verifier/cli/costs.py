"""What a run would ask of a language model and what it asked, in words and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.cli.options import open_workspace
from verifier.cli.output import Page, print_json, say
from verifier.cli.progress import showing
from verifier.wording import count, day

if TYPE_CHECKING:
    from verifier.pipeline import Asked, Plan, Progress
    from verifier.settings import LlmSettings
    from verifier.workspace import Workspace


NOTHING_ASKED: dict[str, Any] = {
    "calls": 0,
    "tokens_in": 0,
    "tokens_out": {"low": 0, "high": 0},
    "cost": {"low": 0.0, "high": 0.0},
    "exact": True,
    "extracted": None,
}
"""What `plan_record` gives, for the embedded engine: nobody has to look what is due to know that it asks nothing."""


def print_no_plan(as_json: bool) -> None:
    """What a dry run of the embedded engine comes to."""
    if as_json:
        print_json(NOTHING_ASKED)
    else:
        Page().line("the embedded engine asks no language model, so a run costs nothing: --engine llm asks one")


def print_plan(plan: Plan, llm: LlmSettings, as_json: bool) -> None:
    """What a dry run found."""
    record = plan_record(plan, llm)
    if as_json:
        print_json(record)
        return
    page = Page()
    page.line(f"{count(record['calls'], 'call')}, none of them made: this is an estimate", style="bold")
    if plan.calls:
        for line in _plan_lines(record, llm):
            page.line(line)


def plan_record(plan: Plan, llm: LlmSettings) -> dict[str, Any]:
    """The JSON form of a plan; `cost` is in US dollars, and None where no price is known."""
    from verifier.engines.llm.prices import cost_range, price_of

    cost = cost_range(plan.calls, price_of(llm.model))
    return {
        "calls": len(plan.calls),
        "tokens_in": sum(call.input for call in plan.calls),
        "tokens_out": {
            "low": sum(call.output_low for call in plan.calls),
            "high": sum(call.output_high for call in plan.calls),
        },
        "cost": cost and {"low": cost.low, "high": cost.high},
        "exact": all(call.exact for call in plan.calls),
        "extracted": plan.extracted,
    }


def _plan_lines(record: dict[str, Any], llm: LlmSettings) -> list[str]:
    from verifier.engines.llm.prices import LISTED_ON

    counted = "counted" if record["exact"] else "estimated, erring high"
    low, high = record["tokens_out"].values()
    lines = [f"{record['tokens_in']:,} tokens in ({counted}), {low:,} to {high:,} tokens out"]
    if cost := record["cost"]:
        lines.append(f"{dollars(cost['low'])} to {dollars(cost['high'])}, by the prices of {day(LISTED_ON)}")
        if llm.budget is not None and llm.budget < cost["high"]:
            lines.append(f"--max-cost {dollars(llm.budget)} may stop the run before its end")
    else:
        lines.append(f"no price known for {llm.model}")
    if not record["extracted"]:
        lines.append("articles are still to be read: how many claims they hold is guessed from the embedded engine")
    return lines


def say_asked(asked: Asked) -> None:
    """What was asked of a language model, for whoever sits at the terminal; nothing where nothing was."""
    if is_any(asked):
        say(asked_text(asked))


def print_stopped(asked: Asked) -> None:
    """The same for work that has no other JSON document to print, because it was stopped."""
    if is_any(asked):
        print_json({"stopped": True, **asdict(asked)})


@contextmanager
def accounting(
    at_once: str, named: Path | None, llm: LlmSettings | None, tell: Callable[[Asked], None] = say_asked
) -> Iterator[tuple[Workspace, Callable[[Progress], None]]]:
    """The workspace meant and what shows progress; work that is broken off tells what it asked until then.

    It does so when the workspace is closed, since calls under way may end until then, and when no bar is shown, since
    bars take what is printed for remarks above them.
    """
    opened = None
    try:
        with showing(at_once) as on_progress, open_workspace(named, llm) as opened:
            yield opened, on_progress
    except BaseException:
        if opened is not None:
            tell(opened.asked)
        raise


def print_reasons(page: Page, reasons: Mapping[str, int]) -> None:
    """Why parts of articles were not read or passages not judged, a line each."""
    for reason, n in reasons.items():
        page.line(f"{n:,}: {reason}", indent=2)


def is_any(asked: Asked) -> bool:
    """Whether anything was asked, or would have been but for a reply known from before."""
    return bool(asked.n_calls or asked.n_known_replies)


def asked_text(asked: Asked) -> str:
    """What was asked of a language model, and what that cost."""
    calls = f"{count(asked.n_calls, 'call')} of the language model, {asked.n_known_replies:,} more known from before"
    estimated = " (partly estimated, erring high)" if asked.tokens_estimated else ""
    tokens = f"{asked.tokens_in:,} tokens in, {asked.tokens_out:,} out{estimated}"
    cost = "no price known" if asked.dollars is None else dollars(asked.dollars)
    return f"{calls}; {tokens}; {cost}"


def dollars(amount: float) -> str:
    """ "0.0123 USD": calls cost fractions of a cent."""
    return f"{amount:,.4f} USD"
