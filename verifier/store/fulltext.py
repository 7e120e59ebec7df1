"""Word search over the `text` column of a table: everything that is particular to SQLite's FTS5.

The index of table `t` is `t_words`; triggers keep it in step with the table inside the same transaction. A
word is a stretch of letters and digits; nothing is found for a text that has none.
"""

from __future__ import annotations

from sqlalchemy import Connection, Integer, TextualSelect, column, text

# An index that holds no second copy of the texts; "remove_diacritics 2" also folds accents in combining form.
_SCHEMA = (
    """CREATE VIRTUAL TABLE {table}_words USING fts5(
        text, content='{table}', content_rowid='n', prefix='{prefixes}', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER {table}_words_added AFTER INSERT ON {table} BEGIN
        INSERT INTO {table}_words(rowid, text) VALUES (new.n, new.text);
    END""",
    """CREATE TRIGGER {table}_words_gone AFTER DELETE ON {table} BEGIN
        INSERT INTO {table}_words({table}_words, rowid, text) VALUES ('delete', old.n, old.text);
    END""",
    """CREATE TRIGGER {table}_words_changed AFTER UPDATE OF text ON {table}
    WHEN old.text IS NOT new.text BEGIN
        INSERT INTO {table}_words({table}_words, rowid, text) VALUES ('delete', old.n, old.text);
        INSERT INTO {table}_words(rowid, text) VALUES (new.n, new.text);
    END""",
)


def create(connection: Connection, table: str, prefixes: str = "") -> None:
    """Makes the index of a table that has an integer key `n` and a column `text`.

    `prefixes` gives the lengths of beginnings that are indexed too, as in "1 2", for a table searched by beginnings.
    """
    for statement in _SCHEMA:
        connection.exec_driver_sql(statement.format(table=table, prefixes=prefixes))


def rows_with_phrase(table: str, phrase: str) -> TextualSelect:
    """Selects the `n` of the rows whose text holds the words of the phrase one after the other."""
    return _matching(table, _quoted(phrase))


def rows_with_words(table: str, words: str) -> TextualSelect:
    """Selects the `n` of the rows in whose text each of the words, parted by spaces, begins a word."""
    return _matching(table, " ".join(f"{_quoted(word)}*" for word in words.split()) or '""')


def _quoted(phrase: str) -> str:
    # Inside double quotes FTS5 knows no operators; a NUL or a lone surrogate cannot be passed and never is in
    # a text.
    sendable = phrase.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return '"' + sendable.replace('"', '""') + '"'


def _matching(table: str, query: str) -> TextualSelect:
    # Only this package names tables; the query is bound.
    statement = text(f"SELECT rowid AS n FROM {table}_words WHERE {table}_words MATCH :query_{table}")  # noqa: S608
    return statement.bindparams(**{f"query_{table}": query}).columns(column("n", Integer))
