"""Whether a form such as "reports", "added" or "found" is a verb of saying where it stands.

Many forms are nouns or have other meanings; which evidence each needs is drawn from the lists in `grammar`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.language.cues import all_forms
from verifier.language.grammar import LOOSE, NOUN_LIKE, SAY, THAT_ONLY

THAT = re.compile(r"[^,;:.!?“”\"·]{0,140}?\bthat(?=[\s,])")
"""Words up to a "that" in the same clause."""

_THAT_FORMS = frozenset(all_forms(THAT_ONLY))
_BASE_FORMS = frozenset((*SAY, *THAT_ONLY))
_SHOW_FORMS = frozenset(
    "show shows showed shown find finds found demonstrate demonstrates demonstrated read reads".split()
)
_DOCUMENT_SUBJECT = re.compile(
    r"\b(?:reports?|stud(?:y|ies)|surveys?|polls?|data|figures|images?|imagery|photos?|photographs?|pictures?"
    r"|videos?|footage|documents?|statements?|analysis|research|records?|maps?|results|estimates?)\b",
    re.IGNORECASE,
)
_DOCUMENT_REACH = 200
"""Characters before the verb in which the document must stand: its description can be long."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A form with the words around it; `that` says that a "that" follows in the same clause."""

    word: str
    capital: bool
    before: str
    after: str
    that: bool

    @property
    def first(self) -> str:
        return self.word.split()[0]

    @property
    def quote_before(self) -> bool:
        """Whether a quotation ended shortly before: “P,” the mayor said."""
        return bool(re.search(r"[”\"»][\s,]*[^”\"“]{0,60}$", self.before))

    @property
    def ends_clause(self) -> bool:
        return self.after[:1] in (".", ",", "")

    @property
    def strong(self) -> bool:
        """Whether "that", a question word, a colon or a quotation shows that something is said."""
        return (
            bool(re.match(r"(?:that|how|why|whether|where|what)\b|,?\s*[:“\"]|·|to\s[^,.;]{2,40}\sthat\b", self.after))
            or self.before.endswith(("”", '"', "”,"))
            or (self.quote_before and self.ends_clause)
            or (self.that and bool(re.match(r"(?:for|in|on|at|to)\s(?:[\w\u2019'-]+\s){1,4}that\b", self.after)))
        )


def is_verb_of_saying(shape: str, start: int, end: int) -> bool:
    """Whether the form at `shape[start:end]` says that somebody says something."""
    before, after = shape[:start].rstrip(), shape[end:].lstrip()
    form = _Form(shape[start:end].lower(), shape[start].isupper(), before, after, bool(THAT.match(shape, end)))
    if _is_something_else(form):
        return False
    if re.search(r"\b(?:as|like)\s+[^,;]{2,60}$", before, re.IGNORECASE) and form.ends_clause:
        return True  # "as the ministry informed,"
    if form.first in LOOSE:
        return _is_loose_speech(form)
    if form.first in _THAT_FORMS:
        document = bool(_DOCUMENT_SUBJECT.search(before[-_DOCUMENT_REACH:]))
        return form.strong or (document and form.first in _SHOW_FORMS)
    return form.first not in NOUN_LIKE or _is_verb_not_noun(form)


def _is_something_else(form: _Form) -> bool:
    """ "The report", "warned residents to leave", "United States", "said of" without a quotation"""
    if form.capital and form.before[-1:] not in ("", "”", '"', "·", "—", "\u2013", ":", "'"):
        return True
    quoted = form.quote_before and form.word in ("said", "says", "wrote")
    of_somebody = re.match(r"of\s[^,.;]{2,60}?[,:]?\s*[“\"·]", form.after)
    if (
        re.match(r"(?:by|of)\b", form.after)
        and not of_somebody
        and not form.word.startswith(("warn", "sp"))
        and not quoted
    ):
        return True
    told_to = re.match(r"(?!that\b)(?:[\w\u2019'-]+\s+){1,5}?to\s", form.after)
    if form.word.startswith("warn") and told_to and not form.that:
        return True
    if form.first.startswith("continu") and form.after[:1] in ("“", '"'):
        return True  # "continues “to see” something"
    determiner = r"\b(?:the|a|an|this|that|no|any|such|his|her|its|their)$"
    return form.before.endswith(("\u2019s", "'s")) or bool(re.search(determiner, form.before, re.IGNORECASE))


def _is_loose_speech(form: _Form) -> bool:
    """ "P, he added", "she wrote on her channel: P", but not "they added a member" and not "continued to" """
    if re.match(r"to\b|[“\"·]*to\s", form.after):
        return False
    return bool(
        form.that
        or re.match(r"[.,:“\"·]|$", form.after)
        or re.search(r"(?:[,”\"»]|\s[-\u2013—])$", form.before)
        or (form.quote_before and form.word == "wrote" and form.after.startswith(("in ", "on ")))
        or re.match(r"(?:on|in|at|to|during)\s[^,.]{2,60}(?:[:“\"]|[.]\s*$)", form.after)
    )


def _is_verb_not_noun(form: _Form) -> bool:
    """ "Reuters reports P", "P, reports Reuters", but not "the mayor's claims", "reports of a strike" """
    if re.match(r"(?:from|on|of|about|by|in|into|for)\b", form.after):
        return False
    plain = form.first in _BASE_FORMS  # "they report", but no single name does: "the Merrish state"
    subject = r"\b(?:they|we|i|you|who)" if plain else r"\b(?:he|she|they|it|we|i|who|which)|\b[A-Z][\w.\u2019'-]*"
    found = re.search(rf"(?:{subject})\s*$", form.before)
    return form.strong or bool(found) or form.before.endswith((",", "”", '"'))
