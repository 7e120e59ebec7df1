"""What a person says against the machine, or knows beyond it: the part of `Workspace` that writes it down.

Nothing here decides: corrections and sources are stored, and the next run, or check, goes by them.
"""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from verifier import pipeline
from verifier.claims_file import read_text
from verifier.domain import Claim, Correction, CorrectionKind, Mention, Source
from verifier.errors import ClaimMissing, UsageError
from verifier.language.name_parts import read_name
from verifier.pipeline import Emit, ignore
from verifier.sources_file import BadRow, read_reliability, read_sources
from verifier.steps.claims import claim_id_of
from verifier.steps.name_keys import key_of, order
from verifier.steps.origins import KnownOrigin, OriginBook
from verifier.store import Store
from verifier.store.articles import UNSTORABLE
from verifier.store.sources import outlet_key

OPPOSITES = {
    CorrectionKind.SAME_ORIGIN: CorrectionKind.DIFFERENT_ORIGINS,
    CorrectionKind.DIFFERENT_ORIGINS: CorrectionKind.SAME_ORIGIN,
    CorrectionKind.SAME_CLAIM: CorrectionKind.DIFFERENT_CLAIMS,
    CorrectionKind.DIFFERENT_CLAIMS: CorrectionKind.SAME_CLAIM,
}
JOINING = {CorrectionKind.SAME_ORIGIN, CorrectionKind.SAME_CLAIM}


