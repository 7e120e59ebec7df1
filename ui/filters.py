"""What the list is narrowed to. The address is where it is kept: `/?label=disputed&kind=fact&q=dam`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from verifier.domain import Kind, Label, Word
from verifier.store import VerdictFilter

LONGEST_SEARCH = 200

W = TypeVar("W", bound=Word)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Conditions that all hold; None and the empty search are no condition."""

    label: Label | None = None
    kind: Kind | None = None
    search: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """The filter an address asks for, without what `unknown_in` finds in it."""
        return cls(
            label=_word(Label, query.get("label")),
            kind=_word(Kind, query.get("kind")),
            search=query.get("q", "").strip()[:LONGEST_SEARCH],
        )

    def query(self) -> dict[str, str]:
        """The address's query for this filter; conditions that are not set do not stand in it."""
        given = {"label": self.label, "kind": self.kind, "q": self.search}
        return {name: str(value) for name, value in given.items() if value}

    def wanted(self) -> VerdictFilter:
        """The filter in the words of the store."""
        return VerdictFilter(label=self.label, kind=self.kind, text=self.search or None)

    def relaxed(self) -> dict[str, ListFilter]:
        """For every condition that is set, by a name for it, the filter without it."""
        without = {
            "the label": replace(self, label=None),
            "the kind": replace(self, kind=None),
            "the search": replace(self, search=""),
        }
        return {name: other for name, other in without.items() if other != self}


def unknown_in(query: Mapping[str, str]) -> list[str]:
    """A sentence on each value in the address that names nothing there is, with what there is."""
    return [
        f"The address asks for the {name} {query[name]!r}, which there is not; there are {', '.join(words)}."
        for name, words in (("label", Label), ("kind", Kind))
        if query.get(name) and _word(words, query[name]) is None
    ]


def _word(words: type[W], value: str | None) -> W | None:
    return next((word for word in words if word.value == value), None)
