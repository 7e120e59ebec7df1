"""Which step has made the records of which article, and with which key."""

from __future__ import annotations

from sqlalchemy import Connection, and_, or_, select
from sqlalchemy.dialects.sqlite import insert

from verifier.store.articles import BY_DATE
from verifier.store.tables import article, made


def note_made(connection: Connection, step: str, article_id: str, key: str) -> None:
    """Notes that a step has made the records of an article, none included, with this key."""
    noted = insert(made).values(article_id=article_id, step=step, key=key)
    connection.execute(noted.on_conflict_do_update(["article_id", "step"], set_={"key": key}))


def articles_due(connection: Connection, step: str, key: str) -> list[str]:
    """The ids of current articles for which a step has not run with this key; in article order."""
    done = and_(made.c.article_id == article.c.id, made.c.step == step)
    due = or_(made.c.key.is_(None), made.c.key != key)
    query = select(article.c.id).outerjoin(made, done).where(article.c.current, due).order_by(*BY_DATE)
    return list(connection.scalars(query))
