"""Articles in versions, and refused inputs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.domain import Article, Block, BlockKind, Refused, content_id
from verifier.errors import InputError
from verifier.store import Added, Store
from verifier.store.articles import url_key

NOON = datetime(2023, 1, 8, 12, tzinfo=UTC)


def article(name: str, content: str = "It rained.", url: str | None = None, published: date | None = None) -> Article:
    return Article(
        id=f"article-{name}-{content}",
        path=f"news/{name}.txt",
        sha256=f"sha-{name}-{content}",
        text=content,
        blocks=(Block(BlockKind.PROSE, 0, len(content)),),
        url=url,
        published=published,
    )


def test_an_article_comes_back_as_it_was(store: Store) -> None:
    full = Article(
        id="article-1",
        path="новости/один.txt",
        sha256="00ff",
        text="Заголовок\n\nIt “rained” 🌧.",
        blocks=(Block(BlockKind.HEADING, 0, 9), Block(BlockKind.PROSE, 11, 24)),
        title="Заголовок",
        outlet="The Weather",
        author="A. Author",
        url="https://example.org/rain?id=1",
        published=date(2023, 1, 8),
        language="ru",
        collected_at=datetime(2023, 1, 9, 8, 30, 1, 5, tzinfo=timezone(timedelta(hours=2))),
        warnings=("no author", "date guessed"),
    )

    assert store.add_article(full) is Added.ADDED

    assert store.article("article-1") == full
    assert store.articles() == [full]
    assert store.article("article-2") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.builds(Article, collected_at=st.none() | st.datetimes(timezones=st.none() | st.timezones())))
def test_any_article_is_kept_exactly_or_refused_by_name(store: Store, given_article: Article) -> None:
    unique = replace(given_article, id=content_id("article", given_article))
    try:
        store.add_article(unique)
    except InputError:
        assert store.article(unique.id) is None
    else:
        assert store.article(unique.id) == unique


def test_the_same_article_again_is_known(store: Store) -> None:
    store.add_article(article("a"))

    assert store.add_article(article("a")) is Added.KNOWN
    assert store.count_articles() == 1


@pytest.mark.parametrize(
    ("before", "after", "current"),
    [
        ("ABC", "XABC", "XABC"),  # a row is inserted: the others move down and none is lost
        ("AB", "BX", "ABX"),  # one goes, one comes: what is only missing from a file stays
        ("ABC", "CAB", "ABC"),
        ("ABC", "AXC", "AXC"),
    ],
)
def test_rows_of_a_table_that_move_are_not_replaced_by_those_that_take_their_place(
    store: Store, before: str, after: str, current: str
) -> None:
    for rows in (before, after):
        for number, name in enumerate(rows, 1):
            store.add_article(replace(article(name), path=f"table.csv#{number}"))

    assert sorted(each.id[8] for each in store.articles()) == sorted(current)


@pytest.mark.parametrize("url", [None, "https://example.org/a"])
def test_other_content_under_the_same_address_is_a_new_version(store: Store, url: str | None) -> None:
    before, after = article("a", "It rained.", url), article("a", "It did not rain.", url)
    store.add_article(before)

    assert store.add_article(after) is Added.NEW_VERSION

    assert store.articles() == [after]
    assert store.count_articles() == 1
    assert store.article(before.id) == before


def test_a_version_that_returns_is_current_again(store: Store) -> None:
    before, after = article("a", "It rained."), article("a", "It did not rain.")
    for each in (before, after):
        store.add_article(each)

    assert store.add_article(before) is Added.NEW_VERSION
    assert store.articles() == [before]


@pytest.mark.parametrize(
    ("current", "added", "outcome"),
    [
        ((9, 12), (8, 12), Added.EARLIER_VERSION),
        ((9, 12), (8, 13), Added.EARLIER_VERSION),  # collected later, and still of an earlier day
        ((9, 12), (9, 11), Added.EARLIER_VERSION),
        ((9, 12), (10, 11), Added.NEW_VERSION),
        ((9, 12), (9, 12), Added.NEW_VERSION),  # nothing tells them apart: the last one given
        ((9, None), (9, 12), Added.NEW_VERSION),
        ((None, None), (8, None), Added.NEW_VERSION),
        ((9, None), (None, None), Added.NEW_VERSION),
        ((None, 12), (9, 11), Added.EARLIER_VERSION),
    ],
)
def test_an_older_version_never_replaces_a_later_one(
    store: Store, current: tuple[int | None, int | None], added: tuple[int | None, int | None], outcome: Added
) -> None:
    stands, comes = (
        replace(
            article("a", content, "https://example.org/a"),
            published=None if day is None else date(2023, 1, day),
            collected_at=None if hour is None else datetime(2023, 1, 20, hour, tzinfo=UTC),
        )
        for (day, hour), content in ((current, "It did not rain."), (added, "It rained."))
    )
    store.add_article(stands)

    assert store.add_article(comes) is outcome

    assert store.articles() == [comes if outcome is Added.NEW_VERSION else stands]
    assert store.article(comes.id) == comes
    assert store.add_article(comes) is Added.KNOWN
    assert len(store.articles()) == 1


def test_what_lies_in_the_line_of_another_day_replaces_nothing(store: Store) -> None:
    before, after = (
        replace(article(name, published=date(2023, 1, day)), path="table.csv#1") for name, day in (("a", 9), ("b", 8))
    )

    assert [store.add_article(each) for each in (before, after, before)] == [Added.ADDED, Added.ADDED, Added.KNOWN]
    corrected = replace(article("c", "It did not rain.", published=date(2023, 1, 9)), path="table.csv#1")
    assert store.add_article(corrected) is Added.NEW_VERSION
    assert store.articles() == [after, corrected]


def test_a_url_decides_before_the_path(store: Store) -> None:
    here = article("a", "It rained.", "https://example.org/a")
    moved = replace(article("b", "It poured.", "https://example.org/a"))
    elsewhere = article("a", "It snowed.", "https://example.org/other")

    assert [store.add_article(each) for each in (here, moved, elsewhere)] == [
        Added.ADDED,
        Added.NEW_VERSION,
        Added.ADDED,
    ]
    assert [each.id for each in store.articles()] == sorted([moved.id, elsewhere.id])


def test_a_url_that_is_added_to_a_file_makes_a_new_version(store: Store) -> None:
    store.add_article(article("a", "It rained."))

    assert store.add_article(article("a", "It rained. ", "https://example.org/a")) is Added.NEW_VERSION


def test_records_of_one_file_are_no_versions_of_each_other(store: Store) -> None:
    first, second = (replace(article("table", text), sha256="the file") for text in ("It rained.", "It snowed."))

    assert [store.add_article(first), store.add_article(second)] == [Added.ADDED, Added.ADDED]
    assert store.count_articles() == 2


def test_articles_are_counted_by_day_the_undated_last(store: Store) -> None:
    assert store.count_days() == {}
    days = {"a": date(2023, 1, 9), "b": None, "c": date(2023, 1, 8), "d": date(2023, 1, 9)}
    for name, day in days.items():
        store.add_article(article(name, name, published=day))
    store.add_article(article("c", "It snowed.", published=date(2023, 1, 10)))  # another version

    assert list(store.count_days().items()) == [
        (date(2023, 1, 9), 2),
        (date(2023, 1, 10), 1),
        (None, 1),
    ]


def test_articles_are_listed_by_date_then_id_with_undated_ones_last(store: Store) -> None:
    days = {"c": date(2023, 1, 2), "b": date(2023, 1, 9), "a": date(2023, 1, 9), "d": None}
    for name, day in days.items():
        store.add_article(article(name, published=day))

    assert [each.id[8] for each in store.articles()] == ["c", "a", "b", "d"]
    assert store.article_paths() == [(each.id, each.path) for each in store.articles()]
    assert store.newest_date() == date(2023, 1, 9)


@pytest.mark.parametrize("broken", ["half \ud83d a face", "zero \0 byte"])
@pytest.mark.parametrize("place", ["text", "title", "path", "outlet", "url"])
def test_text_that_cannot_be_stored_is_refused_as_input(store: Store, place: str, broken: str) -> None:
    changes: dict[str, Any] = {place: broken}

    with pytest.raises(InputError, match="offset 5") as caught:
        store.add_article(replace(article("a"), **changes))

    assert str(caught.value).isprintable()
    assert store.articles() == []
    assert store.article(article("a").id) is None


def test_a_time_without_a_zone_is_refused_as_input(store: Store) -> None:
    for moment in (datetime(2023, 1, 8, 12), datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))):
        with pytest.raises(InputError, match=r"news/a\.txt.*in UTC"):
            store.add_article(replace(article("a"), collected_at=moment))


def test_a_refusal_is_noted_once(store: Store) -> None:
    images, huge = Refused("b.pdf", "a PDF of images"), Refused("a.pdf", "2,000 pages")
    for each in (images, huge, images, Refused("b.pdf", "encrypted")):
        store.add_refused(each, NOON)

    assert store.refused() == [images, huge, Refused("b.pdf", "encrypted")]


def test_a_refused_file_name_that_is_no_text_is_escaped(store: Store) -> None:
    store.add_refused(Refused("caf\udce9.txt", "name \0"), NOON)

    assert store.refused() == [Refused(r"caf\udce9.txt", r"name \u0000")]


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a?b=1&c=2",
        "https://EXAMPLE.org/a/?b=1&c=2",
        "https://www.example.org:443/a?b=1&c=2#top",
        "https://example.org/a?utm_source=x&b=1&c=2&fbclid=y",
        " https://example.org/a?b=1&c=2 ",
    ],
)
def test_spellings_of_one_url(other: str) -> None:
    assert url_key(other) == url_key("https://example.org/a?b=1&c=2")


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/A?b=1",
        "https://example.org/a?b=2",
        "https://example.org/a",
        "https://example.com/a?b=1",
        "https://example.org:8080/a?b=1",
        "https://example.org/a?b=1#!/page/2",
    ],
)
def test_urls_of_other_pages(other: str) -> None:
    assert url_key(other) != url_key("https://example.org/a?b=1")


@pytest.mark.parametrize(
    "junk", [None, "", "n/a", "-", "/a/b", "example.org/a", "https://[broken/a", "https://example.org/", "http://x:y/a"]
)
def test_what_is_the_address_of_no_article_replaces_nothing(store: Store, junk: str | None) -> None:
    assert url_key(junk) is None
    for name in ("a", "b"):
        assert store.add_article(article(name, url=junk)) is Added.ADDED

    assert store.add_article(article("a", "It poured.", junk)) is Added.NEW_VERSION
    assert store.count_articles() == 2


@given(st.text())
def test_any_text_has_a_url_key_or_none(text: str) -> None:
    assert url_key(text) != ""
