from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from verifier.domain import Article, Refused
from verifier.errors import UsageError
from verifier.steps.articles import read_articles, read_bytes

PROSE = "The bridge over the Vessna was closed on Friday. Nobody was hurt."


def write(path: Path, content: str = PROSE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def refusals(found: list[Article | Refused]) -> dict[str, str]:
    return {row.path: row.reason for row in found if isinstance(row, Refused)}


def test_a_folder_is_walked_in_sorted_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "b.txt",
        "a.md",
        "sub/c.jsonl",
        "sub/.git/d.txt",
        ".verifier/e.txt",
        "f.pdf",
        ".hidden.txt",
        ".DS_Store",
    ):
        write(tmp_path / "in" / name, '{"text": "It rained in Ostel."}' if name.endswith("jsonl") else PROSE)
    monkeypatch.chdir(tmp_path)
    found = list(read_articles(["in"]))
    assert [row.path for row in found] == ["in/.hidden.txt", "in/a.md", "in/b.txt", "in/f.pdf", "in/sub/c.jsonl#1"]
    assert refusals(found)["in/.hidden.txt"] == "hidden file: add it by its name"
    assert refusals(found)["in/f.pdf"].startswith(".pdf files cannot be read: save it as one of .txt, .text, .md")


def test_a_hidden_file_is_read_by_its_name(tmp_path: Path) -> None:
    [found] = read_articles([write(tmp_path / ".a.txt")])
    assert isinstance(found, Article)


def test_paths_stay_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    monkeypatch.chdir(tmp_path)
    assert [row.path for row in read_articles(["./a.txt", Path("a.txt"), tmp_path / "a.txt"])] == [
        "./a.txt",
        "a.txt",
        str(tmp_path / "a.txt"),
    ]


def test_the_same_file_twice_has_one_id(tmp_path: Path) -> None:
    one, two = read_articles([write(tmp_path / "x" / "a.txt"), write(tmp_path / "y" / "a.txt")])
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert one.id == two.id


def test_bad_inputs_are_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "binary.txt").write_bytes(b"a\x00b")
    good = write(tmp_path / "good.txt")
    found = list(
        read_articles(
            [
                "https://a.example/b",
                "no-such.txt",
                "bad\x00name.txt",
                tmp_path / "pipe.txt",
                tmp_path / "binary.txt",
                good,
            ]
        )
    )
    assert isinstance(found[-1], Article)
    reasons = list(refusals(found).values())
    assert reasons[0] == "fetching is off: save the page as an HTML file and add that file"
    assert reasons[1] == "there is no such file or folder"
    assert reasons[3] == "not a regular file"
    assert "NUL" in reasons[4]
    assert len(reasons) == 5


def test_links_lead_nowhere_outside(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "a.txt")
    inside = write(tmp_path / "in" / "b.txt")
    (tmp_path / "in" / "c.txt").symlink_to(inside)
    (tmp_path / "in" / "d.txt").symlink_to(outside)
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "in" / "nothing")
    found = list(read_articles([tmp_path / "in"]))
    assert [Path(row.path).name for row in found if isinstance(row, Article)] == ["b.txt", "c.txt"]
    assert {Path(path).name: reason for path, reason in refusals(found).items()} == {
        "loop": "a link to a folder is not followed: add that folder itself",
        "d.txt": "a link that leads out of the folder: add the file itself",
        "gone.txt": "there is no such file or folder",
    }


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt")

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    [found] = read_articles([path])
    assert isinstance(found, Refused)
    assert "permission" in found.reason.lower()


@pytest.mark.parametrize(
    "content",
    [
        PROSE,
        '{"text": "It rained in Ostel on Friday."}\n',
        '[{"text": "It rained in Ostel on Friday."}]',
        f"<html><body><article><p>{PROSE} {PROSE}</p><p>{PROSE} Really.</p></article></body></html>",
    ],
    ids=["text", "jsonl", "json", "html"],
)
def test_standard_input_is_told_by_its_first_characters(content: str) -> None:
    [found] = read_articles(["-"], stdin=io.BytesIO(content.encode()))
    assert isinstance(found, Article), found
    assert found.path.partition("#")[0] == "-"
    assert "{" not in found.text
    assert "<" not in found.text


def test_uploads_are_read_by_name() -> None:
    [found] = read_bytes("a.md", f"# Bridge closed\n\n{PROSE}".encode())
    assert isinstance(found, Article)
    assert found.title == "Bridge closed"
    [refused] = read_bytes("a.docx", b"PK")
    assert refused == Refused("a.docx", refused.reason)  # type: ignore[union-attr]


def test_a_file_too_large_for_one_article_is_refused() -> None:
    [found] = read_bytes("a.txt", b"It rained. " * 1_000_000)
    assert isinstance(found, Refused)
    assert found.reason.startswith("larger than 10 MB")


def test_a_mapping_with_an_unknown_name_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="'txt' is no field of an article; choose from text, title"):
        list(read_articles([], mapping={"txt": "a"}))
