"""What a run would ask of a language model and what it asked, in words and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.cli.output import Page, print_json
from verifier.wording import count, day

if TYPE_CHECKING:
    from verifier.pipeline import Plan, RunReport
    from verifier.settings import LlmSettings


def print_plan(plan: Plan, llm: LlmSettings | None, as_json: bool) -> None:
    """What a dry run found; `llm` is None for the embedded engine, which asks nobody."""
    record = plan_record(plan, llm)
    if as_json:
        print_json(record)
        return
    page = Page()
    page.line(f"{count(record['calls'], 'call')}, none of them made: this is an estimate", style="bold")
    if llm is None:
        page.line("the embedded engine asks no language model: --engine llm does")
    elif plan.calls:
        for line in _plan_lines(record, llm):
            page.line(line)


def plan_record(plan: Plan, llm: LlmSettings | None) -> dict[str, Any]:
    """The JSON form of a plan; `cost` is in US dollars, and None where no price is known."""
    from verifier.engines.llm.prices import cost_range, price_of

    cost = None if llm is None else cost_range(plan.calls, price_of(llm.model))
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


def spent_text(report: RunReport) -> str:
    """What a run asked of a language model, and what that cost."""
    calls = f"{count(report.n_calls, 'call')} of the language model, {report.n_known_replies:,} more known from before"
    estimated = " (estimated: the endpoint reports none)" if report.tokens_estimated else ""
    tokens = f"{report.tokens_in:,} tokens in, {report.tokens_out:,} out{estimated}"
    cost = "no price known" if report.dollars is None else dollars(report.dollars)
    return f"{calls}; {tokens}; {cost}"


def dollars(amount: float) -> str:
    """ "0.0123 USD": calls cost fractions of a cent."""
    return f"{amount:,.4f} USD"
