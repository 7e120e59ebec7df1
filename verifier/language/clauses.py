"""The attribution clauses of one sentence: which words are "X said on Monday that", and who X is.

Reads the sentence by the table in `cues`. Knows nothing of its neighbours: what a pronoun means is settled later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from verifier.language.cues import CUES, DOUBTFUL_OBJECT, Attitude, Cue, Hit, Role, Side, Span, all_forms
from verifier.language.grammar import (
    AUXILIARIES,
    LOOSE,
    NOUN_LIKE,
    THAT_ONLY,
    TIME,
    alternatives,
    finite_verbs,
    has_finite_verb,
)
from verifier.language.sources import is_outlet


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_QUOTE_MARK = "·"
_BLANK = " "
_TIME = _compile(rf"\b{TIME}")
_BRACKETS = re.compile(r"\([^()]{0,120}\)|\[[^\[\]]{0,120}\]")
_CHANNEL_NOUN = (
    r"(?:interview|conversation|talk|phone\s+call|call|statement|speech|address|post|message|comment|comments|letter|press\s+release|"
    r"email|e-mail|tweet|video|article|report|column|briefing|press\s+conference|news\s+conference|remarks|talks|discussion)"
)
_CHANNEL = _compile(
    rf"\b(?:(?:in|at|during|after|had|gave|via|through)\s+(?:an?\s+|his\s+|her\s+|their\s+|its\s+|the\s+)?(?:\w+\s+){{0,3}}?{_CHANNEL_NOUN}\b"
    r"(?:\s+(?:with|to|on|for|by|from|in|of)\s+(?:the\s+|a\s+|an\s+|his\s+|her\s+|its\s+)?(?P<outlet>(?-i:(?:[A-Za-z][\w.’'-]*\s+)??(?:[A-Z][\w.’'-]*(?:\s+(?:of\s+|the\s+|&\s+)*)?){1,5}|[a-z]+\s(?:television|radio|tv|media))))?"
    r"|(?:when\s+)?speaking\s+(?:to|with|on|at|in|from)\s+(?:the\s+|a\s+)?(?P<outlet2>(?:[\w.’'-]+\s+){0,3}?[\w.’'-]+)(?=\s*[,.]|\s+on\b|\s+in\b|\s*$)"
    r"|on\s+(?:his\s+|her\s+|their\s+|its\s+|the\s+)?(?:\w+\s+)?(?:telegram|twitter|facebook|x|instagram|youtube|truth\s+social|social\s+media|social\s+network|state\s+television|television|tv|vkontakte|website|blog)(?:\s+(?:channel|account|page|messenger|feed))?)(?!\w)"
)
_ADVERB = (
    r"(?:also|then|most|almost|later|earlier|previously|recently|already|repeatedly|once|further|furthermore|again|now|first|still|"
    r"himself|herself|itself|themselves|even|long|however|just|always|often|reportedly|meanwhile|both|all|each|too|"
    r"(?!early|only|family|ally|italy|reply|july|assembly|supply|daily|weekly|monthly|emily|kelly|sally|billy|molly)[a-z]{2,}ly)"
)
_AUX_BEFORE = re.compile(rf"(?:^|(?<=\s))(?P<word>{alternatives(AUXILIARIES)}|been|being|{_ADVERB}|not|never|to)\s*$", re.IGNORECASE)
_BE = frozenset("is are was were been being be isn't wasn't weren't aren't".split())
_MODAL = frozenset("would could can may might shall should must cannot".split())
_BOUNDARY = re.compile(
    r"[;:–—“”\"«»„·…]|,\s|\s-\s"
    r"|(?:^|(?<=\s))(?:but|while|although|though|because|that|when|where|if|whereas|than|as|so|before|after|until|whether|yet|like|since|what|how|why)\s",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:\s|,|\.|and\s|or\s|but\s|so\s|then\s|also\s|now\s|however\s|meanwhile\s|still\s|yet\s|nevertheless\s|moreover\s|furthermore\s"
    r"|earlier\s|later\s|separately\s|instead\s|instead\s|thus\s|indeed\s|accordingly\s|finally\s|similarly\s|specifically\s|in\s+addition\s|in\s+turn\s"
    r"|for\s+(?:his|her|its|their)\s+part\s|at\s+the\s+same\s+time\s|there\s|by\s+contrast\s|in\s+response\s|in\s+particular\s|just\s|even\s)+",
    re.IGNORECASE,
)
_NP_START = re.compile(
    r"(?:the|a|an|this|these|those|that|his|her|its|their|our|my|he|she|it|they|we|i|you|who|which|one|two|three|four|five|both|all|"
    r"some|many|several|other|another|most|no|few|numerous|various|local|senior|western|former|police|officials?|sources?|media|people|"
    r"experts?|analysts?|residents?|witnesses|critics|authorities|observers|rescuers|firefighters|prosecutors|doctors|[a-z-]+\s+(?:officials?|sources?|media|"
    r"experts?|analysts?|residents?|authorities|bloggers|reports|observers|police|diplomats|researchers|critics|politicians|images|data|imagery|"
    r"scientists|military|intelligence|journalists|activists|studies|polls|documents|reports|ministers|leaders|investigators|prosecutors|officers|figures|spokesperson|spokesman|spokeswoman))\b|[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]|\d"
)  # fmt: skip
_ENDS_BADLY = re.compile(
    r"\b(?:of|in|on|at|by|for|with|from|the|a|an|to|not|and|or|as|no|into|over|about|than|more|is|be|its|their|his|her)$",
    re.IGNORECASE,
)
_POSTMODIFIER = re.compile(
    r"\b(?:who|which|whom|that)\s.*$|\bmade\s+available\b|\b(?:[a-z]+ed|shown|seen|taken|made|written|held|known|based|led)\s+(?=(?:by|in|from|on|to|with|at|for|of|as|not|about)\b)",
)
_APPOSITION_START = re.compile(
    r"\s*(?:who|whose|which|whom|a|an|the|one|himself|herself|citing|quoting|speaking|in|on|at|during|for|however|meanwhile|after|as|referring|"
    r"with|now|then|also|like|including|among|former|formerly|both|of|writing|\d+|[A-Z]|[a-z]+(?:ed|ing)\b|president|head|chief|director|spokes\w+|professor|senior|deputy|"
    r"commander|founder|chairman|leader|mayor|governor|minister|editor|author|executive|vice|too)(?![\w])",
)  # fmt: skip


def find_hits(text: str, quotes: list[Span]) -> list[Hit]:
    """The attributions of the sentence `text`, in text order; `quotes` are the quoted stretches within it."""
    shape = _shape(text, quotes)
    taken: list[Span] = []
    hits: list[Hit] = []
    low = shape.lower()
    for cue in CUES:
        if cue.needs and not any(word in low for word in cue.needs):
            continue
        for match in cue.pattern.finditer(text if cue.name == "denial with object" else shape):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            found = _read(cue, match, shape, text)
            if found:
                taken.append(match.span())
                taken += [hit.source for hit in found if hit.source and hit.role is not Role.SPEECH]
                hits += found
        if cue.side is Side.OBJECT:
            shape = _blanked(shape, hits)
    hits += _colon_speaker(shape)
    hits = [hit for hit in hits if not _in_background(shape, hit) and not _thought_within(shape, hit, hits)]
    return sorted(hits + _channels(shape, text, hits), key=lambda hit: hit.cue)


_THOUGHT = re.compile(r"(?:believ|think|thought|know|knew|hope|hoping|fear|expect|calculat|understand|understood|feel|felt|see|saw|learn|doubt)", re.I)


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
    r"\b(?:after|when|before|since|until|because|if|once|whenever)\s+(?!(?:that|the\s+fact)\b)[^,;]{3,80}?\b(?:said|says|told|announced|warned|declared|claimed|reported)\b",
    re.IGNORECASE,
)


def _in_background(shape: str, hit: Hit) -> bool:
    """Whether the hit lies in a clause that only dates the main one: "the talks began after X said that Y had told him"."""
    for match in _BACKGROUND.finditer(shape):
        if hit.role is Role.SPEECH and match.end() <= hit.cue[0] and "," not in shape[match.end() : hit.cue[0]]:
            return True
    return False


def _blanked(shape: str, hits: list[Hit]) -> str:
    """`shape` without "according to X" and "citing X", so that subjects around them are seen whole."""
    for hit in hits:
        if hit.role in (Role.ACCORDING, Role.CITING) and hit.source:
            start, end = hit.cue[0], hit.source[1]
            shape = shape[:start] + _BLANK * (end - start) + shape[end:]
    return shape


def _shape(text: str, quotes: list[Span]) -> str:
    """`text` at the same length, quoted words struck out, brackets and times blanked: what structure is read from."""
    out = list(text)
    for start, end in quotes:
        if end - start < 40 and is_outlet(text[start:end]):
            out[start] = out[end - 1] = _BLANK
            continue
        for at in range(start, end):
            if text[at] not in "“”\"«»„‘’":
                out[at] = _QUOTE_MARK
        for at, mark in ((start, text[start : start + 2]), (end - 2, text[end - 2 : end])):
            if mark == "''":
                out[at : at + 2] = '""'
    shape = "".join(out)
    for pattern in (_BRACKETS, _TIME):
        shape = pattern.sub(lambda match: _BLANK * len(match.group()), shape)
    return shape


def _read(cue: Cue, match: re.Match[str], shape: str, text: str) -> list[Hit]:
    if cue.side is Side.NOWHERE:
        hit = _without_source(cue, match, shape)
        return [hit] if hit else []
    if cue.side is Side.OBJECT:
        hit = _with_object(cue, match, shape)
        return [hit] if hit else []
    return list(_with_subject(cue, match, shape, text))


# --- cues without a source ---


def _without_source(cue: Cue, match: re.Match[str], shape: str) -> Hit | None:
    start, end = match.span()
    if cue.role is Role.HEARSAY:
        word = match.group().lower()
        if word.endswith(" to") or word.startswith("there"):
            return Hit(cue.role, (start, end), (start, start), keep=True)
        start = _comma_before(shape, start)
        return Hit(cue.role, match.span(), (start, end))
    clause = max(shape.rfind(mark, 0, start) for mark in (", ", "; ", " – ", " — ", " but "))
    aside = clause > 0.35 * len(shape) and has_finite_verb(shape[:clause])
    return Hit(cue.role, (start, end), (clause, len(shape)) if aside else (0, 0), attitude=cue.attitude, keep=aside)


def _comma_before(shape: str, at: int) -> int:
    left = shape[:at].rstrip()
    return len(left) - 1 if left.endswith((",", "–", "—", " -")) else at


# --- cues whose source follows: "according to X", "citing X" ---

_OBJECT_END = re.compile(
    r"[,;:.!?“”\"«»·](?!\w)|\s[–—-]\s|\s(?:and|but|while|when|where|because|after|before|as|who)\s|\s(?:was|were|is|are|has|have|had|would|will|could|said|says|reported|reports|announced|there|he|she|it|they)\s",
)


def _with_object(cue: Cue, match: re.Match[str], shape: str) -> Hit | None:
    begin = match.end() + len(shape[match.end() :]) - len(shape[match.end() :].lstrip())
    end = _object_end(shape, begin)
    source = _trimmed(shape, begin, end)
    if source is None or not _source_like(shape[slice(*source)], after_preposition=cue.role is Role.ACCORDING):
        return None
    word = match.group().lower()
    if word in ("cites", "cited", "based on", "on the basis of") and not _body_like(shape[slice(*source)]):
        return None
    start = _comma_before(shape, match.start())
    close = source[1]
    rest = shape[close:]
    # a cue at the head or inside takes the comma that closes it
    comma = re.match(r"\s*,", rest)
    named = re.match(r",\s+(?:[A-Z][\w.’'-]*\s+){1,3}[A-Z][\w’'-]+(?=\s*[,.]|\s*$)", rest)
    if named and re.search(r"\b[a-z]\w+$|\b(?:Minister|President|Captain|Director|Chief|Secretary)$", shape[slice(*source)]):
        source = (source[0], close + named.end())
        close, comma = source[1], re.match(r"\s*,", shape[source[1] :])
    relative = re.match(r",\s+(?:who|which|a|an)\s[^,]{3,80},", rest)
    if relative:
        close, comma = close + relative.end(), None
    if comma and (start == _first_word(shape) or start < match.start()):
        close += comma.end()
    lead = _LEAD.match(shape)
    if lead and lead.end() >= start:
        start = 0 if not shape[:start].strip(" ,") else start
    return Hit(cue.role, match.span(), (start, close), source, cue.attitude)


def _first_word(shape: str) -> int:
    return len(shape) - len(shape.lstrip())


def _object_end(shape: str, begin: int) -> int:
    at = begin
    while True:
        stop = _OBJECT_END.search(shape, at)
        if stop is None:
            return len(shape)
        if stop.group().strip() == "." and re.search(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gen|Col|Gov|St|Lt)$", shape[: stop.start()]):
            at = stop.end()
            continue
        if stop.group().strip() == "and" and not _new_clause(shape, stop.end()):
            at = stop.end()
            continue
        if stop.group().strip() == "who":
            return stop.start()
        return stop.start()


def _new_clause(shape: str, at: int) -> bool:
    """Whether a clause of its own begins at `at`."""
    stop = re.compile(r"[,;:.“”\"·]").search(shape, at)
    return has_finite_verb(shape[at : stop.start() if stop else len(shape)])


def _body_like(source: str) -> bool:
    return bool(re.search(r"[A-Z]|\b(?:sources?|officials?|ministry|statement|interviews?|documents?|data|reports?|intelligence|people|media)\b", source[1:] if source[:1].isupper() else source)) or is_outlet(source)


# --- cues whose source is the subject: "X said", "said X" ---


def _with_subject(cue: Cue, match: re.Match[str], shape: str, text: str) -> Iterator[Hit]:
    start, end = match.span()
    word = match.group().lower()
    if cue.name == "speech" and not _speech_like(shape, start, end, word):
        return
    gerund = word.split()[0].endswith("ing") and cue.name in ("speech", "denial", "doubt")
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
    yield from _direct(cue, match, shape, text)


def _speech_like(shape: str, start: int, end: int, word: str) -> bool:
    """Whether this form is a verb of saying here and not a noun or another use."""
    after = shape[end:].lstrip()
    before = shape[:start].rstrip()
    if shape[start].isupper() and before[-1:] not in ("", "”", '"', "·", "—", "–", ":", "'"):
        return False
    quote_before = bool(re.search(r"[”\"»][\s,]*[^”\"“]{0,60}$", before))
    if re.match(r"(?:by|of)\b", after) and not word.startswith(("warn", "sp")) and not (quote_before and word in ("said", "says", "wrote")):
        return False
    if word.startswith("warn") and re.match(r"(?!that\b)(?:[\w’'-]+\s+){1,5}?to\s", after) and not _THAT.match(shape, end):
        return False
    if before.endswith(("’s", "'s")) or re.search(r"\b(?:the|a|an|this|that|no|any|such|his|her|its|their)$", before, re.IGNORECASE):
        return False
    first = word.split()[0]
    if first.startswith("continu") and after[:1] in ("“", '"'):
        return False
    if re.search(r"\b(?:as|like)\s+[^,;]{2,60}$", before, re.IGNORECASE) and after[:1] in (".", ",", ""):
        return True
    if first in LOOSE and not re.match(r"to\b|[“\"·]*to\s", after):
        return bool(re.match(r"[.,:“\"·]|$", after) or _THAT.match(shape, end) or re.search(r"[,”\"»]$", before) or re.match(r"(?:on|in|at|to|during)\s[^,.]{2,60}(?:[:“\"]|[.]\s*$)", after))
    if first in LOOSE:
        return False
    strong = bool(re.match(r"(?:that|how|why|whether|where|what)\b|[:“\"·]|to\s[^,.;]{2,40}\sthat\b", after)) or (
        bool(re.match(r",?\s*[:“\"]", after)) or before.endswith(("”", '"', "”,")) or (quote_before and after[:1] in (".", ",", ""))
    )
    if first in _THAT_FORMS:
        return strong or (_document_subject(before) and first in _SHOW_FORMS)
    if first in NOUN_LIKE and re.match(r"(?:from|on|of|about|by|in|into|for)\b", after):
        return False
    if first in NOUN_LIKE:
        subject = re.search(r"(?:\b(?:he|she|they|it|we|i|who|which)|\b[A-Z][\w.’'-]*)\s*$", before)
        inverted = before.endswith((",", "”", '"'))
        return strong or bool(subject) or inverted
    return True


_THAT_FORMS = frozenset(word for word in all_forms(THAT_ONLY))
_SHOW_FORMS = frozenset("show shows showed shown find finds found demonstrate demonstrates demonstrated read reads".split())
_DOCUMENT_SUBJECT = re.compile(
    r"\b(?:reports?|stud(?:y|ies)|surveys?|polls?|data|figures|images?|imagery|photos?|photographs?|pictures?|videos?|footage|documents?|statements?|analysis|research|records?|maps?|results|estimates?)\b",
    re.IGNORECASE,
)


def _document_subject(before: str) -> bool:
    return bool(_DOCUMENT_SUBJECT.search(before[-200:]))


def _gerund_hit(cue: Cue, match: re.Match[str], shape: str) -> Hit | None:
    """ "The mayor welcomed the vote, saying that the bridge would open." """
    start, end = match.span()
    before = shape[:start].rstrip()
    if not before or not re.search(r"(?:[,”\"–—]|\b(?:and|by|while))$", before):
        return None
    if shape[end:].lstrip()[:1] in ("", ".", ","):
        return None
    cut = (_comma_before(shape, start), _tail_end(shape, end))
    return Hit(cue.role, match.span(), cut, main_subject(shape), cue.attitude, after_only=True, shared=True)


_INVERTED_NP_END = re.compile(
    r"[,;:.!?“”\"«»·(–—](?!\w)|\s(?:who|in|on|at|during|after|before|as|to|when|while|adding|citing|quoting|and|but|from|via|with|speaking|referring|following|about|outside|near|quoted|cited|shortly|late|early|earlier|later)\s|\s{3,}"
)


def _inverted(cue: Cue, match: re.Match[str], shape: str) -> Hit | None:
    """ "P, said X" """
    start, end = match.span()
    before = shape[:start].rstrip()
    quoted = before.endswith(("”", '"', "»", "’", "·", "!", "?", "…"))
    if not (quoted or before.endswith((",", "–", "—", " -")) or not before):
        return None
    begin = end + len(shape[end:]) - len(shape[end:].lstrip())
    if not re.compile(rf"(?:v[ao]n|de|der|al|bin)\s|[a-z-]+(?:\s+[a-z-]+){{0,3}}\s+[A-Z]|{_NP_START.pattern}").match(shape, begin) or re.match(r"(?:that|i|we)\b", shape[begin:], re.IGNORECASE):
        return None
    if re.match(r"(?:he|she|it|they|his|this)\b", shape[begin:], re.IGNORECASE) and not quoted and re.match(r"\w+\s+\w", shape[begin:]):
        return None
    stop = _np_end(shape, begin, _INVERTED_NP_END)
    source = _trimmed(shape, begin, stop)
    if source is None or not _source_like(shape[slice(*source)]):
        return None
    if not quoted and has_finite_verb(shape[begin : _clause_end(shape, begin)]) and not before.endswith((",", "–", "—", " -")):
        return None
    if not quoted and _subject_span(shape, start) is not None and _new_clause(shape, begin):
        return None
    return Hit(cue.role, match.span(), (_comma_before(shape, start), _circumstances_end(shape, source[1])), source, cue.attitude)


def _np_end(shape: str, begin: int, pattern: re.Pattern[str]) -> int:
    """End of the noun phrase at `begin`; "of", "for" and "in" inside names of bodies do not end it."""
    at = begin
    while True:
        stop = pattern.search(shape, at)
        if stop is None:
            return len(shape)
        word = stop.group().strip()
        if word == "." and re.search(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gen|Col|Gov|St|Lt|Prof)$", shape[: stop.start()]):
            at = stop.end()
            continue
        if word == "and" and re.match(r"\s*(?:the\s+)?[A-Z]", shape[stop.end() :]) and not _new_clause(shape, stop.end()):
            at = stop.end()
            continue
        if not word and stop.end() < len(shape) and stop.start() == begin:
            at = stop.end()
            continue
        return stop.start()


def _clause_end(shape: str, at: int) -> int:
    stop = re.compile(r"[,;:.!?“”\"·]").search(shape, at)
    return stop.start() if stop else len(shape)


def _circumstances_end(shape: str, at: int) -> int:
    """Where "said X" or "X said" behind its content ends: apposition and circumstances are part of it, a new clause is not."""
    quote = re.compile(r"(?:[,:.]|\badding|\band)\s*[“\"„«]").search(shape, at)
    limit = quote.start() if quote else len(shape)
    at = _clause_end(shape, at)
    while at < limit and shape[at] == ",":
        stop = _clause_end(shape, at + 1)
        piece = shape[at + 1 : stop].strip()
        if re.match(r"(?:and|but|while|as|because|so|although|which|where)\b", piece) or re.match(r"\w+ing\b", piece):
            return at + 1
        if has_finite_verb(piece) and not re.match(r"(?:who|whose|which)\b", piece):
            return at + 1
        at = min(stop, limit)
    return min(at, limit) if at < limit or quote is None else limit


def _direct(cue: Cue, match: re.Match[str], shape: str, text: str) -> Iterator[Hit]:
    """ "X said (on Monday) (that) P", "P, X said", "As X said, P" """
    start, end = match.span()
    subject = _subject_span(shape, start)
    aux = _auxiliaries(shape, start)
    negated = any(word == "not" or word == "never" or word.endswith(("n't", "n’t")) for word in aux)
    if any(word in _BE for word in aux) and cue.name == "speech":
        return
    if "to" in aux and not re.search(r"\b(?:went|goes|go|going|continued|on)\s+to\s+$", shape[:start]):
        return
    if any(word in _MODAL for word in aux) and not negated or "will" in aux or "won't" in aux:
        return
    if negated:
        if cue.name == "speech" and match.group().lower().startswith(_WITHHELD):
            yield Hit(cue.role, match.span(), (0, 0), None, Attitude.GAP)
        return
    if subject is not None and _backgrounded(shape, subject[0]):
        return
    if subject is None:
        shared = re.search(r"(?:\band|,|\bbut|\bthen)\s*$", shape[: start - _aux_length(shape, start)])
        if not shared or not shape[: shared.start()].strip():
            return
        hits = _direct_hit(cue, match, shape, main_subject(shape), shared.start())
        yield from (replace(hit, shared=True) for hit in hits)
        return
    yield from _direct_hit(cue, match, shape, subject, subject[0])


def _backgrounded(shape: str, at: int) -> bool:
    """Whether the clause at `at` only dates the main clause: "the talks began after the minister said P"."""
    return bool(re.search(r"\b(?:after|when|before|since|until|because|if|once|whenever)\s+(?:the\s+|a\s+)?$", shape[:at], re.IGNORECASE))


def _direct_hit(
    cue: Cue, match: re.Match[str], shape: str, subject: Span | None, clause: int
) -> Iterator[Hit]:
    end = match.end()
    outlet = match.groupdict().get("outlet")
    if outlet and is_outlet(outlet):
        yield Hit(Role.CHANNEL, match.span("outlet"), (clause, end), match.span("outlet"))
    if cue.name == "own finding":
        yield Hit(cue.role, match.span(), (clause, clause), subject, keep=True)
        return
    if cue.name in ("estimate", "accusation"):
        yield Hit(cue.role, match.span(), (clause, end), subject, keep=False, after_only=True)
        return
    if cue.name == "denial with object":
        cut_end = match.start("object")
        yield Hit(cue.role, match.span(), (clause, cut_end), subject, cue.attitude, after_only=True)
        return
    comparing = re.search(r"(?:^|(?<!\bsuch)(?<=[\s,]))(?:as|like)\s+$", shape[:clause], re.IGNORECASE)
    if comparing:
        comma = shape.find(",", end)
        stop = comma + 1 if comma >= 0 else len(shape.rstrip(" ."))
        yield Hit(cue.role, match.span(), (_comma_before(shape, comparing.start()), stop), subject, cue.attitude)
        return
    if re.search(r"\b(?:which|who|whom)\s+$", shape[:clause]) and subject and shape[slice(*subject)] not in ("who", "which"):
        # "a strike, which she said cost millions": only "she said" is cut out
        yield Hit(cue.role, match.span(), (clause, end), subject, cue.attitude)
        return
    tail = _tail_end(shape, end) if cue.name in ("speech", "quoted as saying") else _object_of_attitude(shape, end)
    yield from _told_outlet(match, shape, tail)
    start = _comma_before(shape, clause)
    if cue.attitude is Attitude.ASSERTS and _trails(shape, clause, end, tail):
        yield Hit(cue.role, match.span(), (start, _circumstances_end(shape, end)), subject, cue.attitude)
        return
    nothing_left = not shape[tail:].strip(" .,!?”\"")
    yield Hit(cue.role, match.span(), (start, tail), subject, cue.attitude, after_only=not nothing_left)


def _trails(shape: str, clause: int, end: int, tail: int) -> bool:
    """Whether what is said stands before: "P, X said", "“P,” X told them"."""
    before = shape[:clause].rstrip()
    if before.rstrip(",").endswith(("”", '"', "»")):
        return True
    if shape[end:].lstrip()[:1] in ("“", '"', ":", "«") or shape[tail - 1 : tail] == ":":
        return False
    if not before.endswith((",", "–", "—", " -")) or _NO_MAIN_CLAUSE.match(before) or main_subject(before) is None:
        return False
    complement = shape[end:tail].split()
    return not (complement and complement[-1] == "that" and len(complement) <= 2)


_NO_MAIN_CLAUSE = re.compile(
    r"\s*(?:if|when|although|though|as|because|while|after|before|since|once|unless|asked|speaking|despite|[a-z]+ing|having|given)\b",
    re.IGNORECASE,
)


def _told_outlet(match: re.Match[str], shape: str, tail: int) -> Iterator[Hit]:
    """The outlet in "X told the Example Times", "X explained to him Example Network"."""
    told = re.compile(r"\s*(?:to\s+)?(?:him\s+|her\s+|them\s+)?(?:the\s+|a\s+)?(?P<outlet>[^,;:“”\"·]{2,80}?)(?=\s+(?:that|in|on|at|during|from|about|of|the|he|she|it|they|there|how|what|why|when)\b|[,;:.“”\"·]|\s{2,}|$)")
    found = told.match(shape, match.end())
    if not found or not match.group().lower().startswith(("t", "explain", "confirm", "say", "said", "describ", "declar", "stat", "admit")):
        return
    if not re.match(r"\s*(?:to\b)", shape[match.end() :]) and not match.group().lower().startswith("t"):
        return
    if is_outlet(found.group("outlet")) and found.end() <= max(tail, found.end()):
        yield Hit(Role.CHANNEL, found.span("outlet"), (match.start(), found.end()), found.span("outlet"))


_WITHHELD = ("say", "said", "comment", "confirm", "specif", "elaborat", "reveal", "disclos", "mention", "explain", "announc", "report", "clarif", "indicat", "provid", "tell", "told")

_AUDIENCE = re.compile(
    r"\s*(?:to\s+)?(?:(?:him|her|them|us|me|it|you)(?!\w)(?:\s+(?:the\s+)?[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)*)?"
    r"|(?:the\s+|a\s+|his\s+|her\s+|their\s+|an\s+)?(?:[\w’'-]+\s+){0,3}?(?:reporters?|journalists?|lawmakers|parliament|media|press|conference|agency|newspaper|crowd|"
    r"audience|committee|council|nation|supporters|television|tv|radio|channel|paper|station|magazine|rally|broadcaster|portal|outlet|network|people|viewers|voters|senators|congress|"
    r"hearing|meeting|summit|briefing|court|jury)(?!\w)|(?:the\s+)?[A-Z][\w.’'&-]*(?:\s+(?:of\s+|the\s+)*[A-Z][\w.’'&-]*){0,4}(?:['’]s?\s+[\w\s“”\"-]{2,30}?(?=\s+(?:that|on|in|he|she|it)\b))?)",
)
_PLACE = re.compile(r"\s*(?:in|from|at|outside|near)\s+(?:the\s+)?(?:\w+\s+)?(?:[A-Z][\w.’'-]*)(?:\s+[A-Z][\w.’'-]*)*(?=\s|[,.:])")
_THAT = re.compile(r"[^,;:.!?“”\"·]{0,140}?\bthat(?=\s)")


def _tail_end(shape: str, end: int) -> int:
    """End of what belongs to the verb: audience, place, time, channel and "that"."""
    that = _THAT.match(shape, end)
    if that and not has_finite_verb(_after_first_word(shape[end : that.end() - 4])) and not re.search(r"\b(?:all|so|now|given|provided|such|claims?|reports?|fact)\s+that$", that.group()):
        return that.end()
    at = end
    told = bool(re.match(r"t(?:ell|old)", shape[:end].rsplit(None, 1)[-1]))
    while True:
        at = at + len(shape[at:]) - len(shape[at:].lstrip(_BLANK))
        step = _CHANNEL.match(shape, at) or (at > 0 and re.compile(r"(?:,\s*)?(?:citing|quoting)\b[^,]*,").match(shape, at))
        if not step:
            step = _AUDIENCE.match(shape, at) if told or re.match(r"to\s", shape[at:]) else None
            told = False
        if not step:
            step = _PLACE.match(shape, at)
        if not step or step.end() == at:
            break
        at = step.end()
    that = re.compile(r"\s*,?\s*(?:that\b|[:,])?").match(shape, at)
    return that.end() if that else at


def _after_first_word(text: str) -> str:
    return text.strip().partition(" ")[2]


_ATTITUDE_OBJECT = re.compile(
    rf"\s*(?:{DOUBTFUL_OBJECT}\s+(?:\w+\s+){{0,4}}?(?:that|of|about)\b|(?:claims|reports|allegations|accusations|suggestions|rumou?rs)(?=\s+(?:it|he|she|they|the|its|his|their|[A-Z]))|that\b|whether\b|if\b|reports\s+(?:that|of)\b|having\s+(?=been\b)|the\s+(?:veracity|accuracy|credibility|reliability)\s+of\b)",
    re.IGNORECASE,
)


def _object_of_attitude(shape: str, end: int) -> int:
    found = _ATTITUDE_OBJECT.match(shape, end)
    return found.end() if found else end


# --- subjects ---


def _auxiliaries(shape: str, at: int) -> list[str]:
    """The auxiliaries, adverbs and "to" right before the verb at `at`, nearest first, in lower case."""
    found: list[str] = []
    left = shape[:at]
    while (step := _AUX_BEFORE.search(left)) is not None:
        found.append(step.group("word").lower())
        left = left[: step.start()]
    return found


def _aux_length(shape: str, at: int) -> int:
    left = shape[:at]
    while (step := _AUX_BEFORE.search(left)) is not None:
        left = left[: step.start()]
    return at - len(left)


def _subject_span(shape: str, at: int) -> Span | None:
    """The noun phrase that is the subject of the verb at `at`, appositions left out."""
    left = shape[: at - _aux_length(shape, at)].rstrip()
    left = re.sub(rf"{_CHANNEL.pattern}\s*$", lambda m: _BLANK * len(m.group()), left, flags=re.IGNORECASE).rstrip()
    left = left[: len(left) - _aux_length(left, len(left))].rstrip()
    if left.endswith((",", "–", "—")):
        return _before_apposition(left[:-1])
    span = _last_noun_phrase(left)
    if span and left[slice(*span)].lower() in ("who", "which"):
        antecedent = _last_noun_phrase(left[: span[0]].rstrip(" ,"))
        return antecedent or span
    return span


def _before_apposition(left: str) -> Span | None:
    """The subject in "X, a professor at Exampletown, said": tries each comma from the right."""
    at = len(left)
    for _ in range(4):
        at = max(left.rfind(",", 0, at), left.rfind("–", 0, at), left.rfind("—", 0, at))
        if at < 0:
            return None
        if not _APPOSITION_START.match(left, at + 1) and has_finite_verb(left[at + 1 :]):
            continue
        span = _last_noun_phrase(left[:at])
        if span:
            return span
    return None


def _last_noun_phrase(left: str) -> Span | None:
    """The noun phrase at the end of `left`."""
    begin = 0
    for stop in _BOUNDARY.finditer(left):
        begin = stop.end()
    while True:
        segment = left[begin:]
        lead = _LEAD.match(segment)
        if lead:
            begin += lead.end()
            segment = left[begin:]
        relative = re.match(r"(?:which|who|whom)\s+(?=\S)", segment)
        if relative:
            begin += relative.end()
            continue
        if _source_like(segment):
            return _trimmed(left, begin, len(left))
        joint = re.search(r"\s(?:and|or)\s", segment)
        front = re.match(r"(?:In|At|On|From|During|After|By|For|Under|Since)\s+.*?(?=\s(?:the|a|an|he|she|they|his|her|Mr|Mrs|Ms|President)\s|\s{2,})", segment)
        if front and front.end() < len(segment):
            begin += front.end() + 1
        elif joint:
            begin += joint.end()
        else:
            name = _NAME_AT_END.search(segment)
            return _trimmed(left, begin + name.start(), len(left)) if name and name.start() else None


_NAME_AT_END = re.compile(
    r"(?:(?<=\s)(?:he|she|they|it|who|experts|officials|sources)|(?:(?<=\s)(?:the\s+)?(?:[A-Z][\w.’'-]*\s+)*[A-Z][\w.’'-]*))\s*$"
)


_BARE_NP = re.compile(r"[a-z-]+(?:\s+[a-z-]+){0,3}\s*$|[a-z-]+(?:\s+[a-z-]+){0,4}\s+[A-Z]")


def _source_like(phrase: str, *, after_preposition: bool = False) -> bool:
    """Whether `phrase` can be a source: a short noun phrase without a finite verb of its own."""
    phrase = phrase.strip()
    if not phrase or len(phrase.split()) > 24 or not re.search(r"[A-Za-z]", phrase):
        return False
    if not (after_preposition or _NP_START.match(phrase) or _BARE_NP.match(phrase)):
        return False
    if re.match(r"(?:and|but|or|there|what|when|how|if|to|not|then|in|on|at|by|for|with|from|saying|adding)\b", phrase, re.IGNORECASE):
        return False
    if re.match(r"[A-Za-z]+(?:ed|ing)\s+(?:with|by|to|in|on|for|at|from|a|an|the)\b", phrase):
        return False
    if _ENDS_BADLY.search(phrase):
        return False
    return not has_finite_verb(_POSTMODIFIER.sub(" ", phrase), known_only=True)


_ADVERBIAL = re.compile(
    r"(?:In|On|At|During|After|Before|For|From|By|Around|Since|Earlier|Later|Soon|Shortly|(?:A|One|Two|Three|Four|Five|Several|Some|\w+)\s+(?:days?|weeks?|hours?|months?|years?)\s+(?:after|before|later|earlier)|Under|Over|With|Without|Despite|Following|Amid|Throughout|Near|Until|Against|Last|This)\b[^,;:“”\"·]{0,90},\s+(?:\d{4},\s+)?"
)


def main_subject(shape: str) -> Span | None:
    """The subject of the sentence's first clause: everything before its first finite verb."""
    begin = 0
    shape = _TIME.sub(lambda match: _BLANK * len(match.group()), shape)
    lead = _LEAD.match(shape)
    if lead:
        begin = lead.end()
    adverbial = _ADVERBIAL.match(shape, begin)
    if adverbial:
        begin = adverbial.end()
    verb = next(finite_verbs(shape[begin : begin + _SUBJECT_REACH]), None)
    if not verb:
        return None
    end = begin + verb - _aux_length(shape[begin:], verb)
    comma = shape.find(", ", begin, end)
    span = _trimmed(shape, begin, comma if comma > 0 else end)
    return span if span and _source_like(shape[slice(*span)]) else None


