"""Who says what: from the sentences of an article to attribution chains, by rule and without a model.

`clauses` finds attributions within a sentence, `sources` reads whom they name, `speakers` remembers who spoke; here
the article is walked once, in order, so that "he added", a quotation that goes on and the mood of reported speech
find their speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.domain import Article, Link, LinkKind
from verifier.language.cues import Attitude, Hit, Role, Span
from verifier.language.grammar import MONTHS, WEEKDAYS, alternatives, finite_verbs
from verifier.language.layouts import Interview, find_agency, find_interview, find_speech
from verifier.language.names import HEARSAY
from verifier.language.nouns import NOT_NAMES, is_nation, is_outlet
from verifier.language.pronouns import titled_pronouns
from verifier.language.quotations import find_quotes, quotes_within
from verifier.language.readings import Reading, described_speakers
from verifier.language.segments import Segment, content_of, is_own_statement, segments_of, span_of
from verifier.language.sentences import Sentence
from verifier.language.sources import Naming, Refers, read_naming
from verifier.language.speakers import Memory, Speaker, links_of, reads_as_person, roster_of, same_speaker, short_form
from verifier.language.subjects import main_subject
from verifier.language.tagged import Tag, hits_of

__all__ = ["Attitude", "Attributed", "attribute", "own_voice"]

UNKNOWN_OUTLET = "unknown outlet"

_BEFORE = 600
"""Characters in front of a sentence that a tagger is shown."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """A sentence or a part of one, who stands behind it, and what they say.

    `chain` starts with the outlet. `content` are spans of `article.text`, the attribution clause cut off. `cue` is the
    expression that gives the source, None where the outlet speaks itself or the source was carried over. `span` is the
    whole part of `article.text`, attribution clause included.
    """

    sentence: Sentence
    chain: tuple[Link, ...]
    content: tuple[Span, ...]
    cue: str | None
    attitude: Attitude
    span: Span


def attribute(article: Article, sentences: Sequence[Sentence], tag: Tag | None = None) -> list[Attributed]:
    """The attributions of the sentences, in order.

    Each sentence has at least one; "the mayor denied the leak, and the port said it was large" has two. `tag` is asked
    about the sentences in which no rule sees an attribution.
    """
    base = own_voice(article, sentences)
    quotes = find_quotes(article.text, sentences)
    readings = [Reading(sentence, quotes_within(quotes, sentence)) for sentence in sentences]
    if tag is not None:
        _add_tagged(readings, article, tag)
    memory = Memory([*described_speakers(readings), *roster_of(article.text)], titled_pronouns(article.text))
    interview = find_interview(sentences) or find_speech(article, sentences)
    walk = _Walk(article, base, quotes, readings, memory, interview)
    return [attributed for index in range(len(readings)) for attributed in walk.step(index)]


def own_voice(article: Article, sentences: Sequence[Sentence]) -> tuple[Link, ...]:
    """The chain of what the article says itself: its outlet, and the agency whose report it carries."""
    outlet = Link(article.outlet or UNKNOWN_OUTLET, LinkKind.OUTLET, bool(article.outlet))
    agency = find_agency(article, sentences)
    return (outlet, agency) if agency else (outlet,)


def _add_tagged(readings: Sequence[Reading], article: Article, tag: Tag) -> None:
    """Hits for sentences without one, from what `tag` marks in them; what is quoted whole has its speaker elsewhere."""
    silent = [reading for reading in readings if not reading.hits and not reading.all_quoted]
    asked = [
        (reading.text, article.text[max(0, reading.sentence.start - _BEFORE) : reading.sentence.start])
        for reading in silent
    ]
    for reading, marks in zip(silent, tag(asked), strict=True):
        reading.add(hits_of(reading.text, marks))


# --- the walk ---

_MOOD = re.compile(r"\b(?:would|was\s+to|were\s+to)\b(?!\s+(?:like|you))")
_FUTURE = re.compile(r"\bwill\b")
_ANAPHORIC = re.compile(r"\b(?:for|of|to|about)\s+(?:this|that|these)\b|^(?:This|That|These|Among\s+them)\b")
_PART_OF_THEM = re.compile(
    r"(?:Among|One|Some|Most|Half|Two|Three|Many)\s+of\s+them\b|Among\s+them\b|Of\s+(?:these|them)\b"
)
SOURCE_OF_PREVIOUS = re.compile(
    r"^(?:This|That|It)(?:\s+(?:is|was)|['\u2019]s)\s+(?:what|according\s+to|(?:reported|announced|stated|said|confirmed"
    r"|written)\s+(?:by|in))\b"
    r"|\b(?:said|reports?|reported|announced|stated|wrote|informed\s+about)\s+(?:this|so)\s*(?:\b(?:in|on|at|during"
    r"|to)\b|[.,]|$)"
)
"""A sentence that only gives the source of the one before."""
_LEAD = 3
"""Sentences within which "This was reported by X" must follow what it vouches for."""
_QUOTE_CARRIES = 2
"""Paragraphs over which a quotation without a speaker still belongs to the last one."""


@dataclass(slots=True)
class _Walk:
    """Goes through the sentences in order; `step` must be called once for each index, from 0."""

    article: Article
    base: tuple[Link, ...]
    quotes: list[Span]
    readings: list[Reading]
    memory: Memory
    interview: Interview | None
    last: Attributed | None = None

    def step(self, index: int) -> list[Attributed]:
        """The attributions of sentence `index`."""
        if index and self.readings[index - 1].sentence.paragraph != self.readings[index].sentence.paragraph:
            self.memory.fresh = False
        found = list(self._attributed(index))
        if not _asks(self.readings[index]):
            self.last = found[-1]
        if found[-1].cue is None and not self.readings[index].all_quoted:
            self._note_subject(self.readings[index])
        return found

    def _attributed(self, index: int) -> Iterator[Attributed]:
        reading = self.readings[index]
        whole = ((reading.sentence.start, reading.sentence.end),)
        if reading.gap:
            cue = reading.text[slice(*reading.gap.cue)]
            silent = self._links(reading.gap, reading, None)[0] if reading.gap.source else []
            yield Attributed(reading.sentence, (*self.base, *silent), whole, cue, Attitude.GAP, whole[0])
            return
        speaker: Speaker | None = None
        pieces = []
        for segment in _with_said_before(reading.text, segments_of(reading)):
            if segment.hits:
                piece, speaker = self._from_hits(reading, segment, index, speaker)
            else:
                piece = self._without_hits(reading, segment, index)
            if piece.content:
                pieces.append(piece)
        yield from pieces or [Attributed(reading.sentence, self.base, whole, None, Attitude.ASSERTS, whole[0])]

    # -- parts with a source of their own --

    def _from_hits(
        self, reading: Reading, segment: Segment, index: int, speaker: Speaker | None
    ) -> tuple[Attributed, Speaker | None]:
        links: list[Link] = []
        links += self._answering(reading)[len(self.base) :]
        if reading.all_quoted:
            links += self._quote_chain(index)[len(self.base) :]
        channel: Link | None = None
        for hit in sorted(segment.hits, key=lambda hit: self._order(hit, reading)):
            found, who = self._links(hit, reading, speaker)
            links += [link for link in found if not _present(link, links)]
            channel = found[0] if hit.role is Role.CHANNEL and found else channel
            speaker = who if who is not None and (who.named or speaker is None or speaker.outlet) else speaker
        links = [link for link in links if not self._is_outlet_itself(link)]
        if speaker is None or speaker.outlet:
            speaker = self._quoted_subject(reading, segment) or speaker
            links += [link for link in speaker.links if not _present(link, links)] if speaker else []
        if any(hit.role is not Role.HEARSAY for hit in segment.hits):
            links = [link for link in links if link.name != HEARSAY] or links
        links = self._with_known_channel(links, speaker, channel)
        links = self._with_outlets_behind(links, index)
        if speaker is not None:
            self.memory.spoke(replace(speaker, channel=channel or speaker.channel))
        chain = (*self.base, *links) if links else self._carried(index) or self.base
        last = _deciding(segment.hits)
        cue = reading.text[slice(*last.cue)]
        content = content_of(reading, segment)
        return Attributed(reading.sentence, chain, content, cue, last.attitude, span_of(reading, segment)), speaker

    def _is_outlet_itself(self, link: Link) -> bool:
        """Whether a cited outlet is the article's own: "he told the Courier" in the Exampletown Courier."""
        own = self.base[0].name.lower()
        return link.kind is LinkKind.CITED_OUTLET and bool(re.search(rf"\b{re.escape(link.name.lower())}\b", own))

    def _order(self, hit: Hit, reading: Reading) -> tuple[int, int]:
        """Rank of a hit in the chain: outlets stand before speakers, whom they cite and their own sources behind."""
        naming = reading.naming(hit.source) if hit.source else None
        outlet = naming is not None and naming.kind is LinkKind.CITED_OUTLET
        if naming is not None and naming.own_sources:
            return 6, hit.cue[0]
        ranks = {Role.ACCORDING: 0 if outlet else 2, Role.CHANNEL: 1, Role.INNER: 4, Role.CITING: 5}
        return ranks.get(hit.role, 1 if outlet else 3), hit.cue[0]

    def _links(self, hit: Hit, reading: Reading, so_far: Speaker | None) -> tuple[list[Link], Speaker | None]:
        """The links that `hit` adds and the speaker it makes known."""
        start = reading.sentence.start
        if hit.role is Role.HEARSAY:
            again = self.last is not None and _GOES_ON.fullmatch(reading.text[slice(*hit.cue)])
            if again and self.last is not None and self.last.sentence.paragraph == reading.sentence.paragraph:
                return list(self.last.chain[len(self.base) :]), None
            return [Link(HEARSAY, LinkKind.UNNAMED, False, start + hit.cue[0], start + hit.cue[1])], None
        if hit.source is None or (hit.shared and so_far is not None):
            carried = so_far or self.memory.topic
            return list(carried.links) if carried else [], so_far
        naming = reading.naming(hit.source)
        if naming is None or self._common_word(naming):
            return [], so_far
        if naming.own_sources:
            return self._own_sources(naming, so_far)
        if naming.refers is Refers.THING and not hit.after_only:
            # "the ministry summoned the envoy, it said": the subject of what is said
            subject = main_subject(reading.text[: hit.cut[0]])
            own = reading.naming(subject) if subject else None
            naming = own if own is not None and own.named else naming
        return self._resolve(naming, so_far, opposes=hit.attitude in (Attitude.DENIES, Attitude.DOUBTS))

    def _own_sources(self, naming: Naming, so_far: Speaker | None) -> tuple[list[Link], Speaker | None]:
        """ "His sources": whose they are stands before them."""
        owner = so_far or self.memory.antecedent(replace(naming, refers=Refers.PERSON))
        name = re.sub(r"^(?:his|her|their|its|own)\b", f"{owner.name}\u2019s", naming.name) if owner else naming.name
        behind = Link(name, LinkKind.UNNAMED, False, naming.start, naming.end)
        return [*(owner.links if owner and so_far is None else ()), behind], owner

    def _resolve(
        self, naming: Naming, so_far: Speaker | None = None, *, opposes: bool = False
    ) -> tuple[list[Link], Speaker | None]:
        """The links of a naming phrase, references to earlier speakers followed; `so_far` speaks in this sentence."""
        determiner = self.article.text[max(0, naming.start - 5) : naming.start].split()[-1:] or [""]
        if naming.name.lower() in ("we", "i", "you", "who", "which", "that", "this"):
            return [], None
        if determiner[0].lower() in ("this", "our") and _THIS_PAPER.search(naming.name):
            return [], None
        known = self.memory.antecedent(naming, determiner[0], opposes=opposes) if naming.refers else None
        if known is not None:
            return list(known.links), known
        if naming.refers is Refers.THING or (so_far is not None and naming.refers in _ITS_OWN):
            return [], so_far
        links = links_of(naming)
        if not naming.named:
            who = Speaker(links, naming.roles, person=not naming.plural, plural=naming.plural)
            return list(links), who if naming.roles else None
        person = _is_person(naming)
        before = self.memory.by_name(naming.name) if naming.refers is None else None
        name = self._full_name(naming.name) if person or naming.kind is LinkKind.CITED_OUTLET else naming.name
        name = self._full_name(name) if short_form(name) else name
        if before is not None and len(before.name) >= len(name):
            name = before.name
        links = (replace(links[0], name=name), *(links[1:] or (before.links[1:] if before else ())))
        return list(links), Speaker(links, naming.roles, person)

    def _common_word(self, naming: Naming) -> bool:
        """Whether a one-word name is only the capital of a sentence's first word."""
        name, text = naming.name, self.article.text
        if not naming.named or not name.isalpha() or not name[1:].islower() or naming.refers is not None:
            return False
        return bool(re.search(rf"\b{name.lower()}\b", text)) and not re.search(rf"[a-z,] {name}\b", text)

    def _seen_inside(self, name: str) -> bool:
        """Whether a one-word name stands with its capital inside a sentence too, or is known as a name."""
        known = is_nation(name) or is_outlet(name) or bool(short_form(name))
        return known or bool(re.search(rf"\w,? {re.escape(name)}\b", self.article.text))

    def _full_name(self, name: str) -> str:
        """The full form the article has for a one-word name: "Jane Roe" for "Roe", a body for its letters."""
        if " " in name or not name[:1].isupper():
            return name
        if short_form(name) or is_outlet(name):
            pattern = rf"(?:[A-Z]\w+\s+(?:(?:of|for|the|and)\s+)*){{1,6}}\({re.escape(name)}\)"
        else:
            pattern = rf"(?:[A-Z][\w\u2019'-]+\s+|[A-Z]\.\s+){{1,2}}{re.escape(name)}\b"
        forms: Counter[str] = Counter()
        for match in re.finditer(pattern, self.article.text):
            found = read_naming(match.group())
            if not found or not found.named or found.refers or found.name == name:
                continue
            if same_speaker(found.name, name) and not _NO_NAME_PART.search(found.name):
                forms[found.name] += 1
        return forms.most_common(1)[0][0] if forms else name

    def _quoted_subject(self, reading: Reading, segment: Segment) -> Speaker | None:
        """Whom an outlet quotes where no verb says so: "Jane Roe, quoted by the Courier, counted nine ships"."""
        hit = next((hit for hit in segment.hits if _QUOTED_BY.match(reading.text[slice(*hit.cue)])), None)
        subject = main_subject(reading.text[: hit.cut[0]] + " said") if hit and not segment.begin else None
        naming = reading.naming(subject) if subject else None
        if naming is None or not naming.named or naming.refers is not None or self._common_word(naming):
            return None
        return self._resolve(naming)[1]

    def _with_known_channel(self, links: list[Link], speaker: Speaker | None, channel: Link | None) -> list[Link]:
        """The outlet through which the article knows this speaker stays in the chain."""
        before = self.memory.by_name(speaker.name) if speaker else None
        known = (speaker.channel if speaker else None) or (before.channel if before else None)
        if channel or known is None or any(link.kind is LinkKind.CITED_OUTLET for link in links):
            return links
        return [known, *links]

    def _with_outlets_behind(self, links: list[Link], index: int) -> list[Link]:
        """With the outlets that the next sentence gives for this one: "Roe resigned. This was reported by X"."""
        behind = self._source_behind(index) if links else None
        if behind is None:
            return links
        later = self._peek(behind)[len(self.base) :]
        return [link for link in later if link.kind is LinkKind.CITED_OUTLET and not _present(link, links)] + links

    # -- parts without --

    def _without_hits(self, reading: Reading, segment: Segment, index: int) -> Attributed:
        chain = self._carried(index) if segment.end == len(reading.text) else ()
        chain = chain or self._answering(reading)
        content = content_of(reading, segment)
        if segment.end < len(reading.text):
            content = tuple(span for span in content if is_own_statement(self.article.text[slice(*span)]))
        return Attributed(
            reading.sentence, chain or self.base, content, None, Attitude.ASSERTS, span_of(reading, segment)
        )

    def _answering(self, reading: Reading) -> tuple[Link, ...]:
        """The chain of an answer in an interview printed as questions and answers."""
        if self.interview is None or reading.sentence.paragraph not in self.interview.answers:
            return ()
        naming = read_naming(self.interview.person)
        if naming is None or not naming.named:
            return ()
        links = tuple(
            replace(
                link, name=self._full_name(link.name), start=self.interview.at, end=self.interview.at + len(link.name)
            )
            for link in links_of(naming)[:1]
        )
        self.memory.spoke(Speaker(links, person=True))
        return (*self.base, *links)

    def _carried(self, index: int) -> tuple[Link, ...]:
        """The chain a sentence without a cue takes over, or nothing."""
        reading = self.readings[index]
        if reading.all_quoted:
            chain = self._quote_chain(index)
            return chain if len(chain) > len(self.base) else ()
        behind = self._source_behind(index)
        if behind is not None:
            return self._peek(behind)
        before = self.last
        if before is None or before.sentence.paragraph != reading.sentence.paragraph:
            return ()
        if len(before.chain) <= len(self.base) or before.attitude is Attitude.GAP:
            return ()
        quoted_head = bool(reading.quotes) and reading.quotes[0][0] == 0
        verb = next(finite_verbs(reading.text), len(reading.text))
        mood = (bool(_MOOD.match(reading.text, verb)) and not reading.quotes) or bool(_PART_OF_THEM.match(reading.text))
        future = _FUTURE.search(reading.text) and _FUTURE.search(before.sentence.text)
        if quoted_head or mood or (future and _ANAPHORIC.search(reading.text)):
            return before.chain
        return ()

    def _source_behind(self, index: int) -> int | None:
        """The later sentence that only names the source of this one: "This is what the portal reports".

        It stands next or ends the passage: the same paragraph, or the first words of the one after.
        """
        paragraph = self.readings[index].sentence.paragraph
        for later in range(index + 1, min(index + 1 + _LEAD, len(self.readings))):
            after = self.readings[later]
            if after.sentence.paragraph > paragraph + 1:
                return None
            if after.hits and SOURCE_OF_PREVIOUS.search(after.text):
                return later
            if after.hits or after.sentence.paragraph > paragraph:
                return None
        return None

    def _quote_chain(self, index: int) -> tuple[Link, ...]:
        """The chain within a quotation: from where it ends, else from the last speaker, else from what follows."""
        closing = self._closing(index)
        if closing is not None and len(chain := self._peek(closing)) > len(self.base):
            return chain
        sentence, before = self.readings[index].sentence, self.last
        if before is not None and len(before.chain) > len(self.base) and before.attitude is not Attitude.GAP:
            near = sentence.paragraph - before.sentence.paragraph < _QUOTE_CARRIES
            if near:
                return before.chain
        if index + 1 < len(self.readings) and self.readings[index + 1].sentence.paragraph == sentence.paragraph:
            return self._peek(index + 1)
        return self.base

    def _closing(self, index: int) -> int | None:
        """The later sentence in which the quotation around sentence `index` is closed, if that names a source."""
        sentence = self.readings[index].sentence
        around = next(((start, end) for start, end in self.quotes if start < sentence.end <= end), None)
        if around is None:
            return None
        for later in range(index + 1, len(self.readings)):
            other = self.readings[later]
            if other.sentence.start >= around[1]:
                return None
            if other.sentence.end >= around[1] and other.hits:
                return later
        return None

    def _peek(self, index: int) -> tuple[Link, ...]:
        """The chain of a later sentence as it would come out now; nothing is remembered."""
        reading = self.readings[index]
        if not reading.hits or reading.gap or reading.all_quoted:
            return self.base
        walk = replace(self, memory=self.memory.copy())
        segment = next((segment for segment in segments_of(reading) if segment.hits), None)
        return walk._from_hits(reading, segment, index, None)[0].chain if segment else self.base

    def _note_subject(self, reading: Reading) -> None:
        """The named subject of a sentence without a source can be the "he" of the next, or whose figure it gives."""
        owner = _OWNER_OF_FIGURE.search(reading.text)
        owner = owner or _CONCERNS.match(reading.text)
        span = owner.span("owner") if owner else main_subject(reading.text)
        naming = reading.naming(span) if span else None
        if naming is None or not naming.named or naming.refers is not None or self._common_word(naming):
            return
        if " " not in naming.name and not self._seen_inside(naming.name):
            return
        person = _is_person(naming)
        self.memory.mentioned(Speaker(links_of(naming), naming.roles, person))


