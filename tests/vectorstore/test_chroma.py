"""The folder: one owner, reopened as it was left, and never opened when it may not be."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vectorstore import IndexBusyError, IndexDamagedError, VectorInputError, condition
from vectorstore.chroma import ChromaIndex, rebuild

WIDTH = 8
FLUSHED = 1200  # Chroma writes its graph files every 1,000 rows

Vectors = NDArray[np.float32]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were tried out in another process."""
    tried: list[Path] = []
    real = condition._try_out_elsewhere

    def note_and_try(folder: Path) -> None:
        tried.append(folder)
        real(folder)

    monkeypatch.setattr(condition, "_try_out_elsewhere", note_and_try)
    return tried


def some_vectors(count: int, seed: int = 0) -> Vectors:
    return np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)


def names(count: int) -> list[str]:
    return [f"p{number:04}" for number in range(count)]


def fill(folder: Path, count: int = 20) -> Vectors:
    vectors = some_vectors(count)
    index = ChromaIndex(folder, WIDTH)
    index.add(names(count), vectors)
    index.close()
    return vectors


def unseal(folder: Path) -> None:
    """As a killed process leaves it."""
    (folder / "seal.json").unlink()


def test_what_was_added_is_there_after_reopening(folder: Path, trials: list[Path]) -> None:
    vectors = fill(folder, FLUSHED)
    index = ChromaIndex(folder, WIDTH, expected_count=FLUSHED)
    assert index.ids() == set(names(FLUSHED))
    assert index.nearest(vectors[7], 1)[0] == ("p0007", 1.0)
    index.add(["new"], some_vectors(1, seed=5))
    index.delete(["p0007"])
    index.close()
    again = ChromaIndex(folder, WIDTH, expected_count=FLUSHED)
    assert "new" in again.ids()
    assert again.nearest(vectors[7], 1)[0].id != "p0007"
    again.close()
    assert trials == []


def test_a_second_owner_in_this_process_is_told_who_has_it(folder: Path) -> None:
    index = ChromaIndex(folder, WIDTH)
    with pytest.raises(IndexBusyError, match=rf"in use by process {os.getpid()}.*try again"):
        ChromaIndex(folder, WIDTH)
    with pytest.raises(IndexBusyError):
        rebuild(folder, ["a"], some_vectors(1))
    index.close()
    ChromaIndex(folder, WIDTH).close()


