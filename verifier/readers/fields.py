"""What an input says about its article, made into the article's fields; what cannot be used becomes a warning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from verifier.readers.dates import read_date

# Our names, and what files and exports call the same thing (compared without case, spaces and punctuation).
ALIASES: dict[str, tuple[str, ...]] = {
    "text": (
        "body",
        "content",
        "articletext",
        "articlebody",
        "fulltext",
        "maintext",
        "storytext",
        "rawtext",
        "article",
    ),
    "title": ("headline", "titel", "storytitle", "articletitle"),
    "outlet": (
        "source",
        "publisher",
        "medianame",
        "publication",
        "sitename",
        "newspaper",
        "sourcename",
        "sourcetitle",
        "outletname",
        "site",
        "quelle",
        "medium",
        "domain",
        "sourcedomain",
    ),
    "author": ("authors", "byline", "by", "from", "writer", "creator", "autor", "autorin", "von"),
    "date": (
        "published",
        "publishdate",
        "publisheddate",
        "publisheddatetime",
        "publishedat",
        "publishedon",
        "pubdate",
        "publicationdate",
        "datepublished",
        "datetimepub",
        "datetime",
        "publishtime",
        "articledate",
        "datum",
        "seendate",
    ),
    "url": ("link", "canonical", "canonicalurl", "permalink", "articleurl", "sourceurl", "storyurl", "uri"),
    "language": ("lang", "sprache", "languagecode"),
    "id": ("articleid", "storiesid", "guid", "docid", "documentid"),
    "collected": (
        "scraped",
        "scrapedat",
        "collectedat",
        "retrieved",
        "retrievedat",
        "accessed",
        "crawled",
        "crawldate",
    ),
}
NAMES = {alias: name for name, aliases in ALIASES.items() for alias in (name, *aliases)}

_LONGEST = 1_000
_ABSENT = {"", "unknown", "none", "null", "n/a", "nan", "-", "unbekannt"}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")

_LANGUAGES = {
    "arabic": "ar", "belarusian": "be", "bulgarian": "bg", "chinese": "zh", "croatian": "hr", "czech": "cs",
    "danish": "da", "dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi", "french": "fr",
    "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "indonesian": "id",
    "italian": "it", "japanese": "ja", "korean": "ko", "latvian": "lv", "lithuanian": "lt", "norwegian": "no",
    "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr",
    "slovak": "sk", "slovenian": "sl", "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
    "ara": "ar", "bel": "be", "bul": "bg", "zho": "zh", "chi": "zh", "hrv": "hr", "ces": "cs", "cze": "cs",
    "dan": "da", "nld": "nl", "dut": "nl", "eng": "en", "est": "et", "fin": "fi", "fra": "fr", "fre": "fr",
    "deu": "de", "ger": "de", "ell": "el", "heb": "he", "hin": "hi", "hun": "hu", "ind": "id", "ita": "it",
    "jpn": "ja", "kor": "ko", "lav": "lv", "lit": "lt", "nor": "no", "fas": "fa", "per": "fa", "pol": "pl",
    "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "srp": "sr", "slk": "sk", "slv": "sl", "spa": "es",
    "swe": "sv", "tur": "tr", "ukr": "uk", "deutsch": "de", "français": "fr", "español": "es",
}  # fmt: skip
_CODE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Fields:
    """An article's metadata as one input gave it, with a warning for each thing that is missing or unusable."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    key: str | None = None
    collected_at: datetime | None = None
    warnings: tuple[str, ...] = ()


def name_of(label: str) -> str | None:
    """Our name for a column, key or header label: `Publish_Date` is `date`; None where it means nothing to us."""
    return NAMES.get(plain_label(label))


def plain_label(label: str) -> str:
    """A label without case, spaces and punctuation, as `ALIASES` lists them."""
    return re.sub(r"[\W_]+", "", label).casefold()


def read_fields(raw: dict[str, object]) -> Fields:
    """The fields in `raw`, which has our names as keys and whatever the input held as values."""
    warnings: list[str] = []
    published, problem = read_date(raw.get("date"))
    url = _url(raw.get("url"), warnings)
    outlet = _outlet(_line("outlet", raw.get("outlet"), warnings)) or (host(url) if url else None)
    if outlet is None:
        warnings.append("no outlet")
    return Fields(
        title=_line("title", raw.get("title"), warnings),
        outlet=outlet,
        author=_line("author", raw.get("author"), warnings),
        url=url,
        published=published,
        language=read_language(raw.get("language"), warnings),
        key=_line("id", raw.get("id"), warnings),
        collected_at=_moment(raw.get("collected"), warnings),
        warnings=tuple(([problem] if problem else []) + warnings),
    )


def host(url: str) -> str | None:
    """The host name of `url` without `www.`, or None where it has none."""
    try:
        name = urlsplit(url).hostname
    except ValueError:
        return None
    return name.removeprefix("www.") or None if name else None


def _outlet(text: str | None) -> str | None:
    """A name as it is; of an address or a host, the host without `www.`."""
    if text is None:
        return None
    return host(text) if re.match("https?://", text) else text.removeprefix("www.")


def read_language(value: object, warnings: list[str]) -> str | None:
    """The two-letter code that `value` names (`en-GB`, `eng`, `English`); None, with a warning, where it names none."""
    text = (_plain(value) or "").casefold()
    if text in _ABSENT:
        return None
    match = _CODE.fullmatch(text)
    code = match.group(1) if match else _LANGUAGES.get(text)
    if code is None:
        warnings.append(f"language {text[:40]!r} is not a language code such as 'en'")
    return code


def _line(name: str, value: object, warnings: list[str]) -> str | None:
    text = _plain(value)
    if text is None or text.casefold() in _ABSENT:
        return None
    if len(text) > _LONGEST:
        warnings.append(f"{name} of {len(text)} characters left out")
        return None
    return text


def _plain(value: object, depth: int = 0) -> str | None:
    """One line of text for a value as exports nest them: `{"title": ...}`, `[{"name": ...}, ...]`, numbers."""
    # Deeper nesting is no metadata, and YAML aliases can make it endless.
    if value is None or isinstance(value, bool) or depth > 2:
        return None
    if isinstance(value, dict):
        named = (_plain(value.get(key), depth + 1) for key in ("title", "name", "uri", "url"))
        return next(filter(None, named), None)
    if isinstance(value, list):
        parts = [_plain(part, depth + 1) for part in value]
        return ", ".join(filter(None, parts)) or None
    return " ".join(_CONTROLS.sub(" ", str(value)).split()) or None


def _url(value: object, warnings: list[str]) -> str | None:
    text = _plain(value)
    if text is None or text.casefold() in _ABSENT:
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or len(text) > 4 * _LONGEST or " " in text:
        warnings.append(f"url {text[:80]!r} is not an http address and was left out")
        return None
    return text


def _moment(value: object, warnings: list[str]) -> datetime | None:
    text = _plain(value)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        warnings.append(f"time of collection {text[:40]!r} cannot be read")
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