_ITS_OWN = frozenset((Refers.PERSON, Refers.PLURAL, Refers.DOCUMENT))
"""What a phrase in "Jane Roe said she is sure" or "said the findings show" has of its own: no source behind her."""
_GOES_ON = re.compile(r"(?:so\s+)?it\s+(?:is|was)\s+(?:also\s+)?said(?:\s+that)?", re.IGNORECASE)
"""Translated from languages that repeat so that the source of the sentence before still speaks."""
_QUOTED_BY = re.compile(r"(?:quoted|cited)\b.*\bby$")
_THIS_PAPER = re.compile(r"\b(?:newspaper|paper|magazine|website|portal|channel|station|broadcaster)$")
"""What follows "this" where an outlet means itself: "told this newspaper"."""
_OWNER_OF_FIGURE = re.compile(
    r"\b(?:is|was)\s+(?:the|an?|that)\s+(?:\w+\s+)?(?:figure|number|estimate|count|version|account|view)s?\s+"
    r"(?:of|by|from)\s+(?P<owner>(?:the\s+)?[A-Z][^,;:.]{2,60})\.?$"
)
_CONCERNS = re.compile(r"(?:For|To)\s+(?P<owner>(?:[A-Z][\w\u2019'-]+\s){1,2}[A-Z][\w\u2019'-]+)\s+(?!and\b)")
"""Whose view is told: "For Jane Roe the matter is clear"."""
_NO_NAME_PART = re.compile(rf"\b{alternatives((*WEEKDAYS, *MONTHS, *(word.capitalize() for word in NOT_NAMES)))}\b")