@dataclass(frozen=True, slots=True)
class ImportedSource:
    """A row of a file that was taken over, by its line."""

    line: int
    source: Source


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of sources: each row in its order, and what had to be guessed to read it."""

    rows: tuple[ImportedSource | BadRow, ...]
    warnings: tuple[str, ...]


class Corrections:
    """Origins, claims and sources as a person corrects them.

    `by` is the reviewer's name, the login name if None. A correction that one in force already makes, or contradicts,
    raises UsageError, which names the one to undo.
    """

    store: Store

    # --- origins ---

    def origins(self, text: str | None = None, on_progress: Emit = ignore) -> list[KnownOrigin]:
        """The origins of the collection, those named most first; with `text` those of which a name holds it.

        Reads every article once, to learn who is who; needs no run, and goes by the corrections in force.
        """
        wanted = (text or "").casefold()
        return [
            origin
            for origin in self._book(on_progress).origins()
            if any(wanted in name.casefold() for name in (origin.name, *origin.names))
        ]

    def origin(self, id_or_name: str, on_progress: Emit = ignore) -> KnownOrigin:
        """The origin with this id or, among its names, this name; UsageError when there is none, or several are."""
        return _known(self._book(on_progress), id_or_name)

    def merge_origins(
        self, a: str, b: str, *, note: str = "", by: str | None = None, on_progress: Emit = ignore
    ) -> Correction:
        """These two, names or ids of origins of the collection, are one origin."""
        return self._correct_names(CorrectionKind.SAME_ORIGIN, (a, b), note, by, on_progress)

    def split_origins(
        self, a: str, b: str, *, note: str = "", by: str | None = None, on_progress: Emit = ignore
    ) -> Correction:
        """These two, names or ids of origins of the collection, are not one origin."""
        return self._correct_names(CorrectionKind.DIFFERENT_ORIGINS, (a, b), note, by, on_progress)

    def _book(self, on_progress: Emit) -> OriginBook:
        raise NotImplementedError("a workspace knows how its articles are read")

    def _correct_names(
        self, kind: CorrectionKind, given: tuple[str, str], note: str, by: str | None, on_progress: Emit
    ) -> Correction:
        book = self._book(on_progress)
        a, b = (_name(book, each) for each in given)
        if _plain(a) == _plain(b):
            raise UsageError(f"{given[0]!r} and {given[1]!r} are one name: name two")
        if kind is CorrectionKind.DIFFERENT_ORIGINS and OriginBook((), different=[(a, b)]).inseparable:
            raise UsageError(f"{a!r} and {b!r} are read as one name in two spellings, which cannot be kept apart")
        return self._correct(kind, (a, b), note=note, by=by)

    # --- claims ---

    def claim(self, reference: str) -> Claim:
        """The claim with this id, former id, or prefix that fits one claim; raises ClaimMissing."""
        claim = self.store.claim(reference)
        if claim is None:
            raise self._missing_claim(reference)
        return claim

    def _missing_claim(self, reference: str) -> ClaimMissing:
        """Why nothing answers to `reference`: it never was a claim's, or its statement is withdrawn."""
        last = self.store.former_claim(reference)
        if last is None:
            return ClaimMissing(f"no claim {reference!r} here: `verifier claims` lists them")
        for mention, article_id in self.store.replaced_mentions():
            article = self.store.article(article_id)
            if claim_id_of(mention.id) in {last, reference} and article is not None:
                dated = f" of {article.published}" if article.published else ""
                return ClaimMissing(
                    f"claim {reference!r} was withdrawn: {article.path!r} said {mention.text!r}, "
                    f"and its present version{dated} does not; `verifier claims` lists what stands"
                )
        return ClaimMissing(
            f"claim {reference!r} is gone: it is not found in the articles as they are read now; "
            "`verifier claims` lists what is"
        )

    def merge_claims(self, a: str, b: str, *, note: str = "", by: str | None = None) -> Correction:
        """These two claims, by id, are one: the earlier home's wording stays, and the other's id leads to it."""
        one, other = self.claim(a), self.claim(b)
        if one.id == other.id:
            raise UsageError(f"{a!r} and {b!r} are one claim already")
        return self._correct(CorrectionKind.SAME_CLAIM, (one.id, other.id), note=note, by=by)

    def split_claim(self, claim: str, mention: str, *, note: str = "", by: str | None = None) -> Correction:
        """This mention is none of the claim's; `mention` is its id, or the id or path of its article.

        Raises UsageError for the claim's home, which is what the claim is, and where several mentions are meant.
        """
        found = self.claim(claim)
        taken_out = self._mention(found, mention)
        if claim_id_of(taken_out.id) == found.id:
            raise UsageError(
                f"{mention!r} is where claim {found.id} comes from, so it cannot be taken out: take the others out"
            )
        return self._correct(CorrectionKind.DIFFERENT_CLAIMS, (found.id, taken_out.id), note=note, by=by)

    def reword_claim(self, claim: str, text: str, *, note: str = "", by: str | None = None) -> Correction:
        """The claim is worded so from the next run on; its id stays, and the articles' wording stands beside it."""
        found = self.claim(claim)
        try:
            worded = " ".join(read_text(text).split())
        except ValueError as error:
            raise UsageError(f"{text!r} is no wording of a claim: {error}") from None
        said = self.store.corrections_in_force(CorrectionKind.REWORDED)
        wordings = [each.value for each in said if each.subjects == (found.id,)] or [found.text]
        if worded == wordings[-1]:
            raise UsageError(f"claim {found.id} is worded so already")
        return self._correct(CorrectionKind.REWORDED, (found.id,), value=worded, note=note, by=by)

    def _mention(self, claim: Claim, reference: str) -> Mention:
        places = {mention.id: self._path(mention) for mention in claim.mentions}
        meant = [
            mention
            for mention in claim.mentions
            if reference in (mention.id, mention.article_id) or f"/{places[mention.id]}".endswith(f"/{reference}")
        ]
        if len(meant) == 1:
            return meant[0]
        listed = ", ".join(f"{one} ({path})" for one, path in places.items() if claim_id_of(one) != claim.id)
        problem = f"{len(meant)} mentions of claim {claim.id} are" if meant else f"no mention of claim {claim.id} is"
        raise UsageError(f"{problem} {reference!r}: name one of {listed or 'none, since it has but one mention'}")

    def _path(self, mention: Mention) -> str:
        article = self.store.article(mention.article_id)
        return mention.article_id if article is None else article.path

    # --- the history ---

    def corrections(self) -> list[Correction]:
        """Every correction and every undo, the oldest first; what an undo names is no longer in force."""
        return self.store.corrections()

    def undo(self, correction_id: str, *, note: str = "", by: str | None = None) -> Correction:
        """Take a correction back: an event of its own. Raises UsageError for one that is unknown or undone already."""
        return self.store.undo_correction(correction_id, note=_storable(note, "note"), by=_reviewer(by))

    def _correct(
        self, kind: CorrectionKind, subjects: tuple[str, ...], *, value: str = "", note: str, by: str | None
    ) -> Correction:
        for each in (*subjects, value):
            _storable(each, "name")
        with self.store.transaction():
            _refuse_contrary(self.store.corrections_in_force(), kind, subjects)
            return self.store.add_correction(
                kind, subjects, value=value, note=_storable(note, "note"), by=_reviewer(by)
            )

    # --- sources ---

    def sources(self) -> list[Source]:
        """Every outlet of the collection and every one of which something is known, by name."""
        listed = {outlet_key(source.outlet): source for source in self.store.sources() if _is_known(source)}
        for outlet in self.store.count_outlets():
            listed[outlet_key(outlet)] = replace(listed.get(outlet_key(outlet), Source(outlet)), outlet=outlet)
        return [listed[name] for name in sorted(listed)]

    def source(self, outlet: str) -> Source:
        """What is known of an outlet, whatever the case of its name; F and nothing else where nobody has said more."""
        return self.store.source(outlet) or Source(" ".join(outlet.split()))

    def count_articles_by_outlet(self) -> dict[str, int]:
        """How many articles of the collection each outlet has, under the name it goes by most."""
        return self.store.count_outlets()

    def set_source(
        self, outlet: str, owner: str | None = None, reliability: str | None = None, country: str | None = None
    ) -> Source:
        """Keep what a person knows of an outlet: None leaves what was set, an empty text takes it away.

        `reliability` is a letter from A to F. Outlets with one `owner` count as one origin. UsageError for another
        letter, or a name that is empty or cannot be stored.
        """
        outlet = " ".join(_storable(outlet, "outlet").split())
        if not outlet:
            raise UsageError("an outlet needs a name: `verifier sources list` shows those of the collection")
        spellings = {outlet_key(name): name for name in self.store.count_outlets()}
        outlet = spellings.get(outlet_key(outlet), outlet)
        known = self.source(outlet)
        try:
            letter = known.reliability if reliability is None else read_reliability(reliability)
        except ValueError as error:
            raise UsageError(str(error)) from None
        source = replace(
            known,
            outlet=outlet,
            owner=known.owner if owner is None else _kept(owner, "owner"),
            reliability=letter,
            country=known.country if country is None else _kept(country, "country"),
            set_at=datetime.now(UTC),
        )
        self.store.put_source(source)
        return source

    def import_sources(self, path: str | Path) -> Imported:
        """Take over a CSV file of outlets (see `sources_file`), row by row; a bad row stops nothing.

        Raises UsageError when the file cannot be read or its header names other columns.
        """
        try:
            content = Path(path).read_bytes()
        except (OSError, ValueError) as error:
            raise UsageError(f"cannot read {str(path)!r}: {getattr(error, 'strerror', None) or error}") from None
        read = read_sources(content, str(path))
        with self.store.transaction():
            rows = tuple(
                row
                if isinstance(row, BadRow)
                else ImportedSource(row.line, self.set_source(row.outlet, row.owner, row.reliability, row.country))
                for row in read.rows
            )
        return Imported(rows, read.warnings)

    @property
    def owners_count(self) -> bool:
        """Whether outlets of one owner count as one origin; so unless a person has switched it off."""
        return self.store.value(pipeline.OWNERS) != pipeline.OFF

    @owners_count.setter
    def owners_count(self, wanted: bool) -> None:
        self.store.put_value(pipeline.OWNERS, pipeline.ON if wanted else pipeline.OFF)


