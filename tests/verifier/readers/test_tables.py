from __future__ import annotations

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001
import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.domain import Article, BlockKind, Refused
from verifier.readers import read

PROSE = "The bridge over the Vessna was closed on Friday. Nobody was hurt."


def read_all(path: str, content: str | bytes, mapping: dict[str, str] | None = None) -> list[Article | Refused]:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return list(read(path, io.BytesIO(data), mapping))


def read_one(path: str, content: str | bytes, mapping: dict[str, str] | None = None) -> Article:
    [found] = read_all(path, content, mapping)
    assert isinstance(found, Article), found
    return found


def reason(path: str, content: str | bytes, mapping: dict[str, str] | None = None) -> str:
    [found] = read_all(path, content, mapping)
    assert isinstance(found, Refused), found
    return found.reason


def line(**fields: object) -> str:
    return json.dumps({"text": PROSE, "date": "2024-03-08", "outlet": "Post", **fields})


def test_jsonl_rows_are_articles_with_their_line() -> None:
    one, two = read_all("x/a.jsonl", line(title="A") + "\n\n" + line(title="B") + "\n")
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.path, two.path) == ("x/a.jsonl#1", "x/a.jsonl#3")
    assert (one.title, one.outlet, one.published) == ("A", "Post", date(2024, 3, 8))
    assert one.text == PROSE


def test_texts_are_laid_out_like_files() -> None:
    article = read_one(
        "a.jsonl", line(text=f"Bridge closed\n{PROSE}\nAdvertisement\nIt rained. (pm)", title="Bridge closed")
    )
    assert [block.kind for block in article.blocks] == [
        BlockKind.HEADING,
        BlockKind.PROSE,
        BlockKind.FURNITURE,
        BlockKind.PROSE,
        BlockKind.FURNITURE,
    ]


def test_two_columns_of_one_name_are_not_chosen_from() -> None:
    assert "several columns are called 'text'" in reason("a.csv", f"text,text,outlet\n{PROSE},Other words.,Post\n")
    assert read_one("a.csv", f"text,note,note\n{PROSE},a,b\n").text == PROSE


def test_a_bad_line_is_refused_and_the_rest_goes_on() -> None:
    content = "\n".join([line(), "{broken", "[1]", line(text=""), line(text="Weather"), '{"text": "\xff"}', line()])
    found = read_all("a.jsonl", content.encode("latin-1"))
    assert [type(row) for row in found] == [Article, Refused, Refused, Refused, Refused, Refused, Article]
    refused = [row for row in found if isinstance(row, Refused)]
    assert [row.path for row in refused] == [f"a.jsonl#{number}" for number in (2, 3, 4, 5, 6)]
    assert refused[0].reason.startswith("not valid JSON")
    assert refused[1].reason == "not an object with an article's fields but list"
    assert refused[2].reason == "no text in it"
    assert refused[3].reason.startswith("no article text")
    assert refused[4].reason.startswith("not UTF-8")


@pytest.mark.parametrize("value", [None, "unknown", ""])
def test_a_missing_date_is_a_warning(value: str | None) -> None:
    article = read_one("a.jsonl", line(date=value))
    assert article.published is None
    assert "no date" in article.warnings


@pytest.mark.parametrize(("text", "body"), [("body", "content"), ("full_text", "articleBody")])
def test_common_names_are_known(text: str, body: str) -> None:
    for name in (text, body):
        content = json.dumps(
            {name: PROSE, "publisher": "Post", "pubDate": "8 March 2024", "link": "https://a.example/b"}
        )
        article = read_one("a.jsonl", content)
        assert (article.outlet, article.published, article.url) == ("Post", date(2024, 3, 8), "https://a.example/b")


def test_our_own_name_comes_before_other_names_and_empty_cells_fall_through() -> None:
    assert read_one("a.jsonl", line(body="Something else was said here.")).text == PROSE
    assert read_one("a.jsonl", line(body=PROSE, text="")).text == PROSE


def test_a_mapping_overrides() -> None:
    content = json.dumps(
        {"story": PROSE, "text": "Not this one, said the user.", "paper": "Post", "date": "2024-03-08"}
    )
    article = read_one("a.jsonl", content, {"text": "story", "outlet": "paper"})
    assert (article.text, article.outlet) == (PROSE, "Post")


def test_a_mapped_column_that_is_not_there_is_named() -> None:
    assert (
        reason("a.csv", f"text\n{PROSE}\n", {"text": "story"}) == "no column 'story' for text; its columns are 'text'"
    )
    assert reason("a.jsonl", line(), {"text": "story"}).startswith("no column 'story' for text")


def test_a_row_with_an_address_only_is_refused_with_the_next_step() -> None:
    content = json.dumps({"url": "https://a.example/b", "title": "A"})
    assert reason("a.jsonl", content) == "URL only: fetching is off. Save the page as an HTML file and add that file"


def test_a_table_without_rows_is_refused() -> None:
    assert reason("a.csv", "text,date\n") == "no rows in it"
    assert reason("a.jsonl", "\n") == "no rows in it"


def test_a_mapped_column_may_be_missing_in_one_row() -> None:
    content = json.dumps({"story": PROSE}) + "\n" + json.dumps({"text": PROSE}) + "\n" + json.dumps({"story": PROSE})
    assert [type(row) for row in read_all("a.jsonl", content, {"text": "story"})] == [Article, Refused, Article]


def test_a_table_without_a_text_column_names_its_columns() -> None:
    assert reason("a.csv", "when,what\n1,2\n") == (
        "no column holds the text; say which with text=COLUMN. Its columns are 'when', 'what'"
    )


