"""The articles of a workspace in all their versions, and the inputs that were refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from verifier.domain import Article, Refused
from verifier.errors import InputError
from verifier.store.database import Database
from verifier.store.records import BLOCKS, TEXTS
from verifier.store.tables import article as articles
from verifier.store.tables import refused

# The order of articles everywhere: oldest first, undated ones last.
BY_DATE = (articles.c.published.asc().nulls_last(), articles.c.id)

# Parts of a query that say how a reader came to the page, not which page it is.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|yclid|mc_[ce]id", re.IGNORECASE)

# Where a record of a table lies: `file.csv#7`.
ROW_PATH = re.compile(r"#\d+$")

UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Added(StrEnum):
    """What adding an article did."""

    ADDED = "added"
    KNOWN = "known"
    NEW_VERSION = "new version"
    EARLIER_VERSION = "earlier version"


class Articles(Database):
    """Articles and refused inputs. "Current" articles are those that no newer version has replaced."""

    def add_article(self, article: Article) -> Added:
        """Stores an article and makes it current, unless a later version of it is.

        An older version stays stored but is current no more. Versions of one article have the same `url_key` or, where
        either has none, the same path; so a record of a file with many needs a path that names the record. Of two
        versions the later is the one published later, else collected later, else added later. A known article only
        takes its new path. InputError when a text or time of the article cannot be stored.
        """
        _check_storable(article)
        with self._writing() as connection:
            same = articles.c.id == article.id
            is_current = connection.execute(select(articles.c.current).where(same)).scalar()
            if is_current:
                # Where it lies now, or what takes its old place, such as the row of a table, would seem to replace it.
                connection.execute(update(articles).where(same).values(path=article.path))
                return Added.KNOWN
            others = and_(articles.c.current, _is_version_of(article))
            times = connection.execute(select(articles.c.published, articles.c.collected_at).where(others)).all()
            earlier = any(_is_earlier(article, *each) for each in times)
            if earlier and is_current is not None:
                return Added.KNOWN
            if not earlier:
                connection.execute(update(articles).where(others).values(current=False))
            columns = _columns(article, current=not earlier)
            connection.execute(insert(articles).values(columns).on_conflict_do_update(["id"], set_=columns))
        if earlier:
            return Added.EARLIER_VERSION
        return Added.NEW_VERSION if times else Added.ADDED

    def article(self, article_id: str) -> Article | None:
        """The article with this id, whether current or not."""
        with self._reading() as connection:
            row = connection.execute(select(articles).where(articles.c.id == article_id)).first()
        return None if row is None else _article(row._mapping)

    def articles(self) -> list[Article]:
        """The current articles by date and id, undated ones last."""
        with self._reading() as connection:
            rows = connection.execute(select(articles).where(articles.c.current).order_by(*BY_DATE))
            return [_article(row) for row in rows.mappings()]

    def articles_until(self, day: date) -> list[Article]:
        """The articles as they stood at the end of that day, by date and id; what has no date is left out.

        Of an article with several versions it is the one published last by then. Nothing tells since when an undated
        version has stood in place of another, so it stands for both, and both are left out.
        """
        marks = [articles.c[name] for name in ("id", "path", "url_key", "published", "collected_at", "current")]
        with self._reading() as connection:
            rows = connection.execute(select(articles).where(articles.c.published <= day).order_by(*BY_DATE))
            then = list(rows.mappings())
            every = [] if all(row["current"] for row in then) else list(connection.execute(select(*marks)).mappings())
        standing = _Versions(every)
        return [_article(row) for row in then if row["current"] or standing.is_latest(row, day)]

    def article_paths(self) -> list[tuple[str, str]]:
        """(id, path) of the current articles, in the order of `articles`; reads no texts."""
        with self._reading() as connection:
            rows = connection.execute(
                select(articles.c.id, articles.c.path).where(articles.c.current).order_by(*BY_DATE)
            )
            return [(row.id, row.path) for row in rows]

    def count_articles(self) -> int:
        """How many articles are current."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).where(articles.c.current)).scalar_one()

    def count_languages(self) -> dict[str | None, int]:
        """How many current articles are in each language; None where it is not known."""
        with self._reading() as connection:
            counted = select(articles.c.language, func.count()).where(articles.c.current).group_by(articles.c.language)
            return {row[0]: row[1] for row in connection.execute(counted)}

    def count_days(self) -> dict[date | None, int]:
        """How many current articles were published on each day, in order; None, the last, where it is not known."""
        day = articles.c.published
        with self._reading() as connection:
            counted = select(day, func.count()).where(articles.c.current).group_by(day).order_by(day.asc().nulls_last())
            return {row[0]: row[1] for row in connection.execute(counted)}

    def newest_date(self) -> date | None:
        """The latest publication date of a current article."""
        with self._reading() as connection:
            return connection.execute(select(func.max(articles.c.published)).where(articles.c.current)).scalar()

    def add_refused(self, given: Refused, at: datetime) -> None:
        """Notes an input that did not become an article; the same path with the same reason is noted once.

        `at` has a time zone. Half characters, which cannot be stored, are written as escapes.
        """
        noted = {"path": _storable(given.path), "reason": _storable(given.reason), "at": at}
        with self._writing() as connection:
            connection.execute(insert(refused).values(noted).on_conflict_do_nothing(["path", "reason"]))

    def refused(self) -> list[Refused]:
        """The inputs refused so far, in the order in which they were noted."""
        with self._reading() as connection:
            rows = connection.execute(select(refused.c.path, refused.c.reason).order_by(refused.c.n))
            return [Refused(path=path, reason=reason) for path, reason in rows]


