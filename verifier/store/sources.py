"""What a person knows of outlets: who owns them, how far they are relied on, where they sit."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.sqlite import insert

from verifier.domain import Reliability, Source
from verifier.errors import UsageError
from verifier.store.database import Database
from verifier.store.records import read_word
from verifier.store.tables import article, source


class Sources(Database):
    """Sources by the outlet's name as it is compared."""

    def put_source(self, given: Source) -> None:
        """Keeps what is known of an outlet in place of what was; `set_at` is a moment with a time zone.

        UsageError for a name with a character that is not seen (see `unseen`).
        """
        for what, name in (("outlet", given.outlet), ("owner", given.owner), ("country", given.country)):
            if found := unseen(name or ""):
                raise UsageError(f"{what} {name!r} holds {found}: leave it out")
        columns = {
            "name": outlet_key(given.outlet),
            "outlet": given.outlet,
            "owner": given.owner,
            "reliability": given.reliability.value,
            "country": given.country,
            "set_at": given.set_at,
        }
        with self._writing() as connection:
            connection.execute(insert(source).values(columns).on_conflict_do_update(["name"], set_=columns))

    def source(self, outlet: str) -> Source | None:
        """What was set for an outlet, whatever the case of its name; None when nothing was."""
        with self._reading() as connection:
            row = connection.execute(select(source).where(source.c.name == outlet_key(outlet))).first()
        return None if row is None else _source(row)

    def sources(self) -> list[Source]:
        """All that was set, by name."""
        with self._reading() as connection:
            return [_source(row) for row in connection.execute(select(source).order_by(source.c.name))]

    def count_outlets(self) -> dict[str, int]:
        """How many current articles each outlet has; names that are compared as one are counted under the commonest."""
        counted = select(article.c.outlet, func.count()).where(article.c.current, article.c.outlet.is_not(None))
        with self._reading() as connection:
            rows = connection.execute(counted.group_by(article.c.outlet)).all()
        spellings: dict[str, Counter[str]] = {}
        for outlet, number in sorted(rows, key=lambda row: row[0]):
            spellings.setdefault(outlet_key(outlet), Counter())[outlet] += number
        return {several.most_common(1)[0][0]: several.total() for _, several in sorted(spellings.items())}


# Characters that change the order in which others are shown; those that only join or part letters stay in names.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def unseen(name: str) -> str | None:
    """The first control or reordering character of a name, described; None where there is none."""
    found = next((c for c in name if unicodedata.category(c) == "Cc" or c in _REORDERING), None)
    return None if found is None else f"the character U+{ord(found):04X}, which is not seen"


def outlet_key(outlet: str) -> str:
    """The spelling by which names of outlets are compared: without case, kinds of blanks and ways to write a letter."""
    return " ".join(unicodedata.normalize("NFKC", outlet).casefold().split())


def _source(row: Row[Any]) -> Source:
    return Source(
        outlet=row.outlet,
        owner=row.owner,
        reliability=read_word(Reliability, row.reliability),
        country=row.country,
        set_at=row.set_at,
    )
