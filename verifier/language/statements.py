"""Checkable statements of an article: content cut free of its attribution and set on its own feet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from verifier.domain import Article, Kind, Link, LinkKind
from verifier.language.attribution import SOURCE_OF_PREVIOUS, Attitude, Attributed, attribute
from verifier.language.cues import Span
from verifier.language.dates import DatedSpan, find_dates
from verifier.language.grammar import finite_verbs, has_finite_verb
from verifier.language.kinds import hedge_of, is_checkable, kind_of
from verifier.language.names import HEARSAY
from verifier.language.sentences import Sentence
from verifier.language.sources import read_naming
from verifier.language.subjects import main_subject


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


def find_statements(article: Article, sentences: Sequence[Sentence]) -> list[Statement]:
    """The checkable statements of `article`, in text order."""
    builder = _Builder(article)
    for attributed in attribute(article, sentences):
        builder.add(attributed)
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
        text = finish(drop_connectives(sentence.text))
        return Statement(
            sentence.start, sentence.end, text, attributed.chain, Kind.FACT, None, Attitude.GAP, self.said_at, None
        )

    def _units(self, attributed: Attributed) -> Iterator[list[Span]]:
        """The spans of each statement: pieces around an inserted "X said" are joined, clauses are split."""
        text = self.article.text
        joined: list[list[Span]] = []
        for span in attributed.content:
            if joined and not _stands_alone(text, joined[-1], span):
                joined[-1].append(span)
            else:
                joined.append([span])
        for unit in joined:
            if len(unit) > 1:
                yield unit
            else:
                yield from ([span] for span in split_clauses(text, unit[0]))

    def _append(self, attributed: Attributed, spans: list[Span]) -> None:
        attitude = attributed.attitude
        if attitude is not Attitude.ASSERTS and len(attributed.chain) < 2:
            return  # nobody who could be weighed against anybody
        raw = self._joined(spans)
        start, end = spans[0][0], spans[-1][1]
        if attitude is Attitude.DENIES and _JUDGED.search(raw):
            raw = _JUDGED.sub("", raw)
        if attitude is not Attitude.ASSERTS and _ANAPHORIC_OBJECT.match(raw.strip(' .;“”"')):
            self._deny_previous(attributed)
            return
        if attitude is not Attitude.ASSERTS:
            raw = _REPORTED_NOUN.sub("", raw)
        standing = self._on_its_feet(raw, attributed)
        if standing is None:
            # no clause is left: "the port announced a strike" stays whole, as its own statement
            start, end = attributed.span
            raw, attitude = self.article.text[start:end], Attitude.ASSERTS
            standing = self._on_its_feet(raw, replace(attributed, chain=attributed.chain[:1], cue=None))
        if standing is None or not is_checkable(standing):
            return
        cut_hedge = _cut_hedge(attributed, raw)
        text = finish(f"Reportedly, {_lower_first(standing)}" if cut_hedge else standing)
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

    def _deny_previous(self, attributed: Attributed) -> None:
        """ "The governor denied this." rejects the last statement before it."""
        target = next((statement for statement in reversed(self.found) if statement.attitude is Attitude.ASSERTS), None)
        if target is None or attributed.sentence.start - target.end > _DENIAL_REACH:
            return
        sentence = attributed.sentence
        self.found.append(
            replace(
                target,
                start=sentence.start,
                end=sentence.end,
                chain=attributed.chain,
                attitude=attributed.attitude,
                said_at=self.said_at,
            )
        )

    def _on_its_feet(self, raw: str, attributed: Attributed) -> str | None:
        """The wording without what ties it to its place; None when what is left is no sentence."""
        text = drop_connectives(unquote(raw))
        if len(attributed.chain) > 1:
            text = re.sub(r"^that\s+", "", text)
            completed = _complete(text, attributed)
            if completed != text:
                return self._resolve_subject(completed, attributed)
        if not text or not has_finite_verb(text) or text.startswith("to "):
            return None
        return self._resolve_subject(text, attributed)

    def _resolve_subject(self, text: str, attributed: Attributed) -> str:
        match = _LEADING_PRONOUN.match(text)
        if match is None:
            return text
        word = match.group("pronoun").lower()
        if word == "it" and not _ACTS.match(text):
            return text
        name = self._speaker(attributed, word) if len(attributed.chain) > 1 else self._subject_before(word)
        if name is None:
            return text
        if word in ("his", "her", "its", "their") and re.search(r"['\u2019]s?\s", name):
            return text  # "the union's members' claim" reads worse than "its claim"
        possessive = word in ("his", "her", "its", "their") and not re.match(
            r"\s+(?:is|was|has|had|would|will)\b", text[match.end() :]
        )
        if word == "her" and not possessive:
            return text
        return name + ("\u2019s" if possessive else "") + text[match.end() :]

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

    def _subject_before(self, word: str) -> str | None:
        """The single named subject of the sentence before, in the same paragraph."""
        if self.before is None or not self.found or self.before.sentence.paragraph != self._paragraph():
            return None
        sentence = self.before.sentence.text
        span = main_subject(sentence)
        naming = read_naming(sentence[slice(*span)]) if span else None
        if naming is None or not naming.named or naming.refers is not None or " and " in naming.name:
            return None
        if _is_person(naming.name) != (word in _PERSONAL) or span is None:
            return None
        return f"the {naming.name}" if sentence[span[0] :].lower().startswith("the ") else naming.name

    def _paragraph(self) -> int:
        return self.before.sentence.paragraph if self.before else -1

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


# --- units ---

_SUBORDINATE = re.compile(
    r"(?:if|when|although|though|as|because|while|after|before|since|once|unless|in\s+order|despite|that|which|who)\b",
    re.IGNORECASE,
)


def _stands_alone(text: str, unit: Sequence[Span], span: Span) -> bool:
    """Whether the piece behind an inserted "X said" is a statement of its own."""
    before = " ".join(text[start:end] for start, end in unit)
    after = text[slice(*span)]
    if not has_finite_verb(before):
        return False
    if before.rstrip('”"\u2019 ').endswith((".", "!", "?")) or (
        re.match(r"[“\"]?[A-Z]", after) and re.search(r"[.!?]\s*$", text[: span[0]].rstrip('“" '))
    ):
        return main_subject(after.lstrip('“"')) is not None
    joint = re.match(r"[“\"]?(?:and|but|while)\s+(?=\S)", after)
    return joint is not None and main_subject(after[joint.end() :]) is not None


def split_clauses(text: str, span: Span) -> list[Span]:
    """`span` cut at ", and" and the like where both halves have their own subject and finite verb."""
    start, end = span
    passage = text[start:end]
    if _SUBORDINATE.match(passage.lstrip('“"')):
        return [span]
    for match in re.finditer(r"[,;]\s+(?:and|but|while|whereas)\s+(?:that\s+)?|;\s+|\s+and\s+that\s+", passage):
        left, right = passage[: match.start()], passage[match.end() :]
        if (
            _inside_quote(left)
            or _SUBORDINATE.match(right)
            or main_subject(left) is None
            or main_subject(right) is None
        ):
            continue
        return [(start, start + match.start()), *split_clauses(text, (start + match.end(), end))]
    return [span]


def _inside_quote(left: str) -> bool:
    return left.count("“") > left.count("”") or left.count('"') % 2 == 1


# --- wording ---

_CONNECTIVE = re.compile(
    r"(?:however|in\s+addition|additionally|meanwhile|namely|specifically|moreover|furthermore|nevertheless"
    r"|nonetheless|therefore|thus|also|besides|"
    r"at\s+the\s+same\s+time|in\s+fact|indeed|in\s+particular|in\s+turn|for\s+example|for\s+instance"
    r"|on\s+the\s+other\s+hand|(?:by|in)\s+contrast|"
    r"separately|finally|accordingly|as\s+a\s+result|consequently|overall|in\s+short|of\s+course|after\s+all|then"
    r"|still|instead|that\s+said|similarly|"
    r"likewise|notably|earlier|later|update|breaking)\s*[,:]\s*|(?:and|but|or|so|yet|whereas|also)\s+(?=\S)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][\w./\u2019'-]*(?:,?\s+(?:[A-ZÀ-Þ][\w./\u2019'-]*"
    r"|\d{1,2})){0,5}\s*(?:\([^)]{2,30}\)\s*)?\s[\u2013—-]{1,2}\s+(?=[“\"]?[A-Z])"
)
_LEADING_PRONOUN = re.compile(r"(?P<pronoun>he|she|it|they|his|her|its|their)\b(?!['\u2019])", re.IGNORECASE)
_ACTS = re.compile(
    r"It\s+(?:had|has|would|will|plans|intends|wants|planned|is\s+planning|was\s+planning)\b(?!\s+been\b)", re.I
)
"""What follows an "it" that is taken for the body before; "it causes", "it was" mostly mean another thing."""
_PERSONAL = frozenset(("he", "she", "his", "her"))
_ANAPHORIC_OBJECT = re.compile(
    r"(?:(?:any|all|these|those|the|this|that|such|it|them|his|her|their|its)\s*)*(?:\w+\s+){0,2}?(?:claims?"
    r"|allegations?|accusations?|reports?|charges?|assertions?|statements?|accounts?|version|figures?|"
    r"information|it|this|that|them|involvement|responsibility|wrongdoing|these|those)(?:\s+as\s+\w+(?:\s+\w+)?"
    r"|\s+(?:nonsense|false|fake|lies|a\s+lie))?(?=\s*(?:,|$))",
    re.IGNORECASE,
)
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


def drop_connectives(text: str) -> str:
    """`text` without the words that tie it to what stood before, and without a dateline."""
    text = text.strip()
    while match := _DATELINE.match(text) or _CONNECTIVE.match(text):
        if not text[match.end() :].strip():
            break
        text = text[match.end() :]
    return text


def unquote(text: str) -> str:
    """`text` without quotation marks around the whole and without unpaired ones."""
    text = text.strip()
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    if text.count('"') % 2:
        text = text.replace('"', "")
    wrapped = re.fullmatch(r"[“\"]([^“”\"]*)[”\"][.,]?", text)
    return (wrapped.group(1) if wrapped else text).strip(" ,;:\u2013—")


def finish(text: str) -> str:
    """`text` with a capital at its head and a full stop at its end."""
    text = re.sub(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+", " ", text).strip(" ,;:\u2013—")
    text = re.sub(r"(?:,?\s+(?:and|but|that|while|or|because|which|who|without))+[\s.,]*$", "", text)
    text = re.sub(r",([”\"])\.?$", r"\1", text[:1].upper() + text[1:])
    return text if text.endswith((".", "!", "?", ".”", '."')) else text + "."


def _lower_first(text: str) -> str:
    first = text.split(" ", 1)[0]
    proper = first[1:] != first[1:].lower() or (re.match(r"[A-Z]", first) and first.lower() not in _LOWERABLE)
    return text if proper else text[:1].lower() + text[1:]


_LOWERABLE = frozenset(
    "the a an this that these those it he she they there among in on at some many several all more about around "
    "both two three four five for by from".split()
)
_WARNED = re.compile(r"(?:of|about|against)\s+", re.IGNORECASE)
_PUT_AT = re.compile(r"(?P<thing>.+?)\s+at\s+(?P<value>.+)", re.DOTALL)
_HAVING = re.compile(r"(?:having\s+|(?=[a-z]+ing\b))")


_ACCUSED = re.compile(r"(?P<accused>.+?)\s+(?:of|for)\s+(?P<deed>.+)", re.DOTALL)


def _be(subject: str) -> str:
    """The form of "be" for `subject`."""
    plural = " and " in subject or re.search(
        r"(?:troops|forces|soldiers|officials|authorities|fighters|people|countries|separatists|them)$", subject
    )
    return "are" if plural else "is"


def _complete(text: str, attributed: Attributed) -> str:
    """Content that is no clause, made one where the cue tells how: "warned of P", "put A at N"."""
    cue = (attributed.cue or "").lower()
    if (
        cue.startswith("warn")
        and (match := _WARNED.match(text))
        and not has_finite_verb(text[match.end() :].split(",")[0])
    ):
        return f"there is a danger of {text[match.end() :]}"
    if (
        cue.startswith(("put", "place", "estimate"))
        and (match := _PUT_AT.fullmatch(text))
        and not has_finite_verb(match.group("thing"))
    ):
        return f"{match.group('thing')} {_be(match.group('thing'))} put at {match.group('value')}"
    if cue.startswith(("accus", "blam")) and (match := _ACCUSED.fullmatch(text)):
        return f"{match.group('accused')} {_be(match.group('accused'))} responsible for {match.group('deed')}"
    speakers = [link.name for link in attributed.chain[1:] if link.named]
    if cue.startswith("den") and speakers and (match := _HAVING.match(text)):
        return f"{speakers[-1]} {'has' if match.group() else 'is'} {text[match.end() :]}"
    return text


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
