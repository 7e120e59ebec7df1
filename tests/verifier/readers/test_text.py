from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Article, BlockKind, Refused
from verifier.errors import InputError
from verifier.readers.text import read_text

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001

PROSE = "The bridge over the Vessna was closed on Friday. Nobody was hurt."


def read(content: str | bytes, path: str = "folder/a.txt") -> Article:
    data = content if isinstance(content, bytes) else content.encode()
    [found] = read_text(path, data)
    assert isinstance(found, Article), found
    return found


def parts(article: Article, kind: BlockKind) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind is kind]


def test_the_text_is_the_whole_file() -> None:
    content = f"date: 2024-03-08\r\n\r\n{PROSE}\r\n"
    article = read("\ufeff" + content)
    assert article.text == content
    assert article.sha256 == hashlib.sha256(("\ufeff" + content).encode()).hexdigest()
    assert parts(article, BlockKind.PROSE) == [PROSE]


def test_front_matter() -> None:
    article = read(
        "---\ntitle: 'The bridge: closed'\noutlet: Harbour Post\ndate: 2024-03-08\nauthor: [A. Reyk, J. Moen]\n"
        f"url: https://harbourpost.example/a\nlang: en-GB\ntags: [bridge]\n---\n\n{PROSE}\n"
    )
    assert article.title == "The bridge: closed"
    assert article.outlet == "Harbour Post"
    assert article.author == "A. Reyk, J. Moen"
    assert article.published == date(2024, 3, 8)
    assert article.url == "https://harbourpost.example/a"
    assert article.language == "en"
    assert article.warnings == ("only 12 words of article text",)
    assert parts(article, BlockKind.PROSE) == [PROSE]


def test_front_matter_that_is_no_yaml_is_read_line_by_line() -> None:
    article = read(f"---\ntitle: a: b: [\ndate: 2024-03-08\n---\n{PROSE}")
    assert article.title == "a: b: ["
    assert article.published == date(2024, 3, 8)
    assert "front matter is not valid YAML and was read line by line" in article.warnings


@pytest.mark.parametrize(
    "matter", ["a: &a [*a]\ntitle: *a", "title: !!python/object/apply:os.system [id]", "a: " + "[" * 5_000, "- a\n- b"]
)
def test_hostile_front_matter_harms_nobody(matter: str) -> None:
    assert parts(read(f"---\n{matter}\n---\n{PROSE}"), BlockKind.PROSE) == [PROSE]


def test_key_value_lines() -> None:
    article = read(
        f"url: https://www.caldrywire.example/a\nDate: 4 March 2024\nSection: World\nBy: Anselm Reyk\n"
        f'Title: "Soon": Zhelvia and the dam\n\n{PROSE}\n'
    )
    assert article.outlet == "caldrywire.example"
    assert article.author == "Anselm Reyk"
    assert article.title == '"Soon": Zhelvia and the dam'
    assert article.published == date(2024, 3, 4)
    assert parts(article, BlockKind.PROSE) == [PROSE]
    assert len(parts(article, BlockKind.FURNITURE)) == 5


def test_a_loose_crawl() -> None:
    article = read(
        " date 2024-03-09 Home page politics\n\nFrom: Pascal Ilgner\n\nA fisherman below the wall. © PICTURELINE\n\n"
        "According to a politician, the gates will open. The order is signed.\n\n"
        "Halm/Merrin – Is this the calm before the flood?\n\n"
        "Dispute about water: minister warns of an order\n\n"
        "The minister spoke on Friday. He knows the dam. (pil)\n"
    )
    assert article.published == date(2024, 3, 9)
    assert article.author == "Pascal Ilgner"
    assert article.title is None
    assert article.outlet is None
    assert "no outlet" in article.warnings
    assert parts(article, BlockKind.PROSE) == [
        "According to a politician, the gates will open. The order is signed.",
        "Is this the calm before the flood?",
        "The minister spoke on Friday. He knows the dam.",
    ]
    assert parts(article, BlockKind.CAPTION) == ["A fisherman below the wall. © PICTURELINE"]
    assert parts(article, BlockKind.HEADING) == ["Dispute about water: minister warns of an order"]
    assert parts(article, BlockKind.FURNITURE) == [
        "date 2024-03-09 Home page politics",
        "From: Pascal Ilgner",
        "Halm/Merrin –",
        "(pil)",
    ]


def test_a_crawl_with_title_byline_and_date_on_top() -> None:
    article = read(
        "The bridge is closed\nBy Anselm Reyk | Friday, 8 March 2024 | 5 min read\n"
        f"Updated 9 March 2024, 10:00\n\n{PROSE}\n"
    )
    assert article.title == "The bridge is closed"
    assert article.author == "Anselm Reyk"
    assert article.published == date(2024, 3, 8)
    assert parts(article, BlockKind.PROSE) == [PROSE]


def test_sentences_that_look_like_header_lines_stay_prose() -> None:
    first = "Source: the ministry said on Friday that nobody had been hurt at the bridge, and it said no more."
    article = read(f"{first}\n\n{PROSE}")
    assert parts(article, BlockKind.PROSE) == [first, PROSE]


def test_an_ambiguous_date_is_a_warning() -> None:
    article = read(f"date: 03/04/2024\noutlet: X\n\n{PROSE}")
    assert article.published is None
    assert article.warnings[0] == "no date: '03/04/2024' may be day or month first; write it as YYYY-MM-DD"


def test_a_declared_language_wins_and_doubt_is_shown() -> None:
    article = read(f"language: de\n\n{PROSE * 10}")
    assert article.language == "de"
    assert "declared language is 'de', the text looks like 'en'" in article.warnings


def test_hidden_characters_stay_and_are_reported() -> None:
    article = read(PROSE.replace("bridge", "bri\u200bdge"))
    assert "bri\u200bdge" in article.text
    assert "1 hidden characters (zero width space ×1)" in article.warnings


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no article text: it is empty"),
        (" \n\t\n", "no article text: it is empty"),
        ("Access denied", "no article text: its one line is no sentence"),
        ("Home\nWorld\nReference #18.1\nhttps://example.org/a", "no article text: none of its 4 lines is a sentence"),
    ],
)
def test_a_file_without_article_text_is_refused(content: str, reason: str) -> None:
    [found] = read_text("a.txt", content.encode())
    assert isinstance(found, Refused)
    assert found.reason.startswith(reason)


def test_bytes_that_are_no_text_are_an_input_error() -> None:
    with pytest.raises(InputError, match="NUL"):
        list(read_text("a.txt", b"abc\x00def"))


def test_the_id_depends_on_content_and_name_and_not_on_the_folder() -> None:
    one, moved = read(PROSE, "a/x.txt"), read(PROSE, "/somewhere/else/x.txt")
    assert one.id == moved.id
    assert len({one.id, read(PROSE, "a/y.txt").id, read(PROSE + " Yes.", "a/x.txt").id}) == 3


def test_with_an_url_the_file_name_does_not_matter() -> None:
    content = f"url: https://harbourpost.example/a\n\n{PROSE}"
    assert read(content, "x.txt").id == read(content, "y.txt").id


@given(st.text(max_size=300))
def test_any_text_is_an_article_or_refused_with_true_offsets(content: str) -> None:
    data = content.encode("utf-8", "replace")
    try:
        [found] = read_text("a.txt", data)
    except InputError:
        return
    if isinstance(found, Article):
        assert found.text == data.decode("utf-8-sig")
        assert all(0 <= block.start < block.end <= len(found.text) for block in found.blocks)