def _is_known(source: Source) -> bool:
    return replace(source, set_at=None) != Source(source.outlet)


def _known(book: OriginBook, id_or_name: str) -> KnownOrigin:
    found = book.find(id_or_name)
    if not found:
        raise UsageError(f"no origin is called {id_or_name!r} here: `verifier origins list` shows their names")
    if len(found) > 1:
        listed = ", ".join(f"{each.id} ({each.name})" for each in found)
        raise UsageError(f"several origins are called {id_or_name!r}: name one by its id, of {listed}")
    return found[0]


def _name(book: OriginBook, id_or_name: str) -> str:
    """The name meant, as the collection spells it: the one given, since two names of one origin may be parted."""
    known = _known(book, id_or_name)
    spellings = [name for name in (known.name, *known.names) if _plain(name) == _plain(id_or_name)]
    given = " ".join(id_or_name.split())
    return given if given in spellings else next(iter(spellings), known.name)


def _refuse_contrary(standing: Sequence[Correction], kind: CorrectionKind, subjects: tuple[str, ...]) -> None:
    if kind is CorrectionKind.REWORDED:  # the latest wording counts
        return
    ends = _ends(kind, subjects)
    for each in standing:
        if each.kind is kind and _ends(kind, each.subjects) == ends:
            raise UsageError(f"correction {each.id} of {each.by} says so already")
    if contrary := _contrary(standing, kind, ends):
        named = " and ".join(f"{each.id!r}" for each in contrary)
        raise UsageError(
            f"correction {named} says otherwise: undo it first, as in `verifier corrections undo {contrary[0].id}`"
        )