class _Versions:
    """Which rows are versions of one article."""

    def __init__(self, rows: Iterable[RowMapping]) -> None:
        self._by_place: dict[str | None, list[RowMapping]] = {}
        for row in rows:
            for place in {row["url_key"], row["path"]}:
                self._by_place.setdefault(place, []).append(row)

    def is_latest(self, row: RowMapping, day: date) -> bool:
        """Whether a row, which has been replaced since, was the last of its versions published by that day."""
        key = row["url_key"]
        if key is None and ROW_PATH.search(row["path"]):  # what replaced it there is of the same day
            return False
        others = [each for each in self._by_place.get(key, ()) if key is not None]
        others += [each for each in self._by_place[row["path"]] if key is None or each["url_key"] is None]
        if any(each["current"] and each["published"] is None for each in others):
            return False
        rivals = [each for each in others if each["published"] and each["published"] <= day]
        return all(_recency(each) <= _recency(row) for each in rivals)


def _recency(row: RowMapping) -> tuple[date, datetime, bool, str]:
    collected = row["collected_at"] or datetime.min.replace(tzinfo=UTC)
    return row["published"], collected, row["current"], row["id"]


def url_key(url: str | None) -> str | None:
    """The spelling by which two URLs are compared, or None for what does not say where an article is.

    Scheme, "www.", default port, trailing slash, in-page anchor and tracking parameters do not tell pages apart. "n/a"
    or the front page of a site, as lists of articles hold them, is the address of no article: it replaces nothing.
    """
    try:
        parts = urlsplit((url or "").strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return None
    query = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(name)
    ]
    # Some sites name their pages behind "#!" or "#/".
    anchor = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    page = parts.path.rstrip("/") + (f"?{urlencode(query)}" if query else "") + anchor
    return f"{host}{port}{page}" if host and page else None


def _is_version_of(article: Article) -> ColumnElement[bool]:
    # The same path with the same bytes is no later version: two records were read from one file.
    same_file = and_(articles.c.path == article.path, articles.c.sha256 != article.sha256)
    if ROW_PATH.search(article.path) and article.published is not None:
        # What now stands in the line of a table may be another article: one of another day is.
        same_day = or_(articles.c.published.is_(None), articles.c.published == article.published)
        same_file = and_(same_file, same_day)
    key = url_key(article.url)
    return same_file if key is None else or_(articles.c.url_key == key, and_(articles.c.url_key.is_(None), same_file))


def _is_earlier(article: Article, published: date | None, collected_at: datetime | None) -> bool:
    """Whether `article` is older than the version with these times; what is not known decides nothing."""
    if article.published and published and article.published != published:
        return article.published < published
    return bool(article.collected_at and collected_at and article.collected_at < collected_at)


def _check_storable(article: Article) -> None:
    texts = (
        article.text,
        article.title,
        article.outlet,
        article.author,
        article.url,
        article.language,
        *article.warnings,
    )
    for text in (article.path, *texts):
        if text is not None and (found := UNSTORABLE.search(text)):
            raise InputError(
                f"{_storable(article.path)!r} holds {found.group()!r} at offset {found.start()} of {text[:40]!r}, "
                "which cannot be stored; save it as UTF-8 text under a name in UTF-8 and add it again"
            )
    if article.collected_at is not None and not _is_instant(article.collected_at):
        raise InputError(f"{article.path!r} was collected at {article.collected_at}, which is no time in UTC; give one")


def _is_instant(moment: datetime) -> bool:
    try:
        return moment.tzinfo is not None and moment.astimezone(UTC) is not None
    except OverflowError:  # on the first or last day that a calendar of ours has
        return False


def _storable(text: str) -> str:
    return UNSTORABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _columns(article: Article, *, current: bool) -> dict[str, Any]:
    return {
        "id": article.id,
        "current": current,
        "path": article.path,
        "url_key": url_key(article.url),
        "sha256": article.sha256,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "url": article.url,
        "published": article.published,
        "language": article.language,
        "collected_at": article.collected_at,
        "warnings": TEXTS.dump(article.warnings),
        "blocks": BLOCKS.dump(article.blocks),
        "text": article.text,
    }


def _article(row: RowMapping) -> Article:
    return Article(
        id=row["id"],
        path=row["path"],
        sha256=row["sha256"],
        text=row["text"],
        blocks=BLOCKS.load(row["blocks"]),
        title=row["title"],
        outlet=row["outlet"],
        author=row["author"],
        url=row["url"],
        published=row["published"],
        language=row["language"],
        collected_at=row["collected_at"],
        warnings=TEXTS.load(row["warnings"]),
    )
