"""The steps in order, and nothing else. Each does what is due and can be stopped between two items and taken up again.

article -> passages -> mentions -> claims -> evidence -> origins -> stances -> verdict
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vectorstore import VectorIndex
from vectorstore.memory import MemoryIndex
from verifier.domain import (
    Article,
    BlockKind,
    Claim,
    CorrectionKind,
    Decision,
    Judgement,
    Label,
    Mention,
    Pair,
    Stance,
    State,
    Unjudged,
    Verdict,
    content_id,
)
from verifier.engines import Due, Engine, PlannedCall, Spent
from verifier.fingerprints import source_fingerprint
from verifier.language.instructions import INSTRUCTION_WARNING
from verifier.language.reading import reads
from verifier.models import StanceScorer, TextEmbedder
from verifier.steps import claims, documents, evidence, mentions, stances, versions
from verifier.steps.chunks import chunk
from verifier.steps.explanations import explain
from verifier.steps.origins import OriginBook
from verifier.steps.reading import Reader
from verifier.steps.rows import Collection, fill_rows
from verifier.steps.vectors import Vectors
from verifier.steps.verdicts import FINAL, decide
from verifier.store import Store, VerdictFilter
from verifier.store.sources import outlet_key


def rules_fingerprint() -> str:
    """That of retrieval, merging, origins, rows and the label function: when it changes, verdicts are made again."""
    return source_fingerprint("verifier.steps", "verifier.language")


OWNERS, ON, OFF = "owners_count", "on", "off"
"""The value under which the store keeps whether outlets of one owner are one group, and its words; *on* if unset."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` items of a step are finished."""

    step: str
    done: int
    total: int


Emit = Callable[[Progress], None]


def ignore(_: Progress) -> None:
    """Take no notice of progress."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the steps work with."""

    store: Store
    index: VectorIndex
    engine: Engine
    embedder: TextEmbedder
    reader: Reader
    scorer: StanceScorer

    @property
    def vectors(self) -> Vectors:
        """Texts to vectors, through the store."""
        return Vectors(self.store, self.embedder)


