"""Progress on a stream that is no terminal."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.cli.progress import ProgressLines
from verifier.pipeline import Progress


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_lines() -> None:
    lines: list[str] = []
    clock = Clock()
    show = ProgressLines("checking", lines.append, clock)
    assert lines == ["checking"]
    for second, done in ((0, 1), (5, 10), (9.9, 20), (10, 40), (15, 60), (20.5, 81)):
        clock.now = second
        show(Progress("judge", done, 100))
    assert lines[1:] == [
        "judging passages: 40 of 100, 4.0 a second, 15 s left",
        "judging passages: 81 of 100, 4.0 a second, 5 s left",
    ]
    clock.now = 31
    show(Progress("unheard of", 0, 7))
    assert lines[3:] == ["unheard of: 0 of 7"]