def test_a_second_process_is_told_who_has_it(folder: Path) -> None:
    index = ChromaIndex(folder, WIDTH)
    code = (
        "import sys; from pathlib import Path; from vectorstore.chroma import ChromaIndex\n"
        "try: ChromaIndex(Path(sys.argv[1]), 8)\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    told = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True).stdout
    index.close()
    assert told.startswith("IndexBusyError")
    assert str(folder) in told
    assert f"process {os.getpid()}" in told


def test_another_way_to_the_same_folder_is_the_same_folder(folder: Path, tmp_path: Path) -> None:
    index = ChromaIndex(folder, WIDTH)
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(IndexBusyError):
        ChromaIndex(tmp_path / "link", WIDTH)
    index.close()


def test_a_folder_deleted_between_runs_is_a_new_index(folder: Path) -> None:
    fill(folder)
    rename_away(folder)
    index = ChromaIndex(folder, WIDTH)
    assert index.count() == 0
    index.add(["a"], some_vectors(1))
    assert index.count() == 1
    index.close()


def test_a_folder_deleted_between_runs_is_noticed_by_the_count(folder: Path) -> None:
    fill(folder)
    rename_away(folder)
    with pytest.raises(IndexDamagedError, match=r"holds 0 ids, expected 20; rebuild it"):
        ChromaIndex(folder, WIDTH, expected_count=20)


def test_a_folder_deleted_while_open_is_not_sealed(folder: Path) -> None:
    index = ChromaIndex(folder, WIDTH)
    index.add(names(20), some_vectors(20))
    rename_away(folder)
    index.close()
    assert not folder.exists()
    ChromaIndex(folder, WIDTH).close()


def rename_away(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


@pytest.mark.parametrize("expected", [19, 21, 0])
def test_another_number_of_ids_than_expected_is_refused(folder: Path, expected: int) -> None:
    fill(folder)
    with pytest.raises(IndexDamagedError, match=rf"holds 20 ids, expected {expected}"):
        ChromaIndex(folder, WIDTH, expected_count=expected)
    ChromaIndex(folder, WIDTH, expected_count=20).close()


def test_another_width_is_refused(folder: Path) -> None:
    fill(folder)
    with pytest.raises(IndexDamagedError, match="holds vectors of 8 numbers, not 9"):
        ChromaIndex(folder, 9)


def test_a_folder_of_something_else_is_refused_and_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("do not lose")
    with pytest.raises(IndexDamagedError, match="is not a vector index"):
        ChromaIndex(folder, WIDTH)
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(IndexDamagedError, match="is not a vector index"):
        ChromaIndex(folder, WIDTH)


@pytest.mark.parametrize("pattern", ["members.sqlite3", "chroma.sqlite3", "*/data_level0.bin", "*/link_lists.bin"])
@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_a_sealed_folder_that_changed_is_refused_unopened(
    folder: Path, trials: list[Path], pattern: str, damage: str
) -> None:
    fill(folder, FLUSHED)
    harm(next(folder.glob(pattern)), damage)
    with pytest.raises(IndexDamagedError, match=r"changed since|is not a vector index"):
        ChromaIndex(folder, WIDTH)
    assert trials == []


def harm(path: Path, damage: str) -> None:
    content = path.read_bytes()
    if damage == "remove":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


def test_an_extra_file_in_a_sealed_folder_is_noticed(folder: Path) -> None:
    fill(folder)
    (folder / "stray.bin").write_bytes(b"?")
    with pytest.raises(IndexDamagedError, match=r"stray\.bin"):
        ChromaIndex(folder, WIDTH)


def test_a_folder_without_a_seal_is_tried_out_elsewhere(folder: Path, trials: list[Path]) -> None:
    vectors = fill(folder, FLUSHED)
    unseal(folder)
    index = ChromaIndex(folder, WIDTH, expected_count=FLUSHED)
    assert trials == [folder]
    assert index.nearest(vectors[3], 1)[0].id == "p0003"
    index.close()


@pytest.mark.parametrize("broken", ["not json", "[]", '{"writer": "chromadb 0.1", "files": {}}'])
def test_a_broken_or_foreign_seal_is_no_seal(folder: Path, trials: list[Path], broken: str) -> None:
    fill(folder)
    (folder / "seal.json").write_text(broken)
    ChromaIndex(folder, WIDTH).close()
    assert trials == [folder]


@pytest.mark.parametrize("name", ["members.sqlite3", "chroma.sqlite3", "*/data_level0.bin", "*/header.bin"])
@pytest.mark.parametrize("content", [b"", b"garbage " * 4096])
def test_garbage_without_a_seal_is_refused(folder: Path, name: str, content: bytes) -> None:
    fill(folder, FLUSHED)
    unseal(folder)
    next(folder.glob(name)).write_bytes(content)
    with pytest.raises(IndexDamagedError, match="rebuild it"):
        ChromaIndex(folder, WIDTH)


def test_lost_graph_files_are_noticed(folder: Path) -> None:
    fill(folder, FLUSHED)
    unseal(folder)
    for path in next(folder.glob("*/link_lists.bin")).parent.iterdir():
        path.unlink()
    with pytest.raises(IndexDamagedError, match="rebuild it"):
        ChromaIndex(folder, WIDTH)


def test_a_monstrous_graph_file_is_refused_unread(folder: Path) -> None:
    fill(folder, FLUSHED)
    unseal(folder)
    with next(folder.glob("*/link_lists.bin")).open("r+b") as file:
        file.truncate(1 << 40)
    with pytest.raises(IndexDamagedError, match=r"link_lists\.bin"):
        ChromaIndex(folder, WIDTH)


def test_a_trial_without_an_answer_is_damage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(folder)
    unseal(folder)
    monkeypatch.setattr(condition, "_TRIAL_SECONDS", 0.01)
    with pytest.raises(IndexDamagedError, match=r"no answer in 0\.01 s"):
        ChromaIndex(folder, WIDTH)


def test_a_trial_that_crashes_is_damage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(folder)
    unseal(folder)
    monkeypatch.setattr(condition, "_TRIAL", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(IndexDamagedError, match="exit status -11"):
        ChromaIndex(folder, WIDTH)


def test_a_failed_opening_lets_go_of_the_folder(folder: Path) -> None:
    fill(folder)
    for _ in range(2):
        with pytest.raises(IndexDamagedError):
            ChromaIndex(folder, WIDTH, expected_count=1)


def test_rebuilding_replaces_a_damaged_index(folder: Path) -> None:
    vectors = fill(folder, FLUSHED)
    harm(next(folder.glob("*/link_lists.bin")), "remove")
    index = rebuild(folder, names(30), vectors[:30])
    assert index.ids() == set(names(30))
    assert index.nearest(vectors[3], 1)[0].id == "p0003"
    index.close()
    assert sorted(path.name for path in folder.parent.iterdir()) == ["index", "index.lock"]


def test_rebuilding_keeps_what_is_not_an_index(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("do not lose")
    rebuild(folder, ["a"], some_vectors(1)).close()
    assert (folder.parent / "index.set-aside-1" / "thesis.txt").read_text() == "do not lose"


def test_rebuilding_where_nothing_is(folder: Path) -> None:
    index = rebuild(folder, [], np.empty((0, WIDTH), np.float32))
    assert index.count() == 0
    index.close()


def test_rebuilding_that_fails_leaves_the_old_index(folder: Path) -> None:
    fill(folder)
    with pytest.raises(VectorInputError):
        rebuild(folder, ["a", "a"], some_vectors(2))
    ChromaIndex(folder, WIDTH, expected_count=20).close()
    assert sorted(path.name for path in folder.parent.iterdir()) == ["index", "index.lock"]


def test_the_index_moves_with_its_folder(folder: Path, trials: list[Path]) -> None:
    vectors = fill(folder)
    moved = folder.rename(folder.with_name("moved"))
    index = ChromaIndex(moved, WIDTH, expected_count=20)
    assert index.nearest(vectors[3], 1)[0].id == "p0003"
    index.close()
    assert trials == []


def test_a_failing_write_leaves_no_seal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = ChromaIndex(folder, WIDTH)

    def fail(**_: object) -> None:
        raise RuntimeError("disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(index._collection, "upsert", fail)
        with pytest.raises(IndexDamagedError, match=r"cannot store vectors.*disk is full"):
            index.add(["a"], some_vectors(1))
    index.close()
    assert not (folder / "seal.json").exists()


def test_equal_vectors_are_stored_once(folder: Path) -> None:
    index = ChromaIndex(folder, WIDTH)
    index.add(names(500), np.tile(some_vectors(1), (500, 1)))
    assert index._collection.count() == 1
    index.delete(names(499))
    assert index._collection.count() == 1
    index.delete(names(500))
    assert index._collection.count() == 0
    index.close()


def test_more_than_chroma_takes_at_once(folder: Path) -> None:
    index = ChromaIndex(folder, WIDTH)
    index._batch_size = 7
    index.add(names(50), some_vectors(50))
    assert index._collection.count() == 50
    index.delete(names(50))
    assert index._collection.count() == 0
    index.close()


def test_threads_may_share_one(folder: Path) -> None:
    index = ChromaIndex(folder, WIDTH)
    vectors = some_vectors(400)

    def add_and_look(part: int) -> None:
        for number in range(part * 100, part * 100 + 100, 20):
            index.add(names(400)[number : number + 20], vectors[number : number + 20])
            assert index.nearest(vectors[number], 1)[0].id == f"p{number:04}"

    failures: list[BaseException] = []

    def run(part: int) -> None:
        try:
            add_and_look(part)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert index.count() == 400
    index.close()


def test_an_index_left_open_is_closed_when_the_program_ends(folder: Path, trials: list[Path]) -> None:
    code = (
        "import sys, numpy as np; from pathlib import Path; from vectorstore.chroma import ChromaIndex\n"
        "index = ChromaIndex(Path(sys.argv[1]), 8); index.add(['a'], np.ones((1, 8)))"
    )
    subprocess.run([sys.executable, "-c", code, folder], check=True)
    ChromaIndex(folder, WIDTH, expected_count=1).close()
    assert trials == []


def test_a_killed_writer_leaves_a_folder_that_is_tried_out_first(folder: Path, trials: list[Path]) -> None:
    code = (
        "import os, signal, sys, numpy as np; from pathlib import Path; from vectorstore.chroma import ChromaIndex\n"
        "index = ChromaIndex(Path(sys.argv[1]), 8); index.add(['a'], np.ones((1, 8)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, folder], check=False)
    assert killed.returncode == -signal.SIGKILL
    ChromaIndex(folder, WIDTH, expected_count=1).close()
    assert trials == [folder]


def test_the_seal_names_every_file(folder: Path) -> None:
    fill(folder, FLUSHED)
    sealed = json.loads((folder / "seal.json").read_text())["files"]
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(sealed) == there - {"seal.json"}
    assert "members.sqlite3" in sealed
    assert any(name.endswith("link_lists.bin") for name in sealed)