@dataclass(frozen=True, slots=True)
class Read:
    """What reading came to: articles that were due, those of which something was read, quotes dropped, statements left
    out for one on the same quote, and why windows could not be read."""

    n_due: int
    n_articles: int
    n_dropped_quotes: int
    n_same_quotes: int
    unread: Sequence[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a language model: calls with a reply, replies known from before, tokens (estimated where the
    endpoint reports none), US dollars (None where no price is known)."""

    n_calls: int
    n_known_replies: int
    tokens_in: int
    tokens_out: int
    tokens_estimated: bool
    dollars: float | None

    @staticmethod
    def since(before: Spent, spent: Spent) -> Asked:
        """What `spent` has that it had not `before`."""
        return Asked(
            n_calls=spent.calls - before.calls,
            n_known_replies=spent.known - before.known,
            tokens_in=spent.usage.input - before.usage.input,
            tokens_out=spent.usage.output - before.usage.output,
            tokens_estimated=spent.estimated,
            dollars=None if spent.dollars is None or before.dollars is None else spent.dollars - before.dollars,
        )


@dataclass(frozen=True, slots=True)
class RunReport(Asked):
    """What one run asked and did, and what stands afterwards.

    `due` is False when nothing was. `n_read`, `n_dropped_quotes`, `n_same_quotes` (statements left out for another on
    the same quote), `n_unread_windows`, `n_pairs` and `n_judged_pairs` are of this run. The others are of the
    workspace: `n_unread` articles are in a language that the rules do not read, `n_language_rows` are rows of such
    articles, and `n_failed_rows` could not be judged and are asked again by the next run, as are the articles with
    unread windows. An article of which no window could be read is not among `n_read`. `why_unread` and `why_unjudged`
    are the reasons of the unread windows and the failed rows, each with its number, the commonest first.
    """

    due: bool
    n_articles: int
    n_read: int
    n_unread: int
    n_mentions: int
    n_dropped_quotes: int
    n_same_quotes: int
    n_unread_windows: int
    n_claims: int
    n_pairs: int
    n_judged_pairs: int
    n_failed_rows: int
    n_language_rows: int
    why_unread: Mapping[str, int]
    why_unjudged: Mapping[str, int]
    labels: Mapping[Label, int]

    @property
    def is_unanswered(self) -> bool:
        """Whether calls failed, and none brought a reply, nor was one known from before."""
        failed = self.why_unread.keys() | (self.why_unjudged.keys() & _FAILED_CALLS)
        return bool(failed) and not self.n_calls and not self.n_known_replies


_FAILED_CALLS = frozenset({Unjudged.NO_REPLY, Unjudged.TIMED_OUT, Unjudged.REFUSED})
"""Notes of rows about which a call failed, or may have."""

MOST_REASONS, OTHER_REASONS = 8, "other reasons"
"""An endpoint may word each failure anew: so many reasons are told apart, and the others are counted together."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would ask of a language model. Tokens of replies are at least and at most; `exact` is whether those
    sent are counted and not estimated; `extracted` whether all articles are read already, so that the claims are known
    and not guessed from what the embedded engine finds. Second looks are as many as the
    embedded models see contradictions; repairs come on top."""

    calls: Sequence[PlannedCall]
    extracted: bool


def run(parts: Parts, emit: Emit) -> RunReport:
    """Everything that is due, from chunking to verdicts."""
    # Before anything is read: what another process adds meanwhile is then due again, whichever steps it still reached.
    state = _inputs_fingerprint(parts)
    before = parts.engine.spent
    n_indexed = index_passages(parts, emit)
    read = extract_mentions(parts, emit)
    is_same = parts.store.value("verdicts_made_from") == state
    # What could not be read at first leaves the inputs as they are, and is due when they are the same.
    if is_same and not read.n_due and not _failed_rows(parts.store):
        return _report(parts, read, before, due=bool(n_indexed))
    merged = merge_claims(parts, emit)
    verdicts, n_pairs, n_judged = decide_claims(parts, merged, emit)
    n_language = sum(verdict.decision.n_language for verdict in verdicts)
    failed = [str(row.note) for verdict in verdicts for row in verdict.decision.unjudged if row.note not in FINAL]
    with parts.store.transaction():
        parts.store.put_verdicts(verdicts)
        parts.store.drop_verdicts(keep={verdict.claim.id for verdict in verdicts})
        parts.store.put_value("verdicts_made_from", state)
        parts.store.put_value("failed_rows", str(len(failed)))
        parts.store.put_value("language_rows", str(n_language))
    report = _report(parts, read, before, due=True)
    return replace(report, n_pairs=n_pairs, n_judged_pairs=n_judged, why_unjudged=grouped(failed))


def check(parts: Parts, brought: Sequence[Claim], until: date | None, emit: Emit) -> list[Verdict]:
    """Verdicts on claims the user brings, in their order; needs no extraction. `until` leaves out later articles."""
    index_passages(parts, emit)
    verdicts, _, _ = decide_claims(parts, brought, emit, until=until)
    return verdicts


def collect(parts: Parts) -> Collection:
    """What the rows of every current article are filled in from."""
    return _collection(parts, {article.id: article for article in parts.store.articles()})


def plan(parts: Parts, emit: Emit) -> Plan:
    """What a run would ask, without asking: no mention, claim, judgement or verdict is stored."""
    store, engine = parts.store, parts.engine
    index_passages(parts, emit)
    unread = set(store.mentions_due(_mentions_key(engine)))
    searched = {article.id: article for article in store.articles()}
    calls: list[PlannedCall] = []
    found = [mention for mention in store.mentions() if mention.article_id not in unread]
    for done, article_id in enumerate(sorted(unread), start=1):
        calls += engine.plan(searched[article_id], None)
        found += engine.preview(searched[article_id])
        emit(Progress("extract", done, len(unread)))
    if calls or not unread:
        pairs = _retrieve(parts, _merged(parts, found, emit)[0], searched, emit)
        keys = {stances.pair_key(pair, engine): pair for pair in pairs}
        _, due = _missing(keys, store.judgements(keys), searched)
        for done, (article, some) in enumerate(due, start=1):
            calls += engine.plan(article, some)
            emit(Progress("judge", done, len(due)))
    # Copies of an article come to the same calls, and each is made once.
    return Plan([*{call.key: call for call in calls}.values()], extracted=not unread)


def index_passages(parts: Parts, emit: Emit) -> int:
    """Chunk articles that are not chunked yet, embed what has no vector, and bring the index up to the store.

    How many passages were put into the index or taken out of it.
    """
    key = content_id("chunks", rules_fingerprint(), parts.embedder.fingerprint)
    due = parts.store.passages_due(key)
    for done, article in enumerate(_articles(parts.store, due), start=1):
        parts.store.put_passages(article.id, key, chunk(article, parts.embedder.count_tokens))
        emit(Progress("chunk", done, len(due)))
    wanted = {passage.id: passage for passage in parts.store.each_passage()}
    present = parts.index.ids()
    gone = sorted(present - wanted.keys())
    parts.index.delete(gone)
    missing = [wanted[one] for one in sorted(wanted.keys() - present)]
    for start in range(0, len(missing), 512):
        batch = missing[start : start + 512]
        vectors = parts.vectors.of([passage.text for passage in batch])
        parts.index.add([p.id for p in batch], _stack([vectors[p.text] for p in batch]))
        emit(Progress("index", start + len(batch), len(missing)))
    return len(gone) + len(missing)


def extract_mentions(parts: Parts, emit: Emit) -> Read:
    """Read the articles this engine has not read yet."""
    key = _mentions_key(parts.engine)
    due = parts.store.mentions_due(key)
    n_read = n_dropped = n_same = 0
    unread: list[str] = []
    for done, found in enumerate(mentions.extract(_articles(parts.store, due), parts.engine), start=1):
        # Under another key what was read is kept, and the article stays due.
        parts.store.put_mentions(found.article_id, content_id(key, "in part") if found.unread else key, found.mentions)
        n_dropped += found.n_dropped
        n_same += found.n_same_quotes
        n_read += not found.nothing_read
        unread += found.unread
        emit(Progress("extract", done, len(due)))
    return Read(len(due), n_read, n_dropped, n_same, unread)


def _mentions_key(engine: Engine) -> str:
    return content_id("mentions", engine.fingerprint)


def merge_claims(parts: Parts, emit: Emit) -> list[Claim]:
    """All mentions of the collection as claims; ids that no longer are a claim's own stay as aliases."""
    merged, heirs = _merged(parts, parts.store.mentions(), emit)
    parts.store.put_claims(merged, versions.aliases(merged, heirs))
    return merged


def _merged(parts: Parts, found: Sequence[Mention], emit: Emit) -> tuple[list[Claim], versions.Heirs]:
    store = parts.store
    emit(Progress("merge", 0, len(found)))
    published = {article.id: article.published for article in store.articles()}
    heirs = versions.find_heirs(found, store.replaced_mentions(), store.claims(), store.claim_aliases())
    said = claims.read_corrections(versions.carried_over(store.corrections_in_force(), heirs))
    merged = claims.merge(found, published, parts.vectors.of(m.text for m in found), parts.scorer, said)
    emit(Progress("merge", len(found), len(found)))
    return merged, heirs


def decide_claims(
    parts: Parts, wanted: Sequence[Claim], emit: Emit, until: date | None = None
) -> tuple[list[Verdict], int, int]:
    """The verdicts on `wanted` in their order, the number of pairs they rest on and of those judged just now."""
    found = parts.store.articles() if until is None else parts.store.articles_until(until)
    searched = {article.id: article for article in found}
    pairs = _retrieve(parts, wanted, searched, emit)
    judgements, n_judged = _judge(parts, pairs, searched, emit)
    collection = _collection(parts, searched, emit)
    as_of = max((a.published for a in searched.values() if a.published), default=None)
    verdicts = []
    for done, claim in enumerate(wanted, start=1):
        rows = fill_rows(claim, judgements[claim.id], collection)
        verdicts.append(_verdict(parts.engine, claim, decide(rows), len(searched), as_of, collection))
        if done % 100 == 0 or done == len(wanted):
            emit(Progress("decide", done, len(wanted)))
    return _link_superseded(verdicts, parts.store), len(pairs), n_judged


def _retrieve(parts: Parts, wanted: Sequence[Claim], searched: Mapping[str, Article], emit: Emit) -> list[Pair]:
    vectors = parts.vectors.of(claim.text for claim in wanted)
    finders = _finders(parts, searched)
    pairs: list[Pair] = []
    for done, claim in enumerate(wanted, start=1):
        pairs += [pair for finder in finders for pair in finder.pairs(claim, vectors[claim.text])]
        if done % 20 == 0 or done == len(wanted):
            emit(Progress("retrieve", done, len(wanted)))
    return pairs


def _finders(parts: Parts, searched: Mapping[str, Article]) -> list[evidence.Finder]:
    """One over the index, and one over the earlier versions of articles, whose passages are in no index.

    Two find what one would: a pair follows from the claim and the article alone.
    """
    present = {article_id for article_id, _ in parts.store.article_paths()}
    current = (passage for passage in parts.store.each_passage() if passage.article_id in searched)
    finders = [evidence.Finder(parts.index, current)]
    earlier = [article for article in searched.values() if article.id not in present]
    if passages := [passage for one in earlier for passage in chunk(one, parts.embedder.count_tokens)]:
        vectors = parts.vectors.of(passage.text for passage in passages)
        index = MemoryIndex(parts.index.width)
        index.add([p.id for p in passages], _stack([vectors[p.text] for p in passages]))
        finders.append(evidence.Finder(index, passages))
    return finders


def _judge(
    parts: Parts, pairs: Sequence[Pair], searched: Mapping[str, Article], emit: Emit
) -> tuple[dict[str, list[Judgement]], int]:
    keys = {stances.pair_key(pair, parts.engine): pair for pair in pairs}
    known = parts.store.judgements(keys)
    missing, due = _missing(keys, known, searched)
    n_due = sum(map(len, missing.values()))
    n_judged = 0
    for article_id, answers in stances.judge(due, parts.engine):
        fresh = dict(zip(missing[article_id], map(tuple, answers), strict=True))
        parts.store.put_judgements({key: answer for key, answer in fresh.items() if not any(map(_failed, answer))})
        known.update(fresh)
        n_judged += len(fresh)
        emit(Progress("judge", n_judged, n_due))
    by_claim: dict[str, list[Judgement]] = defaultdict(list)
    for key, pair in keys.items():
        by_claim[pair.claim.id] += known[key]
    return by_claim, n_judged


def _missing(
    keys: Mapping[str, Pair], known: Container[str], searched: Mapping[str, Article]
) -> tuple[dict[str, list[str]], list[Due]]:
    """The keys without a result by article, and the same as what an engine is to judge."""
    missing: dict[str, list[str]] = defaultdict(list)
    for key, pair in keys.items():
        if key not in known:
            missing[pair.article_id].append(key)
    return missing, [(searched[one], [keys[key] for key in some]) for one, some in sorted(missing.items())]


def _failed(judgement: Judgement) -> bool:
    """Whether it is worth asking again."""
    return judgement.stance is Stance.UNJUDGED and judgement.note not in FINAL


def _collection(parts: Parts, searched: Mapping[str, Article], emit: Emit = ignore) -> Collection:
    by_article = _by_article(parts.store)
    articles = sorted(searched.values(), key=lambda article: article.id)
    document_of = documents.cluster(articles)
    return Collection(
        articles=searched,
        documents=document_of,
        mentions=by_article,
        origins=_origins(articles, document_of, by_article, parts.reader, parts.store, emit),
        reader=parts.reader,
    )


def _verdict(
    engine: Engine, claim: Claim, decision: Decision, n_searched: int, as_of: date | None, collection: Collection
) -> Verdict:
    return Verdict(
        claim=claim,
        decision=decision,
        explanation=explain(decision, n_searched, as_of),
        as_of=as_of,
        n_searched=n_searched,
        engine=engine.name,
        fingerprint=content_id("verdict", rules_fingerprint(), engine.fingerprint, claim, decision),
        warnings=_warnings(decision, collection.articles),
    )


def _warnings(decision: Decision, articles: Mapping[str, Article]) -> tuple[str, ...]:
    """What a reader of the verdict should know: a dispute that does not count, and articles that address machines."""
    carriers = {row.article_id: row.path for row in decision.supporting + decision.contradicting}
    flagged = {
        f"{path}: {warning}"
        for one, path in carriers.items()
        for warning in articles[one].warnings
        if warning.startswith(INSTRUCTION_WARNING)
    }
    return (*(("possible dispute",) if decision.possible_dispute else ()), *sorted(flagged))


def origin_book(store: Store, reader: Reader, emit: Emit) -> OriginBook:
    """The origins of all current articles, with the corrections and owners in force."""
    articles = sorted(store.articles(), key=lambda article: article.id)
    return _origins(articles, documents.cluster(articles), _by_article(store), reader, store, emit)


def origins_fingerprint(store: Store) -> str:
    """That of `origin_book`, within one process: a run may read more mentions in the same articles."""
    return content_id("origins", _given(store), store.value("verdicts_made_from"))


def _by_article(store: Store) -> dict[str, list[Mention]]:
    by_article: dict[str, list[Mention]] = defaultdict(list)
    for mention in store.mentions():
        by_article[mention.article_id].append(mention)
    return by_article


def _origins(
    articles: Sequence[Article],
    document_of: Mapping[str, str],
    by_article: Mapping[str, Sequence[Mention]],
    reader: Reader,
    store: Store,
    emit: Emit,
) -> OriginBook:
    """Learnt from the first carrier of each document: names that copies garble would come up as further origins."""
    articles = [article for article in articles if document_of[article.id] == article.id]
    chains = [mention.chain for article in articles for mention in by_article.get(article.id, ())]
    for done, article in enumerate(articles, start=1):
        chains += [statement.chain for statement in reader.read(article).statements]
        emit(Progress("names", done, len(articles)))
    return OriginBook(
        chains,
        [(article.id, _wording(article)) for article in articles],
        owners=owners_that_count(store),
        same=_pairs(store, CorrectionKind.SAME_ORIGIN),
        different=_pairs(store, CorrectionKind.DIFFERENT_ORIGINS),
    )


def owners_that_count(store: Store) -> dict[str, str]:
    """{outlet: its owner group}, empty where the workspace takes outlets of one owner as independent."""
    if store.value(OWNERS) == OFF:
        return {}
    spellings = {outlet_key(outlet): outlet for outlet in store.count_outlets()}
    owned = {source.outlet: source.owner for source in store.sources() if source.owner is not None}
    return {spellings.get(outlet_key(outlet), outlet): owner for outlet, owner in owned.items()}


def _pairs(store: Store, kind: CorrectionKind) -> list[tuple[str, str]]:
    return [(a, b) for a, b in (correction.subjects for correction in store.corrections_in_force(kind))]


def _wording(article: Article) -> str:
    """The article's text without header lines, menus and the like: their capitals are no names."""
    told = (block for block in article.blocks if block.kind is not BlockKind.FURNITURE)
    return "\n\n".join(article.text[block.start : block.end] for block in told)


def _link_superseded(verdicts: Sequence[Verdict], store: Store) -> list[Verdict]:
    """Name, for every superseded claim, the claim found in the articles that its own origin put in its place."""
    if all(verdict.decision.state is State.CURRENT for verdict in verdicts):
        return list(verdicts)
    stated: dict[str, list[tuple[Mention, str]]] = defaultdict(list)
    for claim in store.claims():
        for mention in claim.mentions:
            stated[mention.article_id].append((mention, claim.id))
    return [
        replace(verdict, superseded_by=_successor(verdict.decision, stated))
        if verdict.decision.state is State.SUPERSEDED
        else verdict
        for verdict in verdicts
    ]


def _successor(decision: Decision, stated: Mapping[str, Sequence[tuple[Mention, str]]]) -> str | None:
    withdrawn = {row.origin.id for row in decision.supporting if row.origin}
    own = [row for row in decision.contradicting if row.origin and row.origin.id in withdrawn]
    for row in sorted(own, key=lambda row: row.said_at or date.min, reverse=True):
        for mention, claim_id in stated.get(row.article_id, ()):
            if mention.start < row.end and row.start < mention.end:
                return claim_id
    return None


def _stack(vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.stack(vectors) if vectors else np.empty((0, 0), dtype=np.float32)


def _articles(store: Store, ids: Iterable[str]) -> Iterator[Article]:
    for one in ids:
        article = store.article(one)
        if article is not None:
            yield article


def _given(store: Store) -> str:
    """Changes with the articles and with what a person says of origins, claims and owners."""
    said = [(each.kind, each.subjects, each.value) for each in store.corrections_in_force()]
    return content_id("given", store.article_paths(), sorted(owners_that_count(store).items()), said)


def _inputs_fingerprint(parts: Parts) -> str:
    return content_id(
        "inputs",
        rules_fingerprint(),
        _given(parts.store),
        parts.engine.fingerprint,
        parts.embedder.fingerprint,
        parts.reader.fingerprint,
        parts.scorer.fingerprint,
    )


def _failed_rows(store: Store) -> int:
    return int(store.value("failed_rows") or 0)


def _report(parts: Parts, read: Read, before: Spent, *, due: bool) -> RunReport:
    labels = parts.store.count_by_label(VerdictFilter())
    return RunReport(
        **asdict(Asked.since(before, parts.engine.spent)),
        due=due,
        n_articles=parts.store.count_articles(),
        n_read=read.n_articles,
        n_unread=sum(n for language, n in parts.store.count_languages().items() if not reads(language)),
        n_mentions=len(parts.store.mentions()),
        n_dropped_quotes=read.n_dropped_quotes,
        n_same_quotes=read.n_same_quotes,
        n_unread_windows=len(read.unread),
        n_claims=sum(labels.values()),
        n_pairs=0,
        n_judged_pairs=0,
        n_failed_rows=_failed_rows(parts.store),
        n_language_rows=int(parts.store.value("language_rows") or 0),
        why_unread=grouped(read.unread),
        why_unjudged={},
        labels=labels,
    )


def grouped(reasons: Iterable[str]) -> dict[str, int]:
    """How often each reason is given, the commonest first, and how many have another than the first `MOST_REASONS`."""
    found = sorted(Counter(reasons).items(), key=lambda one: (-one[1], one[0]))
    others = sum(n for _, n in found[MOST_REASONS:])
    return dict(found[:MOST_REASONS]) | ({OTHER_REASONS: others} if others else {})
