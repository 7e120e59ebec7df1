"""The last step of every reader: text, blocks and fields become an Article, or a reason why they do not."""

from __future__ import annotations

from verifier.domain import Article, Block, BlockKind, Refused, content_id
from verifier.language.detection import detect_language
from verifier.language.instructions import INSTRUCTION_WARNING, find_instructions
from verifier.readers.encoding import hidden_characters
from verifier.readers.fields import Fields

_LEAST_WORDS = 3
# Scripts without spaces between words are counted by letters.
_LEAST_LETTERS = 12
_FEW_WORDS = 30
# Below this, detection is not sure enough to doubt what a file declares.
_LEAST_DOUBTED = 400
_MOST_FLAGS = 3


def make_article(
    path: str,
    sha256: str,
    text: str,
    blocks: tuple[Block, ...],
    fields: Fields,
    *,
    name: str,
    warnings: tuple[str, ...] = (),
) -> Article | Refused:
    """The article, or Refused where `blocks` hold no prose.

    `name` identifies an input that has neither a URL nor an id of its own: a file's name without its folder, or
    nothing for a row of a table. Together with `sha256`, the URL, the id or the name makes the article's id.
    """
    prose = [text[block.start : block.end] for block in blocks if block.kind is BlockKind.PROSE]
    words = sum(len(paragraph.split()) for paragraph in prose)
    letters = sum(map(str.isalpha, "".join(prose)[:_LEAST_DOUBTED]))
    if words < _LEAST_WORDS and letters < _LEAST_LETTERS:
        return Refused(path, _why_empty(text))
    notes = [*fields.warnings, *warnings]
    if hidden := hidden_characters(text):
        notes.append(hidden)
    for start, end in find_instructions(text)[:_MOST_FLAGS]:
        notes.append(f"{INSTRUCTION_WARNING}: {text[start:end].strip()!r}")
    if words < _FEW_WORDS and sum(map(len, prose)) < _LEAST_DOUBTED:
        notes.append(f"only {words} words of article text")
    return Article(
        id=content_id("article", fields.url or fields.key or name, sha256),
        path=path,
        sha256=sha256,
        text=text,
        blocks=blocks,
        title=fields.title,
        outlet=fields.outlet,
        author=fields.author,
        url=fields.url,
        published=fields.published,
        language=_language("\n".join(prose), fields.language, notes),
        collected_at=fields.collected_at,
        warnings=tuple(notes),
    )


def _language(prose: str, declared: str | None, notes: list[str]) -> str | None:
    if declared is None:
        return detect_language(prose)
    found = detect_language(prose) if len(prose) >= _LEAST_DOUBTED else None
    if found is not None and found != declared:
        notes.append(f"declared language is {declared!r}, the text looks like {found!r}")
    return declared


def _why_empty(text: str) -> str:
    lines = sum(bool(line.strip()) for line in text.splitlines())
    if lines == 0:
        return "no article text: it is empty"
    which = "its one line is no sentence" if lines == 1 else f"none of its {lines} lines is a sentence"
    return f"no article text: {which} (headings, captions and navigation do not count)"
