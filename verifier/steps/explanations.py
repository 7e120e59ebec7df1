"""Explain: plain sentences for a decision, naming the rule that fired, what weakens it and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from verifier.domain import Decision, Gap, How, Label, LinkKind, Reason, Row, State, Unjudged
from verifier.language.quantities import Agreement, Relation, compare_texts
from verifier.steps.verdicts import Weighed, are_allied, weigh
from verifier.wording import count, day

MOST_NAMES = 4
"""Names that a list shows; of more it shows one fewer, and how many more there are."""

_CONTRADICTED = {
    How.DENIAL: "rejected by",
    How.DIFFERENT_VALUE: "given another value by",
    How.OTHER_ACCOUNT: "told differently by",
    How.DOUBT: "doubted by",
}
_REPLACED = {
    How.DENIAL: "rejected it",
    How.DIFFERENT_VALUE: "gave another value",
    How.OTHER_ACCOUNT: "told it differently",
    How.DOUBT: "doubted it",
}
_UNCLEAR = "an origin that cannot be told"


def explain(decision: Decision, n_searched: int, as_of: date | None) -> str:
    """Why this label, in words that speak of sourcing inside this collection and never of truth."""
    weighed = weigh(decision.supporting, decision.contradicting)
    sentences = (
        _rule(decision, weighed),
        *_weaknesses(decision, weighed),
        *_over_time(decision, weighed),
        *_uncounted(decision, weighed),
        _searched(decision, n_searched, as_of),
    )
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences)


def origin_names(rows: Iterable[Row]) -> list[str]:
    """The origins behind rows as they are counted: one name for a group, one for all that are unnamed sources alone."""
    firm: dict[str | None, str] = {}
    weak: dict[str | None, str] = {}
    for row in rows:
        if row.origin is not None:
            (weak if row.weak else firm).setdefault(row.group, row.origin.name)
    unnamed = [name for group, name in weak.items() if group not in firm]
    behind = [f"unnamed sources behind {_listed(unnamed)}"] if unnamed else []
    return [*firm.values(), *behind]


# --- the rule ---


def _rule(decision: Decision, weighed: Weighed) -> str:
    if decision.label is Label.DISPUTED:
        contradicted = _contradicted(weighed)
        if not weighed.base:
            return f"No origin in this collection says this; it is {contradicted}."
        return f"Stated by {_counted(origin_names(weighed.base) or [_UNCLEAR])}, and {contradicted}."
    names = origin_names(weighed.base)
    if decision.label is Label.CORROBORATED:
        return f"Corroborated by {decision.n_origins} independent origins in this collection: {_listed(names)}."
    if not weighed.base:
        return "No origin in this collection says this."
    return _single(decision, weighed, names)


def _single(decision: Decision, weighed: Weighed, names: Sequence[str]) -> str:
    who, say = _listed(names), _verb(names, "says", "say")
    carry = f"{count(decision.n_articles, 'article')} {'carries' if decision.n_articles == 1 else 'carry'} it"
    if decision.reason is Reason.ORIGIN_UNCLEAR:
        return _unclear(weighed, names, carry)
    if decision.reason is Reason.ONE_ARTICLE:
        copies = f", which {count(decision.n_articles, 'article')} carry" if decision.n_articles > 1 else ""
        return f"{who} {say} so, but all in one document{copies}."
    if decision.reason is Reason.ONE_ORIGIN_REPEATED:
        return f"{carry}, and all lead back to {who}."
    if decision.reason is Reason.RELATED_ONLY:
        return f"Only {who} {say} so{'; other passages are related and decide nothing' * bool(decision.related)}."
    return f"Only {who} {say} so; nothing else here speaks of it."


def _unclear(weighed: Weighed, names: Sequence[str], carry: str) -> str:
    if not names:
        return f"{carry}, but who first vouched for it cannot be told."
    unclear = {row.article_id for row in weighed.base if row.origin is None}
    if len({row.group for row in weighed.base if row.origin is not None}) > 1:
        return f"{carry}, from {_listed(names)}; whether their origins differ cannot be told."
    says = f"{_listed(names)} {_verb(names, 'says', 'say')} so"
    rest = count(len(unclear), "article")
    return f"{says}; {rest} {'has' if len(unclear) == 1 else 'have'} it too, from {_UNCLEAR}."


def _contradicted(weighed: Weighed) -> str:
    """ "rejected by Y, whom it concerns, and doubted by Z": a part for each manner, the weightiest first."""
    parts = []
    for how in How:
        rows = [row for row in weighed.against if (row.how or How.OTHER_ACCOUNT) is how]
        if names := origin_names(rows):
            parts.append(
                f"{_CONTRADICTED[how]} {_counted(names)}{_values(weighed.base, rows)}{_concerned(names, rows)}"
            )
    return (", and " if any(", " in part for part in parts) else " and ").join(parts)


def _concerned(names: Sequence[str], rows: Sequence[Row]) -> str:
    concerned = origin_names(row for row in rows if row.by_party)
    if not concerned:
        return ""
    return ", whom it concerns" if len(names) == 1 else f", of whom it concerns {_listed(concerned)}"


def _values(base: Sequence[Row], rows: Sequence[Row]) -> str:
    """ " (“9,000” against “5,800”)", from the first two quotes whose numbers exclude each other."""
    for row in rows:
        if row.how is not How.DIFFERENT_VALUE:
            continue
        for ours in base[:MOST_NAMES]:
            compared = compare_texts(ours.quote, row.quote)
            for pair in compared.pairings if compared.agreement is Agreement.REFUTES else ():
                if pair.passage is not None and pair.relation is Relation.DISJOINT:
                    theirs, own = pair.passage, pair.claim
                    return f" (“{row.quote[theirs.start : theirs.end]}” against “{ours.quote[own.start : own.end]}”)"
    return ""


# --- what weakens it ---


def _weaknesses(decision: Decision, weighed: Weighed) -> Iterator[str]:
    for side in (weighed.base, weighed.against):
        yield from _perhaps_one(side)
    deciding = decision.deciding[: 2 if decision.label is Label.CORROBORATED else 1]
    names = origin_names(deciding)
    if decision.label is Label.CORROBORATED:
        if are_allied(*deciding):
            yield f"{_listed(names)} are bodies of one government."
        if any(row.weak for row in deciding):
            yield "One of the two that decide rests on unnamed sources."
        if own := origin_names(row for row in deciding if row.own_voice):
            yield f"{_listed(own)} {_verb(own, 'names', 'name')} no source, so a common one is possible."
    elif decision.label is Label.DISPUTED:
        opposed = origin_names(weighed.against)
        firm = {row.group: row for row in weighed.against}
        if len(firm) > 1 and all(are_allied(a, b) for a, b in combinations(firm.values(), 2)):
            yield f"{_listed(opposed)} are bodies of one government."
    elif deciding and deciding[0].own_voice:
        yield f"{_listed(names)} {_verb(names, 'names', 'name')} no source for it."


def _perhaps_one(rows: Iterable[Row]) -> Iterator[str]:
    """What is counted once on a side for being perhaps one."""
    members: dict[str | None, dict[str, str]] = {}
    for row in rows:
        if row.origin is not None:
            members.setdefault(row.group, {})[row.origin.id] = row.origin.name
    for names in members.values():
        if len(names) > 1:
            yield f"{_listed(list(names.values()))} may be one origin or have one owner, and count once."


# --- what changed ---


def _over_time(decision: Decision, weighed: Weighed) -> Iterator[str]:
    replaced = [
        f"{_name(old)} {_REPLACED[new.how or How.OTHER_ACCOUNT]}{_values([old], [new])} on {day(new.said_at)}"
        for old, new in _one_per_origin(weighed.replaced)
        if decision.state is State.SUPERSEDED or all(old.origin != row.origin for row in weighed.base)
    ]
    if replaced and decision.state is State.SUPERSEDED:
        yield f"Superseded: {_listed(replaced)}."
    elif replaced:
        yield f"No longer counted: {_listed(replaced)}."
    for _, new in _one_per_origin(weighed.recanted):
        yield f"{_name(new)} said otherwise before {day(new.said_at)}."


def _one_per_origin(pairs: Iterable[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    found: dict[object, tuple[Row, Row]] = {}
    for pair in pairs:
        found.setdefault(pair[0].origin, pair)
    return list(found.values())


def _name(row: Row) -> str:
    return row.origin.name if row.origin else _UNCLEAR


# --- what is not counted ---


def _uncounted(decision: Decision, weighed: Weighed) -> Iterator[str]:
    if decision.possible_dispute:
        outlets = _outlets(row for row in weighed.unrecanted if not row.named)
        yield f"An unnamed source in {outlets} contradicts it: a possible dispute that does not count."
    if gaps := list(_gaps(decision.related)):
        yield f"Not known: {'; '.join(gaps)}."
    if decision.n_language:
        yield f"{_passages(decision.n_language)} not judged: language."
    failed = [row.note for row in decision.unjudged if row.note != Unjudged.LANGUAGE]
    if failed:
        reasons = ", ".join(sorted({note for note in failed if note}))
        why = f" ({reasons})" if reasons else ""
        yield f"{_passages(len(failed))} not judged{why}{', so this is provisional' if decision.provisional else ''}."


def _gaps(related: Sequence[Row]) -> Iterator[str]:
    """ "the ministry gave no comment", once for each who gave none, and for each outlet that could not tell."""
    by_sort = {sort: [row for row in related if row.gap is sort] for sort in Gap}
    if silent := _silent(by_sort[Gap.WITHHELD]):
        yield f"{_listed(silent)} gave no comment"
    if by_sort[Gap.UNVERIFIED]:
        yield f"{_outlets(by_sort[Gap.UNVERIFIED])} could not verify it"
    if by_sort[Gap.UNREPORTED]:
        yield f"no other report or confirmation, says {_outlets(by_sort[Gap.UNREPORTED])}"


def _silent(rows: Sequence[Row]) -> list[str]:
    """Who gave no answer: the origin where the article names one, else in the article's words."""
    known = [row for row in rows if row.chain and row.chain[-1].kind is not LinkKind.OUTLET]
    names = [row.origin.name if row.origin and row.chain[-1].named else row.chain[-1].name for row in known]
    others = [row for row in rows if row not in known]
    return [*dict.fromkeys(names), *([f"somebody asked by {_outlets(others)}"] if others else [])]


