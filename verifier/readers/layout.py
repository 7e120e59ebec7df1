"""Cuts an article's text into blocks of prose, heading, caption and furniture, in exact offsets.

Works on plain text and Markdown, one line per paragraph or hard-wrapped. Knows nothing of files or metadata.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from verifier.domain import Block, BlockKind
from verifier.readers.wording import classify_paragraph, dateline_length, ends_sentence, sign_off_length

# The typographic dashes in here are what newspapers print.
# ruff: noqa: RUF001

_LINE = re.compile(r"[^\r\n\x0b\x0c\u2028\u2029]+")
_PARAGRAPH_GAP = re.compile(r"(?>\r\n|[\r\n])[ \t]*(?:\r\n|[\r\n])|[\x0b\x0c\u2029]")
_LIST_MARKER = re.compile(r"\s*(?:(?:[-*+•·●▪◦‣–—>]|\d{1,3}[.)])\s+)+")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_UNSEEN = re.compile(
    r"<!--"
    r"|<(span|div|p|section|aside|font|small|b|i|em|strong|li|ul|td|tr|table|a|h[1-6])\b(?>[^<>]*?"
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|aria-hidden\s*=\s*[\"']?true|\shidden\b|font-size\s*:\s*0))[^<>]*>",
    re.IGNORECASE,
)

# Editors wrap at 60 to 100 columns; a paragraph per line is longer.
_WIDEST_WRAP = 110
_NARROWEST_WRAP = 40
_LEAST_FRAGMENT_WORDS = 4
_NAVIGATION_RUN = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line's `[start, end)` without its newline and outer white space, and whether a blank line comes before it."""

    start: int
    end: int
    after_gap: bool


def find_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of `text[start:end]` that hold more than white space."""
    previous_end: int | None = None
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        stripped = match.group().strip()
        if not stripped:
            continue
        low = match.start() + match.group().index(stripped[0])
        gap = previous_end is None or _PARAGRAPH_GAP.search(text, previous_end, low) is not None
        yield Line(low, low + len(stripped), gap)
        previous_end = match.end()


def lay_out(
    text: str, start: int = 0, furniture: Collection[int] = (), headings: Collection[str] = ()
) -> tuple[Block, ...]:
    """The blocks of `text[start:]`, in order, without overlap; what no block covers is white space or a list marker.

    `furniture` holds the starts of lines already known to be furniture, `headings` the wording of known headings.
    """
    blocks: list[Block] = []
    for low, high, seen in _stretches(text, start):
        if seen:
            blocks += _classify(text, _paragraphs(text, find_lines(text, low, high), furniture), furniture, headings)
        else:
            blocks.append(Block(BlockKind.FURNITURE, low, high))
    first = next((block.start for block in blocks if block.kind is BlockKind.PROSE), None)
    return tuple(
        piece for block in _demote_runs(text, blocks) for piece in _split_edges(text, block, first=block.start == first)
    )


def _stretches(text: str, start: int) -> Iterator[tuple[int, int, bool]]:
    """`[start, end)` of what a reader of the rendered page would see (True), and of what is hidden from it (False)."""
    position = start
    unclosed: set[str] = set()
    while (match := _UNSEEN.search(text, position)) is not None:
        end = _hidden_end(text, match, unclosed)
        yield position, match.start() if end else match.end(), True
        if end:
            yield match.start(), end, False
        position = end or match.end()
    yield position, len(text), True


def _hidden_end(text: str, opening: re.Match[str], unclosed: set[str]) -> int | None:
    """Where the comment or element that `opening` begins ends; None where the element is never closed."""
    tag = opening.group(1)
    if tag is None:
        end = text.find("-->", opening.end())
        return len(text) if end < 0 else end + 3
    # Remembered, so that a page of opening tags is not searched to its end for each of them.
    if tag.lower() in unclosed:
        return None
    closing = re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(text, opening.end())
    if closing is None:
        unclosed.add(tag.lower())
        return None
    return closing.end()


def _paragraphs(text: str, lines: Iterator[Line], furniture: Collection[int]) -> Iterator[list[Line]]:
    """Lines that belong together: those of a hard-wrapped paragraph, and a line that a broken link cut in two."""
    group: list[Line] = []
    for line in lines:
        if group and (line.after_gap or line.start in furniture or group[-1].start in furniture):
            yield from _split_group(text, group)
            group = []
        group.append(line)
    if group:
        yield from _split_group(text, group)


def _split_group(text: str, group: list[Line]) -> Iterator[list[Line]]:
    wrapped = _is_wrapped(text, group)
    paragraph = [group[0]]
    fenced = False
    for line in group[1:]:
        before, after = text[paragraph[-1].start : paragraph[-1].end], text[line.start : line.end]
        fenced ^= bool(_FENCE.match(before))
        begins_own = _LIST_MARKER.match(after) or after[0] in "#|<"
        if fenced or ((wrapped or _is_cut(before, after, len(paragraph))) and not begins_own):
            paragraph.append(line)
        else:
            yield paragraph
            paragraph = [line]
    yield paragraph


def _is_wrapped(text: str, group: list[Line]) -> bool:
    """Whether the lines were broken at a column: the next line's first word would not have fitted."""
    widths = [line.end - line.start for line in group]
    width = max(widths)
    if len(group) == 1 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    full = [
        current.end - current.start + 1 + len(text[following.start : following.end].split(None, 1)[0]) > width
        for current, following in pairwise(group)
    ]
    ended = sum(ends_sentence(text[line.start : line.end]) for line in group[:-1])
    return sum(full) >= 0.8 * len(full) and ended <= 0.5 * len(full)


