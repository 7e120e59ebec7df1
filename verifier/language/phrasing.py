"""Wording: what ties a statement to its place in the article is taken off, what the cue tells is put in."""

from __future__ import annotations

import re

from verifier.language.attribution import Attributed
from verifier.language.grammar import has_finite_verb

_CONNECTIVE = re.compile(
    r"(?:however|in\s+addition|additionally|meanwhile|namely|specifically|moreover|furthermore|nevertheless"
    r"|nonetheless|therefore|thus|also|besides|"
    r"at\s+the\s+same\s+time|in\s+fact|indeed|in\s+particular|in\s+turn|for\s+example|for\s+instance"
    r"|on\s+the\s+other\s+hand|(?:by|in)\s+contrast|"
    r"separately|finally|accordingly|as\s+a\s+result|consequently|overall|in\s+short|of\s+course|after\s+all|then"
    r"|still|instead|that\s+said|similarly|"
    r"likewise|notably|earlier|later|update|breaking|new|just\s+in|exclusive)\s*[,:]\s*|(?:and|but|or|so|yet|whereas|also)\s+(?=\S)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][\w./\u2019'-]*(?:,?\s+(?:[A-ZÀ-Þ][\w./\u2019'-]*"
    r"|\d{1,2})){0,5}\s*(?:\([^)]{2,30}\)\s*)?\s[\u2013—-]{1,2}\s+(?=[“\"]?[A-Z])"
)
_MARKDOWN = re.compile(
    r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|^#{1,6}\s+|^\s*[-*•]\s+|`|\[(?=[^\]]*\]\()|\]\([^)\s]*\)"
)
_FOOTNOTE = re.compile(
    r"\[{1,2}(?:\d{1,3}|[ivxlc]{1,8}|[a-z]|note\s*\d*|citation needed)\]{1,2}"
    r"|(?<=[a-z)”\"%][.!?,])\d{1,3}(?:\.\d{0,2})?(?=\s|$)"
)


def tidy(text: str) -> str:
    """`text` without Markdown marks, footnote marks and blanks before punctuation."""
    text = _FOOTNOTE.sub("", _MARKDOWN.sub("", text))
    return re.sub(r"\s+(?=[.,;:!?](?:\s|$))", "", text).strip()


_LABEL = re.compile(r"[A-Z][a-z-]+(?:\s+[\w-]+){0,3}\s+[a-z]{4,}:\s+(?=[“\"]?[A-Z])")
_ADDRESSED = re.compile(r"^(?:Mr|Mrs|Ms|Dr)\.?\s+[A-Z][\w\u2019'-]+,\s+")
_WHAT_THEY_SAY = re.compile(r",?\s+(?:at\s+least\s+)?(?:that|this)(?:\s+is|['\u2019]s)\s+what$")


def drop_connectives(text: str) -> str:
    """`text` without the words that tie it to what stood before, to whom it is said and to who says it."""
    text = _ADDRESSED.sub("", _WHAT_THEY_SAY.sub("", text.strip()))
    while match := _DATELINE.match(text) or _CONNECTIVE.match(text) or _label(text):
        if not text[match.end() :].strip():
            break
        text = text[match.end() :]
    return text


def _label(text: str) -> re.Match[str] | None:
    """ "Unconfirmed claims: " before a sentence; "The mayor said: " is none."""
    match = _LABEL.match(text)
    return None if match is None or has_finite_verb(match.group()) else match


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
    text = re.sub(r"(?:,?\s+(?:and|but))+[\s.,]*$", "", text)
    text = re.sub(r",([”\"])\.?$", r"\1", text[:1].upper() + text[1:])
    return text if text.endswith((".", "!", "?", ".”", '."')) else text + "."


def lower_first(text: str) -> str:
    """`text` with a small letter at its head, unless a name stands there."""
    first = text.split(" ", 1)[0]
    proper = first[1:] != first[1:].lower() or (re.match(r"[A-Z]", first) and first.lower() not in _LOWERABLE)
    return text if proper else text[:1].lower() + text[1:]


_LOWERABLE = frozenset(
    "the a an this that these those it he she they there among in on at some many several all more about around "
    "both two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty dozens hundreds "
    "thousands police people soldiers troops officials witnesses residents for by from".split()
)
_WARNED = re.compile(r"(?:of|about|against)\s+", re.IGNORECASE)
_DESCRIBED_AS = re.compile(r"(?P<thing>(?:the|an?|what|[A-Z])[^,;:“”\"]{2,80}?)\s+as\s+(?=[“\"]|an?\s|the\s)")
_WHO_ARE = re.compile(r"((?:[\w,.-]+\s){1,4}[\w-]+)\s+(?:who|which)\s+(?=(?:is|are|was|were|has|have|had)\b)")
_SPOKE_OF = re.compile(r"of\s+(?=an?\s)", re.IGNORECASE)
_PUT_AT = re.compile(r"(?P<thing>.+?)\s+at\s+(?P<value>.+)", re.DOTALL)
_HAVING = re.compile(r"(?:having\s+|(?=[a-z]+ing\b))")


_ACCUSED = re.compile(r"(?P<accused>.+?)\s+(?:of|for)\s+(?P<deed>.+)", re.DOTALL)


def _be(subject: str) -> str:
    """The form of "be" for `subject`."""
    plural = " and " in subject or re.search(
        r"(?:troops|forces|soldiers|officials|authorities|fighters|people|countries|separatists|them)$", subject
    )
    return "are" if plural else "is"


def complete(text: str, attributed: Attributed) -> str:
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
    if cue.startswith("describ") and (match := _DESCRIBED_AS.match(text)):
        verb = "were" if _be(match.group("thing")) == "are" else "was"
        return f"{match.group('thing')} {verb} {text[match.end() :]}"
    if cue.endswith(" of") and (match := _WHO_ARE.match(text)):
        return f"{match.group(1)} {text[match.end() :]}"
    if cue.startswith(("told", "tell", "spoke", "speak")) and (match := _SPOKE_OF.match(text)):
        return f"there is {text[match.end() :]}"
    if cue.startswith(("accus", "blam")) and (match := _ACCUSED.fullmatch(text)):
        return f"{match.group('accused')} {_be(match.group('accused'))} responsible for {match.group('deed')}"
    speakers = [link.name for link in attributed.chain[1:] if link.named]
    if cue.startswith("den") and speakers and (match := _HAVING.match(text)):
        return f"{speakers[-1]} {'has' if match.group() else 'is'} {text[match.end() :]}"
    return text