def _is_person(naming: Naming) -> bool:
    if naming.kind is not LinkKind.SPEAKER or naming.body_kind:
        return False
    return bool(naming.roles) or reads_as_person(naming.name)


_INTO_QUOTE = re.compile(r"\s*:?\s*[“\"„«]|(?<=:)\s")


def _with_said_before(text: str, segments: Sequence[Segment]) -> list[Segment]:
    """ "P, Jane Roe said: “Q”": she says both; "the talks ended when Jane Roe said: “Q”" is not of her telling."""
    if len(segments) < 2 or segments[0].hits:
        return list(segments)
    first, then, *rest = segments
    hit = then.hits[0]
    is_said = hit.role is Role.SPEECH and hit.attitude is Attitude.ASSERTS and not hit.shared and not hit.keep
    before = text[first.begin : first.end]
    if is_said and text[first.end] == "," and _INTO_QUOTE.match(text, hit.cut[1]) and is_own_statement(before):
        return [Segment(first.begin, then.end, then.hits), *rest]
    return list(segments)


def _asks(reading: Reading) -> bool:
    """Whether a reporter only asks in between: "“I heard a bang,” said Jane Roe. The sirens? “There were none.”" """
    return reading.text.rstrip().endswith("?") and not reading.hits and not reading.quotes


def _present(link: Link, links: Sequence[Link]) -> bool:
    """Whether `link` stands in `links` already."""
    return any(
        link.name == other.name
        or (link.named and other.named and link.kind is other.kind and same_speaker(link.name, other.name))
        for other in links
    )


def _deciding(hits: Sequence[Hit]) -> Hit:
    """The hit that says what is done with the content: a denial or doubt, else the last one that is no channel."""
    strong = [hit for hit in hits if hit.attitude in (Attitude.DENIES, Attitude.DOUBTS)]
    spoken = [hit for hit in hits if hit.role is not Role.CHANNEL]
    return (strong or spoken or list(hits))[-1]