def _is_cut(before: str, after: str, n_lines: int) -> bool:
    """Whether a sentence runs on into the line `after`, as where a crawler put a link on a line of its own.

    `before` is the last of the paragraph's `n_lines` lines so far.
    """
    return (
        after[0].islower()
        and (n_lines > 1 or len(before.split()) >= _LEAST_FRAGMENT_WORDS)
        and not ends_sentence(before)
        and not before.endswith(":")
    )


def _classify(
    text: str, paragraphs: Iterator[list[Line]], furniture: Collection[int], headings: Collection[str]
) -> Iterator[Block]:
    for paragraph in paragraphs:
        start, end = paragraph[0].start, paragraph[-1].end
        wording = text[start:end]
        if start in furniture or _FENCE.match(wording):
            yield Block(BlockKind.FURNITURE, start, end)
        elif wording in headings:
            yield Block(BlockKind.HEADING, start, end)
        else:
            kind = classify_paragraph(wording)
            marker = _LIST_MARKER.match(wording)
            if kind is BlockKind.PROSE and marker and marker.end() < len(wording):
                start += marker.end()
                kind = classify_paragraph(text[start:end])
            yield Block(kind, start, end)


def _demote_runs(text: str, blocks: list[Block]) -> list[Block]:
    """Runs of short lines are navigation, not headings; the last one stays where prose follows it."""
    result = list(blocks)
    run: list[int] = []
    for index, block in enumerate([*blocks, None]):
        if block is not None and block.kind is BlockKind.HEADING and not text.startswith("#", block.start):
            run.append(index)
            continue
        if block is not None and block.kind is BlockKind.FURNITURE:
            continue
        heads_prose = block is not None and block.kind is BlockKind.PROSE
        if len(run) >= _NAVIGATION_RUN:
            for position in run[:-1] if heads_prose else run:
                result[position] = Block(BlockKind.FURNITURE, blocks[position].start, blocks[position].end)
        run = []
    return result


def _split_edges(text: str, block: Block, *, first: bool) -> Iterator[Block]:
    """A prose block without its dateline and its sign-off, which become furniture."""
    if block.kind is not BlockKind.PROSE:
        yield block
        return
    start, end = block.start, block.end
    dateline = dateline_length(text[start:end], first=first)
    if dateline:
        yield Block(BlockKind.FURNITURE, start, start + len(text[start : start + dateline].rstrip()))
        start += dateline
    sign_off = sign_off_length(text[start:end])
    if end - sign_off > start:
        yield Block(BlockKind.PROSE, start, end - sign_off)
    if sign_off:
        yield Block(BlockKind.FURNITURE, end - len(text[end - sign_off : end].lstrip()), end)
