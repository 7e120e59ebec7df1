"""Mentions, the claims they belong to, and what engines judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Column, Connection, and_, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from verifier.domain import Claim, Judgement, Mention
from verifier.errors import UsageError
from verifier.store.articles import BY_DATE
from verifier.store.database import Database, chunks
from verifier.store.progress import articles_due, note_made
from verifier.store.records import CLAIM, JUDGEMENTS, MENTION
from verifier.store.tables import article, claim_alias, judgement, mention
from verifier.store.tables import claim as claims

STEP = "mentions"


class Claims(Database):
    """Mentions by article, claims as one set, judgements by content key."""

    def put_mentions(self, article_id: str, key: str, mentions: Sequence[Mention]) -> None:
        """Replaces the mentions of an article; `key` says what made them from what."""
        for each in mentions:
            if each.article_id != article_id:
                raise ValueError(f"mention {each.id!r} belongs to {each.article_id!r}, not to {article_id!r}")
        rows = [
            {
                "id": each.id,
                "article_id": article_id,
                "span_start": each.start,
                "document": MENTION.dump(each),
            }
            for each in mentions
        ]
        with self._writing() as connection:
            connection.execute(delete(mention).where(mention.c.article_id == article_id))
            if rows:
                connection.execute(insert(mention), rows)
            note_made(connection, STEP, article_id, key)

    def mentions_due(self, key: str) -> list[str]:
        """The ids of current articles whose mentions were not made with this key, in article order."""
        with self._reading() as connection:
            return articles_due(connection, STEP, key)

    def mentions(self) -> list[Mention]:
        """The mentions of current articles by publication (undated last), article id and place."""
        query = select(mention.c.document).join(article).where(article.c.current)
        with self._reading() as connection:
            found = connection.scalars(query.order_by(*BY_DATE, mention.c.span_start, mention.c.id))
            return [MENTION.load(document) for document in found]

    def replaced_mentions(self) -> list[tuple[Mention, str]]:
        """The mentions of articles that a version has replaced, each with the id of the current one, by id."""
        old, new = article.alias("old"), article.alias("new")
        same_url = new.c.url_key == old.c.url_key
        same_path = and_(new.c.path == old.c.path, or_(new.c.url_key.is_(None), old.c.url_key.is_(None)))
        query = (
            select(mention.c.document, new.c.id)
            .join_from(mention, old, mention.c.article_id == old.c.id)
            .join(new, and_(new.c.current, or_(same_url, same_path)))
            .where(~old.c.current)
            .order_by(mention.c.id, new.c.id)
        )
        with self._reading() as connection:
            return [(MENTION.load(document), new_id) for document, new_id in connection.execute(query)]

    def put_claims(self, given: Sequence[Claim], aliases: Mapping[str, str]) -> None:
        """Replaces all claims, and adds `aliases` (old id -> id of a claim given) to those known.

        An alias of an alias leads to the claim in the end; an id that is a claim's again is an alias no more. A claim
        that goes without an alias is remembered as one that leads to itself, which is nowhere: see `former_claim`.
        """
        ids = {each.id for each in given}
        for old_id, claim_id in aliases.items():
            if claim_id not in ids:
                raise ValueError(f"alias {old_id!r} leads to {claim_id!r}, which is not among the claims")
        rows = [{"id": each.id, "place": place, "document": CLAIM.dump(each)} for place, each in enumerate(given)]
        with self._writing() as connection:
            before = {each: each for each in connection.scalars(select(claims.c.id))}
            connection.execute(delete(claims))
            if rows:
                connection.execute(insert(claims), rows)
            _put_aliases(connection, ids, {**before, **aliases})

    def claims(self) -> list[Claim]:
        """All claims found in articles, in the order in which they were put."""
        with self._reading() as connection:
            return [
                CLAIM.load(document)
                for document in connection.scalars(select(claims.c.document).order_by(claims.c.place))
            ]

    def claim(self, reference: str) -> Claim | None:
        """The claim found in articles with this id, with this former id, or the only one whose id begins so.

        UsageError when several begin so.
        """
        with self._reading() as connection:
            claim_id = resolved(connection, claims.c.id, reference)
            found = connection.execute(select(claims.c.document).where(claims.c.id == claim_id)).scalar()
        return None if found is None else CLAIM.load(found)

    def claim_aliases(self) -> dict[str, str]:
        """{former id: where it leads}, also to what is no claim now."""
        with self._reading() as connection:
            return {row.old_id: row.claim_id for row in connection.execute(select(claim_alias))}

    def former_claim(self, reference: str) -> str | None:
        """The id of the claim that a former id led to last; None for what never was the id of a claim."""
        with self._reading() as connection:
            return connection.scalar(select(claim_alias.c.claim_id).where(claim_alias.c.old_id == reference))

    def judgements(self, keys: Iterable[str]) -> dict[str, tuple[Judgement, ...]]:
        """What was judged, by content key; a key without a result is left out, a result can be empty."""
        found: dict[str, tuple[Judgement, ...]] = {}
        with self._reading() as connection:
            for some in chunks(keys):
                rows = connection.execute(select(judgement).where(judgement.c.key.in_(some)))
                found.update((row.key, JUDGEMENTS.load(row.document)) for row in rows)
        return found

    def put_judgements(self, given: Mapping[str, Sequence[Judgement]]) -> None:
        """Stores results under their content keys; a key that has one already keeps it."""
        rows = [{"key": key, "document": JUDGEMENTS.dump(tuple(several))} for key, several in given.items()]
        with self._writing() as connection:
            if rows:
                connection.execute(insert(judgement).on_conflict_do_nothing(), rows)


def resolved(connection: Connection, ids: Column[str], reference: str) -> str | None:
    """The id in a column that is meant by an id, a former id, or the beginning of only one id.

    None when there is no such id, UsageError when several begin so.
    """
    present = select(ids)
    alias = select(claim_alias.c.claim_id).where(claim_alias.c.old_id == reference)
    exact = connection.scalars(present.where(or_(ids == reference, ids.in_(alias))).order_by(ids != reference)).first()
    if exact is not None or not reference:
        return exact
    begin_so = list(
        connection.scalars(present.where(ids.startswith(reference, autoescape=True)).order_by(ids).limit(4))
    )
    if len(begin_so) > 1:
        raise UsageError(f"several claims begin with {reference!r}: {', '.join(begin_so[:3])} …; give more of the id")
    return begin_so[0] if begin_so else None


def _put_aliases(connection: Connection, ids: set[str], given: Mapping[str, str]) -> None:
    known = {row.old_id: row.claim_id for row in connection.execute(select(claim_alias))}
    steps = {old_id: claim_id for old_id, claim_id in {**known, **given}.items() if old_id not in ids}
    wanted = {old_id: _end(steps, old_id) for old_id in steps}
    changed = [{"old_id": old_id, "claim_id": end} for old_id, end in wanted.items() if known.get(old_id) != end]
    for some in chunks(known.keys() - wanted.keys()):
        connection.execute(delete(claim_alias).where(claim_alias.c.old_id.in_(some)))
    if changed:
        adding = insert(claim_alias)
        connection.execute(
            adding.on_conflict_do_update(["old_id"], set_={"claim_id": adding.excluded.claim_id}), changed
        )


def _end(steps: Mapping[str, str], old_id: str) -> str:
    """Where the steps lead from an id; the last new place when they turn in a circle."""
    passed = {old_id}
    while (following := steps.get(old_id)) is not None and following not in passed:
        passed.add(following)
        old_id = following
    return old_id
