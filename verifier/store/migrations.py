"""The schema's history: numbered functions, each run together with its record in one transaction.

A migration is never edited once released and knows nothing of `tables`: it writes down the schema as it was,
in SQLite's words. To change the schema, change `tables`, append a function here, and keep a database made by
the functions before it for the tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from verifier.errors import SchemaTooNew, StoreError
from verifier.store import fulltext
from verifier.store.tables import schema_version

FIRST_SCHEMA = """
CREATE TABLE article (
    id VARCHAR NOT NULL, current BOOLEAN NOT NULL, path VARCHAR NOT NULL, url_key VARCHAR,
    sha256 VARCHAR NOT NULL, title VARCHAR, outlet VARCHAR, author VARCHAR, url VARCHAR, published DATE,
    language VARCHAR, collected_at DATETIME, warnings VARCHAR NOT NULL, blocks VARCHAR NOT NULL,
    text VARCHAR NOT NULL, PRIMARY KEY (id)
);
CREATE INDEX article_by_date ON article (current, published, id);
CREATE INDEX article_by_path ON article (path);
CREATE INDEX article_by_url ON article (url_key);
CREATE TABLE claim (
    id VARCHAR NOT NULL, place INTEGER NOT NULL, document VARCHAR NOT NULL, PRIMARY KEY (id)
);
CREATE INDEX claim_by_place ON claim (place);
CREATE TABLE claim_alias (
    old_id VARCHAR NOT NULL, claim_id VARCHAR NOT NULL, PRIMARY KEY (old_id)
);
CREATE INDEX claim_alias_by_claim ON claim_alias (claim_id);
CREATE TABLE judgement (
    "key" VARCHAR NOT NULL, document VARCHAR NOT NULL, PRIMARY KEY ("key")
);
CREATE TABLE label_change (
    n INTEGER NOT NULL, claim_id VARCHAR NOT NULL, label VARCHAR NOT NULL, reason VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (n)
);
CREATE INDEX label_change_by_claim ON label_change (claim_id, n);
CREATE TABLE refused (
    n INTEGER NOT NULL, path VARCHAR NOT NULL, reason VARCHAR NOT NULL, at DATETIME NOT NULL,
    PRIMARY KEY (n)
);
CREATE UNIQUE INDEX refused_once ON refused (path, reason);
CREATE TABLE run (
    n INTEGER NOT NULL, id VARCHAR NOT NULL, started_at DATETIME NOT NULL, finished_at DATETIME,
    status VARCHAR NOT NULL, settings VARCHAR NOT NULL, counts VARCHAR NOT NULL, PRIMARY KEY (n),
    UNIQUE (id)
);
CREATE TABLE value (
    name VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY (name)
);
CREATE TABLE vector (
    model VARCHAR NOT NULL, text_sha256 VARCHAR NOT NULL, halves BLOB NOT NULL,
    PRIMARY KEY (model, text_sha256)
);
CREATE TABLE verdict (
    n INTEGER NOT NULL, claim_id VARCHAR NOT NULL, urgency INTEGER NOT NULL, weight INTEGER NOT NULL,
    age INTEGER NOT NULL, label VARCHAR NOT NULL, reason VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    state VARCHAR NOT NULL, confidence VARCHAR NOT NULL, provisional BOOLEAN NOT NULL,
    n_origins INTEGER NOT NULL, n_articles INTEGER NOT NULL, n_contradicting_origins INTEGER NOT NULL,
    newest DATE, as_of DATE, engine VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL,
    origins VARCHAR NOT NULL, contradicting_origins VARCHAR NOT NULL, text VARCHAR NOT NULL,
    PRIMARY KEY (n), UNIQUE (claim_id)
);
CREATE INDEX verdict_by_urgency
    ON verdict (urgency, weight, age, claim_id, kind, state, confidence, newest);