def _searched(decision: Decision, n_searched: int, as_of: date | None) -> str:
    if not n_searched:
        return "There are no articles to search."
    newest = f", newest {day(as_of)}" if as_of else ", none with a date"
    if decision.label is not Label.SINGLE_SOURCE:
        return f"{count(n_searched, 'article')} {'was' if n_searched == 1 else 'were'} searched{newest}."
    missing = "a second origin" if decision.supporting else "any origin"
    if decision.reason is Reason.ONE_ARTICLE:
        missing = "another document"
    elif decision.reason is Reason.ORIGIN_UNCLEAR:
        known = any(row.origin for row in decision.supporting)
        missing = "a second origin that can be told apart" if known else "an origin that can be told"
    where = "the one article" if n_searched == 1 else f"the {count(n_searched, 'article')}"
    return f"Nothing from {missing} in {where} searched{newest}."


# --- words ---


def _listed(names: Sequence[str]) -> str:
    """ "A", "A, B and C", "A, B, C and 7 more"."""
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1:,} more"]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _counted(names: Sequence[str]) -> str:
    """ "A", "3 origins (A, B and C)"."""
    return names[0] if len(names) == 1 else f"{len(names):,} origins ({_listed(names)})"


def _verb(names: Sequence[str], one: str, many: str) -> str:
    return one if len(names) == 1 and not _PLURAL.search(names[0]) else many


_PLURAL = re.compile(
    r"^unnamed sources|\b(?:police|authorities|officials|prosecutors|forces|troops|guards|services|rescuers"
    r"|firefighters|doctors|militias|rebels|separatists|residents|witnesses)$",
    re.IGNORECASE,
)
"""Names that take the plural: "police say so"."""


def _outlets(rows: Iterable[Row]) -> str:
    return _listed(list(dict.fromkeys(row.outlet or "an unknown outlet" for row in rows)))


def _passages(number: int) -> str:
    return f"{count(number, 'passage')} {'was' if number == 1 else 'were'}"
