"""What one paragraph is, told from its wording: prose, heading, caption or furniture; and the edges of prose.

The rules were made looking at 654 real articles and crawled pages. Knows nothing of the paragraph's surroundings.
"""

from __future__ import annotations

import re

from verifier.domain import BlockKind

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001, RUF002

# A heading is a short line without an end mark; the longest of 300 news headings looked at had 15 words.
_MOST_HEADING_WORDS = 16
_MOST_HEADING_LENGTH = 140
_MOST_FRAGMENT_WORDS = 4
_MOST_PROMPT_WORDS = 30
# The longest of 90 news captions looked at had 58 words; a longer paragraph with a credit cites its source.
_MOST_CAPTION_WORDS = 60
_MOST_SOURCED_WORDS = 40
# Nothing that long is anything but running text, and it keeps the expressions away from hostile lines.
_LONGEST_MATCHED = 2_000
_EDGE = 200

_END_MARK = re.compile(r"[.!?…。！？؟।;][\"”’»'“)\]*_]*(?:\s?\[+\w{1,6}\]+(?:\([^()]*\))?)*$")

_AGENCY = r"(?:Reuters|AFP|AP|dpa|DPA|PAP|TASS|Interfax|UPI|ANSA|EFE|Xinhua|ddp|epd|KNA|PA|ITAR-TASS|Ukrinform|BelTA)"
_IMAGE_WORD = r"(?:[Pp]hotos?|[Ii]mages?|[Pp]icture|[Ff]oto|Getty|Credit|[Cc]ourtesy)"
_CREDIT = re.compile(
    r"©(?=[^©]{0,80}$)"
    rf"|[(\[][^()\[\]]*\b{_IMAGE_WORD}\b[^()\[\]]*[)\]]\.?$"
    rf"|\([^()]*/\s?{_AGENCY}\)\.?$"
    r"|/(?:Getty|AFP|Reuters|AP|EPA|Getty Images|REUTERS)(?:/[\w ]+)?$"
    r"|\b(?:Photo|Image|Picture|Foto|Bild|Credit|Photograph)(?: by|:)\s[^.]{2,60}$"
)
_SOURCED = re.compile(r"[(\[]Source\s?:[^()\[\]]*[)\]]\.?$")
_CREDIT_HEAD = re.compile(r"(?:Photo|Image|Picture|Foto|Bild|Credit|Caption|Video|Photograph)s?\s?(?:by\b|:|/)", re.I)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)

