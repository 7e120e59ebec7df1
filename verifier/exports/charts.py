"""Charts as SVG without a script: bars that stand in tables, and columns over time. Sizes across are in per cent, so
that text keeps its size however wide the page is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate, pairwise
from xml.etree.ElementTree import Element

from verifier.exports.html import element
from verifier.wording import count, day

MOST_COLUMNS = 100
"""At 800 pixels a column is 7 wide; a hundred centuries hold every date there is."""

HEIGHT, BASE, TOP = 150, 126, 20
"""Pixels: of the chart, and from its top to the foot and to the head of the highest column."""

SCALES: Sequence[tuple[str, Callable[[date], int], Callable[[int], str]]] = (
    ("day", date.toordinal, lambda n: day(date.fromordinal(n))),
    ("month", lambda d: d.year * 12 + d.month - 1, lambda n: f"{date(n // 12, n % 12 + 1, 1):%B} {n // 12}"),
    ("year", lambda d: d.year, str),
    ("decade", lambda d: d.year // 10, lambda n: f"{n * 10}s"),
    ("century", lambda d: d.year // 100, lambda n: f"{n * 100}-{n * 100 + 99}"),
)
"""What a column can stand for: its word, which one a day belongs to, and its title."""


def bar(share: float) -> Element:
    """A bar of `share` (0 to 1) of the room there is; the table it stands in has the number."""
    return _drawn(element("rect", width=_percent(share), height="100%", rx="2"), class_="bar")


def stack(parts: Mapping[str, int]) -> Element:
    """One bar of several parts, each drawn by the class that names it; zeroes are not drawn."""
    drawn = {name: number for name, number in parts.items() if number}
    total = sum(drawn.values()) or 1
    edges = pairwise(accumulate(drawn.values(), initial=0))
    return _drawn(
        *(
            element(
                "rect", x=_percent(start / total), width=_percent((end - start) / total), height="100%", class_=name
            )
            for name, (start, end) in zip(drawn, edges, strict=True)
        ),
        class_="stack",
    )


def over_time(days: Mapping[date, int]) -> tuple[str, list[tuple[str, int]]]:
    """The word of the finest of `SCALES` that needs no more than `MOST_COLUMNS`, and (title, number) of each from
    the first day to the last, those between with none included."""
    scale = next(each for each in SCALES if each[1](max(days)) - each[1](min(days)) < MOST_COLUMNS)
    word, number_of, title = scale
    found: Counter[int] = Counter()
    for when, number in days.items():
        found[number_of(when)] += number
    return word, [(title(n), found[n]) for n in range(min(found), max(found) + 1)]


def columns(several: Sequence[tuple[str, int]], noun: str) -> Element:
    """Upright columns with a title each, which a pointer shows; the first, the last and the highest are written out."""
    most = max(number for _, number in several)
    room = 100 / len(several)
    peak = next(n for n, (_, number) in enumerate(several) if number == most)
    return _drawn(
        element("line", x1="0", x2="100%", y1=str(BASE), y2=str(BASE)),
        *(
            _column(n, room, number / most, f"{title}: {count(number, noun)}")
            for n, (title, number) in _filled(several)
        ),
        _written(f"{most:,}", (peak + 0.5) * room, TOP - 6),
        *([] if len(several) == 1 else [_written(several[-1][0], 100, HEIGHT - 6)]),
        _written(several[0][0], 50 if len(several) == 1 else 0, HEIGHT - 6),
        class_="columns",
        height=str(HEIGHT),
    )


def _filled(several: Sequence[tuple[str, int]]) -> Iterable[tuple[int, tuple[str, int]]]:
    return ((n, each) for n, each in enumerate(several) if each[1])


def _column(n: int, room: float, share: float, title: str) -> Element:
    height = max(2.0, share * (BASE - TOP))
    # A lone day is no block across the page.
    width = min(room * 0.8, 6.0)
    return element(
        "rect",
        element("title", title),
        x=f"{(n + 0.5) * room - width / 2:.3f}%",
        width=f"{width:.3f}%",
        y=f"{BASE - height:.1f}",
        height=f"{height:.1f}",
        rx="2",
    )


def _written(text: str, x: float, y: int) -> Element:
    anchor = "start" if x < 10 else "end" if x > 90 else "middle"
    return element("text", text, x=f"{x:.2f}%", y=str(y), text_anchor=anchor)


def _drawn(*content: Element, **attributes: str) -> Element:
    return element("svg", *content, width="100%", aria_hidden="true", focusable="false", **attributes)


def _percent(share: float) -> str:
    return f"{100 * min(max(share, 0.0), 1.0):.3f}%"
