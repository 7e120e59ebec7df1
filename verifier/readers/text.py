"""Plain text and Markdown: front matter, `Key: value` lines, and crawls with a loose head. Offsets are the file's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath

from verifier.domain import Article, Block, BlockKind, Refused
from verifier.readers.dates import AmbiguousDate, find_date
from verifier.readers.encoding import decode
from verifier.readers.fields import name_of, read_fields
from verifier.readers.layout import find_lines, lay_out
from verifier.readers.record import make_article
from verifier.readers.wording import classify_paragraph

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY_VALUE = re.compile(r"\W{0,3}([^\W\d_][\w \-]{0,24}?)\*{0,2}\s?:\*{0,2}(?:\s+(\S.*))?$", re.DOTALL)
_LOOSE_DATE = re.compile(r"date\s+(\d{4}-\d{2}-\d{2})\b", re.IGNORECASE)
_BYLINE = re.compile(r"(?:by|von|par|por)\s+([A-ZÀ-Þ][^.!?:|]{1,80}?)[:,]?$", re.IGNORECASE)
_UPDATED = re.compile(r"(?:last\s)?(?:updated|modified|aktualisiert)\b", re.IGNORECASE)
_PART = re.compile(r"[^|·•]+")
# Labels that head a line of metadata we have no use for.
_OTHER_LABELS = {
    "section", "category", "rubrik", "ressort", "tags", "keywords", "topics", "subtitle", "description", "summary",
    "location", "ort", "updated", "modified", "lastupdated", "copyright", "wordcount", "words", "license", "type",
    "country", "edition", "email", "layout", "slug", "draft", "status", "image", "updatedat", "dateline",
}  # fmt: skip
_MOST_HEAD_LINES = 16
_MOST_VALUE_WORDS = 25


@dataclass(slots=True)
class _Head:
    """What the lines above the text say, the first to say it wins; and which lines those were."""

    raw: dict[str, object] = field(default_factory=dict)
    furniture: set[int] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    end: int = 0

    def put(self, name: str, value: object) -> None:
        self.raw.setdefault(name, value)


def read_text(path: str, data: bytes) -> Iterator[Article | Refused]:
    """The one article of a text file. Raises InputError where the bytes are no text."""
    decoded = decode(data)
    text = decoded.text
    head = _Head()
    _read_front_matter(text, head)
    _read_head_lines(text, head)
    title = head.raw.get("title")
    blocks = lay_out(text, head.end, head.furniture, {title} if isinstance(title, str) else ())
    if head.end:
        blocks = (Block(BlockKind.FURNITURE, 0, len(text[: head.end].rstrip())), *blocks)
    if title is None and (heading := _first_heading(text, blocks)):
        head.put("title", heading)
    yield make_article(
        path,
        hashlib.sha256(data).hexdigest(),
        text,
        blocks,
        read_fields(head.raw),
        name=PurePath(path).name,
        warnings=(*decoded.warnings, *head.warnings),
    )


def _read_front_matter(text: str, head: _Head) -> None:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return
    loaded = _load_yaml(match.group(1), head.warnings)
    for key, value in loaded.items():
        if name := name_of(str(key)):
            head.put(name, value)
    head.end = match.end()


def _load_yaml(source: str, warnings: list[str]) -> dict[object, object]:
    import yaml

    try:
        # BaseLoader builds strings, lists and mappings only: no dates to convert, and "no" stays Norwegian.
        loaded = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        loaded = None
    if isinstance(loaded, dict):
        return loaded
    warnings.append("front matter is not valid YAML and was read line by line")
    pairs = (line.partition(":") for line in source.splitlines())
    return {key.strip(): _unquoted(value.strip()) for key, colon, value in pairs if colon and value.strip()}


def _read_head_lines(text: str, head: _Head) -> None:
    after_label = False
    for line in islice(find_lines(text, head.end), _MOST_HEAD_LINES):
        wording = text[line.start : line.end]
        label = _read_key_value(wording, head, after_label=after_label and not line.after_gap)
        if label or _read_loose(wording, head):
            head.furniture.add(line.start)
            after_label = label
            continue
        after_label = False
        if classify_paragraph(wording) is BlockKind.PROSE:
            return


def _read_key_value(wording: str, head: _Head, *, after_label: bool) -> bool:
    """Whether the line is `Key: value` with a key that is known, or any short one right after such a line."""
    match = _KEY_VALUE.match(wording)
    if match is None:
        return False
    label, value = match.group(1), _unquoted((match.group(2) or "").strip(" \t*"))
    name = name_of(label)
    words = len(value.split())
    if name == "title" or (name and name != "text" and words <= _MOST_VALUE_WORDS and not value.endswith((".", "?"))):
        if value:
            head.put(name, value)
        return True
    plain = re.sub(r"[\W_]+", "", label).casefold()
    return plain in _OTHER_LABELS or (after_label and len(label.split()) == 1 and words <= _MOST_VALUE_WORDS)


def _unquoted(value: str) -> str:
    inner = value[1:-1]
    return inner if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in inner else value


def _read_loose(wording: str, head: _Head) -> bool:
    """Whether the line, or each part of it between bars, is a date or a byline as crawls leave them."""
    if match := _LOOSE_DATE.match(wording):
        head.put("date", match.group(1))
        return True
    parts = [part.strip() for part in _PART.findall(wording)]
    known = [_read_part(part, head) for part in parts if part]
    return any(known)


def _read_part(part: str, head: _Head) -> bool:
    if _UPDATED.match(part):
        return len(part) < 60
    if match := _BYLINE.match(part.strip("*_ ")):
        head.put("author", match.group(1).strip())
        return True
    try:
        found = find_date(part.strip("*_ "))
    except AmbiguousDate:
        head.put("date", part)
        return True
    if found:
        head.put("date", found)
    return found is not None


def _first_heading(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The heading above the first paragraph, without Markdown's marks."""
    for block in blocks:
        if block.kind is BlockKind.PROSE:
            return None
        if block.kind is BlockKind.HEADING:
            return text[block.start : block.end].strip("#*_ \t") or None
    return None
