"""HTML as a tree: text and values of attributes go in as they are and come out escaped, whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, tostring

from verifier.exports.inert import one_line

Content = Element | str


def element(name: str, /, *content: Content, **attributes: str) -> Element:
    """An element with content in order; each piece belongs to one element only.

    A trailing underscore is cut from the names of attributes and inner ones become hyphens: `class_`, `aria_hidden`.
    """
    made = Element(name, {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()})
    for piece in content:
        if isinstance(piece, Element):
            made.append(piece)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + piece
        else:
            made.text = (made.text or "") + piece
    return made


def foreign(text: str) -> Element:
    """Text somebody else wrote, shut in so that its direction marks cannot turn the words around it."""
    return element("bdi", one_line(text), dir="auto")


def phrase(text: str) -> Element:
    """A sentence of our own, in which what stands between backticks is something to type."""
    pieces = text.split("`")
    return element("span", *(element("code", piece) if n % 2 else piece for n, piece in enumerate(pieces)))


def table(heads: Sequence[str], rows: Iterable[Sequence[Content]], last: str = "") -> Element:
    """A table; columns whose head begins with # are numbers, with ~ drawings of the number beside them, which only eyes
    need. `last` is the class of the last row."""
    several = list(rows)
    kinds = [{"#": "number", "~": "drawing"}.get(head[0], "") for head in heads]
    head = element("tr", *(_head(text.lstrip("#~"), kind) for text, kind in zip(heads, kinds, strict=True)))
    body = [
        element(
            "tr",
            *(_cell(one, kind) for one, kind in zip(row, kinds, strict=True)),
            **({"class_": last} if last and number == len(several) else {}),
        )
        for number, row in enumerate(several, start=1)
    ]
    return element("table", element("thead", head), element("tbody", *body))


def _head(text: str, kind: str) -> Element:
    if kind == "drawing":
        return element("td", class_=kind, aria_hidden="true")
    return element("th", text, scope="col", **({"class_": kind} if kind else {}))


def _cell(content: Content, kind: str) -> Element:
    hidden = {"aria_hidden": "true"} if kind == "drawing" else {}
    return element("td", content, **({"class_": kind} if kind else {}), **hidden)


def document(page: Element) -> str:
    """The whole file. Nothing foreign may stand in a <style>, the one element that HTML does not escape."""
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", method="html") + "\n"