CREATE TABLE made (
    article_id VARCHAR NOT NULL, step VARCHAR NOT NULL, "key" VARCHAR NOT NULL,
    PRIMARY KEY (article_id, step), FOREIGN KEY(article_id) REFERENCES article (id)
);
CREATE TABLE mention (
    id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, span_start INTEGER NOT NULL,
    document VARCHAR NOT NULL, PRIMARY KEY (id), FOREIGN KEY(article_id) REFERENCES article (id)
);
CREATE INDEX mention_by_place ON mention (article_id, span_start, id);
CREATE TABLE passage (
    n INTEGER NOT NULL, id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL, text VARCHAR NOT NULL, PRIMARY KEY (n), UNIQUE (id),
    FOREIGN KEY(article_id) REFERENCES article (id)
);
CREATE INDEX passage_by_place ON passage (article_id, span_start, id);
CREATE TABLE verdict_document (
    n INTEGER NOT NULL, document VARCHAR NOT NULL, PRIMARY KEY (n),
    FOREIGN KEY(n) REFERENCES verdict (n) ON DELETE CASCADE
);
CREATE TABLE verdict_name (
    role VARCHAR NOT NULL, name VARCHAR NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (role, name, n),
    FOREIGN KEY(n) REFERENCES verdict (n) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX verdict_name_by_verdict ON verdict_name (n);
"""


def create_first_tables(connection: Connection) -> None:
    """The tables of the first version, and the full-text indexes over passages and the texts of verdicts."""
    for statement in FIRST_SCHEMA.split(";\n"):
        connection.exec_driver_sql(statement)
    fulltext.create(connection, "passage")
    # One letter that begins 20,000 different words in 100,000 verdicts: 48 ms instead of 139 ms, for 4 MB.
    fulltext.create(connection, "verdict", prefixes="1 2")


SECOND_SCHEMA = """
CREATE TABLE correction (
    n INTEGER NOT NULL, id VARCHAR NOT NULL, kind VARCHAR NOT NULL, subjects VARCHAR NOT NULL,
    value VARCHAR NOT NULL, note VARCHAR NOT NULL, "by" VARCHAR NOT NULL, at DATETIME NOT NULL, undoes VARCHAR,
    PRIMARY KEY (n), UNIQUE (id), UNIQUE (undoes)
);
CREATE TABLE source (
    name VARCHAR NOT NULL, outlet VARCHAR NOT NULL, owner VARCHAR, reliability VARCHAR NOT NULL, country VARCHAR,
    set_at DATETIME NOT NULL, PRIMARY KEY (name)
);
"""


# Fields that the rows of verdicts got with the second version; the next run fills them.
SECOND_ROW_FIELDS = {"collected_at": None, "event_at": None, "by_party": False, "gap": None}


def add_corrections(connection: Connection) -> None:
    """The tables of what a person says: corrections, and what is known of outlets. Rows of verdicts get new fields."""
    for statement in SECOND_SCHEMA.split(";\n"):
        connection.exec_driver_sql(statement)
    for n in connection.exec_driver_sql("SELECT n FROM verdict_document").scalars().all():
        document = connection.exec_driver_sql("SELECT document FROM verdict_document WHERE n = ?", (n,))
        verdict = json.loads(document.scalar_one())
        rows = [row for part in verdict["decision"].values() if isinstance(part, list) for row in part]
        for row in rows:
            row.update(SECOND_ROW_FIELDS)
        written = json.dumps(verdict, ensure_ascii=False, separators=(",", ":"))
        connection.exec_driver_sql("UPDATE verdict_document SET document = ? WHERE n = ?", (written, n))


THIRD_SCHEMA = """
CREATE TABLE reply (
    "key" VARCHAR NOT NULL, prompt VARCHAR NOT NULL, model VARCHAR NOT NULL, spoilt BOOLEAN NOT NULL,
    input_tokens INTEGER, cached_tokens INTEGER, output_tokens INTEGER, at DATETIME NOT NULL, finish_reason BLOB,
    refusal BLOB, text BLOB NOT NULL, PRIMARY KEY ("key")
);
CREATE INDEX reply_by_model ON reply (spoilt, model, input_tokens, cached_tokens, output_tokens);
"""


def add_replies(connection: Connection) -> None:
    """The table of what language models replied."""
    for statement in THIRD_SCHEMA.split(";\n"):
        connection.exec_driver_sql(statement)


FOURTH_SCHEMA = """
ALTER TABLE run ADD COLUMN stop_wanted BOOLEAN DEFAULT '0' NOT NULL;
CREATE TABLE run_step (
    n INTEGER NOT NULL, run_id VARCHAR NOT NULL, step VARCHAR NOT NULL, done INTEGER NOT NULL,
    total INTEGER NOT NULL, began_at DATETIME NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (n),
    FOREIGN KEY(run_id) REFERENCES run (id)
);
CREATE UNIQUE INDEX run_step_once ON run_step (run_id, step);
CREATE TABLE reading (
    article_id VARCHAR NOT NULL, "key" VARCHAR NOT NULL, packed BLOB NOT NULL, PRIMARY KEY (article_id),
    FOREIGN KEY(article_id) REFERENCES article (id)
);
"""


def add_run_steps_and_readings(connection: Connection) -> None:
    """How far the steps of a run are, and whether it is wanted to stop; what was read in articles."""
    for statement in FOURTH_SCHEMA.split(";\n"):
        connection.exec_driver_sql(statement)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    create_first_tables,
    add_corrections,
    add_replies,
    add_run_steps_and_readings,
)


def version_of(connection: Connection, path: Path) -> int:
    """How many migrations the database has seen, 0 for an empty one.

    SchemaTooNew when it has seen more than there are, StoreError when the tables are not ours.
    """
    tables = inspect(connection).get_table_names()
    if schema_version.name not in tables:
        if tables:
            raise StoreError(f"{str(path)!r} is a database of another program; choose another workspace folder")
        return 0
    version = connection.execute(select(schema_version.c.version).order_by(schema_version.c.version.desc())).scalar()
    if version is None:
        raise StoreError(f"{str(path)!r} does not say which version wrote it; restore it from a copy")
    if version > len(MIGRATIONS):
        raise SchemaTooNew(
            f"{str(path)!r} was written by a newer verifier (schema {version}, this one knows "
            f"{len(MIGRATIONS)}); nothing was changed: upgrade verifier to open it"
        )
    return int(version)


def migrate_one(connection: Connection, path: Path) -> int:
    """Runs the next migration that is due, if any, together with its record; returns how many remain."""
    version = version_of(connection, path)
    if version == len(MIGRATIONS):
        return 0
    if version == 0:
        schema_version.create(connection)
    MIGRATIONS[version](connection)
    connection.execute(schema_version.insert().values(version=version + 1, at=datetime.now(UTC)))
    return len(MIGRATIONS) - version - 1
