"""Changes of real statements whose stance follows from the change: what public inference sets lack. Pure.

Every change makes a (premise, hypothesis, label) of a statement and the sentence that holds it. The speakers and the
verbs of the templates are ours; they are meant to be many rather than good.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from verifier.language.name_spans import find_names


class Labelled(NamedTuple):
    """A premise, a hypothesis, what the one says of the other, and which change made it."""

    premise: str
    hypothesis: str
    label: str
    source: str


SPEAKERS = (
    "the ministry", "a spokesman", "a spokeswoman", "the governor", "the general staff", "an official", "the minister",
    "the company", "the police", "the mayor", "the presidential office", "the embassy", "a lawyer for the family",
    "the commander", "the state agency", "the opposition leader", "the regional administration", "the prosecutor",
    "the bank", "the network operator", "the foreign minister", "a senior diplomat", "the hospital", "the regulator",
)  # fmt: skip
ASSERTING = (
    "{S} said that {s}", "{S} claimed that {s}", "{S} confirmed that {s}", "According to {x}, {s}",
    "{S} told reporters on Tuesday that {s}", "{U}, {x} said.", "{U}, {x} claimed on Friday.", "{S} alleged that {s}",
    "{S} insisted that {s}", "{S} acknowledged that {s}", "As {x} reported, {s}", "{S} wrote on social media that {s}",
    "“{U},” {x} said in an interview.", "{S} revealed that {s}", "{S} conceded on Monday that {s}",
)  # fmt: skip
DENYING = (
    "{S} denied that {s}", "{S} rejected as false the reports that {s}", "{S} dismissed as nonsense the claim that {s}",
    "It is not true that {s}, {x} said.", "{S} called reports that {s} a fabrication", "{S} refuted claims that {s}",
    "Reports that {s} are pure invention, {x} said.", "{S} said it was a lie that {s}",
    "{S} categorically denied on Thursday that {s}", "Claims that {s} are unfounded, according to {x}.",
    "{S} said there was no truth in reports that {s}", "{S} disputed the account, saying it is wrong that {s}",
)  # fmt: skip
OPEN = (
    "{S} could not confirm that {s}", "It remains unclear whether {s}", "{S} declined to comment on reports that {s}",
    "It could not be independently verified that {s}", "Asked whether {s}, {x} gave no answer.",
    "{S} neither confirmed nor denied that {s}", "{S} is investigating whether {s}", "{S} wants to know whether {s}",
    "There was no immediate confirmation that {s}", "{S} demanded an explanation of claims that {s}",
    "Should it turn out that {s}, {x} will call a meeting.", "{S} warned of consequences if {s}",
)  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d+)(?![\w/:-]|[.,]\d)")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_MONTH_NEAR = re.compile(rf"({_MONTHS})[a-z]*\.?\s*$|^\s*(?:of )?({_MONTHS})")
_ROUNDED = re.compile(r"(?:than|about|least|to|nearly|almost|over|around|some)\s*$")
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should|must)\b(?! not|n't|n\u2019t)")
_NEGATION = re.compile(r"\b(?:not|no|never|nobody|none|nothing|without|n't|n\u2019t)\b", re.IGNORECASE)


def changes(sentence: str, statement: str, other_names: Sequence[str], chooser: random.Random) -> Iterator[Labelled]:
    """What can be made of one statement and the sentence it stands in; a few rows, depending on its words."""
    yield Labelled(sentence, statement, "entailment", "stripped")
    for templates, label in ((ASSERTING, "entailment"), (DENYING, "contradiction"), (OPEN, "neutral")):
        if chooser.random() < 0.5:
            yield Labelled(_told(statement, templates, chooser), statement, label, f"told-{label}")
    yield from _numbers(sentence, statement, chooser)
    yield from _negated(sentence, statement, chooser)
    yield from _renamed(sentence, statement, other_names, chooser)


def denial_of_other(statement: str, other: str, chooser: random.Random) -> Labelled:
    """Somebody denies another statement: no stance towards this one."""
    return Labelled(_told(other, DENYING, chooser), statement, "neutral", "denies-other")


def _told(statement: str, templates: Sequence[str], chooser: random.Random) -> str:
    speaker = chooser.choice(SPEAKERS)
    plain = statement.rstrip(" .")
    inner = plain if _begins_with_name(plain) else plain[:1].lower() + plain[1:]
    text = chooser.choice(templates).format(
        S=speaker[0].upper() + speaker[1:], x=speaker, s=inner, U=plain[:1].upper() + plain[1:]
    )
    return text if text.endswith(".") else text + "."


def _begins_with_name(text: str) -> bool:
    return any(span.start == 0 for span in find_names(text)) or text[:2] in {"I ", "I'"}


def _numbers(sentence: str, statement: str, chooser: random.Random) -> Iterator[Labelled]:
    found = [m for m in _NUMBER.finditer(statement) if _counts(statement, m)]
    if not found:
        return
    match = chooser.choice(found)
    value = int(match.group().replace(",", ""))

    def put(text: str) -> str:
        return f"{statement[: match.start()]}{text}{statement[match.end() :]}"

    yield Labelled(sentence, put(_write(_other_value(value, chooser))), "contradiction", "number-other")
    if sentence.count(match.group()) == 1:
        changed = sentence.replace(match.group(), _write(_other_value(value, chooser)))
        yield Labelled(changed, statement, "contradiction", "number-other")
    if value >= 20 and not re.search(
        r"(?:than|about|least|to|nearly|almost|over|around|some)\s*$", statement[: match.start()]
    ):
        rounded = round(value, -len(str(value)) + 1) or value
        if abs(rounded - value) <= 0.05 * value:
            yield Labelled(sentence, put(f"about {_write(rounded)}"), "entailment", "number-about")
        yield Labelled(sentence, put(f"more than {_write(int(value * 0.8))}"), "entailment", "number-more")
        yield Labelled(sentence, put(f"fewer than {_write(int(value * 0.7))}"), "contradiction", "number-fewer")
        yield Labelled(sentence, put(f"at least {_write(int(value * 1.5))}"), "contradiction", "number-least")


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether the number is a count, not a year, a day or part of a name."""
    value = match.group()
    is_year = len(value) == 4 and 1900 <= int(value) <= 2100 if value.isdigit() else False
    near = _MONTH_NEAR.search(text[: match.start()]) or _MONTH_NEAR.search(text[match.end() :])
    return not is_year and not near and int(value.replace(",", "")) > 1