def _contrary(standing: Sequence[Correction], kind: CorrectionKind, ends: frozenset[str]) -> list[Correction]:
    """The corrections in force that cannot hold together with one more: over several steps, too."""
    joined = [each for each in standing if each.kind in {kind, OPPOSITES[kind]} & JOINING]
    reached = [_reached(end, joined) for end in sorted(ends)]
    if kind in JOINING:
        both = frozenset().union(*reached)
        return [each for each in standing if each.kind is OPPOSITES[kind] and _ends(each.kind, each.subjects) <= both]
    if ends <= reached[0]:
        return [each for each in joined if _ends(each.kind, each.subjects) <= reached[0]]
    return []


def _reached(start: str, joined: Sequence[Correction]) -> frozenset[str]:
    """What corrections have made one with `start`, itself included."""
    found = {start}
    while more := {end for each in joined if (ends := _ends(each.kind, each.subjects)) & found for end in ends} - found:
        found |= more
    return frozenset(found)


def _ends(kind: CorrectionKind, subjects: tuple[str, ...]) -> frozenset[str]:
    """What a correction joins or parts, in the spelling that is compared; a mention by the claim it would be."""
    if kind is CorrectionKind.DIFFERENT_CLAIMS:
        return frozenset({subjects[0], claim_id_of(subjects[1])})
    return frozenset(subjects if kind is CorrectionKind.SAME_CLAIM else map(_folded, subjects))


def _folded(name: str) -> str:
    """What all transliterations of a name have in common; a person with and one without an office are two."""
    read = read_name(name)
    own = order(key_of(replace(read, body=None))) if read.words else ""
    return own if read.body is None else f"{own} of {order(key_of(read.body))}"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _reviewer(given: str | None) -> str:
    if given is None:
        try:
            given = getpass.getuser()
        except (OSError, KeyError, ImportError):  # no such account, as in some containers
            raise UsageError("your login has no name to note: give one, as in --by NAME") from None
    if not given.strip():
        raise UsageError("a reviewer needs a name: give one, as in --by NAME")
    return _storable(given, "name").strip()


def _kept(given: str, what: str) -> str | None:
    return " ".join(_storable(given, what).split()) or None


def _storable(given: str, what: str) -> str:
    if found := UNSTORABLE.search(given):
        raise UsageError(f"{what} {given!r} holds {found.group()!r}, which is no character: leave it out")
    return given
