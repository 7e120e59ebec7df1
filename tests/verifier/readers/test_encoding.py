from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.errors import InputError
from verifier.readers.encoding import decode, hidden_characters, without_surrogates

# The typographic quotes and dashes in here are what newspapers print.
# ruff: noqa: RUF001

WESTERN = "The minister said “we don’t know” – the café was closed."
RUSSIAN = "Мост был закрыт в пятницу, сообщила журналистам министр. Когда его откроют, неизвестно."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_utf8_text_needs_no_guess(encoding: str) -> None:
    decoded = decode(WESTERN.encode(encoding))
    assert (decoded.text, decoded.warnings) == (WESTERN, ())


@pytest.mark.parametrize(("text", "encoding"), [(WESTERN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r")])
def test_older_encodings_are_guessed_with_a_warning(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.warnings == (f"encoding guessed: {encoding}",)


def test_a_declared_encoding_is_used() -> None:
    assert decode("Žalud".encode("iso8859_2"), "iso-8859-2").text == "Žalud"
    assert decode(WESTERN.encode("cp1252"), "no-such-encoding").text == WESTERN


def test_newlines_stay_as_they_are() -> None:
    assert decode(b"a\r\nb\rc\n").text == "a\r\nb\rc\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 text", "a PDF file"),
        (b"PK\x03\x04rest", "ZIP-based"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"text\x00text", "NUL bytes"),
        (b"\x01\x02\x03" * 40, "control characters"),
        (b"\xff\xfe\x00\xd8\x00", "byte order mark"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        decode(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(InputError):
        assert isinstance(decode(data).text, str)


def test_hidden_characters_are_counted_by_name() -> None:
    found = hidden_characters("a\u200bb\u200bc\u202ed\U000e0041")
    assert found == "4 hidden characters (zero width space ×2, right-to-left override ×1, tag character ×1)"


@pytest.mark.parametrize("text", ["plain", "👨\u200d👩\u200d👧", "می\u200cخواهم"])
def test_joiners_where_they_belong_are_not_reported(text: str) -> None:
    assert hidden_characters(text) is None


def test_half_characters_are_replaced_one_for_one() -> None:
    assert without_surrogates("a\ud83db") == ("a\ufffdb", "1 broken characters replaced by \ufffd")
    assert without_surrogates("a😀b") == ("a😀b", None)
