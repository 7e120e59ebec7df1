"""Bytes to text: byte order marks, UTF-8, and what older files use. Newlines and characters stay as they are."""

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from verifier.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP-based file (DOCX, ODT, XLSX, ZIP)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"SQLite format 3", "an SQLite database"),
)
# charset-normalizer looks at samples; what stands after the first megabyte never changed its answer.
_GUESSED_FROM = 1_000_000
_MOST_CONTROLS = 0.02

# charset-normalizer took "café was" for Polish and French accents for Romanian; the commonest case is settled first.
_MOST_WESTERN = 0.25
_OTHERS = [
    "cp1250", "iso8859_2", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256",
    "cp932", "euc_jp", "gb18030", "big5", "euc_kr", "mac_roman",
]  # fmt: skip
_UNWESTERN = re.compile(
    r"[^\x00-\x7f“”‘’‚„–—…€•™©®°§«»·×½¼¾£¡¿ß-öø-ÿÀ-ÖØ-ÝŒœŠšŽžŸ\u00a0\u00ad]|[a-z][À-ÝŸŠŽ£¡¿ÿ]|£[a-zó]"
)

_HIDDEN_NAMES = {
    "\u00ad": "soft hyphen",
    "\u061c": "Arabic letter mark",
    "\u180e": "Mongolian vowel separator",
    "\u200b": "zero width space",
    "\u200c": "zero width non-joiner",
    "\u200d": "zero width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "pop directional formatting",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2060": "word joiner",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "first strong isolate",
    "\u2069": "pop directional isolate",
    "\ufeff": "zero width no-break space",
}
# Joiners are ordinary inside Persian, Indic scripts and emoji, and suspicious beside Latin letters.
_HIDDEN = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    r"\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
    r"|(?<=[\x20-\x7e])[\u200c\u200d]|[\u200c\u200d](?=[\x20-\x7e])"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and what had to be guessed to get it."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a whole file, without its byte order mark and otherwise unchanged.

    `declared` is an encoding the file itself names; it is used where the bytes fit it. Raises InputError for bytes
    that are no text.
    """
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise InputError(f"not a text file: its first bytes are those of {what}")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_decode_marked(data, encoding))
    if b"\x00" in data:
        raise InputError("not a text file: it holds NUL bytes. If it is text, save it as UTF-8")
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return Decoded(_checked(data.decode(encoding)))
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(data)


def sniff_encoding(sample: bytes) -> str | None:
    """The encoding a byte order mark at the head of `sample` names, or None."""
    return next((encoding for mark, encoding in _MARKS if sample.startswith(mark)), None)


def guess_encoding(data: bytes) -> str:
    """The likeliest legacy encoding of bytes that are not UTF-8. Raises InputError where none fits."""
    from charset_normalizer import from_bytes

    sample = data[:_GUESSED_FROM]
    if _looks_western(sample):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_OTHERS).best() or from_bytes(sample).best()
    if best is None:
        raise InputError("no text encoding fits its bytes. If it is text, save it as UTF-8")
    return str(best.encoding)


def hidden_characters(text: str) -> str | None:
    """A warning that counts the characters in `text` that a reader cannot see, by name; None where there are none."""
    counts = Counter(_hidden_name(found) for found in _HIDDEN.findall(text))
    if not counts:
        return None
    listed = ", ".join(f"{name} \u00d7{count}" for name, count in counts.most_common())
    return f"{counts.total()} hidden characters ({listed})"


def without_surrogates(text: str) -> tuple[str, str | None]:
    """`text` with half characters replaced by U+FFFD one for one, and a warning that counts them."""
    sound, count = _SURROGATE.subn("\ufffd", text)
    return sound, f"{count} broken characters replaced by \ufffd" if count else None


def _looks_western(sample: bytes) -> bool:
    """Whether Windows' Western code page gives a text with few, and only ordinary, characters beyond ASCII."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    beyond = sum(character > "\x7f" for character in text)
    return beyond < _MOST_WESTERN * len(text) and not _UNWESTERN.search(text)


def _decode_marked(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise InputError(f"its byte order mark says {encoding}, but byte {error.start} does not fit") from error


def _guess(data: bytes) -> Decoded:
    encoding = guess_encoding(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError(f"no text encoding fits its bytes ({encoding} came closest). Save it as UTF-8") from error
    return Decoded(_checked(text), (f"encoding guessed: {encoding}",))


def _checked(text: str) -> str:
    controls = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    if controls > _MOST_CONTROLS * len(text):
        raise InputError(f"not a text file: {controls} of its {len(text)} characters are control characters")
    return text


def _hidden_name(character: str) -> str:
    return _HIDDEN_NAMES.get(character, f"U+{ord(character):04X}" if ord(character) < 0xE0000 else "tag character")