def _other_value(value: int, chooser: random.Random) -> int:
    factor = chooser.choice((0.3, 0.5, 0.6, 0.75, 1.3, 1.5, 2, 3))
    other = max(2, round(value * factor))
    return other if other != value else value + 2


def _write(value: int) -> str:
    return f"{value:,}" if value >= 1000 else str(value)


def _negated(sentence: str, statement: str, chooser: random.Random) -> Iterator[Labelled]:
    match = _AUXILIARY.search(statement)
    if match is None or _NEGATION.search(statement) or len(statement) > 200:
        return
    negated = f"{statement[: match.end()]} not{statement[match.end() :]}"
    yield Labelled(sentence, negated, "contradiction", "negated")
    if chooser.random() < 0.5:
        yield Labelled(_told(negated, ASSERTING, chooser), statement, "contradiction", "negated")
    if chooser.random() < 0.5:  # a negation on both sides is no contradiction
        yield Labelled(_told(negated, ASSERTING, chooser), negated, "entailment", "negated-both")


def _renamed(sentence: str, statement: str, names: Sequence[str], chooser: random.Random) -> Iterator[Labelled]:
    spans = [span for span in find_names(statement) if span.end - span.start > 3]
    if not spans or not names:
        return
    span = chooser.choice(spans)
    name = chooser.choice(names)
    if name.lower() in sentence.lower():
        return
    changed = f"{statement[: span.start]}{name}{statement[span.end :]}"
    yield Labelled(sentence, changed, "neutral", "other-name")
