from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from verifier.readers.fields import host, name_of, read_fields


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Publish_Date", "date"),
        ("published-at", "date"),
        ("BODY", "text"),
        ("media_name", "outlet"),
        ("seendate", "date"),
        ("From", "author"),
        ("Canonical URL", "url"),
        ("colour", None),
    ],
)
def test_labels_are_known_by_many_names(label: str, name: str | None) -> None:
    assert name_of(label) == name


def test_reads_all_fields() -> None:
    fields = read_fields(
        {
            "title": " Dam \n closed ",
            "outlet": {"title": "Caldry Wire", "uri": "caldry.example"},
            "author": [{"name": "A. Reyk"}, {"name": "J. Moen"}],
            "url": "https://www.caldry.example/a",
            "date": "2024-03-08",
            "language": "eng",
            "id": 77,
            "collected": "2024-03-09T02:00:00",
        }
    )
    assert fields.title == "Dam closed"
    assert fields.outlet == "Caldry Wire"
    assert fields.author == "A. Reyk, J. Moen"
    assert fields.published == date(2024, 3, 8)
    assert fields.language == "en"
    assert fields.key == "77"
    assert fields.collected_at == datetime(2024, 3, 9, 2, tzinfo=UTC)
    assert fields.warnings == ()


def test_what_is_missing_is_a_warning() -> None:
    assert read_fields({}).warnings == ("no date", "no outlet")


def test_the_host_stands_in_for_a_missing_outlet() -> None:
    fields = read_fields({"url": "https://www.Caldry.example:8080/a?b#c", "date": "2024-03-08"})
    assert (fields.outlet, fields.warnings) == ("caldry.example", ())
    assert read_fields({"outlet": "https://www.caldry.example/"}).outlet == "caldry.example"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[::1", "a b", "ftp://x/y"]
)
def test_only_http_addresses_are_kept(url: str) -> None:
    fields = read_fields({"url": url, "date": "2024-03-08", "outlet": "X"})
    assert fields.url is None
    assert fields.warnings == (f"url {url!r} is not an http address and was left out",)


@pytest.mark.parametrize(
    ("value", "code"),
    [("en-GB", "en"), ("deu", "de"), ("Russian", "ru"), ("UK", "uk"), ("unknown", None), (None, None)],
)
def test_languages_by_code_and_name(value: object, code: str | None) -> None:
    assert read_fields({"language": value}).language == code


def test_an_odd_language_is_a_warning() -> None:
    assert (
        "language 'klingonese' is not a language code such as 'en'" in read_fields({"language": "klingonese"}).warnings
    )


def test_endless_nesting_and_long_values_are_left_out() -> None:
    nested: list[object] = []
    nested.append(nested)
    fields = read_fields({"title": nested, "author": "x" * 5_000})
    assert fields.title is None
    assert fields.author is None
    assert "author of 5000 characters left out" in fields.warnings


def test_control_characters_do_not_get_into_fields() -> None:
    assert read_fields({"title": "Dam\x1b[31m\x00 closed\u202e"}).title == "Dam [31m closed"


def test_a_host_is_found_or_none() -> None:
    assert host("https://www.a.example/b") == "a.example"
    assert host("http://[bad") is None
