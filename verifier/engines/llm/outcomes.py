"""What comes of a call: a reply, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.domain import Word


class Trouble(Word):
    """Why a call brought no reply."""

    RATE_LIMITED = "rate-limited", "The endpoint asks to slow down."
    OVERLOADED = "overloaded", "The endpoint failed on its side."
    UNREACHABLE = "unreachable", "No connection came about."
    BROKEN_OFF = "broken off", "The connection broke off."
    TIMED_OUT = "time-out", "No answer in time."
    GARBLED = "garbled", "The answer is not of the protocol."
    REJECTED = "rejected", "The endpoint will not take this request."
    CREDENTIALS = "credentials", "The key is missing or refused."
    QUOTA = "quota", "The account's money or quota is used up."
    NO_SUCH_MODEL = "no such model", "The endpoint does not know the model or the address."
    SET_UP = "set-up", "As things are set up, no call can be made."
    BUDGET = "budget", "The run's budget is used up."


MAYBE_BILLED = frozenset({Trouble.BROKEN_OFF, Trouble.TIMED_OUT, Trouble.GARBLED})
"""The endpoint may have written a reply that did not arrive."""

AGAIN = MAYBE_BILLED | {Trouble.RATE_LIMITED, Trouble.OVERLOADED, Trouble.UNREACHABLE}
"""Worth another try."""

HOPELESS = frozenset({Trouble.CREDENTIALS, Trouble.QUOTA, Trouble.NO_SUCH_MODEL, Trouble.SET_UP})
"""No other call will fare better: the run stops."""


@dataclass(frozen=True, slots=True)
class CallFailed:
    """`detail` is for people and holds no secret; `retry_after` is what the endpoint asked for, in seconds."""

    trouble: Trouble
    detail: str
    retry_after: float | None = None
