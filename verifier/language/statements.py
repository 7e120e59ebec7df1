"""Checkable statements of an article: content cut free of its attribution and set on its own feet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from verifier.domain import Article, Kind, Link, LinkKind
from verifier.language.attribution import SOURCE_OF_PREVIOUS, Attitude, Attributed
from verifier.language.checkable import is_checkable
from verifier.language.cues import CLAUSE_BEFORE, Span
from verifier.language.dates import DatedSpan, find_dates
from verifier.language.grammar import finite_verbs, has_finite_verb
from verifier.language.kinds import hedge_of, kind_of
from verifier.language.names import HEARSAY
from verifier.language.nouns import is_body_word
from verifier.language.phrasing import complete, drop_connectives, finish, lower_first, tidy, unquote
from verifier.language.sentences import Sentence
from verifier.language.sources import read_naming
from verifier.language.subjects import main_subject
from verifier.language.units import at_footnotes, inside_quote, joinable, split_clauses, stands_alone


@dataclass(frozen=True, slots=True)
class Statement:
    """One checkable statement; `article.text[start:end]` is its verbatim quote.

    `text` is the statement on its own feet, hedges kept. With attitude *gap* it is shown and never a claim; with
    *denies* or *doubts* it is what the last speaker of `chain` rejects or questions. `said_at` is the day it was said,
    else the article's date; `event_at` the first day its content names.
    """

    start: int
    end: int
    text: str
    chain: tuple[Link, ...]
    kind: Kind
    hedge: str | None
    attitude: Attitude
    said_at: date | None
    event_at: date | None


def find_statements(article: Article, attributed: Iterable[Attributed]) -> list[Statement]:
    """The checkable statements of `article` in its attributed sentences, in text order."""
    builder = _Builder(article)
    for one in attributed:
        builder.add(one)
    return builder.found


@dataclass(slots=True)
class _Builder:
    """Turns attributed sentences into statements; remembers only the sentence before."""

    article: Article
    found: list[Statement] = field(default_factory=list)
    before: Attributed | None = None
    said_at: date | None = None

    def add(self, attributed: Attributed) -> None:
        self.said_at = self._said_at(attributed)
        if SOURCE_OF_PREVIOUS.search(attributed.sentence.text):
            pass  # it says where the sentence before comes from, nothing else
        elif attributed.attitude is Attitude.GAP:
            self.found.append(self._gap(attributed))
        else:
            for spans in self._units(attributed):
                self._append(attributed, spans)
        self.before = attributed

    def _gap(self, attributed: Attributed) -> Statement:
        sentence = attributed.sentence
        text = finish(drop_connectives(tidy(sentence.text)))
        return Statement(
            sentence.start, sentence.end, text, attributed.chain, Kind.FACT, None, Attitude.GAP, self.said_at, None
        )

    def _units(self, attributed: Attributed) -> Iterator[list[Span]]:
        """The spans of each statement: pieces around an inserted "X said" are joined, clauses are split."""
        text = self.article.text
        joined: list[list[Span]] = []
        for span in attributed.content:
            if joined and not stands_alone(text, joined[-1], span):
                joined[-1].append(span)
            else:
                joined.append([span])
        for unit in joined:
            kept = joinable(text, unit)
            if len(kept) > 1:
                yield kept
            elif kept:
                sentences = at_footnotes(text, kept[0]) if len(attributed.chain) < 2 else [kept[0]]
                yield from ([span] for sentence in sentences for span in split_clauses(text, sentence))

    def _append(self, attributed: Attributed, spans: list[Span], wording: str | None = None) -> None:
        attitude = attributed.attitude
        if attitude is not Attitude.ASSERTS and len(attributed.chain) < 2:
            return  # nobody who could be weighed against anybody
        raw = wording or self._joined(spans)
        start, end = spans[0][0], spans[-1][1]
        if attitude is Attitude.DENIES and CLAUSE_BEFORE.match(self.article.text, attributed.span[0]):
            self._deny_previous(attributed, within=True)
            return
        if attitude is Attitude.DENIES and _JUDGED.search(raw):
            raw = _JUDGED.sub("", raw)
        if attitude is not Attitude.ASSERTS and _ANAPHORIC_OBJECT.match(raw.strip(' .;“”"')):
            self._deny_previous(attributed)
            return
        if attitude is not Attitude.ASSERTS:
            raw = _REPORTED_NOUN.sub("", raw)
        standing = self._on_its_feet(raw, attributed)
        if standing is None:
            if _POINTS_BACK.match(raw):
                return  # "denied it a day later"
            # no clause is left: "the port announced a strike" stays whole, as its own statement
            start, end = attributed.span
            raw, attitude = self.article.text[start:end], Attitude.ASSERTS
            standing = self._on_its_feet(raw, replace(attributed, chain=attributed.chain[:1], cue=None))
            if standing is None or standing[0] in '“"«':
                return  # "“About nine thousand,” he said": a piece of an answer
        own_voice = all(link.kind in (LinkKind.OUTLET, LinkKind.CITED_OUTLET) for link in attributed.chain)
        if not is_checkable(standing, own_voice=own_voice):
            if wording is None:
                self._append_part(attributed, spans)
            return
        cut_hedge = _cut_hedge(attributed, raw)
        text = finish(f"Reportedly, {lower_first(standing)}" if cut_hedge else standing)
        self.found.append(
            Statement(
                start=start,
                end=end,
                text=text,
                chain=attributed.chain,
                kind=kind_of(text),
                hedge=cut_hedge or hedge_of(text),
                attitude=attitude,
                said_at=self.said_at,
                event_at=self._event_at(text),
            )
        )

    def _append_part(self, attributed: Attributed, spans: list[Span]) -> None:
        """What can stand alone in a clause that does not: behind a colon or "and", or in "…, which will end"."""
        start, end = spans[0][0], spans[-1][1]
        relative = _WHICH_WILL.search(self._joined(spans))
        if relative is not None:
            self._append(attributed, spans, f"{relative.group('thing')} {relative.group('does')}")
        if len(spans) > 1 or relative is not None:
            return
        passage = self.article.text[start:end]
        part = next((m for m in _PART.finditer(passage) if not inside_quote(passage[: m.start()])), None)
        if part is not None and has_finite_verb(passage[: part.start()]) and _WHOLE_PART.match(passage, part.end()):
            self._append(attributed, [(start + part.end(), end)])

    def _joined(self, spans: Sequence[Span]) -> str:
        """The pieces around an inserted "X said" as one wording, with a comma where the clause had commas around it."""
        text = self.article.text
        out = text[slice(*spans[0])]
        for before, span in pairwise(spans):
            gap = text[before[1] : span[0]]
            comma = gap.lstrip().startswith(",") and gap.rstrip().endswith(",") and not out.rstrip('”"').endswith(",")
            verb_next = next(finite_verbs(f"it {text[slice(*span)]}"), -1) == len("it ")
            out += (", " if comma and not verb_next else " ") + text[slice(*span)]
        return out

    def _event_at(self, text: str) -> date | None:
        """The day the content names; "on Friday" in a plan is the next Friday, not the last."""
        published = self.article.published
        dated = find_dates(text, published)
        day = _first_day(dated)
        if day is None or published is None or kind_of(text) not in (Kind.FORECAST, Kind.INTENT):
            return day
        named = next((text[span.start : span.end] for span in dated if span.first == day), "")
        weekday = re.search(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", named) and not re.search(r"last|\d", named)
        return day + timedelta(days=7) if weekday and timedelta() < published - day < timedelta(days=7) else day

    def _deny_previous(self, attributed: Attributed, *, within: bool = False) -> None:
        """ "The governor denied this." rejects the last statement before it; `within`: if that is of its sentence."""
        sentence, (start, end) = attributed.sentence, attributed.span
        target = next((statement for statement in reversed(self.found) if statement.attitude is Attitude.ASSERTS), None)
        if target is None or sentence.start - target.end > _DENIAL_REACH or (within and target.start < sentence.start):
            return
        if not within:
            start, end = sentence.start, sentence.end
        self.found.append(
            replace(
                target,
                start=start,
                end=end,
                chain=attributed.chain,
                attitude=attributed.attitude,
                said_at=self.said_at,
            )
        )

    def _on_its_feet(self, raw: str, attributed: Attributed) -> str | None:
        """The wording without what ties it to its place; None when what is left is no sentence."""
        text = drop_connectives(unquote(tidy(self._before_main_verb(raw, attributed))))
        if len(attributed.chain) > 1:
            text = re.sub(r"^that\s+", "", text)
            completed = complete(text, attributed)
            if completed != text:
                return self._resolve_subject(completed, attributed)
        if not text or not has_finite_verb(text) or text.startswith("to "):
            return None
        return self._resolve_subject(text, attributed)

    def _before_main_verb(self, raw: str, attributed: Attributed) -> str:
        """ "Jane Roe, who had said that P, left the town": P ends where the verb of the main clause follows a comma."""
        said_at = attributed.content[0][0]
        if not re.search(r",\s+who\s[^,]*$", self.article.text[attributed.span[0] : said_at]):
            return raw
        ends = (m.start() for m in re.finditer(r",\s+", raw) if next(finite_verbs(f"he {raw[m.end() :]}"), -1) == 3)
        return raw[: next(ends, len(raw))]

    def _resolve_subject(self, text: str, attributed: Attributed) -> str:
        if spoken := _FIRST_PERSON.match(text):
            return self._in_third_person(text, spoken, attributed) or text
        if _AMONG_THEM.match(text):
            return self._with_counted(text, attributed.sentence)
        when = _WHEN.match(text)
        if when is not None:
            resolved = self._resolve_subject(text[when.end() :], attributed)
            return text[: when.end()] + resolved
        match = _LEADING_PRONOUN.match(text)
        if match is None:
            return text
        word = match.group("pronoun").lower()
        if word == "it" and not _ACTS.match(text) and not self._it_did(text, attributed):
            return text
        spoken_by_name = len(attributed.chain) > 1
        name = self._speaker(attributed, word) if spoken_by_name else self._subject_before(word, attributed.sentence)
        if name is None:
            return text
        if word in ("his", "her", "its", "their") and re.search(r"['\u2019]s?\s", name):
            state = _GOVERNMENT_OF.fullmatch(name)  # "Merrin's government says its neighbour": Merrin's neighbour
            return f"{state.group(1)}\u2019s{text[match.end() :]}" if state else text
        possessive = word in ("his", "her", "its", "their") and not re.match(
            r"\s+(?:is|was|has|had|would|will)\b", text[match.end() :]
        )
        if word == "her" and not possessive:
            return text
        ending = ("\u2019" if name.endswith("s") else "\u2019s") if possessive else ""
        return name + ending + text[match.end() :]

    def _it_did(self, text: str, attributed: Attributed) -> bool:
        """ "The ministry says that it sent a warning": an act of the past, told by who can act."""
        verb = next(finite_verbs(text.lower()), -1)
        return (
            len(attributed.chain) > 1
            and verb == len("it ")
            and not text[verb:].split()[0].endswith("s")
            and not _BEFALLS.match(text, verb)
        )

    def _with_counted(self, text: str, here: Sentence) -> str:
        """ "Among them were 300 guards", with those whom the sentence before counted."""
        near = self.before is not None and self.before.sentence.paragraph == here.paragraph
        counted = _COUNTED.findall(self.before.sentence.text) if near and self.before else []
        return _AMONG_THEM.sub(f"Among the {counted[-1]}", text, count=1) if len(set(counted)) == 1 else text

    def _in_third_person(self, text: str, spoken: re.Match[str], attributed: Attributed) -> str | None:
        """ "We have received no notice", says the spokeswoman of a named body: the body has. None where unsafe."""
        who = self._who_speaks(attributed, spoken)
        if who is None:
            return None
        verb, rest = spoken.group("verb").lower(), text[spoken.end() :]
        happened = next(finite_verbs(f"it {verb}{rest}"), -1) == len("it ") or verb == "were"
        if not happened or _NOT_HAPPENED.match(verb + rest) or _OWN.search(rest):
            return None
        return f"{spoken.group('when') or ''}{who} {_SINGULAR.get(verb, verb)}{rest}"

    def _who_speaks(self, attributed: Attributed, spoken: re.Match[str]) -> str | None:
        """Who "I" or "we" is: the person, the body that speaks or speaks through them, the outlet that counted."""
        link, alone = attributed.chain[-1], spoken.group("who").lower() == "i"
        if len(attributed.chain) < 2:
            return link.name if link.named and not alone and _FOUND.match(spoken.string, spoken.start("verb")) else None
        if not link.named or link.kind is not LinkKind.SPEAKER:
            return None
        if alone == _is_person(link.name):
            return self._with_article(link)
        return None if alone else self._body_of(link.name)

    def _body_of(self, person: str) -> str | None:
        """The body of "Jane Roe of the Harbour Office"; a person's "we" can else be a state, a party, everybody."""
        office = r"(?:,\s+(?:an?|the)\s+[a-z-]+(?:\s+[a-z-]+)?)?\s+(?:of|for)"
        found = re.search(rf"{re.escape(person)}{office}\s+((?:the\s+)?(?:[A-Z][\w\u2019'-]*\s?)+)", self.article.text)
        name = found.group(1).strip() if found else ""
        return name if name and is_body_word(name.split()[-1]) else None

    def _speaker(self, attributed: Attributed, word: str) -> str | None:
        """The named speaker, for "he" at the head of their own indirect speech."""
        if attributed.cue is None or attributed.sentence.text[:1] in '“"':
            return None
        speakers = [link for link in attributed.chain[1:] if link.named and link.kind is LinkKind.SPEAKER]
        if len(speakers) != 1:
            return None
        name = speakers[0].name
        fits = _is_person(name) if word in _PERSONAL else not (_is_person(name) and " " in name)
        return self._with_article(speakers[0]) if fits else None

    def _with_article(self, link: Link) -> str:
        """The name as a subject: "the harbour office" where the text gives it with its article."""
        before = self.article.text[max(0, link.start - 4) : link.start].lower() if link.start is not None else ""
        return f"the {link.name}" if before == "the " else link.name

    def _subject_before(self, word: str, here: Sentence) -> str | None:
        """The single named subject of the sentence before, in the same paragraph."""
        if self.before is None or not self.found or self.before.sentence.paragraph != here.paragraph:
            return None
        sentence = self.before.sentence.text
        span = main_subject(sentence)
        naming = read_naming(sentence[slice(*span)]) if span else None
        if naming is None or not naming.named or naming.refers is not None or " and " in naming.name:
            return None
        if _is_person(naming.name) != (word in _PERSONAL) or span is None:
            return None
        if word in _PERSONAL and " " not in naming.name and not self._has_first_name(naming.name):
            return None  # a country that no list knows reads as a person too
        return f"the {naming.name}" if sentence[span[0] :].lower().startswith("the ") else naming.name

    def _has_first_name(self, name: str) -> bool:
        """Whether the article gives the bearer of a one-word name another name before it."""
        return re.search(rf"(?<=[a-z,]\s)[A-Z][\w\u2019'-]+\s+{re.escape(name)}\b", self.article.text) is not None

    def _said_at(self, attributed: Attributed) -> date | None:
        """The date in the attribution clause; a carried-over sentence takes that of the sentence before."""
        if len(attributed.chain) < 2:
            return self.article.published
        same = self.before is not None and self.before.sentence.paragraph == attributed.sentence.paragraph
        if attributed.cue is None and same and self.before is not None and self.before.chain == attributed.chain:
            return self.said_at
        clause = list(attributed.sentence.text)
        base = attributed.sentence.start
        for start, end in attributed.content:
            clause[start - base : end - base] = " " * (end - start)
        day = _first_day(find_dates("".join(clause), self.article.published), last=True)
        published = self.article.published
        return day if day and (published is None or day <= published) else published


