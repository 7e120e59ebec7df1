"""A CSV file of outlets: what is read, and how what cannot be read is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain import Reliability
from verifier.errors import UsageError
from verifier.sources_file import BadRow, SourceRow, read_reliability, read_sources


@pytest.mark.parametrize(
    ("encoding", "warned"), [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(encoding: str, warned: bool, delimiter: str) -> None:
    text = "outlet,owner\nDer Tagesbote,Müller & Söhne\nLa Dépêche,Médias du Nord\n".replace(",", delimiter)
    read = read_sources(text.encode(encoding), "s.csv")
    assert [row.owner for row in read.rows if isinstance(row, SourceRow)] == ["Müller & Söhne", "Médias du Nord"]
    assert bool(read.warnings) == warned


def test_columns_in_any_order_and_those_that_are_not_there() -> None:
    read = read_sources(b" Country ,OUTLET\r\nOstland,Northline\r\n,Quill\r\n\r\n", "s.csv")
    assert read.rows == (SourceRow(2, "Northline", None, None, "Ostland"), SourceRow(3, "Quill", None, None, ""))


def test_bad_rows_are_named_with_their_line_and_the_rest_is_read() -> None:
    content = b'outlet,owner,reliability\nA,x,B\n,y,B\nC,z\nD,"two\nlines",Q\nE,,\n a ,x,B\nF,1,2,3\n"G,x,A\n'
    read = read_sources(content, "s.csv")
    assert [row.line for row in read.rows] == [2, 3, 4, 5, 7, 8, 9, 10]
    good = [row for row in read.rows if isinstance(row, SourceRow)]
    assert [row.outlet for row in good] == ["A", "E"]
    errors = {row.line: row.error for row in read.rows if isinstance(row, BadRow)}
    assert errors[3] == "it names no outlet"
    assert errors[4] == "2 cells where the header has 3: look for a delimiter too many"
    assert "not 'Q'" in errors[5]
    assert errors[8] == "outlet 'a' stands in line 2 already: keep one of the two"


def test_characters_that_are_not_seen_make_a_bad_row() -> None:
    owner = "The owner of a newspaper " * 12  # so that one control character leaves the file a text
    read = read_sources(f"outlet,owner\nA,{owner}\x1b[31m\nB\u202e,y\nC,{owner}\n".encode(), "s.csv")
    errors = [row.error for row in read.rows if isinstance(row, BadRow)]
    assert [error.split(" holds ")[1] for error in errors] == [
        "the character U+001B, which is not seen: leave it out",
        "the character U+202E, which is not seen: leave it out",
    ]
    assert [row.outlet for row in read.rows if isinstance(row, SourceRow)] == ["C"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "names the columns none: it must name outlet"),
        (b"Northline,Ludd\n", "'Northline', 'Ludd'"),
        (b"outlet,note\nA,b\n", "'outlet', 'note'"),
        (b"outlet,outlet\nA,b\n", "each once"),
        (b"%PDF-1.7", "'s.csv' cannot be read: not a text file"),
    ],
)
def test_a_file_that_is_none_of_sources(content: bytes, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        read_sources(content, "s.csv")


@given(st.text(alphabet='ab,;"\n\r\x00 A', max_size=60))
def test_every_row_becomes_a_value(text: str) -> None:
    try:
        read = read_sources(b"outlet,owner\n" + text.encode(), "s.csv")
    except UsageError:
        assert "\x00" in text
        return
    assert all(row.outlet.strip() if isinstance(row, SourceRow) else row.error for row in read.rows)


def test_letters() -> None:
    assert [read_reliability(given) for given in ("a", " B ", "")] == [Reliability.A, Reliability.B, Reliability.F]
    with pytest.raises(ValueError, match="not 'AB'"):
        read_reliability("AB")