_SUBJECT_REACH = 160
"""Characters within which a clause's first verb is looked for; longer subjects are lists or misread."""


def _trimmed(shape: str, start: int, end: int) -> Span | None:
    while start < end and shape[start] in " ,;:.–—\n\t":
        start += 1
    while end > start and shape[end - 1] in " ,;:–—\n\t":
        end -= 1
    return (start, end) if start < end else None


# --- the rest ---

_COLON = re.compile(r"^(?P<source>[A-Z][^,;:.“”\"·]{1,60}):\s*(?=[“\"«·])")


def _colon_speaker(shape: str) -> list[Hit]:
    """ "Jane Roe: “We left.”" """
    match = _COLON.match(shape)
    if not match or not _source_like(match.group("source")):
        return []
    return [Hit(Role.SPEECH, match.span("source"), match.span(), match.span("source"))]


def _channels(shape: str, text: str, hits: list[Hit]) -> list[Hit]:
    """The outlets of "in an interview with X", where somebody speaks in the sentence."""
    if not any(hit.role is Role.SPEECH for hit in hits):
        return []
    found = []
    for match in _CHANNEL.finditer(shape):
        group = "outlet" if match.group("outlet") else "outlet2"
        if match.group(group) and is_outlet(text[slice(*match.span(group))]):
            found.append(Hit(Role.CHANNEL, match.span(group), match.span(), match.span(group)))
    return found
