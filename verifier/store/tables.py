"""The tables as they stand after the last migration; `migrations` makes them, a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator

from verifier.errors import StoreError


class Instant(TypeDecorator[datetime]):
    """A moment with a time zone, kept as UTC; SQLite has no time zones of its own."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; give an aware time such as datetime.now(UTC)")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Verbatim(TypeDecorator[str]):
    """Any text at all, kept as bytes: half characters, which SQLite refuses, and NUL, which PostgreSQL does, too."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> bytes | None:
        return None if value is None else value.encode("utf-8", "surrogatepass")

    def process_result_value(self, value: bytes | None, _: Dialect) -> str | None:
        try:
            return None if value is None else value.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise StoreError(f"a stored text is damaged ({error}); restore the database from a copy") from error


metadata = MetaData()

schema_version = Table(
    "schema_version",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
)

# `url_key` is the URL in the spelling that is compared (see `articles.url_key`).
article = Table(
    "article",
    metadata,
    Column("id", String, primary_key=True),
    Column("current", Boolean, nullable=False),
    Column("path", String, nullable=False),
    Column("url_key", String),
    Column("sha256", String, nullable=False),
    Column("title", String),
    Column("outlet", String),
    Column("author", String),
    Column("url", String),
    Column("published", Date),
    Column("language", String),
    Column("collected_at", Instant),
    Column("warnings", String, nullable=False),
    Column("blocks", String, nullable=False),
    Column("text", String, nullable=False),
    Index("article_by_url", "url_key"),
    Index("article_by_path", "path"),
    Index("article_by_date", "current", "published", "id"),
)

refused = Table(
    "refused",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("path", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("at", Instant, nullable=False),
    Index("refused_once", "path", "reason", unique=True),
)

# With which key (inputs and code version) a step last made the records of an article, none included.
made = Table(
    "made",
    metadata,
    Column("article_id", String, ForeignKey("article.id"), primary_key=True),
    Column("step", String, primary_key=True),
    Column("key", String, nullable=False),
)

# What the rules and the tagger read in an article, as whoever reads keeps it; zlib, since it is eight times as long.
reading = Table(
    "reading",
    metadata,
    Column("article_id", String, ForeignKey("article.id"), primary_key=True),
    Column("key", String, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

passage = Table(
    "passage",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("article_id", String, ForeignKey("article.id"), nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("text", String, nullable=False),
    Index("passage_by_place", "article_id", "span_start", "id"),
)

# `halves` holds float16 numbers, least significant byte first.
vector = Table(
    "vector",
    metadata,
    Column("model", String, primary_key=True),
    Column("text_sha256", String, primary_key=True),
    Column("halves", LargeBinary, nullable=False),
)

mention = Table(
    "mention",
    metadata,
    Column("id", String, primary_key=True),
    Column("article_id", String, ForeignKey("article.id"), nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("document", String, nullable=False),
    Index("mention_by_place", "article_id", "span_start", "id"),
)

claim = Table(
    "claim",
    metadata,
    Column("id", String, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("document", String, nullable=False),
    Index("claim_by_place", "place"),
)

claim_alias = Table(
    "claim_alias",
    metadata,
    Column("old_id", String, primary_key=True),
    Column("claim_id", String, nullable=False),
    Index("claim_alias_by_claim", "claim_id"),
)

judgement = Table(
    "judgement",
    metadata,
    Column("key", String, primary_key=True),
    Column("document", String, nullable=False),
)

# What a language model replied, as it came. The tokens are null together: the endpoint reported none.
reply = Table(
    "reply",
    metadata,
    Column("key", String, primary_key=True),
    Column("prompt", String, nullable=False),
    Column("model", String, nullable=False),
    Column("spoilt", Boolean, nullable=False),
    Column("input_tokens", Integer),
    Column("cached_tokens", Integer),
    Column("output_tokens", Integer),
    Column("at", Instant, nullable=False),
    Column("finish_reason", Verbatim),
    Column("refusal", Verbatim),
    Column("text", Verbatim, nullable=False),
    # 40,000 replies of 3 kB: tokens are summed in 100 ms instead of 560, spoilt ones found in 0.1 ms instead of 420.
    Index("reply_by_model", "spoilt", "model", "input_tokens", "cached_tokens", "output_tokens"),
)

# `urgency`, `weight` and `age` ascend in the order of the list (see `verdicts.sort_key`).
verdict = Table(
    "verdict",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("claim_id", String, nullable=False, unique=True),
    Column("urgency", Integer, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("age", Integer, nullable=False),
    Column("label", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("confidence", String, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("n_origins", Integer, nullable=False),
    Column("n_articles", Integer, nullable=False),
    Column("n_contradicting_origins", Integer, nullable=False),
    Column("newest", Date),
    Column("as_of", Date),
    Column("engine", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("origins", String, nullable=False),
    Column("contradicting_origins", String, nullable=False),
    Column("text", String, nullable=False),
    # Beyond the order it holds what filters ask for, so that they pass over a verdict without reading its row.
    Index("verdict_by_urgency", "urgency", "weight", "age", "claim_id", "kind", "state", "confidence", "newest"),
)

# The whole verdict stands apart, so that lists and counts never read past it.
verdict_document = Table(
    "verdict_document",
    metadata,
    Column("n", Integer, ForeignKey("verdict.n", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("document", String, nullable=False),
)

# The names a verdict can be found by: `role` is "origin" (id, and name casefolded) or "outlet" (casefolded).
verdict_name = Table(
    "verdict_name",
    metadata,
    Column("role", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("n", Integer, ForeignKey("verdict.n", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Index("verdict_name_by_verdict", "n"),
    sqlite_with_rowid=False,  # the key is the whole row
)

label_change = Table(
    "label_change",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("claim_id", String, nullable=False),
    Column("label", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("at", Instant, nullable=False),
    Index("label_change_by_claim", "claim_id", "n"),
)

# What a person corrected, as events that are only ever added; `undoes` is the id of the one taken back.
correction = Table(
    "correction",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("subjects", String, nullable=False),
    Column("value", String, nullable=False),
    Column("note", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("undoes", String, unique=True),
)

# `name` is the outlet's name in the spelling that is compared (see `sources.outlet_key`).
source = Table(
    "source",
    metadata,
    Column("name", String, primary_key=True),
    Column("outlet", String, nullable=False),
    Column("owner", String),
    Column("reliability", String, nullable=False),
    Column("country", String),
    Column("set_at", Instant, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("status", String, nullable=False),
    Column("settings", String, nullable=False),
    Column("counts", String, nullable=False),
    Column("stop_wanted", Boolean, nullable=False, server_default="0"),
)

run_step = Table(
    "run_step",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("run_id", String, ForeignKey("run.id"), nullable=False),
    Column("step", String, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Index("run_step_once", "run_id", "step", unique=True),
)

value = Table(
    "value",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
