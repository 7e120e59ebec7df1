"""Markdown: the brief a desk hands on. Claims with their counts and quotes, numbered sources, and how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TextIO

from verifier.domain import Label, Row, Verdict
from verifier.exports.inert import markdown
from verifier.wording import badge_text, chain_text, count, day, manner, times, title_of


def write(verdicts: Iterable[Verdict], out: TextIO) -> None:
    """The whole brief; the order of the claims is the one given, sources are numbered as they are first cited."""
    found = list(verdicts)
    sources = _Sources()
    for line in _lines(found, sources):
        out.write(line + "\n")


class _Sources:
    """Articles, numbered in the order in which they are cited."""

    def __init__(self) -> None:
        self._cited: dict[str, tuple[int, Row]] = {}

    def number(self, row: Row) -> int:
        return self._cited.setdefault(row.article_id, (len(self._cited) + 1, row))[0]

    def lines(self) -> Iterator[str]:
        for number, row in self._cited.values():
            outlet = markdown(row.outlet) if row.outlet else "outlet unknown"
            url = f", {markdown(row.url)}" if row.url else ""
            yield f"{number}. {outlet}, {day(row.published)}: {markdown(row.path)}{url}"


def _lines(found: list[Verdict], sources: _Sources) -> Iterator[str]:
    yield "# Who says so"
    yield ""
    counts = Counter(verdict.decision.label for verdict in found)
    yield f"{count(len(found), 'claim')}: " + ", ".join(f"{counts[label]:,} {label.value}" for label in Label) + "."
    yield ""
    yield from _method(found)
    for verdict in found:
        yield from _claim(verdict, sources)
    yield "## Sources"
    yield ""
    yield from sources.lines()


def _method(found: list[Verdict]) -> Iterator[str]:
    yield "> **How this was made.** The labels describe sourcing inside one collection of articles, and nothing else."
    for label in Label:
        yield f"> *{title_of(label)}*: {label.definition}"
    engines = ", ".join(sorted({markdown(verdict.engine) for verdict in found})) or "none"
    searched = max((verdict.n_searched for verdict in found), default=0)
    newest = max((verdict.as_of for verdict in found if verdict.as_of), default=None)
    yield f"> Engine: {engines}. Searched: {count(searched, 'article')}, the newest of {day(newest)}."
    yield "> Unreviewed: no verdict here has been looked at by a person."
    yield ""


def _claim(verdict: Verdict, sources: _Sources) -> Iterator[str]:
    decision = verdict.decision
    yield f"## {markdown(verdict.claim.text)}"
    yield ""
    hedge = f', hedged: "{markdown(verdict.claim.hedge)}"' if verdict.claim.hedge else ""
    yield f"**{badge_text(decision)}** ({decision.confidence.value} confidence; {verdict.claim.kind.value}{hedge})"
    yield ""
    yield markdown(verdict.explanation)
    yield ""
    if verdict.superseded_by:
        yield f"Replaced by its own origin: `{verdict.superseded_by}`."
        yield ""
    for warning in verdict.warnings:
        yield f"Note: {markdown(warning)}."
        yield ""
    gaps = tuple(row for row in decision.related if row.gap)
    for title, rows in (("Against", decision.contradicting), ("For", decision.supporting), ("Not known", gaps)):
        if rows:
            yield f"{title}:"
            yield ""
            yield from (_citation(row, sources) for row in rows)
            yield ""
    yield f"`{verdict.claim.id}`"
    yield ""


def _citation(row: Row, sources: _Sources) -> str:
    notes = "; ".join(filter(None, (manner(row), *times(row))))
    how = f" ({notes})" if notes else ""
    return f'- "{markdown(row.quote)}" {markdown(chain_text(row.chain))}{how} \\[{sources.number(row)}\\]'