_WHICH_WILL = re.compile(
    r"\b(?P<thing>the\s+(?:[A-Z][\w\u2019'-]*\s+)+[a-z]+),\s+which\s+(?P<does>(?:will|has|had|was|were)\s[^,;:]+)[.,]?$"
)
_PART = re.compile(r"[;:]\s+|,\s+(?:and|but)\s+(?=(?:at|on|in|the|[A-Z])\b)")
_WHOLE_PART = re.compile(r"(?!(?:and|but|or|which|who|that|to|not|an?|one)\b)[A-Za-z“\"\d]")
_LEADING_PRONOUN = re.compile(r"(?P<pronoun>he|she|it|they|his|her|its|their)\b(?!['\u2019])", re.IGNORECASE)
_FIRST_PERSON = re.compile(
    r"(?P<when>(?:[Ss]ince|[Oo]n|[Ii]n|[Bb]y|[Uu]ntil)\s[^,;]{2,30}?,?\s+)?(?P<who>[Ww]e|I)\s+(?P<verb>[a-z]+)\b"
)
_FOUND = re.compile(r"(?:have\s+)?(?:counted|measured|recorded|registered|documented|identified|detected)\b")
_SINGULAR = {"have": "has", "were": "was"}
_NOT_HAPPENED = re.compile(
    r"(?:have\s+(?:to|an?|the|no|got|\d)|am|are|do|don|can|cannot|could|would|will|must|may|might|should|need|knew"
    r"|thought|felt|wanted|hoped|believed|feared|liked|loved)\b"
)
"""What may follow "I" and "we" and tells of no act: wishes, views, possibilities."""
_OWN = re.compile(r"\b(?:we|our|us|I|my|me|ourselves|myself)\b")
_ACTS = re.compile(
    r"It\s+(?:had|has|would|will|plans|intends|wants|planned|is\s+planning|was\s+planning)\b(?!\s+been\b)", re.I
)
"""What follows an "it" that is taken for the body before; "it causes", "it was" mostly mean another thing."""
_WHEN = re.compile(
    r"(?:on|in|at|since|until|by|during|as\s+recently\s+as|last|earlier|later)\b[^,;“\"]{2,40}?,?\s+(?=(?:he|she)\s)",
    re.IGNORECASE,
)
_AMONG_THEM = re.compile(r"among\s+them(?=\s+(?:is|are|was|were)\b)", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:\d[\d,.]*|dozens\s+of|hundreds\s+of|thousands\s+of|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fourteen|twenty)\s+(?:[A-Z][a-z]+\s+)?((?:soldiers|troops|men|women|people|fighters|prisoners|children|victims|civilians"
    r"|servicemen|refugees|vehicles|ships|aircraft|tanks|drones|missiles|countries|companies|cases)\b)",
    re.IGNORECASE,
)
_BEFALLS = re.compile(r"(?:was|were|is|took|had|happened|occurred|began|started|lasted|ended|came|became|seemed"
                      r"|appeared|looked|remained|felt|meant|turned|failed|caused)\b")  # fmt: skip
_GOVERNMENT_OF = re.compile(r"(?:the\s+)?(.+)['\u2019]s\s+(?:government|authorities|leadership|cabinet)")
_PERSONAL = frozenset(("he", "she", "his", "her"))
_ANAPHORIC_OBJECT = re.compile(
    r"(?:(?:any|all|these|those|the|this|that|such|it|them|his|her|their|its)\s*)*(?:\w+\s+){0,2}?(?:claims?"
    r"|allegations?|accusations?|reports?|charges?|assertions?|statements?|accounts?|version|figures?|"
    r"information|it|this|that|them|involvement|responsibility|wrongdoing|these|those)(?:\s+as\s+\w+(?:\s+\w+)?"
    r"|\s+(?:nonsense|false|fake|lies|a\s+lie))?(?=\s*(?:[,;]|$|and\s+\w+s\b))",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"[“\"]?(?:it|this|that|these|them)\b", re.IGNORECASE)
_REPORTED_NOUN = re.compile(
    r"^(?:the\s+|these\s+|any\s+|all\s+)?(?:\w+\s+)?(?:reports?|claims?|allegations?|accusations?|statements?"
    r"|suggestions?|rumou?rs?|idea|notion|thesis)\s+(?:by\s+[^,]{2,40}?\s+)?that\s+",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"\s+(?:as\s+)?[“\"]?(?:an?\s+|the\s+)?(?:absolute\s+|complete\s+|total\s+|pure\s+|utter\s+"
    r"|outright\s+)?(?:lies?\b|nonsense|fakes?\b|false\b|untrue|fabricat\w+|"
    r"disinformation|propaganda|baseless|groundless|unfounded|fiction|hoax|rumou?rs?|speculation|absurd|ridiculous"
    r"|fantasy|provocation).*$",
    re.IGNORECASE | re.DOTALL,
)
_DENIAL_REACH = 600
"""Characters between a statement and the "denied this" that is taken to mean it: about a paragraph."""


def _cut_hedge(attributed: Attributed, raw: str) -> str | None:
    """The hearsay expression that was cut from the statement, which must not gain strength by that."""
    cue = attributed.cue
    if cue is None or attributed.chain[-1].name != HEARSAY or cue in raw:
        return None
    return cue


def _is_person(name: str) -> bool:
    found = read_naming(f"Mr {name}")
    alone = read_naming(name)
    return (
        found is not None
        and found.name == name
        and alone is not None
        and alone.kind is LinkKind.SPEAKER
        and not re.search(r"[A-Z]{2}", name)
    )


def _first_day(dated: Sequence[DatedSpan], *, last: bool = False) -> date | None:
    """The first date's first (or last) day; spans of more than a month are no date."""
    for span in dated:
        if (span.last - span.first).days <= 31:
            return span.last if last else span.first
    return None