# Furniture by its wording, sentence or not.
_PROMPT = re.compile(
    r"""[\W_]*$                                     # separators: *** --- * * *
    |(?:\W*\[\[?\^?\w+\]\]?(?:\([^()]*\))?)?(?:[\W_]*https?://\S+(?=\s|$))+[\W_]*$   # addresses
    |[\w.+-]+@[\w-]+\.[\w.]+$
    |(?:read|see|view|listen\ to|lesen|watch)\s(?:more|the\ full|our|sie\ auch|also:)|also\ read\b
    |you\ can\ read\ more\b|(?:like|find|join|follow)\ us\b|follow\ (?:our|\S+\ on)\b|connect\ with\ us\b
    |share\ (?:this|on|via)\b|(?:sign\ up|subscribe|unsubscribe|click\ here|tap\ here|skip\ to)\b
    |(?:please\ )?(?:support|donate\ to)\ (?:us|our|this\ site)\b|to\ receive\ new\ posts
    |thank\ you\ for\ (?:sharing|subscribing|reading|signing)|unlock\ unlimited
    |get\b.{0,60}\b(?:newsletter|inbox)\b|.{0,60}\b(?:our|free|weekly|daily)\ [\w ]{0,20}newsletters?\b
    |we\ use\ cookies|this\ (?:web)?site\ uses\ cookies|accept\ (?:all|cookies)
    |.{0,120}\ball\ rights\ reserved\b|.{0,100}\bcontributed\ to\ this\ (?:report|article|story)\b
    |the\ views\ expressed\ in\ this\ (?:article|piece|column)\b
    |(?:additional\ )?(?:reporting|writing|editing|translation)\ by\b|with\ (?:files|reporting|inputs)\ from\b
    |(?:author/\s?author|tags?|topics?|filed\ under|category|keywords)s?\s?:
    |(?:continue\ reading|article\ continues|story\ continues|continuation\ of)\b
    |"[\w-]+"\s*:\s*(?:"[^"]*",?|[\[{]|-?[\d.]+,?|true,?|false,?|null,?)$|[<|].*[>|]$
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Furniture only where it does not end like a sentence ("Search teams found nothing.").
_LABEL = re.compile(
    r"""(?:advertisement|advertorial|anzeige|werbung|sponsored|loading|menu|search|home|newsletter)\b.{0,25}$
    |(?:read|see|view|watch|listen|more|mehr)\s(?:also|next|this|zum|from|on|about|stories)\b
    |auch\ interessant\b|related\ (?:articles?|stories|topics|content|news)\b
    |most\ (?:read|popular|viewed)\b|recommended\b.{0,30}$|up\ next\b|don['’]t\ miss\b|h/t\b
    |(?:share|tweet|print|e-?mail|save|copy\ link|link\ copied|comments?|sign\ in|log\ in|register|donate)\b.{0,20}$
    |(?:read\ rest|join|follow|share|teilen|tweet)\ (?:at|us|our|on|auf|via)\b
    |.{0,60}\bnewsletter\b.{0,40}$|cookies?\b.{0,30}$|terms\ (?:of|and)\b.{0,40}$|privacy\ (?:policy|notice)\b
    |(?:source|quelle|author|autor)s?\s?:
    |(?:published|updated|posted|issued\ on|last\ (?:updated|modified)|aktualisiert|ver[oö]ffentlicht)\b.{0,50}$
    |(?:(?:\w{2,10}day|\w{2,10}tag),?\s)?(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.?\s[^\W\d]{3,10},?\s\d{4}
        |[^\W\d]{3,10}\.?\s\d{1,2},?\s\d{4})\b[\s\W\dAPMGTUCEhr]*$
    |\d{1,2}[:.]\d{2}(?:\s?[ap]m)?(?:\s?[A-Z]{2,4})?$|\d+\s(?:min(?:ute)?s?\ read|comments?|shares?|views?)\b
    |[{}\[\]],?$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SQUARE = re.compile(r"\[[^\[\]]*\]$")
_ROUND = re.compile(r"\((?:[^()]{1,60}|(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Aa]dditional)\b[^()]*)\)$")
_BYLINE = re.compile(r"(?:(?:authored |written |posted )?by|von|par|por)\s+[A-ZÄÖÜ][^.!?]{1,80}[:,]?$", re.I)
_LINK = r"!?\[[^\[\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)"
_NO_LINK = r"[^\w\[<!]*"
_LINKS_ONLY = re.compile(rf"(?:{_NO_LINK}(?:\[{_LINK}\]\([^()]*\)|{_LINK}|<https?://[^>]*>))+{_NO_LINK}$")
_MARKED_HEADING = re.compile(r"#{1,6}\s+\S|[-–—]\s[^-–—]+\s[-–—]$|\*\*[^*]+\*\*$")

_CODE = r"(?:[a-zäöü]{1,4}|[A-Z]{2,4})"
_SIGN_OFF = re.compile(
    r"[.!?…][\"”’»“]*(\s*(?:"
    rf"[(\[]{_CODE}(?:\s?[/,;.+&-]\s?(?:{_CODE}|{_AGENCY})){{0,4}}\.?[)\]]"
    rf"|[(\[](?:{_AGENCY}|[^()\[\]]{{0,30}}\b(?:with|mit|via|nach)\s{_AGENCY})(?:[/,]\s?[\w ]+)*[)\]]"
    r"|\((?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Tt]ranslat\w+)\b[^()]*\)"
    r"|\([^()]{0,40}\b(?:desk|staff|newsroom|Redaktion)\b[^()]{0,40}\)"
    r"|\|\s[^|.!?]{2,40}"
    rf"|[–—-]{{1,2}}\s?{_AGENCY})[*_]*)$"
)

_DASH = r"(?:\s*[–—]\s*|\s+-{1,2}\s+)"
_PLACE = r"[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ][\w.'’-]*){0,3}"
_DAY = r"(?:\d{1,2}\.?\s[A-Z]\w+|[A-Z]\w+\.?\s\d{1,2})(?:,?\s\d{4})?"
_UPPER_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*[A-ZÀ-Þ.](?:[\s/,]+[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+)*(?:,\s[A-Z][\w.]+)?"
_IN_BRACKETS = r"\s\((?:[A-Z][\w. /-]{1,25}|dpa|ddp|epd)\)"
_NEW_SENTENCE = r"(?=[\"“„‘'«(]?[A-ZÀ-Þ0-9])"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:\s?[/,]\s?{_PLACE})*(?:,\s{_DAY})?{_IN_BRACKETS}(?:,\s{_DAY})?(?:{_DASH}|:\s)"
    rf"|{_UPPER_PLACE}(?:,\s{_DAY})?{_DASH}{_NEW_SENTENCE}"
    rf"|{_PLACE}(?:/{_PLACE})+(?:,\s{_DAY})?(?:{_DASH}|:\s){_NEW_SENTENCE})"
)
_LONE_DATELINE = re.compile(rf"{_PLACE}(?:,\s{_PLACE})*\s*[–—-]+$")
_PLACE_DASH = re.compile(rf"{_PLACE}\s[–—]\s{_NEW_SENTENCE}")
_SPACED_DASH = re.compile(r"\s[–—-]\s")
_SENTENCE_BREAK = re.compile(r"[.!?]\s")


def classify_paragraph(text: str) -> BlockKind:
    """What one paragraph is; `text` has no white space and no list marker at its ends."""
    if len(text) > _LONGEST_MATCHED:
        return BlockKind.PROSE
    words = len(text.split())
    plain = text.strip("*_ ")
    if _is_furniture(plain, words):
        return BlockKind.FURNITURE
    if _MARKED_HEADING.match(text) and words <= _MOST_HEADING_WORDS and not ends_sentence(plain):
        return BlockKind.HEADING
    if _is_caption(plain, words):
        return BlockKind.CAPTION
    unsigned = plain[: len(plain) - sign_off_length(plain)]
    return BlockKind.HEADING if _looks_like_heading(unsigned, words) else BlockKind.PROSE


def ends_sentence(text: str) -> bool:
    """Whether `text` ends with a sentence's end mark, closing quotes and note numbers aside."""
    return _END_MARK.search(text[-_EDGE:]) is not None


def dateline_length(paragraph: str, *, first: bool) -> int:
    """How many characters at the head of `paragraph` are a dateline such as `OSLO, March 4 (Reuters) - `; else 0.

    A lone place before a dash counts only in the `first` paragraph, and only where no second dash may close a
    parenthesis ("Norway – Europe's largest producer – said").
    """
    head = paragraph[:_EDGE]
    match = _DATELINE.match(head)
    if match is None and first:
        match = _PLACE_DASH.match(head)
        if match is not None:
            sentence_end = _SENTENCE_BREAK.search(paragraph)
            end = sentence_end.start() if sentence_end else len(paragraph)
            match = None if _SPACED_DASH.search(paragraph, match.end(), end) else match
    return match.end() if match else 0


def sign_off_length(paragraph: str) -> int:
    """How many characters at the end of `paragraph` are a sign-off such as ` (pm)`; else 0."""
    match = _SIGN_OFF.search(paragraph[-_EDGE:])
    return len(match.group(1)) if match else 0


def _is_furniture(text: str, words: int) -> bool:
    if _LINKS_ONLY.match(text) or _LONE_DATELINE.match(text) or _ROUND.match(text) or _SQUARE.match(text):
        return True
    if words > _MOST_PROMPT_WORDS:
        return False
    if _COPYRIGHT.match(text) and words <= _MOST_HEADING_WORDS:
        return True
    if _LABEL.match(text) and not ends_sentence(text):
        return True
    return bool(_PROMPT.match(text) or _BYLINE.match(text))


def _is_caption(text: str, words: int) -> bool:
    if words > _MOST_CAPTION_WORDS:
        return False
    return bool(
        _CREDIT.search(text)
        or (_SOURCED.search(text) and words <= _MOST_SOURCED_WORDS)
        or (_CREDIT_HEAD.match(text) and words <= _MOST_PROMPT_WORDS)
    )


def _looks_like_heading(text: str, words: int) -> bool:
    if words > _MOST_PROMPT_WORDS:
        return False
    letters = [character for character in text if character.isalpha()]
    in_capitals = words > 1 and sum(map(str.isupper, letters)) > 0.8 * len(letters)
    if not letters or (in_capitals and not text.endswith(".")):
        return True
    if ends_sentence(text):
        return False
    if text.endswith((":", ",")):
        return words <= _MOST_FRAGMENT_WORDS
    return words <= _MOST_HEADING_WORDS and len(text) <= _MOST_HEADING_LENGTH
