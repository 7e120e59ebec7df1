"""Web pages: trafilatura finds the article; what a visitor of the page cannot see is taken out before it looks."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from verifier.domain import Article, Block, Refused
from verifier.errors import InputError
from verifier.readers.encoding import decode
from verifier.readers.fields import read_fields
from verifier.readers.layout import lay_out
from verifier.readers.record import make_article
from verifier.readers.wording import ends_sentence

_CHARSET = re.compile(rb"<meta[^<>]+charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0|(?:^|[;\s{])(?:max-)?(?:width|height)\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)"
    r"|(?:left|right|top|text-indent|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_HIDING_RULE = re.compile(r"([.#][\w-]{1,60}(?:\s*,\s*[.#][\w-]{1,60}){0,20})\s*\{([^{}]{0,2000})\}")
_SENTENCE = re.compile(r"(?:\S+\s+){7,}\S*[.!?]")
_BLOCK_TAGS = {
    "body",
    "main",
    "div",
    "p",
    "head",
    "list",
    "item",
    "quote",
    "table",
    "row",
    "cell",
    "code",
    "ab",
    "figure",
}


@dataclass(slots=True)
class Page:
    """The article found in a page: paragraphs with a blank line between, and metadata by our names."""

    text: str
    blocks: tuple[Block, ...]
    raw: dict[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read_html(path: str, data: bytes) -> Iterator[Article | Refused]:
    """The one article of a saved page. Raises InputError where there is none or the bytes are no text."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared.group(1).decode("ascii") if declared else None)
    page = extract(decoded.text)
    yield make_article(
        path,
        hashlib.sha256(data).hexdigest(),
        page.text,
        page.blocks,
        read_fields(page.raw),
        name=PurePath(path).name,
        warnings=(*decoded.warnings, *page.warnings),
    )


def extract(html: str) -> Page:
    """The article in a page's source. Raises InputError where the page has none."""
    try:
        tree = _parse(html)
        language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        hidden_words = _take_out_hidden(tree)
        document = _find_article(tree)
    except Exception as error:  # whatever lxml and trafilatura make of a hostile page, the other files go on
        raise InputError(f"the page cannot be parsed ({type(error).__name__})") from error
    if document is None or document.body is None:
        raise InputError("no article text: the page has no running text (a menu, a paywall or a script-only page?)")
    paragraphs = list(_paragraphs(document.body))
    text = "\n\n".join(wording for wording, _ in paragraphs)
    headings = {wording for wording, is_heading in paragraphs if is_heading or wording == document.title}
    raw = {
        "title": document.title,
        "author": document.author,
        "date": document.date,
        "outlet": document.sitename,
        "url": document.url,
        "language": language,
    }
    warnings = (f"{hidden_words} words of hidden text left out",) if hidden_words else ()
    return Page(text, lay_out(text, headings=headings), {name: value for name, value in raw.items() if value}, warnings)


def _parse(html: str) -> Any:
    from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]

    # Bytes, because lxml refuses a str that declares an encoding.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return document_fromstring(html.encode("utf-8", "replace"), parser=parser)


def _find_article(tree: Any) -> Any:
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        # Without these, a date is taken from anywhere in the text.
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2200-01-01"},
    )


def _take_out_hidden(tree: Any) -> int:
    """Removes elements nobody sees; how many words of sentences went with them."""
    hiding = _hiding_selectors(tree)
    words = 0
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or not _is_hidden(element, hiding):
            continue
        gone = " ".join(element.text_content().split()) if element.tag not in {"script", "style"} else ""
        words += len(gone.split()) if _SENTENCE.search(gone) else 0
        element.drop_tree()
    return words


def _is_hidden(element: Any, hiding: set[str]) -> bool:
    if element.tag in {"html", "body", "head", "meta", "link", "title", "script"}:
        return False
    if element.tag == "template" or "hidden" in element.attrib or _UNSEEN_STYLE.search(element.get("style", "")):
        return True
    if hiding & {f".{name}" for name in element.get("class", "").split()} | hiding & {f"#{element.get('id', '')}"}:
        return True
    # A page saved while a dialog was open has its whole article behind aria-hidden.
    return element.get("aria-hidden") == "true" and not element.xpath(".//h1|.//article")


def _hiding_selectors(tree: Any) -> set[str]:
    """The plain class and id selectors that the page's own style sheets hide."""
    sheets = " ".join(style.text_content() for style in tree.iter("style"))
    return {
        selector.strip()
        for selectors, declarations in _HIDING_RULE.findall(sheets)
        if _UNSEEN_STYLE.search(declarations)
        for selector in selectors.split(",")
    }


def _paragraphs(body: Any) -> Iterator[tuple[str, bool]]:
    """Each paragraph's wording, white space made single, and whether it is a heading."""
    pieces: list[str] = []
    in_heading = False
    for event, element in _walk(body):
        breaks = element.tag in _BLOCK_TAGS or (element.tag == "lb" and ends_sentence("".join(pieces).rstrip()))
        if breaks:
            if wording := " ".join("".join(pieces).split()):
                yield wording, in_heading
            pieces.clear()
            in_heading = element.tag == "head" and event == "start"
        if event == "start":
            pieces.append(" " if element.tag == "lb" else "")
            pieces.append(element.text or "")
        elif element is not body:
            pieces.append(element.tail or "")
    if wording := " ".join("".join(pieces).split()):
        yield wording, in_heading


def _walk(body: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree  # type: ignore[import-untyped]

    yield from etree.iterwalk(body, events=("start", "end"))