def test_media_cloud() -> None:
    header = "id,indexed_date,language,media_name,media_url,publish_date,title,url,text"
    content = f"{header}\n7,2024-03-09,en,Post,post.example,2024-03-08,A,https://post.example/a,{PROSE}\n"
    article = read_one("a.csv", content)
    assert (article.path, article.outlet, article.published) == ("a.csv#2", "Post", date(2024, 3, 8))


def test_gdelt_says_what_its_date_is() -> None:
    header = "url,title,seendate,domain,language,body"
    content = f"{header}\nhttps://post.example/a,A,20240308T101500Z,post.example,English,{PROSE}\n"
    article = read_one("a.csv", content)
    assert (article.outlet, article.published, article.language) == ("post.example", date(2024, 3, 8), "en")
    assert "date is the day GDELT first saw the page" in article.warnings


def test_event_registry() -> None:
    row = {
        "uri": "8004", "lang": "eng", "date": "2024-03-07", "dateTimePub": "2024-03-08T09:00:00Z", "title": "A",
        "body": PROSE, "url": "https://post.example/a",
        "source": {"uri": "post.example", "title": "Post"}, "authors": [{"name": "A. Reyk"}],
    }  # fmt: skip
    content = json.dumps({"articles": {"results": [row], "totalResults": 1}})
    article = read_one("a.json", content)
    assert (article.path, article.outlet, article.author, article.published, article.language) == (
        "a.json#1", "Post", "A. Reyk", date(2024, 3, 8), "en",
    )  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_dialects(delimiter: str, encoding: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["title", "text", "date", "outlet"])
    writer.writerow(["One, two; three", f"{PROSE}\nIt “rained”, he said.", "2024-03-08", "Post"])
    writer.writerow(["B", PROSE, "2024-03-09", "Post"])
    one, two = read_all("a.csv", out.getvalue().encode(encoding))
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert one.title == "One, two; three"
    assert one.text == f"{PROSE}\nIt “rained”, he said."
    assert (one.path, two.path) == ("a.csv#2", "a.csv#4")


def test_excel_says_its_separator() -> None:
    article = read_one("a.csv", f"sep=;\ntext;date;outlet\n{PROSE};2024-03-08;Post\n")
    assert (article.path, article.outlet) == ("a.csv#3", "Post")


def test_a_row_with_too_many_cells_is_refused_and_a_short_one_is_read() -> None:
    long, short = read_all("a.csv", f"text,date,outlet\n{PROSE},2024-03-08,Post,more\n{PROSE}\n")
    assert long == Refused("a.csv#2", "4 cells where the header has 3: a quotation mark is missing")
    assert isinstance(short, Article)
    assert short.warnings[:2] == ("no date", "no outlet")


def test_long_cells_are_read() -> None:
    text = "It rained in the valley. " * 8_000
    assert len(read_one("a.csv", f"text,date\n{text},2024-03-08\n").text) == len(text)


def test_older_encodings_are_guessed_with_a_warning() -> None:
    article = read_one("a.csv", f"text,date\n“{PROSE}” – said the café.,2024-03-08\n".encode("cp1252"))
    assert article.text.endswith("café.")
    assert "encoding guessed: cp1252" in article.warnings


def test_texts_that_are_pages_are_read_as_pages() -> None:
    paragraphs = "".join(
        f"<p>{PROSE} And nobody in the village of Ostel knew why, not even number {n}.</p>" for n in range(4)
    )
    article = read_one("a.jsonl", line(text=f"<div>{paragraphs}</div>"))
    assert "<p>" not in article.text
    assert article.outlet == "Post"


def test_half_characters_are_replaced() -> None:
    article = read_one("a.jsonl", '{"text": "It rained \\ud83d in Ostel, he said.", "date": "2024-03-08"}')
    assert "1 broken characters replaced by \ufffd" in article.warnings
    article.text.encode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "not valid JSON"),
        ("7", "no list of articles in it"),
        ('{"a": 1}', "no list of articles in it"),
        ("[]", "no rows in it"),
        ("[" * 100_000, "not readable JSON: nested too deeply"),
        ('{"messages": [], "name": "x"}', "this looks like a Telegram export"),
    ],
)
def test_json_that_holds_no_articles_is_refused(content: str, expected: str) -> None:
    assert reason("a.json", content).startswith(expected)


def test_json_may_be_one_article_a_list_or_lines() -> None:
    assert read_one("a.json", line()).path == "a.json"
    assert [row.path for row in read_all("a.json", f"[{line()}, 7, {line()}]")] == ["a.json#1", "a.json#2", "a.json#3"]
    assert [row.path for row in read_all("a.json", f"{line()}\n{line()}\n")] == ["a.json#1", "a.json#2"]


def test_ids_do_not_depend_on_the_line() -> None:
    one, two = read_all("a.jsonl", line() + "\n" + line())
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert one.id == two.id
    assert one.id != read_one("a.jsonl", line(url="https://a.example/b")).id


@settings(max_examples=60)
@given(st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.json"]), st.binary(max_size=200))
def test_any_bytes_are_rows_or_refused(path: str, data: bytes) -> None:
    for found in read_all(path, b"text,date\n" + data if path.endswith("sv") else data):
        assert isinstance(found, Article | Refused)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=9), lambda x: st.lists(x) | st.dictionaries(st.text(max_size=5), x)
    )
)
def test_any_json_is_rows_or_refused(value: object) -> None:
    for path in ("a.json", "a.jsonl"):
        for wrapped in (value, {"text": value, "date": value, "outlet": value, "url": value}, [value]):
            assert read_all(path, json.dumps(wrapped))
