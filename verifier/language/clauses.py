"""The attribution clauses of one sentence: which words are "X said on Monday that", and who X is.

Reads the sentence by the table in `cues`. Knows nothing of its neighbours: what a pronoun means is settled later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from verifier.language.cues import CUES, DOUBTFUL_OBJECT, Attitude, Cue, Hit, Role, Side, Span
from verifier.language.grammar import has_finite_verb
from verifier.language.nouns import is_outlet
from verifier.language.subjects import (
    BLANK,
    CHANNEL,
    LEAD,
    NP_START,
    auxiliaries_before,
    auxiliaries_length,
    clause_end,
    main_subject,
    shape_of,
    source_like,
    starts_clause,
    subject_of,
    trimmed,
)
from verifier.language.verbs import THAT, is_verb_of_saying

_BE = frozenset("is are was were been being be isn't wasn't weren't aren't".split())
_MODAL = frozenset("would could can may might shall should must cannot".split())


def find_hits(text: str, quotes: Sequence[Span]) -> list[Hit]:
    """The attributions of the sentence `text`, in text order; `quotes` are the quoted stretches within it."""
    shape = shape_of(text, quotes)
    taken: list[Span] = []
    hits: list[Hit] = []
    low = shape.lower()
    for cue in CUES:
        if cue.needs and not any(word in low for word in cue.needs):
            continue
        for match in cue.pattern.finditer(text if cue.reads_quotes else shape):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            found = _read(cue, match, shape)
            if found:
                taken.append(match.span())
                taken += [hit.source for hit in found if hit.source and hit.role is not Role.SPEECH]
                hits += found
        if cue.side is Side.OBJECT:
            shape = _blanked(shape, hits)
    hits += _colon_speaker(shape)
    hits = [hit for hit in hits if not _in_background(shape, hit) and not _thought_within(shape, hit, hits)]
    return sorted(hits + _channels(shape, text, hits), key=lambda hit: hit.cue)


_THOUGHT = re.compile(
    r"(?:believ|think|thought|know|knew|hope|hoping|fear|expect|calculat|understand|understood|feel|felt|see|saw"
    r"|learn|doubt)",
    re.I,
)


def _thought_within(shape: str, hit: Hit, hits: list[Hit]) -> bool:
    """Whether the hit is a thought that another speaker ascribes: the "X believes" of "Y said X believes that P"."""
    if not _THOUGHT.match(shape[slice(*hit.cue)]) or hit.attitude is not Attitude.ASSERTS:
        return False
    return any(
        other is not hit
        and other.role in (Role.SPEECH, Role.ACCORDING)
        and not _THOUGHT.match(shape[slice(*other.cue)])
        and not other.shared
        and (other.cut[1] <= hit.cut[0] or not other.after_only)
        for other in hits
    )


_BACKGROUND = re.compile(
    r"\b(?:after|when|before|since|until|because|if|once|whenever)\s+(?!(?:that|the\s+fact)\b)[^,;]{3,80}?\b(?:said"
    r"|says|told|announced|warned|declared|claimed|reported)\b",
    re.IGNORECASE,
)


def _in_background(shape: str, hit: Hit) -> bool:
    """Whether the hit lies in a clause that only dates the main one: "it began after X said that Y had told him"."""
    for match in _BACKGROUND.finditer(shape):
        if hit.role is Role.SPEECH and match.end() <= hit.cue[0] and "," not in shape[match.end() : hit.cue[0]]:
            return True
    return False


def _blanked(shape: str, hits: list[Hit]) -> str:
    """`shape` without "according to X" and "citing X", so that subjects around them are seen whole."""
    for hit in hits:
        if hit.role in (Role.ACCORDING, Role.CITING) and hit.source:
            start, end = hit.cue[0], hit.source[1]
            shape = shape[:start] + BLANK * (end - start) + shape[end:]
    return shape


def _read(cue: Cue, match: re.Match[str], shape: str) -> list[Hit]:
    if cue.side is Side.NOWHERE:
        hit = _without_source(cue, match, shape)
        return [hit] if hit else []
    if cue.side is Side.OBJECT:
        hit = _with_object(cue, match, shape)
        return [hit] if hit else []
    return list(_with_subject(cue, match, shape))


# --- cues without a source ---


def _without_source(cue: Cue, match: re.Match[str], shape: str) -> Hit | None:
    start, end = match.span()
    if cue.role is Role.HEARSAY:
        word = match.group().lower()
        if word.endswith(" to") or word.startswith("there"):
            return Hit(cue.role, (start, end), (start, start), keep=True)
        start = _comma_before(shape, start)
        return Hit(cue.role, match.span(), (start, end))
    clause = max(shape.rfind(mark, 0, start) for mark in (", ", "; ", " \u2013 ", " — ", " but "))
    aside = clause > 0.35 * len(shape) and has_finite_verb(shape[:clause])
    cut = (clause, len(shape)) if aside else (0, 0)
    had = _HAD_NO_COMMENT.search(shape[: start + len("no comment")])
    withheld = subject_of(shape, had.start() if had else start) if had or _WITHHOLDS.match(shape, start) else None
    asked = _ASKED_BY.match(shape, 0, start)
    if asked and withheld and withheld[0] < asked.end():
        withheld = trimmed(shape, asked.end(), start - auxiliaries_length(shape, start)) or withheld
    return Hit(cue.role, (start, end), cut, withheld, cue.attitude, keep=aside)


_HAD_NO_COMMENT = re.compile(r"\b(?:had|has|have|offered)\s+no\s+comment$", re.IGNORECASE)
_ASKED_BY = re.compile(r"\s*(?:when\s+)?(?:asked|approached|contacted)\s[^,]{2,60},\s+", re.IGNORECASE)
""" "Asked by the Courier, the hospital declined": who is asked stands behind the comma."""
_WITHHOLDS = re.compile(r"(?:declin|refus|did|does|do\s|has|have|had)", re.IGNORECASE)
"""Gaps that somebody leaves: "the port declined to comment", not "it could not be verified"."""


def _comma_before(shape: str, at: int) -> int:
    left = shape[:at].rstrip()
    return len(left) - 1 if left.endswith((",", "\u2013", "—", " -")) else at


# --- cues whose source follows: "according to X", "citing X" ---

_OBJECT_END = re.compile(
    r"[,;:.!?“”\"«»·](?!\w)|\s[\u2013—-]\s|\s(?:and|but|while|when|where|because|after|before|as|who)\s|\s(?:was"
    r"|were|is|are|has|have|had|would|will|could|said|says|reported|reports|announced|there|he|she|it|they)\s",
)


def _with_object(cue: Cue, match: re.Match[str], shape: str) -> Hit | None:
    """ "According to X, P", "P, according to X, a carpenter, Q" """
    begin = match.end() + len(shape[match.end() :]) - len(shape[match.end() :].lstrip())
    that = shape.find(" that ", begin) if cue.role is Role.INNER else -1  # "told by a pilot that P"
    end = _object_end(shape, begin)
    source = trimmed(shape, begin, min(end, that) if that > 0 else end)
    if source is None or not source_like(shape[slice(*source)], after_preposition=cue.role is Role.ACCORDING):
        return None
    if match.group().lower() in _OF_BODIES_ONLY and not _body_like(shape[slice(*source)]):
        return None
    source = _with_name_behind(shape, source)
    start = _comma_before(shape, match.start())
    if LEAD.match(shape[:start]) and not shape[:start].strip(" ,"):
        start = 0
    return Hit(cue.role, match.span(), (start, _object_clause_end(shape, source[1])), source, cue.attitude)


_OF_BODIES_ONLY = ("cites", "cited", "based on", "on the basis of")
_NAME_BEHIND = re.compile(r",\s+(?:[A-Z][\w.\u2019'-]*\s+){1,3}[A-Z][\w\u2019'-]+(?=\s*[,.]|\s*$)")
_DESCRIPTION_END = re.compile(r"\b[a-z]\w+$|\b(?:Minister|President|Captain|Director|Chief|Secretary)$")


def _with_name_behind(shape: str, source: Span) -> Span:
    """ "According to the former harbour master, Jane Roe": the name is part of the source"""
    named = _NAME_BEHIND.match(shape, source[1])
    return (source[0], named.end()) if named and _DESCRIPTION_END.search(shape[slice(*source)]) else source


def _object_clause_end(shape: str, at: int) -> int:
    """The clause takes the apposition or relative clause behind the source, and the comma that closes it."""
    behind = re.compile(r",\s+(?:who|which|a|an)\s[^,]{3,80},|\s*,").match(shape, at)
    return behind.end() if behind else at


_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gen|Col|Gov|St|Lt|Prof)$")


def _object_end(shape: str, begin: int) -> int:
    """End of the noun phrase behind a preposition; "and" ends it only where a clause follows."""
    for stop in _OBJECT_END.finditer(shape, begin):
        word = stop.group().strip()
        if word == "." and _ABBREVIATED.search(shape[: stop.start()]):
            continue
        if word == "and" and not starts_clause(shape, stop.end()):
            continue
        return stop.start()
    return len(shape)


def _body_like(source: str) -> bool:
    return bool(
        re.search(
            r"[A-Z]|\b(?:sources?|officials?|ministry|statement|interviews?|documents?|data|reports?|intelligence"
            r"|people|media)\b",
            source[1:] if source[:1].isupper() else source,
        )
    ) or is_outlet(source)


# --- cues whose source is the subject: "X said", "said X" ---


def _with_subject(cue: Cue, match: re.Match[str], shape: str) -> Iterator[Hit]:
    word = match.group().lower()
    if cue.name == "denial of the clause before":
        cut = (match.start(), match.start("judged"))
        yield Hit(cue.role, match.span("verb"), cut, match.span("who"), cue.attitude, after_only=True)
        return
    if cue.name == "speech" and not is_verb_of_saying(shape, *match.span()):
        return
    gerund = word.split()[0].endswith("ing") and cue.name in ("speech", "denial", "doubt")
    if gerund and _is_progressive(shape, match.start()):
        subject = subject_of(shape, match.start())
        if subject is not None:
            yield from _direct_hit(cue, match, shape, subject, subject[0])
        return
    if gerund:
        hit = _gerund_hit(cue, match, shape)
        if hit:
            yield hit
        return
    if cue.name == "speech" and not word.startswith(("t", "inform", "assur")):
        inverted = _inverted(cue, match, shape)
        if inverted:
            yield inverted
            return
    yield from _direct(cue, match, shape)


def _is_progressive(shape: str, at: int) -> bool:
    """ "The mayor is warning that P" """
    nearest = auxiliaries_before(shape, at)
    return any(word in _BE for word in nearest) and not any(word in ("not", "to") or "n't" in word for word in nearest)


def _gerund_hit(cue: Cue, match: re.Match[str], shape: str) -> Hit | None:
    """ "The mayor welcomed the vote, saying that the bridge would open." """
    start, end = match.span()
    before = shape[:start].rstrip()
    if not before or not re.search(r"(?:[,”\"\u2013—]|\b(?:and|by|while))$", before):
        return None
    if shape[end:].lstrip()[:1] in ("", ".", ","):
        return None
    cut = (_comma_before(shape, start), _tail_end(shape, end))
    return Hit(cue.role, match.span(), cut, main_subject(shape), cue.attitude, after_only=True, shared=True)


_INVERTED_NP_END = re.compile(
    r"[,;:.!?“”\"«»·(\u2013—](?!\w)|\s(?:who|in|on|at|during|after|before|as|to|when|while|adding|citing|quoting"
    r"|and|but|from|via|with|speaking|referring|following|about|outside|near|quoted|cited|shortly|late|early"
    r"|earlier|later)\s|\s{3,}"
)


_INVERTED_START = re.compile(rf"(?:v[ao]n|de|der|al|bin)\s|[a-z-]+(?:\s+[a-z-]+){{0,3}}\s+[A-Z]|{NP_START.pattern}")
_NOT_INVERTED = re.compile(r"(?:that|i|we)\b", re.IGNORECASE)
_PRONOUN_AND_MORE = re.compile(r"(?:he|she|it|they|his|this)\s+\w", re.IGNORECASE)


def _inverted(cue: Cue, match: re.Match[str], shape: str) -> Hit | None:
    """ "P, said X" """
    start, end = match.span()
    before = shape[:start].rstrip()
    quoted = before.endswith(("”", '"', "»", "\u2019", "·", "!", "?", "…"))
    if before and not quoted and not before.endswith((",", "\u2013", "—", " -")):
        return None
    begin = end + len(shape[end:]) - len(shape[end:].lstrip())
    if not _INVERTED_START.match(shape, begin) or _NOT_INVERTED.match(shape, begin):
        return None
    if not quoted and _is_content(shape, start, begin, at_head=not before):
        return None
    if not quoted and _QUOTED_PREDICATE.match(shape, begin) and subject_of(shape, start) is not None:
        return None  # "the mayor, a carpenter, said the bridge “is safe”"
    source = trimmed(shape, begin, _inverted_source_end(shape, begin))
    if source is None or not source_like(shape[slice(*source)]):
        return None
    cut = (_comma_before(shape, start), _circumstances_end(shape, source[1]))
    return Hit(cue.role, match.span(), cut, source, cue.attitude)


_QUOTED_PREDICATE = re.compile(r"(?:the|its?|his|her|their|an?)\s[^,;:.“”\"«»·]{2,40}[“\"«·]")


def _is_content(shape: str, verb: int, begin: int, *, at_head: bool) -> bool:
    """Whether the words behind the verb are what is said: "the mayor, a carpenter, said the bridge was closed"."""
    if _PRONOUN_AND_MORE.match(shape, begin):
        return True
    behind = re.split(r"\s(?:who|which)\s", shape[begin : clause_end(shape, begin)])[0]
    return has_finite_verb(behind) and (at_head or subject_of(shape, verb) is not None)


def _inverted_source_end(shape: str, begin: int) -> int:
    """End of the noun phrase behind "said"; "and" between names does not end it."""
    for stop in _INVERTED_NP_END.finditer(shape, begin):
        word = stop.group().strip()
        if word == "." and _ABBREVIATED.search(shape[: stop.start()]):
            continue
        names = re.match(r"\s*(?:the\s+)?[A-Z]", shape[stop.end() :])
        if word == "and" and names and not starts_clause(shape, stop.end()):
            continue
        if not word and stop.start() == begin and stop.end() < len(shape):
            continue
        return stop.start()
    return len(shape)


def _circumstances_end(shape: str, at: int) -> int:
    """Where "said X" behind its content ends: with its apposition and circumstances, before a new clause."""
    quote = re.compile(r"(?:[,:.]|\badding|\band)\s*[“\"„«]").search(shape, at)
    limit = quote.start() if quote else len(shape)
    at = clause_end(shape, at)
    while at < limit and shape[at] == ",":
        stop = clause_end(shape, at + 1)
        piece = shape[at + 1 : stop].strip()
        if re.match(r"(?:and|but|while|as|because|so|although|which|where)\b", piece) or re.match(r"\w+ing\b", piece):
            return at + 1
        if has_finite_verb(piece) and not re.match(r"(?:who|whose|which)\b", piece):
            return at + 1
        at = min(stop, limit)
    return min(at, limit) if at < limit or quote is None else limit


def _direct(cue: Cue, match: re.Match[str], shape: str) -> Iterator[Hit]:
    """ "X said (on Monday) (that) P", "P, X said", "As X said, P" """
    start = match.start()
    subject = subject_of(shape, start)
    aux = auxiliaries_before(shape, start)
    negated = any(word == "not" or word == "never" or word.endswith(("n't", "n\u2019t")) for word in aux)
    if any(word in _BE for word in aux) and cue.name in ("speech", "own finding", "description"):
        return
    if "to" in aux and not re.search(r"\b(?:went|goes|go|going|continue[sd]?|began|begins|on)\s+to\s+$", shape[:start]):
        return
    if (any(word in _MODAL for word in aux) and not negated) or "will" in aux or "won't" in aux:
        return
    if negated:
        if cue.name == "speech" and match.group().lower().startswith(_WITHHELD):
            yield Hit(cue.role, match.span(), (0, 0), subject, Attitude.GAP)
        return
    if subject is not None and _DATING.search(shape[: subject[0]]):
        return  # "the talks began after the minister said P" only dates the talks
    if subject is None:
        shared = re.search(r"(?:\band|,|\bbut|\bthen)\s*$", shape[: start - auxiliaries_length(shape, start)])
        if not shared or not shape[: shared.start()].strip():
            return
        hits = _direct_hit(cue, match, shape, main_subject(shape), shared.start())
        yield from (replace(hit, shared=True) for hit in hits)
        return
    yield from _direct_hit(cue, match, shape, subject, subject[0])


_DATING = re.compile(r"\b(?:after|when|before|since|until|because|if|once|whenever)\s+(?:the\s+|a\s+)?$", re.IGNORECASE)


def _direct_hit(cue: Cue, match: re.Match[str], shape: str, subject: Span | None, clause: int) -> Iterator[Hit]:
    """The hits of a cue whose subject stands before it, in a clause that begins at `clause`."""
    end = match.end()
    outlet = match.groupdict().get("outlet")
    if outlet and is_outlet(outlet):
        yield Hit(Role.CHANNEL, match.span("outlet"), (clause, end), match.span("outlet"))
    if cue.name == "own finding":
        yield Hit(cue.role, match.span(), (clause, clause), subject, keep=True)
    elif cue.name in ("estimate", "accusation", "denial with object"):
        cut = match.start("object") if "object" in match.groupdict() else end
        yield Hit(cue.role, match.span(), (clause, cut), subject, cue.attitude, after_only=True)
    else:
        yield _inserted(cue, match, shape, subject, clause) or _leading_or_trailing(cue, match, shape, subject, clause)
        yield from _told_outlet(match, shape)


_COMPARING = re.compile(r"(?:^|(?<!\bsuch)(?<=[\s,]))(?:as|like)\s+$", re.IGNORECASE)


def _inserted(cue: Cue, match: re.Match[str], shape: str, subject: Span | None, clause: int) -> Hit | None:
    """ "As X said, P", "P1, X said, P2", "a strike, which X said cost millions": only the clause itself is cut out"""
    comparing = _COMPARING.search(shape[:clause])
    # "the talks ended as the mayor said that P" compares nothing: "as" is "while" there
    if comparing and not (THAT.match(shape, match.end()) and shape[: comparing.start()].strip(" ,")):
        comma = shape.find(",", match.end())
        stop = comma + 1 if comma >= 0 else len(shape.rstrip(" ."))
        cut = (_comma_before(shape, comparing.start()), stop)
        return Hit(cue.role, match.span(), cut, subject, cue.attitude)
    aside = re.match(r"\s*,", shape[match.end() :])
    if aside and shape[:clause].rstrip().endswith(","):
        cut = (_comma_before(shape, clause), match.end() + aside.end())
        return Hit(cue.role, match.span(), cut, subject, cue.attitude)
    relative = re.search(r"\b(?:which|who|whom)\s+$", shape[:clause])
    if relative and subject and shape[slice(*subject)] not in ("who", "which"):
        return Hit(cue.role, match.span(), (clause, match.end()), subject, cue.attitude)
    return None


def _leading_or_trailing(cue: Cue, match: re.Match[str], shape: str, subject: Span | None, clause: int) -> Hit:
    """ "X said that P" or "P, X said" """
    end = match.end()
    tail = _tail_end(shape, end) if cue.name in ("speech", "quoted as saying") else _object_of_attitude(shape, end)
    start = _comma_before(shape, clause)
    if cue.attitude is Attitude.ASSERTS and _trails(shape, clause, end, tail):
        return Hit(cue.role, match.span(), (start, _circumstances_end(shape, end)), subject, cue.attitude)
    nothing_left = not shape[tail:].strip(' .,!?”"')
    return Hit(cue.role, match.span(), (start, tail), subject, cue.attitude, after_only=not nothing_left)


def _trails(shape: str, clause: int, end: int, tail: int) -> bool:
    """Whether what is said stands before: "P, X said", "“P,” X told them"."""
    before = shape[:clause].rstrip()
    if before.rstrip(",").endswith(("”", '"', "»")):
        return True
    if shape[end:].lstrip()[:1] in ("“", '"', ":", "«") or shape[tail - 1 : tail] == ":":
        return False
    if not before.endswith((",", "\u2013", "—", " -")) or _NO_MAIN_CLAUSE.match(before):
        return False
    if main_subject(before) is None:
        return False
    complement = shape[end:tail].split()
    return not (complement and complement[-1] == "that" and len(complement) <= 2)


_NO_MAIN_CLAUSE = re.compile(
    r"\s*(?:if|when|although|though|as|because|while|after|before|since|once|unless|asked|speaking|despite"
    r"|[a-z]+ing|having|given)\b",
    re.IGNORECASE,
)


_TOLD = re.compile(
    r"(?P<verb>t[eo]l[dl]s?|\w+)\s+(?P<to>to\s+)?(?:him\s+|her\s+|them\s+)?(?:the\s+|a\s+)?(?P<outlet>[^,;:“”\"·]{2,80}?)"
    r"(?=\s+(?:that|in|on|at|during|from|about|of|the|he|she|it|they|there|how|what|why|when)\b|[,;:.“”\"·]|\s{2,}|$)",
    re.IGNORECASE,
)
_SAID_TO = ("explain", "confirm", "say", "said", "describ", "declar", "stat", "admit")


_OUTLET_OF_PERSON = re.compile(r"(?P<outlet>[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3})['\u2019]s?\s")
"""The outlet in "told the Example Times' correspondent Jane Roe"."""


def _told_outlet(match: re.Match[str], shape: str) -> Iterator[Hit]:
    """The outlet in "X told the Example Times", "X explained to him Example Network"."""
    told = _TOLD.match(shape, match.start())
    if told is None:
        return
    verb = told.group("verb").lower()
    spoke_to = verb.startswith("t") or (told.group("to") and verb.startswith(_SAID_TO))
    if spoke_to and is_outlet(told.group("outlet")):
        span = _OUTLET_OF_PERSON.match(shape, told.start("outlet"), told.end("outlet")) or told
        yield Hit(Role.CHANNEL, told.span("outlet"), (match.start(), told.end()), span.span("outlet"))


_WITHHELD = tuple(
    "say said comment confirm specif elaborat reveal disclos mention explain announc report clarif indicat provid tell "
    "told".split()
)
"""Verbs of which "did not" is an information gap."""

_AUDIENCE = re.compile(
    r"\s*(?:to\s+)?(?:(?:him|her|them|us|me|it"
    r"|you)(?!\w)(?:\s+(?:the\s+)?[A-Z][\w.\u2019'-]*(?:\s+[A-Z][\w.\u2019'-]*)*)?"
    r"|(?:the\s+|a\s+|his\s+|her\s+|their\s+|an\s+)?(?:[\w\u2019'-]+\s+){0,3}?(?:reporters?|journalists?|lawmakers"
    r"|parliament|media|press|conference|agency|newspaper|crowd|"
    r"audience|committee|council|nation|supporters|television|tv|radio|channel|paper|station|magazine|rally"
    r"|broadcaster|portal|outlet|network|people|viewers|voters|senators|congress|"
    r"hearing|meeting|summit|briefing|court|jury)(?!\w)|(?:the\s+)?[A-Z][\w.\u2019'&-]*(?:\s+(?:of\s+"
    r"|the\s+)*[A-Z][\w.\u2019'&-]*){0,4}(?:['\u2019]s?\s+[\w\s“”\"-]{2,30}?(?=\s+(?:that|on|in|he|she|it)\b))?)",
)
_PLACE = re.compile(
    r"\s*(?:in|from|at|outside"
    r"|near)\s+(?:the\s+)?(?:\w+\s+)?(?:[A-Z][\w.\u2019'-]*)(?:\s+[A-Z][\w.\u2019'-]*)*(?=\s|[,.:])"
)


_NOT_A_CLAUSE = re.compile(r"\b(?:all|so|now|given|provided|such|claims?|reports?|fact)\s+that$")
_CITING_ASIDE = re.compile(r"(?:,\s*)?(?:citing|quoting)\b[^,]*,")
_OPENS_CONTENT = re.compile(r"\s*,?\s*(?:that\b|[:,])?")


def _tail_end(shape: str, end: int) -> int:
    """End of what belongs to the verb: audience, place, time, channel and "that"."""
    that = THAT.match(shape, end)
    if that and not _NOT_A_CLAUSE.search(that.group()):
        between = shape[end : that.end() - len("that")].strip().partition(" ")[2]
        if not has_finite_verb(between):
            return that.end()
    at = end
    told = bool(re.search(r"\bt(?:ell|ells|old|elling)$", shape[:end], re.IGNORECASE))
    while True:
        at += len(shape[at:]) - len(shape[at:].lstrip(BLANK))
        step = CHANNEL.match(shape, at) or _CITING_ASIDE.match(shape, at)
        if not step and (told or shape.startswith("to ", at)):
            step = _AUDIENCE.match(shape, at)
            told = False
        step = step or _PLACE.match(shape, at)
        if not step or step.end() == at:
            break
        at = step.end()
    opens = _OPENS_CONTENT.match(shape, at)
    return opens.end() if opens else at


_ATTITUDE_OBJECT = re.compile(
    rf"\s*(?:{DOUBTFUL_OBJECT}\s+(?:\w+\s+){{0,4}}?(?:that|of|about)\b|(?:claims|reports|allegations|accusations"
    rf"|suggestions|rumou?rs)(?=\s+(?:it|he|she|they|the|its|his|their|[A-Z]))|that\b|whether\b|if\b"
    rf"|reports\s+(?:that|of)\b|having\s+(?=been\b)|the\s+(?:veracity|accuracy|credibility|reliability)\s+of\b)",
    re.IGNORECASE,
)


def _object_of_attitude(shape: str, end: int) -> int:
    found = _ATTITUDE_OBJECT.match(shape, end)
    return found.end() if found else end


# --- the rest ---

_COLON = re.compile(r"^(?P<source>[A-Z][^,;:.“”\"·]{1,60}):\s*(?=[“\"«·])")


def _colon_speaker(shape: str) -> list[Hit]:
    """ "Jane Roe: “We left.”" """
    match = _COLON.match(shape)
    if not match or not source_like(match.group("source")):
        return []
    return [Hit(Role.SPEECH, match.span("source"), match.span(), match.span("source"))]


def _channels(shape: str, text: str, hits: list[Hit]) -> list[Hit]:
    """The outlets of "in an interview with X", where somebody speaks in the sentence."""
    if not any(hit.role is Role.SPEECH for hit in hits):
        return []
    found = []
    for match in CHANNEL.finditer(shape):
        group = "outlet" if match.group("outlet") else "outlet2"
        if match.group(group) and is_outlet(text[slice(*match.span(group))]):
            found.append(Hit(Role.CHANNEL, match.span(group), match.span(), match.span(group)))
    return found
