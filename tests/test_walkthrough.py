"""The page in the docs that follows one article is what the program really does."""

from __future__ import annotations

from benchmarks.walkthrough import PAGE, page


def test_the_page_is_of_this_program() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m benchmarks.walkthrough`"
