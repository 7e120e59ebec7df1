from __future__ import annotations

import pytest

from verifier.domain import BlockKind
from verifier.readers.wording import classify_paragraph, dateline_length, sign_off_length

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001

PROSE = [
    "The bridge is closed.",
    "The bridge is closed, the ministry said on Friday, and it will stay closed for as long as there are soldiers",
    "“We saw nothing,” he said.",
    "As the minister put it later:",
    "Search teams found nothing.",
    "Home Office officials denied it.",
    "Source material was destroyed, he said.",
    "Like this bridge, the dam was built in 1968.",
    "Reports about the eastern road could not be confirmed.[46]",
    "The firm delivered 75 percent of the missiles for the batteries in the north and ninety percent of those in the "
    "south, according to figures that were published in December and that nobody has denied since then, and it will "
    "deliver the rest in the course of the spring at the latest. (Source: Naval Institute)",
    "大坝于星期五关闭。",
]
HEADINGS = [
    "Exiled politician speaks of order to open the gates",
    "War at the dam: minister warns of many soldiers in the north",
    "OLD QUARREL",
    "TALKS IN HALM?",
    "## The order",
    "**Key points**",
    "– Water as a weapon –",
    "– 'Good enough' answer? –",
]
CAPTIONS = [
    "View of the reservoir in winter. © Caldry/Archive",
    "The minister on Friday in Merrin. © Courier / D. Ahl",
    "A convoy on the road to Ostel on Monday. (Photo by Dmytro Held/AFP via Getty Images)",
    "The premier arrives for the ceremony (Serge Bobyl/AP)",
    "Water over the lower road. Photograph: Ann Held/Reuters",
    "Photo: Ministry of Defence",
]
FURNITURE = [
    "***",
    "* * *",
    "https://example.org/a",
    "[2] https://example.org/a ; https://example.org/b",
    "[Energy](https://example.org/energy)",
    "![A dam](dam.png)",
    "<div class='teaser'>",
    "| Day | Level |",
    "Advertisement",
    "Read also: Ten facts about the dam",
    "READ MORE FROM THE REGION",
    "Sign up to our newsletter to learn more about the river.",
    "Share this article",
    "Follow us on the usual channels!",
    "Tags: dam, river",
    "© 2024 Caldry Wire. All rights reserved.",
    "(Reporting by Anselm Reyk in Drosk and Jutta Moen in Merrin, with help from the whole desk; editing by L. Carr)",
    "(Caldry / bl)",
    "*(tel)*",
    "[Note to readers: this page was made by a machine.]",
    "By Anselm Reyk",
    "by Anselm Reyk, Caldry Wire:",
    "19 February 2022",
    "Feb 27, 2026 16:51",
    "27/02/2026 12:24",
    "5 min read",
    "MERRIN —",
    '"type": "article",',
]


@pytest.mark.parametrize("text", PROSE)
def test_prose(text: str) -> None:
    assert classify_paragraph(text) is BlockKind.PROSE


@pytest.mark.parametrize("text", HEADINGS)
def test_headings(text: str) -> None:
    assert classify_paragraph(text) is BlockKind.HEADING


@pytest.mark.parametrize("text", CAPTIONS)
def test_captions(text: str) -> None:
    assert classify_paragraph(text) is BlockKind.CAPTION


@pytest.mark.parametrize("text", FURNITURE)
def test_furniture(text: str) -> None:
    assert classify_paragraph(text) is BlockKind.FURNITURE


@pytest.mark.parametrize(
    "dateline",
    [
        "DROSK/MERRIN, March 4 (Caldry) - ",
        "MERRIN, 10 February (Caldry) – ",
        "PORT SELM, Osmeria (AP) — ",
        "Ostel (dpa) - ",
        "Halm/Merrin/Drosk – ",
        "NEW HALM—",
        "KESTERIN BRIDGE – ",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_datelines(dateline: str, first: bool) -> None:
    assert dateline_length(dateline + "The bridge is closed.", first=first) == len(dateline)


@pytest.mark.parametrize(
    "text",
    [
        "Zhelvia – Osmeria's only neighbour – closed the bridge.",
        "The minister – Marta Jelvik – closed the bridge.",
        "The bridge (the old one) - and only that - is closed.",
        "Assessment of the dam, March 4, 2024 – Institute for Rivers.",
        "NATO (founded in 1949) is an alliance.",
    ],
)
def test_what_looks_like_a_dateline_and_is_none(text: str) -> None:
    assert dateline_length(text, first=True) == 0


def test_a_lone_place_counts_in_the_first_paragraph_only() -> None:
    assert dateline_length("Merrin – The bridge is closed.", first=True) == len("Merrin – ")
    assert dateline_length("Merrin – The bridge is closed.", first=False) == 0


@pytest.mark.parametrize(
    "sign_off",
    [
        " (pm)",
        " (ab/cd)",
        " (dpa)",
        " (Caldry desk with AFP)",
        " (Reporting by A. Reyk; editing by L. Carr)",
        " | DW News",
    ],
)
def test_sign_offs(sign_off: str) -> None:
    assert sign_off_length("The bridge is closed." + sign_off) == len(sign_off)


@pytest.mark.parametrize("text", ["He joined the party (the old one).", "It opens at eight (pm)", "He left (in 2019)."])
def test_brackets_that_are_no_sign_off(text: str) -> None:
    assert sign_off_length(text) == 0
